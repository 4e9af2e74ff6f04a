"""The rows of a table are the same, however many of their values lie on disk."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.pipeline.writing.tables import tablerows
from diplomatica.pipeline.writing.tables.tablerows import BoundRows, WrittenRows

VALUES = st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 2), st.text()))


def rows_of(values: list[tuple[str, int, str]]) -> list[tuple[str, list[object]]]:
    rows = BoundRows(3)
    for key, place, text in values:
        rows.add(rows.begun(key), place, text)
    return [(key, list(cells)) for key, cells in rows]


def test_a_cell_holds_each_of_its_values_once() -> None:
    values = [("b", 1, "x"), ("a", 0, "y"), ("b", 1, "z"), ("b", 1, "x"), ("a", 0, "y")]
    assert rows_of(values) == [
        ("b", [None, {"x", "z"}, None]),
        ("a", ["y", None, None]),
    ]


@given(VALUES, st.integers(1, 5), st.integers(1, 4))
def test_rows_on_disk_are_those_in_memory(
    values: list[tuple[str, int, str]], most: int, together: int
) -> None:
    expected = rows_of(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tablerows, "_MOST_VALUES", most)
        patch.setattr(tablerows, "_TOGETHER", together)
        assert rows_of(values) == expected


def test_all_tables_are_the_same_from_disk(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tablerows, "_MOST_VALUES", 10)
    monkeypatch.setattr(tablerows, "_TOGETHER", 3)
    again = build(Folder(), tmp_path, is_draft=True).folder / "tables"
    before = published.folder / "tables"
    names = sorted(path.name for path in before.iterdir())
    assert sorted(path.name for path in again.iterdir()) == names
    for name in names:
        assert (again / name).read_bytes() == (before / name).read_bytes(), name


def test_written_rows_are_read_as_often_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [["1", "two\r\nlines"], ["", "x" * 200_000]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b"], *rows])
    written = WrittenRows(path, 2)
    assert len(written) == 2
    assert list(written) == rows == list(written)
