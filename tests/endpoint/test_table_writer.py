"""A format of tables that the engine cannot write is a row of its own, and no more."""

import json

import pytest
from flask.testing import FlaskClient

from diplomatica.engine import Answer, Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, JSON, Format
from diplomatica.web.sparql import protocol


def in_lines(body: bytes) -> bytes:
    """A line for each solution, with the values that it has; of ASK the one word."""
    told = json.loads(body)
    if "boolean" in told:
        return b"yes\n" if told["boolean"] else b"no\n"
    rows = told["results"]["bindings"]
    lines = [" ".join(cell["value"] for cell in row.values()) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


LINES = Format(
    name="lines",
    label="Lines",
    media_type="text/x-lines",
    suffix="lines",
    holds="results",
    table_writer=in_lines,
)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "OF_RESULTS", (*protocol.OF_RESULTS, LINES))


def test_the_engine_is_asked_for_json() -> None:
    assert LINES.engine_format is JSON
    assert CSV.engine_format is CSV


def test_an_engine_answers_in_it(release: Release) -> None:
    answer = Embedded(release).answer("SELECT ?a { VALUES ?a { 'one' } }", LINES, None)
    assert answer == Answer(b"one\n", LINES, 1)


def test_an_engine_tells_that_its_answer_is_no(release: Release) -> None:
    answer = Embedded(release).answer("ASK { FILTER (1 > 2) }", LINES, None)
    assert answer == Answer(b"no\n", LINES, 1, is_no=True)
    assert answer.is_empty


@pytest.mark.usefixtures("offered")
def test_the_endpoint_answers_in_it(client: FlaskClient) -> None:
    query = "SELECT ?a ?b { VALUES (?a ?b) { ('one' 'two') (UNDEF 'three') } }"
    headers = {"Accept": "text/x-lines"}
    answer = client.get("/sparql", query_string={"query": query}, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/x-lines")
    assert answer.data == b"one two\nthree\n"


@pytest.mark.usefixtures("offered")
def test_its_tag_is_not_that_of_another_format(client: FlaskClient) -> None:
    query = "SELECT ?a { VALUES ?a { 'one' } }"
    told = [
        client.get("/sparql", query_string={"query": query, "format": name})
        for name in ("lines", "json")
    ]
    tags = [answer.headers["ETag"] for answer in told]
    assert tags[0] != tags[1]
