"""The names that the editor completes, and those that a query without an answer has wrong."""

import html
import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from conftest import BASE
from diplomatica.engine import Embedded

TERMS = "/sparql/terms.json"


def page(client: FlaskClient, query: str) -> str:
    return client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text


def nearest_of(client: FlaskClient, query: str) -> str:
    """What the page proposes for the first name that occurs nowhere."""
    _, _, after = page(client, query).partition("occurs nowhere here.")
    assert after
    found = re.match(r" Did you mean <a [^>]*><code>([^ ]*?)</code>", after)
    return html.unescape(found[1]) if found else ""


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
        f'href="/sparql?query={quote(query.replace(name, nearest), safe="/")}">'
        f"<code>{nearest}</code>" in text
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


KAZAKHSTAN = f"{BASE}id/kazakhstan"
SLIPS = {
    f"<{BASE}id/kazakstan>": ":kazakhstan",
    f"<{BASE}id/Kazakhstan>": ":kazakhstan",
    f"<{KAZAKHSTAN.replace('https', 'http')}>": ":kazakhstan",
    f"<{BASE}ontology#chair>": "dip:chaired",
    f"<{BASE}ontology/chaired>": "dip:chaired",
    f"<{BASE}graph/nams>": "graph:names",
    "<https://www.wikidata.org/wiki/Q232>": "wd:Q232",
    "<https://www.wikidata.org/entity/Q232>": "wd:Q232",
    "wd:q232": "wd:Q232",
}


@pytest.mark.parametrize("name", SLIPS)
def test_the_nearest_to_a_whole_iri_is_of_its_namespace(
    name: str, client: FlaskClient
) -> None:
    assert nearest_of(client, f"ASK {{ ?x ?p {name} }}") == SLIPS[name]


@pytest.mark.parametrize(
    "name", ["wd:Q231", f"<{BASE}id/>", f"<{BASE}nowhere/kazakhstan>", "owl:qqqq"]
)
def test_what_is_near_to_nothing_has_no_guess(name: str, client: FlaskClient) -> None:
    assert nearest_of(client, f"ASK {{ ?x ?p {name} }}") == ""


OTHER = "PREFIX dip: <http://other/> "


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        (f"{OTHER}ASK {{ ?x a dip:Summit }}", f"<{BASE}ontology#Summit>"),
        (
            f"{OTHER}PREFIX d: <{BASE}ontology#> ASK {{ ?x a d:Sumit, dip:X }}",
            "d:Summit",
        ),
    ],
)
def test_the_prefixes_of_a_query_mean_what_it_says(
    query: str, nearest: str, client: FlaskClient
) -> None:
    assert nearest_of(client, query) == nearest


def test_the_last_of_many_names_tells_how_many_more_there_are(
    client: FlaskClient,
) -> None:
    names = " ".join(f"dip:qqqq{number}" for number in range(8))
    query = f"SELECT * {{ VALUES ?x {{ {names} }} ?x ?p ?y }}"
    text = page(client, query)
    assert text.count("occurs nowhere here.") == 5
    assert text.count("3 more names of this query occur nowhere.") == 1


@pytest.mark.parametrize(
    ("written", "meant"), [("when", "time"), ("where", "location"), ("who", "agent")]
)
def test_a_name_that_asks_in_everyday_words_is_known_by_its_meaning(
    written: str, meant: str, published_client: FlaskClient
) -> None:
    query = f"SELECT ?y {{ ?x dip:{written} ?y }}"
    shown = published_client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text
    assert f"<code>dip:{meant}</code></a>?" in shown.partition("Did you mean")[2]


def test_the_same_word_in_other_letters_is_meant_first(
    published_client: FlaskClient,
) -> None:
    query = "SELECT ?x { ?x a dip:city }"
    shown = published_client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text
    assert "<code>dip:City</code></a>?" in shown.partition("Did you mean")[2]
