"""Pictures of a thing: a link near the top says that there is one, and where."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix s: <https://schema.org/> .
"""
FILE = "https://upload.pictures.org/ark.jpg"


def site(said: str, folder: Path) -> FlaskClient:
    return site_of(f'{PREFIXES}:a a o:Boat ; rdfs:label "Ark" ; {said} .', folder)


@pytest.mark.parametrize(
    "said",
    [
        f"s:image <{FILE}>",
        f"foaf:depiction <{FILE}>",
        f"foaf:img <{FILE}>",
        f's:image "{FILE}"',
        f'o:hasImageLink "{FILE}"',
        f"o:photo <{FILE}>",
        f"s:image [ a s:ImageObject ; s:contentUrl <{FILE}> ]",
    ],
)
def test_a_picture_is_told_near_the_top_with_its_host(
    said: str, tmp_path: Path
) -> None:
    served = site(said, tmp_path)
    above = words(served, "/a").partition("Statements")[0]
    assert "Picture at upload.pictures.org" in above
    page = served.get("/a", headers={"Accept": "text/html"}).text
    assert f'href="{FILE}"' in page.partition('id="of"')[0]


def test_a_page_asks_no_other_host_for_a_picture(tmp_path: Path) -> None:
    page = site(f"s:image <{FILE}>", tmp_path).get(
        "/a", headers={"Accept": "text/html"}
    )
    assert not re.search(r'(src|srcset|poster)="[^"]*pictures\.org', page.text)


def test_of_many_pictures_the_first_are_linked_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    files = ", ".join(f"<https://p{n}.org/ark.jpg>" for n in range(9))
    told = words(site(f"foaf:depiction {files}", tmp_path), "/a")
    above = told.partition("Statements")[0]
    assert "Picture at p0.org · p1.org · p2.org and 6 more" in above


def test_what_is_no_address_is_no_picture(tmp_path: Path) -> None:
    told = words(site('s:image "ark" ; o:imageCount 3', tmp_path), "/a")
    assert "Picture" not in told


def test_what_is_described_here_is_no_address_of_a_picture(tmp_path: Path) -> None:
    told = words(site("s:image :i . :i s:contentUrl 'x'", tmp_path), "/a")
    assert "Picture" not in told.partition("Statements")[0]
