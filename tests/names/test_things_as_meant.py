"""What pages of brought data call and show as it is meant: codes, empty nodes, markup."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from brought import site_of, words
from diplomatica.lookup.browsing.located import Located
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

PAGE = {"Accept": "text/html"}
BASE = (
    "@prefix wd: <https://wb.example/entity/> . @prefix wdt: <https://wb.example/direct/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix wikibase: <http://wikiba.se/ontology#> .\n"
)
ITEMS = BASE + (
    "wd:P1 a wikibase:Property ; rdfs:label 'orbits'@en ; wikibase:directClaim wdt:P1 .\n"
    "wd:Q1 a wikibase:Item ; rdfs:label 'Moon'@en ; wdt:P4 [] ; wdt:P1 wd:Q2 .\n"
    "wd:Q2 a wikibase:Item ; rdfs:label 'Earth'@en ;\n"
    "  rdfs:comment '<p>A globe</p><script>alert(1)</script><!-- no -->'^^rdf:HTML .\n"
)
IN_GRAPHS = "<urn:g:a> { <urn:a> <urn:p> 'x' } <urn:g:b> { <urn:b> <urn:p> 'x\\u0000' }"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(ITEMS, tmp_path_factory.mktemp("items"))


def test_a_property_is_called_as_its_entity_is(site: FlaskClient) -> None:
    page = words(site, "/Q1")
    assert "orbits Earth" in page
    assert "wdt:P1 Earth" not in page


def test_of_an_empty_node_nothing_more_is_said(site: FlaskClient) -> None:
    page = words(site, "/Q1")
    assert "nothing more is said of it" in page
    assert "downloads have all" not in page


def test_a_script_is_no_word_of_a_text(site: FlaskClient) -> None:
    page = words(site, "/Q2").partition("Take it with you")[0]
    assert "A globe" in page
    assert "alert(1)" not in page
    assert "no -->" not in page


@pytest.mark.parametrize("sought", ["Q1", "q1"])
def test_the_end_of_an_iri_finds_it(site: FlaskClient, sought: str) -> None:
    answer = site.get("/search", query_string={"q": sought, "format": "csv"})
    found = answer.text.splitlines()[1:]
    assert answer.status_code == 200
    assert [row.split(",")[0] for row in found] == ["https://wb.example/entity/Q1"]


def test_an_error_is_reported_where_the_link_leads(site: FlaskClient) -> None:
    thing = site.get("/Q1", headers=PAGE).text
    statement = re.findall(r'href="(/statement/[^"]+)"', thing)[0]
    page = site.get(statement, headers=PAGE).text
    address = re.findall(r'href="([^"]+)"[^>]*>Report an error', page)[0]
    assert address.startswith("/report?of=statement/")
    assert site.get(address, headers=PAGE).status_code == 200


def test_a_graph_links_no_format_that_it_is_not_given_in(tmp_path: Path) -> None:
    (tmp_path / "n.trig").write_text(IN_GRAPHS, "utf-8")
    release = build(
        bundle((tmp_path / "n.trig",)), tmp_path / "releases", is_draft=True
    )
    there = create_app(release).test_client()
    answer = there.get("/graph/n", headers=PAGE)
    linked = set(re.findall(r"/graph/n\.\w+", answer.text + str(answer.headers)))
    assert "/graph/n.ttl" in linked
    assert {there.get(one).status_code for one in linked} == {200}


def test_the_corner_where_a_line_ends_is_counted_once() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))
    assert Located(NamedNode("urn:a"), square).centre == (5.0, 5.0)


def test_a_list_tells_dates_in_the_language_of_the_page(tmp_path: Path) -> None:
    text = '<urn:x:a> <http://purl.org/dc/terms/date> "1900-02-28"^^<%s#date> .'
    there = site_of(text % "http://www.w3.org/2001/XMLSchema", tmp_path)
    assert "28 февраля 1900" in words(there, "/search", since="1900", lang="ru")
    assert "28 February 1900" in words(there, "/search", since="1900", lang="en")


def test_downloads_are_told_in_the_language_of_the_page(site: FlaskClient) -> None:
    page = words(site, "/dumps/", lang="ru")
    assert "Turtle, упаковано gzip" in page
    assert "packed with" not in page
    assert "made from" not in page


def test_only_languages_of_the_data_are_counted(tmp_path: Path) -> None:
    text = BASE + "<urn:x:a> a <urn:x:K> ; rdfs:label 'a'@ja, 'b'@ar . "
    text += "<urn:x:b> a <urn:x:K> ; rdfs:label 'c'@ja, 'd'@ar . "
    assert "in 3 languages" not in words(site_of(text, tmp_path), "/")
    more = tmp_path / "more"
    more.mkdir()
    assert "in 3 languages" in words(
        site_of(f"{text} <urn:x:b> rdfs:label 'e'@el .", more), "/"
    )
