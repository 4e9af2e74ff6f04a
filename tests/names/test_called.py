"""What is called by nodes of its own: appellations of CIDOC, persons inside of others."""

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

PAGE = {"Accept": "text/html"}
WORKS = """
@prefix : <https://example.org/w/> . @prefix far: <https://far.example/of/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

:o1 a crm:E22 ; crm:P1_is_identified_by [ a crm:E41 ; crm:P190_has_symbolic_content "Mask" ] .
:o2 a crm:E22 ; crm:P48_has_preferred_identifier :o2-no .
:o2-no a crm:E42 ; rdfs:label "Number of the bowl" ; crm:P3_has_note "Bowl 17" .
:b1 a :Book ; rdfs:label "First book" ; :editor far:KurtWeill ;
    :by [ a rdf:Seq ; rdf:_2 [ foaf:givenName "Ada" ; foaf:familyName "Byron" ] ;
          rdf:_1 [ a foaf:Person ; foaf:givenName "Nizar" ; foaf:familyName "Markiz" ] ] .
:b2 a :Book ; rdfs:label "Second book" ; :by ( "one" "two" "three" "four" "five" "six"
    [ foaf:givenName "Zoe" ; foaf:familyName "Last" ] ) .
:n1 a :Gate ; <https://uri.etsi.org/ngsi-ld/name> [ a <https://uri.etsi.org/ngsi-ld/Property> ;
    <https://uri.etsi.org/ngsi-ld/hasValue> "North gate" ] .
:n2 a :Gate ; :officialName [ rdf:value "South gate" ; :since 1990 ] .
:s1 a :BusStation ; :stationName "Central" ; :managerName "Ann" ; :areaName "Town" .
:s2 a :BusStation ; :stationName "Harbour" ; :managerName "Bob" ; :areaName "Town" .
:s3 a :BusStation ; :managerName "Cleo" .
:c1 a :City ; :areaName "Town" . :c2 a :City ; :areaName "Town" .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("works")
    (folder / "works.ttl").write_text(WORKS, "utf-8")
    release = build(bundle((folder / "works.ttl",)), folder / "releases")
    return create_app(release).test_client()


def found(site: FlaskClient, sought: str) -> list[str]:
    answer = site.get("/search", query_string={"q": sought, "format": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return [row.partition(",")[0] for row in answer.text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/o1", "Mask"),
        ("/o2", "Bowl 17"),
        ("/n1", "North gate"),
        ("/n2", "South gate"),
        ("/s1", "Central"),
        ("/s3", "s3"),
        ("/c1", "c1"),
    ],
)
def test_a_thing_is_called_by_its_appellation(
    path: str, name: str, site: FlaskClient
) -> None:
    page = site.get(path, headers=PAGE).text
    assert f"<h1>{name}</h1>" in page
    assert f"https://example.org/w{path}" in found(site, name)


def test_a_name_by_a_property_of_its_own_kind_is_told_to_be_one(
    site: FlaskClient,
) -> None:
    assert "by its “ station name ”, for want of a name" in words(site, "/s1")
    assert "for want of a name" not in words(site, "/n1")


@pytest.mark.parametrize(
    ("sought", "book"),
    [("Nizar Markiz", "b1"), ("Ada Byron", "b1"), ("Zoe Last", "b2")],
)
def test_a_person_inside_of_a_thing_is_found_by_the_full_name(
    sought: str, book: str, site: FlaskClient
) -> None:
    assert found(site, sought) == [f"https://example.org/w/{book}"]


def test_persons_stand_by_their_names_in_their_order(site: FlaskClient) -> None:
    told = words(site, "/b1")
    assert "Nizar Markiz" in told.partition("Ada Byron")[0]
    assert told.index("Ada Byron") < told.index("family name Byron")


@pytest.mark.parametrize(
    "sought", ["Weill", "kurt weill", "https://far.example/of/KurtWeill"]
)
def test_what_is_only_named_is_found_and_has_a_page(
    sought: str, site: FlaskClient
) -> None:
    page = site.get("/search", query_string={"q": sought}, headers=PAGE).text
    (href,) = set(re.findall(r'href="(/about\?iri=[^"]*KurtWeill)"', page))
    assert "First book" in words(site, unescape(href))


LINKS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@base <http://museum.example/> .

<person/rembrandt-van-rijn#this> owl:sameAs <http://www.viaf.example/viaf/12345> ,
    <http://isni.example/12345> , <person/12345> .
<person/jan_vermeer#this> owl:sameAs <http://isni.example/777> ; foaf:maker <person/12345> .
"""
PERSONS = ("rembrandt-van-rijn", "jan_vermeer")
LINKS += """
<a0> <by> <http://far.example/voc/smoke> , <http://www.far.example/voc/smoke> .
"""
HALS = "".join(
    f"<http://museum.example/a{n}> <http://museum.example/by> <http://far.example/hals-{n}> .\n"
    for n in range(13)
)


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("links")
    (folder / "links.ttl").write_text(LINKS + HALS, "utf-8")
    release = build(bundle((folder / "links.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_what_has_no_name_is_found_by_any_word_of_its_iri(links: FlaskClient) -> None:
    one, other = (f"http://museum.example/person/{name}#this" for name in PERSONS)
    assert found(links, "rembrandt") == [one]
    assert set(found(links, "person")) == {one, other}


def test_a_thing_of_others_without_a_name_is_shown_with_its_host(
    links: FlaskClient,
) -> None:
    told = words(
        links, "/about", iri="http://museum.example/person/rembrandt-van-rijn#this"
    )
    assert "12345 (viaf.example)" in told
    assert "12345 (isni.example)" in told
    assert "museum.example)" not in told
    assert "(w3.org)" not in told


def test_iris_that_look_alike_are_told_by_their_whole_addresses(
    links: FlaskClient,
) -> None:
    page = links.get("/search", query_string={"q": "smoke"}, headers=PAGE).text
    told = page.partition('class="terms"')[2].partition("</ul>")[0]
    names = re.findall(r"<a[^>]*>([^<]*)</a>", told)
    assert names == ["far.example/voc/smoke", "www.far.example/voc/smoke"]


def test_more_iris_than_a_page_names_are_had_by_a_query(links: FlaskClient) -> None:
    page = links.get("/search", query_string={"q": "hals"}, headers=PAGE).text
    assert page.count("(far.example)</a>") == 10
    (href,) = re.findall(r'href="(/sparql\?query=[^"]*hals[^"]*)"', page)
    rows = links.get(unescape(href), headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) == 1 + 13


TERMS = """
@prefix : <https://example.org/t/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .

:Boat a owl:Class ; rdfs:label "Boat" ; rdfs:subClassOf :Vessel ;
    rdfs:seeAlso "<p>As in <i>old</i> books &amp; maps.</p>" , "if a < b and b > c" ,
    "<b>bold</b> move"^^rdf:HTML .
:Ark a :Boat , [ a owl:Restriction ; owl:onProperty :carries ; owl:someValuesFrom :Beast ] .
:Vessel a owl:Class ; rdfs:label "Vessel" ; owl:deprecated true .
:Raft a owl:Class ; rdfs:label "Raft" ; vs:term_status "archaic" .
[] a owl:Axiom ; owl:annotatedSource :Boat ; owl:annotatedProperty rdfs:subClassOf ;
    owl:annotatedTarget :Vessel ; rdfs:comment "since 1900" .
[] a owl:AllDisjointClasses ; owl:members ( :Boat :Raft ) .
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("terms")
    (folder / "terms.ttl").write_text(TERMS, "utf-8")
    release = build(bundle((folder / "terms.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_a_note_on_a_statement_stands_in_words_on_the_page_of_its_subject(
    terms: FlaskClient,
) -> None:
    told = words(terms, "/Boat")
    notes = told.partition("Notes on these statements")[2].partition("What leads here")[
        0
    ]
    assert "subclass of Vessel : comment since 1900" in notes
    assert "annotatedSource" not in told


def test_a_kind_without_an_iri_stands_in_words_among_the_facts(
    terms: FlaskClient,
) -> None:
    told = words(terms, "/Ark")
    assert told.startswith("Boat Ark ")
    facts = told.partition("Statements")[2].partition("Take it")[0]
    assert "is a some carries Beast #" in facts


@pytest.mark.parametrize("path", ["/Boat", "/Raft"])
def test_classes_apart_are_told_whole_on_the_page_of_each(
    path: str, terms: FlaskClient
) -> None:
    assert "have nothing in common: Boat , Raft" in words(terms, path)


@pytest.mark.parametrize(
    ("path", "is_marked"), [("/Vessel", True), ("/Raft", True), ("/Boat", False)]
)
def test_a_term_that_nobody_should_use_is_marked(
    path: str, is_marked: bool, terms: FlaskClient
) -> None:
    heading = re.findall("<h1>.*</h1>", terms.get(path, headers=PAGE).text)[0]
    assert ("(no longer used)" in heading) == is_marked


def test_a_text_of_html_reads_as_plain_text(terms: FlaskClient) -> None:
    page = terms.get("/Boat", headers=PAGE).text
    assert ">As in old books &amp; maps.<" in page
    assert ">if a &lt; b and b &gt; c<" in page
    assert ">bold move<" in page


def test_a_long_name_of_a_term_may_be_broken_at_its_marks(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(
        """@prefix : <https://example.org/w/> . @prefix c: <https://grid.example/cim#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :x c:Terminal.sequenceNumber 1 ; c:Equipment.EquipmentContainer :y ; c:ref 2 .
        c:ref rdfs:label "database_cross_reference" . :y a c:ACLineSegment .""",
        "utf-8",
    )
    release = build(bundle((tmp_path / "d.ttl",)), tmp_path / "releases")
    client = create_app(release).test_client()
    page = client.get("/x", headers=PAGE).text
    assert ">sequence number</a>" in page
    assert ">c:<wbr>Equipment.<wbr>EquipmentContainer</a>" in page
    assert ">database_<wbr>cross_<wbr>reference</a>" in page
    assert ">AC Line Segment</a>" in client.get("/y", headers=PAGE).text


@pytest.mark.parametrize(
    ("sought", "is_rare", "found_so"),
    [
        ("museo de historia", True, ["Museo del Prado"]),
        ("lighthouse in de Lage", True, ["Lage", "Lage de Abajo"]),
        ("de", False, ["De", "Calle de"]),
        ("Calle de", False, ["Calle de", "Calle de 0"]),
    ],
)
def test_words_that_most_names_have_find_nothing_by_themselves(
    sought: str, is_rare: bool, found_so: list[str], tmp_path: Path
) -> None:
    names = [f"Calle de {n}" for n in range(120)]
    names += ["Museo del Prado", "De", "Lage", "Lage de Abajo", "Calle de"]
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f'<https://e.org/s/{n}> {label} "{name}" .' for n, name in enumerate(names)
    ]
    (tmp_path / "s.ttl").write_text("\n".join(lines), "utf-8")
    site = create_app(
        build(bundle((tmp_path / "s.ttl",)), tmp_path / "releases")
    ).test_client()
    answer = site.get("/search", query_string={"q": sought, "format": "csv"})
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert [row["label"] for row in rows][: len(found_so)] == found_so
    assert (len(rows) < 5) == is_rare


def test_things_of_one_name_are_told_apart_by_their_days_and_hours(
    tmp_path: Path,
) -> None:
    shows = [("01-05T18:00:00", "a"), ("01-05T20:30:00", "b"), ("02-01T18:00:00", "c")]
    text = "@prefix s: <https://schema.org/> . @prefix x: <http://www.w3.org/2001/XMLSchema#> ."
    text += " ".join(
        f'<https://e.org/{at}> a s:Event ; s:name "Swan Lake" ;'
        f' s:priceValidUntil "2026-12-31"^^x:date ; s:startDate "2026-{day}-04:00"^^x:dateTime .'
        for day, at in shows
    )
    told = words(site_of(text, tmp_path), "/")
    assert "Swan Lake (2026-01-05, 18:00)" in told
    assert "Swan Lake (2026-01-05, 20:30)" in told
    assert "Swan Lake (2026-02-01)" in told


def test_things_of_one_name_are_told_apart_by_their_places(tmp_path: Path) -> None:
    text = """@prefix s: <http://schema.org/> . @prefix : <https://e.org/> .
      :a a s:Event ; s:name "Swan Lake" ; s:location :hall .
      :b a s:Event ; s:name "Swan Lake" ; s:location :park .
      :hall s:name "City hall" . :park s:name "West park" ."""
    told = words(site_of(text, tmp_path), "/")
    assert "Swan Lake (City hall)" in told
    assert "Swan Lake (West park)" in told
