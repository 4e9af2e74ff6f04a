"""The timeline in a real Chromium that runs no scripts, as wide as a telephone and as a desk."""

from itertools import combinations, pairwise

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import url_contains, url_to_be
from selenium.webdriver.support.select import Select

from browsing import (
    as_wide_as,
    emulate,
    is_within_window,
    logged,
    needs_chromium,
    resize,
    text,
    wait,
)

pytestmark = needs_chromium
# WebDriver takes what is in a closed <details> for hidden, whatever its style says.
_SEEN = "return arguments[0].checkVisibility({contentVisibilityAuto: true})"
_CUT = """
return arguments[0].filter((one) => {
  const room = one.width.baseVal.value;
  const words = one.querySelector(".meaning").getBBox();
  return words.x + words.width > room;
}).map((one) => one.textContent);"""
WIDTHS = pytest.mark.parametrize("width", [390, 1300])


def boxes(browser: Chrome, selector: str) -> list[tuple[float, float, float, float]]:
    """The places of all elements that a selector finds, as left, top, right and bottom."""
    places = [element.rect for element in found(browser, selector)]
    return [
        (one["x"], one["y"], one["x"] + one["width"], one["y"] + one["height"])
        for one in places
    ]


def found(browser: Chrome, selector: str) -> list[WebElement]:
    """All elements that a selector finds, of the picture that is in sight at this width."""
    script = "return arguments[0].filter((one) => one.checkVisibility())"
    return list(
        browser.execute_script(script, browser.find_elements(By.CSS_SELECTOR, selector))
    )


@WIDTHS
def test_nothing_overlaps_and_nothing_is_cut_off(
    width: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width, 1000):
        plain_browser.get(f"{server}timeline")
        texts = boxes(plain_browser, "svg.timeline text:not(:empty)")
        frame = boxes(plain_browser, "svg.timeline")[0]
        marks = boxes(plain_browser, "svg.timeline .bar")
        assert is_within_window(plain_browser)
    assert len(texts) > 6
    assert all(
        frame[0] - 1 <= left and right <= frame[2] + 1 and bottom <= frame[3]
        for left, _, right, bottom in texts
    )
    for one, other in combinations([*texts, *marks], 2):
        apart = (
            one[2] <= other[0] + 1
            or other[2] <= one[0] + 1
            or one[3] <= other[1] + 3
            or other[3] <= one[1] + 3
        )
        assert apart, (one, other)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_bars_have_the_colours_that_the_legend_above_them_tells(
    colours: str, plain_browser: Chrome, server: str
) -> None:
    emulate(plain_browser, prefers_color_scheme=colours)
    plain_browser.get(f"{server}timeline")
    kinds = found(plain_browser, "svg.timeline > svg")
    legend = {
        one.text: one.find_element(By.CSS_SELECTOR, ".bar") for one in kinds if one.text
    }
    (link,) = found(plain_browser, "svg.timeline a[href$=osce-summit-astana]")
    bar = link.find_element(By.XPATH, "following-sibling::*[contains(@class, 'bar')]")
    meeting, act = legend["meeting"], legend["act"]
    assert bar.value_of_css_property("stroke") == meeting.value_of_css_property(
        "stroke"
    )
    assert act.value_of_css_property("stroke") != meeting.value_of_css_property(
        "stroke"
    )
    assert meeting.rect["y"] < link.rect["y"]


def test_a_choice_is_made_without_scripts_and_leads_to_a_thing(
    plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, 390, 1000)
    plain_browser.get(f"{server}timeline")
    plain_browser.find_element(By.CSS_SELECTOR, ".choice > summary").click()
    Select(plain_browser.find_element(By.ID, "kind")).select_by_value("Summit")
    plain_browser.find_element(By.CSS_SELECTOR, ".choose button").click()
    wait(plain_browser).until(url_contains("kind=Summit"))
    assert text(plain_browser, "svg.timeline .when") == "1999"
    plain_browser.find_element(By.CSS_SELECTOR, "svg.timeline a:last-of-type").click()
    wait(plain_browser).until(url_to_be(f"{server}doc/osce-summit-astana"))
    assert "December 2010" in text(plain_browser, "section[aria-labelledby=time] svg")


def test_what_is_printed_is_the_picture_and_not_the_form(
    browser: Chrome, server: str
) -> None:
    browser.get(f"{server}timeline")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not browser.find_element(By.CLASS_NAME, "choose").is_displayed()
        assert len(found(browser, "svg.timeline")) == 1
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_picture_by_itself_is_drawn_in_its_colours(
    browser: Chrome, server: str
) -> None:
    logged(browser)
    browser.get(f"{server}timeline.svg")
    bar = browser.find_element(By.CSS_SELECTOR, ".bar")
    assert bar.value_of_css_property("stroke") == "rgb(168, 116, 0)"
    assert logged(browser) == []


@WIDTHS
def test_every_row_has_a_mark_that_can_be_seen(
    width: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width, 844):
        plain_browser.get(f"{server}timeline")
        marks = boxes(plain_browser, "svg.timeline > .bar")
        rows = boxes(plain_browser, "svg.timeline a")
        named = [one.text for one in found(plain_browser, "svg.timeline a")]
    assert len(marks) == len(rows) == len(found(plain_browser, ".times tbody tr"))
    assert min(right - left for left, _, right, _ in marks) >= 6
    assert "Kazakhstan’s chairmanship of the OSCE" in named


def test_a_row_is_two_lines_at_most_on_a_desk_and_its_whole_label_beside_the_axis(
    plain_browser: Chrome, whole: str
) -> None:
    with as_wide_as(plain_browser, 1300, 900):
        plain_browser.get(f"{whole}timeline")
        labels = boxes(plain_browser, "svg.timeline .label")
        marks = boxes(plain_browser, "svg.timeline > .bar")
        axis = boxes(plain_browser, "svg.timeline > .line")[0]
        told = [one.text for one in found(plain_browser, "svg.timeline .label")]
    assert len(labels) == len(marks) == 24
    for label, mark in zip(labels, marks, strict=True):
        assert label[1] <= (mark[1] + mark[3]) / 2 <= label[3]
        assert label[2] <= axis[0]
    steps = {round(two[1] - one[1]) for one, two in pairwise(marks)}
    assert max(steps) <= 48
    assert max(label[3] - label[1] for label in labels) < 44
    assert not any(one.endswith("…") for one in told)
    assert (
        "adoption of the declaration of the Fifth Congress of Leaders of World "
        "and Traditional Religions"
    ) in told


def test_a_telephone_has_each_label_whole_above_its_mark(
    plain_browser: Chrome, whole: str
) -> None:
    with as_wide_as(plain_browser, 390, 844):
        plain_browser.get(f"{whole}timeline")
        labels = boxes(plain_browser, "svg.timeline .label")
        marks = boxes(plain_browser, "svg.timeline > .bar")
    assert len(labels) == len(marks) == 24
    for label, mark in zip(labels, marks, strict=True):
        assert label[3] <= mark[1] + 3


@WIDTHS
def test_the_picture_begins_on_the_first_screen_with_its_key(
    width: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width, 844):
        plain_browser.get(f"{server}timeline")
        first = boxes(plain_browser, "svg.timeline a")[0]
        key = [one for one in found(plain_browser, "svg.timeline > svg") if one.text]
        meanings = {one.text for one in key}
        form = plain_browser.find_element(By.CLASS_NAME, "choose")
        is_open = plain_browser.execute_script(_SEEN, form)
        held = [one.rect["x"] + one.rect["width"] for one in key]
    assert {"some time within", "beginning not told", "on this day"} <= meanings
    assert all(one.rect["y"] < first[1] for one in key)
    assert first[3] < 844
    assert is_open == (width == 1300)
    assert max(held) <= width


@WIDTHS
@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_no_meaning_in_the_key_is_cut_off(
    language: str, width: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width, 844):
        plain_browser.get(f"{server}timeline?lang={language}")
        cells = found(plain_browser, "svg.timeline > svg:has(.meaning)")
        cut = plain_browser.execute_script(_CUT, cells)
    assert len(cells) > 5
    assert cut == []


def test_what_has_no_time_is_counted_above_and_listed_below(
    plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, 390, 844):
        plain_browser.get(f"{server}timeline")
        told = plain_browser.find_element(By.CSS_SELECTOR, "a[href='#undated']")
        count = int(told.text.split()[0])
        told.click()
        listed = found(plain_browser, "#undated ~ .things li")
        assert (
            plain_browser.execute_script(
                "return document.querySelector('#undated').getBoundingClientRect().top"
            )
            < 844
        )
    assert len(listed) == count > 0
