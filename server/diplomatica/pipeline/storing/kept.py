"""Quads in the order in which a file says them: in memory or, if they are many, on disk."""

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, parse, serialize

from diplomatica.model.formats import NQUADS
from diplomatica.model.statement import text_of
from diplomatica.pipeline.storing.lines import Row, row_of, terms_of
from diplomatica.pipeline.storing.stored import Quads, room

Kept = list[Quad] | Quads
# So many are kept in memory, some 50 MB.
IN_MEMORY = 100_000
_PIECE = 1 << 20
_AT_ONCE = 10_000  # quads


def keep_quads(quads: Iterable[Quad]) -> Kept:
    """Keep quads, of which each is asked for once here, to be read again and again.

    Raises what the quads raise, and DiplomaticaError where there is no room.
    """
    rest = iter(quads)
    first = list(islice(rest, IN_MEMORY))
    if len(first) < IN_MEMORY:
        return first
    place = SharedFolder()
    file = place.folder / "kept.nq"
    with room(place.folder):
        serialize(chain(first, rest), file, NQUADS.rdf)
    return Quads(file, _lines(file), place)


def kept_lines(lines: Iterable[str]) -> Kept:
    """Keep quads that are given as lines of N-Quads."""
    rest = iter(lines)
    first = list(islice(rest, IN_MEMORY))
    if len(first) < IN_MEMORY:
        return list(parse("".join(first), format=NQUADS.rdf, lenient=True))
    place = SharedFolder()
    file = place.folder / "kept.nq"
    with room(place.folder), file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(chain(first, rest))
    return Quads(file, _lines(file), place)


def texts_of(quads: Kept) -> Iterator[str]:
    """The lines of quads in N-Quads, one by one."""
    if isinstance(quads, Quads):
        return quads.texts()
    return (f"{quad} .\n" for quad in quads)


def pieces_of(quads: Kept) -> Iterator[bytes]:
    """The lines of quads in N-Quads, many at a time."""
    if isinstance(quads, Quads):
        yield from quads.pieces()
        return
    for at in range(0, len(quads), _AT_ONCE):
        yield serialize(quads[at : at + _AT_ONCE], format=NQUADS.rdf) or b""


def kept_texts(texts: Iterable[str]) -> Quads:
    """Keep lines of N-Quads on disk as they are. Raises what the texts raise, too."""
    return kept_pieces(map(str.encode, texts))


def kept_pieces(pieces: Iterable[bytes]) -> Quads:
    """Keep lines that are given as bytes, one or many at a time."""
    place, count = SharedFolder(), 0
    file = place.folder / "kept.nq"
    with room(place.folder), file.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
            count += piece.count(b"\n")
    return Quads(file, count, place)


def on_disk(quads: Kept) -> Quads:
    """Quads in a file, where any process of this machine finds them."""
    return quads if isinstance(quads, Quads) else kept_texts(texts_of(quads))


class SharedFolder:
    """A folder that goes when nobody has what lies in it."""

    def __init__(self) -> None:
        """Nothing lies in it. Raises DiplomaticaError where there is no room for it."""
        with room(Path(tempfile.gettempdir())):
            self.folder = Path(tempfile.mkdtemp(prefix="diplomatica-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))


def graphs_of(quads: Kept) -> set[str]:
    """The IRIs of the named graphs of quads that all have one."""
    if isinstance(quads, Quads):
        return _graphs_in(quads.lines())
    names = {quad.graph_name for quad in quads}
    return set(map(text_of, names))


def _graphs_in(lines: Iterable[bytes]) -> set[str]:
    """The graphs of lines, of which most stand in that of the line before."""
    names, end = set[str](), b"\n\n"
    for line in lines:
        if not line.endswith(end):
            name = line.rsplit(b" ", 2)[1]
            names.add(name[1:-1].decode())
            end = b" %b .\n" % name
    return names


def graphs_below(space: str, quads: Kept) -> set[str]:
    """The ends of those names of graphs that begin with a space.

    Lines are looked at one by one only where the space is named at all.
    """
    mark = f"<{space}"
    names = set[str]()
    for piece in pieces_of(quads):
        if mark.encode() in piece:
            lines = piece.decode().splitlines(keepends=True)
            names.update(terms_of(line)[3] for line in lines if mark in line)
    return {name[len(mark) : -1] for name in names if name.startswith(mark)}


@dataclass(frozen=True)
class Together:
    """The quads of several files, one after the other."""

    parts: Sequence[Kept]

    def __iter__(self) -> Iterator[Quad]:
        """Read them, as often as somebody asks."""
        return chain.from_iterable(self.parts)

    def pieces(self) -> Iterator[bytes]:
        """Their lines in N-Quads, many at a time."""
        return chain.from_iterable(map(pieces_of, self.parts))

    @property
    def doubtful(self) -> Iterator[Quad]:
        """Those that the engine may rewrite; the text of others tells that it does not."""
        for part in self.parts:
            yield from part.typed.doubtful if isinstance(part, Quads) else part

    def rows(self) -> Iterator[Row]:
        """The text of their terms."""
        for part in self.parts:
            yield from part.rows() if isinstance(part, Quads) else map(row_of, part)

    def saying(self, *predicates: NamedNode) -> Iterator[Quad]:
        """Those with one of these predicates."""
        for part in self.parts:
            if isinstance(part, Quads):
                yield from part.saying(*predicates)
            else:
                yield from (quad for quad in part if quad.predicate in predicates)

    def saying_as(self, *names: str) -> Iterator[Quad]:
        """Those with a predicate that ends with one of these, of whatever vocabulary."""
        ends = tuple(f"{mark}{name}>" for name in names for mark in "#/")
        marks = [f"{end} ".encode() for end in ends]

        def is_wanted(line: bytes) -> bool:
            return line.split(b" ", 2)[1].decode().endswith(ends)

        for part in self.parts:
            if isinstance(part, Quads):
                yield from part.holding(marks, is_wanted)
            else:
                yield from (quad for quad in part if str(quad.predicate).endswith(ends))

    def about(self, subjects: AbstractSet[object]) -> Iterator[Quad]:
        """Those of some subjects."""
        for part in self.parts if subjects else ():
            if isinstance(part, Quads):
                yield from part.about(subjects)
            else:
                yield from (quad for quad in part if quad.subject in subjects)
