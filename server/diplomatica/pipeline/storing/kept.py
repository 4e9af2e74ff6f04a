"""Quads in the order in which a file says them: in memory or, if they are many, on disk."""

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import Quad, serialize

from diplomatica.model.formats import NQUADS
from diplomatica.model.statement import text_of
from diplomatica.pipeline.storing.stored import Quads, room

Kept = list[Quad] | Quads
# So many are kept in memory, some 50 MB.
IN_MEMORY = 100_000
_PIECE = 1 << 20
_AT_ONCE = 10_000  # quads


def kept(quads: Iterable[Quad]) -> Kept:
    """Keep quads, of which each is asked for once here, to be read again and again.

    Raises what the quads raise, and DiplomaticaError where there is no room.
    """
    rest = iter(quads)
    first = list(islice(rest, IN_MEMORY))
    if len(first) < IN_MEMORY:
        return first
    place = _Place()
    file = place.folder / "kept.nq"
    with room(place.folder):
        serialize(chain(first, rest), file, NQUADS.rdf)
    return Quads(file, _lines(file), place)


def pieces_of(quads: Kept) -> Iterator[bytes]:
    """The lines of quads in N-Quads, many at a time."""
    if isinstance(quads, Quads):
        yield from quads.pieces()
        return
    for at in range(0, len(quads), _AT_ONCE):
        yield serialize(quads[at : at + _AT_ONCE], format=NQUADS.rdf) or b""


class _Place:
    """A folder that goes when nobody has what lies in it."""

    def __init__(self) -> None:
        with room(Path(tempfile.gettempdir())):
            self.folder = Path(tempfile.mkdtemp(prefix="diplomatica-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))


def graphs_of(quads: Kept) -> set[str]:
    """The IRIs of the named graphs of quads that all have one."""
    if isinstance(quads, Quads):
        return {row[3][1:-1] for row in quads.rows()}
    names = {quad.graph_name for quad in quads}
    return set(map(text_of, names))


@dataclass(frozen=True)
class Together:
    """The quads of several files, one after the other."""

    parts: Sequence[Kept]

    def __iter__(self) -> Iterator[Quad]:
        """Read them, as often as somebody asks."""
        return chain.from_iterable(self.parts)

    def about(self, subjects: AbstractSet[object]) -> Iterator[Quad]:
        """Those of some subjects."""
        for part in self.parts if subjects else ():
            if isinstance(part, Quads):
                yield from part.about(subjects)
            else:
                yield from (quad for quad in part if quad.subject in subjects)
