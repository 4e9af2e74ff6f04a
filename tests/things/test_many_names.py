"""What a thing is called: told once, in the reader's language first, the rest folded."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix d: <http://purl.org/dc/terms/> .
"""
TAGS = ("bg", "cs", "da", "el", "es", "et", "fi", "fr", "hr", "hu", "it", "lt")


def open_words(site: FlaskClient, path: str, language: str = "en") -> str:
    """What a page shows before anything is unfolded, in words."""
    headers = {"Accept": "text/html", "Accept-Language": language}
    main = site.get(path, headers=headers).text.partition('<main id="main">')[2]
    folded = re.sub(r"<details.*?</summary>.*?</details>", " ", main, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", folded).split())


@pytest.mark.parametrize("by", ["rdfs:label", "skos:altLabel"])
def test_of_many_names_a_few_stand_open_those_of_the_reader_first(
    by: str, tmp_path: Path
) -> None:
    names = ", ".join(f'"Ship {tag}"@{tag}' for tag in TAGS)
    label = '"Ark"@en' if by == "rdfs:label" else '"Ark"@en, "Arca"@it'
    site = site_of(f"{PREFIXES}:a rdfs:label {label} ; {by} {names} .", tmp_path)
    shown = re.findall(r"Ship (\w\w)", open_words(site, "/a", "it, en"))
    assert shown[0] == "it"
    assert len(set(shown)) == 4
    told = words(site, "/a")
    assert " 8 more " in told
    assert set(re.findall(r"Ship (\w\w)", told)) == {*TAGS}


def test_a_few_names_are_not_folded(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark"@en, "Arche"@de, "Arca"@it .'
    site = site_of(PREFIXES + text, tmp_path)
    assert "Arca it" in open_words(site, "/a")


@pytest.mark.parametrize("by", ["o:name_en", "o:nameEn", "o:boatName", "o:shortTitle"])
def test_a_key_that_repeats_the_heading_is_left_out(by: str, tmp_path: Path) -> None:
    text = f':a a o:Boat ; rdfs:label "Ark" ; {by} "Ark" ; o:owner "Ark" .'
    told = words(site_of(PREFIXES + text, tmp_path), "/a")
    statements = told.partition("Statements")[2].partition("Take it")[0]
    assert statements.split() == ["owner", "Ark", "#"]


def test_a_key_with_another_name_stays(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark" ; o:nameEn "Arc" .'
    assert "name en Arc" in words(site_of(PREFIXES + text, tmp_path), "/a")


def test_a_kind_is_told_once_whatever_says_it(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark" ; d:type o:Boat, "boat", o:Raft .'
    told = words(site_of(PREFIXES + text, tmp_path), "/a")
    statements = told.partition("Statements")[2].partition("Take it")[0]
    assert statements.split() == ["type", "Raft", "#"]
