"""Things are called in the language that a reader asks for, and the answer says so."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, RdfFormat, parse

from conftest import FOREIGN, request, serving
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import SKOS
from diplomatica.pipeline.building import build
from diplomatica.pipeline.files.bringing.owncatalog.seen import Seen
from diplomatica.web.app import create_app
from diplomatica.web.requestcontext import accepted_languages

FRUIT = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dip: <https://w3id.org/diplomatica/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/news/id/> .

:apple a :Fruit ; skos:prefLabel "Apfel"@de , "apple"@en , "яблуко"@uk .
:pear a :Fruit ; rdfs:label "Birne"@de , "pear"@en , "груша"@uk ; skos:related :apple .
:plum a :Fruit ; skos:prefLabel "Pflaume"@de , "plum"@en-GB , "slyva"@uk-Latn .
:fig a :Fruit ; skos:prefLabel "fig" , "Feige"@de .
:nut a :Fruit ; skos:prefLabel "nut"@en ; skos:altLabel "acorn"@en .
:Fruit rdfs:label "Obst"@de , "fruit"@en .
:apple dip:earliest "2010-01-01"^^xsd:date ; dip:latest "2010-01-31"^^xsd:date .
"""
STATED = "<https://example.org/news/dataset> <http://purl.org/dc/terms/language> {} ."


def fruit(folder: Path, stated: str = "") -> Release:
    """A small dataset in several languages, which may state its own."""
    (folder / "dataset").mkdir()
    catalog = FOREIGN + (stated and STATED.format(stated))
    (folder / "dataset" / "catalog.ttl").write_text(catalog, "utf-8")
    (folder / "dataset" / "fruit.ttl").write_text(FRUIT, "utf-8")
    return build(Folder(folder), folder / "releases")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return fruit(tmp_path_factory.mktemp("fruit"))


@pytest.fixture(scope="module")
def server(release: Release) -> Iterator[str]:
    with serving(release) as (_, address):
        yield address


@pytest.fixture(scope="module")
def client(release: Release) -> FlaskClient:
    return create_app(release).test_client()


def page(client: FlaskClient, path: str, language: str) -> str:
    answer = client.get(
        path, headers={"Accept": "text/html", "Accept-Language": language}
    )
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "Accept-Language" in answer.headers["Vary"]
    return answer.text


def heading(client: FlaskClient, slug: str, language: str) -> str:
    (found,) = re.findall("<h1>(.*?)</h1>", page(client, f"/doc/{slug}", language))
    return str(found)


@pytest.mark.parametrize(
    ("slug", "language", "called"),
    [
        ("apple", "de", "Apfel"),
        ("apple", "en-US,en;q=0.9", "apple"),
        ("apple", "uk", "яблуко"),
        ("apple", "fr, uk;q=0.5", "яблуко"),
        ("apple", "uk;q=0, en", "apple"),
        ("apple", "fr", "Apfel"),
        ("pear", "uk;q=0.4, en;q=0.8", "pear"),
        ("pear", "", "Birne"),
        ("pear", "*", "Birne"),
        ("plum", "en", "plum"),
        ("plum", "en-US", "plum"),
        ("plum", "uk", "slyva"),
        ("fig", "en", "Feige"),
        ("nut", "de", "nut"),
        ("nut", "?;;q=x,\x7f", "nut"),
    ],
)
def test_a_thing_is_called_as_asked(
    slug: str,
    language: str,
    called: str,
    client: FlaskClient,
) -> None:
    assert heading(client, slug, language) == called


@pytest.mark.parametrize(
    "stated",
    [
        '"en"',
        "<http://id.loc.gov/vocabulary/iso639-1/en>",
        "<http://id.loc.gov/vocabulary/iso639-2/eng>",
        "<http://lexvo.org/id/iso639-3/eng>",
        "<http://publications.europa.eu/resource/authority/language/ENG>",
    ],
)
def test_the_language_that_the_catalog_states_comes_first(
    stated: str, tmp_path: Path
) -> None:
    client = create_app(fruit(tmp_path, stated)).test_client()
    assert heading(client, "apple", "fr") == "apple"
    assert heading(client, "fig", "fr") == "fig"
    assert heading(client, "apple", "uk") == "яблуко"


def test_every_page_has_the_same_name_for_a_thing(client: FlaskClient) -> None:
    for path in (
        "/search?q=apple",
        "/network",
        "/timeline",
        "/doc/pear",
        "/network?thing=pear",
    ):
        assert "яблуко" in page(client, path, "uk"), path
        assert "яблуко" not in page(client, path, "en"), path
    assert "<title>яблуко — " in page(client, "/doc/apple", "uk")
    assert ">Obst <" in page(client, "/", "de")
    assert ">fruit <" in page(client, "/", "en")
    assert ">Obst</a>" in page(client, "/search", "de")


def test_what_was_kept_for_one_reader_is_not_told_another(client: FlaskClient) -> None:
    for _ in range(2):
        for language, called in {"uk": "яблуко", "en": "apple", "de": "Apfel"}.items():
            assert called in page(client, "/network", language)
            assert called in page(client, "/timeline", language)
            assert called in page(client, "/search?kind=Fruit", language)


def test_suggestions_are_in_the_reader_s_language(client: FlaskClient) -> None:
    for language, called in {"uk": "яблуко", "en": "apple", "de": "Apfel"}.items():
        headers = {"Accept-Language": language}
        answer = client.get("/search?q=apfel&format=json", headers=headers)
        (told,) = json.loads(answer.text)
        assert (told["label"], told["href"]) == (called, "/id/apple")
        assert "Accept-Language" in answer.headers["Vary"]


def test_a_kind_that_has_names_in_two_languages_is_offered_once(
    client: FlaskClient,
) -> None:
    for words in ("obst", "fruit"):
        asked = {"q": words, "format": "json"}
        answer = client.get(
            "/search", query_string=asked, headers={"Accept-Language": "en"}
        )
        kinds = [one for one in json.loads(answer.text) if one["kind"] == "kind"]
        assert [one["label"] for one in kinds] == ["fruit"]


def test_a_table_names_and_orders_things_in_the_reader_s_language(
    client: FlaskClient,
) -> None:
    headers = {"Accept-Language": "de", "Accept": "text/csv"}
    answer = client.get("/search?kind=Fruit", headers=headers)
    labels = [row["label"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert labels == ["Apfel", "Birne", "Feige", "nut", "Pflaume"]


def test_rdf_holds_all_names_whatever_is_asked(client: FlaskClient) -> None:
    for path in ("/doc/apple", "/search?q=apple"):
        headers = {"Accept": "text/turtle", "Accept-Language": "uk"}
        answer = client.get(path, headers=headers)
        assert "Accept-Language" not in answer.headers["Vary"]
        found = parse(answer.data, format=RdfFormat.TURTLE)
        names = {quad.object for quad in found if quad.predicate == SKOS("prefLabel")}
        assert {
            Literal("Apfel", language="de"),
            Literal("яблуко", language="uk"),
        } <= names


def test_the_server_keeps_a_page_for_each_language(server: str) -> None:
    for _ in range(2):
        for language, called in {
            "uk": "яблуко",
            "de,en": "Apfel",
            "xx": "Apfel",
        }.items():
            answer = request(
                server, "/doc/apple", Accept="text/html", Accept_Language=language
            )
            assert answer.status == 200
            assert f"<h1>{called}</h1>" in answer.body.decode()
            assert "Accept-Language" in answer.headers["Vary"]


def test_where_all_is_in_one_language_only_what_pages_say_varies(
    published_client: FlaskClient,
) -> None:
    for path in ("/", "/doc/osce", "/search?q=osce"):
        for form, varies in {"text/html": True, "text/turtle": False}.items():
            headers = {"Accept": form, "Accept-Language": "de"}
            answer = published_client.get(path, headers=headers)
            assert answer.status_code == 200
            assert ("Accept-Language" in answer.headers["Vary"]) is varies, path


def test_a_reader_cannot_make_more_pages_than_there_are_languages() -> None:
    languages = Languages("de", ("de", "en", "en-gb", "uk"))
    asked = ["en", "en-US", "en-AU;q=0.3", "en, de", "en, xx", "xx, en;q=0.1"]
    found = {languages.preferred(accepted_languages(one)) for one in asked}
    assert found == {("en",)}
    same = ("", "de", "de, en", "xx", "*")
    assert {languages.preferred(accepted_languages(one)) for one in same} == {()}
    assert languages.preferred(accepted_languages("en-GB")) == ("en-gb",)


def test_a_thesaurus_in_many_languages_is_in_order_in_that_of_each_reader(
    tmp_path: Path,
) -> None:
    tags = ("aa", "bb", "cc", "dd", "en", "fr")
    names = {1: "b", 2: "c", 3: "a"}
    said = "".join(
        f"<http://e.org/c/{at}> {SKOS('prefLabel')} {name!r}@{tag} .\n"
        for at, name in names.items()
        for tag in tags[: 6 if at > 1 else 5]
    )
    said += f"<http://e.org/c/1> {SKOS('prefLabel')} 'z'@fr .\n"
    said += f"<http://e.org/c/3> {SKOS('altLabel')} 'd'@ru , 'e'@ru , 'f'@ru .\n"
    (tmp_path / "s.ttl").write_text(said, "utf-8")
    release = build(bundle((tmp_path / "s.ttl",)), tmp_path / "releases")
    client = create_app(release).test_client()
    for language, order in {"fr": ["a", "c", "z"], "ru": ["a", "b", "c"]}.items():
        answer = client.get(
            "/search", headers={"Accept": "text/csv", "Accept-Language": language}
        )
        labels = [row["label"] for row in csv.DictReader(io.StringIO(answer.text))]
        assert labels == order


def test_of_languages_that_are_as_frequent_the_plainest_is_that_of_the_whole() -> None:
    tags = ["de", "en-a-bbb-x-a", "en-us", "zh-hant-tw"]
    assert Seen(named=Counter(tags)).spoken() == "en-us"
    assert Seen(named=Counter(["zh-hant-tw", "ja"])).spoken() == "ja"
