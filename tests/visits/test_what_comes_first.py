"""What the data is about comes first on its front page, however it is named."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix s: <https://schema.org/> .
"""
PROPERTIES = "".join(
    f'o:p{n} a owl:AnnotationProperty ; rdfs:label "{name}" .'
    for n, name in enumerate(("acronym", "misnomer", "rank"))
)


def test_species_named_by_their_genus_lead_before_properties(tmp_path: Path) -> None:
    classes = ':squid a owl:Class ; rdfs:label "Squids" .' + "".join(
        f':g{genus} a owl:Class ; rdfs:label "{genus}" ; rdfs:subClassOf :squid .'
        f':s{genus} a owl:Class ; rdfs:label "{genus} minor" ; rdfs:subClassOf :g{genus} .'
        f'[] a owl:Axiom ; owl:annotatedSource :s{genus} ; o:p0 "{genus[:2]}" .'
        for genus in ("Loligo", "Sepia", "Octopus", "Argonauta")
    )
    told = words(site_of(PREFIXES + PROPERTIES + classes, tmp_path), "/")
    assert "An ontology of 9 classes" in told
    assert told.index("A few of them Class") < told.index("Annotation Property acronym")


def test_a_list_of_terms_is_called_a_vocabulary(tmp_path: Path) -> None:
    terms = "".join(
        f':t{n} a skos:Concept ; skos:prefLabel "{name}" .'
        for n, name in enumerate(("oak", "elm", "ash"))
    )
    told = words(site_of(PREFIXES + terms, tmp_path), "/")
    assert "A vocabulary of 3 terms, such as “ash”, “elm”, “oak”." in told


def test_kinds_of_the_very_same_things_add_up(tmp_path: Path) -> None:
    persons = "".join(
        f':p{n} a foaf:Person , s:Person ; rdfs:label "Person {n}" .' for n in range(3)
    )
    told = words(site_of(PREFIXES + persons, tmp_path), "/")
    assert "such as “Person 0”, “Person 1”, “Person 2”." in told
    assert "Person (foaf) 3 also Person (schema)" in told
    assert "do not add up" not in told
