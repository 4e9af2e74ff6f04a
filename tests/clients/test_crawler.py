"""A crawler that begins at the front page, with nothing but RDF in hand, gets everywhere."""

from collections.abc import Iterable
from itertools import filterfalse
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from built import of_run, told_once
from conftest import BASE
from diplomatica.model.dataset.distribution import distributions
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.iris import Iris
from diplomatica.model.statement import digest

pytestmark = pytest.mark.long
IRIS = Iris(BASE)
REASONS = ("claim", "note", "link", "inference")
ACCEPT = "application/n-quads, */*;q=0.1"


def own(terms: Iterable[object]) -> set[str]:
    nodes = (term.value for term in terms if isinstance(term, NamedNode))
    return {node.partition("#")[0] for node in nodes if node.startswith(BASE)}


def is_of_statement(path: str) -> bool:
    return path.removeprefix(BASE).lstrip("/").startswith("statement/")


def is_left_out(iri: str) -> bool:
    """Whether it is one of six in seven statements."""
    return is_of_statement(iri) and crc32(iri.encode()) % 7 > 0


@pytest.fixture(scope="module")
def reached(
    published_client: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> set[str]:
    """The IRIs that the crawler comes by, once for all processes."""
    place = of_run(tmp_path_factory) / "reached"
    return {*told_once(place, lambda: crawled(published_client))}


def crawled(client: FlaskClient) -> set[str]:
    """The IRIs of the dataset that are come by; every address that is tried must answer.

    The statements are thousands of one kind, and lead nowhere else: every seventh is
    tried.
    """
    seen, todo = {f"{BASE}dataset"}, [f"{BASE}dataset"]
    while todo:
        path = "/" + todo.pop().removeprefix(BASE)
        with client.get(
            path, headers={"Accept": ACCEPT}, follow_redirects=True
        ) as answer:
            assert answer.status_code == 200, path
            if answer.mimetype == "application/n-quads" and not is_of_statement(path):
                found = {
                    iri
                    for line in parse(answer.data, format=RdfFormat.N_QUADS)
                    for iri in own(line)
                }
                todo += filterfalse(is_left_out, found - seen)
                seen |= found
    return seen


def test_it_reaches_every_thing_claim_and_graph(
    reached: set[str], published: Release
) -> None:
    quads = list(parse(path=published.dump(NQUADS), format=NQUADS.rdf))
    named = {iri for quad in quads for iri in own((quad.subject, quad.graph_name))}
    assert len(named) > 1000
    assert named <= reached


def test_it_reaches_every_statement(reached: set[str], published: Release) -> None:
    quads = parse(path=published.dump(NQUADS), format=NQUADS.rdf)
    stated = [
        quad.triple
        for quad in quads
        if IRIS.kind(str(quad.graph_name)[1:-1]) in REASONS
    ]
    assert len(stated) > 1000
    assert {IRIS("statement", digest(triple)).value for triple in stated} <= reached


def test_it_reaches_every_dump(reached: set[str], published: Release) -> None:
    for one in distributions(published):
        assert IRIS("release", published.version, "dumps", one.name).value in reached
