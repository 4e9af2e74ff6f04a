"""RDF/XML within other XML: packets of XMP, records of OAI-PMH."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr

from diplomatica.errors import Fault
from diplomatica.model.vocabulary import RDF

_RDF = f"{RDF} RDF"
_BAG = f"{RDF} bagID"
_XML = "http://www.w3.org/XML/1998/namespace"
_NAME = re.compile(rb"<[^\s/>]+")
_TAKEN_OUT = "has the attribute rdf:bagID, which RDF 1.1 took out of RDF/XML"
_AS_BAG = "leave it out, or state an rdf:Bag of what is meant"


@dataclass(frozen=True)
class Wrapped:
    """One rdf:RDF within other XML, as a document of its own."""

    line: int
    """The line on which it begins."""
    data: bytes


@dataclass
class Wrapping:
    """XML that holds RDF/XML, and is none itself."""

    document: bytes
    root: str = ""
    """What its outermost element is called."""
    parts: list[Wrapped] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look for each rdf:RDF, with what holds of it from without."""
        self._scope = list[tuple[str, str]]()
        self._own = list[tuple[str, str]]()
        self._inherited = [("", "")]
        self._begun: tuple[int, int, bytes] | None = None
        self._depth = 0
        parser = self._parser = ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = lambda _: self._scope.pop()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with suppress(ExpatError):
            parser.Parse(self.document, True)

    def told(self, name: str) -> Fault:
        """What is read of a file of this name, and what is not."""
        first, many = self.parts[0].line, len(self.parts)
        what = "the rdf:RDF" if many == 1 else f"{many:,} elements rdf:RDF, the first"
        message = (
            f"is {self.root}, and no RDF/XML: what is read is {what} at line {first}"
        )
        return Fault(name, 0, message, "save that alone: other readers take no more")

    def _declare(self, prefix: str | None, space: str | None) -> None:
        one = prefix or "", space or ""
        self._scope.append(one)
        self._own.append(one)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        own, self._own = self._own, []
        if not self.root:
            at = self._parser.CurrentByteIndex
            found = _NAME.match(self.document, at)
            self.root = found[0][1:].decode() if found else name
        if self._begun:
            self._depth += 1
        elif _whole_name(name) == _RDF and len(self._inherited) > 1:
            given = self._from_without({prefix for prefix, _ in own}, attributes)
            place = self._parser.CurrentByteIndex
            self._begun = place, self._parser.CurrentLineNumber, given
        base, language = self._inherited[-1]
        base = urljoin(base, attributes.get(f"{_XML} base xml", ""))
        self._inherited.append((base, attributes.get(f"{_XML} lang xml", language)))

    def _from_without(self, own: set[str], attributes: dict[str, str]) -> bytes:
        """The attributes by which an element has from without what holds of it there."""
        spaces = dict(self._scope)
        given = {
            f"xmlns:{prefix}" if prefix else "xmlns": space
            for prefix, space in spaces.items()
            if prefix not in own and (space or not prefix)
        }
        base, language = self._inherited[-1]
        for by, value in (("base", base), ("lang", language)):
            if value and f"{_XML} {by} xml" not in attributes:
                given[f"xml:{by}"] = value
        return "".join(f" {by}={quoteattr(one)}" for by, one in given.items()).encode()

    def _end(self, _name: str) -> None:
        self._inherited.pop()
        if not self._begun:
            return
        if self._depth:
            self._depth -= 1
            return
        (start, line, given), self._begun = self._begun, None
        end = self.document.find(b">", self._parser.CurrentByteIndex) + 1
        if found := _NAME.match(self.document, start):
            data = found[0] + given + self.document[found.end() : end]
            self.parts.append(Wrapped(line, data))


def _whole_name(name: str) -> str:
    """The namespace and the name of an element, without its prefix."""
    return " ".join(name.split(" ")[:2])


def taken_out(document: bytes, name: str) -> list[Fault]:
    """The fault of what earlier RDF/XML had, and a parser passes over in silence."""
    lines = list[int]()
    if b"bagID" not in document:
        return []
    parser = ParserCreate(namespace_separator=" ")

    def start(_name: str, attributes: dict[str, str]) -> None:
        if _BAG in attributes:
            lines.append(parser.CurrentLineNumber)

    parser.StartElementHandler = start
    with suppress(ExpatError):
        parser.Parse(document, True)
    times = f" ({len(lines):,} times)" if len(lines) > 1 else ""
    return [Fault(name, line, _TAKEN_OUT + times, _AS_BAG) for line in lines[:1]]
