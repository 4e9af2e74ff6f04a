"""W3C's suites of SPARQL 1.0 and 1.1 query, case by case, asked of the endpoint over HTTP.

What the engine is known to do otherwise is in deviations.csv, each with why. A case that stands
there and passes fails the run, as does one that fails and does not stand there.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from werkzeug.test import TestResponse

from diplomatica.engine import Embedded
from diplomatica.engine.datasets import Datasets
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, JSON, TSV, TURTLE, XML, Format
from diplomatica.web.app import create_app
from manifests import Case, Solution, Table, cases, dataset, table_in_rdf
from suites import ABSENT, DEVIATIONS, Judge, by_group, surprising

ASKED_AS = {".srx": XML, ".srj": JSON, ".csv": CSV, ".tsv": TSV}
CASES = {case.id: case for case in cases()}
GROUPS = by_group(CASES)


class Switched(Embedded):
    """An engine whose data is that of the case."""

    def holding(self, store: Store) -> None:
        self._datasets = Datasets(store, self._base, self._offered)


class Suite:
    """The endpoint, over the data of one case after the other."""

    def __init__(self, release: Release) -> None:
        self.base = release.base
        self.engine = Switched(release, Store())
        self.client = create_app(release, self.engine).test_client()

    def ask(self, case: Case, form: Format) -> TestResponse:
        self.engine.holding(dataset(case, self.base))
        return self.client.post(
            "/sparql",
            data=case.query.encode(),
            content_type="application/sparql-query",
            headers={
                "Accept": f"{form.media_type}, {TURTLE.media_type};q=0.5, */*;q=0.1"
            },
        )


@pytest.fixture(scope="module")
def suite(release: Release) -> Suite:
    return Suite(release)


@pytest.mark.parametrize("group", GROUPS)
def test_the_cases_of_w3c_come_out_as_they_say(
    group: str, suite: Suite, judge: Judge
) -> None:
    cases = GROUPS[group]
    assert surprising(cases, lambda case: fault_of(case, suite), judge) == {}


@ABSENT
def test_there_are_cases_of_both_versions() -> None:
    assert len(CASES) == 820
    assert {group.partition("/")[0] for group in GROUPS} == {"sparql10", "sparql11"}


def test_the_deviations_are_cases_of_the_suites() -> None:
    if CASES:
        known = {case for case in DEVIATIONS if case.startswith("sparql")}
        assert known <= {*CASES}


def fault_of(case: Case, suite: Suite) -> str:
    """What is wrong with what comes of a case; nothing where it is right."""
    form = ASKED_AS.get(case.result.suffix, JSON) if case.result else JSON
    response = suite.ask(case, form)
    if case.kind.startswith("Negative"):
        return (
            ""
            if response.status_code == 400
            else f"{response.status_code}: it was taken"
        )
    if case.kind.startswith("Positive") and "custom function" in response.text:
        return ""  # it was read; that no such function is known here is no matter of syntax
    if response.status_code != 200:
        return f"{response.status_code}: {response.text}"
    if case.result is None:
        return ""
    if form in (CSV, TSV):
        return _differs(_lines(response.text), _lines(case.result.read_text("utf-8")))
    expected = _table_of(case.result, suite.base)
    if expected is None:
        return _graphs_differ(response.data, case.result, suite.base)
    is_ordered = "ORDER BY" in case.query
    return _tables_differ(_read(response.data, form), expected, case.is_lax, is_ordered)


def _lines(text: str) -> list[str]:
    """The lines of a table in any order, without what its blank nodes happen to be called."""
    return sorted(re.sub(r"_:\w+", "_:", text).splitlines())


def _differs(found: object, expected: object) -> str:
    return "" if found == expected else f"found {found}, expected {expected}"


def _table_of(file: Path, base: str) -> Table | None:
    if file.suffix in (".ttl", ".rdf"):
        return table_in_rdf(file, base)
    return _read(file.read_bytes(), ASKED_AS[file.suffix])


def _read(body: bytes, form: Format) -> Table:
    kind = {XML: QueryResultsFormat.XML, JSON: QueryResultsFormat.JSON}[form]
    told = parse_query_results(body, kind)
    if isinstance(told, QueryBoolean):
        return Table(frozenset(), [], bool(told))
    assert isinstance(told, QuerySolutions)
    names = [variable.value for variable in told.variables]
    rows = [
        {name: row[name] for name in names if row[name] is not None} for row in told
    ]
    return Table(frozenset(names), rows)


def _tables_differ(
    found: Table, expected: Table, is_lax: bool, is_ordered: bool
) -> str:
    """What is wrong with a table; blank nodes are equal where one mapping makes all rows so."""
    if found.boolean is not expected.boolean or found.names != expected.names:
        return _differs(found, expected)
    if is_lax:
        return _differs(set(map(str, found.rows)), set(map(str, expected.rows)))
    same = _canonical(found.rows, is_ordered) == _canonical(expected.rows, is_ordered)
    return "" if same else _differs(found.rows, expected.rows)


def _canonical(rows: Sequence[Solution], is_ordered: bool) -> Dataset:
    """Rows as a graph, each a node of its own, so that equal tables are equal graphs."""
    graph = Dataset()
    for number, row in enumerate(rows):
        node = BlankNode()
        place = Literal(str(number if is_ordered else 0))
        graph.add(Quad(node, NamedNode("urn:place"), place))
        for name, term in row.items():
            graph.add(Quad(node, NamedNode(f"urn:column:{name}"), term))
    graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return graph


def _graphs_differ(body: bytes, file: Path, base: str) -> str:
    kind = RdfFormat.RDF_XML if file.suffix == ".rdf" else RdfFormat.TURTLE
    found = Dataset(parse(body, format=RdfFormat.TURTLE))
    expected = Dataset(parse(path=file, format=kind, base_iri=base + file.name))
    for graph in (found, expected):
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return _differs(set(map(str, found)), set(map(str, expected)))
