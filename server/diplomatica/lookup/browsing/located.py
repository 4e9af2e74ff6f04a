"""The things that have a place on the earth, by whatever vocabulary says so."""

import re
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine, Row, Term
from diplomatica.lookup.browsing.led import WAYS, lead_of_row, owners_of
from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.profile import (
    GEOMETRIES,
    LATITUDE_FIRST,
    Profile,
)
from diplomatica.model.statement import text_of

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
SELECT DISTINCT ?latitude ?longitude ?shape ?turned {{
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
_BY_POINT = "{ ?node <%s> ?latitude ; <%s> ?longitude BIND (STR(%s) AS ?turned) }"
_BY_SHAPE = "{ ?node <%s> ?shape BIND (STR(%s) AS ?turned) }"
_LOOKED_AT, _FEWEST = 1_000, 10  # places, by which it is seen whether all are exchanged
_POINTS_ALONE = (
    f"SELECT * {{ ?node <%s> ?latitude ; <%s> ?longitude }} LIMIT {_LOOKED_AT}"
)
_SHAPES_ALONE = f"SELECT * {{ ?node <%s> ?shape }} LIMIT {_LOOKED_AT}"
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
        """The middle of its points, each once: the line around a shape ends where it began."""
        points = list(dict.fromkeys(self.points))
        longitudes, latitudes = zip(*points, strict=True)
        return sum(longitudes) / len(points), sum(latitudes) / len(points)


def exchanged(engine: Engine, profile: Profile) -> frozenset[str]:
    """The properties of latitudes and shapes whose numbers stand in the wrong order.

    That is certain only where most of them, and those of many, are nowhere on the earth as
    they are written, and all would be on it if they were exchanged.
    """
    queries = {by: _POINTS_ALONE % (by, other) for by, other in profile.coordinates}
    queries |= {by: _SHAPES_ALONE % by for by in profile.shapes}
    return frozenset(
        by
        for by, query in queries.items()
        if _are_exchanged([pair for row in engine.rows(query) for pair in _pairs(row)])
    )


def _are_exchanged(points: list[Point]) -> bool:
    beyond = [one for one in points if not _is_on_earth(one)]
    is_sure = len(points) >= _FEWEST and 2 * len(beyond) >= len(points)
    return is_sure and all(_is_on_earth((y, x)) for x, y in points)


def located_things(
    engine: Engine, profile: Profile, index: Index, turned: Container[str] = ()
) -> list[Located]:
    """The things with a place, and no more than a map shows."""
    return located_and_left(engine, profile, index, turned)[0]


def located_and_left(
    engine: Engine, profile: Profile, index: Index, turned: Container[str] = ()
) -> tuple[list[Located], list[Term]]:
    """The things that a map shows, and those whose places are no degrees on the earth.

    Of the properties that are `turned` latitude and longitude are exchanged.
    """
    rows: list[tuple[Row, bool]] = []
    for latitude, longitude in profile.coordinates:
        some = engine.rows(_POINTS % (latitude, longitude, MOST_LOCATED))
        rows += [(row, latitude in turned) for row in some]
    for by in profile.shapes:
        some = engine.rows(_SHAPES % (by, MOST_LOCATED))
        rows += [(row, by in turned) for row in some]
    whose = owners_of((lead_of_row(row) for row, _ in rows), index)
    found = dict[Located, None]()
    left = dict[Term, None]()
    for row, is_turned in rows:
        thing = whose[lead_of_row(row)].thing
        places = list(_of_row(thing, row, is_turned))
        found |= dict.fromkeys(places)
        left |= dict.fromkeys([] if places else [thing])
    placed = {one.thing for one in found}
    return list(found)[:MOST_LOCATED], [thing for thing in left if thing not in placed]


def place_of(
    engine: Engine,
    profile: Profile,
    this: NamedNode,
    parts: Iterable[NamedNode] = (),
    turned: Container[str] = (),
) -> list[Located]:
    """Where one thing is, by itself, by what belongs to it, or what it leads to for that."""
    known = [
        _BY_POINT % (*pair, _boolean(pair[0] in turned)) for pair in profile.coordinates
    ]
    known += [_BY_SHAPE % (by, _boolean(by in turned)) for by in profile.shapes]
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
    return list(
        dict.fromkeys(
            one
            for row in found
            for one in _of_row(this, row, text_of(row["turned"]) == "true")
        )
    )


def _boolean(is_true: bool) -> str:
    return "true" if is_true else "false"


def _of_row(thing: Term, row: Row, is_turned: bool) -> Iterable[Located]:
    """The place that a row tells: its points that are on the earth."""
    pairs = [(y, x) if is_turned else (x, y) for x, y in _pairs(row)]
    points = tuple(filter(_is_on_earth, pairs))
    if points:
        yield Located(thing, points)


def _pairs(row: Row) -> list[Point]:
    """The longitudes and latitudes of a row, as they are meant to stand in it."""
    if "shape" in row:
        return _shape(row["shape"])
    latitude, longitude = row["latitude"], row["longitude"]
    if isinstance(latitude, Literal) and isinstance(longitude, Literal):
        with suppress(ValueError):
            return [(float(longitude.value), float(latitude.value))]
    return []


def _shape(shape: Term) -> list[Point]:
    """A shape of well-known text: its points, in whatever parts (GeoSPARQL 1.1, 8.5.1)."""
    if not isinstance(shape, Literal):
        return []
    system = _SYSTEM.match(shape.value)
    pairs = [(float(x), float(y)) for x, y in _PAIR.findall(shape.value)]
    if system and system[1].endswith(LATITUDE_FIRST):
        return [(x, y) for y, x in pairs]
    return pairs


def _is_on_earth(point: Point) -> bool:
    return abs(point[0]) <= 180 and abs(point[1]) <= 90
