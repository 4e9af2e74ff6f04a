"""Answers as bytes: whole, no longer than allowed, and never ill-formed."""

import io
import json
import re
from typing import Any
from xml.parsers import expat

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
    serialize,
)

from diplomatica.engine.engine import Answer
from diplomatica.errors import LimitReached, RefusedQuery
from diplomatica.model.formats import CSV, JSON, RDFXML, TSV, XML, Format
from diplomatica.model.iris import Iris
from diplomatica.model.serialization import used

# What no XML document can hold (XML 1.0, section 2.2), as UTF-8.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# Up to so many triples are put in order, so that each subject stands once; that costs a few microseconds each.
_IN_ORDER = 10_000


class _Bounded(io.BytesIO):
    """Takes what is written until it is longer than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = self._limit = limit

    def write(self, part: Any) -> int:
        self._room -= len(part)
        if self._room < 0:
            advice = (
                "Patterns that share no variable multiply each other's rows: connect them. Else page through it "
                "with ORDER BY, LIMIT and OFFSET, subject by subject if it is very long, or take the dump."
            )
            raise LimitReached("length", self._limit, "bytes", advice)
        return super().write(part)


def results_written(
    found: QuerySolutions | QueryBoolean, form: Format, limit: int
) -> Answer:
    """The answer to SELECT or ASK. Raises LimitReached, RefusedQuery for what the format cannot hold."""
    target = _Bounded(limit)
    found.serialize(target, format=form.results)
    body = _well_formed(target.getvalue(), form) if form is XML else target.getvalue()
    return Answer(
        body, form, 1 if isinstance(found, QueryBoolean) else rows_in(body, form)
    )


def triples_written(
    found: QueryTriples, form: Format, iris: Iris, limit: int
) -> Answer:
    """The answer to CONSTRUCT or DESCRIBE. Raises LimitReached, RefusedQuery for what the format cannot hold."""
    triples = list(found)
    if len(triples) <= _IN_ORDER:
        triples.sort(key=str)
    prefixes = used(triples[:_IN_ORDER], form, iris)
    target = _Bounded(limit)
    serialize(triples, target, form.rdf, prefixes=prefixes)
    body = (
        _well_formed(target.getvalue(), form) if form is RDFXML else target.getvalue()
    )
    if b"angString" in body:
        _refuse_untagged(triples)
    return Answer(body, form, len(triples))


def _refuse_untagged(triples: list[Triple]) -> None:
    """The engine makes texts of rdf:langString without a language, which no reader of RDF takes (RDF 1.1, 3.3)."""
    for triple in triples:
        term = triple.object
        if (
            isinstance(term, Literal)
            and not term.language
            and term.datatype.value.endswith("angString")
        ):
            raise RefusedQuery(
                f"{term} has no language: make texts with a language by STRLANG."
            )


def _well_formed(body: bytes, form: Format) -> bytes:
    """An XML document that says what was meant; the writer lets through what XML cannot hold."""
    forbidden = _NO_XML.search(body)
    if forbidden:
        point = ord(forbidden.group().decode())
        raise RefusedQuery(
            f"A value holds U+{point:04X}, which {form.label} cannot hold: ask for another format."
        )
    body = body.replace(
        b"\r", b"&#xD;"
    )  # a bare one would be read as the end of a line
    if form is RDFXML:
        try:
            expat.ParserCreate(namespace_separator=" ").Parse(body, True)
        except expat.ExpatError as error:
            raise RefusedQuery(
                f"A property's IRI has no name at its end, as {form.label} needs: ask for another format."
            ) from error
    return body


def rows_in(body: bytes, form: Format) -> int:
    """How many rows an answer to SELECT has, told from its bytes: quicker than to count while it is written."""
    if form is JSON:
        if b"{}" in body:
            return len(json.loads(body)["results"]["bindings"])
        names = json.loads(body[body.index(b"[") : body.index(b"]") + 1])
        return sum(
            body.count(b'{"%b":{"type":' % name.encode()) for name in names
        )  # no text can hold a bare quote
    if form is XML:
        return body.count(b"<result>")
    if form is CSV:
        return sum(part.count(b"\r\n") for part in body.split(b'"')[::2]) - 1
    assert form is TSV
    return body.count(b"\n") - 1
