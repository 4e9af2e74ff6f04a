"""The axis of a timeline: years from left to right, without long stretches of nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, pairwise
from math import ceil, floor

# Shares of the axis: of a break, of the shortest part, of a year.
_BREAK, _LEAST, _TICK = 11.0, 8.0, 14.0
_MANY_BREAKS, _MANY_YEARS = 4, 20
_DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)")


def moment(day: str, is_over: bool = False) -> float:
    """A day as years and parts of a year: where it begins, or where it is over."""
    year, month, date = map(int, _DAY.match(day).groups())  # type: ignore[union-attr]
    return year + (month - 1 + (date - (not is_over)) / 31) / 12


class Axis:
    """Years from left to right.

    A long stretch in which nothing lies is left out, and shown as a break.
    """

    def __init__(self, spans: Iterable[tuple[float, float]]) -> None:
        """Take what has to lie on it, in years."""
        self.parts = list(_parts(list(_stretches(spans))))
        years = sum(last - first for first, last in self.parts)
        spare = 100 - _BREAK * (len(self.parts) - 1) - _LEAST * len(self.parts)
        self.widths = [
            _LEAST + spare * (last - first) / years for first, last in self.parts
        ]
        self.starts = [
            sum(self.widths[:number]) + _BREAK * number
            for number in range(len(self.parts))
        ]

    def at(self, year: float) -> float:
        """The place of a moment, as a share of the width."""
        for (first, last), start, width in zip(
            self.parts, self.starts, self.widths, strict=True
        ):
            if year <= last:
                return start + width * max(0, year - first) / (last - first)
        return 100

    @property
    def ticks(self) -> Iterator[int]:
        """The years to be written at it, with enough room for each."""
        for (first, last), width in zip(self.parts, self.widths, strict=True):
            step = next(
                one for one in _steps() if width * one >= _TICK * (last - first)
            )
            first_round = ceil(first / step) * step
            has_room = width >= 2 * _TICK
            rounds = range(first_round, last + 1, step) if has_room else ()
            yield from rounds or [first]

    @property
    def lines(self) -> list[tuple[float, float]]:
        """Each part: where it begins and ends."""
        return [
            (start, start + width)
            for start, width in zip(self.starts, self.widths, strict=True)
        ]

    @property
    def breaks(self) -> list[tuple[float, float, int, int]]:
        """Each break: where it begins and ends, and the years that it leaves out."""
        found = []
        starts = self.starts[1:]
        for (before, after), start in zip(pairwise(self.parts), starts, strict=True):
            found.append((start - _BREAK, start, before[1], after[0]))
        return found


def _steps() -> Iterator[int]:
    return (factor * 10**power for power in count() for factor in (1, 2, 5))


def _stretches(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """The whole years in which something lies, together where they touch."""
    begun: tuple[int, int] | None = None
    for first, last in sorted(map(_whole_years, spans)):
        if begun and first > begun[1]:
            yield begun
            begun = None
        if begun:
            first, last = begun[0], max(begun[1], last)
        begun = first, last
    if begun:
        yield begun


def _whole_years(span: tuple[float, float]) -> tuple[int, int]:
    """A span from the beginning of its first year to the end of its last."""
    first, last = span
    return floor(first), max(ceil(last), floor(first) + 1)


def _parts(stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans joined to parts of the axis, but where more than half of all would be empty."""
    gaps = {after: after[0] - before[1] for before, after in pairwise(stretches)}
    years, broken = stretches[-1][1] - stretches[0][0], set()
    for after in sorted(gaps, key=lambda one: -gaps[one])[:_MANY_BREAKS]:
        if gaps[after] > max(years / 2, _MANY_YEARS):
            years -= gaps[after]
            broken.add(after)
    first, last = stretches[0]
    for one in stretches[1:]:
        if one in broken:
            yield first, last
            first = one[0]
        last = one[1]
    yield first, last
