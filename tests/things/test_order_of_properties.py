"""In which order the page of brought data tells what is said of a thing."""

from pathlib import Path

import pytest

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://own.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SAID = """
o:displayPriority 2.0 ; o:logoURL <https://port.org/logo.svg> ; d:identifier "d-1" ;
d:license <https://port.org/l> ; d:accessRights :open ; d:creator :ann ;
d:issued "2020" ; d:modified "2021" ; o:size 3
"""
FIRST = ["creator", "issued", "licence", "access rights", "size"]
LATE = ["identifier", "display priority", "logo URL", "modified"]
WORDS = ", ".join(f'"word {n}"' for n in range(7))


def properties(kind: str, tmp_path: Path) -> list[str]:
    text = f'{PREFIXES} :a a {kind} ; rdfs:label "Ark" ; {SAID} .'
    told = words(site_of(text, tmp_path), "/a").partition("Take it with you")[0]
    return sorted((*FIRST, *LATE), key=lambda name: told.index(f" {name} "))


def test_who_when_and_licence_come_first_and_what_serves_machines_late(
    tmp_path: Path,
) -> None:
    assert properties("dcat:Dataset", tmp_path) == FIRST + LATE


@pytest.mark.parametrize("kind", ["skos:Concept", "rdfs:Class"])
def test_of_a_term_who_wrote_it_stands_where_it_stood(
    kind: str, tmp_path: Path
) -> None:
    told = properties(kind, tmp_path)
    assert told.index("size") < told.index("licence")


def test_many_short_texts_stand_in_a_row(tmp_path: Path) -> None:
    text = f'{PREFIXES} :a a dcat:Dataset ; rdfs:label "Ark" ; dcat:keyword {WORDS} .'
    row = " · ".join(f"word {n}" for n in range(7))
    assert f"keyword {row} Take it" in words(site_of(text, tmp_path), "/a")


def test_a_few_texts_and_long_ones_stand_below_each_other(tmp_path: Path) -> None:
    text = f'{PREFIXES} :a dcat:keyword "a", "b" ; o:note {WORDS}, "{"long " * 9}" .'
    told = words(site_of(text, tmp_path), "/a")
    assert "a # b #" in told
    assert "word 0 # word 1 #" in told
