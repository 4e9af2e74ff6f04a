"""One RDF file of a dataset: what it says, and where."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from diplomatica.errors import Fault
from diplomatica.model.characters import NOT_IN_XML, code_point
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.tokens import Block, blocks

# Turtle, section 6.4.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"r": "\r", "b": "\b", "f": "\f"}
_LOCAL_NAME = re.compile(r"[^\W\d][\w.\-\xb7]*$")
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
}
"""The formats of files by their suffix."""
_TYPE, _XMLNS = RDF("type"), "http://www.w3.org/2000/xmlns/"
# What may be no element of RDF/XML, or would mean something else (RDF 1.1 XML Syntax,
# section 6.2).
_RESERVED = {
    RDF(name).value
    for name in (
        "RDF",
        "ID",
        "about",
        "bagID",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
        "li",
        "Description",
        "aboutEach",
        "aboutEachPrefix",
    )
}
_HINTS = {
    "has not been declared": "declare it with @prefix at the head of the file",
    "No scheme found": "write the whole IRI, or a prefix and a name: "
    "a relative IRI has no fixed meaning",
    "end of file": "something is not closed: a brace, a bracket or a quotation mark",
}


@dataclass(frozen=True)
class Source:
    """The quads of a file, its blocks, and what is wrong with its form."""

    name: str
    quads: list[Quad] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)

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
    text = decoded(path, name)
    if isinstance(text, Fault):
        return Source(name, faults=[text])
    return _parsed(text, name, path.suffix, label, base)


# Of many files, one changes between two checks.
@lru_cache(maxsize=64)
def _parsed(text: str, name: str, suffix: str, label: str, base: str | None) -> Source:
    form = FORMATS[suffix]
    try:
        parser = parse(text, format=form, base_iri=base)
        quads = list(parser)
    except SyntaxError as error:
        return Source(name, faults=[_syntax_fault(name, error)])
    parts = [Block("", 1)] if form == RdfFormat.RDF_XML else blocks(text)
    source = Source(name, quads, parts, prefixes=parser.prefixes)
    for faults in (_repeated, _beyond_rdf_1_1, _strings_beyond_xml, _tags_beyond_xml):
        source.faults.extend(faults(source))
    plain = [quad for quad in quads if not isinstance(quad.object, Triple)]
    return _with_labels(replace(source, quads=plain), label)


def decoded(path: Path, name: str) -> str | Fault:
    """The text of a file, or what is wrong with it.

    A byte order mark, which some editors write, is no part of it.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {error.start} is not UTF-8"
        return Fault(name, line, message, "save the file as UTF-8")
    except OSError as error:
        return Fault(name, 0, f"cannot be read: {error.strerror}")


def graph_of(quad: Quad) -> str:
    """The IRI of the graph that a quad stands in, "" for what stands outside of all."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _beyond_rdf_1_1(source: Source) -> Iterator[Fault]:
    """Faults for what RDF 1.2 adds: it is a draft, and rdflib does not read it."""
    for quad in source.quads:
        graph, term = graph_of(quad), quad.object
        if isinstance(term, Triple):
            advice, near = "state it as a triple of RDF 1.1", quad.predicate.value
            yield source.fault(graph, "has a triple term", advice, near)
        if isinstance(term, Literal) and term.direction:
            advice = "write the language alone"
            yield source.fault(graph, "has a text direction", advice, term.value)


def _strings_beyond_xml(source: Source) -> Iterator[Fault]:
    """Faults for characters that RDF/XML cannot hold: a release is given in it, too."""
    for block in source.blocks:
        strings = [token for token in block.tokens if token.kind == "string"]
        for token in strings:
            found = NOT_IN_XML.search(_unescaped(token.text))
            if found:
                character = f"the character {code_point(found[0])}"
                message = f"has a text with {character}, which XML cannot hold"
                claim = block.iri.rpartition("/")[2]
                yield Fault(source.name, token.line, message, "leave it out", claim)


def _tags_beyond_xml(source: Source) -> Iterator[Fault]:
    """Faults for properties and classes that RDF/XML cannot name: they are its tags."""
    told: set[tuple[object, NamedNode]] = set()
    names = set(chain.from_iterable(map(_tags, source.quads)))
    unnamed = {name for name in names if not _is_tag(name.value)}
    for quad in source.quads if unnamed else ():
        for name in unnamed.intersection(_tags(quad)):
            if (quad.graph_name, name) not in told:
                told.add((quad.graph_name, name))
                yield _fault_of_name(source, quad, name)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    return _CONTROLS.get(escape[3], escape[3])


def _tags(quad: Quad) -> Iterator[NamedNode]:
    """The terms of a quad that name tags in RDF/XML: the property, and a class."""
    yield quad.predicate
    if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
        yield quad.object


def _is_tag(iri: str) -> bool:
    name = _LOCAL_NAME.search(iri)
    if not name or iri in _RESERVED or iri.startswith(_XMLNS):
        return False
    document = f'<x:{name[0]} xmlns:x="urn:x"/>'
    try:
        ParserCreate(namespace_separator=" ").Parse(document, True)
    except ExpatError:
        return False
    return True


def _fault_of_name(source: Source, quad: Quad, name: NamedNode) -> Fault:
    what = "property" if name == quad.predicate else "class"
    message = f"has a {what} that RDF/XML cannot name: {name}"
    advice = "let its IRI end in a name that begins with a letter"
    thing = getattr(quad.subject, "value", "")
    value = getattr(quad.object, "value", "")
    return source.fault(graph_of(quad), message, advice, name.value, value, thing)


def _syntax_fault(name: str, error: SyntaxError) -> Fault:
    what = str(error.msg).partition(": ")[2] or str(error.msg)
    return Fault(name, error.lineno or 0, what, _advice(what))


def _advice(what: str) -> str:
    for sign, advice in _HINTS.items():
        if sign in what:
            return advice
    return "see the W3C Recommendation of TriG"


def _repeated(source: Source) -> Iterator[Fault]:
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
