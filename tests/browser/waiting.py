"""Waiting for what a page brings, never for time to pass."""

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# Far beyond what anything takes, however busy the machine.
SECONDS = 30


def wait_until(browser, condition, message=""):
    """Ask until the condition holds, and return what it gave; a page may be left meanwhile."""
    waiting = WebDriverWait(
        browser.driver, SECONDS, poll_frequency=0.05, ignored_exceptions=[WebDriverException]
    )
    return waiting.until(lambda _: condition(), message)


def wait_for(browser, selector, part):
    """Wait for words at a place."""
    wait_until(
        browser,
        lambda: part in browser.driver.find_element(By.CSS_SELECTOR, selector).text,
        f"{part!r} does not appear in {selector}",
    )
