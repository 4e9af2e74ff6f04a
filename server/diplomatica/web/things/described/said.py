"""What is said of something on its page: by one property, of a part, in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.engine import Engine
from diplomatica.lookup.describing.outofuse import deprecates
from diplomatica.model.vocabulary import (
    DCTERMS,
    NAMES,
    NOTES,
    RDF,
    RDFS,
    SCHEMAS,
    SKOS,
    SKOSXL,
    TEXT_TYPES,
)

DESCRIPTIONS = (
    SKOS("definition"),
    NamedNode("http://purl.obolibrary.org/obo/IAO_0000115"),
    DCTERMS("description"),
    RDFS("comment"),
    *(
        schema(name)
        for schema in SCHEMAS
        for name in ("description", "disambiguatingDescription")
    ),
    NamedNode("http://purl.org/dc/elements/1.1/description"),
)
_TOLD_ABOVE = {RDF("type"), *NAMES, *DESCRIPTIONS, SKOSXL("prefLabel")}
_FEW = 6  # values that stand below each other
_SHORT = 40  # characters of a text that stands in a row with others
_VALUES = (RDF("value"), SKOSXL("literalForm"), *DESCRIPTIONS)
_NOTES = {*DESCRIPTIONS, *map(NamedNode, NOTES)}


@dataclass(frozen=True)
class Facts:
    """What is said of something by one property."""

    by: NamedNode
    values: Sequence[tuple[object, str]]
    """Terms, and what is inside of blank nodes, each with the digest of its statement."""
    total: int
    query: str
    """The query for all of them."""
    this: NamedNode
    """Of what it is said."""

    @property
    def are_links(self) -> bool:
        """Whether all values that are shown are things with addresses."""
        return all(isinstance(one, NamedNode) for one, _ in self.values)

    @property
    def are_in_a_row(self) -> bool:
        """Whether the values are many short texts, as keywords, which fit on a line."""
        texts = [one for one, _ in self.values if isinstance(one, Literal)]
        return len(texts) == len(self.values) > _FEW and all(map(_is_short, texts))


@dataclass(frozen=True)
class Part:
    """Something that a document describes besides what it is about."""

    this: NamedNode
    quads: Sequence[Quad]

    @property
    def anchor(self) -> str:
        """What follows the hash in its IRI, else its end."""
        return self.this.value.rpartition("#")[2].rpartition("/")[2]

    @property
    def is_out_of_use(self) -> bool:
        """Whether it is said of it that nobody should use it any more."""
        return any(map(deprecates, self.quads))


def _is_short(text: Literal) -> bool:
    """Whether a literal is a text of a few words."""
    return text.datatype in TEXT_TYPES and len(text.value) <= _SHORT


def among_facts(by: NamedNode, quads: list[Quad]) -> list[Quad]:
    """What is not told above them: of kinds those without an IRI, as restrictions are."""
    if by == RDF("type"):
        return [one for one in quads if isinstance(one.object, BlankNode)]
    if by in DESCRIPTIONS:
        return [one for one in quads if not isinstance(one.object, Literal)]
    return [] if by in _TOLD_ABOVE else quads


def texts_of_notes(
    engine: Engine, quads: Iterable[Quad]
) -> dict[object, list[Literal]]:
    """What notes say that are things of their own (SKOS Primer, section 4.2)."""
    noted = [one.object for one in quads if one.predicate in _NOTES]
    nodes = dict.fromkeys(one for one in noted if isinstance(one, NamedNode))
    if not nodes:
        return {}
    texts: dict[object, list[Literal]] = {}
    for quad in engine.about(list(nodes)):
        if quad.predicate in _VALUES and isinstance(quad.object, Literal):
            of_note = texts.setdefault(quad.subject, [])
            of_note.append(quad.object)
    return {node: once(some) for node, some in texts.items()}


def once(terms: Iterable[object]) -> list[Literal]:
    """The literals among some terms, each once."""
    return [one for one in dict.fromkeys(terms) if isinstance(one, Literal)]
