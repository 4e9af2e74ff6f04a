"""A figure: a number or a date, and whether words hold it."""

import calendar
import re
from collections.abc import Iterator

from num2words import num2words
from pyoxigraph import Literal

from diplomatica.model import quote
from diplomatica.model.vocabulary import XSD

_MONTHS = {number: (calendar.month_name[number], calendar.month_abbr[number]) for number in range(1, 13)}
_SEPT = {9: ("Sept",)}
_DATES = {
    XSD("date"): r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)",
    XSD("gYearMonth"): r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])",
    XSD("gYear"): r"(?P<year>\d{4})",
    XSD("gMonthDay"): r"--(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)",
}


def missing_from(literal: Literal, words: str) -> str:
    """The part of a number or date that the words do not hold; empty where they hold all, or it is neither."""
    for part in _parts(literal):
        if not any(_stands(form, words) for form in part):
            return part[0]
    return ""


def _stands(form: str, words: str) -> bool:
    return bool(quote.whole_words(form, re.IGNORECASE).search(words))


def _parts(literal: Literal) -> Iterator[tuple[str, ...]]:
    """What must stand in the words, each part in one of its forms."""
    if literal.datatype == XSD("integer") and re.fullmatch(r"\d{1,18}", literal.value):
        yield _forms(int(literal.value))
    date = re.fullmatch(_DATES.get(literal.datatype, "(?!)"), literal.value)
    for name, value in date.groupdict().items() if date else ():
        number = int(value)
        yield _MONTHS.get(number, (value,)) + _SEPT.get(number, ()) if name == "month" else _forms(number)


def _forms(number: int) -> tuple[str, ...]:
    """A number in digits and in words, as a cardinal and as an ordinal: 5, five, 5th, fifth."""
    return (
        str(number),
        f"{number:,}",
        num2words(number),
        num2words(number, to="ordinal_num"),
        num2words(number, to="ordinal"),
    )
