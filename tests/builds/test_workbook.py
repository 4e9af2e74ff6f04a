"""The tables as workbooks: read by another library, they say what the CSV says."""

import csv
import io
import logging
from pathlib import Path

import openpyxl
import pytest
import rdflib
from flask.testing import FlaskClient

from conftest import append
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.pipeline.writing.tables import workbook
from diplomatica.pipeline.writing.tables.workbook import Workbook, workbooks

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")

TABLES = sorted(path.stem for path in Folder().tables)


def cells(book: bytes | Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(
        io.BytesIO(book) if isinstance(book, bytes) else book
    ).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("table", TABLES)
def test_a_workbook_holds_what_the_csv_holds(table: str, published: Release) -> None:
    folder = published.folder / "tables"
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    found = cells(folder / f"{table}.xlsx")
    assert [
        ["" if cell is None else str(cell) for cell in row] for row in found
    ] == expected


@pytest.mark.parametrize("most_in_memory", [0, 1_000_000])
def test_numbers_are_numbers_and_texts_are_texts(
    most_in_memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MANY_CELLS", most_in_memory)
    columns = [("count", "integer"), ("code", "string"), ("share", "decimal")]
    rows = [
        ["7", "=1+1", "0.5"],
        ["007", "0041", "1.50"],
        ["12345678901234567", "http://example.org/", ""],
        ["-3", "2010-12", "1e5"],
    ]
    (file,) = workbooks([Workbook("t", "2026-11-24", columns, rows)])
    (tmp_path / "x.xlsx").write_bytes(file)
    found = cells(tmp_path / "x.xlsx")[1:]
    assert [row[0] for row in found] == [7, "007", "12345678901234567", -3]
    assert [row[1] for row in found] == [
        "=1+1",
        "0041",
        "http://example.org/",
        "2010-12",
    ]
    assert [row[2] for row in found] == [0.5, "1.50", None, "1e5"]


def test_a_workbook_knows_no_clock(published: Release, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(published.folder / "tables" / "states.xlsx")
    assert book.properties.created.date().isoformat() == published.issued
    assert book.properties.modified.date().isoformat() == published.issued
    book = Workbook("t", "2026-11-24", [("a", "string")], [["b"]])
    first, second = workbooks([book, book])
    assert first == second


def test_a_workbook_is_served_listed_and_described(
    client: FlaskClient, release: Release
) -> None:
    answer = client.get("/dumps/tables/states.xlsx")
    assert (answer.status_code, answer.mimetype) == (200, TYPE)
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename=diplomatica-states.xlsx"
    )
    assert cells(answer.data)[0][0] == "iri"
    assert "tables/states.xlsx" in release.sums
    listed = client.get("/dumps/", headers={"Accept": "text/html"}).text
    assert 'href="/dumps/tables/states.xlsx"' in listed
    catalog = client.get("/dataset", headers={"Accept": "text/turtle"}).text
    graph = rdflib.Graph().parse(data=catalog, format="turtle")
    types = {
        str(one).rpartition("media-types/")[2]
        for one in graph.objects(None, DCAT.mediaType)
    }
    assert TYPE in types


def test_what_no_sheet_can_hold_is_told_and_left_to_the_csv(
    folder: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    append(
        folder / "dataset" / "names.ttl",
        f'\n:kazakhstan skos:altLabel "{"x" * 40_000}"@en .\n',
    )
    with caplog.at_level(logging.WARNING):
        release = build(Folder(folder), tmp_path / "releases")
    names = {path.name for path in (release.folder / "tables").iterdir()}
    assert "states.csv" in names
    assert "states.xlsx" not in names
    assert "states.xlsx is left out: a cell holds 32,767 characters" in caplog.text


def test_a_workbook_of_answers_has_no_formula(tmp_path: Path) -> None:
    columns = [("text", "string"), ("count", "integer")]
    rows = [
        [begin + "1+1", begin + "2+2"] for begin in ("=", "+", "-", "@", "\t", "\r")
    ]
    (file,) = workbooks([Workbook("t", "2026-11-24", columns, rows)])
    (tmp_path / "x.xlsx").write_bytes(file)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s"] * 14
