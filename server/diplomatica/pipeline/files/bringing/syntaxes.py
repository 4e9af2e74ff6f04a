"""The syntax that a document is written in, whatever the end of its name says."""

import json
import re
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial

from pyoxigraph import RdfFormat

from diplomatica.errors import Fault, InvalidInput
from diplomatica.pipeline.files.bringing.packed import BroughtDocument
from diplomatica.pipeline.files.source import FILE_FORMATS
from diplomatica.pipeline.files.syntax.encoding import is_utf16

_HEAD = 1 << 16  # bytes of a document in which it begins
_BLANK = re.compile(r"(?:\s|#[^\n]*+)*+")
_BEFORE_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<((?:[\w.-]+:)?([\w.-]+))([^>]*)")
_OWL = "http://www.w3.org/2002/07/owl#"
_ROBOT = (
    "write it as RDF first, as with ROBOT: robot convert --input {} --output {}.ttl"
)


@dataclass(frozen=True)
class Syntax:
    """What a document may be written in."""

    name: str
    formats: tuple[RdfFormat, ...] = ()
    """The formats of RDF that it may be; of others none."""
    advice: str = ""
    """What to do about one that is not RDF, with places for its name and stem."""

    @cached_property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of names of files in these formats, the likeliest first."""
        known = FILE_FORMATS.items()
        return tuple(suffix for suffix, form in known if form in self.formats)


_XML = Syntax("RDF/XML", (RdfFormat.RDF_XML,))
_JSON = Syntax("JSON-LD", (RdfFormat.JSON_LD,))
_TURTLE = Syntax("Turtle", (RdfFormat.TURTLE, RdfFormat.TRIG))
_LINES = Syntax("Turtle", (*_TURTLE.formats, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS))
_TRIG = Syntax("TriG", (RdfFormat.TRIG,))
_QUADS = Syntax("N-Quads", (RdfFormat.N_QUADS,))
_OWL_XML = Syntax("OWL/XML", advice=_ROBOT)
_PAGE = Syntax("HTML", advice="it is a page, perhaps one that leads to the file")
_POINTER = Syntax(
    "a pointer of Git LFS", advice="the file itself is elsewhere: git lfs pull"
)
_BEGINNINGS = (
    (re.compile(r"version https://git-lfs"), _POINTER),
    (re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE), _PAGE),
    (re.compile(r'\{\s*"|\[\s*\{\s*"'), _JSON),
    (
        re.compile(r"(?:Prefix|Ontology)\s*\("),
        Syntax("OWL's functional syntax", advice=_ROBOT),
    ),
    (
        re.compile(r"(?:Prefix|Ontology):\s"),
        Syntax("OWL's Manchester syntax", advice=_ROBOT),
    ),
    (re.compile(r"format-version:"), Syntax("the format of OBO", advice=_ROBOT)),
    (
        re.compile(r"@(?:prefix|base)\s|(?:prefix\s+[\w.-]*:|base)\s*<", re.IGNORECASE),
        _TURTLE,
    ),
    (re.compile(r'<[^\s<>"{}|^`\\:]*[:#][^\s<>"{}|^`\\]*>\s*[<_\w]|_:\w'), _LINES),
)
_OTHERWISE_NAMED = {
    ".ofn": "OWL's functional syntax",
    ".omn": "OWL's Manchester syntax",
    ".owx": "OWL/XML",
    ".obo": "the format of OBO",
}
EMPTY = "it states nothing"
_CONTEXT = (
    "it is a context of JSON-LD, and states nothing; "
    "--context ADDRESS=FILE gives it to what names it"
)
_KEYWORD = b'"@'
"""What is in all JSON-LD that means something by itself: a context, or names."""
_UTF16 = (
    "is written in UTF-16, and read so",
    "save it as UTF-8, the one encoding that this format has",
)
_WIDER = {".ttl": _TRIG, ".nt": _QUADS}


def as_written(document: BroughtDocument) -> tuple[BroughtDocument, list[Fault]]:
    """A document as it is to be read, and hints where that is not as it is named.

    Raises InvalidInput where it cannot be read, or is written in what is no RDF.
    """
    data = _beginning(document)
    hints = []
    if is_utf16(data) and document.suffix not in _XML.suffixes:
        document = replace(document, data=partial(_in_utf8, document), path=None)
        hints.append(Fault(document.name, 0, *_UTF16))
    syntax = _syntax_of(data)
    if syntax and not syntax.suffixes:
        raise InvalidInput([_no_rdf(document, syntax)])
    if not syntax or document.suffix in syntax.suffixes:
        return document, hints
    return _of_syntax(document, syntax), [*hints, _misnamed(document, syntax)]


def why_unread(document: BroughtDocument) -> str:
    """Why a document of a suffix that no format has is left out, and what would help."""
    if name := _OTHERWISE_NAMED.get(document.suffix):
        return f"{name} is no RDF: {_advice(document, _ROBOT)}"
    what = document.suffix or "a name without a suffix"
    syntax = _syntax_of(_beginning(document))
    if not syntax or not syntax.suffixes:
        return f"{what} is no format of RDF"
    if syntax is _JSON and _KEYWORD not in document.data():
        return "it is JSON without RDF"
    better = f"{_stem(document)}{syntax.suffixes[0]}"
    return f"{what} is no format of RDF; it looks like {syntax.name}: call it {better}"


def syntax_instead(data: bytes) -> str:
    """The name of what data is written in instead of a table; "" where nothing tells."""
    found = _syntax_of(data[:_HEAD])
    return found.name if found else ""


def why_empty(document: BroughtDocument) -> str:
    """Why a document without a statement is left out."""
    if document.suffix not in _JSON.suffixes:
        return EMPTY
    held = json.loads(document.data())
    is_context = isinstance(held, dict) and held.keys() == {"@context"}
    return _CONTEXT if is_context else EMPTY


def root_of(data: bytes) -> str:
    """What the outermost element of XML is, in words; "" of what has none."""
    root = _root(_text(data[:_HEAD]))
    return f": its root element is {root[1]}" if root else ""


def wider(document: BroughtDocument) -> tuple[BroughtDocument, Fault] | None:
    """What a document with faults may be instead: one of quads, named as of triples.

    With it comes the hint that it is read so. None if there is no such format.
    """
    syntax = _WIDER.get(document.suffix)
    if not syntax:
        return None
    return _of_syntax(document, syntax), _misnamed(document, syntax)


def _of_syntax(document: BroughtDocument, syntax: Syntax) -> BroughtDocument:
    return replace(document, suffix=syntax.suffixes[0])


def _misnamed(document: BroughtDocument, syntax: Syntax) -> Fault:
    what = f"is written in {syntax.name}, and read so, though it is called otherwise"
    better = f"call it {_stem(document)}{syntax.suffixes[0]}"
    return Fault(document.name, 0, what, f"{better}: others go by the name")


def _no_rdf(document: BroughtDocument, syntax: Syntax) -> Fault:
    what = f"is {syntax.name}, and no RDF"
    return Fault(document.name, 1, what, _advice(document, syntax.advice))


def _advice(document: BroughtDocument, advice: str) -> str:
    name = document.name.rpartition("/")[2]
    return advice.format(name, _stem(document))


def _stem(document: BroughtDocument) -> str:
    name = document.name.rpartition("/")[2]
    return name.partition(".")[0] or name


def _in_utf8(document: BroughtDocument) -> bytes:
    """The bytes of a document in UTF-16 as RDF has them; others as they are."""
    data = document.data()
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError:
        return data


def _syntax_of(data: bytes) -> Syntax | None:
    """What a document is written in by how it begins; None where that does not tell."""
    head = _text(data)
    start = head[_end_of(_BLANK, head) :]
    begun = (syntax for sign, syntax in _BEGINNINGS if sign.match(start))
    return next(begun, None) or _syntax_of_xml(start)


def _text(data: bytes) -> str:
    """The text of the bytes that a document begins with."""
    encoding = "utf-16" if is_utf16(data) else "utf-8"
    return data.removeprefix(BOM_UTF8).decode(encoding, "replace")


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _syntax_of_xml(text: str) -> Syntax | None:
    """Which syntax of XML it is, by its outermost element."""
    root = _root(text)
    if not root:
        return None
    _, name, attributes = root.groups()
    if name == "RDF":
        return _XML
    if name.lower() == "html":
        return _PAGE
    return _OWL_XML if name == "Ontology" and _OWL in attributes else None


def _root(text: str) -> re.Match[str] | None:
    """The start of the outermost element of XML: its whole name, its own, its attributes."""
    text = _DOCTYPE.sub("", text[_end_of(_BEFORE_ROOT, text) :], count=1)
    return _ROOT.match(text[_end_of(_BEFORE_ROOT, text) :])


def _beginning(document: BroughtDocument) -> bytes:
    """The bytes that a document begins with."""
    if not document.path:
        return document.data()[:_HEAD]
    with suppress(SyntaxError), document.opened() as file:
        return file.read(_HEAD)
    return b""
