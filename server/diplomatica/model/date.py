"""Dates as a reader says them."""

import re
from calendar import month_name

from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD

_KINDS = {XSD("date"), XSD("gYearMonth"), XSD("gYear"), XSD("gMonthDay")}
_DATE = re.compile(r"(-?\d{4,}|-)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def in_words(literal: Literal) -> str:
    """A date, month, year or day of each year as in “3 June 2019”; "" for what is none, or has a time zone."""
    found = _DATE.fullmatch(literal.value)
    if not found or literal.datatype not in _KINDS:
        return ""
    return _told(*found.groups())


def span(first: str, last: str) -> str:
    """A first and a last day as exactly as a list tells them: a day, or a month, or years; "" where none is known."""
    days = [
        found.groups() if (found := _DATE.fullmatch(day)) else ()
        for day in (first, last)
    ]
    if not all(days):
        return (
            f"from {_told(*days[0])}"
            if days[0]
            else f"until {_told(*days[1])}"
            if days[1]
            else ""
        )
    same = next(
        (places for places in (3, 2, 1) if days[0][:places] == days[1][:places]), 0
    )
    return _told(*days[0][:same]) if same else f"{days[0][0]}–{days[1][0]}"


def _told(year: str, month: str | None = None, day: str | None = None) -> str:
    return " ".join(
        filter(
            None,
            (
                day and str(int(day)),
                month and month_name[int(month)],
                year.lstrip("-") and year,
            ),
        )
    )
