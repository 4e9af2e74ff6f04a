"""Blank nodes in words.

They have no address, so a page says what is said of them where they stand.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.lookup.describing.inside import Inside, Insides
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import RDF

_DEEPEST, _MOST = 3, 12
_MORE = "…"
_TYPE = RDF("type")


class Nodes:
    """Some blank nodes, with all that is said of them and of the blank nodes in that."""

    def __init__(
        self, quads: Iterable[Quad], labels: Mapping[str, str], iris: Iris
    ) -> None:
        """Take what is said of them, and what the terms in it are called."""
        self._insides, self._labels, self._iris = Insides(quads), labels, iris

    def words(self, node: BlankNode) -> str:
        """What a node is called; else what is said of it; a list in parentheses.

        What is too much is cut with “…”.
        """
        return self._words(self._insides.of(node), 0)

    def _words(self, part: object, depth: int) -> str:
        """The words of a part, at some depth: below the deepest only that there is more."""
        if not isinstance(part, Inside):
            return self._term(part)
        if depth == _DEEPEST:
            return _MORE
        if part.name or (part.note and not part.members):
            return part.name or part.note
        if part.words:
            return "".join(_cut(self._words(word, depth + 1) for word in part.words))
        if part.facts:
            facts = "; ".join(_cut(self._facts(part, depth)))
            return f"({facts})" if depth else facts
        return (
            f"({', '.join(_cut(self._words(one, depth + 1) for one in part.members))})"
        )

    def _facts(self, part: Inside, depth: int) -> Iterator[str]:
        """What is said; its kind only where nothing else is."""
        others = [fact for fact in part.facts if fact[0] != _TYPE]
        for by, values in others or part.facts:
            text = ", ".join(_cut(self._words(value, depth + 1) for value in values))
            yield f"{self._term(by)} {text}" if others else text

    def _term(self, term: object) -> str:
        if isinstance(term, NamedNode):
            return self._labels.get(term.value) or self._iris.readable(term.value)
        return term.value if isinstance(term, Literal) else str(term)


def _cut(parts: Iterator[str]) -> list[str]:
    shown = list(islice(parts, _MOST + 1))
    return shown[:_MOST] + [_MORE] * (len(shown) > _MOST)
