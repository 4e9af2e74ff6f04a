"""Days, months and years as numbers that are in order as they are."""

import re
from functools import lru_cache

_DAY = re.compile(r"(-?[0-9]{1,12})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_LAST = (9999, 99)  # beyond any month and day, and beyond any day
Day = tuple[int, ...]
"""A year, a month or a day, as numbers."""


# Of many things a few thousand days are told.
@lru_cache(1 << 14)
def day_of(text: str) -> Day:
    """A year, a month or a day as numbers; none for what begins with no year."""
    match = _DAY.match(text)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def is_day(text: str) -> bool:
    """Whether a text is a year, a month or a day, and nothing else."""
    return bool(_DAY.fullmatch(text))


def first_number(day: Day) -> int:
    """The number of the beginning of a day, a month or a year."""
    year, month, date = (*day, 0, 0)[:3]
    return year * 10_000 + month * 100 + date


def last_number(day: Day) -> int:
    """A number behind all that is within a day, a month or a year."""
    if len(day) > 2:
        return first_number(day)
    return first_number(day) + _LAST[len(day) - 1]


def day_number(day: str, other: str) -> int | None:
    """The number of a stated day; of a span without this end, that of the other counts."""
    parts = day_of(day or other)
    return first_number(parts) if parts else None
