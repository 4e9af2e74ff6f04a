"""Each IRI of the dataset, dereferenced."""

import re
from collections import Counter
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, parse

from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import GRAPHS, NQUADS, READ, TURTLE, Format
from diplomatica.model.iris import Iris
from diplomatica.model.statement import digest, text_of
from diplomatica.model.vocabulary import DIP, MATCHES, RDFS
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

IRIS = Iris(BASE)
CLAIM = f"claim/{ARTICLE}/osce-finale"
DOCUMENTS = [
    "doc/kazakhstan",
    CLAIM,
    "note/osce-summit-before",
    "link/india-wikidata",
    "rule/chaired",
    "graph/names",
    "graph/shapes",
    f"graph/record/{ARTICLE}",
    f"article/{ARTICLE}",
    "ontology",
    "ontology/0.1.0",
    "shapes",
    "dataset",
    "release/0.1.0",
]
SUBJECTS = {
    "doc/kazakhstan": "id/kazakhstan",
    "graph/shapes": "shapes#Thing",
    "shapes": "shapes#Thing",
    "ontology/0.1.0": "ontology",
    "release/0.1.0": "dataset",
    f"graph/record/{ARTICLE}": CLAIM,
    "graph/names": "id/kazakhstan",
}
LISTS = ("/graph/", "/prefix/", "/query/", "/rule/")
UNKNOWN = [
    "statement/x",
    f"statement/{'0' * 64}",
    "statement/",
    "claim/x",
    "sparql/x",
    "id/nobody",
    "doc/nobody",
    "claim/x/y",
    "article/none",
    "ontology/9",
    "note/none",
    "nowhere",
    "id/%3E%20%7D%20DROP",
    "doc/a%20b",
    "doc/%00",
    "article/..%2F..",
    "dumps/x.ttl",
    "release/9",
    "article/a%20b",
    "article/a%00b",
    f"article/{'a' * 300}",
    f"article/{'a' * 300}/text",
]


def read(body: bytes, form: Format) -> list[Quad]:
    return list(parse(body, format=form.rdf))


def test_a_thing_is_not_a_document_but_leads_to_one(client: FlaskClient) -> None:
    response = client.get("/id/kazakhstan", base_url="http://data.example/")
    assert response.status_code == 303
    assert response.headers["Location"] == "http://data.example/doc/kazakhstan"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_every_document_is_rdf_about_its_subject_in_every_format(
    path: str, form: Format, client: FlaskClient
) -> None:
    response = client.get(f"/{path}", headers={"Accept": form.media_type})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == form.content_type
    assert "Accept" in response.headers["Vary"]
    subjects = {quad.subject for quad in read(response.data, form)}
    assert IRIS(SUBJECTS.get(path, path)) in subjects


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path not in ("dataset", "release/0.1.0")]
)
def test_every_document_is_a_page_for_a_browser(path: str, client: FlaskClient) -> None:
    response = client.get(f"/{path}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert "<h1" in response.text


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("path", ["doc/kazakhstan", CLAIM, f"article/{ARTICLE}"])
def test_every_format_has_an_address_of_its_own(
    path: str, form: Format, client: FlaskClient
) -> None:
    response = client.get(f"/{path}.{form.suffix}", headers={"Accept": "image/png"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == form.content_type
    assert set(response.vary) == {"Accept-Encoding", "Accept-Datetime"}


def test_the_page_shows_beside_a_triple_its_words_and_who_said_them(
    client: FlaskClient,
) -> None:
    page = client.get("/doc/lebanon-co-deployment.html").text
    triple = page.partition(">party</a>")[2].partition('<div class="statement">')[0]
    assert ">India</a>" in triple
    assert (
        "<q>This will be done by co-deploying the country’s unit with India in Lebanon</q>"
        in triple
    )
    assert ">Kairat Umarov</a>" in triple
    assert f'href="/article/{ARTICLE}?claim=co-deployment#p2"' in triple


def test_the_page_of_a_place_does_not_say_that_the_dataset_covers_it(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/doc/kazakhstan.html").text
    assert "<q>" in page.partition('<h2 id="also">')[2]
    assert "graph/catalog" not in page


def test_every_triple_on_a_page_has_a_reason(
    client: FlaskClient, engine: Embedded
) -> None:
    things = [
        row["x"]
        for row in engine.rows(
            "SELECT DISTINCT ?x { ?x a ?kind FILTER (STRSTARTS(STR(?x), STR(:))) }"
        )
    ]
    assert len(things) > 30
    for thing in things:
        assert isinstance(thing, NamedNode)
        page = client.get(f"/doc/{IRIS.slug(thing.value)}.html").text
        statements = re.split(r'<div class="statement">|<article class="company', page)[
            1:
        ]
        assert statements
        assert all('<div class="why' in statement for statement in statements)


def test_a_claim_is_headed_by_its_words_and_not_by_its_slug(
    published_client: FlaskClient,
) -> None:
    page = published_client.get(f"/{CLAIM}.html").text
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page)
    assert "“The OSCE summit was held in Astana in December 2010" in heading


@pytest.mark.parametrize(
    "path",
    ["doc/kazakhstan", CLAIM, f"article/{ARTICLE}", "link/kazakhstan-wikidata"],
)
def test_no_prefixed_name_stands_on_a_page_for_readers(
    path: str, published_client: FlaskClient
) -> None:
    page = published_client.get(f"/{path}.html").text
    text = re.sub(r"<(pre|code|script)\b.*?</\1>|<[^>]+>", "|", page, flags=re.DOTALL)
    prefixes = "dip|rdfs?|skos|dcterms|wd|prov|sssom|semapv|pav|schema"
    assert re.findall(rf"\b(?:{prefixes}):\w+", text) == []


def test_a_page_of_many_statements_tells_how_many_there_are(
    client: FlaskClient, engine: Embedded
) -> None:
    total = len(engine.quads([IRIS("graph", "ontology")]))
    page = client.get("/graph/ontology.html").text
    assert total > 500
    assert f"The first 500 of {total} statements" in page
    assert page.count('<div class="statement">') < 510


def test_the_page_of_a_speaker_shows_what_is_said_in_that_voice(
    client: FlaskClient,
) -> None:
    page = client.get("/doc/kairat-umarov.html").text
    assert "with India in Lebanon" in page.partition("said in this voice")[2]


def test_what_follows_from_a_sentence_is_not_told_beside_it_in_that_voice(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/doc/helga-schmid.html").text
    told = page.partition('<h2 id="voice">')[2].partition("</section>")[0]
    quotes = re.findall("<summary><q>([^<]*)</q>", told)
    assert len(quotes) == len(set(quotes)) > 1
    assert "derived" not in told


def is_of_statement(link: str) -> bool:
    return link.startswith("/statement/")


def is_left_out(link: str) -> bool:
    """Whether a link is one of six in seven to what is found by three choices or more."""
    is_narrow = link.startswith("/search?") and link.count("=") > 2
    return is_narrow and crc32(link.encode()) % 7 > 0


@pytest.fixture(scope="module")
def stated(release: Release) -> set[str]:
    """The addresses of all statements."""
    quads = parse(path=release.dump(NQUADS), format=NQUADS.rdf)
    return {f"/statement/{digest(quad.triple)}" for quad in quads}


@pytest.mark.long
def test_every_link_on_the_pages_to_this_site_is_answered(
    client: FlaskClient, stated: set[str]
) -> None:
    """The statements that a graph lists are thousands of one kind: each is one of the
    dump, and of those to which nothing else leads, every seventh is asked. So it is with
    what is found by three choices, of which there are as many."""
    seen: set[str] = set()
    todo = ["/"]
    while todo:
        path = todo.pop()
        response = client.get(
            path, headers={"Accept": "text/html"}, follow_redirects=True
        )
        assert response.status_code == 200, path
        if response.mimetype == "text/html" and not path.startswith(
            ("/sparql", "/statement/")
        ):
            links = {
                link.partition("#")[0].replace("&amp;", "&")
                for link in re.findall(r'(?:href|src)="(/[^"]*)"', response.text)
            }
            if path.startswith(LISTS):
                listed = sorted(filter(is_of_statement, links))
                assert {*listed} <= stated, path
                links -= {*listed} - {*listed[::7]}
            links -= {*filter(is_left_out, links)}
            todo += links - seen
            seen |= links
        response.close()
    assert len(seen) > 200


def test_rdf_about_a_thing_has_what_is_said_of_it_and_to_it_labels_reasons_and_the_licence(
    client: FlaskClient,
) -> None:
    said = {
        (quad.subject, quad.predicate): quad.object
        for quad in parse(client.get("/doc/osce.ttl").data, format=TURTLE.rdf)
    }
    assert said[IRIS("id", "osce"), RDFS("label")] == Literal(
        "Organisation for Security and Cooperation in Europe", language="en"
    )
    assert said[IRIS("id", "osce-summit-astana"), DIP("of")] == IRIS("id", "osce")
    assert (IRIS("id", "osce-summit-astana"), RDFS("label")) in said
    assert (IRIS(CLAIM), DIP("quote")) in said
    assert (IRIS("doc", "osce"), NamedNode("http://purl.org/dc/terms/license")) in said


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_not_known_is_404_for_programs_and_for_people(
    path: str, client: FlaskClient
) -> None:
    told = client.get(f"/{path}")
    assert (told.status_code, told.mimetype) == (404, "application/problem+json")
    assert told.get_json()["status"] == 404
    page = client.get(f"/{path}", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Traceback" not in page.text


def test_what_cannot_be_given_is_406_with_what_there_is(client: FlaskClient) -> None:
    response = client.get("/doc/kazakhstan", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.get_json()["detail"]
    assert set(response.vary) == {"Accept", "Accept-Encoding", "Accept-Datetime"}


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    for path in (
        "/",
        "/id/kazakhstan",
        "/doc/kazakhstan",
        "/dumps/diplomatica.ttl",
        "/nowhere",
        "/sparql",
        "/sparql?query=ASK{}",
    ):
        with client.get(path) as get, client.head(path) as head:
            assert head.status_code == get.status_code
            assert head.data == b""
            assert {**head.headers, "Date": ""} == {**get.headers, "Date": ""}


def test_what_has_not_changed_is_304(client: FlaskClient) -> None:
    etag = client.get("/doc/kazakhstan").headers["ETag"]
    response = client.get("/doc/kazakhstan", headers={"If-None-Match": etag})
    assert (response.status_code, response.data) == (304, b"")
    assert client.get("/doc/kazakhstan.html").headers["ETag"] != etag


def test_pages_link_to_the_site_that_serves_them_and_name_the_iris_of_the_data(
    client: FlaskClient,
) -> None:
    page = client.get(
        "/doc/kazakhstan.html", base_url="http://data.example/mirror/"
    ).text
    assert 'href="/mirror/id/osce"' in page
    assert f'<link rel="canonical" href="{BASE}doc/kazakhstan">' in page


def test_the_ontology_tells_a_newcomer_ten_things_in_order(client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    notes = page[page.index('<ol id="all-decisions"') : page.index("</ol>")]
    assert notes.count("<li>") == 10
    assert (
        notes.index("Things are below")
        < notes.index("</a> is what happened")
        < notes.index("Put the pattern into")
    )


def test_a_page_tells_what_is_stated_before_what_is_derived(
    client: FlaskClient,
) -> None:
    page = client.get("/doc/osce-summit-astana.html").text
    assert (
        page.index(">summit</a>")
        < page.index(">location</a>")
        < page.index(">event</a>")
    )


@pytest.mark.parametrize("path", ["doc/kazakhstan", CLAIM, f"article/{ARTICLE}"])
def test_header_and_head_name_the_same_links_and_each_is_answered(
    path: str, client: FlaskClient
) -> None:
    response = client.get(f"/{path}.html")
    header = set(
        re.findall(
            r'<([^>]*)>; rel="(canonical|alternate)"',
            ", ".join(response.headers.getlist("Link")),
        )
    )
    head = {
        (href, rel)
        for rel, href in re.findall(
            r'<link rel="(canonical|alternate)" href="([^"]*)"', response.text
        )
    }
    assert header == head
    assert (BASE + path, "canonical") in header
    alternates = [href for href, rel in header if rel == "alternate"]
    assert len(alternates) == len(GRAPHS) + 1
    for href in alternates:
        assert client.get(href).status_code == 200


def test_a_thing_leads_to_the_format_that_is_asked_for(client: FlaskClient) -> None:
    response = client.get("/id/kazakhstan?format=ntriples", follow_redirects=True)
    assert response.mimetype == "application/n-triples"


def test_the_page_of_a_release_leads_to_files_that_stay(client: FlaskClient) -> None:
    response = client.get("/release/0.1.0", headers={"Accept": "text/html"})
    links = ", ".join(response.headers.getlist("Link"))
    assert f'<{BASE}release/0.1.0>; rel="cite-as"' in links
    assert '/release/0.1.0/dumps/diplomatica.ttl>; rel="item"' in links
    assert f'<link rel="canonical" href="{BASE}release/0.1.0">' in response.text


@pytest.mark.parametrize(
    "form",
    [form for form in READ if form.holds == "triples"],
    ids=lambda form: form.name,
)
def test_the_validation_report_is_to_be_had_in_each_format(
    form: Format, client: FlaskClient
) -> None:
    with client.get(
        "/release/0.1.0/validation", headers={"Accept": form.media_type}
    ) as response:
        assert (response.status_code, response.content_type) == (200, form.content_type)
        assert len(read(response.data, form)) > 1


def test_an_article_tells_what_is_noted_of_it_beside_its_record(
    published_client: FlaskClient,
) -> None:
    this = f"article/{ARTICLE}"
    said = {
        str(quad.predicate)
        for quad in read(published_client.get(f"/{this}.ttl").data, TURTLE)
        if quad.subject == IRIS(this)
    }
    assert {
        "<http://purl.org/dc/terms/issued>",
        "<http://purl.org/dc/terms/publisher>",
    } <= said
    assert "note/article-publication" in published_client.get(f"/{this}.html").text


HOSTILE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://other.example/id/a%20b> rdfs:label "escaped space"@en .
<https://other.example/id/a%C3%BC> rdfs:label "escaped letter"@en .
<https://other.example/id/aü> rdfs:label "plain letter"@en .
<https://other.example/id/a> rdfs:label "short"@en .
<https://other.example/id/a.ttl> rdfs:label "with a suffix"@en ;
    rdfs:seeAlso <https://other.example/id/hub> .
"""
CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://other.example/dataset> a dcat:Dataset ; dcterms:identifier "odd" ; dcterms:title "Odd"@en ;
    dcterms:description "Odd names."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "2026-11-24"^^xsd:date ; dcat:version "1.0.0" ;
    void:uriSpace "https://other.example/" .
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A dataset whose IRIs have escapes, letters beyond ASCII, and suffixes in their names."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(CATALOG, "utf-8")
    member = (
        "<https://other.example/id/member-{}> <http://xmlns.com/foaf/0.1/member> "
        "<https://other.example/id/crowd> .\n"
    )
    crowd = "".join(member.format(number) for number in range(600))
    (folder / "dataset" / "odd.ttl").write_text(HOSTILE + crowd, "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("a%20b", "escaped space"),
        ("a%2520b", "escaped space"),
        ("a%C3%BC", "plain letter"),
        ("a%25C3%25BC", "escaped letter"),
        ("a", "short"),
        ("a.ttl", "with a suffix"),
        ("hub", "with a suffix"),
    ],
)
def test_an_iri_with_escapes_or_a_suffix_answers_at_its_own_path(
    path: str, label: str, odd: FlaskClient
) -> None:
    response = odd.get(
        f"/id/{path}", headers={"Accept": "text/turtle"}, follow_redirects=True
    )
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    assert f'"{label}"@en' in response.text


def test_the_links_of_such_a_document_are_answered(odd: FlaskClient) -> None:
    for path in ("a%20b", "a.ttl"):
        page = odd.get(
            f"/id/{path}", headers={"Accept": "text/html"}, follow_redirects=True
        )
        for href in re.findall(r'<link rel="alternate" href="([^"]*)"', page.text):
            assert odd.get(href).status_code == 200, href


def test_a_page_shows_the_beginning_of_very_much_and_says_so(odd: FlaskClient) -> None:
    response = odd.get("/doc/crowd.html")
    leads = re.search(r'<a href="([^"]*)">All 600</a>', response.text)
    assert leads
    following = odd.get(leads[1].replace("&amp;", "&"), headers={"Accept": "text/html"})
    assert "1 to 100 of 600" in following.text
    assert following.text.count('href="/id/member-') == 100
    assert (
        odd.get("/doc/crowd.nt").text.count("<https://other.example/id/crowd>") >= 600
    )


def test_what_depends_on_accept_says_so_and_nothing_else_does(
    published_client: FlaskClient,
) -> None:
    for path, varies in (
        ("/nothing", True),
        ("/doc/kazakhstan", True),
        ("/doc/kazakhstan.ttl", False),
    ):
        assert ("Accept" in published_client.get(path).vary) is varies, path
    for path, varies in (("coverage", True), ("coverage.html", False)):
        answer = published_client.get(f"/release/0.1.0/{path}")
        assert ("Accept" in answer.vary) is varies, path


def test_a_report_in_an_unknown_format_is_406(client: FlaskClient) -> None:
    answer = client.get("/release/0.1.0/validation?format=nosuch")
    assert answer.status_code == 406
    assert "turtle" in answer.text


def test_the_front_page_counts_the_links_of_the_catalog_whoever_states_them(
    client: FlaskClient, engine: Embedded, foreign_client: FlaskClient
) -> None:
    counted = re.compile(r"<strong>(\d+)</strong> links? to other datasets")
    html = {"Accept": "text/html"}
    rows = engine.rows("SELECT ?n { ?links a void:Linkset ; void:triples ?n }")
    total = sum(int(text_of(row["n"])) for row in rows)
    assert counted.findall(client.get("/", headers=html).text) == [str(total)]
    assert counted.findall(foreign_client.get("/", headers=html).text) == ["1"]


_LINKSETS = """SELECT ?space ?by ?n {
  ?links a void:Linkset ; void:objectsTarget ?other ; void:linkPredicate ?by ; void:triples ?n .
  ?other void:uriSpace ?space }"""
_LINKED = """SELECT ?by ?it {
  ?thing ?by ?it FILTER (?by IN (%s) && STRSTARTS(STR(?thing), STR(:))) }"""


def test_each_dataset_that_links_lead_to_has_its_linksets_with_true_numbers(
    published_engine: Embedded,
) -> None:
    told = {
        (text_of(row["space"]), text_of(row["by"])): int(text_of(row["n"]))
        for row in published_engine.rows(_LINKSETS)
    }
    rows = published_engine.rows(_LINKED % ", ".join(map(str, MATCHES)))
    links = [(text_of(row["by"]), text_of(row["it"])) for row in rows]
    spaces = {space for space, _ in told}
    counted = Counter(
        (space, by) for by, it in links for space in spaces if it.startswith(space)
    )
    assert told == counted
    assert counted.total() == len(links) == 38


def test_the_page_of_what_a_remark_says_tells_that_it_is_quoted(
    published_client: FlaskClient,
) -> None:
    address = f"/graph/record/{ARTICLE}/normalisation-cause"
    page = published_client.get(address, headers={"Accept": "text/html"}).text
    assert "Content of a remark" in page
    assert "What the remark says: quoted, not stated" in page
    assert "Said, not stated: normalisation of relations" in page
    assert "/id/remark-on-mediation" in page
    assert "What it states" not in page


def test_turtle_of_a_thing_begins_with_the_thing(
    published_client: FlaskClient,
) -> None:
    turtle = published_client.get("/doc/kazakhstan.ttl")
    assert (turtle.status_code, turtle.mimetype) == (200, "text/turtle")
    lines = turtle.text.splitlines()
    first, second, *_ = (line for line in lines if not line.startswith("@prefix"))
    assert first.startswith(":kazakhstan a ")
    assert second.startswith("\trdfs:label ")
