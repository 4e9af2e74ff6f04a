"""The catalog in DCAT 3, and what the Data on the Web Best Practices (BP) ask of it."""

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import (
    DCTERMS,
    FOAF,
    PROV,
    RDF,
    RDFS,
    VOID,
    Graph,
    Literal,
    Namespace,
    URIRef,
)
from rdflib.term import Node

from conftest import BASE, Spoil
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DCTERMS as TERMS
from diplomatica.model.vocabulary import VOID as VOIDS
from diplomatica.pipeline.building import check

DATASET, RELEASE, CATALOG = (
    URIRef(BASE + name) for name in ("dataset", "release/0.1.0", "graph/catalog")
)
SERVICE = URIRef(f"{BASE}sparql")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DIP = Namespace(f"{BASE}ontology#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


def described(client: FlaskClient, path: str = "/dataset") -> Graph:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    return Graph().parse(response.data, format="turtle")


@pytest.fixture(scope="module")
def graph(published_client: FlaskClient) -> Graph:
    return described(published_client)


def values(graph: Graph, this: URIRef, *path: URIRef) -> list[Node]:
    found: list[Node] = [this]
    for step in path:
        found = [value for node in found for value in graph.objects(node, step)]
    return found


@pytest.mark.parametrize(
    "term",
    [
        DCTERMS.title,
        DCTERMS.description,
        DCAT.keyword,
        DCTERMS.publisher,
        DCTERMS.creator,
        DCAT.contactPoint,
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.spatial,
        DCTERMS.temporal,
        DCTERMS.language,
        DCAT.theme,
        DCTERMS.license,
        DCTERMS.accessRights,
        DCTERMS.accrualPeriodicity,
        DCTERMS.conformsTo,
        DCTERMS.source,
        DCTERMS.identifier,
        DCAT.landingPage,
        DCAT.version,
        DCTERMS.bibliographicCitation,
    ],
    ids=lambda term: term.rpartition("/")[2],
)
def test_bp2_the_dataset_has_descriptive_metadata(term: URIRef, graph: Graph) -> None:
    assert values(graph, DATASET, term)


def test_6_4_those_who_made_it_and_whom_to_ask_have_names(graph: Graph) -> None:
    assert values(graph, DATASET, DCTERMS.creator, FOAF.name) == [
        Literal("The Diplomatica developers")
    ]
    assert values(graph, DATASET, DCTERMS.publisher, FOAF.name) == [
        Literal("The Diplomatica developers")
    ]
    assert values(graph, DATASET, DCAT.contactPoint, VCARD.fn) == [
        Literal("The Diplomatica developers")
    ]


def test_6_3_the_catalog_lists_the_dataset_and_the_service(graph: Graph) -> None:
    assert (CATALOG, RDF.type, DCAT.Catalog) in graph
    assert values(graph, CATALOG, DCAT.dataset) == [DATASET]
    reconciliation = URIRef(f"{BASE}reconcile")
    stream = URIRef(f"{BASE}feed")
    assert values(graph, CATALOG, DCAT.service) == [stream, reconciliation, SERVICE]


def test_6_9_the_service_serves_the_dataset_and_describes_itself(
    published_client: FlaskClient, graph: Graph
) -> None:
    assert (SERVICE, RDF.type, DCAT.DataService) in graph
    assert (
        values(graph, SERVICE, DCAT.endpointURL)
        == values(graph, SERVICE, DCAT.endpointDescription)
        == [SERVICE]
    )
    assert values(graph, SERVICE, DCAT.servesDataset) == [DATASET]
    there = described(published_client, "/sparql")
    endpoint = there.value(predicate=RDF.type, object=SD.Service)
    assert list(there.objects(endpoint, DCAT.servesDataset)) == [DATASET]


def test_11_1_the_release_and_the_dataset_name_each_other(graph: Graph) -> None:
    assert (
        values(graph, DATASET, DCAT.hasVersion)
        == values(graph, DATASET, DCAT.hasCurrentVersion)
        == [RELEASE]
    )
    assert values(graph, RELEASE, DCAT.isVersionOf) == [DATASET]
    assert values(graph, RELEASE, DCAT.version) == values(graph, DATASET, DCAT.version)


def test_11_1_the_version_before_is_the_one_that_an_editor_names(
    folder_of_second: Graph,
) -> None:
    second = URIRef(f"{BASE}release/0.2.0")
    assert values(folder_of_second, second, DCAT.previousVersion) == [RELEASE]
    assert values(folder_of_second, second, DCAT.version) == [Literal("0.2.0")]


@pytest.fixture
def folder_of_second(folder: Path) -> Graph:
    file = folder / "dataset" / "catalog.ttl"
    before = f"<{BASE}release/0.2.0> dcat:previousVersion <{RELEASE}> ."
    file.write_text(
        file.read_text("utf-8").replace('"0.1.0"', '"0.2.0"') + before, "utf-8"
    )
    triples = "".join(f"{triple} .\n" for triple in check(Folder(folder)).triples)
    return Graph().parse(data=triples, format="nt")


def test_the_time_that_is_covered_is_that_of_the_events(
    graph: Graph, published_release_graph: Graph
) -> None:
    data = published_release_graph
    assert values(graph, DATASET, DCTERMS.temporal, DCAT.startDate) == [
        min(data.objects(None, DIP.earliest))  # type: ignore[type-var]
    ]
    assert values(graph, DATASET, DCTERMS.temporal, DCAT.endDate) == [
        max(data.objects(None, DIP.latest))  # type: ignore[type-var]
    ]
    assert (
        set(values(graph, DATASET, DCTERMS.spatial))
        == set(data.objects(None, DIP.location))
        != set()
    )


@pytest.fixture(scope="module")
def published_release_graph(published: Release) -> Graph:
    return Graph().parse(published.folder / "diplomatica.ttl")


def test_bp5_the_release_tells_from_which_files_it_was_made_and_their_checksums(
    graph: Graph,
) -> None:
    used = values(graph, RELEASE, PROV.wasGeneratedBy, PROV.used)
    assert set(used) == set(values(graph, RELEASE, PROV.wasDerivedFrom))
    told = {
        str(graph.value(file, RDFS.label)): str(
            graph.value(graph.value(file, SPDX.checksum), SPDX.checksumValue)
        )
        for file in used
    }
    assert {
        "seeds/kazakhstan-peace-initiatives.txt",
        "ontology/diplomatica.ttl",
        "dataset/names.ttl",
    } <= told.keys()
    assert told == {
        name: hashlib.sha256((PACKAGED / name).read_bytes()).hexdigest()
        for name in told
    }


def test_bp5_the_release_tells_by_which_version_of_the_software(graph: Graph) -> None:
    from diplomatica import version

    assert values(
        graph, RELEASE, PROV.wasGeneratedBy, PROV.wasAssociatedWith, DCAT.version
    ) == [Literal(version())]


def test_bp10_all_that_the_catalog_names_of_the_dataset_is_there(
    published_client: FlaskClient, graph: Graph
) -> None:
    named = {
        str(term).partition("#")[0]
        for triple in graph
        for term in triple
        if isinstance(term, URIRef)
    }
    own = sorted(iri for iri in named if iri.startswith(BASE))
    assert len(own) > 10
    for iri in own:
        with published_client.get("/" + iri.removeprefix(BASE)) as answer:
            assert answer.status_code in (200, 303), iri


def test_no_name_below_the_dataset_is_without_a_description(graph: Graph) -> None:
    parts = {
        one
        for one in graph.objects()
        if str(one).startswith((f"{DATASET}#", f"{RELEASE}#"))
    }
    assert len(parts) > 100
    assert parts <= set(graph.subjects())


def test_what_a_human_states_is_not_said_otherwise(folder: Path, spoil: Spoil) -> None:
    spoil(
        "dataset/catalog.ttl",
        f"void:sparqlEndpoint <{BASE}sparql>",
        "void:sparqlEndpoint <https://other.example/>",
    )
    triples = check(Folder(folder)).triples
    assert [
        str(one.object) for one in triples if one.predicate == VOIDS("sparqlEndpoint")
    ] == ["<https://other.example/>"]
    assert [
        one
        for one in triples
        if one.predicate == TERMS("source") and str(one.subject) == f"<{DATASET}>"
    ]


def test_a_dataset_of_another_base_is_described_as_well(
    foreign_client: FlaskClient,
) -> None:
    graph, base = described(foreign_client), "https://example.org/news/"
    this = URIRef(f"{base}dataset")
    assert (this, RDF.type, VOID.Dataset) in graph
    assert values(graph, this, DCTERMS.bibliographicCitation) == [
        Literal(f"Anna (2026): My <news> & more. Version 1.0.0. Dataset. {this}")
    ]
    assert values(graph, this, DCAT.hasVersion, PROV.wasGeneratedBy, PROV.used)
    assert values(graph, URIRef(f"{base}sparql"), DCAT.servesDataset) == [this]
    assert not values(graph, this, DCTERMS.temporal)
