"""COUNT(DISTINCT *) (SPARQL 1.1 Query, section 18.5.1.2).

It counts the rows of a pattern by its variables; the engine counts blank nodes of the query with
them. So the pattern is asked for its variables alone, in a SELECT of its own.
"""

import re
from collections.abc import Iterator, Sequence

from diplomatica.engine.rewriting.columns import TokenizedQuery, visible
from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.rewriting.scopes import unused
from diplomatica.engine.sparql.query import Token, end_of_level, end_of_prologue

_CALL = ["COUNT", "(", "DISTINCT", "*", ")"]
_DISTINCT = re.compile(r"DISTINCT\s*\*\s*\)", re.IGNORECASE)


def may_count(query: str) -> bool:
    """Whether there may be a COUNT(DISTINCT *)."""
    return "*" in query and _DISTINCT.search(query) is not None


def counts(tokenized: TokenizedQuery) -> list[Edit]:
    """What puts the patterns of which all distinct rows are counted into a SELECT."""
    starts = dict.fromkeys(_selects(tokenized.read))
    edits: list[Edit] = []
    for start in starts:
        if group := _group(tokenized.read, start):
            edits += _selected(tokenized, group)
    return edits


def _selects(read: Sequence[Token]) -> Iterator[int]:
    """The places of each SELECT that has such a call in its head or after its pattern."""
    opened = [0]
    for place, token in enumerate(read):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}" and len(opened) > 1:
            opened.pop()
        elif token.kind == "keyword" and token.text.upper() == "SELECT":
            opened[-1] = place
        elif _is_call(read, place):
            yield opened[-1]


def _is_call(read: Sequence[Token], place: int) -> bool:
    if read[place].kind != "keyword":
        return False
    return [one.text.upper() for one in read[place : place + len(_CALL)]] == _CALL


def _group(read: Sequence[Token], start: int) -> range:
    """The pattern of a SELECT, with its braces; nothing where it has none."""
    depth = read[start].depth
    begin = start
    while begin < len(read) and read[begin].text != "{":
        begin = end_of_level(read, begin + 1, depth)
    return range(begin, end_of_level(read, begin + 1, depth))


def _selected(tokenized: TokenizedQuery, group: range) -> list[Edit]:
    """Put a SELECT of its variables around a group."""
    begin, end = tokenized.read[group.start], tokenized.read[group.stop - 1]
    prologue = tokenized.query[
        : tokenized.read[end_of_prologue(list(tokenized.read))].start
    ]
    pattern = tokenized.query[begin.start : end.end]
    names = visible(tokenized.but(f"{prologue} SELECT * {pattern}"))
    shown = " ".join(f"?{name}" for name in names)
    head = shown or f"(1 AS ?{unused(tokenized.query, 'all')})"
    return [
        Edit(begin.start, begin.start, f"{{ SELECT {head} "),
        Edit(end.end, end.end, " }"),
    ]
