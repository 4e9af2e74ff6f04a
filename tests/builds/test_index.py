"""The index lies beside a release, is made again where it is missing, and is the same."""

import sqlite3
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from conftest import BASE, FOREIGN
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.index.listing import IN_ORDER
from diplomatica.lookup.indexing import making, numbering
from diplomatica.lookup.indexing.leading import tabulate
from diplomatica.lookup.indexing.making import index_file, make_index
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release, index_of
from diplomatica.model.vocabulary import DIP, RDFS
from diplomatica.pipeline.building import build

OFTEN = 50  # runs of a statement, which are one for each of something


def names(release: Release, words: str) -> list[str]:
    index = Index(release)
    found = index.find(words, "http://localhost/").things
    return [thing.iri.value for thing in index.things(found)]


def test_the_same_release_gives_the_same_bytes(
    release: Release, tmp_path: Path
) -> None:
    made = [tmp_path / "1.index", tmp_path / "2.index"]
    for file in made:
        make_index(release, file)
    assert made[0].read_bytes() == made[1].read_bytes()
    assert sorted(tmp_path.iterdir()) == made


def test_nodes_that_are_no_longer_at_hand_keep_their_numbers(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [tmp_path / "1.index", tmp_path / "2.index"]
    make_index(release, made[0])
    monkeypatch.setattr(numbering, "_AT_HAND", 5)
    make_index(release, made[1])
    assert made[0].read_bytes() == made[1].read_bytes()


def test_a_name_is_found_as_it_is_meant_and_not_as_lines_escape_it(
    tmp_path: Path,
) -> None:
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    (dataset / "catalog.ttl").write_text(FOREIGN, "utf-8")
    bridge = "<https://example.org/news/id/bridge>"
    said = rf'{bridge} {RDFS("label")} "The \"Old\" Bridge\n"@EN .'
    (dataset / "signs.ttl").write_text(said, "utf-8")
    index = Index(build(Folder(tmp_path), tmp_path / "releases", is_draft=True))
    found = index.find("old bridge", "http://localhost/").things
    (name,) = index.names(found)[found[0]]
    assert str(name.object) == r'"The \"Old\" Bridge\n"@en'


class Counting(sqlite3.Connection):
    """Counts how often each statement is run."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.runs = Counter[str]()
        self.plans: dict[str, list[str]] = {}

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.runs[sql] += 1
        if self.runs[sql] == OFTEN:
            told = super().execute(f"EXPLAIN QUERY PLAN {sql}", *values)
            self.plans[sql] = [row[3] for row in told]
        return super().execute(sql, *values)


def test_what_is_asked_for_each_row_is_found_by_a_key(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is not at hand is asked for.
    monkeypatch.setattr(numbering, "_AT_HAND", 5)
    file = tmp_path / "1.index"
    counting = partial(sqlite3.connect, factory=Counting)
    monkeypatch.setattr(sqlite3, "connect", counting)
    with making._aside(file) as into:
        making._fill(into, release)
        tabulate(into, release)
        asked = {sql: plan for sql, plan in into.plans.items() if plan}  # type: ignore[attr-defined]
    assert len(asked) >= 2
    scans = [one for plan in asked.values() for one in plan if one.startswith("SCAN")]
    assert scans == []


def test_a_build_leaves_the_index_beside_its_release(
    folder: Path, tmp_path: Path
) -> None:
    release = build(Folder(folder), tmp_path / "releases")
    assert index_of(release.folder).stat().st_size > 10_000
    assert not list(release.folder.glob("*.index"))


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"?")])
def test_an_index_that_is_missing_or_spoiled_is_made_again(
    spoil: object, folder: Path, tmp_path: Path
) -> None:
    release = build(Folder(folder), tmp_path / "releases")
    before = names(release, "kazakhstan")
    spoil(index_of(release.folder))  # type: ignore[operator]
    assert names(release, "kazakhstan") == before != []


def test_an_index_of_another_release_is_made_again(
    release: Release, folder: Path, tmp_path: Path
) -> None:
    other = build(Folder(folder), tmp_path / "releases")
    with sqlite3.connect(index_of(other.folder)) as spoiled:
        spoiled.execute("UPDATE told SET value = 'another' WHERE key = 'made of'")
        spoiled.execute("DELETE FROM name")
    spoiled.close()
    assert names(other, "kazakhstan") == names(release, "kazakhstan") != []


def test_where_nothing_can_be_written_the_index_lies_elsewhere(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "missing" / "beside.index"
    monkeypatch.setattr(making, "index_of", lambda folder: beside)
    file = index_file(release)
    assert file.name == "beside.index"
    assert file.parent != beside.parent
    assert index_file(release) == file


def test_the_index_knows_the_languages_of_the_names(release: Release) -> None:
    assert (Index(release).languages.own, Index(release).languages.tags) == ("en", ())


def test_the_index_knows_what_has_the_most_others_beside_it(
    published: Release,
) -> None:
    index = Index(published)
    names = index.names(index.best_linked)
    iris = {name.subject.value for found in names.values() for name in found}  # type: ignore[union-attr]
    assert f"{BASE}id/kazakhstan" in iris
    assert all(iri.startswith(f"{BASE}id/") for iri in iris)


def test_the_index_knows_the_kinds_of_some_things(published: Release) -> None:
    summit = NamedNode(f"{BASE}id/osce-summit-astana")
    kinds = [DIP("Occurrence"), DIP("Summit"), DIP("State")]
    known = Index(published).kinds_among([summit], kinds)
    assert known == {summit: {DIP("Occurrence"), DIP("Summit")}}


def test_some_things_are_put_in_order_without_walking_through_all(
    tmp_path: Path,
) -> None:
    """Else each of all things is looked for among those that are asked for."""
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    (dataset / "catalog.ttl").write_text(FOREIGN, "utf-8")
    said = "".join(
        f'<https://example.org/news/{n}> {RDFS("label")} "Boat {n}" .\n'
        for n in range(99)
    )
    (dataset / "boats.ttl").write_text(said, "utf-8")
    index = Index(build(Folder(tmp_path), tmp_path / "releases", is_draft=True))
    asked = [f"https://example.org/news/{n}" for n in (10, 2, 1)]
    assert index.listing.in_order(asked, "en") == asked[::-1]
    plan = index.ask(f"EXPLAIN QUERY PLAN {IN_ORDER}", "", "[]")
    assert [step[-1].split()[:2] for step in plan][:3] == [
        ["SCAN", "asked"],
        ["SEARCH", "thing"],
        ["SEARCH", "ordered"],
    ]
