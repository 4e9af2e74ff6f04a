"""What the engine is asked instead of an expression, by XPath's functions and operators."""

import time

import pytest

from diplomatica.engine import Embedded
from diplomatica.engine.rewriting.rewriting import Rewritten, rewrite_query
from diplomatica.errors import RefusedQuery
from diplomatica.lookup.advice import regex
from diplomatica.model.formats import CSV, JSON
from diplomatica.model.vocabulary import XSD

PREFIXES = {"xsd": XSD}
NOTHING = "{}"


def asked(query: str) -> Rewritten:
    return rewrite_query(query, PREFIXES, "http://example.org/sparql")


def answered(engine: Embedded, query: str) -> tuple[list[str], set[str]]:
    """The rows as CSV writes them, and the names of the notices."""
    answer = engine.answer(query, CSV, None)
    assert answer is not None
    lines = answer.body.decode().splitlines()[1:]
    return lines, {notice.name for notice in answer.notices}


def value(engine: Embedded, expression: str, pattern: str = NOTHING) -> str:
    """The value of an expression of which nothing is to be told."""
    rows, names = answered(engine, f"SELECT ({expression} AS ?is) {pattern}")
    assert names == set()
    return rows[0]


@pytest.mark.parametrize(
    ("product", "is_"),
    [
        ("1/3*0.5", "0.166666666666666666"),
        ("(1/3)*(1/3)", "0.11111111111111111"),
        ("-(1/3) * -0.5", "0.166666666666666666"),
        ("0.1 + 1/3 * 0.5 * 0.25 - 1/3", "-0.191666666666666667"),
        ("5000/3 * (2/3)", "1111.111111111111081984"),
        ("0.1234567890123 * 0.1234567890123", "0.015241578753227558"),
        ("1.5 * 2.5", "3.75"),
        ("1.5 * 1e0", "1.5"),
        ("xsd:integer('3') * 2.5", "7.5"),
        ("IF(true, 1/3, 2) * 0.5", "0.166666666666666666"),
    ],
)
def test_a_product_of_decimals_is_rounded(
    engine: Embedded, product: str, is_: str
) -> None:
    assert value(engine, product) == is_


def test_a_product_is_rounded_wherever_it_stands(engine: Embedded) -> None:
    values = "{ VALUES ?n { 1 1 2 } }"
    assert value(engine, "AVG(?n) * 0.5", values) == "0.666666666666666666"
    assert value(engine, "SUM(?n/3*0.5)", values) == "0.666666666666666665"
    product = "?n/3*0.5"
    for end in (
        f"{{ VALUES ?n {{ 1 }} FILTER ({product} > 0) }}",
        f"{{ VALUES ?n {{ 1 }} BIND ({product} AS ?m) FILTER (?m > 0) }}",
        f"{{ VALUES ?n {{ 1 }} }} GROUP BY ?n HAVING ({product} > 0)",
        f"{{ {{ SELECT ?n {{ VALUES ?n {{ 1 }} }} }} FILTER ({product} IN (1/6)) }}",
    ):
        assert answered(engine, f"SELECT ?n {end}") == (["1"], set())
    query = "SELECT ?n { VALUES ?n { 1 2 } } ORDER BY DESC(?n/3*0.5)"
    assert answered(engine, query) == (["2", "1"], set())


@pytest.mark.parametrize(
    "product", ["9223372036854775807 * ?two", "'0.5' * (1/3)", "true * (1/3)"]
)
def test_a_product_that_is_an_error_stays_one_and_is_told(
    engine: Embedded, product: str
) -> None:
    query = f"SELECT ({product} AS ?is) {{ VALUES ?two {{ 2 }} }}"
    assert answered(engine, query) == ([""], {"numbers"})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?s <urn:p>* ?o }",
        "SELECT (2 * ?n AS ?m) { VALUES ?n { 1 } }",
        "SELECT (?n * 1e-3 AS ?m) { VALUES ?n { 1 } }",
        "SELECT ?s { ?s (<urn:p>/<urn:q>)* ?o . ?o <urn:p> (1 2) }",
        "SELECT (RAND() * ?n AS ?m) { VALUES ?n { 1 } }",
        "SELECT (xsd:date('2010-01-01') AS ?day) {}",
        "SELECT ?l { ?x rdfs:label ?l FILTER REGEX(?l, '^Kaz.*n$', 'i') }",
        "SELECT (REPLACE(?l, 'a b', 'c') AS ?m) { ?x rdfs:label ?l }",
        "SELECT (?n + 1 AS ?m) { VALUES ?n { 1 } }",
    ],
)
def test_an_expression_that_needs_nothing_is_asked_as_it_is(query: str) -> None:
    assert asked(query) == Rewritten(query)


def test_too_many_products_are_left_and_told() -> None:
    for query in (
        f"SELECT ({'?n * ' * 6}?n AS ?m) {{ VALUES ?n {{ 1.5 }} }}",
        f"SELECT ?n {{ ?s ?p ?n FILTER ({'1 < ?n * ?n || ' * 300} false) }}",
    ):
        found = asked(query)
        assert found.query == query
        assert [notice.name for notice in found.notices] == ["numbers"]


@pytest.mark.parametrize(
    "expression",
    [
        "9223372036854775807 + ?one",
        "9223372036854775808 - 1",
        "0.1234567890123456789 + 1",
    ],
)
def test_a_number_of_too_many_digits_is_told(engine: Embedded, expression: str) -> None:
    for query in (
        f"SELECT ({expression} AS ?is) {{ VALUES ?one {{ 1 }} }}",
        f"SELECT ?is {{ VALUES ?one {{ 1 }} BIND ({expression} AS ?is) }}",
    ):
        assert answered(engine, query) == ([""], {"numbers"})


def test_a_filter_by_a_number_of_too_many_digits_is_told(engine: Embedded) -> None:
    query = "SELECT ?n { VALUES ?n { 1 } FILTER (?n < 9223372036854775808) }"
    assert answered(engine, query) == ([], {"numbers"})


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("xsd:date('2010-01-01')", "'P1D'^^xsd:dayTimeDuration", "2010-01-02"),
        ("'2010-01-01'^^xsd:date", "'P1M'^^xsd:yearMonthDuration", "2010-02-01"),
        ("xsd:date('2015-01-01')", "xsd:yearMonthDuration('P1Y')", "2016-01-01"),
        ("'2010-01-01'^^xsd:date", f"'P1D'^^<{XSD}duration>", "2010-01-02"),
    ],
)
def test_a_duration_is_added_to_a_time(
    engine: Embedded, start: str, length: str, end: str
) -> None:
    assert value(engine, f"{start} + {length}") == end


REPLACED = {
    ("(b)", "$1x"): "abxc",
    ("(b)", "$12"): "ab2c",
    ("(a)(b)", "$2_$1"): "b_ac",
    ("(b)", "$1"): "abc",
    ("b", r"\\$"): "a$c",
    ("b", r"\\\\"): "a\\c",
    ("b", r"$0$0"): "abbc",
    ("(a)(b)(c)", "$10"): "a0",
    ("[a-[b]]", "$0$0"): "aabc",
}


@pytest.mark.parametrize(("pattern", "replacement"), REPLACED)
def test_a_group_is_put_in_whatever_follows_it(
    engine: Embedded, pattern: str, replacement: str
) -> None:
    found = value(engine, f'REPLACE("abc", "{pattern}", "{replacement}")')
    assert found == REPLACED[pattern, replacement]


MATCHED = {
    ("b", "[a-z-[aeiou]]"): True,
    ("e", "[a-z-[aeiou]]"): False,
    ("é", r"^\\i$"): True,
    ("1", r"^\\i$"): False,
    ("1", r"^\\c$"): True,
    ("a", r"^[\\C1]$"): False,
    ("a", r"^\\p{IsBasicLatin}$"): True,
    ("ж", r"^[\\p{IsCyrillic}]$"): True,
    ("ж", r"^\\P{IsCyrillic}$"): False,
    ("+", r"^\\w$"): True,
    ("_", r"^\\w$"): False,
    ("\u00a0", r"^\\s$"): False,
    ("_", r"^[\\W\\d]$"): True,
    ("&", "[a&&b]"): True,
    ("a", r"^\\w+?$"): True,
}


@pytest.mark.parametrize(("text", "pattern"), MATCHED)
def test_a_regular_expression_is_that_of_xpath(
    engine: Embedded, text: str, pattern: str
) -> None:
    found = value(engine, f'REGEX("{text}", "{pattern}")')
    assert found == str(MATCHED[text, pattern]).lower()


def test_white_space_is_dropped_under_x(engine: Embedded) -> None:
    assert value(engine, 'REGEX("ab", "a b", "x")') == "true"
    assert value(engine, 'REGEX("a b", "a[ ]b", "ix")') == "true"
    assert value(engine, 'REGEX("a#b", "a # b", "x")') == "true"
    assert value(engine, 'REPLACE("AB", "a b", "$0c", "xi")') == "ABc"


def test_a_back_reference_is_refused(engine: Embedded) -> None:
    with pytest.raises(RefusedQuery, match=r"back-reference \\1"):
        engine.answer(r'ASK { FILTER REGEX("aa", "(.)\\1") }', JSON, None)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ('REGEX("a", "[")', "regex"),
        ('REGEX("a", "a", "z")', "regex"),
        ('REGEX("a", "a(?=b)")', "regex"),
        ('REGEX("a", ?x)', "regex"),
        ('REPLACE("a", "b*", "-")', "replace"),
        ('REPLACE("a", "a", "$x")', "replace"),
        ('REPLACE("a", "a", "$")', "replace"),
        ('REPLACE("a", "a", "${1}a")', "replace"),
        ('REPLACE("a", "a", ?x)', "replace"),
    ],
)
def test_what_is_no_pattern_or_replacement_is_told(call: str, name: str) -> None:
    found = asked(f"SELECT ({call} AS ?is) {{ VALUES ?x {{ 'b' }} }}")
    assert [notice.name for notice in found.notices] == [name]


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(?i)a", "extension notation"),
        (r"\\ba", "escape sequence"),
        ("[[:alpha:]]", "invalid character '['"),
        ("a**", "unexpected meta character"),
        (r"\\p{Latin}", "doesn't match any Unicode category"),
    ],
)
def test_what_only_the_engine_takes_for_a_pattern_is_told(
    pattern: str, fault: str
) -> None:
    (notice,) = regex.notices(f'ASK {{ FILTER REGEX("a", "{pattern}") }}')
    assert (notice.name, fault in notice.text) == ("regex", True)
    assert regex.notices('ASK { FILTER REGEX("a", "[a-z-[b]]+") }') == []


@pytest.mark.parametrize(
    ("cast", "is_"),
    [
        ("xsd:integer(' 7 ')", "7"),
        ("xsd:integer(?text)", "7"),
        ("xsd:boolean(' true\\n')", "true"),
        ("xsd:date(' 2010-01-01')", "2010-01-01"),
        ("xsd:decimal(xsd:double(?text)/2)", "3.5"),
        (f"<{XSD}integer>(?text)", "7"),
    ],
)
def test_a_cast_drops_white_space(engine: Embedded, cast: str, is_: str) -> None:
    assert value(engine, cast, "{ VALUES ?text { ' 7\\t' } }") == is_


def test_a_cast_that_is_an_error_stays_one(engine: Embedded) -> None:
    for text in ("'a'", "'7'@en", "'1 2'"):
        query = f"SELECT (xsd:integer(?text) AS ?is) {{ VALUES ?text {{ {text} }} }}"
        assert answered(engine, query) == ([""], set())


COUNTED = {
    "SELECT (COUNT(DISTINCT *) AS ?n) { [] a ?kind VALUES ?kind { dip:Summit } }": [
        "1"
    ],
    "SELECT (COUNT(DISTINCT *) AS ?n) { _:x a dip:Summit }": ["1"],
    "SELECT ?k (COUNT(DISTINCT *) AS ?n) { [] a ?k VALUES ?k { dip:Summit } } GROUP BY ?k": None,
    "SELECT ?n { { SELECT (COUNT(DISTINCT *) AS ?n) WHERE { [] a dip:Summit } } }": [
        "1"
    ],
}


@pytest.mark.parametrize("query", COUNTED)
def test_blank_nodes_do_not_count_for_what_is_distinct(
    engine: Embedded, query: str
) -> None:
    rows, names = answered(engine, query)
    assert [row.rpartition(",")[2] for row in rows] == (COUNTED[query] or ["1"])
    assert names == set()


def test_a_column_may_be_named_twice(engine: Embedded) -> None:
    answer = engine.answer("SELECT ?x $x { VALUES ?x { 1 } }", CSV, None)
    assert answer is not None
    assert answer.body == b"x\r\n1\r\n"
    query = "SELECT * { { SELECT DISTINCT ?x ?x WHERE { VALUES ?x { 1 } } } }"
    assert answered(engine, query) == (["1"], set())


def test_a_literal_that_is_none_of_its_datatype_is_told_where_it_is_a_truth() -> None:
    for expression in (
        "IF('a'^^xsd:integer, 1, 2)",
        "!'tru'^^xsd:boolean",
        f"?x || '.'^^<{XSD}decimal>",
    ):
        (notice,) = asked(f"SELECT ({expression} AS ?is) {{ ?x ?y ?z }}").notices
        assert notice.name == "truth-values"
    for expression in (
        "!'true'^^xsd:boolean",
        "STR('a'^^xsd:integer)",
        "!'-1'^^xsd:float",
    ):
        assert asked(f"SELECT ({expression} AS ?is) {{}}").notices == ()


def test_having_that_asks_for_a_name_of_select_is_told() -> None:
    count = "SELECT ?g (COUNT(?x) AS ?n) { ?x a ?g } GROUP BY ?g HAVING"
    (notice,) = asked(f"{count} (1 < ?n) ORDER BY ?n").notices
    assert (notice.name, "?n" in notice.text) == ("having", True)
    assert asked(f"{count} (COUNT(?x) > 1) ORDER BY ?n").notices == ()
    grouped = (
        "SELECT (SUM(?x) AS ?s) { ?x a ?g } GROUP BY (STR(?g) AS ?n) HAVING (?n > 'a')"
    )
    assert asked(grouped).notices == ()


@pytest.mark.parametrize(
    "expression",
    [
        "1.5*",
        "?x*(",
        "-",
        "xsd:integer(",
        r"REGEX(?x,'\\w')||",
        "REGEX(?x,'[",
        "!'a'^^xsd:integer&&",
        "#" + "^^" * 5,
    ],
)
def test_what_nobody_writes_is_passed_on_soon(expression: str) -> None:
    begun = time.process_time()
    asked(
        f"SELECT ({expression * 5_000} 2 AS ?is) {{ VALUES ?x {{ 1 }} }} HAVING (?is > 1)"
    )
    assert time.process_time() - begun < 5
