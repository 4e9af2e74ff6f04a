"""What a map draws: a window on the earth, its lines, the things in it, and their names."""

from collections.abc import Callable, Mapping, Sequence

from diplomatica.lookup.browsing.coordinatelists import Point
from diplomatica.lookup.browsing.spread import Dot
from diplomatica.model.statement import text_of

_AROUND = 0.1  # of what is shown, left free at its sides
_SMALLEST = 0.02  # degrees
_NARROWEST = 4  # times a side may be longer than the other
_MANY = 300  # dots, of which each is smaller
_OUTLINES = 2_000  # points
_WITH_NAMES = 12  # things at the most whose names stand on the map
_LINES = (30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005)
_LONGEST_NAME, _LETTER = 30, 0.6  # letters, and how wide one is beside its height
_Side = tuple[float, float, float, float]
_LABEL = 7  # letters' heights that a longitude in figures is wide at most


class Map:
    """What is drawn: the window on the earth, its lines, and the things in it."""

    def __init__(self, things: Sequence[Dot], smallest: float = _SMALLEST) -> None:
        """Take the things; the window is as large as they need, or has so many degrees."""
        self.things = things
        points = [point for thing in things for point in thing.points]
        east = [x for x, _ in points]
        south = [-y for _, y in points]
        lengths = (max(side) - min(side) for side in (east, south))
        least = max(smallest, max(lengths) / _NARROWEST)
        self.left, self.width = _side(east, 180, least)
        self.top, self.height = _side(south, 90, least)

    @property
    def box(self) -> str:
        """The window, as the viewBox of an SVG."""
        sides = (self.left, self.top, self.width, self.height)
        return " ".join(f"{side:.9g}" for side in sides)

    @property
    def dot(self) -> float:
        """The radius of a point: smaller where there are many."""
        return self.size / (9 if len(self.things) > _MANY else 3)

    @property
    def has_outlines(self) -> bool:
        """Whether the lines around all shapes are few enough to be seen at a glance."""
        return sum(len(one.points) for one in self.things) <= _OUTLINES

    @property
    def are_grouped(self) -> bool:
        """Whether a dot stands for several things."""
        return any(one.count > 1 for one in self.things)

    @property
    def meridians(self) -> list[float]:
        """Where lines of longitude are drawn."""
        return _lines(self.left, self.width, self.size * _LABEL)

    @property
    def parallels(self) -> list[float]:
        """Where lines of latitude are drawn, southern ones below."""
        return _lines(self.top, self.height, self.size * 2)

    @property
    def meridians_told(self) -> list[float]:
        """Those with room for their longitude, beside the latitudes on the left."""
        first, last = self.left + self.size * _LABEL, self.left + self.width
        return [
            x for x in self.meridians if first <= x <= last - self.size * _LABEL / 2
        ]

    @property
    def parallels_told(self) -> list[float]:
        """Those with room for their latitude, above the longitudes."""
        last = self.top + self.height - self.size * 2
        return [y for y in self.parallels if self.top + self.size <= y <= last]

    def labelled(
        self, labels: Mapping[str, str], readable: Callable[[str], str]
    ) -> list[tuple[Dot, str]]:
        """The first things with room for their names beside them, where they are few."""
        told: list[tuple[Dot, str]] = []
        taken: list[_Side] = []
        for one in self.things if len(self.things) <= _WITH_NAMES else ():
            iri = text_of(one.thing)
            name = _short_name(labels.get(iri) or readable(iri))
            place = self._extent(one, name)
            if self._fits(place) and not any(_cross(place, other) for other in taken):
                told.append((one, name))
                taken.append(place)
        return told

    def is_left(self, one: Dot) -> bool:
        """Whether there is more room on the right of a thing than on its left."""
        return one.centre[0] < self.left + self.width / 2

    def _extent(self, one: Dot, name: str) -> "_Side":
        """What a name beside its thing covers: from where to where, and how low."""
        x, y = one.centre
        aside, length = self.dot * 1.6, len(name) * self.size * _LETTER
        left = x + aside if self.is_left(one) else x - aside - length
        return left, left + length, -y - self.size / 2, -y + self.size / 2

    def _fits(self, place: "_Side") -> bool:
        """Whether a name is not cut off by the edge of the map."""
        first, last, _, _ = place
        return self.left <= first and last <= self.left + self.width

    @property
    def size(self) -> float:
        """The height of the letters at the lines."""
        return max(self.width, self.height) / 140 * 3

    @staticmethod
    def longitude(x: float) -> str:
        """A longitude as readers write it."""
        return f"{abs(x):g}°{' E' if x > 0 else ' W' if x < 0 else ''}"

    @staticmethod
    def latitude(y: float) -> str:
        """A latitude as readers write it; southern ones are drawn below 0, as positive."""
        return f"{abs(y):g}°{' S' if y > 0 else ' N' if y < 0 else ''}"

    def path(self, points: tuple[Point, ...]) -> str:
        """The line around a shape."""
        return "M" + " ".join(f"{x:.9g},{-y:.9g}" for x, y in points)


def _short_name(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"


def _cross(one: _Side, other: _Side) -> bool:
    """Whether two names cover each other."""
    is_beside = one[1] <= other[0] or other[1] <= one[0]
    return not is_beside and one[2] < other[3] and other[2] < one[3]


def _side(values: list[float], most: int, least: float) -> tuple[float, float]:
    """Where a side of the window begins, and how long it is."""
    first, last = min(values), max(values)
    with_margins = max(last - first, least) * (1 + 2 * _AROUND)
    length = min(with_margins, 2.0 * most)
    middle = (last + first) / 2
    # It is moved rather than go beyond the edge of the map.
    start = min(most - length, middle - length / 2)
    return round(max(-most, start), 5), round(length, 5)


def _lines(start: float, length: float, gap: float) -> list[float]:
    """Where lines are drawn along a side: some three, or fewer that their labels part."""
    fitting = [step for step in _LINES if step >= gap] or list(_LINES[:1])
    with_three = (step for step in fitting if length / step >= 3)
    step = next(with_three, fitting[-1])
    first = -(-start // step) * step
    end = start + length
    count = int((end - first) // step) + 1
    return [round(first + step * number, 3) for number in range(count)]
