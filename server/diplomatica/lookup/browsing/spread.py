"""Places on a map that are too many for a dot each: one dot for those near each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diplomatica.engine import Term
from diplomatica.lookup.browsing.coordinatelists import Point
from diplomatica.lookup.browsing.located import Located

_FINEST = 512  # cells along the longer side of the area


@dataclass(frozen=True)
class Dot:
    """A place on a map, and how many things it stands for."""

    located: Located
    count: int = 1

    @property
    def thing(self) -> Term:
        """What it leads to."""
        return self.located.thing

    @property
    def points(self) -> tuple[Point, ...]:
        """Where it is."""
        return self.located.points

    @property
    def centre(self) -> Point:
        """The middle of that."""
        return self.located.centre


def dots(things: Sequence[Located], most: int) -> list[Dot]:
    """A dot for each place, or for each cell of the finest grid that has so few of them.

    A cell with several is told by the first of them by IRI: nothing is left out of the
    area, whatever its name.
    """
    if len(things) <= most:
        return [Dot(one) for one in things]
    in_order = sorted(things, key=lambda one: (str(one.thing), one.centre))
    centres = [one.centre for one in in_order]
    for cells in _by_grids(centres):
        if len(cells) <= most:
            break
    return [Dot(in_order[found[0]], len(found)) for found in cells.values()]


def _by_grids(centres: Sequence[Point]) -> Iterator[dict[tuple[int, int], list[int]]]:
    """Which of these are in each cell, by grids that get coarser, to the one of one cell."""
    west, south = (min(side) for side in zip(*centres, strict=True))
    east, north = (max(side) for side in zip(*centres, strict=True))
    length, along = max(east - west, north - south), _FINEST
    while along:
        size = length / along or 1
        cells: dict[tuple[int, int], list[int]] = {}
        for number, (x, y) in enumerate(centres):
            cell = int((x - west) / size), int((y - south) / size)
            cells.setdefault(cell, []).append(number)
        yield cells
        along //= 2
