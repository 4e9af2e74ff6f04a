"""A thing's page answers within a screen, and its words are a line each, in a real Chromium."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from browsing import (
    as_wide_as,
    box,
    boxes,
    emulate,
    fresh,
    is_within_window,
    needs_chromium,
)

pytestmark = needs_chromium
LOOKS = [(390, "light"), (390, "dark"), (1300, "light"), (1300, "dark")]
# How wide those words are that are cut off at the end of their line.
_CUT = """
return [...document.querySelectorAll(".events .folded summary > q, .events summary > .words")]
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.clientWidth);
"""
FORMER_HEIGHT = 11_509  # of the page of Kazakhstan at 1,300 pixels, in pixels


@pytest.fixture(scope="module", params=LOOKS, ids=str)
def thing(
    unscripted: Chrome, whole: str, request: pytest.FixtureRequest
) -> Iterator[Chrome]:
    """The page of Kazakhstan without scripts, loaded once for each look."""
    width, colours = request.param
    with as_wide_as(fresh(unscripted), width):
        emulate(unscripted, prefers_color_scheme=colours)
        unscripted.get(f"{whole}doc/kazakhstan")
        yield unscripted


def test_what_it_is_stands_above_its_facts_in_five_seconds(thing: Chrome) -> None:
    kind, name, sentence, key, facts = (
        box(thing, one) for one in (".kicker", "h1", ".lead", ".glance", "#of")
    )
    assert kind.bottom <= name.top + 1
    assert name.bottom <= sentence.top <= sentence.bottom <= key.top
    assert key.bottom <= facts.top
    assert key.bottom < 900
    assert is_within_window(thing)
    told = thing.find_element(By.CSS_SELECTOR, ".lead").text
    assert told.startswith("This state appears in 14 events, 4 plans and 17 opinions;")


def test_words_are_a_line_each_until_they_are_opened(thing: Chrome) -> None:
    closed = thing.find_element(By.CSS_SELECTOR, ".statements .folded summary > q")
    line = box(thing, closed)
    assert line.bottom - line.top < 30
    closed.click()
    source = thing.find_element(By.CSS_SELECTOR, ".folded [open] > p.source")
    assert source.is_displayed()
    assert box(thing, source).top >= box(thing, closed).bottom - 4
    assert is_within_window(thing)


def test_a_thing_s_page_has_a_third_of_its_former_height(
    unscripted: Chrome, whole: str
) -> None:
    with as_wide_as(fresh(unscripted), 1300):
        unscripted.get(f"{whole}doc/kazakhstan")
        script = "return document.documentElement.scrollHeight"
        height = unscripted.execute_script(script)
    assert 1_000 < height <= FORMER_HEIGHT / 3


def test_years_stand_apart_and_words_have_room_beside_their_voice(
    thing: Chrome,
) -> None:
    ticks = thing.find_elements(By.CSS_SELECTOR, "svg.timeline .tick")
    years = boxes(thing, ticks)
    assert len(years) > 2
    assert all(two.left - one.right >= 8 for one, two in pairwise(years))
    cut = thing.execute_script(_CUT)
    assert len(cut) > 10
    assert min(cut) >= 140


def test_what_is_folded_is_in_the_page(unscripted: Chrome, whole: str) -> None:
    browser = fresh(unscripted)
    browser.get(f"{whole}doc/kazakhstan")
    for section, count in (("events", 14), ("plans", 4), ("remarks", 17)):
        found = browser.find_elements(By.CSS_SELECTOR, f".company.{section}")
        assert len(found) == count
