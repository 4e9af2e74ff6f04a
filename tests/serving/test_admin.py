"""The queries that are running, told to whoever runs the server, and ended by them."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result

from conftest import Response, request, serving
from diplomatica.cli import main
from diplomatica.model.dataset.release import Release

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(f"{TOKEN}\n", "ascii")
    return file


@pytest.fixture(scope="module")
def watched(release: Release, token: Path) -> Iterator[str]:
    with serving(release, "--admin-token-file", str(token), "--time", "60") as (
        _,
        address,
    ):
        yield address


def told(server: str, path: str = "", method: str = "GET") -> Response:
    shown = f"Bearer {TOKEN}"
    return request(server, f"/admin/queries{path}", method, Authorization=shown)


@pytest.fixture
def running(watched: str) -> Iterator[tuple[int, "list[Response]"]]:
    """The number of a query that runs, and where its answer comes to stand."""
    answers: list[Response] = []
    path = f"/sparql?query={quote(LONG)}"
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: answers.append(request(watched, path)))
        number = _number(watched)
        yield number, answers
        told(watched, f"/{number}", "DELETE")
        asking.result(30)


def _number(server: str) -> int:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        found = [one for one in told(server).json["queries"] if one["query"] == LONG]
        if found:
            return int(found[0]["number"])
        time.sleep(0.05)
    raise AssertionError("the query never ran")


def ps(server: str, token: Path, *options: str) -> Result:
    """The command, in this process: the query that it tells of takes a core meanwhile."""
    given = ["--url", server, "--admin-token-file", str(token), *options]
    return CliRunner().invoke(main, ["ps", *given])


def test_a_query_is_told_with_its_age_client_and_cost(
    watched: str, running: tuple[int, list[Response]]
) -> None:
    (found,) = [one for one in told(watched).json["queries"] if one["query"] == LONG]
    assert found["client"] == "127.0.0.1"
    assert found["waiting"] is False
    assert found["process"] > 1
    assert 0 < found["seconds"] < 60
    assert found["memory_bytes"] > 1 << 20
    assert found["processor_seconds"] >= 0


def test_a_query_that_is_ended_tells_its_client_who_did_it(
    watched: str, running: tuple[int, list[Response]]
) -> None:
    number, answers = running
    assert told(watched, f"/{number}", "DELETE").status == 204
    until = time.monotonic() + 5
    while not answers and time.monotonic() < until:
        time.sleep(0.02)
    assert answers[0].status == 503
    assert "Whoever runs this server has ended this query" in answers[0].json["detail"]
    assert told(watched, f"/{number}", "DELETE").status == 404


def test_on_the_command_line_queries_are_listed_and_ended(
    watched: str, token: Path, running: tuple[int, list[Response]]
) -> None:
    number, _ = running
    listed = ps(watched, token).stdout.splitlines()
    assert listed[0].split()[:4] == ["number", "seconds", "cpu", "MiB"]
    assert listed[1].split()[0] == str(number)
    assert LONG[:40] in listed[1]
    (found,) = json.loads(ps(watched, token, "--json").stdout)
    assert found["query"] == LONG
    ended = ps(watched, token, "--end", str(number))
    assert ended.stdout.startswith(f"The query {number} was ended")
    assert ps(watched, token).stdout == "No query is running.\n"


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}"])
@pytest.mark.parametrize("path", ["", "/1", "/nonsense"])
def test_without_the_token_nothing_is_told(watched: str, shown: str, path: str) -> None:
    fields = {"Authorization": shown} if shown else {}
    answer = request(watched, f"/admin/queries{path}", "GET", None, **fields)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_of_another_site_cannot_read_what_is_told(watched: str) -> None:
    answer = told(watched)
    assert answer.status == 200
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("", "POST", 405), ("/1", "GET", 405), ("/0", "DELETE", 404), ("/x", "GET", 404)],
)
def test_what_cannot_be_asked_is_told_so(
    watched: str, path: str, method: str, status: int
) -> None:
    assert told(watched, path, method).status == status


def test_without_a_token_nothing_of_it_is_there(server: str) -> None:
    assert told(server).status == 404


def test_a_token_that_could_be_guessed_is_refused(
    release: Release, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("secret", "ascii")
    refused = ps("http://127.0.0.1:9", file)
    assert refused.exit_code == 2
    assert "16 or more characters" in refused.stderr


def test_a_server_that_does_not_answer_is_told(token: Path) -> None:
    refused = ps("http://127.0.0.1:9", token)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: http://127.0.0.1:9: it does not answer")


def test_the_token_is_never_shown(token: Path) -> None:
    command = [sys.executable, "-m", "diplomatica", "serve", "--show-settings"]
    shown = subprocess.run(
        [*command, "--admin-token-file", str(token)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert f'admin-token-file = "{token}"' in shown.stdout
    assert TOKEN not in shown.stdout
