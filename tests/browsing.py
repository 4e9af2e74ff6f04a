"""A real Chromium, headless, and what tests ask of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from diplomatica.model.folder import PACKAGED

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="there is no Chromium with its driver here: apt-get install chromium chromium-driver",
)
EDITOR = PACKAGED / "server" / "diplomatica" / "web" / "static" / "vendor" / "editor.js"
needs_editor = pytest.mark.skipif(not EDITOR.is_file(), reason="there is no editor here: make editor")
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


def emulate(browser: Chrome, medium: str = "", **features: str) -> None:
    """Have the browser pretend to a medium, and to what its reader likes."""
    told = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": told})


def in_editor(browser: Chrome, selector: str) -> WebElement:
    """What stands in the editor of the query page, which has a tree of its own."""
    return browser.find_element(By.CSS_SELECTOR, ".editor").shadow_root.find_element(By.CSS_SELECTOR, selector)


def type_query(browser: Chrome, query: str) -> None:
    """Write a query into the editor in place of the one that is there."""
    in_editor(browser, ".cm-content").click()
    keys = ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE)
    keys.send_keys(query).perform()
