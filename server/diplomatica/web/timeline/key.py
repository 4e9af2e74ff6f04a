"""The key of a timeline: what the colours and the forms of its bars mean, and where it says so."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import NamedTuple, Protocol

from diplomatica.web.speech.speech import Phrase

KEY_LINE = 24
"""Pixels of a line of the key."""


class Figure(Protocol):
    """What has a form."""

    @property
    def kind(self) -> str:
        """Its forms, as words of a style."""

    @property
    def unknown(self) -> int:
        """On which side nothing tells its bound: -1 for the left, 1 for the right."""


class Keys(NamedTuple):
    """In which row and column the key says each thing."""

    colours: int
    forms: int
    columns: int
    is_in_rows: bool
    """Whether colours stand in rows above the forms, and not in a column beside them."""

    def of_colour(self, number: int) -> tuple[int, int]:
        """The row and the column of a colour."""
        if not self.is_in_rows:
            return number + 1, 0
        row, column = divmod(number, self.columns - 1)
        return row, column + 1

    def of_form(self, number: int) -> tuple[int, int]:
        """The row and the column of a form: below rows of colours, or beside their column."""
        if self.colours and not self.is_in_rows:
            return number + 1, 1
        row, column = divmod(number, self._beside)
        return self._rows + row, column + bool(self.colours)

    @property
    def _beside(self) -> int:
        """How many stand in a row; where there are colours, a row begins with what it tells."""
        return self.columns - bool(self.colours)

    @property
    def _rows(self) -> int:
        """How many rows the colours take."""
        return ceil(self.colours / self._beside)

    @property
    def heads(self) -> list[tuple[Phrase, int, int]]:
        """What each of the two keys tells, with its row and column."""
        colour, shape = Phrase("Colour: kind"), Phrase("Shape: how exactly")
        if not self.colours:
            return []
        place = (self._rows, 0) if self.is_in_rows else (0, 1)
        return [(colour, 0, 0), (shape, *place)]

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        if self.colours and not self.is_in_rows:
            return max(self.colours, self.forms) + 1
        return self._rows + ceil(self.forms / self._beside)


def forms_of(bars: Iterable[Figure]) -> list[tuple[str, Phrase]]:
    """The looks of bars that are used, with what they mean."""
    bars = list(bars)
    used = {kind for bar in bars for kind in bar.kind.split()}
    sides = {bar.unknown for bar in bars} - {0}
    untold = Phrase("an end is not told")
    if len(sides) == 1:
        untold = Phrase("end not told") if 1 in sides else Phrase("beginning not told")
    meanings = {
        "day": Phrase("on this day"),
        "within": Phrase("some time within"),
        "lasted": Phrase("from … until"),
        "open": untold,
        "plan": Phrase("only planned"),
    }
    return [(kind, meaning) for kind, meaning in meanings.items() if kind in used]


def colours_of(used: set[int], colours: Mapping[int, str]) -> list[tuple[int, str]]:
    """The colours that are used, with what they mean; 0 is for all other kinds."""
    meanings = {**colours, 0: Phrase("of another kind")}
    return [(one, meanings[one]) for one in meanings if one in used]
