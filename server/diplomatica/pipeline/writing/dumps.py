"""The dumps: the same data in every format, and each time the same bytes."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import NamedNode, Quad, Triple, parse, serialize

from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.release import BROUGHT
from diplomatica.model.formats import (
    GRAPHS,
    NQUADS,
    NTRIPLES,
    RDFXML,
    TRIG,
    TURTLE,
    Format,
)
from diplomatica.model.iris import Iris
from diplomatica.model.serialization import write
from diplomatica.pipeline.storing.kept import Kept
from diplomatica.pipeline.storing.stored import Quads, Triples
from diplomatica.pipeline.writing.turtle import Writer

BY_LINES = (NTRIPLES, NQUADS)
"""The formats that have a line for each statement, and are read back soonest."""
_LEVEL = 6


def write_dumps(folder: Path, catalog: Catalog, triples: Triples, quads: Quads) -> None:
    """Write the data in the formats `BY_LINES`, as it is stored.

    Whoever loads quads has in the default graph what Turtle holds (RDF 1.1 Concepts,
    section 4).
    """
    for form, parts in ((NTRIPLES, [triples]), (NQUADS, [triples, quads])):
        path = _path(folder, catalog, form)
        with path.open("wb") as whole:
            for part in parts:
                with part.path.open("rb") as file:
                    copyfileobj(file, whole)
        _verify(path, _dumped(folder, catalog, form), form)
        _pack(path)


def other_dumps(
    folder: Path, catalog: Catalog, formats: tuple[Format, ...] = GRAPHS
) -> list[Callable[[], None]]:
    """What writes the other formats once those `BY_LINES` are there, by itself.

    That may be other processes: each reads what it needs from the folder.
    """
    others = [form for form in formats if form not in BY_LINES]
    of_quads = tuple(form for form in others if form.holds == "quads")
    of_triples = tuple(form for form in others if form.holds == "triples")
    return [
        partial(_write_forms, folder, catalog, some)
        for some in (of_quads, of_triples)
        if some
    ]


def triples_of(folder: Path, catalog: Catalog) -> Triples:
    """All that was written as N-Triples, read as it is asked for."""
    return Triples(_path(folder, catalog, NTRIPLES))


def quads_of(folder: Path, catalog: Catalog) -> Quads:
    """All that was written as N-Quads, read as it is asked for."""
    return Quads(_path(folder, catalog, NQUADS))


def _dumped(folder: Path, catalog: Catalog, form: Format) -> Quads | Triples:
    """What a format holds."""
    holding = quads_of if form.holds == "quads" else triples_of
    return holding(folder, catalog)


def _write_forms(folder: Path, catalog: Catalog, formats: tuple[Format, ...]) -> None:
    """Write each of these formats, read it back, and pack it."""
    readable = Writer(catalog, triples_of(folder, catalog))
    for form in formats:
        path = _path(folder, catalog, form)
        statements = _dumped(folder, catalog, form)
        if form in (TURTLE, TRIG):
            readable.write(path, statements, form)
        else:
            write(path, statements, form, catalog.iris)
        _verify(path, statements, form)
        _pack(path)


def _path(folder: Path, catalog: Catalog, form: Format) -> Path:
    return folder / f"{catalog.name}.{form.suffix}"


def write_brought(folder: Path, originals: Mapping[str, Kept], iris: Iris) -> None:
    """Write each file that was brought once more, so that it can be had back whole.

    What stood outside of named graphs stands there again.
    """
    for slug, quads in originals.items():
        path = folder / BROUGHT / f"{slug}.nq"
        path.parent.mkdir(parents=True, exist_ok=True)
        statements = _outside(quads, iris("graph", slug))
        serialize(statements, path, NQUADS.rdf)


def _outside(quads: Iterable[Quad], graph: NamedNode) -> Iterator[Quad]:
    """The quads, those of a graph outside of all graphs."""
    for quad in quads:
        is_of_graph = quad.graph_name == graph
        yield Quad(*quad.triple) if is_of_graph else quad


def _pack(path: Path) -> None:
    """Write a file in gzip (RFC 1952), too.

    It has no name or time in it, so that the same bytes give the same bytes.
    """
    packed = path.with_name(f"{path.name}.gz")
    with (
        path.open("rb") as plain,
        packed.open("wb") as file,
        GzipFile("", "wb", _LEVEL, file, mtime=0) as stream,
    ):
        copyfileobj(plain, stream)


def _verify(path: Path, statements: Quads | Triples, form: Format) -> None:
    """Read a dump back.

    Raises DiplomaticaError where its format cannot hold what was written, as XML may
    not.
    """
    try:
        if form is RDFXML:
            _verify_xml(path)
        lost = _lost(path, statements, form)
    except (SyntaxError, ExpatError) as error:
        what = f"{form.label} cannot hold this dataset: {error}"
        raise DiplomaticaError(what) from error
    if lost is not None:
        raise DiplomaticaError(f"{form.label} cannot hold {lost}")


def _lost(
    path: Path, statements: Quads | Triples, form: Format
) -> Triple | Quad | None:
    """The first statement that a dump does not hold.

    It is read in the order in which it was written, so that nothing is kept of it; only
    where that fails, all of it is.
    """
    if _is_the_same(path, statements.path, form):
        return None
    read = set(map(str, _read(path, form)))
    return next((one for one in statements if str(one) not in read), None)


def _is_the_same(path: Path, lines: Path, form: Format) -> bool:
    """Whether a dump, read and written as lines, gives these very lines."""
    with lines.open("rb") as file:
        comparing = _Comparing(file)
        serialize(parse(path=path, format=form.rdf), comparing, NQUADS.rdf)
        return comparing.is_same and not file.read(1)


class _Comparing(BytesIO):
    """Compares what is written to it with a file, and keeps nothing."""

    def __init__(self, file: BinaryIO) -> None:
        """Nothing was compared yet."""
        super().__init__()
        self._file, self.is_same = file, True

    def write(self, piece: Any) -> int:
        """Compare one piece with what comes next in the file."""
        self.is_same = self.is_same and self._file.read(len(piece)) == piece
        return len(piece)


def _read(path: Path, form: Format) -> Iterator[Triple | Quad]:
    quads = parse(path=path, format=form.rdf)
    return quads if form.holds == "quads" else (quad.triple for quad in quads)


def _verify_xml(path: Path) -> None:
    """Raise where the engine wrote what XML forbids (XML 1.0, section 2.2)."""
    with path.open("rb") as file:
        ParserCreate(namespace_separator=" ").ParseFile(file)


def write_json(path: Path, value: object) -> None:
    """Write a JSON file with its keys sorted."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(f"{text}\n", "utf-8")
