"""Data of any vocabulary: its front page, its facets, its dates and its places."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from conftest import FOREIGN
from diplomatica.lookup.browsing.located import located_things
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.site import SITE

PAGE = {"Accept": "text/html"}
CITY = "https://example.org/news/City"
STATUS = "https://example.org/news/status"
BROUGHT = """
@prefix : <https://example.org/news/city/> . @prefix n: <https://example.org/news/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix time: <http://www.w3.org/2006/time#> .

:astana a n:City ; rdfs:label "Astana"@en , "Астана"@ru ; n:status "capital" ;
    geo:lat "51.17" ; geo:long "71.43" ; dcterms:issued "1998-05-06"^^xsd:date ;
    n:founded [ a time:Instant ; time:inXSDDate "1830-01-01"^^xsd:date ] .
:almaty a n:City ; rdfs:label "Almaty"@en ; n:status "city" ;
    schema:geo [ schema:latitude 43.24 ; schema:longitude 76.89 ] ;
    dcterms:issued "1854"^^xsd:gYear .
:taraz a n:City ; rdfs:label "Taraz"@en ; n:status "city" .
:berlin a n:City ; rdfs:label "Berlin"@de ; n:status "capital" ; gsp:hasGeometry :g .
:g gsp:asWKT "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(52.5 13.4)"^^gsp:wktLiteral .
:steppe a n:Region ; rdfs:label "Steppe"@en ; gsp:hasGeometry
    [ gsp:asWKT "POLYGON((60 45, 70 45, 70 50, 60 45))"^^gsp:wktLiteral ] .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("cities")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "cities.ttl").write_text(BROUGHT, "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


def test_the_front_page_shows_what_the_data_has(site: FlaskClient) -> None:
    told = words(site, "/")
    assert "7 things" not in told
    assert "6 things" in told
    assert "City 4" in told
    assert "English 4" in told
    assert "1 January 1830 to 6 May 1998" in told
    assert "on a map" in told


def test_the_questions_of_the_front_page_have_answers(site: FlaskClient) -> None:
    page = unescape(site.get("/", headers=PAGE).text)
    asked = re.findall(r'<li><a href="(/sparql\?query=[^"]*)"', page)
    assert len(asked) == 3
    for address in asked:
        answer = site.get(address, headers={"Accept": "text/csv"})
        assert answer.status_code == 200
        assert len(answer.text.splitlines()) > 1, address


@pytest.mark.parametrize("path", ["/", "/browse", "/city/astana", "/dumps/", "/sparql"])
def test_without_claims_no_page_speaks_of_claims(path: str, site: FlaskClient) -> None:
    page = site.get(path, headers=PAGE).text
    told = re.sub(r"<[^>]+>|What is claimed.*", " ", page).casefold()
    for word in ("claim", "voice", "quote", "article", "coverage"):
        assert word not in told, word


def test_without_a_vocabulary_none_of_ours_is_in_a_dump(site: FlaskClient) -> None:
    dump = site.get("/dumps/dataset.nq").text
    assert "w3id.org/diplomatica/ontology" not in dump
    assert site.get("/shapes.nt").text.count("shacl#") == 0


def test_things_of_a_kind_are_narrowed_by_what_divides_them(site: FlaskClient) -> None:
    told = words(site, "/browse", kind=CITY)
    assert "4 things" in told
    assert "status capital 2 city 2" in told
    narrowed = words(site, "/browse", **{"kind": CITY, STATUS: '"capital"'})
    assert "2 things" in narrowed
    assert "Taraz" not in narrowed


def test_what_is_narrowed_can_be_had_as_a_table(site: FlaskClient) -> None:
    page = site.get("/browse", headers=PAGE, query_string={"kind": CITY}).text
    (address,) = re.findall(r'href="([^"]*)">All as CSV', page)
    assert "SELECT" in parse_qs(urlsplit(unescape(address)).query)["query"][0]
    assert len(site.get(unescape(address)).text.splitlines()) == 1 + 4


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"kind": "none"}, 400),
        ({"kind": CITY, "page": "9"}, 404),
        ({"kind": CITY, "page": "x"}, 404),
        ({STATUS: "no term"}, 400),
        ({STATUS: "_:node"}, 400),
    ],
)
def test_what_cannot_be_chosen_is_told(
    arguments: dict[str, str], status: int, site: FlaskClient
) -> None:
    assert site.get("/browse", query_string=arguments).status_code == status


def test_dates_of_any_property_are_in_order(site: FlaskClient) -> None:
    told = words(site, "/browse/dates")
    assert told.endswith("1854 Almaty 6 May 1998 Astana")
    instants = words(site, "/browse/dates", by="http://www.w3.org/2006/time#inXSDDate")
    assert instants.endswith("1 January 1830 Astana , founded")
    later = words(site, "/browse/dates", since="1900", until="2000")
    assert "Almaty" not in later


def test_a_map_has_the_places_of_every_vocabulary(site: FlaskClient) -> None:
    shared = site.application.extensions[SITE]
    places = located_things(shared.engine, shared.profile, shared.index).located
    found = {str(one.thing).strip("<>"): one.centre for one in places}
    base = "https://example.org/news/city/"
    assert found[f"{base}astana"] == (71.43, 51.17)
    assert found[f"{base}almaty"] == (76.89, 43.24)
    assert found[f"{base}berlin"] == (13.4, 52.5)
    assert f"{base}steppe" in found
    page = site.get("/browse/places", headers=PAGE).text
    assert page.count("<circle") == 3
    assert "//" not in re.findall(r'<image href="([^"]*)"', page)[0]


def test_the_prefixes_of_the_files_are_known_everywhere(site: FlaskClient) -> None:
    asked = {"query": "SELECT ?x { ?x a n:City ; gsp:hasGeometry ?g }", "format": "csv"}
    assert "berlin" in site.get("/sparql", query_string=asked).text
    assert ":astana a n:City" in site.get("/city/astana.ttl").text
    page = site.get("/city/steppe", headers=PAGE).text
    assert (
        'title="http://www.opengis.net/ont/geosparql#hasGeometry">has geometry<' in page
    )
    assert "claim:" not in site.get("/sparql", headers=PAGE).text


def test_what_only_stands_inside_others_is_told_last(site: FlaskClient) -> None:
    told = words(site, "/").partition("What there is")[2].partition("A few of them")[0]
    kinds, _, more = told.partition(" 1 thing more has no kind")
    assert kinds.split()[-3:] == ["1", "Instant", "1"]
    assert more.strip() == ""
    assert told.split()[:2] == ["City", "4"]


def test_the_sample_is_of_the_data_and_not_of_its_catalog(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("catalogued")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "own.ttl").write_text(CATALOGUED, "utf-8")
    site = create_app(build(Folder(folder), folder / "releases")).test_client()
    told = words(site, "/").partition("A few of them")[2]
    sample = told.partition("What is said of them")[0].split()
    assert sample == ["Dataset", "Herons"]


CATALOGUED = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://example.org/news/herons> a dcat:Dataset ; dcterms:title "Herons" .
"""


def test_kinds_of_one_name_are_told_apart(tmp_path: Path) -> None:
    points = (
        "<http://e/a> a <http://e/gml#Point> . <http://e/b> a <http://e/sf#Point> ."
    )
    site = site_of(points, tmp_path)
    for path in ("/", "/browse"):
        told = words(site, path)
        assert "Point (gml) 1" in told
        assert "Point (sf) 1" in told


RULE = """<http://e/{}> a <http://e/Rule> ; <http://e/state> {} ;
  <http://www.w3.org/2000/01/rdf-schema#label> "A rule"@en , "Una regla"@es .
"""
STATES = ('"testing"@en , "prueba"@es', '"stable"@en , "estable"@es')
RULES = "".join(RULE.format(number, STATES[number % 2]) for number in range(9))


@pytest.mark.parametrize(
    ("language", "told", "other"),
    [("en", "testing 5", "prueba"), ("es", "prueba 5", "testing")],
)
def test_values_in_several_languages_are_told_in_that_of_the_reader(
    language: str, told: str, other: str, tmp_path: Path
) -> None:
    site = site_of(RULES, tmp_path)
    for address in ("/browse", "/browse?kind=http://e/Rule"):
        asked = {**PAGE, "Accept-Language": language}
        text = site.get(address, headers=asked).text
        text = " ".join(re.sub(r"<[^>]+>", " ", text).split())
        assert told in text
        assert f"{other} 5" not in text


def test_names_and_dates_of_every_type_are_put_in_an_order(tmp_path: Path) -> None:
    names = ('"1a"', "2", "10", '"b"@en', '"c"', "<http://e.org/n>")
    dates = ('"2010"^^xsd:gYear', '"2010-12-01"^^xsd:date', '"2010-12"^^xsd:gYearMonth')
    things = "".join(
        f"e:t{number} a e:Kind ; d:title {names[number % 6]} , {number * 7919 % 1000} ;"
        f" d:date {dates[number % 3]} .\n"
        for number in range(600)
    )
    head = (
        "@prefix e: <http://e.org/> . @prefix d: <http://purl.org/dc/terms/> . "
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    site = site_of(head + things, tmp_path)
    assert site.get("/").status_code == 200
    asked = re.findall(r'href="(/sparql\?query=[^"]+)"', site.get("/").text)
    for address in asked:
        answer = site.get(unescape(address), headers={"Accept": "text/csv"})
        assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Books of 220 authors, three of each, and each with a name of its own."""
    folder = tmp_path_factory.mktemp("library")
    books = "\n".join(
        f':b{n} a :Book ; rdfs:label "Book {n}" ; :by :author{n % 220} ; :no "{n}" .'
        for n in range(660)
    )
    (folder / "books.ttl").write_text(
        "@prefix : <https://example.org/l/> .\n"
        f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n{books}",
        "utf-8",
    )
    release = build(bundle((folder / "books.ttl",)), folder / "releases")
    return create_app(release).test_client()


BOOKS = "/browse?kind=https://example.org/l/Book"


def test_a_property_of_very_many_values_is_a_facet_that_leads_to_all(
    library: FlaskClient,
) -> None:
    told = words(library, BOOKS)
    assert "Narrow down by author0 3 author1 3" in told
    facets = told.partition("Narrow down")[2].partition("What is said by")[0]
    assert " no " not in facets
    page = library.get(BOOKS, headers=PAGE).text
    (query,) = re.findall(r'href="([^"]*)">All values, with their counts', page)
    rows = library.get(unescape(query), headers={"Accept": "text/csv"}).text
    assert len(rows.splitlines()) == 1 + 220
    browse = library.get("/browse", headers=PAGE).text
    (address,) = re.findall(r'<a href="(/browse[^"]*with=[^"]*)">by</a>', browse)
    assert "660 things" in words(library, unescape(address))


def test_the_table_of_a_kind_says_what_each_is_called(library: FlaskClient) -> None:
    page = library.get(BOOKS, headers=PAGE).text
    (address,) = re.findall(r'href="([^"]*)">All as CSV', page)
    rows = library.get(unescape(address)).text.splitlines()
    assert rows[0] == "thing,name"
    assert "https://example.org/l/b7,Book 7" in rows
    assert len(rows) == 661


def test_a_table_tells_names_in_the_language_that_is_asked(site: FlaskClient) -> None:
    headers = {**PAGE, "Accept-Language": "ru"}
    page = site.get("/browse", headers=headers, query_string={"kind": CITY}).text
    (address,) = re.findall(r'href="([^"]*)">Все в CSV', page)
    rows = site.get(unescape(address)).text.splitlines()
    assert "https://example.org/news/city/astana,Астана" in rows
    assert "https://example.org/news/city/berlin,Berlin" in rows


def test_the_first_question_asks_by_the_name_that_most_things_have(
    tmp_path: Path,
) -> None:
    concepts = "".join(
        f"<http://e/{one}> a skos:Concept ; skos:prefLabel 'C {one}' ."
        for one in range(5)
    )
    site = site_of(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        f"{concepts} <http://e/0> rdfs:label 'Zero' .",
        tmp_path,
    )
    page = unescape(site.get("/", headers=PAGE).text)
    first = re.findall(r'<li><a href="(/sparql\?query=[^"]*)"', page)[0]
    answer = site.get(first, headers={"Accept": "text/csv"})
    assert len(answer.text.splitlines()) == 6


def test_what_has_no_kind_is_counted_and_listed_by_a_query(tmp_path: Path) -> None:
    said = "@prefix : <https://e.org/> . :set a :Linkset . " + "".join(
        f":one{n} <http://www.w3.org/2002/07/owl#sameAs> :other{n} ." for n in range(12)
    )
    (tmp_path / "links.ttl").write_text(said, "utf-8")
    site = create_app(build(bundle((tmp_path / "links.ttl",)), tmp_path / "releases"))
    client = site.test_client()
    page = client.get("/browse", headers={"Accept": "text/html"}).text
    assert "12 things have no kind; find them" in page
    query = unescape(re.findall(r'href="(/sparql\?[^"]*)">by a query', page)[0])
    rows = client.get(query, headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) == 13


RECORDS = """
@prefix : <https://example.org/r/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a a :Cell ; oio:creation_date "2009-05-06T10:00:00Z" ; :found "1839"^^xsd:gYear .
:c a :Cell ; :found "1858"^^xsd:gYear .
:b a :Cell ; dcterms:created "2011-01-02"^^xsd:date ;
    dcterms:modified "2020-02-03"^^xsd:date ; :lastModified "2021-01-01"^^xsd:date .
"""


def test_when_a_thing_was_described_is_not_told_as_its_time(tmp_path: Path) -> None:
    site = site_of(RECORDS, tmp_path)
    told = words(site, "/")
    assert "Dates 1839 to 1858" in told
    assert "Described 6 May 2009 to 1 January 2021" in told
    assert "1839" in words(site, "/browse/dates").partition("from")[2]
    years = site.get("/search?since=2009&until=2009&format=csv").text.splitlines()
    assert len(years) == 1


def test_what_was_created_before_there_were_records_is_told_with_its_time(
    tmp_path: Path,
) -> None:
    old = RECORDS.replace("2011-01-02", "1642-01-02")
    assert "Dates 2 January 1642 to 1858" in words(site_of(old, tmp_path), "/")
