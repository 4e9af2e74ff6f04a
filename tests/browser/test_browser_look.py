"""The look of pages, the page of a thing and the report, in a real Chromium, as wide as
a telephone and as a desk."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    text_to_be_present_in_element,
    url_contains,
)

from browsing import (
    as_wide_as,
    box,
    boxes,
    emulate,
    is_within_window,
    needs_chromium,
    resize,
    text,
    wait,
)

pytestmark = needs_chromium
CLAIM = "claim/kazakhstan-peace-initiatives/kazcent-certification"
WIDTHS = pytest.mark.parametrize("width", [390, 1300])


@pytest.fixture
def styled(browser: Chrome) -> Iterator[Chrome]:
    yield browser
    emulate(browser)


def colours(browser: Chrome) -> tuple[str, str]:
    body = browser.find_element(By.TAG_NAME, "body")
    return body.value_of_css_property("background-color"), body.value_of_css_property(
        "color"
    )


def test_pages_are_light_or_dark_as_the_reader_likes(
    styled: Chrome, server: str
) -> None:
    styled.get(server)
    emulate(styled, prefers_color_scheme="light")
    light = colours(styled)
    emulate(styled, prefers_color_scheme="dark")
    assert colours(styled) != light
    emulate(styled, "print", prefers_color_scheme="dark")
    assert colours(styled)[0] == "rgba(255, 255, 255, 1)"
    assert not styled.find_element(By.CSS_SELECTOR, "nav.site").is_displayed()


def test_the_first_key_leads_past_the_head_of_the_page(
    browser: Chrome, server: str
) -> None:
    browser.get(f"{server}doc/kazakhstan")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.text == "Skip to the page"
    focused.send_keys(Keys.ENTER)
    wait(browser).until(url_contains("#main"))


@WIDTHS
def test_a_thing_s_page_tells_facts_events_and_remarks_without_scripts(
    width: int, plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, width, 1000)
    plain_browser.get(f"{server}doc/roman-vassilenko")
    assert text(plain_browser, ".kicker") == "person"
    assert "according to Roman Vassilenko" in text(plain_browser, ".company.says")
    plain_browser.find_element(By.LINK_TEXT, "Take it with you").click()
    assert "id/roman-vassilenko" in text(plain_browser, "[data-copy]")
    assert "Copy</button>" not in plain_browser.page_source


@WIDTHS
def test_an_iri_is_copied_by_a_button(width: int, browser: Chrome, server: str) -> None:
    resize(browser, width, 1000)
    browser.get(f"{server}doc/osce")
    browser.find_element(By.CSS_SELECTOR, "[data-copy] + button").click()
    wait(browser).until(
        text_to_be_present_in_element(
            (By.CSS_SELECTOR, "[data-copy] + button"), "Copied"
        )
    )


def test_what_a_proposal_changes_stands_beside_its_fields(
    plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, 1300, 900)
    plain_browser.get(f"{server}doc/osce-summit-astana")
    plain_browser.find_element(By.CSS_SELECTOR, ".statements summary").click()
    plain_browser.find_element(By.LINK_TEXT, "All that this statement rests on").click()
    plain_browser.find_element(By.LINK_TEXT, "Report an error").click()
    wait(plain_browser).until(url_contains("/propose?of=statement/"))
    button = plain_browser.find_element(By.CSS_SELECTOR, ".proposing button")
    assert button.rect["y"] + button.rect["height"] < 900
    plain_browser.find_element(By.CSS_SELECTOR, "[value=withdraw]").click()
    plain_browser.find_element(By.ID, "reason").send_keys("No words say so.")
    plain_browser.find_element(By.ID, "reason").submit()
    wait(plain_browser).until(url_contains("reason=No+words"))
    form = plain_browser.find_element(By.CSS_SELECTOR, ".proposing form").rect
    told = plain_browser.find_element(By.ID, "difference").rect
    assert form["x"] + form["width"] < told["x"]
    assert abs(form["y"] - told["y"]) < 40


def test_what_is_wrong_with_a_claim_fits_one_screen_and_leads_to_what_would_be_right(
    browser: Chrome, server: str
) -> None:
    resize(browser, 1300, 900)
    browser.get(f"{server}propose?of={CLAIM}")
    button = browser.find_element(By.CSS_SELECTOR, "#proposal button").rect
    assert button["y"] + button["height"] < 900
    first = browser.find_element(By.CSS_SELECTOR, "[name=part]")
    first.click()
    assert browser.switch_to.active_element.get_attribute("id") == "value"
    first.send_keys(Keys.ARROW_DOWN)
    assert browser.switch_to.active_element.get_attribute("name") == "part"


@WIDTHS
def test_a_statement_that_is_wrong_is_proposed_to_be_changed_or_reported(
    width: int, plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, width, 1000)
    plain_browser.get(f"{server}doc/osce-summit-astana")
    plain_browser.find_element(By.CSS_SELECTOR, ".statements summary").click()
    plain_browser.find_element(By.LINK_TEXT, "All that this statement rests on").click()
    plain_browser.find_element(By.LINK_TEXT, "Report an error").click()
    wait(plain_browser).until(url_contains("/propose?of=statement/"))
    plain_browser.find_element(By.CSS_SELECTOR, "[value=withdraw]").click()
    plain_browser.find_element(By.ID, "reason").send_keys("No words say so.")
    plain_browser.find_element(By.CSS_SELECTOR, ".proposing form button").click()
    wait(plain_browser).until(url_contains("reason=No+words"))
    download = plain_browser.find_element(By.CSS_SELECTOR, ".send button")
    assert (download.text, download.is_enabled()) == ("Download the proposal", True)
    plain_browser.find_element(By.LINK_TEXT, "Something else is wrong").click()
    wait(plain_browser).until(url_contains("/report?of=statement/"))
    told = plain_browser.find_element(By.TAG_NAME, "textarea").get_property("value")
    assert "Words: “" in str(told)
    assert "Release: Diplomatica 0.1.0" in str(told)


def test_a_proposal_has_what_was_filled_in_after_it_was_shown(
    browser: Chrome, server: str, tmp_path: Path
) -> None:
    saved = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", saved)
    asked = {"of": CLAIM, "part": "withdraw", "reason": "No words say so."}
    browser.get(f"{server}propose?{urlencode(asked)}")
    browser.find_element(By.ID, "by").send_keys("Anna Smith")
    browser.find_element(By.CSS_SELECTOR, ".send button").click()
    file = wait(browser).until(lambda _: next(tmp_path.glob("*.json"), Path()).name)
    made = json.loads((tmp_path / file).read_text("utf-8"))
    assert (made["by"], made["reason"]) == ("Anna Smith", "No words say so.")
    assert browser.find_element(By.ID, "downloaded").is_displayed()


def test_another_value_is_shown_before_it_is_downloaded(
    browser: Chrome, server: str
) -> None:
    asked = {"of": CLAIM, "part": "withdraw", "reason": "No words say so."}
    browser.get(f"{server}propose?{urlencode(asked)}")
    download = browser.find_element(By.CSS_SELECTOR, ".send button")
    told = browser.find_element(By.CSS_SELECTOR, ".send [role=status]")
    effect = browser.find_element(By.CSS_SELECTOR, "#difference ~ .lead")
    assert (download.is_enabled(), told.is_displayed()) == (True, False)
    assert effect.is_displayed()
    browser.find_element(By.CSS_SELECTOR, "[value=voice]").click()
    assert (download.is_enabled(), told.is_displayed()) == (False, True)
    assert "takes it up" in told.text
    assert not effect.is_displayed()


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_the_menu_of_a_release_stands_on_one_line_beside_the_search_on_a_desk(
    language: str, plain_browser: Chrome, whole: str
) -> None:
    with as_wide_as(plain_browser, 1300):
        plain_browser.get(f"{whole}network?lang={language}")
        ways = plain_browser.find_elements(By.CSS_SELECTOR, "nav.site a")
        places = boxes(plain_browser, ways)
        field = box(plain_browser, ".find input[name=q]")
        assert len({place.top for place in places}) == 1
        assert field.right - field.left > 60
        assert field.right < places[0].left
        assert is_within_window(plain_browser)
