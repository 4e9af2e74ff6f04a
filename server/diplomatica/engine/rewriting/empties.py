"""Cells of an answer that are empty, where the query computes what would stand in them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from diplomatica.engine.engine import Answer
from diplomatica.engine.sparql.query import (
    NOTHING,
    Token,
    end_of_level,
    end_of_prologue,
    tokens,
)
from diplomatica.engine.sparql.readings import keep_last
from diplomatica.model.formats import CSV, JSON, RESULTS, TSV, XML
from diplomatica.model.notice import Notice
from diplomatica.model.text.csvcells import allow_cells
from diplomatica.model.text.phrase import Phrase, in_a_row

# COUNT is never empty.
_MAY_BE_EMPTY = {"MIN", "MAX", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT"}
_MAY_HOLD = re.compile(r"(?:MIN|MAX|SUM|AVG|SAMPLE|CONCAT)\s*[(#]")
# A query without any of these is not searched either, which costs more: most have none.
_WORDS = ("MIN", "MAX", "SUM", "AVG", "SAMPLE", "CONCAT")
_MAY_COMPUTE = re.compile(r"[?$]\w+\s*[-+*/]|[-+*/]\s*[?$(]|[\d)]\s*[-+*/]\s*[\d.]")
_AS = re.compile(r"\bAS\b")
_SIGNS = {"+", "-", "*", "/"}
_COMPUTED = {"SUM", "AVG", *_SIGNS}
_TOO_LONG = Phrase(
    "Nor does it take integers beyond 64 bits, and decimals of more than 18 digits after "
    "the point."
)


def empty_cells(query: str, answer: Answer) -> list[Notice]:
    """A notice for each cell of the answer that is empty where something is computed."""
    if answer.format not in RESULTS:
        return []
    computed = {
        name: word for name, word in _computed(query) if _is_column(answer, name)
    }
    return [
        _notice(name, word)
        for name, word in computed.items()
        if _is_empty_in(answer, name, word)
    ]


def _notice(name: str, word: str) -> Notice:
    """Why a cell is empty that an aggregate or a sign computes."""
    if word in _SIGNS:
        text = Phrase(
            "A cell of ?{name} is empty: what it is computed of is unbound, or of a kind "
            "for which there is no {sign} here, or too large: integers beyond 64 bits, and "
            "decimals of more than 18 digits after the point, are not computed with.",
            name=name,
            sign=word,
        )
        return Notice("numbers", text)
    text = Phrase(
        "A cell of ?{name} is empty: its group has no value, or one that is unbound or of "
        "a kind that {word} cannot take. Leave such values out, as by FILTER (BOUND(?x)).",
        name=name,
        word=word,
    )
    if word in _COMPUTED:
        text = in_a_row(text, _TOO_LONG)
    return Notice("aggregates", text)


def _may_hold(capitals: str) -> bool:
    """Whether a query in capitals may have an aggregate, or computes a column."""
    if any(word in capitals for word in _WORDS) and _MAY_HOLD.search(capitals):
        return True
    is_named = "AS" in capitals and _AS.search(capitals)
    return bool(is_named) and _MAY_COMPUTE.search(capitals) is not None


def _computed_columns(query: str) -> tuple[tuple[str, str], ...]:
    """The variables that a query computes, each with the aggregate or the sign."""
    if not _may_hold(query.upper()):
        return ()
    read = tokens(query)
    columns = [*_filled_columns(_head(read, end_of_prologue(list(read))))]
    for start in _in_each_row(read):
        is_bind = read[start].text.upper() == "BIND"
        computing = _bind_tokens if is_bind else _head
        columns += _filled_columns(computing(read, start))
    return tuple(columns)


_computed = keep_last(_computed_columns)


def _bind_tokens(read: Sequence[Token], start: int) -> Sequence[Token]:
    """The tokens of BIND, up to what follows its bracket."""
    end = end_of_level(read, start + 2, read[start].depth)
    return read[start:end]


def _head(read: Sequence[Token], start: int) -> Sequence[Token]:
    places = range(start, len(read))
    groups = (place for place in places if read[place].text == "{")
    end = next(groups, len(read))
    return read[start:end]


def _filled_columns(head: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """What the head of a SELECT, or BIND, fills by aggregates or signs."""
    word = ""
    for token, follows in pairwise([*head, NOTHING]):
        if token.depth == head[0].depth and token.text == "(":
            word = ""
        elif token.kind == "keyword" and token.text.upper() in _MAY_BE_EMPTY:
            word = word if word in _MAY_BE_EMPTY else token.text.upper()
        elif token.text in _SIGNS and token.depth > head[0].depth:
            word = word or token.text
        elif token.text.upper() == "AS" and follows.kind == "variable" and word:
            yield follows.text[1:], word


def _in_each_row(read: Sequence[Token]) -> Iterator[int]:
    """Where a SELECT or BIND begins that gives each row of the answer something."""
    opened: list[int] = []
    for place, token in enumerate(read):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}" and opened:
            opened.pop()
        is_word = token.kind == "keyword" and token.text.upper() in ("SELECT", "BIND")
        is_inner = is_word and bool(opened)
        if is_inner and not any(_may_be_absent(read, one) for one in opened):
            yield place


def _may_be_absent(read: Sequence[Token], group: int) -> bool:
    """Whether a group may have no part in a row: then its variables are unbound for that reason."""
    end = end_of_level(read, group + 1, read[group].depth)
    beside = [read[group - 1], *read[end : end + 1]]
    words = {token.text.upper() for token in beside}
    return not words.isdisjoint({"OPTIONAL", "UNION", "MINUS", "EXISTS"})


def _is_column(answer: Answer, name: str) -> bool:
    """Whether an answer has a column of this name."""
    if answer.format in (CSV, TSV):
        first = _up_to(b"\n", answer.body).decode().rstrip("\r")
        return name in first.replace("?", "").split(_SEPARATORS[answer.format.name])
    head = _up_to(b"]", answer.body)
    return _COLUMN[answer.format.name] % name.encode() in head


def _up_to(end: bytes, body: bytes) -> bytes:
    """The beginning of a body, without a copy of what follows."""
    return body[: body.find(end)]


def _is_empty_in(answer: Answer, name: str, word: str) -> bool:
    """Whether a row of the answer has nothing in this column."""
    if answer.format in (CSV, TSV):
        return any(not cell for cell in _cells(answer, name, word))
    cell = _CELL[answer.format.name] % name.encode()
    return answer.body.count(cell) < answer.rows


def _cells(answer: Answer, name: str, word: str) -> list[str]:
    """The cells of a column in an answer of TSV or CSV."""
    text = answer.body.decode()
    if answer.format is TSV:
        table = [line.split("\t") for line in text.split("\n")[:-1]]
        return _column(table, f"?{name}")
    if word == "GROUP_CONCAT":
        return []  # a text without characters looks like no value in CSV
    allow_cells(len(text))
    return _column(list(csv.reader(io.StringIO(text, newline=""))), name)


def _column(table: Sequence[Sequence[str]], name: str) -> list[str]:
    place = table[0].index(name)
    return ["".join(row[place : place + 1]) for row in table[1:]]


_SEPARATORS = {CSV.name: ",", TSV.name: "\t"}
# No text can hold a bare quote or a bare angle bracket, so no text can look like these.
_CELL = {JSON.name: b'"%b":{"type":', XML.name: b'<binding name="%b">'}
_COLUMN = {JSON.name: b'"%b"', XML.name: b'<variable name="%b"/>'}
