"""What is told beside an answer, to programs in a header and to persons on the page."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urljoin

import pytest
from flask.testing import FlaskClient

from conftest import request
from diplomatica.engine import Answer
from diplomatica.model.formats import CSV
from diplomatica.model.notice import Notice
from diplomatica.model.vocabulary import RDF
from diplomatica.web.sparql.answers import answer_reply

NAMES = (
    "literal-forms",
    "paths",
    "aggregates",
    "group-concat",
    "unknown-names",
    "language-tags",
    "date-kinds",
    "graph-variable",
    "bnode",
    "exists",
    "unread",
    "numbers",
    "regex",
    "replace",
    "truth-values",
    "having",
)
Links = Callable[[str], list[str]]


def path_of(query: str) -> str:
    return f"/sparql?format={'json' if query.startswith('ASK') else 'csv'}&query={quote(query)}"


@pytest.fixture(params=["gateway", "flask"])
def links(request: pytest.FixtureRequest) -> Links:
    if request.param == "gateway":
        server: str = request.getfixturevalue("server")
        return lambda query: _links_of_server(server, query)
    client: FlaskClient = request.getfixturevalue("client")
    return lambda query: client.get(path_of(query)).headers.getlist("Link")


def _links_of_server(server: str, query: str) -> list[str]:
    return request(server, path_of(query)).headers.get_all("Link") or []


def told(link: str) -> tuple[str, str]:
    """The name and the text of a notice in a header."""
    found = re.fullmatch(
        r'<sparql/help#([a-z-]+)>; rel="help"; title="((?:[^"\\]|\\.)*)".*', link
    )
    assert found, link
    return found[1], re.sub(r"\\(.)", r"\1", found[2])


MISSPELT = {
    "SELECT * { ?x dip:chared ?y }": ("dip:chared", "dip:chaired"),
    "ASK { ?x a dip:Sumit }": ("dip:Sumit", "dip:Summit"),
    "SELECT * { :kazakstan ?p ?y }": (":kazakstan", ":kazakhstan"),
}


@pytest.mark.parametrize("query", MISSPELT)
def test_a_program_is_told_of_a_name_that_occurs_nowhere(
    query: str, links: Links
) -> None:
    name, nearest = MISSPELT[query]
    told_of = f"{name} occurs nowhere here. Did you mean {nearest}?"
    assert [told(link) for link in links(query)] == [("unknown-names", told_of)]


@pytest.mark.parametrize(
    "path",
    ["a", "rdf:type", "a dip:Summit,", f"<{RDF('type').value}>", "a/rdfs:subClassOf*"],
)
@pytest.mark.parametrize("name", ["Treaty", "Tekst", "hasText", "textx", "timex"])
def test_what_is_near_a_name_of_no_class_is_not_offered_as_one(
    path: str, name: str, links: Links
) -> None:
    (link,) = links(f"SELECT * {{ ?thing {path} dip:{name} }}")
    assert told(link) == ("unknown-names", f"dip:{name} occurs nowhere here.")


@pytest.mark.parametrize(
    "path", ["a", "rdf:type", "a dip:Event,", "a/rdfs:subClassOf*"]
)
@pytest.mark.parametrize("wrong", ["Sumit", "summit", "Declarations", "Meting"])
def test_the_class_that_is_offered_is_one_of_something(
    path: str, wrong: str, client: FlaskClient
) -> None:
    query = f"SELECT * {{ ?thing {path} dip:{wrong} }}"
    (link,) = client.get(path_of(query)).headers.getlist("Link")
    offered = told(link)[1].rpartition("Did you mean ")[2].rstrip("?")
    found = client.get(path_of(f"SELECT * {{ ?thing a {offered} }} LIMIT 1"))
    assert offered.startswith("dip:")
    assert len(found.text.split()) == 2


UNTAGGED = [
    'SELECT * { ?x rdfs:label "Kazakhstan" }',
    "SELECT * { ?x rdfs:label 'Kazakhstan' }",
    'SELECT * { ?x rdfs:label "India", "Kazakhstan" }',
    'SELECT * { ?x rdfs:label "Kazakhstan"@de }',
    'SELECT * { ?x rdfs:label ?l FILTER (?l = "Kazakhstan") }',
    'SELECT * { ?x rdfs:label ?l FILTER ("Kazakhstan" = ?l) }',
    'SELECT * { ?x rdfs:label ?l FILTER (?l IN ("Nowhere", "Kazakhstan")) }',
    'SELECT * { VALUES ?l { "Kazakhstan" } ?x rdfs:label ?l }',
    'ASK { ?x rdfs:label "Kazakhstan" }',
]


@pytest.mark.parametrize("query", UNTAGGED)
def test_a_program_is_told_which_language_tag_a_text_has(
    query: str, links: Links
) -> None:
    notices = [told(link) for link in links(query)]
    assert {name for name, _ in notices} == {"language-tags"}
    assert any("Kazakhstan" in text and "@en" in text for _, text in notices)


TAGGED = [
    'SELECT * { ?x rdfs:label "Kazakhstan"@en }',
    'SELECT * { ?x rdfs:label ?l FILTER (STR(?l) = "Kazakhstan" && ?x = 1) }',
    'SELECT * { ?x rdfs:label ?l FILTER (CONTAINS(?l, "Kazakhstan") && ?x = 1) }',
    'SELECT * { ?x rdfs:label ?l FILTER (?l != "Kazakhstan" && ?x = 1) }',
    'SELECT * { ?x rdfs:label "nobody is called so" }',
]


@pytest.mark.parametrize("query", TAGGED)
def test_no_tag_is_told_where_it_is_not_the_cause(query: str, links: Links) -> None:
    assert links(query) == []


COMPARED = {
    'SELECT * { ?x dip:time ?t FILTER (?t >= "2015"^^xsd:gYear) }': "gYear",
    'SELECT * { ?x dip:time ?t FILTER ("2009-01-01"^^xsd:date <= ?t) }': "date",
    'SELECT * { ?x dip:time ?t FILTER (?t > xsd:gYear("2015")) }': "gYear",
    "SELECT * { ?x dip:time ?t FILTER (?t > 2015) }": "integer",
    'SELECT * { ?x dip:time ?t FILTER (?t > "2015-01") }': "string",
    "SELECT * { ?x dip:time ?t FILTER (?t < NOW()) }": "dateTime",
}


@pytest.mark.parametrize("query", COMPARED)
def test_a_program_is_told_of_dates_of_another_kind(query: str, links: Links) -> None:
    ((name, text),) = [told(link) for link in links(query)]
    assert name == "date-kinds"
    assert f"compared with an xsd:{COMPARED[query]}" in text
    assert re.search(r"The dates of dip:time are \d+ xsd:", text)
    assert "dip:earliest" in text


YEAR, DAY = '"2015"^^xsd:gYear', '"2015-01-01"^^xsd:date'
OF_KINDS = {
    "SELECT * { ?x dip:time ?t . ?y dip:time ?u FILTER (?t < ?u) }": "?t) < STR(?u",
    "SELECT * { ?x dip:time ?t ; dip:earliest ?u FILTER (?u > ?t) }": "dip:earliest",
    "SELECT * { ?x dip:time ?t FILTER NOT EXISTS { ?y dip:time ?u FILTER(?u>?t) } }": "different",
    "SELECT * { ?x dip:time ?t } ORDER BY (?t < '2015'^^xsd:gYear)": "an xsd:gYear",
    f"SELECT * {{ ?x dip:time ?t BIND ({YEAR} AS ?d) FILTER (?t > ?d) }}": "an xsd:gYear",
    f"SELECT * {{ ?x dip:time ?t VALUES ?d {{ {DAY} }} FILTER (?d < ?t) }}": "an xsd:date",
    f"SELECT * {{ ?x dip:time ?t VALUES (?x ?d) {{ (1 {DAY}) }} FILTER (?d < ?t) }}": "an xsd:date",
    'SELECT * { ?x dip:time ?t FILTER (?t > STRDT("2010", xsd:gYear)) }': "an xsd:gYear",
    f"SELECT * {{ ?x dip:time ?t FILTER (?t IN ({YEAR}, {DAY})) }}": "an xsd:gYear and an xsd:date",
    f"SELECT * {{ ?x dip:time ?t FILTER (?t NOT IN ({YEAR})) }}": "an xsd:gYear",
    'SELECT * { ?x dip:time "2010-12-01"^^xsd:date }': '"2010-12-01"^^xsd:date is none',
    'ASK { ?x dip:time "2010" }': 'STRSTARTS(STR(?time), "2010")',
    'SELECT * { ?x dip:time "2010-1-1"^^xsd:date }': '"2010-1-1" is no xsd:date',
    'SELECT * { ?x dip:earliest ?t FILTER (?t > "2010-1-1"^^xsd:date) }': "is no xsd:date",
    f"SELECT * {{ ?x ?p ?t FILTER (?t > {DAY}) }}": "The dates here are",
    f"SELECT * {{ ?x dip:earliest|dip:time ?t FILTER (?t > {DAY}) }}": "dates of dip:time",
}


@pytest.mark.parametrize("query", OF_KINDS)
def test_dates_of_several_kinds_are_told_wherever_they_meet(
    query: str, links: Links
) -> None:
    notices = [told(link) for link in links(query)]
    assert {name for name, _ in notices} == {"date-kinds"}
    assert any(OF_KINDS[query] in text for _, text in notices)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?x dip:earliest ?t ; dip:latest ?u FILTER (?t <= ?u) }",
        "SELECT ?x ?p ?t { ?x dip:time ?t ; dip:number ?n . ?y dip:number ?m FILTER (?n < ?m) }",
        f"SELECT ?y ?x ?t {{ ?x dip:earliest ?t VALUES ?d {{ {DAY} }} FILTER (?t > ?d) }}",
        f"SELECT * {{ ?x dip:earliest ?t FILTER (?t NOT IN ({DAY})) }}",
        "SELECT * { ?x dip:time ?t ; dip:earliest ?u FILTER (STR(?t) <= STR(?u)) }",
        'SELECT * { ?x dip:time "2010-12"^^xsd:gYearMonth }',
        'SELECT * { ?x dip:earliest ?t FILTER (?t >= "2009-01-01"^^xsd:date) }',
        'SELECT * { ?x dip:time ?t FILTER (STR(?t) >= "2009") }',
        "SELECT * { ?x dip:time ?t FILTER (YEAR(?t) > 2008) }",
        'SELECT * { ?x dip:time ?t FILTER (?x != "2015"^^xsd:gYear) }',
        "SELECT * { ?x dip:time ?t } LIMIT 2015",
    ],
)
def test_dates_that_are_compared_rightly_need_no_word(query: str, links: Links) -> None:
    assert links(query) == []


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_what_stands_beside_an_answer_leads_there_from_either_address(
    path: str, server: str
) -> None:
    asked = path_of("SELECT * { ?x dip:chared ?aside }").replace("/sparql", path, 1)
    link = request(server, asked).headers["Link"]
    target = urljoin(f"{server}{path}", link.partition(">")[0].strip("<"))
    assert target == f"{server.rstrip('/')}/sparql/help#unknown-names"
    too_long = f"SELECT * {{ ?x ?y '{'long' * 300_000}' }}".encode()
    sent = {"Content_Type": "application/sparql-query", "Accept": "text/csv"}
    dumps = request(server, path, "POST", too_long, **sent).json["dumps"]
    assert urljoin(f"{server}{path}", dumps) == f"{server.rstrip('/')}/dumps/"


BY_ENGINE = {
    "SELECT (9223372036854775807 + ?n AS ?m) { VALUES ?n { 1 } }": "numbers",
    "SELECT (REGEX('a', '(?i)A') AS ?is) {}": "regex",
    "SELECT (REPLACE('a', 'a', '$x') AS ?is) {}": "replace",
    "SELECT (IF('a'^^xsd:integer, 1, 2) AS ?is) {}": "truth-values",
    "SELECT (COUNT(?x) AS ?n) { ?x a ?y } HAVING (?n > 1)": "having",
}


@pytest.mark.parametrize("query", BY_ENGINE)
def test_a_program_is_told_what_the_engine_does_otherwise(
    query: str, links: Links
) -> None:
    assert [told(link)[0] for link in links(query)] == [BY_ENGINE[query]]


def test_a_back_reference_is_a_clear_refusal(server: str) -> None:
    refused = request(server, path_of(r"ASK { FILTER REGEX('aa', '(.)\\1') }"))
    assert refused.status == 400
    assert r"back-reference \1" in refused.json["detail"]


def test_an_answer_that_is_kept_keeps_its_notices(server: str) -> None:
    query = "SELECT * { ?x dip:chared ?kept }"
    first, again = (request(server, path_of(query)) for _ in range(2))
    assert "unknown-names" in first.headers["Link"]
    assert first.headers["Link"] == again.headers["Link"]
    etag = {"If_None_Match": again.headers["ETag"]}
    known = request(server, path_of(query), "GET", None, **etag)
    assert (known.status, known.headers["Link"]) == (304, first.headers["Link"])


def test_the_page_tells_the_same_and_leads_to_what_it_means(
    client: FlaskClient,
) -> None:
    for query, name in (
        (UNTAGGED[0], "language-tags"),
        (next(iter(COMPARED)), "date-kinds"),
    ):
        page = client.get(
            "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
        )
        assert page.status_code == 200
        assert f'href="/sparql/help#{name}"' in page.text


IN_GERMAN = {
    UNTAGGED[0]: (
        "<li>&#34;Kazakhstan&#34; kommt hier als &#34;Kazakhstan&#34;@en vor, nicht "
        "ohne Sprachangabe: Schreiben Sie die Angabe, die es hat."
    ),
    'SELECT * { ?x dip:time ?t FILTER (?t >= "2015"^^xsd:gYear) }': (
        "xsd:gYear; verglichen mit einem xsd:gYear werden"
    ),
    "SELECT * { ?x dip:time ?t . ?y dip:time ?u FILTER (?t < ?u) }": (
        "Wo zwei, die verglichen werden, verschiedener Art sind, werden sie übergangen."
    ),
}


@pytest.mark.parametrize("query", IN_GERMAN)
def test_a_notice_is_told_in_the_language_of_its_reader(
    query: str, client: FlaskClient
) -> None:
    asked = {"Accept": "text/html", "Accept-Language": "de"}
    page = client.get("/sparql", query_string={"query": query}, headers=asked)
    assert IN_GERMAN[query] in page.text


def test_a_notice_of_a_worker_is_told_in_the_language_of_its_reader(
    server: str,
) -> None:
    asked: dict[str, Any] = {"Accept": "text/html", "Accept-Language": "ru"}
    path = f"/sparql?query={quote('SELECT (1 / 0 AS ?x) {}')}"
    page = request(server, path, **asked).body.decode()
    assert "Ячейка ?x пуста: то, из чего она вычисляется" in page


def test_a_program_is_told_of_notices_in_english(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    link = client.get(path_of(UNTAGGED[0]), headers=german).headers.getlist("Link")[-1]
    assert told(link)[1].startswith('"Kazakhstan" occurs here as "Kazakhstan"@en, not')


def test_every_notice_is_explained_at_its_anchor(client: FlaskClient) -> None:
    page = client.get("/sparql/help")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert {*re.findall(r'<h2 id="([a-z-]+)"', page.text)} == {*NAMES}


def test_a_notice_in_a_header_is_ascii_and_whole() -> None:
    notices = (Notice("paths", 'a "b" \\ c\nd'), Notice("aggregates", "Казахстан"))
    links = (
        answer_reply(Answer(b"x\r\n", CSV, 0, notices), "", "name")
        .headers["Link"]
        .split("\n")
    )
    assert told(links[0]) == ("paths", 'a "b" \\ c d')
    assert f"title*=UTF-8''{quote('Казахстан')}" in links[1]
    assert all(link.isascii() for link in links)
