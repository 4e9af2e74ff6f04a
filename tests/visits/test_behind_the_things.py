"""Notes and figures stand behind what they are of, and lists of what has dates in time."""

from pathlib import Path

import pytest

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix s: <https://schema.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CUBE = """
:d9 a qb:DataSet ; rdfs:label "Boats of the harbours 2009" ; qb:structure :y .
:d8 a qb:DataSet ; rdfs:label "Sources for Boats of the harbours" .
:y a qb:DataStructureDefinition .
:p1 a o:Port ; rdfs:label "Kiel" . :p2 a o:Port ; rdfs:label "Rostock" .
""" + "".join(
    f':o{n} a qb:Observation ; rdfs:label "Figure {n}" ; qb:dataSet :d9 ; o:at :p1 .'
    for n in range(9)
)


def part(told: str, first: str, last: str) -> str:
    return told.partition(first)[2].partition(last)[0].strip()


def test_notes_stand_behind_what_they_are_noted_at(tmp_path: Path) -> None:
    boats = "".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(3))
    notes = "".join(
        f":n{n} a oa:Annotation ; oa:hasTarget :t{n} . "
        f":t{n} a oa:SpecificResource ; oa:hasSource :b1 ."
        for n in range(9)
    )
    told = words(site_of(PREFIXES + boats + notes, tmp_path), "/")
    kinds = part(told, "What there is", "A few of them")
    assert kinds == "Boat 3 Annotation 9 Specific Resource 9"
    assert "3 things of the kind “Boat”, such as" in told


def test_notes_lead_where_there_is_little_else(tmp_path: Path) -> None:
    notes = "".join(
        f':n{n} a oa:Annotation ; rdfs:label "Note {n}" .' for n in range(60)
    )
    boat = ':b a o:Boat ; rdfs:label "Boat" .'
    told = words(site_of(PREFIXES + boat + notes, tmp_path), "/")
    assert part(told, "What there is", "A few of them") == "Annotation 60 Boat 1"


def test_figures_stand_behind_what_was_counted(tmp_path: Path) -> None:
    told = words(site_of(PREFIXES + CUBE, tmp_path), "/")
    kinds = part(told, "What there is", "A few of them")
    assert kinds.startswith("Dataset 2 Port 2 Observation 9")
    assert "2 things of the kind “Dataset”, such as" in told or "“Dataset”:" in told


def test_statistics_are_called_by_what_the_names_of_their_datasets_share(
    tmp_path: Path,
) -> None:
    told = words(site_of(PREFIXES + CUBE, tmp_path), "/")
    assert told.startswith("Boats of the harbours ")


@pytest.mark.parametrize("licensed", [3, 2])
def test_it_is_told_which_licence_things_state(licensed: int, tmp_path: Path) -> None:
    cc = "<https://creativecommons.org/licenses/by/4.0/>"
    other = "<https://creativecommons.org/licenses/by/3.0/>"
    boats = "".join(
        f':b{n} a o:Boat ; rdfs:label "Boat {n}" ; '
        f"d:license {cc if n < licensed else other} ."
        for n in range(3)
    )
    rest = "".join(f':q{n} a o:Quay ; rdfs:label "Quay {n}" .' for n in range(20))
    site = site_of(PREFIXES + boats + rest, tmp_path)
    page = site.get("/about", headers={"Accept": "text/html"}).text
    stated = "No licence is stated of the whole; 3 of 23 things state"
    assert (stated in page) is (licensed == 3)


def test_numbers_with_exponents_are_written_out(tmp_path: Path) -> None:
    text = """:a a o:Boat ; rdfs:label "Ark" ; o:long 5.2355632E1 , 4.0E0 , -2.5e-12 ,
      "1.5E2"^^xsd:float , "6E3" ."""
    site = site_of(PREFIXES + text, tmp_path)
    told = words(site, "/a").partition("Take it with you")[0]
    for number in ("52.355632", "4 ", "-2.5 × 10⁻¹²", "150", "6E3"):
        assert number in told
    assert "5.2355632E1" in site.get("/doc/a.nt").text or "5.2355632E1" in words(
        site, "/a"
    )


def test_long_texts_keep_their_lines(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark" ; rdfs:comment "One.\\nTwo."  .'
    page = site_of(PREFIXES + text, tmp_path).get("/a", headers={"Accept": "text/html"})
    assert '<p class="lead"><span class="literal">One.\nTwo.</span></p>' in page.text


def test_parts_follow_each_other_in_time(tmp_path: Path) -> None:
    text = """:diary a s:Book ; s:name "Diary" ; s:hasPart :a , :b , :c .
      :a s:name "19 May '41" ; s:dateCreated "1941-05-19"^^xsd:date .
      :b s:name "25-3-'41" ; s:dateCreated "1941-03-25"^^xsd:date .
      :c s:name "6 March 1941" ; s:dateCreated "1941-03-06"^^xsd:date .
      :one s:name "One" ; s:isPartOf :whole ; s:dateCreated "1941-05-19"^^xsd:date .
      :two s:name "Two" ; s:isPartOf :whole ; s:dateCreated "1940-05-19"^^xsd:date .
      :whole s:name "Whole" ."""
    site = site_of(PREFIXES + text, tmp_path)
    told = words(site, "/diary")
    assert (
        told.index("6 March 1941") < told.index("25-3-'41") < told.index("19 May '41")
    )
    below = part(words(site, "/whole"), "Parts", "Take it")
    assert below == "2 Two One"
