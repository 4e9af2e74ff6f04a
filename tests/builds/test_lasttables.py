"""Tables that follow from what they followed from before are those of the last release."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SMALL
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import TABLES, Release
from diplomatica.pipeline.building import build
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.tables import tables, tableshares
from edits import reword

Draft = Callable[[str, Workshop], Release]


@pytest.fixture(autouse=True)
def each_table_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tableshares, "_MANY", 0)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that are asked for."""
    usual, names = tables._lines_of_tables, list[str]()

    def noting(part: tableshares.TablePart, *told: object) -> object:
        names.extend(one.name for one in part.tables)
        return usual(part, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "_lines_of_tables", noting)
    return names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "small")
    return tmp_path / "small"


def files(release: Release) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in (release.folder / TABLES).iterdir()}


def test_only_tables_of_which_something_changed_are_asked_for(
    folder: Path, made: list[str], tmp_path: Path
) -> None:
    workshop = Workshop(keep=Keep(tmp_path / "keep"))
    build(Folder(folder), tmp_path / "one", is_draft=True, workshop=workshop)
    everything = set(made)
    made.clear()
    reword(folder / "dataset" / "names.ttl", "a dip:City ;", "a dip:Region ;")
    kept = build(Folder(folder), tmp_path / "one", is_draft=True, workshop=workshop)
    # What notes are about may be anything, so it is asked for whole.
    assert {"places", "notes"} <= set(made)
    assert {"claims", "organisations"}.isdisjoint(made)
    anew = build(Folder(folder), tmp_path / "other", is_draft=True)
    assert files(kept) == files(anew)
    assert set(made) == everything


@pytest.mark.parametrize("spoil", [Path.unlink, lambda one: one.write_text("id\n")])
def test_of_a_table_that_is_not_what_was_written_nothing_is_taken(
    folder: Path,
    made: list[str],
    tmp_path: Path,
    spoil: Callable[[Path], object],
) -> None:
    workshop = Workshop(keep=Keep(tmp_path / "keep"))
    first = build(Folder(folder), tmp_path / "one", is_draft=True, workshop=workshop)
    expected = files(first)
    made.clear()
    spoil(first.folder / TABLES / "places.csv")
    reword(folder / "dataset" / "names.ttl", "“", "“ ")
    again = build(Folder(folder), tmp_path / "one", is_draft=True, workshop=workshop)
    assert "places" in made
    assert files(again) == expected


def test_where_there_is_no_last_release_kept_rows_are_taken(
    folder: Path, tmp_path: Path
) -> None:
    workshop = Workshop(keep=Keep(tmp_path / "keep"))
    both = [
        build(Folder(folder), tmp_path / name, is_draft=True, workshop=workshop)
        for name in ("one", "other")
    ]
    assert files(both[0]) == files(both[1])
