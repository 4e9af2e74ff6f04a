"""The structural pitfalls of OOPS!, each with a mutant of the ontology that falls into
it.

A pitfall is a function that gives the terms that have fallen in; its mutant is Turtle
that is added to the ontology.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    ORG,
    PROV,
    SDO,
    SH,
    SKOS,
    TIME,
    VANN,
    DefinedNamespace,
)

from diplomatica.model.dataset.folder import PACKAGED

DIP = Namespace("https://w3id.org/diplomatica/ontology#")
ONTOLOGY = URIRef("https://w3id.org/diplomatica/ontology")
OBJECT, DATA, NOTE = OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty
BUILT_IN = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")

# The vocabularies that the ontology builds on. Two of them rdflib does not know: Web
# Annotation and BIBO.
KNOWN: dict[str, type[DefinedNamespace] | set[str]] = {
    str(space): space
    for space in (DCTERMS, FOAF, ORG, PROV, SDO, SH, SKOS, TIME, VANN, RDF, RDFS, OWL)
}
KNOWN["http://www.w3.org/ns/oa#"] = {"start", "end", "exact", "prefix", "suffix"}
KNOWN["http://purl.org/ontology/bibo/"] = {"status"}
KNOWN["http://purl.org/ontology/bibo/status/"] = {"draft", "published"}

Terms = Iterator[object]
Pitfall = Callable[[Graph], Terms]


@cache
def stated() -> Graph:
    """What the files of the ontology state: rdflib reads them for a tenth of a second."""
    graph = Graph()
    for file in (PACKAGED / "ontology").glob("*.ttl"):
        if file.stem != "shapes":
            graph.parse(file)
    return graph


def ontology() -> Graph:
    """The same once more, to be changed."""
    return Graph() + stated()


def own(graph: Graph, *kinds: URIRef) -> set[URIRef]:
    subjects = {subject for kind in kinds for subject in graph.subjects(RDF.type, kind)}
    return {
        subject
        for subject in subjects
        if isinstance(subject, URIRef) and subject in DIP
    }


def classes(graph: Graph) -> set[URIRef]:
    return own(graph, OWL.Class)


def properties(graph: Graph) -> set[URIRef]:
    return own(graph, OBJECT, DATA, NOTE)


def is_built_in(term: object) -> bool:
    return isinstance(term, BNode) or str(term).startswith(BUILT_IN)


def named(graph: Graph, test: Callable[[str], bool]) -> Terms:
    return (
        term
        for term in classes(graph) | properties(graph)
        if test(str(term).rpartition("#")[2])
    )


def p03(graph: Graph) -> Terms:
    """A relation named “is”, in place of rdf:type or rdfs:subClassOf."""
    return named(graph, lambda name: name in ("is", "isA"))


def p04(graph: Graph) -> Terms:
    """A class without any connection to the rest."""
    linked = {*graph.subjects(RDFS.subClassOf), *graph.objects(None, RDFS.subClassOf)}
    linked |= {*graph.objects(None, RDFS.domain), *graph.objects(None, RDFS.range)}
    return (term for term in classes(graph) if term not in linked)


def p06(graph: Graph) -> Terms:
    """A class that is its own superclass."""
    return (
        one
        for one in classes(graph)
        if any(
            one in graph.transitive_objects(up, RDFS.subClassOf)
            for up in graph.objects(one, RDFS.subClassOf)
        )
    )


def p07(graph: Graph) -> Terms:
    """Two concepts merged in one class."""
    return named(
        graph,
        lambda name: (
            "And" in name or "Or" in name.replace("Organ", "").replace("Ordin", "")
        ),
    )


def p08(graph: Graph) -> Terms:
    """A term without label or definition."""
    terms = classes(graph) | properties(graph) | own(graph, OWL.NamedIndividual)
    return (
        term
        for term in terms
        if not graph.value(term, RDFS.label) or not graph.value(term, RDFS.comment)
    )


def p10(graph: Graph) -> Terms:
    """No disjointness anywhere."""
    is_told = (None, RDF.type, OWL.AllDisjointClasses) in graph or (
        None,
        OWL.disjointWith,
        None,
    ) in graph
    return iter([] if is_told else [ONTOLOGY])


def p11(graph: Graph) -> Terms:
    """A property without domain or range."""
    return (
        one
        for one in properties(graph)
        if not graph.value(one, RDFS.domain) or not graph.value(one, RDFS.range)
    )


def p19(graph: Graph) -> Terms:
    """A property with several domains or ranges, which mean their intersection."""
    counts = Counter(
        (one, end) for end in (RDFS.domain, RDFS.range) for one in graph.subjects(end)
    )
    return (one for (one, _), count in counts.items() if count > 1)


def p20(graph: Graph) -> Terms:
    """A label that is the definition as well, or an empty one."""
    for term in classes(graph) | properties(graph):
        label, comment = (
            str(graph.value(term, RDFS.label)),
            str(graph.value(term, RDFS.comment)),
        )
        if (
            not label.strip()
            or not comment.strip()
            or label.casefold() == comment.casefold()
        ):
            yield term


def p21(graph: Graph) -> Terms:
    """A class for whatever is left over."""
    return named(
        graph, lambda name: name.lower().startswith(("other", "misc", "unknown"))
    )


def p22(graph: Graph) -> Terms:
    """Different ways of naming: a class not in CamelCase, a property not in camelCase."""
    for term in classes(graph) | properties(graph):
        name = str(term).rpartition("#")[2]
        if not name.isalnum() or name[0].isupper() != (term in classes(graph)):
            yield term


def p25(graph: Graph) -> Terms:
    """A property that is the inverse of itself."""
    return (one for one, other in graph.subject_objects(OWL.inverseOf) if one == other)


def p26(graph: Graph) -> Terms:
    """An inverse of a symmetric property."""
    symmetric = set(graph.subjects(RDF.type, OWL.SymmetricProperty))
    return (
        one
        for pair in graph.subject_objects(OWL.inverseOf)
        for one in pair
        if one in symmetric
    )


def p32(graph: Graph) -> Terms:
    """Several classes with one label."""
    counts = Counter(graph.value(term, RDFS.label) for term in classes(graph))
    return (
        term for term in classes(graph) if counts[graph.value(term, RDFS.label)] > 1
    )


def p33(graph: Graph) -> Terms:
    """A chain of properties that has only one step."""
    chains = graph.subject_objects(OWL.propertyChainAxiom)
    return (one for one, chain in chains if len(list(graph.items(chain))) < 2)


def p34(graph: Graph) -> Terms:
    """What is used as a class and is not declared as one."""
    ends = {
        *graph.subjects(RDFS.subClassOf),
        *graph.objects(None, RDFS.subClassOf),
        *graph.objects(None, RDFS.domain),
    }
    ends |= {
        end for one in own(graph, OBJECT) for end in graph.objects(one, RDFS.range)
    }
    return (
        one
        for one in ends
        if not is_built_in(one) and (one, RDF.type, OWL.Class) not in graph
    )


def p35(graph: Graph) -> Terms:
    """What is used as a property and is not declared as one."""
    used = (
        set(graph.predicates())
        | set(graph.objects(None, RDFS.subPropertyOf))
        | set(graph.subjects(RDFS.domain))
    )
    kinds = (OBJECT, DATA, NOTE)
    return (
        one
        for one in used
        if not is_built_in(one)
        and not any((one, RDF.type, kind) in graph for kind in kinds)
    )


def p36(graph: Graph) -> Terms:
    """An IRI that ends like a file."""
    return (
        one
        for one in graph.subjects(RDF.type, OWL.Ontology)
        if str(one).endswith((".owl", ".ttl", ".rdf"))
    )


def p38(graph: Graph) -> Terms:
    """No declaration of the ontology, or two."""
    declared = list(graph.subjects(RDF.type, OWL.Ontology))
    return iter([] if declared == [ONTOLOGY] else [*declared, None])


def p39(graph: Graph) -> Terms:
    """Terms outside of the namespace that the header names."""
    space = str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri))
    homes = graph.subjects(RDFS.isDefinedBy, ONTOLOGY)
    return (term for term in homes if not str(term).startswith(space))


def p40(graph: Graph) -> Terms:
    """A term that its vocabulary does not have."""
    used = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    for term in used:
        for space in (space for space in KNOWN if str(term).startswith(space)):
            name = str(term).removeprefix(space)
            if name and not (
                name.partition("/")[2] or name in KNOWN[space] or term in KNOWN[space]
            ):
                yield term


def p41(graph: Graph) -> Terms:
    """No licence."""
    return iter([] if graph.value(ONTOLOGY, DCTERMS.license) else [ONTOLOGY])


PREFIXES = """
@prefix : <https://w3id.org/diplomatica/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""
NAMES = 'rdfs:label "x"@en ; rdfs:comment "An x, that is."@en'
MUTANTS: dict[Pitfall, str] = {
    p03: ":is a owl:ObjectProperty .",
    p04: ":Lonely a owl:Class .",
    p06: ":Thing rdfs:subClassOf :State .",
    p07: ":StatesAndRegions a owl:Class .",
    p08: ":Nameless a owl:Class .",
    p11: ":open a owl:ObjectProperty ; rdfs:domain :Thing .",
    p19: ":agent rdfs:range :Place .",
    p20: ':X a owl:Class ; rdfs:label "The same"@en ; rdfs:comment "the same"@en .',
    p21: ":OtherThing a owl:Class .",
    p22: ":Has_part a owl:ObjectProperty .",
    p25: ":agent owl:inverseOf :agent .",
    p26: ":near a owl:ObjectProperty, owl:SymmetricProperty ; owl:inverseOf :agent .",
    p32: ':Land a owl:Class ; rdfs:label "state"@en .',
    p33: ":agent owl:propertyChainAxiom ( :party ) .",
    p34: ":State rdfs:subClassOf foaf:Group .",
    p35: ":agent rdfs:subPropertyOf foaf:maker .",
    p36: "<https://example.org/x.owl> a owl:Ontology .",
    p38: "<https://example.org/x> a owl:Ontology .",
    p39: "<https://example.org/x> rdfs:isDefinedBy <https://w3id.org/diplomatica/ontology> .",
    p40: ":State rdfs:subClassOf foaf:Countries .",
}
LOSSES: dict[Pitfall, tuple[URIRef | None, URIRef, URIRef | None]] = {
    p10: (None, RDF.type, OWL.AllDisjointClasses),
    p41: (ONTOLOGY, DCTERMS.license, None),
}


@pytest.mark.parametrize("pitfall", [*MUTANTS, *LOSSES], ids=lambda one: one.__name__)
def test_the_ontology_does_not_fall_in(pitfall: Pitfall) -> None:
    assert sorted(map(str, pitfall(stated()))) == []


@pytest.mark.parametrize("pitfall", MUTANTS, ids=lambda one: one.__name__)
def test_a_mutant_falls_in(pitfall: Pitfall) -> None:
    mutant = ontology().parse(data=PREFIXES + MUTANTS[pitfall], format="turtle")
    assert list(pitfall(mutant))


@pytest.mark.parametrize("pitfall", LOSSES, ids=lambda one: one.__name__)
def test_an_ontology_that_has_lost_something_falls_in(pitfall: Pitfall) -> None:
    mutant = ontology()
    mutant.remove(LOSSES[pitfall])
    assert list(pitfall(mutant))
