"""Duplicates as a curator meets them: found in a list, compared, merged, parted again."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from relations.models import DistinctPair, Merge
from tests import builders
from tests.browser.test_admin_in_browser import assert_clean, text_of
from tests.browser.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chief(browser):
    """The browser, logged in as a superuser."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("chief"))
    browser.log_in(client)
    return browser


def press(browser, words):
    """Press a link or a button with these words by keyboard alone; its focus is to be seen."""
    xpath = f"//main//*[self::a or self::button][starts-with(normalize-space(), '{words}')]"
    target = browser.driver.find_element(By.XPATH, xpath)
    browser.driver.execute_script("arguments[0].focus()", target)
    active = browser.driver.switch_to.active_element
    assert active == target
    active.send_keys(Keys.ENTER)


def test_two_entries_are_found_compared_merged_and_parted_again(chief):
    one = builders.a_statement(text="We shall fish at dawn.")
    other = builders.a_statement(text="We shall fish at noon.")
    citation = builders.a_citation(statement=one)
    chief.open(reverse("admin:relations_statement_changelist"))
    press(chief, "Possible duplicates")
    wait_for(chief, "h1", "Possible duplicates")
    assert_clean(chief)
    press(chief, "Compare")
    wait_for(chief, "h1", "Compare two statements")
    marked = [each.text for each in chief.driver.find_elements(By.CSS_SELECTOR, "mark")]
    assert {"dawn", "noon"} <= set(marked)
    assert_clean(chief)
    press(chief, "Merge left into right")
    wait_for(chief, ".messagelist", "Merged")
    citation.refresh_from_db()
    assert citation.statement == other
    assert_clean(chief)
    press(chief, "Undo the merge")
    wait_for(chief, ".messagelist", "no longer merged")
    citation.refresh_from_db()
    one.refresh_from_db()
    assert (citation.statement, one.publication_status) == (one, "published")
    assert Merge.objects.get().undone_by.username == "chief"
    assert_clean(chief)


def test_two_entries_are_kept_apart_and_that_is_taken_back(chief):
    one, _ = builders.a_party(), builders.a_party()
    chief.open(reverse("admin:relations_party_change", args=[one.pk]))
    press(chief, "Compare with similar entries")
    wait_for(chief, "h1", "Similar entries")
    assert_clean(chief)
    press(chief, "Compare")
    wait_for(chief, "h1", "Compare two parties")
    note = chief.driver.find_element(By.NAME, "note")
    assert note.accessible_name.startswith("Why they are not the same")
    note.send_keys("Two states of one name.")
    press(chief, "Not a duplicate")
    wait_for(chief, ".messagelist", "are not the same")
    assert "Two states of one name." in text_of(chief, "#content-main")
    assert DistinctPair.objects.count() == 1
    assert_clean(chief)
    press(chief, "Take back")
    wait_for(chief, ".messagelist", "may be the same")
    assert DistinctPair.objects.count() == 0
    assert_clean(chief)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marked_words_can_be_read_in_both_themes(theme, chief):
    one = builders.a_party(name="Ruritania")
    other = builders.a_party(name="Strelsau")
    feature = [{"name": "prefers-color-scheme", "value": theme}]
    chief.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": feature})
    chief.open(reverse("admin:relations_party_compare", args=[one.pk, other.pk]))
    mark = chief.driver.find_element(By.CSS_SELECTOR, "mark")
    front, back = (mark.value_of_css_property(name) for name in ("color", "background-color"))
    chief.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert contrast(front, back) >= 4.5


def contrast(front, back):
    """Contrast of two colours as WCAG defines it, from 1 to 21."""
    lighter, darker = sorted(map(luminance, (front, back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [float(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
