"""Every release answers at its own address, and as of a day (RFC 7089)."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from conftest import request, serving
from diplomatica.model.dataset.ledger import PublishedVersion
from diplomatica.model.dataset.release import Release
from diplomatica.web.app import app_of
from diplomatica.web.history.asof import of_day
from diplomatica.web.http.problem import Problem
from versions import folder, three

__all__ = ["folder", "three"]

BIRDS = "/sparql?query=ASK+%7B+%3Abirds+%3Fp+%3Fo+%7D"
DAYS = [
    PublishedVersion("d", "0.1.0", "2026-01-31", "a"),
    PublishedVersion("d", "0.2.0", "2026-03-01", "b"),
]


@pytest.fixture(scope="module")
def server(three: list[Release]) -> Iterator[str]:
    with serving(three[2], at=three[2].folder.parent / "latest") as (_, address):
        yield address


@pytest.fixture(scope="module")
def alone(three: list[Release]) -> FlaskClient:
    """The application of Flask without the server in front."""
    return app_of(str(three[2].folder)).test_client()


@pytest.mark.parametrize(
    ("version", "is_there"), [("0.1.0", False), ("0.2.0", True), ("0.3.0", False)]
)
def test_each_release_answers_queries_as_it_was(
    version: str, is_there: bool, server: str
) -> None:
    below = request(server, f"/release/{version}{BIRDS}")
    named = request(server, f"{BIRDS}&release={version}")
    assert (below.status, below.json["boolean"]) == (200, is_there)
    assert (named.status, named.json["boolean"]) == (200, is_there)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/release/0.1.0/doc/birds.ttl", 404),
        ("/release/0.2.0/doc/birds.ttl", 200),
        ("/doc/birds.ttl?release=0.2.0", 200),
        ("/release/0.3.0/doc/birds.ttl", 410),
        ("/release/0.1.0/", 200),
        ("/release/0.1.0", 200),
        ("/release/0.3.0/", 200),
        ("/release/0.3.0", 200),
        ("/release/9.0.0/", 404),
        ("/release/0.1.0/search?q=osce", 200),
        ("/release/0.1.0/ontology.ttl", 200),
        ("/release/0.1.0/validation", 200),
        ("/release/0.1.0/dumps/SHA256SUMS", 200),
        ("/release/0.2.0/changes.csv", 200),
        ("/release/0.1.0/static/diplomatica.css", 200),
        ("/release/9.0.0/doc/osce", 404),
        ("/release/9.0.0", 404),
        ("/doc/osce?release=9.0.0", 404),
        ("/sparql?query=ASK%7B%7D&release=9.0.0", 404),
        ("/dataset?release=9.0.0", 404),
        ("/ontology?release=9.0.0", 404),
        ("/reconcile?release=9.0.0", 404),
        ("/doc/osce?%72elease=9.0.0", 404),
        ("/sparql?query=ASK%7B%7D&rel%65ase=9.0.0", 404),
        ("/doc/birds.ttl?q=%20&%72%65lease=0.2.0", 200),
    ],
)
def test_every_address_can_be_asked_as_of_a_release(
    path: str, status: int, server: str, alone: FlaskClient
) -> None:
    assert request(server, path).status == status
    answer = alone.get(path)
    answer.close()
    assert answer.status_code == status


def test_an_old_answer_is_compared_with_that_of_the_newest_by_the_server(
    server: str,
) -> None:
    query = "SELECT+%28COUNT%28*%29+AS+%3Fn%29+%7B+%3Fx+a+dip%3AGroup+%7D"
    page = request(server, f"/release/0.1.0/cite?query={query}").body.decode()
    assert "It answers otherwise." in page
    assert re.search(r"It was \d+ in 0\.1\.0, and is \d+ in 0\.3\.0\.", page)


def test_the_links_of_an_old_page_stay_in_its_release(server: str) -> None:
    page = request(server, "/release/0.1.0/doc/kazcent.html").body.decode()
    ours = set(re.findall('href="(/[^"]*)"', page))
    assert len(ours) > 20
    assert [one for one in ours if not one.startswith("/release/0.1.0/")] == []
    assert (
        '<link rel="canonical" href="https://w3id.org/diplomatica/doc/kazcent">' in page
    )


@pytest.mark.parametrize("version", ["0.1.0", "0.3.0"])
def test_the_files_that_a_release_signposts_are_there(
    version: str, server: str
) -> None:
    page = request(server, f"/release/{version}", Accept="text/html")
    links = ", ".join(page.headers.get_all("link", []))
    items = re.findall('<([^>]*)>; rel="item"', links)
    paths = [urlsplit(one).path for one in items]
    assert f"/release/{version}/dumps/diplomatica.nq" in paths
    assert {request(server, path).status for path in paths} == {200}


def test_an_old_page_tells_its_time_and_where_others_are(server: str) -> None:
    answer = request(server, "/release/0.1.0/doc/osce.ttl")
    assert answer.headers["memento-datetime"] == "Tue, 24 Nov 2026 00:00:00 GMT"
    links = ", ".join(answer.headers.get_all("link") or [])
    assert f'<{server}doc/osce.ttl>; rel="original timegate"' in links
    assert f'<{server}timemap/doc/osce.ttl>; rel="timemap"' in links
    assert "memento-datetime" not in request(server, "/doc/osce.ttl").headers


def test_a_memento_client_comes_from_a_day_to_its_release(server: str) -> None:
    day = "Sat, 28 Nov 2026 12:00:00 GMT"
    gate = request(server, "/doc/osce.ttl", Accept_Datetime=day)
    assert (gate.status, gate.headers["vary"]) == (302, "Accept-Datetime")
    assert gate.headers["location"] == "../release/0.3.0/doc/osce.ttl"
    assert '<../doc/osce.ttl>; rel="original timegate"' in gate.headers["link"]
    times = request(server, "/timemap/doc/osce.ttl")
    assert times.type == "application/link-format"
    mementos = re.findall(
        r'<([^>]*)>; rel="(?:first |last )*memento"', times.body.decode()
    )
    assert [urlsplit(one).path for one in mementos] == [
        f"/release/{version}/doc/osce.ttl" for version in ("0.1.0", "0.2.0", "0.3.0")
    ]
    found = [request(server, urlsplit(one).path) for one in mementos]
    assert [one.status for one in found] == [200, 200, 200]


def test_a_day_that_is_none_is_told(server: str) -> None:
    answer = request(server, "/doc/osce", Accept_Datetime="yesterday")
    assert (answer.status, answer.type) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("Thu, 01 Jan 2026 00:00:00 GMT", "0.1.0"),
        ("Sat, 28 Feb 2026 23:59:59 GMT", "0.1.0"),
        ("Sun, 01 Mar 2026 00:00:00 GMT", "0.2.0"),
    ],
)
def test_a_day_leads_to_the_release_that_was_the_newest(day: str, version: str) -> None:
    found = of_day(day, DAYS)
    assert found is not None
    assert found.version == version


def test_what_is_no_day_is_no_release() -> None:
    with pytest.raises(Problem, match="Accept-Datetime"):
        of_day("2026-01-01", DAYS)


def test_a_release_whose_files_are_missing_is_told(
    three: list[Release], tmp_path: Path
) -> None:
    place = shutil.copytree(three[0].folder.parent, tmp_path / "copy", symlinks=True)
    shutil.rmtree(place / three[1].folder.name)
    client = app_of(str(place / "latest")).test_client()
    answer = client.get("/release/0.2.0/doc/birds")
    assert (answer.status_code, answer.content_type) == (
        503,
        "application/problem+json",
    )
