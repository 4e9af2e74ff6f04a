"""A real Chromium, headless, and what tests ask of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="there is no Chromium with its driver here: apt-get install chromium chromium-driver",
)
_QUIET = (
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "no-first-run",
    "disable-quic",
)


@contextmanager
def chromium(profile: Path, scripts: bool = True) -> Iterator[Chrome]:
    """A browser with a profile of its own, perhaps one that runs no scripts."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        "window-size=1100,1400",
        *_QUIET,
    ):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_argument(f"--user-data-dir={profile}")
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = Chrome(options, ChromeService(DRIVER))
    driver.implicitly_wait(10)
    try:
        yield driver
    finally:
        driver.quit()


def wait(browser: Chrome) -> WebDriverWait[Chrome]:
    """A click returns before the page that it leads to is there."""
    return WebDriverWait(browser, 10)


def logged(browser: Chrome) -> list[str]:
    """What the browser has complained of since it was last asked."""
    return [str(entry["message"]) for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def text(browser: Chrome, selector: str) -> str:
    """The visible text of the first element that a selector finds."""
    return browser.find_element(By.CSS_SELECTOR, selector).text
