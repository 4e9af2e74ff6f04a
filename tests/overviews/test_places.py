"""Places of any vocabulary: on the map, and on the page of the thing that has them."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from brought import site_of, words
from conftest import FOREIGN
from diplomatica.lookup.browsing import located
from diplomatica.lookup.browsing.located import Located, located_things, place_of
from diplomatica.lookup.browsing.spread import Dot, dots
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.terms import lots
from diplomatica.model.terms.places import longitudes_of
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.document.drawnmap import Map
from diplomatica.web.site import SITE

PAGE = {"Accept": "text/html"}
BASE = "https://example.org/news/"
_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
IN_WORDS = f"""
@prefix : <https://example.org/p/> . @prefix crm: <{_CRM}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:fort a crm:E53_Place ; rdfs:label "Fort" ; :note "POINT(1 2)" ;
    crm:P168_place_is_defined_by "POINT(26.53276 -33.30422)" .
:farm a crm:E53_Place ; rdfs:label "Farm" ; :note "north of the river", "by POINT (3 4)" ;
    crm:P168_place_is_defined_by "Point (24.2 -26.4)" .
"""
BROUGHT = """
@prefix : <https://example.org/news/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix locn: <http://www.w3.org/ns/locn#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .

:fire a :Event ; rdfs:label "Fire" ; schema:location :location1 .
:location1 a schema:Place ; schema:geo :geo1 .
:geo1 a schema:GeoCoordinates ; schema:latitude 49.84 ; schema:longitude 36.64 .
:car-park a :CarPark ; rdfs:label "Car park" ; locn:location :yard .
:yard a locn:Location ; rdfs:label "Yard" ; locn:geometry :yard-geometry .
:yard-geometry geo:lat "53.41" ; geo:long "-2.15" .
:sink a :Site ; rdfs:label "Sink" ; gsp:hasGeometry :sink-geometry .
:sink-geometry gsp:asWKT "POINT(14.36 40.95)"^^gsp:wktLiteral .
:mine a :Site ; rdfs:label "Mine" ; geo:location [ geo:lat "-33.5" ; geo:long "18.5" ] .
:well a :Site ; rdfs:label "Well" ; gsp:hasGeometry [ gsp:asWKT "POINT (31.2 29.8)" ] .
:shared-a a :Site ; rdfs:label "A" ; schema:geo :shared .
:shared-b a :Site ; rdfs:label "B" ; schema:geo :shared .
:shared schema:latitude 1 ; schema:longitude 2 .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("places")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "places.ttl").write_text(BROUGHT, "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


def test_a_text_that_is_wholly_a_shape_is_a_place_whatever_its_property(
    tmp_path: Path,
) -> None:
    (tmp_path / "places.ttl").write_text(IN_WORDS, "utf-8")
    release = build(bundle((tmp_path / "places.ttl",)), tmp_path / "releases")
    site = create_app(release)
    profile = site.extensions[SITE].profile
    assert profile.shapes == [f"{_CRM}P168_place_is_defined_by"]
    assert profile.has_places
    told = words(site.test_client(), "/fort")
    assert "33.3042° S, 26.5328° E" in told


def test_a_place_is_that_of_the_thing_that_leads_there(site: FlaskClient) -> None:
    shared = site.application.extensions[SITE]
    places = located_things(shared.engine, shared.profile, shared.index).located
    found = {str(one.thing).strip("<>"): one.centre for one in places}
    assert found == {
        f"{BASE}fire": (36.64, 49.84),
        f"{BASE}yard": (-2.15, 53.41),
        f"{BASE}sink": (14.36, 40.95),
        f"{BASE}mine": (18.5, -33.5),
        f"{BASE}well": (31.2, 29.8),
        f"{BASE}shared": (2.0, 1.0),
    }


def test_the_map_names_and_links_the_things(site: FlaskClient) -> None:
    page = site.get("/browse/places", headers=PAGE).text
    assert '<a href="/fire" title="https://example.org/news/fire">Fire</a>' in page
    assert '<a href="/sink"><title>Sink</title>' in page
    names = re.findall(
        r'<text [^>]*text-anchor="(start|end)">([A-Z][^<]*)</text>', page
    )
    assert ("start", "Sink") in names
    assert ("end", "Fire") in names
    assert "geometry" not in words(site, "/browse/places")


@pytest.mark.parametrize(
    ("path", "coordinates"),
    [
        ("/fire", "49.84° N, 36.64° E"),
        ("/car-park", "53.41° N, 2.15° W"),
        ("/yard", "53.41° N, 2.15° W"),
        ("/sink", "40.95° N, 14.36° E"),
        ("/mine", "33.5° S, 18.5° E"),
        ("/well", "29.8° N, 31.2° E"),
        ("/geo1", "49.84° N, 36.64° E"),
        ("/shared-b", "1° N, 2° E"),
    ],
)
def test_the_page_of_a_thing_shows_where_it_is(
    path: str, coordinates: str, site: FlaskClient
) -> None:
    assert coordinates in words(site, path)
    page = site.get(path, headers=PAGE).text
    assert page.count('<svg class="map small"') == 1
    assert page.count("<circle") == 1


def test_a_map_of_nothing_on_the_earth_says_so(tmp_path: Path) -> None:
    file = tmp_path / "far.nt"
    geo = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    file.write_text(f'<x:a> <{geo}lat> "95.3" .\n<x:a> <{geo}long> "12" .\n', "utf-8")
    site = create_app(build(bundle((file,)), tmp_path / "releases")).test_client()
    assert "on a map" in words(site, "/")
    told = words(site, "/browse/places")
    assert "none of them is in degrees on the earth" in told
    assert "0 things with a place" in told


def test_what_has_no_place_shows_no_map(site: FlaskClient) -> None:
    shared = site.application.extensions[SITE]
    nowhere = NamedNode(f"{BASE}CarPark")
    assert place_of(shared.engine, shared.profile, nowhere) == []
    assert "map small" not in site.get("/CarPark", headers=PAGE).text


def test_what_no_map_can_show_is_counted_and_named(tmp_path: Path) -> None:
    file = tmp_path / "odd.ttl"
    file.write_text(
        """@prefix : <https://example.org/p/> .
        @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
        :here geo:lat "51.1" ; geo:long "71.4" .
        :metres geo:lat 5663000 ; geo:long 7948000 . :words geo:lat "north" ; geo:long "x" .""",
        "utf-8",
    )
    site = create_app(build(bundle((file,)), tmp_path / "releases")).test_client()
    told = words(site, "/browse/places")
    assert "1 thing with a place" in told
    left = told.partition("2 more things have coordinates that are no degrees")[2]
    assert {"metres", "words"} <= set(left.replace(",", " ").split())


def test_a_map_lists_its_things_in_order_and_says_where_its_lines_are(
    tmp_path: Path,
) -> None:
    head = "@prefix : <https://e.org/p/> . @prefix schema: <https://schema.org/> ."
    named = 'schema:name "Mill {0}" ;'
    lines = [
        f":x{n} {named.format(n) if n < 12 else ''} schema:latitude {40 + n} ; "
        f"schema:longitude {n - 8} ."
        for n in (13, 11, 2, 5)
    ]
    (tmp_path / "mills.ttl").write_text("\n".join([head, *lines]), "utf-8")
    release = build(bundle((tmp_path / "mills.ttl",)), tmp_path / "releases")
    site = create_app(release).test_client()
    assert "4 things with a place Mill 2 Mill 5 Mill 11 x13" in words(
        site, "/browse/places"
    )
    page = site.get("/browse/places", headers=PAGE).text
    for line in (">4° W</text>", ">0°</text>", ">4° E</text>", ">44° N</text>"):
        assert line in page, line


def stops() -> str:
    geo = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    name = "http://xmlns.com/foaf/0.1/name"
    return "\n".join(
        f'<x:{n}> <{geo}lat> "{50 + n // 50}" ; <{geo}long> "{n % 50}" ; <{name}> "Stop {n}" .'
        for n in range(650)
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(stops(), tmp_path_factory.mktemp("stops"))


def test_many_places_are_listed_page_by_page_and_their_dots_named(
    many: FlaskClient,
) -> None:
    page = many.get("/browse/places", headers=PAGE).text
    assert page.count("<circle") == 650
    assert "<title>Stop 649</title>" in page
    assert "650 things with a place" in page
    assert "Page 1 of 3" in page
    told = words(many, "/browse/places", page="3").partition("with a place ")[2]
    assert told.startswith("Stop 600 ")
    assert "Stop 649" in told
    for page in ("0", "4", "x"):
        asked = many.get("/browse/places", query_string={"page": page}, headers=PAGE)
        assert asked.status_code == 404


def test_more_places_than_are_read_are_drawn_by_lot_and_all_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "MOST_READ", 100)
    monkeypatch.setattr(located, "MOST_READ", 100)
    many = site_of(stops(), tmp_path)
    page = many.get("/browse/places", headers=PAGE).text
    told = words(many, "/browse/places")
    (query,) = re.findall(r'href="(/sparql[^"]*)">latitude<', page)
    rows = many.get(query.replace("&amp;", "&"), headers={"Accept": "text/csv"}).text
    assert len(rows.splitlines()) == 651
    found = re.search(r"Of 650 places that are stated .* listed, (\d+) things", told)
    assert found
    assert 30 < int(found[1]) < 110
    shown = re.findall(r"Stop (\d+)", told.partition("with a place")[2])
    assert len(shown) == int(found[1])
    assert {int(number) // 130 for number in shown} == {0, 1, 2, 3, 4}


def test_a_blank_place_that_is_drawn_by_lot_is_that_of_whoever_leads_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "MOST_SHAPES", 4)
    monkeypatch.setattr(located, "MOST_SHAPES", 4)
    gsp = "http://www.opengis.net/ont/geosparql#"
    text = "\n".join(
        f"<https://e.org/{n}> <{gsp}hasGeometry> [ <{gsp}asWKT> "
        f'"POINT({n} {n})"^^<{gsp}wktLiteral> ] .'
        for n in range(40)
    )
    told = words(site_of(text, tmp_path), "/browse/places")
    found = re.search(r"Of 40 places .* listed, (\d+) thing", told)
    assert found
    assert 1 <= int(found[1]) <= 8


def test_a_dot_stands_for_those_near_it_where_there_are_too_many() -> None:
    town = [Located(NamedNode(f"x:{n}"), ((n % 50, n // 50),)) for n in range(2500)]
    few = dots(town, 300)
    assert sum(one.count for one in few) == 2500
    assert 100 < len(few) <= 300
    assert {(one.centre[0] > 25, one.centre[1] > 25) for one in few} == {
        (east, north) for east in (True, False) for north in (True, False)
    }
    same = [Located(NamedNode(f"x:{n}"), ((7.0, 50.0),)) for n in range(3)]
    assert [one.count for one in dots(same, 2)] == [3]


def test_a_map_of_a_town_is_as_large_as_the_town() -> None:
    town = [Located(NamedNode("x:a"), ((13.0 + n / 100, 52.0),)) for n in range(8)]
    drawn = Map(dots(town, 8))
    assert drawn.width == pytest.approx(0.084)
    assert drawn.height < drawn.width
    assert len(drawn.meridians) >= 3
    assert drawn.longitude(drawn.meridians[1]) == "13.02° E"


@pytest.mark.parametrize("north", [0.01, 1.0, 60.0])
@pytest.mark.parametrize("east", [0.001, 0.2, 3.0, 170.0])
def test_the_labels_of_a_map_do_not_overlap(east: float, north: float) -> None:
    corners = ((-east / 2, -north), (east / 2, north))
    drawn = Map([Dot(Located(NamedNode("x:a"), (corner,))) for corner in corners])
    ends = [
        (x, len(drawn.longitude(x)) * drawn.size * 0.6 / 2)
        for x in drawn.meridians_told
    ]
    for (x, half), (other, other_half) in pairwise(ends):
        assert x + half < other - other_half
    assert all(other - y >= drawn.size for y, other in pairwise(drawn.parallels_told))
    assert drawn.parallels_told


NAMED = """
@prefix : <https://example.org/m/> . @prefix o: <https://example.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sf: <http://www.opengis.net/ont/sf#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
:mill rdfs:label "Mill" ; o:shape :mill-at .
:mill-at a sf:Point ; rdfs:label "Location of Mill" ; gsp:asWKT "POINT(14 40)"^^gsp:wktLiteral .
:weir rdfs:label "Weir" ; gsp:hasGeometry :weir-at .
:weir-at a gsp:Geometry ; rdfs:label "Location of Weir" ; gsp:asWKT "POINT(15 41)"^^gsp:wktLiteral .
:survey rdfs:label "Survey" ; dcterms:spatial :rome .
:rome a o:City ; rdfs:label "Rome" ; geo:lat "41.9" ; geo:long "12.5" .
"""


def test_a_named_geometry_is_told_as_the_thing_that_leads_to_it(tmp_path: Path) -> None:
    (tmp_path / "mills.ttl").write_text(NAMED, "utf-8")
    release = build(bundle((tmp_path / "mills.ttl",)), tmp_path / "releases")
    site = create_app(release).test_client()
    told = words(site, "/browse/places")
    assert told.partition("3 things with a place ")[2] == "Mill Rome Weir"
    for path, where in (
        ("/mill", "40° N, 14° E"),
        ("/weir", "41° N, 15° E"),
        ("/survey", "41.9° N, 12.5° E"),
        ("/rome", "41.9° N, 12.5° E"),
    ):
        assert where in words(site, path), path


@pytest.mark.parametrize("kind", ["degrees", "shapes"])
def test_what_is_surely_exchanged_is_drawn_as_it_is_meant_and_told(
    kind: str, tmp_path: Path
) -> None:
    geo = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    gsp = "http://www.opengis.net/ont/geosparql#"
    said = {
        "degrees": f'<x:a{{0}}> <{geo}lat> "11{{0}}.4" ; <{geo}long> "39.{{0}}" .\n',
        "shapes": f'<x:a{{0}}> <{gsp}asWKT> "POINT(39.{{0}} 11{{0}}.4)"^^<{gsp}wktLiteral> .\n',
    }[kind]
    text = "".join(said.format(n % 10) for n in range(10))
    (tmp_path / "towns.ttl").write_text(text, "utf-8")
    release = build(bundle((tmp_path / "towns.ttl",)), tmp_path / "releases")
    site = create_app(release).test_client()
    told = words(site, "/browse/places")
    assert "10 things with a place" in told
    assert "latitude and longitude are exchanged in the data" in told
    page = words(site, f"/about?iri={quote('x:a3')}")
    assert "39.3° N, 113.4° E" in page
    assert "latitude and longitude are exchanged in the data" in page


@pytest.mark.parametrize(
    ("latitude", "longitudes"),
    [
        ("e:hasLatitude", ("e:hasLongitude",)),
        ("e:lat", ("e:long", "e:lon", "e:lng")),
        ("e:latitud", ("e:longitud",)),
        ("e:Latitudine", ("e:Longitudine",)),
        ("e:breitengrad", ("e:laengengrad", "e:längengrad")),
        ("e:flat", ()),
        ("e:latitudes", ()),
    ],
)
def test_a_latitude_is_known_by_its_name_in_several_languages(
    latitude: str, longitudes: tuple[str, ...]
) -> None:
    assert longitudes_of(latitude) == longitudes


GEOJSON = """
@prefix : <https://e.org/p/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geojson: <https://purl.org/geojson/vocab#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
:quay a :Site ; rdfs:label "Quay" ;
    geojson:geometry [ a geojson:Point ; geojson:coordinates ( 13.5e0 59.2e0 4 ) ] .
:pond a :Site ; rdfs:label "Pond" ; geojson:geometry [ a geojson:Polygon ;
    geojson:coordinates ( ( ( 10.0 50.0 ) ( 12.0 50.0 ) ( 12.0 52.0 ) ( 10.0 50.0 ) ) ) ] .
:sink a :Site ; rdfs:label "Sink" ; gsp:hasGeometry [ gsp:asGeoJSON
    "{\\"type\\": \\"Point\\", \\"coordinates\\": [14.36, 40.95]}"^^gsp:geoJSONLiteral ] .
:odd a :Site ; rdfs:label "Odd" ; gsp:hasGeometry [ gsp:asGeoJSON "{no"^^gsp:geoJSONLiteral ] .
"""


def test_places_of_geojson_are_on_the_map(tmp_path: Path) -> None:
    site = site_of(GEOJSON, tmp_path)
    page = words(site, "/browse/places")
    for name in ("Quay", "Pond", "Sink"):
        assert name in page
    assert "59.2° N, 13.5° E" in words(site, "/about", iri="https://e.org/p/quay")
    assert "40.95° N, 14.36° E" in words(site, "/about", iri="https://e.org/p/sink")
    release = site.application.extensions[SITE]
    (pond,) = place_of(
        release.engine, release.profile, NamedNode("https://e.org/p/pond")
    )
    assert pond.points == ((10, 50), (12, 50), (12, 52), (10, 50))


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 5000])
def test_what_is_no_number_of_a_page_is_not_found(page: str, many: FlaskClient) -> None:
    having = {"with": "http://www.w3.org/2003/01/geo/wgs84_pos#lat"}
    for path, asked in (("/browse", having), ("/browse/places", {})):
        answer = many.get(path, query_string={**asked, "page": page})
        assert (answer.status_code, answer.mimetype) == (
            404,
            "application/problem+json",
        )
        first = many.get(path, query_string={**asked, "page": "0001"}, headers=PAGE)
        assert (first.status_code, first.mimetype) == (200, "text/html")
