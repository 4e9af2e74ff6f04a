"""Every count beside a year or a decade is that of the things which it leads to."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from brought import site_of

PAGE = {"Accept": "text/html"}
HEAD = """
@prefix : <https://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
"""
FACETED = re.compile(
    r'<a [^>]*href="([^"]*/browse\?[^"]*)"[^>]*>(.*?)</a>(?=(.{0,120}))', re.S
)


def year(number: int) -> str:
    return f"-{-number:04}" if number < 0 else f"{number:04}"


def of_type(name: str, texts: Iterable[str]) -> list[str]:
    return [f'"{text}"^^{name}' for text in texts]


DATED = {
    "Hundred": of_type("xsd:gYear", map(year, range(100, 160))),
    "Day": of_type("xsd:date", (f"{year(n)}-03-04" for n in range(40, 120))),
    "Wide": of_type("xsd:gYear", map(year, range(0, 2000, 25))),
    "Coin": of_type("xsd:gYear", map(year, range(-300, -240))),
    "Turn": of_type("xsd:gYear", map(year, range(-20, 20))),
    "Late": of_type("xsd:gYear", map(str, range(9960, 10040))),
    "Month": of_type("xsd:gYearMonth", (f"{1900 + n % 27}-05" for n in range(80))),
    "Zone": of_type("xsd:gYear", (f"{n}Z" for n in range(1900, 1940))),
    "Number": [str(n) for n in range(1900, 1960)],
    "Mixed": [
        f'"{1900 + n}"^^xsd:gYear, "{1905 + n}-05-05"^^xsd:date' for n in range(60)
    ],
    "Few": of_type("xsd:gYear", (f"{1900 + n % 20}" for n in range(60))),
    "Film": of_type(
        "edtf:EDTF",
        (("193X", "1934", "1935?", "194X", "1942-05")[n % 5] for n in range(60)),
    ),
    "Picture": of_type("edtf:EDTF", (f"{1900 + n}-05" for n in range(60))),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    lines = [
        f':{kind}{n} a :{kind} ; rdfs:label "{kind} {n}" ; :{kind.lower()}Year {value} .'
        for kind, values in DATED.items()
        for n, value in enumerate(values)
    ]
    return site_of("\n".join([HEAD, *lines]), tmp_path_factory.mktemp("decades"))


def facets(site: FlaskClient, address: str) -> Iterator[tuple[str, int, str]]:
    """What is offered at an address: its words, its count and where it leads."""
    told = site.get(address, headers=PAGE).text.partition("Narrow down")[2]
    for link, words, after in FACETED.findall(told):
        if count := re.search(r">\s*([\d,]+)\s*<", after):
            number = int(count[1].replace(",", ""))
            yield unescape(re.sub("<[^>]+>", "", words)).strip(), number, unescape(link)


def things(site: FlaskClient, address: str) -> int:
    told = re.sub(r"<[^>]+>", " ", site.get(address, headers=PAGE).text)
    (found,) = re.findall(r"([\d,]+) things?\b", told)[:1]
    return int(found.replace(",", ""))


def of_kind(kind: str) -> str:
    return f"/browse?kind={quote(f'https://e.org/{kind}', safe='')}"


@pytest.mark.parametrize("kind", DATED)
def test_what_is_counted_is_what_it_leads_to(kind: str, site: FlaskClient) -> None:
    offered = [*facets(site, of_kind(kind))]
    assert offered
    for words, count, link in offered:
        assert (words, things(site, link)) == (words, count)
        for inner, inner_count, further in facets(site, link):
            assert (inner, things(site, further)) == (inner, inner_count)


@pytest.mark.parametrize("kind", [one for one in DATED if one != "Mixed"])
def test_what_has_a_date_is_in_one_year_or_decade(kind: str, site: FlaskClient) -> None:
    counts = [count for _, count, _ in facets(site, of_kind(kind))]
    assert sum(counts) == len(DATED[kind])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Hundred", ["100–109", "110–119", "120–129", "130–139", "140–149", "150–159"]),
        ("Coin", ["250–241 BCE", "260–251 BCE", "270–261 BCE", "280–271 BCE"]),
        ("Turn", ["1–9", "10–1 BCE", "10–19", "20–11 BCE", "30–21 BCE"]),
        ("Late", ["10000–10009", "9990–9999"]),
        ("Month", ["1900", "1926"]),
        ("Zone", ["1900–1909", "1930–1939"]),
        ("Few", ["1900", "1919"]),
        ("Film", ["1930–1939", "1934", "May 1942"]),
        ("Picture", ["1900–1909", "1950–1959"]),
    ],
)
def test_years_are_told_as_readers_count(
    kind: str, words: list[str], site: FlaskClient
) -> None:
    offered = [one for one, _, _ in facets(site, of_kind(kind))]
    assert [one for one in words if one not in offered] == []


def test_the_years_of_a_decade_are_those_within_it(site: FlaskClient) -> None:
    decades = {words: link for words, _, link in facets(site, of_kind("Mixed"))}
    within = [words for words, _, _ in facets(site, decades["1930–1939"])]
    assert sorted(within) == [str(n) for n in range(1930, 1940)]
