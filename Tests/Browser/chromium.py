"""A real browser, by playwright."""
import os

import playwright.sync_api
import pytest

EXECUTABLE = os.environ.get("STRATA_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def playwright_driver():
    with playwright.sync_api.sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def launch(playwright_driver):
    """Starts a browser; every one that was started ends with the tests. `names` are host names or host:port that it
    finds at another host:port instead."""
    browsers = []

    def start(names=None, **options):
        rules = ",".join(f"MAP {name} {place}" for name, place in (names or {}).items())
        arguments = ["--no-sandbox"] + ([f"--host-resolver-rules={rules}"] if rules else [])
        browser = playwright_driver.chromium.launch(
            executable_path=EXECUTABLE, headless=True, args=arguments, **options
        )
        browsers.append(browser)
        return browser

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture(scope="session")
def chromium(launch):
    """The browser that tests share. `shop.test` is this machine, under a name that is no secure context by http."""
    return launch({"shop.test": "127.0.0.1"})


@pytest.fixture
def context(chromium):
    """A visitor: storage and cache of their own."""
    context = chromium.new_context()
    context.set_default_timeout(60_000)
    yield context
    context.close()
