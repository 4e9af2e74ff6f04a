"""The query side of the SPARQL 1.1 Protocol, case by case of W3C's suite, against a real server.

The cases are named as there (sparql11/protocol/manifest). Where one needs data, graphs of the small dataset stand in
for the suite's own.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
import rdflib
from pyoxigraph import parse

from conftest import BASE, Response, request
from diplomatica.engine import Embedded, Limits
from diplomatica.model.formats import GRAPHS, RESULTS, TURTLE, Format
from diplomatica.model.statement import text_of

NAMES, ONTOLOGY, CATALOG = (f"{BASE}graph/{name}" for name in ("names", "ontology", "catalog"))
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
# What stands in one of the graphs, and in no other.
IN_NAMES = f"<{BASE}id/kazakhstan> rdfs:label ?name"
IN_ONTOLOGY = f"<{BASE}ontology> owl:versionInfo ?version"
IN_CATALOG = f"<{BASE}dataset> dcterms:publisher ?publisher"
SUITE = "http://kasei.us/2009/09/sparql/data/data0.rdf"


@dataclass(frozen=True)
class Case:
    """A request, and what must come of it."""

    method: str = "GET"
    parameters: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    kind: str = ""
    answer: bool | None = True
    accept: str = ""
    types: tuple[str, ...] = ("application/sparql-results+json", "application/sparql-results+xml")


def query(text: str) -> list[tuple[str, str]]:
    return [("query", text)]


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs, quote_via=quote).encode()


DEFAULTS = [("default-graph-uri", NAMES), ("default-graph-uri", ONTOLOGY)]
NAMED = [("named-graph-uri", NAMES), ("named-graph-uri", ONTOLOGY)]
OF_DEFAULTS = f"ASK {{ {IN_NAMES} . {IN_ONTOLOGY} }}"
OF_NAMED = f"ASK {{ GRAPH ?g1 {{ {IN_NAMES} }} GRAPH ?g2 {{ {IN_ONTOLOGY} }} }}"
OF_BOTH = f"ASK {{ {IN_CATALOG} GRAPH ?g1 {{ {IN_NAMES} }} GRAPH ?g2 {{ {IN_ONTOLOGY} }} }}"
GRAPH_TYPES = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
TABLE_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)

ANSWERED = {
    "query_get": Case(parameters=query("ASK {}")),
    "query_post_form": Case("POST", [("default-graph-uri", SUITE)], b"query=ASK%20%7B%7D", FORM),
    "query_post_direct": Case("POST", [("default-graph-uri", SUITE)], b"ASK {}", DIRECT),
    "query_dataset_default_graphs_get": Case(parameters=[*query(OF_DEFAULTS), *DEFAULTS]),
    "query_dataset_default_graphs_post": Case("POST", DEFAULTS, OF_DEFAULTS.encode(), DIRECT),
    "query_dataset_named_graphs_get": Case(parameters=[*query(OF_NAMED), *NAMED]),
    "query_dataset_named_graphs_post": Case("POST", NAMED, OF_NAMED.encode(), DIRECT),
    "query_dataset_full": Case("POST", [("default-graph-uri", CATALOG), *NAMED], OF_BOTH.encode(), DIRECT),
    "query_multiple_dataset": Case(
        "POST", [("default-graph-uri", CATALOG)],
        f"ASK FROM <{NAMES}> {{ {IN_CATALOG} FILTER NOT EXISTS {{ {IN_NAMES} }} }}".encode(), DIRECT,
    ),
    "query_content_type_select": Case("POST", [], b"SELECT (1 AS ?value) {}", DIRECT, None, types=TABLE_TYPES),
    "query_content_type_ask": Case("POST", [], b"ASK {}", DIRECT),
    "query_content_type_describe": Case("POST", [], b"DESCRIBE :kazakhstan", DIRECT, None, types=GRAPH_TYPES),
    "query_content_type_construct": Case(
        "POST", [], b"CONSTRUCT { <urn:s> <urn:p> 1 } {}", DIRECT, None, types=GRAPH_TYPES
    ),
}  # fmt: skip

REFUSED = {
    "bad_query_method": Case("PUT", query("ASK {}")),
    "bad_multiple_queries": Case(parameters=[*query("ASK {}"), *query("SELECT * {}")]),
    "bad_query_wrong_media_type": Case("POST", [], b"ASK {}", "text/plain"),
    "bad_query_missing_form_type": Case("POST", [], b"query=ASK%20%7B%7D"),
    "bad_query_missing_direct_type": Case("POST", [], b"ASK {}"),
    "bad_query_non_utf8": Case("POST", [], "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16"),
    "bad_query_syntax": Case(parameters=query("ASK {")),
    "update_post_form": Case("POST", [], form(("update", "CLEAR ALL")), FORM),
    "update_post_direct": Case("POST", [], b"CLEAR ALL", UPDATE),
    "update_dataset_default_graph": Case(
        "POST", [("using-graph-uri", NAMES)], form(("update", "CLEAR ALL"), ("using-graph-uri", NAMES)), FORM
    ),
    "update_dataset_default_graphs": Case(
        "POST", [("using-graph-uri", NAMES), ("using-graph-uri", CATALOG)], b"CLEAR ALL", UPDATE
    ),
    "update_dataset_named_graphs": Case("POST", [("using-named-graph-uri", NAMES)], b"CLEAR ALL", UPDATE),
    "update_dataset_full": Case(
        "POST", [("using-graph-uri", NAMES), ("using-named-graph-uri", CATALOG)], b"CLEAR ALL", UPDATE
    ),
    "update_base_uri": Case("POST", [], b"BASE <http://x/> INSERT DATA { <a> <b> <c> }", UPDATE),
    "bad_update_get": Case(parameters=[("update", "CLEAR ALL")]),
    "bad_multiple_updates": Case("POST", [], form(("update", "CLEAR ALL"), ("update", "CLEAR ALL")), FORM),
    "bad_update_wrong_media_type": Case("POST", [], b"CLEAR ALL", "text/plain"),
    "bad_update_missing_form_type": Case("POST", [], b"update=CLEAR%20ALL"),
    "bad_update_non_utf8": Case("POST", [], "CLEAR ALL".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    "bad_update_syntax": Case("POST", [], form(("update", "CLEAR XYZ")), FORM),
    "bad_update_dataset_conflict": Case(
        "POST", [("using-named-graph-uri", NAMES)], form(("update", "DELETE { ?s ?p ?o } USING <urn:x> WHERE {}")), FORM
    ),
    # beyond the suite
    "an_update_as_a_query": Case(parameters=query("CLEAR ALL")),
    "no_query_in_a_form": Case("POST", [], b"", FORM),
    "bytes_that_are_not_utf8": Case(parameters=[("query", "ASK { ?s ?p '\udcff' }")]),
}  # fmt: skip


def send(server: str, case: Case, path: str = "/sparql") -> Response:
    headers = {**({"Content_Type": case.kind} if case.kind else {}), **({"Accept": case.accept} if case.accept else {})}
    target = path + (f"?{urlencode(case.parameters, errors='surrogateescape')}" if case.parameters else "")
    return request(server, target, case.method, case.body or None, **headers)


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("name", ANSWERED)
def test_what_the_protocol_wants_answered_is_answered(name: str, path: str, server: str) -> None:
    case = ANSWERED[name]
    response = send(server, case, path)
    assert response.status == 200, response.body
    assert response.type in case.types
    if case.answer is not None:
        assert response.json["boolean"] is case.answer


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_protocol_wants_refused_is_a_clear_4xx(name: str, server: str) -> None:
    response = send(server, REFUSED[name])
    assert 400 <= response.status < 500
    assert response.type == "application/problem+json"
    assert response.json["status"] == response.status
    assert response.json["title"]
    assert response.json["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("accept", TABLE_TYPES)
def test_a_table_in_each_of_its_types(accept: str, server: str) -> None:
    response = send(server, Case("POST", [], b"SELECT (1 AS ?value) {}", DIRECT, accept=accept))
    assert (response.status, response.type) == (200, accept)
    assert b"1" in response.body


SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_the_service_description_says_the_same_in_every_format(form: Format, server: str) -> None:
    turtle = request(server, "/sparql", Accept="text/turtle")
    other = request(server, "/sparql", Accept=form.media_type)
    assert (other.status, other.type) == (200, form.media_type)
    triples = {str(quad.triple) for quad in parse(other.body, format=form.rdf)}
    assert triples == {str(quad.triple) for quad in parse(turtle.body, format=TURTLE.rdf)}


def test_the_service_description_names_the_address_that_was_asked(server: str) -> None:
    graph = rdflib.Graph().parse(data=request(server, "/sparql").body, format="turtle")
    (service,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SD}Service"))
    assert str(service) == f"{server}sparql"
    assert graph.value(service, rdflib.URIRef(f"{SD}endpoint")) == service


def test_the_service_description_tells_what_is_so(server: str, engine: Embedded) -> None:
    graph = rdflib.Graph().parse(data=request(server, "/sparql").body, format="turtle")
    named = {str(name) for name in graph.objects(None, rdflib.URIRef(f"{SD}name"))}
    assert named == {text_of(row["g"]) for row in engine.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    (service,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SD}Service"))
    formats = {str(form).rpartition("/")[2] for form in graph.objects(service, rdflib.URIRef(f"{SD}resultFormat"))}
    assert len(formats) == len(GRAPHS) + len(RESULTS)
    schema = rdflib.Namespace("https://schema.org/")
    limits = {
        str(limit).rpartition("#limit-")[2]: float(str(graph.value(limit, schema.value)))
        for limit in graph.objects(service, schema.additionalProperty)
    }
    usual = Limits()
    assert limits == {
        "time": usual.seconds, "memory": usual.memory, "length": usual.answer, "query-length": usual.query,
        "at-once": usual.at_once,
    }  # fmt: skip
