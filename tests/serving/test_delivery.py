"""Files over HTTP: ranges, validators and resuming with clients that are not ours, and
readers that are slow."""

import hashlib
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conftest import ARTICLE, Response, request, serving
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.model.formats import JSONLD, NQUADS, TURTLE
from diplomatica.pipeline.writing.publication import seal
from processes import family, memory

NQ = "dumps/diplomatica.nq"
GZ = "dumps/diplomatica.ttl.gz"
SLOW = 90  # more than there are threads for pages, and fewer than one client may be


@pytest.fixture
def whole(release: Release) -> bytes:
    return release.dump(NQUADS).read_bytes()


def ask(server: str, path: str = NQ, method: str = "GET", **headers: str) -> Response:
    return request(server, f"/{path}", method, None, **headers)


@pytest.mark.parametrize(
    ("asked", "part", "content_range"),
    [
        ("bytes=0-0", slice(0, 1), "bytes 0-0/{}"),
        ("bytes=100-199", slice(100, 200), "bytes 100-199/{}"),
        ("bytes=-5", slice(-5, None), None),
        ("bytes=100-", slice(100, None), None),
        ("bytes=0-999999999", slice(None), None),
    ],
)
def test_a_range_is_206_with_those_bytes(
    asked: str, part: slice, content_range: str, server: str, whole: bytes
) -> None:
    answer = ask(server, Range=asked)
    assert (answer.status, answer.body) == (206, whole[part])
    told = answer.headers["Content-Range"]
    assert (
        told == content_range.format(len(whole))
        if content_range
        else told.endswith(f"/{len(whole)}")
    )


@pytest.mark.parametrize(
    "path", ["/dumps/diplomatica.nq", "/dumps/", "/sparql?query=ASK+{}", "/live"]
)
def test_an_answer_has_one_date(server: str, path: str) -> None:
    answer = request(server, path, "HEAD")
    dates = answer.headers.get_all("Date") or []
    assert (answer.status, len(dates)) == (200, 1)


def test_caches_are_told_that_a_day_leads_elsewhere(server: str) -> None:
    path = "/sparql?query=ASK+{}"
    dated = request(server, path, Accept_Datetime="Sat, 28 Nov 2026 00:00:00 GMT")
    assert "Accept-Datetime" in dated.headers["Vary"]
    assert "Accept-Datetime" in request(server, path).headers["Vary"]


@pytest.mark.parametrize("asked", ["items=0-1", "bytes=0-1,5-6", "bytes=x", "bytes"])
def test_what_is_no_single_range_of_bytes_is_passed_over(
    asked: str, server: str, whole: bytes
) -> None:
    answer = ask(server, Range=asked)
    assert (answer.status, answer.body) == (200, whole)


def test_a_range_past_the_end_is_416_with_the_length(server: str, whole: bytes) -> None:
    answer = ask(server, Range=f"bytes={len(whole)}-")
    assert (answer.status, answer.type) == (416, "application/problem+json")
    assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_range_of_another_state_is_the_whole_file(server: str, whole: bytes) -> None:
    etag = ask(server, method="HEAD").headers["ETag"]
    assert ask(server, Range="bytes=1-2", If_Range=etag).body == whole[1:3]
    answer = ask(server, Range="bytes=1-2", If_Range='"other"')
    assert (answer.status, answer.body) == (200, whole)


@pytest.mark.parametrize(
    "path", [NQ, GZ, "dumps/SHA256SUMS", f"article/{ARTICLE}/text"]
)
def test_head_has_the_headers_of_get_even_with_a_range(path: str, server: str) -> None:
    got, head = ask(server, path), ask(server, path, "HEAD", Range="bytes=1-2")
    assert (head.status, head.body) == (200, b"")
    for answer in (got, head):
        for one in ("Date", "X-Request-Id", "Server-Timing"):
            del answer.headers[one]
    assert dict(head.headers) == dict(got.headers)
    assert int(got.headers["Content-Length"]) == len(got.body)


def test_who_has_the_file_gets_304(server: str) -> None:
    etag = ask(server).headers["ETag"]
    answer = ask(server, If_None_Match=etag)
    assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)


def test_headers_tell_the_checksum_and_no_date_and_nothing_of_this_machine(
    server: str, release: Release
) -> None:
    answer = ask(server, Range="bytes=1-2")
    assert answer.headers["ETag"].strip('"') == release.sums["diplomatica.nq"][:32]
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "Last-Modified" not in answer.headers
    assert not [name for name in answer.headers if "sendfile" in name.lower()]


def test_a_packed_dump_is_a_file_of_gzip_whatever_a_client_takes(
    server: str, release: Release
) -> None:
    answer = ask(server, GZ, Accept_Encoding="gzip")
    assert (answer.status, answer.type) == (200, "application/gzip")
    assert "Content-Encoding" not in answer.headers
    assert hashlib.sha256(answer.body).hexdigest() == release.sums["diplomatica.ttl.gz"]


def test_a_plain_dump_is_never_packed_on_its_way(server: str, whole: bytes) -> None:
    answer = ask(server, Accept_Encoding="gzip")
    assert ("Content-Encoding" in answer.headers, answer.body) == (False, whole)


def test_the_address_of_a_release_stays_and_the_newest_is_asked_again(
    server: str, release: Release
) -> None:
    fixed = ask(server, f"release/{release.version}/{NQ}")
    assert fixed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ask(server).headers["Cache-Control"] == "public, max-age=60"
    assert ask(server).body == fixed.body
    assert ask(server, f"release/9.9/{NQ}").status == 404


@pytest.mark.parametrize(
    "path", ["dumps/../release.json", "dumps/%2e%2e/x.nt", "dumps/x.ttl.gz"]
)
def test_what_is_no_dump_is_404(path: str, server: str) -> None:
    assert ask(server, path).status == 404


@pytest.mark.parametrize("name", ["diplomatica.nq", "diplomatica.ttl.gz"])
def test_curl_resumes_a_download_and_sha256sum_finds_it_right(
    name: str, server: str, tmp_path: Path
) -> None:
    for part in ("--range 0-9999", "--continue-at -"):
        command = (
            f"curl --silent --fail {part} --output {name}.part "
            f"{server}dumps/{name}; cat {name}.part >> {name}"
        )
        command = (
            command
            if "range" in part
            else f"curl --silent --fail {part} --output {name} {server}dumps/{name}"
        )
        subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    subprocess.run(
        ["curl", "--silent", "--fail", "--remote-name", f"{server}dumps/SHA256SUMS"],
        cwd=tmp_path,
        check=True,
    )
    command = "sha256sum --check --ignore-missing SHA256SUMS"
    done = subprocess.run(
        command.split(), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, f"{name}: OK\n")


@pytest.fixture
def large(release: Release, tmp_path: Path) -> Release:
    """The release with a dump that no buffer of a connection holds."""
    folder = tmp_path / "large"
    shutil.copytree(release.folder, folder)
    with (folder / release.dump(JSONLD).name).open("ab") as file:
        file.write(b" \n" * (16 << 20))
    seal(folder)
    return open_release(folder)


def slow_reader(server: str, path: str) -> socket.socket:
    """A client that asks for something and does not read it."""
    where = urlsplit(server)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect((where.hostname, where.port))
    connection.sendall(
        f"GET /{path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode()
    )
    assert connection.recv(15) == b"HTTP/1.1 200 OK"
    return connection


def rest(connection: socket.socket) -> Iterator[bytes]:
    while chunk := connection.recv(1 << 20):
        yield chunk


def test_slow_readers_hold_neither_pages_nor_memory_and_get_all(large: Release) -> None:
    path = f"dumps/{large.dump(JSONLD).name}"
    with serving(large) as (process, server), ExitStack() as connections:
        before = memory(family(process.pid))
        readers = [
            connections.enter_context(slow_reader(server, path)) for _ in range(SLOW)
        ]
        for page in ("/health", "/", "/doc/osce", "/dumps/", f"/{GZ}"):
            assert request(server, page).status == 200
        assert (
            request(
                server, "/sparql?query=ASK%20%7B%20%3Fx%20a%20dip%3AEvent%20%7D"
            ).status
            == 200
        )
        assert memory(family(process.pid)) - before < SLOW * 3
        body = b"".join(rest(readers[-1])).partition(b"\r\n\r\n")[2]
        assert hashlib.sha256(body).hexdigest() == large.sums[large.dump(JSONLD).name]


def test_slow_readers_of_pages_hold_no_thread(server: str, release: Release) -> None:
    path = f"dumps/article/{ARTICLE}.{TURTLE.suffix}"
    with ExitStack() as connections:
        for _ in range(SLOW):
            connections.enter_context(slow_reader(server, path))
        assert request(server, "/health").json["checksum"] == release.checksum


def test_a_server_that_is_told_to_end_does_not_wait_for_slow_readers(
    large: Release,
) -> None:
    with (
        serving(large, "--time", "1") as (process, server),
        slow_reader(server, f"dumps/{large.dump(JSONLD).name}"),
    ):
        process.terminate()
        assert process.wait(15) == 0


def test_every_file_whose_checksum_is_told_can_be_fetched_and_checked(
    server: str, release: Release
) -> None:
    for name, checksum in release.sums.items():
        answer = ask(server, f"dumps/{name}")
        assert answer.status == 200, name
        assert (
            name == "SHA256SUMS" or hashlib.sha256(answer.body).hexdigest() == checksum
        )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_Match": '"other"'}, 412),
        ({"Range": "bytes=-99999999999"}, 200),
        ({"Range": "bytes=0-1", "If_Range": 'W/"x"'}, 200),
        ({"Range": "bytes=0-1"}, 206),
    ],
)
def test_conditions_and_odd_ranges_are_answered_as_the_standard_says(
    headers: dict[str, str], status: int, server: str, release: Release
) -> None:
    answer = request(server, "/dumps/diplomatica.ttl", "GET", None, **headers)
    assert answer.status == status
    assert status != 412 or answer.type == "application/problem+json"
    etag = request(server, "/dumps/diplomatica.ttl", "HEAD").headers["ETag"]
    assert (
        request(
            server, "/dumps/diplomatica.ttl", Range="bytes=0-1", If_None_Match=etag
        ).status
        == 304
    )


@pytest.mark.parametrize("host", ["xn--", "..", "a..b", ".a", "a>b", "x" * 64])
def test_what_is_no_host_is_refused(host: str, server: str) -> None:
    for path in ("/doc/kazakhstan", "/health"):
        answer = request(server, path, Host=host, Accept="text/html")
        assert (answer.status, answer.type) == (400, "application/problem+json")
