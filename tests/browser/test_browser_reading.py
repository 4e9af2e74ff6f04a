"""The reading room in a real Chromium, with and without JavaScript, on a telephone and
on a desk."""

from itertools import pairwise

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import (
    as_wide_as,
    box,
    boxes,
    emulate,
    has,
    is_within_window,
    logged,
    needs_chromium,
    resize,
    text,
    wait,
)
from conftest import ARTICLE

pytestmark = needs_chromium
_MARKED = ".paragraph mark.remark"
# Each letter that is marked: how it looks, and where in the text it stands.
_LETTERS = """
const letters = [];
let place = 0;
for (const line of document.querySelectorAll(".paragraph > p")) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const mark = walker.currentNode.parentElement.closest("mark");
    for (const _ of walker.currentNode.data) {
      if (mark) letters.push([mark.className, place]);
      place += 1;
    }
  }
}
return letters;
"""
_TOO_WIDE = """
const parts = [...document.querySelectorAll(".panel, .panel details, .panel form")];
return parts.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className);
"""


def test_without_scripts_words_lead_to_what_they_state_and_back(
    plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, 390, 900)
    plain_browser.get(f"{server}article/{ARTICLE}")
    plain_browser.find_element(By.PARTIAL_LINK_TEXT, "The OSCE summit was held").click()
    wait(plain_browser).until(url_contains("?claim=osce-finale#p27"))
    assert "OSCE summit in Astana" in text(plain_browser, ".panel")
    words, told = (
        plain_browser.find_element(By.CSS_SELECTOR, one).rect
        for one in ("#p27", ".panel")
    )
    assert told["y"] >= words["y"] + words["height"]
    plain_browser.find_element(By.LINK_TEXT, "Back to the text").click()
    wait(plain_browser).until(
        lambda driver: driver.current_url == f"{server}article/{ARTICLE}#p27"
    )


def test_chosen_words_stay_where_they_were(browser: Chrome, server: str) -> None:
    browser.set_window_size(1300, 1000)
    browser.get(f"{server}article/{ARTICLE}")
    words = browser.find_element(By.PARTIAL_LINK_TEXT, "The OSCE summit was held")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", words)
    place = "return document.querySelector('#p27').getBoundingClientRect().top"
    before = browser.execute_script(place)
    words.send_keys(Keys.ENTER)
    wait(browser).until(url_contains("?claim=osce-finale#p27"))
    wait(browser).until(
        lambda driver: driver.find_elements(By.CSS_SELECTOR, "mark.chosen")
    )
    assert abs(browser.execute_script(place) - before) < 2
    assert browser.switch_to.active_element.text == "What these words state"
    browser.back()
    wait(browser).until(lambda driver: not has(driver, "mark.chosen"))
    assert text(browser, ".panel h2") == "What to mark"


def test_chosen_words_are_lit_under_the_pointer_too(
    browser: Chrome, server: str
) -> None:
    browser.set_window_size(1300, 1000)
    browser.get(f"{server}article/{ARTICLE}?claim=osce-finale#p27")
    words = browser.find_element(By.CSS_SELECTOR, "mark.chosen > a")
    ActionChains(browser).move_to_element(words).perform()
    assert words.value_of_css_property("text-decoration-line") == "none"
    assert words.value_of_css_property("background-color") == "rgba(0, 0, 0, 0)"


def test_what_is_ticked_on_a_telephone_is_marked_in_sight(
    browser: Chrome, server: str
) -> None:
    with as_wide_as(browser, 390, 844):
        browser.get(f"{server}article/{ARTICLE}")
        browser.find_element(By.CSS_SELECTOR, '.toggle[href*="remarks"]').click()
        wait(browser).until(
            lambda driver: driver.find_elements(By.CSS_SELECTOR, "mark.remark a")
        )
        wait(browser).until(lambda driver: 0 <= box(driver, _MARKED).top < 844)


def test_a_filter_is_an_address(browser: Chrome, server: str) -> None:
    browser.get(f"{server}article/{ARTICLE}")
    browser.find_element(By.CSS_SELECTOR, ".marking summary").click()
    browser.find_element(
        By.CSS_SELECTOR, "select[name=show] option[value=remarks]"
    ).click()
    wait(browser).until(url_contains("?show=remarks"))
    wait(browser).until(
        lambda driver: driver.find_elements(By.CSS_SELECTOR, "mark.remark")
    )


@pytest.mark.parametrize("width", [390, 1000, 1300])
def test_no_part_of_the_panel_is_wider_than_the_panel(
    width: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width):
        plain_browser.get(f"{server}article/{ARTICLE}?show=remarks")
        assert box(plain_browser, ".filters select").right > 0
        assert plain_browser.execute_script(_TOO_WIDE) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1300])
def test_the_text_is_plain_until_a_kind_is_switched_on(
    width: int, colours: str, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width):
        emulate(plain_browser, prefers_color_scheme=colours)
        plain_browser.get(f"{server}article/{ARTICLE}")
        words = plain_browser.find_element(By.CSS_SELECTOR, "#p27 a.fact")
        assert words.value_of_css_property("text-decoration-line") == "none"
        assert not has(plain_browser, ".paragraph mark")
        plain_browser.find_element(By.CSS_SELECTOR, ".toggle").click()
        wait(plain_browser).until(url_contains("?show=facts"))
        lit = plain_browser.find_element(By.CSS_SELECTOR, "#p27 mark.fact")
        clear = "rgba(0, 0, 0, 0)"
        assert lit.value_of_css_property("background-color") != clear


@pytest.mark.parametrize("width", [390, 1300])
def test_the_strip_has_a_cell_for_each_sentence_before_or_beside_the_text(
    width: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width):
        plain_browser.get(f"{server}article/{ARTICLE}")
        cells = plain_browser.find_elements(By.CSS_SELECTOR, ".strip a")
        places = boxes(plain_browser, cells)
        first = box(plain_browser, ".paragraph")
        assert all(round(one.right - one.left) == 24 for one in places)
        if width == 390:
            assert all(one.bottom <= first.top for one in places)
        else:
            assert all(one.left >= first.right for one in places)
            assert places[0].top < 450
        assert not any(one.overlaps(other) for one, other in pairwise(places))
        assert is_within_window(plain_browser)


@pytest.mark.parametrize(("width", "least"), [(390, 1060), (1300, 320)])
def test_the_text_begins_high(
    width: int, least: int, plain_browser: Chrome, whole: str
) -> None:
    with as_wide_as(plain_browser, width):
        plain_browser.get(f"{whole}article/{ARTICLE}")
        words = box(plain_browser, ".paragraph > p")
        assert box(plain_browser, "h1").bottom < words.top < least


@pytest.mark.parametrize("width", [390, 1300])
def test_who_speaks_is_folded_where_there_is_little_room_and_opens(
    width: int, plain_browser: Chrome, whole: str
) -> None:
    with as_wide_as(plain_browser, width):
        plain_browser.get(f"{whole}article/{ARTICLE}")
        chip = "//aside//a[starts-with(., 'Kairat Umarov')]"
        speaker = plain_browser.find_element(By.XPATH, chip)
        seen = "return arguments[0].checkVisibility()"
        assert plain_browser.execute_script(seen, speaker) == (width == 1300)
        if width == 390:
            summary = ".side .choice > summary"
            plain_browser.find_element(By.CSS_SELECTOR, summary).send_keys(Keys.ENTER)
            assert plain_browser.execute_script(seen, speaker)


@pytest.mark.parametrize("width", [390, 1300])
def test_what_stands_within_an_opinion_does_not_look_like_a_fact(
    width: int, plain_browser: Chrome, whole: str
) -> None:
    with as_wide_as(plain_browser, width):
        look = {}
        for kind in ("facts", "remarks", "plans"):
            plain_browser.get(f"{whole}article/{ARTICLE}?show={kind}")
            look[kind] = plain_browser.execute_script(_LETTERS)
        assert {kind for kind, _ in look["facts"]} == {"fact"}
        facts, remarks = (
            {place for _, place in look[kind]} for kind in ("facts", "remarks")
        )
        assert facts
        assert remarks
        assert facts.isdisjoint(remarks)


@pytest.mark.parametrize("width", [390, 1300])
@pytest.mark.parametrize(
    "state",
    [
        "",
        "?claim=osce-finale#p27",
        "?thing=kazakhstan",
        "?show=remarks",
        "?kind=Summit",
    ],
)
def test_no_state_is_wider_than_its_window_or_has_an_error(
    state: str, width: int, browser: Chrome, server: str
) -> None:
    logged(browser)
    resize(browser, width, 900)
    browser.get(f"{server}article/{ARTICLE}{state}")
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
    )
    assert logged(browser) == []
