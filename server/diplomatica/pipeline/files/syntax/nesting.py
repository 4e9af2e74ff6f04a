"""How deep a document nests, and what its entities would make of it.

Parsers go down a level of their own stack for each level of a document, and give up
their whole process where that ends.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import RdfFormat

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.lines import line_at

DEEPEST = 500
"""The levels of brackets in a document."""
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
        return _growing(data, name)
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


def _growing(data: bytes, name: str) -> Fault | None:
    """The fault of entities that would fill the memory: expat knows them by their growth."""
    if b"<!ENTITY" not in data:
        return None
    try:
        ParserCreate().Parse(data, True)
    except ExpatError as error:
        if "amplification" not in str(error):
            return None  # the parser of RDF/XML tells of it
        what = "has entities that would make it many times as large"
        return Fault(name, error.lineno, what, "write out what they stand for")
    return None
