"""What the data calls the nodes that a catalog names: by any property that names things."""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from itertools import product
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from diplomatica.engine import Term
from diplomatica.lookup.describing.statednames import names_of
from diplomatica.model.characters import is_blank, plain
from diplomatica.model.dataset.naming import APPELLATIONS, OTHERS, SPELT, rank_of
from diplomatica.model.vocabulary import DC, DCTERMS, NAMES, RDFS, SCHEMAS, SKOS, SKOSXL
from diplomatica.pipeline.storing.kept import Together

_SPELT = dict.fromkeys(APPELLATIONS, SPELT) | {
    SKOSXL("prefLabel").value: (SKOSXL("literalForm").value,)
}
_TITLE_AT_MOST = 200  # signs
_PREFIXED = re.compile(r"[A-Za-z][\w-]*:(title|name)")
_ANYTHING = NamedNode("urn:diplomatica:anything")
Node = NamedNode | BlankNode
Said = dict[NamedNode, list[Term]]
"""What is said of something, by property."""
TITLES = (
    DCTERMS("title"),
    DC("title"),
    RDFS("label"),
    SKOS("prefLabel"),
    *(schema("name") for schema in SCHEMAS),
)
"""What a title is stated by, the likeliest first."""
DESCRIPTIONS = (
    DCTERMS("description"),
    DC("description"),
    DCTERMS("abstract"),
    RDFS("comment"),
    SKOS("definition"),
    *(schema("description") for schema in SCHEMAS),
)
"""What says in words what something is, the most exact first."""


def title_in_short(title: str) -> str:
    """A title that heads every page: of one that is as long as a text, the beginning."""
    if len(title) <= _TITLE_AT_MOST:
        return title
    whole_words, _, _ = title[:_TITLE_AT_MOST].rpartition(" ")
    return f"{whole_words or title[:_TITLE_AT_MOST]}…"


def names_in(nodes: set[Node], quads: Together, language: str) -> dict[object, str]:
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
    """By which that is called of which this is said, and by nothing that describes it."""
    names = [
        name
        for name in names_of(_ANYTHING, said, has_word=True)
        if (rank_of(name.predicate.value) or 0) <= OTHERS
    ]
    places = {by: place for place, by in enumerate(NAMES)}

    def place(name: Triple) -> tuple[object, ...]:
        text = cast("Literal", name.object)
        at = places.get(name.predicate, len(places))
        return place_of(text.language or "", language), at, plain(text)

    return plain(cast("Literal", min(names, key=place).object)).strip() if names else ""


def place_of(tag: str, language: str) -> tuple[int, str]:
    """How well a text suits by its language: of those asked none, then English, then any."""
    order = [language.casefold(), "en", ""]
    known = tag.casefold()
    return (order.index(known) if known in order else len(order)), known


def text_said(
    told: Iterable[Iterable[Quad]], terms: Iterable[NamedNode], language: str
) -> str:
    """What is said by the first of these terms that says anything, in this language."""
    for quads, term in product(told, terms):
        objects = [one.object for one in quads if one.predicate == term]
        named = [one for one in objects if isinstance(one, Literal | NamedNode)]
        texts = [one for one in named if not is_blank(one.value)]
        if texts:
            return plain(min(texts, key=lambda one: _language_rank(one, language)))
    return ""


def _language_rank(term: Literal | NamedNode, language: str) -> tuple[int, str]:
    """The place of a text among those of which one is taken: by its language."""
    tag = (isinstance(term, Literal) and term.language) or ""
    order = [language, "en", ""]
    return (order.index(tag) if tag in order else len(order)), str(term)


def title_meant(by: str) -> str:
    """The property of titles for which another is a slip; "" where it is none.

    It has other marks, or a prefix that nobody declared, as <dc11:title> has.
    """
    known = [one.value for one in TITLES]
    if _PREFIXED.fullmatch(by):
        end = "/" + by.partition(":")[2]
        return next((one for one in known if one.endswith(end)), "")
    by_bare = {_bare(one): one for one in known}
    return by_bare.get(_bare(by), "")


def _bare(iri: str) -> str:
    """The letters of a term without the marks that are often written otherwise."""
    return re.sub("^https?:|[/#:]", "", iri)
