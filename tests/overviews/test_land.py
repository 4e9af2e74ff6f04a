"""The outlines of the land that maps are drawn on: whole, and nowhere across the world."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import diplomatica.web

LAND = Path(diplomatica.web.__file__).parent / "static" / "land.svg"
Point = tuple[float, float]


def outlines() -> list[list[Point]]:
    """The closed lines of the drawing, as longitudes and latitudes."""
    (drawn,) = re.findall(r' d="([^"]*)"', LAND.read_text("utf-8"))
    lines = re.findall(r"M([^MZ]+)Z", drawn)
    assert len(lines) == drawn.count("M") > 100
    rings = [[tuple(map(float, at.split(","))) for at in one.split()] for one in lines]
    return [[(x, -y) for x, y in [*ring, ring[0]]] for ring in rings]


def windings(point: Point) -> int:
    """How often the lines go around a point: land is where that is not 0 (SVG 2, 13.4.2)."""
    (x, y), times = point, 0
    for ring in outlines():
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay <= y) != (by <= y):
                crossing = ax + (y - ay) * (bx - ax) / (by - ay)
                times += (1 if by > ay else -1) if crossing > x else 0
    return times


def test_no_edge_of_an_outline_goes_around_the_world() -> None:
    edges = [edge for ring in outlines() for edge in pairwise(ring)]
    assert [(a, b) for a, b in edges if abs(a[0] - b[0]) > 180] == []
    assert all(abs(x) <= 180 and abs(y) <= 90 for edge in edges for x, y in edge)


@pytest.mark.parametrize(
    ("where", "longitude", "latitude", "is_land"),
    [
        ("Greenland", -42, 72, True),
        ("Greenland, south", -45, 66.5, True),
        ("Siberia", 100, 66, True),
        ("Chukotka, east of 180°", -175, 66.8, True),
        ("Chukotka, west of 180°", 177, 67.5, True),
        ("Alaska", -155, 67, True),
        ("Lapland", 25, 67, True),
        ("Africa", 20, 16.5, True),
        ("Zambia", 28, -16.5, True),
        ("Bolivia", -64, -16.5, True),
        ("Australia", 134, -24, True),
        ("Australia, north", 134, -16.5, True),
        ("Antarctica", 0, -80, True),
        ("the Pacific", -150, 0, False),
        ("the Pacific at Fiji", -170, -16.5, False),
        ("the Atlantic", -30, 67, False),
        ("the Caspian Sea", 51, 42, False),
    ],
)
def test_what_is_land_is_drawn_as_land(
    where: str, longitude: float, latitude: float, is_land: bool
) -> None:
    assert bool(windings((longitude + 1e-4, latitude + 1e-4))) == is_land, where
