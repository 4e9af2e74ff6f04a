"""Where the expressions of a query stand, and where the parts of one begin and end."""

from collections.abc import Sequence

from diplomatica.engine.sparql.query import NOTHING, Token

# What stands between one of these and { or the end is a list of expressions.
_BEGIN = {"SELECT", "GROUP", "ORDER", "HAVING"}
_END = {"WHERE", "FROM", "VALUES", "LIMIT", "OFFSET"}
# Words that a bracket may follow without being an expression, or without being called.
_LISTS = {"A", "VALUES"}
_NOT_CALLED = {"IN", "DISTINCT", "AS", "NOT", "EXISTS"}
_TERMS = {"number", "string", "variable"}


def in_expressions(read: Sequence[Token]) -> list[bool]:
    """For each token of a query whether it stands in an expression, and in no pattern."""
    inside: list[bool] = []
    opened = [("{", False)]
    for place, token in enumerate(read):
        sign = token.text if token.kind == "other" else ""
        if sign in ("(", "{"):
            opened[-1] = _before(opened[-1], sign)
            is_within = sign == "(" and (opened[-1][1] or _begins(read, place))
            opened.append((sign, is_within))
        elif sign in (")", "}") and len(opened) > 1:
            opened.pop()
        elif token.kind == "keyword":
            opened[-1] = _after(opened[-1], token)
        inside.append(opened[-1][1])
    return inside


def _before(level: tuple[str, bool], sign: str) -> tuple[str, bool]:
    """A level once its group begins: the list of expressions before it has ended."""
    return ("{", False) if level[0] == sign == "{" else level


def _after(level: tuple[str, bool], token: Token) -> tuple[str, bool]:
    if level[0] == "{" and token.text.upper() in _BEGIN | _END:
        return "{", token.text.upper() in _BEGIN
    return level


def _begins(read: Sequence[Token], place: int) -> bool:
    """Whether an expression begins at a bracket of a pattern, as after FILTER or BIND."""
    before, word = (at(read, place - back) for back in (1, 2))
    if before.kind == "keyword":
        return before.text.upper() not in _LISTS
    return before.kind in ("name", "iri") and word.text.upper() == "FILTER"


def at(read: Sequence[Token], place: int) -> Token:
    """The token at a place; none outside of the query."""
    return read[place] if 0 <= place < len(read) else NOTHING


def brackets(read: Sequence[Token]) -> dict[int, int]:
    """The places of the brackets of a query, each with that of its other one."""
    partners, opened = dict[int, int](), list[int]()
    for place, token in enumerate(read):
        if token.kind == "other" and token.text == "(":
            opened.append(place)
        elif token.kind == "other" and token.text == ")" and opened:
            partners[place] = opened.pop()
            partners[partners[place]] = place
    return partners


def begin_of(read: Sequence[Token], pairs: dict[int, int], last: int) -> int | None:
    """Where the term or call begins that ends at a token; None where none ends there."""
    token = at(read, last)
    if token.text == ")" and last in pairs:
        first = pairs[last]
        return first - is_called(at(read, first - 1))
    if token.kind in ("name", "iri") and at(read, last - 1).text == "^":
        return last - 3
    if token.kind == "language":
        return last - 1
    return last if token.kind in _TERMS else None


def end_of(read: Sequence[Token], pairs: dict[int, int], first: int) -> int | None:
    """The place after the term or call that begins at a token, its signs included."""
    while at(read, first).text in ("+", "-"):
        first += 1
    token = at(read, first)
    if token.kind in _TERMS:
        return first + 1 + _tail(read, first + 1)
    opening = first + is_called(token)
    is_closed = at(read, opening).text == "(" and opening in pairs
    return pairs[opening] + 1 if is_closed else None


def is_called(token: Token) -> bool:
    """Whether a token before a bracket is the function that is called with it."""
    if token.kind == "keyword":
        return token.text.upper() not in _NOT_CALLED
    return token.kind in ("name", "iri")


def _tail(read: Sequence[Token], place: int) -> int:
    """How many tokens the language or the datatype of a text has."""
    if at(read, place).kind == "language":
        return 1
    is_typed = at(read, place).text == at(read, place + 1).text == "^"
    return 3 if is_typed else 0
