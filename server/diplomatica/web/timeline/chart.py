"""The picture of a timeline.

Below an axis of years is one row for each thing, so that nothing ever overlaps. Places
along the axis are shares of its width: a page draws them as wide as it is, a file in a
width of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from math import ceil, floor
from textwrap import wrap
from typing import NamedTuple, Protocol

from diplomatica.web.speech.speech import Phrase
from diplomatica.web.timeline.key import KEY_LINE, Keys, colours_of, forms_of

FILE_WIDTH = 720
# Pixels: the axis on a small telephone, on which a label and a time beside a bar must fit.
_NARROWEST = 310
_LETTERS = 40  # in a line of a label
_LETTER = 7.2  # pixels of a letter of a time
# Pixels of a line of text, of a bar and of the head.
_LINE, _BAR, _TOP = 19, 28, 30
# Shares: beside the axis, of a break, of the shortest part, of a year.
_MARGIN, _BREAK, _LEAST, _TICK = 5, 11.0, 8.0, 14.0
_SHORT = 1.7  # of a bar that a small telephone would show as less than 6 pixels
_UNKNOWN = (
    12.0  # of a bar of which only one end is known: no length is to be read from it
)
_MANY_BREAKS, _MANY_ROWS, _MANY_YEARS = 4, 12, 20
_DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)")


class Layout(NamedTuple):
    """How labels are set, and the shares of the width that this leaves beside the axis."""

    left: float = _MARGIN
    right: float = _MARGIN
    letters: int = _LETTERS
    axis: int = _NARROWEST
    """Pixels of the axis at least."""
    is_beside: bool = False
    keys: int = 2
    """In how many columns the key tells what looks mean."""


ABOVE = Layout()
"""A label stands above its bar, in as many lines as a telephone needs."""
BESIDE = Layout(46, 3, letters=55, axis=500, is_beside=True, keys=5)
"""A label stands left of the axis, in two lines at most, where there is a desk's width."""


class Timed(Protocol):
    """What has a row: its name, and its time in words.

    The first and the last day stand with it, where they are known.
    """

    label: str
    earliest: str
    latest: str
    is_plan: bool
    colour: int

    @property
    def when(self) -> str:
        """Its time in words."""

    @property
    def lasted(self) -> bool:
        """Whether its beginning or its end is stated, and not only some time within."""


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
            rounds = (
                list(range(ceil(first / step) * step, last + 1, step))
                if width >= 2 * _TICK
                else []
            )
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
        after = zip(self.parts, self.parts[1:], self.starts[1:], strict=False)
        return [
            (start - _BREAK, start, before[1], part[0]) for before, part, start in after
        ]


def _steps() -> Iterator[int]:
    return (factor * 10**power for power in count() for factor in (1, 2, 5))


def _stretches(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """The whole years in which something lies, together where they touch."""
    begun: tuple[int, int] | None = None
    for first, last in sorted(
        (floor(first), max(ceil(last), floor(first) + 1)) for first, last in spans
    ):
        if begun and first > begun[1]:
            yield begun
            begun = None
        begun = (begun[0], max(begun[1], last)) if begun else (first, last)
    if begun:
        yield begun


def _parts(stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same, joined but where more than half of all would be empty."""
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


@dataclass
class Bar:
    """A row: the lines of its label, and its bar.

    It tells where the bar begins and ends, and where its time is written.
    """

    entry: Timed
    lines: list[str]
    top: float
    start: float
    end: float
    layout: Layout = ABOVE

    @property
    def kind(self) -> str:
        """How it looks: a day, something that lasted, or some time within a span.

        A plan always as one. What has an end that nothing tells fades there.
        """
        looks = "lasted" if self.entry.lasted else "within"
        if self.unknown:
            looks = "open"
        return ("day" if self.is_day else looks) + (
            " plan" if self.entry.is_plan else ""
        )

    @property
    def is_short(self) -> bool:
        """Whether a telephone has too few pixels for its length."""
        return self.end - self.start < _SHORT

    @property
    def is_day(self) -> bool:
        """Whether its day is known."""
        return self.entry.earliest == self.entry.latest

    @property
    def open(self) -> list[int]:
        """On which sides it goes on: 1 for the right."""
        return [] if self.unknown or self.entry.latest else [1]

    @property
    def unknown(self) -> int:
        """On which side nothing tells its bound: -1 for the left, 1 for the right, 0 for none.

        What has a stated beginning and no end goes on.
        """
        if not self.entry.earliest:
            return -1
        return 0 if self.entry.latest or self.entry.lasted else 1

    @property
    def known(self) -> float:
        """Where the end lies that is known, of a bar of which one is not."""
        return self.end if self.unknown < 0 else self.start

    @property
    def room(self) -> str:
        """On which side of its bar the time has room: "right", "left", or "" for none."""
        needed = 100 * (_LETTER * len(self.entry.when) + 16) / self.layout.axis
        sides = {"right": 100 - self.end, "left": self.start}
        best = max(sides, key=lambda side: sides[side])
        side = "right" if sides["right"] >= needed else best
        return side if sides[side] >= needed else ""

    @property
    def line(self) -> float:
        """Where its bar lies.

        A label above it has lines of its own, and a time that has no room beside it; a
        label of two lines beside it stands half above and half below its middle.
        """
        lines = self._beside / 2 if self.layout.is_beside else len(self.lines)
        return self.top + _LINE * (lines + (not self.room))

    @property
    def _beside(self) -> int:
        """How many lines of a label beside the bar need a row of more height."""
        return len(self.lines) - 1 if self.layout.is_beside else 0

    @property
    def label_top(self) -> float:
        """Where its label begins."""
        if self.layout.is_beside:
            return self.line - _LINE * self._beside / 2
        return self.top

    @property
    def height(self) -> float:
        """How high the row is."""
        return self.line - self.top + _BAR + _LINE * self._beside / 2


class Chart:
    """Rows below an axis; as wide as the page that shows it, or a file by itself."""

    def __init__(
        self,
        entries: Iterable[Timed],
        is_file: bool = False,
        is_cut: bool = False,
        colours: Mapping[int, str] | None = None,
        layout: Layout = ABOVE,
    ) -> None:
        """Take the entries in the order of their rows; there must be one.

        `is_cut` says that there were more, `colours` what each colour means: these
        stand above the rows, and with them what the looks of bars mean.
        """
        self.is_file, self.is_cut, self.layout = is_file, is_cut, layout
        entries = list(entries)
        self.axis = Axis(_span(entry) for entry in entries)
        self.legend = colours_of({entry.colour for entry in entries}, colours or {})
        self.legend_top = _LINE * 2 if is_file else 0
        bars = list(self._bars(entries))
        self.key = forms_of(bars)
        self._keys = Keys(
            len(self.legend), len(self.key), layout.keys, layout.is_beside
        )
        key_height = KEY_LINE * self._keys.lines
        is_keyed_first = colours is not None
        self.head = self.legend_top + key_height * is_keyed_first + _TOP
        self.bars = list(_stacked_bars(bars, self.head))
        self.foot = self.head + sum(bar.height for bar in bars)
        self.has_lower_axis = len(entries) > _MANY_ROWS
        below = self.foot + (_LINE if self.has_lower_axis else 0) + 8
        self.key_top = self.legend_top if is_keyed_first else below
        rest = 0 if is_keyed_first else key_height
        self.height = below + rest + (_LINE * 2 if is_file else 0)

    def _bars(self, entries: Iterable[Timed]) -> Iterator[Bar]:
        for entry in entries:
            first, last = (self.axis.at(year) for year in _span(entry))
            most, letters = 2 if self.layout.is_beside else 3, self.layout.letters
            label = wrap(entry.label, letters, max_lines=most, placeholder=" …")
            end = last if entry.latest else 100.0
            bar = Bar(entry, label or ["…"], 0, first, end, self.layout)
            if bar.unknown < 0:
                bar.start = max(0.0, last - _UNKNOWN)
            elif bar.unknown:
                bar.end = min(100.0, first + _UNKNOWN)
            yield bar

    def of_colour(self, number: int) -> tuple[str, float]:
        """Where the key says what a colour means: how far from the left, and from above."""
        row, column = self._keys.of_colour(number)
        return self._column(column), self.legend_top + KEY_LINE * row

    def of_form(self, number: int) -> tuple[str, float]:
        """The same of a form."""
        row, column = self._keys.of_form(number)
        return self._column(column), self.key_top + KEY_LINE * row

    @property
    def heads(self) -> list[tuple[Phrase, str, float]]:
        """What the two keys tell, and where that stands; nothing where there is but one."""
        return [
            (words, self._column(column), self.legend_top + KEY_LINE * row)
            for words, row, column in self._keys.heads
        ]

    def _column(self, number: int) -> str:
        if self.layout.is_beside:
            return f"{100 * number / self.layout.keys:.2f}%"
        return self.x(50) if number else self.left

    @property
    def has_unknown(self) -> bool:
        """Whether of some bar only one end is known."""
        return any(bar.unknown for bar in self.bars)

    def x(self, share: float) -> str:
        """A place on the axis as SVG writes it.

        It is a share of the page's width, or a length in a file.
        """
        return self._length(self.layout.left + self._axis * share / 100)

    def wide(self, start: float, end: float, least: float = 0) -> str:
        """What lies between two places, in the same way, but no less than what can be seen."""
        return self._length(max(self._axis * (end - start) / 100, least))

    @property
    def _axis(self) -> float:
        """The share of the width that the axis takes."""
        return 100 - self.layout.left - self.layout.right

    def _length(self, share: float) -> str:
        return f"{share * FILE_WIDTH / 100:.1f}" if self.is_file else f"{share:.2f}%"

    @property
    def left(self) -> str:
        """Where text begins: at the very left of a page, within the margin of a file."""
        return self.x(0) if self.is_file else "0"

    @property
    def width(self) -> str:
        """The width of the whole."""
        return str(FILE_WIDTH) if self.is_file else "100%"


def _stacked_bars(bars: Iterable[Bar], head: float) -> Iterator[Bar]:
    """The same bars, each below the one before."""
    for bar in bars:
        bar.top = head
        head += bar.height
        yield bar


def _span(entry: Timed) -> tuple[float, float]:
    """From when to when it lies; where one end is open, the other."""
    first, last = entry.earliest or entry.latest, entry.latest or entry.earliest
    begins, ends = moment(first), moment(last, is_over=True)
    middle = (begins + ends) / 2
    return (
        (middle, middle)
        if first == last and entry.earliest and entry.latest
        else (begins, max(begins, ends))
    )
