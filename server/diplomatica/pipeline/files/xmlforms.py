"""What RDF/XML cannot hold: some characters, and properties and classes without a name.

A dataset of claims has none of it; other data is published without RDF/XML then.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import Literal, NamedNode, Quad, parse

from diplomatica.errors import Fault
from diplomatica.model.characters import NOT_IN_XML, code_point, is_fit_for_xml
from diplomatica.model.formats import NQUADS
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.source import Source, graph_of

# Turtle, section 6.4.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
# What N-Quads escape of what XML cannot hold, and more.
_ESCAPED = re.compile(rb"\\[bfuU]")
_CONTROLS = {"r": "\r", "b": "\b", "f": "\f"}
_LOCAL_NAME = re.compile(r"[^\W\d][\w.\-\xb7]*$")
_TYPED = str(RDF("type")).encode()
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


def beyond_xml(source: Source) -> Iterator[Fault]:
    """Faults for all of a file that RDF/XML cannot hold."""
    yield from _strings_beyond_xml(source)
    yield from _tags_beyond_xml(source)


def unfit_for_xml(pieces: Iterable[bytes]) -> str:
    """The first that RDF/XML cannot hold of quads, in words; "" where it can all.

    The quads come as lines of N-Quads, many at a time.
    """
    names: set[bytes] = set()
    for piece in pieces:
        if found := _beyond(piece):
            return f"a text has the character {code_point(found)}"
        names.update(_tags_in(piece))
    iris = {name[1:-1].decode() for name in names}
    unnamed = [name for name in iris if not _is_tag(name)]
    return _why_unnamed(min(unnamed)) if unnamed else ""


def _why_unnamed(iri: str) -> str:
    """Why RDF/XML cannot have an IRI as the name of an element, in words."""
    if iri == RDF("li").value:
        return f"{iri} stands there for rdf:_1, rdf:_2 and so on, the members of a container"
    if iri in _RESERVED:
        return f"{iri} is a word of its syntax, and names no property or class there"
    return f"{iri} ends in no name of XML"


def _beyond(piece: bytes) -> str:
    """The first character in the texts of some lines that XML cannot hold, or ""."""
    is_escaped = b"\\" in piece and _ESCAPED.search(piece)
    if is_fit_for_xml(piece) and not is_escaped:
        return ""
    for quad in parse(piece, format=NQUADS.rdf, lenient=True):
        if isinstance(quad.object, Literal):
            found = NOT_IN_XML.search(quad.object.value)
            if found:
                return found[0]
    return ""


def _tags_in(piece: bytes) -> Iterator[bytes]:
    """What names tags in RDF/XML, as N-Quads write it."""
    for line in piece.split(b"\n")[:-1]:
        _, predicate, rest = line.split(b" ", 2)
        yield predicate
        if predicate == _TYPED and rest.startswith(b"<"):
            yield rest.partition(b" ")[0]


def _strings_beyond_xml(source: Source) -> Iterator[Fault]:
    """Faults for characters that RDF/XML cannot hold: a release is given in it, too."""
    terms = (quad.object for quad in source.quads)
    texts = (term.value for term in terms if isinstance(term, Literal))
    if not any(map(NOT_IN_XML.search, texts)):
        return
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
    """Whether RDF/XML can write an IRI as the name of an element."""
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
