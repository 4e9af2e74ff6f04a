"""A map on which many things lie in one blot shows them from closer, and leads there."""

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from brought import site_of, words
from diplomatica.lookup.browsing.blots import blots, box_of
from diplomatica.lookup.browsing.located import Located
from diplomatica.lookup.browsing.spread import Dot
from diplomatica.web.document.drawnmap import Map

HTML = {"Accept": "text/html"}
FAR = [(-120.0, 40.0), (100.0, 60.0), (30.0, -20.0)]
CLOSE = [(4.8 + n / 100, 52.3 + n % 3 / 50) for n in range(20)]


def located(points: list[tuple[float, float]]) -> list[Located]:
    return [
        Located(NamedNode(f"urn:p:{n}"), (point,)) for n, point in enumerate(points)
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    places = "".join(
        f':p{n} a :Place ; rdfs:label "Place {n}" ; geo:lat {y} ; geo:long {x} .'
        for n, (x, y) in enumerate([*FAR, *CLOSE])
    )
    text = f"""@prefix : <https://port.org/id/> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> . {places}"""
    return site_of(text, tmp_path_factory.mktemp("map"))


def test_a_blot_is_found_with_all_that_lies_in_it() -> None:
    ((box, count),) = blots(located([*FAR, *CLOSE]))
    assert count == len(CLOSE)
    assert all(map(box.holds, CLOSE))
    assert not any(map(box.holds, FAR))


@pytest.mark.parametrize(
    "points",
    [
        [*FAR, *CLOSE[:5]],
        [(1.0, 2.0)] * 40,
        [
            (float(x), float(y))
            for x in range(-170, 180, 20)
            for y in range(-80, 90, 20)
        ],
    ],
    ids=["few", "one place", "spread evenly"],
)
def test_there_is_none_where_a_map_shows_all(points: list[tuple[float, float]]) -> None:
    assert blots(located(points)) == []


def test_a_box_is_read_as_it_is_written() -> None:
    ((box, _),) = blots(located([*FAR, *CLOSE]))
    assert box_of(box.written) == box
    for wrong in ("1,2,3", "a,b,c,d", "5,1,4,2", "nan,0,1,1", "0,0,200,1"):
        with pytest.raises(ValueError, match=r"."):
            box_of(wrong)


def test_the_map_shows_most_things_from_closer_and_leads_to_them(
    site: FlaskClient,
) -> None:
    page = site.get("/browse/places", headers=HTML).text
    assert page.count('<svg class="map') == 2
    told = words(site, "/browse/places")
    assert "Closer: 20 things around “Place " in told
    (box, *_) = re.findall(r'href="\?box=([^"]+)"', page)
    closer = words(site, f"/browse/places?box={box}")
    assert "20 things with a place" in closer
    assert "All places on a map" in closer
    assert "Place 0 " not in closer


def test_a_box_with_nothing_in_it_is_not_found(site: FlaskClient) -> None:
    for box in ("1,1,2,2", "x"):
        answer = site.get("/browse/places", query_string={"box": box}, headers=HTML)
        assert answer.status_code == 404


def test_names_on_a_map_do_not_cover_each_other() -> None:
    points = [(0.0, 0.0), (1.0, 0.1), (6.0, 0.6), (9.0, 8.0), (0.0, 8.0)]
    drawn = Map([Dot(one) for one in located(points)])
    names = {f"urn:p:{n}": f"A rather long name {n}" for n in range(5)}
    told = [name for _, name in drawn.labelled(names, str)]
    assert "A rather long name 0" in told
    assert "A rather long name 1" not in told
    assert "A rather long name 4" in told
