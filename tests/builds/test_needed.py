"""Of a large dataset only what the tables can look at is loaded for them."""

from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest

from diplomatica.model.dataset.release import TABLES, Release
from diplomatica.model.formats import NQUADS, NTRIPLES
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.files.tablefile import Column, Table
from diplomatica.pipeline.storing import looking
from diplomatica.pipeline.storing.looking import needs_of
from diplomatica.pipeline.storing.needed import Needed, share_out, things_of
from diplomatica.pipeline.storing.parsedquery import Anything
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.writing.tables import tableshares, tablestore
from diplomatica.pipeline.writing.tables.tableneeds import TableNeeds, needs_of_tables
from diplomatica.pipeline.writing.tables.tables import write_tables
from diplomatica.pipeline.writing.tables.tablesolutions import Filling

KNOWN = {"x": "https://x.example/"}
P, Q, R = (f"<https://x.example/{name}>".encode() for name in "pqr")
TYPE = str(RDF("type")).encode()
COLUMN = Column("s", "anyURI", False, "a thing")
A_Q, A_R = (b"%b %b" % (TYPE, kind) for kind in (Q, R))


def test_tables_of_what_is_needed_are_those_of_all(
    built: Built, published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tableshares, "_MANY", 0)
    monkeypatch.setattr(tablestore, "_MOST_IN_MEMORY", 0)
    catalog, tables = built.reading.catalog, built.reading.tables
    for form in (NTRIPLES, NQUADS):
        file = published.dump(form)
        (tmp_path / file.name).symlink_to(file)
    queries = chain.from_iterable(one.queries for one in tables)
    asked = needs_of(queries, catalog.iris.prefixes)
    merged, some = published.dump(NTRIPLES).stat().st_size, BytesIO()
    with published.dump(NQUADS).open("rb") as lines:
        things = things_of(Quads(published.dump(NQUADS)), asked.things)
        share_out(lines, merged, [(asked, some)], things)
    count = some.getvalue().count(b"\n")
    assert 0 < count < 0.7 * (published.triples + published.quads)
    files = sorted(
        one
        for form in ("csv", "xlsx")
        for one in (published.folder / TABLES).glob(f"*.{form}")
    )
    assert len(files) == 2 * len(tables)
    told, keep = (tables, built.rewritten, catalog), Keep(tmp_path / "keep")
    articles = built.reading.claims.first_told
    # Asked for, asked for to be kept, and kept.
    for kept in (None, keep, keep):
        write_tables(tmp_path, *told, kept, articles)
        for file in files:
            assert (tmp_path / TABLES / file.name).read_bytes() == file.read_bytes()
        if kept:
            monkeypatch.setattr(Filling, "take_values", None)


@pytest.mark.parametrize(
    ("pattern", "plain", "named", "kinds"),
    [
        ("?s x:p ?o", {P}, set(), set()),
        ("?s x:p/^x:q|x:r+ ?o", {P, Q, R}, set(), set()),
        ("?s x:p [ x:q ?o ]", {P, Q}, set(), set()),
        ("?s x:p ?o MINUS { GRAPH ?g { ?s x:q ?o } }", {P}, {Q}, set()),
        ("?s x:p ?o FILTER (1 = 1 && NOT EXISTS { ?o x:q ?s })", {P, Q}, set(), set()),
        ("?s x:p ?o { SELECT ?o { ?o x:q ?z } GROUP BY ?o }", {P, Q}, set(), set()),
        ("?s a ?kind . GRAPH ?g { ?s a [] }", {TYPE}, {TYPE}, set()),
        ("?s a x:q . GRAPH ?g { ?t a <https://x.example/r> }", {A_Q}, {A_R}, set()),
        ("?s a x:q . GRAPH ?s { ?t ?any ?o }", {A_Q}, set(), {Q}),
    ],
)
def test_a_query_needs_what_its_patterns_name(
    pattern: str, plain: set[bytes], named: set[bytes], kinds: set[bytes]
) -> None:
    found = needs_of([f"SELECT ?s {{ {pattern} }}"], KNOWN)
    assert (found.plain, found.named, found.kinds) == (plain, named, kinds)


@pytest.mark.parametrize(
    ("pattern", "of_any", "of_kind"),
    [
        ("?s a x:q ; x:p ?o", set(), {P}),
        ("?s a x:q ; x:p/x:r ?o", {R}, {P}),
        ("?s a x:q ; x:p|x:r ?o", set(), {P, R}),
        ("?s a x:q ; ^x:p ?o ; x:r+ ?z", {P, R}, set()),
        ("?s a x:q { ?s x:p ?o } UNION { ?o x:r ?s }", {R}, {P}),
        ("{ SELECT ?s { GRAPH ?g { ?s a x:q } } } { ?s x:p ?o }", set(), {P}),
        ("{ SELECT * { ?s a x:q } } ?s x:p ?o", set(), {P}),
        # What may be missing says nothing of what is there; other variables have other kinds.
        ("?s a x:q OPTIONAL { ?s x:p ?o }", {P}, set()),
        ("?s a x:q MINUS { ?s x:p ?o }", {P}, set()),
        ("?s a x:q FILTER NOT EXISTS { ?s x:p ?o }", set(), {P}),
        ("?s a x:q FILTER EXISTS { ?o x:r 1 OPTIONAL { ?s x:p ?o } }", {P, R}, set()),
        ("?s a x:q { ?o x:r 1 FILTER EXISTS { ?s x:p ?o } }", {P, R}, set()),
        ("?s a x:q BIND (EXISTS { ?s x:p ?o } AS ?is)", {P}, set()),
        ("OPTIONAL { ?s a x:q } ?s x:p ?o", {P}, set()),
        ("{ ?s a x:q } UNION { ?s a x:r } ?s x:p ?o", {P}, set()),
        ("{ SELECT ?t { ?s a x:q ; x:r ?t } } ?s x:p ?o", {P}, {R}),
        ("x:s a x:q . ?s x:p ?o", {P}, set()),
    ],
)
def test_of_things_of_a_kind_no_others_are_needed(
    pattern: str, of_any: set[bytes], of_kind: set[bytes]
) -> None:
    found = needs_of([f"SELECT ?s {{ {pattern} }}"], KNOWN)
    assert {one for one in found.plain if b" " not in one} == of_any
    assert found.plain_of | found.named_of == {(Q, one) for one in of_kind}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?any ?o }",
        "SELECT ?s { ?s x:p* ?o }",
        "SELECT ?s { ?s !x:p ?o }",
        "SELECT ?s { ?s x:p ?o FILTER EXISTS { GRAPH ?g {} } }",
        "SELECT ?s { ?s a x:q OPTIONAL { GRAPH ?s { ?t ?any ?o } } }",
        "SELECT ?s { ?s ^a x:q . GRAPH ?s { ?t ?any ?o } }",
        "SELECT ?s FROM x:g { ?s x:p ?o }",
        "SELECT ?s { ?s unknown:p ?o }",
        "SELECT ?s { << ?s x:p ?o >> x:q ?z }",
    ],
)
def test_a_query_that_may_look_at_anything_needs_all(query: str) -> None:
    with pytest.raises(Anything):
        needs_of([query], KNOWN)


def test_what_a_query_can_look_at_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Keep(tmp_path)
    some, any_other = "SELECT ?s { ?s x:p ?o }", "SELECT ?s { ?s ?any ?o }"
    tables = [Table("t", "T", [COLUMN], one) for one in (some, any_other)]
    told = list(needs_of_tables(tables, KNOWN, keep))
    assert told == [TableNeeds(Needed({P}), None), None]
    monkeypatch.setattr(looking, "needs_of", None)
    assert list(needs_of_tables(tables, KNOWN, keep)) == told
    with pytest.raises(TypeError):
        list(needs_of_tables(tables, {**KNOWN, "y": "https://y.example/"}, keep))


def test_lines_go_where_they_are_needed_and_nowhere_else() -> None:
    """One asks for a kind, another for a property and for all of graphs of a kind."""
    merged = b"<a:1> %b %b .\n<a:2> %b %b .\n" % (TYPE, Q, TYPE, R)
    named = b"<a:3> %b <a:4> <a:1> .\n<a:3> %b <a:4> <a:2> .\n" % (P, P)
    of_kind, of_graphs = BytesIO(), BytesIO()
    shares = [(Needed({A_R}), of_kind), (Needed({Q}, {Q}, {Q}), of_graphs)]
    share_out(BytesIO(merged + named), len(merged), shares, {})
    assert of_kind.getvalue() == merged.splitlines(True)[1]
    assert of_graphs.getvalue() == named.splitlines(True)[0]


def test_lines_of_other_things_are_left_out(tmp_path: Path) -> None:
    merged = b"<a:1> %b %b .\n<a:1> %b <a:4> .\n<a:2> %b <a:4> .\n" % (TYPE, Q, P, P)
    (tmp_path / "a.nq").write_bytes(merged)
    things = things_of(Quads(tmp_path / "a.nq"), {Q, R})
    assert things == {Q: {b"<a:1>"}, R: set()}
    file = BytesIO()
    asked = Needed({A_Q}, plain_of={(Q, P), (R, P)})
    share_out(BytesIO(merged), len(merged), [(asked, file)], things)
    assert file.getvalue().splitlines(True) == merged.splitlines(True)[:2]
