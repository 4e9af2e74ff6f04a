"""Links with their evidence, in the terms of SSSOM."""

import csv
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from conftest import BASE
from diplomatica.engine import Embedded, Term
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    MATCHES,
    RDFS,
    SKOS,
    SSSOM,
    XSD,
    Vocabulary,
)
from diplomatica.pipeline.building import build
from diplomatica.pipeline.files.mapping.columns import join_values, split_values
from diplomatica.pipeline.files.mapping.mappingfile import read_mappings
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.storing.stored import Quads, Storage
from diplomatica.pipeline.writing.links import write_links

SEMAPV = Vocabulary("https://w3id.org/semapv/vocab/")
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


def test_nothing_here_is_the_very_same_as_anything_elsewhere(
    published_engine: Embedded,
) -> None:
    same = "SELECT ?graph { GRAPH ?graph { ?one owl:sameAs ?other } }"
    assert published_engine.rows(same) == []


@pytest.mark.parametrize(
    ("term", "match", "property_"),
    [("chaired", "relatedMatch", "P488"), ("heldOffice", "closeMatch", "P39")],
)
def test_a_property_leads_to_what_wikidata_has_for_it(
    published_engine: Embedded, term: str, match: str, property_: str
) -> None:
    said = "SELECT ?by { dip:%s ?by <http://www.wikidata.org/entity/%s> }"
    (row,) = published_engine.rows(said % (term, property_))
    assert row["by"] == SKOS(match)


def test_labels_that_are_said_to_agree_are_the_same(published_engine: Embedded) -> None:
    said = "SELECT ?link { ?link dip:agreesOn rdfs:label }"
    agreeing = {text_of(row["link"]) for row in published_engine.rows(_AGREEING)}
    assert len(agreeing) == 20
    assert agreeing == {text_of(row["link"]) for row in published_engine.rows(said)}


def test_kinds_and_codes_were_compared_where_a_source_tells_them(
    published_engine: Embedded,
) -> None:
    asked = "SELECT DISTINCT ?link { ?link dip:agreesOn %s ; dcterms:source ?source }"
    kinds = published_engine.rows(asked % "rdf:type")
    codes = published_engine.rows(asked % "dip:isoCode, rdf:type")
    assert (len(kinds), len(codes)) == (16, 8)
    untold = "SELECT ?link { ?link sssom:object_label ?label FILTER NOT EXISTS { "
    untold += "?link dip:agreesOn|dip:differsOn|dip:uncompared rdf:type } }"
    assert published_engine.rows(untold) == []


def test_what_wikidata_says_that_a_thing_is_has_its_source(
    published_engine: Embedded, published_client: FlaskClient
) -> None:
    asked = (
        "SELECT ?link ?line { ?link dip:objectDescription ?line ; dcterms:source ?list "
    )
    asked += "FILTER CONTAINS(STR(?list), 'country_entities') }"
    lines = {row["link"]: row["line"] for row in published_engine.rows(asked)}
    kazakhstan = NamedNode(f"{BASE}link/kazakhstan-wikidata")
    line = "sovereign state in Eastern Europe and Central Asia"
    assert (len(lines), lines[kazakhstan]) == (9, Literal(line, language="en"))
    page = published_client.get("/doc/kazakhstan", headers={"Accept": "text/html"})
    assert f"Q232, “{line}”" in re.sub(r"<[^>]*>", "", page.get_data(as_text=True))


def test_an_id_from_one_dataset_whose_kind_nobody_told_is_no_exact_match(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?link { GRAPH ?link { ?thing skos:exactMatch ?item } "
        "?link sssom:confidence ?sure ; dip:uncompared rdf:type FILTER (?sure < 0.7) }"
    )
    assert rows == []


def stored(quads: list[Quad]) -> Quads:
    return Storage(CATALOG.iris).quads(quads)


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
    write_links(tmp_path, stored(quads), CATALOG)
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


_HEAD = """#curie_map:
#  thing: https://w3id.org/diplomatica/id/
#  wd: http://www.wikidata.org/entity/
#mapping_date: 2026-11-24
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment
"""
_ROW = "thing:a\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\t0.8\tSeen.\n"


def _read(tmp_path: Path, text: str) -> Source:
    file = tmp_path / "own.sssom.tsv"
    file.write_text(text, "utf-8")
    return read_mappings(file, "dataset/own.sssom.tsv", CATALOG.iris)[0]


def test_a_row_of_a_mapping_set_is_a_link_with_its_evidence(tmp_path: Path) -> None:
    source = _read(tmp_path, _HEAD + _ROW)
    link = NamedNode(f"{BASE}link/a-Q1")
    said = {quad.predicate: quad.object for quad in source.quads}
    assert source.faults == []
    assert {quad.graph_name for quad in source.quads} == {link}
    assert said[SKOS("exactMatch")] == NamedNode("http://www.wikidata.org/entity/Q1")
    assert said[SSSOM("confidence")] == Literal("0.8", datatype=XSD("decimal"))
    assert said[DCTERMS("created")] == Literal("2026-11-24", datatype=XSD("date"))
    assert said[DIP("reason")] == Literal("Seen.")


@pytest.mark.parametrize(
    ("spoilt", "line", "told"),
    [
        (
            _HEAD + _ROW.replace("wd:", "wx:"),
            6,
            "column object_id: the prefix of wx:Q1",
        ),
        (_HEAD + _ROW + _ROW.replace("0.8", "8"), 7, "column confidence: “8”"),
        (_HEAD + _ROW.replace("exactMatch", "broader"), 6, "column predicate_id"),
        (_HEAD + "thing:a\tskos:exactMatch\n", 6, "column object_id: is empty"),
        (_HEAD.replace("#  wd: h", "# wd: h"), 3, "has a head that is no YAML"),
        (_HEAD.replace("\tobject_id", "\tit"), 5, "has no column object_id"),
        (_HEAD + _ROW.replace("\n", "\tmore\n"), 6, "has 7 cells in a row"),
    ],
)
def test_a_fault_of_a_mapping_set_names_its_line_and_column(
    tmp_path: Path, spoilt: str, line: int, told: str
) -> None:
    (fault,) = _read(tmp_path, spoilt).faults
    assert (fault.file, fault.line) == ("dataset/own.sssom.tsv", line)
    assert fault.message.startswith(told)
    assert fault.advice


def test_the_empty_prefix_is_shown_as_a_head_declares_it(tmp_path: Path) -> None:
    (fault,) = _read(tmp_path, _HEAD + _ROW.replace("thing:a", ":a")).faults
    assert 'in curie_map: "": https://…' in fault.advice


def test_what_is_left_out_of_a_mapping_set_is_named(tmp_path: Path) -> None:
    file = tmp_path / "own.sssom.tsv"
    head = _HEAD.replace("\tcomment", "\tcomment\tpredicate_modifier\tmapping_tool")
    file.write_text(head + _ROW.replace("\n", "\tNot\tby hand\n"), "utf-8")
    source, left_out = read_mappings(file, "own.sssom.tsv", CATALOG.iris)
    assert source.quads == []
    assert [hint.message for hint in left_out] == [
        "has 1 columns (mapping_tool): left out",
        "has 1 rows that say what is not linked (predicate_modifier): left out",
    ]


_words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1)
_things = st.integers(1, 5).map(lambda number: NamedNode(f"{BASE}id/t{number}"))
_terms = st.sampled_from([RDFS("label"), DIP("isoCode"), DIP("time")])


@st.composite
def _link(draw: st.DrawFn, name: str) -> list[Quad]:
    """A link as an editor writes it."""
    link, thing = NamedNode(f"{BASE}link/{name}"), draw(_things)
    said: list[tuple[NamedNode, Term]] = [
        (DIP("reason"), Literal(draw(_words))),
        (SSSOM("mapping_justification"), SEMAPV("ManualMappingCuration")),
        (DCTERMS("created"), Literal("2026-11-24", datatype=XSD("date"))),
    ]
    said += [(SSSOM("match_string"), Literal(one)) for one in draw(st.sets(_words))]
    said += [(DIP("agreesOn"), one) for one in draw(st.sets(_terms))]
    said += [(DIP("differsOn"), one) for one in draw(st.sets(_terms))]
    if draw(st.booleans()):
        item = NamedNode(f"http://www.wikidata.org/entity/Q{draw(st.integers(1))}")
        sure = draw(st.decimals(0, 1, places=3))
        said.append(
            (SSSOM("confidence"), Literal(f"{sure:f}", datatype=XSD("decimal")))
        )
        found = Quad(thing, draw(st.sampled_from(sorted(MATCHES, key=str))), item, link)
    else:
        said.append((SSSOM("object_id"), SSSOM("NoTermFound")))
        found = Quad(thing, DIP("unlinked"), Literal(draw(_words)), link)
    return [found, *(Quad(link, by, term, link) for by, term in said)]


@given(st.data(), st.integers(1, 4))
@settings(max_examples=50, deadline=None)
def test_links_come_back_from_the_table_that_is_published(
    data: st.DataObject, count: int
) -> None:
    links = [data.draw(_link(f"l{number}")) for number in range(count)]
    quads = [quad for link in links for quad in link]
    with TemporaryDirectory() as name:
        write_links(Path(name), stored(quads), CATALOG)
        file = Path(name, "links.sssom.tsv")
        source, left_out = read_mappings(file, file.name, CATALOG.iris)
    assert (source.faults, left_out) == ([], [])
    assert set(source.quads) == set(quads)


def test_a_mapping_set_beside_trig_is_built_and_its_labels_stand_in_tables(
    tmp_path: Path, folder: Path
) -> None:
    head = _HEAD.replace("comment", "comment\tobject_label\tobject_source")
    row = _ROW.replace("thing:a", "thing:liter").replace("wd:Q1", "wd:Q4")
    row = row.replace("\n", "\tLiter (paper)\thttps://www.wikidata.org/\n")
    (folder / "dataset" / "own.sssom.tsv").write_text(head + row, "utf-8")
    release = build(Folder(folder), tmp_path / "releases")
    table = (release.folder / "tables" / "things.csv").read_text("utf-8")
    rows = {row["iri"]: row for row in csv.DictReader(table.splitlines())}
    told = rows[f"{BASE}id/liter"]
    assert (told["wikidata_id"], told["wikidata_label"]) == ("Q4", "Liter (paper)")
    published = (release.folder / "links.sssom.tsv").read_text("utf-8")
    assert "link:liter-Q4\tthing:liter" in published


@given(st.lists(_words, min_size=1, unique=True))
def test_values_in_one_cell_come_apart_as_they_were_joined(values: list[str]) -> None:
    assert split_values(join_values(values)) == values


def test_a_stroke_that_others_escape_is_part_of_a_value() -> None:
    assert split_values(r"a\|b|c\d|e") == ["a|b", r"c\d", "e"]
