"""Links with their evidence, in the terms of SSSOM."""

import csv
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, SKOS, SSSOM
from diplomatica.pipeline.writing.links import write_links

CATALOG = Catalog(
    dataset=f"{BASE}dataset",
    base=BASE,
    version="1",
    issued="2026-11-24",
    title="Links",
    name="links",
    license="https://creativecommons.org/licenses/by/4.0/",
    creators=(),
    spaces=(),
)

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


def test_the_links_are_published_for_tools_of_others(tmp_path: Path) -> None:
    link, thing = NamedNode(f"{BASE}link/a"), NamedNode(f"{BASE}id/a")
    item = NamedNode("http://www.wikidata.org/entity/Q232")
    quads = [
        Quad(thing, SKOS("exactMatch"), item, link),
        Quad(
            thing, DIP("unlinked"), Literal("Not found."), NamedNode(link.value + "b")
        ),
        Quad(link, SSSOM("confidence"), Literal("0.8"), NamedNode(f"{BASE}graph/x")),
    ]
    write_links(tmp_path, quads, CATALOG)
    lines = (tmp_path / "links.sssom.tsv").read_text("utf-8").splitlines()
    table = [line for line in lines if not line.startswith("#")]
    rows = list(csv.DictReader(table, delimiter="\t"))
    found = [(one["object_id"], one["confidence"], one["comment"]) for one in rows]
    assert found == [
        ("wd:Q232", "0.8", ""),
        ("sssom:NoTermFound", "", "Not found."),
    ]
    commands = (tmp_path / "links.quickstatements.tsv").read_text("utf-8")
    assert commands == f'Q232\tP2888\t"{BASE}id/a"\n'
