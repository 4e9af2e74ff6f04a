"""The front page shows things that a reader knows, not what the data keeps its books with."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> .
@prefix o: <https://port.org/own#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://schema.org/> .
"""
Site = Callable[[str], FlaskClient]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Publish a text as one file."""
    return lambda text: site_of(PREFIXES + text, tmp_path)


def sample(told: str) -> str:
    return told.partition("A few of them")[2].partition("What is said")[0].strip()


MUSEUM = "\n".join(
    f"""
    :o{n} a crm:E22_Human-Made_Object ; rdfs:label "{word} vase" ;
      crm:P1_is_identified_by :o{n}-id , :o{n}-name , :o{n}-old .
    :o{n}-id a crm:E42_Identifier ; rdfs:label "Inventory number of {word}" .
    :o{n}-old a crm:E42_Identifier ; rdfs:label "Old number of the {word}" .
    :o{n}-name a crm:E41_Appellation ; rdfs:label "The {word} one" ."""
    for n, word in enumerate(("Blue", "Green", "Red", "White"))
)


def test_identifiers_and_names_do_not_lead_and_are_no_examples(site: Site) -> None:
    told = words(site(MUSEUM), "/")
    assert "4 things of the kind “Human-Made Object”, such as “Blue vase”" in told
    shown = sample(told)
    assert "Green vase" in shown
    assert "Inventory number" not in shown
    assert "The Blue one" not in shown
    kinds = told.partition("What there is")[2]
    assert kinds.index("Object 4") < kinds.index("Identifier 8")


def test_they_are_shown_where_there_is_nothing_else(site: Site) -> None:
    text = ':a a crm:E42_Identifier ; rdfs:label "Number nine" .'
    assert "Number nine" in sample(words(site(text), "/"))


def test_what_only_hangs_on_one_other_and_has_no_name_is_no_example(site: Site) -> None:
    boats = "\n".join(
        f':b{n} a o:Boat ; rdfs:label "{word}" ; o:length :v{n}1 ; o:width :v{n}2 .'
        f":v{n}1 a o:Amount ; o:metres {n} . :v{n}2 a o:Amount ; o:metres {n} ."
        for n, word in enumerate(("Ark", "Brig", "Cog", "Dory"))
    )
    assert sample(words(site(boats), "/")) == "Boat Ark Brig Cog Dory"


def test_an_address_that_nothing_leads_to_is_a_thing_as_any_other(site: Site) -> None:
    text = "\n".join(
        f':a{n} a o:Address ; rdfs:label "{n} Quay Street" ; o:in :port .'
        for n in range(5)
    )
    told = words(site(f'{text} :port a o:Town ; rdfs:label "Port" .'), "/")
    assert "5 things of the kind “Address”, such as “0 Quay Street”" in told


def test_an_address_of_somebody_is_none_of_the_examples(site: Site) -> None:
    text = "\n".join(
        f':p{n} a s:Person ; s:name "Person {word}" ; s:address :p{n}-a .'
        f':p{n}-a a s:PostalAddress ; s:name "Address of {word}" .'
        for n, word in enumerate(("Ada", "Ben", "Cem"))
    )
    shown = sample(words(site(text), "/"))
    assert shown == "Person Person Ada Person Ben Person Cem"


HASHES = (
    "3f786850e387550fdab836ed7e6dc881de23001b",
    "89e6c98d92887913cadf06b2adb97f26cde4849b",
    "sha256:2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69",
)


def test_hashes_and_bare_numbers_are_no_names_to_show(site: Site) -> None:
    files = "".join(
        f':f{n} a o:File ; rdfs:label "{label}" . '
        for n, label in enumerate((*HASHES, "4711", "0815"))
    )
    notes = "".join(f':n{n} a o:Note ; rdfs:label "Note {n}" . ' for n in "abc")
    told = words(site(files + notes), "/")
    assert "3 things of the kind “Note”" in told


def test_of_a_kind_things_with_a_name_stand_before_those_with_a_code(
    site: Site,
) -> None:
    codes = "".join(
        f':f{n} a o:Boat ; rdfs:label "{n}" ; o:of o:a, o:b, o:c, o:d . '
        for n in range(100, 110)
    )
    named = "".join(f':n{n} a o:Boat ; rdfs:label "Boat {n}" . ' for n in "abcde")
    assert sample(words(site(codes + named), "/")) == (
        "Boat Boat a Boat b Boat c Boat d Boat e"
    )


def test_terms_of_cidoc_crm_read_as_words_without_a_prefix_too(tmp_path: Path) -> None:
    crm = "http://www.cidoc-crm.org/cidoc-crm/"
    text = (
        f"<urn:a> a <{crm}E39_Actor> ; <{crm}P51_has_former_or_current_owner> <urn:b> ."
    )
    told = words(site_of(text, tmp_path), "/")
    assert "Actor 1" in told
    assert "E39" not in told
    assert "has former or current owner 1" in told
