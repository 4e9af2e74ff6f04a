"""Why a row of an answer is there: only statements that its query surely matched, and that the release has."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.model.release import Release
from diplomatica.model.vocabulary import prefixes
from diplomatica.web.digests import Digests
from diplomatica.web.evidence import Cells, patterns, statements

OSCE = {"who": NamedNode(f"{BASE}id/kazakhstan"), "what": NamedNode(f"{BASE}id/osce")}
CHAIRED = "?who dip:chaired ?what"


def found(query: str, release: Release, row: Cells = OSCE) -> list[str]:
    """The predicates of the statements that a row rests on."""
    matched = patterns(query, prefixes(BASE))
    triples = statements(matched, row, Digests(release)).values()
    return sorted(release.iris.short(triple.predicate.value) for triple in triples)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?who ?what {{ {CHAIRED} }}",
        f"SELECT DISTINCT * {{ GRAPH ?why {{ {CHAIRED} }} FILTER (?who != ?what) }} ORDER BY ?who LIMIT 9",
        f"SELECT * {{ {CHAIRED} OPTIONAL {{ ?what rdfs:label ?label }} BIND (1 AS ?one) }}",
        f"PREFIX d: <https://w3id.org/diplomatica/ontology#> SELECT * {{ {CHAIRED.replace('dip:', 'd:')} }}",
        f"SELECT * {{ {CHAIRED} . ?what dip:voice / rdfs:label ?other }}",
        f"SELECT ?what {{ {CHAIRED.replace('?who', ':kazakhstan')} }}",
    ],
)
def test_what_each_row_matches_is_shown(query: str, release: Release) -> None:
    assert found(query, release) == ["dip:chaired"]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {{ {CHAIRED} }} UNION {{ ?who dip:memberOf ?what }} }}",
        f"SELECT * {{ OPTIONAL {{ {CHAIRED} }} }}",
        f"SELECT * {{ {{ SELECT * {{ {CHAIRED} }} }} }}",
        f"SELECT ?who (COUNT(?what) AS ?many) {{ {CHAIRED} }} GROUP BY ?who",
        "SELECT * { ?who dip:chaired+ ?what }",
        "SELECT * { ?who ^dip:chaired ?what }",
        f"SELECT * {{ VALUES (?who ?what) {{ (:kazakhstan :osce) }} FILTER NOT EXISTS {{ {CHAIRED} }} }}",
        f"SELECT * {{ {'{' * 9} {CHAIRED} {'}' * 9} }}",
        "SELECT * { ?who nowhere:chaired ?what }",
        "this is no query",
    ],
)
def test_what_a_row_only_perhaps_matches_is_not(query: str, release: Release) -> None:
    assert found(query, release) == []


def test_what_the_release_does_not_state_is_not_shown(release: Release) -> None:
    row = {**OSCE, "who": NamedNode(f"{BASE}id/osce")}
    assert found(f"SELECT * {{ {CHAIRED} }}", release, row) == []


def test_literals_are_told_by_language_and_datatype(release: Release, engine: Embedded) -> None:
    (row,) = engine.rows('SELECT ?x ?time { ?x a dip:Summit ; dip:time ?time ; rdfs:label "OSCE summit in Astana"@en }')
    query = 'SELECT ?x ?time { ?x dip:time ?time ; rdfs:label "OSCE summit in Astana"@en }'
    assert found(query, release, row) == ["dip:time", "rdfs:label"]  # type: ignore[arg-type]


def test_a_row_of_the_page_leads_to_its_statement(client: FlaskClient) -> None:
    query = f"SELECT ?who ?what {{ {CHAIRED} }}"
    page = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"}).text
    address = page.partition('href="/statement/')[2].partition('"')[0]
    assert client.get(f"/statement/{address}", headers={"Accept": "text/html"}).status_code == 200
