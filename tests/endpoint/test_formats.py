"""Every format holds the same answer: read by parsers that are not ours, they are
equal, and nothing is ill-formed."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple
from rdflib.compare import to_isomorphic
from rdflib.plugins.sparql.results.jsonresults import JSONResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResultParser

from diplomatica.engine import Embedded, Limits
from diplomatica.errors import LimitReached, RefusedQuery
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import (
    CSV,
    JSON,
    RDFXML,
    READ,
    RESULTS,
    TSV,
    TURTLE,
    XML,
    Format,
)
from diplomatica.model.serialization import bytes_of_statements

OF_ENGINE = [form for form in RESULTS if form.results]
NASTY = (
    "quotes \" and ' and \\ backslashes",
    "a\ttab",
    "a\nline",
    "a\r\nline",
    "a\rreturn",
    "<&>]]>",
    "\u202eright to left",
    "漢 ü 😀",
    "",
    " ",
    "{}",
    ',"x"',
    '{"type":"uri"}',
    "</result><result>",
    "\x85\u2028",
    "007",
)
TERMS = [
    "<http://example.org/a>",
    "<http://example.org/ü/漢>",
    '"plain"',
    '"tagged"@en',
    '"tagged"@en-GB',
    "1",
    "1.50",
    "1e3",
    "true",
    '"2010-12"^^xsd:gYearMonth',
    '"x"^^<http://example.org/type>',
    "UNDEF",
    *(json.dumps(text, ensure_ascii=False) for text in NASTY),
]
_NUMBERED = " ".join(f"({number} {term})" for number, term in enumerate(TERMS))
TABLE = f"SELECT ?n ?x {{ VALUES (?n ?x) {{ {_NUMBERED} }} }} ORDER BY ?n"
_THINGS = " ".join(
    f"(<http://example.org/{number}> {term})"
    for number, term in enumerate(TERMS)
    if term != "UNDEF"
)
GRAPH = (
    f"CONSTRUCT {{ ?s <http://example.org/p> ?x . _:b <http://example.org/q> ?s }} "
    f"{{ VALUES (?s ?x) {{ {_THINGS} }} }}"
)
Rows = list[dict[str, Any]]


def asked(engine: Embedded, query: str, form: Format) -> bytes:
    answer = engine.answer(query, form, form)
    assert answer is not None
    return answer.body


def read(body: bytes, form: Format) -> Rows:
    parser = JSONResultParser() if form is JSON else XMLResultParser()  # type: ignore[no-untyped-call]
    found = parser.parse(io.BytesIO(body))
    return [{str(name): value for name, value in row.items()} for row in found.bindings]


def test_json_and_xml_hold_the_same_table(engine: Embedded) -> None:
    rows = read(asked(engine, TABLE, JSON), JSON)
    assert len(rows) == len(TERMS)
    assert {str(row["x"]) for row in rows if "x" in row} >= set(NASTY)
    assert read(asked(engine, TABLE, XML), XML) == rows


def test_tsv_holds_the_terms_as_turtle_writes_them(engine: Embedded) -> None:
    head, *lines = asked(engine, TABLE, TSV).decode().removesuffix("\n").split("\n")
    assert head == "?n\t?x"
    cells = [line.split("\t") for line in lines]
    assert all(len(cell) == 2 for cell in cells)
    graph = rdflib.Graph().parse(
        data="".join(f"<urn:{n}> <urn:p> {cell} .\n" for n, cell in cells if cell),
        format="turtle",
    )
    told = {str(subject): value for subject, value in graph.subject_objects()}
    assert told == {
        f"urn:{row['n']}": row["x"]
        for row in read(asked(engine, TABLE, JSON), JSON)
        if "x" in row
    }


def test_csv_holds_the_values(engine: Embedded) -> None:
    text = asked(engine, TABLE, CSV).decode()
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["n", "x"]
    told = json.loads(asked(engine, TABLE, JSON))["results"]["bindings"]
    values = [row["x"]["value"] if "x" in row else "" for row in told]
    assert [row[1] for row in rows] == values
    assert text.endswith("\r\n")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_every_format_holds_the_same_graph(form: Format, engine: Embedded) -> None:
    expected = rdflib.Graph().parse(data=asked(engine, GRAPH, TURTLE), format="turtle")
    assert len(expected) == 2 * (len(TERMS) - 1)
    names = {
        "turtle": "turtle",
        "ntriples": "nt",
        "rdfxml": "xml",
        "jsonld": "json-ld",
        "trig": "trig",
        "nquads": "nquads",
    }
    dataset = rdflib.Dataset()
    if form.holds == "quads":
        dataset.parse(data=asked(engine, GRAPH, form), format=names[form.name])
        found = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads():
            found.add((subject, predicate, value))
    else:
        found = rdflib.Graph().parse(
            data=asked(engine, GRAPH, form), format=names[form.name]
        )
    assert to_isomorphic(found) == to_isomorphic(expected)


@pytest.mark.parametrize("form", OF_ENGINE, ids=lambda form: form.name)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_are_counted_in_every_format(
    count: int, form: Format, engine: Embedded
) -> None:
    for variables in ("?type", "?x ?unbound", "?a ?b ?c"):
        query = f"SELECT {variables} {{ VALUES (?type ?x ?a) {{ {'(UNDEF 1 1)' * count} }} }}"
        answer = engine.answer(query, form, None)
        assert answer is not None
        assert answer.rows == count
    answer = engine.answer(TABLE, form, None)
    assert answer is not None
    assert answer.rows == len(TERMS)


@pytest.mark.parametrize("bad", ["\\u0001", "\\u000B", "\\uFFFE", "\\uFFFF"])
def test_what_xml_cannot_hold_is_an_error_and_other_formats_hold_it(
    bad: str, engine: Embedded
) -> None:
    query = f'SELECT ("{bad}" AS ?x) {{}}'
    with pytest.raises(RefusedQuery, match="SPARQL XML cannot hold"):
        engine.answer(query, XML, None)
    assert json.loads(asked(engine, query, JSON))["results"]["bindings"]
    with pytest.raises(RefusedQuery, match="RDF/XML cannot hold"):
        engine.answer(f'CONSTRUCT {{ <urn:s> <urn:p:x> "{bad}" }} {{}}', None, RDFXML)


@pytest.mark.parametrize(
    "iri", ["http://example.org/1", "http://example.org/", "http://example.org/a(b)"]
)
def test_a_property_without_a_name_is_an_error_in_rdf_xml_alone(
    iri: str, engine: Embedded
) -> None:
    query = f"CONSTRUCT {{ <urn:s> <{iri}> 1 }} {{}}"
    with pytest.raises(RefusedQuery, match="RDF/XML"):
        engine.answer(query, None, RDFXML)
    for form in READ:
        if form is not RDFXML:
            assert b"urn:s" in asked(engine, query, form)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<<( <urn:a> <urn:b> 1 )>> AS ?x) {}",
        "SELECT (TRIPLE(<urn:a>, <urn:b>, 1) AS ?x) {}",
        'SELECT ("x"@en--ltr AS ?x) {}',
        'SELECT (STRLANGDIR("x", "en", "ltr") AS ?x) {}',
        "SELECT * { ?s ?p ?o {| ?q ?r |} }",
        "SELECT * { << ?s ?p ?o >> ?q ?r }",
        'VERSION "1.2" SELECT * {}',
    ],
)
def test_what_came_after_sparql_1_1_is_refused_with_the_reason(
    query: str, engine: Embedded
) -> None:
    with pytest.raises(RefusedQuery, match=r"SPARQL 1\.1"):
        engine.answer(query, JSON, TURTLE)


def test_a_less_than_before_an_iri_is_no_triple_term(engine: Embedded) -> None:
    assert b'"boolean":true' in asked(
        engine, "ASK { FILTER (!BOUND(?x) || ?x <<http://example.org/>) }", JSON
    )


@pytest.mark.parametrize("form", OF_ENGINE, ids=lambda form: form.name)
def test_an_answer_is_whole_or_there_is_none(form: Format, release: Release) -> None:
    small = Embedded(release, limits=Limits(answer=1000))
    with pytest.raises(LimitReached, match="1,000 bytes"):
        small.answer("SELECT * { ?s ?p ?o }", form, None)
    assert small.answer("SELECT * { ?s ?p ?o } LIMIT 1", form, None)


@example([("{", "en")])
@given(st.lists(st.tuples(st.text(), st.sampled_from(["en", "ru", ""])), max_size=5))
@example([("{", "en"), ("{", ""), ('{"', ""), ('{",', ""), ('{"}', "")])
def test_any_text_comes_back_from_json_and_csv(texts: list[tuple[str, str]]) -> None:
    from diplomatica.engine.writing import results_written

    store = Store()
    texts = [(text.encode("utf-8", "replace").decode(), tag) for text, tag in texts]
    for number, (text, tag) in enumerate(texts):
        term = Literal(text, language=tag) if tag else Literal(text)
        store.add(Quad(NamedNode(f"urn:{number:04}"), NamedNode("urn:p"), term))
    query = "SELECT ?x { ?s ?p ?x } ORDER BY ?s"
    told = results_written(store.query(query), JSON, 1 << 20)  # type: ignore[arg-type]
    assert [
        row["x"]["value"] for row in json.loads(told.body)["results"]["bindings"]
    ] == [text for text, _ in texts]
    assert told.rows == len(texts)
    listed = results_written(store.query(query), CSV, 1 << 20)  # type: ignore[arg-type]
    assert listed.rows == len(texts)
    try:
        as_xml = results_written(store.query(query), XML, 1 << 20)  # type: ignore[arg-type]
    except RefusedQuery:
        return
    values = [
        node.text or ""
        for node in ElementTree.fromstring(as_xml.body).iter()
        if node.tag.endswith("literal")
    ]
    assert values == [text for text, _ in texts]


def test_a_format_that_the_engine_cannot_write_has_a_writer_of_its_own(
    engine: Embedded, release: Release
) -> None:
    def hextuples(statements: Any, prefixes: Any) -> bytes:
        rows = ([str(term) for term in statement] for statement in statements)
        lines = (json.dumps([s.strip("<>"), p.strip("<>"), o]) for s, p, o in rows)
        return "\n".join([*lines, ""]).encode()

    form = Format(
        name="hext",
        label="HexTuples",
        media_type="application/x-ndjson",
        suffix="hext",
        holds="triples",
        writer=hextuples,
    )
    answer = engine.answer("CONSTRUCT WHERE { ?s a ?o } LIMIT 3", JSON, form)
    assert answer is not None
    assert (answer.format, answer.rows) == (form, 3)
    lines = [json.loads(line) for line in answer.body.splitlines()]
    assert [line[1] for line in lines] == [str(rdflib.RDF.type)] * 3
    triples = [Triple(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"))]
    whole = bytes_of_statements(triples, form, release.iris)
    assert whole == b'["x:a", "x:b", "<x:c>"]\n'
