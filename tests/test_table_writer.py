"""A format of tables that the engine cannot write is a row of its own, and no more."""

import json

import pytest
from flask.testing import FlaskClient

from diplomatica.model.formats import CSV, JSON, Format
from diplomatica.web.sparql import protocol


def in_lines(body: bytes) -> bytes:
    """A line for each solution, with the values that it has."""
    rows = json.loads(body)["results"]["bindings"]
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
