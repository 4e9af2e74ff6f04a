"""The query of a table in parts: what tells of its rows, and of some columns at a time.

Most tables ask for things, and join these with many alternatives. An engine keeps all that
comes of it, with all columns, until it is put in order: of many things that is gigabytes.
Asked for one by one, what an alternative gives is taken as it comes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import QuerySolutions, Store

from diplomatica.engine.sparql.query import Token, end_of_prologue, tokens

# A store without data tells what variables a pattern binds.
_NOWHERE = Store()
_Group = tuple[int, int]
"""The places of the brackets of a group among the tokens."""


@dataclass(frozen=True)
class PartQuery:
    """A query that gives some columns of a table, of which the first tells the row."""

    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class TableQuery:
    """A query whose rows are those of `rows`, in their order, that have some of the `values`."""

    rows: PartQuery
    values: tuple[PartQuery, ...]


@dataclass(frozen=True)
class _Spans:
    """The texts of which a query is made."""

    prologue: str
    head: str
    """What stands before the alternatives."""
    alternatives: tuple[str, ...]
    order: str

    def select(self, names: Iterable[str], pattern: str, order: str = "") -> str:
        """A query of a pattern with what the whole query declares."""
        asked = " ".join(names)
        return f"{self.prologue}SELECT {asked} {{\n{pattern}\n}} {order}"


def table_query(
    query: str, columns: Sequence[str], known: Mapping[str, str]
) -> TableQuery | None:
    """The parts of a query that gives columns, with the `known` prefixes, if it has any.

    These are taken apart only where they have nothing in common but the first column: then
    what is joined by it here is what the engine joins (SPARQL 1.1 Query, section 18.5).
    """
    spans = _spans_of(query)
    if spans is None:
        return None
    key = columns[0]
    patterns = [spans.head, *spans.alternatives]
    head, *others = (_variables(spans, one, known) for one in patterns)
    ordered = {one.text[1:] for one in tokens(spans.order) if one.kind == "variable"}
    is_apart = all(head & one == {key} for one in others)
    if not is_apart or not ordered <= head:
        return None
    values = zip(spans.alternatives, others, strict=True)
    return TableQuery(
        _part(spans, spans.head, head, columns, spans.order),
        tuple(_part(spans, text, names, columns) for text, names in values),
    )


def _part(
    spans: _Spans,
    pattern: str,
    names: set[str],
    columns: Sequence[str],
    order: str = "",
) -> PartQuery:
    """What asks for those of the columns that a pattern binds."""
    bound = tuple(name for name in columns if name in names)
    variables = (f"?{name}" for name in bound)
    return PartQuery(spans.select(variables, pattern, order), bound)


def _variables(spans: _Spans, pattern: str, known: Mapping[str, str]) -> set[str]:
    """The variables that a pattern may bind; none where it is not read by itself."""
    try:
        found = _NOWHERE.query(spans.select("*", pattern), prefixes=dict(known))
    except SyntaxError:
        return set()
    assert isinstance(found, QuerySolutions)
    return {variable.value for variable in found.variables}


def _spans_of(query: str) -> _Spans | None:
    """The texts of a query that joins something with alternatives, and orders it at most."""
    read = tokens(query)
    begin = end_of_prologue(read)
    opening = next(at for at in range(begin, len(read)) if read[at].text == "{")
    inside = read[opening].depth + 1
    closing = next(at for at, one in enumerate(read) if _closes(one, inside))
    tail = read[closing + 1 :]
    alternatives = _last_alternatives(read, opening, closing)
    if not alternatives or (tail and not _is_order(tail)):
        return None
    head = read[opening + 1 : alternatives[0][0]]
    # A filter sees what all of its group binds.
    if not head or any(one.word == "FILTER" and one.depth == inside for one in head):
        return None

    def text(first: Token, last: Token) -> str:
        return query[first.start : last.end]

    return _Spans(
        query[: read[begin].start],
        text(head[0], head[-1]),
        tuple(text(read[start], read[end]) for start, end in alternatives),
        text(tail[0], tail[-1]) if tail else "",
    )


def _last_alternatives(
    read: Sequence[Token], opening: int, closing: int
) -> list[_Group]:
    """The groups at the end of a pattern between which UNION stands."""
    inside = read[opening].depth + 1
    groups, start = list[_Group](), 0
    for at in range(opening + 1, closing):
        if read[at].text == "{" and read[at].depth == inside:
            start = at
        elif _closes(read[at], inside + 1):
            groups.append((start, at))
    if not groups or groups[-1][1] + 1 != closing:
        return []
    first = len(groups) - 1
    for one, other in pairwise(reversed(groups)):
        between = read[other[1] + 1 : one[0]]
        if [token.word for token in between] != ["UNION"]:
            break
        first -= 1
    return groups[first:] if first < len(groups) - 1 else []


def _closes(token: Token, depth: int) -> bool:
    return token.text == "}" and token.depth == depth


def _is_order(tail: Sequence[Token]) -> bool:
    """Whether what stands after a pattern puts solutions in order, and does no more."""
    others = ("LIMIT", "OFFSET", "VALUES", "GROUP", "HAVING")
    return tail[0].word == "ORDER" and not any(one.word in others for one in tail)
