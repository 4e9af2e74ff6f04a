"""The edges of the protocol: each is the same by the gateway of a server and by Flask alone."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from conftest import BASE, request

QUERY = "SELECT ?x { ?x a dip:State } ORDER BY ?x"
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
MARK = "\ufeff"
LONGEST = 65_000


@dataclass(frozen=True)
class Told:
    """What was answered."""

    status: int
    type: str
    headers: dict[str, str]
    body: bytes

    @property
    def rows(self) -> int:
        return len(json.loads(self.body)["results"]["bindings"])

    @property
    def detail(self) -> str:
        assert self.type == "application/problem+json"
        assert self.headers["access-control-allow-origin"] == "*"
        told = json.loads(self.body)
        return f"{told['title']}: {told['detail']}"


Ask = Callable[..., Told]


def path_of(query: str, more: str = "") -> str:
    return f"/sparql?query={quote(query)}{more}"


@pytest.fixture(params=["gateway", "flask"])
def ask(request: pytest.FixtureRequest) -> Ask:
    server: str = request.getfixturevalue("server")
    client: FlaskClient = request.getfixturevalue("client")
    return _of_server(server) if request.param == "gateway" else _of_flask(client)


def _of_server(server: str) -> Ask:
    def ask(
        path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Told:
        found = request(server, path, method, body, **headers)
        told = {name.lower(): value for name, value in found.headers.items()}
        return Told(found.status, found.type, told, found.body)

    return ask


def _of_flask(client: FlaskClient) -> Ask:
    def ask(
        path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Told:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        found = client.open(path, method=method, data=body, headers=fields)
        told = {name.lower(): value for name, value in found.headers.items()}
        return Told(found.status_code, str(found.mimetype), told, found.data)

    return ask


MARKED = {
    "in an address": (path_of(MARK + QUERY), "GET", None, ""),
    "in a form": ("/sparql", "POST", b"query=" + quote(MARK + QUERY).encode(), FORM),
    "before a form": (
        "/sparql",
        "POST",
        (MARK + "query=" + quote(QUERY)).encode(),
        FORM,
    ),
    "in a body": ("/sparql", "POST", (MARK + QUERY).encode(), DIRECT),
    "in a body of QUERY": ("/sparql", "QUERY", (MARK + QUERY).encode(), DIRECT),
}


@pytest.mark.parametrize("where", MARKED)
def test_a_byte_order_mark_before_a_query_is_no_part_of_it(
    where: str, ask: Ask
) -> None:
    path, method, body, kind = MARKED[where]
    answer = ask(path, method, body, **({"Content_Type": kind} if kind else {}))
    assert (answer.status, answer.rows) == (200, 3)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["", "names", "/graph/names", "no iri", "?x", "#x"])
def test_a_graph_that_is_no_absolute_iri_is_told(name: str, iri: str, ask: Ask) -> None:
    answer = ask(path_of(QUERY, f"&{name}={quote(iri)}"))
    assert answer.status == 400
    assert f"The parameter {name} is no absolute IRI" in answer.detail
    assert iri in answer.detail


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", " gzip "])
def test_a_body_in_gzip_is_unpacked(coding: str, ask: Ask) -> None:
    for kind, body in (
        (DIRECT, QUERY.encode()),
        (FORM, b"query=" + quote(QUERY).encode()),
    ):
        packed = gzip.compress(body, mtime=0)
        answer = ask(
            "/sparql", "POST", packed, Content_Type=kind, Content_Encoding=coding
        )
        assert (answer.status, answer.rows) == (200, 3)


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "compress", "gzip, gzip"])
def test_another_coding_is_415_with_the_one_that_is_known(
    coding: str, ask: Ask
) -> None:
    headers = {"Content_Type": DIRECT, "Content_Encoding": coding}
    answer = ask("/sparql", "POST", QUERY.encode(), **headers)
    assert answer.status == 415
    assert coding in answer.detail
    assert answer.headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    "body", [QUERY.encode(), gzip.compress(QUERY.encode(), mtime=0)[:-9], b"\x1f\x8b"]
)
def test_what_only_says_that_it_is_gzip_is_400(body: bytes, ask: Ask) -> None:
    answer = ask("/sparql", "POST", body, Content_Type=DIRECT, Content_Encoding="gzip")
    assert answer.status == 400
    assert "not gzip" in answer.detail


def test_a_bomb_of_gzip_is_413_before_it_goes_off(ask: Ask) -> None:
    bomb = gzip.compress(b" " * (200 << 20), mtime=0)
    answer = ask("/sparql", "POST", bomb, Content_Type=DIRECT, Content_Encoding="gzip")
    assert answer.status == 413
    assert "query length" in answer.detail


@pytest.mark.parametrize("kind", ["", FORM, DIRECT])
def test_a_post_with_its_query_in_the_address_is_answered(kind: str, ask: Ask) -> None:
    answer = ask(
        path_of(QUERY), "POST", b"", **({"Content_Type": kind} if kind else {})
    )
    assert (answer.status, answer.rows) == (200, 3)


@pytest.mark.parametrize(("kind", "head"), [(DIRECT, ""), (FORM, "query=")])
def test_a_query_in_the_address_and_one_in_the_body_are_too_many(
    kind: str,
    head: str,
    ask: Ask,
) -> None:
    body = head + (quote(QUERY) if head else QUERY)
    answer = ask(path_of(QUERY), "POST", body.encode(), Content_Type=kind)
    assert answer.status == 400
    assert "One query is needed" in answer.detail


def test_an_address_is_answered_up_to_its_length_and_then_413_or_414(ask: Ask) -> None:
    room = LONGEST - len("/sparql")
    whole = f"query={quote(QUERY)}&x="
    answered = ask("/sparql?" + whole + "x" * (room - len(whole)))
    assert (answered.status, answered.rows) == (200, 3)
    refused = ask("/sparql?" + whole + "x" * (room - len(whole) + 1))
    assert refused.status == 414
    assert "POST a long query" in refused.detail


def test_query_is_answered_as_a_safe_method(ask: Ask) -> None:
    answer = ask(
        "/sparql", "QUERY", QUERY.encode(), Content_Type=DIRECT, Accept="text/csv"
    )
    assert (answer.status, answer.type) == (200, "text/csv")
    assert len(list(csv.reader(io.StringIO(answer.body.decode())))) == 4
    assert "max-age" in answer.headers["cache-control"]
    same = ask(path_of(QUERY), Accept="text/csv")
    assert (answer.body, answer.headers["etag"]) == (same.body, same.headers["etag"])


@pytest.mark.parametrize(
    ("body", "kind", "status"), [(b"ASK {}", "", 415), (b"", DIRECT, 400)]
)
def test_query_needs_a_body_and_its_type(
    body: bytes, kind: str, status: int, ask: Ask
) -> None:
    answer = ask("/sparql", "QUERY", body, **({"Content_Type": kind} if kind else {}))
    assert answer.status == status
    assert DIRECT in answer.detail


def test_the_endpoint_says_what_query_takes(ask: Ask) -> None:
    for answer in (ask("/sparql"), ask(path_of(QUERY)), ask(path_of("SELECT"))):
        assert DIRECT in answer.headers["accept-query"].split(", ")
    preflight = ask("/sparql", "OPTIONS", None, Origin="http://elsewhere.example")
    assert preflight.status == 200
    assert "QUERY" in preflight.headers["allow"].split(", ")
    assert "QUERY" in preflight.headers["access-control-allow-methods"].split(", ")


YES_OR_NO = "PREFIX x: <http://x/> # SELECT\nASK { ?x a dip:State }"


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_ask_in_csv_or_tsv_is_406_with_what_there_is(name: str, ask: Ask) -> None:
    answer = ask(path_of(YES_OR_NO, f"&format={name}"))
    assert answer.status == 406
    assert "application/sparql-results+json" in answer.detail
    assert "text/csv" not in answer.detail


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (
            "text/csv, application/sparql-results+xml;q=0.5",
            "application/sparql-results+xml",
        ),
        ("text/tab-separated-values, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_ask_comes_in_what_the_client_takes_besides(
    accept: str, kind: str, ask: Ask
) -> None:
    answer = ask(path_of(YES_OR_NO), Accept=accept)
    assert (answer.status, answer.type) == (200, kind)
    assert b"true" in answer.body


@pytest.mark.parametrize(
    "name", ["application/sparql-results+json", "application/rdf+xml"]
)
def test_a_plus_in_a_format_is_understood(name: str, ask: Ask) -> None:
    query = QUERY if "results" in name else "CONSTRUCT WHERE { :kazakhstan ?p ?o }"
    answer = ask(path_of(query, f"&format={name}"))
    assert (answer.status, answer.type) == (200, name)


TABLES = {
    "/sparql?format=csv&query=" + quote(QUERY): "diplomatica-query.csv",
    "/sparql?format=tsv&query=" + quote(QUERY): "diplomatica-query.tsv",
    "/dumps/tables/states.csv": "diplomatica-states.csv",
    "/search?q=Astana&format=csv": "diplomatica-things.csv",
    "/search?kind=State&format=csv": "diplomatica-state.csv",
    "/timeline.csv": "diplomatica-timeline.csv",
    "/network.csv": "diplomatica-network.csv",
}


@pytest.mark.parametrize("path", TABLES)
def test_a_table_has_a_name_to_be_saved_by(path: str, ask: Ask) -> None:
    answer = ask(path)
    assert answer.status == 200
    assert (
        answer.headers["content-disposition"] == f"attachment; filename={TABLES[path]}"
    )


@pytest.mark.parametrize("path", [path for path in TABLES if "tsv" not in path])
def test_a_table_begins_with_a_byte_order_mark_on_request(path: str, ask: Ask) -> None:
    plain = ask(path)
    marked = ask(path + ("&" if "?" in path else "?") + "bom=yes")
    assert (marked.status, marked.type) == (200, "text/csv")
    assert marked.body == MARK.encode() + plain.body
    assert marked.headers["etag"] != plain.headers["etag"]
    assert ask(path + ("&" if "?" in path else "?") + "bom=no").body == plain.body


HARMFUL = ["=1+1", "+a", "-a", "@a", "\t=1", "\r=1", '=A1,"x"', "-2-3", "-0044-03-15"]
HARMLESS = ["a=1", "-5", "+7", "-1.5E3", "-.5", "a,=1", "a\n=1", '"=1', "'=1", ""]
CELLS = "SELECT ?x ?y { VALUES (?x ?y) { %s } }"


def cells(answer: Told) -> list[list[str]]:
    assert (answer.status, answer.type) == (200, "text/csv")
    text = answer.body.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def of_cells(texts: list[str]) -> str:
    rows = [f"({json.dumps(text)} {json.dumps(text)})" for text in texts]
    return path_of(CELLS % " ".join(rows), "&format=csv")


def test_no_cell_is_a_formula_on_request(ask: Ask) -> None:
    path = of_cells(HARMFUL)
    assert cells(ask(path)) == [[text] * 2 for text in HARMFUL]
    assert cells(ask(path + "&safe=yes")) == [[f"'{text}"] * 2 for text in HARMFUL]
    assert ask(path + "&safe=no").body == ask(path).body
    assert ask(path + "&safe=yes").headers["etag"] != ask(path).headers["etag"]


def test_numbers_and_all_else_stay_as_they_are(ask: Ask) -> None:
    path = of_cells(HARMLESS)
    assert cells(ask(path)) == [[text] * 2 for text in HARMLESS]
    assert ask(path + "&safe=yes").body == ask(path).body
    both = ask(path + "&safe=yes&bom=yes")
    assert both.body == MARK.encode() + ask(path).body


@pytest.mark.parametrize("path", [path for path in TABLES if "tsv" not in path])
def test_a_table_without_formulas_is_the_same_when_safe(path: str, ask: Ask) -> None:
    plain = ask(path)
    asked = ask(path + ("&" if "?" in path else "?") + "safe=yes")
    assert (asked.status, asked.type) == (200, "text/csv")
    assert asked.body == plain.body


def test_no_other_format_has_a_name_or_a_mark(ask: Ask) -> None:
    for more in ("&bom=yes", "&format=tsv&bom=yes", "&format=xml&bom=yes"):
        assert ask(path_of(QUERY, more)).body[:3] != MARK.encode()
    assert "content-disposition" not in ask(path_of(QUERY)).headers


def test_beyond_what_the_server_reads_it_says_414_itself(server: str) -> None:
    assert request(server, path_of(QUERY, "&x=" + "x" * 70_000)).status == 414


def test_a_graph_chosen_by_its_iri_is_still_asked(ask: Ask) -> None:
    answer = ask(
        path_of("SELECT * { ?s ?p ?o }", f"&default-graph-uri={BASE}graph/names")
    )
    assert answer.status == 200
    assert answer.rows > 1


@pytest.mark.parametrize("path", ["/doc/kazakhstan", "/sparql?query=ASK%7B%7D", "/"])
def test_who_means_another_version_is_told_so(path: str, server: str) -> None:
    answer = request(server, path, If_Match='"other"')
    assert answer.status == 412
    assert answer.type == "application/problem+json"
    assert json.loads(answer.body)["title"] == "This is not what you have"


@pytest.mark.parametrize("path", ["/doc/kazakhstan", "/sparql?query=ASK%7B%7D", "/"])
def test_who_means_this_version_gets_it_in_gzip_or_plain(
    path: str, server: str
) -> None:
    etag = request(server, path).headers["ETag"]
    in_gzip = request(server, path, Accept_Encoding="gzip").headers["ETag"]
    assert request(server, path, If_Match=etag).status == 200
    assert request(server, path, If_Match=in_gzip, Accept_Encoding="gzip").status == 200


NAMES = f"{BASE}graph/names"
TABLE = path_of(QUERY, "&format=csv")


def test_a_graph_is_had_by_its_name(ask: Ask) -> None:
    answer = ask(f"/sparql?graph={quote(NAMES)}", Accept="application/n-triples")
    told = ask(
        path_of(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{NAMES}> {{ ?s ?p ?o }} }}"),
        Accept="application/n-triples",
    )
    assert (answer.status, answer.type) == (200, "application/n-triples")
    assert set(answer.body.splitlines()) == set(told.body.splitlines()) != set()


def test_the_default_graph_is_had_by_asking_for_it(ask: Ask) -> None:
    answer = ask("/sparql?default", Accept="application/n-triples")
    counted = ask(path_of("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "&format=csv"))
    assert answer.status == 200
    assert len(answer.body.splitlines()) == int(counted.body.split()[1])


def test_a_graph_that_is_not_there_is_404(ask: Ask) -> None:
    empty = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:none> { ?s ?p ?o } }"
    assert ask(path_of(empty)).status == 200
    answer = ask("/sparql?graph=urn:none")
    assert answer.status == 404
    assert "There is no such graph here" in answer.detail


@pytest.mark.parametrize(
    "asked", ["graph=", "graph=names", "graph=urn:a&default", "graph=urn:a&graph=urn:b"]
)
def test_one_graph_with_its_whole_iri_is_needed(asked: str, ask: Ask) -> None:
    answer = ask(f"/sparql?{asked}")
    assert answer.status == 400
    assert "graph" in answer.detail


@pytest.mark.parametrize("path", [TABLE, "/doc/kazakhstan.ttl", "/timeline.csv"])
def test_a_part_of_an_answer_is_206_and_of_its_plain_bytes(path: str, ask: Ask) -> None:
    whole = ask(path)
    for _ in ("made", "kept"):
        part = ask(path, Range="bytes=2-9", Accept_Encoding="gzip")
        assert (part.status, part.body) == (206, whole.body[2:10])
        assert part.headers["content-range"] == f"bytes 2-9/{len(whole.body)}"
        assert part.headers["etag"] == whole.headers["etag"]
    assert ask(path).body == whole.body


def test_the_last_bytes_of_an_answer_are_a_part_of_it(ask: Ask) -> None:
    whole = ask(TABLE).body
    assert ask(TABLE, Range="bytes=-3").body == whole[-3:]
    assert ask(TABLE, Range="bytes=5-").body == whole[5:]
    assert ask(TABLE, Range=f"bytes=0-{len(whole)}").body == whole


@pytest.mark.parametrize(
    "asked",
    [
        {"Range": "bytes=0-1,3-4"},
        {"Range": "bytes=4-2"},
        {"Range": "bytes=-99999"},
        {"Range": f"bytes={'9' * 5000}-"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=0-1", "If_Range": '"other"'},
    ],
)
def test_what_is_no_part_of_an_answer_gives_the_whole(
    asked: dict[str, str], ask: Ask
) -> None:
    whole = ask(TABLE)
    answer = ask(TABLE, **asked)
    assert (answer.status, answer.body) == (200, whole.body)


def test_a_part_past_the_end_of_an_answer_is_416(ask: Ask) -> None:
    length = len(ask(TABLE).body)
    answer = ask(TABLE, Range=f"bytes={length}-")
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{length}"
    assert "past the end" in answer.detail


def test_an_answer_that_may_change_has_no_parts(ask: Ask) -> None:
    answer = ask(path_of("SELECT (UUID() AS ?u) {}", "&format=csv"), Range="bytes=0-1")
    assert answer.status == 200


@pytest.mark.parametrize(
    "term",
    [
        'IRI("http://a/b,c")',
        '"1,5"^^xsd:decimal',
        'STRLANG("a,b", "en")',
        '"a\\"b,c\\r\\nd"',
        "BNODE()",
    ],
)
@pytest.mark.parametrize("rest", ["", "GRAPH ?g { ?s ?p ?o }"])
def test_a_table_has_as_many_cells_in_each_row_as_columns(
    ask: Ask, term: str, rest: str
) -> None:
    query = f"SELECT ({term} AS ?x) (1 AS ?y) ('a,b' AS ?z) {{ {rest} }} LIMIT 3"
    answer = ask(path_of(query, "&format=csv"))
    assert answer.status == 200
    rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
    assert rows[0] == ["x", "y", "z"]
    assert len(rows) == (4 if rest else 2)
    assert {(row[1], row[2]) for row in rows[1:]} == {("1", "a,b")}
    assert {len(row) for row in rows} == {3}
