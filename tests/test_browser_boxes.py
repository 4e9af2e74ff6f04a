"""What belongs together stands together, and nothing lies over it, in a real Chromium."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import visibility_of_element_located

from browsing import (
    as_wide_as,
    box,
    fresh,
    in_editor,
    is_within_window,
    needs_chromium,
    needs_editor,
    type_query,
    wait,
)
from conftest import ARTICLE

pytestmark = needs_chromium
PATHS = (
    "",
    "about",
    "quality",
    "search",
    "search?q=kazakh",
    "doc/kazakhstan",
    "doc/nowhere",
    f"article/{ARTICLE}",
    "timeline",
    "network",
    "sparql",
    "dumps/",
    "ontology",
    "shapes",
)
WIDTHS = (390, 800, 1300)


@pytest.fixture(scope="module", params=WIDTHS)
def wide(scripted: Chrome, request: pytest.FixtureRequest) -> Iterator[Chrome]:
    with as_wide_as(fresh(scripted), request.param):
        yield scripted


@pytest.fixture(scope="module", params=PATHS)
def window(wide: Chrome, request: pytest.FixtureRequest, server: str) -> Chrome:
    """A page at a width, loaded once for all that is looked at in it."""
    wide.get(server + request.param)
    return wide


def test_parts_of_the_head_stand_beside_each_other(window: Chrome) -> None:
    selector = "body > header :is(.home, .find, nav a)"
    parts = window.find_elements(By.CSS_SELECTOR, selector)
    boxes = [box(window, part) for part in parts]
    assert len(boxes) >= 7
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_head_page_and_foot_follow_each_other(window: Chrome) -> None:
    names = ("header", "main", "footer")
    head, page, foot = (box(window, f"body > {name}") for name in names)
    assert head.bottom <= page.top + 1
    assert page.bottom <= foot.top + 1
    assert is_within_window(window)


def test_the_list_stands_below_its_field(window: Chrome) -> None:
    fields = "[role=search] input[type=search]"
    for field in window.find_elements(By.CSS_SELECTOR, fields):
        field.send_keys("kazakhstan")
        place = (By.CSS_SELECTOR, f"#{field.get_attribute('id')}-found")
        found = wait(window).until(visibility_of_element_located(place))
        listed, typed = box(window, found), box(window, field)
        assert listed.is_below(typed)
        is_at_left = abs(listed.left - typed.left) <= 1
        assert is_at_left or listed.right >= typed.right
        assert is_within_window(window)
        field.send_keys(Keys.ESCAPE)


@needs_editor
def test_what_completes_a_query_stands_below_its_line(
    wide: Chrome, server: str
) -> None:
    wide.get(f"{server}sparql")
    type_query(wide, "SELECT ?label { ?x a dip:Cit")
    listed = in_editor(wide, ".cm-tooltip-autocomplete")
    line, place = (
        box(wide, in_editor(wide, ".cm-activeLine, .cm-line")),
        box(wide, listed),
    )
    assert place.is_below(line)
    assert place.left >= line.left
    assert is_within_window(wide)
