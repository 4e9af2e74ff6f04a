"""What the data is about comes first on its front page, however it is named."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
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
    assert "9 things of the kind “Class”" in told
    assert told.index("A few of them Class") < told.index("Annotation Property acronym")
