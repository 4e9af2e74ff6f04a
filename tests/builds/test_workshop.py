"""Parts of a build come to the same, whoever makes them, and whether they were kept."""

import gc
import os
import re
import shutil
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import parent_process
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from conftest import SMALL
from diplomatica.engine import memory
from diplomatica.lookup.history.changerecord import Record
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release, changes_of, index_of, names_of
from diplomatica.model.iris import Iris
from diplomatica.pipeline.building import build
from diplomatica.pipeline.checking.judging import Judging
from diplomatica.pipeline.checking.parting.around import Neighbourhood
from diplomatica.pipeline.checking.parting.parts import article_by_graph, parts
from diplomatica.pipeline.checking.parting.reach import reach
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.checking.validation import validate
from diplomatica.pipeline.storing.lines import row_of
from diplomatica.pipeline.workshop.keep import Keep, Missing
from diplomatica.pipeline.workshop.workshop import Workshop
from versions import numbered

BASE = "https://example.org/"
IRIS = Iris(BASE)
HEAD = """
@prefix : <https://example.org/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
SHAPES = """
:Alone a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property :Alone-p , :Alone-q .
:Alone-p a sh:PropertyShape ; sh:path ( :p [ sh:inversePath :p ] ) ; sh:maxCount 1 .
:Alone-q a sh:PropertyShape ; sh:path :q ; sh:or ( [ sh:class :Kind ] [ sh:nodeKind sh:Literal ] ) .
:Kinds a sh:NodeShape ; sh:targetClass :Kind ; sh:property [ sh:path :q ; sh:minCount 1 ] ;
    sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :r ; sh:maxCount 1 ] ] ] .
:Led a sh:NodeShape ; sh:targetObjectsOf :r ; sh:nodeKind sh:IRI ; sh:disjoint :q .
"""
NODES = [f"id/{name}" for name in ("a", "b", "c", "Kind", "Narrower")]
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PREDICATES = [NamedNode(f"{BASE}id/{name}") for name in "pqr"]
PREDICATES += [NamedNode(f"{RDFS}subClassOf")]
PREDICATES += [NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")] * 2
GRAPHS = ["claim/one/x", "claim/two/y", "graph/record/one", "graph/names"]

nodes = st.sampled_from([NamedNode(BASE + name) for name in NODES])
graphs = st.sampled_from([NamedNode(BASE + name) for name in GRAPHS])
XSD = "http://www.w3.org/2001/XMLSchema#"
literals = st.sampled_from(
    [
        Literal("a"),
        Literal("A b", language="en-GB"),
        Literal("007", datatype=NamedNode(f"{XSD}integer")),
        Literal("2020-02-31", datatype=NamedNode(f"{XSD}date")),
        Literal("x\n", datatype=NamedNode(f"{BASE}datatype")),
    ]
)
blanks = st.sampled_from([BlankNode("one"), BlankNode("two")])
subjects, objects = nodes | blanks, nodes | blanks | literals
data = st.lists(st.builds(Quad, subjects, st.sampled_from(PREDICATES), objects, graphs))


def shapes(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEAD + text, format=RdfFormat.TURTLE)]


def whole(said: list[Quad], looking: list[Triple]) -> list[Violation]:
    return _told(validate(dict.fromkeys(quad.triple for quad in said), looking))


def _told(violations: Iterable[Violation]) -> list[Violation]:
    """Without messages that walk in circles of blank nodes: pySHACL has no order for them."""
    return sorted(
        replace(one, message="") if "recursion.too.deep" in one.message else one
        for one in violations
    )


def in_parts(
    said: list[Quad], looking: list[Triple], workshop: Workshop
) -> list[Violation]:
    looked_at = reach(looking)
    assert looked_at is not None
    judging = Judging(tuple(f"{one} .\n" for one in looking))
    rows = map(row_of, said)
    around = Neighbourhood(looked_at)
    around.take(rows, article_by_graph(IRIS))
    made = workshop.made("test", judging, parts(around))
    return _told(one for some in made for one in some)


@settings(deadline=None, max_examples=80)
@given(data)
def test_each_node_is_judged_by_its_part_as_by_the_whole(said: list[Quad]) -> None:
    looking = shapes(SHAPES)
    expected = whole(said, looking)
    assert in_parts(said, looking, Workshop()) == expected
    assert in_parts(said, looking, Workshop(least_at_once=1)) == expected


@settings(deadline=None, max_examples=20)
@given(st.lists(data, min_size=1, max_size=5))
def test_after_any_changes_what_was_kept_comes_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, changes: list[list[Quad]]
) -> None:
    looking = shapes(SHAPES)
    workshop = Workshop(keep=Keep(tmp_path_factory.mktemp("keep")))
    for said in changes:
        assert in_parts(said, looking, workshop) == whole(said, looking)


def test_a_message_writes_out_a_blank_node_of_its_own_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # as where each graph lies at the address of the one before
    module = "pyshacl.rdfutil.stringify"
    monkeypatch.setattr(f"{module}.id", lambda _: 1, raising=False)
    subject, blank = NamedNode(f"{BASE}id/a"), BlankNode("one")
    told = []
    for words in ("first", "second"):
        data = [Triple(subject, one, blank) for one in PREDICATES[:2]]
        data.append(Triple(blank, PREDICATES[1], Literal(words)))
        messages = " ".join(one.message for one in validate(data, shapes(SHAPES)))
        told.append(set(re.findall("first|second", messages)))
    assert told == [{"first"}, {"second"}]


@pytest.mark.parametrize(
    "text",
    [
        ":S a sh:NodeShape ; sh:closed true .",
        ":S a sh:NodeShape ; sh:property [ sh:path [ sh:zeroOrMorePath :p ] ] .",
        ":S a sh:NodeShape ; sh:sparql [ sh:select 'SELECT $this {}' ] .",
        ":S a sh:NodeShape ; sh:property [ sh:path :p ; sh:node :S ] .",
    ],
)
def test_shapes_that_may_look_at_anything_are_told_from_others(text: str) -> None:
    assert reach(shapes(text)) is None


@dataclass(frozen=True)
class Word:
    """A piece for tests."""

    text: str

    @property
    def digest(self) -> str:
        return self.text

    @property
    def size(self) -> int:
        return 1


def shout(pieces: Sequence[Word]) -> list[str]:
    return [piece.text.upper() for piece in pieces]


def die(pieces: Sequence[Word]) -> list[str]:
    if parent_process() and pieces[0].text == "b":
        os._exit(1)
    return shout(pieces)


WORDS = [Word(letter) for letter in "abc"]


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2) as executor:
        yield executor


def test_a_part_is_made_again_only_when_its_piece_changes(tmp_path: Path) -> None:
    asked: list[str] = []

    def make(pieces: Sequence[Word]) -> list[str]:
        asked.extend(piece.text for piece in pieces)
        return shout(pieces)

    workshop = Workshop(keep=Keep(tmp_path))
    list(workshop.made("shouted", make, WORDS))
    made = list(workshop.made("shouted", make, [Word("a"), Word("x"), Word("c")]))
    assert (made, asked) == (["A", "X", "C"], ["a", "b", "c", "x"])


def test_parts_of_several_processes_come_in_the_order_of_their_pieces(
    processes: ProcessPoolExecutor,
) -> None:
    workshop = Workshop(processes, 2, least_at_once=1)
    words = [Word(f"word {number}") for number in range(20)]
    assert list(workshop.made("shouted", shout, words)) == shout(words)


def test_where_a_process_dies_its_part_is_made_here() -> None:
    with ProcessPoolExecutor(1) as executor:
        workshop = Workshop(executor, 3, least_at_once=1)
        assert list(workshop.made("shouted", die, WORDS)) == ["A", "B", "C"]
        with pytest.raises(BrokenExecutor):
            executor.submit(shout, WORDS).result()


def test_a_part_that_was_spoiled_since_is_made_again(tmp_path: Path) -> None:
    keep = Keep(tmp_path)
    keep.put("abc", ["A"])
    file = tmp_path / "ab" / "abc"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(Missing):
        keep.get("abc")


def test_what_is_kept_is_packed(tmp_path: Path) -> None:
    keep, line = Keep(tmp_path), f"<{BASE}id/a> <{BASE}id/p> <{BASE}id/b> .\n"
    keep.put("a" * 64, line * 1000)
    (file,) = tmp_path.glob("*/*")
    assert file.stat().st_size < len(line) * 1000 / 10
    assert keep.get("a" * 64) == line * 1000


def test_what_was_of_no_use_for_longest_makes_room(tmp_path: Path) -> None:
    part = os.urandom(1000)
    for number, key in enumerate(("one", "two", "three")):
        Keep(tmp_path).put(key, part)
        os.utime(tmp_path / key[:2] / key, (number, number))
    keep = Keep(tmp_path, most=2500)
    keep.tidy()
    with pytest.raises(Missing):
        keep.get("one")
    assert keep.get("three") == part


def test_other_processes_write_the_same_bytes(
    release: Release,
    processes: ProcessPoolExecutor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("diplomatica.pipeline.workshop.workshop.MANY", 0)
    workshop = Workshop(processes, 2, here=processes, least_at_once=1)
    other = build(Folder(SMALL), tmp_path, workshop=workshop)
    assert other.checksum == release.checksum


def test_other_processes_begin_the_index_while_dumps_are_written(
    processes: ProcessPoolExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = build(Folder(SMALL), tmp_path / "alone")
    monkeypatch.setattr("diplomatica.pipeline.workshop.workshop.MANY", 0)
    # Here it is only finished.
    monkeypatch.setattr("diplomatica.lookup.indexing.making.make_index", None)
    workshop = Workshop(here=processes)
    beside = build(Folder(SMALL), tmp_path / "beside", workshop=workshop)
    indexes = [index_of(one.folder).read_bytes() for one in (alone, beside)]
    assert indexes[0] == indexes[1]
    names = [names_of(one.folder, "en") for one in (alone, beside)]
    assert dumped(names[0]) == dumped(names[1])
    left = [one.name for one in (tmp_path / "beside").iterdir()]
    assert not [name for name in left if name.startswith(".building")]


def dumped(database: Path) -> list[str]:
    """All that a database says, whatever the order of its rows."""
    with closing(sqlite3.connect(database)) as asked:
        return sorted(asked.iterdump())


def test_other_processes_record_what_changed(
    processes: ProcessPoolExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diplomatica.pipeline.workshop.workshop.MANY", 0)
    folder = tmp_path / "folder"
    shutil.copytree(SMALL, folder)
    for version in ("0.1.0", "0.2.0"):
        workshop = Workshop(here=processes)
        last = build(numbered(folder, version), tmp_path / "out", workshop=workshop)
    assert Record(changes_of(last.folder)).summary["before"]["version"] == "0.1.0"


def test_what_dies_beside_a_build_is_done_here(tmp_path: Path) -> None:
    done = tmp_path / "done"
    with ProcessPoolExecutor(1) as executor:
        workshop = Workshop(here=executor)
        with workshop.beside([partial(write_or_die, done)]):
            assert not done.exists()
    assert done.read_text("utf-8") == "written"


def test_what_fails_beside_a_build_fails_the_build(
    processes: ProcessPoolExecutor, tmp_path: Path
) -> None:
    beside = Workshop(here=processes).beside([partial(write_or_die, tmp_path)])
    with pytest.raises(IsADirectoryError), beside:
        assert tmp_path.is_dir()


def write_or_die(file: Path) -> None:
    if parent_process() and not file.exists():
        os._exit(1)
    file.write_text("written", "utf-8")


class Circle:
    """Something that refers to itself, so that it goes only where somebody looks for it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize(("most", "stays"), [(0, False), (1 << 40, True)])
def test_much_garbage_in_circles_is_cleared(
    most: int, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_MANY", most)
    gc.collect()
    left = memory.Leftovers()
    circle = Circle()
    seen = weakref.ref(circle)
    kept = [object() for _ in range(100)]
    del circle
    left.clear()
    assert (seen() is not None) is stays
    assert len(kept) == 100
