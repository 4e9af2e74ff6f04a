"""The digests of the statements of a dump, each with the place of its line."""

import struct
from collections.abc import Iterator
from hashlib import sha256
from itertools import accumulate, islice
from typing import BinaryIO

_DIGITS = 16
"""Hexadecimal digits of a digest that the index keeps: 64 bits."""
_BYTES = _DIGITS // 2
_AT_ONCE = 1_000  # lines


def digests(lines: BinaryIO, triples: int) -> Iterator[tuple[int, int]]:
    """The beginning of each statement's digest, and at which byte its line begins.

    The first lines are the `triples` of the default graph, which stand in a named graph,
    too.
    """
    place = sum(map(len, islice(lines, triples)))
    while some := list(islice(lines, _AT_ONCE)):
        # What follows is the graph, and no IRI has a space.
        triples_only = [line[: line.rindex(b" <")] + b" .\n" for line in some]
        beginnings = [sha256(one).digest()[:_BYTES] for one in triples_only]
        numbers = struct.unpack(f">{len(some)}q", b"".join(beginnings))
        *places, place = accumulate(map(len, some), initial=place)
        yield from zip(numbers, places, strict=True)


def short(digest: str) -> int:
    """The beginning of a digest as a number that SQLite holds.

    Raises ValueError for what is no digest.
    """
    beginning = bytes.fromhex(digest[:_DIGITS])
    return int.from_bytes(beginning, signed=True)
