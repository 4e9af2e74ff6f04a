"""Who made what was brought, as it says of itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.model.characters import is_blank, plain
from diplomatica.model.vocabulary import DC, DCTERMS, NAMES, PAV, SCHEMAS
from diplomatica.pipeline.storing.kept import Together

AUTHORS = (
    DCTERMS("creator"),
    DC("creator"),
    *(schema("creator") for schema in SCHEMAS),
    *(schema("author") for schema in SCHEMAS),
    PAV("authoredBy"),
    NamedNode("http://xmlns.com/foaf/0.1/maker"),
)
_SCHEME = re.compile(r"^(https?://(www\.)?|mailto:)", re.IGNORECASE)
_PUBLISHERS = (
    NamedNode("http://creativecommons.org/ns#attributionName"),
    DCTERMS("publisher"),
    DC("publisher"),
    *(schema("publisher") for schema in SCHEMAS),
)


@dataclass(frozen=True)
class Maker:
    """Somebody who made it: what names him in the data, and his name."""

    term: NamedNode | Literal
    name: str


def makers(told: Iterable[Sequence[Quad]], quads: Together) -> list[Maker]:
    """Who made it, by name: its authors, or else its publishers.

    `told` is what is said of the whole, and of the document that it is a part of. Whoever
    has no name in the data is called by his IRI.
    """
    said = list(told)
    for properties in (AUTHORS, _PUBLISHERS):
        for triples in said:
            stated = [one.object for one in triples if one.predicate in properties]
            if stated:
                return makers_named(stated, quads)
    return []


def makers_named(stated: Iterable[object], quads: Together) -> list[Maker]:
    """These with their names, and in their order."""
    return sorted(_makers_of(stated, quads), key=lambda one: one.name)


def _makers_of(stated: Iterable[object], quads: Together) -> Iterator[Maker]:
    """Each once, by a name of the data or by an IRI; a blank node without a name is none."""
    parties = list(dict.fromkeys(stated))
    nodes = {one for one in parties if isinstance(one, NamedNode | BlankNode)}
    names = _names_of(nodes, quads)
    for party in parties:
        name = names.get(party, "")
        if isinstance(party, NamedNode | Literal):
            name = name or _as_written(plain(party).strip())
        if name:
            yield Maker(party if isinstance(party, NamedNode) else Literal(name), name)


def _as_written(iri: str) -> str:
    """What has no name as people write it: an address without its scheme."""
    return _SCHEME.sub("", iri).rstrip("/") or iri


def _names_of(nodes: set[NamedNode | BlankNode], quads: Together) -> dict[object, str]:
    """The name of each that has one: by the first property that gives any."""
    best: dict[object, tuple[int, str]] = {}
    for quad in quads.about(set(nodes)):
        name_of, by = quad.object, quad.predicate
        if by not in NAMES or not isinstance(name_of, Literal):
            continue
        if is_blank(name_of.value):
            continue
        name = NAMES.index(by), plain(name_of).strip()
        known = best.get(quad.subject, name)
        best[quad.subject] = min(name, known)
    return {node: name for node, (_, name) in best.items() if name}
