"""Trees of concepts, classes and parts: from the top, the way up, and what is below."""

from pathlib import Path

import pytest

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix d: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TREE = """
:s a skos:ConceptScheme ; skos:prefLabel "Ports"@en ; skos:hasTopConcept :europe .
:europe a skos:Concept ; skos:prefLabel "Europe"@en .
:spain a skos:Concept ; skos:prefLabel "Spain"@en ; skos:broader :europe .
:cadiz a skos:Concept ; skos:prefLabel "Cádiz"@en ; skos:broader :spain ; skos:inScheme :s .
:vigo a skos:Concept ; skos:prefLabel "Vigo"@en ; skos:broader :spain .
:italy a skos:Concept ; skos:prefLabel "Italy"@en ; skos:broader :europe .
"""
CLASSES = """
:o a owl:Ontology . :thing a owl:Class ; rdfs:label "Vessel" ; rdfs:subClassOf owl:Thing .
:boat a owl:Class ; rdfs:label "Boat" ; rdfs:subClassOf :thing , :floating .
:tug a owl:Class ; rdfs:label "Tug" ; rdfs:subClassOf :boat .
:floating a owl:Class ; rdfs:label "Floating" .
"""


def way(text: str) -> str:
    """What stands above the name of a page: the way from the top."""
    return text.partition(" https://")[0]


def from_the_top(told: str) -> str:
    """What a front page tells of a tree."""
    return told.partition("From the top")[2].partition("A few of them")[0].strip()


def test_the_front_page_shows_a_tree_from_its_top_with_what_is_below(
    tmp_path: Path,
) -> None:
    told = from_the_top(words(site_of(PREFIXES + TREE, tmp_path), "/"))
    assert told == "Concepts, in 3 levels Europe 4 Italy Spain 2"


def test_the_page_of_a_concept_tells_the_way_to_it_from_its_scheme(
    tmp_path: Path,
) -> None:
    told = words(site_of(PREFIXES + TREE, tmp_path), "/cadiz")
    assert way(told) == "Ports › Europe › Spain › Cádiz Concept Cádiz"


def test_the_page_of_a_concept_lists_what_is_below_it_first(tmp_path: Path) -> None:
    told = words(site_of(PREFIXES + TREE, tmp_path), "/spain")
    assert "Narrower 2 Cádiz Vigo Statements" in told
    assert "is broader of" not in told


def test_the_top_of_a_tree_has_no_way_but_from_its_scheme(tmp_path: Path) -> None:
    text = f"{PREFIXES}{TREE}:spain skos:related :italy ."
    assert way(words(site_of(text, tmp_path), "/europe")).startswith("Concept Europe")


def test_what_only_narrower_says_is_a_tree_as_well(tmp_path: Path) -> None:
    text = f"""{PREFIXES} :a a skos:Concept ; skos:prefLabel "A" ; skos:narrower :b , :c .
      :b a skos:Concept ; skos:prefLabel "B" . :c a skos:Concept ; skos:prefLabel "C" ."""
    site = site_of(text, tmp_path)
    assert from_the_top(words(site, "/")) == "Concepts, in 2 levels A 2 B C"
    assert way(words(site, "/c")) == "A › C Concept C"


def test_what_a_concept_says_itself_to_be_narrower_is_among_its_statements(
    tmp_path: Path,
) -> None:
    text = f"{PREFIXES}{TREE}:spain skos:narrower :cadiz ."
    told = words(site_of(text, tmp_path), "/spain")
    assert "Narrower" not in told
    assert "narrower Cádiz" in told
    assert "is broader of 1 Vigo" in told


def test_a_class_with_several_broader_ones_has_several_ways_and_no_owl_thing(
    tmp_path: Path,
) -> None:
    site = site_of(PREFIXES + CLASSES, tmp_path)
    told = words(site, "/tug")
    assert way(told) == "Floating › Boat › Tug Vessel › Boat › Tug Class Tug"
    assert (
        from_the_top(words(site, "/"))
        == "Classes, in 3 levels Floating 2 Boat 1 Vessel 2 Boat 1"
    )


def test_a_circle_has_no_top_and_breaks_no_page(tmp_path: Path) -> None:
    text = f"""{PREFIXES} :a a skos:Concept ; skos:prefLabel "A" ; skos:broader :b .
      :b a skos:Concept ; skos:prefLabel "B" ; skos:broader :a , :b ."""
    site = site_of(text, tmp_path)
    assert "From the top" not in words(site, "/")
    assert way(words(site, "/a")) == "B › A Concept A"


def test_parts_of_parts_are_a_tree_but_parts_alone_are_none(tmp_path: Path) -> None:
    parts = " ".join(f':p{n} d:isPartOf :w ; d:title "P{n}" .' for n in range(4))
    text = f'{PREFIXES} {parts} :w d:title "Whole" .'
    assert "From the top" not in words(site_of(text, tmp_path), "/")
    site = site_of(f'{text} :q d:title "Q" ; d:isPartOf :p1 .', tmp_path)
    assert from_the_top(words(site, "/")).startswith(
        "Wholes and parts, in 3 levels Whole 5 P0 P1 1 P2 P3"
    )
    assert "Parts 4 P0 P1 P2 P3" in words(site, "/w")


def test_of_a_large_tree_some_branches_are_shown_without_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diplomatica.lookup.overview.trees._FEW", 1)
    told = from_the_top(words(site_of(PREFIXES + TREE, tmp_path), "/"))
    assert told == "Concepts, some of its branches Europe Italy Spain"


OBO = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix o: <http://purl.obolibrary.org/obo/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
o:BFO_0000002 rdfs:subClassOf o:BFO_0000001 . o:BFO_0000040 rdfs:subClassOf o:BFO_0000002 .
o:X_0000001 a owl:Class ; rdfs:label "organ" ; rdfs:subClassOf o:BFO_0000040 .
o:X_0000009 a owl:Class ; rdfs:subClassOf o:X_0000001 .
o:X_0000002 a owl:Class ; rdfs:label "heart" ; rdfs:subClassOf o:X_0000009 .
o:X_0000003 a owl:Class ; rdfs:label "liver" ; rdfs:subClassOf o:X_0000001 .
o:X_0000004 a owl:Class ; rdfs:label "old"; rdfs:subClassOf
  <http://www.geneontology.org/formats/oboInOwl#ObsoleteClass> .
"""


def test_a_tree_begins_with_what_has_a_name_and_leaves_out_what_is_obsolete(
    tmp_path: Path,
) -> None:
    told = from_the_top(words(site_of(OBO, tmp_path), "/"))
    assert told == "Classes, in 2 levels organ 3 heart liver"


def test_terms_that_only_stand_below_others_stand_aside(tmp_path: Path) -> None:
    stubs = (f"o:Y_{n:07} rdfs:subClassOf o:BFO_0000040 ." for n in range(30))
    told = words(site_of("\n".join([OBO, *stubs]), tmp_path), "/")
    assert "nothing says of which kind" not in told
    aside = told.partition("Rules and statements about these terms")[2]
    assert "with “subclass of” 32" in aside


def test_a_tree_begins_where_it_branches(tmp_path: Path) -> None:
    text = f"""{PREFIXES}{TREE}:world a skos:Concept ; skos:prefLabel "World" .
      :europe skos:broader :world . :world skos:broader :all ."""
    told = from_the_top(words(site_of(text, tmp_path), "/"))
    assert told == "Concepts, in 3 levels Europe 4 Italy Spain 2"


OBO_TERMS = "http://purl.obolibrary.org/obo/"
ORGANS = f"""@prefix obo: <{OBO_TERMS}> .
  obo:BFO_0000050 a owl:ObjectProperty ; rdfs:label "part of" .
  obo:RO_1 a owl:ObjectProperty ; rdfs:label "next to" .
  :body a owl:Class ; rdfs:label "Body" . :arm a owl:Class ; rdfs:label "Arm" ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty obo:BFO_0000050 ;
      owl:someValuesFrom :body ] .
  :hand a owl:Class ; rdfs:label "Hand" ; rdfs:subClassOf [ a owl:Restriction ;
      owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom :arm ] , [
      a owl:Restriction ; owl:onProperty obo:RO_1 ; owl:someValuesFrom :leg ] .
  :leg a owl:Class ; rdfs:label "Leg" ; rdfs:subClassOf [ a owl:Restriction ;
      owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom :body ] ."""


def test_what_is_part_of_some_other_stands_in_the_tree_of_wholes(
    tmp_path: Path,
) -> None:
    told = from_the_top(words(site_of(PREFIXES + ORGANS, tmp_path), "/"))
    assert told == "Wholes and parts, in 3 levels Body 3 Arm 1 Leg"


def test_what_has_no_name_is_counted_with_what_it_stands_below(tmp_path: Path) -> None:
    unnamed = ":x4711 a skos:Concept ; skos:broader :spain ."
    told = from_the_top(words(site_of(PREFIXES + TREE + unnamed, tmp_path), "/"))
    assert told == "Concepts, in 3 levels Europe 5 Italy Spain 3"


TOPPED = """
:lone a skos:Concept ; skos:prefLabel "Overseas"@en ; skos:topConceptOf :s .
:asia a skos:Concept ; skos:prefLabel "Asia"@en . :s skos:hasTopConcept :asia .
"""


def test_a_stated_top_with_nothing_below_it_stands_beside_the_others(
    tmp_path: Path,
) -> None:
    told = from_the_top(words(site_of(PREFIXES + TREE + TOPPED, tmp_path), "/"))
    assert told == "Concepts, in 3 levels Asia Europe 4 Italy Spain 2 Overseas"


def numbered(by: str) -> str:
    """Concepts below one, of which the last has most below it."""
    below = "".join(
        f':n{number} a skos:Concept ; skos:prefLabel "Port {name}"@en ; '
        f":by {of(number)} ; skos:broader :all . ".replace(":by", by)
        for number, name in enumerate("ZYXWVUTSR", 1)
    )
    most = ':m a skos:Concept ; skos:prefLabel "Pier"@en ; skos:broader :n9 . '
    return f"""@prefix sh: <http://www.w3.org/ns/shacl#> . {PREFIXES} {below} {most}
        :all a skos:Concept ; skos:prefLabel "All"@en ; {by} {of(0)} .
        :other a skos:Concept ; skos:prefLabel "Other"@en ; {by} {of(10)} .
        :none a skos:Concept ; skos:prefLabel "None"@en ; skos:broader :other ."""


def of(number: int) -> str:
    return f'"{number}"'


def test_of_many_numbered_concepts_the_first_are_shown(tmp_path: Path) -> None:
    told = from_the_top(words(site_of(numbered("skos:notation"), tmp_path), "/"))
    assert told.startswith("Concepts, in 3 levels 0 All 10 1 Port Z 2 Port Y 3 Port X")
    assert told.endswith("10 Other 1 None")


def test_concepts_with_a_stated_order_stand_in_it(tmp_path: Path) -> None:
    told = from_the_top(words(site_of(numbered("sh:order"), tmp_path), "/"))
    assert told.startswith("Concepts, in 3 levels All 10 Port Z Port Y Port X")
