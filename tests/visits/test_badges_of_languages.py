"""The language of a text stands beside it only where that tells it apart."""

from pathlib import Path

from flask.testing import FlaskClient

from brought import site_of

TEXT = """
@prefix : <https://port.org/id/> . @prefix o: <https://own.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a a o:Boat ; rdfs:label "Arca"@es ; o:place "el puerto"@es
"""


def badges(site: FlaskClient) -> list[str]:
    told = site.get("/a", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    start = '<span class="tag">'
    return [one.partition("<")[0] for one in told.split(start)[1:]]


def test_data_in_one_language_has_no_badges(tmp_path: Path) -> None:
    assert badges(site_of(f"{TEXT} .", tmp_path)) == []


def test_a_text_in_another_language_than_the_page_has_a_badge(tmp_path: Path) -> None:
    site = site_of(f'{TEXT} , "the harbour"@en , "der Hafen"@de .', tmp_path)
    assert badges(site) == ["de", "es"]
