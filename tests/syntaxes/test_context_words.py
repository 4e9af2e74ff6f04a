"""What a context of JSON-LD calls kinds and properties that have codes and no names."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

LAB = "https://lab.example/entity/"
CONTEXT = {
    "lab": LAB,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "Person": "lab:Q1",
    "Gallery": {"@id": "lab:Q2", "@type": "@id"},
    "Never": "lab:Q3",
    "exhibitedWorkAt": {"@id": "lab:P276", "@type": "@id"},
    "P9": "lab:P9",
    "motto": "lab:motto",
}
ARTISTS = [
    *(
        {
            "@id": f"lab:A{n}",
            "@type": "Person",
            "rdfs:label": f"Artist {n}",
            "exhibitedWorkAt": [f"lab:G{n % 3}", "lab:G9"],
            "P9": "nine",
        }
        for n in range(12)
    ),
    *({"@id": f"lab:G{n}", "@type": "Gallery"} for n in (0, 1, 2, 9)),
    {"@id": "lab:P276", "rdfs:comment": "Where a work of somebody was shown."},
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    file = tmp_path_factory.mktemp("artists") / "artists.jsonld"
    file.write_text(json.dumps({"@context": CONTEXT, "@graph": ARTISTS}), "utf-8")
    return build(bundle((file,)), file.parent / "releases")


@pytest.fixture(scope="module")
def site(release: Release) -> FlaskClient:
    return create_app(release).test_client()


def words(site: FlaskClient, path: str, **asked: str) -> str:
    """What a page shows, without its markup."""
    answer = site.get(path, query_string=asked, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    shown = answer.text.partition("<main")[2].partition("Take it with you")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "Person 12"),
        ("/", "exhibited work at"),
        ("/A1", "Person"),
        ("/A1", "exhibited work at"),
        ("/browse", "exhibited work at"),
        ("/search", "Person"),
    ],
)
def test_pages_show_the_words_of_a_context(
    path: str, told: str, site: FlaskClient
) -> None:
    assert told in words(site, path)


def test_a_kind_and_a_property_are_found_by_those_words(site: FlaskClient) -> None:
    assert "of the kind “Person”" in words(site, "/search", q="person")
    assert "exhibited work at" in words(site, "/search", q="exhibited")


@pytest.mark.parametrize(
    ("path", "name"), [("/Q1", "Person"), ("/P276", "exhibited work at")]
)
def test_the_page_of_a_term_tells_whose_word_it_is(
    path: str, name: str, site: FlaskClient
) -> None:
    told = words(site, path)
    assert name in told
    assert "Called so in the @context of artists.jsonld, for want of a name." in told


def test_no_word_of_a_context_is_in_a_dump(site: FlaskClient) -> None:
    turtle = site.get("/P276.ttl").text
    assert "Where a work" in turtle
    assert "exhibited" not in turtle


def test_a_release_keeps_the_words_that_its_data_needs(release: Release) -> None:
    assert open_release(release.folder).iris.terms == (
        (f"{LAB}P276", "exhibitedWorkAt", "artists.jsonld"),
        (f"{LAB}Q1", "Person", "artists.jsonld"),
        (f"{LAB}Q2", "Gallery", "artists.jsonld"),
    )


def test_data_without_such_words_has_none_in_its_release(tmp_path: Path) -> None:
    file = tmp_path / "motto.jsonld"
    one = {"@context": {"motto": f"{LAB}motto"}, "@id": f"{LAB}a", "motto": "Onward"}
    file.write_text(json.dumps(one), "utf-8")
    release = build(bundle((file,)), tmp_path / "releases")
    assert "terms" not in json.loads((release.folder / "release.json").read_text())
