"""The dates in a query: which variables are compared with which, and what a pattern asks for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from diplomatica.engine.sparql.query import Token

KINDS = ("gYear", "gYearMonth", "date", "dateTime")
ANY = ""
"""The name of a property that is a variable."""
_SIGNS = ("<", ">", "=")
_LOCAL = re.compile(r"[#:](\w+)>?$")
_YEAR = re.compile(r"[\"']+-?\d{4}(-\d\d){0,2}(T[\d:.]*)?Z?[\"']+")
_LISTING = ("SELECT", "DISTINCT", "REDUCED", "BY", "(", ")")


class ExpressionPart(NamedTuple):
    """One or several tokens: a variable, value, sign, name, word, or anything else.

    Of a date its kind.
    """

    sort: str
    text: str
    kind: str = ""

    @property
    def literal(self) -> str:
        """A date as a query may write it everywhere."""
        return f"{self.text}^^xsd:{self.kind}" if self.kind in KINDS else self.text


_END = ExpressionPart("other", "")


@dataclass(frozen=True)
class ComparedVariable:
    """A variable, and the values and variables that it is compared with."""

    variable: str
    others: tuple[ExpressionPart, ...]


class Dates:
    """What the tokens of a query say of dates."""

    def __init__(self, read: list[Token]) -> None:
        """Take values and signs of several tokens as one."""
        self._parts = [*_parts(read), _END, _END, _END]

    @cached_property
    def properties(self) -> dict[str, list[str]]:
        """By variable the properties that it is the value of."""
        names_by_variable: dict[str, dict[str, None]] = defaultdict(dict)
        for number, part in enumerate(self._parts):
            if part.sort == "variable":
                names_by_variable[part.text] |= dict.fromkeys(
                    _names_before(self._parts, number)
                )
        return {variable: list(names) for variable, names in names_by_variable.items()}

    @cached_property
    def bound(self) -> dict[str, list[ExpressionPart]]:
        """By variable the values that the query itself gives it."""
        values_by_variable: dict[str, list[ExpressionPart]] = defaultdict(list)
        for number, part in enumerate(self._parts):
            word = part.text.upper() if part.sort == "word" else ""
            if word == "AS" and self._parts[number - 1].sort == "value":
                values_by_variable[self._parts[number + 1].text].append(
                    self._parts[number - 1]
                )
            elif word == "VALUES":
                for name, value in _pairs_of_values(self._parts, number + 1):
                    values_by_variable[name].append(value)
        return values_by_variable

    @property
    def comparisons(self) -> Iterator[ComparedVariable]:
        """Those by <, > and =, and by IN."""
        parts = self._parts
        for number in range(1, len(parts) - 1):
            left, sign, right = parts[number - 1 : number + 2]
            if sign.sort == "sign":
                yield from _comparison(left, right)
            elif sign.text.upper() == "IN" and right.text == "(":
                before = parts[number - 2 : number]
                variables = [one.text for one in before if one.sort == "variable"]
                inside = takewhile(lambda one: one.text != ")", _from(parts, number))
                values = tuple(one for one in inside if one.sort == "value")
                if variables and values:
                    yield ComparedVariable(variables[-1], values)

    @property
    def objects(self) -> Iterator[tuple[str, ExpressionPart]]:
        """The properties with a date for which a pattern asks."""
        for before, part in zip(self._parts, self._parts[1:], strict=False):
            if part.sort == "value" and before.sort == "name":
                yield before.text, part


def _comparison(
    left: ExpressionPart, right: ExpressionPart
) -> Iterator[ComparedVariable]:
    if left.sort == "variable" and right.sort in ("variable", "value"):
        yield ComparedVariable(left.text, (right,))
    elif left.sort == "value" and right.sort == "variable":
        yield ComparedVariable(right.text, (left,))


def _from(parts: Sequence[ExpressionPart], start: int) -> Iterator[ExpressionPart]:
    return (parts[number] for number in range(start, len(parts)))


def _names_before(parts: Sequence[ExpressionPart], number: int) -> Iterator[str]:
    """The properties before an object: one, or the alternatives of a path, or a variable."""
    at = number - 1
    if parts[at].sort == "variable" and _is_pattern(parts, number):
        yield ANY
    at -= parts[at].text == ")"
    while parts[at].sort == "name":
        yield parts[at].text
        if parts[at - 1].text != "|":
            break
        at -= 2


def _is_pattern(parts: Sequence[ExpressionPart], number: int) -> bool:
    """Whether the variable before this one may be its property: else both are but listed."""
    subject, before = parts[number - 2], parts[number - 3]
    if subject.sort == "variable":
        return before.sort != "variable" and before.text.upper() not in _LISTING
    return subject.sort == "name" or subject.text in (";", "]")


def _pairs_of_values(
    parts: Sequence[ExpressionPart], start: int
) -> Iterator[tuple[str, ExpressionPart]]:
    """The variables after VALUES, with the dates among their values."""
    head = list(takewhile(lambda one: one.text != "{", _from(parts, start)))
    names = [one.text for one in head if one.sort == "variable"]
    column = 0
    inside = _from(parts, start + len(head) + 1)
    rows = takewhile(lambda one: one.text != "}", inside)
    for part in rows:
        if part.text in ("(", ")"):
            column = 0
        elif names:
            if part.sort == "value":
                yield names[column % len(names)], part
            column += 1


class _SizedPart(NamedTuple):
    """A part, and how many tokens it takes up."""

    part: ExpressionPart
    tokens: int


# How many tokens these are.
_TYPED = 4  # "2015" ^ ^ xsd:gYear
_CAST = 4  # xsd:gYear ( "2015" )
_STRDT = 6  # STRDT ( "2015" , xsd:gYear )
_NOW = 3  # NOW ( )
_TAGGED = 2  # "2015" @en
_OR_EQUAL = 2  # < =
_DIGITS = 4  # of a year


def _parts(read: list[Token]) -> Iterator[ExpressionPart]:
    number = 0
    while number < len(read):
        step = _step(read, number)
        yield step.part
        number += step.tokens


def _step(read: list[Token], number: int) -> _SizedPart:
    """What stands at a token of a comparison, and how many tokens it takes."""
    token = read[number]
    if token.kind == "string":
        return _text(token.text, read[number + 1 : number + _TYPED])
    after = [one.text for one in read[number + 1 : number + _STRDT]]
    match after:
        case ["=", *_] if token.text in _SIGNS:
            return _SizedPart(ExpressionPart("sign", token.text), _OR_EQUAL)
        case [_, text, ",", datatype, _] if token.word == "STRDT":
            return _SizedPart(_value(datatype, text), _STRDT)
        case ["(", *inside] if token.kind == "name" and inside[:1] != ["("]:
            return _cast(token.text, inside)
        case ["(", ")", *_] if token.word == "NOW":
            return _SizedPart(ExpressionPart("value", "STR(NOW())", "dateTime"), _NOW)
    return _SizedPart(_single(token), 1)


def _single(token: Token) -> ExpressionPart:
    """The part that is one token: of numbers only a year may be a date."""
    if token.text in _SIGNS:
        return ExpressionPart("sign", token.text)
    if token.kind == "number" and token.text.isdecimal() and len(token.text) == _DIGITS:
        return ExpressionPart("value", f'"{token.text}"', "integer")
    return ExpressionPart(_SORTS.get(token.kind, "other"), token.text)


_SORTS = {"variable": "variable", "keyword": "word", "name": "name", "iri": "name"}


def _text(text: str, after: list[Token]) -> _SizedPart:
    """A text with its datatype or its language."""
    match [one.text for one in after]:
        case ["^", "^", datatype]:
            return _SizedPart(_value(datatype, text), _TYPED)
    if after and after[0].kind == "language":
        return _SizedPart(ExpressionPart("other", text), _TAGGED)
    if _YEAR.fullmatch(text):
        return _SizedPart(ExpressionPart("value", text, "string"), 1)
    return _SizedPart(ExpressionPart("other", text), 1)


def _cast(function: str, inside: list[str]) -> _SizedPart:
    """A text that a function makes a date, as in xsd:gYear("2015")."""
    match inside:
        case [text, ")", *_] if text[0] in "\"'":
            return _SizedPart(_value(function, text), _CAST)
    return _SizedPart(ExpressionPart("other", function), 1)


def _value(datatype: str, text: str) -> ExpressionPart:
    match = _LOCAL.search(datatype)
    kind = match[1] if match else ""
    return (
        ExpressionPart("value", text, kind)
        if kind in KINDS
        else ExpressionPart("other", text)
    )
