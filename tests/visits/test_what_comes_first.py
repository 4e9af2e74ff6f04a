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


def test_the_front_leads_to_what_the_data_says_of_the_whole(tmp_path: Path) -> None:
    terms = "".join(
        f':t{n} a skos:Concept ; skos:prefLabel "Term {n}" ; skos:inScheme :all .'
        for n in range(3)
    )
    told = words(
        site_of(f'{PREFIXES} {terms} :all rdfs:label "Trees" .', tmp_path), "/"
    )
    assert "What the data says of “Trees” as a whole" in told
    assert "1 thing more has no kind" in told
    assert "do not add up" not in told


def test_classes_of_others_that_hardly_anything_is_of_make_no_tree(
    tmp_path: Path,
) -> None:
    classes = "".join(
        f's:K{n} a rdfs:Class ; rdfs:label "Kind {n}" ; rdfs:subClassOf s:K{n // 3} .'
        for n in range(1, 40)
    )
    persons = "".join(
        f':p{n} a s:K1 ; rdfs:label "Person {n}" ; rdfs:seeAlso :p{n // 2} .'
        for n in range(90)
    )
    told = words(site_of(PREFIXES + classes + persons, tmp_path), "/")
    assert "From the top" not in told
    assert "90 things of the kind “Kind 1”" in told
