"""The two forms of a literal: as its source writes it, and as the engine compares it.

Oxigraph keeps numbers, truth values, times and durations by their value: of "1.50" it
knows 1.5. What is published is the source's form (RDF 1.1 Concepts, section 3.3); the
engine's own is met only in the answers to queries.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from diplomatica.engine.engine import Node, Term
from diplomatica.model.vocabulary import XSD

Graph = NamedNode | BlankNode | DefaultGraph

_NAMES = """
    boolean
    byte short int long integer decimal float double
    unsignedByte unsignedShort unsignedInt unsignedLong
    negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger
    date dateTime dateTimeStamp time
    gDay gMonth gMonthDay gYear gYearMonth
    duration dayTimeDuration yearMonthDuration
"""
# The datatypes whose literals the engine keeps by value.
_COMPARED = frozenset(XSD(name) for name in _NAMES.split())
_INTEGERS = (
    "byte int long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger short "
    "unsignedByte unsignedInt unsignedLong unsignedShort"
)
DERIVED = {
    **{XSD(name).value: "integer" for name in _INTEGERS.split()},
    XSD("dateTimeStamp").value: "dateTime",
}
"""The datatypes that the engine does not keep, each with the one that it keeps."""
_WHOLE = frozenset(map(XSD, ("integer", *_INTEGERS.split())))
_KEPT_DECIMAL = XSD("decimal").value
_NUMBER = re.compile(r"([+-]?)0*(\d+)")
_DECIMAL = re.compile(r"[+-]?0*(\d*)\.?(\d*?)0*")
_LARGEST = str((1 << 63) - 1)
# A decimal is kept in 128 bits, of which 18 digits are after the point.
_AFTER_POINT = 18
_LARGEST_DECIMAL = ((1 << 127) - 1) // 10**_AFTER_POINT
_VEIL = "urn:as-written:"
_SUBJECT, _PREDICATE = NamedNode("urn:subject"), NamedNode("urn:predicate")


def engine_form(term: Literal) -> Literal:
    """The literal that the engine keeps in place of this one, mostly itself."""
    return _kept_literal(term) if term.datatype in _COMPARED else term


@lru_cache(1 << 16)
def _kept_literal(term: Literal) -> Literal:
    store = Store()
    store.add(Quad(_SUBJECT, _PREDICATE, term))
    (kept,) = store
    assert isinstance(kept.object, Literal)
    return kept.object


def is_rewritten(term: object) -> bool:
    """Whether the engine keeps another literal in the place of this term."""
    return isinstance(term, Literal) and engine_form(term) != term


def rewritten_quads(
    quads: Iterable[Quad], doubtful: Iterable[Quad] | None = None
) -> list[Quad]:
    """Those of the quads from which the engine's own cannot be told, in their order.

    These are the quads that it rewrites, and those that it would confuse with one of
    them. The quads are read more than once; those that are no `doubtful` ones of them,
    where these are told, are never rewritten.
    """
    looked_at = quads if doubtful is None else doubtful
    confused = {
        kept_triple(one.triple) for one in looked_at if is_rewritten(one.object)
    }
    if not confused:
        return []
    return [quad for quad in quads if kept_triple(quad.triple) in confused]


def rewritten_counts(quads: Iterable[Quad]) -> dict[str, int]:
    """How many literals the engine rewrites, by the IRI of their datatype."""
    terms = {quad.object for quad in quads if is_rewritten(quad.object)}
    counts = Counter(term.datatype.value for term in terms if isinstance(term, Literal))
    return dict(sorted(counts.items()))


def kept_otherwise(
    quads: Iterable[Quad], doubtful: Iterable[Quad]
) -> tuple[list[Quad], int]:
    """The `rewritten_quads`, and how many numbers the engine keeps but cannot compute with.

    These are integers beyond 64 bits, or decimals of more digits than the engine has. All
    of them are doubtful, and are found on the way.
    """
    large: set[object] = set()
    rewritten = rewritten_quads(quads, _noting_large(doubtful, large))
    return rewritten, len(large)


def _noting_large(quads: Iterable[Quad], large: set[object]) -> Iterator[Quad]:
    for quad in quads:
        if isinstance(quad.object, Literal) and is_too_large(quad.object):
            large.add(quad.object)
        yield quad


def is_too_large(term: Literal) -> bool:
    """Whether a literal is a number that the engine does not compute with."""
    if len(term.value) < len(_LARGEST):
        return False
    if term.datatype.value == _KEPT_DECIMAL:
        return _is_too_long(term.value)
    match = _NUMBER.fullmatch(term.value) if term.datatype in _WHOLE else None
    if not match:
        return False
    sign, digits = match.groups()
    if len(digits) != len(_LARGEST):
        return len(digits) > len(_LARGEST)
    return int(digits) > int(_LARGEST) + (sign == "-")


def _is_too_long(decimal: str) -> bool:
    """Whether the engine cannot compute with a decimal."""
    match = _DECIMAL.fullmatch(decimal)
    if not match:
        return False
    whole, after = match.groups()
    if len(after) > _AFTER_POINT or len(whole) > len(str(_LARGEST_DECIMAL)):
        return True
    return bool(int(whole or "0") > _LARGEST_DECIMAL)


def remarks(compared: Iterable[str], large: int) -> list[str]:
    """What else is told of datatypes that are compared by value, and of large integers."""
    texts = []
    if not DERIVED.keys().isdisjoint(compared):
        texts.append(
            "Types derived from xsd:integer are compared as xsd:integer, "
            "xsd:dateTimeStamp as xsd:dateTime, "
            "and DATATYPE gives that."
        )
    if large:
        texts.append(
            "The engine does not compute or compare with integers beyond 64 bits, nor with "
            f"decimals of more than 18 digits after the point: here are {large}."
        )
    return texts


def kept_triple(triple: Triple) -> Triple:
    """The triple that the engine keeps in the place of this one."""
    term = triple.object
    if not isinstance(term, Literal) or term.datatype not in _COMPARED:
        return triple
    return Triple(triple.subject, triple.predicate, _kept_literal(term))


def _with_object(quad: Quad, term: Term) -> Quad:
    return Quad(quad.subject, quad.predicate, term, quad.graph_name)


def _veiled(term: Term) -> Term:
    """The literal under a datatype without values, so that the engine keeps it."""
    if not isinstance(term, Literal) or term.datatype not in _COMPARED:
        return term
    veiled = NamedNode(_VEIL + term.datatype.value)
    return Literal(term.value, datatype=veiled)


def _unveiled(term: Term) -> Term:
    """The literal under its own datatype."""
    if not isinstance(term, Literal) or not term.datatype.value.startswith(_VEIL):
        return term
    datatype = NamedNode(term.datatype.value.removeprefix(_VEIL))
    return Literal(term.value, datatype=datatype)


class Written:
    """The quads of a release that the engine rewrites, as their source writes them.

    They lie in a store of their own, under datatypes that the engine does not know.
    """

    def __init__(self, store: Store | None = None) -> None:
        """`store` was filled by another of this class; else nothing is held."""
        self._store = Store() if store is None else store

    def add(self, quads: Iterable[Quad]) -> "Written":
        """Hold these quads, too, which `rewritten` gave."""
        veiled = (_with_object(quad, _veiled(quad.object)) for quad in quads)
        self._store.bulk_extend(veiled)
        return self

    def __len__(self) -> int:
        """How many quads are held."""
        return len(self._store)

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The quads of the source for those that the engine gave."""
        for quad in quads:
            source = self._source_quads(quad.triple, quad.graph_name)
            yield from source or (quad,)

    def triples(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """The triples of the source, in any graph, for those that the engine gave."""
        for triple in triples:
            source = self._source_quads(triple, None)
            stated = dict.fromkeys(quad.triple for quad in source)
            yield from stated or (triple,)

    def terms(
        self, term: Literal, *places: Node, beside: AbstractSet[Literal] = frozenset()
    ) -> list[Literal]:
        """What a literal in the answer to a query is in the source, sorted.

        Of several that the engine does not tell apart, those that stand in one of these
        graphs or of one of these subjects, or are among those `beside`; else all.
        """
        if not self.is_of_several(term):
            return [term]
        written = self._terms[term]
        near = chain.from_iterable(map(self._near, places))
        here = {_unveiled(quad.object) for quad in near} | beside
        return sorted(written & here or written, key=str)

    def is_of_several(self, term: Literal) -> bool:
        """Whether the source may write otherwise what the engine answers."""
        return term.datatype in _COMPARED and term in self._terms

    def _near(self, place: Node) -> Iterator[Quad]:
        yield from self._store.quads_for_pattern(None, None, None, place)
        yield from self._store.quads_for_pattern(place, None, None)

    @cached_property
    def _terms(self) -> dict[Literal, set[Literal]]:
        """The literals of the source by what the engine keeps in their place."""
        terms_by_form: dict[Literal, set[Literal]] = defaultdict(set)
        for quad in self._store:
            term = _unveiled(quad.object)
            if isinstance(term, Literal):
                terms_by_form[engine_form(term)].add(term)
        return terms_by_form

    def _source_quads(self, triple: Triple, graph: Graph | None) -> list[Quad]:
        """The quads of the source for a triple of the engine's; none for most."""
        term = triple.object
        if not isinstance(term, Literal) or term.datatype not in _COMPARED:
            return []
        if not len(self):
            return []
        subject, predicate = triple.subject, triple.predicate
        near = self._store.quads_for_pattern(subject, predicate, None, graph)
        quads = [_with_object(quad, _unveiled(quad.object)) for quad in near]
        return [quad for quad in quads if kept_triple(quad.triple) == triple]
