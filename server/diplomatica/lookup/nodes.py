"""Blank nodes in words.

They have no address, so a page says what is said of them where they stand.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.engine import Term
from diplomatica.lookup.calling import called
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF

_FIRST, _REST, _NIL = RDF("first"), RDF("rest"), RDF("nil")
_DEEPEST, _MOST = 3, 12
_MORE = "…"
_ANY = NamedNode("urn:diplomatica:node")


class Nodes:
    """Some blank nodes, with all that is said of them and of the blank nodes in that."""

    def __init__(
        self, quads: Iterable[Quad], labels: Mapping[str, str], iris: Iris
    ) -> None:
        """Take what is said of them, and what the terms in it are called."""
        self._labels, self._iris = labels, iris
        self._said: dict[object, list[Quad]] = {}
        for quad in dict.fromkeys(Quad(*quad.triple) for quad in quads):
            self._said.setdefault(quad.subject, []).append(quad)

    def words(self, node: BlankNode, depth: int = 0) -> str:
        """What a node is called; else what is said of it, in brackets; a list in parentheses.

        What is too much is cut with “…”.
        """
        if depth == _DEEPEST:
            return _MORE
        if _FIRST in {quad.predicate for quad in self._said.get(node, [])}:
            return f"({_joined(', ', (self._term(term, depth) for term in self._members(node)))})"
        said = self._said.get(node, [])
        if name := name_of(said):
            return name
        return f"[{_joined('; ', (self._part(quad, depth) for quad in said))}]"

    def _part(self, quad: Quad, depth: int) -> str:
        return f"{self._name(quad.predicate)} {self._term(quad.object, depth)}"

    def _term(self, term: object, depth: int) -> str:
        if isinstance(term, BlankNode):
            return self.words(term, depth + 1)
        return f"“{term.value}”" if isinstance(term, Literal) else self._name(term)

    def _name(self, term: object) -> str:
        iri = text_of(term)
        return self._labels.get(iri) or self._iris.short(iri)

    def _members(self, node: object) -> Iterator[object]:
        """The members of a list (RDF Schema, section 5.2).

        Each cell is taken once: some lists are circles.
        """
        seen: set[object] = set()
        while node not in seen and node != _NIL:
            seen.add(node)
            said = {quad.predicate: quad.object for quad in self._said.get(node, [])}
            if _FIRST in said:
                yield said[_FIRST]
            node = said.get(_REST, _NIL)


def name_of(said: Iterable[Quad]) -> str:
    """What a blank node is called by what is said of it; "" where it has no name."""
    known: dict[NamedNode, list[Term]] = {}
    for quad in said:
        known.setdefault(quad.predicate, []).append(quad.object)
    names = called(_ANY, known)
    return text_of(names[0].object) if names else ""


def _joined(between: str, parts: Iterator[str]) -> str:
    shown = list(islice(parts, _MOST + 1))
    return between.join(shown[:_MOST] + [_MORE] * (len(shown) > _MOST))
