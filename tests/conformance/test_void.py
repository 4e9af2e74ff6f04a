"""The description of the dataset in VoID, by the sections of its note; each count is
counted again by a query."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple, parse
from rdflib import RDF, VOID, Graph, URIRef
from rdflib.term import Node

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import DUMPED, READ, Format
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import OWL, SKOS
from diplomatica.pipeline.writing.statistics import statistics

DATASET = URIRef(f"{BASE}dataset")


@pytest.fixture(scope="module")
def graph(published_client: FlaskClient) -> Graph:
    response = published_client.get("/.well-known/void", follow_redirects=True)
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    return Graph().parse(response.data, format="turtle")


def number(graph: Graph, this: Node, term: URIRef) -> int:
    found = list(graph.objects(this, term))
    assert len(found) == 1
    return int(str(found[0]))


def counts(engine: Embedded, query: str) -> dict[str, int]:
    return {
        text_of(row["this"]): int(text_of(row["count"])) for row in engine.rows(query)
    }


def test_3_it_is_a_dataset_with_an_endpoint_and_dumps(graph: Graph) -> None:
    assert (DATASET, RDF.type, VOID.Dataset) in graph
    assert list(graph.objects(DATASET, VOID.sparqlEndpoint)) == [
        URIRef(f"{BASE}sparql")
    ]
    assert len(list(graph.objects(DATASET, VOID.dataDump))) == len(DUMPED)


def test_3_3_every_dump_is_there_and_holds_as_much_as_is_said(
    published_client: FlaskClient, graph: Graph
) -> None:
    forms = {form.suffix: form for form in DUMPED}
    for dump in graph.objects(DATASET, VOID.dataDump):
        form = forms[str(dump).rpartition(".")[2]]
        with published_client.get(str(dump).removeprefix(BASE.rstrip("/"))) as answer:
            assert (answer.status_code, answer.headers["Content-Type"]) == (
                200,
                form.content_type,
            )
            held = list(parse(answer.data, format=form.rdf))
        assert form.holds == "quads" or len(held) == number(
            graph, DATASET, VOID.triples
        )


def test_3_5_things_begin_with_the_space_of_the_dataset_and_fit_its_pattern(
    graph: Graph, published_engine: Embedded
) -> None:
    pattern = re.compile(str(graph.value(DATASET, VOID.uriRegexPattern)))
    subjects = [
        text_of(row["this"])
        for row in published_engine.rows("SELECT DISTINCT ?this { ?this ?p ?o }")
    ]
    entities = [iri for iri in subjects if pattern.match(iri)]
    assert len(entities) == number(graph, DATASET, VOID.entities) > 200
    assert all(
        iri.startswith(str(graph.value(DATASET, VOID.uriSpace))) for iri in entities
    )


def test_4_2_every_example_is_described(
    published_client: FlaskClient, graph: Graph
) -> None:
    examples = list(graph.objects(DATASET, VOID.exampleResource))
    assert len(examples) == 3
    for example in examples:
        path = str(example).removeprefix(BASE.rstrip("/"))
        answer = published_client.get(
            path, headers={"Accept": "text/turtle"}, follow_redirects=True
        )
        assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
        assert example in Graph().parse(answer.data, format="turtle").subjects()


def test_4_3_every_term_in_use_is_of_a_vocabulary_that_is_named(
    graph: Graph, published_engine: Embedded
) -> None:
    named = {str(one) for one in graph.objects(DATASET, VOID.vocabulary)}
    rows = published_engine.rows(
        "SELECT DISTINCT ?this { { ?s ?this ?o } UNION { ?s a ?this } }"
    )
    assert {re.sub(r"[^/#]*$", "", text_of(row["this"])) for row in rows} == named
    assert {str(OWL), str(SKOS), f"{BASE}ontology#"} <= named


@pytest.mark.parametrize(
    ("term", "query"),
    [
        (VOID.triples, "SELECT (COUNT(*) AS ?count) { ?s ?p ?o }"),
        (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?count) { ?s ?p ?o }"),
        (VOID.classes, "SELECT (COUNT(DISTINCT ?kind) AS ?count) { ?s a ?kind }"),
        (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?count) { ?s ?p ?o }"),
    ],
    ids=["triples", "distinctSubjects", "classes", "properties"],
)
def test_4_6_the_totals_are_what_the_endpoint_counts(
    term: URIRef, query: str, graph: Graph, published_engine: Embedded
) -> None:
    assert number(graph, DATASET, term) == int(
        text_of(published_engine.rows(query)[0]["count"])
    )


@pytest.mark.parametrize(
    ("part", "term", "unit", "query"),
    [
        (
            VOID.classPartition,
            VOID["class"],
            VOID.entities,
            "SELECT ?this (COUNT(*) AS ?count) { ?s a ?this }",
        ),
        (
            VOID.propertyPartition,
            VOID.property,
            VOID.triples,
            "SELECT ?this (COUNT(*) AS ?count) { ?s ?this ?o }",
        ),
    ],
    ids=["class", "property"],
)
def test_4_5_the_partitions_are_what_the_endpoint_counts(
    part: URIRef,
    term: URIRef,
    unit: URIRef,
    query: str,
    graph: Graph,
    published_engine: Embedded,
) -> None:
    parts = list(graph.objects(DATASET, part))
    told = {str(graph.value(one, term)): number(graph, one, unit) for one in parts}
    assert len(told) == len(parts) > 50
    assert told == counts(published_engine, f"{query} GROUP BY ?this")


def test_5_the_linksets_are_what_the_endpoint_counts(
    graph: Graph, published_engine: Embedded
) -> None:
    linksets = list(graph.subjects(RDF.type, VOID.Linkset))
    assert set(linksets) <= set(graph.objects(DATASET, VOID.subset))
    assert {
        str(graph.value(one, VOID.linkPredicate)).removeprefix(str(SKOS))
        for one in linksets
    } >= {"exactMatch"}
    for one in linksets:
        target = graph.value(one, VOID.objectsTarget)
        assert (target, RDF.type, VOID.Dataset) in graph
        query = (
            f"SELECT (COUNT(*) AS ?count) {{ ?s <{graph.value(one, VOID.linkPredicate)}> ?o "
            f"FILTER (STRSTARTS(STR(?s), STR(:)) && STRSTARTS(STR(?o), "
            f'"{graph.value(target, VOID.uriSpace)}")) }}'
        )
        assert (
            number(graph, one, VOID.triples)
            == int(text_of(published_engine.rows(query)[0]["count"]))
            > 0
        )


def test_5_links_of_a_foreign_dataset_are_counted_as_well(
    foreign_client: FlaskClient,
) -> None:
    graph = Graph().parse(
        foreign_client.get("/.well-known/void", follow_redirects=True).data,
        format="turtle",
    )
    (linkset,) = graph.subjects(RDF.type, VOID.Linkset)
    assert graph.value(linkset, VOID.linkPredicate) == URIRef(OWL("sameAs").value)
    assert (
        str(graph.value(graph.value(linkset, VOID.objectsTarget), VOID.uriSpace))
        == "https://people.example/1#"
    )
    assert number(graph, linkset, VOID.triples) == 1


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_7_2_well_known_leads_to_the_description_in_any_format(
    form: Format, client: FlaskClient
) -> None:
    answer = client.get(
        "/.well-known/void",
        headers={"Accept": form.media_type},
        base_url="http://data.example/",
    )
    assert answer.status_code == 303
    assert {"Accept", "Accept-Encoding"} <= set(answer.vary)
    assert (
        answer.headers["Location"] == f"http://data.example/dataset?format={form.name}"
    )
    described = client.get(answer.headers["Location"])
    assert described.headers["Content-Type"] == form.content_type
    assert NamedNode(DATASET) in {
        quad.subject for quad in parse(described.data, format=form.rdf)
    }


def test_7_2_well_known_has_no_pictures(client: FlaskClient) -> None:
    assert (
        client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code
        == 406
    )


IRIS = st.sampled_from(
    [NamedNode(f"{BASE}id/{name}") for name in "ab"]
    + [NamedNode("urn:x"), NamedNode("http://y/#z")]
)
TERMS = st.sampled_from(
    [NamedNode(f"http://v/{name}") for name in "cd"] + [OWL("sameAs"), OWL("Class")]
)
TYPE = NamedNode(str(RDF.type))


@given(
    st.lists(
        st.builds(
            Triple, IRIS, st.one_of(TERMS, st.just(TYPE)), st.one_of(IRIS, TERMS)
        ),
        max_size=12,
    )
)
def test_the_counts_of_any_triples_count_themselves(triples: list[Triple]) -> None:
    catalog = Catalog(
        str(DATASET), BASE, "1", "2026-11-24", "x", "x", "https://licence.example/"
    )
    counted = statistics(catalog, set(triples))
    store = Store()
    store.extend(stated_in(DefaultGraph(), [*triples, *counted]))
    said = {
        (one.subject, one.predicate.value.rpartition("#")[2]): one.object
        for one in counted
    }
    assert said[NamedNode(DATASET), "triples"] == Literal(len(store))
    for (part, term), value in said.items():
        if term == "property":
            assert said[part, "triples"] == Literal(
                len(list(store.quads_for_pattern(None, value, None)))  # type: ignore[arg-type]
            )
        if term == "class":
            assert said[part, "entities"] == Literal(
                len(list(store.quads_for_pattern(None, TYPE, value)))
            )
