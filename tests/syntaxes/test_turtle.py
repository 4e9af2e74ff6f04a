"""Turtle and TriG as a stranger reads them, and that nothing is lost by it."""

import tempfile
from pathlib import Path
from unittest import mock

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, parse

from conftest import ARTICLE, BASE
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.release import Release
from diplomatica.model.dataset.subjects import SUBJECTS
from diplomatica.model.formats import JSONLD, NTRIPLES, TRIG, TURTLE
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.storing.stored import Storage, Triples
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dumps import other_dumps
from diplomatica.pipeline.writing.leaves import leaf
from diplomatica.pipeline.writing.leaves.told import ReasonWords

CATALOG = Catalog(
    f"{BASE}dataset",
    BASE,
    "1",
    "2026-11-24",
    "A # title\n<//>",
    "x",
    "https://example.org/licence",
)


def test_the_head_tells_what_it_is_its_licence_and_its_source(release: Release) -> None:
    lines = release.dump(TURTLE).read_text("utf-8").splitlines()
    assert lines[0] == (
        f"# {release.title} {release.version} of {release.issued}: the whole "
        f"dataset as one graph."
    )
    assert f"# Licence: {release.license}" in lines[:8]
    assert any(
        line.startswith("# Name as its source: ") and release.dataset in line
        for line in lines[:8]
    )


def test_prefixes_are_sorted_and_there_once(release: Release) -> None:
    text = release.dump(TRIG).read_text("utf-8")
    prefixes = [
        line.split()[1] for line in text.splitlines() if line.startswith("@prefix")
    ]
    assert prefixes == sorted(set(prefixes)) != []
    assert text.count("@base") == 1


def test_the_dataset_comes_first_and_things_before_claims(release: Release) -> None:
    text = release.dump(TURTLE).read_text("utf-8")
    sections = [
        line.removeprefix("### ").partition(":")[0]
        for line in text.splitlines()
        if line.startswith("### ")
    ]
    assert sections[:4] == ["The dataset", "Articles", "Things", "Claims"]
    assert len(sections) == len(set(sections))


def test_above_a_claim_stand_its_words_and_who_says_them(release: Release) -> None:
    lines = release.dump(TRIG).read_text("utf-8").splitlines()
    place = lines.index(f"<claim/{ARTICLE}/osce-finale> {{")
    assert lines[place - 2].startswith("# “The OSCE summit was held")
    assert lines[place - 1] == "# — the author (an observer with Liter newspaper)"


def test_no_name_needs_an_escape_and_no_address_of_others_is_cut(
    release: Release,
) -> None:
    for form in (TURTLE, TRIG):
        text = release.dump(form).read_text("utf-8")
        assert f"\n<claim/{ARTICLE}/osce-finale>" in text
        assert "\\/" not in text.replace('\\"', "")
        assert "</" not in text


def test_rdflib_reads_the_base(release: Release) -> None:
    graph = rdflib.Graph().parse(release.dump(TURTLE))
    assert (
        rdflib.URIRef(release.dataset),
        rdflib.DCTERMS.license,
        rdflib.URIRef(release.license),
    ) in graph


NODES = st.sampled_from(
    [
        BASE,
        f"{BASE}id/a",
        f"{BASE}id/a:b/c",
        f"{BASE}x:y",
        f"{BASE}claim/a/b#c",
        "https://w3id.org/other/x",
        "https://example.org//a",
        "http://example.org/",
        f"{BASE}graph/catalog",
        f"{BASE}..",
        "urn:x",
    ]
).map(NamedNode)
WORDS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['"<//', "</x", '\\"<//', " .\nx", "\n@base <x:> ."]
)


STATEMENTS = st.lists(
    st.tuples(NODES, NODES, NODES | WORDS.map(Literal), NODES),
    min_size=1,
    max_size=8,
)


def dumped(quads: list[Quad], subjects: int) -> dict[str, bytes]:
    """The dumps of quads, each leaf of which has about so many subjects."""
    storage, forms = Storage(CATALOG.iris), (TURTLE, TRIG, JSONLD)
    triples = storage.triples(quad.triple for quad in quads)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with mock.patch.object(leaf, "_SUBJECTS", subjects):
            named = storage.quads(quads)
            other_dumps(folder, CATALOG, triples, named, forms, Workshop())
        return {path.suffix: path.read_bytes() for path in folder.iterdir()}


@given(STATEMENTS)
def test_whatever_is_written_is_read_back(
    statements: list[tuple[NamedNode, NamedNode, NamedNode, NamedNode]],
) -> None:
    quads = {Quad(*one) for one in statements}
    stated = {Quad(*quad.triple) for quad in quads}
    found = dumped(list(quads), 2)
    assert set(parse(found[".trig"], format=TRIG.rdf)) == quads | stated
    assert set(parse(found[".ttl"], format=TURTLE.rdf)) == stated
    assert set(parse(found[".jsonld"], format=JSONLD.rdf)) == stated


@given(STATEMENTS)
def test_where_leaves_end_makes_no_difference(
    statements: list[tuple[NamedNode, NamedNode, NamedNode, NamedNode]],
) -> None:
    quads = [Quad(*one) for one in statements]
    assert dumped(quads, 1) == dumped(quads, 1 << 40)


@pytest.mark.parametrize("form", [TURTLE, TRIG], ids=lambda form: form.name)
def test_a_dump_ends_with_a_line(form: object, release: Release) -> None:
    assert release.dump(form).read_bytes().endswith((b".\n", b"}\n"))  # type: ignore[arg-type]


def test_what_is_told_of_reasons_is_found_in_any_order(release: Release) -> None:
    """In their order each is found as the dump is read on, else by reading it again."""
    words = ReasonWords(Triples(release.dump(NTRIPLES)), release.iris)
    subjects = (release.folder / SUBJECTS).read_text("utf-8").splitlines()
    claims = [iri for iri in subjects if release.iris.kind(iri) == "claim"]
    nodes = [f"<{iri}>".encode() for iri in [*claims, f"{claims[-1]}-not"]]
    found = {node: words.of(node) for node in nodes}
    assert not found.pop(nodes.pop())
    quote = str(DIP("quote")).encode()
    for node in nodes:
        assert any(line.startswith(b"%b %b " % (node, quote)) for line in found[node])
    for node in reversed(nodes):
        assert words.of(node) == found[node]
