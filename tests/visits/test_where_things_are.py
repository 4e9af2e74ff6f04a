"""A place that two properties tell is one place, whatever the order of its numbers."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

STATIONS = {
    "Bank": (51.513, -0.09),
    "Epping": (51.694, 0.114),
    "Chesham": (51.71, -0.612),
}
PREFIXES = """
@prefix : <https://lines.org/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix locn: <http://www.w3.org/ns/locn#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
"""
STATION = """
:{name} a :Station ; rdfs:label "{name}" ; geo:location :{name}Point .
:{name}Point a geo:Point ; geo:lat {north} ; geo:long {east} ;
  locn:geometry "POINT ({shape})"^^gsp:wktLiteral .
"""


def stations(shape: str, path: Path) -> FlaskClient:
    """A site of stations whose points are told by degrees, and by a shape beside."""
    told = [
        STATION.format(
            name=name,
            north=north,
            east=east,
            shape=shape.format(north=north, east=east),
        )
        for name, (north, east) in STATIONS.items()
    ]
    return site_of(PREFIXES + "".join(told), path)


def test_a_shape_is_turned_where_degrees_beside_it_tell_otherwise(
    tmp_path: Path,
) -> None:
    site = stations("{north} {east}", tmp_path)
    told = words(site, "/browse/places")
    assert "3 things with a place Bank Chesham Epping" in told
    assert "latitude and longitude are exchanged in the data" in told
    page = words(site, "/Epping")
    assert "51.694° N, 0.114° E" in page
    assert "0.114° N" not in page


@pytest.mark.parametrize("shape", ["{east} {north}", "{east}0 {north}00"])
def test_a_place_that_is_told_twice_stands_once(shape: str, tmp_path: Path) -> None:
    site = stations(shape, tmp_path)
    assert "exchanged" not in words(site, "/browse/places")
    page = words(site, "/Bank")
    assert page.count("51.513° N, 0.09° W") == 1


def test_a_point_is_called_by_what_has_it(tmp_path: Path) -> None:
    points = "".join(
        f':s{n} a :Station ; rdfs:label "{name}" ; geo:location :u{n}4f .'
        f":u{n}4f a geo:Point ; geo:lat {north} ; geo:long {east} ."
        for n, (name, (north, east)) in enumerate(STATIONS.items())
    )
    site = site_of(PREFIXES + points, tmp_path)
    kind = "http://www.w3.org/2003/01/geo/wgs84_pos#Point"
    assert "Bank: u04f" in words(site, "/browse", kind=kind, **{"as": "table"})
    assert words(site, "/u04f").startswith("Point Bank: u04f")


@pytest.mark.parametrize("between", [",", ", ", " "])
def test_a_text_of_latitude_and_longitude_is_a_place(
    between: str, tmp_path: Path
) -> None:
    venues = "".join(
        f':v{n} a :Venue ; rdfs:label "{name}" ;'
        f' <http://www.georss.org/georss/point> "{north}{between}{east}" .'
        for n, (name, (north, east)) in enumerate(STATIONS.items())
    )
    site = site_of(PREFIXES + venues, tmp_path)
    assert "3 things with a place Bank Chesham Epping" in words(site, "/browse/places")
    assert "51.694° N, 0.114° E" in words(site, "/v1")


def test_texts_of_other_numbers_are_no_places(tmp_path: Path) -> None:
    sizes = "".join(
        f':s{n} a :Sheet ; rdfs:label "Sheet {n}" ; :size "{n}1.50 21.00" ; :at "A 1.25, 2.50" .'
        for n in range(4)
    )
    site = site_of(PREFIXES + sizes, tmp_path)
    assert (
        site.get("/browse/places", headers={"Accept": "text/html"}).status_code == 404
    )
