"""What is told one step away from a thing, or several: its place, its town, its time."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from brought import words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

OWN, BASE = "https://organs.net/own/", "https://organs.net/id/"
HEAD = f"""@prefix : <{BASE}> . @prefix o: <{OWN}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
TOWNS = ("Turin", "Turin", "Asti")


def organ(number: int) -> str:
    """An organ that leads to what is called by a code, within which all of it stands."""
    return f"""
:o{number} a o:Organ ; rdfs:label "Organ {number}" ; o:includes :o{number}-p9x .
:o{number}-p9x a o:Whole ; o:hasTimedLocation [ a o:TimedLocation ;
  o:hasLocation [ a o:Location ; o:latitude "4{number % 9}.1" ; o:longitude "8.5" ;
    o:hasAddress [ a o:Address ; o:hasCity "{TOWNS[number % 3]}" ] ] ;
  o:hasInterval [ a o:Interval ; o:startTime "{1900 + number}" ] ] .
"""


SEATS = """
:firm a o:Firm ; rdfs:label "Mascioni" ; o:hasLocation :s1 ; o:address :a77z .
:s1 a o:Seat ; rdfs:label "Cuvio" ; o:lat 45.9 ; o:lng 8.7 .
:a77z a o:PostalAddress ; o:street "Via Roma" .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("organs")
    text = HEAD + "".join(map(organ, range(12))) + SEATS
    (folder / "organs.ttl").write_text(text, "utf-8")
    release = build(bundle((folder / "organs.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_the_map_shows_things_by_coordinates_of_any_vocabulary(
    site: FlaskClient,
) -> None:
    told = words(site, "/browse/places")
    assert "13 things with a place Cuvio Organ 0 Organ 1 " in told
    assert "p9x" not in told


@pytest.mark.parametrize(
    ("path", "where"),
    [("/o3", "43.1° N, 8.5° E"), ("/s1", "45.9° N"), ("/firm", "45.9° N, 8.7° E")],
)
def test_the_page_of_a_thing_shows_where_it_is(
    path: str, where: str, site: FlaskClient
) -> None:
    assert where in words(site, path)


def test_dates_within_are_those_of_the_thing(site: FlaskClient) -> None:
    told = words(site, f"/browse/dates?by={quote(OWN + 'startTime')}")
    assert "1900 Organ 0" in told
    assert "p9x" not in told


def test_the_page_of_a_thing_tells_what_belongs_to_it(site: FlaskClient) -> None:
    told = words(site, "/o2")
    assert "has city Asti" in told
    assert "start time 1902" in told
    assert "street Via Roma" in words(site, "/firm")
    assert "has city" not in words(site, "/s1")


@pytest.mark.parametrize(
    ("times", "are_dates"),
    [
        (["0930", "1430", "1500", "1715"], False),
        (["2025-03-04", "2025-04-05"], True),
        (["1905", "1911"], True),
    ],
)
def test_times_of_a_day_are_no_years(
    times: list[str], are_dates: bool, tmp_path: Path
) -> None:
    said = "".join(f':e{n} o:startTime "{one}" .\n' for n, one in enumerate(times))
    (tmp_path / "days.ttl").write_text(HEAD + said, "utf-8")
    release = build(bundle((tmp_path / "days.ttl",)), tmp_path / "releases")
    page = create_app(release).test_client().get("/browse/dates")
    assert page.status_code == (200 if are_dates else 404)


def test_what_many_things_hang_on_is_no_owner_of_them(tmp_path: Path) -> None:
    said = "".join(
        f":list o:member :m{n} . :m{n} o:lat 4{n % 9} ; o:long 8 .\n" for n in range(60)
    )
    (tmp_path / "list.ttl").write_text(HEAD + said, "utf-8")
    release = build(bundle((tmp_path / "list.ttl",)), tmp_path / "releases")
    told = words(create_app(release).test_client(), "/browse/places")
    assert "60 things with a place m0 m1" in told


def test_what_has_no_address_is_listed_with_the_thing_that_leads_to_it(
    site: FlaskClient,
) -> None:
    told = words(site, f"/browse?kind={quote(OWN + 'Address')}")
    assert "Organ 2 , has address: has city Asti" in told
    page = site.get(f"/browse?kind={quote(OWN + 'Address')}").text
    assert '<a href="/o2"' in page


def test_what_stands_several_steps_away_narrows_things(site: FlaskClient) -> None:
    told = words(site, f"/browse?kind={quote(OWN + 'Organ')}")
    assert "has address: has city Turin 8 Asti 4" in told
    steps = ("includes", "hasTimedLocation", "hasLocation", "hasAddress", "hasCity")
    way = quote(" ".join(f"{OWN}{step}" for step in steps))
    narrowed = words(site, f"/browse?kind={quote(OWN + 'Organ')}&{way}=%22Asti%22")
    assert "4 things" in narrowed
    assert re.findall(r"Organ \d+", narrowed) == [f"Organ {n}" for n in (2, 5, 8, 11)]
