"""What somebody wrote is published as written: numbers, truth values, times, blank nodes."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
    parse,
    serialize,
)
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from conftest import FOREIGN, run
from diplomatica.cli import main
from diplomatica.engine import Embedded, SyncEngine, Workers, serving
from diplomatica.engine.forms import Written, engine_form, is_rewritten, rewritten_quads
from diplomatica.lookup.advice.advice import advice_of
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import (
    DUMPED,
    JSON,
    NQUADS,
    NTRIPLES,
    RDFXML,
    READ,
    TURTLE,
    Format,
)
from diplomatica.model.iris import Iris
from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.serialization import bytes_of_statements
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

NEWS = "https://example.org/news/"
COIN, WEIGHS, SIDE = (
    NamedNode(f"{NEWS}id/coin"),
    NamedNode(f"{NEWS}weighs"),
    NamedNode(f"{NEWS}side"),
)
WRITTEN = [
    Literal(text, datatype=XSD(kind))
    for kind, text in (
        ("decimal", "1.50"),
        ("decimal", "1.5"),
        ("decimal", "+1.5"),
        ("decimal", ".5"),
        ("integer", "007"),
        ("integer", "+7"),
        ("int", "0001"),
        ("byte", "5"),
        ("nonNegativeInteger", "+5"),
        ("unsignedShort", "12"),
        ("long", "-0"),
        ("boolean", "1"),
        ("boolean", "true"),
        ("double", "1.0E2"),
        ("float", "1.10"),
        ("dateTime", "2018-08-27T19:32:38.000Z"),
        ("dateTime", "2020-01-01T00:00:00+00:00"),
        ("date", "2020-01-01+00:00"),
        ("time", "10:00:00.00"),
        ("duration", "P1Y0M"),
        ("dayTimeDuration", "PT60S"),
        ("yearMonthDuration", "P0Y12M"),
        ("gYear", "-0185"),
        ("dateTimeStamp", "2020-01-01T00:00:00.500Z"),
        ("gYear", "2020+00:00"),
        ("string", "a gram\r\nand\ra half\r"),
    )
]
DATA = f"""
<{NEWS}id/coin> a <{NEWS}Coin> ; <http://www.w3.org/2000/01/rdf-schema#label> "Coin"@en ;
    <{NEWS}weighs> {", ".join(map(str, WRITTEN))} ;
    <{NEWS}side> [ <{NEWS}shows> "a king"@en ;
    <{NEWS}made> [ <{NEWS}weighs> "1.50"^^<{XSD}decimal> ] ] .
"""
TABLE = f"""# Coins.
# ?coin anyURI: the coin
# ?weighs string*: what it weighs
SELECT ?coin ?weighs {{ ?coin a <{NEWS}Coin> ; <{NEWS}weighs> ?weighs }} ORDER BY ?coin
"""


@pytest.fixture(scope="module")
def coins(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("coins")
    for part in ("dataset", "ontology/tables"):
        (folder / part).mkdir(parents=True)
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "coins.ttl").write_text(DATA, "utf-8")
    (folder / "ontology" / "tables" / "coins.rq").write_text(TABLE, "utf-8")
    return build(Folder(folder), folder / "releases")


@pytest.fixture(scope="module")
def client(coins: Release) -> FlaskClient:
    return create_app(coins).test_client()


def weights(quads: Iterator[Quad] | list[Quad]) -> set[object]:
    return {
        quad.object
        for quad in quads
        if (quad.subject, quad.predicate) == (COIN, WEIGHS)
    }


def of_coin(path: Path) -> Graph:
    """What a file says with the properties of the news, as another library reads it."""
    quads = [quad for quad in parse(path=path) if quad.predicate.value.startswith(NEWS)]
    text = serialize((quad.triple for quad in quads), format=NTRIPLES.rdf) or b""
    return Graph().parse(data=text, format="nt")


@pytest.mark.parametrize("form", DUMPED, ids=lambda form: form.name)
def test_every_dump_holds_the_terms_as_they_are_written(
    form: Format, coins: Release
) -> None:
    assert weights(parse(path=coins.dump(form), format=form.rdf)) == set(WRITTEN)


def test_a_carriage_return_is_a_reference_in_xml(
    coins: Release, client: FlaskClient
) -> None:
    for body in (coins.dump(RDFXML).read_bytes(), client.get("/doc/coin.rdf").data):
        assert b"a gram&#xD;\nand&#xD;a half&#xD;<" in body


@pytest.fixture
def as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.usefixtures("as_it_stands")
def test_another_library_reads_the_numbers_of_turtle_as_they_are_written(
    coins: Release, client: FlaskClient
) -> None:
    texts = sorted((term.value, term.datatype.value) for term in WRITTEN)
    document = client.get("/doc/coin.ttl").text
    for turtle in (coins.dump(TURTLE).read_text("utf-8"), document):
        assert "in-quotes" not in turtle
        assert "xsd:decimal" in turtle
        graph = Graph().parse(data=turtle, format="turtle")
        found = graph.objects(URIRef(COIN.value), URIRef(WEIGHS.value))
        terms = [
            (str(one), str(getattr(one, "datatype", "") or XSD("string").value))
            for one in found
        ]
        assert sorted(terms) == texts


@pytest.mark.usefixtures("as_it_stands")
@given(some.from_regex(r"[+-]?(0*[0-9]{0,3}\.)?[0-9]{1,9}", fullmatch=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_number_is_read_from_turtle_as_it_is_written(text: str) -> None:
    term = Literal(text, datatype=XSD("decimal" if "." in text else "integer"))
    turtle = bytes_of_statements([Triple(COIN, WEIGHS, term)], TURTLE, Iris(NEWS))
    (found,) = Graph().parse(data=turtle, format="turtle").objects()
    assert str(found) == text


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_a_document_holds_the_terms_as_they_are_written(
    form: Format, client: FlaskClient
) -> None:
    answer = client.get(f"/doc/coin.{form.suffix}")
    assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    assert weights(parse(answer.data, format=form.rdf)) == set(WRITTEN)


@pytest.mark.parametrize("path", ["/graph/coins", "/dumps/class/Coin"])
def test_a_part_holds_the_terms_as_they_are_written(
    path: str, client: FlaskClient
) -> None:
    answer = client.get(f"{path}.nq")
    assert (answer.status_code, answer.mimetype) == (200, NQUADS.media_type)
    assert weights(parse(answer.data, format=NQUADS.rdf)) == set(WRITTEN)


@pytest.mark.parametrize("term", WRITTEN, ids=str)
def test_a_statement_is_named_by_the_term_as_it_is_written(
    term: Literal, client: FlaskClient
) -> None:
    answer = client.get(f"/statement/{digest(Triple(COIN, WEIGHS, term))}.nt")
    assert (answer.status_code, answer.mimetype) == (200, "application/n-triples")
    assert term in {quad.object for quad in parse(answer.data, format=NQUADS.rdf)}


def test_a_page_leads_to_the_statements_as_they_are_written(
    client: FlaskClient,
) -> None:
    page = client.get("/doc/coin.html")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    for term in WRITTEN:
        assert f"/statement/{digest(Triple(COIN, WEIGHS, term))}" in page.text
    addresses = set(re.findall(r'href="(/statement/[^"]*)"', page.text))
    assert len(addresses) == len(WRITTEN) + 1  # and that on its blank node
    for address in addresses:
        told = client.get(f"{address}.html")
        assert (told.status_code, told.mimetype) == (200, "text/html")
        assert "graph:coins" in told.text


def test_a_table_has_the_texts_as_they_are_written(coins: Release) -> None:
    with (coins.folder / "tables" / "coins.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        (row,) = csv.DictReader(file)
    assert set(row["weighs"].split("|")) == {term.value for term in WRITTEN}


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_workers_give_the_terms_as_they_are_written(place: str, coins: Release) -> None:
    with serving(Workers(coins, count=1, place=place)) as served:  # type: ignore[arg-type]
        assert isinstance(served, SyncEngine)
        assert weights(served.about([COIN])) == set(WRITTEN)


def test_blank_nodes_are_blank_nodes_in_dumps_and_endpoint(coins: Release) -> None:
    sides = {
        quad.object
        for quad in parse(path=coins.dump(TURTLE), format=TURTLE.rdf)
        if quad.predicate == SIDE
    }
    assert sides == {BlankNode("dataset-coins-0")}
    (row,) = Embedded(coins).rows(
        f"SELECT ?side {{ ?coin <{NEWS}side> ?side FILTER (ISBLANK(?side)) }}"
    )
    assert row["side"] in sides


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_a_document_describes_its_blank_nodes(
    suffix: str, client: FlaskClient, tmp_path: Path
) -> None:
    answer = client.get(f"/doc/coin.{suffix}")
    assert answer.status_code == 200
    (tmp_path / f"coin.{suffix}").write_bytes(answer.data)
    (tmp_path / "written.ttl").write_text(DATA, "utf-8")
    assert isomorphic(
        of_coin(tmp_path / f"coin.{suffix}"), of_coin(tmp_path / "written.ttl")
    )


def test_a_page_shows_what_is_said_of_a_blank_node(client: FlaskClient) -> None:
    page = client.get("/doc/coin.html")
    assert "a king" in page.text
    assert ">dataset-coins-0<" not in page.text


def test_the_address_of_a_blank_node_is_gone_and_says_why(client: FlaskClient) -> None:
    answer = client.get("/.well-known/genid/dataset-coins-c14n0")
    assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
    assert (
        "described in the document of what refers to it" in answer.get_json()["detail"]
    )


def test_a_build_tells_which_terms_are_compared_by_value(coins: Release) -> None:
    assert coins.compared[XSD("integer").value] == 2
    assert coins.compared[XSD("byte").value] == 1
    assert XSD("gYear").value in coins.compared
    folder = str(coins.folder.parent.parent)
    done = run("check", folder)
    assert done.returncode == 0
    assert "2 xsd:integer" in done.stderr
    assert "Compared by value" in done.stderr


def test_a_dataset_of_plain_texts_is_told_nothing_of_values(
    foreign: Release, foreign_client: FlaskClient
) -> None:
    assert foreign.compared == {}
    assert "by value:" not in foreign_client.get("/sparql?format=html").text


def test_the_service_and_its_page_tell_what_is_compared_by_value(
    client: FlaskClient,
) -> None:
    told = client.get("/sparql?format=ntriples")
    assert (told.status_code, told.mimetype) == (200, "application/n-triples")
    comments = [
        quad.object.value
        for quad in parse(told.data, format=NQUADS.rdf)
        if "comment" in str(quad.predicate)
    ]
    assert any(
        "compares numbers" in comment and "2 xsd:integer" in comment
        for comment in comments
    )
    assert "2 xsd:integer" in client.get("/sparql?format=html").text


ILL = [
    ("integer", "abc"),
    ("integer", " 7"),
    ("date", "2020-02-31"),
    ("date", "2019-02-29"),
    ("byte", "300"),
    ("gYearMonth", "2020-13"),
    ("boolean", "TRUE"),
    ("decimal", "1e3"),
    ("dateTime", "2020-01-01"),
    ("nonNegativeInteger", "-1"),
    ("float", "1,5"),
    ("duration", "P"),
    ("time", "25:00:00"),
    ("gMonthDay", "--02-30"),
    ("dateTimeStamp", "2020-01-01T00:00:00"),
    ("base64Binary", "AAA"),
    ("gYear", "-09999999999999999999"),
    ("date", "99999999900-02-30"),
    ("date", "99999999900-02-29"),
    ("gYearMonth", "-99999999999-13"),
]
FAR = [
    ("gYear", "-99999999999999999999"),
    ("gYear", "99999999999999999999Z"),
    ("date", "99999999999-01-01"),
    ("date", "99999999600-02-29"),
    ("date", "-99999999996-02-29"),
    ("gYearMonth", "-99999999999-12+01:00"),
    ("dateTime", "99999999999-01-01T00:00:00.5Z"),
]


@pytest.mark.parametrize(("kind", "text"), FAR)
def test_a_year_may_be_as_far_away_as_any(kind: str, text: str) -> None:
    assert is_well_typed(Literal(text, datatype=XSD(kind))) is True


@pytest.mark.parametrize(("kind", "text"), ILL)
def test_what_is_none_of_its_datatype_is_ill_typed(kind: str, text: str) -> None:
    assert is_well_typed(Literal(text, datatype=XSD(kind))) is False


@pytest.mark.parametrize(
    "term",
    [*WRITTEN, Literal("2020-02-29", datatype=XSD("date")), Literal("x")],
    ids=str,
)
def test_what_is_of_its_datatype_is_well_typed(term: Literal) -> None:
    assert is_well_typed(term) is True


def test_ill_typed_literals_are_warned_of_and_published(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    text = f'<{NEWS}id/a> <{NEWS}weighs>\n "abc"^^<{XSD}integer> ,\n "2020-02-31"^^<{XSD}date> .\n'
    (tmp_path / "dataset" / "odd.ttl").write_text(text, "utf-8")
    done = CliRunner().invoke(
        main, ["build", str(tmp_path), "--output", str(tmp_path / "releases")]
    )
    assert done.exit_code == 0
    assert "dataset/odd.ttl:2: “abc” is no xsd:integer" in done.stderr
    assert "dataset/odd.ttl:3: “2020-02-31” is no xsd:date" in done.stderr
    dump = (tmp_path / "releases" / "latest").resolve() / "dataset.nt"
    assert f'"abc"^^<{XSD}integer>' in dump.read_text("utf-8")


NUMBERS = some.one_of(
    some.integers(-99, 99).map(
        lambda number: Literal(f"{number:+04}", datatype=XSD("integer"))
    ),
    some.integers(-99, 99).map(
        lambda number: Literal(str(number), datatype=XSD("short"))
    ),
    some.decimals(-9, 9, places=2).map(
        lambda number: Literal(str(number), datatype=XSD("decimal"))
    ),
    some.text(max_size=3).map(Literal),
)
NODES = some.sampled_from([NamedNode(f"urn:{name}") for name in "ab"])
QUADS = some.builds(Quad, NODES, NODES, NUMBERS, NODES)


@given(some.sets(QUADS, max_size=20))
def test_the_source_can_be_told_from_what_the_engine_keeps(quads: set[Quad]) -> None:
    store = Store()
    store.bulk_extend(quads)
    written = Written().add(rewritten_quads(quads))
    assert set(written.quads(store)) == quads
    triples = {quad.triple for quad in store}
    assert set(written.triples(triples)) == {quad.triple for quad in quads}


@given(NUMBERS)
def test_a_term_is_rewritten_where_its_form_is_another(term: Literal) -> None:
    store = Store()
    store.add(Quad(COIN, WEIGHS, term, DefaultGraph()))
    assert next(iter(store)).object == engine_form(term)
    assert is_rewritten(term) is (engine_form(term) != term)


SHAPES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <{XSD}> .
<{NEWS}shapes#File> a sh:NodeShape ; sh:targetClass <{NEWS}File> ; sh:property
    [ sh:path <{NEWS}size> ; sh:datatype xsd:nonNegativeInteger ; sh:message "has no size"@en ] ,
    [ sh:path <{NEWS}price> ; sh:pattern "^[0-9]+\\\\.[0-9]{{2}}$" ;
    sh:message "has no price"@en ] ,
    [ sh:path <{NEWS}open> ; sh:hasValue "1"^^xsd:boolean ; sh:message "is not open"@en ] .
"""
FILE = f"""
<{NEWS}id/b> a <{NEWS}File> ; <{NEWS}size> "123"^^<{XSD}nonNegativeInteger> ;
    <{NEWS}price> "19.90"^^<{XSD}decimal> ; <{NEWS}open> "1"^^<{XSD}boolean> .
"""


@pytest.fixture
def shaped(tmp_path: Path) -> Path:
    for part, text in (
        ("dataset/catalog.ttl", FOREIGN),
        ("dataset/b.ttl", FILE),
        ("ontology/shapes.ttl", SHAPES),
    ):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).write_text(text, "utf-8")
    return tmp_path


def checking(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check", str(folder)])


def test_shapes_look_at_the_terms_as_they_are_written(shaped: Path) -> None:
    done = checking(shaped)
    assert (done.exit_code, done.stdout.count("no faults")) == (0, 1)


@pytest.mark.parametrize(
    ("written", "other", "fault"),
    [
        (f'"123"^^<{XSD}nonNegativeInteger>', f'"123"^^<{XSD}integer>', "has no size"),
        ('"19.90"', '"19.9"', "has no price"),
        ('"1"^^', '"true"^^', "is not open"),
    ],
)
def test_shapes_take_no_other_form_for_the_one_that_they_name(
    written: str, other: str, fault: str, shaped: Path
) -> None:
    file = shaped / "dataset" / "b.ttl"
    file.write_text(file.read_text("utf-8").replace(written, other), "utf-8")
    done = checking(shaped)
    assert done.exit_code == 1
    assert fault in done.output


def test_a_shape_that_no_validator_can_run_is_told_as_it_is(shaped: Path) -> None:
    query = "SELECT $this { $this ?p ?o MINUS { $this a ?o } }"
    more = (
        f"<{NEWS}shapes#File> <http://www.w3.org/ns/shacl#sparql> [ "
        f'<http://www.w3.org/ns/shacl#select> "{query}" ] .'
    )
    file = shaped / "ontology" / "shapes.ttl"
    file.write_text(SHAPES + more, "utf-8")
    done = checking(shaped)
    assert done.exit_code == 1
    why = "A SPARQL Constraint must not contain a MINUS clause"
    assert f"the shapes cannot be run: {why}" in done.output


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("large")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    numbers = ("+9223372036854775808", "-9223372036854775808", "0" * 30)
    terms = ", ".join(f'"{one}"^^<{XSD}integer>' for one in numbers)
    terms += f', "0.{"1" * 19}"^^<{XSD}decimal>, "1.5{"0" * 20}"^^<{XSD}decimal>'
    text = f'<{NEWS}id/a> <{NEWS}weighs> {terms}, "300"^^<{XSD}short> ; <{NEWS}says> "a"@en-GB .'
    (folder / "dataset" / "large.ttl").write_text(text, "utf-8")
    return build(Folder(folder), folder / "releases")


def told_of(release: Release, query: str) -> list[str]:
    with serving(Workers(release, count=1)) as engine:
        answer = engine.answer(query, JSON, TURTLE)
        assert answer is not None
        return [one.text for one in advice_of(release, engine).notices(query, answer)]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("?x ?p ?b FILTER (DATATYPE(?b) = xsd:short)", "written as xsd:short"),
        (
            "?x ?p ?b FILTER (?b > 5)",
            "There are 2 numbers here that are integers beyond 64 bits",
        ),
        ('?x ?p ?b FILTER (STR(?b) = "007")', 'STR gives "7" for "007"'),
        ('?x ?p ?b FILTER (LANG(?b) = "en-GB")', 'write "en-gb" for "en-GB"'),
    ],
)
def test_a_query_for_what_only_the_source_has_is_told_so(
    pattern: str, said: str, large: Release
) -> None:
    notices = told_of(large, f"SELECT * {{ {pattern} }}")
    assert any(said in text for text in notices)
    assert not any("occurs nowhere" in text for text in notices)


def test_a_query_for_what_there_is_is_told_nothing(large: Release) -> None:
    query = 'SELECT * { ?x ?p ?b FILTER (LANG(?b) = "en-gb") }'
    assert told_of(large, query) == []


def test_numbers_that_are_too_large_are_told_by_build_and_service(
    large: Release, tmp_path: Path
) -> None:
    assert large.too_large == 2
    done = run("build", str(large.folder.parents[1]), "--output", str(tmp_path))
    assert "digits after the point: here are 2" in done.stderr
    assert "derived from xsd:integer are compared as xsd:integer" in done.stderr
    page = create_app(large).test_client().get("/sparql?format=html").text
    assert "digits after the point: here are 2" in page


def test_the_page_of_downloads_lists_every_file_of_the_release(
    coins: Release, client: FlaskClient
) -> None:
    text = client.get("/dumps/").text
    assert "as-written.nq" in coins.sums
    for name, checksum in coins.sums.items():
        assert f'href="/dumps/{name}"' in text
        assert checksum in text
        assert client.get(f"/dumps/{name}").status_code == 200
