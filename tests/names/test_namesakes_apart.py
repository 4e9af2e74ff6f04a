"""Things of one name in a list: told apart by what tells a reader most of them."""

from pathlib import Path

import pytest

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rel: <http://purl.org/vocab/relationship/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:x rdfs:label "Conn" . :y rdfs:label "Art" .
"""


def listed(first: str, second: str, folder: Path) -> str:
    """The list of two persons of one name, of each of whom something is said."""
    text = "".join(
        f':p{n} a o:Person ; rdfs:label "Niall" ; {said} .'
        for n, said in enumerate((first, second))
    )
    site = site_of(PREFIXES + text, folder)
    told = words(site, "/browse", kind="https://port.org/own#Person")
    return told.partition("Narrow")[0]


@pytest.mark.parametrize(
    ("by", "marks"),
    [
        ("rel:childOf", ("child of Conn", "child of Art")),
        ("o:father", ("father: Conn", "father: Art")),
        ("o:inSeries", ("Conn", "Art")),
        ("o:artist", ("Conn", "Art")),
        ("o:birthPlace", ("Conn", "Art")),
    ],
)
def test_they_are_told_apart_by_what_they_lead_to(
    by: str, marks: tuple[str, str], tmp_path: Path
) -> None:
    told = listed(f"{by} :x", f"{by} :y", tmp_path)
    assert all(f"Niall ({mark})" in told for mark in marks)


def test_a_text_tells_them_apart_as_well(tmp_path: Path) -> None:
    told = listed('o:father "Conn"', 'o:father "Art"', tmp_path)
    assert "Niall (father: Conn)" in told


def test_a_father_tells_more_than_a_day_and_a_day_more_than_a_place(
    tmp_path: Path,
) -> None:
    first = "o:born '1901-01-01'^^xsd:date ; o:place :x"
    second = "o:born '1902-01-01'^^xsd:date ; o:place :y"
    assert "Niall (1901-01-01)" in listed(first, second, tmp_path)
    told = listed(f"{first} ; o:father :x", f"{second} ; o:father :y", tmp_path)
    assert "Niall (father: Conn)" in told


def test_what_tells_all_apart_comes_before_what_tells_one(tmp_path: Path) -> None:
    told = listed("a o:Saint ; rel:childOf :x", "rel:childOf :y", tmp_path)
    assert "Niall (child of Conn)" in told
    assert "Niall (child of Art)" in told


def test_of_several_kinds_those_are_told_that_differ(tmp_path: Path) -> None:
    told = listed("a o:Saint", "a o:King", tmp_path)
    assert "Niall (Saint)" in told
    assert "Niall (King)" in told
