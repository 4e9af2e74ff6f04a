"""The names that the editor completes, and those that a query without an answer has wrong."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from diplomatica.engine import Embedded

TERMS = "/sparql/terms.json"


def page(client: FlaskClient, query: str) -> str:
    return client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text


def test_classes_and_properties_come_with_labels_and_counts(
    client: FlaskClient, engine: Embedded
) -> None:
    response = client.get(TERMS)
    told = {term["name"]: term for term in response.get_json()["terms"]}
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.headers["ETag"]
    (row,) = engine.rows("SELECT (COUNT(*) AS ?count) { ?x a dip:Summit }")
    expected = {
        "name": "dip:Summit",
        "label": "summit",
        "kind": "class",
        "count": int(row["count"].value),  # type: ignore[union-attr]
    }
    assert told["dip:Summit"] == expected
    assert told["dip:chaired"]["kind"] == "property"
    assert (
        response.get_json()["prefixes"]["dip"]
        == "https://w3id.org/diplomatica/ontology#"
    )


def test_a_dataset_that_is_not_ours_has_terms_of_its_own(
    foreign_client: FlaskClient,
) -> None:
    told = foreign_client.get(TERMS).get_json()
    assert {"foaf:Person", "owl:sameAs"} <= {term["name"] for term in told["terms"]}
    assert told["prefixes"][""] == "https://example.org/news/id/"


@pytest.mark.parametrize(
    ("query", "name", "nearest"),
    [
        ("ASK { ?x a dip:Sumit }", "dip:Sumit", "dip:Summit"),
        ("SELECT * { ?x dip:chared ?y }", "dip:chared", "dip:chaired"),
        ("SELECT * { :kazakstan ?p ?y }", ":kazakstan", ":kazakhstan"),
        ("CONSTRUCT WHERE { :kazakstan ?p ?y }", ":kazakstan", ":kazakhstan"),
    ],
)
def test_a_name_that_occurs_nowhere_is_told_with_the_nearest(
    query: str, name: str, nearest: str, client: FlaskClient
) -> None:
    text = page(client, query)
    assert f"<code>{name}</code> occurs nowhere here." in text
    assert (
        f'href="/sparql?query={quote(query.replace(name, nearest), safe="/")}"><code>{nearest}</code>'
        in text
    )


@pytest.mark.parametrize(
    "query",
    [
        "ASK { :kazakhstan dip:chaired :kazakhstan }",
        'ASK { ?x dip:chaired "2010"^^xsd:nothing FILTER (xsd:decimal(?x) = 1) }',
        "PREFIX dip: <http://www.w3.org/2000/01/rdf-schema#> ASK { :osce dip:label 1 }",
    ],
)
def test_no_hint_is_given_where_all_names_occur(
    query: str, client: FlaskClient
) -> None:
    assert "occurs nowhere here" not in page(client, query)


def test_a_name_with_nothing_near_has_no_guess(foreign_client: FlaskClient) -> None:
    text = page(foreign_client, "ASK { <https://nowhere.example/qqqq> ?p ?x }")
    assert (
        "<code>&lt;https://nowhere.example/qqqq&gt;</code> occurs nowhere here.</li>"
        in text
    )
