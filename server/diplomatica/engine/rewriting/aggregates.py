"""Aggregates (SPARQL 1.1 Query, section 11): how they are asked, and what is told of them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from diplomatica.engine.engine import Answer
from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.sparql.query import Token, end_of_prologue, tokens
from diplomatica.model.formats import CSV, JSON, RESULTS, TSV, XML
from diplomatica.model.notice import Notice

# COUNT is never empty.
_MAY_BE_EMPTY = {"MIN", "MAX", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT"}
_MAY_HOLD = re.compile(r"(?:MIN|MAX|SUM|AVG|SAMPLE|CONCAT)\s*[(#]")
# A query without any of these is not searched either, which costs more: most have none.
_SIGNS = ("MIN", "MAX", "SUM", "AVG", "SAMPLE", "CONCAT")
_JOINED_ONCE = Notice(
    "group-concat",
    "GROUP_CONCAT(DISTINCT …) joins texts: what is equal as a text is joined once, "
    "also where it differs in language or datatype.",
)


def joined_as_texts(read: Sequence[Token]) -> tuple[list[Edit], list[Notice]]:
    """What makes GROUP_CONCAT join the texts of all terms (section 18.5.1.7).

    The engine joins nothing where one of them is no string.
    """
    edits: list[Edit] = []
    notices: list[Notice] = []
    for number, token in enumerate(read):
        inside = (
            _bracket(read, number + 1) if token.text.upper() == "GROUP_CONCAT" else []
        )
        is_distinct = bool(inside) and inside[0].text.upper() == "DISTINCT"
        expression = _up_to_separator(inside[is_distinct:])
        if not expression or _is_text(expression):
            continue
        edits.append(Edit(expression[0].start, expression[0].start, "STR("))
        edits.append(Edit(expression[-1].end, expression[-1].end, ")"))
        notices += [_JOINED_ONCE] * is_distinct
    return edits, notices


def emptied(query: str, answer: Answer) -> list[Notice]:
    """A notice for each aggregate that is empty in a row of the answer."""
    if answer.format not in RESULTS or not _may_hold(query.upper()):
        return []
    return [
        Notice(
            "aggregates",
            f"A cell of ?{name} is empty: its group has no value, or one that is unbound or of a "
            f"kind that {word} cannot take. Leave such values out, as by FILTER (BOUND(?x)).",
        )
        for name, word in _named(tokens(query), answer)
        if _is_empty_in(answer, name, word)
    ]


def _may_hold(capitals: str) -> bool:
    """Whether a query in capitals may have an aggregate."""
    return (
        any(sign in capitals for sign in _SIGNS)
        and _MAY_HOLD.search(capitals) is not None
    )


def _named(read: Sequence[Token], answer: Answer) -> Iterator[tuple[str, str]]:
    """The columns of an answer that an aggregate fills, each with the aggregate."""
    yield from _filled(_head(read, end_of_prologue(list(read))))
    for start in _subqueries(read):
        for name, word in _filled(_head(read, start)):
            if _is_column(answer, name):
                yield name, word


def _head(read: Sequence[Token], start: int) -> Sequence[Token]:
    groups = (place for place in range(start, len(read)) if read[place].text == "{")
    return read[start : next(groups, len(read))]


def _filled(head: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """What the head of a SELECT fills by aggregates."""
    word = ""
    for token, follows in pairwise(head):
        if token.depth == head[0].depth and token.text == "(":
            word = ""
        elif token.kind == "keyword" and token.text.upper() in _MAY_BE_EMPTY:
            word = word or token.text.upper()
        elif token.text.upper() == "AS" and follows.kind == "variable" and word:
            yield follows.text[1:], word


def _subqueries(read: Sequence[Token]) -> Iterator[int]:
    """Where a SELECT begins of which each row of the answer has one."""
    opened: list[int] = []
    for place, token in enumerate(read):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}" and opened:
            opened.pop()
        is_select = token.kind == "keyword" and token.text.upper() == "SELECT"
        if (
            is_select
            and opened
            and not any(_may_be_absent(read, one) for one in opened)
        ):
            yield place


def _may_be_absent(read: Sequence[Token], group: int) -> bool:
    """Whether a group may have no part in a row: then its variables are unbound for that reason."""
    depth = read[group].depth
    after = (
        place for place in range(group + 1, len(read)) if read[place].depth <= depth
    )
    end = next(after, len(read))
    words = {token.text.upper() for token in [read[group - 1], *read[end : end + 1]]}
    return not words.isdisjoint({"OPTIONAL", "UNION", "MINUS", "EXISTS"})


def _is_column(answer: Answer, name: str) -> bool:
    """Whether an answer has a column of this name."""
    if answer.format in (CSV, TSV):
        first = answer.body.decode().splitlines()[0]
        return name in first.replace("?", "").split(_SEPARATORS[answer.format.name])
    head = answer.body.partition(b"]")[0]
    return _COLUMN[answer.format.name] % name.encode() in head


def _is_empty_in(answer: Answer, name: str, word: str) -> bool:
    """Whether a row of the answer has nothing in this column."""
    if answer.format in (CSV, TSV):
        return any(not cell for cell in _cells(answer, name, word))
    return answer.body.count(_CELL[answer.format.name] % name.encode()) < answer.rows


def _cells(answer: Answer, name: str, word: str) -> list[str]:
    text = answer.body.decode()
    if answer.format is TSV:
        table = [line.split("\t") for line in text.split("\n")[:-1]]
        return _column(table, f"?{name}")
    if word == "GROUP_CONCAT":
        return []  # a text without characters looks like no value in CSV
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    return _column(list(csv.reader(io.StringIO(text, newline=""))), name)


def _column(table: Sequence[Sequence[str]], name: str) -> list[str]:
    place = table[0].index(name)
    return ["".join(row[place : place + 1]) for row in table[1:]]


_SEPARATORS = {CSV.name: ",", TSV.name: "\t"}
# No text can hold a bare quote or a bare angle bracket, so no text can look like these.
_CELL = {JSON.name: b'"%b":{"type":', XML.name: b'<binding name="%b">'}
_COLUMN = {JSON.name: b'"%b"', XML.name: b'<variable name="%b"/>'}


def _bracket(read: Sequence[Token], start: int) -> Sequence[Token]:
    """The tokens within the bracket that opens at a token; none where none does."""
    if start >= len(read) or read[start].text != "(":
        return []
    depth = read[start].depth + 1
    end = start + 1
    while end < len(read) and read[end].depth >= depth:
        end += 1
    return read[start + 1 : end - 1]


def _up_to_separator(inside: Sequence[Token]) -> Sequence[Token]:
    """The expression that is joined."""
    depth = inside[0].depth if inside else 0
    for number, token in enumerate(inside):
        if token.text == ";" and token.depth == depth:
            return inside[:number]
    return inside


def _is_text(expression: Sequence[Token]) -> bool:
    """Whether an expression is a call of STR, and nothing else."""
    if expression[0].text.upper() != "STR":
        return False
    return len(_bracket(expression, 1)) == len(expression) - len(("STR", "(", ")"))
