"""A table that is asked for part by part is the one that its whole query gives."""

from collections.abc import Iterable, Mapping

import pytest
from pyoxigraph import RdfFormat, Store

from diplomatica.engine.forms import Written
from diplomatica.pipeline.files.tablefile import Column, Table
from diplomatica.pipeline.writing.tables import tablesolutions
from diplomatica.pipeline.writing.tables.tablequery import TableQuery, table_query
from diplomatica.pipeline.writing.tables.tablesolutions import Asked, bound_rows

KNOWN = {"": "https://x.example/"}
DATA = """
@prefix : <https://x.example/> .
:a a :Boat ; :name "A" ; :flag :p, :q ; :built 1900 .
:b a :Boat ; :name "B" ; :built 1800 .
:c a :Boat ; :built 1700 .
:d a :Port ; :name "D" ; :flag :q .
:p :name "P" . :q :name "Q" .
"""
HEAD = "{ SELECT ?i (MIN(?y) AS ?first) { ?i a :Boat ; :built ?y } GROUP BY ?i }"
NAMES = "{ ?i :name ?name }"
FLAGS = "{ ?i :flag ?flag . ?flag :name ?called }"
COLUMNS = ["i", "first", "name", "flag", "called"]
WHOLE = f"SELECT * {{ {HEAD} {NAMES} UNION {FLAGS} }} ORDER BY ?first"


def rows(query: str) -> list[tuple[str, list[object]]]:
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    columns = [Column(name, "string", True, name) for name in COLUMNS]
    text = query.replace("*", " ".join(f"?{name}" for name in COLUMNS), 1)
    table = Table("boats", "Boats", columns, text)
    found = bound_rows(table, Asked(store, KNOWN, Written()))
    return [(key.rpartition("/")[2], list(cells)) for key, cells in found]


def without_parts(
    _query: str, _columns: Iterable[str], _known: Mapping[str, str]
) -> TableQuery | None:
    return None


def whole(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, list[object]]]:
    with monkeypatch.context() as patch:
        patch.setattr(tablesolutions, "table_query", without_parts)
        return rows(query)


def test_rows_come_in_order_and_only_where_an_alternative_has_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = rows(WHOLE)
    assert [key for key, _ in found] == ["b", "a"]
    assert found[1][1][2:] == [
        "A",
        {"https://x.example/p", "https://x.example/q"},
        {"P", "Q"},
    ]
    assert found == whole(WHOLE, monkeypatch)


def test_each_part_asks_for_its_own_columns() -> None:
    found = table_query(WHOLE, COLUMNS, KNOWN)
    assert found
    assert found.rows.columns == ("i", "first")
    assert [one.columns for one in found.values] == [
        ("i", "name"),
        ("i", "flag", "called"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {HEAD} {NAMES} UNION {FLAGS} FILTER (?first > 1800) }}",
        f"SELECT * {{ {HEAD} FILTER (?name != 'A') {NAMES} UNION {FLAGS} }}",
        f"SELECT * {{ {HEAD} {NAMES} UNION {FLAGS} }} ORDER BY ?name",
        f"SELECT * {{ {HEAD} {NAMES} UNION {FLAGS} }} ORDER BY ?first LIMIT 1",
        f"SELECT * {{ {NAMES} UNION {FLAGS} }} ORDER BY ?i",
        f"SELECT * {{ {HEAD} {NAMES} }} ORDER BY ?i",
        f"SELECT * {{ {HEAD} {NAMES} UNION {{ ?i :built ?first }} }} ORDER BY ?i",
        f"SELECT * {{ {HEAD} {NAMES} UNION {{ :d :name ?called }} }} ORDER BY ?i",
        f"SELECT * {{ {NAMES} UNION {FLAGS} ?i :built ?first }} ORDER BY ?i",
    ],
)
def test_what_is_no_join_by_the_first_column_alone_is_asked_whole(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert table_query(query, COLUMNS, KNOWN) is None
    assert rows(query) == whole(query, monkeypatch)


def test_an_alternative_that_may_be_of_any_row_is_asked_with_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_any = "{ OPTIONAL { ?i :nothing ?called } }"
    query = f"SELECT * {{ {HEAD} {NAMES} UNION {of_any} }} ORDER BY ?first"
    assert table_query(query, COLUMNS, KNOWN)
    found = rows(query)
    assert [key for key, _ in found] == ["c", "b", "a"]
    assert found == whole(query, monkeypatch)


def test_what_stands_before_a_query_stands_before_its_parts() -> None:
    query = (
        f"# Boats\nPREFIX y: <https://y.example/>\n{WHOLE.replace(':flag', 'y:flag')}"
    )
    found = table_query(query, COLUMNS, KNOWN)
    assert found
    assert found.values[1].text.startswith("# Boats\nPREFIX y: <https://y.example/>\n")
    assert [key for key, _ in rows(query)] == ["b", "a"]
