"""A row of a timeline: a label, and a bar from where something began to where it ended."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

# Pixels: the axis on a small telephone, on which a label and a time beside a bar must fit.
_NARROWEST = 310
_LETTERS = 40  # in a line of a label
_LETTER = 7.2  # pixels of a letter of a time
# Pixels of a line of text and of a bar.
LINE, _BAR = 19, 28
_MARGIN = 5  # share of the width beside the axis
_SHORT = 1.7  # of a bar that a small telephone would show as less than 6 pixels


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
        if self.is_day:
            looks = "day"
        return f"{looks} plan" if self.entry.is_plan else looks

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
        if 100 - self.end >= needed:
            return "right"
        return "left" if self.start >= needed else ""

    @property
    def line(self) -> float:
        """Where its bar lies.

        A label above it has lines of its own, and a time that has no room beside it; a
        label of two lines beside it stands half above and half below its middle.
        """
        lines = self._beside / 2 if self.layout.is_beside else len(self.lines)
        return self.top + LINE * (lines + (not self.room))

    @property
    def _beside(self) -> int:
        """How many lines of a label beside the bar need a row of more height."""
        return len(self.lines) - 1 if self.layout.is_beside else 0

    @property
    def label_top(self) -> float:
        """Where its label begins."""
        if self.layout.is_beside:
            return self.line - LINE * self._beside / 2
        return self.top

    @property
    def height(self) -> float:
        """How high the row is."""
        return self.line - self.top + _BAR + LINE * self._beside / 2
