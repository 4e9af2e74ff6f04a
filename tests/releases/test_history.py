"""What changed between two states of a dataset."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from conftest import append
from diplomatica.cli import main
from diplomatica.lookup.history import runs
from diplomatica.lookup.history.changes import ChangedTriple, changes
from diplomatica.lookup.history.comparing.difference import Difference, difference
from diplomatica.lookup.history.patch import rdf_patch
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.building import build

E = "http://e/"
IRIS = st.sampled_from([NamedNode(E + name) for name in "abc"])
BLANKS = st.sampled_from([BlankNode(name) for name in "xyzuvw"])
TEXTS = st.sampled_from(
    [Literal("1"), Literal("a\u2028: b\n"), Literal("x", language="en")]
)
QUADS = st.builds(
    Quad,
    IRIS | BLANKS,
    st.sampled_from([NamedNode(E + name) for name in "pq"]),
    IRIS | BLANKS | TEXTS,
    st.sampled_from([DefaultGraph(), NamedNode(E + "g"), BlankNode("g")]),
)
DATASETS = st.lists(QUADS, max_size=12, unique=True)


def lines(quads: list[Quad]) -> list[str]:
    return [f"{quad} .\n" for quad in quads]


def compared(old: list[Quad], new: list[Quad]) -> Difference:
    return difference(lines(old), lines(new))


def canonical(quads: list[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {*map(str, dataset)}


@settings(deadline=None)
@given(DATASETS)
def test_a_dataset_does_not_differ_from_itself_under_other_names(
    quads: list[Quad],
) -> None:
    renamed = [*map(under_other_names, quads)]
    found = compared(quads, renamed)
    assert (found.removed, found.added, found.by_label) == ([], [], 0)


def under_other_names(quad: Quad) -> Quad:
    line = f"{quad} .".replace("_:", "_:other")
    renamed: Quad = next(iter(parse(line, format=RdfFormat.N_QUADS)))
    return renamed


@settings(deadline=None)
@given(DATASETS, DATASETS)
def test_the_old_and_the_difference_make_the_new(
    old: list[Quad], new: list[Quad]
) -> None:
    found, back = compared(old, new), compared(new, old)
    assert ({*found.removed}, {*found.added}) == ({*back.added}, {*back.removed})
    stays = {*named(old)} - {*found.removed}
    assert canonical([*stays, *found.added]) == canonical(new)


def named(quads: list[Quad]) -> list[Quad]:
    """All quads, their blank nodes as the difference names them."""
    return compared([], quads).added


@pytest.mark.parametrize(("kinds", "alike"), [(1, 14), (2, 6), (3, 4), (14, 2)])
def test_blank_nodes_that_nothing_tells_apart_are_compared_by_name_and_told(
    kinds: int, alike: int
) -> None:
    nodes = [(kind, number) for kind in range(kinds) for number in range(alike)]
    named = {node: BlankNode("n{}n{}".format(*node)) for node in nodes}
    quads = [
        Quad(named[one], NamedNode(f"{E}{one[0]}-{two[0]}"), named[two])
        for one in nodes
        for two in nodes
        if one != two
    ]
    found = compared(quads, quads)
    count = 2 * kinds * alike
    assert (found.removed, found.added, found.by_label) == ([], [], count)


@pytest.mark.parametrize("members", [7, 400])
def test_lists_that_are_the_same_are_told_apart_by_what_has_them(members: int) -> None:
    quads = []
    for this in ("a", "b"):
        nodes = [BlankNode(f"{this}{number}") for number in range(members)]
        quads.append(Quad(NamedNode(E + this), NamedNode(E + "has"), nodes[0]))
        for number, node in enumerate(nodes):
            quads.append(Quad(node, RDF("first"), Literal(str(number))))
            rest = nodes[number + 1] if number + 1 < members else RDF("nil")
            quads.append(Quad(node, RDF("rest"), rest))
    renamed = [*map(under_other_names, quads)]
    found = compared(quads, renamed)
    assert (found.removed, found.added, found.by_label) == ([], [], 0)


def test_more_lines_than_fit_are_sorted_in_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runs, "_RUN", 7)
    numbers = [
        Quad(NamedNode(f"{E}{n % 50}"), NamedNode(E), Literal("\x85"))
        for n in range(99)
    ]
    found = compared(numbers[:45], numbers)
    assert [text_of(quad.subject) for quad in found.added] == [
        f"{E}{n}" for n in range(45, 50)
    ]
    assert found.removed == []


def test_a_patch_deletes_and_adds() -> None:
    old, new = (Quad(NamedNode(E), NamedNode(E), Literal(one)) for one in "12")
    assert [*rdf_patch(compared([old], [new]), "urn:1", "urn:2")] == [
        "H id <urn:2> .\n",
        "H prev <urn:1> .\n",
        "TX .\n",
        'D <http://e/> <http://e/> "1" .\n',
        'A <http://e/> <http://e/> "2" .\n',
        "TC .\n",
    ]


def test_a_terminal_is_told_what_came_and_went_by_name(
    folder: Path, tmp_path: Path
) -> None:
    old = build(Folder(folder), tmp_path / "old")
    claims = folder / "dataset" / "claims" / "kazakhstan-peace-initiatives.trig"
    text = claims.read_text("utf-8")
    claims.write_text(text.replace('"peacekeeping training"', '"training"'), "utf-8")
    birds = "\n:birds a dip:Group ; rdfs:label 'Birds'@en .\n"
    append(folder / "dataset" / "names.ttl", birds)
    told = CliRunner().invoke(main, ["diff", str(old.folder), str(folder)])
    lines = told.stdout.splitlines()
    assert "  things: 1 added, 1 changed" in lines
    at = lines.index("  ~ KAZCENT (changed)")
    gone, came = lines[at + 1 : at + 3]
    assert gone.startswith('      - dip:purpose "peacekeeping training"   [claim:')
    assert came.startswith('      + dip:purpose "training"   [claim:')
    assert "  + Birds (added)" in lines
    assert "What else was counted above is told with --all." in lines


def test_what_only_a_named_graph_says_is_told_too() -> None:
    this, first, second = (NamedNode(E + name) for name in ("a", "one", "two"))
    said = Triple(this, NamedNode(E + "p"), Literal("1"))
    graphs = (DefaultGraph(), first, second)
    parts = said.subject, said.predicate, said.object
    stated, one, two = (Quad(*parts, graph) for graph in graphs)
    old, new = [stated, one], [stated, two]
    (told,) = changes(compared(old, new), lines(old), lines(new), Iris(E))
    assert (told.subject, told.outcome) == (this, "changed")
    assert told.removed == [ChangedTriple(said, [first], is_besides=True)]
    assert told.added == [ChangedTriple(said, [second], is_besides=True)]


def test_what_has_fewer_reasons_is_stated_still_and_what_is_only_quoted_is_not() -> (
    None
):
    this, first, second = (NamedNode(E + name) for name in ("a", "one", "two"))
    parts = this, NamedNode(E + "p"), Literal("1")
    stated, one, two = (Quad(*parts, at) for at in (DefaultGraph(), first, second))
    for old, new, is_besides in (
        ([stated, one, two], [stated, one], True),
        ([one, two], [one], False),
        ([stated, one], [], False),
    ):
        (told,) = changes(compared(old, new), lines(old), lines(new), Iris(E))
        (went,) = told.removed
        assert (told.added, went.is_besides) == ([], is_besides)


def test_files_of_any_format_are_compared(tmp_path: Path) -> None:
    old, new = tmp_path / "old.ttl", tmp_path / "new.nt"
    old.write_text("<http://e/a> <http://e/p> [ <http://e/q> 1 ] .")
    new.write_text(
        "<http://e/a> <http://e/p> _:x .\n"
        '_:x <http://e/q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    told = CliRunner().invoke(main, ["diff", str(old), str(new)])
    assert told.stdout == "old.ttl → new.nt: 0 quads added, 0 removed\n"


def test_a_file_that_is_no_rdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <b>")
    told = CliRunner().invoke(
        main, ["diff", str(tmp_path / "a.ttl"), str(tmp_path / "a.ttl")]
    )
    assert told.exit_code == 1
    assert "a.ttl: cannot be read" in told.stderr
