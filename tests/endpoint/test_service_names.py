"""Terms whose names have the word of a refused clause are asked about like any others."""

import csv

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

SERVICES = """
@prefix cv: <http://data.europa.eu/m8g/> . @prefix : <https://towns.org/id/> .
:list a cv:PublicServiceDataset ; cv:service :bins . :bins a cv:PublicService .
"""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("towns")
    (folder / "towns.ttl").write_text(SERVICES, "utf-8")
    release = build(bundle((folder / "towns.ttl",)), folder / "releases")
    return create_app(release).test_client()


@pytest.mark.parametrize(
    ("asked", "ending"),
    [("?x a cv:PublicServiceDataset", "list"), ("?y cv:service ?x", "bins")],
)
def test_a_prefix_of_the_data_hides_no_clause(
    asked: str, ending: str, towns: FlaskClient
) -> None:
    query = {"query": f"SELECT ?x {{ {asked} }}"}
    answer = towns.get("/sparql", query_string=query, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    rows = list(csv.reader(answer.text.splitlines()))
    assert rows == [["x"], [f"https://towns.org/id/{ending}"]]


def test_a_clause_is_refused_behind_a_prefix_of_the_data(towns: FlaskClient) -> None:
    query = {"query": "SELECT * { ?x a cv:Thing . SERVICE <http://127.0.0.1:9/> {} }"}
    answer = towns.get("/sparql", query_string=query)
    assert answer.status_code == 400
    assert "SERVICE" in answer.text
