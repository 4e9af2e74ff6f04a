"""The difference of two datasets: the quads that only one of them has.

The old one without what was removed, and with what was added, is the new one, but for
the names of blank nodes (RDF 1.1 Concepts, section 3.6).
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, parse

from diplomatica.lookup.history.comparing.blanknodes import NamedBlanks, has_blank_node
from diplomatica.lookup.history.runs import apart, in_runs


@dataclass(frozen=True)
class Difference:
    """What was removed, and what was added, each in the order of N-Quads."""

    removed: list[Quad]
    added: list[Quad]
    by_label: int = 0
    """How many blank nodes were compared by their own names: too many hang together."""

    def __bool__(self) -> bool:
        """Whether the two differ."""
        return bool(self.removed or self.added)


def difference(old: Iterable[str], new: Iterable[str]) -> Difference:
    """The difference of two datasets, each the lines of an N-Quads document.

    What both have is never held: memory grows with what changed, and with what has
    blank nodes.
    """
    before, after = _ComparedSide(old), _ComparedSide(new)
    changed: tuple[list[Quad], list[Quad]] = ([], [])
    with ExitStack() as stack:
        left, right = in_runs(before.lines(), stack), in_runs(after.lines(), stack)
        for line, is_new in apart(left, right):
            changed[is_new].extend(_parsed(line))
    named_before = NamedBlanks(before.blank)
    named_after = NamedBlanks(after.blank)
    had, has = set(named_before.quads), set(named_after.quads)
    removed, added = changed
    removed += sorted(had - has, key=str)
    added += sorted(has - had, key=str)
    by_label = named_before.by_label + named_after.by_label
    return Difference(removed, added, by_label)


class _ComparedSide:
    """One of the two: its quads without blank nodes as lines, the others as they are."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.blank: list[Quad] = []

    def lines(self) -> Iterator[str]:
        for line in self._lines:
            quads = _parsed(line) if "_:" in line else []
            if any(map(has_blank_node, quads)):
                self.blank += quads
            elif line.strip():
                yield line if line.endswith("\n") else f"{line}\n"


def _parsed(line: str) -> list[Quad]:
    return list(parse(line, format=RdfFormat.N_QUADS))
