"""The admin as a curator sees it."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from relations.models import Round
from tests import builders
from tests.browser.waiting import wait_for
from tests.builders import BUILDERS


@pytest.fixture
def curator(browser):
    """The browser, logged in as a superuser."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("curator"))
    browser.log_in(client)
    return browser


def assert_clean(browser):
    """Nothing was stopped, missing or asked of another host."""
    assert browser.console_errors() == []
    assert browser.failed_requests() == []
    assert browser.outside_requests() == []


def text_of(browser, selector):
    return browser.driver.find_element(By.CSS_SELECTOR, selector).text


def element(browser, name):
    return browser.driver.find_element(By.NAME, name)


def choose(browser, field, typed):
    """Type into an autocomplete field and take the first entry it offers."""
    select = f"//select[@name='{field}']/following-sibling::span//span[@role='combobox']"
    browser.driver.find_element(By.XPATH, select).click()
    browser.driver.find_element(By.CSS_SELECTOR, ".select2-search__field").send_keys(typed)
    offered = ".select2-results__option:not(.loading-results)"
    wait_for(browser, offered, typed)
    browser.driver.find_element(By.CSS_SELECTOR, offered).click()


def test_the_login_page_is_clean(browser):
    browser.open("/admin/login/")
    assert "Negotiation record" in browser.driver.title
    assert_clean(browser)


def test_the_index_is_clean(curator):
    curator.open("/admin/")
    assert "Negotiation record" in text_of(curator, "#site-name")
    assert_clean(curator)


@pytest.mark.each_noun
@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model.__name__)
def test_the_pages_of_each_noun_are_clean(model, curator):
    entry = BUILDERS[model]()
    entry.save()
    name, pk = f"admin:relations_{model._meta.model_name}", [entry.pk]
    version = [entry.pk, entry.history.first().pk]
    for page, arguments in (
        ("changelist", []),
        ("add", []),
        ("change", pk),
        ("history", pk),
        ("simple_history", version),
    ):
        curator.open(reverse(f"{name}_{page}", args=arguments))
        assert curator.driver.find_elements(By.ID, "content-main"), page
        assert_clean(curator)


def test_a_date_is_read_back_while_it_is_typed(curator):
    curator.open(reverse("admin:relations_round_add"))
    element(curator, "held_on").send_keys("2026-21")
    wait_for(curator, "#id_held_on_reading", "spring 2026 (1 March 2026 to 31 May 2026)")
    assert_clean(curator)


def test_a_date_that_is_entered_is_stored_with_the_days_it_can_mean(curator):
    builders.a_negotiation(name="Fishing talks")
    curator.open(reverse("admin:relations_round_add"))
    choose(curator, "negotiation", "Fishing")
    element(curator, "title").send_keys("Spring round")
    assert element(curator, "slug").get_attribute("value") == "spring-round"
    Select(element(curator, "mode")).select_by_value("in_person")
    Select(element(curator, "status")).select_by_value("scheduled")
    element(curator, "held_on").send_keys("2026-21")
    Select(element(curator, "held_basis")).select_by_value("stated")
    element(curator, "_save").click()
    wait_for(curator, ".messagelist", "was added successfully")
    stored = Round.objects.get()
    assert (stored.slug, str(stored.held_earliest)) == ("spring-round", "2026-03-01")
    assert_clean(curator)


def test_a_date_that_can_be_read_in_two_ways_is_refused_visibly(curator):
    meeting = builders.a_round()
    curator.open(reverse("admin:relations_round_change", args=[meeting.pk]))
    element(curator, "held_on").send_keys("3/4/2024")
    wait_for(curator, "#id_held_on_reading", "can be read in two ways")
    Select(element(curator, "held_basis")).select_by_value("stated")
    element(curator, "change_reason").send_keys("The note gives a date.")
    element(curator, "_save").click()
    wait_for(curator, ".field-held_on .errorlist", "can be read in two ways")
    assert Round.objects.get().held_on is None
    assert_clean(curator)


def test_a_date_in_a_row_that_is_added_is_read_back(curator):
    curator.open(reverse("admin:relations_round_add"))
    curator.driver.find_element(By.CSS_SELECTOR, "#schedules-group .add-row a").click()
    element(curator, "schedules-0-scheduled_on").send_keys("2026-21")
    wait_for(curator, "#id_schedules-0-scheduled_on_reading", "spring 2026")
    assert_clean(curator)


def test_an_autocomplete_field_of_a_row_that_is_added_has_the_name_of_its_label(curator):
    builders.a_party(name="Ruritania")
    curator.open(reverse("admin:relations_round_add"))
    curator.driver.find_element(By.CSS_SELECTOR, "#participants-group .add-row a").click()
    choose(curator, "participants-0-party", "Rurit")
    box = "#participants-0 .field-party [role=combobox]"
    assert curator.driver.find_element(By.CSS_SELECTOR, box).accessible_name.startswith("Party")
    assert_clean(curator)
