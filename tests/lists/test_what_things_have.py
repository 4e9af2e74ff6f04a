"""From a property to all things that have it, with its values, and the most of these first."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

SKOS = "http://www.w3.org/2004/02/skos/core#"
PREFIXES = """
@prefix : <https://terms.org/id/> . @prefix o: <https://terms.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
NAMES = {"Oak": 2, "Elm": 0, "Ash": 4, "Fir": 1, "Yew": 0, "Box": 2}
OWN = "https://terms.org/own#"


def term(name: str, others: int) -> str:
    also = "".join(f' ; skos:altLabel "{name} {n}"' for n in range(others))
    near = "Yew" if others else "Ash"
    return (
        f':{name} a skos:Concept ; skos:prefLabel "{name}" ; o:near :{near} {also} .\n'
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Six terms, four of which have other names, and leaves without any."""
    terms = "".join(term(name, others) for name, others in NAMES.items())
    leaves = "".join(f':l{n} a o:Leaf ; rdfs:label "Leaf {n}" .' for n in range(3))
    other = ':l4 skos:altLabel "Leaf" . :l5 skos:altLabel "Twig" .'
    return site_of(PREFIXES + terms + leaves + other, tmp_path_factory.mktemp("terms"))


def browse(**given: str) -> str:
    return f"/browse?{urlencode({key.rstrip('_'): one for key, one in given.items()})}"


def links(site: FlaskClient, address: str) -> dict[str, str]:
    """The addresses to which the links of a page lead, by their words."""
    text = site.get(address, headers={"Accept": "text/html"}).text
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {re.sub("<[^>]+>", "", name).strip(): unescape(one) for one, name in found}


def column(site: FlaskClient, address: str) -> list[str]:
    """The things of a table, from the first row to the last."""
    text = site.get(address, headers={"Accept": "text/html"}).text
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = re.findall(r"<tr><td>(.*?)</td>", body, re.DOTALL)
    return [re.sub("<[^>]+>", "", one).strip() for one in cells]


def test_a_kind_leads_to_those_that_have_a_property_seldom_said(
    site: FlaskClient,
) -> None:
    kind = browse(kind=f"{SKOS}Concept")
    assert "also called 4" in words(site, kind).partition("What is said by")[2]
    having = words(site, links(site, kind)["also called"])
    assert "4 things" in having
    assert "Ash Ash 0 , Ash 1 , Ash 2 and 1 more" in having
    assert "Elm" not in having.partition("Narrow down")[0]


def test_a_property_leads_to_all_things_that_have_it(site: FlaskClient) -> None:
    page = links(site, f"/about?{urlencode({'iri': f'{SKOS}altLabel'})}")
    assert "All 6 things, with their values" not in page  # all stand on the page
    told = words(site, browse(with_=f"{SKOS}altLabel"))
    assert "with “also called” × 6 things" in told
    assert "Leaf Leaf Oak Oak 0 , Oak 1" in told


def test_those_with_the_most_values_stand_first(site: FlaskClient) -> None:
    table = browse(with_=f"{SKOS}altLabel")
    most = links(site, table)["most values first"]
    assert column(site, most)[:4] == ["Ash", "Box", "Oak", "Fir"]
    assert "▼" in words(site, most)


def test_things_stand_in_the_order_of_the_names_of_what_they_lead_to(
    site: FlaskClient,
) -> None:
    kind = browse(kind=f"{SKOS}Concept", **{"as": "table"})
    rising = links(site, kind)["near"]
    assert column(site, rising)[:2] == ["Elm", "Yew"]
    assert column(site, links(site, rising)["near ▲"])[-2:] == ["Elm", "Yew"]


def test_a_property_of_more_than_a_page_leads_to_its_things(tmp_path: Path) -> None:
    many = "".join(
        f':t{n} a o:Tree ; rdfs:label "Tree {n}" ; o:seen "at {n}" , "by {n}" .'
        for n in range(20)
    )
    site = site_of(PREFIXES + many, tmp_path)
    page = links(site, f"/about?{urlencode({'iri': f'{OWN}seen'})}")
    told = words(site, page["All 20 things, with their values"])
    assert "20 things" in told
    assert "Tree 7 at 7 , by 7" in told
    first = words(site, page["those with the most values first"])
    assert "seen most values first ▼" in first


def test_values_without_an_address_are_counted_in_a_table(tmp_path: Path) -> None:
    places = "".join(
        f':p{n} a o:Place ; rdfs:label "Place {chr(65 + n)}" {" ; o:name [ o:is 1 ]" * n} .'
        for n in range(20)
    )
    site = site_of(PREFIXES + places, tmp_path)
    table = browse(with_=f"{OWN}name", order=f"-count {OWN}name", **{"as": "table"})
    assert "Place T 19 Place S 18 Place R 17" in words(site, table)
