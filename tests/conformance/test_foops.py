"""The checks of FOOPS! that need no network, on the file that is served at the ontology's IRI, each with a mutant.

What is left needs the outside world: FIND2 and LOV (registration), OM4.2 (the licence's page), a DOI (part of OM3),
or a running server: URI1, VER2, CN1, DOC1.
"""

from collections.abc import Callable

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, SDO, VANN
from rdflib.term import Node

from diplomatica.model.folder import PACKAGED

FILE = PACKAGED / "ontology" / "diplomatica.ttl"
THIS = URIRef("https://w3id.org/diplomatica/ontology")
BIBO = Namespace("http://purl.org/ontology/bibo/")
METADATA = ("http://purl.org/dc/terms/", "https://schema.org/", "http://purl.org/vocab/vann/", str(OWL))


def ontology() -> Graph:
    return Graph().parse(FILE)


def has(*properties: URIRef) -> Callable[[Graph], bool]:
    return lambda graph: all(graph.value(THIS, one) for one in properties)


def terms(graph: Graph) -> set[Node]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {one for kind in kinds for one in graph.subjects(RDF.type, kind) if str(one).startswith(f"{THIS}#")}


def version_is_another(graph: Graph) -> bool:
    return graph.value(THIS, OWL.versionIRI) not in (None, THIS)


def iri_is_the_same(graph: Graph) -> bool:
    return list(graph.subjects(RDF.type, OWL.Ontology)) == [THIS]


def words_of_metadata(graph: Graph) -> bool:
    return all(any(str(one).startswith(space) for one in graph.predicates(THIS)) for space in METADATA)


def words_of_others(graph: Graph) -> bool:
    return any(not str(one).startswith(f"{THIS}#") for one in graph.objects(None, RDFS.subClassOf))


def all_have(annotation: URIRef) -> Callable[[Graph], bool]:
    return lambda graph: len(terms(graph)) > 100 and all(graph.value(term, annotation) for term in terms(graph))


# The check, what holds, and a triple pattern without which it no longer does.
CHECKS: dict[str, tuple[Callable[[Graph], bool], tuple[URIRef | None, URIRef | None, URIRef | None]]] = {
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
    "FIND1": (has(VANN.preferredNamespacePrefix), (THIS, VANN.preferredNamespacePrefix, None)),
    "FIND3": (has(SDO.includedInDataCatalog), (THIS, SDO.includedInDataCatalog, None)),
    "VOC1": (words_of_metadata, (THIS, SDO.includedInDataCatalog, None)),
    "VOC2": (words_of_others, (None, RDFS.subClassOf, None)),
    "OM2": (
        has(VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation),
        (THIS, DCTERMS.bibliographicCitation, None),
    ),
    "OM3": (has(DCTERMS.publisher, FOAF.logo, BIBO.status, DCTERMS.source, DCTERMS.issued), (THIS, FOAF.logo, None)),
    "OM4.1": (has(DCTERMS.license), (THIS, DCTERMS.license, None)),
    "OM5.1": (has(DCTERMS.creator, DCTERMS.created), (THIS, DCTERMS.created, None)),
    "OM5.2": (has(DCTERMS.issued, DCTERMS.publisher), (THIS, DCTERMS.issued, None)),
    "VOC3": (all_have(RDFS.label), (None, RDFS.label, None)),
    "VOC4": (all_have(RDFS.comment), (None, RDFS.comment, None)),
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_ontology_passes(check: str) -> None:
    assert CHECKS[check][0](ontology())


@pytest.mark.parametrize("check", CHECKS)
def test_a_mutant_fails(check: str) -> None:
    holds, loss = CHECKS[check]
    mutant = ontology()
    if loss[0] is None:
        mutant.remove(loss)
    else:
        mutant.remove(next(mutant.triples(loss)))
    assert not holds(mutant)


def test_its_iri_is_persistent_and_begins_with_http() -> None:
    """HTTP1 and the form of PURL1; that w3id.org redirects needs the outside world."""
    assert str(THIS).startswith("https://w3id.org/")


def test_two_parsers_read_the_same_from_it() -> None:
    """RDF1."""
    by_rdflib, by_oxigraph = len(ontology()), len(set(pyoxigraph.parse(path=str(FILE))))
    assert by_rdflib == by_oxigraph > 1000


def test_a_property_is_an_annotation_or_it_is_not() -> None:
    """OWL 2 DL, section 5.8.1: otherwise OWLAPI, with which FOOPS! reads, loses the metadata."""
    graph = ontology()
    kinds = [
        set(graph.subjects(RDF.type, kind))
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    ]
    assert sum(map(len, kinds)) == len(set.union(*kinds))
    assert {one for one in graph.predicates(THIS) if not str(one).startswith((str(RDF), str(OWL)))} <= kinds[2]
