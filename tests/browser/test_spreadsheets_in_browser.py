"""Export and import of spreadsheets as a curator sees them."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from relations.models import KeptSheet, Party
from relations.spreadsheet_files import write_xlsx
from relations.spreadsheets import can_be_imported
from tests import builders
from tests.browser.test_admin_in_browser import assert_clean, text_of
from tests.browser.waiting import wait_for, wait_until
from tests.builders import BUILDERS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def curator(browser):
    """The browser, logged in as a superuser."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("curator"))
    browser.log_in(client)
    return browser


def address(model, page):
    return reverse(f"admin:relations_{model._meta.model_name}_{page}")


def assert_labelled(browser):
    """Every control on the page has a name, every table a caption, every part its own id."""
    main = browser.driver.find_element(By.ID, "content")
    for control in main.find_elements(By.CSS_SELECTOR, "input:not([type=hidden]), select, summary"):
        assert control.accessible_name, control.get_attribute("outerHTML")
    for table in main.find_elements(By.TAG_NAME, "table"):
        assert table.find_elements(By.TAG_NAME, "caption")


def contrast(browser, selector):
    """Of the text of an element with what is behind it, as WCAG measures it."""
    return browser.driver.execute_script(
        """
        const element = document.querySelector(arguments[0]);
        const parts = (color) => color.match(/[\\d.]+/g).map(Number);
        let behind = element;
        const isClear = (e) => (parts(getComputedStyle(e).backgroundColor)[3] ?? 1) === 0;
        while (behind.parentElement && isClear(behind)) behind = behind.parentElement;
        const light = (color) => parts(color).slice(0, 3)
            .map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const two = [light(getComputedStyle(element).color),
                     light(getComputedStyle(behind).backgroundColor)].sort((a, b) => b - a);
        return (two[0] + 0.05) / (two[1] + 0.05);
        """,
        selector,
    )


def upload(browser, path):
    browser.driver.find_element(By.NAME, "file").send_keys(str(path))
    browser.driver.find_element(By.CSS_SELECTOR, "input[value=Preview]").click()


def a_file(folder, rows):
    path = folder / "parties.xlsx"
    path.write_bytes(write_xlsx(["slug", "name", "kind"], rows))
    return path


@pytest.mark.each_noun
@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model.__name__)
def test_the_pages_of_each_list_are_clean_and_labelled(model, curator):
    BUILDERS[model]()
    pages = ["export", *["import"] * can_be_imported(model)]
    curator.open(address(model, "changelist"))
    tools = curator.driver.find_elements(By.CSS_SELECTOR, ".object-tools a")
    offered = {urlsplit(tool.get_attribute("href")).path for tool in tools}
    assert {address(model, page) for page in pages} <= offered
    assert_clean(curator)
    for page in pages:
        curator.open(address(model, page))
        assert curator.driver.find_elements(By.ID, "content-main")
        assert_labelled(curator)
        assert_clean(curator)


def test_a_file_is_looked_at_and_stored_by_keyboard_alone(curator, tmp_path):
    draft = builders.a_party(publication_status="draft", name="Old Ruritania")
    path = a_file(tmp_path, [[draft.slug, "New Ruritania", "state"], ["b", "B", "state"]])
    curator.open(address(Party, "import"))
    curator.driver.find_element(By.NAME, "file").send_keys(str(path))
    curator.driver.find_element(By.CSS_SELECTOR, "input[value=Preview]").send_keys(Keys.ENTER)
    wait_for(curator, "#content h1", "What parties.xlsx changes")
    assert text_of(curator, "#content del").strip() == "Old"
    assert text_of(curator, "#content ins").strip() == "New"
    assert "1 new draft, 1 changed draft, 0 rows" in text_of(curator, "#content-main")
    assert_labelled(curator)
    assert_clean(curator)
    assert Party.objects.count() == 1
    curator.driver.find_element(By.CSS_SELECTOR, "input[value='Store this']").send_keys(Keys.ENTER)
    wait_for(curator, ".messagelist", "1 new, 1 changed")
    assert Party.objects.get(pk=draft.pk).name == "New Ruritania"
    assert_clean(curator)


def test_a_file_that_was_looked_at_can_be_given_up(curator, tmp_path):
    curator.open(address(Party, "import"))
    upload(curator, a_file(tmp_path, [["b", "B", "state"]]))
    wait_for(curator, "#content h1", "What parties.xlsx changes")
    curator.driver.find_element(By.NAME, "give_up").click()
    wait_for(curator, ".messagelist", "was not imported")
    assert not Party.objects.exists()
    assert not KeptSheet.objects.exists()
    assert_clean(curator)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_faults_of_a_file_are_told_and_legible_in_both_themes(theme, curator, tmp_path):
    curator.open(address(Party, "import"))
    curator.driver.execute_script(f"localStorage.setItem('theme', '{theme}')")
    curator.open(address(Party, "import"))
    upload(curator, a_file(tmp_path, [["b", "", "kingdom"]]))
    wait_for(curator, ".errornote", "it has 2 faults")
    assert curator.driver.find_element(By.TAG_NAME, "html").get_attribute("data-theme") == theme
    for selector in (".spreadsheets td", ".spreadsheets caption", ".spreadsheets .quiet"):
        assert contrast(curator, selector) >= 4.5, selector
    assert_labelled(curator)
    assert_clean(curator)
    builders.a_party(slug="b", publication_status="draft")
    curator.open(address(Party, "import"))
    upload(curator, a_file(tmp_path, [["b", "Strelsau", "state"]]))
    wait_for(curator, "#content h1", "What parties.xlsx changes")
    for selector in (".spreadsheets del", ".spreadsheets ins"):
        assert contrast(curator, selector) >= 4.5, selector
    curator.driver.execute_script("localStorage.removeItem('theme')")


def test_an_export_is_downloaded(curator, tmp_path):
    builders.a_party()
    curator.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    curator.open(address(Party, "export"))
    curator.driver.find_element(By.CSS_SELECTOR, "input[value=csv]").click()
    curator.driver.find_element(By.CSS_SELECTOR, "input[value=Export]").click()
    wait_until(curator, lambda: list(tmp_path.glob("parties-*.csv")))
    assert curator.console_errors() == []
