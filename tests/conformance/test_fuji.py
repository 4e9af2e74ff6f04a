"""What F-UJI (metrics 0.8) looks for, metric by metric, with the headers that it sends.

What is left needs the outside world: FsF-F1-02MD asks that the persistent identifier
redirects to this site.
"""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, PROV, RDF, VOID, Graph, Namespace, URIRef
from werkzeug.test import TestResponse

from conftest import BASE

# its own, on JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DATASET = URIRef(f"{BASE}dataset")
PAGE = "text/html, */*"
RDF_TYPES = (
    "text/turtle, application/turtle, application/x-turtle;q=0.8, "
    "application/rdf+xml, text/n3;q=0.9, "
    "text/rdf+n3;q=0.9,application/ld+json"
)
# Licences by their addresses in the list of SPDX, as far as data is under them.
SPDX = re.compile(
    r"https://creativecommons\.org/(licenses/by/4\.0|publicdomain/zero/1\.0)/"
)
ACCESS = re.compile(
    r"http://publications\.europa\.eu/resource/authority/access-right/(PUBLIC|RESTRICTED|NON_PUBLIC)"
)
LONG_TERM = re.compile(r"(^text)[/]|[/+](xml|text|json)")


def asked(client: FlaskClient, accept: str) -> TestResponse:
    return client.get("/dataset", headers={"Accept": accept})


@pytest.fixture(scope="module")
def graph(published_client: FlaskClient) -> Graph:
    answer = asked(published_client, RDF_TYPES)
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    return Graph().parse(answer.data, format="turtle")


@pytest.fixture(scope="module")
def node(published_client: FlaskClient) -> Any:
    answer = asked(published_client, PAGE)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    (script,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL
    )
    return json.loads(script)


def test_f1_01md_the_dataset_has_an_address_as_its_identifier(node: Any) -> None:
    assert node["@id"] == node["identifier"] == str(DATASET)


def test_f1_02md_it_is_of_a_scheme_for_persistent_ones() -> None:
    assert re.match(r"https?://(w3id\.org|purl\.org|doi\.org)/", str(DATASET))


@pytest.mark.parametrize(
    "term",
    [
        "creator",
        "name",
        "identifier",
        "datePublished",
        "publisher",
        "@type",
        "description",
        "keywords",
    ],
)
def test_f2_01m_core_metadata_is_there(term: str, node: Any) -> None:
    assert node[term]
    if term in ("creator", "publisher"):
        assert all(one["name"] for one in node[term])


def test_f3_01m_the_metadata_leads_to_the_data(
    node: Any, published_client: FlaskClient
) -> None:
    links = asked(published_client, PAGE).headers.getlist("Link")
    for one in node["distribution"]:
        assert any(
            link.startswith(f'<{one["contentUrl"]}>; rel="item"') for link in links
        )


@pytest.mark.parametrize(
    ("accept", "form", "media_type"),
    [
        ("application/ld+json", "json-ld", "application/ld+json"),
        ("application/rdf+xml", "xml", "application/rdf+xml"),
        (RDF_TYPES, "turtle", "text/turtle"),
    ],
)
def test_i1_01m_the_metadata_is_to_be_had_as_rdf(
    accept: str, form: str, media_type: str, published_client: FlaskClient
) -> None:
    answer = asked(published_client, accept)
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert (DATASET, RDF.type, DCAT.Dataset) in Graph().parse(
        data=answer.data, format=form
    )


def test_f4_01m_a_page_for_search_engines_comes_first(
    published_client: FlaskClient,
) -> None:
    assert asked(published_client, PAGE).mimetype == "text/html"


def test_a1_01m_the_access_right_is_of_a_known_list_and_no_licence(
    graph: Graph, node: Any
) -> None:
    (right,) = graph.objects(DATASET, DCTERMS.accessRights)
    assert ACCESS.fullmatch(str(right))
    assert node["conditionsOfAccess"] == str(right)
    assert node["isAccessibleForFree"] is True


def test_a1_02md_metadata_and_data_are_retrieved(
    node: Any, published_client: FlaskClient
) -> None:
    assert len(node["distribution"]) > 5
    for one in node["distribution"]:
        with published_client.head(one["contentUrl"]) as answer:
            assert answer.status_code == 200


def test_i2_01m_the_metadata_uses_known_vocabularies(graph: Graph) -> None:
    used = {str(term) for triple in graph for term in triple[1:]}
    for space in (
        str(DCAT),
        str(VOID),
        str(PROV),
        "http://xmlns.com/foaf/0.1/",
        "http://spdx.org/rdf/terms#",
    ):
        assert any(term.startswith(space) for term in used), space


def test_i3_01m_it_is_related_to_other_things(graph: Graph, node: Any) -> None:
    assert list(graph.objects(DATASET, DCTERMS.source))
    assert list(graph.objects(None, DCTERMS.isVersionOf)) == [DATASET]
    assert node["isBasedOn"]
    assert node["includedInDataCatalog"]


def test_r1_01m_one_distribution_at_least_has_a_type_and_a_size_that_is_true(
    node: Any, published_client: FlaskClient
) -> None:
    assert node["@type"] == "Dataset"
    first = node["distribution"][0]
    with published_client.get(first["contentUrl"]) as answer:
        assert (answer.mimetype, str(len(answer.data))) == (
            first["encodingFormat"],
            first["contentSize"],
        )


def test_r1_1_01m_the_licence_is_a_known_one(graph: Graph, node: Any) -> None:
    (licence,) = graph.objects(DATASET, DCTERMS.license)
    assert SPDX.fullmatch(str(licence))
    assert node["license"] == str(licence)


def test_r1_2_01m_the_provenance_is_told_in_prov(graph: Graph) -> None:
    assert list(graph.objects(DATASET, PROV.wasDerivedFrom))
    assert list(graph.subjects(RDF.type, PROV.Activity))


def test_r1_3_01m_the_standard_of_the_metadata_is_of_a_community(graph: Graph) -> None:
    assert (DATASET, RDF.type, DCAT.Dataset) in graph


def test_r1_3_02d_the_first_format_is_for_long(node: Any) -> None:
    assert LONG_TERM.search(node["distribution"][0]["encodingFormat"])
