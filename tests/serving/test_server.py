"""A real server on loopback, asked by real clients with the headers that they send of
themselves."""

import http.client
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import parse

from conftest import ARTICLE, BASE, request, run, serving
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import TURTLE
from processes import free_port

CLAIM = f"claim/{ARTICLE}/osce-finale"


@pytest.mark.parametrize(
    "path",
    [
        "id/kazakhstan",
        CLAIM,
        "ontology",
        "dataset",
        "dumps/diplomatica.ttl",
        "dumps/diplomatica.rdf",
    ],
)
def test_rdflib_reads_what_an_address_gives(path: str, server: str) -> None:
    graph = rdflib.Graph().parse(server + path)
    assert len(graph) > 10
    subject = f"{BASE}dataset" if path.startswith("dumps") else BASE + path
    assert (rdflib.URIRef(subject), None, None) in graph


def test_rdflib_asks_the_endpoint_as_a_remote_store(server: str) -> None:
    graph = rdflib.Graph(store="SPARQLStore")
    graph.store.open(f"{server}sparql")
    rows = list(
        graph.query("SELECT ?x { ?x a <https://w3id.org/diplomatica/ontology#State> }")
    )
    assert len(rows) == 3


def curl(*arguments: str) -> str:
    return subprocess.run(
        ["curl", "--silent", "--fail", *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_curl_gets_turtle_of_a_thing(server: str) -> None:
    body = curl("--location", f"{server}id/kazakhstan")
    assert f"{BASE}id/kazakhstan" in {
        str(quad.subject)[1:-1] for quad in parse(body, format=TURTLE.rdf)
    }


def test_curl_gets_json_of_a_query_by_form(server: str) -> None:
    assert '"boolean":true' in curl(
        f"{server}sparql", "--data-urlencode", "query=ASK { ?x a dip:Event }"
    )


def test_a_dump_over_http_is_the_file_and_can_be_resumed(
    server: str, release: Release
) -> None:
    whole = curl(f"{server}dumps/diplomatica.nt")
    assert whole == release.dump(release.dumps()[1][0]).read_text("utf-8")
    assert (
        curl("--range", "100-199", f"{server}dumps/diplomatica.nt")
        == whole.encode()[100:200].decode()
    )


def test_several_requests_on_one_connection_are_each_answered(server: str) -> None:
    connection = http.client.HTTPConnection(
        urllib.parse.urlsplit(server).netloc, timeout=10
    )
    for method, path, status in [
        ("HEAD", "/", 200),
        ("GET", "/nowhere", 404),
        ("HEAD", "/id/osce", 303),
        ("GET", "/doc/osce", 200),
    ]:
        connection.request(method, path)
        response = connection.getresponse()
        assert response.status == status
        assert bool(response.read()) is (method == "GET")
    connection.close()


def test_a_taken_port_is_told(server: str, release: Release) -> None:
    port = str(urllib.parse.urlsplit(server).port)
    done = run("serve", "--release", str(release.folder), "--port", port)
    assert done.returncode == 1
    assert (
        f"127.0.0.1:{port}: Address already in use → choose another with --host and --port"
        in done.stderr
    )


def test_a_killed_server_leaves_its_port_free(release: Release) -> None:
    with serving(release) as (process, address):
        process.kill()
        process.wait(10)
        where = urllib.parse.urlsplit(address)
        for _ in range(100):
            with socket.socket() as connection:
                if connection.connect_ex((where.hostname, where.port)):
                    return
            time.sleep(0.1)
    raise AssertionError(f"{address} still answers")


def test_without_a_release_serve_says_how_to_make_one(tmp_path: Path) -> None:
    done = run("serve", "--release", str(tmp_path / "latest"))
    assert done.returncode == 1
    assert "diplomatica build" in done.stderr
    assert "Traceback" not in done.stderr


def test_flask_alone_serves_a_release(release: Release) -> None:
    port = free_port()
    app = f"diplomatica.web.app:app_of({str(release.folder)!r})"
    command = [sys.executable, "-m", "flask", "--app", app, "run", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            server = f"http://127.0.0.1:{port}"
            until(lambda: request(server, "/health").status == 200)
            path = "/sparql?query=ASK%7B%7D"
            etag = request(server, path).headers["ETag"]
            assert request(server, path, If_None_Match=etag).status == 304
            assert request(server, "/doc/kazakhstan").type.startswith("text/turtle")
        finally:
            process.terminate()


def until(is_there: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a server that is starting."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError):
            if is_there():
                return
        time.sleep(0.1)
    raise AssertionError("The server did not start in time.")
