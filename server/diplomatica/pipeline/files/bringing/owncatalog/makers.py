"""Who made what was brought, as it says of itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.model.characters import plain
from diplomatica.model.terms.wording import local_name, words_of_name
from diplomatica.model.vocabulary import DC, DCTERMS, PAV, SCHEMAS
from diplomatica.pipeline.files.bringing.owncatalog.calling import names_in, place_of
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
_FULL_NAME = re.compile(
    r"([A-Z][^\W\d_]+ )+[A-Z][^\W\d_]+"
)  # as JaneDoe and Jane_Doe are
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
    spoken = min(counts, key=lambda tag: place_of(tag or "", language))
    others = {one for one in texts if one.language != spoken}
    return [one for one in parties if one not in others]


def _makers_of(
    parties: Sequence[object], quads: Together, language: str
) -> Iterator[Maker]:
    """Each by a name of the data or by an IRI; a blank node without a name is none."""
    nodes = {one for one in parties if isinstance(one, NamedNode | BlankNode)}
    names = names_in(nodes, quads, language)
    for party in parties:
        name = names.get(party, "")
        if isinstance(party, NamedNode | Literal):
            name = name or _as_written(plain(party).strip())
        if name:
            yield Maker(party if isinstance(party, NamedNode) else Literal(name), name)


def _as_written(iri: str) -> str:
    """What has no name as people write it: by the name at its end, else without its scheme."""
    words = words_of_name(unquote(local_name(iri.rstrip("/#"))))
    if "://" in iri and _FULL_NAME.fullmatch(words):
        return words
    return _SCHEME.sub("", iri).rstrip("/") or iri
