"""What Google Dataset Search requires and recommends of the page of a dataset, and
schema.org on the other pages."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef

from conftest import ARTICLE, BASE
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

# its own, on JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SCHEMA = Namespace("https://schema.org/")
HOST = "https://data.example/"
RECOMMENDED = (
    "creator",
    "identifier",
    "isAccessibleForFree",
    "keywords",
    "license",
    "spatialCoverage",
    "temporalCoverage",
    "url",
    "version",
    "includedInDataCatalog",
    "isBasedOn",
    "publisher",
    "datePublished",
    "dateModified",
    "creditText",
)


def embedded(client: FlaskClient, path: str) -> Any:
    page = client.get(path, base_url=HOST, headers={"Accept": "text/html"}).text
    (script,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(script)


def expanded(node: Any) -> Graph:
    """The node as triples, with what schema.org's context says of these terms, and no
    other address of the Web."""
    assert node["@context"] == str(SCHEMA)
    addresses = ("license", "url", "contentUrl", "sameAs", "conditionsOfAccess")
    context = {"@vocab": str(SCHEMA), **{name: {"@type": "@id"} for name in addresses}}
    return Graph().parse(
        data=json.dumps({**node, "@context": context}), format="json-ld"
    )


@pytest.fixture(scope="module")
def node(published_client: FlaskClient) -> Any:
    return embedded(published_client, "/")


@pytest.mark.parametrize("path", ["/", "/dataset", "/release/0.1.0"])
def test_there_is_one_dataset_on_its_page(
    path: str, published_client: FlaskClient, node: Any
) -> None:
    assert embedded(published_client, path) == node
    assert list(expanded(node).subjects(RDF.type, SCHEMA.Dataset)) == [
        URIRef(f"{BASE}dataset")
    ]


def test_required_a_name_and_a_description_of_50_to_5000_characters(node: Any) -> None:
    assert node["name"] == "Diplomatica"
    assert 50 <= len(node["description"]) <= 5000


@pytest.mark.parametrize("term", RECOMMENDED)
def test_recommended_properties_are_there(term: str, node: Any) -> None:
    assert list(expanded(node).objects(URIRef(f"{BASE}dataset"), SCHEMA[term]))


def test_the_time_is_an_interval_of_iso_8601(node: Any) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", node["temporalCoverage"])


def test_makers_and_places_have_kinds_and_names(node: Any) -> None:
    for one in [
        *node["creator"],
        *node["publisher"],
        *node["spatialCoverage"],
        node["includedInDataCatalog"],
    ]:
        assert one["@type"] in ("Organization", "Person", "Place", "DataCatalog")
        assert one["name"]
        assert not one["name"].startswith("http")


def test_every_distribution_is_there_with_its_type_and_its_true_size(
    node: Any, published_client: FlaskClient, published: Release
) -> None:
    assert len(node["distribution"]) >= len(published.dumps())
    for one in node["distribution"]:
        assert one["@type"] == "DataDownload"
        assert one["contentUrl"].startswith(HOST)
        with published_client.get(
            one["contentUrl"], headers={"Accept-Encoding": "gzip"}
        ) as answer:
            assert (answer.status_code, answer.mimetype) == (200, one["encodingFormat"])
            assert len(answer.data) == int(one["contentSize"])


def test_every_address_on_the_page_of_the_dataset_is_absolute(node: Any) -> None:
    addresses = [
        str(one)
        for triple in expanded(node)
        for one in triple
        if isinstance(one, URIRef)
    ]
    assert len(addresses) > 20
    assert all(
        urlsplit(one).scheme == "https" or one.startswith("http://")
        for one in addresses
    )


def test_the_page_is_its_own_canonical_one_and_may_be_indexed(
    published_client: FlaskClient,
) -> None:
    answer = published_client.get("/", headers={"Accept": "text/html"})
    assert re.findall(r'<link rel="canonical" href="(.*?)">', answer.text) == [
        f"{BASE}dataset"
    ]
    assert "noindex" not in answer.text
    assert "X-Robots-Tag" not in answer.headers


def test_a_claim_tells_its_words_whose_they_are_and_where_they_appear(
    client: FlaskClient,
) -> None:
    graph = expanded(embedded(client, f"/claim/{ARTICLE}/osce-finale"))
    this = URIRef(f"{BASE}claim/{ARTICLE}/osce-finale")
    assert (this, RDF.type, SCHEMA.Claim) in graph
    assert str(graph.value(this, SCHEMA.text)).startswith(
        "The OSCE summit was held in Astana"
    )
    assert graph.value(this, SCHEMA.author) == URIRef(f"{BASE}id/liter-observer")
    assert graph.value(this, SCHEMA.appearance) == URIRef(f"{BASE}article/{ARTICLE}")
    assert graph.value(this, SCHEMA.isPartOf) == URIRef(f"{BASE}dataset")


def test_an_article_tells_what_is_known_of_it_and_no_licence(
    published_client: FlaskClient,
) -> None:
    graph = expanded(embedded(published_client, f"/article/{ARTICLE}"))
    this = URIRef(f"{BASE}article/{ARTICLE}")
    assert (this, RDF.type, SCHEMA.Article) in graph
    assert str(graph.value(this, SCHEMA.datePublished)) == "2018-10"
    assert str(graph.value(this, SCHEMA.sameAs)).startswith("https://astanatimes.com/")
    assert graph.value(this, SCHEMA.license) is None


def test_makers_are_persons_or_organizations_as_the_data_says(tmp_path: Path) -> None:
    said = """@prefix dcterms: <http://purl.org/dc/terms/> . @prefix e: <https://example.org/e/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <http://schema.org/> .
        e: a <http://www.w3.org/2002/07/owl#Ontology> ; dcterms:title "Boats" ;
            dcterms:creator "Ann Lee", <https://orcid.org/0000-0001-2345-6789>, e:bo, e:co, e:do .
        e:bo a foaf:Person ; foaf:name "Bo" . e:co a schema:Organization ; schema:name "Co" .
        e:do foaf:name "Do" . e:Boat a <http://www.w3.org/2002/07/owl#Class> ."""
    file = tmp_path / "boats.ttl"
    file.write_text(said, "utf-8")
    site = create_app(build(bundle((file,)), tmp_path / "releases")).test_client()
    made_by = embedded(site, "/")["creator"]
    assert "Ann Lee" in made_by
    assert {
        one["@id"].rpartition("/")[2]: one["@type"]
        for one in made_by
        if isinstance(one, dict)
    } == {
        "0000-0001-2345-6789": "Person",
        "bo": "Person",
        "co": "Organization",
        "do": "Thing",
    }


def test_a_dataset_of_another_base_is_found_as_well(
    foreign_client: FlaskClient,
) -> None:
    node = embedded(foreign_client, "/")
    assert (node["@id"], node["name"]) == (
        "https://example.org/news/dataset",
        "My <news> & more",
    )
    assert 50 <= len(node["description"]) <= 5000
    assert node["creator"] == ["Anna"]
    assert (
        not {"isAccessibleForFree", "publisher", "temporalCoverage", "isBasedOn"}
        & node.keys()
    )
