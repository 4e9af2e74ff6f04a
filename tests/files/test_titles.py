"""What files are called that say no title: by what tells most, and that is told."""

from pathlib import Path

import pytest
from pyoxigraph import Literal

from brought import site_of, words
from conftest import run
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.formats import NQUADS
from diplomatica.model.text.filename import (
    readable,
    telling_address,
    telling_folder,
    tells,
)
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.reading import Reading

OWNED = "home/anna"
TITLED = """
    <https://port.example.net/h/> a <http://www.w3.org/2002/07/owl#Ontology> ;
      <http://purl.org/dc/terms/title> "{0}" .
    <https://port.example.net/h/a> a <https://port.example.net/h/B> . """
BOATS = "<{0}dory> a <{0}Boat> . <{0}skiff> a <{0}Boat> ."
CARD = """
    @prefix s: <http://schema.org/> .
    <urn:x-paint> a s:SoftwareSourceCode ; s:name "Paint" ; s:author [ s:name "Ada" ] ;
      s:requires <urn:x-brush> . <urn:x-brush> s:name "Brush" . """


def read(file: Path, text: str) -> Reading:
    """What is read of one file with this text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return check(bundle((file,))).reading


def titled(file: Path, text: str) -> tuple[str, str]:
    """The title of one file with this text, and what was told of it."""
    reading = read(file, text)
    (told,) = [one for one in reading.choices if one.startswith("Title:")]
    return reading.catalog.title, told


@pytest.mark.parametrize(
    "name",
    ["data", "graph", "output_csv_rdf", "LCCN-9803", "v2", "newdata", "2021-02-23"],
)
def test_a_name_that_any_file_has_tells_nothing(name: str) -> None:
    assert not tells(name)
    assert tells(f"{name}-harbour")


def test_what_lies_below_an_address_is_called_by_it(tmp_path: Path) -> None:
    text = BOATS.format("https://port.example.net/harbour/id/")
    assert titled(tmp_path / "data.ttl", text)[0] == "harbour"
    text = BOATS.format("https://data.port.org/id/")
    title, told = titled(tmp_path / "data.ttl", text)
    assert title == "data.port.org"
    assert "(of the base, as the name “data” tells nothing; --title sets" in told


def test_a_name_that_only_repeats_its_address_is_told_with_what_stands_before(
    tmp_path: Path,
) -> None:
    text = BOATS.format("https://port.org/plant-protection/product/")
    title, told = titled(tmp_path / "products.ttl", text)
    assert title == "Plant protection: products"
    assert "(the name of what was brought, with that of the base; " in told
    text = BOATS.format("https://product.org/")
    assert titled(tmp_path / "products.ttl", text)[0] == "products"


def test_a_file_without_an_address_is_called_by_its_folder(tmp_path: Path) -> None:
    title, told = titled(
        tmp_path / "harbour" / "rdf" / "graph.ttl", BOATS.format("urn:x:")
    )
    assert title == "harbour"
    assert "(the name of the folder, as the name “graph” tells nothing; " in told


def test_a_name_that_tells_is_the_title(tmp_path: Path) -> None:
    text = BOATS.format("https://data.port.org/id/")
    assert titled(tmp_path / "rdf" / "row_boats.ttl", text)[0] == "Row boats"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("organ-it-base", "Organ it base"),
        ("RockComposite", "Rock Composite"),
        ("homosaurus-v3", "homosaurus-v3"),
        ("bb-5kbc", "bb-5kbc"),
        ("budget_2024", "Budget 2024"),
        ("fleet", "fleet"),
        ("Fang 2003", "Fang 2003"),
        ("01_boats", "Boats"),
        ("2021-boats", "Boats 2021"),
        ("20210304_boats", "Boats 2021-03-04"),
        ("2021-03-04T10-11-12_boats", "Boats 2021-03-04"),
        ("boatsOfPort", "Boats of port"),
        ("MyBoats2", "My Boats 2"),
        ("boats (1)", "boats"),
        ("boats%20of%20port", "Boats of port"),
        ("org.harbour.boats", "Harbour boats"),
        ("harbour-boats.v1.2", "Harbour boats v1.2"),
        ("BOATS", "BOATS"),
        ("LimesNoricum_result", "Limes Noricum"),
        ("converted_row-boats", "Row boats"),
        ("dcat-ap.de", "dcat-ap.de"),
    ],
)
def test_a_name_of_several_words_is_written_as_words(name: str, title: str) -> None:
    assert readable(name) == title


@pytest.mark.parametrize("name", ["data", "export_2021-03-04", "Test2", "dump", "4711"])
def test_what_has_no_name_is_called_by_the_kinds_of_its_things(
    name: str, tmp_path: Path
) -> None:
    text = (
        BOATS.format("urn:x:")
        + """<urn:x:q> a <urn:x:LongQuay> .
      <urn:x:i> a <urn:x:Identifier> . <urn:x:j> a <urn:x:Identifier> ."""
    )
    title, told = titled(tmp_path / OWNED / f"{name}.ttl", text)
    assert title == "Boat, Long Quay"
    assert f"(what its things are, as the name “{name}” tells nothing; " in told


def test_a_kind_is_told_by_its_name_where_the_data_has_one(tmp_path: Path) -> None:
    named = '<urn:x:Boat> <http://www.w3.org/2000/01/rdf-schema#label> "Boot"@de .'
    text = f"{BOATS.format('urn:x:')} {named}"
    assert titled(tmp_path / OWNED / "data.ttl", text)[0] == "Boot"


ONTOLOGY = "<{}> a <http://www.w3.org/2002/07/owl#Ontology> . <urn:x:a> a <urn:x:B> ."


def test_a_vocabulary_without_a_title_is_called_by_its_prefix(tmp_path: Path) -> None:
    duo = ONTOLOGY.format("http://purl.obolibrary.org/obo/duo.owl")
    assert titled(tmp_path / "duo.ttl", duo)[0] == "DUO"
    prefix = "<http://purl.org/vocab/vann/preferredNamespacePrefix>"
    of_boats = f'{ONTOLOGY.format("urn:x:o")} <urn:x:o> {prefix} "boat" .'
    assert titled(tmp_path / "data.ttl", of_boats)[0] == "boat"
    assert titled(tmp_path / "row_boats.ttl", of_boats)[0] == "Row boats"


def test_the_name_of_the_file_stands_below_a_title_that_is_another(
    tmp_path: Path,
) -> None:
    (tmp_path / OWNED).mkdir(parents=True)
    site = site_of(BOATS.format("urn:x:"), tmp_path / OWNED)
    assert words(site, "/").startswith("Boat From the file d ")


def test_no_file_stands_below_a_title_that_the_data_has(tmp_path: Path) -> None:
    titled_so = """<https://e.org/o> a <http://www.w3.org/2002/07/owl#Ontology> ;
      <http://purl.org/dc/terms/title> "Boats" . <https://e.org/a> a <urn:x:Boat> ."""
    assert "From the file" not in words(site_of(titled_so, tmp_path), "/")


GERMAN = """<urn:x:o> a <http://www.w3.org/2002/07/owl#Ontology> ;
    <http://purl.org/dc/terms/title> "Boote"{} ;
    <http://purl.org/dc/terms/language> "de" ."""


@pytest.mark.parametrize("tag", ["", "@de"])
def test_titles_that_the_build_makes_are_in_the_language_of_the_title(
    tag: str, tmp_path: Path
) -> None:
    (tmp_path / "boats.ttl").write_text(GERMAN.format(tag))
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    lines = release.dump(NQUADS).read_text("utf-8").splitlines()
    titles = [one for one in lines if "<http://purl.org/dc/terms/title>" in one]
    of_release = [one for one in titles if "/release/" in one.partition(" ")[0]]
    assert of_release
    assert all('"@de' in one for one in of_release)
    of_dataset = [one for one in titles if "/dataset> " in one]
    assert of_dataset
    assert all('"Boote"@de' in one for one in of_dataset)


@pytest.mark.parametrize(
    "folders",
    [
        ["anna", "home", ""],
        ["data", "anna", "Users", ""],
        ["input-3f2a9c1b", "diplomatica", ".cache", "root", ""],
        ["tmpab12cd", "tmp", ""],
        ["museum", ""],
    ],
)
def test_nothing_is_called_after_its_owner_or_a_machine(folders: list[str]) -> None:
    assert telling_folder(folders) == ""
    assert telling_folder(["ports", *folders]) == "ports"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://www.port.org/harbour/data/", "port.org/harbour"),
        ("http://localhost:8000/id/", ""),
        ("http://www.example.com/myData/", ""),
        ("http://192.168.0.1/museum/", "museum"),
        ("http://srv-docs.inner:8080/museum/", "museum"),
        ("http://srv-docs.intra/museum/", "museum"),
        ("https://port.org:8443/data/", "port.org:8443"),
        (f"https://{'data.' * 9}port.org/", f"{'data.' * 9}port.org"),
        ("https://data.port.org/a/rather/long/way/to/boats/", "data.port.org/boats"),
    ],
)
def test_an_address_tells_whose_or_what_it_is(address: str, told: str) -> None:
    assert telling_address(address) == told


def test_a_document_is_called_as_the_one_thing_that_it_is_about(tmp_path: Path) -> None:
    title, told = titled(tmp_path / "card.ttl", CARD)
    assert title == "Paint"
    assert "(that of <urn:x-paint>; " in told


def test_two_things_that_nothing_leads_to_name_no_document(tmp_path: Path) -> None:
    other = CARD + '<urn:x-glue> <http://schema.org/name> "Glue" .'
    assert titled(tmp_path / "card.ttl", other)[0] == "card"


SCHEME = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <urn:x:> .
    :all a :Scheem ; <http://purl.org/dc/terms/title> "Words of boats" .
    :few a :Scheem ; <http://purl.org/dc/terms/title> "Words of oars" ."""


@pytest.mark.parametrize(("most", "title"), [("all", "Words of boats"), ("x", "words")])
def test_what_most_things_are_in_gives_its_title(
    most: str, title: str, tmp_path: Path
) -> None:
    words = [f":w{n} a skos:Concept ; skos:inScheme :{most} ." for n in range(5)]
    text = "\n".join([SCHEME, *words, ":w6 skos:inScheme :few ."])
    assert titled(tmp_path / "words.ttl", text)[0] == title


def test_of_several_days_the_whole_is_of_that_of_its_publication(
    tmp_path: Path,
) -> None:
    text = """
    @prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <https://c.example/> a <http://www.w3.org/ns/dcat#Dataset> ; dct:title "Harbours"@en ;
      dct:description "Daten der Stadt"@de ; dct:issued "2019-05-05"^^xsd:date ;
      dct:modified "2020-01-01"^^xsd:date, "2020-01-03"^^xsd:date, "2020-01-02"^^xsd:date . """
    reading = read(tmp_path / "d.ttl", text)
    said = [quad.object for quad in reading.shared]
    assert reading.catalog.issued == "2019-05-05"
    assert Literal("Daten der Stadt", language="de") in said
    assert Literal("Harbours", language="en") in said


def test_a_blank_title_is_not_that_of_the_whole(tmp_path: Path) -> None:
    ontology = "<https://b.example/> a <http://www.w3.org/2002/07/owl#Ontology> ; "
    blank = f'{ontology} <http://purl.org/dc/terms/title> " " '
    named = f'{blank} ; <http://www.w3.org/2000/01/rdf-schema#label> "Shells" .'
    assert titled(tmp_path / "d.ttl", named)[0] == "Shells"
    assert "is no title" not in titled(tmp_path / "e.ttl", f"{blank} .")[1]


def test_a_title_that_is_a_text_is_cut_and_that_is_told(tmp_path: Path) -> None:
    text = TITLED.format("harbour " * 4000)
    title, told = titled(tmp_path / "data.ttl", text)
    assert title == "harbour " * 24 + "harbour…"
    assert "the beginning of that of" in told
    assert "which has 31,999 signs" in told


def test_a_title_steers_no_terminal(tmp_path: Path) -> None:
    text = TITLED.format(r"\u001B[2Jred\u0007 harbours")
    title, told = titled(tmp_path / "data.ttl", text)
    assert title == "\ufffd[2Jred\ufffd harbours"
    assert told.startswith("Title: \ufffd[2Jred\ufffd harbours (")


def test_a_fault_steers_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<urn:a> <urn:b> \x1b[2Jred .")
    told = run("check", str(file))
    assert told.returncode == 1
    assert "\x1b" not in told.stderr
    assert "data.ttl:1: " in told.stderr


def test_a_base_that_no_other_machine_reaches_is_told(tmp_path: Path) -> None:
    text = BOATS.format("http://localhost:5000/harbour/")
    (base,) = [
        one
        for one in read(tmp_path / "data.ttl", text).choices
        if one.startswith("Base:")
    ]
    assert "where most IRIs begin, 2 of them, and nobody elsewhere reaches them" in base
