"""By what things are narrowed that say it by way of blank nodes, and how lists begin."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PAGE = {"Accept": "text/html"}
HOUSE, SCHEMA = "https://example.org/own#House", "https://schema.org/"
CITY = f"{SCHEMA}address {SCHEMA}addressLocality"
HEAD = """
@prefix : <https://example.org/h/> . @prefix o: <https://example.org/own#> .
@prefix schema: <https://schema.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
STREET = "[ a schema:PostalAddress ; schema:addressLocality {!r} ; schema:streetAddress {!r} ]"


def houses() -> str:
    lines = [HEAD]
    for n in range(1, 13):
        street = STREET.format("Bonn" if n % 3 else "Köln", f"Weg {n}").replace(
            "'", '"'
        )
        said = f'o:number "{n}" ; o:owner :town , :state ; schema:address {street}'
        lines.append(f':x{n} a o:House ; rdfs:label "House {n}" ; {said} .')
    lines.append(":a a o:House . :town a o:House ; o:of :state . [] a o:House .")
    lines.append(':state rdfs:label "The state" ; a o:Owner ; dcterms:modified ')
    lines.append('"2020-01-02"^^xsd:date .')
    lines += [f':b{n} a owl:Class ; rdfs:label "Class {n}" .' for n in range(9)]
    lines.append(':z a owl:Class ; rdfs:label "Zoo" ; rdfs:comment "a", "b", "c" .')
    lines += [f":a{n} a owl:Class ." for n in range(9)]
    part = "[ a owl:Restriction ; owl:onProperty o:part ; owl:someValuesFrom :b1 ]"
    lines.append(
        f":b2 owl:equivalentClass [ a owl:Class ; owl:unionOf ( {part} :b3 ) ] ."
    )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("houses")
    return site_of(houses(), folder)


def listed(site: FlaskClient, kind: str) -> list[str]:
    page = site.get(f"/browse?kind={quote(kind, safe='')}", headers=PAGE).text
    found = page.partition('class="found"')[2].partition("</ul>")[0]
    found = re.sub("<small>.*?</small>", "", found)  # what the things are
    return [
        unescape(re.sub("<[^>]+>", "", one)).strip() for one in found.split("<li>")[1:]
    ]


def test_what_a_blank_node_holds_narrows_its_things(site: FlaskClient) -> None:
    told = words(site, f"/browse?kind={quote(HOUSE, safe='')}")
    assert "address: locality Bonn 8 Köln 4" in told
    chosen = urlencode({"kind": HOUSE, CITY: '"Köln"'})
    narrowed = words(site, f"/browse?{chosen}")
    assert "4 things" in narrowed
    assert "address: locality: Köln ×" in narrowed
    assert re.findall(r"House \d+", narrowed) == [f"House {n}" for n in (3, 6, 9, 12)]


def test_what_divides_nothing_is_no_facet(site: FlaskClient) -> None:
    told = words(site, f"/browse?kind={quote(HOUSE, safe='')}")
    facets = told.partition("Narrow down")[2].partition("What is said by")[0]
    for name in ("number", "street", "without a name", "Postal Address"):
        assert name not in facets


def test_a_way_of_no_iris_is_told(site: FlaskClient) -> None:
    asked = urlencode({f"{SCHEMA}address none": '"Köln"'})
    assert site.get(f"/browse?{asked}").status_code == 400


def test_what_has_a_name_is_listed_first_and_what_has_no_iri_last(
    site: FlaskClient,
) -> None:
    houses = listed(site, HOUSE)
    assert houses[:14] == [*(f"House {n}" for n in range(1, 13)), "a", "town"]
    assert len(houses) == 15
    classes = listed(site, "http://www.w3.org/2002/07/owl#Class")
    assert classes[:11] == [*(f"Class {n}" for n in range(9)), "Zoo", "a0"]


def test_the_front_page_shows_what_is_typical(tmp_path: Path) -> None:
    head = "<https://example.org/h> a owl:Ontology ."
    site = site_of(f"{houses()}\n{head}", tmp_path)
    sample = words(site, "/").partition("A few of them")[2].partition("What is said")[0]
    assert "Zoo" in sample
    assert "a0" not in sample


def test_when_a_description_was_changed_is_not_told_as_the_date_of_a_thing(
    site: FlaskClient,
) -> None:
    told = words(site, "/search?q=state")
    assert "The state" in told
    assert "2020" not in told


def test_what_is_blank_is_told_in_words(site: FlaskClient) -> None:
    restriction = "http://www.w3.org/2002/07/owl#Restriction"
    assert listed(site, restriction) == ["some part Class 1"]
    assert "some part Class 1 or Class 3" in listed(
        site, "http://www.w3.org/2002/07/owl#Class"
    )
    addresses = listed(site, f"{SCHEMA}PostalAddress")
    assert "House 1, address: locality Bonn; street address Weg 1" in addresses


CITED = """
@prefix : <https://example.org/y/> . @prefix o: <https://example.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/y/2014/doe> rdfs:label "Papers" .
<https://example.org/z/2015/doe> rdfs:label "Papers" .
"""


def test_values_that_are_called_alike_are_told_apart(tmp_path: Path) -> None:
    lines = [CITED]
    for n in range(8):
        year, folder = (2014, "y") if n % 2 else (2015, "z")
        by = f"<https://example.org/{folder}/{year}/doe>"
        also = f"<https://example.org/{folder}/{year}/roe>"
        lines.append(
            f':x{n} a o:Paper ; rdfs:label "Paper {n}" ; o:by {by} ; o:of {also} .'
        )
    site = site_of("\n".join(lines), tmp_path)
    for path in ("/browse", "/browse?kind=https%3A%2F%2Fexample.org%2Fown%23Paper"):
        told = words(site, path)
        assert "Papers (2014/doe) 4" in told
        assert "2015/roe 4" in told


CONCEPTS = """
@prefix : <https://example.org/c/> . @prefix o: <https://example.org/own#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:fruits a skos:Collection ; skos:prefLabel "Fruits" ; skos:member :c1 , :c2 , :c3 , :c4 .
:nuts a skos:Collection ; skos:prefLabel "Nuts" ; skos:member :c4 , :c5 , :c6 .
:one a skos:ConceptScheme ; skos:hasTopConcept :c1 , :c2 , :c3 , :c4 , :c5 , :c6 .
:food a skos:ConceptScheme ; o:lists :c1 , :c2 , :c3 . :drink o:lists :c4 , :c5 .
o:listedIn owl:inverseOf o:lists . :c1 o:listedIn :food .
"""
CONCEPTS += "".join(
    f':c{n} a skos:Concept ; skos:prefLabel "Concept {n}" .' for n in range(1, 9)
)


def test_what_few_say_of_many_narrows_these(tmp_path: Path) -> None:
    site = site_of(CONCEPTS, tmp_path)
    kind, member = (
        f"http://www.w3.org/2004/02/skos/core#{n}" for n in ("Concept", "member")
    )
    told = words(site, f"/browse?{urlencode({'kind': kind})}")
    facets = told.partition("Narrow down")[2].partition(" What is said by")[0]
    assert facets == " is member of Fruits 4 Nuts 3"
    nuts = {"kind": kind, f"^{member}": "<https://example.org/c/nuts>"}
    narrowed = words(site, f"/browse?{urlencode(nuts)}")
    assert re.findall(r"Concept \d+", narrowed) == [f"Concept {n}" for n in (4, 5, 6)]
    assert "is member of: Nuts ×" in narrowed


def test_values_that_others_describe_are_told_with_their_hosts(tmp_path: Path) -> None:
    said = (f"o:in <http://places.example/{n % 2}7001> ." for n in range(8))
    lines = [f":x{n} a o:Paper ; {one}" for n, one in enumerate(said)]
    site = site_of(HEAD + "\n".join(lines), tmp_path)
    for path in ("/browse", "/browse?kind=https%3A%2F%2Fexample.org%2Fown%23Paper"):
        assert "07001 (places.example) 4" in words(site, path)


def test_numbers_are_in_the_order_of_their_size(tmp_path: Path) -> None:
    sizes = ["-15", "-3.5", "0.25", "1e1", "9", "955", "1066", "1813"]
    in_order = ["-15", "-3.5", "0.25", "9", "10", "955", "1066", "1813"]
    lines = [HEAD, f":all o:size {', '.join(sizes)} ."]
    for n in range(len(sizes) * 2):
        size = sizes[n % len(sizes)]
        lines.append(f":s{n} a o:Stone ; o:size {size} ; o:year {955 + n * 9} .")
    site = site_of("\n".join(lines), tmp_path)
    assert f"size {' '.join(in_order)}" in words(site, "/all").replace(" #", "")
    kind = quote("https://example.org/own#Stone", safe="")
    told = words(site, f"/browse?kind={kind}")
    shown = " 2 ".join(in_order).replace("1e1", "10")  # as the engine has it
    assert f"size {shown} 2" in told
    page = unescape(site.get("/", headers=PAGE).text)
    (asked,) = re.findall(r'<a href="(/sparql\?query=[^"]*)">What is the latest', page)
    rows = site.get(asked, headers={"Accept": "text/csv"}).text.splitlines()[1:]
    years = [int(row.rpartition(",")[2]) for row in rows]
    assert years[0] == 955 + 15 * 9
    assert years == sorted(years, reverse=True)


def test_short_names_are_understood_wherever_an_iri_is(site: FlaskClient) -> None:
    house = quote(HOUSE, safe="")
    assert words(site, "/browse?kind=o:House") == words(site, f"/browse?kind={house}")
    chosen = words(site, "/browse?kind=o:House&o:owner=:town")
    assert "owner: town" in chosen
    assert "12 things" in chosen
    way = quote("schema:address schema:addressLocality", safe="")
    assert "8 things" in words(site, f'/browse?{way}="Bonn"')
    assert words(site, "/about?iri=o:House") == words(site, f"/about?iri={house}")
    dated = words(site, "/browse/dates?by=dcterms:modified")
    assert "2 January 2020 The state" in dated


@pytest.mark.parametrize(
    "address", ["/browse?kind=nope:House", "/browse?nope:of=1", "/about?iri=nope:House"]
)
def test_a_prefix_that_is_bound_to_nothing_is_told(
    address: str, site: FlaskClient
) -> None:
    answer = site.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    detail = json.loads(answer.text)["detail"]
    assert "No prefix nope: is bound here." in detail
    assert "schema:" in detail


LISTS = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:good o:parts ( 1 2 ) . :open o:parts [ rdf:first "x" ] .
:twice o:parts [ rdf:first "a" , "b" ; rdf:rest rdf:nil ] .
:round o:parts _:l . _:l rdf:first "o" ; rdf:rest [ rdf:first "p" ; rdf:rest _:l ] .
:empty o:parts [ rdf:first "e" ; rdf:rest [ rdf:rest rdf:nil ] ] .
"""


def test_lists_that_are_not_well_formed_are_told_where_they_stand(
    tmp_path: Path,
) -> None:
    site = site_of(HEAD + LISTS, tmp_path)
    assert "Not a well-formed list" not in words(site, "/good")
    told = {
        "/open": "x Not a well-formed list: it has no end.",
        "/twice": "a place in it has several values, or next ones.",
        "/round": "o p Not a well-formed list: it goes round in a circle.",
        "/empty": "e Not a well-formed list: a place in it has no value.",
    }
    for path, fault in told.items():
        assert fault in words(site, path)
    quality = words(site, "/quality")
    assert "Doubtful in the files 4" in quality
    assert "1 of its lists has no end but a circle" in quality
    for start in ("x", "a"):
        assert f"(such as “{start}”)" in quality
    assert "1 of its lists has no value at a place: rdf:first is missing" in quality


def test_many_days_are_offered_by_their_years(tmp_path: Path) -> None:
    days = "\n".join(
        f':e{n} a o:Event ; rdfs:label "Event {n}" ; '
        f'o:on "{2018 + n % 2}-{1 + n % 12:02}-{1 + n % 28:02}"^^xsd:date .'
        for n in range(40)
    )
    site = site_of(HEAD + days, tmp_path)
    kind, by = "https://example.org/own#Event", "https://example.org/own#on"
    told = words(site, f"/browse?kind={quote(kind, safe='')}")
    assert told.partition("Narrow down")[2].strip() == "on 2018 20 2019 20"
    year = '"2019"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    narrowed = words(site, f"/browse?{urlencode({'kind': kind, by: year})}")
    assert "on: 2019 ×" in narrowed
    named = re.findall(r"Event (\d+)", narrowed)
    assert named == [str(n) for n in range(1, 40, 2)]


def test_the_page_of_a_class_leads_to_its_things_and_their_facets(
    tmp_path: Path,
) -> None:
    boats = " ".join(
        f':b{n} a :Boat ; rdfs:label "B{n}" ; :flag "{"GE"[n % 2]}" .'
        for n in range(20)
    )
    text = f"""@prefix : <https://port.org/> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      {boats} :Boat a rdfs:Class ; rdfs:label "Boat" ."""
    site = site_of(text, tmp_path)
    page = site.get("/Boat", headers={"Accept": "text/html"}).text
    doors = re.findall(r'<a href="(/browse\?kind=[^"]+)">([^<]+)<', page)
    assert [told for _, told in doors] == [
        "Browse the 20 things of this kind, and narrow them down",
        "All 20",
    ]
    (address,) = {address for address, _ in doors}
    assert "Narrow down flag E 10 G 10" in words(site, unescape(address))
