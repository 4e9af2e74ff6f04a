import gzip
import json
import subprocess
from itertools import pairwise

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import (
    DUMPED,
    JSON,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    TRIG,
    TURTLE,
    Format,
)
from diplomatica.model.serialization import used_in
from diplomatica.pipeline.writing.leaves.told import values_in


def triples(release: Release, form: Format) -> set[str]:
    return {
        str(quad.triple) for quad in parse(path=release.dump(form), format=form.rdf)
    }


def quads(release: Release, form: Format) -> set[str]:
    return {str(quad) for quad in parse(path=release.dump(form), format=form.rdf)}


def asked(engine: Embedded, pattern: str) -> set[tuple[str, ...]]:
    """The terms that the endpoint gives, as its own JSON writes them."""
    answer = engine.answer(f"SELECT * {{ {pattern} }}", JSON, None)
    assert answer is not None
    rows = json.loads(answer.body)["results"]["bindings"]
    return {
        tuple(json.dumps(row[name], sort_keys=True) for name in sorted(row))
        for row in rows
    }


def loaded(release: Release, form: Format, pattern: str) -> set[tuple[str, ...]]:
    """The terms of a dump, read anew and written by the same JSON."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

    store = Store()
    # load() renames blank nodes
    store.bulk_extend(parse(path=release.dump(form), format=form.rdf))
    found = store.query(f"SELECT * {{ {pattern} }}")
    assert isinstance(found, QuerySolutions)
    rows = json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"")[
        "results"
    ]["bindings"]
    return {
        tuple(json.dumps(row[name], sort_keys=True) for name in sorted(row))
        for row in rows
    }


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        (rb'<urn:a> <urn:b> "<http://a.org/x> \"<http://a.org/y>" .', ""),
        (rb'<urn:a> <urn:b> "ends \\" <http://a.org/graph> .', "a"),
        (rb'<urn:a> <urn:b> "\\\"" <http://a.org/graph> .', "a"),
        (rb'<urn:a> <http://b.org/#b> "<http://a.org/>"@en .', "b"),
    ],
)
def test_prefixes_are_needed_for_terms_and_not_for_words(
    line: bytes, needed: str
) -> None:
    known = [("a", "http://a.org/"), ("b", "http://b.org/#")]
    assert used_in(line + b"\n", known) == set(needed)


def test_values_are_read_with_escapes_and_without() -> None:
    lines = b'<urn:a> <urn:b> "one" .\n<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:d> _:e .'
    plain = {NamedNode("urn:b"): ["one", "urn:c"], NamedNode("urn:d"): ["_:e"]}
    assert values_in(lines) == plain
    escaped = {NamedNode("urn:b"): ['"o\\', "urn:c"], NamedNode("urn:d"): ["_:e"]}
    assert values_in(lines.replace(b"one", rb"\"o\\")) == escaped


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD], ids=lambda form: form.name)
def test_every_dump_of_triples_holds_the_same(form: Format, release: Release) -> None:
    assert triples(release, form) == triples(release, NTRIPLES) != set()


def test_both_dumps_of_quads_hold_the_same(release: Release) -> None:
    assert quads(release, TRIG) == quads(release, NQUADS) != set()


def test_turtle_and_the_default_graph_of_the_endpoint_hold_the_same_terms(
    release: Release, engine: Embedded
) -> None:
    assert loaded(release, TURTLE, "?s ?p ?o") == asked(engine, "?s ?p ?o")


def test_nquads_and_the_named_graphs_of_the_endpoint_hold_the_same_terms(
    release: Release, engine: Embedded
) -> None:
    pattern = "GRAPH ?g { ?s ?p ?o }"
    assert loaded(release, NQUADS, pattern) == asked(engine, pattern)


@pytest.mark.parametrize("form", [TRIG, NQUADS], ids=lambda form: form.name)
def test_the_default_graph_of_quads_holds_what_turtle_holds(
    form: Format, release: Release
) -> None:
    found = parse(path=release.dump(form), format=form.rdf)
    default = [
        str(quad.triple) for quad in found if isinstance(quad.graph_name, DefaultGraph)
    ]
    assert len(default) == release.triples
    assert set(default) == triples(release, TURTLE) < triples(release, form)


@pytest.mark.parametrize("form", [TURTLE, RDFXML, NTRIPLES], ids=lambda form: form.name)
def test_rdflib_reads_as_many_triples_as_we_wrote(
    form: Format, release: Release
) -> None:
    graph = rdflib.Graph().parse(release.dump(form))
    assert len(graph) == release.triples


def test_the_manifest_counts_what_the_dumps_hold(release: Release) -> None:
    assert release.triples == len(triples(release, TURTLE))
    assert release.quads == len(quads(release, NQUADS)) - release.triples


def test_sha256sum_agrees_with_the_checksums(release: Release) -> None:
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(
        command, cwd=release.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert (
        done.stdout.count(": OK")
        == len([path for path in release.folder.rglob("*") if path.is_file()]) - 1
    )


def test_nquads_are_sorted_graph_by_graph(release: Release) -> None:
    graphs = [
        quad.graph_name for quad in parse(path=release.dump(NQUADS), format=NQUADS.rdf)
    ]
    assert graphs[0] == DefaultGraph()
    changes = sum(one != other for one, other in pairwise(graphs))
    assert changes == len(set(graphs)) - 1


@pytest.mark.parametrize("form", DUMPED, ids=lambda form: form.name)
def test_every_dump_says_under_which_licence_and_whose_it_is(
    form: Format, release: Release
) -> None:
    said = {
        str(quad.predicate): str(quad.object)
        for quad in parse(path=release.dump(form), format=form.rdf)
        if str(quad.subject) == f"<{release.dataset}>"
    }
    assert said["<http://purl.org/dc/terms/license>"] == f"<{release.license}>"
    assert said["<http://purl.org/dc/terms/creator>"] == '"The Diplomatica developers"'


@pytest.mark.parametrize("form", DUMPED, ids=lambda form: form.name)
def test_gunzip_gives_the_same_bytes_and_knows_no_time_or_name(
    form: Format, release: Release
) -> None:
    packed = release.dump(form).with_name(f"{release.dump(form).name}.gz")
    assert gzip.decompress(packed.read_bytes()) == release.dump(form).read_bytes()
    listed = subprocess.run(
        ["gzip", "--list", "--verbose", packed],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # flags and time (RFC 1952, section 2.3)
    assert packed.read_bytes()[3:8] == bytes(5), listed


def test_every_format_that_the_engine_writes_has_a_dump(release: Release) -> None:
    assert {form.suffix for form in DUMPED} == {
        "ttl",
        "trig",
        "nt",
        "nq",
        "rdf",
        "jsonld",
    }
    assert all(path.stat().st_size for _, path in release.dumps())


def test_the_validation_report_says_that_the_release_conforms(release: Release) -> None:
    report = {
        str(quad.triple)
        for quad in parse(
            path=release.folder / "validation.ttl", format=RdfFormat.TURTLE
        )
    }
    assert any("shacl#conforms" in triple and '"true"' in triple for triple in report)
    assert sum("focusNodes" in triple for triple in report) > 10
