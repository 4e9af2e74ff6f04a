"""Files whose names belie what they are written in: read as that, or told what they are."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.model.vocabulary import RDF, RDFS
from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought

MILL = NamedNode("https://example.org/mill")
FACT = Quad(MILL, RDFS("label"), Literal("Mühle"))
TURTLE = f'# a comment\n@prefix r: <{RDFS}> .\n<{MILL.value}> r:label "Mühle" .'
SPARQL_STYLE = f'PREFIX r: <{RDFS}>\n<{MILL.value}> r:label "Mühle" .'
LINES = f'<{MILL.value}> <{RDFS("label").value}> "Mühle" .'
IN_GRAPH = f'<https://example.org/g> {{ <{MILL.value}> {RDFS("label")} "Mühle" }}'
QUAD = f'<{MILL.value}> {RDFS("label")} "Mühle" <https://example.org/g> .'
IN_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:rdfs="{RDFS}">
  <rdf:Description rdf:about="{MILL.value}"><rdfs:label>Mühle</rdfs:label></rdf:Description>
</rdf:RDF>"""
WITH_ENTITIES = IN_XML.replace(
    "<rdf:RDF", '<!-- mills -->\n<!DOCTYPE rdf:RDF [\n<!ENTITY x "y">\n]>\n<rdf:RDF', 1
)
IN_JSON = json.dumps({"@id": MILL.value, RDFS("label").value: "Mühle"})
FUNCTIONAL = "Prefix(:=<https://example.org/>)\nOntology(<https://example.org/o>\n)"
MANCHESTER = "Prefix: : <https://example.org/>\nOntology: <https://example.org/o>"
OWL_XML = (
    '<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"'
    ' ontologyIRI="https://example.org/o"/>'
)
OBO = "format-version: 1.2\nontology: mills\n"
PAGE = "<!DOCTYPE html>\n<html><title>Mills</title></html>"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"


def read(folder: Path, name: str, said: str | bytes) -> Brought:
    """What is read of one file."""
    file = folder / name
    file.write_bytes(said if isinstance(said, bytes) else said.encode())
    return read_brought({file: name}, None)


@pytest.mark.parametrize(
    ("name", "said", "syntax", "better"),
    [
        ("mill.owl", TURTLE, "Turtle", "mill.ttl"),
        ("mill.rdf", SPARQL_STYLE, "Turtle", "mill.ttl"),
        ("mill.xml", LINES, "Turtle", "mill.ttl"),
        ("mill.jsonld", TURTLE, "Turtle", "mill.ttl"),
        ("mill.json", LINES, "Turtle", "mill.ttl"),
        ("mill.nt", TURTLE, "Turtle", "mill.ttl"),
        ("mill.nq", TURTLE, "Turtle", "mill.ttl"),
        ("mill.ttl", IN_XML, "RDF/XML", "mill.rdf"),
        ("mill.nt", WITH_ENTITIES, "RDF/XML", "mill.rdf"),
        ("mill.ttl", IN_JSON, "JSON-LD", "mill.jsonld"),
        ("mill.rdf", IN_JSON, "JSON-LD", "mill.jsonld"),
    ],
)
def test_a_file_is_read_as_what_it_is_written_in_and_that_is_told(
    name: str, said: str, syntax: str, better: str, tmp_path: Path
) -> None:
    brought = read(tmp_path, name, said)
    assert (brought.faults, brought.left_out) == ([], [])
    assert list(brought.sources[0].quads) == [FACT]
    assert [(hint.message, hint.advice) for hint in brought.hints] == [
        (
            f"is written in {syntax}, and read so, though it is called otherwise",
            f"call it {better}: others go by the name",
        )
    ]


@pytest.mark.parametrize(
    ("name", "said", "better"),
    [("mill.ttl", IN_GRAPH, "mill.trig"), ("mill.nt", QUAD, "mill.nq")],
)
def test_a_file_of_quads_may_be_named_as_one_of_triples(
    name: str, said: str, better: str, tmp_path: Path
) -> None:
    brought = read(tmp_path, name, said)
    (quad,) = brought.sources[0].quads
    assert quad.triple == FACT.triple
    assert quad.graph_name == NamedNode("https://example.org/g")
    assert better in brought.hints[0].advice


def test_a_file_of_notation3_with_formulas_is_no_trig(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, "mill.n3", IN_GRAPH).faults
    assert fault.advice.startswith("of Notation3 only what is Turtle is read")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mill.ttl", TURTLE),
        ("mill.trig", TURTLE),
        ("mill.n3", SPARQL_STYLE),
        ("mill.nt", LINES),
        ("mill.nq", QUAD),
        ("mill.owl", IN_XML),
        ("mill.rdf", WITH_ENTITIES),
        ("mill.json", IN_JSON),
    ],
)
def test_of_a_file_that_is_what_its_name_says_nothing_is_told(
    name: str, said: str, tmp_path: Path
) -> None:
    brought = read(tmp_path, name, said)
    assert (len(brought.sources), brought.hints) == (1, [])


@pytest.mark.parametrize(
    ("name", "said", "what", "advice"),
    [
        ("mill.owl", FUNCTIONAL, "OWL's functional syntax", "robot convert"),
        ("mill.owl", MANCHESTER, "OWL's Manchester syntax", "robot convert"),
        ("mill.owl", OWL_XML, "OWL/XML", "--input mill.owl --output mill.ttl"),
        ("mill.ttl", OBO, "the format of OBO", "robot convert"),
        ("mill.rdf", PAGE, "HTML", "it is a page"),
        ("mill.ttl", POINTER, "a pointer of Git LFS", "git lfs pull"),
    ],
)
def test_what_is_no_rdf_is_called_by_its_name(
    name: str, said: str, what: str, advice: str, tmp_path: Path
) -> None:
    (fault,) = read(tmp_path, name, said).faults
    assert (fault.line, fault.message) == (1, f"is {what}, and no RDF")
    assert advice in fault.advice


@pytest.mark.parametrize(
    ("name", "said", "reason"),
    [
        (
            "mill.txt",
            TURTLE,
            "is no format of RDF; it looks like Turtle: call it mill.ttl",
        ),
        (
            "mill",
            IN_XML,
            "a name without a suffix is no format of RDF; it looks like RDF/XML",
        ),
        ("mill.obo", OBO, "the format of OBO is no RDF: write it as RDF first"),
        ("mill.ofn", FUNCTIONAL, "robot convert --input mill.ofn --output mill.ttl"),
        ("mill.txt", "Mills grind.", ".txt is no format of RDF"),
        ("mill.geojson", '{"type": "Feature"}', "left out: it is JSON without RDF"),
    ],
)
def test_a_file_left_out_for_its_name_tells_what_would_help(
    name: str, said: str, reason: str, tmp_path: Path
) -> None:
    (left_out,) = read(tmp_path, name, said).left_out
    assert reason in left_out.message


def zipped(data: bytes) -> bytes:
    """An archive with one file of these bytes."""
    path = Path("mill.owl")
    with zipfile.ZipFile("mill.zip", "w") as archive:
        archive.writestr(str(path), data)
    return Path("mill.zip").read_bytes()


@pytest.mark.parametrize(
    ("name", "pack"), [("mill.owl.gz", gzip.compress), ("mills.zip", zipped)]
)
def test_so_it_is_with_packed_files(
    name: str,
    pack: Callable[[bytes], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    brought = read(tmp_path, name, pack(TURTLE.encode()))
    assert list(brought.sources[0].quads) == [FACT]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_read_and_that_is_told(order: str, tmp_path: Path) -> None:
    brought = read(tmp_path, "mill.ttl", f"\N{BYTE ORDER MARK}{TURTLE}".encode(order))
    assert list(brought.sources[0].quads) == [FACT]
    assert [hint.message for hint in brought.hints] == [
        "is written in UTF-16, and read so"
    ]


def test_a_letter_in_another_encoding_is_named(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, "mill.ttl", TURTLE.encode("cp1252")).faults
    assert (fault.line, fault.message) == (
        3,
        f"byte {TURTLE.index('ü')} is not UTF-8; it would be “ü” in Windows-1252",
    )


def test_a_context_alone_is_told_as_that(tmp_path: Path) -> None:
    said = json.dumps({"@context": {"label": RDFS("label").value}})
    (left_out,) = read(tmp_path, "terms.jsonld", said).left_out
    assert left_out.message == (
        "is left out: it is a context of JSON-LD, and states nothing; "
        "--context ADDRESS=FILE gives it to what names it"
    )


def test_a_large_file_is_read_piece_by_piece_by_what_it_is(tmp_path: Path) -> None:
    more = (f'<{MILL.value}> <{RDFS}n> "{at:06}" .\n' for at in range(30_000))
    brought = read(tmp_path, "mills.owl", TURTLE + "\n" + "".join(more))
    assert len(brought.sources[0].quads) == 30_001
    assert len(brought.hints) == 1
