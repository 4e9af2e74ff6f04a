"""What small screens and fingers need, in a real Chromium without scripts."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import (
    as_wide_as,
    box,
    boxes,
    emulate,
    fresh,
    is_within_window,
    needs_chromium,
    text,
    wait,
)
from conftest import ARTICLE

pytestmark = needs_chromium
PATHS = (
    "",
    "doc/kazakhstan",
    f"article/{ARTICLE}",
    f"claim/{ARTICLE}/osce-finale",
    "search?q=kazakh",
    "timeline",
    "network",
    "ontology?q=proposal",
    "dumps/",
)
# Words within a text and marks of a picture are as large as these are (WCAG 2.2, 2.5.8).
_SMALL = """
const targets = "main a, main summary, main button, header a, header button, footer a";
const isInText = (one) => one.closest(".paragraph, svg, p.lead, li:not([class]) > a");
return [...document.querySelectorAll(targets)].filter((one) => {
  const {width, height} = one.getBoundingClientRect();
  return width && !isInText(one) && (width < 24 || height < 24);
}).map((one) => one.outerHTML);
"""


@pytest.fixture(params=[390, 1300])
def reader(unscripted: Chrome, request: pytest.FixtureRequest) -> Iterator[Chrome]:
    with as_wide_as(fresh(unscripted), request.param):
        yield unscripted


@pytest.fixture(scope="module", params=PATHS)
def page(unscripted: Chrome, request: pytest.FixtureRequest, server: str) -> Chrome:
    """A page, loaded once for all widths."""
    browser = fresh(unscripted)
    browser.get(server + request.param)
    return browser


@pytest.mark.parametrize("width", [390, 1300])
def test_what_can_be_chosen_is_as_large_as_a_finger_needs(
    width: int, page: Chrome
) -> None:
    with as_wide_as(page, width):
        assert page.execute_script(_SMALL) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_menu_of_a_telephone_opens_without_scripts(
    colours: str, unscripted: Chrome, server: str
) -> None:
    with as_wide_as(fresh(unscripted), 390):
        emulate(unscripted, prefers_color_scheme=colours)
        unscripted.get(f"{server}doc/kazakhstan")
        links = unscripted.find_elements(By.CSS_SELECTOR, "nav.site a")
        assert not links[0].is_displayed()
        head = box(unscripted, "body > header")
        assert head.bottom - head.top <= 110
        button = unscripted.find_element(By.CSS_SELECTOR, ".menu")
        button.click()
        places = boxes(unscripted, links)
        assert all(link.is_displayed() for link in links)
        assert all(one.bottom - one.top >= 24 for one in places)
        assert places[0].top >= box(unscripted, button).bottom
        assert is_within_window(unscripted)


def test_the_links_of_the_site_stand_in_sight_on_a_desk(
    unscripted: Chrome, server: str
) -> None:
    with as_wide_as(fresh(unscripted), 1300):
        unscripted.get(server)
        links = unscripted.find_elements(By.CSS_SELECTOR, "nav.site a")
        assert all(link.is_displayed() for link in links)
        assert not unscripted.find_element(By.CSS_SELECTOR, ".menu").is_displayed()


def test_a_language_is_chosen_without_scripts_and_kept_by_links(
    reader: Chrome, server: str
) -> None:
    reader.get(f"{server}doc/osce-summit-astana")
    reader.find_element(By.LINK_TEXT, "Deutsch").click()
    wait(reader).until(url_contains("lang=de"))
    assert text(reader, "#of") == "Was darüber ausgesagt wird"
    reader.find_element(By.LINK_TEXT, "So wird zitiert").click()
    wait(reader).until(lambda one: "doc/" not in one.current_url)
    assert text(reader, "#cite") == "Zitieren"
    assert is_within_window(reader)


@pytest.mark.parametrize(
    ("width", "link"), [(390, "events"), (1300, "events"), (1300, "27 columns")]
)
def test_a_table_among_the_downloads_leads_to_its_columns(
    width: int, link: str, unscripted: Chrome, server: str
) -> None:
    with as_wide_as(fresh(unscripted), width):
        unscripted.get(f"{server}dumps/")
        unscripted.find_element(By.LINK_TEXT, link).click()
        wait(unscripted).until(url_contains("#columns-events"))
        sample = box(unscripted, "#columns-events")
        assert sample.bottom > sample.top > box(unscripted, "#t-events").top >= 0
        assert sample.top < unscripted.execute_script("return innerHeight")
        assert "KiB)" in text(unscripted, "section:has(> #t-events) .formats")
