"""The dumps: the same data in every format, and each time the same bytes."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.release import BROUGHT, packed_of
from diplomatica.model.formats import NQUADS, NTRIPLES, TRIG, TURTLE, Format
from diplomatica.model.iris import Iris
from diplomatica.model.literals.quoting import needs_quotes_in
from diplomatica.pipeline.completing import last_of
from diplomatica.pipeline.files.bringing.packed import PACKINGS
from diplomatica.pipeline.storing.kept import Kept, pieces_of
from diplomatica.pipeline.storing.stored import Quads, Triples
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.leaves.leaf import Leaves
from diplomatica.pipeline.writing.leaves.style import (
    READABLE,
    Rendering,
    Style,
    style_of,
)
from diplomatica.pipeline.writing.packing import PackedDump, pack
from diplomatica.pipeline.writing.turtle import Headings

BY_LINES = (NTRIPLES, NQUADS)
"""The formats that have a line for each statement, and are read back soonest."""
_ALIKE = ((NTRIPLES, NQUADS), (TURTLE, TRIG))
"""Formats that write the default graph alike: that of quads has all that the other has."""
_AS_BROUGHT = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonld")
"""What tables, and what describes them, are called."""


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


def packing(
    folder: Path, catalog: Catalog, formats: Collection[Format]
) -> list[Callable[[], None]]:
    """Tasks that write the dumps in gzip, too, with what the last release has of them."""
    last = last_of(catalog, folder)
    alike = [[form for form in some if form in formats] for some in _ALIKE]
    apart = [[form] for form in formats if form not in chain.from_iterable(_ALIKE)]
    return [
        partial(_pack_alike, folder, catalog, some, last.folder if last else None)
        for some in filter(None, [*alike, *apart])
    ]


def _pack_alike(
    folder: Path, catalog: Catalog, formats: Iterable[Format], last: Path | None
) -> None:
    """Pack dumps of which each holds much of the one before."""
    before: list[PackedDump] = []
    for form in formats:
        packed = _packed(folder, catalog, form)
        known = [*before, _packed(last, catalog, form)] if last else before
        pack(_path(folder, catalog, form), packed, known)
        before = [packed]


def _packed(folder: Path, catalog: Catalog, form: Format) -> PackedDump:
    path = _path(folder, catalog, form)
    told = packed_of(folder) / form.suffix
    return PackedDump(path.with_name(f"{path.name}.gz"), told)


def other_dumps(
    folder: Path,
    catalog: Catalog,
    triples: Triples,
    quads: Quads,
    formats: tuple[Format, ...],
    workshop: Workshop,
) -> None:
    """Write the data in the other formats, leaf by leaf; each is read back.

    Raises DiplomaticaError for what a format cannot hold.
    """
    headings = Headings(catalog, triples)
    has_quotes = needs_quotes_in(chain(triples.pieces(), quads.pieces()))
    with ExitStack() as stack:
        dumps = [
            _Dump(
                stack.enter_context(TemporaryFile()),
                style_of(form, triples, catalog.iris, has_quotes=has_quotes),
            )
            for form in formats
            if form not in BY_LINES
        ]
        _write_leaves(dumps, Leaves(triples, headings), workshop, is_named=False)
        of_quads = [dump for dump in dumps if dump.style.form.holds == "quads"]
        _write_leaves(of_quads, Leaves(quads, headings), workshop, is_named=True)
        for dump in dumps:
            dump.finish(_path(folder, catalog, dump.style.form), headings)


def _write_leaves(
    dumps: list["_Dump"], leaves: Leaves, workshop: Workshop, *, is_named: bool
) -> None:
    rendering = Rendering(tuple(dump.style for dump in dumps))
    for one in workshop.made(rendering.name, rendering, leaves):
        for dump, body in zip(dumps, one.bodies, strict=True):
            dump.add(one.title, body, is_named=is_named)
            dump.prefixes |= one.prefixes


@dataclass
class _Dump:
    """A file of one format to which leaves are added; its head is written last.

    What stands in that follows from all leaves.
    """

    file: BinaryIO
    style: Style
    title: str = ""
    is_begun: bool = False
    prefixes: set[str] = field(default_factory=set)
    """The names of those that the leaves need."""

    def add(self, title: str, body: bytes, *, is_named: bool) -> None:
        if self.style.form.holds == "quads" and not is_named:
            title = f"In the default graph: {title}"
        if self.style.form in READABLE and title != self.title:
            self.file.write(f"\n\n### {title}\n".encode())
            self.title = title
        if self.is_begun:
            self.file.write(self.style.between)
        self.file.write(body)
        self.is_begun = True

    def finish(self, path: Path, headings: Headings) -> None:
        """Write the whole of it to its place."""
        form, (head, tail) = self.style.form, self.style.narrowed(self.prefixes).ends
        with path.open("wb") as whole:
            if form in READABLE:
                whole.write(headings.head(form) + b"\n")
            whole.write(head)
            self.file.seek(0)
            copyfileobj(self.file, whole)
            whole.write(tail)


def quads_of(folder: Path, catalog: Catalog) -> Quads:
    """All that was written as N-Quads, read as it is asked for."""
    return Quads(_path(folder, catalog, NQUADS))


def triples_of(folder: Path, catalog: Catalog) -> Triples:
    """The default graph, which was written as N-Triples, read as it is asked for."""
    return Triples(_path(folder, catalog, NTRIPLES))


def _path(folder: Path, catalog: Catalog, form: Format) -> Path:
    return folder / f"{catalog.name}.{form.suffix}"


def write_brought(folder: Path, originals: Mapping[str, Kept], iris: Iris) -> None:
    """Write each file that was brought once more, so that it can be had back whole.

    What stood outside of named graphs stands there again.
    """
    for slug, quads in originals.items():
        path = folder / BROUGHT / f"{slug}.nq"
        path.parent.mkdir(parents=True, exist_ok=True)
        graph = f" {iris('graph', slug)} .\n".encode()
        with path.open("wb") as file:
            # No text of a literal holds the end of a line as it is.
            file.writelines(one.replace(graph, b" .\n") for one in pieces_of(quads))


def write_brought_tables(
    folder: Path, tables: Mapping[str, Callable[[], bytes]]
) -> None:
    """Write tables and what describes them as they were brought, byte for byte, unpacked.

    No name of an archive leads out of the folder, and no browser takes one for a page.
    """
    for name, data in tables.items():
        within = PurePosixPath(name.removeprefix("dataset/"))
        if within.suffix.lower() in PACKINGS:
            within = within.with_suffix("")
        is_within = ".." not in within.parts and not within.is_absolute()
        if is_within and within.suffix.lower() in _AS_BROUGHT:
            path = folder / BROUGHT / within
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data())


def write_json(path: Path, value: object) -> None:
    """Write a JSON file with its keys sorted, bit by bit; dataclasses are objects there."""
    encoder = json.JSONEncoder(
        indent=2, sort_keys=True, ensure_ascii=False, default=vars
    )
    with path.open("w", encoding="utf-8") as file:
        file.writelines(encoder.iterencode(value))
        file.write("\n")
