"""The index made of that of the last release is the one that would be made from nothing."""

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from conftest import BASE, append
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.indexing.making import begin_index, finish_index
from diplomatica.lookup.indexing.renewing import renewing, statements
from diplomatica.lookup.indexing.renewing.names import renewed_names
from diplomatica.lookup.indexing.renewing.renewing import kept_of
from diplomatica.lookup.matching.keptnames import keep_names
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release, index_of, names_of
from diplomatica.model.formats import NQUADS
from diplomatica.model.vocabulary import SKOS
from diplomatica.pipeline.building import build
from dumplines import Lines
from indexcontents import contents, contents_of_names

WORDS = ("kazakhstan", "peace", "nursultan summit", "2010", "anew", "item 1")
KINDS = ("Person", "Place", "Point", "Instant", "Event", "Label")
BY = (
    "<http://www.w3.org/2000/01/rdf-schema#label>",
    "<http://www.w3.org/2004/02/skos/core#altLabel>",
    "<http://www.w3.org/2008/05/skos-xl#prefLabel>",
    "<http://www.w3.org/2008/05/skos-xl#literalForm>",
    "<http://www.w3.org/2006/time#hasBeginning>",
    "<http://www.w3.org/2006/time#inXSDDate>",
    "<http://www.opengis.net/ont/geosparql#hasGeometry>",
    "<http://www.opengis.net/ont/geosparql#asWKT>",
    "<http://purl.org/dc/terms/created>",
    "<http://purl.org/dc/terms/description>",
    "<http://www.w3.org/2002/07/owl#sameAs>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>",
    "<https://example.org/news/knows>",
)
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
NODES = 60


def made_up(random: Random) -> Iterator[str]:
    """Statements of others: names and labels that are nodes, times, places, lists."""
    nodes = [f"<https://example.org/news/{n}>" for n in range(NODES)]
    nodes += [f"_:b{n}" for n in range(NODES // 3)]
    for node in nodes:
        yield f"{node} {TYPE} <https://example.org/news/{random.choice(KINDS)}>"
        for by in random.sample(BY, 4):
            yield f"{node} {by} {random.choice((*nodes, *texts(random)))}"


def texts(random: Random) -> Iterator[str]:
    date = "<http://www.w3.org/2001/XMLSchema#date>"
    for _ in range(NODES):
        yield f'"item {random.randrange(NODES)}"@{random.choice(("en", "de"))}'
        yield f'"19{random.randrange(10, 99)}-01-02"^^{date}'
    yield '"POINT(1 2)"'


@pytest.fixture
def others(foreign: Release, tmp_path: Path) -> Release:
    """Data of others in which much hangs together."""
    lines = Lines.of(foreign)
    graph = "<https://example.org/news/graph/made-up> "
    for said in dict.fromkeys(made_up(Random(7))):
        lines.merged.append((said, ""))
        lines.named.append((said, graph))
    return lines.write(foreign, tmp_path / "others")


@pytest.fixture
def two_articles(release: Release, tmp_path: Path) -> Release:
    """The small dataset with its article once more under another name."""
    lines = Lines.of(release)
    lines._add_article(Random(1))
    return lines.write(release, tmp_path / "two")


def made(release: Release, file: Path, last: Release | None = None) -> Path:
    """The index in this file, and the names beside the release."""
    _, changed = begin_index(release, file, last)
    finish_index(release, file, file)
    if not (changed and renewed_names(changed, "en")):
        keep_names(release, "en")
    return file


def renewals(index: Path) -> int:
    """How often the index was made of another one since it was made from nothing."""
    with closing(sqlite3.connect(kept_of(index))) as read:
        ((times,),) = read.execute("SELECT renewed FROM made_of")
    return int(times)


def assert_alike(renewed: Path, anew: Path, aside: Path) -> None:
    found, wanted = contents(renewed, aside), contents(anew, aside)
    assert found.keys() == wanted.keys()
    for table, rows in wanted.items():
        assert found[table] == rows, table


def assert_names_alike(release: Release, aside: Path) -> None:
    """The names beside a release are those that would be made from nothing."""
    names = names_of(release.folder, "en")
    found = contents_of_names(names, aside)
    names.unlink()
    keep_names(release, "en")
    wanted = contents_of_names(names, aside)
    for table, rows in wanted.items():
        assert found[table] == rows, table


def told_by(release: Release, file: Path) -> list[object]:
    """What an index in this file answers, by IRIs."""
    place = file.with_name(f"{file.name}.folder")
    place.symlink_to(release.folder)
    file.replace(index_of(place))
    index = Index(dataclasses.replace(release, folder=place))
    found: list[object] = list(told_of(index, index.best_linked))
    for words in WORDS:
        hits = index.find(words, BASE)
        found += told_of(index, [*hits.things, *index.called(words)])
        found += [index.sentences.sentence(n, hits.match) for n in hits.sentences]
        found += index.beginning([words[:3]], 10)
        found += [index.lead(one.number) for one in index.leading.leads(words, 10)]
    return found


def told_of(index: Index, numbers: list[int]) -> Iterator[object]:
    """What is known of things, without their numbers."""
    for one in index.things(numbers):
        yield one.iri, one.names, one.kinds, one.time, one.remarks


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("which", ["two_articles", "others"])
def test_after_any_changes_it_holds_what_one_from_nothing_holds(
    which: str,
    seed: int,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    last: Release = request.getfixturevalue(which)
    monkeypatch.setattr(statements, "_MOST_CHANGED", 0.1)
    monkeypatch.setattr(renewing, "_MOST_NODES", 100)
    made(last, index_of(last.folder))
    random, lines = Random(seed), Lines.of(last)
    for step in range(3):
        lines.change(random)
        release = lines.write(last, tmp_path / f"step-{step}")
        renewed = made(release, index_of(release.folder), last)
        anew = made(release, tmp_path / f"{step}.anew")
        assert renewals(renewed) >= 1
        assert_alike(renewed, anew, tmp_path)
        assert_names_alike(release, tmp_path)
        last = release
    assert told_by(last, renewed) == told_by(last, anew)


def spoil_kept(last: Release) -> None:
    kept_of(index_of(last.folder)).write_bytes(b"?")


def lose_kept(last: Release) -> None:
    kept_of(index_of(last.folder)).unlink()


def of_another_version(last: Release) -> None:
    with closing(sqlite3.connect(index_of(last.folder))) as index, index:
        index.execute("UPDATE told SET value = 'another' WHERE key = 'made of'")


def lose_dump(last: Release) -> None:
    last.dump(NQUADS).unlink()


@pytest.mark.parametrize(
    "spoil", [spoil_kept, lose_kept, of_another_version, lose_dump]
)
def test_where_the_last_one_is_of_no_use_it_is_made_from_nothing(
    spoil: Callable[[Release], None], two_articles: Release, tmp_path: Path
) -> None:
    made(two_articles, index_of(two_articles.folder))
    lines = Lines.of(two_articles)
    lines._drop_subject(Random(1))
    release = lines.write(two_articles, tmp_path / "next")
    assert renewals(made(release, tmp_path / "1.index", two_articles)) == 1
    spoil(two_articles)
    anew = made(release, tmp_path / "2.index", two_articles)
    assert renewals(anew) == 0
    assert_alike(tmp_path / "1.index", anew, tmp_path)


def test_where_more_than_a_third_changed_it_is_made_from_nothing(
    two_articles: Release, tmp_path: Path
) -> None:
    made(two_articles, index_of(two_articles.folder))
    lines = Lines.of(two_articles)
    lines.merged = [(said.replace("osce", "o"), graph) for said, graph in lines.merged]
    lines.named = [(said.replace("e/", "x/"), graph) for said, graph in lines.named]
    release = lines.write(two_articles, tmp_path / "next")
    assert renewals(made(release, tmp_path / "1.index", two_articles)) == 0


def test_a_build_makes_its_index_of_that_of_the_last_draft(
    folder: Path, tmp_path: Path
) -> None:
    releases = tmp_path / "releases"
    first = build(Folder(folder), releases, is_draft=True)
    also = f'<{BASE}id/kazakhstan> {SKOS("altLabel")} "Qazaqstan"@en .\n'
    append(folder / "dataset" / "names.ttl", also)
    second = build(Folder(folder), releases, is_draft=True)
    assert not first.folder.exists()
    assert renewals(index_of(second.folder)) == 1
    assert len(list(releases.glob("*.index.read"))) == 1
    index = Index(second)
    (thing,) = index.things(index.find("Qazaqstan", BASE).things[:1])
    assert thing.iri.value == f"{BASE}id/kazakhstan"
