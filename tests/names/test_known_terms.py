"""Terms of vocabularies that many use, in the language of the reader."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of

TEXT = """
@prefix : <https://port.org/> . @prefix s: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:a a s:Event ; s:name "Swan Lake" ; s:startDate "2026-01-05" ; :startDate "x" ;
  skos:related :b . :b a skos:Concept ; skos:prefLabel "Ballet" .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(TEXT, tmp_path_factory.mktemp("known"))


def words_in(site: FlaskClient, path: str, language: str) -> str:
    headers = {"Accept": "text/html", "Accept-Language": language}
    page = site.get(path, headers=headers).text
    main = page.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Ereignis 1 Begriff 1"),
        ("ru", "Событие 1 Понятие 1"),
        ("en", "Event 1 Concept 1"),
    ],
)
def test_the_front_page_tells_kinds_and_properties_in_the_readers_language(
    language: str, told: str, site: FlaskClient
) -> None:
    page = words_in(site, "/", language)
    assert told in page


def test_the_front_page_tells_properties_in_german(site: FlaskClient) -> None:
    said = words_in(site, "/", "de").partition("Was über sie gesagt ist")[2]
    for name in (
        "ist 2",
        "Name 1",
        "Vorzugsbezeichnung 1",
        "verwandter Begriff 1",
        "Beginn",
    ):
        assert name in said, said[:300]


def test_the_page_of_a_thing_tells_them_so_and_terms_of_its_own_as_they_are(
    site: FlaskClient,
) -> None:
    page = words_in(site, "/a", "de")
    assert page.startswith("Ereignis Swan Lake")
    assert "Beginn 5. Januar 2026" in page or "Beginn 2026-01-05" in page
    assert "start date x" in page
    assert "verwandter Begriff Ballet" in page


def test_a_name_that_the_data_gives_is_never_translated(tmp_path: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    site = site_of(f'{TEXT} s:startDate {label} "Day of the show" .', tmp_path)
    assert "Day of the show" in words_in(site, "/a", "de")
