"""Statements in a file, in the order in which they are published.

They are sorted in runs on disk and read whenever somebody asks for them: memory does not
grow with them.
"""

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, Triple, parse

from diplomatica.errors import DiplomaticaError, system_message
from diplomatica.lookup.history.runs import in_runs
from diplomatica.model.formats import NQUADS
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.storing.lines import (
    Row,
    StoredLines,
    common_beginning,
    line_of,
    lines_saying,
    lines_with,
)
from diplomatica.pipeline.storing.ordering import ordered
from diplomatica.pipeline.storing.splice import Splice

_PIECE = 1 << 20  # bytes
_AT_ONCE = 1_000  # lines
_TYPED = f'"^^<{XSD}'.encode()
# The one form of an integer, of a truth value, and of a day that every month has.
_USUAL = re.compile(
    rb' "(?:(?:0|-?[1-9]\d{0,17})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>'
    rb'|(?:true|false)"\^\^<http://www\.w3\.org/2001/XMLSchema#boolean>'
    rb'|(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"\^\^'
    rb"<http://www\.w3\.org/2001/XMLSchema#date>)"
)
_FEW = 8  # subjects that are sought sooner than those of all lines are looked up


@dataclass(frozen=True)
class _Stored:
    path: Path
    count: int = 0
    held: object = None
    """What keeps the file from being removed."""

    def __len__(self) -> int:
        """How many there are, which nobody counts again."""
        return self.count

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self.path.stat().st_size

    def texts(self) -> Iterator[str]:
        """The lines of the file."""
        with self.path.open(encoding="utf-8", newline="\n") as file:
            yield from file

    def lines(self) -> Iterator[bytes]:
        """The same, of which no text is made."""
        with self.path.open("rb") as file:
            yield from file

    def pieces(self) -> Iterator[bytes]:
        """The lines of the file, many at a time."""
        with self.path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece + file.readline()

    def _read(self) -> Iterator[Quad]:
        try:
            yield from parse(path=self.path, format=NQUADS.rdf, lenient=True)
        except SyntaxError as error:
            what = f"{NQUADS.label} cannot hold this dataset: {error}"
            raise DiplomaticaError(what) from error

    def _saying(
        self, predicates: Iterable[NamedNode], subjects: Iterable[object] | None = None
    ) -> Iterator[Quad]:
        """The quads with these properties, of these subjects or of any."""
        wanted = frozenset(str(one).encode() for one in predicates)
        nodes = frozenset(str(one).encode() for one in subjects or ())
        for piece in self.pieces():
            lines = lines_saying(piece, wanted)
            if subjects is not None:
                lines = [one for one in lines if one.partition(b" ")[0] in nodes]
            yield from _parsed(lines)

    def _about(self, subjects: Iterable[object]) -> Iterator[Quad]:
        texts = set(map(str, subjects))
        if len(texts) <= _FEW:
            return self.beginning(f"{one} " for one in texts)
        return self._about_many(frozenset(map(str.encode, texts)))

    def _about_many(self, wanted: Set[bytes]) -> Iterator[Quad]:
        # Of one kind they stand together, and most pieces have none that begins so.
        begin = common_beginning(min(wanted), max(wanted))
        mark = b"\n" + begin
        for piece in self.pieces():
            if piece.startswith(begin) or mark in piece:
                lines = piece.split(b"\n")
                yield from _parsed(
                    one for one in lines if one.partition(b" ")[0] in wanted
                )

    def beginning(self, starts: Iterable[str]) -> Iterator[Quad]:
        """Those whose lines begin with one of these, if any: of hardly any file."""
        begin = tuple(start.encode() for start in starts)
        marks = [b"\n%b" % one for one in begin]
        for piece in self.pieces():
            if piece.startswith(begin) or any(mark in piece for mark in marks):
                lines = piece.split(b"\n")
                yield from _parsed(one for one in lines if one.startswith(begin))

    def where(self, is_wanted: Callable[[bytes], bool]) -> Iterator[Quad]:
        """What stands in some of the lines; of the others nothing is made but text."""
        for piece in self.pieces():
            lines = [one for one in piece.split(b"\n") if one and is_wanted(one)]
            yield from _parsed(lines)

    def holding(
        self, marks: Sequence[bytes], is_wanted: Callable[[bytes], bool]
    ) -> Iterator[Quad]:
        """What stands in some lines that all hold a mark: the others are not even looked at."""
        for piece in self.pieces():
            lines = filter(is_wanted, lines_with(piece, marks))
            yield from _parsed(lines)

    def names(self, space: str) -> bool:
        """Whether something is named, or some text names it, that begins so."""
        wanted = f"<{space}".encode()
        return any(wanted in piece for piece in self.pieces())

    @property
    def subjects(self) -> Iterator[str]:
        """The text of each subject, once for all lines of it that stand together."""
        begin = b"\n"
        for line in self.lines():
            if not line.startswith(begin):
                begin = line[: line.index(b" ") + 1]
                yield begin[:-1].decode()


class Triples(_Stored):
    """The triples of a file, each once."""

    def __iter__(self) -> Iterator[Triple]:
        """Read them. Raises DiplomaticaError where a term is none that can be read."""
        return map(attrgetter("triple"), self._read())

    def saying(self, *predicates: NamedNode) -> Iterator[Triple]:
        """Those with one of these predicates; no others are made out of the text."""
        return map(attrgetter("triple"), self._saying(predicates))

    def rows_saying(self, *predicates: NamedNode) -> Iterator[tuple[str, str, str]]:
        """The text of the terms of those with one of these predicates."""
        wanted = frozenset(str(one).encode() for one in predicates)
        for piece in self.pieces() if wanted else ():
            for line in lines_saying(piece, wanted):
                subject, predicate, rest = line.decode().split(" ", 2)
                yield subject, predicate, rest.removesuffix(" .")

    def about(self, subjects: Iterable[object]) -> Iterator[Triple]:
        """Those of some subjects."""
        return map(attrgetter("triple"), self._about(subjects))


class Quads(_Stored):
    """The quads of a file, each once."""

    def __iter__(self) -> Iterator[Quad]:
        """Read them. Raises DiplomaticaError where a term is none that can be read."""
        return self._read()

    def rows(self, without: Iterable[NamedNode] = ()) -> Iterator[Row]:
        """The text of their terms, but for those of some graphs."""
        left_out = set(map(str, without))
        graph, end = "", "\n\n"
        for text in self.texts():
            # Most stand in the graph of the line before.
            if not text.endswith(end):
                graph = text.rsplit(" ", 2)[1]
                end = f" {graph} .\n"
            if graph not in left_out:
                subject, predicate, rest = text.split(" ", 2)
                yield subject, predicate, rest[: -len(end)], graph

    def saying(
        self, *predicates: NamedNode, about: Iterable[object] | None = None
    ) -> Iterator[Quad]:
        """Those with one of these predicates; no others are made out of the text.

        Where it is told whom they are `about`, only those of these subjects.
        """
        return self._saying(predicates, about)

    def about(self, subjects: Iterable[object]) -> Iterator[Quad]:
        """Those of some subjects."""
        return self._about(subjects)

    def of_graph(self, graph: NamedNode) -> Iterator[Quad]:
        """Those of a named graph."""
        end = f" {graph} .".encode()
        return self.holding([end + b"\n"], lambda line: line.endswith(end))

    @property
    def typed(self) -> "Typed":
        """Those whose literals have a datatype of XML Schema that is written."""
        return Typed(self)


@dataclass(frozen=True)
class Typed:
    """The quads of a file with typed literals, read whenever somebody asks for them."""

    quads: Quads

    def __iter__(self) -> Iterator[Quad]:
        """Read them."""
        return self.quads.holding([_TYPED], bool)

    @property
    def doubtful(self) -> Iterator[Quad]:
        """Those of which their text alone does not tell that it is the usual form."""
        for piece in self.quads.pieces():
            # Of most pieces all literals are usual, and no line is looked at.
            if piece.count(_TYPED) != len(_USUAL.findall(piece)):
                lines = lines_with(piece, [_TYPED])
                yield from _parsed(one for one in lines if not _USUAL.search(one))


class Storage:
    """A folder for statements, which goes when nobody has any of them.

    Raises DiplomaticaError where there is no room for them.
    """

    def __init__(self, iris: Iris) -> None:
        """Nothing is stored yet."""
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="diplomatica-"))
        except OSError as error:
            raise _no_room(Path(tempfile.gettempdir()), error) from error
        self._lines, self._files, self.iris = StoredLines(iris), 0, iris
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def quads(self, quads: Iterable[Quad], among: Quads | None = None) -> Quads:
        """Store quads, graph by graph, among those that are stored already."""
        lines = map(self._lines.of_quad, quads)
        return Quads(*self._stored(lines, among, self._lines.of_quad_text))

    def quads_of(
        self,
        rows: Iterable[Row],
        among: Quads | None = None,
        large: Iterable[Quads] = (),
    ) -> Quads:
        """Store quads that are given as text, and those of files that are `large`."""
        files = chain.from_iterable(one.lines() for one in large)
        lines = chain(map(line_of, rows), files)
        return Quads(*self._ordered(lines, among, has_graphs=True))

    def sorted_quads(self, texts: Iterable[str]) -> Quads:
        """Store quads of N-Quads that are sorted, each text by itself.

        Most come one after the other, and are taken as they are.
        """
        later: list[str] = []
        with room(self._folder):
            first = Quads(*self._one_after_the_other(texts, later))
        # A literal may hold U+2028: only the line feed ends a line.
        lines = (line for text in later for line in text.split("\n")[:-1])
        of_quad = self._lines.of_quad_text
        return Quads(*self._stored(map(of_quad, lines), first, of_quad))

    def triples(
        self, triples: Iterable[Triple], among: Triples | None = None
    ) -> Triples:
        """Store triples, subject by subject, among those that are stored already."""
        lines = map(self._lines.of_triple, triples)
        return Triples(*self._stored(lines, among, self._lines.of_triple_text))

    def triples_of(self, lines: Iterable[bytes]) -> Triples:
        """Store triples that are given as lines of N-Triples."""
        return Triples(*self._ordered(lines, None, has_graphs=False))

    def _ordered(
        self, lines: Iterable[bytes], among: _Stored | None, *, has_graphs: bool
    ) -> tuple[Path, int, object]:
        """Write lines in their order: the path, how many, and who keeps it.

        Those of quads may come `among` others that are stored already.
        """
        path, count = self.free_path(), 0
        with room(self._folder), ExitStack() as stack, path.open("wb") as file:
            texts = ordered(lines, self._lines, stack, has_graphs=has_graphs)
            if among is None or not among.count:
                for _, text, many in texts:
                    file.write(text)
                    count += many
                return path, count, self
            splice = self._among(among, file, self._lines.of_quad_text, stack)
            for place, text, many in texts:
                count += splice.put_text(place.decode(), text, many)
            splice.finish()
        return path, among.count + count, self

    def _among(
        self,
        among: _Stored,
        file: BinaryIO,
        line_of: Callable[[str], str],
        stack: ExitStack,
    ) -> Splice:
        """What writes lines among those of another file."""
        old = stack.enter_context(among.path.open("rb"))
        return Splice(old, among.size, file, line_of, self._lines.statement)

    def _stored(
        self,
        lines: Iterable[str],
        among: _Stored | None,
        line_of: Callable[[str], str],
    ) -> tuple[Path, int, object]:
        """Write lines among those of another file: the path, how many, and who keeps it."""
        path = self.free_path()
        with room(self._folder), ExitStack() as stack, path.open("wb") as file:
            in_order = in_runs(lines, stack)
            if among is None:
                count = self._write(in_order, file)
            else:
                splice = self._among(among, file, line_of, stack)
                count = among.count + sum(map(splice.put, in_order))
                splice.finish()
        return path, count, self

    def free_path(self) -> Path:
        """Where one more file may be written."""
        self._files += 1
        return self._folder / f"{self._files}.nq"

    def _write(self, lines: Iterable[str], file: BinaryIO) -> int:
        count, rest = 0, iter(lines)
        while some := list(islice(rest, _AT_ONCE)):
            file.write("".join(map(self._lines.statement, some)).encode())
            count += len(some)
        return count

    def _one_after_the_other(
        self, texts: Iterable[str], later: list[str]
    ) -> tuple[Path, int, object]:
        """Write the texts that come after all before them; the rest is put in `later`."""
        path, count, last = self.free_path(), 0, ""
        with path.open("wb") as file:
            for text in filter(None, texts):
                if self._line_at(text, text.find("\n") + 1) <= last:
                    later.append(text)
                    continue
                file.write(text.encode())
                count += text.count("\n")
                last = self._line_at(text, len(text))
        return path, count, self

    def _line_at(self, text: str, end: int) -> str:
        """The sorting line of the one that ends before this place."""
        start = text.rfind("\n", 0, end - 1) + 1
        return self._lines.of_quad_text(text[start:end])


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    yield from parse(b"\n".join(lines), format=NQUADS.rdf, lenient=True)


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """Raise DiplomaticaError where a file cannot be written in a folder."""
    try:
        yield
    except OSError as error:
        raise _no_room(folder.parent, error) from error


def _no_room(place: Path, error: OSError) -> DiplomaticaError:
    what = f"{place}: statements could not be kept there for the time: {system_message(error)}"
    advice = "make room there, or let TMPDIR name another folder"
    return DiplomaticaError(f"{what} → {advice}")
