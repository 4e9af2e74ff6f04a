"""The terms of a vocabulary: what its files say of each class, property and value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import BNode, Node

from diplomatica.model.characters import is_blank
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import ABANDONED, TERM_STATUS
from diplomatica.web.speech.speech import Phrase

_CLASSES = (OWL.Class, RDFS.Class)
_PROPERTIES = (
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    RDF.Property,
)
_NAMES = (RDFS.label, SKOS.prefLabel)
_DEFINITIONS = (RDFS.comment, SKOS.definition, DCTERMS.description)
_NOTES = (
    SKOS.scopeNote,
    SKOS.editorialNote,
    SKOS.note,
    SKOS.historyNote,
    SKOS.changeNote,
)
# What a term is in these says nothing but that it is a class or a property.
_LANGUAGES = (str(OWL), str(RDFS), str(RDF))
_INTO, _OUT_OF = True, False

# What a term has to do with others: in words, by which properties, and read in which
# direction.
_RELATIONS = (
    (Phrase("kind"), (RDF.type,), _OUT_OF),
    (Phrase("broader"), (RDFS.subClassOf, RDFS.subPropertyOf), _OUT_OF),
    (Phrase("narrower"), (RDFS.subClassOf, RDFS.subPropertyOf), _INTO),
    (Phrase("domain"), (RDFS.domain,), _OUT_OF),
    (Phrase("range"), (RDFS.range,), _OUT_OF),
    (Phrase("inverse"), (OWL.inverseOf,), _OUT_OF),
    (Phrase("inverse"), (OWL.inverseOf,), _INTO),
    (Phrase("properties"), (RDFS.domain,), _INTO),
    (Phrase("value of"), (RDFS.range,), _INTO),
    (Phrase("values"), (RDF.type,), _INTO),
    (
        Phrase("same as"),
        (OWL.equivalentClass, OWL.equivalentProperty, SKOS.exactMatch),
        _OUT_OF,
    ),
    (Phrase("close to"), (SKOS.closeMatch,), _OUT_OF),
    (
        Phrase("related to"),
        (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
        _OUT_OF,
    ),
    (Phrase("see also"), (RDFS.seeAlso,), _OUT_OF),
)


@dataclass(frozen=True)
class VocabularyTerm:
    """A term: its anchor, and what it is called, means and has to do with others."""

    iri: str
    anchor: str
    heading: str
    label: Literal
    definition: Literal | None
    examples: Sequence[Literal]
    notes: Sequence[Literal]
    is_deprecated: bool
    relations: dict[str, list[str]] = field(default_factory=dict)


def terms_in(graph: Graph) -> list[VocabularyTerm]:
    """The terms that a vocabulary's files declare and name, in the order of their labels.

    What they only declare, as a class of another vocabulary that they build on, is
    documented there.
    """
    subjects = set(graph.subjects(RDF.type))
    declared = [one for one in subjects if isinstance(one, URIRef)]
    documented = [one for one in declared if _is_named(graph, one)]
    labels = {one: natural(label_of(graph, one)) for one in documented}
    ordered = sorted(documented, key=lambda one: (labels[one], one))
    anchors = _anchors(ordered)
    return [_term(graph, one, anchors[one]) for one in ordered]


def _is_named(graph: Graph, term: URIRef) -> bool:
    """Whether a vocabulary says more of a term than that there is it."""
    if (term, RDF.type, OWL.Ontology) in graph:
        return False
    naming = (*_NAMES, *_DEFINITIONS, RDFS.isDefinedBy)
    return any((term, one, None) in graph for one in naming)


def _anchors(terms: Iterable[URIRef]) -> dict[URIRef, str]:
    """Each term's local name.

    Where two vocabularies share one, the later in order takes its whole IRI.
    """
    anchors: dict[str, URIRef] = {}
    for term in terms:
        name = local(term)
        is_taken = not name or name in anchors
        anchors[str(term) if is_taken else name] = term
    return {term: anchor for anchor, term in anchors.items()}


def local(iri: str) -> str:
    """The local name of a term: what stands after the last hash or slash."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def _term(graph: Graph, term: URIRef, anchor: str) -> VocabularyTerm:
    """A term with all that its page tells of it."""
    return VocabularyTerm(
        iri=str(term),
        anchor=anchor,
        heading=_heading(graph, term),
        label=label_of(graph, term),
        definition=next(literals_of(graph, term, _DEFINITIONS), None),
        examples=list(literals_of(graph, term, (SKOS.example,))),
        notes=list(literals_of(graph, term, _NOTES)),
        is_deprecated=_is_deprecated(graph, term),
        relations=_relations(graph, term),
    )


def _is_deprecated(graph: Graph, term: Node) -> bool:
    """Whether nobody should use a term any more."""
    signs = (
        str(value) in ("true", "1") for value in graph.objects(term, OWL.deprecated)
    )
    status = graph.objects(term, URIRef(TERM_STATUS.value))
    kinds = {OWL.DeprecatedClass, OWL.DeprecatedProperty}
    return (
        any(signs)
        or any(str(one).casefold() in ABANDONED for one in status)
        or not kinds.isdisjoint(graph.objects(term, RDF.type))
    )


def _heading(graph: Graph, term: Node) -> str:
    kinds = set(graph.objects(term, RDF.type))
    if not kinds.isdisjoint(_PROPERTIES):
        return "Properties"
    return "Values" if kinds.isdisjoint(_CLASSES) else "Classes"


def label_of(graph: Graph, term: Node) -> Literal:
    """What a term is called, in English if it has such a name; else its local name."""
    return next(literals_of(graph, term, _NAMES), Literal(local(str(term))))


def literals_of(
    graph: Graph, term: Node, properties: Iterable[URIRef]
) -> Iterator[Literal]:
    """The literals that these properties give a term, those in English first."""
    for one in properties:
        values = graph.objects(term, one)
        literals = [
            value
            for value in values
            if isinstance(value, Literal) and not is_blank(value)
        ]
        yield from sorted(literals, key=_in_english_first)


def _in_english_first(value: Literal) -> tuple[bool, str]:
    return value.language not in ("en", None), str(value)


def _relations(graph: Graph, term: URIRef) -> dict[str, list[str]]:
    """How a term is related to others, below the words for it."""
    names_by_relation: dict[str, list[str]] = {}
    for words, properties, into in _RELATIONS:
        related = _to if into else _of
        others = {one for each in properties for one in related(graph, term, each)}
        if others:
            known = names_by_relation.get(words, [])
            names_by_relation[words] = sorted(others.union(known), key=_by_name)
    return names_by_relation


def _by_name(iri: str) -> tuple[str, str]:
    return natural(local(iri)), iri


def _of(graph: Graph, term: Node, by: URIRef) -> Iterator[str]:
    """The named terms to which a term is related; of a union, its members."""
    for other in graph.objects(term, by):
        members = graph.value(other, OWL.unionOf) if isinstance(other, BNode) else None
        for one in graph.items(members) if members else [other]:
            is_language = by == RDF.type and str(one).startswith(_LANGUAGES)
            if isinstance(one, URIRef) and not is_language:
                yield str(one)


def _to(graph: Graph, term: Node, by: URIRef) -> Iterator[str]:
    """The named terms that are related to a term.

    They are so themselves, or by a union of which the term is a member.
    """
    cells = graph.subjects(RDF.first, term)
    lists = [_first(graph, cell) for cell in cells]
    unions = {one for head in lists for one in graph.subjects(OWL.unionOf, head)}
    for end in (term, *unions):
        for one in graph.subjects(by, end):
            if isinstance(one, URIRef):
                yield str(one)


def _first(graph: Graph, cell: Node) -> Node:
    """The head of the list to which a cell belongs."""
    before = graph.value(None, RDF.rest, cell)
    return _first(graph, before) if before is not None else cell
