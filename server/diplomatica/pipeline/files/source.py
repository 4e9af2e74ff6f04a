"""One RDF file of a dataset: what it says, and where."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuadParser,
    RdfFormat,
    Triple,
    parse,
)

from diplomatica.errors import Fault, system_message
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.syntax.encoding import (
    is_unmarked_utf16,
    packing_of,
)
from diplomatica.pipeline.files.syntax.escaping import Escaping
from diplomatica.pipeline.files.syntax.faults import syntax_faults, too_long
from diplomatica.pipeline.files.syntax.lines import line_at
from diplomatica.pipeline.files.syntax.nesting import unfit
from diplomatica.pipeline.files.syntax.untagged import Untagged
from diplomatica.pipeline.files.syntax.wrapping import Wrapping, taken_out
from diplomatica.pipeline.files.syntax.xmlliterals import declared_once
from diplomatica.pipeline.files.tokens import Block, blocks
from diplomatica.pipeline.storing.kept import Kept, keep_quads
from diplomatica.pipeline.storing.stored import Quads

FILE_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".n3": RdfFormat.TURTLE,
}
"""The formats of files by their suffix; of Notation3 its part that is Turtle."""
_HAS_BLOCKS = {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}
AS_PUBLISHED = "it is published as it is written"
"""What a hint says of what is odd: nothing that somebody wrote is changed."""
_TYPE = RDF("type")
# A triple as a term, the direction of a text, a kind that is a text.
_MARKS_OF_ODD = (b"<<(", b"--ltr", b"--rtl", f'{_TYPE} "'.encode())
_HOLDS_XML = b"Literal"  # rdf:parseType="Literal"
_PREFIX = re.compile(r"([A-Za-z][\w-]*)?")


Pass = Callable[[Iterable[Quad]], Iterable[Quad]]
"""Makes of what a parser reads what the document means."""


@dataclass(frozen=True)
class Source:
    """The quads of a file, its blocks, and what is wrong with its form."""

    name: str
    quads: Kept = field(default_factory=list)
    blocks: Sequence[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    """The words of its contexts for what is known by a code, by the IRIs."""
    described_in: str = ""
    """The file that says what this one means, if it is a table."""
    has_graphs: bool = True
    """Whether its format has named graphs, be there any or not."""
    syntax: str = ""
    """What it is written in, by name."""

    @property
    def plain_prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares and that a query may use as they are."""
        known = self.prefixes.items()
        named = {prefix.removesuffix(":"): space for prefix, space in known}
        return {
            prefix: one for prefix, one in named.items() if _PREFIX.fullmatch(prefix)
        }

    @property
    def was_parsed(self) -> bool:
        """Whether its syntax is right.

        Then there is a block, at least the one outside of all braces.
        """
        return bool(self.blocks)

    def block(self, graph: str = "") -> Block:
        """The block of this name, else what stands outside of all blocks."""
        named = (block for block in self.blocks if block.iri == graph)
        outside = self.blocks[0] if self.blocks else Block("", 1)
        return next(named, outside)

    def named_blocks(self) -> Iterator[tuple[NamedNode, Block]]:
        """The blocks whose name is an IRI as it stands.

        One that is relative to a base is told by its quads.
        """
        for block in self.blocks[1:]:
            with suppress(ValueError):
                yield NamedNode(block.iri), block

    def line_near(self, *words: str) -> int:
        """The line of the last of these words, each looked for behind the one before.

        What is not found is passed over; 0 where nothing is. The parser tells no lines of
        what it accepts, and to look for words is quicker by far than to read tokens.
        """
        for stretch in chain.from_iterable(block.stretches for block in self.blocks):
            at = -1
            for word in filter(None, words):
                at = max(at, stretch.text.find(word, max(at, 0)))
            if at >= 0:
                return stretch.line + stretch.text.count("\n", 0, at)
        return 0

    def fault(self, graph: str, message: str, advice: str = "", *near: str) -> Fault:
        """A fault in a block, at the line of the first of `near` that stands in it."""
        line = self.block(graph).line_of(*near)
        claim = graph.rpartition("/")[2]
        return Fault(self.name, line, message, advice, claim)


def read(path: Path, name: str, label: str = "", base: str | None = None) -> Source:
    """Read a file of RDF, by its suffix; its faults are gathered, never raised.

    Blank nodes get labels that begin with `label`, numbered in the order of the file;
    without it they are a fault. Relative IRIs are resolved against `base`, or are a
    fault.
    """
    text = text_of_file(path, name)
    if isinstance(text, Fault):
        return Source(name, faults=[text])
    return from_text(text, name, path.suffix, label, base)


# Of many files, one changes between two checks. Of claims, of which there may be many, is
# kept what is noted of each: they only pass through here.
@lru_cache(maxsize=24)
def from_text(
    text: str, name: str, suffix: str, label: str = "", base: str | None = None
) -> Source:
    """What the text of such a file says, with its faults."""
    form = FILE_FORMATS[suffix]
    parts = blocks(text) if form in _HAS_BLOCKS else [Block("", 1)]
    source = parse_document(text.encode(), name, form, parts, base)
    if not source.was_parsed:
        return source
    source.faults.extend(_repeated(source))
    return _with_labels(source, label)


def parse_document(
    data: bytes,
    name: str,
    form: RdfFormat,
    parts: Sequence[Block],
    base: str | None,
    escaping: Escaping | None = None,
    first: Sequence[Pass] = (),
) -> Source:
    """What a document says; `parts` are its blocks, to find the lines of faults in.

    IRIs with signs that none may have are a fault, or are escaped by `escaping`. What is
    read comes through the `first` passes before.
    """
    if fault := unfit(data, name, form):
        return Source(name, faults=[fault])
    given, faults, passes = data, list[Fault](), list(first)
    if form == RdfFormat.RDF_XML:
        untagged = Untagged(data)
        given, faults = untagged.data, taken_out(data, name)
        passes.append(untagged.quads)
        if _HOLDS_XML in data:
            passes.append(declared_once)
    if escaping:
        passes.append(escaping.quads)
    parser = parse(given, format=form, base_iri=base, lenient=escaping is not None)
    try:
        source = _source_of(parser, name, parts, passes)
        source.faults.extend(faults)
        return source
    except SyntaxError as error:
        return Source(name, faults=syntax_faults(error, data, name, form, base))
    except MemoryError:
        # the parser's own bound, and no want of memory
        return Source(name, faults=[too_long(data, name, form, base)])


def within(wrapping: Wrapping, name: str, base: str | None) -> Source:
    """What all that is RDF/XML within other XML says, or what is wrong with that."""
    form, faults, prefixes = RdfFormat.RDF_XML, list[Fault](), dict[str, str]()
    whole = list[Source]()
    for number, part in enumerate(wrapping.parts):
        source = parse_document(part.data, name, form, [Block("", 1)], base)
        lines = part.line - 1
        faults += [
            replace(one, line=one.line and one.line + lines) for one in source.faults
        ]
        prefixes = source.prefixes | prefixes
        # A label means the same in its document alone.
        is_shared = b"nodeID" in part.data
        whole.append(_with_labels(source, f"w{number}b") if is_shared else source)
    quads = keep_quads(chain.from_iterable(one.quads for one in whole))
    return Source(name, quads, [Block("", 1)], faults, prefixes, syntax=form.name)


def stream_document(
    file: BinaryIO,
    name: str,
    form: RdfFormat,
    parts: Sequence[Block],
    base: str | None,
) -> Source | None:
    """What a file says that is read piece by piece; None where it cannot be parsed."""
    try:
        source = _source_of(parse(file, format=form, base_iri=base), name, parts)
        return replace(source, has_graphs=form.supports_datasets)
    except (SyntaxError, MemoryError, UnicodeDecodeError):
        return None


def _source_of(
    parser: QuadParser,
    name: str,
    parts: Sequence[Block],
    passes: Sequence[Pass] = (),
) -> Source:
    """What a parser reads, as it comes through each pass.

    Raises SyntaxError, and MemoryError at the parser's own bound.
    """
    odd: list[Quad] = []
    first = list(islice(parser, 1))
    at_first = parser.prefixes  # those of XML end with the element that declares them
    read: Iterable[Quad] = chain(first, parser)
    for each in passes:
        read = each(read)
    quads = _kept_plain(read, odd)
    source = Source(name, quads, parts, prefixes=at_first | parser.prefixes)
    for faults in (_beyond_rdf_1_1, _typed_by_text):
        source.faults.extend(faults(source, odd))
    return source


def _kept_plain(read: Iterable[Quad], odd: list[Quad]) -> Kept:
    """The same quads, kept. Each of many is looked at only where one of them may be odd."""
    quads = keep_quads(read)
    if isinstance(quads, Quads) and not any(map(_may_be_odd, quads.pieces())):
        return quads
    return keep_quads(_plain(quads, odd))


def _may_be_odd(lines: bytes) -> bool:
    return any(mark in lines for mark in _MARKS_OF_ODD)


def _plain(quads: Iterable[Quad], odd: list[Quad]) -> Iterator[Quad]:
    """The quads without those of RDF 1.2; those that may be faults are noted, too."""
    for quad in quads:
        term = quad.object
        if isinstance(term, Literal):
            if term.direction or quad.predicate == _TYPE:
                odd.append(quad)
        elif isinstance(term, Triple):
            odd.append(quad)
            continue
        yield quad


def text_of_file(path: Path, name: str) -> str | Fault:
    """The text of a file, or what is wrong with it."""
    try:
        return text_from(path.read_bytes(), name)
    except OSError as error:
        return Fault(name, 0, f"cannot be read: {system_message(error)}")


def text_from(data: bytes, name: str) -> str | Fault:
    """The text of these bytes, or what is wrong with them.

    A byte order mark, which some editors write, is no part of it.
    """
    if packing := packing_of(data):
        better = f"call it {name.rpartition('/')[2]}{packing}, or unpack it"
        return Fault(name, 0, "is packed, and its name does not say so", better)
    if is_unmarked_utf16(data):
        what = "is UTF-16 without the mark that says so"
        return Fault(name, 0, what, "save the file as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = line_at(data, error.start)
        odd = data[error.start : error.start + 1].decode("cp1252", "replace")
        meant = f"; it would be “{odd}” in Windows-1252" if odd.isalpha() else ""
        message = f"byte {error.start} is not UTF-8{meant}"
        return Fault(name, line, message, "save the file as UTF-8")


def graph_of(quad: Quad) -> str:
    """The IRI of the graph that a quad stands in, "" for what stands outside of all."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _beyond_rdf_1_1(source: Source, odd: list[Quad]) -> Iterator[Fault]:
    """Faults for what RDF 1.2 adds: it is a draft, and rdflib does not read it."""
    for quad in odd:
        graph, term = graph_of(quad), quad.object
        if isinstance(term, Triple):
            advice, near = "state it as a triple of RDF 1.1", quad.predicate.value
            fault = source.fault(graph, "has a triple term", advice, near)
            line = source.block(graph).nested_line or fault.line
            yield replace(fault, line=line)
        if isinstance(term, Literal) and term.direction:
            advice = "write the language alone"
            yield source.fault(graph, "has a text direction", advice, term.value)


def _typed_by_text(source: Source, odd: list[Quad]) -> Iterator[Fault]:
    """Faults for kinds that are texts: a class is a resource (RDF Schema, section 2)."""
    for quad in odd:
        if quad.predicate == _TYPE and isinstance(quad.object, Literal):
            term = quad.object.value
            message = f"says with “a” that something is of the kind “{term}”, a text"
            advice = "write the IRI of a class"
            yield source.fault(graph_of(quad), message, advice, term)


def _repeated(source: Source) -> Iterator[Fault]:
    """Faults for blocks that have the name of one above."""
    first: dict[str, int] = {}
    for block in source.blocks[1:]:
        if block.iri in first:
            claim = block.iri.rpartition("/")[2]
            message = f"a block of this name stands already at line {first[block.iri]}"
            advice = "give one of them another name"
            yield Fault(source.name, block.line, message, advice, claim)
        first.setdefault(block.iri, block.line)


def _with_labels(source: Source, label: str) -> Source:
    """The source with blank nodes of its own: no two files share one."""
    if not any(map(_has_blank_node, source.quads)):
        return source
    if label:
        return replace(source, quads=list(_labelled(source.quads, label)))
    named = [quad for quad in source.quads if not _has_blank_node(quad)]
    line = _line_of_blank_node(source)
    fault = Fault(source.name, line, "has a blank node", "give the thing an IRI")
    return replace(source, quads=named, faults=[*source.faults, fault])


def _has_blank_node(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode) for term in quad)


def _labelled(quads: Iterable[Quad], label: str) -> Iterator[Quad]:
    """The quads with blank nodes named anew, so that two files share none."""
    labels: dict[BlankNode, BlankNode] = {}

    def named(term: object) -> object:
        if not isinstance(term, BlankNode):
            return term
        return labels.setdefault(term, BlankNode(f"{label}{len(labels)}"))

    for quad in quads:
        yield Quad(*map(named, quad))  # type: ignore[arg-type]


def _line_of_blank_node(source: Source) -> int:
    for block in source.blocks:
        for token in block.tokens:
            if token.text in ("[", "(") or token.text.startswith("_:"):
                return token.line
    return 0


def in_graph(source: Source, graph: NamedNode) -> Iterator[Quad]:
    """The quads of a Turtle file, as those of a named graph."""
    for quad in source.quads:
        if isinstance(quad.graph_name, DefaultGraph):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
        else:
            yield quad
