"""Virtuoso, an engine that is not ours and has no default graph, answers all that ours does."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from conftest import request, run, serving
from diplomatica.engine import Embedded, Engine
from diplomatica.engine import serving as asking
from diplomatica.engine.remote.remote import Remote
from diplomatica.errors import InvalidQuery
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, JSON, TURTLE
from diplomatica.web.app import create_app
from engines import ADDRESSES, virtuoso
from processes import needed

MERGE = "https://w3id.org/diplomatica/.well-known/default-graph"
AT = ("--default-graph", MERGE)
MORE = (
    "/browse",
    "/ontology",
    "/timeline?of=kazakhstan",
    "/sparql?format=json&query=ASK+{+?x+dip:quote+?y+}",
    "/sparql?format=json&query=ASK+{+?x+<urn:nothing>+?y+}",
    "/sparql?format=csv&query=SELECT+*+{+GRAPH+?g+{+?x+dip:time+?y+}}+ORDER+BY+?g+?x",
)
LOGIN = {"DIPLOMATICA_ENGINE_USER": "dba", "DIPLOMATICA_ENGINE_PASSWORD": "dba"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    needed("virtuoso-t")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(scope="module")
def loaded(release: Release, server: str) -> str:
    """The server with the small release, brought there by the command with a login."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in LOGIN.items():
            environment.setenv(name, value)
        at = ("--release", str(release.folder), "--engine", f"{server}/sparql-auth")
        untold = run("load", *at)
        assert "give --default-graph" in untold.stderr
        for again in ((), ("--replace",)):
            told = run("load", *at, *AT, *again)
            assert (told.returncode, told.stderr) == (0, "")
            assert told.stdout.endswith(f"{release.triples + release.quads:,} quads\n")
    return f"{server}/sparql"


@pytest.fixture(scope="module")
def remote(release: Release, loaded: str) -> Iterator[Engine]:
    with asking(Remote(release, loaded, default_graph=MERGE)) as engine:
        yield engine


@pytest.fixture(scope="module")
def elsewhere(release: Release, remote: Engine) -> FlaskClient:
    return create_app(release, remote).test_client()


@pytest.mark.parametrize("path", [*ADDRESSES, *MORE])
def test_whatever_is_asked_is_answered_as_by_our_own_engine(
    path: str, elsewhere: FlaskClient, client: FlaskClient
) -> None:
    accept = {"Accept": "text/html, */*;q=0.5"}
    there, here = (one.get(path, headers=accept) for one in (elsewhere, client))
    assert (there.status_code, there.text) == (here.status_code, here.text)


def test_the_merge_is_no_reason(remote: Engine, engine: Embedded) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?x ?y ?z } }"
    found = {row["g"] for row in remote.rows(query)}
    assert found == {row["g"] for row in engine.rows(query)}


def test_what_is_no_query_is_told_as_by_our_own_engine(
    remote: Engine, engine: Embedded
) -> None:
    errors = []
    for one in (remote, engine):
        with pytest.raises(InvalidQuery) as raised:
            one.answer("SELECT ?x { ?x dip:a }", JSON, TURTLE)
        errors.append(str(raised.value))
    assert errors[0] == errors[1]


def test_what_it_does_not_take_is_told_in_its_words(remote: Engine) -> None:
    order = "ORDER BY COALESCE(?n, ?m)"
    query = f"SELECT (MIN(?x) AS ?n) (MAX(?x) AS ?m) {{ ?x a ?y }} GROUP BY ?y {order}"
    with pytest.raises(InvalidQuery, match="does not take it: Virtuoso 37000") as told:
        remote.answer(query, CSV, TURTLE)
    assert len(str(told.value)) < 500


def test_it_is_served_from(release: Release, loaded: str) -> None:
    with serving(release, "--engine", loaded, *AT) as (_, address):
        page = request(address, "/doc/kazakhstan", Accept="text/html")
        assert page.status == 200
        document = request(address, "/doc/kazakhstan.nt")
        assert list(parse(document.body, format=RdfFormat.N_TRIPLES)) != []
        query = "/sparql?query=ASK+{+:kazakhstan+a+dip:State+}&format=json"
        assert request(address, query).json["boolean"] is True


def test_a_merge_that_cannot_be_named_is_told(release: Release, loaded: str) -> None:
    at = ("--release", str(release.folder), "--engine", loaded)
    ended = run("serve", *at, "--default-graph", "no iri")
    assert ended.returncode == 1
    assert "it is no IRI" in ended.stderr
