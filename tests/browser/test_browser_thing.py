"""A thing's page answers within a screen, and its words are a line each, in a real Chromium."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from selenium.webdriver import Chrome, Keys
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
# How wide those words beside events are that fill more than a line.
_ROOM = """
const all = document.querySelectorAll(".events .folded summary > :is(q, .words)");
return [...all].filter((one) => one.clientHeight > 30).map((one) => one.clientWidth);
"""
# Closed words whose end is out of sight, and what a reader sees of that; and those that
# are cut beside empty room.
_HIDDEN = """
const all = document.querySelectorAll(".folded summary > :is(q, .words)");
const words = [...all].filter((one) => one.checkVisibility());
const cut = words.filter((one) =>
  one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 2);
const isTold = (one) => {
  const {textOverflow, webkitLineClamp} = getComputedStyle(one);
  return textOverflow === "ellipsis" || webkitLineClamp !== "none";
};
const side = (of) => of.getBoundingClientRect().right;
const isFull = (one) =>
  side(one.parentElement) - Math.max(...[...one.parentElement.children].map(side)) < 24;
const untold = cut.filter((one) => !isTold(one)), early = cut.filter((one) => !isFull(one));
return [words, cut, untold, early].map((some) => some.length);
"""
_IS_CUT = """
const words = arguments[0].querySelector("q");
return words !== null && words.scrollHeight > words.clientHeight + 2;
"""
_OPEN_ALL = """
document.querySelectorAll(".folded details").forEach((one) => { one.open = true; });
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


def test_words_are_two_lines_at_most_until_they_are_opened(thing: Chrome) -> None:
    found = thing.find_elements(By.CSS_SELECTOR, ".folded summary > :is(q, .words)")
    lines = boxes(thing, [one for one in found if one.is_displayed()])
    heights = [line.bottom - line.top for line in lines]
    assert len(heights) > 20
    assert max(heights) < 44
    closed = thing.find_element(By.CSS_SELECTOR, ".statements .folded summary > q")
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
    room = thing.execute_script(_ROOM)
    assert len(room) > 10
    assert min(room) >= 140


def test_what_is_folded_is_in_the_page(unscripted: Chrome, whole: str) -> None:
    browser = fresh(unscripted)
    browser.get(f"{whole}doc/kazakhstan")
    for section, count in (("events", 14), ("plans", 4), ("remarks", 17)):
        found = browser.find_elements(By.CSS_SELECTOR, f".company.{section}")
        assert len(found) == count


@pytest.mark.parametrize("width", [390, 1300])
@pytest.mark.parametrize("page", ["doc/kazakhstan", "timeline"])
def test_cut_words_show_it_and_open_in_place(
    page: str, width: int, unscripted: Chrome, whole: str
) -> None:
    with as_wide_as(fresh(unscripted), width):
        unscripted.get(f"{whole}{page}")
        count, cut, without_sign, beside_room = unscripted.execute_script(_HIDDEN)
        assert count >= cut > 0
        assert without_sign == 0
        if width == 1300:
            assert beside_room == 0
        unscripted.execute_script(_OPEN_ALL)
        assert unscripted.execute_script(_HIDDEN)[:2] == [count, 0]


@pytest.mark.parametrize("width", [390, 1300])
def test_cut_words_open_by_keyboard_without_scripts(
    width: int, unscripted: Chrome, whole: str
) -> None:
    with as_wide_as(fresh(unscripted), width):
        unscripted.get(f"{whole}doc/kazakhstan")
        lines = unscripted.find_elements(By.CSS_SELECTOR, ".events .folded summary")
        line = next(one for one in lines if unscripted.execute_script(_IS_CUT, one))
        line.send_keys(Keys.ENTER)
        assert unscripted.switch_to.active_element == line
        words = line.find_element(By.CSS_SELECTOR, "q")
        sizes = "return [arguments[0].scrollWidth, arguments[0].clientWidth]"
        whole_width, seen = unscripted.execute_script(sizes, words)
        assert whole_width <= seen
        assert not unscripted.execute_script(_IS_CUT, line)
        assert is_within_window(unscripted)


def test_each_row_of_others_has_its_words_beside_its_name(
    unscripted: Chrome, whole: str
) -> None:
    with as_wide_as(fresh(unscripted), 1300):
        unscripted.get(f"{whole}doc/kazakhstan")
        for row in unscripted.find_elements(By.CSS_SELECTOR, ".company"):
            if not row.is_displayed():
                continue
            name, words = boxes(
                unscripted, row.find_elements(By.CSS_SELECTOR, "h3, .folded")
            )
            assert words.left >= name.right - 1
            assert abs(words.top - name.top) < 8
