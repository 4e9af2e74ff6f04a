"""Statements in a file, in the order in which they are published.

They are sorted in runs on disk and read whenever somebody asks for them: memory does not
grow with them.
"""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from pathlib import Path

from pyoxigraph import Quad, Triple, parse

from diplomatica.errors import DiplomaticaError, said
from diplomatica.lookup.history.runs import in_runs
from diplomatica.model.formats import NQUADS
from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.lines import Lines, statement


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

    def texts(self, stack: ExitStack) -> Iterable[str]:
        """The lines of the file, which is open until the stack is closed."""
        return stack.enter_context(self.path.open(encoding="utf-8", newline="\n"))

    def _read(self) -> Iterator[Quad]:
        try:
            yield from parse(path=self.path, format=NQUADS.rdf, lenient=True)
        except SyntaxError as error:
            what = f"{NQUADS.label} cannot hold this dataset: {error}"
            raise DiplomaticaError(what) from error


class Triples(_Stored):
    """The triples of a file, each once."""

    def __iter__(self) -> Iterator[Triple]:
        """Read them. Raises DiplomaticaError where a term is none that can be read."""
        return map(attrgetter("triple"), self._read())


class Quads(_Stored):
    """The quads of a file, each once."""

    def __iter__(self) -> Iterator[Quad]:
        """Read them. Raises DiplomaticaError where a term is none that can be read."""
        return self._read()


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
        self._lines, self._files = Lines(iris), 0
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def quads(self, quads: Iterable[Quad], among: Quads | None = None) -> Quads:
        """Store quads, graph by graph, among those that are stored already."""
        lines = map(self._lines.of_quad, quads)
        return Quads(*self._stored(lines, among, self._lines.of_quad_text))

    def triples(
        self, triples: Iterable[Triple], among: Triples | None = None
    ) -> Triples:
        """Store triples, subject by subject, among those that are stored already."""
        lines = map(self._lines.of_triple, triples)
        return Triples(*self._stored(lines, among, self._lines.of_triple_text))

    def _stored(
        self,
        lines: Iterable[str],
        among: _Stored | None,
        line_of: Callable[[str], str],
    ) -> tuple[Path, int, object]:
        try:
            return self._written(lines, among, line_of)
        except OSError as error:
            raise _no_room(self._folder.parent, error) from error

    def _written(
        self,
        lines: Iterable[str],
        among: _Stored | None,
        line_of: Callable[[str], str],
    ) -> tuple[Path, int, object]:
        self._files += 1
        path, count, last = self._folder / f"{self._files}.nq", 0, ""
        with (
            ExitStack() as stack,
            path.open("w", encoding="utf-8", newline="\n") as file,
        ):
            others = map(line_of, among.texts(stack) if among else ())
            for line in merge(others, in_runs(lines, stack)):
                if line != last:
                    file.write(statement(line))
                    count, last = count + 1, line
        return path, count, self


def _no_room(place: Path, error: OSError) -> DiplomaticaError:
    what = f"{place}: statements could not be kept there for the time: {said(error)}"
    advice = "make room there, or let TMPDIR name another folder"
    return DiplomaticaError(f"{what} → {advice}")
