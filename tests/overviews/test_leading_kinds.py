"""Which kind stands for the whole on the front page, and which questions are asked first."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
Site = Callable[[str], FlaskClient]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Publish a text as one file."""
    return lambda text: site_of(PREFIXES + text, tmp_path)


def of_many_kinds() -> str:
    """A heap of many kinds, only one of which has a name."""
    kinds = "".join(f":t{n} a :Sort{n} ; :size {n} . " for n in range(12))
    return f"{kinds} :donlon a :City ; rdfs:label 'Donlon' ."


RECIPES = "".join(
    f":r{n} a :Recipe ; rdfs:label 'Recipe {chr(97 + n)}' ; :step :r{n}a, :r{n}b, :r{n}c . "
    + "".join(f":r{n}{s} a :Step ; rdfs:label 'Cook {n} and {s}' . " for s in "abc")
    for n in range(8)
)


def test_of_many_kinds_no_one_stands_for_all(site: Site) -> None:
    told = words(site(of_many_kinds()), "/")
    assert "Things of 13 kinds, such as “City”, “Sort0”" in told


def test_what_is_made_of_parts_leads(site: Site) -> None:
    told_by = site(RECIPES)
    told = words(told_by, "/")
    assert "8 things of the kind “Recipe”, such as “Recipe a”" in told
    assert "What is there of this kind “Recipe”?" in told


def test_one_collection_of_all_does_not_lead(site: Site) -> None:
    towers = "".join(f":t{n} a :Tower ; rdfs:label 'Tower {n}' . " for n in "abcdefgh")
    members = ", ".join(f":t{n}" for n in "abcdefgh")
    whole = f":c a :FeatureCollection ; rdfs:label 'All towers' ; :member {members} ."
    told = words(site(towers + whole), "/")
    assert "8 things of the kind “Tower”, such as" in told


def test_a_few_that_have_names_do_not_stand_for_very_many(site: Site) -> None:
    many = "".join(f":c{n} a :Taxon ; :rank {n} . " for n in range(50))
    told = words(site(f"{many} :note a :Remark ; rdfs:label 'Note' ."), "/")
    assert "What is there of this kind “Taxon”?" in told


def test_a_kind_that_says_nothing_leads_where_most_are_of_no_other(
    site: Site,
) -> None:
    many = "".join(
        f":p{n} a owl:NamedIndividual ; rdfs:label 'District {n}' . " for n in range(30)
    )
    told = words(site(f"{many} :A a owl:Class . :B a owl:Class ."), "/")
    assert "30 things of the kind “Named Individual”, such as “District 0”" in told


def test_no_question_is_of_labels_that_are_things(site: Site) -> None:
    labels = "".join(
        f":c{n} a skos:Concept ; skosxl:prefLabel :l{n} . :l{n} a skosxl:Label ; "
        f"skosxl:literalForm 'Word {n}' ; :status :s{n % 2} ; "
        f"<http://purl.org/dc/terms/modified> '2020-01-{n + 10}'^^xsd:date . "
        for n in range(9)
    )
    told = words(site(labels), "/")
    asked = told.partition("Ask")[2]
    assert "What is there of this kind “Concept”?" in asked
    assert "modified" not in asked
    assert "status" not in asked


def test_a_search_is_not_narrowed_by_a_kind_that_says_nothing(site: Site) -> None:
    boats = "".join(
        f":b{n} a owl:NamedIndividual, :{'Boat' if n % 2 else 'Raft'} ; "
        f"rdfs:label 'Ark {n}' . "
        for n in range(6)
    )
    told = words(site(boats + ":c a :Boat ; rdfs:label 'Ark' ."), "/search", q="ark")
    assert "Boat 4" in told
    assert "Named Individual 6" not in told


def test_the_foot_says_from_how_many_files_it_is(tmp_path: Path) -> None:
    page = site_of(PREFIXES + ":a a :Boat .", tmp_path).get(
        "/", headers={"Accept": "text/html"}
    )
    foot = page.text.partition("<footer>")[2]
    assert "made from 1 file (" in foot


def test_the_dates_of_one_year_are_told_by_it(site: Site) -> None:
    dated = "".join(f":d{n} :on '2010-0{n}-01'^^xsd:date . " for n in range(1, 5))
    told = words(site(dated), "/browse/dates")
    assert "4 in 2010" in told
    assert "from 2010 to 2010" not in told


STEPS = "".join(
    f":g{n} a :Goal, skos:Concept ; skos:prefLabel 'Goal {word}' . "
    + "".join(
        f":t{n}{m} a :Target, skos:Concept ; skos:prefLabel 'Target {word} {m}' ; "
        f"skos:broader :g{n} . :g{n} skos:narrower :t{n}{m} . "
        f":i{n}{m} a :Indicator, skos:Concept ; skos:prefLabel 'Measure {word} {m}' . "
        f":t{n}{m} skos:narrower :i{n}{m} . :i{n}{m} skos:broader :t{n}{m} . "
        for m in "abc"
    )
    for n, word in enumerate(("one", "two", "three"))
)
ONE_MORE = ":i a :Indicator, skos:Concept ; skos:prefLabel 'Measure of all' ; skos:broader :t0a ."


def test_kinds_of_concepts_stand_from_the_top_down(site: Site) -> None:
    told = words(site(STEPS + ONE_MORE), "/")
    kinds = told.partition("What there is")[2].partition("These counts")[0]
    assert kinds.strip() == "Goal 3 Target 9 Indicator 10 Concept 22"
    assert "3 things of the kind “Goal”, such as “Goal one”" in told


LOANS = "".join(
    f":l{n} a :Loan ; rdfs:label '3f9acdb9bd82ae54b5ac102febe915{n}' ; :document :b{n} ; "
    f":type :issued . :b{n} a :Isbn ; rdfs:label 'ISBN: 00025703{n}' . "
    for n in range(10, 30)
)


def test_what_is_but_a_number_follows_what_leads_to_it(site: Site) -> None:
    said = f"{LOANS} :issued a :LoanType ; rdfs:label 'issued' ."
    told = words(site(said), "/")
    assert "20 things of the kind “Loan”" in told
    few = told.partition("A few of them")[2]
    assert few.index("Loan") < few.index("Isbn")
    assert "of the kind “Loan”, with “document”, “type”" in told


def test_what_has_a_title_leads_though_others_lead_to_it(site: Site) -> None:
    said = LOANS.replace("ISBN: 00025703", "Boats of the sea, volume ")
    assert "20 things of the kind “Isbn”" in words(site(said), "/")


DATED = "".join(
    f":l{n} a :Loan ; rdfs:label '{9 - n}f9acdb9bd82ae54b5ac102febe915' ; :document :b{n} ; "
    f":date '2014-10-{10 + n * 7 % 10}'^^xsd:date . :b{n} a :Book ; rdfs:label 'Book {n}' . "
    for n in range(10)
)


def test_what_has_but_a_digest_is_told_by_its_day_and_what_it_leads_to(
    site: Site,
) -> None:
    served = site(DATED)
    few = words(served, "/").partition("A few of them")[2]
    assert "date" in few
    assert "Book 3" in few
    told = words(served, "/browse", kind="https://port.org/id/Loan")
    days = re.findall(r"\d+ October 2014", told.partition("Narrow")[0])
    assert days == [f"{day} October 2014" for day in range(10, 20)]
    assert "9f9acdb9bd82ae54b5ac102febe915" in told


def test_kinds_of_the_very_same_things_are_told_as_one(site: Site) -> None:
    boats = "".join(
        f":b{n} a :Boat , :Product , :Vessel ; rdfs:label 'Boat {n}' . " for n in "abc"
    )
    told = words(site(f"{boats} :raft a :Vessel ; rdfs:label 'Raft' ."), "/")
    assert "What there is Vessel 4 Boat 3 also Product" in told
