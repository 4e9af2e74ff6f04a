"""What somebody finds by clicking who knows the article but no SPARQL, without scripts,
on a telephone and a desk."""

import csv
import io
import urllib.request

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains

from browsing import needs_chromium, resize, text, wait

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
    link = reader.find_element(By.LINK_TEXT, "initiatives")
    assert link.get_attribute("href").endswith("/dumps/tables/initiatives.xlsx")  # type: ignore[union-attr]
    assert link.location["y"] < 400
    assert reader.find_elements(
        By.CSS_SELECTOR, "a[href$='/dumps/tables/initiatives.csv']"
    )


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
