"""ORDER BY as one order of all terms, where the engine's own goes round in a circle."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from conftest import request
from diplomatica.engine.rewriting.ordering import may_be_ordered, order_fully

XSD = "http://www.w3.org/2001/XMLSchema#"
SUBJECT, PREDICATE = NamedNode("http://x/s"), NamedNode("http://x/p")
ALL = "SELECT ?o { ?s ?p ?o } ORDER BY DESC(?o)"
# What aborted the process of a worker: numbers, texts and IRIs in one column.
MIXED = (
    "SELECT ?p ?o { <https://w3id.org/diplomatica/dataset> ?p ?o } "
    "ORDER BY DESC(?o) ?p LIMIT 3"
)


def typed(kind: str, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    datatype = NamedNode(f"{XSD}{kind}")
    return texts.map(lambda text: Literal(text, datatype=datatype))


DAYS = st.dates().map(str)
TERMS = st.one_of(
    st.integers(0, 99).map(Literal),
    st.sampled_from(["2", "10", "1a", "", "NaN", "b"]).map(Literal),
    typed("double", st.sampled_from(["NaN", "1e3", "INF", "-0.0"])),
    typed("date", st.builds(str.__add__, DAYS, st.sampled_from(["", "Z", "+14:00"]))),
    typed("gYear", st.integers(1000, 3000).map(str)),
    typed("duration", st.sampled_from(["P1M", "P30D", "P31D", "P1Y"])),
    st.sampled_from("abc").map(lambda name: NamedNode(f"http://x/{name}")),
)


def store_of(terms: Sequence[NamedNode | Literal]) -> Store:
    store = Store()
    store.extend(Quad(SUBJECT, PREDICATE, term) for term in terms)
    return store


def sorted_in(store: Store) -> list[Any]:
    found = store.query(order_fully(ALL))
    assert isinstance(found, QuerySolutions)
    return [row["o"] for row in found]


@given(st.lists(TERMS, min_size=2, max_size=60))
def test_rows_are_those_that_there_are_with_iris_last_backwards(
    terms: list[NamedNode | Literal],
) -> None:
    store = store_of(terms)
    found = sorted_in(store)
    assert sorted(map(str, found)) == sorted(str(quad.object) for quad in store)
    are_iris = [isinstance(term, NamedNode) for term in found]
    assert are_iris == sorted(are_iris)


@given(st.lists(st.integers(-1000, 1000), unique=True))
def test_numbers_stay_in_their_order(numbers: list[int]) -> None:
    found = [int(one.value) for one in sorted_in(store_of([*map(Literal, numbers)]))]
    assert found == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("SELECT ?x { ?x ?y ?z }", 0),
        ("SELECT ?x { ?x ?y 'ORDER BY ?x' }", 0),
        ("SELECT ?x { ?x ?y ?z } ORDER BY ?x LIMIT 3", 1),
        ("SELECT ?x { { SELECT ?x { ?x ?y ?z } order by ?x } } ORDER BY (?x) ?y", 3),
        ("SELECT ?x { ?x ?y ?z } ORDER BY LCASE(?x) ASC(1 + ?y) <f:f>(?z, 1)", 3),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?x ORDER BY DESC(COUNT(?y)) OFFSET 1", 1),
        ("SELECT ?x { ?x ?y ?z } ORDER BY EXISTS { ?x ?y ?x }", 0),
        (
            "SELECT ?x { ?x ?y ?z } ORDER BY "
            "(EXISTS { { SELECT ?x { ?x ?y ?x } ORDER BY ?x } }) ?y",
            2,
        ),
        ("SELECT ?x { ?x ?y ?z } ORDER BY", 0),
        ("SELECT ?x { ?x ?y ?z } ORDER BY (", 0),
    ],
)
def test_each_condition_is_read_and_nothing_else(query: str, keys: int) -> None:
    written = order_fully(query)
    assert written.count("isBlank(") == keys
    assert (written == query) == (keys == 0)


def test_an_order_that_is_written_with_escapes_is_one() -> None:
    query = "SELECT ?x { ?x ?y ?z } O\\u0052DER BY ?x"
    assert may_be_ordered(query)
    assert order_fully(query) != query


def deaths(server: str) -> str:
    metrics = request(server, "/metrics").body.decode()
    lines = metrics.splitlines()
    return "\n".join(line for line in lines if "deaths_total" in line)


def test_an_order_of_anything_is_answered_and_no_limit_blamed(whole: str) -> None:
    before = deaths(whole)
    found = request(
        whole,
        "/sparql",
        "POST",
        MIXED.encode(),
        Content_Type="application/sparql-query",
    )
    assert found.status == 200
    assert len(found.json["results"]["bindings"]) == 3
    told = deaths(whole).replace(before, "")
    assert 'cause="limit of memory"' not in told
