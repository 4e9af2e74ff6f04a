"""Dates as a reader says them."""

import re
from calendar import isleap, month_name, monthrange

from pyoxigraph import Literal, NamedNode

from diplomatica.model.vocabulary import XSD

_DATE = re.compile(r"(-?\d{4,12}|-)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_LEAP = 2000
_DAYS = tuple(XSD(name) for name in ("date", "dateTime", "dateTimeStamp"))
_DAY = re.compile(r"(-?\d{4,12})-\d\d-\d\d")
_YEAR = r"-?([1-9]\d{4,}|\d{4})"
_DECADE = re.compile(r"(-?)(\d{3}|[1-9]\d{3,10})X", re.ASCII)
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
"""The datatype of dates as the Library of Congress writes them, 199X for a decade."""
EDTF_LEVELS = tuple(NamedNode(f"{EDTF.value}-level{number}") for number in range(3))
"""The datatypes of those for which one level of this notation is enough."""
EDTF_FORM = (
    "^(-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)"
    "(T.*|-XX(-XX)?|-(2[1-9]|3[0-9]|4[01]))?[?~%]?$"
)
"""What those look like that tell a year, a month or a day, for Python and SPARQL.

A season tells its year, and so does what is uncertain. Decades and spans tell none.
"""
_OF_EDTF = re.compile(rf"{_YEAR}(-\d\d){{0,2}}")
# What each kind looks like (XML Schema 1.1, part 2, sections 3.3.9 to 3.3.12).
_KINDS = {
    **dict.fromkeys((EDTF, *EDTF_LEVELS), _OF_EDTF),
    XSD("date"): re.compile(rf"{_YEAR}-\d\d-\d\d"),
    XSD("gYearMonth"): re.compile(rf"{_YEAR}-\d\d"),
    XSD("gYear"): re.compile(_YEAR),
    XSD("gMonthDay"): re.compile(r"--\d\d-\d\d"),
}

FIRST_DAY, LAST_DAY = "-01-01", "-12-31"
"""How the first and the last day of any year end."""


def decade(value: object) -> tuple[int, int] | None:
    """The first and the last year of a decade; None for what is none.

    Years before 1 are in decades as readers count them: 1 BCE, which is 0000, is in -000X,
    10–1 BCE, and not among those that begin with 1.
    """
    if not isinstance(value, Literal) or value.datatype != EDTF:
        return None
    match = _DECADE.fullmatch(value.value)
    if not match:
        return None
    first = int(f"{match[2]}0")
    return (-first - 9, -first) if match[1] else (first or 1, first + 9)


def years_around(year: int, span: int) -> tuple[int, int]:
    """The first and the last year of the decade, the century and so on that a year is in.

    Such are counted from the year 1 on to both sides: 1–9 stands behind 10–1 BCE.
    """
    if span == 1:
        return year, year
    if year > 0:
        first = year // span * span
        return first or 1, first + span - 1
    last = -(-year // span) * span
    return last - span + 1, last


def in_words(literal: Literal) -> str:
    """A date, month, year or day of each year as in “3 June 2019”.

    "" for what is none of these, or has a time zone.
    """
    numbers = parts(literal)
    return _in_words(*numbers) if numbers else ""


def parts(literal: Literal) -> tuple[str, str | None, str | None] | None:
    """Year, month and day of such a date, as many as it has; the year may be “-”.

    None for what is none, as there is no 31st of February.
    """
    kind = _KINDS.get(literal.datatype)
    match = _DATE.fullmatch(literal.value)
    if not match or not kind or not kind.fullmatch(literal.value):
        return None
    year, month, day = match.groups()
    return (year, month, day) if not day or _is_day(year, month, day) else None


def _is_day(year: str, month: str, day: str) -> bool:
    """Whether a month has such a day; in some year, where none is told."""
    is_leap = year == "-" or isleap(int(year))
    _, last = monthrange(_LEAP if is_leap else _LEAP + 1, int(month))
    return int(day) <= last


def year_in_words(year: int) -> str:
    """A year as readers count: of those before 1 there is none that is zero.

    It is 1 BCE (XML Schema 1.1, part 2, section 3.3.9; ISO 8601).
    """
    return str(year) if year > 0 else f"{1 - year} BCE"


def span(first: str, last: str) -> str:
    """A first and a last day as exactly as a list tells them: a day, a month, or years.

    "" where neither day is known.
    """
    start, end = _parts(first), _parts(last)
    if start and end:
        return _between(start, end)
    if start:
        return f"from {_in_words(*start)}"
    return f"until {_in_words(*_month_if_whole(end))}" if end else ""


def shared(first: str, last: str) -> Literal | None:
    """The day, month or year that two days are both in, as exactly as can be; or None."""
    start, end = _parts(first), _parts(last)
    for places in (3, 2, 1) if start and end else ():
        if start[:places] == end[:places]:
            known = [part for part in start[:places] if part]
            kind = ("gYear", "gYearMonth", "date")[len(known) - 1]
            return Literal("-".join(known), datatype=XSD(kind))
    return None


def year_of(day: Literal) -> Literal:
    """The year of a day or of a moment within it; what is neither as it is."""
    match = _DAY.match(day.value) if day.datatype in _DAYS else None
    return Literal(match[1], datatype=XSD("gYear")) if match else day


def as_year(day: str) -> str:
    """The year of which this is the first or the last day; any other day as it is."""
    return day[: -len(FIRST_DAY)] if day.endswith((FIRST_DAY, LAST_DAY)) else day


def whole(first: str, last: str) -> Literal | None:
    """The month or the year of which these are the first and the last day, if of one."""
    start, end = _parts(first), _parts(last)
    if not (start and end) or start[0] != end[0]:
        return None
    is_year = start[1:] == ("01", "01") and end[1:] == ("12", "31")
    if is_year:
        return Literal(start[0], datatype=XSD("gYear"))
    year, month, day = end
    following = str(int(day) + 1)
    is_last = _is_day(year, month, day) and not _is_day(year, month, following)
    is_month = start[1:] == (month, "01") and is_last
    return Literal(f"{year}-{month}", datatype=XSD("gYearMonth")) if is_month else None


def _parts(day: str) -> tuple[str, ...]:
    """Year, month and day of a date, as many as it has in the places of three."""
    match = _DATE.fullmatch(day)
    return match.groups() if match else ()


def _between(start: tuple[str, ...], end: tuple[str, ...]) -> str:
    """Two days as exactly as both have it: one date, or a span of years."""
    for places in (3, 2, 1):
        if start[:places] == end[:places]:
            return _in_words(*start[:places])
    since, until = int(start[0]), int(end[0])
    if until <= 0:
        return f"{1 - since}–{year_in_words(until)}"
    return f"{year_in_words(since)}–{year_in_words(until)}"


def _month_if_whole(end: tuple[str, ...]) -> tuple[str, ...]:
    """A last day, as its month if it is the last of it: more may not be known."""
    year, month, day = end
    is_last = not _is_day(year, month, str(int(day) + 1))
    return (year, month) if is_last else end


def _in_words(year: str, month: str | None = None, day: str | None = None) -> str:
    """A day, a month or a year in words; of a day of each year the year is "-"."""
    words = []
    if day:
        words.append(str(int(day)))
    if month:
        words.append(month_name[int(month)])
    if year != "-":
        words.append(year_in_words(int(year)))
    return " ".join(words)
