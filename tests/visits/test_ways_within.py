"""Where links of a page lead: to what this site says, and only behind it elsewhere."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

TEXT = """
@prefix : <https://port.org/id/> . @prefix o: <https://own.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a a o:Boat ; rdfs:label "Ark" ; o:size 3 ; o:made <https://yard.org/b> .
"""
HTML = {"Accept": "text/html"}


def page(site: FlaskClient, path: str, **arguments: str) -> str:
    return site.get(path, headers=HTML, query_string=arguments or None).text


def test_kinds_and_properties_in_use_lead_to_their_pages_here(tmp_path: Path) -> None:
    site = site_of(TEXT, tmp_path)
    told = page(site, "/a")
    for term in ("Boat", "size"):
        iri = f"https://own.org/terms#{term}"
        assert f'href="/about?iri={iri.replace("#", "%23")}"' in told
        assert "open it where it is" in words(site, "/about", iri=iri)
    assert 'href="https://yard.org/b"' in told


def test_the_menu_marks_about_only_where_it_is_open(tmp_path: Path) -> None:
    site = site_of(TEXT, tmp_path)
    there = 'href="/about" aria-current="page"'
    assert there in page(site, "/about")
    assert there not in page(site, "/about", iri="https://own.org/terms#Boat")


def test_what_rests_on_a_file_alone_speaks_of_no_source(tmp_path: Path) -> None:
    site = site_of(TEXT, tmp_path)
    assert "source" not in words(site, "/a")
    told = page(site, "/a")
    address = told.partition('<a class="permalink alone" href="')[2].partition('"')[0]
    assert 'aria-label="This statement by itself">#</a>' in told
    assert "The triple" in words(site, address)


@pytest.mark.parametrize("count", [3, 15])
def test_what_leads_here_by_two_properties_is_told_once(
    count: int, tmp_path: Path
) -> None:
    boats = "".join(
        f':b{n:02} rdfs:label "B{n:02}" ; o:home :a ; o:isIn :a .' for n in range(count)
    )
    told = words(site_of(TEXT + boats, tmp_path), "/a")
    assert f"is home of · is in : this {count} B00 B01" in told
    assert told.count("B01") == 1


def test_what_but_one_property_leads_from_is_told_apart(tmp_path: Path) -> None:
    boats = "".join(
        f":b{n:02} o:home :a . :b{n if n < 14 else 20:02} o:isIn :a ."
        for n in range(15)
    )
    assert "is home of 15 " in words(site_of(TEXT + boats, tmp_path), "/a")


def test_what_leads_both_ways_is_told_once(tmp_path: Path) -> None:
    crew = "".join(f':p{n} rdfs:label "P{n}" ; o:sails :a .' for n in range(3))
    both = f"{crew} :a o:crew :p0, :p1, :p2 ; o:master :p0 ."
    told = words(site_of(TEXT + both, tmp_path), "/a").partition("Take it")[0]
    assert "crew · sails : this P0 # P1 # P2 #" in told
    assert (told.count("P2"), "What leads here" in told) == (1, False)


def test_a_licence_elsewhere_says_where_it_is(tmp_path: Path) -> None:
    by, own = "https://creativecommons.org/licenses/by/4.0/", "https://l.org/x"
    licence = "<http://purl.org/dc/terms/license>"
    told = f":b {licence} <{by}> . :c {licence} <{by}> , <{own}> . "
    site = site_of(f'{TEXT}{told} <{own}> rdfs:label "House rules" .', tmp_path)
    assert "CC BY 4.0 (creativecommons.org) 2 House rules 1" in words(site, "/")
    assert f'<a href="/about?iri={own}">House rules' in page(site, "/")
    assert f'<a href="{by}" rel="license">' in page(site, "/")
