"""The checks of FOOPS!, on what is served at the ontology's IRI, each check of its
content with a mutant.

What is left needs the outside world: FIND2 and LOV (registration), PURL1 (the redirects
of w3id.org), OM4.2 (the licence's page) and a DOI (part of OM3).
"""

from collections.abc import Callable
from functools import cache

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, SDO, VANN
from rdflib.term import Node
from werkzeug.test import TestResponse

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.web.app import create_app

# rdflib warns of what its own reader of JSON-LD does.
pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)

FILE = PACKAGED / "ontology" / "diplomatica.ttl"
THIS = URIRef("https://w3id.org/diplomatica/ontology")
BIBO = Namespace("http://purl.org/ontology/bibo/")
RDF_TYPES = {
    "application/rdf+xml": "xml",
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
}
# as FOOPS! asks
ACCEPTED = "application/rdf+xml, text/turtle, text/n3, application/ld+json, text/html"
METADATA = (
    "http://purl.org/dc/terms/",
    "https://schema.org/",
    "http://purl.org/vocab/vann/",
    str(OWL),
)


@cache
def stated() -> Graph:
    """What the file of the ontology states: rdflib reads it for a tenth of a second."""
    return Graph().parse(FILE)


def ontology() -> Graph:
    """The same once more, to be changed."""
    return Graph() + stated()


def has(*properties: URIRef) -> Callable[[Graph], bool]:
    return lambda graph: all(graph.value(THIS, one) for one in properties)


def terms(graph: Graph) -> set[Node]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {
        one
        for kind in kinds
        for one in graph.subjects(RDF.type, kind)
        if str(one).startswith(f"{THIS}#")
    }


def version_is_another(graph: Graph) -> bool:
    return graph.value(THIS, OWL.versionIRI) not in (None, THIS)


def iri_is_the_same(graph: Graph) -> bool:
    return list(graph.subjects(RDF.type, OWL.Ontology)) == [THIS]


def words_of_metadata(graph: Graph) -> bool:
    return all(
        any(str(one).startswith(space) for one in graph.predicates(THIS))
        for space in METADATA
    )


def words_of_others(graph: Graph) -> bool:
    return any(
        not str(one).startswith(f"{THIS}#")
        for one in graph.objects(None, RDFS.subClassOf)
    )


def all_have(annotation: URIRef) -> Callable[[Graph], bool]:
    return lambda graph: (
        len(terms(graph)) > 100
        and all(graph.value(term, annotation) for term in terms(graph))
    )


# The check, what holds, and a triple pattern without which it no longer does.
CHECKS: dict[
    str,
    tuple[Callable[[Graph], bool], tuple[URIRef | None, URIRef | None, URIRef | None]],
] = {
    "URI2": (iri_is_the_same, (THIS, RDF.type, OWL.Ontology)),
    "VER1": (version_is_another, (THIS, OWL.versionIRI, None)),
    "OM1": (
        has(
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.license,
            OWL.versionIRI,
            DCTERMS.creator,
            VANN.preferredNamespaceUri,
        ),
        (THIS, DCTERMS.description, None),
    ),
    "FIND1": (
        has(VANN.preferredNamespacePrefix),
        (THIS, VANN.preferredNamespacePrefix, None),
    ),
    "FIND_3_BIS": (
        has(SDO.includedInDataCatalog),
        (THIS, SDO.includedInDataCatalog, None),
    ),
    "FIND3": (has(SDO.includedInDataCatalog), (THIS, SDO.includedInDataCatalog, None)),
    "VOC1": (words_of_metadata, (THIS, SDO.includedInDataCatalog, None)),
    "VOC2": (words_of_others, (None, RDFS.subClassOf, None)),
    "OM2": (
        has(
            VANN.preferredNamespacePrefix,
            OWL.versionInfo,
            DCTERMS.created,
            DCTERMS.bibliographicCitation,
        ),
        (THIS, DCTERMS.bibliographicCitation, None),
    ),
    "OM3": (
        has(DCTERMS.publisher, FOAF.logo, BIBO.status, DCTERMS.source, DCTERMS.issued),
        (THIS, FOAF.logo, None),
    ),
    "OM4.1": (has(DCTERMS.license), (THIS, DCTERMS.license, None)),
    "OM5.1": (has(DCTERMS.creator, DCTERMS.created), (THIS, DCTERMS.created, None)),
    "OM5.2": (has(DCTERMS.issued, DCTERMS.publisher), (THIS, DCTERMS.issued, None)),
    "VOC3": (all_have(RDFS.label), (None, RDFS.label, None)),
    "VOC4": (all_have(RDFS.comment), (None, RDFS.comment, None)),
}


@pytest.fixture(scope="module")
def site(published: Release, published_engine: Embedded) -> FlaskClient:
    return create_app(published, published_engine).test_client()


def dereferenced(site: FlaskClient, iri: str, accept: str = ACCEPTED) -> TestResponse:
    """What is at an IRI; FOOPS! follows 301, 302 and 303 to an absolute address, and
    nothing else."""
    response = site.get(
        f"/{iri.removeprefix(BASE)}", headers={"Accept": accept}, base_url=BASE
    )
    if response.status_code in (301, 302, 303):
        location = response.headers["Location"]
        assert location.startswith(BASE)
        return dereferenced(site, location, accept)
    return response


def graph_of(response: TestResponse) -> Graph:
    return Graph().parse(data=response.data, format=RDF_TYPES[str(response.mimetype)])


@pytest.fixture(scope="module")
def served(site: FlaskClient) -> Graph:
    return graph_of(dereferenced(site, str(THIS)))


@pytest.mark.parametrize("check", CHECKS)
def test_what_is_served_at_its_iri_passes(check: str, served: Graph) -> None:
    assert CHECKS[check][0](served)


@pytest.mark.parametrize("check", CHECKS)
def test_a_mutant_fails(check: str) -> None:
    holds, loss = CHECKS[check]
    mutant = ontology()
    if loss[0] is None:
        mutant.remove(loss)
    else:
        mutant.remove(next(mutant.triples(loss)))
    assert not holds(mutant)


@pytest.mark.parametrize("media_type", RDF_TYPES)
def test_uri1_its_iri_answers_in_each_type_of_rdf(
    media_type: str, site: FlaskClient
) -> None:
    response = dereferenced(site, str(THIS), media_type)
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert (THIS, RDF.type, OWL.Ontology) in graph_of(response)


def test_purl1_its_iri_is_one_of_w3id() -> None:
    assert str(THIS).startswith("https://w3id.org/")


@pytest.mark.parametrize("media_type", [*RDF_TYPES, "text/html"])
def test_ver2_its_version_iri_resolves(
    media_type: str, site: FlaskClient, served: Graph
) -> None:
    response = dereferenced(site, str(served.value(THIS, OWL.versionIRI)), media_type)
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert str(THIS).encode() in response.data


def test_cn1_the_same_iri_gives_a_page_and_rdf(site: FlaskClient) -> None:
    found = [dereferenced(site, str(THIS), one) for one in ("text/html", "text/turtle")]
    assert [response.mimetype for response in found] == ["text/html", "text/turtle"]
    assert all("Accept" in response.headers["Vary"] for response in found)


def test_http1_its_iri_begins_with_http() -> None:
    assert str(THIS).startswith("http")


@pytest.mark.parametrize("media_type", RDF_TYPES)
def test_rdf1_every_type_of_rdf_loads_and_holds_what_the_file_says(
    media_type: str, site: FlaskClient
) -> None:
    loaded = graph_of(dereferenced(site, str(THIS), media_type))
    stated = {
        triple
        for triple in ontology()
        if isinstance(triple[0], URIRef) and isinstance(triple[2], URIRef)
    }
    assert len(stated) > 500
    assert stated <= set(loaded)


def test_rdf1_two_parsers_read_the_same_from_its_file() -> None:
    by_rdflib, by_oxigraph = len(ontology()), len(set(pyoxigraph.parse(path=str(FILE))))
    assert by_rdflib == by_oxigraph > 1000


def test_doc1_its_iri_answers_with_documentation(
    site: FlaskClient, served: Graph
) -> None:
    page = dereferenced(site, str(THIS), "text/html").text
    assert f"<h1>{served.value(THIS, DCTERMS.title)}</h1>" in page
    assert all(
        f' id="{str(term).removeprefix(f"{THIS}#")}"' in page for term in terms(served)
    )


@pytest.mark.parametrize(
    "annotation", [SDO.includedInDataCatalog, DCTERMS.source, FOAF.logo]
)
def test_find3_and_om3_what_the_header_names_is_served(
    annotation: URIRef, site: FlaskClient, served: Graph
) -> None:
    with dereferenced(site, str(served.value(THIS, annotation)), "*/*") as response:
        assert response.status_code == 200
        assert response.data


def test_a_property_is_an_annotation_or_it_is_not() -> None:
    """OWL 2 DL, section 5.8.1: otherwise OWLAPI, with which FOOPS! reads, loses the metadata."""
    graph = ontology()
    kinds = [
        set(graph.subjects(RDF.type, kind))
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    ]
    assert sum(map(len, kinds)) == len(set.union(*kinds))
    assert {
        one
        for one in graph.predicates(THIS)
        if not str(one).startswith((str(RDF), str(OWL)))
    } <= kinds[2]
