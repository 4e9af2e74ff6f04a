"""What of a dataset some queries can look at, so that no more of it is loaded for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import BinaryIO

from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.storing.stored import Quads, lines_with

_IS = str(RDF("type")).encode()
_NOBODY: set[BinaryIO] = set()
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

    @property
    def things(self) -> set[bytes]:
        """The kinds of which it must be told what is of them."""
        return {kind for kind, _ in self.plain_of | self.named_of}


def share_out(
    lines: Iterable[bytes],
    merged: int,
    shares: Sequence[tuple[Needed, BinaryIO]],
    things: Things,
) -> None:
    """Write to each of some files the lines of N-Quads that are needed there, in one go.

    The lines begin with so many bytes of the default graph. `things` are those of each kind
    that is asked for.
    """
    plain = _files_by((one.plain, file) for one, file in shares)
    named = _files_by((one.named, file) for one, file in shares)
    of_kind = _files_by((one.kinds, file) for one, file in shares)
    plain_of = _of_things(((one.plain_of, file) for one, file in shares), things)
    named_of = _of_things(((one.named_of, file) for one, file in shares), things)
    whole: dict[bytes, set[BinaryIO]] = {}
    at = 0
    for line in lines:
        at += len(line)
        subject, predicate, rest = line.split(b" ", 2)
        files, of_things = (plain, plain_of) if at <= merged else (named, named_of)
        here = files.get(predicate, _NOBODY)
        for those, file in of_things.get(predicate, ()):
            if file not in here and subject in those:
                here = here | {file}
        if predicate == _IS:
            kind = rest.partition(b" ")[0]
            here = here | files.get(of_kind_alone(kind), _NOBODY)
            if at <= merged and kind in of_kind:
                whole[subject] = whole.get(subject, _NOBODY) | of_kind[kind]
        if whole and at > merged:
            here = here | whole.get(rest.rsplit(b" ", 2)[1], _NOBODY)
        for file in here:
            file.write(line)


def _files_by(
    asked: Iterable[tuple[set[bytes], BinaryIO]],
) -> dict[bytes, set[BinaryIO]]:
    """The files by each of what is asked for in them."""
    files: dict[bytes, set[BinaryIO]] = defaultdict(set)
    for names, file in asked:
        for name in names:
            files[name].add(file)
    return dict(files)


def _of_things(
    asked: Iterable[tuple[set[tuple[bytes, bytes]], BinaryIO]], things: Things
) -> dict[bytes, list[tuple[Set[bytes], BinaryIO]]]:
    """By each property, the things of which it is asked for in a file."""
    found: dict[bytes, list[tuple[Set[bytes], BinaryIO]]] = defaultdict(list)
    for needs, file in asked:
        for kind, name in needs:
            found[name].append((things[kind], file))
    return dict(found)


def things_of(quads: Quads, kinds: Iterable[bytes]) -> Things:
    """What is said to be of each of some kinds, in whatever graph."""
    found: dict[bytes, set[bytes]] = {kind: set() for kind in kinds}
    marks = [b" %b %b " % (_IS, kind) for kind in found]
    for piece in quads.pieces() if marks else ():
        for line in lines_with(piece, marks):
            subject, _, rest = line.split(b" ", 2)
            kind = rest.partition(b" ")[0]
            if kind in found:
                found[kind].add(subject)
    return found


def of_kind_alone(kind: bytes) -> bytes:
    """What is asked for where a thing is to be of a kind."""
    return _IS + b" " + kind
