"""A figure: a number or a date, and whether words hold it."""

import calendar
import re
from collections.abc import Iterator

from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD

# The names of each month by its number; behind no number is no month.
_MONTHS: list[tuple[str, ...]] = list(
    zip(calendar.month_name, calendar.month_abbr, strict=True)
)
_MONTHS[9] += ("Sept",)
_DATES = {
    XSD("date"): r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)",
    XSD("gYearMonth"): r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])",
    XSD("gYear"): r"(?P<year>\d{4})",
    XSD("gMonthDay"): r"--(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)",
}
_WHOLE = {
    XSD(name)
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    )
}
_MOST_IN_WORDS = 10**15

# A number is no part of a longer one: “500” of “2,500”, “five” of “thirty-five”, “30”
# of “30%”.
_BEFORE, _AFTER = r"(?<![\w%])(?<!\w[-.,])", r"(?!\w|[-.,]\w|%)"


def missing_from(literal: Literal, words: str) -> str:
    """The part of a number or date that the words do not hold.

    Empty where they hold all, or where the literal is neither.
    """
    for part, pattern in _parts(literal):
        if not re.search(pattern, words):
            return part
    return ""


def _parts(literal: Literal) -> Iterator[tuple[str, str]]:
    """What must stand in the words, each part with a pattern for all its forms."""
    if literal.datatype in _WHOLE and re.fullmatch(r"[+-]?\d+", literal.value):
        number = int(literal.value)
        yield str(number), f"{_BEFORE}(?i:{_any(_forms(number))}){_AFTER}"
    form = _DATES.get(literal.datatype)
    date = re.fullmatch(form, literal.value) if form else None
    if date:
        yield from _parts_of_date(date.groupdict())


def _parts_of_date(date: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The parts of a date that words must have, each as a pattern of its ways to be written."""
    if "year" in date:
        year = date["year"]
        yield year, rf"(?<![\d.,]){year}(?!\d|[.,]\d)"
    if "month" in date:
        names = _MONTHS[int(date["month"])]
        yield names[0], rf"(?<!\w){_any(names)}(?!\w)"
        if "day" in date:
            day = int(date["day"])
            yield str(day), _day(names, day)


def _day(months: tuple[str, ...], day: int) -> str:
    """A pattern for a day, which stands beside its month, perhaps with another day.

    Such are “Sept. 10-11” and “27th of August”.
    """
    month = _any(months)
    this = _any((str(day), *_ordinals(day)))
    other = r"(?:\d{1,2}\s*[-–]\s*)?"
    after = rf"{month}\.?\s+(?:the\s+)?{other}(?i:{this})(?!\w)"
    before = rf"(?<!\w)(?i:{this})(?:\s*[-–]\s*\d{{1,2}})?(?:\s+of)?\s+{month}(?!\w)"
    return f"{after}|{before}"


def _any(forms: tuple[str, ...]) -> str:
    longest_first = sorted(forms, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


def _forms(number: int) -> tuple[str, ...]:
    """A number in digits and in words, also as an ordinal: 5, five, 5th, fifth."""
    digits = (str(number), f"{number:,}")
    if abs(number) >= _MOST_IN_WORDS:
        return digits
    # It reads in all languages; what has no claims need not wait for it.
    from num2words import num2words

    cardinal = num2words(number)
    plain = cardinal.replace("-", " ")
    spoken = (cardinal, plain)
    brief = tuple(words.replace(" and ", " ") for words in spoken)
    ordinals = _ordinals(number) if number >= 0 else ()
    return (*digits, *spoken, *brief, *ordinals)


def _ordinals(number: int) -> tuple[str, ...]:
    from num2words import num2words

    return num2words(number, to="ordinal_num"), num2words(number, to="ordinal")
