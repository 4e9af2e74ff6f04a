"""Dates as a reader says them."""

import re
from calendar import month_name

from pyoxigraph import Literal

from diplomatica.model.lexical import is_well_typed
from diplomatica.model.vocabulary import XSD

_KINDS = {XSD("date"), XSD("gYearMonth"), XSD("gYear"), XSD("gMonthDay")}
_DATE = re.compile(r"(-?\d{4,}|-)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def in_words(literal: Literal) -> str:
    """A date, month, year or day of each year as in “3 June 2019”.

    "" for what is none of these, or has a time zone.
    """
    found = _DATE.fullmatch(literal.value)
    if not found or literal.datatype not in _KINDS or not is_well_typed(literal):
        return ""
    return _told(*found.groups())


def span(first: str, last: str) -> str:
    """A first and a last day as exactly as a list tells them: a day, a month, or years.

    "" where neither day is known.
    """
    start, end = _parts(first), _parts(last)
    if start and end:
        return _between(start, end)
    if start:
        return f"from {_told(*start)}"
    return f"until {_told(*end)}" if end else ""


def _parts(day: str) -> tuple[str, ...]:
    """Year, month and day of a date, as many as it has in the places of three."""
    found = _DATE.fullmatch(day)
    return found.groups() if found else ()


def _between(start: tuple[str, ...], end: tuple[str, ...]) -> str:
    for places in (3, 2, 1):
        if start[:places] == end[:places]:
            return _told(*start[:places])
    return f"{start[0]}–{end[0]}"


def _told(year: str, month: str | None = None, day: str | None = None) -> str:
    words = []
    if day:
        words.append(str(int(day)))
    if month:
        words.append(month_name[int(month)])
    if year != "-":
        words.append(year)
    return " ".join(words)
