"""Where each statement stands in a release: found by its digest, in the dump of quads itself."""

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import BinaryIO

from pyoxigraph import Quad, parse

from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.statement import digest

_SHORT = 16  # hexadecimal digits that the index keeps: 64 bits


class Digests:
    """The statements of a release by their digest.

    Sixteen bytes for each are kept, once the first is asked for.
    """

    def __init__(self, release: Release) -> None:
        """Nothing is read yet."""
        self._release, self._file = release, release.dump(NQUADS)

    def quads(self, wanted: str) -> list[Quad]:
        """The triple of this digest in each graph that states it; none where there is none."""
        try:
            short = int(wanted[:_SHORT], 16)
        except ValueError:
            return []
        shorts, offsets = self._index
        found: list[Quad] = []
        place = bisect_left(shorts, short)
        with self._file.open("rb") as lines:
            while place < len(shorts) and shorts[place] == short:
                lines.seek(offsets[place])
                found += parse(lines.readline(), format=NQUADS.rdf)
                place += 1
        return [quad for quad in found if digest(quad.triple) == wanted]

    @cached_property
    def _index(self) -> "tuple[array[int], array[int]]":
        """The beginnings of all digests in order.

        With them goes at which byte of the dump the line of each begins.
        """
        with self._file.open("rb") as lines:
            pairs = sorted(self._places(lines))
        shorts = array("Q", (short for short, _ in pairs))
        offsets = array("Q", (offset for _, offset in pairs))
        return shorts, offsets

    def _places(self, lines: BinaryIO) -> Iterator[tuple[int, int]]:
        """Each statement of a named graph.

        Those of the default graph, which come first, have one.
        """
        offset = sum(map(len, islice(lines, self._release.triples)))
        for line in lines:
            # what follows is the graph, and no IRI has a space
            triple = line[: line.rindex(b" <")]
            digest = hashlib.sha256(triple + b" .\n").digest()
            yield int.from_bytes(digest[: _SHORT // 2]), offset
            offset += len(line)
