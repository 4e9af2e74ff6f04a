"""The picture of a timeline.

Below an axis of years is one row for each thing, so that nothing ever overlaps. Places
along the axis are shares of its width: a page draws them as wide as it is, a file in a
width of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from diplomatica.web.speech.speech import Phrase
from diplomatica.web.timeline.axis import Axis, moment
from diplomatica.web.timeline.bar import ABOVE, LINE, Bar, Layout, Timed
from diplomatica.web.timeline.key import KEY_LINE, Keys, colours_of, forms_of

FILE_WIDTH = 720
_TOP = 30  # pixels of the head
# Of a bar of which only one end is known: no length is to be read from it.
_UNKNOWN = 12.0
_MANY_ROWS = 12


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
        self.legend_top = LINE * 2 if is_file else 0
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
        below = self.foot + (LINE if self.has_lower_axis else 0) + 8
        self.key_top = self.legend_top if is_keyed_first else below
        rest = 0 if is_keyed_first else key_height
        self.height = below + rest + (LINE * 2 if is_file else 0)

    def _bars(self, entries: Iterable[Timed]) -> Iterator[Bar]:
        """A bar for each entry, in its order, but not yet below one another."""
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
        """Where the key says what a form means: how far from the left, and from above."""
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
    """Bars, each put below the one before."""
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
