"""Words that a thing has in several of its texts, or in the names of what it leads to."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

FLIGHTS = """
@prefix : <https://example.org/f/> . @prefix geo: <https://far.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:r1 :from "Kyrgyzstan" ; :to "Germany" ; :count 1412 .
:r2 :from "Kyrgyzstan" ; :to "Sweden" ; :count 12 .
:r3 :from "Iraq" ; :to "Germany" ; :count 9 .
:m1 rdfs:label "Mathematics" ; :scheme :s1 ; :held geo:Vienna-West .
:m2 rdfs:label "Mathematics" ; :scheme :s2 .
:s1 rdfs:label "Subjects (Bavaria)" . :s2 rdfs:label "Subjects (Saxony)" .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    file: Path = tmp_path_factory.mktemp("flights") / "flights.ttl"
    file.write_text(FLIGHTS, "utf-8")
    return create_app(build(bundle((file,)), file.parent / "releases")).test_client()


def ends(site: FlaskClient, words: str) -> list[str]:
    """The ends of the IRIs of what is found."""
    answer = site.get("/search", query_string={"q": words, "format": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    _, *rows = csv.reader(io.StringIO(answer.text, newline=""))
    return [row[0].rpartition("/")[2] for row in rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kyrgyzstan Germany", ["r1"]),
        ("germany kyrg", ["r1"]),
        ("Mathematics Bavaria", ["m1"]),
        ("mathematics vienna-west", ["m1"]),
        ("bavaria subjects mathematics", ["m1"]),
    ],
)
def test_words_in_several_values_or_in_names_of_what_is_linked_find_a_thing(
    words: str, expected: list[str], site: FlaskClient
) -> None:
    assert ends(site, words) == expected
    page = site.get("/search?q=" + words, headers={"Accept": "text/html"})
    assert "Nothing has all of these words" not in page.text


def test_what_has_all_words_in_one_text_comes_without_what_has_them_apart(
    site: FlaskClient,
) -> None:
    assert ends(site, "subjects saxony") == ["s2"]


def test_what_nothing_has_together_is_told_to_be_so(site: FlaskClient) -> None:
    assert ends(site, "Iraq Sweden") == ["r2", "r3"]
    page = site.get("/search?q=Iraq+Sweden", headers={"Accept": "text/html"})
    assert "Nothing has all of these words" in page.text
