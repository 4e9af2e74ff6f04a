"""Dates in data of any vocabulary: what counts as one, and what it is a date of."""

import re
from functools import lru_cache

from pyoxigraph import Literal

from diplomatica.model.vocabulary import DCTERMS, PROV, SCHEMA, XSD

_XSD_DAYS = ("date", "dateTime", "dateTimeStamp")
_SCHEMES = ("http://schema.org/", "https://schema.org/")
_SCHEMA_DATES = {
    f"{space}{name}" for space in _SCHEMES for name in ("Date", "DateTime")
}
_DAYS = {XSD(name).value for name in _XSD_DAYS}
DATATYPES = frozenset(
    _DAYS | _SCHEMA_DATES | {XSD(name).value for name in ("gYearMonth", "gYear")}
)
"""Those of dates, months and years."""
_WHOLE = ("integer", "int", "short", "long", "nonNegativeInteger", "positiveInteger")
INTEGERS = frozenset(XSD(name).value for name in _WHOLE)
# A year may have more digits than four (XML Schema 1.1, part 2, section 3.3.12).
_DAY = re.compile(
    r"(-?\d{4,12}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:T.*|Z|[+-]\d\d:\d\d)?"
)
_NUMBER = re.compile(r"(-?)(\d{1,12})")
# A text that is written as a day is one, whoever forgot its datatype.
_WRITTEN = re.compile(
    r"(-?\d{4,12}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T\d\d:\d\d.*|Z)?"
)
TEXT = XSD("string").value
_LONGEST = 40
# By their names properties tell that their numbers are years: `year`, `birthYear`.
_OF_YEARS = re.compile(
    r"(?:.*[/#:])?(?:year|(?:\w*[a-z])?(?<!Per)(?<!per)(?:Year|_year))"
)
_TIME = "http://www.w3.org/2006/time#"
_OF_MOMENTS = (
    _TIME,
    *(f"http://www.cidoc-crm.org/cidoc-crm/P8{n}" for n in ("1", "2")),
    *(f"http://www.europeana.eu/schemas/edm/{end}" for end in ("begin", "end")),
)
_MOMENTS = (
    _TIME,
    "http://www.cidoc-crm.org/cidoc-crm/E52",
    "http://www.europeana.eu/schemas/edm/TimeSpan",
)
_OF_RECORDS = {
    *(DCTERMS(name).value for name in ("created", "modified", "issued")),
    *(DCTERMS(f"date{name}").value for name in ("Accepted", "Submitted")),
    *(f"http://schema.org/{name}" for name in ("dateCreated", "dateModified")),
    *(SCHEMA(name).value for name in ("dateCreated", "dateModified")),
    PROV("generatedAtTime").value,
}


def date_of(by: str, value: Literal) -> str:
    """The year, month or day that a literal is by a property; "" where it is none.

    A number is a year where the name of the property says so.
    """
    return date_by(by, value.datatype.value, value.value)


def date_by(by: str, datatype: str, text: str) -> str:
    """The same of a text with a datatype."""
    if datatype == TEXT:
        return _written(by, text) if may_be_date(text) else ""
    if datatype in INTEGERS:
        return _year(by, text)
    if datatype not in DATATYPES:
        return ""
    found = _DAY.fullmatch(text)
    day = found[1] if found else ""
    is_short = datatype in _DAYS and "-" not in day[5:]
    return "" if is_short else day


def may_be_date(text: str) -> bool:
    """Whether a text begins as a date does, and is no longer than one."""
    return len(text) < _LONGEST and text[:1] in "-0123456789"


def _written(by: str, text: str) -> str:
    found = _WRITTEN.fullmatch(text)
    return found[1] if found else _year(by, text)


def _year(by: str, number: str) -> str:
    """The year that a number is, with the digits that it has in a date."""
    found = _NUMBER.fullmatch(number) if has_years(by) else None
    return f"{found[1]}{found[2].zfill(4)}" if found else ""


# Of a dataset a few properties say most.
@lru_cache(1 << 12)
def has_years(by: str) -> bool:
    """Whether the numbers of a property are years, by its name."""
    return bool(_OF_YEARS.fullmatch(by))


def is_of_moment(by: str) -> bool:
    """Whether a property says when something is that is but a time (OWL-Time, CIDOC CRM)."""
    return by.startswith(_OF_MOMENTS)


def is_moment(kind: str) -> bool:
    """Whether what is of a kind is but a time."""
    return kind.startswith(_MOMENTS)


def is_of_record(by: str) -> bool:
    """Whether a date is that of a description, where there is one of what is described."""
    return by in _OF_RECORDS
