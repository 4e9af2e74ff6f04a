"""The network in a real Chromium, as wide as a telephone and as a desk, without scripts."""

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import (
    as_wide_as,
    box,
    emulate,
    is_within_window,
    logged,
    needs_chromium,
    text,
    wait,
)

pytestmark = needs_chromium
_PARTS = """
return [...document.querySelectorAll(".links :is(th, td, summary, summary > *)")].map(
  (one) => ({
    words: one.textContent,
    right: one.getBoundingClientRect().right,
    isCut: one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display != "inline",
  }));
"""
WIDTHS = pytest.mark.parametrize("width", [500, 1300])


def outside(browser: Chrome) -> list[str]:
    """The names in the picture that do not stand whole within the window."""
    return [
        one.text
        for one in browser.find_elements(By.CSS_SELECTOR, ".network text")
        if one.rect["x"] < 0
        or one.rect["x"] + one.rect["width"] > browser.get_window_size()["width"]
    ]


@WIDTHS
def test_what_connects_two_is_found_by_keyboard(
    width: int, plain_browser: Chrome, server: str
) -> None:
    plain_browser.set_window_size(width, 1000)
    plain_browser.get(f"{server}network")
    assert not outside(plain_browser)
    plain_browser.find_element(By.ID, "from").send_keys("Kazakhstan")
    plain_browser.find_element(By.ID, "to").send_keys("osce", Keys.ENTER)
    wait(plain_browser).until(url_contains("to=osce"))
    assert text(plain_browser, "h1").startswith("What connects Kazakhstan and")
    assert "chaired" in text(plain_browser, ".way")
    assert not logged(plain_browser)


@WIDTHS
def test_a_name_in_the_picture_leads_to_its_neighbours_and_on_to_its_page(
    width: int, plain_browser: Chrome, server: str
) -> None:
    plain_browser.set_window_size(width, 1000)
    plain_browser.get(f"{server}network")
    plain_browser.find_element(
        By.CSS_SELECTOR, '.network a[href$="thing=kazakhstan"]'
    ).send_keys(Keys.ENTER)
    wait(plain_browser).until(url_contains("thing=kazakhstan"))
    assert text(plain_browser, "h1") == "Around Kazakhstan"
    assert not outside(plain_browser)
    plain_browser.find_element(By.LINK_TEXT, "All that is said of Kazakhstan").click()
    wait(plain_browser).until(url_contains("/doc/kazakhstan"))
    assert text(plain_browser, "#neighbours") == "Its neighbours"
    assert not logged(plain_browser)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_a_telephone_the_network_is_a_list(
    colours: str, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, 390):
        emulate(plain_browser, prefers_color_scheme=colours)
        plain_browser.get(f"{server}network")
        for one in (".drawn", ".of-lines"):
            assert not plain_browser.find_element(By.CSS_SELECTOR, one).is_displayed()
        link = plain_browser.find_element(
            By.CSS_SELECTOR, '.listed a[href$="thing=kazakhstan"]'
        )
        place = box(plain_browser, link)
        assert place.bottom - place.top >= 24
        assert is_within_window(plain_browser)
        link.click()
        wait(plain_browser).until(url_contains("thing=kazakhstan"))


def test_the_same_in_words_is_not_cut_off_on_a_telephone(
    plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, 390):
        plain_browser.get(f"{server}network")
        parts = plain_browser.execute_script(_PARTS)
    assert len(parts) > 50
    assert [one for one in parts if one["right"] > 390 or one["isCut"]] == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_what_is_not_linked_with_a_name_fades_beside_it(
    colours: str, browser: Chrome, server: str
) -> None:
    with as_wide_as(browser, 1300):
        emulate(browser, prefers_color_scheme=colours)
        browser.get(f"{server}network")
        name = browser.find_element(By.CSS_SELECTOR, 'a[data-node="india"]')
        ActionChains(browser).move_to_element(name).perform()
        lines = browser.find_elements(By.CSS_SELECTOR, ".network path")
        near = [one for one in lines if "india" in str(one.get_attribute("data-ends"))]
        assert 0 < len(near) < len(lines)
        opaque = [one for one in lines if one.value_of_css_property("opacity") == "1"]
        assert opaque == near


@pytest.mark.parametrize(("width", "most"), [(390, 260), (1300, 110)])
def test_what_is_asked_takes_little_room_above_the_picture(
    width: int, most: int, plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, width):
        plain_browser.get(f"{server}network")
        asking = plain_browser.find_element(By.CSS_SELECTOR, ".asking")
        assert asking.rect["height"] < most
        fields = asking.find_elements(By.TAG_NAME, "input")
        assert min(field.rect["width"] for field in fields) > (
            170 if width == 390 else 90
        )
        for form in asking.find_elements(By.TAG_NAME, "form"):
            button = form.find_element(By.TAG_NAME, "button").rect
            field = form.find_elements(By.TAG_NAME, "input")[-1].rect
            assert abs(button["y"] - field["y"]) < 4
            assert button["x"] >= field["x"] + field["width"]
            assert field["width"] > 90


def test_the_fields_for_names_are_equally_wide_and_hold_a_long_one(
    plain_browser: Chrome, server: str
) -> None:
    with as_wide_as(plain_browser, 1300, 900):
        plain_browser.get(f"{server}network")
        fields = ("from", "to", "thing")
        widths = [
            plain_browser.find_element(By.ID, one).rect["width"] for one in fields
        ]
    assert max(widths) - min(widths) < 40
    assert min(widths) >= 180
    assert widths[0] == widths[1]
