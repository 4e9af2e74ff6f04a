"""Notes beside names say of which property they are, and what bags hold."""

from pathlib import Path

from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
STATES = ("none", "planned", "none", "planned")
ARCHIVES = " ".join(
    f':a{n} a o:Archive ; rdfs:label "Archive {chr(65 + n)}" ; o:policy o:{state} ;'
    f" o:registry o:{STATES[(n + 1) % 4]} ."
    for n, state in enumerate(STATES)
)
BAGS = """
:mill a o:Archive ; rdfs:label "Mill" ; o:licences :RTilrVrV9eV , :RAZlcL5yEt9 .
:RTilrVrV9eV a rdf:Bag ; rdf:li o:CC0 .
:RAZlcL5yEt9 a rdf:Seq ; rdf:_2 "second" ; rdf:_1 :mill ; rdf:_10 "tenth" ; rdf:_3 "third" .
"""


def site(text: str, folder: Path) -> FlaskClient:
    return site_of(PREFIXES + text, folder)


def test_a_value_of_several_properties_is_told_with_its_own(tmp_path: Path) -> None:
    front = words(site(ARCHIVES, tmp_path), "/")
    assert "Archive A policy: none · registry: planned" in front
    assert "Archive B policy: planned · registry: none" in front


def test_a_word_that_says_but_yes_or_no_is_told_with_its_property(
    tmp_path: Path,
) -> None:
    open_ones = " ".join(
        f':a{n} a o:Archive ; rdfs:label "Archive {chr(65 + n)}" ; '
        f'o:isOpen "{"true" if n % 2 else "false"}" .'
        for n in range(4)
    )
    front = words(site(open_ones, tmp_path), "/")
    assert "Archive A is open: false" in front


def test_a_bag_without_a_name_is_called_by_what_it_holds(tmp_path: Path) -> None:
    page = words(site(BAGS, tmp_path), "/mill")
    assert "CC0" in page
    assert "Mill; second; third; … (4)" in page
    assert "RTilrVrV9eV #" not in page
