"""A real browser for the tests: headless Chromium under Selenium, looking at the live server."""

import json
from urllib.parse import urlsplit

import pytest
from selenium import webdriver

from tests.outside import program

OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # root, as in containers, has none
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-software-rasterizer",
    "--disable-features=Translate,OptimizationHints,MediaRouter,PaintHolding",
    "--renderer-process-limit=1",
    "--window-size=1280,1000",
)
OF_THE_BROWSER_ITSELF = ("data", "blob", "chrome", "chrome-extension", "about")


class Browser:
    """What a test sees of the browser; `driver` is Selenium's, for everything else.

    Requests and messages are kept from the beginning of the test on.
    """

    def __init__(self, driver, server):
        self.driver = driver
        self.server = server
        self._requested = {}
        self._failed = []
        self._messages = []

    def open(self, path):
        """Open an address of the live server, such as `/admin/`."""
        self.driver.get(f"{self.server}{path}")

    def log_in(self, client):
        """Become the user of a Django test client that is logged in."""
        value = client.cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": value, "url": self.server, "httpOnly": True}
        self.driver.execute_cdp_cmd("Network.setCookie", cookie)

    def outside_requests(self):
        """Addresses of other hosts that were asked for anything."""
        self._read_logs()
        return [url for url in self._requested.values() if not url.startswith(f"{self.server}/")]

    def failed_requests(self):
        """Requests that were refused, broken off or answered with an error."""
        self._read_logs()
        return self._failed

    def console_errors(self):
        """Errors on the console. Whatever the Content Security Policy stops is among them."""
        self._read_logs()
        return [line["message"] for line in self._messages if line["level"] == "SEVERE"]

    def _read_logs(self):
        self._messages += self.driver.get_log("browser")  # reading empties the log
        for line in self.driver.get_log("performance"):
            event = json.loads(line["message"])["message"]
            self._read_event(event["method"], event["params"])

    def _read_event(self, method, params):
        if method == "Network.requestWillBeSent":
            url = params["request"]["url"]
            if urlsplit(url).scheme not in OF_THE_BROWSER_ITSELF:
                self._requested[params["requestId"]] = url
        url = self._requested.get(params.get("requestId"))
        if url and method == "Network.responseReceived" and params["response"]["status"] >= 400:
            self._failed.append(f"{params['response']['status']} {url}")
        # A page that is left breaks off what it still loads; nobody misses that.
        if url and method == "Network.loadingFailed" and not params.get("canceled"):
            self._failed.append(f"{params['errorText']} {url}")


@pytest.fixture(scope="session")
def driver(live_server):
    # Depends on the server so that it ends first: the connections it keeps open end with it, while
    # their threads may still use the database in memory.
    chromium = program("chromium", "chromium-browser", "google-chrome")
    chromedriver = program("chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield driver
    driver.quit()


@pytest.fixture
def browser(driver, live_server):
    """A browser without cookies and without anything in its logs."""
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.get("about:blank")
    for log in ("browser", "performance"):
        driver.get_log(log)
    yield Browser(driver, live_server.url)
    driver.get("about:blank")  # or the page might still ask the server when its database is gone
