"""No query makes the engine ask another service, whatever it looks like."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, Store

from conftest import request
from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.engine.sparql.federation import refuse_services
from diplomatica.errors import QueryError, RefusedQuery

PROLOGUE = (
    "PREFIX k: <http://k/> PREFIX : <http://d/> PREFIX service: <http://s/> "
    "PREFIX trueservice: <http://t/> PREFIX at: <%s> "
)
BEFORE = st.sampled_from(
    [
        *(
            "",
            "?s ?p ?o ",
            "?s ?p ?o . ",
            "?s ?p ?o.",
            "?s ?p k:.",
            "?s ?p k:x.",
            "?s ?p :.",
        ),
        *(
            "?s ?p true",
            "?s ?p 1",
            "?s ?p 1.",
            "?s ?p 'x'",
            "?s ?p 'x'@en",
            "?s ?p <u:>",
        ),
        *(
            "OPTIONAL { ?s ?p k:. } ",
            "{} ",
            "FILTER(1<2)",
            "BIND(1 AS ?x)",
            "FILTER(1<k:b)",
        ),
        *(
            "VALUES ?o { 1 } .",
            "?s a service:x . ",
            "# service\n",
            "?s ?p 'service' . ",
        ),
        *(
            "{ ?s ?p ?o } UNION { ?s ?p k:. ",
            "MINUS { ?s ?p :.",
            "?s ?p ?service ",
            "?s ?p _:b.",
        ),
        *(
            "?s ?p ",
            "?s ",
            "GRAPH ",
            "?s ?p k:a\\.",
            "?s ?p k:a%2E.",
            "?s ?p [] .",
            "?s ?p ()",
        ),
    ]
)
WORDS = st.sampled_from(
    [
        "SERVICE",
        "service",
        "SerVice",
        "SERVICE SILENT",
        "SERVICESILENT",
        "S\\u0045RVICE",
    ]
)
GAPS = st.sampled_from(["", " ", "\n", "#x\n", "/**/"])
NAMES = st.sampled_from(["<%s>", "at:", ":x", "?e", "k:", "at:x"])
AFTER = st.sampled_from(
    [" { ?a ?b ?c }", "{}", " { ?a ?b k:. }", "", " .", ":y { }", "#>\n {}"]
)
ENDS = st.sampled_from([" }", " } }", "", " } #service"])
HEADS = st.sampled_from(
    ["SELECT * { ", "ASK { ", "CONSTRUCT WHERE { ", "SELECT * { { "]
)


class Listener:
    """Another service, which counts who asks it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.asked = 0

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.asked += 1
                connection.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    Thread(target=found.listen, daemon=True).start()
    yield found
    found.socket.close()


@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    head=HEADS,
    before=BEFORE,
    word=WORDS,
    gaps=st.tuples(GAPS, GAPS),
    name=NAMES,
    after=AFTER,
    end=ENDS,
)
def test_what_the_engine_would_ask_is_refused(
    head: str,
    before: str,
    word: str,
    gaps: tuple[str, str],
    name: str,
    after: str,
    end: str,
    listener: Listener,
) -> None:
    body = f"{head}{before}{gaps[0]}{word}{gaps[1]}{name}{after}{end}"
    query = decode_codepoints((PROLOGUE + body).replace("%s", listener.url))
    try:
        refuse_services(query, "http://b/")
    except QueryError:
        return
    before_it = listener.asked
    ask_the_engine(query)
    assert listener.asked == before_it


def test_the_engine_would_ask(listener: Listener) -> None:
    before = listener.asked
    ask_the_engine(f"SELECT * {{ ?s ?p :.SERVICE <{listener.url}> {{ ?a ?b ?c }} }}")
    ask_the_engine(f"PREFIX k:<http://k/> ASK{{SERVICE<{listener.url}>{{?a ?b k:.}}}}")
    assert listener.asked > before


def ask_the_engine(query: str) -> None:
    store, this = Store(), NamedNode("http://d/")
    store.add(Quad(this, this, this))
    with suppress(SyntaxError, ValueError, RuntimeError, OSError):
        found = store.query(query, base_iri="http://b/")
        if isinstance(found, QuerySolutions | QueryTriples):
            list(found)


GLUED = [
    "PREFIX k: <http://k/> SELECT * { ?s ?p k:.SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "PREFIX k: <http://k/> ASK { ?s ?p k:.SERVICE SILENT <http://127.0.0.1:9/> { ?a ?b ?c } }",
]


@pytest.mark.parametrize("query", GLUED)
def test_a_service_behind_a_name_that_ends_in_a_dot_is_refused(
    query: str, server: str
) -> None:
    kind = "application/sparql-query"
    answer = request(server, "/sparql", "POST", query.encode(), Content_Type=kind)
    assert answer.status == 400
    assert "SERVICE is not run here" in answer.json["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a 'SERVICE', 'x'@service } # SERVICE",
        "PREFIX service: <http://s/> SELECT * { ?s service:p service:SERVICE }",
        "SELECT * { ?s ?p <http://x/service> }",
        "PREFIX k: <http://k/> SELECT * { ?s k:x.service ?o }",
    ],
)
def test_the_word_in_names_texts_and_comments_is_none(query: str) -> None:
    refuse_services(query)


def test_a_query_that_is_none_is_told_as_that() -> None:
    with pytest.raises(QueryError) as told:
        refuse_services("SELECT * { ?service ?p ?o } LIMIT x")
    assert not isinstance(told.value, RefusedQuery)
