"""Why a row of an answer is there: only statements that its query surely matched, and
that the release has."""

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.lookup.advice.evidence import (
    Cells,
    patterns,
    statements,
    with_all_variables,
)
from diplomatica.lookup.digests import Digests
from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import prefixes

OSCE = {"who": NamedNode(f"{BASE}id/kazakhstan"), "what": NamedNode(f"{BASE}id/osce")}
CHAIRED = "?who dip:chaired ?what"


def found(query: str, release: Release, row: Cells = OSCE) -> list[str]:
    """The predicates of the statements that a row rests on."""
    matched = patterns(query, prefixes(BASE))
    stated = statements(matched, row, Digests(release, Index(release).ask)).values()
    return sorted(release.iris.short(quads[0].predicate.value) for quads in stated)


def page_of(client: FlaskClient, query: str) -> str:
    """The page that shows the answer to a query."""
    return client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?who ?what {{ {CHAIRED} }}",
        (
            f"SELECT DISTINCT * {{ GRAPH ?why {{ {CHAIRED} }} FILTER (?who != "
            f"?what) }} ORDER BY ?who LIMIT 9"
        ),
        f"SELECT * {{ {CHAIRED} OPTIONAL {{ ?what rdfs:label ?label }} BIND (1 AS ?one) }}",
        (
            f"PREFIX d: <https://w3id.org/diplomatica/ontology#> SELECT * {{ "
            f"{CHAIRED.replace('dip:', 'd:')} }}"
        ),
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
        (
            f"SELECT * {{ VALUES (?who ?what) {{ (:kazakhstan :osce) }} FILTER NOT "
            f"EXISTS {{ {CHAIRED} }} }}"
        ),
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


def test_literals_are_told_by_language_and_datatype(
    release: Release, engine: Embedded
) -> None:
    (row,) = engine.rows(
        'SELECT ?x ?time { ?x a dip:Summit ; dip:time ?time ; rdfs:label "OSCE '
        'summit in Astana"@en }'
    )
    query = (
        'SELECT ?x ?time { ?x dip:time ?time ; rdfs:label "OSCE summit in Astana"@en }'
    )
    assert found(query, release, row) == ["dip:time", "rdfs:label"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "wide"),
    [
        ("SELECT ?a { ?a ?b ?c }", "SELECT * { ?a ?b ?c }"),
        (
            "PREFIX x: <http://x/>\nselect ?a $d WHERE { { SELECT ?a { ?a x:b ?d } } } LIMIT 1",
            "PREFIX x: <http://x/>\nselect * WHERE { { SELECT ?a { ?a x:b ?d } } } LIMIT 1",
        ),
    ],
)
def test_a_page_asks_for_all_variables(query: str, wide: str) -> None:
    assert with_all_variables(query) == wide


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c }",
        "SELECT DISTINCT ?a { ?a ?b ?c }",
        "SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c } GROUP BY ?a",
        "SELECT ?a { ?a ?b ?c } GROUP BY ?a",
        "ASK { ?a ?b ?c }",
        "SELECT ?a",
        "SELECT",
        "",
    ],
)
def test_where_the_rows_would_be_others_it_does_not(query: str) -> None:
    assert with_all_variables(query) == ""


def test_a_row_is_shown_with_what_is_asked_for_and_rests_on_all_that_it_matched(
    client: FlaskClient,
) -> None:
    query = "SELECT ?label { ?who dip:chaired ?what . ?what rdfs:label ?label }"
    page = page_of(client, query)
    table = page.partition("<thead>")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="col">(.*?)</th>', table) == ["label", "Why"]
    assert "The words or reasons behind dip:chaired" in table
    answer = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}
    ).text
    assert answer.splitlines()[0] == "label"
    assert answer.count("\n") - 1 == table.count("<tr>") - 1


def test_a_query_that_is_wrong_is_wrong_on_its_page_too(client: FlaskClient) -> None:
    answer = client.get(
        "/sparql",
        query_string={"query": "SELECT ?s { ?s ?p ?o"},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 400


def test_only_the_words_of_the_graph_that_was_matched_are_behind_a_row(
    published_client: FlaskClient,
) -> None:
    query = (
        "SELECT ?x { GRAPH ?g { ?x dip:of :osce ; a dip:Chairmanship } ?g "
        "dip:perhapsVoice :roman-vassilenko }"
    )
    page = page_of(published_client, query)
    words = page.partition('<h2 id="words">')[2].partition("</section>")[0]
    assert "Our country’s chairmanship of the Organisation for Security" in words
    assert "has headed the OSCE" not in page


def test_where_nobody_is_quoted_there_are_no_words_behind_a_row(
    client: FlaskClient,
) -> None:
    query = "SELECT ?label { :kazakhstan rdfs:label ?label }"
    page = page_of(client, query)
    assert "The words or reasons behind rdfs:label" in page
    assert 'id="words"' not in page


def test_rows_of_a_part_of_the_dataset_rest_on_nothing_that_is_told(
    client: FlaskClient,
) -> None:
    graph = f"{BASE}claim/kazakhstan-peace-initiatives/osce-finale"
    for query, asked in (
        (f"SELECT * FROM <{graph}> {{ ?x dip:of ?y }}", {}),
        ("SELECT * { ?x dip:of ?y }", {"default-graph-uri": graph}),
    ):
        page = client.get(
            "/sparql",
            query_string={"query": query, **asked},
            headers={"Accept": "text/html"},
        ).text
        assert "Kazakhstan’s chairmanship of the OSCE" in page
        assert 'class="marks"' not in page


def test_the_reasons_of_a_row_stand_apart_and_examples_are_beside_run(
    client: FlaskClient,
) -> None:
    asked = "SELECT ?name { ?e a dip:Summit ; rdfs:label ?name ; dip:time ?time }"
    told = client.get(
        "/sparql", query_string={"query": asked}, headers={"Accept": "text/html"}
    ).text
    (row,) = re.findall(r'<td class="marks"[^>]*>(.*?)</td>', told)[:1]
    assert re.sub("<[^>]+>", "", row) == "is a · label · time"
    assert told.index(">Run</button>") < told.index('<a href="#steps">See examples</a>')
    assert 'id="steps"' in told


def test_the_words_behind_few_rows_are_shown_with_who_says_them(
    client: FlaskClient,
) -> None:
    page = client.get(
        "/sparql",
        query_string={"query": f"SELECT ?what {{ {CHAIRED} }}"},
        headers={"Accept": "text/html"},
    )
    words = page.text.partition('<h2 id="words">')[2].partition("</section>")[0]
    assert (
        "became the finale of Kazakhstan’s chairmanship mission in this organisation"
        in words
    )
    assert ">the author</a>" in words
    many = client.get(
        "/sparql",
        query_string={"query": "SELECT * { ?a ?b ?c }"},
        headers={"Accept": "text/html"},
    )
    assert 'id="words"' not in many.text


def test_the_place_of_a_fault_is_that_in_the_query_as_it_was_asked(
    client: FlaskClient,
) -> None:
    query = "SELECT ?who ?what ?why { ?who nope:chaired ?what }"
    page = page_of(client, query)
    assert f'data-column="{query.index(" ?what }") + 1}"' in page


def test_a_row_of_the_page_leads_to_its_statement(client: FlaskClient) -> None:
    query = f"SELECT ?who ?what {{ {CHAIRED} }}"
    page = page_of(client, query)
    address = page.partition('href="/statement/')[2].partition('"')[0]
    assert (
        client.get(f"/statement/{address}", headers={"Accept": "text/html"}).status_code
        == 200
    )


def test_words_stand_in_the_order_of_rows_and_years_once(
    published_client: FlaskClient,
) -> None:
    query = (
        "SELECT ?event ?time { ?e a dip:Event ; rdfs:label ?event ; dip:time ?time } "
        "ORDER BY STR(?time) LIMIT 8"
    )
    page = page_of(published_client, query)
    rows, words = page.split('id="words"')
    assert re.findall(r"<small[^>]*>([^<]+)</small>", rows.partition("<tbody>")[2]) == [
        "1991-08-29",
        "2010-12",
        "2010-12",
    ]
    told = [words.index(one) for one in ("Aug. 29, 1991", "in 2003", "In 2008")]
    assert told == sorted(told)
