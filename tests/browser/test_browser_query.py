"""The query page in a real Chromium, with its editor and without."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import (
    EDITOR,
    in_editor,
    logged,
    needs_chromium,
    needs_editor,
    resize,
    text,
    type_query,
    wait,
)
from conftest import serving
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from versions import folder, three

__all__ = ["folder", "three"]

pytestmark = [needs_chromium, needs_editor]
EDITOR_SOURCE = PACKAGED / "server" / "editor" / "editor.js"
WIDTHS = pytest.mark.parametrize("width", [390, 1300])
CHAIRED = "SELECT ?who ?what { ?who dip:chaired ?what }"


def press(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


@WIDTHS
def test_a_query_is_completed_and_run_by_keys_alone(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width, 1000)
    logged(browser)
    browser.get(f"{server}sparql")
    type_query(browser, "SELECT ?label { ?x a dip:Cit")
    wait(browser).until(
        lambda _: "dip:City" in in_editor(browser, "[aria-selected=true]").text
    )
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
    )
    # too quick a key is not meant for the list
    ActionChains(browser).pause(0.3).send_keys(Keys.ENTER).perform()
    assert "dip:City" in in_editor(browser, ".cm-content").text
    press(browser, " ; rdfs:label ?label ")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
        Keys.CONTROL
    ).perform()
    assert text(browser, "td") == "Astana"
    assert logged(browser) == []


@WIDTHS
def test_a_thing_is_completed_by_its_name(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width, 1000)
    logged(browser)
    browser.get(f"{server}sparql")
    type_query(browser, "DESCRIBE naza")
    listed = "li[id]:nth-of-type(1)"
    wait(browser).until(
        lambda _: "Nazarbayev" in in_editor(browser, ".cm-tooltip-autocomplete").text
    )
    assert in_editor(browser, listed).text.startswith(":")
    ActionChains(browser).pause(0.3).send_keys(Keys.ENTER).perform()
    assert "DESCRIBE :" in in_editor(browser, ".cm-content").text
    assert logged(browser) == []


@WIDTHS
def test_an_answer_to_the_query_before_says_so_as_soon_as_another_is_typed(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width, 1000)
    browser.get(f"{server}sparql?query={quote(CHAIRED)}")
    answer = browser.find_element(By.CSS_SELECTOR, ".answer")
    notice = browser.find_element(By.CSS_SELECTOR, ".query ~ .notice")
    assert not notice.is_displayed()
    in_editor(browser, ".cm-content").click()
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.END).key_up(
        Keys.CONTROL
    ).send_keys(" LIMIT 1").perform()
    wait(browser).until(lambda _: notice.is_displayed())
    assert notice.text.startswith("The query was changed: what follows answers")
    assert float(answer.value_of_css_property("opacity")) < 0.5
    press(browser, *[Keys.BACKSPACE] * len(" LIMIT 1"))
    wait(browser).until(lambda _: not notice.is_displayed())
    assert answer.value_of_css_property("opacity") == "1"


def test_tab_leads_out_of_the_editor(browser: Chrome, server: str) -> None:
    browser.get(f"{server}sparql")
    in_editor(browser, ".cm-content").click()
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Run"


@WIDTHS
def test_a_fault_is_marked_on_its_line(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width, 1000)
    browser.get(
        f"{server}sparql?query="
        + quote("SELECT ?x {\n  ?x a dip:State ; ; dip:y . . }\n# end")
    )
    assert "?x a dip:State" in in_editor(browser, ".cm-fault").text
    assert in_editor(browser, ".cm-fault-here").text
    assert "There is no answer" in text(browser, "main")


@WIDTHS
def test_an_example_is_found_and_run_and_a_row_tells_why(
    width: int, browser: Chrome, server: str
) -> None:
    resize(browser, width, 1000)
    browser.get(f"{server}sparql")
    browser.find_element(By.CSS_SELECTOR, "#examples input").send_keys("WORDS chaired")
    shown = [
        one
        for one in browser.find_elements(By.CSS_SELECTOR, "#examples li")
        if one.is_displayed()
    ]
    links = [one.find_element(By.TAG_NAME, "a") for one in shown]
    assert [one.text for one in links] == ["Who chaired what, and which words say so?"]
    links[0].click()
    assert (
        browser.find_element(By.LINK_TEXT, "Kazakhstan").get_attribute("href")
        == f"{server}id/kazakhstan"
    )
    browser.find_element(By.CSS_SELECTOR, ".marks a").click()
    wait(browser).until(url_contains("/statement/"))
    assert "chaired" in text(browser, "main")


def test_the_link_to_a_query_asks_it_again(browser: Chrome, server: str) -> None:
    browser.get(f"{server}sparql?query={quote(CHAIRED)}")
    browser.find_element(By.CSS_SELECTOR, "details.formats summary").click()
    link = text(browser, "[data-copy]")
    browser.get(link)
    assert "chaired" in text(browser, ".marks")


@WIDTHS
def test_without_scripts_a_text_box_does_all(
    width: int, plain_browser: Chrome, server: str
) -> None:
    resize(plain_browser, width, 1000)
    plain_browser.get(f"{server}sparql")
    box = plain_browser.find_element(By.ID, "query")
    box.clear()
    box.send_keys("SELECT ?who { ?who dip:chaired ; }")
    plain_browser.find_element(By.CSS_SELECTOR, "main form button").click()
    assert "^" in text(plain_browser, ".place")
    box = plain_browser.find_element(By.ID, "query")
    assert box.get_attribute("value") == "SELECT ?who { ?who dip:chaired ; }"
    box.clear()
    box.send_keys(CHAIRED)
    plain_browser.find_element(By.CSS_SELECTOR, "main form button").click()
    plain_browser.find_element(By.CSS_SELECTOR, ".marks a").click()
    wait(plain_browser).until(url_contains("/statement/"))


@pytest.mark.skipif(
    EDITOR.is_file() and EDITOR.stat().st_mtime < EDITOR_SOURCE.stat().st_mtime,
    reason="the editor was packed before its source changed: make editor",
)
def test_a_bracket_that_is_closed_already_is_typed_over(
    browser: Chrome, server: str
) -> None:
    browser.get(f"{server}sparql")
    type_query(browser, "ASK {")
    press(browser, Keys.ENTER, "{ ?s ?p ?o", Keys.ENTER, "}", Keys.ENTER, "}")
    query = str(browser.find_element(By.ID, "query").get_property("value"))
    assert query.split() == ["ASK", "{", "{", "?s", "?p", "?o", "}", "}"]
    assert query.endswith("\n}")
    press(browser, " }")
    query = str(browser.find_element(By.ID, "query").get_property("value"))
    assert query.count("}") == 3  # one too many is not kept from anybody


@pytest.fixture(scope="module")
def of_three(three: list[Release]) -> Iterator[str]:
    """The address of a server of three releases."""
    with serving(three[2]) as (_, address):
        yield address


def test_what_was_typed_and_not_run_goes_along_to_another_release(
    browser: Chrome, of_three: str
) -> None:
    browser.get(f"{of_three}sparql")
    type_query(browser, "ASK { ?s ?p 47 }")
    browser.find_element(By.CSS_SELECTOR, "[data-asks] a").click()
    wait(browser).until(url_contains("/release/0.2.0/sparql"))
    assert "ASK { ?s ?p 47 }" in in_editor(browser, ".cm-content").text
