"""The document about any IRI that somebody brings, whatever its shape."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, parse

from brought import site_of, words
from conftest import FOREIGN
from diplomatica.lookup.describing.propertygroups import by_property
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.formats import GRAPHS, NTRIPLES, TURTLE, Format
from diplomatica.model.kinds import KINDS
from diplomatica.model.vocabulary import RDF, RDFS
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.site import Site

BASE = "https://example.org/news/"
SKIFF = "/about?iri=https://other.example/%23skiff"
PAGE = {"Accept": "text/html"}
BROADER = "http://www.w3.org/2004/02/skos/core#broader"
MANY = 230
SPACES = FOREIGN.replace(
    'void:uriSpace "', 'void:uriSpace "https://example.org/terms/" , "'
)
BROUGHT = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix v: <https://example.org/terms/> . @prefix n: <https://example.org/news/> .
@prefix o: <https://other.example/#> .

n:boat\\/1 rdfs:label "Dory"@en , "Jolle"@de ; rdfs:seeAlso o:skiff , <urn:isbn:123> .
n:search rdfs:label "what is sought"@en .
<https://example.org/news/ontology#Region> rdfs:label "region"@en .
<https://example.org/news/shapes#Square> rdfs:label "square"@en .
<https://example.org/news/article#first> rdfs:label "headline"@en .
<https://example.org/news/id/ann#me> foaf:name "Ann" .
<https://example.org/news/id/ann#cat> rdfs:label "Tom"@en .
<https://example.org/news/id/a/b> rdfs:label "slash"@en .
<https://example.org/news/id/a%2Fb> rdfs:label "encoded"@en .
o:skiff skosxl:prefLabel [ skosxl:literalForm "Skiff"@en ] ;
    rdfs:comment "Ein Boot."@de , "A boat."@en .
<urn:isbn:123> dcterms:title "A book of boats"@en .
v: a owl:Ontology ; dcterms:title "Terms of boats"@en .
v:Boat a owl:Class ; rdfs:label "Boat"@en ; rdfs:subClassOf v:Vessel ,
    [ a owl:Restriction ; owl:onProperty v:hasOar ;
        owl:someValuesFrom [ owl:unionOf ( v:Oar v:Pole ) ] ] ,
    [ a owl:Restriction ; owl:onProperty v:hasOar ; owl:minCardinality 1 ] .
v:hasOar a owl:ObjectProperty ; rdfs:label "has oar"@en .
v:Oar rdfs:label "Oar"@en . v:Pole rdfs:label "Pole"@en .
n:race v:order ( "third" "first" "second" ) ;
    v:by [ v:of [ v:of [ v:of [ v:of [ v:deep "bottom" ] ] ] ] ] .
n:ring v:next _:a . _:a v:next _:b . _:b v:next _:a .
"""


def brought() -> str:
    leading = (f"n:t{number:03} n:near n:boat\\/1 ." for number in range(MANY))
    return BROUGHT + "\n".join(leading)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("brought")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(SPACES, "utf-8")
    (folder / "dataset" / "boats.ttl").write_text(brought(), "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


def shown(site: FlaskClient, path: str) -> str:
    """The words of a page."""
    answer = site.get(path, headers=PAGE, follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    main = answer.text.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def read(site: FlaskClient, path: str, form: Format = NTRIPLES) -> list[Quad]:
    answer = site.get(path, headers={"Accept": form.media_type}, follow_redirects=True)
    assert (answer.status_code, answer.content_type) == (200, form.content_type), path
    return list(parse(answer.data, format=form.rdf))


@pytest.mark.parametrize(
    ("path", "iri", "label"),
    [
        ("/boat/1", f"{BASE}boat/1", "Dory"),
        ("/terms/Boat", "https://example.org/terms/Boat", "Boat"),
        (SKIFF, "https://other.example/#skiff", "Skiff"),
        ("/about?iri=urn:isbn:123", "urn:isbn:123", "A book of boats"),
        (
            "/about?iri=https://example.org/news/search",
            f"{BASE}search",
            "what is sought",
        ),
        (
            "/about?iri=" + BASE + "ontology%23Region",
            f"{BASE}ontology#Region",
            "region",
        ),
        ("/shapes%23Square", f"{BASE}shapes#Square", "square"),
        ("/article%23first", f"{BASE}article#first", "headline"),
        ("/id/a/b", f"{BASE}id/a/b", "slash"),
        ("/id/a%2Fb", f"{BASE}id/a%2Fb", "encoded"),
    ],
)
def test_every_iri_has_a_page_and_rdf_whatever_its_shape(
    path: str, iri: str, label: str, site: FlaskClient
) -> None:
    assert f" {label} " in shown(site, path)
    about = {quad.subject: quad.object for quad in read(site, path)}
    assert NamedNode(iri) in about
    assert label in {
        quad.object.value
        for quad in read(site, path)
        if isinstance(quad.object, Literal)
    }


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_each_format_is_to_be_had_by_suffix_and_by_name(
    form: Format, site: FlaskClient
) -> None:
    iri = "iri=urn:isbn:123"
    ways = (
        f"/about.{form.suffix}?{iri}",
        f"/about?{iri}&format={form.name}",
        f"/boat/1.{form.suffix}",
    )
    for way in ways:
        answer = site.get(way)
        assert (answer.status_code, answer.content_type) == (200, form.content_type)


def test_a_thing_is_told_from_the_document_about_it(site: FlaskClient) -> None:
    answer = site.get("/boat/1", headers={"Accept": "text/turtle"})
    document = "/about.ttl?iri=https://example.org/news/boat/1"
    assert answer.headers["Content-Location"] == document
    assert site.get(document).data == answer.data


def test_the_document_of_a_hash_iri_describes_all_its_fragments(
    site: FlaskClient,
) -> None:
    leads = site.get("/id/ann", headers={"Accept": "text/turtle"})
    assert (leads.status_code, leads.headers["Location"]) == (
        303,
        "http://localhost/doc/ann",
    )
    said = {quad.subject for quad in read(site, "/id/ann")}
    assert {NamedNode(f"{BASE}id/ann#{one}") for one in ("me", "cat")} <= said
    assert 'id="me"' in site.get("/doc/ann.html").text
    assert "In this document 2" in shown(site, "/id/ann")


def test_an_encoded_slash_is_no_slash(site: FlaskClient) -> None:
    assert "encoded" not in shown(site, "/id/a/b")
    assert site.get("/boat%2F1").status_code == 404


def test_what_is_only_named_below_the_base_has_a_page_that_leads_back(
    site: FlaskClient,
) -> None:
    assert "has oar" in shown(site, "/terms/Boat")
    assert "Boat" in shown(site, "/terms/Vessel")
    said = [quad.subject for quad in read(site, "/terms/Vessel")]
    assert NamedNode("https://example.org/terms/Boat") in said


def test_the_page_of_a_property_tells_how_the_data_uses_it(site: FlaskClient) -> None:
    told = shown(site, "/near")
    assert f"It stands in {MANY} statements , of {MANY} things." in told


def test_what_the_data_does_not_speak_of_is_404(site: FlaskClient) -> None:
    assert site.get("/boat/2").status_code == 404
    assert site.get("/about?iri=urn:isbn:124").status_code == 404
    assert site.get("/about?iri=nothing").status_code == 400


def test_a_link_to_what_is_described_leads_to_its_page_here(site: FlaskClient) -> None:
    page = site.get("/boat/1.html").text
    assert 'href="/about?iri=https://other.example/%23skiff"' in page
    assert 'href="/about?iri=urn:isbn:123"' in page


def test_a_class_tells_its_restrictions_in_words(site: FlaskClient) -> None:
    told = shown(site, "/terms/Boat")
    assert "some has oar ( Oar or Pole )" in told
    assert "at least 1 has oar" in told
    assert "genid" not in told


def test_a_property_tells_the_classes_that_it_restricts(site: FlaskClient) -> None:
    assert "Boat : at least 1 has oar" in shown(site, "/terms/hasOar")


def test_blank_nodes_stand_where_they_are_referred_to_as_deep_as_they_go(
    site: FlaskClient,
) -> None:
    assert "bottom" in shown(site, "/race")
    nodes = {quad.subject for quad in read(site, "/race")}
    assert sum(isinstance(node, BlankNode) for node in nodes) == 3 + 5


def test_a_list_stands_in_its_order(site: FlaskClient) -> None:
    assert "third first second" in shown(site, "/race")


def test_a_circle_of_blank_nodes_comes_to_an_end(site: FlaskClient) -> None:
    assert "the same as around it" in shown(site, "/ring")


def test_what_leads_to_a_thing_is_counted_and_paged(site: FlaskClient) -> None:
    page = site.get("/boat/1.html").text
    leads = re.search(rf'<a href="([^"]*)">All {MANY}</a>', page)
    assert leads
    address, seen = unescape(leads[1]), set[str]()
    while address:
        text = site.get(address, headers=PAGE).text
        assert f" of {MANY}</span>" in text
        seen.update(re.findall(r'href="/(t\d+)"', text))
        following = re.search(r'rel="next" href="([^"]*)"', text)
        address = unescape(following[1]) if following else ""
    assert len(seen) == MANY
    assert site.get(f"{unescape(leads[1])}&page=9", headers=PAGE).status_code == 404


def test_a_vocabulary_has_its_title_its_terms_and_no_licence_but_its_own(
    site: FlaskClient,
) -> None:
    told = shown(site, "/terms/")
    assert told.startswith("Ontology Terms of boats")
    assert "Boat" in told
    quads = read(site, "/terms/.nt")
    assert NamedNode("https://example.org/terms/Boat") in {one.subject for one in quads}
    assert not [one for one in quads if one.predicate.value.endswith("/license")]


def test_names_and_words_in_other_languages_stand_on_the_page(
    site: FlaskClient,
) -> None:
    german = site.get("/boat/1.html", headers={"Accept-Language": "de"}).text
    assert "<h1>Jolle</h1>" in german
    assert '<span class="literal" lang="en">Dory</span>' in german
    skiff = "/about.html?iri=https://other.example/%23skiff"
    assert "A boat." in site.get(skiff).text.partition('class="lead"')[2][:80]


def test_every_described_iri_is_on_the_map(site: FlaskClient) -> None:
    listed = unescape(site.get("/sitemap.xml").text)
    for path in ("boat/1", "terms/Boat", "doc/ann", "about?iri=urn:isbn:123"):
        assert f"<loc>http://localhost/{path}</loc>" in listed
    for address in re.findall("<loc>http://localhost/([^<]*)</loc>", listed)[:80]:
        with site.get(f"/{address}", headers=PAGE) as answer:
            assert answer.status_code == 200, address


def test_rdf_says_what_others_are_called(site: FlaskClient) -> None:
    said = {(one.subject, one.predicate) for one in read(site, "/terms/Boat.nt")}
    assert (NamedNode("https://example.org/terms/hasOar"), RDFS("label")) in said


def test_no_data_is_led_to_a_page_of_the_site(foreign_client: FlaskClient) -> None:
    app = foreign_client.application
    (site,) = (one for one in app.extensions.values() if isinstance(one, Site))
    paths = (rule.rule.lstrip("/") for rule in app.url_map.iter_rules())
    rooms = {re.split(r"[/.<]", path)[0] for path in paths if "." not in path}
    # These are IRIs of the data, too: they stand at the address of what they name.
    named = {"ontology", "release", "shapes", "sparql", *(kind.name for kind in KINDS)}
    led = {room for room in rooms - named if site.addresses.own(f"{BASE}{room}")}
    assert led - {""} == set()


def test_a_thing_of_very_many_statements_shows_some_of_each_property(
    tmp_path: Path,
) -> None:
    file = tmp_path / "herd.ttl"
    cows = " , ".join(f":cow{number}" for number in range(700))
    file.write_text(
        f"@prefix : <https://example.org/h/> . :herd :cow {cows} ; :valley :green .",
        "utf-8",
    )
    site = create_app(build(bundle((file,)), tmp_path / "releases")).test_client()
    told = shown(site, "/herd")
    assert "the first of its statements, 701 in all" in told
    assert "the first 50 of 700 · All 700" in told
    assert "valley green" in told
    page = site.get("/herd", headers=PAGE).text
    address = unescape(re.findall(r'href="(/browse\?[^"]*)">All 700<', page)[0])
    listed = site.get(address, headers=PAGE).text
    assert "700 things" in listed
    table = unescape(re.findall(r'href="([^"]*)">All as CSV<', listed)[0])
    rows = [line.split(",")[0] for line in site.get(table).text.split()[1:]]
    herd = [f"https://example.org/h/cow{number}" for number in range(700)]
    assert sorted(rows) == sorted(herd)
    named = re.findall(r"\bcow(\d+)", told.partition("the first 50")[0])
    assert list(dict.fromkeys(map(int, named))) == list(range(50))


def test_what_leads_to_a_class_is_told_in_words_that_can_be_read(
    tmp_path: Path,
) -> None:
    said = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix : <https://e.org/v/> .
        :Boat a owl:Class ; rdfs:label "boat" .
        :Canoe a owl:Class ; rdfs:subClassOf :Boat . :crew rdfs:domain :Boat ."""
    (tmp_path / "v.ttl").write_text(said, "utf-8")
    release = build(bundle((tmp_path / "v.ttl",)), tmp_path / "releases")
    page = create_app(release).test_client().get("/Boat", headers=PAGE).text
    told = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))
    assert "Subclasses 1 Canoe" in told
    assert "is domain of" in told
    assert "of of" not in told


def test_the_page_of_a_property_shows_some_of_its_uses(tmp_path: Path) -> None:
    by = "http://far.example/of#weighs"
    lines = [f'<https://example.org/n/b{n}> <{by}> "{n} kg"@en .' for n in range(1, 31)]
    lines.append(f'<https://example.org/n/b0> <{by}> [ <{by}> "half" ] .')
    (tmp_path / "boats.ttl").write_text("\n".join(lines), "utf-8")
    site = create_app(
        build(bundle((tmp_path / "boats.ttl",)), tmp_path / "r")
    ).test_client()
    front = site.get("/", headers=PAGE).text
    (chip,) = re.findall(r'<a href="([^"]*)" title="' + re.escape(by), front)
    page = site.get(unescape(chip), headers=PAGE).text
    told = page.partition('id="use"')[2].partition("</section>")[0]
    assert "32 statements" in told
    assert told.partition("<tbody>")[2].count("<tr>") == 12
    assert "the first 12 of 32" in told
    query = re.findall(r'href="(/sparql\?query=[^"]*)"', told)[-1]
    rows = site.get(unescape(query), headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) == 1 + 32


FOOD = """
@prefix : <https://example.org/news/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
:nut skos:prefLabel "Nut" ; skos:narrower :almond ; skos:related :tree ; :grows :wood ;
    rdfs:comment "Said of many." ; obo:IAO_0000115 "A hard fruit." .
:almond skos:prefLabel "Almond" ; skos:broader :nut . :tree skos:related :nut .
:pecan skos:prefLabel "Pecan" ; skos:broader :nut . :wood :home :nut .
:home owl:inverseOf :grows .
"""


def test_a_fact_that_is_stated_from_both_ends_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "food.ttl").write_text(FOOD, "utf-8")
    release = build(bundle((tmp_path / "food.ttl",)), tmp_path / "releases")
    site = create_app(release).test_client()
    told = shown(site, "/nut").partition("Take it with you")[0]
    assert " ".join(told.partition("What leads here")[2].split()) == (
        "is broader of 1 Pecan"
    )
    assert told.count("Almond") == 1
    whole = shown(site, f"/nut?by={quote(BROADER)}")
    assert "1 to 2 of 2" in whole


def test_a_definition_comes_before_a_comment(tmp_path: Path) -> None:
    (tmp_path / "food.ttl").write_text(FOOD, "utf-8")
    release = build(bundle((tmp_path / "food.ttl",)), tmp_path / "releases")
    text = create_app(release).test_client().get("/nut", headers=PAGE).text
    lead = text.partition('<p class="lead">')[2].partition("</p>")[0]
    assert "A hard fruit." in lead


def test_the_members_of_a_container_stand_in_the_order_of_their_numbers() -> None:
    this, value = NamedNode(f"{BASE}crew"), Literal("x")
    ends = ("type", "_1", "_10", "_2", "_x", "value")
    found = by_property([Quad(this, RDF(end), value) for end in ends])
    in_order = [by.value.removeprefix(str(RDF)) for by, _ in found]
    assert in_order == ["type", "_1", "_2", "_10", "_x", "value"]


ASKED = """
@prefix : <https://example.org/c/> . @prefix o: <https://example.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/c/q> rdfs:label "All" . :much o:long "WORDS" .
<https://example.org/c/q?id=7> rdfs:label "Seven" ; o:of <https://example.org/c/q?id=8&lang=x> .
<https://example.org/c/q?id=8&lang=x> rdfs:label "Eight" .
<https://example.org/c/graph/g> { :hub o:has _:n . _:n o:of :here . } :h { _:n o:of :elsewhere . }
""".replace("WORDS", "word " * 20_000)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("asked")
    (folder / "asked.trig").write_text(ASKED, "utf-8")
    release = build(bundle((folder / "asked.trig",)), folder / "releases")
    return create_app(release).test_client()


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/q", "All"),
        ("/q?id=9", "All"),
        ("/q?id=7", "Seven"),
        ("/q%3Fid=7", "Seven"),
        ("/q?id=7&lang=en", "Seven"),
        ("/q?id=8&lang=x", "Eight"),
    ],
)
def test_an_iri_with_a_query_is_read_at_its_own_address(
    path: str, label: str, asked: FlaskClient
) -> None:
    page = asked.get(path, headers=PAGE)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert f"<h1>{label}</h1>" in page.text
    other = re.search(r'href="(/[^"]*\.ttl)"', page.text)
    assert other, path
    rdf = asked.get(unescape(other[1]))
    assert (rdf.status_code, rdf.content_type) == (200, TURTLE.content_type)
    assert f'"{label}"' in rdf.text


def test_a_very_long_text_is_folded_behind_its_beginning(asked: FlaskClient) -> None:
    page = asked.get("/much?lang=en", headers=PAGE).text
    statements = page.partition('id="of"')[2].partition("</section>")[0]
    start, mark, rest = statements.partition("<details>")
    assert mark
    assert len(start) < 3_000
    assert "<summary>Show all (100,000 characters)</summary>" in rest
    assert "Alles zeigen" in asked.get("/much?lang=de", headers=PAGE).text


def test_the_document_of_a_graph_holds_nothing_of_others(asked: FlaskClient) -> None:
    held = asked.get("/graph/g.nt").text
    assert "https://example.org/c/here" in held
    assert "https://example.org/c/elsewhere" not in held


def test_nobody_is_told_to_cite_an_iri_that_was_drawn(asked: FlaskClient) -> None:
    for path in ("/", "/dataset"):
        links = asked.get(path, headers=PAGE).headers.getlist("Link")
        assert any("item" in one for one in links)
        assert not any("cite-as" in one for one in links)
    linkset = json.loads(asked.get("/linkset/dataset").text)
    assert "cite-as" not in json.dumps(linkset)


def test_what_matters_stands_before_long_lists_and_the_record(tmp_path: Path) -> None:
    said = (
        "@prefix : <https://e.org/> . @prefix d: <http://purl.org/dc/terms/> ."
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        ':galaxy a skos:Concept ; skos:prefLabel "Galaxy" ; d:modified "2020-11-02" ;'
        " d:source :s1 , :s2 , :s3 , :s4 , :s5 , :s6 ; skos:broader :matter ."
        ':matter a skos:Concept ; skos:prefLabel "Matter" .'
    )
    told = words(site_of(said, tmp_path), "/about", iri="https://e.org/galaxy")
    places = [told.find(f" {one} ") for one in ("broader", "source", "modified")]
    assert places == sorted(places), told
    assert min(places) > 0
