"""The rows of tables that are kept are those that are asked for anew."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from diplomatica.errors import DiplomaticaError
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.tablefile import Column, Table
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.writing.tables import keptrows
from diplomatica.pipeline.writing.tables.keptrows import Asking, KeptRows
from diplomatica.pipeline.writing.tables.tablecells import row_line
from diplomatica.pipeline.writing.tables.tableneeds import (
    TableNeeds,
    needs_of_tables,
)
from diplomatica.pipeline.writing.tables.tableshares import TableShares
from diplomatica.pipeline.writing.tables.tablesolutions import (
    Asked,
    Filling,
    bound_rows,
)

BASE = "https://x.example/"
KNOWN = {"x": BASE}
SHAPES = {
    "steps": "{ ?s x:p ?v } UNION { ?s x:q / x:r ?w }",
    "either": "{ ?s x:p | x:q ?v } UNION { ?s x:r ?w }",
    "back": "{ ?o x:p ?s ; x:q ?v } UNION { ?s ^x:r ?w }",
    "graphs": "{ GRAPH ?g { ?s x:p ?o } ?g x:q / x:r ?v } UNION { GRAPH ?s { ?w x:p ?o } }",
    "whole": "{ ?s a x:K . GRAPH ?s { ?v ?any ?o } } UNION { GRAPH ?w { ?s x:p ?o } }",
    "missing": """{ ?s x:p ?v FILTER NOT EXISTS { ?v x:r+ ?s } }
      UNION { ?s x:p ?o MINUS { ?o x:q ?any } BIND (STR(?o) AS ?w) }""",
    "maybe": """{ ?s x:p ?v OPTIONAL { ?v x:q ?w } }
      UNION { ?s x:q ?o BIND (EXISTS { GRAPH ?g { ?s x:r ?o }
        FILTER NOT EXISTS { ?g x:q ?any } } AS ?w) }""",
    "nested": """{ ?s x:p ?o { ?o x:q ?v } UNION { ?o x:r ?v } }
      UNION { { SELECT DISTINCT ?s { ?s x:q ?any } } ?s x:r ?w }""",
}
HEADS = (
    "?s a x:K .",
    "{ SELECT ?s (MIN(?d) AS ?day) { ?s a x:K OPTIONAL { ?s x:q ?d } } GROUP BY ?s }",
)
NAMES = ("s", "day", "v", "w")


def table(shape: str, head: str) -> Table:
    names = NAMES if "?day" in head else ("s", "v", "w")
    columns = [Column(one, "string", one != "s", "it") for one in names]
    order = "?day ?s" if "?day" in head else "?s"
    asked = " ".join(f"?{one}" for one in names)
    query = f"SELECT {asked} {{ {head} {SHAPES[shape]} }} ORDER BY {order}"
    return Table(f"{shape}-{len(names)}", "T", columns, query)


TABLES = [table(shape, head) for shape in SHAPES for head in HEADS]

things = st.sampled_from([NamedNode(BASE + name) for name in "abcde"])
properties = st.sampled_from([NamedNode(BASE + name) for name in "pqr"] * 2)
quads = st.one_of(
    st.builds(Quad, things, properties, things, things),
    st.builds(
        Quad, things, st.just(RDF("type")), st.just(NamedNode(f"{BASE}K")), things
    ),
)
datasets = st.lists(st.sets(quads, max_size=14), min_size=2, max_size=3)


@pytest.fixture(scope="module")
def needs() -> list[TableNeeds]:
    found = list(needs_of_tables(TABLES, KNOWN, None))
    assert all(one is not None and one.parts for one in found)
    return [one for one in found if one]


@pytest.fixture(autouse=True, scope="module")
def _lists_are_small() -> Iterator[None]:
    """Each thing is in a list of its own, and no list is made with all that there is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keptrows, "_MOST_SOUGHT", 1)
        yield


def written(quads: set[Quad], place: Path) -> tuple[Path, int]:
    """A dump of quads, with how many bytes of it are of the default graph."""
    merged = sorted({f"{one.triple} .\n" for one in quads})
    named = sorted((f"{one} .\n" for one in quads), key=lambda line: line.split()[::-1])
    path, head = place / "all.nq", "".join(merged).encode()
    path.write_bytes(head + "".join(named).encode())
    return path, len(head)


def kept(quads: set[Quad], needs: list[TableNeeds], keep: Keep) -> list[list[str]]:
    """The rows of all tables, of which those are asked for that are not kept."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        shares = TableShares(place)
        for this, need in zip(TABLES, needs, strict=True):
            shares.add(this, need, is_kept=True)
        return list(_kept(shares, quads, place, keep))


def _kept(
    shares: TableShares, quads: set[Quad], place: Path, keep: Keep
) -> Iterator[list[str]]:
    articles = {f"{BASE}{name}": name for name in "abcd"}
    asking = Asking.of(KNOWN, [], articles)
    for part in shares.parts(*written(quads, place)):
        assert part.needs
        assert part.looked_at
        rows = KeptRows(part.tables[0], part.needs, part.looked_at, asking, keep)
        lines = rows.lines()
        assert lines is not None
        yield list(lines)


def asked(quads: set[Quad]) -> list[list[str]]:
    """The rows of all tables, asked of all that there is."""
    store = Store()
    store.extend(quads)
    for one in quads:
        store.add(Quad(one.subject, one.predicate, one.object, DefaultGraph()))
    of_store = Asked(store, KNOWN, Asking.of(KNOWN, [], {}).written)
    return [
        [row_line(one, *row) for row in bound_rows(one, of_store)] for one in TABLES
    ]


@settings(deadline=None, max_examples=25)
@given(datasets)
def test_rows_that_are_kept_are_those_that_are_asked_for(
    needs: list[TableNeeds], versions: list[set[Quad]]
) -> None:
    with TemporaryDirectory() as folder:
        keep = Keep(Path(folder))
        for quads in [*versions, versions[0]]:
            assert kept(quads, needs, keep) == asked(quads)


@settings(deadline=None, max_examples=12)
@given(datasets)
def test_rows_follow_from_one_quad_more_or_less(
    needs: list[TableNeeds], versions: list[set[Quad]]
) -> None:
    """A small change: what does not follow from it is not asked for again."""
    first = versions[0]
    with TemporaryDirectory() as folder:
        keep = Keep(Path(folder))
        for quads in [first, *(first ^ {one} for one in sorted(versions[1], key=str))]:
            assert kept(quads, needs, keep) == asked(quads)


def quad(subject: str, by: str, term: str, graph: str) -> Quad:
    names = (NamedNode(BASE + one) for one in (subject, by, term, graph))
    return Quad(*names)


def a_kind(thing: str) -> Quad:
    return Quad(
        NamedNode(BASE + thing), RDF("type"), NamedNode(f"{BASE}K"), NamedNode(BASE)
    )


def test_only_rows_that_something_changed_for_are_asked_for(
    needs: list[TableNeeds], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quads = {
        a_kind("a"),
        a_kind("b"),
        quad("a", "p", "c", "e"),
        quad("b", "p", "d", "e"),
    }
    keep, made = Keep(tmp_path), list[str]()
    kept(quads, needs, keep)
    go_on = Filling.go_on

    def noting(self: Filling, key: str, *told: object, **more: object) -> None:
        made.append(key)
        go_on(self, key, *told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Filling, "go_on", noting)
    kept(quads, needs, keep)
    assert made == []
    kept(quads | {quad("d", "r", "a", "e")}, needs, keep)
    # It leads to the one thing from which one comes to it, and back to the other.
    assert {one.removeprefix(BASE) for one in made} == {"a", "b"}
    made.clear()
    kept(quads | {quad("d", "q", "a", "e")}, needs, keep)
    assert {one.removeprefix(BASE) for one in made} == {"b"}


def test_what_no_cell_can_hold_is_told_again(tmp_path: Path) -> None:
    one = Column("v", "string", False, "it")
    columns = [Column("s", "anyURI", False, "a thing"), one]
    query = f"SELECT ?s ?v {{ ?s a x:K {SHAPES['either'].replace('?w', '?v')} }}"
    this = Table("one", "T", columns, query)
    (need,) = needs_of_tables([this], KNOWN, None)
    quads = {a_kind("a"), quad("a", "p", "b", "e"), quad("a", "p", "c", "e")}
    for time in range(2):
        place = tmp_path / str(time)
        place.mkdir()
        shares = TableShares(place)
        shares.add(this, need, is_kept=True)
        lines = _kept(shares, quads, place, Keep(tmp_path / "keep"))
        with pytest.raises(DiplomaticaError, match=r"cannot hold v of .*there are 2"):
            list(lines)


@pytest.mark.parametrize(
    ("thing", "more"),
    [
        # A row is of a literal, or begins only where one column is asked for.
        ('VALUES ?s { "a" } { ?s x:p ?v } UNION { ?s x:q ?v }', ()),
        (
            "?s a x:K . { ?s x:p ?v } UNION { ?s x:q ?v }",
            ("SELECT ?s ?w { ?s x:r ?w }",),
        ),
    ],
)
def test_rows_that_follow_from_more_are_asked_for_whole(
    thing: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    names = ("s", "v", *("w" for _ in more))
    columns = [Column(name, "string", name != "s", "it") for name in names]
    this = Table("whole", "T", columns, f"SELECT ?s ?v {{ {thing} }}", more)
    (need,) = needs_of_tables([this], KNOWN, None)
    assert need
    assert need.parts
    shares = TableShares(tmp_path)
    shares.add(this, need, is_kept=True)
    quads = {a_kind("a"), quad("b", "r", "c", "e"), quad("a", "p", "c", "e")}
    (part,) = shares.parts(*written(quads, tmp_path))
    assert part.looked_at
    asking = Asking.of(KNOWN, [], {})
    keep = Keep(tmp_path / "keep")
    rows = KeptRows(this, need.parts, part.looked_at, asking, keep)
    assert rows.lines() is None


def test_rows_follow_from_how_literals_are_written() -> None:
    digests = {Asking.of(KNOWN, one, {}).digest for one in ([], [_rewritten()])}
    assert len(digests) == 2


def _rewritten() -> Quad:
    number = Literal(
        "01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    )
    return Quad(NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p"), number, NamedNode(BASE))
