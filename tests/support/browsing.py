"""A real Chromium, headless, and what tests ask of it."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from diplomatica.model.dataset.folder import PACKAGED

# Debian's command is a script that stays before the browser: who ends it leaves that running.
_PLACES = os.pathsep.join(["/usr/lib/chromium", os.environ.get("PATH", os.defpath)])
_SHELL = shutil.which("chromium-headless-shell", path=_PLACES)
DRIVER = shutil.which("chromedriver")
# Without windows, menus and profiles it draws a page for a third less, and starts at once.
CHROMIUM = _SHELL or shutil.which("chromium")
needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="there is no Chromium with its driver here: "
    "apt-get install chromium-headless-shell chromium-driver",
)
EDITOR = PACKAGED / "server" / "diplomatica" / "web" / "static" / "vendor" / "editor.js"
needs_editor = pytest.mark.skipif(
    not EDITOR.is_file(), reason="there is no editor here: make editor"
)
_WINDOW = (1100, 1400)
_SIDES_OF_ALL = """.map((one) => {
  const {left, top, right, bottom} = one.getBoundingClientRect();
  return [left, top, right, bottom];
});"""
_SIDES = f"return arguments[0]{_SIDES_OF_ALL}"
_SIDES_OF_FOUND = f"return [...document.querySelectorAll(arguments[0])]{_SIDES_OF_ALL}"
_QUIET = (
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "no-first-run",
    "disable-quic",
)
# A page in each of several processes would cost half as much again, and one that waits
# for the next page more.
_FEW_PROCESSES = (
    "renderer-process-limit=1",
    "disable-site-isolation-trials",
    "disable-features=SpareRendererForSitePerProcess",
)
_OF_CLICKS = ["clipboardReadWrite", "clipboardSanitizedWrite"]
_MARK, _MARKED = "document.visited = arguments[0]", "return document.visited"


class Box(NamedTuple):
    """Where something stands in the window."""

    left: float
    top: float
    right: float
    bottom: float

    def is_below(self, other: "Box", at_most: float = 12) -> bool:
        """Whether this one begins where the other ends, or not far below it."""
        # the space between lines may be shared
        return -4 <= self.top - other.bottom <= at_most

    def overlaps(self, other: "Box") -> bool:
        """Whether the two lie over each other, by more than the rounding of a pixel."""
        is_beside = self.right <= other.left + 1 or other.right <= self.left + 1
        is_apart = self.bottom <= other.top + 1 or other.bottom <= self.top + 1
        return not (is_beside or is_apart)


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
        *_QUIET,
        *_FEW_PROCESSES,
    ):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not _SHELL:  # which is never idle with the one, and opens no page with the other
        options.add_argument("--in-process-gpu")
        options.add_argument(f"--user-data-dir={profile}")
    if not scripts:
        # to draw in the thread of the page saves two fifths of loading one, and holds up scripts
        options.add_argument("--disable-threaded-compositing")
    driver = Chrome(options, ChromeService(DRIVER))
    driver.implicitly_wait(10)
    without = {"value": not scripts}
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", without)
    # which who clicks in a window gives as well
    driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": _OF_CLICKS})
    try:
        yield driver
    finally:
        driver.quit()


def fresh(browser: Chrome) -> Chrome:
    """The browser without what the test before left: its page, its window, what it pretends."""
    browser.get("about:blank")
    emulate(browser)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.set_window_size(*_WINDOW)
    browser.delete_all_cookies()
    logged(browser)
    return browser


def visit(browser: Chrome, address: str) -> None:
    """Open a page, unless it is open still; what is to be changed in it is for `get`.

    To load and lay it out costs a quarter of a second, more than most that is asked of it.
    """
    if browser.execute_script(_MARKED) == address:
        browser.execute_script("scrollTo(0, 0)")
        return
    browser.get(address)
    browser.execute_script(_MARK, address)


def wait(browser: Chrome) -> WebDriverWait[Chrome]:
    """A click returns before the page that it leads to is there."""
    return WebDriverWait(browser, 10, poll_frequency=0.05)


def logged(browser: Chrome) -> list[str]:
    """What the browser has complained of since it was last asked."""
    return [str(entry["message"]) for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def text(browser: Chrome, selector: str) -> str:
    """The visible text of the first element that a selector finds."""
    return browser.find_element(By.CSS_SELECTOR, selector).text


def has(browser: Chrome, selector: str) -> bool:
    """Whether the page has such an element now: `find_elements` would wait for one."""
    script = "return document.querySelector(arguments[0]) !== null"
    return bool(browser.execute_script(script, selector))


def emulate(browser: Chrome, medium: str = "", **features: str) -> None:
    """Have the browser pretend to a medium, and to what its reader likes."""
    told = [
        {"name": name.replace("_", "-"), "value": value}
        for name, value in features.items()
    ]
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": medium, "features": told}
    )


def resize(browser: Chrome, width: int, height: int = 900) -> None:
    """Make the page so wide, until the next test: no window is narrower than 500."""
    metrics = {
        "width": width,
        "height": height,
        "deviceScaleFactor": 1,
        "mobile": False,
    }
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@contextmanager
def as_wide_as(browser: Chrome, width: int, height: int = 900) -> Iterator[None]:
    """Make the page so wide until the end of this block."""
    resize(browser, width, height)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def box(browser: Chrome, element: str | WebElement) -> Box:
    """Where an element stands in the window, or the first that a selector finds."""
    if isinstance(element, str):
        if found := boxes(browser, element):
            return found[0]
        # which waits until there is one
        element = browser.find_element(By.CSS_SELECTOR, element)
    return boxes(browser, [element])[0]


def boxes(browser: Chrome, elements: str | Sequence[WebElement]) -> list[Box]:
    """Where elements stand in the window, or those that a selector finds now.

    Each question to a browser takes some hundredths of a second, so all is asked at once.
    """
    script = _SIDES_OF_FOUND if isinstance(elements, str) else _SIDES
    return [Box(*sides) for sides in browser.execute_script(script, elements)]


def is_within_window(browser: Chrome) -> bool:
    """Whether nothing has to be scrolled sideways."""
    script = "return document.documentElement.scrollWidth <= window.innerWidth"
    return bool(browser.execute_script(script))


def in_editor(browser: Chrome, selector: str) -> WebElement:
    """What stands in the editor of the query page, which has a tree of its own."""
    return browser.find_element(By.CSS_SELECTOR, ".editor").shadow_root.find_element(
        By.CSS_SELECTOR, selector
    )


def type_query(browser: Chrome, query: str) -> None:
    """Write a query into the editor in place of the one that is there."""
    in_editor(browser, ".cm-content").click()
    keys = (
        ActionChains(browser)
        .key_down(Keys.CONTROL)
        .send_keys("a")
        .key_up(Keys.CONTROL)
        .send_keys(Keys.DELETE)
    )
    keys.send_keys(query).perform()
