"""How many dates are in which years, as bars along a line of time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diplomatica.model.literals.date import years_around

_PLACES = 60  # that a page has room for
_SPANS: tuple[int, ...] = tuple(10**power for power in range(12))
_APART = 5  # places between years that are told below the line


@dataclass(frozen=True)
class DateBar:
    """A span of years, how many dates are in it, and its place on the line."""

    first: int
    last: int
    count: int
    place: int


@dataclass(frozen=True)
class DateChart:
    """The bars of all spans that have dates, on a line that has a place for each span."""

    bars: list[DateBar]
    places: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    """The places below which a year is told, and which."""

    @property
    def most(self) -> int:
        """The count of the highest bar."""
        return max((bar.count for bar in self.bars), default=1)


def chart_of(years: Mapping[int, int]) -> DateChart:
    """The chart of years with their counts, or of decades or more where they are many."""
    if not years:
        return DateChart([])
    span = _span(min(years), max(years))
    counts: Counter[tuple[int, int]] = Counter()
    for year, count in years.items():
        counts[years_around(year, span)] += count
    start = _number(min(years), span)
    bars = [
        DateBar(*one, counts[one], _number(one[0], span) - start)
        for one in sorted(counts)
    ]
    places = bars[-1].place + 1
    return DateChart(bars, places, tuple(_marks(start, places, span)))


def _span(first: int, last: int) -> int:
    """The years of a bar, so that all have room."""
    fitting = (
        one for one in _SPANS if _number(last, one) - _number(first, one) < _PLACES
    )
    return next(fitting, _SPANS[-1])


def _number(year: int, span: int) -> int:
    """The number of the bar that a year is in; 0 is that of the first years."""
    if span == 1 or year > 0:
        return year // span
    return -(-year // span) - 1


def _marks(start: int, places: int, span: int) -> Iterator[tuple[int, int]]:
    """The years that are told: round ones, or the first where there is none."""
    round_ones = [place for place in range(places) if (start + place) % _APART == 0]
    for place in round_ones or [0]:
        yield place, _first_year(start + place, span)


def _first_year(number: int, span: int) -> int:
    """The first year of a bar."""
    if span == 1:
        return number
    return number * span + 1 if number < 0 else max(number * span, 1)
