"""The properties that put things in a tree: broader concepts, wider classes, wholes of parts."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import (
    DCTERMS,
    OWL,
    RDFS,
    SAYS_NOTHING,
    SCHEMAS,
    SKOS,
    Vocabulary,
)

_ORG = Vocabulary("http://www.w3.org/ns/org#")
_CRM = Vocabulary("http://www.cidoc-crm.org/cidoc-crm/")
_OBO = Vocabulary("http://purl.obolibrary.org/obo/")
_ISO_THES = Vocabulary("http://purl.org/iso25964/skos-thes#")
_OBSOLETE = NamedNode("http://www.geneontology.org/formats/oboInOwl#ObsoleteClass")
_NO_TOPS = ", ".join(sorted(map(str, {*SAYS_NOTHING, _OBSOLETE})))


# What OBO says of classes: each of these is part of some of those.
_RESTRICTED = (
    f"?below {RDFS('subClassOf')} ?restriction . "
    f"?restriction {OWL('onProperty')} ?by ; {OWL('someValuesFrom')} ?above "
    "FILTER (?by IN ({}))"
)


@dataclass(frozen=True)
class Hierarchy:
    """One sort of tree, and the properties that say from either end what is above what."""

    name: Phrase | None
    """What stands in it; None where no page leads with such trees."""
    below: Phrase
    """What those are to a thing that stand below it."""
    up: frozenset[NamedNode]
    down: frozenset[NamedNode] = frozenset()
    restricting: frozenset[NamedNode] = frozenset()
    """The properties up by which a class restricts what its members have above them."""
    is_of_parts: bool = False
    """Whether much that has a part is no tree: a journal with its articles is none."""

    @property
    def properties(self) -> frozenset[NamedNode]:
        """All of its properties."""
        return self.up | self.down

    def restricted(self, used: Iterable[NamedNode]) -> str:
        """One step up by a restriction on some value, as a pattern of SPARQL; "" for none."""
        known = sorted(set(used) & self.restricting, key=str)
        if not known:
            return ""
        return _RESTRICTED.format(", ".join(map(str, known)))

    def step(self, used: Iterable[NamedNode]) -> str:
        """One step up as a path of SPARQL, by those of its properties that are in use."""
        known = sorted(set(used) & self.properties, key=str)
        return "|".join(f"^{by}" if by in self.down else f"{by}" for by in known)


HIERARCHIES = (
    Hierarchy(
        Phrase("Concepts"),
        Phrase("Narrower"),
        frozenset(
            (
                SKOS("broader"),
                *(_ISO_THES(f"broader{of}") for of in ("Generic", "Instantial")),
                _ISO_THES("broaderPartitive"),
            )
        ),
        frozenset(
            (
                SKOS("narrower"),
                *(_ISO_THES(f"narrower{of}") for of in ("Generic", "Instantial")),
                _ISO_THES("narrowerPartitive"),
            )
        ),
    ),
    Hierarchy(
        Phrase("Classes"), Phrase("Subclasses"), frozenset((RDFS("subClassOf"),))
    ),
    Hierarchy(None, Phrase("Subproperties"), frozenset((RDFS("subPropertyOf"),))),
    Hierarchy(
        Phrase("Wholes and parts"),
        Phrase("Parts"),
        frozenset(
            (
                DCTERMS("isPartOf"),
                *(schema("isPartOf") for schema in SCHEMAS),
                *(schema("containedInPlace") for schema in SCHEMAS),
                *(_ORG(name) for name in ("subOrganizationOf", "unitOf")),
                *map(_CRM, ("P46i_forms_part_of", "P89_falls_within")),
                NamedNode("http://www.geonames.org/ontology#parentFeature"),
                _OBO("BFO_0000050"),
            )
        ),
        frozenset(
            (
                DCTERMS("hasPart"),
                *(schema("hasPart") for schema in SCHEMAS),
                *(schema("containsPlace") for schema in SCHEMAS),
                *(_ORG(name) for name in ("hasSubOrganization", "hasUnit")),
                *map(_CRM, ("P46_is_composed_of", "P89i_contains")),
                _OBO("BFO_0000051"),
            )
        ),
        restricting=frozenset((_OBO("BFO_0000050"),)),
        is_of_parts=True,
    ),
)
"""The trees that are known, that first by which a thing is found the soonest."""

OF_PARTS = frozenset().union(
    *(one.properties for one in HIERARCHIES if one.is_of_parts)
)
"""The properties between wholes and their parts, from either end."""


def is_some(variable: str) -> str:
    """That this is a thing with an IRI, and none that anything may be below, in SPARQL."""
    return f"ISIRI({variable}) && {variable} NOT IN ({_NO_TOPS})"
