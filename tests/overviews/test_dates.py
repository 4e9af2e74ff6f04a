"""Dates of any vocabulary: in the search, in order, and before the year 1."""

import re
from html import unescape
from pathlib import Path

import pytest
from babel.dates import get_month_names
from flask.testing import FlaskClient
from pyoxigraph import Literal

from conftest import FOREIGN
from diplomatica.lookup.index.dates import date_of
from diplomatica.lookup.index.writtenforms import written_date
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

PAGE = {"Accept": "text/html"}
YEAR = "http://www.w3.org/2006/time#year"
BROUGHT = """
@prefix : <https://example.org/news/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix time: <http://www.w3.org/2006/time#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:flood a :Event ; rdfs:label "Flood of the kindergarten" ; dcterms:date "2023-02-24"^^xsd:date .
:fire a :Event ; rdfs:label "Fire in the kindergarten" ; dcterms:date "2019-03"^^xsd:gYearMonth .
:book a :Book ; rdfs:label "Kindergarten" ; dcterms:issued "2023"^^xsd:gYear ; :birthYear 1870 .
:old a skos:Concept ; skos:prefLabel "Old period"@en ;
    time:intervalStartedBy [ time:hasDateTimeDescription [ time:year "-0615"^^xsd:gYear ] ] ;
    time:intervalFinishedBy :old-end .
:old-end a time:Instant ; time:year "0040"^^xsd:gYear .
:ice a skos:Concept ; skos:prefLabel "Ice age"@en ;
    time:intervalStartedBy [ time:year "-100000"^^xsd:gYear ] ;
    time:intervalFinishedBy [ time:year -9700 ] .
:odd a skos:Concept ; skos:prefLabel "Odd"@en ; time:intervalStartedBy [ time:year "long ago" ] .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("periods")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "periods.ttl").write_text(BROUGHT, "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


def words(site: FlaskClient, path: str, language: str = "en") -> str:
    answer = site.get(path, headers={**PAGE, "Accept-Language": language})
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    main = answer.text.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def found(site: FlaskClient, query: str) -> list[str]:
    answer = site.get(f"/search?{query}", headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    return sorted(line.split(",")[1] for line in answer.text.splitlines()[1:])


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("since=2023&until=2023", ["Flood of the kindergarten"]),
        ("since=2019-02&until=2019-03", ["Fire in the kindergarten"]),
        ("q=kindergarten&since=2022", ["Flood of the kindergarten"]),
        ("since=1870&until=1870", ["Kindergarten"]),
        ("q=period&until=0", ["Old period"]),
        ("q=period&since=30&until=30", ["Old period"]),
        ("q=ice&until=-20000", ["Ice age"]),
        ("q=ice&since=-9000", []),
    ],
)
def test_a_date_of_any_vocabulary_bounds_a_search(
    query: str, labels: list[str], site: FlaskClient
) -> None:
    assert found(site, query) == labels


def test_a_list_tells_when_things_were(site: FlaskClient) -> None:
    told = words(site, "/search?q=period")
    assert "616 BCE–40" in told
    assert "100001–9701 BCE" in words(site, "/search?q=ice")
    assert "24 February 2023" in words(site, "/search?q=flood")


def test_years_before_the_first_are_told_in_order_and_in_words(
    site: FlaskClient,
) -> None:
    told = words(site, f"/browse/dates?by={YEAR.replace('#', '%23')}")
    assert "110000–100001 BCE: 1 10000–1 BCE: 2 1–9999: 1" in told
    in_order = [
        "100001 BCE Ice age",
        "9701 BCE Ice age",
        "616 BCE Old period",
        "40 Old",
    ]
    places = [told.index(one) for one in in_order]
    assert places == sorted(places)
    assert "4 from 100001 BCE to 40" in told
    assert "1 more value of this property is read as no year" in told
    assert "616 v. Chr." in words(
        site, f"/browse/dates?by={YEAR.replace('#', '%23')}", "de"
    )


def published(text: str, folder: Path) -> FlaskClient:
    file = folder / "battles.ttl"
    file.write_text(f"@prefix : <https://example.org/b/> . {text}", "utf-8")
    return create_app(build(bundle((file,)), folder / "releases")).test_client()


def test_numbers_of_years_and_days_without_a_datatype_are_told(tmp_path: Path) -> None:
    site = published(
        """:lechfeld :year 955 ; :seen "2010-12-31" . :teutoburg :year 9 .
        :leipzig :year 1813 . :hastings :year "1066" ; :seen "in spring" .""",
        tmp_path,
    )
    told = words(site, "/browse/dates?by=https://example.org/b/year")
    assert told.endswith("9 teutoburg 955 lechfeld 1066 hastings 1813 leipzig")
    assert "9 to 31 December 2010" in words(site, "/")
    told = words(site, "/browse/dates?by=https://example.org/b/seen")
    assert (
        "31 December 2010 lechfeld 1 more value of this property is read as no year"
        in told
    )
    rows = site.get("/search?since=1&until=999&format=csv").text.splitlines()
    assert [row.split(",")[0].rpartition("/")[2] for row in rows[1:]] == [
        "lechfeld",
        "teutoburg",
    ]


@pytest.mark.parametrize("numbers", [(-200, 1066, 1300), (1, 2, 3), (3019, 1815, 1)])
def test_numbers_of_a_storys_years_are_no_dates(
    numbers: tuple[int, ...], tmp_path: Path
) -> None:
    years = " ".join(f":e{n} :year {number} ." for n, number in enumerate(numbers))
    site = published(f'{years} :e0 :seen "2010-12-31" .', tmp_path)
    assert site.get("/browse/dates?by=https://example.org/b/year").status_code == 404
    told = words(site, "/browse/dates")
    assert f"no value is read as a date: year 3 ( {numbers[0]} , …)" in told
    assert re.search(rf"year {numbers[0]}\b", words(site, "/e0"))
    assert "BCE" not in words(site, "/") + words(site, "/e0") + words(site, "/search")
    rows = site.get("/search?since=-5000&until=2005&format=csv").text.splitlines()
    assert len(rows) == 1


def test_the_bounds_of_numbers_are_those_of_all_or_of_none(tmp_path: Path) -> None:
    ends = " ".join(f":e{n} :end_date {n} ." for n in (300, 640, -30, 1453, 2100))
    site = published(ends, tmp_path)
    assert (
        site.get("/browse/dates?by=https://example.org/b/end_date").status_code == 404
    )
    assert "1453 to 2100" not in words(site, "/")


def test_numbers_are_years_where_the_data_says_so(tmp_path: Path) -> None:
    head = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    said = ":year <http://www.w3.org/2000/01/rdf-schema#range> xsd:gYear ."
    site = published(f"{head} {said} :a :year -489 . :b :year 9 .", tmp_path)
    told = words(site, "/browse/dates?by=https://example.org/b/year")
    assert "490 BCE a" in told


def test_what_has_the_date_is_told_by_what_leads_there(site: FlaskClient) -> None:
    address = f"/browse/dates?by={YEAR.replace('#', '%23')}&since=-615&until=40"
    page = site.get(address, headers=PAGE).text
    assert page.count('href="/old"') == 2
    inside = "Old period , interval started by, has date time description"
    assert inside in words(site, address)


def test_the_timeline_leads_to_the_dates_of_the_data(site: FlaskClient) -> None:
    answer = site.get("/timeline", headers=PAGE)
    assert (answer.status_code, answer.location) == (302, "/browse/dates")


def test_the_front_page_tells_the_first_year_in_words(site: FlaskClient) -> None:
    assert "100001 BCE to 24 February 2023" in words(site, "/")


def test_a_search_offers_years_only_where_something_has_a_time(
    site: FlaskClient, tmp_path: Path
) -> None:
    assert 'name="since"' in site.get("/search", headers=PAGE).text
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    timeless = "<https://example.org/news/a> a <https://example.org/news/B> ."
    (tmp_path / "dataset" / "a.ttl").write_text(timeless, "utf-8")
    other = create_app(build(Folder(tmp_path), tmp_path / "releases")).test_client()
    assert 'name="since"' not in other.get("/search", headers=PAGE).text


@pytest.mark.parametrize(
    ("by", "value", "datatype", "day"),
    [
        (YEAR, "-0615", "gYear", "-0615"),
        (YEAR, "-9700", "integer", "-9700"),
        ("x:birthYear", "1870", "integer", "1870"),
        ("x:birth_year", "1870", "int", "1870"),
        ("x:visitorsPerYear", "1870", "integer", ""),
        ("x:population", "1870", "integer", ""),
        ("x:on", "2010-12-31T23:59:59Z", "dateTime", "2010-12-31"),
        ("x:on", "2010-12+01:00", "gYearMonth", "2010-12"),
        ("x:on", "2010-13", "gYearMonth", ""),
        ("x:on", "20101231", "date", ""),
        ("x:on", "2010", "string", ""),
        ("x:on", "2010-12-31", "string", "2010-12-31"),
        ("x:on", "2010-12-31 to 2011-01-02", "string", ""),
        ("x:earliestYear", "325", "string", "0325"),
        ("x:earliestYear", "-49", "integer", "-0049"),
        ("x:earliestYear", "300/350", "string", ""),
        ("x:on", "07/2015", "string", "2015-07"),
        ("x:on", "2015/7/22", "string", "2015-07-22"),
        ("x:on", "22.07.2015", "string", "2015-07-22"),
        ("x:on", "07/22/2015", "string", "2015-07-22"),
        ("x:on", "07/08/2015", "string", ""),
        ("x:on", "2009/10", "string", ""),
        ("x:on", "2015-07-22 12:30:00", "string", "2015-07-22"),
        ("x:on", "January 9, 2015", "string", "2015-01-09"),
        ("x:on", "Thu, 9 Jan 2015 10:00:00 GMT", "string", "2015-01-09"),
        ("x:on", "9. Januar 2015", "string", "2015-01-09"),
        ("x:on", "Thu Oct 23 14:48:56 BST 2014", "string", "2014-10-23"),
        ("x:on", "Sat Mar  7 04:08:06 2015", "string", "2015-03-07"),
        ("x:on", "Thu Oct 23 14:48:56 BST 14", "string", ""),
        ("x:on", "января 2015", "string", "2015-01"),
        ("x:on", "in May 2015", "string", ""),
        ("http://purl.org/dc/elements/1.1/date", "2010", "string", "2010"),
        ("x:birthDate", "2010-07", "string", "2010-07"),
        ("x:dateOfBirth", "1870", "integer", "1870"),
        ("x:mandate", "1870", "string", ""),
    ],
)
def test_a_date_is_known_by_its_datatype_or_its_property(
    by: str, value: str, datatype: str, day: str
) -> None:
    assert date_of(by, Literal(value, datatype=XSD(datatype))) == day


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "ru"])
def test_months_are_known_by_their_names(language: str) -> None:
    for month, name in get_month_names("wide", "format", language).items():
        assert written_date(f"3 {name} 1998") == f"1998-{month:02}-03"


UNTYPED = """@prefix : <https://example.org/b/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
:july dc:date "07/2015" . :winter dc:date "January 9, 2015" .
:later dc:date "2015/07/22" . :year dc:date "2015" . :old dc:date "9. Mai 1899" .
:vague dc:date "ca. 1600" . :either dc:date "07/08/2015" .
:letter crm:P4_has_time-span [ crm:P82a_begin_of_the_begin "1938-11-25"@en ] .
:other :startDate "once" , "twice" ."""


@pytest.fixture(scope="module")
def untyped(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("untyped")
    (folder / "dates.ttl").write_text(UNTYPED, "utf-8")
    release = build(bundle((folder / "dates.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_dates_of_every_form_are_in_order_and_the_rest_is_named(
    untyped: FlaskClient,
) -> None:
    told = words(untyped, "/browse/dates?by=http://purl.org/dc/elements/1.1/date")
    in_order = "9. Mai 1899 old 2015 year January 9, 2015 winter 07/2015 july"
    assert f"{in_order} 2015/07/22 later" in told
    assert "5 from 1899 to 2015" in told
    left_out = "2 more values of this property are read as no years, months or days"
    assert f"{left_out}, and are not told here: 07/08/2015 , …" in told
    assert "no value is read as a date: start date 2 ( once , …)" in told
    since = untyped.get("/search?since=2015-07-22&until=2015-07-22&format=csv").text
    assert "/later," in since


def test_a_date_with_a_language_is_one(untyped: FlaskClient) -> None:
    begin = "http://www.cidoc-crm.org/cidoc-crm/P82a_begin_of_the_begin"
    told = words(untyped, f"/browse/dates?by={begin}")
    assert "1 in 1938 1938-11-25 letter" in told


def test_what_has_one_date_is_in_the_order_of_its_names(tmp_path: Path) -> None:
    head = (
        "@prefix : <https://e.org/n/> . @prefix dcterms: <http://purl.org/dc/terms/> ."
    )
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f':x{9 - n} {label} "Part {n}" ; dcterms:date "1900" .' for n in (8, 2, 5, 1)
    ]
    (tmp_path / "parts.ttl").write_text("\n".join([head, *lines]), "utf-8")
    release = build(bundle((tmp_path / "parts.ttl",)), tmp_path / "releases")
    page = create_app(release).test_client().get("/browse/dates").text
    assert re.findall(r"Part \d", page) == ["Part 1", "Part 2", "Part 5", "Part 8"]


EVENTS = "\n".join(
    f"""<https://e.org/a{n}> a s:Event ; s:name "Play {n}" ; s:startDate "2026-01-{n:02}" ;
      s:endDate "2026-02-{n:02}" ; s:offers [ s:priceValidUntil "2025-01-{n:02}" ] ,
      [ s:priceValidUntil "2025-02-{n:02}" ] ."""
    for n in range(1, 9)
)


@pytest.mark.parametrize(
    "offers", ["s:offers [", "s:validFrom '2024-01-01' ; s:offers ["]
)
def test_the_dates_that_tell_when_things_are_stand_first(
    offers: str, tmp_path: Path
) -> None:
    text = f"@prefix s: <https://schema.org/> . {EVENTS}"
    (tmp_path / "e.ttl").write_text(text.replace("s:offers [", offers), "utf-8")
    release = build(bundle((tmp_path / "e.ttl",)), tmp_path / "releases")
    site = create_app(release).test_client()
    assert words(site, "/browse/dates").startswith("By date start date ")


@pytest.mark.parametrize("of", ["", "^^s:DateTime"])
def test_a_point_in_time_of_schema_org_is_told_in_words(
    of: str, tmp_path: Path
) -> None:
    date = f'"2026-09-19T20:00-04:00"{of}'
    text = f"""@prefix s: <https://schema.org/> .
      <https://e.org/a> a s:Event ; s:name "Play" ; s:startDate {date} ."""
    (tmp_path / "e.ttl").write_text(text, "utf-8")
    release = build(bundle((tmp_path / "e.ttl",)), tmp_path / "releases")
    site = create_app(release).test_client()
    said = "19 September 2026, 20:00 UTC-04:00 Play"
    assert words(site, "/browse/dates").endswith(said)
    assert "start date 19 September 2026, 20:00 UTC-04:00" in words(site, "/a")
