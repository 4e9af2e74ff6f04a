"""Who made what was brought, as it says of itself."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from diplomatica.engine import Term
from diplomatica.lookup.describing.statednames import names_of
from diplomatica.model.characters import plain
from diplomatica.model.dataset.naming import APPELLATIONS, OTHERS, SPELT, rank_of
from diplomatica.model.vocabulary import DC, DCTERMS, NAMES, PAV, SCHEMAS, SKOSXL
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
_SPELT = dict.fromkeys(APPELLATIONS, SPELT) | {
    SKOSXL("prefLabel").value: (SKOSXL("literalForm").value,)
}
_ANYBODY = NamedNode("urn:diplomatica:maker")
Node = NamedNode | BlankNode
Said = dict[NamedNode, list[Term]]
"""What is said of somebody, by property."""


@dataclass(frozen=True)
class Maker:
    """Somebody who made it: what names him in the data, and his name."""

    term: NamedNode | Literal
    name: str


def makers(
    told: Iterable[Sequence[Quad]], quads: Together, language: str
) -> list[Maker]:
    """Who made it, by name: its authors, or else its publishers.

    `told` is what is said of the whole, and of the document that it is a part of. Whoever
    has no name in the data is called by his IRI.
    """
    said = list(told)
    for properties in (AUTHORS, _PUBLISHERS):
        for triples in said:
            stated = [one.object for one in triples if one.predicate in properties]
            if stated:
                return makers_named(stated, quads, language)
    return []


def makers_named(
    stated: Iterable[object], quads: Together, language: str
) -> list[Maker]:
    """These with their names in a language, where they have such, and in their order."""
    parties = _once(stated, language)
    found = _makers_of(parties, quads, language)
    return sorted(found, key=lambda one: one.name)


def _once(stated: Iterable[object], language: str) -> list[object]:
    """These, each once: of texts that stand in several languages alike those of one."""
    parties = list(dict.fromkeys(stated))
    texts = [one for one in parties if isinstance(one, Literal) and one.language]
    counts = Counter(one.language for one in texts)
    if len(counts) < 2 or len(set(counts.values())) > 1:
        return parties
    spoken = min(counts, key=lambda tag: _place_of(tag or "", language))
    others = {one for one in texts if one.language != spoken}
    return [one for one in parties if one not in others]


def _makers_of(
    parties: Sequence[object], quads: Together, language: str
) -> Iterator[Maker]:
    """Each by a name of the data or by an IRI; a blank node without a name is none."""
    nodes = {one for one in parties if isinstance(one, NamedNode | BlankNode)}
    names = _names_of(nodes, quads, language)
    for party in parties:
        name = names.get(party, "")
        if isinstance(party, NamedNode | Literal):
            name = name or _as_written(plain(party).strip())
        if name:
            yield Maker(party if isinstance(party, NamedNode) else Literal(name), name)


def _as_written(iri: str) -> str:
    """What has no name as people write it: an address without its scheme."""
    return _SCHEME.sub("", iri).rstrip("/") or iri


def _names_of(nodes: set[Node], quads: Together, language: str) -> dict[object, str]:
    """The name of each that has one: by the best property that gives any."""
    said = _said_of(nodes, quads)
    leading = {
        value: (node, by)
        for node, known in said.items()
        for by, values in known.items()
        for value in values
        if isinstance(value, NamedNode | BlankNode) and by.value in _SPELT
    }
    for spelt, known in _said_of(set(leading), quads).items():
        node, by = leading[spelt]
        said[node][by] += (
            text for way in _SPELT[by.value] for text in known.get(NamedNode(way), ())
        )
    names = {node: _best_name(known, language) for node, known in said.items()}
    return {node: name for node, name in names.items() if name}


def _said_of(nodes: Set[Node], quads: Together) -> dict[Node, Said]:
    found: dict[Node, Said] = {}
    for quad in quads.about(set(nodes)) if nodes else ():
        if isinstance(quad.subject, NamedNode | BlankNode):
            known = found.setdefault(quad.subject, defaultdict(list))
            known[quad.predicate].append(quad.object)
    return found


def _best_name(said: Said, language: str) -> str:
    """By which somebody is called of whom this is said, and by nothing that describes him."""
    names = [
        name
        for name in names_of(_ANYBODY, said, has_word=True)
        if (rank_of(name.predicate.value) or 0) <= OTHERS
    ]
    places = {by: place for place, by in enumerate(NAMES)}

    def place(name: Triple) -> tuple[object, ...]:
        text = cast("Literal", name.object)
        at = places.get(name.predicate, len(places))
        return _place_of(text.language or "", language), at, plain(text)

    return plain(cast("Literal", min(names, key=place).object)).strip() if names else ""


def _place_of(tag: str, language: str) -> tuple[int, str]:
    """How well a text suits by its language: of those asked none, then English, then any."""
    order = [language.casefold(), "en", ""]
    known = tag.casefold()
    return (order.index(known) if known in order else len(order)), known
