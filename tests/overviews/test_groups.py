"""Things of which nothing says what they are: told by the properties that they share."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from diplomatica.pipeline.writing.profiling.groupcount import GroupCount

OWN = "https://example.org/r/"
LANDS = ("Chad", "Peru", "Iran")
WITH = f"/browse?{urlencode({'with': f'{OWN}from'})}"


def rows() -> str:
    """Rows of a table as a program writes them, and a few addresses of others."""
    told = [f"@prefix : <{OWN}> ."]
    for number in range(30):
        land, to = LANDS[number % 3], LANDS[(number + 1) % 3]
        note = f'; :note "note {number}"' if number % 9 == 0 else ""
        said = f':from "{land}" ; :to "{to}" ; :year 2010 ; :people {number * 7}'
        told.append(f":row{number} {said} {note} .")
    told += [f':o{n} :street "Street {n}" ; :town "Town" .' for n in range(6)]
    return "\n".join(told)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(rows(), tmp_path_factory.mktemp("rows"))


def html(site: FlaskClient, path: str) -> str:
    return unescape(site.get(path, headers={"Accept": "text/html"}).text)


def test_the_front_page_says_what_the_largest_group_says(site: FlaskClient) -> None:
    told = words(site, "/")
    assert "30 things with “from”, “to”, “people”, “year”." in told
    assert "with “street”, “town” 6" in told
    assert "0 kinds" not in told


def test_the_front_page_shows_some_of_a_group_with_what_they_say(
    site: FlaskClient,
) -> None:
    page = html(site, "/")
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)
    assert heads[:5] == ["Thing", "from", "to", "people", "year"]
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = re.findall(r"<td>(?:<span[^>]*>)?(.*?)(?:</span>)?</td>", table)
    assert re.search(r'href="/row\d+"', cells[0])
    assert cells[1] in LANDS
    assert cells[4] == "2010"


def test_the_first_questions_are_of_the_largest_group(site: FlaskClient) -> None:
    asked = re.findall(r'<li><a href="(/sparql\?query=[^"]*)">([^<]*)', html(site, "/"))
    which = [words for _, words in asked]
    assert which[:2] == [
        "What has “from”, “to”, “people”, “year”, and which?",
        "What has the highest number by “people”?",
    ]
    first, second = (
        site.get(address, headers={"Accept": "text/csv"}).text.splitlines()
        for address, _ in asked[:2]
    )
    assert first[0] == "thing,from,to,people,year"
    assert len(first) == 31
    assert second[1].endswith("/row29,Iran,Chad,203,2010")


def test_a_group_is_a_table_that_is_narrowed_by_its_values(site: FlaskClient) -> None:
    told = words(site, WITH)
    assert "30 things" in told
    assert "from Chad 10 Iran 10 Peru 10" in told
    chad = urlencode({f"{OWN}from": '"Chad"'})
    assert "10 things" in words(site, f"{WITH}&{chad}")


def test_a_group_can_be_had_as_a_table(site: FlaskClient) -> None:
    address = re.findall(r'href="(/sparql[^"]*format=csv)"', html(site, WITH))[0]
    lines = site.get(address).text.splitlines()
    assert lines[0] == "thing,from,to,people,year"
    assert len(lines) == 31


def test_the_page_of_a_thing_leads_to_those_like_it(site: FlaskClient) -> None:
    told = re.findall(r'href="([^"]*)">30 things like this', html(site, "/row7"))
    assert told == [WITH]


def test_browse_offers_the_groups(site: FlaskClient) -> None:
    assert "with “from”, “to”, “people”, “year” 30" in words(site, "/browse")


@pytest.mark.parametrize("given", ["no iri", "x:y:z"])
def test_what_is_no_property_is_told(given: str, site: FlaskClient) -> None:
    assert site.get("/browse", query_string={"with": given}).status_code in (400, 404)


def test_things_with_a_kind_are_in_no_group(tmp_path: Path) -> None:
    kind = " :x1 a :Sort ; :from 1 ; :year 2 ."
    site = site_of(rows() + kind, tmp_path)
    assert "Of 36 things nothing says of which kind they are." in words(site, "/")
    assert "/x1" not in html(site, WITH)


def test_kinds_stand_for_the_whole_where_a_tenth_says_theirs(tmp_path: Path) -> None:
    kinds = "".join(f":k{n} a :Sort ; :size {n} . " for n in range(5))
    site = site_of(f"{rows()} {kinds}", tmp_path)
    told = words(site, "/")
    assert "5 things of the kind “Sort”" in told
    assert "What is there of this kind “Sort”?" in told
    assert "with “from”, “to”, “people”, “year” 30" in told
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', html(site, "/"))
    assert heads == []


def test_very_many_sets_of_properties_are_told_by_what_most_have() -> None:
    count = GroupCount()
    for number in range(20_000):
        count.add(f"<x:{number}>", {"p", "q", f"own{number}"})
    assert count.of_none == 20_000
    assert [(one.count, one.shared) for one in count.groups()] == [(20_000, ["p", "q"])]


@pytest.mark.parametrize("sought", ["Chad Peru 2010", "Iran 2010 14", "Chad 1969"])
def test_a_thing_is_found_by_its_texts_and_numbers_together(
    sought: str, tmp_path: Path
) -> None:
    site = site_of(
        f"""@prefix : <{OWN}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        :r1 :from "Chad" ; :to "Peru" ; :year 2010 ; :on "1969-05-01"^^xsd:date .
        :r2 :from "Iran" ; :to "Chad" ; :year 2010 ; :people 14 .
        :r3 :from "Chad" ; :to "Iran" ; :year 2011 .""",
        tmp_path,
    )
    found = re.findall(
        r'href="/(r\d)"', html(site, f"/search?{urlencode({'q': sought})}")
    )
    assert set(found) == {"r2" if "14" in sought else "r1"}


def test_things_of_a_kind_without_names_are_told_by_what_they_say(
    tmp_path: Path,
) -> None:
    rows = "".join(
        f":p{n} a :Payment ; :payer :c{n % 2} ; :amount {n * 3} ; :node [] ; "
        f":b {n} ; :c {n} ; :d {n} . "
        for n in range(20)
    )
    site = site_of(f"@prefix : <{OWN}> . {rows}", tmp_path)
    told = words(site, "/")
    assert "20 things of the kind “Payment”, with “payer”, “amount”, “b”, “c”." in told
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', html(site, "/"))
    assert heads == ["Thing", "payer", "amount", "b", "c", "d"]
