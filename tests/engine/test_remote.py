"""A server of SPARQL 1.1 elsewhere answers all that workers of this machine would."""

import asyncio
import base64
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode

from conftest import FOREIGN, request, run, serving
from diplomatica.engine import Embedded, Engine, Limits, Workers
from diplomatica.engine import serving as asking
from diplomatica.engine.engines import ENGINES, EngineKind
from diplomatica.engine.remote.loading import load
from diplomatica.engine.remote.remote import Remote
from diplomatica.engine.remote.server import SparqlServer
from diplomatica.errors import (
    InvalidQuery,
    LimitReached,
    LostQuery,
    QueryError,
    RefusedQuery,
    TooManyQueries,
    UnfitEngine,
)
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, JSON, TURTLE
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.settings import Settings
from engines import ADDRESSES, answering, forwarding, nginx, oxigraph, response

ROWS = "application/sparql-results+json"
NUMBERS = """
@prefix num: <http://numbers.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/news/id/a> num:is 1.50, "007"^^xsd:integer .
<https://example.org/news/id/b> num:is 1.5 .
"""
NOTHING = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'


DEEP = '{"type": "triple", "value": {"object": ' * 90_000


def lying(rows: str) -> bytes:
    """Results with rows that are none, and an IRI that stands for a blank node."""
    node = (
        '{"type": "uri", "value": "https://w3id.org/diplomatica/.well-known/genid/a"}'
    )
    some = f'{{"x": {node}}}, {rows}'
    return (
        f'{{"head": {{"vars": ["x"]}}, "results": {{"bindings": [{some}]}}}}'.encode()
    )


def bring(release: Release, server: str, *, replaces: bool = False) -> list[int]:
    async def brought() -> list[int]:
        steps = load(release, f"{server}/query", f"{server}/update", replaces)
        return [step async for step in steps]

    return asyncio.run(brought())


@pytest.fixture(scope="module")
def loaded(release: Release) -> Iterator[str]:
    """Oxigraph's server with the small release."""
    with oxigraph() as server:
        assert bring(release, server)[-1] == release.triples + release.quads
        yield f"{server}/query"


@pytest.fixture(scope="module")
def remote(release: Release, loaded: str) -> Iterator[Engine]:
    with asking(Remote(release, loaded)) as engine:
        yield engine


@pytest.fixture(scope="module")
def elsewhere(release: Release, remote: Engine) -> FlaskClient:
    return create_app(release, remote).test_client()


@pytest.mark.parametrize("path", ADDRESSES)
def test_whatever_is_asked_is_answered_as_by_our_own_engine(
    path: str, elsewhere: FlaskClient, client: FlaskClient
) -> None:
    accept = {"Accept": "text/html, */*;q=0.5"}
    there, here = (one.get(path, headers=accept) for one in (elsewhere, client))
    assert (there.status_code, there.text) == (here.status_code, here.text)


def test_blank_nodes_are_those_of_the_release(remote: Engine, engine: Embedded) -> None:
    query = "SELECT ?x { GRAPH ?g { ?x rdf:first ?y } } "
    nodes = sorted((row["x"] for row in engine.rows(query)), key=str)
    assert {type(node) for node in nodes} == {BlankNode}
    found = sorted((row["x"] for row in remote.rows(query)), key=str)
    assert found == nodes
    assert remote.nodes(nodes) == engine.nodes(nodes) != []  # type: ignore[arg-type]


def test_literals_and_prefixes_are_those_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (tmp_path / "dataset" / "numbers.ttl").write_text(NUMBERS, "utf-8")
    release = build(Folder(tmp_path), tmp_path / "releases")
    with oxigraph() as server:
        bring(release, server)
        with asking(Remote(release, f"{server}/query")) as engine:
            client = create_app(release, engine).test_client()
            told = client.get("/doc/a.nt").text
            found = engine.answer("SELECT ?x { ?x num:is 1.5 }", CSV, TURTLE)
    assert found is not None
    assert found.rows == 2
    assert '"1.50"' in told
    assert '"007"' in told


@pytest.mark.parametrize(
    ("query", "error", "told"),
    [
        ("SELEC ?x { ?x ?y ?z }", InvalidQuery, "begins with SELECT"),
        ("SELECT ?x { ?x dip:a }", InvalidQuery, "line 1, column 22"),
        ("SELECT ?x { SERVICE <http://e.example/> {} }", RefusedQuery, "SERVICE"),
        ("DELETE WHERE { ?x ?y ?z }", RefusedQuery, "read-only"),
    ],
)
def test_what_is_no_query_is_told_as_by_our_own_engine(
    query: str,
    error: type[QueryError],
    told: str,
    remote: Engine,
    engine: Embedded,
) -> None:
    errors = []
    for one in (remote, engine):
        with pytest.raises(error, match=told) as raised:
            one.answer(query, JSON, TURTLE)
        errors.append(str(raised.value))
    assert errors[0] == errors[1]


def test_an_answer_no_longer_than_allowed_is_given(
    release: Release, loaded: str
) -> None:
    with asking(Remote(release, loaded, Limits(answer=2_000))) as engine:
        short = engine.answer("SELECT ?x { ?x a dip:State }", CSV, TURTLE)
        assert short is not None
        assert short.rows == 3
        with pytest.raises(LimitReached, match="limit of length"):
            engine.answer("SELECT * { ?x ?y ?z }", CSV, TURTLE)


def asked(release: Release, server: str, seconds: float = 5) -> None:
    """Ask a server that does not hold the release."""
    remote = Remote(release, server, Limits(seconds=seconds), is_loaded=False)
    with asking(remote) as engine:
        engine.answer("SELECT ?x { ?x ?y ?z }", JSON, TURTLE)


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        (response(500, b"out of memory"), LostQuery, "status 500: out of memory"),
        (response(503, b""), TooManyQueries, "busy"),
        (response(504, b""), LimitReached, "limit of time"),
        (response(401, b""), LostQuery, "DIPLOMATICA_ENGINE_USER"),
        (response(200, b"<p>", Content_Type="text/html"), LostQuery, "text/html"),
        (response(200, NOTHING[:-9], Content_Type=ROWS), LostQuery, "not whole"),
        (response(200, NOTHING[:-9], 900, Content_Type=ROWS), LostQuery, "cannot be"),
        (
            response(200, NOTHING, Content_Type=ROWS, X_SPARQL_MaxRows="10000"),
            LostQuery,
            "a part of the answer only",
        ),
    ],
)
def test_what_is_no_whole_answer_is_never_taken_for_one(
    answer: object, error: type[QueryError], told: str, release: Release
) -> None:
    with (
        answering(answer) as server,  # type: ignore[arg-type]
        pytest.raises(error, match=told),
    ):
        asked(release, server)


@pytest.mark.parametrize(
    "body",
    [
        lying(f'{{"x": {DEEP}'),
        b"[" * 90_000,
        lying('{"x": 5}'),
        lying('{"x": {}}'),
        lying("[]"),
    ],
    ids=["deep triples", "deep lists", "a number", "no type", "no row"],
)
def test_results_that_are_none_are_never_taken_for_an_answer(
    body: bytes, release: Release
) -> None:
    with (
        answering(response(200, body, Content_Type=ROWS)) as server,
        pytest.raises(LostQuery, match="not whole"),
    ):
        asked(release, server)


@pytest.mark.parametrize(
    "said",
    [
        b'{"head": {}, "boolean": true}',
        NOTHING,
        b'{"head": {"vars": ["triples"]}, "results": {"bindings": [{}]}}',
        b'{"head": {"vars": ["triples", "quads"]}, "results": {"bindings": [{'
        b'"triples": {"type": "literal", "value": "many"}, '
        b'"quads": {"type": "literal", "value": "1"}}]}}',
    ],
)
def test_a_server_that_counts_wrong_is_told(said: bytes, release: Release) -> None:
    with (
        answering(response(200, said, Content_Type=ROWS)) as server,
        pytest.raises((UnfitEngine, LostQuery), match=r"count|not whole"),
    ):
        bring(release, server)


def test_triples_within_triples_without_end_are_no_answer(release: Release) -> None:
    deep = b"<urn:a> <urn:p> " + b"<<( <urn:a> <urn:p> " * 90_000
    triples = response(200, deep, Content_Type="application/n-triples")
    with answering(triples) as server:
        remote = Remote(release, server, is_loaded=False)
        with asking(remote) as engine, pytest.raises(LostQuery, match="not whole"):
            engine.answer("CONSTRUCT WHERE { ?x ?y ?z }", JSON, TURTLE)


def test_a_server_that_does_not_answer_is_not_waited_for(release: Release) -> None:
    def sleep(_: BaseHTTPRequestHandler) -> None:
        time.sleep(2)

    with answering(sleep) as server, pytest.raises(LimitReached) as raised:
        asked(release, server, seconds=0.3)
    assert (raised.value.limit, raised.value.allowed) == ("time", 0.3)


def test_credentials_come_from_the_environment_alone(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    def note(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["Authorization"])
        response(200, NOTHING, Content_Type=ROWS)(request)

    with answering(note) as server:
        monkeypatch.setenv("DIPLOMATICA_ENGINE_USER", "anna")
        monkeypatch.setenv("DIPLOMATICA_ENGINE_PASSWORD", "secret")
        asked(release, server)
        monkeypatch.delenv("DIPLOMATICA_ENGINE_USER")
        monkeypatch.setenv("DIPLOMATICA_ENGINE_TOKEN", "t0k")
        asked(release, server)
    login = base64.b64encode(b"anna:secret").decode()
    assert seen == [f"Basic {login}", "Bearer t0k"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://anna:secret@localhost/query", "with credentials in it"),
        ("localhost:7878/query", "no address of the web"),
        ("ftp://localhost/query", "no address of the web"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(
    address: str, told: str, release: Release
) -> None:
    with pytest.raises(UnfitEngine, match=told) as raised:
        Remote(release, address)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("address", ["ftp://localhost/query", "localhost/query"])
def test_an_address_of_no_known_engine_is_refused(
    address: str, release: Release
) -> None:
    ended = run("serve", "--release", str(release.folder), "--engine", address)
    assert ended.returncode == 1
    assert f"{address}: is the address of no kind of engine" in ended.stderr
    assert "begins with http: or https:" in ended.stderr


def test_another_kind_of_engine_is_asked_by_how_its_address_begins(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def local(
        release: Release,
        address: str,
        limits: Limits,
        connections: int,
        *,
        default_graph: str,
    ) -> Workers:
        opened.append(f"{address} {default_graph}")
        return Workers(release, limits, 1)

    monkeypatch.setitem(ENGINES, "local", lambda: EngineKind(local, load))
    settings = Settings(engine="local:store", default_graph="urn:x")
    backend = Backend(release, settings)
    assert isinstance(backend.workers, Workers)
    assert opened == ["local:store urn:x"]
    asyncio.run(backend.close(1))


def test_a_server_that_does_not_hold_the_release_is_not_served_from(
    release: Release,
) -> None:
    with oxigraph() as server:
        at = str(release.folder)
        ended = run("serve", "--release", at, "--engine", f"{server}/query")
    assert ended.returncode == 1
    assert "does not hold" in ended.stderr
    assert "diplomatica load --engine" in ended.stderr


def test_what_a_server_holds_is_not_mixed_with_a_release(
    release: Release, foreign: Release
) -> None:
    with oxigraph() as server:
        bring(foreign, server)
        with pytest.raises(UnfitEngine, match="--replace"):
            bring(release, server)
        assert bring(release, server, replaces=True)[-1] == (
            release.triples + release.quads
        )


def test_a_load_that_is_not_whole_is_told(release: Release) -> None:
    with oxigraph() as server:

        async def spoilt() -> None:
            steps = load(release, f"{server}/query", f"{server}/update", False)
            async for _ in steps:
                drop = {
                    "update": "DROP GRAPH <"
                    + release.iris("graph", "names").value
                    + ">"
                }
                await asyncio.to_thread(httpx.post, f"{server}/update", data=drop)

        with pytest.raises(UnfitEngine, match="triples in its named graphs, and not"):
            asyncio.run(spoilt())


def test_a_server_that_takes_no_quads_is_told(release: Release) -> None:
    empty = (
        b'{"head":{"vars":["triples","quads"]},"results":{"bindings":[{'
        b'"triples":{"type":"literal","value":"0"},'
        b'"quads":{"type":"literal","value":"0"}}]}}'
    )

    def refuse(request: BaseHTTPRequestHandler) -> None:
        is_update = "update" in request.headers["Content-Type"]
        told = b"SP031: No plain default graph specified"
        answer = response(200, empty, Content_Type=ROWS)
        (response(400, told) if is_update else answer)(request)

    async def brought(server: str) -> None:
        async for _ in load(release, server, server, replaces=False):
            pass

    with answering(refuse) as server, pytest.raises(UnfitEngine) as raised:
        asyncio.run(brought(server))
    assert "SP031: No plain default graph specified" in str(raised.value)
    assert "a default graph of its own" in str(raised.value)


def test_a_server_is_served_from_that_commands_have_loaded(release: Release) -> None:
    with oxigraph() as server:
        at = ("--release", str(release.folder))
        told = run("load", *at, "--engine", f"{server}/query")
        assert (told.returncode, told.stderr) == (0, "")
        count = f"{release.triples + release.quads:,} quads"
        assert told.stdout.endswith(f"{count}\n")
        with serving(release, "--engine", f"{server}/query") as (_, address):
            page = request(address, "/doc/kazakhstan", Accept="text/html")
            assert page.status == 200
            query = "/sparql?query=ASK+{+:kazakhstan+a+dip:State+}"
            answer = request(address, query, Accept=ROWS)
            assert answer.json["boolean"] is True
            assert request(address, "/health").status == 200


def test_of_two_replicas_one_may_go(release: Release) -> None:
    seen: list[str] = []
    with ExitStack() as first, oxigraph() as second:
        servers = [first.enter_context(oxigraph()), second]
        for server in servers:
            bring(release, server)
        with (
            answering(forwarding(servers, seen)) as proxy,
            asking(Remote(release, proxy)) as engine,
        ):
            query = "SELECT ?x { ?x a dip:State }"
            before = engine.rows(query)
            first.close()
            after = [engine.rows(query) for _ in range(4)]
    assert after == [before] * 4
    assert len(before) == 3
    assert set(seen) == set(servers)


def test_of_two_replicas_behind_nginx_one_may_be_killed_while_it_is_asked(
    release: Release, tmp_path: Path
) -> None:
    query = "SELECT ?x ?z { ?x ?p ?y . ?y ?q ?z . ?z a dip:State }"
    with ExitStack() as first, oxigraph() as second:
        servers = [first.enter_context(oxigraph()), second]
        for server in servers:
            bring(release, server)
        with (
            nginx(servers, tmp_path) as proxy,
            asking(Remote(release, proxy)) as engine,
            ThreadPoolExecutor(8) as clients,
        ):
            before = len(engine.rows(query))
            asked = [clients.submit(engine.rows, query) for _ in range(200)]
            asked[20].result()
            first.close()
            counts = {len(one.result()) for one in asked}
    assert counts == {before}
    assert before > 0


@pytest.mark.parametrize("is_cut", [True, False])
def test_an_answer_that_is_lost_is_asked_for_once_more(
    is_cut: bool, release: Release
) -> None:
    cut = response(200, NOTHING[:-9], 900, Content_Type=ROWS)
    first = cut if is_cut else response(502, b"")
    answers = [first, response(200, NOTHING, Content_Type=ROWS)]

    def once(request: BaseHTTPRequestHandler) -> None:
        answers.pop(0)(request)

    with answering(once) as server:
        asked(release, server)
    assert answers == []


def test_an_update_that_is_lost_is_not_sent_again(release: Release) -> None:
    seen: list[str] = []

    def gone(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.path)
        response(502, b"")(request)

    async def sent(address: str) -> None:
        server = SparqlServer(address, Limits(), 1)
        server.open()
        try:
            await server.update(address, "INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        finally:
            await server.close()

    with answering(gone) as server, pytest.raises(LostQuery, match="502"):
        asyncio.run(sent(server))
    assert len(seen) == 1


def test_a_login_is_given_by_digest_where_the_server_asks_for_it(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def digest(request: BaseHTTPRequestHandler) -> None:
        scheme = (request.headers["Authorization"] or "none").partition(" ")[0]
        seen.append(scheme)
        ask = 'Digest realm="SPARQL", nonce="1", qop="auth"'
        if scheme == "Digest":
            response(200, NOTHING, Content_Type=ROWS)(request)
        elif scheme == "Basic":
            response(401, b"", Connection="close")(request)
        else:
            response(401, b"", Connection="close", WWW_Authenticate=ask)(request)

    monkeypatch.setenv("DIPLOMATICA_ENGINE_USER", "anna")
    monkeypatch.setenv("DIPLOMATICA_ENGINE_PASSWORD", "secret")
    with answering(digest) as server:
        remote = Remote(release, server, is_loaded=False)
        with asking(remote) as engine:
            for _ in range(2):
                engine.answer("SELECT ?x { ?x ?y ?z }", JSON, TURTLE)
    assert seen == ["Basic", "none", "Digest", "Digest"]


def test_yes_and_no_as_virtuoso_says_them_are_yes_and_no(release: Release) -> None:
    rows = b'{"head":{"link":[],"vars":["__ASK_RETVAL"]},"results":{"bindings":[%s]}}'
    one = b'{"__ASK_RETVAL":{"type":"literal","value":"1"}}'
    said = []
    for row in (one, b""):
        answer = response(200, rows % row, Content_Type=ROWS)
        with answering(answer) as server:
            remote = Remote(release, server, is_loaded=False)
            with asking(remote) as engine:
                given = engine.answer("ASK { ?x ?y ?z }", JSON, TURTLE)
                said.append(given and json.loads(given.body)["boolean"])
    assert said == [True, False]
