"""The things that have a place on the earth, by whatever vocabulary says so."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import Literal

from diplomatica.engine import Engine, Term
from diplomatica.model.dataset.profile import Profile

MOST = 5_000
"""How many a map shows."""
# A geometry is told of as the thing that has it.
_POINTS = """
SELECT ?thing ?latitude ?longitude {
  ?node <%s> ?latitude ; <%s> ?longitude
  OPTIONAL { ?owner ?via ?node FILTER (ISBLANK(?node)) }
  BIND (COALESCE(?owner, ?node) AS ?thing)
} LIMIT %d"""
_SHAPES = """
SELECT ?thing ?shape {
  ?node <%s> ?shape
  OPTIONAL { ?owner ?via ?node }
  BIND (COALESCE(?owner, ?node) AS ?thing)
} LIMIT %d"""
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")
_SYSTEM = re.compile(r"\s*<([^>]*)>")
_LATITUDE_FIRST = "EPSG/0/4326"

Point = tuple[float, float]


@dataclass(frozen=True)
class Located:
    """A thing, and its place: a point, or the line around it, as longitudes and latitudes."""

    thing: Term
    points: tuple[Point, ...]

    @property
    def centre(self) -> Point:
        """The middle of its points."""
        count = len(self.points)
        return sum(x for x, _ in self.points) / count, sum(
            y for _, y in self.points
        ) / count


def located(engine: Engine, profile: Profile) -> list[Located]:
    """The things with a place, and no more than a map shows."""
    found: list[Located] = []
    for latitude, longitude in profile.coordinates:
        for row in engine.rows(_POINTS % (latitude, longitude, MOST)):
            found += _point(row["thing"], row["latitude"], row["longitude"])
    for by in profile.shapes:
        for row in engine.rows(_SHAPES % (by, MOST)):
            found += _shape(row["thing"], row["shape"])
    return found[:MOST]


def _point(thing: Term, latitude: Term, longitude: Term) -> Iterable[Located]:
    if isinstance(latitude, Literal) and isinstance(longitude, Literal):
        with suppress(ValueError):
            point = float(longitude.value), float(latitude.value)
            if _is_on_earth(point):
                yield Located(thing, (point,))


def _shape(thing: Term, shape: Term) -> Iterable[Located]:
    """A shape of well-known text: its points, in whatever parts (GeoSPARQL 1.1, 8.5.1)."""
    if not isinstance(shape, Literal):
        return
    system = _SYSTEM.match(shape.value)
    pairs = [(float(x), float(y)) for x, y in _PAIR.findall(shape.value)]
    if system and system[1].endswith(_LATITUDE_FIRST):
        pairs = [(x, y) for y, x in pairs]
    points = tuple(filter(_is_on_earth, pairs))
    if points:
        yield Located(thing, points)


def _is_on_earth(point: Point) -> bool:
    return abs(point[0]) <= 180 and abs(point[1]) <= 90
