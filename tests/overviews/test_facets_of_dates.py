"""Things are narrowed by when they were, and not by texts that are for reading."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

HEAD = """
@prefix : <https://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix s: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CRM = "http://www.cidoc-crm.org/cidoc-crm/"


def line(n: int) -> str:
    year = 1850 + n % 70
    day = f"{year}-{1 + n % 12:02}-{1 + n % 28:02}"
    remark = (
        f"So it was told in the harbour of the north, by whoever was there {n // 2}"
    )
    return f"""
    :e{n} a crm:E5_Event ; rdfs:label "Storm {n}" ; crm:P4_has_time-span :t{n} .
    :t{n} a crm:E52_Time-Span ; crm:P82a_begin_of_the_begin "{year}-01-01"^^xsd:date ;
      crm:P82b_end_of_the_end "{year}-12-31"^^xsd:date .
    :x{n} a :Show ; rdfs:label "Show {n}" ; crm:P4_has_time-span [
      crm:P82a_begin_of_the_begin "{year}-01-01T00:00:00"^^xsd:dateTime ] .
    :b{n} a :Boat ; rdfs:label "Boat {n}" ; :built "{year}-01-01"^^xsd:date ;
      :lost "{day}"^^xsd:date ; :remark "{remark}" .
    :f{n} a s:Event ; s:name "Feast {n}" ; s:startDate "{day}" ."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    text = HEAD + "".join(map(line, range(80)))
    return site_of(text, tmp_path_factory.mktemp("dates"))


def narrowing(site: FlaskClient, kind: str) -> str:
    told = words(site, "/browse", kind=kind).partition("Narrow down")[2]
    return told.partition("What is said by")[0].strip()


def test_texts_for_reading_are_nothing_to_choose_by(site: FlaskClient) -> None:
    assert "remark" not in narrowing(site, "https://e.org/Boat")
    assert "By remark" not in words(site, "/browse")
    assert "remark" not in words(site, "/").partition("Ask")[2]


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (f"{CRM}E5_Event", "has time-span: begin of the begin"),
        ("https://e.org/Show", "has time-span: begin of the begin"),
        ("https://schema.org/Event", "start date"),
    ],
)
def test_what_has_a_time_is_narrowed_by_decades(
    kind: str, by: str, site: FlaskClient
) -> None:
    told = narrowing(site, kind)
    assert told.startswith(f"{by} 1850–1859 20 1860–1869 10")
    assert "end of the end" not in told


def test_a_decade_of_a_span_leaves_what_was_within_it(site: FlaskClient) -> None:
    page = site.get(f"/browse?kind={CRM}E5_Event", headers={"Accept": "text/html"}).text
    (link,) = [
        one.rpartition('href="')[2].partition('"')[0]
        for one in page.split("1860–1869</a>")[:1]
    ]
    answer = site.get(link.replace("&amp;", "&"), headers={"Accept": "text/html"})
    assert ">10 things<" in answer.text
    assert "Storm 12" in answer.text


def test_days_that_stand_for_years_are_told_as_years(site: FlaskClient) -> None:
    told = words(site, "/b3")
    assert "built 1853 #" in told
    assert "lost 4 April 1853 #" in told
    assert 'title="1853-01-01"' in site.get("/b3", headers={"Accept": "text/html"}).text
    assert "has time-span t3: 1853 #" in words(site, "/e3")
    assert "begin of the begin 1853" in words(site, "/x3")
    assert "1850 Boat 0" in words(site, "/browse/dates")


def test_a_few_days_that_begin_years_are_days(tmp_path: Path) -> None:
    text = '{} :a :built "1853-01-01"^^xsd:date . :b :built "1854-01-01"^^xsd:date .'
    assert "1 January 1853" in words(site_of(text.format(HEAD), tmp_path), "/a")
