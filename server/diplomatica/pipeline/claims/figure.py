"""A figure: a number or a date, and whether words hold it."""

import calendar
import re
from collections.abc import Iterator

from num2words import num2words
from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD

_ALSO = {9: ("Sept",)}
_MONTHS = {
    number: (
        calendar.month_name[number],
        calendar.month_abbr[number],
        *_ALSO.get(number, ()),
    )
    for number in range(1, 13)
}
_DATES = {
    XSD("date"): r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)",
    XSD("gYearMonth"): r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])",
    XSD("gYear"): r"(?P<year>\d{4})",
    XSD("gMonthDay"): r"--(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)",
}
_WHOLE = {
    XSD(name)
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
_MOST_IN_WORDS = 10**15

# A number is no part of a longer one: “500” of “2,500”, “five” of “thirty-five”, “30” of “30%”.
_BEFORE, _AFTER = r"(?<![\w%])(?<!\w[-.,])", r"(?!\w|[-.,]\w|%)"


def missing_from(literal: Literal, words: str) -> str:
    """The part of a number or date that the words do not hold; empty where they hold all, or it is neither."""
    return next(
        (part for part, pattern in _parts(literal) if not re.search(pattern, words)), ""
    )


def _parts(literal: Literal) -> Iterator[tuple[str, str]]:
    """What must stand in the words, each part with a pattern for all its forms."""
    if literal.datatype in _WHOLE and re.fullmatch(r"[+-]?\d+", literal.value):
        number = int(literal.value)
        yield str(number), f"{_BEFORE}(?i:{_any(_forms(number))}){_AFTER}"
    found = re.fullmatch(_DATES.get(literal.datatype, "(?!)"), literal.value)
    date = found.groupdict() if found else {}
    if "year" in date:
        yield date["year"], rf"(?<![\d.,]){date['year']}(?!\d|[.,]\d)"
    if "month" in date:
        names = _MONTHS[int(date["month"])]
        yield names[0], rf"(?<!\w){_any(names)}(?!\w)"
    if "day" in date:
        yield str(int(date["day"])), _day(_MONTHS[int(date["month"])], int(date["day"]))


def _day(months: tuple[str, ...], day: int) -> str:
    """A day stands beside its month, perhaps with another: “Sept. 10-11”, “27th of August”."""
    month, this, other = (
        _any(months),
        _any((str(day), *_ordinals(day))),
        r"(?:\d{1,2}\s*[-–]\s*)?",
    )
    after = rf"{month}\.?\s+(?:the\s+)?{other}(?i:{this})(?!\w)"
    before = rf"(?<!\w)(?i:{this})(?:\s*[-–]\s*\d{{1,2}})?(?:\s+of)?\s+{month}(?!\w)"
    return f"{after}|{before}"


def _any(forms: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=len, reverse=True))})"


def _forms(number: int) -> tuple[str, ...]:
    """A number in digits and in words, as a cardinal and as an ordinal: 5, five, 5th, fifth."""
    digits = (str(number), f"{number:,}")
    if abs(number) >= _MOST_IN_WORDS:
        return digits
    cardinal = num2words(number)
    plain = cardinal.replace("-", " ")
    words = (
        cardinal,
        plain,
        cardinal.replace(" and ", " "),
        plain.replace(" and ", " "),
    )
    return (*digits, *words, *(_ordinals(number) if number >= 0 else ()))


def _ordinals(number: int) -> tuple[str, ...]:
    return num2words(number, to="ordinal_num"), num2words(number, to="ordinal")
