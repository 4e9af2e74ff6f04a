"""The things that have a place on the earth, by whatever vocabulary says so."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine, Row, Term
from diplomatica.lookup.browsing.led import WAYS, led, owned
from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.profile import (
    GEOMETRIES,
    LATITUDE_FIRST,
    Profile,
)

MOST_LOCATED = 5_000
"""How many a map shows."""
# A geometry is told of as the thing that has it.
_POINTS = f"""
SELECT * {{
  {{ SELECT ?node ?latitude ?longitude {{
    ?node <%s> ?latitude ; <%s> ?longitude
  }} LIMIT %d }}
  {WAYS}
}}"""
_SHAPES = f"""
SELECT * {{
  {{ SELECT ?node ?shape {{ ?node <%s> ?shape }} LIMIT %d }}
  {WAYS}
}}"""
_OF_ONE = """
SELECT DISTINCT ?latitude ?longitude ?shape {{
  {{ {ways} }}
  {parts}
}} LIMIT 200"""
# From a thing that is known: else all nodes would be looked at.
_WAY = "{{ {this} ({by})? / ({by})? / ({by})? ?node }}"
_ITSELF = "{{ VALUES ?node {{ {this} }} }}"
_GEOMETRIES_OF = f"""
SELECT DISTINCT ?node {{{{
  VALUES ?geometry {{{{ {" ".join(f"<{one}>" for one in GEOMETRIES)} }}}}
  {{}} ?by ?node . ?node a ?geometry
}}}} LIMIT 20"""
_BY_POINT = "{ ?node <%s> ?latitude ; <%s> ?longitude }"
_BY_SHAPE = "{ ?node <%s> ?shape }"
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")
_SYSTEM = re.compile(r"\s*<([^>]*)>")

Point = tuple[float, float]


@dataclass(frozen=True)
class Located:
    """A thing, and its place: a point, or the line around it, as longitudes and latitudes."""

    thing: Term
    points: tuple[Point, ...]

    @property
    def coordinates(self) -> str:
        """Its middle as readers write it, latitude first (ISO 6709, annex D)."""
        longitude, latitude = self.centre
        north = f"{abs(latitude):.6g}° {'N' if latitude >= 0 else 'S'}"
        return f"{north}, {abs(longitude):.6g}° {'E' if longitude >= 0 else 'W'}"

    @property
    def centre(self) -> Point:
        """The middle of its points."""
        count = len(self.points)
        return sum(x for x, _ in self.points) / count, sum(
            y for _, y in self.points
        ) / count


def located(engine: Engine, profile: Profile, index: Index) -> list[Located]:
    """The things with a place, and no more than a map shows."""
    return located_and_left(engine, profile, index)[0]


def located_and_left(
    engine: Engine, profile: Profile, index: Index
) -> tuple[list[Located], list[Term]]:
    """The same, and the things whose places are no degrees on the earth."""
    rows: list[Row] = []
    for latitude, longitude in profile.coordinates:
        rows += engine.rows(_POINTS % (latitude, longitude, MOST_LOCATED))
    for by in profile.shapes:
        rows += engine.rows(_SHAPES % (by, MOST_LOCATED))
    whose = owned(map(led, rows), index)
    found = dict[Located, None]()
    left = dict[Term, None]()
    for row in rows:
        thing = whose[led(row)].thing
        places = list(_of_row(thing, row))
        found |= dict.fromkeys(places)
        left |= dict.fromkeys([] if places else [thing])
    placed = {one.thing for one in found}
    return list(found)[:MOST_LOCATED], [thing for thing in left if thing not in placed]


def place_of(
    engine: Engine, profile: Profile, this: NamedNode, parts: Iterable[NamedNode] = ()
) -> list[Located]:
    """Where one thing is, by itself, by what belongs to it, or what it leads to for that."""
    known = [_BY_POINT % pair for pair in profile.coordinates]
    known += [_BY_SHAPE % by for by in profile.shapes]
    if not known:
        return []
    leading = "|".join(f"<{by}>" for by in profile.leading_to_places)
    way = _WAY if leading else _ITSELF

    def rows(*these: Term) -> list[Row]:
        ways = " UNION ".join(way.format(this=one, by=leading) for one in these)
        return engine.rows(_OF_ONE.format(ways=ways, parts=" UNION ".join(known)))

    found = rows(this, *parts)
    if not found and not profile.classes.keys().isdisjoint(GEOMETRIES):
        # whatever the property is called that leads to one
        nodes = [row["node"] for row in engine.rows(_GEOMETRIES_OF.format(this))]
        named = [node for node in nodes if isinstance(node, NamedNode)]
        found = rows(*named) if named else []
    return list(dict.fromkeys(one for row in found for one in _of_row(this, row)))


def _of_row(thing: Term, row: Row) -> Iterable[Located]:
    if "shape" in row:
        return _shape(thing, row["shape"])
    return _point(thing, row["latitude"], row["longitude"])


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
    if system and system[1].endswith(LATITUDE_FIRST):
        pairs = [(x, y) for y, x in pairs]
    points = tuple(filter(_is_on_earth, pairs))
    if points:
        yield Located(thing, points)


def _is_on_earth(point: Point) -> bool:
    return abs(point[0]) <= 180 and abs(point[1]) <= 90
