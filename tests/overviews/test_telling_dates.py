"""Which dates are told as those of the things, and what the front page asks for."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

HEAD = """
@prefix : <https://example.org/n/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def site_of(said: str, folder: Path) -> FlaskClient:
    (folder / "talks.ttl").write_text(HEAD + said, "utf-8")
    return create_app(
        build(bundle((folder / "talks.ttl",)), folder / "releases")
    ).test_client()


def page(site: FlaskClient, path: str = "/") -> str:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return unescape(re.sub(r"<[^>]+>", " ", answer.text))


ORIGIN = ':system :origin "1950-01-01"^^xsd:date . :a a :Station .'
VERSION = ':a owl:versionInfo "2021-03-04" . :b owl:versionInfo "2022-01-01" .'
RUNS = "".join(
    f':run{n} prov:endedAtTime "2024-05-06T10:00:0{n}.123Z"^^xsd:dateTime ; '
    f'prov:startedAtTime "2024-05-06T09:00:0{n}.1Z"^^xsd:dateTime .'
    for n in range(9)
)


@pytest.mark.parametrize(
    ("said", "told"),
    [(ORIGIN, ""), (VERSION, "4 March 2021 to 1 January 2022"), (RUNS, "6 May 2024")],
    ids=["one date", "versions", "runs of a script"],
)
def test_what_is_no_time_of_the_things_is_not_told_as_one(
    said: str, told: str, tmp_path: Path
) -> None:
    site = site_of(said, tmp_path)
    front = site.get("/", headers={"Accept": "text/html"}).text
    assert "<dt>Dates</dt>" not in front
    assert 'href="/browse/dates"' not in front
    assert ("<dt>Described</dt>" in front) == bool(told)
    assert told in page(site)
    if told:
        by = re.findall(r'href="(/browse/dates\?by=[^"]*)"', front)
        assert "<h1>Described</h1>" in site.get(by[0]).text


def test_a_name_that_is_a_date_is_no_date_of_its_thing(tmp_path: Path) -> None:
    letters = "".join(
        f':letter{n} a :Letter ; <https://schema.org/name> "{n} maart 1941" ; '
        f'<https://schema.org/dateCreated> "1941-03-0{n}"^^xsd:date .'
        for n in range(1, 9)
    )
    site = site_of(letters, tmp_path)
    assert "sorted by “name" not in page(site)
    by = {"by": "https://schema.org/name"}
    html = {"Accept": "text/html"}
    assert site.get("/browse/dates", query_string=by, headers=html).status_code == 404
    dated = site.get("/browse/dates", headers=html)
    assert (dated.status_code, "date created" in dated.text) == (200, True)


def test_what_began_and_ended_in_different_years_is_told_with_them(
    tmp_path: Path,
) -> None:
    said = re.sub(r"2024-05-06T09:00:0(\d)", r"191\1-05-06T09:00:00", RUNS)
    assert "<dt>Dates</dt>" in site_of(said, tmp_path).get("/").text


def questions(site: FlaskClient) -> list[str]:
    text = site.get("/", headers={"Accept": "text/html"}).text
    return [unquote_plus(one) for one in re.findall(r'"/sparql\?query=([^"]*)"', text)]


def test_no_question_is_about_what_hardly_anything_has(tmp_path: Path) -> None:
    said = "".join(f":t{n} a :Thing ; :with :t0 ; :of :t{n % 2} .\n" for n in range(8))
    rare = ":t1 :rare :t2 ; dcterms:issued '2001-02-03'^^xsd:date , '2002-02-03'^^xsd:date ."
    asked = questions(site_of(said + rare, tmp_path))
    assert len(asked) == 3
    assert not [one for one in asked if "issued" in one or "rare" in one]


def test_no_answer_is_of_the_catalog(tmp_path: Path) -> None:
    said = "".join(
        f":t{n} a :Thing ; dcterms:license :free ; "
        f'dcterms:issued "200{n}-02-03"^^xsd:date .\n'
        for n in range(8)
    )
    site = site_of(
        f"<https://example.org/n> a owl:Ontology ; dcterms:license :free .{said}",
        tmp_path,
    )
    for query in questions(site):
        rows = site.get("/sparql", query_string={"query": query, "format": "csv"}).text
        assert "/release/" not in rows
        assert "example.org/n/," not in rows.replace("\r", "")


def test_nothing_is_the_latest_where_all_are_of_one_day(tmp_path: Path) -> None:
    said = "".join(f':t{n} :on "2001-02-03"^^xsd:date .\n' for n in range(8))
    assert "latest" not in page(site_of(said, tmp_path))


def test_the_parts_of_lists_are_not_said_of_things(tmp_path: Path) -> None:
    told = page(site_of(":a :has ( 1 2 3 4 5 6 7 ) . :b :has ( 1 2 ) .", tmp_path))
    said = told.partition("What is said of them")[2]
    assert "has" in said
    assert "first" not in said.partition("Ask")[0]
    assert "rest" not in said.partition("Ask")[0].split()


def test_that_a_date_is_a_value_is_not_told(tmp_path: Path) -> None:
    flights = "".join(
        f':f{n} a :Flight ; :departure [ rdf:value "2024-05-0{n}"^^xsd:date ] .'
        for n in range(1, 6)
    )
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
    told = page(site_of(rdf + flights, tmp_path), "/browse/dates")
    shown, _, lines = told.partition("5 in 2024")
    assert "value" not in shown
    assert "departure" in lines


def test_years_months_and_days_of_edtf_are_dates(tmp_path: Path) -> None:
    edtf = "^^<http://id.loc.gov/datatypes/edtf/EDTF>"
    told = ["1934", "1942-05", "1950-01-02", "1935?", "1936-XX", "2001-21", "-0043"]
    untold = ["193X", "1950/1953", "1900/.."]
    values = ", ".join(f'"{one}"{edtf}' for one in [*untold, *told])
    site = site_of(f":f a :Film ; dcterms:created {values} .", tmp_path)
    dates = " ".join(page(site, "/browse/dates").split())
    _, _, lines = dates.partition("7 from 44 BCE to 2001")
    for words in ("44 BCE", "1934", "May 1942", "2 January 1950", "1935?", "1936-XX"):
        assert words in lines
    others = "3 more values of this property are read as no years, months or days"
    assert others in lines
    assert "1900/.. , …" in lines.partition(others)[2]
