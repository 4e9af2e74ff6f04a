"""The things that have a place on the earth, by whatever vocabulary says so."""

import re
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.engine import Engine, Row, Term
from diplomatica.lookup.browsing.coordinatelists import (
    CELLS,
    Point,
    points_of_geojson,
    points_of_lists,
)
from diplomatica.lookup.browsing.led import WAYS, lead_of_row, owners_of
from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.profile import (
    GEOMETRIES,
    LATITUDE_FIRST,
    Profile,
)
from diplomatica.model.statement import text_of
from diplomatica.model.terms.lots import MOST_READ, MOST_SHAPES, lots
from diplomatica.model.terms.places import point_of

# A geometry is told of as the thing that has it.
_POINTS = f"""
SELECT * {{
  {{ SELECT ?node ?latitude ?longitude {{ ?node <%s> ?latitude ; <%s> ?longitude }} }}
  {WAYS}
}}"""
_SHAPES = f"""
SELECT * {{
  {{ SELECT ?node ?shape {{ ?node <%s> ?shape }} %s }}
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
_DRAWN = "SELECT node, first, second FROM place WHERE property = ? ORDER BY rowid"
_LOOKED_AT, _FEWEST = 1_000, 10  # places, by which it is seen whether all are exchanged
_POINTS_ALONE = (
    f"SELECT * {{ ?node <%s> ?latitude ; <%s> ?longitude }} LIMIT {_LOOKED_AT}"
)
_SHAPES_ALONE = f"SELECT * {{ ?node <%s> ?shape }} LIMIT {_LOOKED_AT}"
_BOTH_WAYS = f"""
SELECT * {{ ?node <%s> ?shape ; <%s> ?latitude ; <%s> ?longitude }} LIMIT {_LOOKED_AT}"""
_BESIDE = 0.01  # degrees, within which two properties say the same place
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")
_SYSTEM = re.compile(r"\s*<([^>]*)>")

Lists = Mapping[Term, list[Point]]
_NO_LISTS: Lists = {}


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
    they are written, and all would be on it if they were exchanged; or where other properties
    of the same nodes say the place that they would have then, and none that they have.
    """
    queries = {by: _POINTS_ALONE % (by, other) for by, other in profile.coordinates}
    queries |= {by: _SHAPES_ALONE % by for by in profile.shapes}
    return frozenset(
        by
        for by, query in queries.items()
        if _are_exchanged([pair for row in engine.rows(query) for pair in _pairs(row)])
    ) | {by for by in profile.shapes if _is_told_otherwise(engine, profile, by)}


def _are_exchanged(points: list[Point]) -> bool:
    beyond = [one for one in points if not _is_on_earth(one)]
    is_sure = len(points) >= _FEWEST and 2 * len(beyond) >= len(points)
    return is_sure and all(_is_on_earth((y, x)) for x, y in points)


def _is_told_otherwise(engine: Engine, profile: Profile, by: str) -> bool:
    """Whether the points of this property are those of others of the same nodes, exchanged."""
    as_told = exchanged = 0
    for pair in profile.coordinates:
        for row in engine.rows(_BOTH_WAYS % (by, *pair)):
            told, points = _point_of(row), _shape(row["shape"])
            if told and len(points) == 1:
                (x, y), (longitude, latitude) = points[0], told
                as_told += _are_beside((x, y), (longitude, latitude))
                exchanged += _are_beside((y, x), (longitude, latitude))
    # where the two numbers are alike, either order is right
    return exchanged > 0 and as_told <= exchanged / 10


def _are_beside(one: Point, other: Point) -> bool:
    return all(
        abs(first - second) < _BESIDE for first, second in zip(one, other, strict=True)
    )


@dataclass(frozen=True)
class Places:
    """The things with a place, and those whose places are no degrees on the earth."""

    located: list[Located]
    left: list[Term]
    stated: int = 0
    """Of how many places these are a sample; 0 where they are all."""


def located_things(
    engine: Engine, profile: Profile, index: Index, turned: Container[str] = ()
) -> Places:
    """All things with a place, or a sample of them.

    It was drawn by lot with the index, but for lists of coordinates, of which the first
    are taken.

    Of the properties that are `turned` latitude and longitude are exchanged.
    """
    rows: list[tuple[Row, bool]] = []
    drawn = lots(profile)
    for latitude, longitude in profile.coordinates:
        some = (
            _rows_of_sample(index, latitude, "latitude", "longitude")
            if latitude in drawn
            else engine.rows(_POINTS % (latitude, longitude))
        )
        rows += [(row, latitude in turned) for row in some]
    for by in profile.shapes:
        some = (
            _rows_of_sample(index, by, "shape")
            if by in drawn
            else engine.rows(_SHAPES % (by, ""))
        )
        rows += [(row, by in turned) for row in some]
    lists = _lists(engine, profile)
    for by in profile.coordinate_lists:
        some = engine.rows(_SHAPES % (by, f"LIMIT {MOST_SHAPES}"))
        rows += [(row, False) for row in some]
    located, left = _things_of(rows, index, lists)
    return Places(located, left, _number_stated(profile))


def all_located(profile: Profile) -> dict[NamedNode, str]:
    """By each property of places a query for all that it places."""
    queries = {
        NamedNode(by): f"SELECT * {{ ?thing <{by}> ?latitude ; <{other}> ?longitude }}"
        for by, other in profile.coordinates
    }
    shaped = (*profile.shapes, *profile.coordinate_lists)
    return queries | {
        NamedNode(by): f"SELECT * {{ ?thing <{by}> ?place }}" for by in shaped
    }


def _rows_of_sample(index: Index, by: str, *names: str) -> list[Row]:
    """The places of a property that the index has drawn, as an engine gives them."""
    rows: list[Row] = []
    for node, *words in index.ask(_DRAWN, by):
        values = map(Literal, words[: len(names)])
        rows.append({"node": NamedNode(node), **dict(zip(names, values, strict=True))})
    return rows


def _number_stated(profile: Profile) -> int:
    """How many places the properties state, where only a sample of one's is read."""
    known, shaped = profile.properties, [*profile.shapes, *profile.coordinate_lists]
    points = [known[by].count for by, _ in profile.coordinates]
    shapes = [known[by].count for by in shaped]
    are_all = (
        max(points, default=0) <= MOST_READ and max(shapes, default=0) <= MOST_SHAPES
    )
    return 0 if are_all else sum(points) + sum(shapes)


def _things_of(
    rows: list[tuple[Row, bool]], index: Index, lists: Lists
) -> tuple[list[Located], list[Term]]:
    """The things of rows with their places, and those that have none on the earth."""
    whose = owners_of((lead_of_row(row) for row, _ in rows), index)
    found: list[Located] = []
    left = dict[Term, None]()
    for row, is_turned in rows:
        thing = whose[lead_of_row(row)].thing
        places = list(_of_row(thing, row, is_turned, lists))
        found += places
        left |= dict.fromkeys([] if places else [thing])
    placed = {one.thing for one in found}
    return _each_once(found), [thing for thing in left if thing not in placed]


def place_of(
    engine: Engine,
    profile: Profile,
    this: NamedNode,
    parts: Iterable[NamedNode] = (),
    turned: Container[str] = (),
) -> list[Located]:
    """Where one thing is, by itself, by what belongs to it, or what it leads to for that."""
    if not (known := _patterns(profile, turned)):
        return []
    leading = "|".join(f"<{by}>" for by in profile.leading_to_places)
    way = _WAY if leading else _ITSELF

    def ways_from(*these: Term) -> str:
        return " UNION ".join(way.format(this=one, by=leading) for one in these)

    def rows(ways: str) -> list[Row]:
        return engine.rows(_OF_ONE.format(ways=ways, parts=" UNION ".join(known)))

    ways = ways_from(this, *parts)
    found = rows(ways)
    if not found and not profile.classes.keys().isdisjoint(GEOMETRIES):
        # whatever the property is called that leads to one
        nodes = [row["node"] for row in engine.rows(_GEOMETRIES_OF.format(this))]
        named = [node for node in nodes if isinstance(node, NamedNode)]
        ways = ways_from(*named)
        found = rows(ways) if named else []
    is_turned = [text_of(row["turned"]) == "true" for row in found]
    lists = _lists_in(found, engine, profile, f"{{ {ways} }}")
    places = (
        _of_row(this, row, turned, lists)
        for row, turned in zip(found, is_turned, strict=True)
    )
    return _each_once(chain.from_iterable(places))


def _each_once(places: Iterable[Located]) -> list[Located]:
    """Places without those that are the same, written as another property writes them."""
    found = dict[tuple[Term, str, int], Located]()
    for one in places:
        found.setdefault((one.thing, one.coordinates, len(one.points)), one)
    return list(found.values())


def _patterns(profile: Profile, turned: Container[str]) -> list[str]:
    """The ways in which a `?node` may say where it is."""
    pairs, shaped = profile.coordinates, [*profile.shapes, *profile.coordinate_lists]
    by_points = [_BY_POINT % (*pair, _boolean(pair[0] in turned)) for pair in pairs]
    return by_points + [_BY_SHAPE % (by, _boolean(by in turned)) for by in shaped]


def _lists_in(
    rows: Iterable[Row], engine: Engine, profile: Profile, nodes: str
) -> Lists:
    """The lists of some nodes, where rows have any."""
    has_lists = any(isinstance(row.get("shape"), BlankNode) for row in rows)
    return _lists(engine, profile, nodes) if has_lists else _NO_LISTS


def _lists(engine: Engine, profile: Profile, nodes: str = "") -> Lists:
    """The points of the lists that have coordinates, of all or some `?node`, by their heads."""
    found: dict[Term, list[Point]] = {}
    for by in profile.coordinate_lists:
        rows = engine.rows(CELLS.format(f"{nodes} ?node <{by}> ?list", MOST_SHAPES))
        found |= points_of_lists(rows)
    return found


def _boolean(is_true: bool) -> str:
    return "true" if is_true else "false"


def _of_row(
    thing: Term, row: Row, is_turned: bool, lists: Lists = _NO_LISTS
) -> Iterable[Located]:
    """The place that a row tells: its points that are on the earth."""
    pairs = [(y, x) if is_turned else (x, y) for x, y in _pairs(row, lists)]
    points = tuple(filter(_is_on_earth, pairs))
    if points:
        yield Located(thing, points)


def _pairs(row: Row, lists: Lists = _NO_LISTS) -> list[Point]:
    """The longitudes and latitudes of a row, as they are meant to stand in it."""
    if "shape" in row:
        return lists.get(row["shape"]) or _shape(row["shape"])
    point = _point_of(row)
    return [point] if point else []


def _point_of(row: Row) -> Point | None:
    """The point of a row that tells latitude and longitude; None where they are no numbers."""
    latitude, longitude = row["latitude"], row["longitude"]
    if isinstance(latitude, Literal) and isinstance(longitude, Literal):
        with suppress(ValueError):
            return float(longitude.value), float(latitude.value)
    return None


def _shape(shape: Term) -> list[Point]:
    """A shape of well-known text or GeoJSON: its points, in whatever parts.

    GeoSPARQL 1.1, sections 8.5.1 and 8.5.3. A latitude and a longitude are a point.
    """
    if not isinstance(shape, Literal):
        return []
    if shape.value.lstrip()[:1] == "{":
        return points_of_geojson(shape.value)
    if point := point_of(shape.value):
        return [point]
    system = _SYSTEM.match(shape.value)
    pairs = [(float(x), float(y)) for x, y in _PAIR.findall(shape.value)]
    if system and system[1].endswith(LATITUDE_FIRST):
        return [(x, y) for y, x in pairs]
    return pairs


def _is_on_earth(point: Point) -> bool:
    return abs(point[0]) <= 180 and abs(point[1]) <= 90
