"""Links with their evidence, in the terms of SSSOM."""

from diplomatica.engine import Embedded
from diplomatica.model.statement import text_of

_ASKED = """SELECT ?link ?what { ?link a dip:Link
  OPTIONAL { GRAPH ?link { ?thing skos:exactMatch|skos:closeMatch|skos:broadMatch ?what } }
  ?link sssom:mapping_justification ?how ; sssom:object_source ?source ;
        pav:authoredBy ?who ; dcterms:created ?when . ?who foaf:name ?name }"""
_AGREEING = """SELECT DISTINCT ?link {
  ?link dip:agreesOn rdfs:label ; sssom:object_label ?theirs
  GRAPH ?link { ?thing ?by ?it FILTER (?by IN (skos:exactMatch, skos:closeMatch)) }
  ?thing rdfs:label|skos:altLabel ?ours FILTER (STR(?ours) = ?theirs) }"""


def test_each_link_says_how_it_was_found_by_whom_when_and_where(
    published_engine: Embedded,
) -> None:
    links = published_engine.rows("SELECT ?link { ?link a dip:Link }")
    told = published_engine.rows(_ASKED)
    assert len(links) == 60
    assert len(told) == len(links)


def test_each_link_that_was_found_has_a_confidence_and_says_what_was_compared(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT DISTINCT ?link { ?link sssom:confidence ?sure ; "
        "dip:agreesOn|dip:differsOn ?property FILTER (?sure > 0.5 && ?sure <= 1) }"
    )
    sought = published_engine.rows(
        "SELECT ?link { ?link sssom:object_id sssom:NoTermFound "
        "GRAPH ?link { ?thing dip:unlinked ?why } }"
    )
    assert (len(rows), len(sought)) == (38, 22)


def test_labels_that_are_said_to_agree_are_the_same(published_engine: Embedded) -> None:
    said = "SELECT ?link { ?link dip:agreesOn rdfs:label }"
    agreeing = {text_of(row["link"]) for row in published_engine.rows(_AGREEING)}
    assert len(agreeing) == 20
    assert agreeing == {text_of(row["link"]) for row in published_engine.rows(said)}
