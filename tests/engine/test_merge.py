"""A named graph stands for the default graph, and for no reason of anything."""

import re

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from diplomatica.engine.engine import WHOLE, QueryDataset
from diplomatica.engine.remote.merge import Merge
from diplomatica.errors import UnfitEngine

MERGE = Merge("urn:merge")


def within(query: str) -> str:
    """A query as it is sent, with the graphs that are left out made short."""
    return re.sub(r"NOT IN \([^)]*\)", "!", MERGE.within(query))


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
        ("ASK { GRAPH <urn:g> { ?s ?p ?o } }", "ASK { GRAPH <urn:g> { ?s ?p ?o } }"),
        (
            "ASK { graph ?g { ?s ?p '}' } }",
            "ASK { graph ?g { ?s ?p '}' } FILTER(?g !) }",
        ),
        (
            "ASK { GRAPH $g { ?s ?p ?o OPTIONAL { GRAPH ?h { ?o ?q ?r } } } ?a ?b ?c }",
            "ASK { GRAPH $g { ?s ?p ?o OPTIONAL { GRAPH ?h { ?o ?q ?r } FILTER(?h !) } }"
            " FILTER($g !) ?a ?b ?c }",
        ),
        (
            "ASK { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
            "ASK { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } FILTER(?g !) }",
        ),
    ],
)
def test_variables_of_graphs_stand_for_those_of_the_release(
    query: str, sent: str
) -> None:
    assert within(query) == sent


def test_what_is_left_out_is_the_merge_and_what_is_the_servers_own() -> None:
    sent = MERGE.within("ASK { GRAPH ?g {} }")
    names = re.findall("<([^>]+)>", sent)
    assert names[:2] == ["urn:merge", "http://www.openlinksw.com/schemas/virtrdf#"]


def test_a_query_that_is_not_closed_is_sent_as_it_is_read() -> None:
    assert within("ASK { GRAPH ?g { ?s ?p ?o") == (
        "ASK { GRAPH ?g { ?s ?p ?o FILTER(?g !)"
    )


def test_a_query_that_chooses_its_graphs_is_asked_of_those() -> None:
    chosen = QueryDataset(named_graphs=("urn:g",))
    assert MERGE.dataset("ASK { ?s ?p ?o }", chosen) == chosen
    assert MERGE.dataset("ASK FROM <urn:g> { ?s ?p ?o }", WHOLE) == WHOLE
    asked = MERGE.dataset("ASK { ?s ?p ?o }", WHOLE)
    assert asked == QueryDataset(default_graphs=("urn:merge",))


def test_without_a_name_nothing_is_changed() -> None:
    none = Merge()
    assert none.within("ASK { GRAPH ?g {} }") == "ASK { GRAPH ?g {} }"
    assert none.dataset("ASK {}", WHOLE) == WHOLE
    assert none.clearing == "CLEAR ALL"


def test_quads_of_the_default_graph_are_placed_in_it() -> None:
    a = NamedNode("urn:a")
    assert MERGE.placed(Quad(a, a, a)) == Quad(a, a, a, NamedNode("urn:merge"))
    assert MERGE.placed(Quad(a, a, a, a)) == Quad(a, a, a, a)
    assert Merge().placed(Quad(a, a, a)).graph_name == DefaultGraph()


def test_a_name_that_is_no_iri_is_refused() -> None:
    with pytest.raises(UnfitEngine, match="no IRI"):
        Merge("my graph")
