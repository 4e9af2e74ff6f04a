"""What people bring: any format, packed or not, in any folder, with or without faults."""

import bz2
import gzip
import lzma
import os
import resource
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad, Triple

from brought import CATALOG
from conftest import SMALL
from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.formats import NQUADS, RDFXML, TURTLE
from diplomatica.model.vocabulary import DC, DCTERMS, OWL, RDF, RDFS, VOID
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.files.bringing.filegraphs import slugs_of

MILL = NamedNode("https://example.org/r/id/mill")
LABELLED = Triple(MILL, RDFS("label"), Literal("Mühle"))
LINE = f'{MILL} {RDFS("label")} "Mühle" .'
IN_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:rdfs="{RDFS}">
  <rdf:Description rdf:about="{MILL.value}"><rdfs:label>Mühle</rdfs:label></rdf:Description>
</rdf:RDF>"""
IN_JSON = f'{{"@id": "{MILL.value}", "{RDFS("label").value}": "Mühle"}}'

FORMS = {
    "mill.ttl": LINE,
    "MILL.TTL": LINE,
    "mill.n3": LINE,
    "mill.nt": LINE,
    "mill.nq": LINE,
    "mill.trig": LINE,
    "mill.rdf": IN_XML,
    "mill.owl": IN_XML,
    "mill.xml": IN_XML,
    "mill.jsonld": IN_JSON,
    "mill.json": IN_JSON,
    "below/two levels/mill.ttl": LINE,
}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of a dataset with nothing but a catalog."""
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(CATALOG, "utf-8")
    return tmp_path


def put(place: Path, name: str, said: str | bytes) -> None:
    file = place / "dataset" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(said if isinstance(said, bytes) else said.encode())


def built(place: Path) -> Built:
    return check(Folder(place))


def in_graph(triple: Triple, graph: str) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))


def faults(place: Path) -> list[Fault]:
    with pytest.raises(InvalidInput) as told:
        check(Folder(place))
    return told.value.faults


@pytest.mark.parametrize("name", FORMS)
def test_every_format_is_read_whatever_the_case_of_its_suffix(
    name: str, place: Path
) -> None:
    put(place, name, FORMS[name])
    assert LABELLED in built(place).triples


FARM = "https://example.org/farm#"
DECLARED = {
    "farm.ttl": f"@prefix farm: <{FARM}> . <{MILL.value}> a farm:Mill .",
    "farm.rdf": f'<r:RDF xmlns:r="{RDF}" xmlns:farm="{FARM}">'
    f'<farm:Mill r:about="{MILL.value}"/></r:RDF>',
    "farm.jsonld": f'{{"@context": {{"farm": "{FARM}"}}, "@id": "{MILL.value}",'
    '"@type": "farm:Mill"}',
}


@pytest.mark.parametrize("name", DECLARED)
def test_the_prefixes_of_a_file_are_used_whatever_its_format(
    name: str, place: Path
) -> None:
    put(place, name, DECLARED[name])
    assert built(place).iris.short(f"{FARM}Mill") == "farm:Mill"


@pytest.mark.parametrize("suffix", PACKINGS)
def test_packed_files_are_unpacked(suffix: str, place: Path) -> None:
    put(place, f"mill.ttl{suffix}", PACKINGS[suffix](LINE.encode()))
    assert LABELLED in built(place).triples


def test_every_file_of_a_zip_is_read_or_named(place: Path) -> None:
    with zipfile.ZipFile(place / "dataset" / "all.zip", "w") as archive:
        archive.writestr("inner/mill.nt", LINE)
        archive.writestr("inner/read me.md", "# Mills")
    found = built(place)
    assert LABELLED in found.triples
    (left_out,) = found.reading.left_out
    assert left_out.file == "dataset/all.zip/inner/read me.md"
    assert left_out.message == "is left out: .md is no format of RDF"


def test_two_files_of_one_name_in_a_zip_are_a_fault(place: Path) -> None:
    with zipfile.ZipFile(place / "dataset" / "all.zip", "w") as archive:
        archive.writestr("mill.nt", LINE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("mill.nt", LINE.replace("Mühle", "Mill"))
    (fault,) = faults(place)
    assert fault.file == "dataset/all.zip/mill.nt"
    assert fault.message == "is not alone: 2 files in the archive have this name"


@pytest.mark.parametrize("name", ["a.ttl.gz", "a.nt.xz", "a.nt.bz2", "a.nt.zst"])
def test_what_is_not_packed_as_it_is_called_is_a_fault(name: str, place: Path) -> None:
    put(place, name, LINE)
    (fault,) = faults(place)
    suffix = Path(name).suffix
    assert fault.file == f"dataset/{name}"
    assert fault.message == f"is not packed, though its name ends in {suffix}"
    assert fault.advice == f"call it {name.removesuffix(suffix)}"


@pytest.mark.parametrize("suffix", PACKINGS)
def test_what_breaks_off_is_a_fault_however_it_is_packed(
    suffix: str, place: Path
) -> None:
    lines = "".join(f"<urn:{number}> a <urn:Mill> .\n" for number in range(9_000))
    packed = PACKINGS[suffix](lines.encode())
    put(place, f"mills.ttl{suffix}", packed[: len(packed) // 2])
    (fault,) = faults(place)
    assert fault.message.startswith("cannot be unpacked: ")
    assert fault.advice == "pack it again, or bring what is in it unpacked"


@pytest.mark.parametrize("suffix", PACKINGS)
def test_what_follows_what_is_packed_is_a_fault(suffix: str, place: Path) -> None:
    put(place, f"mill.nt{suffix}", PACKINGS[suffix](LINE.encode()) + LINE.encode())
    (fault,) = faults(place)
    assert fault.message.startswith("cannot be unpacked: ")


@pytest.mark.parametrize("suffix", PACKINGS)
def test_what_is_packed_and_not_called_so_is_told(suffix: str, place: Path) -> None:
    put(place, "mill.nt", PACKINGS[suffix](LINE.encode()))
    (fault,) = faults(place)
    assert fault.message == "is packed, and its name does not say so"
    assert fault.advice == f"call it mill.nt{suffix}, or unpack it"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_told(encoding: str, place: Path) -> None:
    put(place, "mill.nt", LINE.encode(encoding))
    (fault,) = faults(place)
    assert fault.message == "is UTF-16 without the mark that says so"


def test_an_archive_that_cannot_be_unpacked_is_a_fault(place: Path) -> None:
    put(place, "broken.zip", b"PK\3\4 no archive")
    (fault,) = faults(place)
    assert fault.file == "dataset/broken.zip"
    assert fault.message.startswith("cannot be unpacked: ")


@pytest.mark.parametrize(
    ("name", "said", "reason"),
    [
        ("notes.md", "# Notes", ".md is no format of RDF"),
        ("README", "Read me.", "a name without a suffix is no format of RDF"),
        (".hidden.ttl", LINE, "it is hidden"),
        ("package.json", '{"name": "mills"}', "it is JSON without RDF"),
        ("map.xml", "<svg/>", "it is XML without RDF: its root element is svg"),
        ("empty.ttl", "# nothing", "it states nothing"),
    ],
)
def test_a_file_that_is_left_out_is_named_with_the_reason(
    name: str, said: str, reason: str, place: Path
) -> None:
    put(place, name, said)
    (left_out,) = built(place).reading.left_out
    assert left_out.file == f"dataset/{name}"
    assert left_out.message == f"is left out: {reason}"


def test_a_hidden_folder_is_named_and_not_read(place: Path) -> None:
    put(place, ".git/mill.ttl", LINE)
    (left_out,) = built(place).reading.left_out
    assert (left_out.file, left_out.message) == (
        "dataset/.git",
        "is left out: it is hidden",
    )


def test_a_release_among_the_files_is_not_read_again(place: Path) -> None:
    put(place, "mill.ttl", LINE)
    build(Folder(place), place / "dataset" / "releases")
    found = built(place)
    assert len(found.reading.brought) == 2
    told = " ".join(one.message for one in found.reading.left_out)
    assert "a release perhaps" in told


@pytest.mark.parametrize(
    ("name", "said", "line", "words"),
    [
        ("c.rdf", "\nnot RDF at all", 2, "RDF/XML"),
        ("d.ttl", f'{MILL} a\n "Person" .', 2, "write the IRI of a class"),
        ("d.ttl", f"{LINE}\n{MILL} a <https://e.org/[1]> .", 2, "write it as %5B"),
        ("d.ttl", f"{MILL} a\n", 2, "something is not closed"),
        ("d.n3", f"{LINE}\n{{ ?x a ?y }} => {{ }} .", 2, "of Notation3 only"),
        ("d.jsonld", '{\n"@context": "https://example.org/c"}', 2, "save what stands"),
        ("d.jsonld", '{\n"@id": x}', 2, "JSON-LD"),
        ("d.nt", f"{LINE}\n\n<mill> a <b> .", 3, "whole IRI"),
        ("d.hdt", "$HDT", 0, "hdt2rdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_with_line_and_advice(
    name: str, said: str, line: int, words: str, place: Path
) -> None:
    put(place, name, said)
    (fault,) = faults(place)
    assert (fault.file, fault.line) == (f"dataset/{name}", line)
    assert words in str(fault)


CONTEXT = '{"@context": {"name": "https://example.org/name"},\n "@graph": [\n'


@pytest.mark.parametrize(
    ("said", "line", "where"),
    [
        ('{"@id": "a:b",\n"a:c": ["x",]}', 2, "(column 13)"),
        (CONTEXT + '{"@id": "a:b"},\n{"@id": 5}]}', 4, "(column 9, @graph[1].@id)"),
        (
            CONTEXT + '{"@id": "a:b", "name":\n ["x", {"@value": {"y": 1}}]}]}',
            4,
            "(column 8, @graph[0].name[1])",
        ),
        (
            '{"@context": [{"a": "b:c"},\n{"name": {"@id": "a:b", "@bogus": 1}}],\n'
            '"@id": "a:b", "a:c": "x"}',
            2,
            "(column 10, @context[1].name)",
        ),
        ('[{"@id": "a:b"},\n{"a:c": {"@id": "a:d", "@type": 7}}]', 2, "[1].a:c.@type)"),
    ],
)
def test_a_fault_in_json_ld_is_told_with_its_place(
    said: str, line: int, where: str, place: Path
) -> None:
    put(place, "d.jsonld", said)
    (fault,) = faults(place)
    assert fault.line == line
    assert where in fault.message


def test_xml_in_another_encoding_is_read(place: Path) -> None:
    latin = IN_XML.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    put(place, "mill.rdf", latin)
    assert LABELLED in built(place).triples


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_xml_in_utf_16_is_read(encoding: str, place: Path) -> None:
    """Every processor reads it that begins with its mark (XML 1.0, section 4.3.3)."""
    mark = "" if encoding == "utf-16" else "\ufeff"
    said = mark + IN_XML.replace("UTF-8", "UTF-16")
    put(place, "mill.rdf", said.encode(encoding))
    assert LABELLED in set(built(place).triples)


def test_relative_iris_are_below_the_base_of_the_catalog(place: Path) -> None:
    put(place, "mill.ttl", f'<id/mill> {RDFS("label")} "Mühle" .')
    assert LABELLED in built(place).triples


def test_a_carriage_return_is_published_and_comes_back_from_xml(place: Path) -> None:
    put(place, "a.ttl", f'{MILL} {RDFS("comment")} "one\\r\\ntwo" .')
    release = build(Folder(place), place / "releases")
    assert b"one&#xD;\ntwo" in release.dump(RDFXML).read_bytes()


def test_a_named_graph_stays_as_it_is(place: Path) -> None:
    graph = NamedNode("https://example.org/r/g/survey-1899")
    put(place, "d.trig", f"{graph} {{ {LINE} }} {MILL} a <http://x.example/Mill> .")
    quads = built(place).quads
    assert in_graph(LABELLED, graph.value) in quads
    outside = {quad.graph_name for quad in quads if quad.subject == MILL} - {graph}
    assert outside == {NamedNode("https://example.org/r/graph/d")}


def test_what_the_data_says_of_a_graph_is_not_said_by_the_catalog(place: Path) -> None:
    kinds, words = str(RDF("type")), str(DCTERMS("description"))
    links, plain, titled = (
        f"<https://example.org/r/g/{name}>" for name in ("links", "plain", "titled")
    )
    title, named = str(DCTERMS("title")), f'{titled} {DCTERMS("title")} "Named." .'
    linkset = f'{links} {kinds} <http://x.example/Linkset> ; {words} "Links." .'
    put(
        place,
        "d.trig",
        f"{links} {{ {linkset} {LINE} }} {plain} {{ {LINE} }} {titled} {{ {named} }}",
    )
    said: dict[str, list[tuple[str, str]]] = {links: [], plain: [], titled: []}
    for quad in built(place).quads:
        if str(quad.subject) in said:
            said[str(quad.subject)].append((str(quad.predicate), str(quad.object)))
    assert sorted(said[links]) == [
        (words, '"Links."'),
        (kinds, "<http://x.example/Linkset>"),
    ]
    told = '"The named graph “{}” of the file dataset/d.trig, as it was brought."'
    assert (words, told.format("plain")) in said[plain]
    by_file = (words, told.format("titled"))
    assert sorted(said[titled]) == [by_file, (title, '"Named."')]


def test_a_graph_named_by_a_blank_node_is_published_and_told(place: Path) -> None:
    put(place, "d.trig", f"_:g {{ {LINE} }}")
    found = built(place)
    assert in_graph(LABELLED, "https://example.org/r/graph/d/1") in found.quads
    (hint,) = found.reading.hints
    assert "named by blank nodes" in hint.message
    assert "stays with a blank node" not in hint.advice


def test_what_is_said_of_a_graph_without_an_iri_is_told_to_be_apart(
    place: Path,
) -> None:
    put(place, "d.trig", f'_:g {{ {LINE} }} _:g <http://x.example/says> "meta" .')
    (hint,) = built(place).reading.hints
    assert "what is said of 1 of these stays with a blank node" in hint.advice


def test_data_that_did_not_ask_for_it_is_held_to_no_shape_of_ours(place: Path) -> None:
    said = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <https://example.org/r/id/tides> a dcat:Dataset ; dcat:inSeries [ a dcat:Dataset ] .
        <https://example.org/r/v#Boat> a owl:Class ."""
    put(place, "d.ttl", said)
    found = built(place)
    assert found.warnings == []
    assert found.reading.ontology == []


def test_what_rdf_xml_cannot_hold_is_published_without_it(place: Path) -> None:
    put(place, "d.ttl", f'{MILL} <https://example.org/p/123> "x" .')
    release = build(Folder(place), place / "releases")
    assert RDFXML not in [form for form, _ in release.dumps()]
    assert len(release.dumps()) == 5


def test_graphs_are_called_after_their_files_each_otherwise() -> None:
    names = ["dataset/a.ttl", "dataset/a.nt.gz", "dataset/b/a.rdf", "dataset/x y.nt"]
    assert slugs_of(names) == ["a", "a-nt-gz", "b/a", "x-y"]
    assert slugs_of(["shapes.ttl", "a.nt"]) == ["shapes-file", "a"]
    # of other scripts as they are, so that no other file's name changes theirs
    others = [
        "東京.ttl",
        "Zu\u0308rich.nt",
        "हिन्दी.ttl",
        "a/данные – 2.ttl",
        "🎉.nt",
        "–.nt",
    ]
    slugs = ["東京", "Zürich", "हिन्दी", "a/данные-2", "🎉", "data"]
    assert slugs_of(others) == slugs
    alike = ["a b.ttl", "a&b.ttl", "a+b.ttl", "a(b.ttl"]
    assert len(set(slugs_of(alike))) == 4
    # what has no name that is free is called after its own, whatever lies beside
    assert slugs_of(alike)[3] == slugs_of([*alike[:2], alike[3]])[2]
    both = slugs_of(["ontology.jsonld", "ontology.ttl"])
    assert both == ["ontology-jsonld", "ontology-file"]
    assert slugs_of(["g.trig", "b.nt"], {"g", "b/1"}) == ["g-trig", "b-nt"]


PLACED = """@prefix s: <https://example.org/d/{}/shelter/> . @prefix : <https://e.org/o#> .
    s:1 :at <https://example.org/d/2023/geo/1> . s:2 :at <https://example.org/d/2023/geo/2> .
    <https://example.org/d/2023/geo/1> :lat 1 . <https://example.org/d/2023/geo/2> :lat 2 .
    s:3 :of s:1 . <https://other.org/x/1> :of s:1 .
"""


@pytest.mark.parametrize(
    ("folder", "base"),
    [("2023", "https://example.org/d/2023/"), ("2024", "https://example.org/d/")],
)
def test_the_base_holds_what_stands_beside_most_iris(
    folder: str, base: str, tmp_path: Path
) -> None:
    (tmp_path / "s.ttl").write_text(PLACED.format(folder), "utf-8")
    found = check(bundle((tmp_path / "s.ttl",))).reading
    assert found.catalog.base == base
    assert f"Base: {base} (where most IRIs begin, 5 of them" in found.choices[1]


@pytest.mark.parametrize(("stops", "base"), [(9, "dataset"), (30, "stop")])
def test_the_dataset_is_no_base_where_hardly_anything_lies_below_it(
    stops: int, base: str, tmp_path: Path
) -> None:
    lines = [
        f"<https://e.org/stop/{n}> a <https://e.org/o#Stop> ." for n in range(stops)
    ]
    dataset = "<https://e.org/dataset/X> a <http://www.w3.org/ns/dcat#Dataset> ."
    (tmp_path / "s.ttl").write_text("\n".join([dataset, *lines]), "utf-8")
    found = check(bundle((tmp_path / "s.ttl",))).reading
    assert found.catalog.base == f"https://e.org/{base}/"


@pytest.mark.parametrize(("texts", "language"), [(10, "ja"), (50, "")])
def test_a_few_texts_do_not_tell_in_which_language_all_are(
    texts: int, language: str, tmp_path: Path
) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [f'<http://e.org/{n}> {label} "Text {n}" .' for n in range(texts)]
    said = "\n".join([*lines, f'<http://e.org/a> {label} "本"@ja .'])
    (tmp_path / "s.ttl").write_text(said, "utf-8")
    told = check(bundle((tmp_path / "s.ttl",))).reading.choices
    assert any(one.startswith("Language: ja") for one in told) == bool(language)


NAMED_IN = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix : <http://e.org/c/> .
    :1 skos:prefLabel "one"@en, "раз"@ru ; skos:altLabel "один"@ru, "единица"@ru .
    :2 skos:prefLabel "two"@en, "два"@ru ; skos:altLabel "двойка"@ru, "пара"@ru .
"""


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("", "ru"),
        (':3 skos:altLabel "a"@en , "b"@en , "c"@en , "d"@en .', "en"),
        (':3 skos:prefLabel "три"@ru .', "ru"),
        (':3 a skos:ConceptScheme ; skos:prefLabel "Числа"@ru .', "ru"),
        (':3 a skos:ConceptScheme ; dcterms:description "Числа"@ru .', "ru"),
        (':3 a skos:ConceptScheme ; dcterms:title "数"@ja .', "ru"),
        (':3 a skos:ConceptScheme ; dcterms:language "ja" .', "ja"),
    ],
)
def test_the_language_is_that_in_which_most_things_have_a_name(
    said: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "s.ttl").write_text(NAMED_IN + said, "utf-8")
    told = check(bundle((tmp_path / "s.ttl",))).reading.choices
    (chosen,) = (one for one in told if one.startswith("Language: "))
    assert chosen.startswith(f"Language: {language} (")


def test_a_base_is_no_host_that_many_share(tmp_path: Path) -> None:
    said = "".join(f"<http://purl.org/{at}/{at}> a <http://e/C> ." for at in range(9))
    (tmp_path / "s.ttl").write_text(said, "utf-8")
    assert (
        check(bundle((tmp_path / "s.ttl",))).reading.catalog.base
        == "http://purl.org/0/"
    )


def test_a_part_of_a_known_vocabulary_gives_no_base(tmp_path: Path) -> None:
    terms = "".join(f"<http://schema.org/T{at}> a <http://e/C> .\n" for at in range(9))
    own = "".join(f"<http://e.org/b/{at}> a <http://e/C> .\n" for at in range(4))
    (tmp_path / "s.ttl").write_text(terms + own, "utf-8")
    base = check(bundle((tmp_path / "s.ttl",))).reading.catalog.base
    assert base == "http://e.org/b/"


def test_a_known_vocabulary_that_is_published_itself_gives_its_base(
    tmp_path: Path,
) -> None:
    terms = "".join(f"<http://schema.org/T{at}> a <http://e/C> .\n" for at in range(9))
    own = "<http://e.org/b/1> a <http://e/C> .\n"
    (tmp_path / "s.ttl").write_text(terms + own, "utf-8")
    base = check(bundle((tmp_path / "s.ttl",))).reading.catalog.base
    assert base == "http://schema.org/"


def test_a_cube_gives_its_title_and_what_rights_there_are(tmp_path: Path) -> None:
    said = """@prefix qb: <http://purl.org/linked-data/cube#> . @prefix : <https://e.org/c/> .
        :d a qb:DataSet ; <http://www.w3.org/2000/01/rdf-schema#label> "Fires" ;
          <http://purl.org/dc/terms/rights> <http://www.opendefinition.org/licenses/odc-by> .
        :o a qb:Observation ; qb:dataSet :d ."""
    (tmp_path / "cube.ttl").write_text(said, "utf-8")
    catalog = check(bundle((tmp_path / "cube.ttl",))).reading.catalog
    assert (catalog.title, catalog.license) == (
        "Fires",
        "http://www.opendefinition.org/licenses/odc-by",
    )


@pytest.mark.parametrize(
    ("said", "makers"),
    [
        ('dc:creator "Bob" ; dc:creator "Ann"', ("Ann", "Bob")),
        ("dcterms:creator <https://e.org/ann>", ("Ann",)),
        ("dcterms:creator <https://e.org/none>", ("e.org/none",)),
        ('schema:author [ schema:name "Cy" ]', ("Cy",)),
        ("schema:author [ a schema:Person ]", ()),
        ('dcterms:publisher "An institute"', ("An institute",)),
        ('dc:creator "Bob" ; dcterms:publisher "An institute"', ("Bob",)),
        ('dc:contributor "Dee"', ()),
        (
            'schema:author [ schema:givenName "Cy" ; schema:familyName "Keel" ]',
            ("Cy Keel",),
        ),
        ("dcterms:publisher <https://e.org/office>", ("Harbour office",)),
        ("dcterms:publisher <https://e.org/xl>", ("Office of boats",)),
        ("dcterms:creator <https://e.org/ltd>", ("Boats Ltd",)),
        ('dcterms:creator "Amt"@de , "Office"@en , "Bureau"@fr', ("Amt",)),
        (
            'dcterms:creator "Amt"@de , "Werft"@de , "Office"@en',
            ("Amt", "Office", "Werft"),
        ),
    ],
)
def test_who_made_files_is_drawn_from_what_they_say(
    said: str, makers: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "v.ttl").write_text(
        f"""@prefix dc: <http://purl.org/dc/elements/1.1/> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix schema: <https://schema.org/> .
        @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
        @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
        <https://e.org/v/> a <http://www.w3.org/2002/07/owl#Ontology> ; {said} ;
            dcterms:title "Boote"@de .
        <https://e.org/office> vcard:fn "Harbour office" .
        <https://e.org/ltd> schema:legalName "Boats Ltd" .
        <https://e.org/xl> xl:prefLabel [ xl:literalForm "Office of boats" ] .
        <https://e.org/ann> <http://xmlns.com/foaf/0.1/name> "Ann" .""",
        "utf-8",
    )
    reading = check(bundle((tmp_path / "v.ttl",))).reading
    assert reading.catalog.creators == makers
    assert any(one.startswith("Made by: ") for one in reading.choices) == bool(makers)


def test_a_dump_names_its_makers_as_the_citation_does(tmp_path: Path) -> None:
    (tmp_path / "v.ttl").write_text(
        """@prefix dcterms: <http://purl.org/dc/terms/> .
        <https://e.org/v/> a <http://www.w3.org/2002/07/owl#Ontology> ;
            dcterms:title "Boats" ; dcterms:creator <https://e.org/ann> .
        <https://e.org/ann> <http://xmlns.com/foaf/0.1/name> "Ann" .""",
        "utf-8",
    )
    release = build(bundle((tmp_path / "v.ttl",)), tmp_path / "releases")
    head = release.dump(TURTLE).read_text("utf-8")[:2000]
    assert "Name as its source: Ann, Boats" in head


def test_a_lexicon_gives_its_title_and_what_it_is(tmp_path: Path) -> None:
    said = """@prefix lime: <http://www.w3.org/ns/lemon/lime#> .
        @prefix schema: <https://schema.org/> .
        <https://e.org/lex/it> a lime:Lexicon ; schema:name "Greek loanwords" ;
          schema:description "Words that Latin took from Greek." .
        <https://e.org/lex/abacus> a lime:LexicalEntry ."""
    (tmp_path / "l.ttl").write_text(said, "utf-8")
    built = check(bundle((tmp_path / "l.ttl",)))
    assert built.reading.catalog.title == "Greek loanwords"
    told = {str(quad.object) for quad in built.reading.shared}
    assert '"Words that Latin took from Greek."' in told


def test_files_without_a_catalog_get_one_that_is_drawn_from_them(
    tmp_path: Path,
) -> None:
    said = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <https://example.org/v/> a owl:Ontology ; dcterms:title "Boote"@de , "Boats"@en ;
            owl:versionInfo "2.1" ; dcterms:issued "2020-02-01T00:00:00Z" .
        <https://example.org/v/Boat> a owl:Class ; dcterms:title "Boat"@en , "Kahn"@en ."""
    (tmp_path / "boats.ttl").write_text(said, "utf-8")
    found = check(bundle((tmp_path / "boats.ttl",))).reading
    catalog = found.catalog
    assert (catalog.title, catalog.base) == ("Boats", "https://example.org/v/")
    assert (catalog.version, catalog.issued) == ("2.1", "2020-02-01")
    assert (catalog.name, catalog.license) == ("boats", "")
    assert any(choice.startswith("Licence: none is stated") for choice in found.choices)


@pytest.mark.parametrize(
    "by",
    [
        "https://purl.org/dc/elements/1.1/title",
        f"{DC}"[:-1] + "title",
        f"{DC}title:",
        "dc11:title",
    ],
)
def test_a_title_by_a_misspelt_property_is_none_and_that_is_told(
    by: str, tmp_path: Path
) -> None:
    said = f"""<https://example.org/v/boats> a {OWL("Ontology")} ; <{by}> "Boats" ."""
    (tmp_path / "fleet.ttl").write_text(said, "utf-8")
    drawn = check(bundle((tmp_path / "fleet.ttl",))).reading
    assert drawn.catalog.title == "fleet"
    (told,) = [one for one in drawn.choices if one.startswith("Title:")]
    assert f"as {by} is no title: http://purl.org/dc/" in told


@pytest.mark.parametrize(
    ("second", "title"),
    [
        ("", "Kinds of boats"),
        ('e:two a skos:ConceptScheme ; skos:prefLabel "B" .', "boats"),
    ],
)
def test_one_of_several_schemes_of_concepts_is_not_the_whole(
    tmp_path: Path, second: str, title: str
) -> None:
    said = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix e: <https://example.org/v/> .
        e:otto a e:Boat ; e:kind e:ketch . e:ketch skos:inScheme e:one .
        e:one a skos:ConceptScheme ; skos:prefLabel "Kinds of boats" . {second}"""
    (tmp_path / "boats.ttl").write_text(said, "utf-8")
    assert check(bundle((tmp_path / "boats.ttl",))).reading.catalog.title == title


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ("", "Boats of 2010"),
        ("b:otto dcterms:title 'Otto' . b:table void:triples 2 .", "Boats of 2010"),
        ("b:table a b:Photo .", "boats"),
        ("b:otto dcterms:title 'Otto' ; dcterms:license b:free .", "boats"),
    ],
)
def test_the_only_dataset_that_is_told_of_without_a_kind_is_the_whole(
    tmp_path: Path, more: str, title: str
) -> None:
    said = f"""@prefix e: <https://example.org/v/> . @prefix void: <http://rdfs.org/ns/void#> .
        @prefix b: <https://example.org/about/> . @prefix dcterms: <http://purl.org/dc/terms/> .
        b:table {{ e:otto e:name "Otto" . e:ida e:name "Ida" . }}
        b:table dcterms:title "Boats of 2010" ; dcterms:license b:cc0 .
        {more}"""
    (tmp_path / "boats.trig").write_text(said, "utf-8")
    catalog = check(bundle((tmp_path / "boats.trig",))).reading.catalog
    assert catalog.title.casefold() == title.casefold()
    assert (catalog.license.endswith("cc0")) is (title == "Boats of 2010")


def test_files_without_rdf_are_a_fault_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes", "utf-8")
    with pytest.raises(InvalidInput) as told:
        check(bundle((tmp_path,)))
    assert "notes.md: is left out: .md is no format of RDF" in str(told.value)
    assert "holds no RDF that can be published" in str(told.value)


def test_the_claims_of_others_are_no_business_of_ours(place: Path) -> None:
    put(place, "d.ttl", f"<https://example.org/r/claim/x> a {MILL} .")
    assert built(place).warnings == []


def test_a_text_beyond_the_parsers_bound_is_a_fault_with_its_line(place: Path) -> None:
    put(place, "long.ttl", f'{MILL} a <urn:b> .\n{MILL} <urn:c> "{"x" * (17 << 20)}" .')
    (fault,) = faults(place)
    assert (fault.file, fault.line) == ("dataset/long.ttl", 2)
    assert fault.message.startswith("holds a name or text of more than 16 MiB")


def built_within(size: int, releases: Path) -> "subprocess.CompletedProcess[str]":
    """A build for which each file of more bytes fails, as on a disk that is full."""

    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "diplomatica", "build", str(SMALL), "--draft"]
    return subprocess.run(
        [*command, "--output", str(releases), "--jobs", "1"],
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=narrow,
        env={**os.environ, "TMPDIR": str(releases.parent)},
    )


def test_a_full_disk_is_told_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    whole = build(Folder(SMALL), tmp_path / "whole", is_draft=True)
    done = built_within(whole.dump(NQUADS).stat().st_size - 1, releases)
    assert done.returncode == 1
    assert "the release could not be written: File too large" in done.stderr
    assert not list(releases.iterdir())


def test_a_full_folder_for_files_of_the_time_is_told(tmp_path: Path) -> None:
    done = built_within(50_000, tmp_path / "releases")
    assert done.returncode == 1
    assert "statements could not be kept there for the time: File too" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_class_without_an_iri_is_no_class_of_the_catalog(place: Path) -> None:
    put(
        place,
        "boats.ttl",
        "@prefix e: <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "e:otto a [ ] ; e:near e:anna .\n"
        "e:anna a e:Boat, [ a owl:Restriction ; owl:onProperty e:near ; "
        "owl:someValuesFrom e:Boat ] .",
    )
    found = built(place)
    boat, kind = NamedNode("https://example.org/Boat"), VOID("class")
    parts = {one.object for one in found.triples if one.predicate == kind}
    assert boat in parts
    assert all(isinstance(one, NamedNode) for one in parts)
