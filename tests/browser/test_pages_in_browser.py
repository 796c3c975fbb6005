"""The public pages as a reader's browser shows them: whole, and from this server alone."""

import pytest
from selenium.webdriver.common.by import By

from tests import builders
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# Address, and a place on the page with words that are there once it has built itself.
PAGES = [
    ("/", "main", "What is in it"),
    ("/problems", "main", "Invalid parameter"),
    ("/codebook", "main", "Set a condition"),
    ("/api/v1/quick-start", "main", "Save this beside it as"),
    ("/api/v1/conventions", "main", "never changed and never given to another entry"),
    ("/api/v1/changelog", "main", "First release"),
    ("/api/v1/docs", "#swagger-ui", "/api/v1/statements/{slug}"),
    ("/api/v1/redoc", "#redoc", "List statements"),
]


@pytest.mark.parametrize(("path", "place", "words"), PAGES)
def test_page_is_whole_and_asks_no_other_host(path, place, words, browser):
    builders.a_statement()
    browser.open(path)
    # What is shown, by JavaScript: Selenium takes seconds to read the text of a long page.
    shown = "return document.querySelector(arguments[0])?.innerText.includes(arguments[1])"
    wait_until(browser, lambda: browser.driver.execute_script(shown, place, words))
    assert browser.driver.find_element(By.CSS_SELECTOR, place).is_displayed()
    assert browser.outside_requests() == []
    assert browser.failed_requests() == []
    assert browser.console_errors() == []


@pytest.mark.long
def test_swagger_asks_the_live_api_and_sends_no_example_that_nobody_chose(browser):
    """Try two operations as a reader would: open them, execute them, read the answers."""
    statement = builders.a_statement(text="We shall fish at dawn.")
    builders.a_round(title="First round of the fishing talks")
    browser.open("/api/v1/docs")
    operation = wait_until(
        browser, lambda: browser.driver.find_element(By.ID, "operations-statements-getStatement")
    )
    operation.find_element(By.CSS_SELECTOR, ".opblock-summary-control").click()
    slug = wait_until(
        browser, lambda: operation.find_element(By.CSS_SELECTOR, "input[placeholder]")
    )
    slug.clear()
    slug.send_keys(statement.slug)
    operation.find_element(By.CSS_SELECTOR, ".execute").click()
    wait_until(browser, lambda: "We shall fish at dawn." in operation.text)
    # Each parameter of a list has an example; together they would find nothing.
    operation = browser.driver.find_element(By.ID, "operations-rounds-listRounds")
    operation.find_element(By.CSS_SELECTOR, ".opblock-summary-control").click()
    wait_until(browser, lambda: "For example Istanbul." in operation.text)
    operation.find_element(By.CSS_SELECTOR, ".execute").click()
    wait_until(browser, lambda: "First round of the fishing talks" in operation.text)
    assert "status=" not in operation.find_element(By.CSS_SELECTOR, ".request-url").text
    assert browser.outside_requests() == []
    assert browser.console_errors() == []
