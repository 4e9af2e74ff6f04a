"""What is served, read by clients that are not ours: a resource says the same in every
format.

Whoever loads quads, of a document or of a dump, has in the default graph what the
Turtle holds, and the named graphs besides (RDF 1.1 Concepts, section 4).
"""

import json
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Quad, Store, parse
from rdflib.compare import to_canonical_graph

from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS, TRIG, TURTLE, Format
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import prefixes
from nodeclients import CLIENTS, NODE, node

SSSOM = CLIENTS / ".venv" / "bin" / "sssom"
STATEMENT = "statement"
ADDRESSES = (
    "doc/kazakhstan",
    f"claim/{ARTICLE}/osce-finale",
    "graph/names",
    "graph/ontology",
    f"graph/record/{ARTICLE}",
    "rule/chaired",
    STATEMENT,
    f"dumps/article/{ARTICLE}",
    "dumps/class/State",
    "ontology",
    "shapes",
    "dataset",
)
QUADS = (TRIG, NQUADS)


def fetched(client: FlaskClient, path: str, form: Format) -> list[Quad]:
    answer = client.get(f"/{address(client, path)}?format={form.name}")
    assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    return list(parse(answer.data, format=form.rdf))


def address(client: FlaskClient, path: str) -> str:
    """An address as it is; of a statement, the first that a page leads to."""
    if path != STATEMENT:
        return path
    found = re.search(
        r"statement/[0-9a-f]{64}", client.get("/doc/kazakhstan.html").text
    )
    assert found
    return found[0]


def canonical(quads: list[Quad]) -> set[str]:
    """The triples with canonical blank nodes, by another library."""
    lines = "".join(f"{quad.triple} .\n" for quad in dict.fromkeys(quads))
    graph = to_canonical_graph(rdflib.Graph().parse(data=lines, format="nt"))
    return set(graph.serialize(format="nt").splitlines()) - {""}


@pytest.fixture(scope="module")
def in_turtle(app: Flask) -> Callable[[str], set[str]]:
    """What the Turtle at an address holds, found once for both formats of quads."""
    return cache(lambda path: canonical(fetched(app.test_client(), path, TURTLE)))


@pytest.mark.parametrize("form", QUADS, ids=lambda form: form.name)
@pytest.mark.parametrize("path", ADDRESSES)
def test_the_default_graph_of_quads_is_what_turtle_holds(
    path: str,
    form: Format,
    client: FlaskClient,
    in_turtle: Callable[[str], set[str]],
) -> None:
    quads = fetched(client, path, form)
    default = [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    assert canonical(default) == in_turtle(path) != set()


@pytest.mark.parametrize(
    "path",
    [path for path in ADDRESSES if path not in ("ontology", "shapes", "dataset")],
)
def test_the_named_graphs_stand_beside_the_default_graph(
    path: str, client: FlaskClient
) -> None:
    quads = fetched(client, path, NQUADS)
    named = [quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph)]
    default = canonical(
        [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    )
    assert named or path.startswith("rule/")
    assert all(
        f"{quad.triple} ." in default for quad in named if "_:" not in str(quad.triple)
    )


# rdflib's own
@pytest.mark.filterwarnings(
    "ignore:(Dataset|ConjunctiveGraph).* is deprecated:DeprecationWarning"
)
@pytest.mark.parametrize(
    "path",
    [
        path
        for path in ADDRESSES
        if path not in ("graph/ontology", "shapes", "ontology")
    ],
)
def test_rdflib_has_in_the_default_graph_what_it_reads_in_turtle(
    path: str, client: FlaskClient
) -> None:
    here = address(client, path)
    turtle = rdflib.Graph().parse(
        data=client.get(f"/{here}?format=turtle").data, format="turtle"
    )
    dataset = rdflib.Dataset()
    dataset.parse(data=client.get(f"/{here}?format=trig").data, format="trig")
    assert set(dataset.default_graph) == set(turtle) != set()


def readme_queries() -> list[str]:
    text = (PACKAGED / "README.md").read_text("utf-8")
    return re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("query", readme_queries(), ids=["reasons", "plans", "links"])
@pytest.mark.parametrize("form", QUADS, ids=lambda form: form.name)
def test_a_store_that_loads_one_file_of_quads_answers_the_readme(
    form: Format, query: str, published: Release, published_engine: Embedded
) -> None:
    store = Store()
    store.load(path=published.dump(form), format=form.rdf)
    found: Any = store.query(query, prefixes=prefixes(published.base))
    rows = {tuple(map(str, row)) for row in found}
    ours = published_engine.rows(query)
    names = [
        variable.value
        for variable in store.query(query, prefixes=prefixes(BASE)).variables  # type: ignore[union-attr]
    ]
    assert (
        rows == {tuple(str(row.get(name)) for name in names) for row in ours} != set()
    )


def triples(read: dict[str, Any], in_default: bool) -> set[str]:
    """The triples that rdf-dereference read, without blank nodes."""
    wanted = (
        quad
        for quad in read["quads"]
        if not in_default or quad[3]["termType"] == "DefaultGraph"
    )
    parts = (quad[:3] for quad in wanted)
    named = (
        part for part in parts if all(term["termType"] != "BlankNode" for term in part)
    )
    return {json.dumps(part, sort_keys=True) for part in named}


@NODE
def test_rdf_dereference_reads_the_same_in_every_format(server: str) -> None:
    stems = (
        "doc/kazakhstan",
        f"claim/{ARTICLE}/osce-finale",
        "graph/names",
        "rule/chaired",
        "ontology",
    )
    addresses = [
        f"{server}/{stem}.{suffix}"
        for stem in stems
        for suffix in ("ttl", "trig", "nq", "jsonld", "rdf")
    ]
    found = {read["address"]: read for read in node("dereference.js", *addresses)}
    for stem in stems:
        turtle = triples(found[f"{server}/{stem}.ttl"], in_default=False)
        assert turtle
        for suffix in ("trig", "nq", "jsonld", "rdf"):
            assert (
                triples(found[f"{server}/{stem}.{suffix}"], in_default=True) == turtle
            )


@NODE
def test_rdf_dereference_finds_a_thing_by_its_address(server: str) -> None:
    (read,) = node("dereference.js", f"{server}/id/kazakhstan")
    subjects = {quad[0]["value"] for quad in read["quads"]}
    assert f"{BASE}id/kazakhstan" in subjects


def answered_by_comunica(query: str, where: str, address: str) -> set[str]:
    """The rows that Comunica finds at an address, or in the file that is held of it."""
    declared = f"PREFIX dip: <{prefixes(BASE)['dip']}>\n"
    rows = node("ask.js", declared + query, where, address)
    return {json.dumps(row, sort_keys=True) for row in rows}


def answered_by_us(query: str, engine: Embedded) -> set[str]:
    return {
        json.dumps({name: text_of(term) for name, term in row.items()}, sort_keys=True)
        for row in engine.rows(query)
    }


@NODE
@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("held", "dumps/diplomatica.trig"),
        ("held", "dumps/diplomatica.nq"),
        ("there", "sparql"),
    ],
)
def test_comunica_answers_the_readme_from_files_and_endpoint(
    where: str, source: str, server: str, engine: Embedded
) -> None:
    query = readme_queries()[0]
    found = answered_by_comunica(query, where, f"{server}/{source}")
    assert found == answered_by_us(query, engine) != set()


@NODE
@pytest.mark.parametrize(
    "source", ["dumps/diplomatica.trig", "dumps/diplomatica.nq", "sparql"]
)
def test_comunica_reads_files_and_endpoint_at_their_addresses(
    source: str, server: str, engine: Embedded
) -> None:
    query = "SELECT * { GRAPH ?why { ?chair dip:chaired ?chaired } }"
    found = answered_by_comunica(query, "there", f"{server}/{source}")
    assert found == answered_by_us(query, engine) != set()


def validated(file: Path) -> int:
    """The status with which sssom-py leaves a mapping set."""
    command = [str(SSSOM), "validate", str(file)]
    return subprocess.run(command, capture_output=True, timeout=120).returncode


@pytest.mark.skipif(not SSSOM.is_file(), reason="sssom-py is missing: make sssom")
def test_sssom_py_accepts_the_links_and_refuses_spoiled_ones(
    published: Release, tmp_path: Path
) -> None:
    links = published.folder / "links.sssom.tsv"
    assert validated(links) == 0
    spoiled = tmp_path / "links.sssom.tsv"
    told = links.read_text("utf-8")
    spoiled.write_text(told.replace("semapv:ManualMappingCuration", "guess"), "utf-8")
    assert validated(spoiled) == 1
