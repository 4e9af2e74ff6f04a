"""The parts of the dataset that can be had by themselves."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, parse

from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded, Row, Term
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.formats import NQUADS, READ, TRIG, Format
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.downloads import parts
from diplomatica.web.site import SITE

DIP = f"{BASE}ontology#"


def quads(client: FlaskClient, path: str, form: Format) -> list[Quad]:
    answer = client.get(f"{path}.{form.suffix}")
    assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    return list(parse(answer.data, format=form.rdf))


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@pytest.mark.parametrize(
    "path", [f"/dumps/article/{ARTICLE}", "/dumps/class/State", "/graph/names"]
)
def test_every_part_is_to_be_had_in_every_format_with_its_licence(
    path: str, form: Format, client: FlaskClient
) -> None:
    found = quads(client, path, form)
    licence = NamedNode("http://purl.org/dc/terms/license")
    assert [quad for quad in found if quad.predicate == licence]
    assert len(found) > 10


def test_the_part_of_an_article_holds_all_its_claims_and_its_record(
    client: FlaskClient, engine: Embedded
) -> None:
    found = {str(quad) for quad in quads(client, f"/dumps/article/{ARTICLE}", NQUADS)}
    rows = engine.rows(
        f"SELECT ?claim {{ ?claim a dip:Claim ; dip:article <{BASE}article/{ARTICLE}> }}"
    )
    claims = [row["claim"] for row in rows]
    record = NamedNode(f"{BASE}graph/record/{ARTICLE}")
    expected = engine.quads([*claims, record])  # type: ignore[list-item]
    assert len(claims) > 10
    assert {str(quad) for quad in expected} <= found


def test_the_part_of_a_class_holds_its_things_with_their_reasons_and_no_others(
    client: FlaskClient, engine: Embedded
) -> None:
    found = quads(client, "/dumps/class/State", TRIG)
    states = {row["x"] for row in engine.rows("SELECT ?x { ?x a dip:State }")}
    said = [quad for quad in found if isinstance(quad.graph_name, NamedNode)]
    assert {quad.subject for quad in said} == states
    counted = engine.rows(
        "SELECT (COUNT(*) AS ?n) { ?x a dip:State GRAPH ?why { ?x ?p ?o } }"
    )[0]["n"]
    assert str(len(said)) == counted.value  # type: ignore[union-attr]
    assert {quad.predicate.value for quad in found} >= {f"{DIP}quote"}


def test_a_part_that_has_not_changed_is_304(client: FlaskClient) -> None:
    first = client.get("/dumps/class/State.ttl")
    again = client.get(
        "/dumps/class/State.ttl", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/dumps/class/State.nt").headers["ETag"] != first.headers["ETag"]


def test_without_a_suffix_the_format_is_negotiated(client: FlaskClient) -> None:
    answer = client.get("/dumps/class/State", headers={"Accept": "application/trig"})
    assert (answer.status_code, answer.mimetype) == (200, "application/trig")
    assert "Accept" in answer.vary


@pytest.mark.parametrize(
    "path",
    [
        "class/Nothing.ttl",
        "class/State.csv",
        "article/none.ttl",
        "article/.ttl",
        "class/.ttl",
    ],
)
def test_what_is_no_part_is_404(path: str, client: FlaskClient) -> None:
    assert client.get(f"/dumps/{path}").status_code == 404


def test_every_address_on_the_page_is_answered(client: FlaskClient) -> None:
    links = set(
        re.findall(
            r'href="(/(?:dumps|graph|release)/[^"]+)"', client.get("/dumps/").text
        )
    )
    assert {
        "/dumps/class/State.ttl",
        f"/dumps/article/{ARTICLE}.trig",
        "/graph/names.nt",
    } <= links
    assert {path: client.head(path).status_code for path in links} == dict.fromkeys(
        links, 200
    )


def rows_of(page: str, below: str) -> list[str]:
    """The parts that a page of downloads lists, by their addresses below a path."""
    return re.findall(rf'href="/{below}([^"]+)\.ttl"', page)


def test_of_many_parts_the_first_are_listed_and_the_rest_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/dumps/").text
    graphs, classes = rows_of(whole, "graph/"), rows_of(whole, "dumps/class/")
    assert 'id="sought"' not in whole
    monkeypatch.setattr(parts, "MOST_PARTS", 2)
    page = client.get("/dumps/").text
    assert rows_of(page, "graph/") == graphs[:2]
    assert len(rows_of(page, "dumps/class/")) == 2
    for count in (len(graphs) - 2, len(classes) - 2):
        assert f"and {count} more: find them by words of their names" in page


def test_a_part_is_found_by_words_of_its_name(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_PARTS", 2)
    page = client.get("/dumps/?q=Names").text
    assert rows_of(page, "graph/") == ["names"]
    assert not rows_of(page, "dumps/class/")
    assert "No part has “nothing-such”" in client.get("/dumps/?q=nothing-such").text


def test_parts_are_listed_without_looking_at_all_things(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = app.extensions[SITE].engine, []
    client = app.test_client()
    client.get("/dumps/")

    def rows(query: str, **terms: Term) -> list[Row]:
        asked.append(query)
        return Embedded.rows(engine, query, **terms)

    monkeypatch.setattr(engine, "rows", rows)
    client.get("/dumps/?q=names")
    assert [query for query in asked if "VALUES" not in query] == []


CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/d/dataset> a dcat:Dataset ; dcterms:title "Others"@en ;
    dcterms:description "Brought."@en ;
    dcterms:license <https://example.org/licence> ; dcterms:issued "2026-11-24"^^xsd:date ;
    dcat:version "1" ; void:uriSpace "https://example.org/d/" .
"""
BROUGHT = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://example.org/d/id/a> a foaf:Person ; foaf:name "A" .
<https://elsewhere.example/b> a foaf:Person ; foaf:name "B" .
"""


def test_a_dataset_without_articles_has_dumps_and_parts_and_no_tables(
    tmp_path: Path,
) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(CATALOG)
    (tmp_path / "dataset" / "people.ttl").write_text(BROUGHT)
    release = build(Folder(tmp_path), tmp_path / "releases")
    client = create_app(release).test_client()
    page = client.get("/dumps/").text
    assert "Tables" not in page
    assert "/dumps/class/Person.ttl" in page
    found = {str(quad.object) for quad in quads(client, "/dumps/class/Person", NQUADS)}
    assert {'"A"', '"B"'} <= found
    assert client.get("/dumps/dataset.ttl").data.startswith(b"# Others 1 of 2026-11-24")
