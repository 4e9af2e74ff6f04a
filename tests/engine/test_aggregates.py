"""What is told of aggregates that come out empty."""

import pytest

from diplomatica.engine import Embedded
from diplomatica.errors import RefusedQuery
from diplomatica.model.formats import CSV, JSON, TSV, XML, Format

FORMATS = pytest.mark.parametrize(
    "form", [JSON, XML, CSV, TSV], ids=lambda form: form.name
)


def told(engine: Embedded, query: str, form: Format) -> list[str]:
    answer = engine.answer(query, form, None)
    assert answer is not None
    assert answer.format is form
    return [
        notice.text.split(" ")[3]
        for notice in answer.notices
        if notice.name == "aggregates"
    ]


@FORMATS
@pytest.mark.parametrize(
    "query",
    [
        "SELECT (MIN(?d) AS ?m) { VALUES ?d { 1 UNDEF 3 } }",
        "SELECT (1 AS ?one) (SUM(?d) + 1 AS ?m) { VALUES ?d { 1 'one' } }",
        "SELECT ?g (AVG(?d) AS ?m) { VALUES (?g ?d) { (1 2) (2 UNDEF) } } GROUP BY ?g",
        "SELECT ?m { { SELECT (MIN(?d) AS ?m) { VALUES ?d { 1 UNDEF 3 } } } }",
        "SELECT (SUM(?d) AS ?m) { VALUES ?d { 9223372036854775807 1 } }",
        "SELECT * { { SELECT * { { SELECT (MIN(?d) AS ?m) { VALUES ?d { UNDEF } } } } } }",
    ],
)
def test_an_empty_aggregate_is_told(engine: Embedded, query: str, form: Format) -> None:
    assert told(engine, query, form) == ["?m"]


@pytest.mark.parametrize(
    "aggregate", ["SUM(COUNT(?d))", "MAX(xsd:integer(SUM(?d)))", "1 + COUNT(AVG(?d))"]
)
def test_an_aggregate_of_an_aggregate_is_refused(
    engine: Embedded, aggregate: str
) -> None:
    query = f"SELECT ({aggregate} AS ?m) {{ VALUES ?d {{ 1 }} }}"
    with pytest.raises(RefusedQuery, match="a SELECT within"):
        engine.answer(query, CSV, None)


@FORMATS
@pytest.mark.parametrize(
    "query",
    [
        "SELECT (MAX(?d) + COUNT(?d) AS ?m) { VALUES ?d { 1 3 } }",
        "SELECT (MIN(?d) AS ?m) { VALUES ?d { 1 3 } }",
        "SELECT (COUNT(?d) AS ?m) ?x { VALUES ?d { 1 UNDEF } } GROUP BY ?x",
        "SELECT (GROUP_CONCAT(?d) AS ?m) { VALUES ?d {} }",
        "SELECT (1 AS ?m) { { SELECT (MIN(?d) AS ?min) { VALUES ?d { UNDEF } } } }",
        "SELECT ?m { OPTIONAL { SELECT (MIN(?d) AS ?m) { ?d dip:no ?x } GROUP BY ?d } }",
        "SELECT ?m { { SELECT (MIN(?d) AS ?m) { VALUES ?d { 1 } } } UNION {} }",
        "SELECT ?min { VALUES (?min ?max) { (UNDEF 1) } }",
    ],
)
def test_nothing_is_told_of_others(engine: Embedded, query: str, form: Format) -> None:
    assert told(engine, query, form) == []
