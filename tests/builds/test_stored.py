"""Statements that lie in files for the time of a build."""

import tempfile
from itertools import chain
from pathlib import Path
from typing import cast
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.engine.forms import is_rewritten
from diplomatica.errors import DiplomaticaError
from diplomatica.model.iris import Iris
from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.serialization import in_order, quads_in_order
from diplomatica.model.vocabulary import RDF, XSD
from diplomatica.pipeline.storing import ordering
from diplomatica.pipeline.storing.kept import kept_texts
from diplomatica.pipeline.storing.lines import StoredLines, lines_with, row_of
from diplomatica.pipeline.storing.stored import Storage

IRIS = Iris("https://example.org/")
PATHS = ("id/a", "id/a/b", "claim/x/1", "graph/catalog", "graph/names", "article/x")
LIKE_LINES = [f" {RDF('type')} ", " <https://example.org/graph/names> .\n"]
NODES = st.sampled_from([*map(IRIS, PATHS), NamedNode("http://elsewhere.example/a")])
# A text may say what would be a predicate, or the end of a line, outside of it.
WORDS = (st.text(max_size=3) | st.sampled_from(LIKE_LINES)).map(Literal)
TERMS = NODES | WORDS | st.just(BlankNode("b"))
PREDICATES = NODES | st.just(RDF("type"))
QUADS = st.lists(st.builds(Quad, NODES, PREDICATES, TERMS, NODES), max_size=12)


NUMBERS = st.from_regex(r"[-+]?[01][0-9]{0,20}", fullmatch=True)
DAYS = st.from_regex(r"-?[012]0[0-9]{2}-[01][0-9]-[0-3][0-9]Z?", fullmatch=True)
TRUTHS = st.sampled_from(["true", "false", "1", "0", "True", "true ", '"true'])
TYPED = st.lists(
    st.builds(Literal, NUMBERS | st.just('"5'), datatype=st.just(XSD("integer")))
    | st.builds(Literal, DAYS, datatype=st.just(XSD("date")))
    | st.builds(Literal, TRUTHS, datatype=st.just(XSD("boolean"))),
    max_size=12,
)


@given(TYPED)
def test_only_doubtful_forms_are_ill_typed_or_rewritten(terms: list[Literal]) -> None:
    this, by = IRIS("id/a"), IRIS("id/b")
    stored = Storage(IRIS).quads([Quad(this, by, term, this) for term in terms])
    doubtful = {quad.object for quad in stored.typed.doubtful}
    assert {one for one in terms if not is_well_typed(one)} <= doubtful
    assert set(filter(is_rewritten, terms)) <= doubtful
    assert doubtful.isdisjoint({Literal("7", datatype=XSD("integer")), Literal(True)})


@settings(deadline=None, max_examples=60)
@given(QUADS, QUADS)
def test_quads_are_stored_each_once_in_the_order_of_dumps(
    some: list[Quad], others: list[Quad]
) -> None:
    storage = Storage(IRIS)
    whole = storage.quads(others, storage.quads(some))
    expected = quads_in_order([*some, *others], IRIS)
    assert (list(whole), len(whole)) == (expected, len(expected))


@settings(deadline=None, max_examples=60)
@given(QUADS, QUADS)
def test_triples_are_stored_each_once_in_the_order_of_dumps(
    some: list[Quad], others: list[Quad]
) -> None:
    storage = Storage(IRIS)
    first = storage.triples(quad.triple for quad in some)
    whole = storage.triples((quad.triple for quad in others), first)
    expected = in_order([quad.triple for quad in (*some, *others)], IRIS)
    assert (list(whole), len(whole)) == (expected, len(expected))


@settings(deadline=None, max_examples=60)
@given(QUADS, QUADS, st.sampled_from([1, 200, 10**6]))
def test_large_files_and_rows_beside_them_are_put_in_the_order_of_dumps(
    some: list[Quad], others: list[Quad], at_a_time: int
) -> None:
    storage = Storage(IRIS)
    large = kept_texts(f"{quad} .\n" for quad in some)
    with patch.object(ordering, "_RUN", at_a_time):
        whole = storage.quads_of(map(row_of, others), None, [large])
        triples = storage.triples_of(f"{quad.triple} .\n".encode() for quad in whole)
    expected = quads_in_order([*some, *others], IRIS)
    assert (list(whole), len(whole)) == (expected, len(expected))
    of_default = in_order([quad.triple for quad in expected], IRIS)
    assert (list(triples), len(triples)) == (of_default, len(of_default))
    among = storage.quads_of(map(row_of, others[:3]), storage.quads(others), [large])
    assert list(among) == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(QUADS, max_size=4))
def test_sorted_texts_are_stored_in_order_whichever_comes_first(
    several: list[list[Quad]],
) -> None:
    by_graph = (
        [(cast("NamedNode", quad.graph_name), [quad.triple]) for quad in quads]
        for quads in several
    )
    texts = map(StoredLines(IRIS).in_order, by_graph)
    expected = quads_in_order(chain.from_iterable(several), IRIS)
    assert list(Storage(IRIS).sorted_quads(texts)) == expected


@settings(deadline=None, max_examples=60)
@given(QUADS)
def test_what_is_asked_of_stored_quads_is_what_all_of_them_hold(
    quads: list[Quad],
) -> None:
    stored = Storage(IRIS).quads(quads)
    kept = list(stored)
    typed = [quad for quad in kept if quad.predicate == RDF("type")]
    of_graph = [quad for quad in kept if quad.graph_name == IRIS("id/a")]
    assert list(stored.saying(RDF("type"))) == typed
    assert list(stored.of_graph(IRIS("id/a"))) == of_graph
    nodes = [IRIS(path) for path in PATHS]
    for some in (nodes[:1], [*nodes, *map(IRIS, "abc")]):
        assert list(stored.about(some)) == [one for one in kept if one.subject in some]
    assert list(stored.rows()) == list(map(row_of, kept))


@settings(deadline=None, max_examples=60)
@given(QUADS, st.lists(PREDICATES, max_size=3))
def test_lines_of_many_predicates_are_found_as_those_of_few_are(
    quads: list[Quad], predicates: list[NamedNode]
) -> None:
    storage = Storage(IRIS)
    stored = storage.quads(quads)
    triples = storage.triples(one.triple for one in quads)
    wanted = [one for one in stored if one.predicate in predicates]
    texts = [row_of(Quad(*one))[:3] for one in triples if one.predicate in predicates]
    for many in (0, 8):
        with patch("diplomatica.pipeline.storing.lines._MANY_MARKS", many):
            assert list(stored.saying(*predicates)) == wanted
            assert list(triples.rows_saying(*predicates)) == texts


@settings(deadline=None, max_examples=60)
@given(QUADS, st.lists(NODES, max_size=2))
def test_rows_are_those_of_all_graphs_but_some(
    quads: list[Quad], without: list[NamedNode]
) -> None:
    stored = Storage(IRIS).quads(quads)
    others = [row_of(one) for one in stored if one.graph_name not in without]
    assert list(stored.rows(without)) == others


def test_the_files_are_gone_when_nobody_has_the_statements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    quad = Quad(IRIS("a"), IRIS("b"), IRIS("c"), IRIS("g"))
    stored = Storage(IRIS).quads([quad])
    assert list(stored) == [quad]
    del stored
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_written_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(DiplomaticaError, match="let TMPDIR name another folder"):
        Storage(IRIS)


@pytest.mark.parametrize("last", ["\n", ""])
def test_lines_are_found_once_by_any_of_some_marks(last: str) -> None:
    piece = f"a <p> <q> b\nc <r> d\ne <q> f\ng .p. h <p> i{last}".encode()
    found = lines_with(piece, [b" <p> ", b" <q> "])
    assert found == [b"a <p> <q> b", b"e <q> f", b"g .p. h <p> i"]
    assert lines_with(piece, [b" <r> "]) == [b"c <r> d"]
    assert lines_with(piece, [b" .p. ", b" <s> "]) == [b"g .p. h <p> i"]
    assert lines_with(piece, []) == []
