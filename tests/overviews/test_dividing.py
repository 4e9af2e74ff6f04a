"""By what the things of one kind are narrowed, among many kinds and properties."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from brought import site_of
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

GRID = "https://example.org/grid#"
HEAD = f"""
@prefix : <https://example.org/n/> . @prefix g: <{GRID}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def grid() -> str:
    """A network of 40 consumers, among many other things of many properties."""
    lines = [HEAD]
    for n in range(200):
        said = " ; ".join(f'g:p{by} "{n % (3 + by)}"' for by in range(30))
        lines.append(f":line{n} a g:Line ; {said} .")
    for n in range(40):
        phase, answer = ("AB" if n < 4 else "ABC"), n % 3
        unit = f"00000000-0000-4000-8000-0000000000{n // 3:02x}"
        lines.append(
            f':use{n} a g:Consumer ; rdfs:label "Use {n}" ; g:phase <{GRID}Phase.{phase}> ; '
            f'g:p {n % 7}.5 ; g:answer <#answer-{answer}> ; g:unit "{unit}" ; '
            f"g:node <urn:uuid:{unit}> ; g:name 'x{n}' ; g:in <#b{n % 2}> ; "
            f"skos:broader <#b{n % 2}> {'; owl:deprecated true' if n % 8 == 0 else ''} ."
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def facets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("grid")
    (folder / "grid.ttl").write_text(grid(), "utf-8")
    release = build(bundle((folder / "grid.ttl",)), folder / "releases")
    return facets_of(create_app(release).test_client(), f"{GRID}Consumer")


def facets_of(site: FlaskClient, kind: str) -> dict[str, str]:
    """The facets of a kind, each with its values and counts."""
    answer = site.get(f"/browse?kind={quote(kind, safe='')}")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    narrow = answer.text.partition('id="narrow"')[2].partition("</aside>")[0]
    found = re.findall(r'<h3 title="([^"]*)">.*?</h3>(.*?)</ul>', narrow, re.DOTALL)
    bare = [(by, unescape(re.sub("<[^>]+>", " ", values))) for by, values in found]
    return {by.removeprefix(GRID): " ".join(values.split()) for by, values in bare}


def test_what_divides_a_kind_is_found_among_what_others_say_more_often(
    facets: dict[str, str],
) -> None:
    assert re.findall(r"\d+(?= |$)", facets["phase"])[-2:] == ["36", "4"]
    assert facets["p"].startswith("0.5 6 1.5 6")
    assert re.findall(r" (\d+)(?= |$)", facets["answer"]) == ["14", "13", "13"]
    assert not any(by.startswith("p") and by[1:].isdigit() for by in facets)


def test_what_an_eighth_of_a_kind_says_narrows_it(facets: dict[str, str]) -> None:
    assert facets["http://www.w3.org/2002/07/owl#deprecated"] == "true 5"


def test_values_that_nobody_can_read_narrow_nothing(facets: dict[str, str]) -> None:
    assert not {"unit", "node", "name"} & facets.keys()


def test_two_facets_of_the_same_values_are_one(facets: dict[str, str]) -> None:
    alike = {"in", "http://www.w3.org/2004/02/skos/core#broader"} & facets.keys()
    assert len(alike) == 1


def test_an_identifier_that_has_a_name_narrows(tmp_path: Path) -> None:
    unit = "urn:uuid:00000000-0000-4000-8000-00000000000{}"
    lines = [HEAD]
    lines += [f'<{unit.format(n)}> rdfs:label "Substation {n}" .' for n in range(3)]
    lines += [f":x{n} a g:Line ; g:at <{unit.format(n % 3)}> ." for n in range(9)]
    (tmp_path / "d.ttl").write_text("\n".join(lines), "utf-8")
    release = build(bundle((tmp_path / "d.ttl",)), tmp_path / "releases")
    found = facets_of(create_app(release).test_client(), f"{GRID}Line")
    assert found == {"at": "Substation 0 3 Substation 1 3 Substation 2 3"}


def table() -> str:
    """A table of beasts: most of its columns are alike, and are numbers."""
    lines = [HEAD]
    for n in range(80):
        against = " ; ".join(
            f"g:against{x} {n % (3 + i)}.5" for i, x in enumerate(KINDS)
        )
        said = f'g:hasType "{TYPES[n % 3]}" ; g:isRare {int(n % 12 == 0)}'
        said += f" ; g:hasHeight {n % 19} ; g:wild {str(n != 9).lower()}"
        lines.append(
            f":b{n} a g:Beast ; {said} ; g:hasGeneration {n % 5} ; {against} ."
        )
    return "\n".join(lines)


KINDS = [f"Kind{letter}" for letter in "ABCDEFGHIJKLMNOPQR"]
TYPES = ("fire", "grass", "water")


@pytest.fixture(scope="module")
def beasts(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("beasts")
    (folder / "beasts.ttl").write_text(table(), "utf-8")
    release = build(bundle((folder / "beasts.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_of_columns_named_alike_one_stands_for_all(beasts: FlaskClient) -> None:
    shown = list(facets_of(beasts, f"{GRID}Beast"))
    assert len(shown) == 10
    assert shown[0] == "hasType"
    assert {*shown[:5]} == {
        "hasType",
        "againstKindA",
        "hasGeneration",
        "isRare",
        "hasHeight",
    }


@pytest.mark.parametrize(
    "path", [f"/browse?kind={quote(GRID, safe='')}Beast", "/browse"]
)
def test_by_what_else_things_divide_is_told_and_led_to(
    path: str, beasts: FlaskClient
) -> None:
    page = unescape(beasts.get(path).text)
    (told,) = re.findall(r"[Bb]y (\d+) more properties<", page)
    rest = page.partition("more properties<")[2].partition("</ul>")[0]
    led = re.findall(r'<a href="(/browse?[^"]*with=[^"]*)"[^>]*>([^<]*)</a>', rest)
    assert len(led) == int(told) > 10
    (way,) = [address for address, name in led if name == "against kind r"]
    table = unescape(beasts.get(way).text)
    assert "with “against kind r”" in table
    values = set(re.findall(r"\b\d+\.5\b", re.sub("<[^>]+>", " ", table)))
    assert {"0.5", "1.5", "19.5"} <= values


def test_the_question_of_values_is_about_what_divides_best(beasts: FlaskClient) -> None:
    told = " ".join(unescape(re.sub("<[^>]+>", "", beasts.get("/").text)).split())
    assert "How many things have each value of “has type”?" in told


def test_many_days_are_told_by_their_years(tmp_path: Path) -> None:
    days = [f"2021-{month:02}-0{n}T23:59:00Z" for n in (1, 2) for month in range(1, 8)]
    head = f"{HEAD}@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    lines = [
        f':e{n} a g:Event ; g:starts "{days[n % 14]}"^^xsd:dateTime ;'
        f' g:ends "{days[n % 2]}"^^xsd:dateTime .'
        for n in range(40)
    ]
    site = site_of("\n".join([head, *lines]), tmp_path)
    assert facets_of(site, f"{GRID}Event") == {
        "ends": "1 January 2021, 23:59 UTC 20 1 February 2021, 23:59 UTC 20"
    }
    page = unescape(site.get("/browse").text)
    (way,) = re.findall(
        r'<a href="([^"]*)">starts</a>', page.partition('id="others"')[2]
    )
    told = site.get(way, headers={"Accept": "text/html"})
    assert told.status_code == 200
    assert ">1 January 2021, 23:59 UTC</time>" in told.text


def test_many_years_are_told_and_chosen_by_their_decades(tmp_path: Path) -> None:
    head = f"{HEAD}@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    lines = [
        f':e{n} a g:Event ; g:day "{1900 + n}-05-01"^^xsd:date ;'
        f' g:year "{1900 + n}"^^xsd:gYear .'
        for n in range(60)
    ]
    site = site_of("\n".join([head, *lines]), tmp_path)
    told = facets_of(site, f"{GRID}Event")
    assert told["day"].startswith("1900–1909 10 1910–1919 10")
    assert told["year"] == told["day"]
    page = unescape(site.get(f"/browse?kind={quote(f'{GRID}Event', safe='')}").text)
    chosen = re.findall(r'<a href="([^"]*)">1930–1939</a>', page)
    assert len(chosen) == 2
    for way in chosen:
        within = site.get(way).text
        assert "10 things" in within
        (year,) = re.findall(r'<a href="([^"]*)">1934</a>', within)
        assert "1 thing<" in site.get(unescape(year)).text
