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


def persons(*told: str) -> str:
    return " ".join(
        f':p{n} a o:Person ; rdfs:label "Person {chr(65 + n)}" ; '
        f'o:description "{text}" ; o:sex o:{("female", "male")[n % 2]} .'
        for n, text in enumerate(told)
    )


def test_a_description_that_some_share_still_describes_them(tmp_path: Path) -> None:
    lawyer, poet, pilot = "American lawyer", "Swiss poet", "pilot"
    told = persons(lawyer, lawyer, poet, pilot, "Danish painter", "nurse")
    front = words(site(told, tmp_path), "/")
    assert "Person A American lawyer Person B American lawyer Person C Swiss" in front


def test_a_description_that_most_share_gives_way_to_other_values(
    tmp_path: Path,
) -> None:
    told = persons("student", "student", "student", "pilot")
    front = words(site(told, tmp_path), "/")
    assert "Person A female Person B male Person C female Person D pilot" in front


def test_a_long_text_that_several_share_describes_none(tmp_path: Path) -> None:
    alike = "Somebody of whom the sources of this collection tell nothing but the name"
    told = persons(alike, alike, "poet", "pilot", "nurse")
    front = words(site(told, tmp_path), "/")
    assert "Person A female Person B male Person C poet" in front


def test_what_a_list_was_chosen_by_is_no_note_in_it(tmp_path: Path) -> None:
    regions = ('"Wales"', '"Wales" , "Kent"')
    firms = " ".join(
        f':f{n} a o:Firm ; rdfs:label "Firm {chr(65 + n)}" ; o:town "Town {n % 3}" ;'
        f" o:region {regions[n % 2]} ."
        for n in range(8)
    )
    own = "https://port.org/own#"
    chosen = {"kind": f"{own}Firm", f"{own}region": '"Wales"'}
    told = words(site(firms, tmp_path), "/browse", **chosen)
    assert "Firm B Town 1 Firm C Town 2" in told


def test_others_of_the_same_kind_are_told_with_how_they_are_linked(
    tmp_path: Path,
) -> None:
    terms = " ".join(
        f':t{n} a o:Term ; rdfs:label "Term {chr(65 + n)}" ; o:broader :t{n // 3} .'
        for n in range(8)
    )
    front = words(site(terms, tmp_path), "/")
    assert "Term D broader: Term B" in front
    assert "Term A broader: Term A" not in front
