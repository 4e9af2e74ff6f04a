"""Where many places lie close together, so that a map of all is a blot there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from diplomatica.lookup.browsing.coordinatelists import Point
from diplomatica.lookup.browsing.located import Located

_CELLS = 24  # along the longer side of the area
_FEWEST = 12  # places in a blot
_PART = 8  # of all places no fewer than one in so many
_MOST = 3


@dataclass(frozen=True)
class Box:
    """A part of the earth between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether a point is in it, or at its edge."""
        x, y = point
        return self.west <= x <= self.east and self.south <= y <= self.north

    @property
    def size(self) -> float:
        """The longer of its sides."""
        return max(self.east - self.west, self.north - self.south)

    def crosses(self, other: "Box") -> bool:
        """Whether it and another have a part in common."""
        is_beside = self.east < other.west or other.east < self.west
        return not is_beside and self.south <= other.north and other.south <= self.north

    @property
    def written(self) -> str:
        """It, as an address has it (RFC 7946, section 5): west, south, east, north."""
        return ",".join(map(str, (self.west, self.south, self.east, self.north)))


def box_of(written: str) -> Box:
    """The box that an address has. Raises ValueError for what is none."""
    west, south, east, north = map(float, written.split(","))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(written)
    return Box(west, south, east, north)


def around(points: Sequence[Point]) -> Box:
    """The smallest box that holds some points."""
    east, north = (max(side) for side in zip(*points, strict=True))
    west, south = (min(side) for side in zip(*points, strict=True))
    return Box(west, south, east, north)


def blots(things: Sequence[Located]) -> list[tuple[Box, int]]:
    """The boxes around the densest parts, the fullest first, with how many each holds.

    None where nearly all are at one place, or where they are spread evenly.
    """
    left = [one.centre for one in things]
    found: list[tuple[Box, int]] = []
    if len(left) < _FEWEST:
        return []
    area = around(left)
    least = max(_FEWEST, len(left) / _PART)
    while area.size and len(found) < _MOST and left:
        inner = _densest(left, area)
        if len(inner) < least:
            break
        box = around(inner)
        left = [point for point in left if not box.holds(point)]
        is_apart = not any(box.crosses(other) for other, _ in found)
        found += [(box, len(inner))] if box.size and is_apart else []
    return [_innermost(*one, things) for one in found]


def middle_of(things: Sequence[Located], box: Box) -> Located:
    """The thing nearest to where the things in a box lie, half of them on each side."""
    inner = [one for one in things if box.holds(one.centre)]
    x, y = (median(side) for side in zip(*(one.centre for one in inner), strict=True))

    def distance(one: Located) -> tuple[float, str]:
        at_x, at_y = one.centre
        return (at_x - x) ** 2 + (at_y - y) ** 2, str(one.thing)

    return min(inner, key=distance)


def _innermost(box: Box, count: int, things: Sequence[Located]) -> tuple[Box, int]:
    """The smallest part of a box that is a blot in it, with half of all things or more."""
    while 2 * count >= len(things):
        inner = [one.centre for one in things if box.holds(one.centre)]
        densest = _densest(inner, box)
        smaller = around(densest)
        if 2 * len(densest) < len(things) or not smaller.size < box.size:
            break
        box, count = smaller, len(densest)
    return box, count


def _densest(points: Sequence[Point], area: Box) -> list[Point]:
    """The points in the two by two cells of an area that hold most."""
    size = area.size / _CELLS
    cells = [
        (int((x - area.west) / size), int((y - area.south) / size)) for x, y in points
    ]
    counts = Counter(cells)
    corners = {(x - dx, y - dy) for x, y in counts for dx in (0, 1) for dy in (0, 1)}

    def held(corner: tuple[int, int]) -> int:
        x, y = corner
        return sum(counts[x + dx, y + dy] for dx in (0, 1) for dy in (0, 1))

    left, low = min(corners, key=lambda corner: (-held(corner), corner))
    return [
        point
        for point, (x, y) in zip(points, cells, strict=True)
        if 0 <= x - left <= 1 and 0 <= y - low <= 1
    ]
