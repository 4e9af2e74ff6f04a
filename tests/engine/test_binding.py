"""Queries of our own as any engine reads them: bound by VALUES, with prefixes declared."""

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
)

from diplomatica.engine.sparql.binding import bind_terms, declaring

THIS = {"this": NamedNode("urn:a")}
DATA = """
<urn:a> <urn:p> <urn:b> .
<urn:b> <urn:p> <urn:a> .
<urn:g> { <urn:a> <urn:q> <urn:c> }
<urn:a> { <urn:c> <urn:q> <urn:c> }
"""


def rows(store: Store, query: str) -> list[QuerySolution]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return list(found)


@pytest.mark.parametrize(
    ("query", "written"),
    [
        (
            "SELECT ?x { ?this ?p ?x }",
            "SELECT ?x { VALUES ?this { <urn:a> } ?this ?p ?x }",
        ),
        ("SELECT ?x { ?x ?p 1 }", "SELECT ?x { ?x ?p 1 }"),
        (
            "SELECT * { { SELECT ?this { ?this ?p ?x } } }",
            "SELECT * { { SELECT ?this { VALUES ?this { <urn:a> } ?this ?p ?x } } }",
        ),
        (
            "CONSTRUCT { ?this ?p 1 } WHERE { VALUES (?p ?q) { (1 2) } GRAPH ?this {} }",
            "CONSTRUCT { ?this ?p 1 } WHERE { VALUES ?this { <urn:a> } "
            "VALUES (?p ?q) { (1 2) } GRAPH ?this {} }",
        ),
    ],
)
def test_values_stand_in_each_group_that_names_a_variable(
    query: str, written: str
) -> None:
    assert bind_terms(query, THIS) == written


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?this ?p ?x }",
        "SELECT ?x { { ?this ?p ?x } UNION { GRAPH ?g { ?this ?p ?x } } }",
        "SELECT ?x { GRAPH ?this { ?x ?p ?y } }",
        "SELECT ?x { ?x ?p ?y FILTER EXISTS { ?this ?p ?x } FILTER (?x != ?this) }",
        "SELECT ?x { ?x ?p ?y OPTIONAL { ?this ?q ?z } } GROUP BY ?x",
    ],
)
def test_what_is_bound_by_values_is_found_as_what_is_written_there(query: str) -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    ways = (query.replace("?this", "<urn:a>"), bind_terms(query, THIS))
    written, found = (sorted(map(str, rows(store, way))) for way in ways)
    assert found == written != []


def test_a_literal_is_bound_as_it_is_written() -> None:
    term = {"x": Literal('a"b', language="en")}
    assert bind_terms("ASK { ?s ?p ?x }", term) == (
        'ASK { VALUES ?x { "a\\"b"@en } ?s ?p ?x }'
    )


def test_the_prefixes_in_use_are_declared_on_the_first_line() -> None:
    known = {"a": "urn:a:", "b": "urn:b:", "": "urn:own:"}
    query = "PREFIX b: <urn:other:>\nSELECT * { a:x b:y :z }"
    assert declaring(query, known, "urn:base") == (
        f"BASE <urn:base> PREFIX : <urn:own:> PREFIX a: <urn:a:> {query}"
    )
