"""Points in time and lengths of it as people say them: “23:59 UTC”, “3 months”."""

import re

from pyoxigraph import Literal

from diplomatica.model.vocabulary import SCHEMAS, XSD

_POINTS = (XSD("dateTime"), XSD("dateTimeStamp"))
_LENGTHS = (XSD("duration"), XSD("yearMonthDuration"), XSD("dayTimeDuration"))
_POINT = re.compile(
    r"(?P<day>-?\d{4,12}-\d\d-\d\d)T(?P<time>\d\d:\d\d)(?P<seconds>:\d\d(?:\.\d+)?)"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_TIMES = (XSD("time"), *(schema("Time") for schema in SCHEMAS))
_TIME = re.compile(
    r"(?P<time>\d\d:\d\d)(?P<seconds>:\d\d(?:\.\d+)?)(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNITS = ("year", "month", "day", "hour", "minute", "second")
_LENGTH = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_OF_SCHEMA = tuple(schema(of) for schema in SCHEMAS for of in ("Date", "DateTime"))
# ISO 8601 as schema.org takes it, which asks for no seconds.
_WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
)
_GREENWICH = ("Z", "+00:00", "-00:00")


def of_schema(literal: Literal) -> Literal:
    """A day or a point in time of schema.org, which has its own datatypes, as one of XSD."""
    return as_moment(literal) if literal.datatype in _OF_SCHEMA else literal


def as_moment(literal: Literal) -> Literal:
    """A text that is written as a point in time or a day, as a literal of one."""
    if found := _WRITTEN.fullmatch(literal.value):
        value = f"{found[1]}{found[2] or ':00'}{found[3] or ''}"
        return Literal(value, datatype=XSD("dateTime"))
    if _DAY.fullmatch(literal.value):
        return Literal(literal.value, datatype=XSD("date"))
    return literal


def point(literal: Literal) -> tuple[Literal, str] | None:
    """The day of a point in time, and what o'clock; "" at midnight. None for no point."""
    match = _POINT.fullmatch(literal.value) if literal.datatype in _POINTS else None
    if not match:
        return None
    day = Literal(match["day"], datatype=XSD("date"))
    is_midnight = match["time"] == "00:00" and not match["seconds"].strip(":0.")
    return day, "" if is_midnight else _clock(match)


def _clock(match: re.Match[str]) -> str:
    """What o'clock it is: seconds are told where there are some, and the zone if known."""
    seconds = match["seconds"] if match["seconds"].strip(":0.") else ""
    zone = match["zone"] or ""
    told = "UTC" if zone in _GREENWICH else zone and f"UTC{zone}"
    return f"{match['time']}{seconds} {told}".rstrip()


def time_of_day(literal: Literal) -> str:
    """What o'clock a time of any day is: “11:30” for 11:30:00.000; "" for what is none."""
    match = _TIME.fullmatch(literal.value) if literal.datatype in _TIMES else None
    return _clock(match) if match else ""


def length(literal: Literal, tag: str) -> str:
    """A length of time in a language; "" for what is none, and for one below zero."""
    match = _LENGTH.fullmatch(literal.value) if literal.datatype in _LENGTHS else None
    pairs = zip(_UNITS, match.groups(), strict=True) if match else ()
    told = [_amount(number, unit, tag) for unit, number in pairs if number]
    return " ".join(told)


def _amount(number: str, unit: str, tag: str) -> str:
    amount = float(number) if "." in number else int(number)
    if tag == "en":
        return f"{amount:,} {unit}{'' if amount == 1 else 's'}"
    # Who speaks English need not wait for it.
    from babel.units import format_unit

    return format_unit(amount, f"duration-{unit}", "long", locale=tag)
