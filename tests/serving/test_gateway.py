"""The endpoint as clients meet it over HTTP: caching, compression, limits, proxies, new
releases, and its end."""

import asyncio
import gzip
import http.client
import json
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from conftest import SMALL, Response, append, request, serving
from diplomatica.engine import Workers
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.gateway.uptake import Uptake
from processes import until
from variants import Followed, variants

__all__ = ["variants"]

QUERY = "SELECT ?x ?l { ?x a dip:State ; rdfs:label ?l } ORDER BY ?x"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"


# What tells of one answer, and not of the page.
OF_ONE_ANSWER = {"date", "x-request-id", "server-timing"}


def path_of(query: str, **parameters: str) -> str:
    return "/sparql?" + "&".join(
        f"{name}={quote(value)}"
        for name, value in {"query": query, **parameters}.items()
    )


@pytest.fixture(scope="module")
def limited(release: Release) -> Iterator[str]:
    """A server with low limits, behind one proxy."""
    options = (
        "--time",
        "1",
        "--answer",
        "1",
        "--query",
        "4",
        "--at-once",
        "2",
        "--proxies",
        "1",
    )
    with serving(release, *options) as (_, address):
        yield address


def test_the_same_question_has_the_same_etag_however_it_is_asked(server: str) -> None:
    ways = [
        request(server, path_of(QUERY)),
        request(server, path_of(QUERY, format="json")),
        request(server, path_of(QUERY), Accept="application/sparql-results+json"),
        request(
            server,
            "/sparql",
            "POST",
            QUERY.encode(),
            Content_Type="application/sparql-query",
        ),
        request(
            server,
            "/sparql",
            "POST",
            f"query={quote(QUERY)}".encode(),
            Content_Type="application/x-www-form-urlencoded",
        ),
    ]
    assert {way.body for way in ways} == {ways[0].body}
    assert ways[0].headers["ETag"] == ways[3].headers["ETag"] == ways[4].headers["ETag"]


def test_who_has_the_answer_gets_304(server: str) -> None:
    first = request(server, path_of(QUERY))
    again = request(
        server, path_of(QUERY), If_None_Match=f'"other", {first.headers["ETag"]}'
    )
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == first.headers["Vary"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert request(server, path_of(QUERY), If_None_Match='"other"').status == 200


def test_another_format_has_another_etag(server: str) -> None:
    tags = {
        request(server, path_of(QUERY), Accept=kind).headers["ETag"]
        for kind in ("text/csv", "*/*", "application/xml")
    }
    assert len(tags) == 3


def test_head_is_get_without_a_body(server: str) -> None:
    for path in (path_of(QUERY), "/sparql", "/", "/doc/kazakhstan"):
        get, head = request(server, path), request(server, path, "HEAD")
        assert head.body == b""
        assert head.status == get.status
        for name in ("Content-Type", "Content-Length", "ETag", "Vary", "Cache-Control"):
            assert head.headers[name] == get.headers[name], name


@pytest.mark.parametrize("path", [path_of(MANY), "/", "/doc/kazakhstan.ttl"])
def test_gzip_for_who_takes_it_with_an_etag_of_its_own(path: str, server: str) -> None:
    plain = request(server, path)
    packed = request(server, path, Accept_Encoding="gzip, deflate")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert request(server, path, Accept_Encoding="gzip;q=0").body == plain.body
    assert (
        request(
            server, path, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]
        ).status
        == 304
    )


def test_header_lines_of_one_name_count_together(server: str) -> None:
    etag = request(server, path_of(QUERY)).headers["ETag"]
    where = urlsplit(server)
    lines = (
        f"Accept-Encoding: gzip\r\nAccept-Encoding: br\r\nIf-None-Match: "
        f'{etag}\r\nIf-None-Match: "other"\r\n'
    )
    with socket.create_connection(
        (where.hostname, where.port or 80), timeout=10
    ) as connection:
        connection.sendall(
            f"GET {path_of(QUERY)} HTTP/1.0\r\nHost: x\r\n{lines}\r\n".encode()
        )
        assert connection.recv(100).split()[1] == b"304"


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?x) {}", "SELECT (rand () AS ?x) {}"]
)
def test_what_changes_by_itself_is_never_kept(query: str, server: str) -> None:
    first, second = request(server, path_of(query)), request(server, path_of(query))
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["ETag"] is None
    assert first.body != second.body


def test_a_release_never_changes_so_answers_may_be_kept_for_a_while(
    server: str,
) -> None:
    assert (
        request(server, path_of(QUERY)).headers["Cache-Control"] == "public, max-age=60"
    )
    assert (
        request(server, "/doc/kazakhstan").headers["Cache-Control"]
        == "public, max-age=60"
    )


def test_every_answer_may_be_read_from_any_site(server: str) -> None:
    for path, method in [
        (path_of(QUERY), "GET"),
        (path_of("SELECT"), "GET"),
        ("/nowhere", "GET"),
        ("/sparql", "PUT"),
    ]:
        assert (
            request(server, path, method).headers["Access-Control-Allow-Origin"] == "*"
        )


def test_a_browser_may_ask_before_it_posts(server: str) -> None:
    headers = {
        "Origin": "http://elsewhere.example",
        "Access_Control_Request_Method": "POST",
    }
    answer = request(
        server,
        "/sparql",
        "OPTIONS",
        None,
        **headers,
        Access_Control_Request_Headers="content-type",
    )
    assert answer.status == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "*"
    assert {"GET", "HEAD", "POST", "OPTIONS"} <= set(
        answer.headers["Allow"].split(", ")
    )


def test_other_methods_are_405_with_those_that_there_are(server: str) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = request(server, path_of(QUERY), method)
        assert answer.status == 405
        assert {"GET", "HEAD", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_http_1_0_without_a_host_is_answered_and_closed(server: str) -> None:
    where = urlsplit(server)
    with socket.create_connection(
        (where.hostname, where.port or 80), timeout=10
    ) as connection:
        connection.sendall(f"GET {path_of(QUERY)} HTTP/1.0\r\n\r\n".encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    assert b" 200 " in head.splitlines()[0]
    assert b"transfer-encoding" not in head.lower()
    assert b"\r\ndate: " in head.lower()
    assert json.loads(body)["head"]["vars"] == ["x", "l"]


@pytest.mark.parametrize(
    "accept",
    [
        "nonsense",
        "*/*;q=.5",
        "application/json;charset=utf-8",
        "",
        "a/b;q=x, */*;q=0.1",
    ],
)
def test_any_accept_header_gets_an_answer(accept: str, server: str) -> None:
    answer = request(server, path_of(QUERY), Accept=accept)
    assert (answer.status, answer.type) == (200, "application/sparql-results+json")


def test_several_accept_headers_are_read_as_one(server: str) -> None:
    where = urlsplit(server)
    with socket.create_connection(
        (where.hostname, where.port or 80), timeout=10
    ) as connection:
        lines = [
            "Host: x",
            "Connection: close",
            "Accept: image/png",
            "Accept: text/csv",
        ]
        connection.sendall(
            "\r\n".join([f"GET {path_of(QUERY)} HTTP/1.1", *lines, "", ""]).encode()
        )
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b"content-type: text/csv" in received.lower()


def test_406_lists_what_there_is(server: str) -> None:
    answer = request(server, path_of(QUERY), Accept="image/png")
    assert (answer.status, answer.type) == (406, "application/problem+json")
    assert "text/csv" in answer.json["detail"]
    table_as_graph = request(server, path_of(QUERY), Accept="text/turtle")
    assert table_as_graph.status == 406
    assert "text/csv" in table_as_graph.json["detail"]


LIMITED: dict[str, tuple[str, int, str]] = {
    "time": (PRODUCT, 422, "seconds"),
    "length": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 422, "bytes"),
    "query length": (f"SELECT ('{'x' * 5000}' AS ?x) {{}}", 413, "bytes"),
}


@pytest.mark.parametrize("limit", LIMITED)
def test_past_a_limit_a_program_learns_which_and_what_to_do(
    limit: str, limited: str
) -> None:
    query, status, unit = LIMITED[limit]
    answer = request(limited, path_of(query))
    assert (answer.status, answer.type) == (status, "application/problem+json")
    assert (answer.json["limit"], answer.json["unit"], answer.json["dumps"]) == (
        limit,
        unit,
        "dumps/",
    )
    assert answer.headers["Cache-Control"] == "no-store"


def test_past_a_limit_a_person_gets_a_page(limited: str) -> None:
    answer = request(limited, path_of(PRODUCT), Accept="text/html")
    assert (answer.status, answer.type) == (422, "text/html")
    assert "limit of time, 1 seconds" in answer.body.decode()


# What a client writes before the proxy's own word counts for nothing, and a proxy that
# says nothing tells none apart.
@pytest.mark.parametrize("forwarded", ["made up {}, 192.0.2.1", "made up {}, "])
def test_clients_are_told_apart_by_what_the_proxy_saw(
    forwarded: str, limited: str
) -> None:
    answers: list[Response] = []

    def slow(number: int) -> None:
        answers.append(
            request(limited, path_of(PRODUCT), X_Forwarded_For=forwarded.format(number))
        )

    threads = [threading.Thread(target=slow, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    assert request(limited, path_of(QUERY), X_Forwarded_For="192.0.2.2").status == 200
    for thread in threads:
        thread.join(20)
    assert sorted(answer.status for answer in answers) == [422, 422, 429, 429]
    refused = next(answer for answer in answers if answer.status == 429)
    assert int(refused.headers["Retry-After"]) >= 1


def test_behind_a_prefix_links_and_addresses_begin_with_it(limited: str) -> None:
    told = {
        "X_Forwarded_Prefix": "/lod",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "data.example",
    }
    page = request(limited, "/", "GET", None, Accept="text/html", **told).body.decode()
    assert 'href="/lod/' in page
    assert (
        b"<https://data.example/lod/sparql>"
        in request(limited, "/sparql", "GET", None, **told).body
    )
    assert (
        request(limited, "/id/kazakhstan", "GET", None, **told).headers["Location"]
        == "https://data.example/lod/doc/kazakhstan"
    )


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *(
            ("Prefix", one)
            for one in (
                "//evil.example",
                "lod",
                "/lod?a",
                '/"><script>',
                "https://x.example",
                "/a, //b",
            )
        ),
        *(("Host", one) for one in ("xn--", "[", "a b", "data.example, <evil>")),
        *(("Proto", one) for one in ("javascript", "https, ftp")),
    ],
)
def test_a_forwarded_header_that_makes_no_address_is_refused(
    header: str, value: str, limited: str
) -> None:
    answer = request(limited, "/", "GET", None, **{f"X_Forwarded_{header}": value})
    assert answer.status == 400
    assert answer.json["title"].startswith(f"The header X-Forwarded-{header} ")


def test_a_header_with_an_underscore_is_none_of_a_proxy(limited: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(limited).netloc, timeout=30)
    told = {
        "X_Forwarded_Prefix": "//evil.example",
        "X_Forwarded_Host": "evil.example",
        "Accept": "text/html",
    }
    connection.request("GET", "/doc/kazakhstan", headers=told)
    answer = connection.getresponse()
    assert answer.status == 200
    assert b"evil.example" not in answer.read()
    connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/doc/kazakhstan", "/doc/kazakhstan.ttl", "/ontology", "/timeline"]
)
def test_a_page_that_is_asked_again_is_the_same_in_every_way(
    path: str, server: str
) -> None:
    def fields(answer: Response) -> dict[str, str]:
        names = {name.lower() for name in answer.headers} - OF_ONE_ANSWER
        return {name: ", ".join(answer.headers.get_all(name) or ()) for name in names}

    by_flask = request(
        server,
        path,
        "GET",
        None,
        Accept="text/html",
        If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT",
    )
    first, again = (
        request(server, path, "GET", None, Accept="text/html") for _ in range(2)
    )
    assert by_flask.status == first.status == again.status == 200
    assert by_flask.body == first.body == again.body
    assert fields(by_flask) == fields(first) == fields(again)
    head = request(server, path, "HEAD", None, Accept="text/html")
    assert (head.status, head.body, fields(head)) == (200, b"", fields(first))
    packed = request(
        server, path, "GET", None, Accept="text/html", Accept_Encoding="gzip"
    )
    assert gzip.decompress(packed.body) == first.body
    for answer in (first, packed):
        told = {
            "If_None_Match": answer.headers["ETag"],
            "Accept_Encoding": answer.headers.get("Content-Encoding", ""),
        }
        assert (
            request(server, path, "GET", None, Accept="text/html", **told).status == 304
        )


def test_pages_are_kept_for_each_format_and_address(limited: str) -> None:
    page, turtle = (
        request(limited, "/doc/osce", "GET", None, Accept=form)
        for form in ("text/html", "text/turtle")
    )
    assert (page.type, turtle.type) == ("text/html", "text/turtle")
    for host in ("one.example", "two.example"):
        told = {
            "X_Forwarded_Host": host,
            "X_Forwarded_Prefix": f"/{host[:3]}",
            "Accept": "text/html",
        }
        answer = request(limited, "/doc/osce", "GET", None, **told)
        assert f"<http://{host}/{host[:3]}/doc/osce.ttl>" in str(
            answer.headers.get_all("Link")
        )
        assert f'href="/{host[:3]}/sparql"' in answer.body.decode()


def test_what_is_not_here_is_no_page_that_is_kept(server: str) -> None:
    for _ in range(2):
        answer = request(
            server,
            "/doc/nowhere",
            "GET",
            None,
            Accept="text/html",
            Accept_Encoding="gzip",
        )
        assert (answer.status, answer.headers.get("ETag")) == (404, None)
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_without_trusted_proxies_their_headers_are_not_believed(server: str) -> None:
    told = {"X_Forwarded_Prefix": "/lod", "X_Forwarded_Host": "evil.example"}
    assert b"evil.example" not in request(server, "/sparql", "GET", None, **told).body


def test_health_tells_the_release(server: str, release: Release) -> None:
    answer = request(server, "/health")
    assert answer.status == 200
    assert answer.json["status"] == "ok"
    assert answer.json["checksum"] == release.checksum
    assert answer.json["triples"] == release.triples
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_access_log_tells_time_and_rows_and_no_secret(
    release: Release, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    with serving(release, "--access-log", str(log)) as (_, address):
        request(
            address, path_of(QUERY, password="sesame"), Authorization="Basic c2VzYW1l"
        )
        request(address, "/doc/kazakhstan")
    text = log.read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    answered = next(line for line in lines if line["path"] == "/sparql")
    assert (answered["method"], answered["status"], answered["rows"]) == ("GET", 200, 3)
    assert answered["milliseconds"] > 0
    assert answered["bytes"] > 100
    assert any(
        line["path"] == "/doc/kazakhstan" and "rows" not in line for line in lines
    )
    assert "sesame" not in text
    assert "c2VzYW1l" not in text


def test_a_running_query_is_answered_before_the_server_ends(release: Release) -> None:
    with serving(release, "--time", "2") as (process, address):
        answers: list[Response] = []
        thread = threading.Thread(
            target=lambda: answers.append(request(address, path_of(PRODUCT)))
        )
        thread.start()
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        thread.join(10)
        assert process.wait(10) == 0
    assert [answer.status for answer in answers] == [422]


def test_a_newer_release_is_taken_up_without_a_failed_request(tmp_path: Path) -> None:
    folder, releases = tmp_path / "folder", tmp_path / "releases"
    shutil.copytree(SMALL, folder)
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    old = build(Folder(folder), releases, is_draft=True)
    append(
        folder / "dataset" / "names.ttl",
        '\n:atlantis a dip:State ; rdfs:label "Atlantis"@en .\n',
    )
    with serving(old, at=releases / "latest") as (_, address):
        ask = path_of("ASK { ?x rdfs:label 'Atlantis'@en }")
        assert request(address, ask).json["boolean"] is False
        new = build(Folder(folder), releases, is_draft=True)
        statuses: list[int] = []
        for _ in range(100):
            answer = request(address, ask)
            statuses.append(answer.status)
            if answer.json["boolean"]:
                break
            time.sleep(0.1)
        assert set(statuses) == {200}
        assert request(address, "/health").json["checksum"] == new.checksum


def test_a_release_that_cannot_be_started_leaves_nothing_and_the_next_is_taken_up(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest, closed, tried = tmp_path / "latest", [], []
    latest.symlink_to(release.folder)
    copies = [
        shutil.copytree(release.folder, tmp_path / name) for name in ("one", "two")
    ]

    async def start(workers: Workers) -> None:
        tried.append(workers.release.folder.name)
        if tried[-1] == "one":
            raise EOFError
        await started(workers)

    async def close(workers: Workers, seconds: float | None = None) -> None:
        closed.append(workers.release.folder.name)
        await ended(workers, seconds)

    async def follow() -> None:
        settings = Settings()
        uptake = Uptake(Backend(release, settings), latest, settings)
        await uptake.backend.start()
        looking = asyncio.create_task(uptake.look())
        for copy in copies:
            latest.unlink()
            latest.symlink_to(copy)
            while copy.name not in tried or (copy.name == "one" and not closed):
                await asyncio.sleep(0.05)
        while uptake.backend.release.folder.name != "two":
            await asyncio.sleep(0.05)
        looking.cancel()
        await uptake.close()

    started, ended = Workers.start, Workers.close
    monkeypatch.setattr("diplomatica.web.gateway.uptake._LOOKS_AFTER", 0.05)
    monkeypatch.setattr(Workers, "start", start)
    monkeypatch.setattr(Workers, "close", close)
    asyncio.run(asyncio.wait_for(follow(), 60))
    assert list(dict.fromkeys(tried)) == [release.folder.name, "one", "two"]
    assert closed[0] == "one"


def test_no_query_holds_up_the_event_loop(server: str) -> None:
    for query in ("ASK{}#NOW" + "#" * 2000, "ASK{}#" + "NOW " * 100_000):
        start = time.monotonic()
        request(
            server,
            "/sparql",
            "POST",
            query.encode(),
            Content_Type="application/sparql-query",
        )
        assert time.monotonic() - start < 5


def test_a_request_that_ends_early_is_never_taken_for_a_whole_one(server: str) -> None:
    where, body = (
        urlsplit(server),
        f"query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}",
    )
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    for framing in (
        f"Content-Length: {len(body) + 40}\r\n\r\n{body}",
        f"Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\nZZ\r\n",
    ):
        with socket.create_connection(
            (where.hostname, where.port or 80), timeout=10
        ) as connection:
            connection.sendall((head + framing).encode())
            connection.shutdown(socket.SHUT_WR)
            received = b"".join(iter(lambda: connection.recv(65536), b""))
        assert not received.startswith(b"HTTP/1.1 200")


def test_more_parameters_than_anyone_sends_are_refused_at_once(server: str) -> None:
    answer = request(
        server,
        "/sparql",
        "POST",
        b"&a=" * 500_000,
        Content_Type="application/x-www-form-urlencoded",
    )
    assert (answer.status, answer.json["title"]) == (400, "Too many parameters")


def test_a_host_that_is_none_is_400(server: str) -> None:
    answer = request(server, "/id/kazakhstan", Host="a>b")
    assert (answer.status, answer.type) == (400, "application/problem+json")


def test_a_request_that_outlasts_its_release_is_still_answered(
    variants: list[Release], tmp_path: Path
) -> None:
    followed, body = Followed(tmp_path, variants), b"query=ASK{}"
    followed.lead_to(0)
    with serving(variants[0], at=followed.link) as (_, address):
        where = urlsplit(address)
        with socket.create_connection(
            (where.hostname, where.port or 80), timeout=20
        ) as connection:
            head = (
                "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: "
                "application/x-www-form-urlencoded\r\n"
            )
            connection.sendall(
                f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                + body[:5]
            )
            followed.lead_to(1)
            newer = followed.checksums[1]
            until(lambda: request(address, "/health").json["checksum"] == newer)
            connection.sendall(body[5:])
            assert connection.recv(100).split()[1] == b"200"
