"""Reconciliation Service API 0.2: what a client such as OpenRefine asks of a service."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

KAZAKHSTAN = "https://w3id.org/diplomatica/id/kazakhstan"


def told(client: FlaskClient, path: str, **form: Any) -> Any:
    """What is answered to a form, or to a GET without one."""
    sent = {name: json.dumps(value) for name, value in form.items()}
    answer = client.post(path, data=sent) if sent else client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.get_json()


def test_the_manifest_names_the_service_its_version_and_its_spaces(
    published_client: FlaskClient,
) -> None:
    manifest = told(published_client, "/reconcile")
    assert "0.2" in manifest["versions"]
    assert manifest["name"]
    assert all(manifest[space] for space in ("identifierSpace", "schemaSpace"))


def test_each_query_of_a_batch_has_its_candidates(
    published_client: FlaskClient,
) -> None:
    queries = {"a": {"query": "Kazakhstan", "limit": 2}, "b": {"query": "Atlantis"}}
    found = told(published_client, "/reconcile", queries=queries)
    assert {*found} == {"a", "b"}
    assert len(found["a"]["result"]) <= 2
    best = found["a"]["result"][0]
    assert {"id", "name", "type", "score", "match"} <= {*best}
    assert (best["name"], best["match"]) == ("Kazakhstan", True)
    assert found["b"]["result"] == []


@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_what_one_types_is_completed(what: str, published_client: FlaskClient) -> None:
    service = told(published_client, "/reconcile")["suggest"][what]
    prefix = {"entity": "kaz", "type": "sta", "property": "cha"}[what]
    path = service["service_url"].partition("//")[2].partition("/")[2]
    found = told(published_client, f"/{path}{service['service_path']}?prefix={prefix}")
    assert {"id", "name"} <= {*found["result"][0]}


def test_a_table_is_extended_with_properties(published_client: FlaskClient) -> None:
    asked = {"ids": [KAZAKHSTAN], "properties": [{"id": "wikidata"}]}
    found = told(published_client, "/reconcile", extend=asked)
    assert found["rows"][KAZAKHSTAN]["wikidata"][0]["str"] == "Q232"
