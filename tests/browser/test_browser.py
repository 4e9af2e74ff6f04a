"""The pages in a real Chromium, headless."""

from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import (
    chromium,
    needs_chromium,
    needs_editor,
    text,
    type_query,
    wait,
)
from conftest import ARTICLE
from processes import family, until

pytestmark = needs_chromium


def test_a_thing_opens_as_a_page_that_shows_the_words_behind_each_triple(
    browser: Chrome, server: str
) -> None:
    browser.get(f"{server}id/osce-summit-astana")
    assert browser.current_url == f"{server}doc/osce-summit-astana"
    assert text(browser, "h1") == "OSCE summit in Astana"
    statements = browser.find_elements(By.CSS_SELECTOR, ".statement")
    texts = [one.text for one in statements]
    at = next(at for at, one in enumerate(texts) if one.startswith("location"))
    assert "Astana" in texts[at]
    # Of facts with one reason, the first shows it.
    while "as above" in texts[at]:
        at -= 1
    assert "The OSCE summit was held in Astana in December 2010" in texts[at]
    statements[at].find_element(By.TAG_NAME, "summary").click()
    assert "— the author" in statements[at].text


def test_from_the_words_one_comes_to_the_article_and_the_claim(
    browser: Chrome, server: str
) -> None:
    browser.get(f"{server}doc/kairat-umarov")
    told = "//*[@class='why claim folded']/details[.//a[contains(., '¶ 2')]]/summary"
    browser.find_element(By.XPATH, told).click()
    browser.find_element(By.PARTIAL_LINK_TEXT, "¶ 2").click()
    wait(browser).until(url_contains(f"{server}article/{ARTICLE}?claim="))
    browser.find_element(By.LINK_TEXT, "The page of this claim").click()
    wait(browser).until(url_contains(f"/claim/{ARTICLE}/"))
    assert text(browser, ".kicker") == "Claim"
    assert text(browser, "h1").startswith("“")


def test_the_front_page_leads_to_an_example_and_its_rows(
    browser: Chrome, server: str
) -> None:
    browser.get(server)
    browser.find_element(
        By.LINK_TEXT, "Who chaired what, and which words say so?"
    ).click()
    assert "finale of Kazakhstan’s chairmanship mission" in text(browser, "table")


@needs_editor
def test_a_query_can_be_typed_and_run(browser: Chrome, server: str) -> None:
    browser.get(f"{server}sparql")
    type_query(browser, "SELECT ?label { ?x a dip:City ; rdfs:label ?label }")
    browser.find_element(By.CSS_SELECTOR, "main form button").click()
    assert text(browser, "td") == "Astana"


def test_the_address_of_a_term_leads_to_its_documentation(
    browser: Chrome, server: str
) -> None:
    browser.get(f"{server}ontology#Summit")
    assert "A meeting of heads of state" in text(browser, ":target")
    top = browser.execute_script(
        "return document.querySelector(':target').getBoundingClientRect().top"
    )
    assert 0 <= top < 200


def test_a_browser_that_is_no_longer_needed_is_gone(tmp_path: Path) -> None:
    with chromium(tmp_path) as browser:
        browser.get("about:blank")
        assert browser.service.process is not None
        started = family(browser.service.process.pid)
        assert len(started) > 2
    until(lambda: not any(Path(f"/proc/{one}").exists() for one in started))
