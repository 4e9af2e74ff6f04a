"""Dates that a file writes in none of the forms of XML Schema, property by property."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.lookup.index.dates import TEXTS, has_dates
from diplomatica.lookup.index.writtenforms import written_date
from diplomatica.pipeline.files.source import AS_PUBLISHED, Source
from diplomatica.pipeline.storing.stored import Quads

_FEWEST = 3  # of one or two nobody knows how the others would be written
_MARKS = (b"/date", b"#date", b":date", b"Date", b"_date")
_OF_SCHEMA = re.compile(r"-?\d{4,}(-\d\d(-\d\d)?)?(T.*|Z|[+-]\d\d:\d\d)?")
_ADVICE = 'write them as "2014-10-23T14:48:56+01:00"^^xsd:dateTime'


@dataclass
class _Texts:
    """How many texts a property has, and the first of them."""

    example: Quad
    count: int = 0
    are_read: bool = True
    """Whether all are in a form that can mean one day only."""


def unwritten_dates(source: Source) -> Iterator[Fault]:
    """Hints at properties of dates none of whose texts a query can compare as one."""
    found: dict[NamedNode, _Texts] = {}
    written = set[NamedNode]()
    for quad in _saying_dates(source):
        by, term = quad.predicate, quad.object
        if by in written or not isinstance(term, Literal):
            continue
        if term.datatype.value not in TEXTS or _OF_SCHEMA.fullmatch(term.value):
            written.add(by)
            continue
        texts = found.setdefault(by, _Texts(quad))
        texts.count += 1
        texts.are_read = texts.are_read and bool(written_date(term.value))
    for by, texts in found.items():
        if by not in written and texts.count >= _FEWEST:
            yield _hint(source, by, texts)


def _saying_dates(source: Source) -> Iterable[Quad]:
    if isinstance(source.quads, Quads):
        return source.quads.holding(_MARKS, _says_date)
    return (quad for quad in source.quads if has_dates(quad.predicate.value))


def _says_date(line: bytes) -> bool:
    return _is_of_dates(line.split(b" ", 2)[1])


@lru_cache(1 << 12)
def _is_of_dates(predicate: bytes) -> bool:
    return has_dates(predicate.decode()[1:-1])


def _hint(source: Source, by: NamedNode, texts: _Texts) -> Fault:
    words = str(getattr(texts.example.object, "value", ""))
    message = (
        f"all {texts.count:,} values of {by.value} are texts, and no dates as XML Schema "
        f"writes them, as “{words}”"
    )
    told = "pages read them as days, queries do not" if texts.are_read else AS_PUBLISHED
    return source.fault("", message, f"{_ADVICE}; {told}", words)
