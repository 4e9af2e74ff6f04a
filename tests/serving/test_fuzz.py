"""Whatever is sent: no 500, no hang, no dead server, and what is answered with 200 can
be read.

FUZZ_SECONDS says roughly how long to try; `make soak` tries for ten minutes, with good
and hostile queries between.
"""

import contextlib
import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from conftest import Response, request, serving
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import FORMATS as FORMATS_THERE_ARE
from processes import family, memory

SECONDS = float(os.environ.get("FUZZ_SECONDS", "15"))
LIMIT = 0.5


@pytest.fixture(scope="module")
def fuzzed(release: Release) -> Iterator[tuple[int, str]]:
    options = (
        "--time",
        str(LIMIT),
        "--memory",
        "200",
        "--answer",
        "2",
        "--at-once",
        "50",
        "--proxies",
        "1",
    )
    with serving(release, *options) as (process, address):
        yield process.pid, address


TERMS = st.sampled_from(
    [
        "?a",
        "?b",
        "?c",
        "?unbound",
        ":kazakhstan",
        "dip:State",
        "rdfs:label",
        "a",
        "<urn:x>",
        "<relative>",
        '"x"@en',
        "1",
        "1.5e3",
        "'\\u00e9'",
        "true",
        "_:b",
        "[]",
        "()",
        "(1 2)",
        "nowhere:x",
        "<<( ?a ?b ?c )>>",
    ]
)
PATHS = st.sampled_from(
    [
        "a",
        "?p",
        "rdfs:label",
        "!a",
        "^a",
        "(a|rdfs:label)*",
        "dip:member+",
        "(!dip:x)?",
        "a/^a",
    ]
)
TRIPLES = st.builds("{} {} {} .".format, TERMS, PATHS, TERMS)
EXPRESSIONS = st.recursive(
    st.sampled_from(
        [
            "?a",
            "?b",
            "1",
            "'x'",
            "true",
            "NOW()",
            "RAND()",
            "BNODE()",
            "xsd:integer('x')",
            "<urn:f>(1)",
        ]
    ),
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "=", "<", "&&", "||"]),
            inner,
        ),
        st.builds(
            "{}({})".format,
            st.sampled_from(
                ["!", "STR", "LCASE", "LANG", "isIRI", "ABS", "IRI", "MD5"]
            ),
            inner,
        ),
        st.builds(
            "REGEX({}, {})".format,
            inner,
            st.sampled_from(["'(a+)+b'", "'('", "'.*'", "'a{1000}{1000}'"]),
        ),
        st.builds("IF({}, {}, {})".format, inner, inner, inner),
        st.builds("REPLACE({}, 'a', {})".format, inner, inner),
    ),
    max_leaves=6,
)
PATTERNS = st.recursive(
    TRIPLES,
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("MINUS {{ {} }}".format, inner),
        st.builds("GRAPH {} {{ {} }}".format, TERMS, inner),
        st.builds("{{ SELECT * {{ {} }} LIMIT 3 }}".format, inner),
        st.builds("FILTER ({})".format, EXPRESSIONS),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, inner),
        st.builds("BIND ({} AS ?x)".format, EXPRESSIONS),
        st.builds("VALUES (?a ?b) {{ ({} UNDEF) }}".format, TERMS),
        st.builds("SERVICE <http://127.0.0.1:9/> {{ {} }}".format, inner),
    ),
    max_leaves=5,
)
HEADS = st.sampled_from(
    [
        "SELECT *",
        "SELECT ?a (COUNT(*) AS ?n)",
        "SELECT DISTINCT ?a ?b",
        "ASK",
        "CONSTRUCT { ?a ?b ?c }",
        "DESCRIBE ?a",
        "SELECT (GROUP_CONCAT(STR(?a)) AS ?g)",
        "DELETE",
        "PREFIX : <urn:> SELECT *",
        "BASE <http://b/> SELECT *",
    ]
)
CLAUSES = st.sampled_from(
    [
        "",
        "FROM graph:names",
        "FROM <file:///etc/passwd>",
        "FROM graph:names FROM graph:ontology",
        "FROM NAMED graph:names",
    ]
)
ENDS = st.sampled_from(
    [
        "",
        "ORDER BY ?a",
        "GROUP BY ?a",
        "LIMIT 5",
        "LIMIT -1",
        "OFFSET 99999999999",
        "HAVING (?n > 1)",
    ]
)
QUERIES = st.one_of(
    st.builds("{} {} {{ {} }} {}".format, HEADS, CLAUSES, PATTERNS, ENDS),
    st.text(max_size=200),
    st.builds(
        lambda char, count: "SELECT * { " + char * count,
        st.sampled_from("({[!<'\"\\?~"),
        st.integers(1, 3000),
    ),
)
NAMES = [form.name for form in FORMATS_THERE_ARE]
FORMATS = st.sampled_from([None, *NAMES, "html", "nonsense"])
LATIN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"),
    max_size=60,
).map(str.strip)
ACCEPTS = st.one_of(
    st.none(),
    LATIN,
    st.sampled_from(["*/*", "text/html", "text/csv;q=.5, */*;q=0", "application/xml"]),
)
KINDS = st.one_of(
    st.sampled_from(
        [
            "application/sparql-query",
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data",
        ]
    ),
    LATIN,
)
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}


def check(response: Response) -> None:
    """No failure of the server's, and nothing ill-formed."""
    assert response.status < 500 or response.headers["Retry-After"], response.body
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if not response.body:
        return
    if response.status == 200 and response.type in RESULTS:
        found = parse_query_results(response.body, format=RESULTS[response.type])
        assert isinstance(found, QueryBoolean) or all(
            len(list(row)) >= 0 for row in found
        )
    elif response.status == 200 and (form := RdfFormat.from_media_type(response.type)):
        list(parse(response.body, format=form, base_iri="http://x/"))
    elif response.type == "application/problem+json":
        assert response.json["status"] == response.status


fuzz = settings(
    max_examples=max(300, int(SECONDS * 20)),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@fuzz
@given(
    query=QUERIES,
    form=FORMATS,
    accept=ACCEPTS,
    method=st.sampled_from(["GET", "HEAD", "POST"]),
)
def test_any_query_is_answered_or_refused(
    query: str,
    form: str | None,
    accept: str | None,
    method: str,
    fuzzed: tuple[int, str],
) -> None:
    pairs = [
        ("query", query.encode("utf-8", "replace")),
        *([("format", form.encode())] if form else []),
    ]
    headers = {"Accept": accept} if accept else {}
    start = time.monotonic()
    if method == "POST":
        response = request(
            fuzzed[1],
            "/sparql",
            method,
            urlencode(pairs).encode(),
            Content_Type="application/x-www-form-urlencoded",
            **headers,
        )
    else:
        response = request(
            fuzzed[1], f"/sparql?{urlencode(pairs)}", method, None, **headers
        )
    check(response)
    assert time.monotonic() - start < LIMIT + 2


@fuzz
@given(
    body=st.one_of(
        st.binary(max_size=300),
        QUERIES.map(lambda query: query.encode("utf-8", "replace")),
    ),
    kind=KINDS,
    accept=ACCEPTS,
    method=st.sampled_from(["POST", "PUT", "OPTIONS", "GET", "DELETE"]),
    path=st.sampled_from(
        [
            "/sparql",
            "/sparql/",
            "/sparql?format=csv",
            "/",
            "/doc/x",
            "/id/%FF",
            "/claim/%3E%20%7D%20DROP",
        ]
    ),
)
def test_any_body_and_header_is_answered_or_refused(
    body: bytes,
    kind: str,
    accept: str | None,
    method: str,
    path: str,
    fuzzed: tuple[int, str],
) -> None:
    headers = {"Content_Type": kind, **({"Accept": accept} if accept else {})}
    check(request(fuzzed[1], path, method, body, **headers))


@fuzz
@given(
    line=st.binary(max_size=100).map(
        lambda line: bytes(set(b"\r\n \0") and line).translate(None, b"\r\n \0")
    ),
    names=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    b"Accept",
                    b"Accept-Encoding",
                    b"If-None-Match",
                    b"Range",
                    b"X-Forwarded-For",
                    b"X-Forwarded-Host",
                    b"Content-Type",
                    b"Cookie",
                ]
            ),
            st.binary(max_size=60).map(lambda value: value.translate(None, b"\r\n\0")),
        ),
        max_size=4,
    ),
)
def test_any_bytes_in_the_head_of_a_request_harm_nobody(
    line: bytes, names: list[tuple[bytes, bytes]], fuzzed: tuple[int, str]
) -> None:
    where = urlsplit(fuzzed[1])
    head = [
        b"GET /sparql?query=" + line + b" HTTP/1.1",
        b"Host: x",
        b"Connection: close",
    ]
    with socket.create_connection(
        (where.hostname, where.port or 80), timeout=20
    ) as connection:
        connection.sendall(
            b"\r\n".join(
                [*head, *(name + b": " + value for name, value in names), b"", b""]
            )
        )
        received = b""
        with contextlib.suppress(ConnectionResetError):
            received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert not received.startswith(b"HTTP/1.1 500"), received
    assert request(fuzzed[1], "/sparql?query=ASK%7B%7D").status == 200


HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * " + "{" * 20_000 + "}" * 20_000,
    "SELECT (REPLACE('" + "a" * 50_000 + "', 'a', '" + "b" * 5_000 + "') AS ?x) {}",
]


@pytest.mark.long
def test_good_queries_are_answered_rightly_between_hostile_ones_and_nothing_leaks(
    fuzzed: tuple[int, str],
) -> None:
    """Good, slow and hostile clients at once: see what is left of processes, files and memory."""
    server, address = fuzzed
    end = time.monotonic() + SECONDS
    outcomes: Counter[str] = Counter()
    _storm(address, time.monotonic() + 2, outcomes)  # what is made once is made now
    time.sleep(2)
    before = _use(server)
    _storm(address, end, outcomes)
    time.sleep(2)
    after = _use(server)
    print(f"\n{dict(outcomes)}\nbefore: {before}\nafter:  {after}")
    assert not [outcome for outcome in outcomes if outcome.startswith("wrong")]
    assert outcomes["right"] > 20 * SECONDS
    assert outcomes["ended at a limit"] > 0
    assert after["processes"] == before["processes"]
    assert after["files"] <= before["files"] + 5
    assert after["memory"] < before["memory"] + 100


def _storm(address: str, end: float, outcomes: Counter[str]) -> None:
    def client(number: int) -> None:
        choose = random.Random(number)
        while time.monotonic() < end:
            outcomes[
                _hostile(address, number, choose)
                if number % 2
                else _good(address, number, choose)
            ] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _hostile(address: str, number: int, choose: random.Random) -> str:
    status = _ask(address, choose.choice(HOSTILE), f"192.0.2.{number}").status
    names = {
        400: "refused",
        422: "ended at a limit",
        413: "ended at a limit",
        429: "asked to wait",
        503: "asked to wait",
    }
    return names.get(status, f"wrong: {status}")


def _good(address: str, number: int, choose: random.Random) -> str:
    asked = choose.randrange(10_000)
    answer = _ask(
        address,
        f"SELECT ?x ({asked} AS ?n) {{ ?x a dip:State }}",
        f"198.51.100.{number}",
    )
    lines = answer.body.decode().splitlines()
    right = (
        answer.status == 200
        and len(lines) == 4
        and all(line.endswith(f",{asked}") for line in lines[1:])
    )
    return "right" if right else f"wrong: {answer.status} {answer.body[:200]!r}"


def _ask(address: str, query: str, client: str) -> Response:
    kind = "application/sparql-query"
    return request(
        address,
        "/sparql",
        "POST",
        query.encode(),
        Content_Type=kind,
        Accept="text/csv",
        X_Forwarded_For=client,
    )


def _use(process: int) -> dict[str, int]:
    """How many processes, open files, and MiB of memory of its own a process has with
    all below it."""
    processes, files = family(process), 0
    for pid in processes:
        with contextlib.suppress(OSError):
            files += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return {"processes": len(processes), "files": files, "memory": memory(processes)}
