"""Queries that are small by their shape, answered without another process."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from diplomatica.engine import WHOLE, Asked, Embedded
from diplomatica.engine.small import Small, can_hold, is_small
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, JSON, TSV, XML, Format

_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_THING = "<https://example.org/thing>"


@pytest.fixture(scope="module")
def small(published: Release) -> Small:
    return Small(published)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?l {{ {_THING} {_LABEL} ?l }}",
        f"SELECT ?p ?o WHERE {{{_THING}?p ?o.}} LIMIT 5 # as many as one reads",
        "PREFIX ex: <https://example.org/>\nselect $o where { ex:thing a $o }",
        f"ASK {{ {_THING} a <https://example.org/Kind> }}",
    ],
)
def test_one_pattern_of_one_subject_is_small(query: str) -> None:
    assert is_small(query, WHOLE)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s a <https://example.org/Kind> }",
        f"SELECT ?o {{ {_THING} ?o ?o }}",
        f"SELECT ?o {{ {_THING} $o ?o }}",
        f"SELECT ?o {{ {_THING} {_LABEL}+ ?o }}",
        f"SELECT ?o {{ {_THING} {_LABEL} ?o . ?o ?p ?q }}",
        f"SELECT (NOW() AS ?n) {{ {_THING} {_LABEL} ?o }}",
        f"SELECT ?o {{ {_THING} {_LABEL} ?o }} ORDER BY ?o",
        f"SELECT DISTINCT ?o {{ {_THING} {_LABEL} ?o }}",
        f"SELECT ?o {{ SERVICE <https://example.org/> {{ {_THING} {_LABEL} ?o }} }}",
        f"SELECT ?o FROM <https://example.org/> {{ {_THING} {_LABEL} ?o }}",
        f"DESCRIBE {_THING}",
        f"SELECT * {{ {_THING} ?p ?o }}",
        f"SELECT ?o {{ {_THING} {_LABEL} ?o }} #{'x' * 2000}",
    ],
)
def test_whatever_may_take_long_is_left_to_the_workers(query: str) -> None:
    assert not is_small(query, WHOLE)


def test_a_dataset_of_ones_choice_is_left_to_the_workers() -> None:
    asked = Asked(("https://example.org/graph",), ())
    assert not is_small(f"SELECT ?o {{ {_THING} {_LABEL} ?o }}", asked)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), form=st.sampled_from((JSON, XML, CSV, TSV)))
def test_each_small_answer_is_the_same_as_a_workers(
    small: Small, published_engine: Embedded, data: st.DataObject, form: Format
) -> None:
    quads = _some(published_engine)
    quad = data.draw(st.sampled_from(quads))
    predicate = data.draw(
        st.sampled_from((str(quad.predicate), "?p", "a", "rdfs:label"))
    )
    names = data.draw(st.sampled_from(("?p ?o", "?o", "?o ?none")))
    query = f"SELECT {names} {{ {quad.subject} {predicate} ?o }}"
    assert is_small(query, WHOLE)
    assert small.answer(query, form) == published_engine.answer(query, form, None)


def _some(engine: Embedded) -> list[Quad]:
    found = engine.triples(
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER isIRI(?s) } LIMIT 500"
    )
    return [Quad(*triple) for triple in found]


def test_an_answer_that_is_long_after_all_is_left_to_the_workers(
    published: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, many = NamedNode("https://example.org/hub"), Store()
    names = (Literal(f"{'name' * 100} {number}") for number in range(1000))
    many.bulk_extend(Quad(hub, hub, name) for name in names)
    monkeypatch.setattr("diplomatica.engine.small._loaded", lambda _: many)
    small = Small(published)
    assert small.answer(f"SELECT ?o {{ {hub} ?p ?o }}", JSON) is None
    short = small.answer(f"SELECT ?o {{ {hub} ?p ?o }} LIMIT 2", JSON)
    assert short
    assert short.rows == 2


def test_a_fault_of_a_small_query_is_told_by_the_workers(small: Small) -> None:
    assert small.answer("SELECT ?o { none:such a ?o }", JSON) is None


def test_a_large_release_is_not_held_twice(
    published: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_hold(published, "memory")
    assert not can_hold(published, "disk")
    monkeypatch.setattr("diplomatica.engine.small._LARGEST", 100)
    assert not can_hold(published, "memory")
