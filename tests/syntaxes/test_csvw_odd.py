"""Tables that are not as their descriptions say: what is told, where, and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought
from diplomatica.pipeline.files.csvw.suggested import suggest_description

HOST = "https://example.org/"
TABLE = "id,Item No,Name\n1,a,Anna\n2,b,Otto\n"
TITLES = ("id", "Item No", "Name")


def read(
    folder: Path,
    table: str | bytes = TABLE,
    about: str = "t/{id}",
    **said: Any,
) -> Brought:
    """What a table states; of a column it is `said` by its title what holds of it."""
    dialect = said.pop("dialect", {})
    more = said.pop("more", [])
    columns = [{"titles": one, **said.get(one, {})} for one in TITLES]
    schema = {"aboutUrl": about, "columns": [*columns, *more]}
    whole = {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv"}
    described = json.dumps({**whole, "dialect": dialect, "tableSchema": schema})
    (folder / "t.csv-metadata.json").write_text(described, "utf-8")
    data = table if isinstance(table, bytes) else table.encode()
    (folder / "t.csv").write_bytes(data)
    names = ("t.csv", "t.csv-metadata.json")
    return read_brought({folder / name: name for name in names}, None, HOST)


def stated(brought: Brought) -> set[str]:
    assert not brought.faults, brought.faults
    return {str(quad) for source in brought.sources for quad in source.quads}


def virtual(**said: str) -> dict[str, Any]:
    return {"name": "x", "virtual": True, "propertyUrl": "rdf:type", **said}


@pytest.mark.parametrize(
    ("said", "what", "advice"),
    [
        ({"about": "t/{ID}"}, "aboutUrl names {ID}", "write {id}"),
        ({"about": "t/{Item No}"}, "aboutUrl names {Item No}", "write {Item%20No}"),
        ({"Name": {"valueUrl": "n/{nme}"}}, "valueUrl names {nme}", "write {Name}"),
        ({"more": [virtual(valueUrl="x/{Q7}")]}, "names {Q7}", "name one of these"),
        ({"Name": {"propertyUrl": "p/{x}"}}, "propertyUrl names {x}", "name one of"),
    ],
)
def test_a_template_that_names_no_column_is_refused(
    said: dict[str, Any], what: str, advice: str, tmp_path: Path
) -> None:
    (fault,) = read(tmp_path, **said).faults
    assert fault.file == "t.csv-metadata.json"
    assert what in fault.message
    assert "no column is called so (id, Item%20No, Name)" in fault.message
    assert advice in fault.advice


def test_a_template_may_name_rows_columns_and_virtual_columns(tmp_path: Path) -> None:
    more = [{**virtual(default="boat"), "name": "kind"}]
    kept: dict[str, Any] = {"Name": {"propertyUrl": "p/{kind}/{_column}{#_name}"}}
    found = stated(read(tmp_path, about="t/{kind}/{_row}", more=more, **kept))
    assert f'<{HOST}t/boat/2> <{HOST}p/boat/3#Name> "Otto"' in found


def test_rows_without_what_their_address_names_are_told_by_their_line(
    tmp_path: Path,
) -> None:
    brought = read(tmp_path, f"{TABLE},c,Ina\n,d,Uwe\n,e,Ede\n")
    (hint,) = brought.hints
    assert (hint.file, hint.line) == ("t.csv", 4)
    assert f"its “id” is empty, and aboutUrl gives <{HOST}t/>" in hint.message
    assert hint.message.endswith("as in 2 more rows")
    assert "are one thing" in hint.advice


def test_what_an_address_can_do_without_is_not_missed(tmp_path: Path) -> None:
    brought = read(tmp_path, "id,Item No,Name\n1,,Anna\n", about="t/{id}{?Item%20No}")
    assert f'<{HOST}t/1> <{HOST}t.csv#Name> "Anna"' in stated(brought)
    assert brought.hints == []


def test_a_cell_may_be_as_long_as_an_outline_of_a_country(tmp_path: Path) -> None:
    outline = "POLYGON((7 50,8 51))" * 10_000
    brought = read(tmp_path, f'id,Item No,Name\n1,a,"{outline}"\n')
    assert f'<{HOST}t/1> <{HOST}t.csv#Name> "{outline}"' in stated(brought)
    assert suggest_description("t.csv", f'id,"{outline}"\n1,2\n'.encode())[
        "tableSchema"
    ]


@pytest.mark.parametrize("dialect", [{}, {"lineTerminators": ["\r"]}])
def test_lines_may_end_with_a_carriage_return(
    dialect: dict[str, Any], tmp_path: Path
) -> None:
    found = stated(read(tmp_path, TABLE.replace("\n", "\r"), dialect=dialect))
    assert f'<{HOST}t/2> <{HOST}t.csv#Name> "Otto"' in found


def test_lines_that_end_otherwise_than_the_rest_are_told(tmp_path: Path) -> None:
    mixed = f"{TABLE}3,c,Ina\r4,d,Uwe\n"
    (fault,) = read(tmp_path, mixed).faults
    assert (fault.file, fault.line) == ("t.csv", 4)
    assert '"lineTerminators": ["\\r\\n", "\\n", "\\r"]' in fault.advice
    ends = {"lineTerminators": ["\r\n", "\n", "\r"]}
    found = stated(read(tmp_path, mixed, dialect=ends))
    assert f'<{HOST}t/4> <{HOST}t.csv#Name> "Uwe"' in found


@pytest.mark.parametrize(
    ("kind", "cell", "what", "advice"),
    [
        (
            {"datatype": {"base": "date", "format": "dd.MM.yyyy"}},
            "2020-01-01",
            "“2020-01-01” is no date that is written as dd.MM.yyyy",
            "published as a plain text",
        ),
        ({"datatype": "boolean"}, "TRUE", "is no boolean", '"format": "TRUE|FALSE"'),
        ({"datatype": "json"}, "{bad", "“{bad” is no json", "as a plain text"),
        (
            {"required": True, "null": "-"},
            "-",
            "its “Name” is “-”, which stands for none",
            "nothing is published of it",
        ),
        (
            {"datatype": {"base": "integer", "maximum": 4}, "null": "-"},
            "",
            "its “Name” is empty, which its datatype does not allow",
            "nothing is published of it",
        ),
    ],
)
def test_of_a_cell_that_is_none_it_is_told_what_is_published(
    kind: dict[str, Any], cell: str, what: str, advice: str, tmp_path: Path
) -> None:
    brought = read(tmp_path, f'id,Item No,Name\n1,a,"{cell}"\n', Name=kind)
    (hint,) = brought.hints
    assert what in hint.message
    assert advice in hint.advice
    published = any("#Name>" in one for one in stated(brought))
    assert published == ("plain text" in hint.advice)


def test_the_line_for_excel_is_taken_for_what_it_is(tmp_path: Path) -> None:
    table = "sep=;\n" + TABLE.replace(",", ";")
    told = suggest_description("t.csv", table.encode())
    assert told["dialect"] == {"skipRows": 1, "delimiter": ";"}
    assert [one.get("titles") for one in told["tableSchema"]["columns"]] == [
        *TITLES,
        None,
    ]
    (fault,) = read(tmp_path, table, dialect={"delimiter": ";"}).faults
    assert '"skipRows": 1' in fault.advice
    assert stated(read(tmp_path, table, dialect=told["dialect"]))


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", None), ("cp1252", "windows-1252"), ("utf-16", "utf-16")],
)
def test_the_encoding_of_a_table_is_suggested(
    encoding: str, named: str | None, tmp_path: Path
) -> None:
    table = TABLE.replace("Anna", "Müller – €").encode(encoding)
    told = suggest_description("t.csv", table)
    assert told.get("dialect", {}).get("encoding") == named
    if named:
        (fault,) = read(tmp_path, table).faults
        assert f'"encoding": "{named}"' in fault.advice
    found = stated(read(tmp_path, table, dialect=told.get("dialect", {})))
    assert any("Müller – €" in one for one in found)


def test_escapes_in_a_suggestion_have_one_form() -> None:
    told = suggest_description("übersicht.csv", b"id\n1\n")
    assert "%C3%9Cbersicht" in json.dumps(told)
    assert "%c3" not in json.dumps(told)


def test_an_empty_table_is_told_as_empty(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\n")
    (left,) = read_brought({tmp_path / "t.csv": "t.csv"}, None, HOST).left_out
    assert left.message == "is left out: it is empty"
