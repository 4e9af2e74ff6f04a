"""The digests of the statements of a dump, each with the place of its line."""

import struct
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import accumulate

_DIGITS = 16
"""Hexadecimal digits of a digest that the index keeps: 64 bits."""
_BYTES = _DIGITS // 2


def digests(lines: Sequence[bytes]) -> tuple[Sequence[int], Iterable[int]]:
    """The beginning of each statement's digest, and the bytes at which their lines begin.

    They are quads of named graphs, and the first begins at 0.
    """
    # What follows is the graph, and no IRI has a space.
    triples_only = [line[: line.rindex(b" <")] + b" .\n" for line in lines]
    beginnings = [sha256(one).digest()[:_BYTES] for one in triples_only]
    numbers = struct.unpack(f">{len(lines)}q", b"".join(beginnings))
    places = accumulate(map(len, lines), initial=0)
    return numbers, places


def short(digest: str) -> int:
    """The beginning of a digest as a number that SQLite holds.

    Raises ValueError for what is no digest.
    """
    beginning = bytes.fromhex(digest[:_DIGITS])
    return int.from_bytes(beginning, signed=True)
