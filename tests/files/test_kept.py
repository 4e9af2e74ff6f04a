"""Files with much in them are read piece by piece, and what they say is kept on disk."""

import gzip
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.files.bringing import readdocument
from diplomatica.pipeline.files.xmlforms import unfit_for_xml
from diplomatica.pipeline.storing import kept
from diplomatica.pipeline.storing.stored import Quads

BOATS = """\
@prefix v: <https://example.org/v/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
v:all a skos:ConceptScheme ; skos:prefLabel "Boats"@en , "Boote"@de .
v:dory a v:Boat ; v:length "007"^^xsd:integer ; v:built "2020-02-31"^^xsd:date ;
  v:mast [ v:height 3.50 ; v:of _:yard ] ; v:beside <#near> .
_:yard v:crew ( v:anna v:olaf ) .
"""
GRAPHS = """\
<https://example.org/v/dory> <https://example.org/v/seen> "yes" _:log .
<https://example.org/v/dory> <https://example.org/v/seen> "no" <https://example.org/v/g> .
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "boats"
    folder.mkdir()
    (folder / "boats.ttl").write_bytes(b"\xef\xbb\xbf" + BOATS.encode())
    (folder / "log.nq.gz").write_bytes(gzip.compress(GRAPHS.encode()))
    return folder


def make_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let anything be much."""
    monkeypatch.setattr(kept, "IN_MEMORY", 1)
    monkeypatch.setattr(readdocument, "_SMALL", 0)


def written(place: Path, releases: Path) -> dict[str, bytes]:
    release = build(bundle((place,)), releases, is_draft=True).folder
    files = (file for file in release.rglob("*") if file.is_file())
    return {str(file.relative_to(release)): file.read_bytes() for file in files}


def test_what_is_kept_on_disk_gives_the_same_bytes(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = written(place, tmp_path / "first")
    make_small(monkeypatch)
    assert len(check(bundle((place,))).reading.large) == 2
    assert written(place, tmp_path / "second") == in_memory


def test_what_is_told_of_it_is_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = check(bundle((place,))).reading
    make_small(monkeypatch)
    after = check(bundle((place,))).reading
    assert after.hints == before.hints
    assert after.choices == before.choices
    assert any("“2020-02-31” is no xsd:date" in one.message for one in after.hints)


def test_a_fault_in_it_is_told_at_its_line(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_small(monkeypatch)
    (place / "boats.ttl").write_text(f"{BOATS}v:dory a .\n", "utf-8")
    with pytest.raises(InvalidInput) as told:
        check(bundle((place,)))
    assert [(fault.file, fault.line) for fault in told.value.faults] == [
        ("boats.ttl", 8)
    ]


@pytest.mark.parametrize(
    "odd", ["<<( v:a v:b v:c )>>", '"ship"@en--ltr', '"ship"@he--rtl ; a "boat"']
)
def test_what_rdf_1_1_does_not_have_is_a_fault_of_it_too(
    odd: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "boats.ttl").write_text(f"{BOATS}v:dory v:said {odd} .\n", "utf-8")
    with pytest.raises(InvalidInput) as before:
        check(bundle((place,)))
    make_small(monkeypatch)
    with pytest.raises(InvalidInput) as after:
        check(bundle((place,)))
    assert after.value.faults == before.value.faults


def test_its_file_goes_when_nobody_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "IN_MEMORY", 0)
    quads = kept.keep_quads([])
    assert isinstance(quads, Quads)
    file = quads.path
    assert file.is_file()
    del quads
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("C:\\bin", ""),
        ("one\ntwo \U0001f30d", ""),
        ("a\bb", "a text has the character U+0008"),
        ("\x0b", "a text has the character U+000B"),
        ("\ufffe", "a text has the character U+FFFE"),
    ],
)
def test_what_no_xml_can_hold_is_found_in_lines(text: str, told: str) -> None:
    boat, said = (NamedNode(f"https://example.org/v/{one}") for one in ("dory", "said"))
    quads = [Quad(boat, said, Literal(text), boat)]
    assert unfit_for_xml(kept.pieces_of(quads)) == told


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (RDF("li"), f"{RDF('li').value} stands there for rdf:_1, rdf:_2 and so on"),
        (RDF("about"), f"{RDF('about').value} is a word of its syntax"),
        (NamedNode("https://example.org/v/1"), "/v/1 ends in no name of XML"),
    ],
)
def test_why_no_xml_can_name_a_property_is_told(by: NamedNode, told: str) -> None:
    boat = NamedNode("https://example.org/v/dory")
    assert told in unfit_for_xml(kept.pieces_of([Quad(boat, by, boat)]))
