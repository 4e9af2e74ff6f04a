"""Names of which a reader sees nothing: they call nothing, and nothing is left without a name."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from diplomatica.model.characters import is_blank

PAGE = {"Accept": "text/html"}
MOONS = """
@prefix : <https://moons.example/> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:m1 a :Moon ; rdfs:label "" ; :near :m2, :m3, :m4, :m5 .
:m2 a :Moon ; rdfs:label " " ; dct:title "Real title" .
:m3 a :Moon ; rdfs:label "\\u200B" ; rdfs:comment "A small one" .
:m4 a :Moon ; dct:title ""@de, "Io"@en .
:m5 a :Moon ; rdfs:label " " ; <http://xmlns.com/foaf/0.1/givenName> "" .
:Moon a rdfs:Class ; rdfs:label "\\u00A0" .
:near rdfs:label "\\u00AD" .
"""
SEEN = {
    "/m1": "m1",
    "/m2": "Real title",
    "/m3": "A small one",
    "/m4": "Io",
    "/m5": "m5",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(MOONS, tmp_path_factory.mktemp("moons"))


@pytest.mark.parametrize(
    ("text", "is_none"), [("", True), (" \u200b\u2800", True), ("0", False)]
)
def test_a_text_is_blank_that_shows_nothing(text: str, is_none: bool) -> None:
    assert is_blank(text) == is_none


@pytest.mark.parametrize(("path", "name"), SEEN.items())
def test_a_thing_with_a_blank_name_is_called_by_the_next(
    site: FlaskClient, path: str, name: str
) -> None:
    page = site.get(path, headers=PAGE)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    assert page.status_code == 200
    assert heading
    assert name in unescape(re.sub(r"<[^>]+>", "", heading[1]))


@pytest.mark.parametrize("path", ["/", "/browse", "/search?q=", "/m1", "/m2", "/Moon"])
def test_no_link_is_empty(site: FlaskClient, path: str) -> None:
    page = site.get(path, headers=PAGE, follow_redirects=True)
    links = re.findall(r"<a\b[^>]*>(.*?)</a>", page.text, re.DOTALL)
    shown = [unescape(re.sub(r"<(?!img|svg)[^>]+>", "", one)) for one in links]
    assert page.status_code == 200
    assert len(shown) > 10
    assert [one for one in shown if is_blank(one)] == []


def test_a_blank_name_stands_before_no_other(site: FlaskClient) -> None:
    answer = site.get("/search", query_string={"q": "", "format": "csv"})
    assert answer.status_code == 200
    assert [
        row for row in answer.text.splitlines() if row.startswith((",", '" "'))
    ] == []
    assert "“ ”" not in words(site, "/")
