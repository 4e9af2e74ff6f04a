"""Finding in a real Chromium: as one types, by the keyboard, and with a plain form
where there are no scripts."""

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import url_contains, url_to_be

from browsing import box, boxes, logged, needs_chromium, resize, text, wait

pytestmark = needs_chromium


def test_things_are_offered_while_one_types_and_the_keyboard_chooses(
    browser: Chrome, server: str
) -> None:
    browser.set_window_size(1300, 1000)
    browser.get(f"{server}sparql")
    box = browser.find_element(By.ID, "find")
    box.send_keys("osce sum")
    assert "OSCE summit in Astana" in text(browser, "#find-found [role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("value") == "osce sum"
    box.send_keys(Keys.ARROW_DOWN)
    wait(browser).until(lambda _: box.get_attribute("aria-expanded") == "true")
    chosen = browser.find_element(By.CSS_SELECTOR, "#find-found [role=option]")
    box.send_keys(Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert chosen.get_attribute("aria-selected") == "true"
    box.send_keys(Keys.ENTER)
    wait(browser).until(url_to_be(f"{server}doc/osce-summit-astana"))


def test_what_is_offered_can_be_clicked(browser: Chrome, server: str) -> None:
    browser.get(server)
    browser.find_element(By.ID, "find").send_keys("umar")
    browser.find_element(By.CSS_SELECTOR, "#find-found [role=option]").click()
    wait(browser).until(url_to_be(f"{server}doc/kairat-umarov"))


def test_without_scripts_the_form_finds_and_facets_are_links(
    plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, 390, 900)
    plain_browser.get(server)
    plain_browser.find_element(By.ID, "find").send_keys("kazakh", Keys.ENTER)
    wait(plain_browser).until(url_contains("/search?q=kazakh"))
    assert text(plain_browser, ".found li a") == "Kazakhstan"
    plain_browser.find_element(By.CSS_SELECTOR, "#narrow li a").click()
    wait(plain_browser).until(url_contains("kind="))
    plain_browser.find_element(By.CSS_SELECTOR, ".chips a").click()
    wait(plain_browser).until(url_to_be(f"{server}search?q=kazakh"))
    assert plain_browser.find_element(By.PARTIAL_LINK_TEXT, "as CSV").is_displayed()


@pytest.mark.parametrize(
    "path", ["search", "search?q=kazakh", "search?kind=Event&since=2010&until=2010"]
)
@pytest.mark.parametrize("width", [390, 1300])
def test_no_page_of_finding_is_too_wide_or_has_an_error(
    path: str, width: int, browser: Chrome, server: str
) -> None:
    logged(browser)
    resize(browser, width, 900)
    browser.get(server + path)
    assert text(browser, "h1")
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
    )
    assert logged(browser) == []


@pytest.mark.parametrize("width", [390, 1300])
def test_sentences_follow_a_short_list_of_things(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width, 900)
    browser.get(f"{server}search?q=osce")
    rows = browser.find_elements(By.CSS_SELECTOR, "#things ~ .found li")
    heights = [one.bottom - one.top for one in boxes(browser, rows)]
    assert len(rows) > 5
    assert max(heights) <= (95 if width == 390 else 65)
    sentence = box(browser, ".hit")
    assert sentence.top < (1250 if width == 390 else 860)
    opinion = box(browser, ".hit .opinion")
    assert opinion.top > sentence.bottom
