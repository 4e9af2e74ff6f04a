"""What somebody finds by clicking who knows the article but no SPARQL, without scripts,
on a telephone and a desk."""

import csv
import io
import urllib.request

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import (
    box,
    in_editor,
    needs_chromium,
    needs_editor,
    resize,
    text,
    wait,
)

pytestmark = needs_chromium


@pytest.fixture(params=[390, 1300])
def reader(plain_browser: Chrome, whole: str, request: pytest.FixtureRequest) -> Chrome:
    resize(plain_browser, request.param, 1000)
    plain_browser.get(whole)
    return plain_browser


def find(reader: Chrome, words: str) -> None:
    reader.find_element(By.NAME, "q").send_keys(f"{words}\n")
    wait(reader).until(url_contains("/search?q="))


def follow(reader: Chrome, name: str) -> None:
    before = reader.current_url
    reader.find_element(By.LINK_TEXT, name).click()
    wait(reader).until(lambda driver: driver.current_url != before)


def test_who_proposed_g_global_when_and_in_which_words(reader: Chrome) -> None:
    find(reader, "g global")
    follow(reader, "G-Global")
    assert "Nursultan Nazarbayev" in text(reader, ".statements")
    events = [
        one.text for one in reader.find_elements(By.CSS_SELECTOR, ".company.events")
    ]
    (proposal,) = (one for one in events if one.startswith("proposal of G-Global\n"))
    assert "December 2011" in proposal
    assert (
        "in December 2011 President Nazarbayev proposed creating a new communicative platform"
        in proposal
    )


def test_what_is_said_by_whom_about_the_president_s_role(reader: Chrome) -> None:
    find(reader, "President's role")
    follow(reader, "10 opinions")
    remarks = [
        one.text for one in reader.find_elements(By.CSS_SELECTOR, ".company.remarks")
    ]
    assert len(remarks) >= 10
    assert all("— " in one for one in remarks)
    assert any(
        "The authority of President Nursultan Nazarbayev" in one for one in remarks
    )


def test_what_kazakhstan_chaired(reader: Chrome) -> None:
    find(reader, "Kazakhstan")
    follow(reader, "Kazakhstan")
    chaired = next(
        one.text
        for one in reader.find_elements(By.CSS_SELECTOR, ".statement")
        if one.text[:7] == "chaired"
    )
    assert "Organisation of Islamic Cooperation" in chaired
    assert "Organisation for Security and Cooperation in Europe" in chaired


def test_the_tables_for_a_spreadsheet_come_first_among_the_downloads(
    reader: Chrome,
) -> None:
    follow(reader, "Downloads")
    table, excel = (
        reader.find_element(By.CSS_SELECTOR, f"a[aria-label='initiatives: {name}']")
        for name in ("CSV", "Excel")
    )
    assert table.get_attribute("href").endswith("/initiatives.csv?bom=yes")  # type: ignore[union-attr]
    assert excel.get_attribute("href").endswith("/initiatives.xlsx")  # type: ignore[union-attr]
    assert table.location["y"] == excel.location["y"] < 450


def test_the_initiatives_as_a_table(reader: Chrome) -> None:
    reader.find_element(By.PARTIAL_LINK_TEXT, "initiative ").click()
    wait(reader).until(url_contains("/search?kind=Initiative"))
    address = reader.find_element(By.PARTIAL_LINK_TEXT, "as CSV").get_attribute("href")
    assert address
    with urllib.request.urlopen(address) as response:
        assert response.headers["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.TextIOWrapper(response, "utf-8", newline="")))
    assert "G-Global" in {row["label"] for row in rows}
    assert len(rows) > 10


ASKED = {
    "What is this, and may I trust it?": "/about",
    "Who did what, when, in which words?": "/search?q=",
    "Can I have it as a table?": "/dumps/#tables",
    "What is opinion here, and whose?": "show=remarks",
    "How do I ask my first query?": "/sparql",
    "What does a statement rest on?": "/statement/",
}


@pytest.mark.parametrize("question", ASKED)
def test_the_front_page_leads_to_what_a_newcomer_asks(
    question: str, reader: Chrome
) -> None:
    link = reader.find_element(By.LINK_TEXT, question)
    assert link.location["y"] < 1900
    link.click()
    wait(reader).until(url_contains(ASKED[question]))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Can I have it as a table?", "(CSV or Excel)."),
        ("How do I ask my first query?", "(SPARQL)"),
    ],
)
def test_a_card_ends_with_what_experts_call_it(
    asked: str, name: str, reader: Chrome
) -> None:
    link = reader.find_element(By.LINK_TEXT, asked)
    card = link.find_element(By.XPATH, "..").text
    assert card.startswith(asked)
    assert card.endswith(name)
    assert card.count(name) == 1


def test_whose_words_tell_of_what_is_found_is_said_in_plain_words(
    reader: Chrome,
) -> None:
    reader.get(f"{reader.current_url}search?q=Kazakhstan")
    narrow = text(reader, "#narrow")
    assert "In the words of\n" in narrow
    assert "Roman Vassilenko" in narrow


def test_how_two_are_connected_is_asked_on_the_front_page(reader: Chrome) -> None:
    reader.find_element(By.NAME, "from").send_keys("Kazakhstan")
    reader.find_element(By.NAME, "to").send_keys("OSCE\n")
    wait(reader).until(url_contains("/network?"))
    assert (
        text(reader, "p.lead")
        == "Kazakhstan chaired the Organisation for Security and Cooperation in Europe "
        "(Kazakhstan’s chairmanship of the OSCE: until December 2010)."
    )
    assert reader.find_element(By.CSS_SELECTOR, "p.lead").location["y"] < 500


def test_who_has_an_opinion_is_told_in_one_step(reader: Chrome) -> None:
    follow(reader, "What is opinion here, and whose?")
    told = text(reader, ".at-a-glance")
    assert "Of 55 sentences, without headings:" in told
    assert "37 mostly opinion" in told
    assert (
        "Whose opinions, in how many sentences: "
        "the author (no letters), 18 · RV Roman Vassilenko, 7" in told
    )


def test_who_speaks_counts_the_opinions_that_are_marked(reader: Chrome) -> None:
    follow(reader, "What is opinion here, and whose?")
    panel = reader.find_element(By.CSS_SELECTOR, ".panel")
    speaker = panel.find_element(By.PARTIAL_LINK_TEXT, "Roman Vassilenko")
    assert speaker.is_displayed()
    count = int(speaker.text.rpartition(" ")[2])
    speaker.click()
    wait(reader).until(url_contains("voice="))
    assert "show=remarks" in reader.current_url
    assert f"{count} opinions are marked" in text(reader, ".panel")
    assert "An opinion is marked whole" in text(reader, ".panel")


def test_that_no_event_is_known_to_wikidata_is_told_before_the_download(
    reader: Chrome,
) -> None:
    follow(reader, "Can I have it as a table?")
    row = reader.find_element(
        By.XPATH, "//table[contains(@class,'overview')]//tr[th[.='events']]"
    )
    assert [one.text for one in row.find_elements(By.TAG_NAME, "td")][:5] == [
        "CSV",
        "Excel",
        "59",
        "24",
        "0",
    ]
    told = "events: no row has an id of Wikidata, and each has an address of its own"
    notes = reader.find_elements(By.CSS_SELECTOR, "[aria-labelledby=tables] .source")
    (note,) = (one.text for one in notes if one.text.startswith(told))
    assert "“No id was looked for.” 55" in note


def test_the_first_query_runs_and_so_does_its_change(reader: Chrome) -> None:
    follow(reader, "How do I ask my first query?")
    asked = reader.find_element(By.ID, "query").get_attribute("value") or ""
    hint = box(reader, ".first-steps")
    assert hint.bottom < box(reader, ".query").top
    reader.find_element(By.CSS_SELECTOR, ".query button").click()
    wait(reader).until(url_contains("query="))
    assert text(reader, "#answer") == "59 rows"
    assert_answer_is_in_sight(reader)
    follow(reader, "dip:Person")
    assert text(reader, "#answer") == "5 rows"
    changed = asked.replace("dip:Event", "dip:Person")
    assert reader.find_element(By.ID, "query").get_attribute("value") == changed
    assert_answer_is_in_sight(reader)


@needs_editor
@pytest.mark.parametrize("width", [390, 1300])
def test_the_first_answer_is_in_sight_below_the_editor_too(
    width: int, browser: Chrome, whole: str
) -> None:
    resize(browser, width, 844)
    browser.get(f"{whole}sparql")
    in_editor(browser, ".cm-content")
    browser.find_element(By.CSS_SELECTOR, ".query button").click()
    wait(browser).until(url_contains("query="))
    in_editor(browser, ".cm-content")
    assert_answer_is_in_sight(browser)


def assert_answer_is_in_sight(reader: Chrome) -> None:
    """The first row and what leads to its words stand in the window, to its right edge too."""
    row = box(reader, ".rows tbody tr")
    why = box(reader, ".rows .marks a")
    assert row.bottom <= 844
    assert why.bottom <= 844
    assert why.right <= reader.execute_script("return innerWidth")
