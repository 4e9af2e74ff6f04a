"""Calls of functions in a query, and the texts that they are given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diplomatica.engine.rewriting.expressions.positions import at
from diplomatica.engine.sparql.query import Token

_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)")
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_LONG_QUOTES = ('"""', "'''")


@dataclass(frozen=True)
class FunctionCall:
    """A call: its function, where it begins and ends, and where its arguments stand."""

    function: Token
    start: int
    end: int
    arguments: tuple[range, ...]

    def text(self, read: Sequence[Token], number: int) -> str | None:
        """The text that an argument is; None where it is none, or is no constant."""
        if number >= len(self.arguments) or len(self.arguments[number]) != 1:
            return None
        token = read[self.arguments[number].start]
        return unquote_text(token.text) if token.kind == "string" else None


def calls(read: Sequence[Token]) -> Iterator[FunctionCall]:
    """The calls of a query, the inner before the outer, and whatever else looks like one."""
    opened: list[list[int]] = []
    for place, token in enumerate(read):
        sign = token.text if token.kind == "other" else ""
        if sign == "(":
            opened.append([place])
        elif sign == "," and opened:
            bracket = read[opened[-1][0]]
            if token.depth == bracket.depth + 1:
                opened[-1].append(place)
        elif sign == ")" and opened:
            signs = [*opened.pop(), place]
            if at(read, signs[0] - 1).kind in ("keyword", "name", "iri"):
                yield _call(read, signs)


def _call(read: Sequence[Token], signs: Sequence[int]) -> FunctionCall:
    """The call of which the brackets and commas stand at these places."""
    parts = [range(before + 1, after) for before, after in pairwise(signs)]
    start = signs[0] - 1
    given = tuple(filter(len, parts))
    return FunctionCall(read[start], start, signs[-1] + 1, given)


def unquote_text(token: str) -> str:
    """The text that a query writes so."""
    width = 3 if token.startswith(_LONG_QUOTES) else 1
    return _CODEPOINT.sub(_character, token[width:-width])


def quote_text(text: str) -> str:
    """A text as a query writes it."""
    return f'"{"".join(_WRITTEN.get(sign, sign) for sign in text)}"'


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    if digits:
        return chr(int(digits, 16))
    return _ESCAPES.get(escape[3], escape[3])
