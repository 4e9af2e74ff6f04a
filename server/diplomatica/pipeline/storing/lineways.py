"""Lines of N-Quads on the ways from things to all that is looked at of them."""

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

SUBJECT, OBJECT, GRAPH = 0, 1, 2
"""The places of nodes in a line."""
_NOBODY: Set[int] = frozenset()


@dataclass(frozen=True)
class LineWay:
    """From a node to lines in which it stands, and on to what else stands in them."""

    start: int
    """The place of the node."""
    is_named: bool
    """Whether the line is of a named graph."""
    predicates: frozenset[bytes] | None
    """None where any may be."""
    ends: tuple[int, ...]
    """The places of the nodes from which it goes on."""


@dataclass(frozen=True)
class Ways:
    """Step by step, the ways from a thing to all that is looked at of it."""

    steps: tuple[tuple[LineWay, ...], ...]
    everywhere: frozenset[bytes]
    """The properties of which all lines are looked at."""


@dataclass
class LinesOnWays:
    """The lines of a file of N-Quads that are on the ways from things in some lists."""

    path: Path
    merged: int
    """So many bytes of it are of the default graph, and come first."""
    ways: Ways
    lists: Mapping[bytes, int]
    """In which list each thing is."""
    count: int
    """How many lists there are."""
    _nodes: list[Mapping[bytes, Set[int]]] = field(default_factory=list)
    """From which nodes each step goes, with the lists whose ways lead there."""

    def __post_init__(self) -> None:
        """The ways begin at the things."""
        single = [frozenset({one}) for one in range(self.count)]
        self._nodes.append({thing: single[one] for thing, one in self.lists.items()})

    @cached_property
    def digests(self) -> list[str]:
        """What stands for all lines on the ways of each list."""
        found = [hashlib.sha256() for _ in range(self.count)]
        always = hashlib.sha256()
        for line in self._everywhere():
            always.update(line)
        for number in range(len(self.ways.steps)):
            for line, lists in self._lines(number):
                for one in lists:
                    found[one].update(line)
        return [f"{always.hexdigest()} {one.hexdigest()}" for one in found]

    def lines(self, lists: Set[int]) -> Iterator[bytes]:
        """The lines on the ways of some lists, some of them twice."""
        yield from self._everywhere()
        for number in range(len(self.ways.steps)):
            for line, those in self._lines(number):
                if not lists.isdisjoint(those):
                    yield line

    def _everywhere(self) -> Iterator[bytes]:
        if self.ways.everywhere:
            with self.path.open("rb") as file:
                for line in file:
                    if line.split(b" ", 2)[1] in self.ways.everywhere:
                        yield line

    def _lines(self, number: int) -> Iterator[tuple[bytes, Set[int]]]:
        """The lines of a step with the lists that they belong to.

        Once they were all taken it is known where the next step begins.
        """
        nodes, ahead = self._nodes[number], defaultdict[bytes, set[int]](set)
        for line, terms, starts in self._candidates(self.ways.steps[number], nodes):
            here = _NOBODY
            for start, ends in starts.ends:
                lists = nodes.get(terms[start])
                if lists:
                    here = here | lists if here else lists
                    for one in ends:
                        ahead[terms[one]].update(lists)
            if here:
                yield line, here
        if len(self._nodes) == number + 1:
            self._nodes.append(dict(ahead))

    def _candidates(
        self, ways: Iterable[LineWay], nodes: Container[bytes]
    ) -> Iterator[tuple[bytes, tuple[bytes, ...], "_Starts"]]:
        """The lines that may be on ways, with their terms and where ways start there."""
        plain = _by_property(ways, is_named=False)
        named = _by_property(ways, is_named=True)
        at = 0
        with self.path.open("rb") as file:
            for line in file:
                is_plain = at < self.merged
                if not is_plain and not named:
                    return
                at += len(line)
                subject, predicate, rest = line.split(b" ", 2)
                starts = (plain if is_plain else named)[predicate]
                # Most lines are of things that nothing leads to.
                if starts.ends and (subject in nodes or not starts.are_subjects):
                    terms = subject, *rest.rsplit(b" ", 1 if is_plain else 2)
                    yield line, terms, starts


@dataclass(frozen=True)
class _Starts:
    """Where ways start in a line, each with where they go on."""

    ends: tuple[tuple[int, tuple[int, ...]], ...]

    @cached_property
    def are_subjects(self) -> bool:
        """Whether they start nowhere else."""
        return all(start == SUBJECT for start, _ in self.ends)


class _StartsByProperty(dict[bytes, _Starts]):
    """Where ways start in lines, by their property."""

    def __init__(self, of_any: _Starts) -> None:
        """On some of them may be any property."""
        super().__init__()
        self.of_any = of_any

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(len(self) or self.of_any.ends)

    def __missing__(self, name: bytes) -> _Starts:
        """Those of a property that none names."""
        return self.of_any


def _by_property(ways: Iterable[LineWay], *, is_named: bool) -> _StartsByProperty:
    """The ways by the properties of lines, of named graphs or of the default graph."""
    here = [one for one in ways if one.is_named is is_named]
    found = _StartsByProperty(_starts(one for one in here if one.predicates is None))
    for name in frozenset[bytes]().union(*(one.predicates or () for one in here)):
        found[name] = _starts(
            one for one in here if one.predicates is None or name in one.predicates
        )
    return found


def _starts(ways: Iterable[LineWay]) -> _Starts:
    """Where some ways start."""
    found = defaultdict[int, set[int]](set)
    for way in ways:
        found[way.start].update(way.ends)
    return _Starts(tuple((start, tuple(ends)) for start, ends in found.items()))
