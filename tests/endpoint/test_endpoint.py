"""The SPARQL endpoint over HTTP: as the server gives it in production, and as Flask alone does."""

import csv
import io
import json
import re
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import parse
from werkzeug.test import Client
from werkzeug.wrappers import Request

from conftest import BASE, request
from diplomatica.engine import Embedded, Limits
from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.engine.sparql.query import (
    form_of,
    is_volatile,
    makes_blank_nodes,
)
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import GRAPHS, JSON, READ, RESULTS, TURTLE, Format
from diplomatica.web.app import create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STATES = "SELECT ?state { ?state a dip:State }"
KAZAKHSTAN = "CONSTRUCT WHERE { :kazakhstan ?p ?o }"
COUNT = {"India", "Kazakhstan", "Lebanon"}


class Forward:
    """A WSGI application that asks a server and passes its answer on as it came."""

    def __init__(self, server: str) -> None:
        self._server = server

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        asked = Request(environ)
        fields = dict(asked.headers)
        target = asked.full_path if asked.query_string else asked.path
        body = asked.get_data() or None
        answer = request(self._server, target, asked.method, body, **fields)
        start_response(f"{answer.status} -", list(answer.headers.items()))
        return [answer.body]


@pytest.fixture(scope="module", params=["Flask alone", "the server"])
def client(
    request: pytest.FixtureRequest, release: Release, engine: Embedded
) -> Client:
    """Each way in which the endpoint is served."""
    if request.param == "Flask alone":
        return create_app(release, engine).test_client()
    return Client(Forward(request.getfixturevalue("server")))


def values(body: bytes) -> set[str]:
    rows = json.loads(body)["results"]["bindings"]
    return {row["state"]["value"].rpartition("/")[2].title() for row in rows}


def test_a_query_by_get(client: Client) -> None:
    response = client.get("/sparql", query_string={"query": STATES})
    assert response.status_code == 200
    assert response.mimetype == "application/sparql-results+json"
    assert values(response.data) == COUNT


def test_a_query_by_form(client: Client) -> None:
    response = client.post("/sparql", data={"query": STATES})
    assert response.status_code == 200
    assert values(response.data) == COUNT


def test_a_query_by_direct_post(client: Client) -> None:
    response = client.post(
        "/sparql", data=STATES.encode(), content_type="application/sparql-query"
    )
    assert response.status_code == 200
    assert values(response.data) == COUNT


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
def test_every_format_of_results(form: Format, client: Client) -> None:
    response = client.get(
        "/sparql", query_string={"query": STATES}, headers={"Accept": form.media_type}
    )
    assert response.headers["Content-Type"] == form.content_type
    assert "Accept" in response.headers["Vary"]
    assert (
        response.data
        == client.get(
            "/sparql", query_string={"query": STATES, "format": form.name}
        ).data
    )
    assert response.text.count(f"{BASE}id/") == 3


def test_csv_and_xml_are_read_by_the_standard_library(client: Client) -> None:
    rows = list(
        csv.reader(
            io.StringIO(
                client.get(
                    "/sparql", query_string={"query": STATES, "format": "csv"}
                ).text
            )
        )
    )
    assert rows[0] == ["state"]
    assert len(rows) == 4
    tree = ElementTree.fromstring(
        client.get("/sparql", query_string={"query": STATES, "format": "xml"}).text
    )
    assert len(tree.findall(".//{http://www.w3.org/2005/sparql-results#}uri")) == 3


@pytest.mark.parametrize(
    "form",
    [form for form in READ if form.holds == "triples"],
    ids=lambda form: form.name,
)
def test_every_format_of_triples(form: Format, client: Client) -> None:
    response = client.get(
        "/sparql",
        query_string={"query": KAZAKHSTAN},
        headers={"Accept": form.media_type},
    )
    assert response.headers["Content-Type"] == form.content_type
    assert {quad.subject.value for quad in parse(response.data, format=form.rdf)} == {
        f"{BASE}id/kazakhstan"
    }


def test_without_an_accept_header_a_program_gets_json_or_turtle(
    client: Client,
) -> None:
    assert (
        client.get("/sparql", query_string={"query": STATES}).mimetype
        == JSON.media_type
    )
    assert (
        client.get("/sparql", query_string={"query": KAZAKHSTAN}).mimetype
        == TURTLE.media_type
    )


def test_ask(client: Client) -> None:
    assert (
        client.get(
            "/sparql", query_string={"query": "ASK { ?x a dip:State }"}
        ).get_json()["boolean"]
        is True
    )


def test_describe(client: Client) -> None:
    assert (
        b'"Kazakhstan"@en'
        in client.get("/sparql", query_string={"query": "DESCRIBE :kazakhstan"}).data
    )


def test_the_words_behind_a_derived_triple(client: Client) -> None:
    query = "SELECT ?words { GRAPH ?why { :kazakhstan dip:chaired :osce } ?why dip:quote ?words }"
    (row,) = client.get("/sparql", query_string={"query": query}).get_json()["results"][
        "bindings"
    ]
    assert row["words"]["value"].startswith(
        "The OSCE summit was held in Astana in December 2010"
    )


def test_a_browser_gets_a_page_with_the_rows(client: Client) -> None:
    response = client.get(
        "/sparql",
        query_string={"query": STATES},
        headers={"Accept": "text/html,*/*;q=0.8"},
    )
    assert response.mimetype == "text/html"
    assert (
        f'href="/id/kazakhstan" title="{BASE}id/kazakhstan">Kazakhstan</a>'
        in response.text
    )
    assert "<small>:kazakhstan</small>" in response.text
    assert "3 rows" in response.text


def test_a_browser_gets_a_page_with_the_triples(client: Client) -> None:
    response = client.get(
        "/sparql", query_string={"query": KAZAKHSTAN}, headers={"Accept": "text/html"}
    )
    assert "skos:exactMatch wd:Q232" in response.text


def test_where_no_editor_was_packed_the_page_has_a_text_box(
    release: Release,
    engine: Embedded,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    client = create_app(release, engine).test_client()
    monkeypatch.setattr("diplomatica.web.sparql.sparql._EDITOR", tmp_path / "editor.js")
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    assert "<textarea" in page
    assert "vendor" not in page


def test_a_fault_is_shown_at_its_place(client: Client) -> None:
    query = "SELECT ?x {\n  ?x a dip:State ; ; dip:y . . }"
    page = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    )
    line, column = re.search(
        r'data-line="(\d+)" data-column="(\d+)"', page.text
    ).groups()  # type: ignore[union-attr]
    words, caret = re.search(
        r'class="place"><code>(.*)\n(.*)</code>', page.text
    ).groups()  # type: ignore[union-attr]
    assert page.status_code == 400
    assert query in page.text
    assert query.split("\n")[int(line) - 1].startswith(words.rstrip())
    assert caret == " " * (int(column) - 1) + "^"


def test_a_query_in_a_page_is_text_and_never_markup(client: Client) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) {}'
    page = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 2


def test_the_bare_address_is_a_page_for_a_browser_and_a_description_for_a_program(
    client: Client,
) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert "<textarea" in page.text
    described = client.get("/sparql", base_url="http://data.example/")
    assert described.mimetype == "text/turtle"
    triples = {str(quad.triple) for quad in parse(described.data, format=TURTLE.rdf)}
    endpoint = "<http://data.example/sparql>"
    assert (
        f"{endpoint} <http://www.w3.org/ns/sparql-service-description#endpoint> {endpoint}"
        in triples
    )


TWO = [f"{BASE}graph/names", f"{BASE}graph/ontology"]
FROM_TWO = f"SELECT * FROM <{TWO[0]}> FROM <{TWO[1]}> {{ ?s ?p ?o }}"
REFUSED: dict[str, tuple[dict[str, str | list[str]], int]] = {
    "what is no SPARQL": ({"query": "SELECT"}, 400),
    "an empty query": ({"query": ""}, 400),
    "two queries": ({"query": [STATES, STATES]}, 400),
    "an update": ({"update": "CLEAR ALL"}, 400),
    "an update as a query": ({"query": "DELETE WHERE { ?s ?p ?o }"}, 400),
    "another service": (
        {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"},
        400,
    ),
    "another service in disguise": (
        {"query": "SELECT * { sErViCe/**/SILENT<http://127.0.0.1:9/>{} }"},
        400,
    ),
    "another service without white space": (
        {"query": "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }"},
        400,
    ),
    "another service after a full stop": (
        {"query": "SELECT * { VALUES ?o { 1 } .SERVICE:x { ?a ?b ?c } }"},
        400,
    ),
    "another service in silence": (
        {"query": "SELECT * { SERVICESILENT<http://127.0.0.1:9/> { ?s ?p ?o } }"},
        400,
    ),
    "another service glued to a word": (
        {
            "query": (
                "SELECT * { OPTIONAL { ?s dip:verbatim "
                "trueSERVICE<http://127.0.0.1:9/> { ?a ?b ?c } } }"
            )
        },
        400,
    ),
    "another service in escapes": (
        {"query": "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"},
        400,
    ),
    "a default graph of two without white space": (
        {"query": "SELECT * FROM<http://x/a>FROM:names { ?s ?p ?o }"},
        400,
    ),
    "a function that there is not": (
        {"query": "SELECT (<http://x/f>(1) AS ?x) {}"},
        400,
    ),
    "a triple term in a format of RDF 1.1": (
        {
            "query": "CONSTRUCT { ?s ?p <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o } LIMIT 1",
            "format": "jsonld",
        },
        400,
    ),
    "a graph that is no IRI": ({"query": STATES, "default-graph-uri": "no iri"}, 400),
    "a format that there is not": ({"query": STATES, "format": "png"}, 406),
    "triples in a format for rows": ({"query": KAZAKHSTAN, "format": "csv"}, 406),
    "rows in a format for triples": ({"query": STATES, "format": "ntriples"}, 406),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_answered_says_why(what: str, client: Client) -> None:
    parameters, status = REFUSED[what]
    response = client.get("/sparql", query_string=parameters)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_same_parameters_by_form_are_refused_the_same(client: Client) -> None:
    for parameters, status in REFUSED.values():
        if "format" not in parameters:
            assert client.post("/sparql", data=parameters).status_code == status


def test_a_relative_iri_is_resolved_against_the_endpoints_own(
    client: Client,
) -> None:
    query = "SELECT (<x> AS ?x) (<#y> AS ?y) {}"
    response = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert response.text.splitlines()[1] == f"{BASE}x,{BASE}sparql#y"


def test_a_browser_sees_what_was_wrong_beside_its_query(client: Client) -> None:
    response = client.get(
        "/sparql",
        query_string={"query": "SELECT ?x { ?x a"},
        headers={"Accept": "text/html"},
    )
    assert response.status_code == 400
    assert "SELECT ?x { ?x a</textarea>" in response.text
    assert "This is not SPARQL" in response.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"ASK {}"),
        ("application/sparql-update", b"CLEAR ALL"),
        ("", b"ASK {}"),
    ],
)
def test_a_media_type_that_holds_no_query_is_415(
    kind: str, body: bytes, client: Client
) -> None:
    response = client.post("/sparql", data=body, content_type=kind)
    assert response.status_code == 415
    assert "application/sparql-query" in response.headers["Accept-Post"]


def test_a_post_of_nothing_is_told_how_to_ask(client: Client) -> None:
    response = client.post("/sparql")
    assert (response.status_code, response.mimetype) == (
        400,
        "application/problem+json",
    )
    assert "application/sparql-query" in response.get_json()["detail"]


def test_json_and_xml_name_a_format_for_tables_and_for_graphs(
    client: Client,
) -> None:
    for name, kind in (("json", "application/ld+json"), ("xml", "application/rdf+xml")):
        graph = client.get(
            "/sparql", query_string={"query": KAZAKHSTAN, "format": name}
        )
        table = client.get("/sparql", query_string={"query": STATES, "format": name})
        assert (graph.status_code, graph.mimetype) == (200, kind)
        assert table.mimetype == f"application/sparql-results+{name}"


MISTAKES = {
    "SELECT ?x { ?x foo:bar ?y ; a dip:State }": (
        1,
        "Nothing declares the prefix foo: Begin the query with PREFIX foo: <…>.",
    ),
    "SELECT ?x WHER { ?x a ?y }": (1, "line 1, column 16, after “SELECT ?x WHER”."),
    "SELCT ?x { ?x a ?y }": (
        1,
        "begins with SELECT, CONSTRUCT, DESCRIBE or ASK, and not with “SELCT”.",
    ),
    "SELECT ?x { ?x dip:time ?t FILTER (?t > 2010 }": (
        1,
        "A } closes nothing that is open there.",
    ),
    'SELECT ?x { ?x rdfs:label "Kazakhstan }': (
        1,
        'A text that begins with " does not end.',
    ),
    "SELECT ?x ?y {\n  ?x a ?y\n} GROUP BY ?x": (
        3,
        "what SELECT names is grouped by or aggregated",
    ),
    "SELECT (STR(?x) AS ?t) { ?x a ?y } GROUP BY STR(?x)": (1, "select ?name"),
    "SELECT * { ?x a ?y } GROUP BY ?x": (1, "SELECT names its columns, and not *"),
    "SELECT ?x { ?x a ?y BIND (1 AS ?x) }": (1, "BIND gives ?x a value"),
    "SELECT (1 AS ?n) (2 AS ?n) { ?x a ?y }": (1, "SELECT names ?n twice"),
    "SELECT (1 AS ?x) { ?x a ?y }": (1, "AS ?x names what the pattern has"),
    "SELECT ?x { VALUES (?x ?y) { (1 2) (1) } }": (1, "2 variables, and a row has 1"),
    "SELECT ?x { VALUES ?x { (1) } }": (1, "has no brackets around its values"),
    "SELECT ?x { ?x a ?y FILTER (COUNT(?y) > 1) }": (1, "COUNT stands in FILTER"),
    "SELECT ?x { _:a a ?x OPTIONAL { _:a a ?y } }": (1, "The label _:a stands in two"),
    "SELECT ?x COUNT(?y) { ?x a ?y } GROUP BY ?x": (1, "with its name, as in (COUNT"),
    "SELECT (STR(?x)) { ?x a ?y }": (1, "needs a name, as in (STR(?x) AS ?text)"),
    "SELECT ?x { ?x a <not iri> }": (1, "is no IRI"),
    "SELECT ?x {\n  ?x a ?y ": (
        2,
        "A { is not closed. It was read as far as line 2, column 11, after “?x a ?y”.",
    ),
    "SELECT ?x { ?x a ?y FILTER ?x > 3 }": (
        1,
        "FILTER needs brackets around its whole condition",
    ),
    "SELECT ?x { ?x a ?y FILTER (?x) > 3 }": (1, "FILTER needs brackets"),
    "SELECT ?x { ?x a ?y FILTER !BOUND(?x) }": (1, "FILTER needs brackets"),
    "SELECT ?x { ?x a ?y FILTER BOUND(?x) && ?y = 1 }": (1, "FILTER needs brackets"),
    "SELECT ?x { ?x a ?y } GROUP BY ?x HAVING COUNT(?y) > 3": (
        1,
        "HAVING needs brackets",
    ),
    "SELECT ?x { ?x a ?y BIND ?y AS ?z }": (1, "BIND needs brackets"),
    " ": (1, "line 1, column 2."),
}


@pytest.mark.parametrize(
    "filters",
    [
        "FILTER (?x = 1) FILTER REGEX(?x, 'a') ?x a ?y",
        "FILTER NOT EXISTS { ?x a ?z }",
        "FILTER EXISTS { ?x a ?z }",
        "FILTER xsd:boolean(?x)",
        "BIND (?y AS ?z)",
    ],
)
def test_brackets_that_are_there_are_not_asked_for(
    filters: str, client: Client
) -> None:
    query = "SELECT * { ?x a ?y " + filters + " ; ; dip:y . . }"
    told = client.get("/sparql", query_string={"query": query})
    assert told.status_code == 400
    assert "needs brackets" not in told.get_json()["detail"]


@pytest.mark.parametrize("query", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_it_may_be(
    query: str, client: Client
) -> None:
    line, told = MISTAKES[query]
    problem = client.post(
        "/sparql", data=query, content_type="application/sparql-query"
    ).get_json()
    assert problem["status"] == 400
    assert problem["line"] == line
    assert told in problem["detail"]
    assert "\\u{" not in problem["detail"]


def test_the_page_tells_the_limits_and_leads_to_examples_dumps_and_description(
    client: Client,
) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    assert "may run 10 seconds, take 1.0 GiB of memory and give 64.0 MiB" in page
    assert "/sparql?format=turtle" in page
    graph = client.get(
        "/sparql", query_string={"query": KAZAKHSTAN}, headers={"Accept": "text/html"}
    ).text
    assert all(f"format={form.name}&amp;" in graph for form in GRAPHS)
    assert (
        "/dumps/"
        in client.get("/sparql?query=SELECT", headers={"Accept": "text/html"}).text
    )


def test_the_description_begins_with_what_matters(client: Client) -> None:
    told = client.get("/sparql").text
    assert told.index("#limit-time") < told.index("sd:namedGraph")
    assert "SERVICE and updates are refused" in told


def test_a_query_that_is_not_utf8_is_400(client: Client) -> None:
    body = "ASK { ?s ?p 'é' }".encode("utf-16")
    response = client.post(
        "/sparql", data=body, content_type="application/sparql-query"
    )
    assert response.status_code == 400
    assert "UTF-8" in response.get_json()["title"]


def test_other_methods_are_405_with_those_that_there_are(client: Client) -> None:
    response = client.put("/sparql", data=b"ASK {}")
    assert response.status_code == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} <= {
        method.strip() for method in response.headers["Allow"].split(",")
    }


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ('100%25' AS ?x) {}",
        'SELECT ("a, \\"b\\"\\nc" AS ?x) {}',
        "SELECT ('ü ’ 漢' AS ?x) {}",
    ],
)
def test_a_literal_survives_all_three_ways(query: str, client: Client) -> None:
    ways = [
        client.get("/sparql", query_string={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post(
            "/sparql", data=query.encode(), content_type="application/sparql-query"
        ),
    ]
    assert len({way.data for way in ways}) == 1
    (row,) = ways[0].get_json()["results"]["bindings"]
    assert row["x"]["value"] in ("100%25", 'a, "b"\nc', "ü ’ 漢")


def test_one_default_graph_of_ones_choice(client: Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s dip:quote ?o }"
    chosen = client.get(
        "/sparql",
        query_string={"query": query, "default-graph-uri": f"{BASE}graph/names"},
    ).get_json()
    assert chosen["results"]["bindings"][0]["n"]["value"] == "0"


def test_named_graphs_of_ones_choice(client: Client) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    chosen = client.get(
        "/sparql",
        query_string={"query": query, "named-graph-uri": f"{BASE}graph/names"},
    ).get_json()
    assert [row["g"]["value"] for row in chosen["results"]["bindings"]] == [
        f"{BASE}graph/names"
    ]


def test_words_like_service_in_strings_comments_and_names_are_no_keywords(
    client: Client,
) -> None:
    query = (
        "SELECT ?service { ?service rdfs:label 'SERVICE', 'x'@service ; "
        "dip:SERVICE ?FROM } # SERVICE\n"
    )
    assert client.get("/sparql", query_string={"query": query}).status_code == 200


def test_a_body_that_is_too_long_is_413(client: Client) -> None:
    response = client.post(
        "/sparql", data=b" " * (2 << 20), content_type="application/sparql-query"
    )
    assert response.status_code == 413
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    [
        (
            'SELECT * { BIND ("\\u0022" AS ?x) SERVICE <http://127.0.0.1:9/> { ?s '
            '?p ?o } BIND ("\\u0022" AS ?y) }'
        ),
        (
            "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?o FILTER "
            "(1<2)SERVICE:x#>\n { ?s ?p ?o } }"
        ),
        "PREFIX SERVICE: <urn:> PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { <http://x/\\u0041#> ?p ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { S\\U00000045RVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { BIND ('\\u0027' AS ?x) SERVIC\\u0045 <http://127.0.0.1:9/> { ?s ?p "
        "?o } BIND ('' AS ?y) }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?o FILTER "
        "(1<a:b)SERVICE:x#//>\n { ?s ?p ?o } }",
        "PREFIX service: <urn:x:> SELECT * { ?x a ?y . service:Thing { ?s ?p ?o } }",
        "PREFIX service: <urn:x:> SELECT * { ?x ?y ?z service:Thing { ?s ?p ?o } }",
    ],
)
def test_no_disguise_lets_another_service_be_asked(query: str, client: Client) -> None:
    response = client.get("/sparql", query_string={"query": query})
    assert response.status_code == 400
    assert "SERVICE is not run here" in response.get_json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX service: <http://x/> SELECT * { ?s service:p ?o }",
        "PREFIX trueservice: <urn:x:> SELECT * { ?x ?y trueservice:Thing { ?s ?p ?o } }",
        "PREFIX e-service: <http://x/> SELECT * { GRAPH e-service:g { ?s e-service:p ?o } }",
        "PREFIX add: <http://x/> PREFIX load: <http://y/> ASK { ?s add:p ?o . load:x load:y 1 }",
        'SELECT ("\\u0022 SERVICE" AS ?x) {}',
        "PREFIX from: <http://x/> SELECT * { ?s from:p ?o ; from:q from:r }",
        "PREFIX from: <http://x/> DESCRIBE from:x",
        "PREFIX from: <http://x/> SELECT ?s { ?s from:p ?o } GROUP BY ?s ORDER BY (from:x = ?s)",
        "PREFIX valid_from: <http://x/> DESCRIBE valid_from:x",
        "ASK { <https://en.wikipedia.org/wiki/From_(TV_series)> ?p ?o }",
        "DESCRIBE <https://en.wikipedia.org/wiki/From_(TV_series)>",
        "ASK { ?service rdfs:seeAlso <https://en.wikipedia.org/wiki/Astana_(city)> }",
        "ASK { ?s ?p <urn:x:a(b)> . } # no other",
        "ASK { ?x ?y ?l FILTER (CONTAINS(?l, 'service')) FILTER (?x != <https://x/wiki/A_(b)>) }",
        "ASK { ?x ?y ?l FILTER (?x != <https://x/wiki/A_(b)>) FILTER (CONTAINS(?l, 'service')) }",
        "PREFIX service: <http://s/> SELECT * { ?x a service:Thing { ?x ?y ?z } }",
        "PREFIX service: <http://s/> SELECT * { ?x ?y ?z . ?x ?y service:Thing { ?x ?y ?z } }",
        "PREFIX service: <http://s/> SELECT * { ?x ?y ?z ; ?y service:a, service:b { ?x ?y ?z } }",
    ],
)
def test_prefixes_and_texts_may_be_called_like_keywords(
    query: str, client: Client
) -> None:
    assert client.get("/sparql", query_string={"query": query}).status_code == 200


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?l { d\\u0069p:State rdfs:label ?l }", 1),
        ("S\\u0045LECT ?\\u006C { dip:St\\U00000061te rdfs:label ?l }", 1),
        ("SELECT (STRLEN('\\u0022\\u0027') AS ?n) { FILTER (1 < 2) } # \\u000A }", 1),
        ("SELECT ?l { <http://www.w3.org/\\u0032> rdfs:label ?l }", 0),
    ],
)
def test_escapes_of_characters_may_stand_anywhere(
    query: str, rows: int, client: Client
) -> None:
    response = client.get("/sparql", query_string={"query": query})
    assert response.status_code == 200, response.text
    assert len(response.get_json()["results"]["bindings"]) == rows


def test_an_escape_neither_begins_nor_ends_a_text(client: Client) -> None:
    query = "SELECT (\\u0027a' AS ?x) {}"
    assert client.get("/sparql", query_string={"query": query}).status_code == 400


def test_a_function_of_chance_is_known_in_escapes(client: Client) -> None:
    asked = {"query": "SELECT (R\\u0041ND() AS ?x) {}"}
    assert "ETag" not in client.get("/sparql", query_string=asked).headers
    assert form_of("\\u0041SK {}") == "ASK"


def test_a_graph_named_twice_is_one_graph(client: Client) -> None:
    graph = f"{BASE}graph/names"
    count = "SELECT (COUNT(*) AS ?n) {} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    once, twice = (
        {"query": count.format(""), "named-graph-uri": [graph] * times}
        for times in (1, 2)
    )
    asked = client.get("/sparql", query_string=once).data
    assert client.get("/sparql", query_string=twice).data == asked
    by_query = count.format(f"FROM NAMED <{graph}> " * 2)
    assert client.get("/sparql", query_string={"query": by_query}).data == asked


def test_a_merge_of_graphs_has_each_triple_once(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    each = (
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { VALUES ?g { <%s> "
        "<%s> } GRAPH ?g { ?s ?p ?o } } }"
    )
    expected = client.get("/sparql", query_string={"query": each % (*TWO,)}).data
    assert (
        client.get(
            "/sparql",
            query_string={"query": count.format(""), "default-graph-uri": TWO * 2},
        ).data
        == expected
    )
    clauses = f"FROM <{TWO[0]}> FROM <{TWO[1]}> FROM graph:names"
    assert (
        client.get("/sparql", query_string={"query": count.format(clauses)}).data
        == expected
    )


@pytest.mark.parametrize(
    ("query", "has_tag"),
    [
        ("CONSTRUCT { ?s a ?k } { ?s a ?k } LIMIT 2", True),
        ("CONSTRUCT { [] a ?k } { ?s a ?k } LIMIT 2", False),
        ("construct#{\n{ _:b a ?k } { ?s a ?k } LIMIT 2", False),
        ("CONSTRUCT # c\n { ?s rdfs:seeAlso (1 2) } { ?s a ?k } LIMIT 2", False),
        ("CONSTRUCT WHERE { [] a ?k } LIMIT 2", False),
        ("CONSTRUCT { ?s a ?k } { ?s a ?k FILTER (?k != 1) } LIMIT 2", True),
        (f"CONSTRUCT {{ ?s a ?k }} {{ [] a ?k }} #{'x' * 10_000}", False),
        ("SELECT ?k { [] a ?k } LIMIT 2", True),
    ],
)
def test_an_answer_with_blank_nodes_of_its_own_has_no_etag(
    client: Client, query: str, has_tag: bool
) -> None:
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.status_code == 200, answer.text
    assert ("ETag" in answer.headers) == has_tag


@pytest.mark.parametrize("mark", ['\\"', "\\'", "'", '"', '"""\\"""', "\"\\'", "<"])
def test_a_query_is_looked_through_once_whatever_begins_in_it(mark: str) -> None:
    took = []
    for many in (20_000, 80_000):
        query = f"\\u0041{mark * many}"
        began = time.process_time()
        assert decode_codepoints(query) == f"A{mark * many}"
        took.append(time.process_time() - began)
    assert took[1] < 12 * took[0] + 0.1


@pytest.mark.parametrize(
    "part", ["#CONSTRUCT", "CONSTRUCT #", "BASE1", "#\r", "a-", "("]
)
@pytest.mark.parametrize("read", [makes_blank_nodes, is_volatile, form_of])
def test_what_is_read_in_the_event_loop_is_read_once(
    read: Callable[[str], object], part: str
) -> None:
    took = []
    for many in (20_000, 80_000):
        query = f"ASK {{}} {part * many}"
        began = time.process_time()
        read(query)
        read(part * many)
        took.append(time.process_time() - began)
    assert took[1] < 12 * took[0] + 0.1


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("BASE <x:> PREFIX a: <x:y> # c\n select * {}", "SELECT"),
        ("BASE1 ASK {}", ""),
        ("PREFIX <x:> ASK {}", ""),
        ("", ""),
    ],
)
def test_the_form_is_the_word_after_the_prologue(query: str, form: str) -> None:
    assert form_of(query) == form


def test_two_questions_never_share_an_etag(client: Client) -> None:
    query, graph = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } #c", f"{BASE}graph/names"
    one = client.get("/sparql", query_string={"query": f"{query}\0{graph}"})
    other = client.get(
        "/sparql", query_string={"query": query, "default-graph-uri": graph}
    )
    assert one.headers["ETag"] != other.headers["ETag"]


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX FROM: <urn:x> PREFIX : <http://x/> SELECT * FROM:a FROM:b { ?s ?p ?o }",
        "SELECT (COUNT(?s)AS?n)((1<COUNT(?s))AS?k)FROM#>\n<http://x/a>FROM<http://x/b>{ ?s ?p ?o }",
    ],
)
def test_a_dataset_that_only_the_engine_could_read_is_refused(
    query: str, client: Client
) -> None:
    response = client.get("/sparql", query_string={"query": query})
    assert (response.status_code, response.mimetype) == (
        400,
        "application/problem+json",
    )


@pytest.mark.parametrize(
    "form",
    [form for form in GRAPHS if form.name != "jsonld"],
    ids=lambda form: form.name,
)
def test_a_text_that_lacks_its_language_is_not_written(
    form: Format, client: Client
) -> None:
    made = (
        'CONSTRUCT { <urn:a> <urn:b> ?x } { BIND (STRDT("a", rdf:langString) AS ?x) }'
    )
    response = client.get("/sparql", query_string={"query": made, "format": form.name})
    assert response.status_code == 400
    assert "STRLANG" in response.get_json()["detail"]


def test_a_page_shows_the_beginning_of_a_long_answer_and_says_so(
    client: Client,
) -> None:
    page = client.get(
        "/sparql",
        query_string={"query": "SELECT * { ?s ?p ?o }"},
        headers={"Accept": "text/html"},
    ).text
    assert page.count("<tr>") == 1001
    assert "Only the first 1000 are shown." in page
    graph = "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }"
    page = client.get(
        "/sparql", query_string={"query": graph}, headers={"Accept": "text/html"}
    ).text
    assert "Only the beginning is shown." in page
    assert len(page) < 400_000


def test_where_a_page_is_too_long_csv_is_offered(release: Release) -> None:
    limits = Limits(answer=1000)
    client = create_app(release, Embedded(release, limits=limits), limits).test_client()
    asked = {"query": "SELECT ?kind { ?thing a ?kind } LIMIT 20"}
    answer = client.get("/sparql", query_string=asked, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    link = re.search(r'A page needs more than <a href="([^"]*)">CSV</a>', answer.text)
    assert link is not None
    assert client.get(link[1].replace("&amp;", "&")).text.count("\r\n") == 21


def test_a_page_shows_fewer_rows_where_they_are_wide(client: Client) -> None:
    names = " ".join(f"?v{number}" for number in range(5_000))
    asked = {"query": f"SELECT {names} {{ ?s ?p ?o }}"}
    began = time.process_time()
    page = client.get("/sparql", query_string=asked, headers={"Accept": "text/html"})
    assert "Only the first 10 are shown." in page.text
    assert time.process_time() - began < 10
