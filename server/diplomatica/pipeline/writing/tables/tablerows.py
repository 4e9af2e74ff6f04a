"""The rows of a table: as solutions bind them, of which most lie on disk, and as written."""

import csv
import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from diplomatica.model.text.csvcells import allow_cells
from diplomatica.pipeline.storing.kept import SharedFolder
from diplomatica.pipeline.storing.stored import room

# So many values are in memory at a time, some 50 MB; a text that many have stands there once.
_MOST_VALUES = 250_000
_TOGETHER = 10_000  # rows that are put together at a time

Cells = list[str | set[str] | None]
"""The values of a row that are bound in some solution, by the places of their columns."""


class _BoundValue(NamedTuple):
    row: int
    place: int
    text: str

    @property
    def part(self) -> int:
        """Which of the rows that are put together its row belongs to."""
        return self.row // _TOGETHER


class BoundRows:
    """The values of rows, added one by one; rows come in the order in which they began."""

    def __init__(self, width: int) -> None:
        """Nothing is bound yet; each row has so many columns."""
        self._width = width
        self._numbers: dict[str, int] = {}
        self._values: list[_BoundValue] = []
        self._same: dict[str, str] = {}
        self._place: SharedFolder | None = None

    def __len__(self) -> int:
        """How many rows have begun."""
        return len(self._numbers)

    def begun(self, key: str) -> int:
        """The number of the row that has this key, which begins here at the latest."""
        return self._numbers.setdefault(key, len(self._numbers))

    def number(self, key: str) -> int | None:
        """The number of a row, if it has begun."""
        return self._numbers.get(key)

    def add(self, row: int, place: int, text: str) -> None:
        """Add a value to a cell of a row."""
        text = self._same.setdefault(text, text)
        self._values.append(_BoundValue(row, place, text))
        if len(self._values) >= _MOST_VALUES:
            self._put_away()

    def __iter__(self) -> Iterator[tuple[str, Cells]]:
        """The rows, each below its key; they can be had once."""
        keys = list(self._numbers)
        self._numbers.clear()
        if self._place or len(keys) > _TOGETHER:
            self._put_away()
        for start in range(0, len(keys), _TOGETHER):
            some = keys[start : start + _TOGETHER]
            rows: list[Cells] = [[None] * self._width for _ in some]
            for value in self._values_of(start // _TOGETHER):
                _add(rows[value.row - start], value.place, value.text)
            yield from zip(some, rows, strict=True)

    def _put_away(self) -> None:
        """Write what is in memory to disk, to a file for each part of the rows."""
        self._place = self._place or SharedFolder()
        self._values.sort(key=_part)
        for part, values in groupby(self._values, _part):
            path = self._place.folder / str(part)
            with room(path.parent), path.open("ab") as file:
                pickle.dump([tuple(one) for one in values], file)
        self._values.clear()
        self._same.clear()

    def _values_of(self, part: int) -> Iterator[_BoundValue]:
        """The values of a part of the rows."""
        if self._place is None:
            yield from self._values
            return
        with (self._place.folder / str(part)).open("rb") as file:
            while file.peek(1):
                yield from map(_BoundValue._make, pickle.load(file))


def _part(value: _BoundValue) -> int:
    return value.part


def _add(row: Cells, place: int, value: str) -> None:
    """Add a value to a cell: most have one, and no more room than that."""
    held = row[place]
    if held is None:
        row[place] = value
    elif isinstance(held, set):
        held.add(value)
    elif held != value:
        row[place] = {held, value}


@dataclass(frozen=True)
class WrittenRows:
    """The rows of a file of CSV below its head, read whenever somebody asks for them."""

    path: Path
    count: int
    longest: int | None = None
    """How many characters the longest of them has, where that is known."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def __len__(self) -> int:
        """How many there are."""
        return self.count

    def __iter__(self) -> Iterator[list[str]]:
        """Their cells, row by row."""
        allow_cells(self.path.stat().st_size)
        with self.path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            yield from rows
