"""What of a dataset some queries can look at, so that no more of it is loaded for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import BinaryIO

from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.storing.lines import first_lines, lines_with
from diplomatica.pipeline.storing.stored import Quads

_IS = str(RDF("type")).encode()
_Files = Set[BinaryIO]
_NOBODY: _Files = frozenset()
Things = Mapping[bytes, Set[bytes]]
"""The things of each of some kinds, as N-Quads write them."""


@dataclass
class Needed:
    """The lines that queries can look at: by property, and of graphs of some kinds."""

    plain: set[bytes] = field(default_factory=set)
    """The properties that are asked for in the default graph, and kinds after `a`."""
    named: set[bytes] = field(default_factory=set)
    """Those that are asked for in named graphs."""
    kinds: set[bytes] = field(default_factory=set)
    """Of graphs of these kinds all is needed."""
    plain_of: set[tuple[bytes, bytes]] = field(default_factory=set)
    """Kinds, each with a property that is asked for of things of that kind alone."""
    named_of: set[tuple[bytes, bytes]] = field(default_factory=set)
    """The same of named graphs."""

    def __or__(self, other: "Needed") -> "Needed":
        """What either queries or others can look at."""
        return Needed(
            self.plain | other.plain,
            self.named | other.named,
            self.kinds | other.kinds,
            self.plain_of | other.plain_of,
            self.named_of | other.named_of,
        )

    @property
    def things(self) -> set[bytes]:
        """The kinds of which it must be told what is of them."""
        return {kind for kind, _ in self.plain_of | self.named_of}


def share_out(
    lines: BinaryIO,
    merged: int,
    shares: Sequence[tuple[Needed, BinaryIO]],
    things: Things,
) -> list[int]:
    """Write to each of some files the lines of N-Quads that are needed there, in one go.

    The lines begin with so many bytes of the default graph; how many bytes of each file
    are of it. `things` are those of each kind that is asked for.
    """
    plain = [(one.plain, one.plain_of, file) for one, file in shares]
    named = [(one.named, one.named_of, file) for one, file in shares]
    of_kind = defaultdict[bytes, set[BinaryIO]](set)
    for one, file in shares:
        for kind in one.kinds:
            of_kind[kind].add(file)
    whole = _share_merged(
        first_lines(lines, merged), _FilesByProperty(plain, things), of_kind
    )
    sizes = [file.tell() for _, file in shares]
    _share_named(lines, _FilesByProperty(named, things), whole)
    return sizes


def _share_merged(
    lines: Iterable[bytes], asking: "_FilesByProperty", of_kind: Mapping[bytes, _Files]
) -> dict[bytes, _Files]:
    """Share out what is merged; the graphs of which all is needed, and where."""
    whole: dict[bytes, _Files] = {}
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate not in asking.known:
            continue
        for file in asking.files(subject, predicate, rest):
            file.write(line)
        if predicate == _IS and of_kind:
            kind = rest.partition(b" ")[0]
            if kind in of_kind:
                whole[subject] = whole.get(subject, _NOBODY) | of_kind[kind]
    return whole


def _share_named(
    lines: Iterable[bytes], asking: "_FilesByProperty", whole: Mapping[bytes, _Files]
) -> None:
    """Share out the lines of named graphs, which come graph by graph."""
    end, of_graph = b"\n\n", _NOBODY
    for line in lines:
        if whole and not line.endswith(end):
            graph = line.rsplit(b" ", 2)[1]
            end, of_graph = b" %b .\n" % graph, whole.get(graph, _NOBODY)
        subject, predicate, rest = line.split(b" ", 2)
        here = _NOBODY
        if predicate in asking.known:
            here = asking.files(subject, predicate, rest)
        for file in here | of_graph if of_graph else here:
            file.write(line)


class _FilesByProperty:
    """The files that lines of a property are needed in."""

    def __init__(
        self,
        asked: Iterable[tuple[set[bytes], set[tuple[bytes, bytes]], BinaryIO]],
        things: Things,
    ) -> None:
        """Each file with what is asked for there: of anything, and of things of kinds."""
        self._any = defaultdict[bytes, set[BinaryIO]](set)
        self._of = defaultdict[bytes, list[tuple[Set[bytes], BinaryIO]]](list)
        for names, of_kinds, file in asked:
            for name in names:
                self._any[name].add(file)
            for kind, name in of_kinds:
                self._of[name].append((things[kind], file))
        self.known = frozenset({_IS, *self._any, *self._of})

    def files(self, subject: bytes, predicate: bytes, rest: bytes) -> _Files:
        """Where a line is needed, of which these are the subject, property and rest.

        The property is one of those that are `known`.
        """
        here: _Files = self._any.get(predicate, _NOBODY)
        for those, file in self._of.get(predicate, ()):
            if file not in here and subject in those:
                here = here | {file}
        if predicate == _IS:
            kind = of_kind_alone(rest.partition(b" ")[0])
            here = here | self._any.get(kind, _NOBODY)
        return here


def things_of(quads: Quads, kinds: Iterable[bytes]) -> Things:
    """What is said to be of each of some kinds, in whatever graph."""
    found: dict[bytes, set[bytes]] = {kind: set() for kind in kinds}
    for piece in quads.pieces() if found else ():
        for line in lines_with(piece, [b" %b " % _IS]):
            subject, _, rest = line.split(b" ", 2)
            kind = rest.partition(b" ")[0]
            if kind in found:
                found[kind].add(subject)
    return found


def of_kind_alone(kind: bytes) -> bytes:
    """What is asked for where a thing is to be of a kind."""
    return _IS + b" " + kind
