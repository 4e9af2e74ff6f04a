"""Answers as bytes: whole, no longer than allowed, and never ill-formed."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from pyoxigraph import (
    BlankNode,
    Literal,
    QueryBoolean,
    QuerySolutions,
    Triple,
)

from diplomatica.engine.engine import Answer
from diplomatica.errors import LimitReached, RefusedQuery
from diplomatica.model.characters import NOT_IN_XML_BYTES, code_point
from diplomatica.model.formats import CSV, JSON, RDFXML, TSV, XML, Format
from diplomatica.model.iris import Iris
from diplomatica.model.serialization import serialised, used, with_returns

# Up to so many triples are put in order, so that each subject stands once; that costs a
# few microseconds each.
_IN_ORDER = 10_000
_LONGEST_KEPT = 1000  # bytes of the names of variables
_TOO_LONG = (
    "Patterns that share no variable multiply each other's rows: connect them. "
    "Else page through it with ORDER BY, LIMIT and OFFSET, "
    "subject by subject if it is very long, or take the dump."
)


class Unquoted(Exception):
    """A table that nobody could read is to be written anew."""


class _Bounded(io.BytesIO):
    """Bytes that are taken until they are more than allowed. Raises LimitReached."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = self._limit = limit

    def write(self, part: Any) -> int:
        self._room -= len(part)
        if self._room < 0:
            raise LimitReached("length", self._limit, "bytes", _TOO_LONG)
        return super().write(part)


def results_written(
    results: QuerySolutions | QueryBoolean, form: Format, limit: int
) -> Answer:
    """The answer to SELECT or ASK.

    Raises LimitReached, RefusedQuery for what the format cannot hold, and Unquoted.
    """
    target = _Bounded(limit)
    results.serialize(target, format=form.results)
    body = target.getvalue()
    if form is XML:
        body = _well_formed(body, form)
    if isinstance(results, QueryBoolean):
        return Answer(body, form, 1, is_no=not results)
    rows = rows_in(body, form)
    if form is CSV:
        _refuse_unquoted(body, (rows + 1) * max(0, len(results.variables) - 1))
    return Answer(body, form, rows)


def in_table_format(answer: Answer, form: Format | None) -> Answer:
    """An answer as a format writes it that the engine cannot write; others as they are."""
    if form is None or form.table_writer is None or answer.format is not JSON:
        return answer
    return replace(answer, body=form.table_writer(answer.body), format=form)


def table_written(solutions: QuerySolutions, limit: int) -> Answer:
    """The answer to SELECT as CSV with quotation marks wherever they are due (RFC 4180).

    Raises LimitReached.
    """
    target = _Bounded(limit)
    with io.TextIOWrapper(target, "utf-8", newline="", write_through=True) as text:
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow([variable.value for variable in solutions.variables])
        rows = 0
        for solution in solutions:
            lines.writerow([_cell(term) for term in solution])
            rows += 1
        return Answer(target.getvalue(), CSV, rows)


def _cell(term: Any) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode) else str(term.value)


def _refuse_unquoted(body: bytes, due: int) -> None:
    """Raise Unquoted where cells have commas outside of quotation marks.

    That is where there are more than part the cells. The engine writes no quotation
    marks around IRIs.
    """
    # most answers have no other commas at all, and are not taken apart
    if body.count(b",") <= due:
        return
    if sum(part.count(b",") for part in _outside_of_quotes(body)) > due:
        raise Unquoted


def _outside_of_quotes(body: bytes) -> list[bytes]:
    """The parts of CSV that stand between no quotation marks."""
    return body.split(b'"')[::2]


def triples_written(
    constructed: Iterable[Triple], form: Format, iris: Iris, limit: int
) -> Answer:
    """The answer to CONSTRUCT or DESCRIBE.

    Raises LimitReached, and RefusedQuery for what the format cannot hold.
    """
    triples = list(constructed)
    if len(triples) <= _IN_ORDER:
        triples.sort(key=str)
    prefixes = used(triples[:_IN_ORDER], form, iris)
    target = _Bounded(limit)
    serialised(triples, target, form, prefixes)
    body = target.getvalue()
    if form is RDFXML:
        body = _well_formed(body, form)
    if b"angString" in body:
        _refuse_untagged(triples)
    return Answer(body, form, len(triples))


def _refuse_untagged(triples: list[Triple]) -> None:
    """Refuse texts of rdf:langString without a language, which the engine can make.

    No reader of RDF takes them (RDF 1.1 Concepts, section 3.3).
    """
    for triple in triples:
        term = triple.object
        if not isinstance(term, Literal) or term.language:
            continue
        if term.datatype.value.endswith("angString"):
            advice = "make texts with a language by STRLANG."
            raise RefusedQuery(f"{term} has no language: {advice}")


def _well_formed(body: bytes, form: Format) -> bytes:
    """An XML document that says what was meant.

    Raises RefusedQuery where the writer let through what XML cannot hold.
    """
    forbidden = NOT_IN_XML_BYTES.search(body)
    if forbidden:
        point = code_point(forbidden.group().decode())
        what = f"A value holds {point}, which {form.label} cannot hold"
        raise RefusedQuery(f"{what}: ask for another format.")
    body = with_returns(body)
    if form is RDFXML:
        _refuse_nameless(body, form)
    return body


def _refuse_nameless(body: bytes, form: Format) -> None:
    """Refuse what does not parse: only a tag without a name is left as the cause."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(body, True)
    except expat.ExpatError as error:
        what = f"A property's IRI has no name at its end, as {form.label} needs"
        raise RefusedQuery(f"{what}: ask for another format.") from error


def rows_in(body: bytes, form: Format) -> int:
    """How many rows an answer to SELECT has, told from its bytes.

    That is quicker than to count them while the answer is written.
    """
    if form is JSON:
        return _rows_in_json(body)
    if form is XML:
        return body.count(b"<result>")
    if form is CSV:
        return sum(part.count(b"\r\n") for part in _outside_of_quotes(body)) - 1
    assert form is TSV
    return body.count(b"\n") - 1


def _rows_in_json(body: bytes) -> int:
    """Count where a row's values begin: no text can hold a bare quotation mark."""
    if b"{}" in body:
        return len(json.loads(body)["results"]["bindings"])
    variables = body[body.index(b"[") : body.index(b"]") + 1]
    is_short = len(variables) <= _LONGEST_KEPT
    starts = _starts(variables) if is_short else _starts.__wrapped__(variables)
    return sum(body.count(start) for start in starts)


@lru_cache(256)
def _starts(variables: bytes) -> list[bytes]:
    """How a row begins, whichever of the variables is the first with a value."""
    names = json.loads(variables)
    return [b'{"%b":{"type":' % name.encode() for name in names]
