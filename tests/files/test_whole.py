"""What stands for the whole of files, and what is done where some cannot be read."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal

from diplomatica.cli.main import main
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.vocabulary import DCTERMS
from diplomatica.pipeline.building import check
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.files.bringing.given import Given

PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
CC0 = "<http://creativecommons.org/publicdomain/zero/1.0/>"
BY = "<https://creativecommons.org/licenses/by/4.0/>"
BROKEN = "<https://e.org/a> <https://e.org/b> .\n"


def put(folder: Path, name: str, more: str = "", licence: str = CC0) -> None:
    """A file with an ontology and three terms of its own."""
    base = f"https://e.org/{name}/"
    terms = [f'<{base}{n}> a owl:Class ; dcterms:title "{name} {n}" .' for n in "abc"]
    head = f"""<{base}> a owl:Ontology ; dcterms:title "All of {name}" ;
        dcterms:creator "The harbour" ; dcterms:license {licence} {more} ."""
    (folder / f"{name}.ttl").write_text("\n".join([PREFIXES, head, *terms]), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files, each of which tells what it is."""
    place = tmp_path / "harbour"
    place.mkdir()
    put(place, "boats")
    put(place, "crews")
    put(place, "tides")
    return place


def built(folder: Path, given: Given | None = None) -> Built:
    return check(bundle((folder,)), given=given or Given())


def test_files_that_each_have_a_title_are_called_after_their_folder(
    folder: Path,
) -> None:
    reading = built(folder).reading
    assert (reading.catalog.title, reading.catalog.base) == (
        "harbour",
        "https://e.org/",
    )
    why = "Title: harbour (the name of the folder: 3 parts of it have titles; "
    assert f"{why}--title sets another)" in reading.choices


def test_they_are_described_by_their_titles(folder: Path) -> None:
    told = {str(quad.object) for quad in built(folder).reading.shared}
    titles = "“All of boats”, “All of crews”, “All of tides”"
    assert f'"Put together of parts with titles of their own: {titles}."' in told


def test_what_each_of_them_states_is_stated_of_all(folder: Path) -> None:
    catalog = built(folder).reading.catalog
    assert (catalog.creators, catalog.license) == (("The harbour",), CC0[1:-1])


def test_what_but_some_of_them_state_is_not(folder: Path) -> None:
    put(folder, "tides", licence=BY)
    reading = built(folder).reading
    assert reading.catalog.license == ""
    assert any(one.startswith("Licence: none is stated") for one in reading.choices)


def test_what_imports_the_others_is_the_whole(folder: Path) -> None:
    more = "; owl:imports <https://e.org/boats/> , <https://e.org/crews/>"
    put(folder, "tides", more)
    assert built(folder).reading.catalog.title == "All of tides"


def test_what_most_things_lie_below_is_the_whole(folder: Path) -> None:
    said = [
        f'<https://e.org/boats/{n}> <http://purl.org/dc/terms/title> "{n}" .'
        for n in range(20)
    ]
    said.append('<https://e.org/boats/> <https://e.org/said> "More of this."  .')
    (folder / "more.nt").write_text("\n".join(said), "utf-8")
    assert built(folder).reading.catalog.title == "All of boats"


@pytest.mark.parametrize("name", ["owl:genid1", "<https://f.org/x#genid42>", "owl:X"])
def test_an_ontology_whose_name_a_tool_made_is_not_the_whole(
    name: str, tmp_path: Path
) -> None:
    own = " ".join(f"<https://e.org/b/{at}> a owl:Class ." for at in range(4))
    said = f"{PREFIXES}{name} a owl:Ontology ; owl:imports <https://g.org/o> . {own}"
    (tmp_path / "fish.ttl").write_text(f"{said} owl:Thing a owl:Class .", "utf-8")
    reading = built(tmp_path).reading
    assert (reading.catalog.base, reading.catalog.known_as) == ("https://e.org/b/", "")


@pytest.mark.parametrize("by", ["dcterms:isPartOf", "<https://f.org/eli#is_part_of>"])
def test_what_most_things_are_part_of_is_the_whole(by: str, tmp_path: Path) -> None:
    parts = "".join(
        f"<https://e.org/law#{at}> {by} <https://e.org/law#all> .\n" for at in "abc"
    )
    head = """<https://e.org/law#all> dcterms:title "The Law of Tides" ;
        dcterms:description <https://e.org/law#a> ; dcterms:abstract "On tides." ."""
    (tmp_path / "law.ttl").write_text(f"{PREFIXES}{parts}{head}", "utf-8")
    reading = built(tmp_path).reading
    assert reading.catalog.title == "The Law of Tides"
    own = [one for one in reading.shared if str(one.subject).endswith("/dataset>")]
    told = [one.object for one in own if one.predicate == DCTERMS("description")]
    assert told == [Literal("On tides.")]


STATING = "<https://e.org/b/{0}> dcterms:license {1} ; dcterms:creator <https://f.org/{2}> .\n"


def test_what_all_things_state_alike_is_stated_of_the_whole(tmp_path: Path) -> None:
    many = "".join(STATING.format(at, CC0, "ann") for at in range(39))
    (tmp_path / "finds.ttl").write_text(
        f"{PREFIXES}{many}{STATING.format(40, CC0, 'bob')}", "utf-8"
    )
    reading = built(tmp_path).reading
    catalog = reading.catalog
    assert (catalog.license, catalog.creators) == (CC0[1:-1], ("f.org/ann",))
    assert "Made by: f.org/ann (as 40 things state)" in reading.choices
    assert (
        f"Licence: {CC0[1:-1]} (as 40 things state; --licence sets another)"
        in reading.choices
    )


def test_what_few_things_state_or_each_otherwise_is_not(tmp_path: Path) -> None:
    some = "".join(STATING.format(at, CC0, at) for at in range(4))
    rest = "".join(f"<https://e.org/b/c{at}> a owl:Thing .\n" for at in range(20))
    (tmp_path / "finds.ttl").write_text(f"{PREFIXES}{some}{rest}", "utf-8")
    catalog = built(tmp_path).reading.catalog
    assert (catalog.license, catalog.creators) == ("", ())


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(folder: Path) -> None:
    (folder / "broken.ttl").write_text(BROKEN, "utf-8")
    told = CliRunner().invoke(main, ["check", str(folder)])
    assert told.exit_code == 1
    assert told.stderr.endswith(
        "1 fault; nothing was written. 3 other files have no fault: "
        "--without-faulty publishes them alone.\n"
    )


def test_without_it_the_others_are_published_and_it_is_named(folder: Path) -> None:
    (folder / "broken.ttl").write_text(BROKEN, "utf-8")
    told = CliRunner().invoke(main, ["check", str(folder), "--without-faulty"])
    assert told.exit_code == 0
    assert "Left out: broken.ttl: line 1: " in told.stderr
    (left_out,) = built(folder, Given(without_faulty=True)).reading.left_out
    assert left_out.file == "broken.ttl"


def test_what_could_be_read_of_a_faulty_file_is_left_out_too(folder: Path) -> None:
    good = "<https://e.org/ghost> <https://e.org/is> <https://e.org/there> .\n"
    (folder / "broken.nt").write_text(good + BROKEN, "utf-8")
    triples = built(folder, Given(without_faulty=True)).triples
    assert "<https://e.org/ghost>" not in set(triples.subjects)


def test_where_all_files_are_faulty_all_faults_are_told(tmp_path: Path) -> None:
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text(BROKEN, "utf-8")
    with pytest.raises(InvalidInput) as told:
        built(tmp_path, Given(without_faulty=True))
    assert {one.file for one in told.value.faults} >= {"one.ttl", "two.ttl"}
    assert told.value.advice == ""


LINKS = """
@prefix void: <http://rdfs.org/ns/void#> . @prefix : <https://e.org/l/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix more: <https://e.org/more#> .
:ships a void:Dataset ; dcterms:title "Ships of all ports" ; dcterms:publisher "A" ;
  dcterms:description "Ships." ; void:uriSpace "https://e.org/s/" ; void:triples 7 .
:crews a void:Dataset ; dcterms:title "Crews" .
"""
LINKED = 'dcterms:title "Ships and crews" ; void:subjectsTarget :ships ; '


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (f":all a void:Linkset ; {LINKED} void:objectsTarget :crews .", 1),
        (f":all a more:Linkset ; {LINKED} void:objectsTarget :crews .", 1),
        (f":all {LINKED} more:objectsTarget :crews .", 1),
        (f":all {LINKED} void:subset :part . :part void:target :crews .", 1),
        (
            f":all a void:Linkset ; {LINKED} void:objectsTarget :crews . :x a void:Linkset .",
            1,
        ),
        (":all void:target :ships , :crews .", 0),
    ],
)
def test_what_others_only_lead_to_is_not_the_whole(
    said: str, title: int, tmp_path: Path
) -> None:
    (tmp_path / "links.ttl").write_text(LINKS + said, "utf-8")
    catalog = built(tmp_path / "links.ttl").reading.catalog
    assert catalog.title == ("links", "Ships and crews")[title]


def test_of_two_datasets_alike_neither_is_the_whole(tmp_path: Path) -> None:
    said = """@prefix void: <http://rdfs.org/ns/void#> . @prefix : <https://e.org/l/> .
        :a a void:Dataset ; <http://purl.org/dc/terms/title> "A" .
        :b a void:Dataset ; <http://purl.org/dc/terms/title> "B" . :c :of :a ."""
    (tmp_path / "pair.ttl").write_text(said, "utf-8")
    assert built(tmp_path / "pair.ttl").reading.catalog.title == "pair"


def test_of_ontologies_that_import_each_other_one_is_the_whole(tmp_path: Path) -> None:
    said = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <https://e.org/l/> .
        :a a owl:Ontology ; owl:imports :b ; :note "1" ; owl:versionInfo "2" .
        :b a owl:Ontology ; owl:imports :a .
        :a <http://purl.org/dc/terms/title> "A" . :c a owl:Class ."""
    (tmp_path / "ring.ttl").write_text(said, "utf-8")
    assert built(tmp_path / "ring.ttl").reading.catalog.title == "A"


REPORT = """@prefix s: <https://schema.org/> . @prefix : <https://e.org/report/> .
[] a s:Dataset ; s:name "Happiness of harbours" ; s:license {} ; s:distribution :csv .
:csv a s:DataDownload ; s:name "harbours.csv" . :size a s:PropertyValue ; s:name "size" .
"""


def test_a_dataset_without_an_iri_gives_the_title(tmp_path: Path) -> None:
    (tmp_path / "report.ttl").write_text(REPORT.format(CC0), "utf-8")
    reading = built(tmp_path).reading
    assert reading.catalog.title == "Happiness of harbours"
    assert reading.catalog.license == CC0[1:-1]
    told = "Title: Happiness of harbours (that of the dataset, which has no IRI; "
    assert any(one.startswith(told) for one in reading.choices)


def test_a_dataset_that_something_else_has_gives_no_title(tmp_path: Path) -> None:
    about = REPORT.format(CC0).replace("[] a s:Dataset", ":csv s:about [ a s:Dataset")
    nested = about.replace("s:distribution :csv .", "s:size 7 ] .")
    (tmp_path / "report.ttl").write_text(nested, "utf-8")
    assert built(tmp_path).reading.catalog.title != "Happiness of harbours"


HUB = '[ a s:DataCatalog ; s:name "The data hub" ; s:url <https://f.org/hub> ]'
SERIES = """:{0} a s:Dataset ; s:name "Deaths of {0}" ; s:identifier "{0}" ;
    s:keywords {1} ; s:creator :un ; s:distribution [ s:encodingFormat "CSV" ] ."""


def series(folder: Path, belonging: str) -> str:
    """The title of five datasets alike, one of which has the most keywords."""
    many = ['"health"', '"health", "wasps", "tides"', *['"sea"'] * 3]
    said = [SERIES.format(f"s{at}", words) for at, words in enumerate(many)]
    named = [
        one.replace("s:creator", belonging.replace("N", str(at)) + " s:creator")
        for at, one in enumerate(said)
    ]
    head = "@prefix s: <http://schema.org/> . @prefix : <https://e.org/sdg/> ."
    (folder / "series.ttl").write_text("\n".join([head, *named]), "utf-8")
    catalog = built(folder / "series.ttl").reading.catalog
    assert catalog.known_as in ("", "https://f.org/hub")
    return catalog.title


def test_one_of_many_datasets_alike_is_not_the_whole(tmp_path: Path) -> None:
    assert series(tmp_path, "") == "series"


@pytest.mark.parametrize("by", ["s:includedInDataCatalog", "s:isPartOf"])
def test_the_catalog_that_all_datasets_name_is_the_whole(
    by: str, tmp_path: Path
) -> None:
    assert series(tmp_path, f"{by} {HUB} ;") == "The data hub"
    known = f'{by} <https://f.org/hub> . <https://f.org/hub> s:name "A hub" . :sN'
    assert series(tmp_path, known) == "A hub"


def test_catalogs_of_several_names_are_not(tmp_path: Path) -> None:
    assert series(tmp_path, f"s:isPartOf {HUB.replace('The', 'N')} ;") == "series"


def test_sections_that_are_datasets_of_dublin_core_are_parts_of_their_folder(
    tmp_path: Path,
) -> None:
    place = tmp_path / "genealogies"
    place.mkdir()
    for name, title in (("_1", "Section 1"), ("bishops", "Section 2: Bishops")):
        base = f"https://e.org/{name}/"
        said = f'<{base}> a <http://purl.org/dc/dcmitype/Dataset> ; dcterms:title "{title}" .'
        kings = [f'<{base}{n}> a owl:Thing ; dcterms:title "{n}" .' for n in "abcd"]
        (place / f"{name}.ttl").write_text("\n".join([PREFIXES, said, *kings]), "utf-8")
    assert built(place).reading.catalog.title == "genealogies"


def pages_of(periodical: str, folder: Path) -> Path:
    pages = [
        f"<https://e.org/page/{n}> dcterms:isPartOf <https://e.org/volume/{n // 5}> ."
        for n in range(20)
    ]
    volumes = [
        f"<https://e.org/volume/{n}> dcterms:isPartOf {periodical} ." for n in range(4)
    ]
    titled = f'{periodical} dcterms:title "Annals of the harbour" .'
    file = folder / "116503.ttl"
    file.write_text("\n".join([PREFIXES, *pages, *volumes, titled]), "utf-8")
    return file


def test_what_most_things_are_in_through_others_is_the_whole(tmp_path: Path) -> None:
    reading = built(pages_of("<https://e.org/annals>", tmp_path)).reading
    assert reading.catalog.title == "Annals of the harbour"


def test_what_goes_round_in_a_circle_holds_nothing(tmp_path: Path) -> None:
    file = pages_of("<https://e.org/volume/0>", tmp_path)
    assert built(file).reading.catalog.title == "Annals of the harbour"


CATALOGS = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://e.org/c/> .
:root a dcat:Catalog ; dcterms:title "All that we have" ; dcat:catalog :boats , :crews .
:boats a dcat:Catalog ; dcterms:title "Boats" ; dcat:dataset :d1 , :d2 .
:crews a dcat:Catalog ; dcterms:title "Crews" ; dcat:Dataset :d3 .
:d1 a dcat:Dataset ; dcterms:title "Long boats" ; dcat:theme <https://e.org/s/sea> .
:d2 a dcat:Dataset ; dcterms:title "Old boats" .
:d3 a dcat:Dataset ; dcterms:title "Cooks" .
<https://e.org/s/> a skos:ConceptScheme ; dcterms:title "Themes" .
<https://e.org/s/sea> a skos:Concept ; skos:prefLabel "Sea" ; skos:inScheme <https://e.org/s/> .
"""


def test_the_catalog_of_catalogs_is_the_whole_and_not_a_scheme_of_themes(
    tmp_path: Path,
) -> None:
    (tmp_path / "x.ttl").write_text(PREFIXES + CATALOGS, "utf-8")
    assert built(tmp_path).reading.catalog.title == "All that we have"


def test_a_scheme_of_most_things_is_the_whole_beside_a_dataset(tmp_path: Path) -> None:
    concepts = "\n".join(
        f'<https://e.org/s/{n}> a skos:Concept ; skos:prefLabel "Sea {n}" .'
        for n in range(9)
    )
    (tmp_path / "x.ttl").write_text(PREFIXES + CATALOGS + concepts, "utf-8")
    assert built(tmp_path).reading.catalog.title == "Themes"
