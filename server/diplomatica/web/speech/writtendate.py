"""Dates as people write them: “10 June 2015”, “June 2015”, “2015”, “44 BCE”."""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal

from diplomatica.model.literals.date import parts
from diplomatica.model.vocabulary import XSD

_DAY, _MONTH = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?", r"(?P<month>[^\W\d_]+)\.?"
# The letter behind a year is how Russian writes one; “v. Chr.” is German.
_YEAR = (
    r"(?P<year>\d{1,12})(?P<before>\s*(?:bce|bc|v\. ?chr\.|до н\. ?э\.))?(?:\s*г\.?)?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        _YEAR,
        rf"{_MONTH},?\s+{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    )
)
_LED = re.compile(r"^(?:in|on|im|am|в|во)\s+")


def read_date(text: str, months: Mapping[str, int]) -> Literal | None:
    """The day, month or year that a text is, as “in June 2015”; None for what is none.

    `months` are the numbers of the months by their names in small letters.
    """
    plain = _LED.sub("", " ".join(text.casefold().split()))
    for form in _FORMS:
        if not (match := form.fullmatch(plain)):
            continue
        date = _date(match.groupdict(), months)
        if date and parts(date):
            return date
    return None


def _date(
    groups: Mapping[str, str | None], months: Mapping[str, int]
) -> Literal | None:
    """The date that the parts of a text say; None where its month is none."""
    year, month, day = (groups.get(part) for part in ("year", "month", "day"))
    number = _month(month, months) if month else 0
    if month and not number:
        return None
    is_before = bool(groups.get("before"))
    told = "-".join(_numbers(year, is_before, number, day))
    datatype = XSD(_kind(year, month, day))
    return Literal(told, datatype=datatype)


def _month(told: str, months: Mapping[str, int]) -> int:
    """The number of a month; 0 for what is none."""
    return int(told) if told.isdigit() else months.get(told, 0)


def _kind(year: str | None, month: str | None, day: str | None) -> str:
    """The datatype of XML Schema for what of a date is told."""
    if not year:
        return "gMonthDay"
    if day:
        return "date"
    return "gYearMonth" if month else "gYear"


def _numbers(
    year: str | None, is_before: bool, month: int, day: str | None
) -> Iterator[str]:
    """The year, month and day as XML Schema writes them, where the year 0 is 1 BCE."""
    if year:
        number = 1 - int(year) if is_before else int(year)
        yield f"{'-' if number < 0 else ''}{abs(number):04}"
    else:
        yield "-"
    if month:
        yield f"{month:02}"
    if day:
        yield f"{int(day):02}"
