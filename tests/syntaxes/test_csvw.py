"""Tables with a description (CSV on the Web) as RDF, in the minimal mode of csv2rdf."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought
from diplomatica.pipeline.files.csvw.suggested import suggest_description
from diplomatica.web.app import create_app

HOST = "https://example.org/"
CONTEXT = "http://www.w3.org/ns/csvw"
BOATS = """id,name,built,length,kind,home
1,Anna,03.06.2019,"1.012,5",sail|ketch,DE
2,Otto,12.01.1999,"9,0",,NULL
"""
COLUMNS: list[dict[str, Any]] = [
    {"titles": "id", "suppressOutput": True},
    {"titles": "name", "propertyUrl": "rdfs:label", "lang": "de"},
    {"titles": "built", "datatype": {"base": "date", "format": "dd.MM.yyyy"}},
    {
        "titles": "length",
        "datatype": {
            "base": "decimal",
            "format": {"decimalChar": ",", "groupChar": "."},
        },
    },
    {"titles": "kind", "separator": "|"},
    {"titles": "home", "valueUrl": "https://example.org/{home}"},
    {
        "name": "a",
        "virtual": True,
        "propertyUrl": "rdf:type",
        "valueUrl": "schema:Boat",
    },
]
STATED = """
@prefix b: <https://example.org/boats.csv#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/boat/1> a <http://schema.org/Boat> ; rdfs:label "Anna"@de ;
  b:built "2019-06-03"^^xsd:date ; b:length 1012.5 ; b:kind "sail", "ketch" ;
  b:home <https://example.org/DE> .
<https://example.org/boat/2> a <http://schema.org/Boat> ; rdfs:label "Otto"@de ;
  b:built "1999-01-12"^^xsd:date ; b:length 9.0 .
"""


def described(**said: Any) -> dict[str, Any]:
    schema = {"aboutUrl": "boat/{id}", "columns": COLUMNS}
    known = {"@context": CONTEXT, "url": "boats.csv", "null": ["", "NULL"]}
    return {**known, "tableSchema": schema, **said}


def read(folder: Path, description: object, table: str = BOATS) -> Brought:
    """What a table and its description state, below an address."""
    files = {"boats.csv": table, "boats.csv-metadata.json": json.dumps(description)}
    paths = {}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
        paths[folder / name] = name
    return read_brought(paths, None, HOST)


def quads_of(brought: Brought) -> set[str]:
    assert not brought.faults, brought.faults
    return {str(quad) for source in brought.sources for quad in source.quads}


def test_cells_become_values_of_their_datatypes(tmp_path: Path) -> None:
    stated = map(str, parse(STATED, format=RdfFormat.TURTLE))
    assert quads_of(read(tmp_path, described())) == {*stated}


def test_an_ordered_column_becomes_a_list(tmp_path: Path) -> None:
    kind = {"titles": "kind", "separator": "|", "ordered": True}
    columns = [kind if one["titles"] == "kind" else one for one in COLUMNS[:6]]
    schema = {"aboutUrl": "boat/{id}", "columns": columns}
    (source,) = read(tmp_path, described(tableSchema=schema)).sources
    said = {str(one.predicate).rpartition("#")[2] for one in source.quads}
    assert {"first>", "rest>"} <= said


def test_what_is_written_without_a_format_stays_as_it_is(tmp_path: Path) -> None:
    schema = {"aboutUrl": "{id}", "columns": [{"titles": "id", "datatype": "integer"}]}
    (quad,) = quads_of(read(tmp_path, described(tableSchema=schema), "id\n007\n"))
    assert '"007"^^<http://www.w3.org/2001/XMLSchema#integer>' in quad


def test_a_cell_that_is_none_of_its_datatype_is_a_text_and_told(tmp_path: Path) -> None:
    brought = read(tmp_path, described(), BOATS.replace("12.01.1999", "31.02.1999"))
    assert any('"31.02.1999"' in one and "^^" not in one for one in quads_of(brought))
    told = next(one for one in brought.hints if "31.02.1999" in one.message)
    assert (told.file, told.line) == ("boats.csv", 3)


def test_lines_that_are_comments_are_counted(tmp_path: Path) -> None:
    brought = read(tmp_path, described(), f"{BOATS}# seen in the harbour\n")
    assert any(one.message.startswith("1 of its lines") for one in brought.hints)


def test_a_dialect_says_how_the_table_is_written(tmp_path: Path) -> None:
    dialect = {"delimiter": ";", "header": False, "skipRows": 1}
    schema = {"aboutUrl": "{id}", "columns": [{"name": "id"}, {"name": "b"}]}
    whole = described(dialect=dialect, tableSchema=schema)
    stated = quads_of(read(tmp_path, whole, "by hand\n1;x\n"))
    assert f'<{HOST}1> <{HOST}boats.csv#b> "x"' in stated


def test_a_column_may_be_headed_by_its_name(tmp_path: Path) -> None:
    columns = [{"name": "id"}, {"name": "l", "titles": "Length in metres"}]
    whole = described(tableSchema={"aboutUrl": "{id}", "columns": columns})
    stated = quads_of(read(tmp_path, whole, "id,l\nboat,7\n"))
    assert f'<{HOST}boat> <{HOST}boats.csv#l> "7"' in stated


def test_a_table_may_have_several_rows_of_headings(tmp_path: Path) -> None:
    columns = [{"name": "id", "titles": "id"}, {"name": "length", "titles": "length"}]
    schema = {"aboutUrl": "{id}", "columns": columns}
    whole = described(dialect={"headerRowCount": 2}, tableSchema=schema)
    text = "id,length\n,in metres\nboat,7\n"
    stated = quads_of(read(tmp_path, whole, text))
    assert f'<{HOST}boat> <{HOST}boats.csv#length> "7"' in stated
    assert not any("metres" in one for one in stated)
    (fault,) = read(tmp_path, whole, "id,width\n,in metres\nboat,7\n").faults
    assert "has a column “width” that is described as “length”" in fault.message


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"tableSchema": "schema.json"}, "schema.json"),
        ({"dialect": {"delimeter": ";"}}, "delimeter"),
        ({"tableSchema": {"columns": [{"name": "a b"}]}}, "a b"),
        ({"tableSchema": {"columns": [{"titles": "id", "dataType": "x"}]}}, "dataType"),
        ({"url": "ships.csv"}, "ships.csv"),
        ({"lang": "no language"}, "“id”"),
        ({"datatype": "anySimpleType"}, "anySimpleType"),
        ({"tableSchema": {"columns": COLUMNS[:2]}}, "has 6 columns, and 2"),
        ({"tableSchema": {"columns": [{"titles": "ID"}, *COLUMNS[1:]]}}, "“ID”"),
    ],
)
def test_what_is_not_followed_is_refused_by_name(
    tmp_path: Path, said: dict[str, Any], named: str
) -> None:
    faults = read(tmp_path, described(**said)).faults
    assert any(named in one.message for one in faults)
    assert all(one.file.startswith("boats.csv") for one in faults)


def test_what_makes_no_triple_is_named(tmp_path: Path) -> None:
    brought = read(tmp_path, described(**{"dc:creator": "Ann", "notes": []}))
    (told,) = [one for one in brought.hints if one.message.startswith("passes over")]
    assert told.message == "passes over dc:creator, notes"
    lines = (tmp_path / "boats.csv-metadata.json").read_text("utf-8").splitlines()
    assert '"dc:creator"' in lines[told.line - 1]


def test_a_table_without_a_description_is_told_one_that_will_do(tmp_path: Path) -> None:
    (tmp_path / "boats.csv").write_text("Boat No;name\n1;Anna\n", "utf-8")
    with pytest.raises(InvalidInput) as raised:
        build(bundle((tmp_path / "boats.csv",)), tmp_path / "releases")
    told = re.search(r"such as (\{.*\}), with an address", str(raised.value))
    assert told
    (tmp_path / "boats.csv-metadata.json").write_text(told[1], "utf-8")
    built = check(bundle((tmp_path / "boats.csv",)))
    assert built.reading.hints == []
    assert built.reading.catalog.base == "https://example.org/boats/"
    stated = "".join(built.triples.texts())
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert f'<https://example.org/boats/1> {label} "Anna" .' in stated


def test_the_description_that_is_told_has_keys_labels_kinds_and_datatypes() -> None:
    head = "kind,boat_id,title,since,length,note,crew\n"
    rows = "sail,2,Anna,2019-06-03,7.5,,3\nsail,1,Otto,,9,old,007\n"
    schema = suggest_description("loans.csv", (head + rows).encode())["tableSchema"]
    assert schema["aboutUrl"] == "https://example.org/loans/{boat_id}"
    *columns, kind = schema["columns"]
    assert {one["titles"]: one.get("datatype") for one in columns} == {
        "kind": None,
        "boat_id": "integer",
        "title": None,
        "since": "date",
        "length": "decimal",
        "note": None,
        "crew": None,
    }
    labels = [one for one in columns if one.get("propertyUrl") == "rdfs:label"]
    assert [one["titles"] for one in labels] == ["title"]
    assert (kind["propertyUrl"], kind["valueUrl"]) == (
        "rdf:type",
        "https://example.org/Loans",
    )
    assert suggest_description("a.csv", b"x,y\n1,1\n1,1\n")["tableSchema"][
        "aboutUrl"
    ].endswith("a/{_row}")


def test_a_relative_template_is_blamed_on_the_description(tmp_path: Path) -> None:
    read(tmp_path, described(tableSchema={"aboutUrl": "boats/{id}"}))
    hints = check(bundle((tmp_path / "boats.csv",))).reading.hints
    (told,) = [one for one in hints if "nobody has an address for" in one.message]
    assert told.file == "boats.csv-metadata.json"
    assert "aboutUrl" in told.advice


def test_a_row_has_a_page_with_its_label(tmp_path: Path) -> None:
    read(tmp_path, described())
    build(bundle((tmp_path / "boats.csv",)), tmp_path / "releases")
    release = open_release(tmp_path / "releases" / "latest")
    client = create_app(release).test_client()
    page = client.get("/1", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<h1" in page.text
    assert "Anna" in page.text


def test_our_own_tables_can_be_brought(release: Release, tmp_path: Path) -> None:
    tables = sorted((release.folder / "tables").glob("*"))
    paths = {one: one.name for one in tables if one.suffix in (".csv", ".json")}
    brought = read_brought(paths, None, HOST)
    assert not brought.faults
    assert not brought.left_out
    assert len(brought.sources) == len(paths) / 2


def test_a_column_without_a_title_is_named_by_its_number(tmp_path: Path) -> None:
    schema = {"aboutUrl": "{id}"}
    stated = quads_of(read(tmp_path, described(tableSchema=schema), "id,\n1,x\n"))
    assert f'<{HOST}1> <{HOST}boats.csv#_col.2> "x"' in stated


def test_a_description_names_the_whole_and_its_licence(tmp_path: Path) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    said = {"dc:title": {"@value": "Boats", "@language": "en"}}
    read(tmp_path, described(**said, **{"dc:license": {"@id": licence}}))
    built = check(bundle((tmp_path / "boats.csv",)))
    assert (built.reading.catalog.title, built.reading.catalog.license) == (
        "Boats",
        licence,
    )
    assert any(one.startswith("Title: Boats (as is") for one in built.reading.choices)


def test_a_table_comes_back_byte_for_byte_with_its_description(tmp_path: Path) -> None:
    read(tmp_path, described(), BOATS.replace("\n", "\r\n"))
    release = build(bundle((tmp_path / "boats.csv",)), tmp_path / "releases")
    client = create_app(release).test_client()
    table = client.get("/dumps/brought/boats.csv")
    assert (table.status_code, table.mimetype) == (200, "text/csv")
    assert table.data == (tmp_path / "boats.csv").read_bytes()
    assert table.headers["Content-Disposition"] == "attachment; filename=boats.csv"
    assert '<boats.csv-metadata.json>; rel="describedby"' in table.headers["Link"]
    description = client.get("/dumps/brought/boats.csv-metadata.json")
    assert (description.status_code, description.json) == (200, described())
    assert description.mimetype == "application/csvm+json"
    page = client.get("/dumps/").text
    assert 'href="/dumps/brought/boats.csv"' in page
    assert release.brought == ["boats"]


def test_of_packed_and_odd_tables_what_is_safe_comes_back(tmp_path: Path) -> None:
    columns = {"aboutUrl": "https://e.org/{id}", "propertyUrl": "rdfs:label"}
    for name, packed in (("boats.csv", True), ("boats.html", False)):
        file = tmp_path / (f"{name}.gz" if packed else name)
        file.write_bytes(gzip.compress(b"id\n1\n") if packed else b"id\n1\n")
        said = {"@context": CONTEXT, "url": name, "tableSchema": columns}
        description = tmp_path / f"{name}-metadata.json"
        description.write_text(json.dumps(said), "utf-8")
    release = build(bundle((tmp_path,)), tmp_path / "releases")
    client = create_app(release).test_client()
    assert client.get("/dumps/brought/boats.csv").data == b"id\n1\n"
    assert client.get("/dumps/brought/boats.html").status_code == 404


def test_a_table_of_several_files_does_not_name_the_whole(tmp_path: Path) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    read(tmp_path, described(**{"dc:title": "Loans", "dc:license": licence}))
    (tmp_path / "more.nt").write_text("<x:a> <x:b> <x:c> .", "utf-8")
    reading = check(bundle((tmp_path,))).reading
    assert reading.catalog.title != "Loans"
    assert reading.catalog.license == ""
    (told,) = [one for one in reading.hints if "dc:title “Loans”" in one.message]
    assert told.file == "boats.csv-metadata.json"


def test_a_licence_that_is_no_iri_is_named(tmp_path: Path) -> None:
    brought = read(tmp_path, described(**{"dc:license": "CC BY"}))
    assert brought.given.licence == ""
    assert any(one.message == "passes over dc:license" for one in brought.hints)


def test_all_prefixes_of_the_context_of_csvw_are_known(tmp_path: Path) -> None:
    known = {"dcterms:date": "http://purl.org/dc/terms/date"}
    known |= {"wdrs:x": "http://www.w3.org/2007/05/powder-s#x"}
    known |= {
        "earl:x": "http://www.w3.org/ns/earl#x",
        "dc:x": "http://purl.org/dc/terms/x",
    }
    for written, whole in known.items():
        columns = [{"titles": "id", "propertyUrl": written}]
        schema = {"aboutUrl": "{id}", "columns": columns}
        brought = read(tmp_path, described(tableSchema=schema), "id\n1\n")
        assert (quads_of(brought), brought.hints) == ({f'<{HOST}1> <{whole}> "1"'}, [])


@pytest.mark.parametrize(
    ("key", "written", "advice"),
    [
        ("propertyUrl", "geo:lat", "write http://www.w3.org/2003/01/geo/wgs84_pos#lat"),
        ("propertyUrl", "ours:built", "write the whole IRI"),
        ("valueUrl", "geo:lat", "wgs84_pos#lat"),
        ("valueUrl", "geo:{id},8", ""),
        ("valueUrl", "mailto:{id}", ""),
        ("propertyUrl", "urn:x:{id}", ""),
        ("propertyUrl", "https://example.org/{id}", ""),
    ],
)
def test_a_prefix_that_nobody_knows_is_named(
    tmp_path: Path, key: str, written: str, advice: str
) -> None:
    columns = [{"titles": "id", key: written}, {"titles": "a", key: written}]
    schema = {"aboutUrl": "{id}", "columns": columns}
    hints = read(tmp_path, described(tableSchema=schema), "id,a\n1,2\n").hints
    assert len(hints) == bool(advice)
    for hint in hints:
        assert hint.file == "boats.csv-metadata.json"
        assert f"{key} “{written}” of “id”" in hint.message
        assert advice in hint.advice


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ('1,"a ""b"""\n2,"c\n3,d\n', 3, "opened in line 3 is never closed"),
        ('1,"a\n2,"c"\n3,d\n', 2, 'opened in line 2 is closed in line 3, before “c"”'),
        ('1,"a" b\n', 2, "opened in line 2 is closed there, before “ b”"),
        ('1,5" pipe\n2,"c', 3, "opened in line 3 is never closed"),
        ('1,"a\n2,"\n3,b,c\n', 4, "has 3 cells in a row of 2 columns"),
    ],
)
def test_a_quotation_mark_that_is_not_closed_has_its_line(
    tmp_path: Path, rows: str, line: int, what: str
) -> None:
    schema = {"aboutUrl": "{id}"}
    (fault,) = read(tmp_path, described(tableSchema=schema), f"id,name\n{rows}").faults
    assert (fault.file, fault.line) == ("boats.csv", line)
    assert what in fault.message
    assert fault.advice
