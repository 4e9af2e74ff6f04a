"""The documentation of a vocabulary, of this one and of one that somebody brings."""

import html
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, URIRef
from werkzeug.test import TestResponse

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.errors import LimitReached
from diplomatica.lookup.usage import examples, usages
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import GRAPHS, HTML, Format
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.vocabulary.diagram import diagram
from diplomatica.web.vocabulary.shape import Shapes

THIS = URIRef(f"{BASE}ontology")
ONTOLOGY = Graph().parse(PACKAGED / "ontology" / "diplomatica.ttl")
VERSION = str(ONTOLOGY.value(THIS, OWL.versionInfo))
KINDS = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.NamedIndividual,
)
OWN = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix v: <https://example.org/news/ontology#> .
@prefix other: <https://vocabulary.example/> .
<https://example.org/news/ontology> a owl:Ontology ; dcterms:title "Wörter"@de ;
    owl:versionInfo "2" ;
    dcterms:license <https://example.org/licence> .
v:Visit a rdfs:Class ; skos:prefLabel "Besuch"@de, "visit"@en ;
    skos:definition "Jemand ist <da>."@de ; skos:note "<p>Say <i>who</i> came.</p>"@en .
other:Visit a owl:Class ; rdfs:label "visit, too"@en ; rdfs:subClassOf v:Visit ;
    owl:deprecated true .
v:by a rdf:Property ; rdfs:label "by"@en ; rdfs:domain [ owl:unionOf ( v:Visit other:Visit ) ] .
"""
CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/news/dataset> a dcat:Dataset ; dcterms:identifier "news" ;
    dcterms:title "My news"@en ;
    dcterms:description "What I read in the news."@en ; dcterms:issued "2026-11-24"^^xsd:date ;
    dcat:version "1.0.0" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    void:uriSpace "https://example.org/news/" .
"""
THINGS = """
@prefix : <https://example.org/news/id/> . @prefix v: <https://example.org/news/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:tour a v:Visit ; rdfs:label "The tour"@en ; v:by :anna .
:anna a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "Anna"@en .
"""


@pytest.fixture(scope="module")
def page(published: Release, published_engine: Embedded) -> str:
    return (
        create_app(published, published_engine).test_client().get("/ontology.html").text
    )


@pytest.fixture(scope="module")
def details(published: Release, published_engine: Embedded) -> str:
    """The page with the rules and the uses of each term, as who looks for terms sees it."""
    client = create_app(published, published_engine).test_client()
    return client.get("/ontology.html?q=dip:").text


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site of a dataset that brings a vocabulary of its own."""
    folder = tmp_path_factory.mktemp("own")
    return _site(
        folder,
        {
            "ontology/words.ttl": OWN,
            "dataset/catalog.ttl": CATALOG,
            "dataset/things.ttl": THINGS,
        },
    )


def _site(folder: Path, files: dict[str, str]) -> FlaskClient:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    release = build(Folder(folder), folder / "releases")
    return create_app(release, Embedded(release)).test_client()


def entry(page: str, name: str) -> str:
    """What a page says of one term, without markup."""
    (found,) = re.findall(rf'<article id="{name}".*?</article>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_each_term_has_its_definition_and_example_at_its_local_name(page: str) -> None:
    terms = {
        term
        for kind in KINDS
        for term in ONTOLOGY.subjects(RDF.type, kind)
        if str(term).startswith(f"{THIS}#")
    }
    assert len(terms) > 200
    for term in terms:
        (shown,) = re.findall(
            rf'<article id="{str(term).partition("#")[2]}".*?</article>',
            page,
            re.DOTALL,
        )
        assert str(ONTOLOGY.value(term, RDFS.comment)) in shown.replace("&#39;", "'")
        assert "<dt>example</dt>" in shown


def test_no_anchor_is_there_twice_and_each_link_within_the_page_leads_to_one(
    page: str,
) -> None:
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors)) > 200
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_a_class_tells_its_place_its_properties_its_rules_and_its_counterparts(
    details: str,
) -> None:
    signing, summit = entry(details, "Signing"), entry(details, "Summit")
    assert "broader dip:Act" in signing
    assert "properties dip:signed" in signing
    assert "rules dip:signed : at least 1 value." in signing
    assert "same as wd:Q1072326" in summit
    assert "narrower dip:Conference , dip:Session , dip:Summit" in entry(
        details, "Meeting"
    )


def test_a_property_tells_its_ends_and_what_shapes_ask_of_it(details: str) -> None:
    told = entry(details, "signed")
    assert "domain dip:Signing" in told
    assert "range dip:Document" in told
    assert "On a dip:Signing : at least 1 value." in told
    assert "Stands only on a dip:Signing ." in told
    assert "Its values: a dip:Document ." in told


def test_a_term_tells_how_often_it_is_used_and_by_what(
    details: str, published_engine: Embedded
) -> None:
    (row,) = published_engine.rows("SELECT (COUNT(*) AS ?count) { ?x a dip:State }")
    assert f"used here {row['count'].value} times" in entry(details, "State")  # type: ignore[union-attr]
    assert (
        "used here once : signing of the agreement on the Low Enriched Uranium Bank"
        in entry(details, "signed")
    )
    assert 'href="/id/uranium-bank-signing"' in details


def test_what_stands_outside_of_the_merge_is_counted_where_it_stands(
    page: str, published_engine: Embedded
) -> None:
    (row,) = published_engine.rows(
        "SELECT (COUNT(DISTINCT ?x) AS ?count) { GRAPH ?why { ?x dip:start ?y } }"
    )
    assert f"used here {row['count'].value} times" in entry(page, "start")  # type: ignore[union-attr]


def test_a_term_that_no_prefix_can_write_is_asked_for_by_its_whole_iri(
    published_engine: Embedded,
) -> None:
    iri = f"{BASE}id/a/b"
    (usage,) = (
        usages(published_engine, [(iri, "Properties")], {iri: ":a/b"}) or {}
    ).values()
    assert f"<{iri}>" in usage.query
    assert published_engine.rows(usage.query) == []


def test_a_vocabulary_of_thousands_of_terms_is_counted(
    published_engine: Embedded,
) -> None:
    found = usages(
        published_engine,
        [(f"{THIS}#T{number}", "Classes") for number in range(3000)],
        {},
    )
    assert found is not None
    assert {usage.count for usage in found.values()} == {0}


def test_each_count_leads_to_a_query_with_as_many_rows(
    details: str, published_engine: Embedded
) -> None:
    told = re.findall(
        r"used here</dt><dd><a href=\"/sparql\?query=([^\"]+)\">(\w+|[\d,]+ times)</a>",
        details,
    )
    assert len(told) > 100
    for query, times in told:
        rows = published_engine.rows(unquote(query))
        assert len(rows) == (
            1 if times == "once" else int(times.partition(" ")[0].replace(",", ""))
        )


def test_the_header_is_told_with_version_licence_prefix_and_citation(page: str) -> None:
    head = re.sub(r"<[^>]+>", " ", page[: page.index('<h2 id="the-decisions">')])
    for words in (
        VERSION,
        "creativecommons.org/licenses/by/4.0",
        "dip",
        f"{THIS}#",
        "The Diplomatica developers",
    ):
        assert words in head
    assert str(ONTOLOGY.value(THIS, DCTERMS.bibliographicCitation)) in head


def test_prefix_version_and_licence_stand_below_the_title(page: str) -> None:
    below = page.partition("</h1>")[2].partition("</p>")[0]
    told = html.unescape(re.sub(r"<[^>]+>", "", below)).strip()
    assert told == f"prefix dip: <{THIS}#> · Version {VERSION} · CC BY 4.0"


def test_the_version_that_is_here_is_among_the_changes(page: str) -> None:
    changes = page[page.index('id="the-changes"') :]
    assert re.findall(r"<li>(\S+), \d{4}-\d\d-\d\d: ", changes)[0] == VERSION


def test_the_diagram_names_each_class_and_so_does_the_list_above_it(
    page: str,
) -> None:
    classes = {
        str(ONTOLOGY.value(one, RDFS.label))
        for one in ONTOLOGY.subjects(RDF.type, OWL.Class)
        if str(one).startswith(f"{THIS}#")
    }
    svg, text = (
        page[page.index("<svg") : page.index("</svg>")],
        page.partition('id="all-diagram">')[2].partition("</div>")[0],
    )
    assert set(re.findall(r"<text[^>]*>([^<]+)</text>", svg)) == classes
    assert set(re.findall(r"<li><a [^>]+>([^<]+)</a>", text)) == classes
    assert re.search(r"aria-label=\"[^\"]+\"", svg)
    assert "state</a> (also a kind of place)" in text


def test_terms_are_found_by_the_words_of_their_names_and_definitions(
    published_client: FlaskClient,
) -> None:
    found = published_client.get(
        "/ontology.html", query_string={"q": "proposing others"}
    )
    assert re.findall(r'<article id="([^"]+)"', found.text) == ["Proposal"]
    assert '<a href="/ontology#Act">dip:Act</a>' in found.text
    count = published_client.get("/ontology.html").text.count("<article id=")
    assert f"1 of {count} terms has" in found.text
    nothing = published_client.get(
        "/ontology.html", query_string={"q": "nowhere at all"}
    )
    assert f"None of {count} terms has" in nothing.text


def test_the_page_is_small_and_asks_nothing_of_other_sites(page: str) -> None:
    assert len(page.encode()) < 150_000
    assert re.findall(r"<script[^>]*>", page) == [
        '<script type="module" src="/static/search.js">'
    ]
    loaded = re.findall(
        r'<(?:img|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="([^"]+)"', page
    )
    assert len(set(loaded)) == 2
    assert all(address.startswith("/static/") for address in loaded)


@pytest.fixture(scope="module", params=["ontology", f"ontology/{VERSION}", "shapes"])
def negotiated(
    request: pytest.FixtureRequest, release: Release, engine: Embedded
) -> tuple[str, TestResponse]:
    """A path with the page that a mirror gives there."""
    headers, mirror = {"Accept": "text/html"}, "http://data.example/mirror/"
    client = create_app(release, engine).test_client()
    path: str = request.param
    return path, client.get(f"/{path}", headers=headers, base_url=mirror)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_each_format_has_an_address_to_which_the_page_and_a_header_link(
    form: Format, negotiated: tuple[str, TestResponse], client: FlaskClient
) -> None:
    path, page = negotiated
    response = client.get(f"/{path}.{form.suffix}", headers={"Accept": "text/html"})
    assert (response.status_code, response.content_type) == (200, form.content_type)
    asked = client.get(f"/{path}", headers={"Accept": form.media_type})
    assert response.data == asked.data
    address = f"http://data.example/mirror/{path}.{form.suffix}"
    link = f'<link rel="alternate" href="{address}" type="{form.media_type}">'
    assert link in page.text
    links = page.headers.getlist("Link")
    assert f'<{address}>; rel="alternate"; type="{form.media_type}"' in links


@pytest.mark.parametrize(
    "path", ["ontology/9.9.9", "ontology/9.9.9.ttl", f"ontology/{VERSION}.xyz"]
)
def test_an_unknown_version_is_answered_with_those_that_are_here(
    path: str, client: FlaskClient
) -> None:
    response = client.get(
        f"/{path}",
        headers={"Accept": "application/json"},
        base_url="http://data.example/",
    )
    problem = json.loads(response.data)
    assert (response.status_code, response.content_type) == (
        404,
        "application/problem+json",
    )
    assert problem["versions"] == [VERSION]
    assert f"http://data.example/ontology/{VERSION}" in problem["detail"]


@pytest.mark.parametrize("path", ["ontology.xyz", "shapes.xyz"])
def test_an_unknown_format_is_answered_with_those_that_are_here(
    path: str, client: FlaskClient
) -> None:
    response = client.get(f"/{path}", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert path.replace("xyz", "ttl") in json.loads(response.data)["detail"]


def test_each_shape_is_told_in_words_with_its_message_at_its_anchor(
    client: FlaskClient,
) -> None:
    page = client.get("/shapes.html").text
    told = entry(page, "Signing")
    assert "On a dip:Signing" in told
    assert "dip:signed : at least 1 value. is a signing and needs dip:signed" in told
    assert '<li id="Signing-signed">' in page
    assert 'href="/ontology#Signing"' in page


def test_shapes_are_folded_and_found_by_their_words(client: FlaskClient) -> None:
    page = client.get("/shapes.html").text
    found = client.get("/shapes.html?q=is+a+signing").text
    assert page.count("<details>") == page.count("<article id=") > 20
    assert re.findall('<article id="([^"]*)"', found) == ["Signing", "signed"]
    assert "<details open>" in found
    assert 'name="q" value="is a signing"' in found


def test_a_vocabulary_of_ones_own_is_documented_in_the_same_way(
    own: FlaskClient,
) -> None:
    page = own.get("/ontology.html?q=visit").text
    assert "<h1>Wörter</h1>" in page
    assert '<h2 id="the-decisions">' not in own.get("/ontology.html").text
    told = entry(page, "Visit")
    assert "visit v:Visit" in told
    assert '<span lang="de">Jemand ist &lt;da&gt;.</span>' in page
    assert "Say who came." in page
    assert "narrower https://vocabulary.example/Visit" in told
    assert "properties v:by" in told
    assert "used here once : The tour" in told


def test_two_terms_of_one_local_name_have_an_anchor_each(own: FlaskClient) -> None:
    page = own.get("/ontology.html").text
    assert '<article id="Visit"' in page
    assert "(no longer used)" in entry(page, "https://vocabulary.example/Visit")
    assert 'href="#https://vocabulary.example/Visit"' in page


def test_its_licence_is_not_mixed_with_that_of_the_dataset(own: FlaskClient) -> None:
    graph = Graph().parse(data=own.get("/ontology.ttl").data, format="turtle")
    this = URIRef("https://example.org/news/ontology")
    assert set(graph.objects(this, DCTERMS.license)) == {
        URIRef("https://example.org/licence")
    }


def test_the_versions_of_ones_own_vocabulary_are_its_own(own: FlaskClient) -> None:
    assert own.get("/ontology/2.ttl").status_code == 200
    assert own.get(f"/ontology/{VERSION}").status_code == 404


def test_a_vocabulary_at_another_address_below_the_base_is_found_there_and_so_are_its_terms(
    tmp_path: Path,
) -> None:
    moved = OWN.replace("news/ontology", "news/words").replace("words#", "words/")
    files = {
        "ontology/words.ttl": moved,
        "dataset/catalog.ttl": CATALOG,
        "dataset/things.ttl": "",
    }
    site = _site(tmp_path, files)
    assert "<h1>Wörter</h1>" in site.get("/words", headers={"Accept": "text/html"}).text
    assert site.get("/words.nt").content_type == "application/n-triples"
    term = site.get("/words/Visit", headers={"Accept": "text/html"})
    assert (term.status_code, term.mimetype) == (200, "text/html")
    assert "<h1>visit</h1>" in term.text
    assert site.get("/words/Visits").status_code == 404


def test_a_dataset_without_a_vocabulary_documents_the_one_that_it_uses(
    tmp_path: Path,
) -> None:
    used = """<https://example.org/news/id/x>
        <https://w3id.org/diplomatica/ontology#of> <https://example.org/news/id/y> ."""
    files = {"dataset/catalog.ttl": CATALOG, "dataset/used.ttl": used}
    site = _site(tmp_path, files)
    page = site.get("/ontology.html").text
    assert f'<link rel="canonical" href="{THIS}">' in page
    assert "used here nowhere" in entry(page, "State")
    assert site.get(f"/ontology/{VERSION}.nt").status_code == 200


def test_a_vocabulary_without_a_header_or_a_term_has_a_page(tmp_path: Path) -> None:
    empty = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <https://x.example/A> a owl:Class ."
    site = _site(
        tmp_path, {"ontology/empty.ttl": empty, "dataset/catalog.ttl": CATALOG}
    )
    page = site.get("/ontology.html")
    assert page.status_code == 200
    assert "<svg" not in page.text
    assert "There are none" in site.get("/shapes.html").text
    assert json.loads(site.get("/ontology/1").data)["versions"] == []


def test_a_class_that_is_its_own_broader_class_is_drawn_once() -> None:
    drawn = diagram(
        {"a": "a", "b": "b", "c": "c"}, {"a": ["b"], "b": ["a"], "c": ["c"]}
    )
    assert sorted(node.iri for node in drawn.nodes) == ["a", "b", "c"]
    assert [node.also for node in drawn.nodes if node.iri == "a"] == [["b"]]


NAMES = st.sampled_from("abcdefg")


@given(st.dictionaries(NAMES, st.lists(NAMES, unique=True)))
def test_each_class_is_drawn_once_and_each_of_its_broader_ones_is_told(
    broader: dict[str, list[str]],
) -> None:
    drawn = diagram({name: name for name in broader}, broader)
    assert sorted(node.iri for node in drawn.nodes) == sorted(broader)
    told = {(node.iri, up) for node in drawn.nodes for up in node.also}
    told |= {(below.iri, node.iri) for node in drawn.nodes for below in node.below}
    assert told == {
        (name, up) for name, ups in broader.items() for up in ups if up in broader
    }


def test_no_two_classes_of_a_column_are_drawn_over_each_other(page: str) -> None:
    places = re.findall(r'<text x="(\d+)" y="(\d+)">', page)
    columns: dict[str, list[int]] = {}
    for x, y in places:
        columns.setdefault(x, []).append(int(y))
    for heights in columns.values():
        assert all(
            after - before >= 14
            for before, after in zip(sorted(heights), sorted(heights)[1:], strict=False)
        )


RULES = {
    "sh:minCount 1 ; sh:maxCount 1": "`p`: exactly 1 value.",
    "sh:minCount 2 ; sh:maxCount 3": "`p`: at least 2 values, at most 3 values.",
    "sh:datatype <d> ; sh:pattern 'x'": "`p`: of type `d`.",
    "sh:pattern 'x'": "`p`: written as `x`.",
    "sh:in ( <a> <b> )": "`p`: one of `a`, `b`.",
    "sh:or ( [ sh:class <a> ] [ sh:class <b> ] )": "`p`: a `a`, or a `b`.",
    "sh:node [ sh:nodeKind sh:IRI ]": "`p`: an IRI.",
    "sh:minInclusive 0": "`p`: `0` or more.",
    "sh:qualifiedValueShape [ sh:class <a> ] ; sh:qualifiedMinCount 2": (
        "`p`: at least 2 of them a `a`."
    ),
    "sh:maxCount 1 ; sh:severity sh:Warning": "`p`: at most 1 value (else a warning).",
    "sh:uniqueLang true ; sh:message 'one a language'": "`p`: one a language.",
}


@pytest.mark.parametrize("constraint", RULES)
def test_a_constraint_is_told_in_words(constraint: str) -> None:
    shape = f"[] a sh:NodeShape ; sh:targetClass <c> ; sh:property [ sh:path <p> ; {constraint} ] ."
    graph = Graph().parse(
        data=f"@prefix sh: <http://www.w3.org/ns/shacl#> . {shape}",
        format="turtle",
        publicID="x:/",
    )
    shapes = Shapes(graph, lambda iri: iri.removeprefix("x:/"))
    assert shapes.rules()["x:/c"] == [RULES[constraint]]
    assert shapes.rules()["x:/p"] == [RULES[constraint].replace("`p`", "On a `c`", 1)]


def test_what_takes_too_long_to_count_is_not_counted(
    published_engine: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object) -> None:
        raise LimitReached("time", 10, "seconds", "Ask for less.")

    terms = [(f"{THIS}#State", "Classes")]
    used = usages(published_engine, terms, {}) or {}
    monkeypatch.setattr(published_engine, "rows", too_long)
    assert usages(published_engine, terms, {}) is None
    assert used[f"{THIS}#State"].count > 0
    assert examples(published_engine, used) == {}


def test_a_reader_without_a_preference_for_rdf_gets_the_page(
    client: FlaskClient,
) -> None:
    response = client.get(
        "/ontology", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    )
    assert (response.status_code, response.content_type) == (200, HTML.content_type)
    assert "Accept" in response.headers["Vary"]


def test_a_path_of_several_steps_is_told_step_by_step(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/shapes.html").text
    rule = page.partition('id="exactMatch-alone"')[2].partition("</li>")[0]
    assert "exactMatch" in rule.partition(", then What has it as")[0]
    assert "exactMatch" in rule.partition(", then What has it as")[2]
