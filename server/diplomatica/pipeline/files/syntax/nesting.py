"""How deep a document nests, what its entities would make of it, and whether it ends.

Parsers go down a level of their own stack for each level of a document, and give up
their whole process where that ends.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate
from xml.parsers.expat import ExpatError, ParserCreate, errors

from pyoxigraph import RdfFormat

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.lines import line_at

DEEPEST = 500
"""The levels of brackets in a document."""
_ENDS_EARLY = errors.codes[errors.XML_ERROR_NO_ELEMENTS]
_OPEN, _CLOSE = b"[({<", b"])}>"
_STEPS = bytes.maketrans(_OPEN + _CLOSE, bytes([1] * 4 + [255] * 4))
_OTHERS = bytes(set(range(256)) - {*_OPEN, *_CLOSE})
# Brackets, and what may hold some that open and close nothing.
_STRING = (
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\''
    rb'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\''
)
_JSON_STRING = rb'"(?:[^"\\]|\\.)*+"'
_IRI = rb"<[^<>\s]*+>"
_BRACKET = re.compile(
    rb"#[^\n]*+|" + _IRI + rb"|" + _STRING + rb"|([\[({]|<<)|([\])}]|>>)", re.DOTALL
)
_JSON_BRACKET = re.compile(_JSON_STRING + rb"|([\[{])|([\]}])", re.DOTALL)


def unfit(data: bytes, name: str, form: RdfFormat) -> Fault | None:
    """Why a document is not given to a parser, if it nests or grows without measure."""
    if form == RdfFormat.RDF_XML:
        return _unsound_xml(data, name)
    # Most documents can be told at a glance, which takes brackets in texts for others.
    steps = memoryview(data.translate(_STEPS, _OTHERS)).cast("b")
    if max(accumulate(steps), default=0) <= DEEPEST:
        return None
    bracket = _JSON_BRACKET if form == RdfFormat.JSON_LD else _BRACKET
    for depth, at in _depths(data, bracket):
        if depth > DEEPEST:
            return too_deep(name, line_at(data, at))
    return None


def too_deep(name: str, line: int = 0) -> Fault:
    """The fault of a document that nests deeper than is read."""
    what = f"nests deeper than {DEEPEST} levels of brackets"
    return Fault(name, line, what, "give names to what stands within")


def _depths(data: bytes, bracket: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """How deep a document is at each bracket that opens something, and where that is."""
    depth = 0
    for found in bracket.finditer(data):
        if found[1]:
            depth += 1
            yield depth, found.start()
        elif found[2]:
            depth -= 1


def _unsound_xml(data: bytes, name: str) -> Fault | None:
    """The fault of XML that would fill the memory, or that breaks off.

    The parser of RDF/XML does not miss an end that is not there; what else is no XML it
    tells itself. Expat knows entities without measure by their growth.
    """
    try:
        ParserCreate().Parse(data, True)
    except ExpatError as error:
        if "amplification" in str(error):
            what = "has entities that would make it many times as large"
            return Fault(name, error.lineno, what, "write out what they stand for")
        if error.code == _ENDS_EARLY and data.strip():
            return _broken_off(data, name, error.lineno)
    return None


def _broken_off(data: bytes, name: str, line: int) -> Fault | None:
    """The fault of XML that ends within an element; None where it has none at all."""
    begun: list[tuple[str, int]] = []
    parser = ParserCreate()

    def begin(element: str, _: object) -> None:
        begun.append((element, parser.CurrentLineNumber))

    def end(_: str) -> None:
        begun.pop()

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with suppress(ExpatError):
        parser.Parse(data, True)
    if not begun:
        return None
    element, since = begun[-1]
    what = f"breaks off within <{element}>, which begins in line {since:,}"
    return Fault(name, line, what, "it may have been cut on its way: bring it whole")
