"""Aggregates (SPARQL 1.1 Query, section 11): how they are asked, and what is told of them."""

import re
from collections.abc import Sequence

from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.sparql.query import Token
from diplomatica.errors import RefusedQuery
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_ANY = f"(?:{'|'.join(_AGGREGATES)})"
# As far as anybody writes; else the search would begin anew at each of many words.
_NESTED = re.compile(rf"\b({_ANY})\s*\([^){{}}]{{0,200}}\b({_ANY})\s*\(", re.IGNORECASE)
_JOINED_ONCE = Notice(
    "group-concat",
    Phrase(
        "GROUP_CONCAT(DISTINCT …) joins texts: what is equal as a text is joined once, "
        "also where it differs in language or datatype."
    ),
)


def may_nest(query: str) -> bool:
    """Whether an aggregate may stand within another."""
    return query.count("(") > 1 and _NESTED.search(query) is not None


def refuse_nested(read: Sequence[Token]) -> None:
    """Raise RefusedQuery for an aggregate of an aggregate, of which the engine has no value."""
    for number, token in enumerate(read):
        inside = _bracket(read, number + 1) if _is_aggregate(token) else []
        inner = next(filter(_is_aggregate, inside), None)
        if inner and not any(one.text == "{" for one in inside):
            outer, held = token.text.upper(), inner.text.upper()
            raise RefusedQuery(
                f"{outer} stands around {held}, and a group has no groups: write {held} in a "
                f"SELECT within, as in SELECT ({outer}(?n) AS ?all) "
                f"{{ SELECT ({held}(?x) AS ?n) {{ … }} GROUP BY ?y }}."
            )


def _is_aggregate(token: Token) -> bool:
    return token.kind == "keyword" and token.text.upper() in _AGGREGATES


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
