"""The ways that the alternatives of a query go to what they look at, and lines on them."""

import pytest

from diplomatica.pipeline.storing.lineways import GRAPH, OBJECT, SUBJECT, LineWay
from diplomatica.pipeline.storing.parsedquery import Anything
from diplomatica.pipeline.storing.ways import ways_of

KNOWN = {"x": "https://x.example/"}
P, Q, R = (f"<https://x.example/{name}>".encode() for name in "pqr")
Steps = list[set[tuple[int, bool, frozenset[bytes] | None, tuple[int, ...]]]]


def steps_of(alternative: str) -> Steps:
    query = f"SELECT ?s ?v {{ ?s a x:k {{ ?s x:k ?v }} UNION {{ {alternative} }} }}"
    found = ways_of(query, "s", KNOWN)
    of_first = LineWay(SUBJECT, False, frozenset({b"<https://x.example/k>"}), ())
    assert of_first in found.steps[0]
    return [
        {(w.start, w.is_named, w.predicates, w.ends) for w in step if w != of_first}
        for step in found.steps
    ]


def plain(name: bytes, *ends: int) -> tuple[object, ...]:
    return SUBJECT, False, frozenset({name}), ends


@pytest.mark.parametrize(
    ("alternative", "steps"),
    [
        ("?s x:p ?v", [{plain(P)}]),
        ("?s x:p|x:q ?v", [{(SUBJECT, False, frozenset({P, Q}), ())}]),
        ("?s x:p/x:q ?v", [{plain(P, OBJECT)}, {plain(Q)}]),
        ("?s x:p ?o . ?o x:q ?v ; x:r 1", [{plain(P, OBJECT)}, {plain(Q), plain(R)}]),
        ("?v x:p ?s", [{(OBJECT, False, frozenset({P}), ())}]),
        ("?s ^x:p ?v", [{(OBJECT, False, frozenset({P}), ())}]),
        ("?s x:p ?o OPTIONAL { ?o x:q ?v }", [{plain(P, OBJECT)}, {plain(Q)}]),
        ("?s x:p ?o MINUS { ?o x:q ?v }", [{plain(P, OBJECT)}, {plain(Q)}]),
        (
            "?s x:p ?v FILTER NOT EXISTS { ?v x:q 1 }",
            [{plain(P, OBJECT)}, {plain(Q)}],
        ),
        (
            "?s x:p ?o BIND (EXISTS { ?o x:q 1 } AS ?v)",
            [{plain(P, OBJECT)}, {plain(Q)}],
        ),
        (
            "?s x:p ?o { ?o x:q ?v } UNION { ?o x:r ?v }",
            [{plain(P, OBJECT)}, {plain(Q), plain(R)}],
        ),
        (
            "{ SELECT DISTINCT ?s { ?s x:p ?any } } ?s x:q ?v",
            [{plain(P), plain(Q)}],
        ),
        (
            "GRAPH ?g { ?s x:p ?o } ?g x:q ?v",
            [{(SUBJECT, True, frozenset({P}), (GRAPH,))}, {plain(Q)}],
        ),
        (
            "?s a x:k . GRAPH ?s { ?v ?any ?o }",
            [
                {
                    plain(b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
                    (GRAPH, True, None, ()),
                }
            ],
        ),
    ],
)
def test_ways_lead_from_a_thing_to_the_lines_that_are_looked_at(
    alternative: str, steps: Steps
) -> None:
    assert steps_of(alternative) == steps


def test_paths_of_any_length_look_at_all_of_a_property() -> None:
    query = """SELECT ?s ?v { ?s a x:k
      { ?s x:p ?v } UNION { ?s x:q ?v FILTER EXISTS { ?v x:r+ ?any } } }"""
    assert ways_of(query, "s", KNOWN).everywhere == {R}


@pytest.mark.parametrize(
    "alternative",
    [
        # Nothing leads there.
        "?s x:p ?v . ?t x:q ?w",
        "?s x:p ?v . x:t x:q ?w",
        "?s x:p ?v FILTER EXISTS { ?t x:q ?w }",
        "?s x:p ?v . ?t x:r+ ?v . ?t x:q ?w",
        # The first may have nothing, and the second then is of anything.
        "?s x:p 1 OPTIONAL { ?s x:q ?o } OPTIONAL { ?o x:r ?v }",
        "?s x:p 1 OPTIONAL { ?o x:r ?v } ?s x:q ?o",
        "?s x:p 1 BIND (EXISTS { ?o x:r ?v } AS ?is) ?s x:q ?o",
        # What stands in brackets sees nothing of what stands before them.
        "?s x:p ?o { ?o x:q 1 OPTIONAL { ?s x:r ?v } }",
        "?s x:p ?o { ?t x:q 1 FILTER EXISTS { ?o x:r ?t } }",
        "{ ?s x:p ?o } UNION { ?o x:q ?v }",
        "BIND (x:t AS ?o) ?s x:p 1 . ?o x:q ?v",
        # A query within the query has variables of its own, and may count.
        "?s x:p ?o { SELECT ?s { ?s x:q ?t } } ?t x:r ?v",
        "{ SELECT ?s (COUNT(?o) AS ?v) { ?s x:q ?o } GROUP BY ?s }",
        "{ SELECT ?s ?v { ?s x:q ?v } LIMIT 1 }",
        # It may be of any thing.
        "OPTIONAL { ?s x:p ?v }",
        "?v x:p 1",
        # A number may be written in many ways.
        "?s x:p ?o . ?v x:q ?o",
        "?s !x:p ?v",
        "SERVICE x:t { ?s x:p ?v }",
    ],
)
def test_what_may_follow_from_anything_has_no_ways(alternative: str) -> None:
    with pytest.raises(Anything):
        steps_of(alternative)
