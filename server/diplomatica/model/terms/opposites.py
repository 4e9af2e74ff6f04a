"""Properties that say the same from either end, as skos:broader and skos:narrower do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from diplomatica.model.vocabulary import DCTERMS, OWL, SCHEMAS, SKOS

_OF_SKOS = {
    "broader": "narrower",
    "broaderTransitive": "narrowerTransitive",
    "broadMatch": "narrowMatch",
    "topConceptOf": "hasTopConcept",
}
_OF_DCTERMS = {
    "isPartOf": "hasPart",
    "isVersionOf": "hasVersion",
    "isFormatOf": "hasFormat",
    "isReplacedBy": "replaces",
    "isReferencedBy": "references",
    "isRequiredBy": "requires",
}
_OF_SCHEMA = {
    "isPartOf": "hasPart",
    "memberOf": "member",
    "subOrganization": "parentOrganization",
    "superEvent": "subEvent",
    "subjectOf": "about",
    "exampleOfWork": "workExample",
}
_OBO = "http://purl.obolibrary.org/obo/"
_OTHERS = {
    "http://www.w3.org/ns/org#memberOf": "http://www.w3.org/ns/org#hasMember",
    "http://www.w3.org/ns/org#unitOf": "http://www.w3.org/ns/org#hasUnit",
    "http://xmlns.com/foaf/0.1/made": "http://xmlns.com/foaf/0.1/maker",
    f"{_OBO}BFO_0000050": f"{_OBO}BFO_0000051",
}
_PAIRS = {
    **{SKOS(one).value: SKOS(other).value for one, other in _OF_SKOS.items()},
    **{DCTERMS(one).value: DCTERMS(other).value for one, other in _OF_DCTERMS.items()},
    **{
        schema(one).value: schema(other).value
        for schema in SCHEMAS
        for one, other in _OF_SCHEMA.items()
    },
    **_OTHERS,
}
_EITHER_WAY = (
    *(SKOS(name) for name in ("related", "exactMatch", "closeMatch", "relatedMatch")),
    *(OWL(name) for name in ("sameAs", "differentFrom", "inverseOf", "disjointWith")),
    *(OWL(name) for name in ("equivalentClass", "equivalentProperty")),
)
Opposites = Mapping[str, frozenset[str]]
"""For each property those that say the same from the other end, by their IRIs."""


def opposites(stated: Iterable[tuple[str, str]]) -> Opposites:
    """Those that are known everywhere, and those that the data itself states.

    A property that says the same either way is its own.
    """
    others_by_term: defaultdict[str, set[str]] = defaultdict(set)
    either_way = ((term.value, term.value) for term in _EITHER_WAY)
    for one, other in (*_PAIRS.items(), *either_way, *stated):
        others_by_term[one].add(other)
        others_by_term[other].add(one)
    return {one: frozenset(others) for one, others in others_by_term.items()}


def facing(
    properties: Iterable[NamedNode], known: Opposites
) -> dict[NamedNode, list[NamedNode]]:
    """By which properties others say the same of a thing as it of them by these."""
    opposite_properties: dict[NamedNode, list[NamedNode]] = {}
    for by in dict.fromkeys(properties):
        for other in sorted(known.get(by.value, ())):
            opposite_properties.setdefault(NamedNode(other), []).append(by)
    return opposite_properties
