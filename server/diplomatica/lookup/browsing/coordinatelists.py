"""Coordinates that stand in lists of numbers, as GeoJSON-LD has them (RFC 7946, section 3)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from pyoxigraph import Literal

from diplomatica.engine import Row, Term

Point = tuple[float, float]
CELLS = """
SELECT ?list ?cell ?first ?rest {{
  {{ SELECT DISTINCT ?list {{ {} }} LIMIT {} }}
  ?list (rdf:rest|rdf:first)* ?cell . ?cell rdf:first ?first ; rdf:rest ?rest
}} LIMIT 200000"""
"""The query for all cells of the lists that a pattern finds as `?list`."""
_PAIR = 2
_DEEPEST = 4  # lists within lists, as a polygon of several parts has them
_Cells = Mapping[Term, tuple[Term, Term]]


def points_of_lists(rows: Iterable[Row]) -> dict[Term, list[Point]]:
    """The longitudes and latitudes of lists, in their order, by the heads of these."""
    cells, heads = dict[Term, tuple[Term, Term]](), dict[Term, None]()
    for row in rows:
        cells[row["cell"]] = row["first"], row["rest"]
        heads[row["list"]] = None
    return {head: list(_points(head, cells, _DEEPEST)) for head in heads}


def points_of_geojson(text: str) -> list[Point]:
    """The longitudes and latitudes of a literal of GeoJSON; none of what is none."""
    with suppress(ValueError, RecursionError):
        return list(_points_in(json.loads(text)))
    return []


def _points(head: Term, cells: _Cells, deepest: int) -> Iterator[Point]:
    """The points of a list: of numbers one, of lists those of each."""
    members = list(_members(head, cells))
    numbers = [one.value for one in members if isinstance(one, Literal)]
    if len(numbers) >= _PAIR:
        with suppress(ValueError):
            yield float(numbers[0]), float(numbers[1])
        return
    for one in members:
        if deepest and one in cells:
            yield from _points(one, cells, deepest - 1)


def _members(head: Term, cells: _Cells) -> Iterator[Term]:
    """The members of a list, which ends where it comes back to a cell of its own."""
    seen = set[Term]()
    while head in cells and head not in seen:
        seen.add(head)
        first, head = cells[head]
        yield first


def _points_in(part: object) -> Iterator[Point]:
    """The points in a part of GeoJSON, whatever geometry or feature it is."""
    if isinstance(part, dict):
        for name in ("coordinates", "geometry", "geometries", "features"):
            yield from _points_in(part.get(name))
    elif isinstance(part, list):
        numbers = [one for one in part if isinstance(one, int | float)]
        if len(numbers) >= _PAIR:
            yield float(numbers[0]), float(numbers[1])
        else:
            for one in part:
                yield from _points_in(one)
