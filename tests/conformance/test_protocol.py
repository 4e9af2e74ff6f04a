"""The query side of the SPARQL 1.1 Protocol, case by case of W3C's suite, against a real server.

The cases are named as there (sparql11/protocol/manifest), and each sends W3C's own request: where
the suite is at hand, a test compares them. Of a case of several requests the first is sent: it is
an update, and is refused.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, parse

from conftest import Response, request, serving
from diplomatica.engine import Embedded, Limits, Term
from diplomatica.model.dataset.release import SUMS, Release, open_release
from diplomatica.model.formats import GRAPHS, NQUADS, READ, RESULTS, TURTLE, Format
from diplomatica.model.statement import text_of
from manifests import MF, SUITES, Described

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
SUITE = "http://kasei.us/2009/09/sparql/data/"
# The graphs of the suite: each states of itself that it is a document.
DATA = [f"{SUITE}data{number}.rdf" for number in range(4)]
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
FOAF = "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"
DC = "PREFIX dc: <http://purl.org/dc/terms/>"
IN = "http://example.org/in"
UTF_16 = "charset=UTF-16"


@dataclass(frozen=True)
class Case:
    """A request, and what must come of it."""

    method: str = "GET"
    parameters: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""
    kind: str = ""
    answer: bool | None = True
    accept: str = ""
    types: tuple[str, ...] = (
        "application/sparql-results+json",
        "application/sparql-results+xml",
    )

    @property
    def target(self) -> str:
        """The path and query of the request, as the suite writes them."""
        text = urlencode(
            self.parameters, quote_via=quote, safe="", errors="surrogateescape"
        )
        return f"/sparql/?{text}" if text else "/sparql/"


def query(text: str) -> list[tuple[str, str]]:
    return [("query", text)]


def graphs(kind: str, *numbers: int) -> list[tuple[str, str]]:
    return [(f"{kind}-graph-uri", DATA[number]) for number in numbers]


def posted(
    text: str, *parameters: tuple[str, str], types: tuple[str, ...] = ()
) -> Case:
    """A query that is posted as it is."""
    case = Case("POST", list(parameters), text, DIRECT)
    return replace(case, types=types, answer=None) if types else case


def updating(text: str, *parameters: tuple[str, str]) -> Case:
    return Case("POST", list(parameters), text, UPDATE)


def in_form(text: str) -> Case:
    return Case("POST", [], text, FORM)


def inserted(first: str, *number: int) -> str:
    """An update that writes some graphs of the suite anew, one to a line."""
    lines = (
        f"    GRAPH <{DATA[one]}> {{ <{DATA[one]}> a foaf:Document }}" for one in number
    )
    return "\n".join((DC, FOAF, f"{first} ALL ;", "INSERT DATA {", *lines, "} ;", ""))


def classified(test: str) -> str:
    into = f"GRAPH <http://example.org/protocol-update-dataset-{test}/>"
    lines = (
        "INSERT {",
        f"    {into} {{",
        "        ?s a dc:BibliographicResource",
        "    }",
        "}",
    )
    return "\n".join((*lines, "WHERE {", ""))


DEFAULTS = graphs("default", 1, 2)
NAMED = graphs("named", 1, 2)
UNKNOWN = graphs("default", 0)
OF_DEFAULTS = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type . }}"
OF_NAMED = (
    f"{{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
)
OF_BOTH = "\n".join(
    (
        "ASK {",
        f"  <{DATA[3]}> a ?type",
        f"  GRAPH ?g1 {{ <{DATA[1]}> a ?type }}",
        f"  GRAPH ?g2 {{ <{DATA[2]}> a ?type }}",
        "}",
    )
)
GRAPH_TYPES = (
    "text/turtle",
    "application/rdf+xml",
    "application/n-triples",
    "application/ld+json",
)
TABLE_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)

ANSWERED = {
    "query_get": Case(parameters=[*query("ASK {}"), *UNKNOWN]),
    "query_post_form": Case("POST", UNKNOWN, "query=ASK%20%7B%7D", FORM),
    "query_post_direct": posted("ASK {}"),
    "query_dataset_default_graphs_get": Case(
        parameters=[*query(OF_DEFAULTS), *DEFAULTS]
    ),
    "query_dataset_default_graphs_post": posted(OF_DEFAULTS, *DEFAULTS),
    "query_dataset_named_graphs_get": Case(
        parameters=[*query(f"ASK {OF_NAMED}"), *NAMED]
    ),
    "query_dataset_named_graphs_post": posted(f"ASK {OF_NAMED}", *NAMED),
    "query_dataset_full": posted(OF_BOTH, *graphs("default", 3), *NAMED),
    "query_multiple_dataset": posted(f"ASK FROM <{DATA[3]}> {OF_NAMED}", *NAMED),
    "query_content_type_select": posted(
        "SELECT (1 AS ?value) {}", *UNKNOWN, types=TABLE_TYPES
    ),
    "query_content_type_ask": posted("ASK {}", *UNKNOWN),
    "query_content_type_describe": posted(
        "DESCRIBE <http://example.org/>",
        *UNKNOWN,
        types=GRAPH_TYPES,
    ),
    "query_content_type_construct": posted(
        "CONSTRUCT { <s> <p> 1 } WHERE {}",
        *UNKNOWN,
        types=GRAPH_TYPES,
    ),
}

REFUSED = {
    "bad_query_method": Case("PUT", [*query("ASK {}"), *UNKNOWN], "", FORM),
    "bad_multiple_queries": Case(parameters=[*query("ASK {}"), *query("SELECT * {}")]),
    "bad_query_wrong_media_type": Case("POST", [], "ASK {}", "text/plain"),
    "bad_query_missing_form_type": Case("POST", [], "query=ASK%20%7B%7D"),
    "bad_query_missing_direct_type": Case("POST", [], "ASK {}"),
    "bad_query_non_utf8": Case("POST", [], "ASK {}", f"{DIRECT}; {UTF_16}"),
    "bad_query_syntax": Case(parameters=query("ASK {")),
    "update_post_form": in_form("update=CLEAR+ALL"),
    "update_post_direct": updating("CLEAR ALL"),
    "update_dataset_default_graph": updating(
        "\n".join(
            (
                DC,
                FOAF,
                "CLEAR ALL ;",
                "INSERT DATA {",
                f"    GRAPH <{DATA[1]}> {{",
                f"        <{DATA[1]}> a foaf:Document",
                "    }",
                "} ;",
                f"{classified('test')}    ?s a foaf:Document",
                "}",
            )
        ),
        *graphs("using", 1),
    ),
    "update_dataset_default_graphs": updating(
        f"{inserted('DROP', 1, 2, 3)}{classified('graphs-test')}    ?s a foaf:Document\n}}",
        *graphs("using", 1, 2),
    ),
    "update_dataset_named_graphs": updating(
        f"{inserted('DROP', 1, 2, 3)}{classified('named-graphs-test')}"
        "    GRAPH ?g {\n        ?s a foaf:Document\n    }\n}",
        *graphs("using-named", 1, 2),
    ),
    "update_dataset_full": updating(
        f"{inserted('DROP', 1, 2, 3)}"
        + classified("full-test").replace("a dc:BibliographicResource", f"<{IN}> ?in")
        + "    {\n        GRAPH ?g { ?s a foaf:Document }\n        BIND(?g AS ?in)\n    }\n"
        '    UNION\n    {\n        ?s a foaf:Document .\n        BIND("default" AS ?in)\n    }\n}',
        *graphs("using", 1),
        *graphs("using-named", 2),
    ),
    "update_base_uri": updating(
        "CLEAR SILENT GRAPH <http://example.org/protocol-base-test/> ;\n"
        "INSERT DATA { GRAPH <http://example.org/protocol-base-test/> "
        "{ <http://example.org/s> <http://example.org/p> <test> } }"
    ),
    "bad_update_get": Case(parameters=[("update", "CLEAR ALL")]),
    "bad_multiple_updates": in_form("update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    "bad_update_wrong_media_type": Case("POST", [], "CLEAR NAMED", "text/plain"),
    "bad_update_missing_form_type": Case("POST", [], "update=CLEAR%20NAMED"),
    "bad_update_non_utf8": Case("POST", [], "CLEAR NAMED", f"{UPDATE}; {UTF_16}"),
    "bad_update_syntax": in_form("update=CLEAR%20XYZ"),
    "bad_update_dataset_conflict": updating(
        "PREFIX foaf:  <http://xmlns.com/foaf/0.1/>\nWITH <http://example/addresses>\n"
        "DELETE { ?person foaf:givenName 'Bill' }\nINSERT { ?person foaf:givenName 'William' }\n"
        "WHERE {\n    ?person foaf:givenName 'Bill'\n}",
        ("using-named-graph-uri", "http://example/people"),
    ),
}

BEYOND = {
    "an update as a query": Case(parameters=query("CLEAR ALL")),
    "no query in a form": in_form(""),
    "bytes that are not UTF-8": Case(parameters=[("query", "ASK { ?s ?p '\udcff' }")]),
}


def send(server: str, case: Case, path: str = "/sparql/") -> Response:
    """Send a request as it stands in the suite, also to the address without the last slash."""
    headers = {"Content_Type": case.kind} if case.kind else {}
    if case.accept:
        headers["Accept"] = case.accept
    body = case.body.encode("utf-16" if UTF_16 in case.kind else "utf-8")
    target = case.target.replace("/sparql/", path, 1)
    return request(server, target, case.method, body or None, **headers)


@pytest.fixture(scope="module")
def suite_server(
    foreign: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server of a release that has the graphs of the suite."""
    folder = tmp_path_factory.mktemp("suite") / "release"
    shutil.copytree(foreign.folder, folder)
    dump = open_release(folder).dump(NQUADS)
    with dump.open("a", encoding="utf-8") as quads:
        quads.writelines(
            f"<{one}> <{TYPE}> <{DOCUMENT}> <{one}> .\n" for one in DATA[1:]
        )
    _sum_again(folder, dump)
    with serving(open_release(folder)) as (_, address):
        yield address


def _sum_again(folder: Path, file: Path) -> None:
    """Write the checksum of a file that was changed."""
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    others = [line for line in lines if not line.endswith(f"  {file.name}")]
    checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    told = "\n".join([*others, f"{checksum}  {file.name}", ""])
    (folder / SUMS).write_text(told, "utf-8")


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("name", ANSWERED)
def test_what_the_protocol_wants_answered_is_answered(
    name: str,
    path: str,
    suite_server: str,
) -> None:
    case = ANSWERED[name]
    response = send(suite_server, case, path)
    assert response.status == 200, response.body
    assert response.type in case.types
    if case.answer is not None:
        assert response.json["boolean"] is case.answer


@pytest.mark.parametrize("name", [*REFUSED, *BEYOND])
def test_what_the_protocol_wants_refused_is_a_clear_4xx(
    name: str, suite_server: str
) -> None:
    response = send(suite_server, {**REFUSED, **BEYOND}[name])
    assert 400 <= response.status < 500
    assert response.type == "application/problem+json"
    assert response.json["status"] == response.status
    assert response.json["title"]
    assert response.json["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"
MANIFEST = SUITES / "sparql11" / "protocol" / "manifest.ttl"


@pytest.mark.skipif(
    not MANIFEST.exists(), reason=f"W3C's suites are not at hand at {SUITES}"
)
def test_each_case_sends_what_w3c_sends() -> None:
    manifest = Described(MANIFEST)
    (suite,) = manifest.of_kind(MF("Manifest"))
    entries = manifest.members(manifest.one(suite, MF("entries")))
    theirs = {
        text_of(entry).rpartition("#")[2]: _first(manifest, entry) for entry in entries
    }
    cases = {**ANSWERED, **REFUSED}.items()
    ours = {
        name: (case.method, case.target, case.body, case.kind) for name, case in cases
    }
    assert ours == theirs


def _first(manifest: Described, entry: Term) -> tuple[str, str, str, str]:
    """The first request of a case: its method, target, body and content type."""
    action = _known(manifest.one(entry, MF("action")))
    requests = manifest.one(action, NamedNode(f"{HT}requests"))
    first = next(manifest.members(requests))
    body, headers = (
        manifest.one(first, NamedNode(HT + name)) for name in ("body", "headers")
    )
    (header,) = manifest.members(headers) if headers else (None,)
    return (
        _value(manifest, first, f"{HT}methodName"),
        _value(manifest, first, f"{HT}absolutePath"),
        _value(manifest, body, f"{CNT}chars"),
        _value(manifest, header, f"{HT}fieldValue"),
    )


def _known(term: Term | None) -> Term:
    assert term is not None
    return term


def _value(manifest: Described, subject: Term | None, predicate: str) -> str:
    found = manifest.one(subject, NamedNode(predicate)) if subject else None
    return found.value if isinstance(found, Literal) else ""


@pytest.mark.parametrize("accept", TABLE_TYPES)
def test_a_table_in_each_of_its_types(accept: str, server: str) -> None:
    response = send(server, replace(posted("SELECT (1 AS ?value) {}"), accept=accept))
    assert (response.status, response.type) == (200, accept)
    assert b"1" in response.body


SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_the_service_description_says_the_same_in_every_format(
    form: Format, server: str
) -> None:
    turtle = request(server, "/sparql", Accept="text/turtle")
    other = request(server, "/sparql", Accept=form.media_type)
    assert (other.status, other.type) == (200, form.media_type)
    triples = {str(quad.triple) for quad in parse(other.body, format=form.rdf)}
    assert triples == {
        str(quad.triple) for quad in parse(turtle.body, format=TURTLE.rdf)
    }


def test_the_service_description_names_the_address_that_was_asked(server: str) -> None:
    graph = rdflib.Graph().parse(data=request(server, "/sparql").body, format="turtle")
    (service,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SD}Service"))
    assert str(service) == f"{server}sparql"
    assert graph.value(service, rdflib.URIRef(f"{SD}endpoint")) == service


def test_the_service_description_tells_what_is_so(
    server: str, engine: Embedded
) -> None:
    graph = rdflib.Graph().parse(data=request(server, "/sparql").body, format="turtle")
    named = {str(name) for name in graph.objects(None, rdflib.URIRef(f"{SD}name"))}
    assert named == {
        text_of(row["g"])
        for row in engine.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    }
    (service,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SD}Service"))
    formats = {
        str(form).rpartition("/")[2]
        for form in graph.objects(service, rdflib.URIRef(f"{SD}resultFormat"))
    }
    assert len(formats) == sum(bool(form.iri) for form in (*GRAPHS, *RESULTS))
    schema = rdflib.Namespace("https://schema.org/")
    limits = {
        str(limit).rpartition("#limit-")[2]: float(
            str(graph.value(limit, schema.value))
        )
        for limit in graph.objects(service, schema.additionalProperty)
    }
    usual = Limits()
    assert limits == {
        "time": usual.seconds,
        "memory": usual.memory,
        "length": usual.answer,
        "query-length": usual.query,
        "at-once": usual.at_once,
    }
