"""Notes on concepts that are things of their own (SKOS Primer, section 4.2)."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

CONCEPTS = """
@prefix : <https://example.org/c/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:paper a skos:Concept ; xl:prefLabel :xl1 ; skos:definition :def1 , :def2 ;
    skos:scopeNote :note1 ; skos:example [ rdf:value "A page of proceedings." ] .
:xl1 a xl:Label ; xl:literalForm "conference paper"@en .
:def1 rdf:value "Text that was read to an audience."@en ; dcterms:modified "2015-07-30" .
:def2 rdf:value "Text, der vorgetragen wurde."@de .
:note1 a :Note ; rdfs:comment "Not for posters."@en .
:talk a skos:Concept ; skos:prefLabel "talk"@en ; skos:definition "What is said."@en .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    file: Path = tmp_path_factory.mktemp("concepts") / "concepts.ttl"
    file.write_text(CONCEPTS, "utf-8")
    return create_app(build(bundle((file,)), file.parent / "releases")).test_client()


def page(site: FlaskClient, path: str) -> str:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return answer.text


def test_the_text_of_a_definition_that_is_a_node_leads_the_page(
    site: FlaskClient,
) -> None:
    found = page(site, "/paper")
    (lead,) = re.findall(r'<p class="lead">(.*?)</p>', found)
    assert "Text that was read to an audience." in lead
    assert "<h1>conference paper" in found


def test_a_search_tells_of_a_note_as_what_it_belongs_to(site: FlaskClient) -> None:
    found = page(site, "/search?q=audience").partition('<main id="main">')[2]
    (row,) = (one for one in found.split("<li>") if 'href="/def1"' in one)
    assert "belongs to: conference paper" in row
    assert "belongs to" not in page(site, "/search?q=talk")
    assert "What belongs to it" not in page(site, "/paper")


def test_the_rows_of_notes_link_their_nodes_and_have_their_texts(
    site: FlaskClient,
) -> None:
    found = page(site, "/paper").partition('<h2 id="of">')[2].partition("<h2")[0]
    cells = re.findall(r"<dd>(.*?)</dd>", found, re.DOTALL)
    for end, text in (
        ("def1", "Text that was read to an audience."),
        ("def2", "Text, der vorgetragen wurde."),
        ("note1", "Not for posters."),
    ):
        (cell,) = (one for one in cells if f'href="/{end}"' in one)
        assert text in unescape(re.sub("<[^>]+>", "", cell))
    assert "A page of proceedings." in found
    assert "What is said." not in page(site, "/talk").partition('<h2 id="of">')[2]


CLASSIFIED = """
@prefix : <https://example.org/c/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:clinics a skos:Concept ; skos:notation "21" ; skos:prefLabel "Health" .
:a a skos:Concept ; skos:broader :clinics ; skos:notation "2110" ; skos:prefLabel "Aid" .
:b a skos:Concept ; skos:broader :clinics ; skos:notation "219" ; skos:prefLabel "Beds" .
:c a skos:Concept ; skos:broader :clinics ; skos:notation "211" ; skos:prefLabel "211 Care" .
"""


@pytest.fixture(scope="module")
def classified(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(CLASSIFIED, tmp_path_factory.mktemp("classified"))


def test_notations_stand_before_names_and_put_in_order_what_is_below(
    classified: FlaskClient,
) -> None:
    told = words(classified, "/clinics")
    assert told.startswith("Concept 21 Health https://example.org/c/clinics")
    assert "Narrower 3 211 Care 219 Beds 2110 Aid Statements" in told


def test_the_way_from_the_top_has_notations(classified: FlaskClient) -> None:
    assert words(classified, "/a").startswith("21 Health › 2110 Aid Concept 2110 Aid")


def test_hits_of_a_search_have_notations(classified: FlaskClient) -> None:
    assert "219 Beds Concept This also as" in words(classified, "/search", q="beds")
    assert "2110 Aid Concept This also as" in words(classified, "/search", q="2110")
