"""Queries that are small by their shape, answered without another process."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.engine import Embedded
from diplomatica.engine.small import Small, can_hold
from diplomatica.engine.small.onepattern import is_pattern
from diplomatica.engine.small.star import CELL, TRIPLE, Star, star_of
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, HTML, JSON, TSV, TURTLE, XML, Format

_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_THING = "<https://example.org/thing>"
_KIND, _OF = "https://example.org/Kind", "https://example.org/of"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


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
    assert is_pattern(query)


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
    assert not is_pattern(query)


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
    assert is_pattern(query)
    assert small.answer(query, form, None) == published_engine.answer(query, form, None)


def _some(engine: Embedded) -> list[Quad]:
    found = engine.triples(
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER isIRI(?s) } LIMIT 500"
    )
    return [Quad(*triple) for triple in found]


@pytest.mark.parametrize(
    ("query", "star"),
    [
        (
            f"SELECT ?l {{ ?s a <{_KIND}> ; {_LABEL} ?l . OPTIONAL {{ ?s <{_OF}> ?o }} }}",
            Star("?s", [(_TYPE, _KIND)], [_LABEL[1:-1], _OF], [_OF], 1 + CELL),
        ),
        (
            "PREFIX ex: <https://example.org/> ASK { ex:thing ex:of ?o, ex:Kind. }",
            Star("https://example.org/thing", [(_OF, _KIND)], [_OF], [], 1),
        ),
        (
            f"CONSTRUCT {{ ?s a <{_KIND}> . ?o <{_OF}> ?s }} WHERE {{ ?s <{_OF}> ?o }}",
            Star("?s", [], [_OF], [], 1 + 2 * TRIPLE),
        ),
    ],
)
def test_patterns_of_one_subject_are_a_star(query: str, star: Star) -> None:
    assert star_of(query, ()) == star


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?x {{ ?s <{_OF}> ?o . ?o <{_OF}> ?x }}",
        f"SELECT ?s {{ ?s <{_OF}> ?o ; {_LABEL} ?o }}",
        f"SELECT ?s {{ ?s <{_OF}> ?s }}",
        f"SELECT ?s {{ ?s ?p <{_KIND}> }}",
        f"SELECT ?s {{ ?s <{_OF}>+ <{_KIND}> }}",
        f"SELECT ?s {{ ?s <{_OF}>/<{_OF}> ?o }}",
        f"SELECT ?s {{ ?s ^<{_OF}> ?o }}",
        f'SELECT ?s {{ ?s {_LABEL} "thing" }}',
        f"SELECT ?s {{ ?s <{_OF}> 7 }}",
        f"SELECT ?s {{ ?s <{_OF}> [] }}",
        f"SELECT ?s {{ ?s <{_OF}> _:o }}",
        f"SELECT * {{ ?s <{_OF}> ?o }}",
        f"SELECT ?s {{ ?s <{_OF}> ?o }} ORDER BY ?o",
        f"SELECT ?s {{ ?s <{_OF}> ?o FILTER (?o > ?s) }}",
        f"SELECT ?s {{ ?s <{_OF}> ?o MINUS {{ ?s a <{_KIND}> }} }}",
        f"SELECT ?s {{ {{ ?s <{_OF}> ?o }} UNION {{ ?s a <{_KIND}> }} }}",
        f"SELECT ?s {{ GRAPH ?g {{ ?s <{_OF}> ?o }} }}",
        f"SELECT ?s FROM <{_OF}> {{ ?s <{_OF}> ?o }}",
        f"BASE <{_OF}> SELECT ?s {{ ?s <{_OF}> ?o }}",
        "PREFIX ex: <#> SELECT ?s { ?s ex:of ?o }",
        "SELECT ?s { ?s ex:of.ex:more ?o . ?s ex:of ?p }",
        "SELECT ?s { ?s unknown:of ?o }",
        f"SELECT ?s {{ ?s <{_OF}> ?o }} # {'x' * 2000}",
        f"ASK {{ ?s a {', '.join([f'<{_KIND}>'] * 13)} }}",
        f"ASK {{ ?s a <{_KIND}> {f'OPTIONAL {{ ?s a <{_KIND}> }} ' * 12}}}",
        "DESCRIBE ?s { ?s ?p ?o }",
        f"DESCRIBE <{_OF}>",
        "SELECT ?s {",
        "",
    ],
)
def test_whatever_is_not_about_one_subject_is_no_star(query: str) -> None:
    assert star_of(query, (("ex", "https://example.org/"),)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), form=st.sampled_from((JSON, XML, CSV, TSV)))
def test_each_answer_to_a_star_is_the_same_as_a_workers(
    small: Small, published_engine: Embedded, data: st.DataObject, form: Format
) -> None:
    quads = _some(published_engine)
    one, other = (data.draw(st.sampled_from(quads)) for _ in range(2))
    value = one.object if isinstance(one.object, NamedNode) else "?value"
    subject = data.draw(st.sampled_from((str(one.subject), "?s")))
    chosen = f"{subject} {one.predicate} {value}"
    more = f"{subject} {other.predicate} ?more"
    query = data.draw(
        st.sampled_from(
            (
                f"SELECT ?s ?more ?value {{ {chosen} . {more} }}",
                f"SELECT DISTINCT ?more {{ {chosen} . OPTIONAL {{ {more} }} }} LIMIT 9",
                f"ASK {{ {chosen} . {more} }}",
                f"CONSTRUCT {{ {chosen} . {more} }} {{ {chosen} . {more} }}",
            )
        )
    )
    found = small.answer(query, form, TURTLE)
    assert found in (None, published_engine.answer(query, form, TURTLE))
    event(f"answered at once: {found is not None}")


@pytest.fixture
def of_hub(published: Release, monkeypatch: pytest.MonkeyPatch) -> Small:
    """A release in which one thing has a thousand names, and a kind as many things."""
    label, of, kind = NamedNode(_LABEL[1:-1]), NamedNode(_OF), NamedNode(_KIND)
    hub, few = (NamedNode(f"https://example.org/{name}") for name in ("hub", "few"))
    things = [NamedNode(f"https://example.org/{number}") for number in range(1000)]
    quads = [
        *(Quad(hub, label, Literal("name" * 100 + thing.value)) for thing in things),
        *(Quad(thing, NamedNode(_TYPE), kind) for thing in things),
        *(Quad(thing, of, few) for thing in things[:3]),
    ]
    monkeypatch.setattr("diplomatica.engine.small.small._parts", lambda _: [quads])
    return Small(published)


def test_an_answer_that_is_long_after_all_is_left_to_the_workers(of_hub: Small) -> None:
    hub = "<https://example.org/hub>"
    assert of_hub.answer(f"SELECT ?o {{ {hub} ?p ?o }}", JSON, None) is None
    short = of_hub.answer(f"SELECT ?o {{ {hub} ?p ?o }} LIMIT 2", JSON, None)
    assert short
    assert short.rows == 2


@pytest.mark.parametrize(
    ("query", "is_small"),
    [
        (f"SELECT ?s {{ ?s <{_OF}> <https://example.org/few> }}", True),
        (f"SELECT ?s {{ ?s a <{_KIND}> ; <{_OF}> <https://example.org/few> }}", True),
        (f"ASK {{ ?s a <{_KIND}> }}", False),
        (f"SELECT ?s {{ ?s <{_OF}> ?o }}", False),
        (
            f"SELECT ?k {{ <https://example.org/0> <{_OF}> ?o "
            f"OPTIONAL {{ <https://example.org/0> a ?k }} }}",
            True,
        ),
        (
            f"SELECT ?k {{ ?s <{_OF}> <https://example.org/few> "
            f"OPTIONAL {{ ?s <{_OF}> ?k }} }}",
            True,
        ),
        (
            f"SELECT ?k {{ ?s <{_OF}> <https://example.org/few> "
            f"OPTIONAL {{ ?s {_LABEL} ?k }} }}",
            False,
        ),
        (f"ASK {{ <https://example.org/hub> {_LABEL} ?o ; a ?kind }}", False),
    ],
)
def test_a_star_is_small_where_the_data_are_few(
    of_hub: Small, query: str, is_small: bool
) -> None:
    found = of_hub.answer(query, JSON, TURTLE)
    assert (found is not None) == is_small


def test_a_page_is_never_made_of_a_small_answer(small: Small) -> None:
    assert small.answer(f"SELECT ?l {{ {_THING} {_LABEL} ?l }}", HTML, HTML) is None


def test_a_fault_of_a_small_query_is_told_by_the_workers(small: Small) -> None:
    assert small.answer("SELECT ?o { none:such a ?o }", JSON, None) is None


def test_a_large_release_is_not_held_twice(
    published: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_hold(published, "memory")
    assert not can_hold(published, "disk")
    monkeypatch.setattr("diplomatica.engine.small.small._LARGEST", 100)
    assert not can_hold(published, "memory")
