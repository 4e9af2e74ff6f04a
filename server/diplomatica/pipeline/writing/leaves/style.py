"""The style in which a dump is written: its format, with the prefixes that it uses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from zlib import compress, decompress

from pyoxigraph import DefaultGraph, Quad, Triple, parse, serialize

from diplomatica.model.formats import JSONLD, NQUADS, RDFXML, TRIG, TURTLE, Format
from diplomatica.model.quoting import quoted
from diplomatica.model.serialization import with_returns
from diplomatica.pipeline.writing.leaves.leaf import Leaf
from diplomatica.pipeline.writing.leaves.proof import prove
from diplomatica.pipeline.writing.turtle import Readable, preamble

READABLE = (TURTLE, TRIG)
"""The formats that people read, with sections and reasons."""
_CLOSING = b"}\n"
# What ends a document, and what stands between the things in it.
_END = {RDFXML: b"</rdf:RDF>", JSONLD: b"]"}
_BETWEEN = {JSONLD: b","}


@dataclass(frozen=True)
class Style:
    """How statements are written in a format."""

    form: Format
    base: str
    prefixes: tuple[tuple[str, str], ...]
    has_quotes: bool
    """Whether numbers stand in quotes, because one would be read otherwise bare."""

    @property
    def between(self) -> bytes:
        """What stands between two leaves."""
        return _BETWEEN.get(self.form, b"")

    @cached_property
    def ends(self) -> tuple[bytes, bytes]:
        """What stands before all leaves, and after them."""
        prefixes = dict(self.prefixes)
        if self.form in READABLE:
            return preamble(self.base, prefixes), b""
        nothing = serialize([], format=self.form.rdf, prefixes=prefixes) or b""
        head, end, rest = nothing.rpartition(_END[self.form])
        return head, end + rest

    def written(self, leaf: Leaf) -> bytes:
        """A leaf as a dump holds it. Raises DiplomaticaError for what it cannot hold."""
        quads = list(parse(leaf.lines, format=NQUADS.rdf, lenient=True))
        opening, body = self._body(leaf, quads)
        head, tail = self.ends
        closing = _CLOSING if leaf.is_open and self.form in READABLE else b""
        prove(b"".join([head, opening, body, closing, tail]), leaf.lines, self.form)
        return body

    def _body(self, leaf: Leaf, quads: list[Quad]) -> tuple[bytes, bytes]:
        """What the dump holds of a leaf, behind what it holds of an open graph before."""
        if self.form not in READABLE:
            return b"", self._enclosed([quad.triple for quad in quads])
        body = self._readable(leaf, quads)
        if leaf.is_open:
            body = body.removesuffix(_CLOSING)
        is_named = not isinstance(quads[0].graph_name, DefaultGraph)
        if not (leaf.is_begun and is_named):
            return b"", body
        opening, end, rest = body.partition(b"\n")
        return opening + end, rest

    def _enclosed(self, triples: list[Triple]) -> bytes:
        prefixes = dict(self.prefixes)
        whole = serialize(triples, format=self.form.rdf, prefixes=prefixes) or b""
        if self.form is RDFXML:
            whole = with_returns(whole)
        head, tail = self.ends
        return whole[len(head) : len(whole) - len(tail)]

    def _readable(self, leaf: Leaf, quads: list[Quad]) -> bytes:
        """The text of the graphs of a leaf, each whole and below its reason."""
        file, reasons = BytesIO(), iter(leaf.reasons)
        is_on = leaf.is_begun
        for graph, block in groupby(quads, attrgetter("graph_name")):
            if not is_on:
                file.write(b"\n" + next(reasons))
            goes_on = is_on and isinstance(graph, DefaultGraph)
            self._write_block(file, list(block), goes_on)
            is_on = False
        return file.getvalue()

    def _write_block(self, file: BytesIO, block: list[Quad], goes_on: bool) -> None:
        given: Iterator[Triple | Quad] = iter(block)
        prefixes = dict(self.prefixes)
        if self.form is TURTLE:
            given = (quad.triple for quad in block)
        if self.has_quotes:
            given, veil = quoted(given, self.form)
            prefixes |= veil
        serialize(
            given,  # type: ignore[arg-type]
            Readable(file, self.base, goes_on),
            self.form.rdf,
            prefixes=prefixes,
            base_iri=self.base,
        )


@dataclass(frozen=True)
class Rendering:
    """Writes leaves in several styles."""

    styles: tuple[Style, ...]

    @property
    def name(self) -> str:
        """What it comes to follows from this, and from the leaves."""
        said = (
            (one.form.name, one.base, one.prefixes, one.has_quotes)
            for one in self.styles
        )
        return f"dumps {list(said)}"

    def __call__(self, leaves: Sequence[Leaf]) -> list["Rendered"]:
        """Each leaf in each style. Raises DiplomaticaError for what none can hold."""
        return list(map(self._rendered, leaves))

    def _rendered(self, leaf: Leaf) -> "Rendered":
        bodies = [compress(one.written(leaf), 1) for one in self.styles]
        return Rendered(leaf.title, tuple(bodies))


@dataclass(frozen=True)
class Rendered:
    """A leaf in several styles, below the title of its section."""

    title: str
    packed: tuple[bytes, ...]

    @property
    def bodies(self) -> Iterator[bytes]:
        """What the dump of each style holds of it."""
        return map(decompress, self.packed)
