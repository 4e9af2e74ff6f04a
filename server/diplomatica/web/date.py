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
    year, month, day = found.groups()
    return " ".join(filter(None, (day and str(int(day)), month and month_name[int(month)], year.lstrip("-") and year)))
