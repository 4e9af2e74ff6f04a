"""Which kind the front page tells first: that which the data is about, if others are more."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix d: <http://purl.org/dc/terms/> .
@prefix frbr: <http://purl.org/vocab/frbr/core#> .
"""


def told(text: str, folder: Path) -> str:
    return words(site_of(PREFIXES + text, folder), "/")


def kinds_in(front: str) -> str:
    there = front.partition("What there is")[2]
    return there.partition("A few of them")[0].partition("These counts")[0].strip()


FOODS = " ".join(f':f{n} a o:Food ; rdfs:label "Food {n}" .' for n in range(20))
DISHES = " ".join(
    f':d{n} a o:Dish ; rdfs:label "Dish {n}" ; o:minutes {n} ; o:serves 4 ; o:stars 3 ;'
    f" o:takes {', '.join(f':f{(n * 3 + m) % 20}' for m in range(8))} ."
    for n in range(8)
)


def test_what_is_made_of_shared_things_leads(tmp_path: Path) -> None:
    front = told(FOODS + DISHES, tmp_path)
    assert "8 things of the kind “Dish”, such as “Dish 0”" in front
    assert kinds_in(front) == "Dish 8 Food 20"


def test_what_others_only_lead_to_by_the_way_does_not(tmp_path: Path) -> None:
    boats = " ".join(
        f':b{n} a o:Boat ; rdfs:label "Boat {n}" ; o:home :p{n % 3} ; o:built {n} .'
        for n in range(20)
    )
    ports = " ".join(
        f':p{n} a o:Port ; rdfs:label "Port {n}" ; o:quays {n} ; o:depth {n} ;'
        f" o:cranes {n} ; o:opened {n} ; o:best :b{n} ."
        for n in range(3)
    )
    assert "20 things of the kind “Boat”" in told(boats + ports, tmp_path)


def test_persons_lead_before_the_documents_about_them(tmp_path: Path) -> None:
    text = " ".join(
        f':p{n} a o:Person ; rdfs:label "Person {n}" ; o:born {n} ; o:died {n} .'
        f':x{n} a foaf:Document ; rdfs:label "Page {n}" ; foaf:primaryTopic :p{n} .'
        f':y{n} a foaf:Document ; rdfs:label "Note {n}" ; foaf:primaryTopic :p{n} .'
        for n in range(8)
    )
    front = told(text, tmp_path)
    assert "8 things of the kind “Person”, such as" in front
    assert kinds_in(front) == "Person 8 Document 16"


def test_persons_lead_of_whose_writings_hardly_more_is_said(tmp_path: Path) -> None:
    text = " ".join(
        f':p{n} a o:Person ; rdfs:label "Person {n}" ; o:born {n} ; o:died {n} ; o:tongue 1 ;'
        f" o:gender 2 ; o:home 3 ; o:trade 4 ; o:known 5 . "
        for n in range(3)
    )
    text += " ".join(
        f':d{n} a o:Text ; rdfs:label "Text {n}" ; o:by :p{n % 3} .' for n in range(400)
    )
    assert kinds_in(told(text, tmp_path)) == "Person 3 Text 400"


def test_works_lead_before_their_expressions_and_files(tmp_path: Path) -> None:
    works = ':w0 a eli:Work ; eli:title "Law" . :w1 a eli:Work ; eli:title "Act" .'
    text = works + " ".join(
        f":w{n % 2} eli:is_realized_by :e{n} . :e{n} a eli:Expression ; "
        f'eli:title "Text {n}" ; eli:is_embodied_by :e{n}pdf , :e{n}xml . '
        f":e{n}pdf a eli:Manifestation ; o:size {n} ; o:type :pdf ; o:on {n} . "
        f":e{n}xml a eli:Manifestation ; o:size {n} ; o:type :xml ; o:on {n} . "
        for n in range(50)
    )
    front = told(text, tmp_path)
    assert "2 things of the kind “Work”, such as “Act”, “Law”" in front
    assert kinds_in(front) == "Work 2 Expression 50 Manifestation 100"


def test_works_lead_that_only_their_expressions_lead_to(tmp_path: Path) -> None:
    text = " ".join(
        f':w{n} a frbr:Work ; rdfs:label "Work {n}" . '
        f':e{n} a frbr:Expression ; rdfs:label "Text {n}" ; frbr:realizationOf :w{n} .'
        f':f{n} a frbr:Expression ; rdfs:label "Song {n}" ; frbr:realizationOf :w{n} .'
        for n in range(4)
    )
    assert kinds_in(told(text, tmp_path)) == "Work 4 Expression 8"


def test_records_told_at_length_stand_before_what_they_name(tmp_path: Path) -> None:
    payments = [
        f':n{n} a o:Payment ; o:amount {n}.5 ; d:date "2013-04-{n % 28 + 1:02}" ;'
        f' o:unit "Unit {n % 3}" ; o:payee :f{n % 9} ; o:reference {n} .'
        for n in range(40)
    ]
    firms = [f':f{n} a o:Firm ; rdfs:label "Firm {n}" .' for n in range(9)]
    front = told("\n".join([*payments, *firms]), tmp_path)
    assert "40 things of the kind “Payment”" in front


def test_geometries_of_whatever_kind_stand_behind_the_places(tmp_path: Path) -> None:
    forts = " ".join(
        f':f{n} a o:Fort ; rdfs:label "Fort {n}" ; geo:hasGeometry :g{n} . :g{n} a sf:the_geom ;'
        f' geo:asWKT "POINT({n} 5)"^^geo:wktLiteral .'
        for n in range(9)
    )
    front = told(
        "@prefix geo: <http://www.opengis.net/ont/geosparql#> . "
        f"@prefix sf: <http://www.opengis.net/ont/sf#> . {forts}",
        tmp_path,
    )
    assert kinds_in(front).startswith("Fort 9 the geom 9")


def test_the_front_page_tells_who_made_it_and_when(tmp_path: Path) -> None:
    data = """
      <https://port.org/> a <http://www.w3.org/2002/07/owl#Ontology> ; rdfs:label "Port" ;
        d:creator "The harbour" ; d:issued "2020-07-01" ;
        d:license <https://creativecommons.org/licenses/by/4.0/> .
      <https://port.org/a> a <https://port.org/Boat> ; rdfs:label "Ark" ."""
    front = words(site_of(PREFIXES + data, tmp_path), "/")
    assert "Made by The harbour, 1 July 2020 · CC BY 4.0 https://port.org/" in front


def test_pages_of_the_web_come_behind_what_was_read_from_them(tmp_path: Path) -> None:
    text = "@prefix s: <http://schema.org/> . " + " ".join(
        f':w{n} a s:ItemPage ; s:inLanguage "en" ; s:isPartOf :all .'
        f':p{n % 7} a s:Person ; s:name "Person {n % 7}" ; o:read :w{n} .'
        for n in range(9)
    )
    whole = ' :all a s:CreativeWork ; s:name "Directory of pilots" .'
    front = told(text + whole, tmp_path)
    assert "7 things of the kind “Person”" in front
    assert kinds_in(front) == "Person 7 Creative Work 1 Item Page 9"
    assert front.startswith("Directory of pilots")


def test_what_many_are_in_names_the_whole_only_if_it_is_a_work(tmp_path: Path) -> None:
    text = " ".join(
        f':p{n} a o:Port ; rdfs:label "Port {n}" ; d:isPartOf :sea .'
        f':b{n} a o:Boat ; rdfs:label "Boat {n}" ; o:home :p{n} .'
        for n in range(9)
    )
    sea = ' :sea a o:Sea ; rdfs:label "The sea" .'
    assert not told(text + sea, tmp_path).startswith("The sea")


def test_a_table_of_what_has_no_names_is_in_the_order_of_its_numbers(
    tmp_path: Path,
) -> None:
    levels = " ".join(
        f":level{n} a o:Level ; o:depth {n} ; o:size {99 - n} ; o:width {n * 7} ."
        for n in (10, 2, 9, 1)
    )
    front = told(levels, tmp_path).partition("A few of them")[2]
    found = [front.index(f" {n} {99 - n} ") for n in (1, 2, 9, 10)]
    assert found == sorted(found)
