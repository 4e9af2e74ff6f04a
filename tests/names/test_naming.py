"""What has no label is called by whatever names it has."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.iris import Iris
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

PEOPLE = """
@prefix : <https://example.org/p/> . @prefix o: <https://example.org/own#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
:1 a o:P ; foaf:givenName "Ada" ; foaf:familyName "Lovelace" ; foaf:title "Lady" .
:2 a o:P ; o:firstName "Max" ; o:lastName "Planck" .
:3 a o:P ; schema:familyName "Curie" .
:4 a o:P ; vcard:fn "Emmy Noether" ; foaf:nick "Amalie" .
:5 a o:P ; skos:altLabel "the Fifth"@en .
:6 a o:P ; o:name "Lise Meitner" ; o:nameless "no" .
:7 a o:P ; rdfs:label "Seven" ; o:name "Septima" ; schema:alternateName "VII" .
:8 a o:P ; foaf:familyName [ rdfs:label "none" ] .
:10 a o:P ; rdfs:label "Springfield" . :11 a o:P ; rdfs:label "Springfield" .
:13 a o:P ; rdfs:comment "A composer of Salzburg" .
:12 a o:Q ; rdfs:label "Springfield" .
:9 a o:P ; rdfs:label "Memphis" ; o:form [ o:of [ o:variant "Μέμφις" ] ] .
"""
CALLED = {
    "1": "Ada Lovelace",
    "2": "Max Planck",
    "3": "Curie",
    "4": "Emmy Noether",
    "5": "the Fifth",
    "6": "Lise Meitner",
    "7": "Seven",
    "8": "p 8",
    "13": "A composer of Salzburg",
    "9": "Memphis",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("people")
    (folder / "people.ttl").write_text(PEOPLE, "utf-8")
    release = build(bundle((folder / "people.ttl",)), folder / "releases")
    return create_app(release).test_client()


def page(site: FlaskClient, path: str, **asked: str) -> str:
    answer = site.get(path, query_string=asked, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    return unescape(answer.text)


@pytest.mark.parametrize("slug", CALLED)
def test_a_page_calls_a_thing_by_the_best_name_it_has(
    slug: str, site: FlaskClient
) -> None:
    (heading,) = re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", page(site, f"/{slug}"), re.S)
    assert re.sub("<[^>]+>", "", heading).strip() == CALLED[slug]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Ada Lovelace", "1"),
        ("lovelace ada", "1"),
        ("max planck", "2"),
        ("Noether", "4"),
        ("Amalie", "4"),
        ("fifth", "5"),
        ("meitner", "6"),
        ("septima", "7"),
        ("VII", "7"),
        ("salzburg", "13"),
        ("μεμφις", "9"),
    ],
)
def test_a_search_finds_and_lists_it_by_that_name(
    words: str, slug: str, site: FlaskClient
) -> None:
    (row,) = re.findall(
        r"<li class=\"?thing.*?</li>|<li>.*?</li>", found(site, words), re.S
    )
    assert f'href="/{slug}"' in row
    assert CALLED[slug] in row
    assert words.casefold() in row.casefold() or words in ("lovelace ada", "μεμφις")


def found(site: FlaskClient, words: str) -> str:
    told = page(site, "/search", q=words)
    assert "Nothing has" not in told
    return told.partition('class="found')[2].partition("</ul>")[0]


def test_a_name_that_is_put_together_is_stated_by_nobody(site: FlaskClient) -> None:
    answer = site.get("/search?q=Lovelace&format=turtle")
    assert "Ada Lovelace" not in answer.text
    table = site.get("/search?q=Lovelace&format=csv").text
    assert table.splitlines()[1].startswith("https://example.org/p/1,Ada Lovelace,")


def test_things_of_one_name_are_told_apart_in_lists(site: FlaskClient) -> None:
    listed = found(site, "springfield").partition("These also")[0]
    told = re.sub(r"<[^>]+>", " ", listed)
    rows = sorted(" ".join(row.split()) for row in told.split("Springfield")[1:])
    assert rows == ["10 o:P", "11 o:P", "o:Q"]
    kind = "https://example.org/own#P"
    assert "Springfield (11)" in page(site, "/browse", kind=kind)


def test_things_of_a_kind_are_in_the_order_of_their_names(site: FlaskClient) -> None:
    told = page(site, "/browse", kind="https://example.org/own#P")
    listed = told.partition('class="found"')[2].partition("</ul>")[0]
    names = re.findall(r"<a[^>]*>([^<]*)</a>", listed)
    assert len(names) == 12
    assert (names[0], names[-1]) == ("A composer of Salzburg", "p 8")
    assert names[:-2] == sorted(names[:-2], key=str.casefold)


CODED = """
@prefix obo: <http://purl.obolibrary.org/obo/> . @prefix o: <https://example.org/own#> .
@prefix schema: <http://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix : <https://example.org/t/> .
:a a o:StandardCharacter ; obo:BFO_0000050 :b ; schema:addressLocality "Bonn" ;
  crm:P104_is_subject_to :b ; o:r2d2 :b ; schema:knows :b ; foaf:knows :b .
:b a schema:Product , o:Product ; obo:RO_9999999 :a .
<urn:catalog:USNM:7> o:of :a . <urn:catalog:NCSU:7> o:of :a .
<https://example.org/t/one/x7> o:of :b . <https://example.org/t/two/x7> o:of :b .
"""


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("coded")
    (folder / "coded.ttl").write_text(CODED, "utf-8")
    release = build(bundle((folder / "coded.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_terms_without_a_name_are_called_as_many_know_them(coded: FlaskClient) -> None:
    told = page(coded, "/a")
    for iri, name in (
        ("http://purl.obolibrary.org/obo/BFO_0000050", "part of"),
        ("http://schema.org/addressLocality", "locality"),
        ("http://www.cidoc-crm.org/cidoc-crm/P104_is_subject_to", "is subject to"),
        ("https://example.org/own#StandardCharacter", "Standard Character"),
        ("https://example.org/own#r2d2", "o:r2d2"),
    ):
        assert re.search(rf'title="{re.escape(iri)}"[^>]*>{name}<', told), name
    assert "obo:RO_9999999" in page(coded, "/b")


def test_terms_of_one_name_are_told_apart_by_their_vocabularies(
    coded: FlaskClient,
) -> None:
    told = " ".join(re.sub(r"<[^>]+>", " ", page(coded, "/")).split())
    for name in ("Product (o) 1", "Product (schema) 1", "knows (foaf) 1"):
        assert name in told


def test_a_kind_is_found_by_a_word_of_its_name(coded: FlaskClient) -> None:
    for asked in ("character", "standard character"):
        told = page(coded, "/search", q=asked)
        assert "kind=o%3AStandardCharacter" in told, asked
        assert "of the kind “Standard Character”" in re.sub("<[^>]*>", "", told)
        assert "class o Standard Character" not in told


def test_what_has_no_name_is_called_by_as_much_as_tells_it_apart(
    coded: FlaskClient,
) -> None:
    query = {"https://example.org/own#of": "<https://example.org/t/a>"}
    told = page(coded, "/browse", **query)
    assert ">catalog:NCSU:7</a>" in told
    assert ">catalog:USNM:7</a>" in told
    others = page(
        coded,
        "/browse",
        **{"https://example.org/own#of": "<https://example.org/t/b>"},
    )
    assert ">one/x7</a>" in others
    assert ">two/x7</a>" in others


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://e.org/person/gogh-theo-van/4964", "gogh-theo-van 4964"),
        ("https://e.org/12", "12"),
        ("https://e.org/boat/12", "boat 12"),
        ("https://e.org/boat/Q12", "Q12"),
        ("http://e.org/legal-type/DECREE#id", "DECREE"),
        ("http://e.org/people/7#me", "people 7"),
        ("http://other.org/%D0%BB%D0%BE%D0%B4%D0%BA%D0%B0/7/", "лодка 7"),
    ],
)
def test_a_number_is_called_with_what_stands_before_it(iri: str, name: str) -> None:
    assert Iris("https://e.org/", ()).readable(iri) == name


def test_a_term_that_is_called_id_is_not_called_after_its_vocabulary() -> None:
    known = Iris("https://e.org/", (("sioc", "http://rdfs.org/sioc/ns#"),))
    assert known.readable("http://rdfs.org/sioc/ns#id") == "id"


ALMONDS = """
@prefix : <https://example.org/f/> . @prefix o: <https://example.org/own#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:nuts skos:prefLabel "Nuts" . :trees skos:prefLabel "Trees" .
:a1 a o:Food ; rdfs:label "Almond" ; skos:broader :nuts .
:a2 a o:Food ; rdfs:label "Almond" ; skos:broader :trees .
:a3 a o:Drink ; rdfs:label "Almond" ; skos:broader :nuts .
:b1 a o:Food ; rdfs:label "Pecan" . :b2 a o:Food ; rdfs:label "Pecan" .
:c a o:Food , <https://far.example/kinds#Food> ; rdfs:label "Cashew" . :shop a o:Shop ;
    o:sells :a1 , :a2 , :a3 , :c , <http://far.example/Cashew> .
"""


def test_of_one_name_each_is_told_with_what_no_other_has(tmp_path: Path) -> None:
    (tmp_path / "f.ttl").write_text(ALMONDS, "utf-8")
    site = create_app(
        build(bundle((tmp_path / "f.ttl",)), tmp_path / "r")
    ).test_client()
    told = page(site, "/shop").partition("Take it with you")[0]
    names = {unescape(name) for name in re.findall(r"<dd><a[^>]*>([^<]*)</a>", told)}
    assert names == {
        "Almond (Nuts)",
        "Almond (Trees)",
        "Almond (Drink)",
        "Cashew (Food)",
        "far.example/Cashew",
    }
    kinds = page(site, "/c").partition('class="kicker"')[2].partition("</p>")[0]
    assert set(re.findall(r"<a[^>]*>([^<]*)</a>", kinds)) == {
        "Food (o)",
        "Food (kinds)",
    }
    foods = page(site, "/browse", kind="https://example.org/own#Food")
    listed = foods.partition('class="found"')[2].partition("</ul>")[0]
    assert re.findall(r"<a[^>]*>([^<]*)</a>", listed) == [
        "Almond (Nuts)",
        "Almond (Trees)",
        "Cashew",
        "Pecan (b1)",
        "Pecan (b2)",
    ]
    typed = site.get("/search", query_string={"q": "almond", "format": "json"})
    assert {one["label"] for one in json.loads(typed.text)} == {
        "Almond (Nuts)",
        "Almond (Trees)",
        "Almond",
    }
    found_so = re.sub(r"<[^>]+>", " ", page(site, "/search", q="almond"))
    assert {"Almond Nuts", "Almond Trees", "Almond Drink"} <= set(
        re.findall(r"Almond \w+", " ".join(found_so.split()))
    )


FAR = "https://far.example/{}/of/a/very/long/way/to/name"
ALIKE = f"""
@prefix : <https://example.org/n/> . @prefix o: <https://example.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:all o:has :1 , :11 , <{FAR.format("east")}> , <{FAR.format("west")}> , :a_b , :a%20b .
:1 rdfs:label "1" . :11 rdfs:label "1" . :a_b rdfs:label "AB" . :a%20b rdfs:label "AB" .
<{FAR.format("east")}> rdfs:label "Way" . <{FAR.format("west")}> rdfs:label "Way" .
"""


def test_things_of_one_name_are_told_apart_by_where_their_iris_differ(
    tmp_path: Path,
) -> None:
    (tmp_path / "n.ttl").write_text(ALIKE, "utf-8")
    release = build(bundle((tmp_path / "n.ttl",)), tmp_path / "r")
    told = page(create_app(release).test_client(), "/all").partition("Take it")[0]
    names = {unescape(name) for name in re.findall(r"<dd><a[^>]*>([^<]*)</a>", told)}
    assert {"1", "1 (11)", "Way (east/…name)", "Way (west/…name)"} <= names
    assert len(names) == 6


WORDY = """
@prefix : <https://example.org/w/> . @prefix o: <https://example.org/own#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix cim: <http://iec.ch/TC57/2013/CIM-schema-cim16#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:line cim:IdentifiedObject.name "North line" ; dcterms:identifier "L1" .
<https://example.org/w/t#char=0,5> nif:anchorOf "Paris" ; nif:beginIndex 0 .
<https://example.org/w/t#char=0,99> nif:isString "{}" .
:exact oa:exact "a river" . :valued rdf:value "some value" . :number rdf:value 5 .
:bowl dcterms:identifier "1870,0315.1" . :coded skos:notation "A-7" .
:kept o:inventoryNumber "Inv. 12" . :elsewhere dcterms:identifier "https://e.org/x" .
:x9 dcterms:identifier "9" .
:long rdfs:label "Long" ; rdfs:comment "{} and a Lighthouse in the West." .
<https://example.org/w/0cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f2d> o:note "Left of the door" ;
  o:at "https://e.org/y" .
<https://example.org/w/1cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f2d> o:of :bowl .
:shelf o:has <urn:uuid:0cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f21> ,
  <urn:uuid:0cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f22> .
<urn:uuid:0cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f21> rdfs:label "Bowl" ;
  o:inventory_number "18.1" ; o:weight 7 .
<urn:uuid:0cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f22> rdfs:label "Bowl" ;
  o:inventory_number "18.2" ; o:weight 7 .
""".format("Long ago there was a town. " * 9, "Of ships and men. " * 20)
IN_WORDS = {
    "line": "North line",
    "t#char=0,5": "Paris",
    "t#char=0,99": ("Long ago there was a town. " * 9)[:80].rstrip() + "…",
    "exact": "a river",
    "valued": "some value",
    "number": "number",
    "bowl": "1870,0315.1",
    "coded": "A-7",
    "kept": "Inv. 12",
    "elsewhere": "elsewhere",
    "x9": "x9",
    "0cbac3d6-7ef8-40a2-9f36-0e2ffa7a0f2d": "Left of the door",
}


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("wordy")
    (folder / "wordy.ttl").write_text(WORDY, "utf-8")
    release = build(bundle((folder / "wordy.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_what_has_no_label_is_called_by_its_words_or_numbers(
    wordy: FlaskClient,
) -> None:
    for end, name in IN_WORDS.items():
        told = page(wordy, "/about", iri=f"https://example.org/w/{end}")
        (heading,) = re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", told, re.S)
        assert re.sub("<[^>]+>", "", heading).strip() == name, end
    listed = page(wordy, "/search")
    for name in IN_WORDS.values():
        assert f">{name}</a>" in listed, name


def test_a_text_that_was_cut_is_stated_by_nobody(wordy: FlaskClient) -> None:
    answer = wordy.get("/search?q=ago&format=turtle")
    assert (answer.status_code, "town" in answer.text) == (200, False)


def test_a_search_shows_the_part_of_a_text_that_has_the_word(
    wordy: FlaskClient,
) -> None:
    for sought in ("lighthouse", "lightho"):
        (told,) = re.findall(r'class="also">([^<]*)<', found(wordy, sought))
        assert told.startswith("…"), sought
        assert told.endswith("ships and men.  and a Lighthouse in the West."), sought
    (told,) = re.findall(r'class="also">([^<]*)<', found(wordy, "ships"))
    assert told.startswith("Of ships and men.")


def test_things_of_one_name_are_told_apart_by_their_numbers(wordy: FlaskClient) -> None:
    told = page(wordy, "/shelf")
    assert ">Bowl (18.1)</a>" in told
    assert ">Bowl (18.2)</a>" in told


LEAFLETS = """
@prefix : <https://example.org/l/> . @prefix o: <https://example.org/own#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:7f3a9 a o:Leaflet ; dcterms:description '''A call to the workers of the harbour, printed by
    night in the cellar of the Three Anchors, and handed out on the quay next morning.'''@en ,
    "Ein Aufruf an die Arbeiter des Hafens"@de .
:7f3b0 a o:Leaflet ; dcterms:description "A song sheet."@en ; rdfs:comment "torn" .
:pamphlet a o:Leaflet ; dcterms:description "Of what has a word as its end nothing is cut."@en .
:8c1 a o:Box ; rdfs:comment "a box" . :8c2 a o:Box ; rdfs:comment "a box" .
:shelf o:holds :7f3a9 , :7f3b0 , :8c1 .
"""


@pytest.fixture(scope="module")
def leaflets(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    file = tmp_path_factory.mktemp("leaflets") / "l.ttl"
    file.write_text(LEAFLETS, "utf-8")
    return create_app(build(bundle((file,)), file.parent / "r")).test_client()


BEGUN = "A call to the workers of the harbour, printed by night in the cellar of the…"


def test_what_is_only_described_is_called_by_the_beginning(
    leaflets: FlaskClient,
) -> None:
    shelf = page(leaflets, "/shelf")
    for name in (BEGUN, "A song sheet.", "8c1"):
        assert f">{name}</a>" in shelf, name
    assert f">{BEGUN}</a>" in page(leaflets, "/search", q="harbour")


def test_the_beginning_of_a_text_is_in_no_dump(leaflets: FlaskClient) -> None:
    turtle = leaflets.get("/7f3a9.ttl").text
    assert "printed by" in turtle
    assert "…" not in turtle


def test_a_description_that_is_the_name_is_told_once(leaflets: FlaskClient) -> None:
    shown = page(leaflets, "/7f3b0").partition("Take it with you")[0]
    assert shown.partition("<main")[2].count("A song sheet.") == 1


WALLS = """
@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix o: <https://example.org/own#> .
<https://example.org/HarbourWall/71> o:length 71 . <https://example.org/HarbourWall/72>
    o:length 72 ; rdfs:label "North wall" .
:pier rdfs:label "Pier" ; o:story "It closed the old harbour." . :z rdfs:label "Z harbour" .
"""


def test_hits_by_address_come_last_and_say_so(tmp_path: Path) -> None:
    (tmp_path / "walls.ttl").write_text(WALLS, "utf-8")
    site = create_app(
        build(bundle((tmp_path / "walls.ttl",)), tmp_path / "r")
    ).test_client()
    listed = page(site, "/search", q="harbour").partition('<ol class="found"')[2]
    found = listed.partition("</ol>")[0]
    names = re.findall(r"<li><a[^>]*>([^<]*)</a>", found)
    assert names == ["Z harbour", "Pier", "HarbourWall 71"]
    assert "in its address: https://example.org/HarbourWall/71<" in found


def test_what_is_only_cited_is_called_by_its_citation(tmp_path: Path) -> None:
    cited = "Demosthenes. On the Crown. Leipzig: Teubner, 1903"
    text = f"""<https://docs.example.net/163175691/id> a <https://docs.example.net/v/Document> ;
      <http://purl.org/dc/terms/created> "1903" ;
      <http://purl.org/dc/terms/bibliographicCitation> "{cited}" ."""
    told = words(site_of(text, tmp_path), "/id")
    assert told.startswith(f"Document {cited} ")
