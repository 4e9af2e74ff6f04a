"""What belongs together stands together, and nothing lies over it, in a real Chromium."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import visibility_of_element_located

from browsing import (
    Box,
    as_wide_as,
    box,
    boxes,
    fresh,
    in_editor,
    is_within_window,
    logged,
    needs_chromium,
    needs_editor,
    resize,
    text,
    type_query,
    visit,
    wait,
)
from pages import EXAMPLES, PAGES

pytestmark = needs_chromium
PATHS = (*PAGES, *EXAMPLES, "search?q=kazakh", "doc/nowhere", "doc/osce-summit-astana")
WIDTHS = (390, 800, 1300)
_NAMES = "return [...document.querySelectorAll(arguments[0])].map(({id}) => id)"


@pytest.fixture(scope="module")
def reader(scripted: Chrome) -> Chrome:
    return fresh(scripted)


@pytest.fixture(scope="module", params=PATHS)
def page(reader: Chrome, request: pytest.FixtureRequest, server: str) -> Chrome:
    """A page as it was just loaded."""
    logged(reader)
    reader.get(server + request.param)
    return reader


# One row of both, for two rows are taken in turns: pages would be loaded again and again.
@pytest.fixture(scope="module", params=product(PATHS, WIDTHS), ids=str)
def window(
    reader: Chrome, request: pytest.FixtureRequest, server: str
) -> Iterator[Chrome]:
    """A page as it is at a width, laid out once for all that is asked of it."""
    path, width = request.param
    visit(reader, server + path)
    with as_wide_as(reader, width):
        yield reader


def test_no_page_does_what_its_policy_forbids_or_has_an_error(page: Chrome) -> None:
    assert text(page, "h1")
    missing = f"{page.current_url} - Failed to load resource: the server responded with"
    entries = page.get_log("browser")  # type: ignore[no-untyped-call]
    faults = [
        one["message"]
        for one in entries
        if one["level"] == "SEVERE" or "Security Policy" in one["message"]
    ]
    # a page that says that there is nothing has the status 404
    assert [
        one for one in faults if not one.startswith(f"{missing} a status of 404")
    ] == []


def test_parts_of_the_head_stand_beside_each_other(window: Chrome) -> None:
    selector = "body > header :is(.home, .find, nav a)"
    places = boxes(window, selector)
    assert len(places) >= 7
    assert not [pair for pair in combinations(places, 2) if pair[0].overlaps(pair[1])]


def test_head_page_and_foot_follow_each_other(window: Chrome) -> None:
    head, page, foot = boxes(window, "body > :is(header, main, footer)")
    assert head.bottom <= page.top + 1
    assert page.bottom <= foot.top + 1
    assert is_within_window(window)


@pytest.fixture(scope="module")
def known() -> set[tuple[str, int, Box]]:
    """The fields that were typed into: each by its name, the width, and where it stands.

    The one in the head is on every page, and its list lies over whatever is below it.
    """
    return set()


def test_the_list_stands_below_its_field(
    window: Chrome, known: set[tuple[str, int, Box]]
) -> None:
    selector = "[role=search] input[type=search]"
    names = window.execute_script(_NAMES, selector)
    assert names
    width = window.execute_script("return innerWidth")
    for name, place in zip(names, boxes(window, selector), strict=True):
        if (name, width, place) in known:
            continue
        known.add((name, width, place))
        field = window.find_element(By.ID, name)
        field.clear()
        field.send_keys("kaz")
        by_list = (By.CSS_SELECTOR, f"#{name}-found")
        found = wait(window).until(visibility_of_element_located(by_list))
        listed, typed = box(window, found), box(window, field)
        assert listed.is_below(typed)
        is_at_left = abs(listed.left - typed.left) <= 1
        assert is_at_left or listed.right >= typed.right
        assert is_within_window(window)
        field.send_keys(Keys.ESCAPE)


@needs_editor
@pytest.mark.parametrize("width", WIDTHS)
def test_what_completes_a_query_stands_below_its_line(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width)
    browser.get(f"{server}sparql")
    type_query(browser, "SELECT ?label { ?x a dip:Cit")
    listed = in_editor(browser, ".cm-tooltip-autocomplete")
    # the editor shows it far above the page until it has a place
    wait(browser).until(lambda browser: box(browser, listed).top >= 0)
    line, place = (
        box(browser, in_editor(browser, ".cm-activeLine, .cm-line")),
        box(browser, listed),
    )
    assert place.is_below(line)
    assert place.left >= line.left
    assert is_within_window(browser)


def test_what_the_tables_hold_is_told_within_the_window(
    reader: Chrome, server: str
) -> None:
    visit(reader, server + "dumps/")
    tables = "[...document.querySelectorAll('.wide:has(> .overview)')]"
    cut = f"return {tables}.filter(one => one.scrollWidth > one.clientWidth + 1)"
    with as_wide_as(reader, 1000):
        assert len(reader.find_elements(By.CSS_SELECTOR, ".wide .overview")) == 1
        assert reader.execute_script(cut) == []
