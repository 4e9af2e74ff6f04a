"""Lines of N-Quads on the ways from things to all that is looked at of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from diplomatica.pipeline.storing.lines import first_lines, lines_saying
from diplomatica.pipeline.storing.stored import Quads

SUBJECT, OBJECT, GRAPH = 0, 1, 2
"""The places of nodes in a line."""
_TOGETHER = 1_000  # lines
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
            # What is said of a thing mostly comes together.
            for lists, some in groupby(self._lines(number), itemgetter(1)):
                while together := b"".join(line for line, _ in islice(some, _TOGETHER)):
                    for one in lists:
                        found[one].update(together)
        return [f"{always.hexdigest()} {one.hexdigest()}" for one in found]

    def lines(self, lists: Set[int]) -> Iterator[bytes]:
        """The lines on the ways of some lists, some of them twice."""
        yield from self._everywhere()
        for number in range(len(self.ways.steps)):
            for line, those in self._lines(number):
                if not lists.isdisjoint(those):
                    yield line

    def _everywhere(self) -> Iterator[bytes]:
        """The lines that are on all ways."""
        for piece in Quads(self.path).pieces() if self.ways.everywhere else ():
            for line in lines_saying(piece, self.ways.everywhere):
                yield line + b"\n"

    def _lines(self, number: int) -> Iterator[tuple[bytes, Set[int]]]:
        """The lines of a step with the lists that they belong to.

        Once they were all taken it is known where the next step begins.
        """
        ways, begin = self.ways.steps[number], self._nodes[number]
        step = _WaysStep(begin, {})
        plain = _by_property(ways, is_named=False)
        named = _by_property(ways, is_named=True)
        with self.path.open("rb") as file:
            if plain:
                yield from step.lines(first_lines(file, self.merged), plain, 1)
            if named:
                file.seek(self.merged)
                yield from step.lines(file, named, 2)
        if len(self._nodes) == number + 1:
            self._nodes.append(step.ahead)


@dataclass(frozen=True)
class _WaysStep:
    """A step on ways: from nodes to lines, and to the nodes from which the next begins."""

    nodes: Mapping[bytes, Set[int]]
    ahead: dict[bytes, Set[int]]

    def lines(
        self, lines: Iterable[bytes], starting: "_StartsByProperty", behind: int
    ) -> Iterator[tuple[bytes, Set[int]]]:
        """Those lines that are on ways; so many words are `behind` what they say."""
        nodes = self.nodes
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            starts = starting[predicate]
            # Most lines are of things that nothing leads to.
            if not starts.ends or (starts.are_subjects and subject not in nodes):
                continue
            if starts.is_end:
                yield line, nodes[subject]
                continue
            here = self._go(starts, (subject, *rest.rsplit(b" ", behind)))
            if here:
                yield line, here

    def _go(self, starts: "_Starts", terms: Sequence[bytes]) -> Set[int]:
        """Go on from a line; the lists that it belongs to."""
        here = _NOBODY
        for start, ends in starts.ends:
            lists = self.nodes.get(terms[start])
            if lists:
                here = here | lists if here else lists
                for one in ends:
                    self._lead(terms[one], lists)
        return here

    def _lead(self, node: bytes, lists: Set[int]) -> None:
        """Note that the ways of some lists lead to a node: to most lead those of one."""
        held = self.ahead.get(node)
        if isinstance(held, set):
            held.update(lists)
        elif held is None and isinstance(lists, frozenset):
            self.ahead[node] = lists
        elif held is not lists:
            self.ahead[node] = {*(held or ()), *lists}


@dataclass(frozen=True)
class _Starts:
    """Where ways start in a line, each with where they go on."""

    ends: tuple[tuple[int, tuple[int, ...]], ...]
    are_subjects: bool
    """Whether they start at subjects alone."""
    is_end: bool
    """Whether they start there, and go no further."""


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
        """Those of a property that none names, which is no more missing then."""
        self[name] = self.of_any
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
    are_subjects = found.keys() <= {SUBJECT}
    is_end = are_subjects and not any(found.values())
    return _Starts(tuple(map(_with_ends, found.items())), are_subjects, is_end)


def _with_ends(one: tuple[int, set[int]]) -> tuple[int, tuple[int, ...]]:
    start, ends = one
    return start, tuple(ends)
