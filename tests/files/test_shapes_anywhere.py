"""Shapes run wherever they stand, and a class may be a shape."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.parser import parseQuery

from brought import CATALOG
from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.vocabulary import OWL, RDF
from diplomatica.pipeline.building import build, check

BOAT = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix v: <https://example.org/r/v#> .
v:Boat a owl:Class , sh:NodeShape ; rdfs:label "Boat"@en ; rdfs:comment "A vessel."@en ;
  sh:property [ sh:path v:length ; sh:minCount 1 ; sh:message "A boat has a length"@en ] .
"""
ASKING = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix v: <https://example.org/r/v#> .
v:Asked a sh:NodeShape ; sh:targetClass v:Boat ; sh:sparql [
  sh:message "A boat has a name"@en ;
  sh:select "SELECT $this { FILTER NOT EXISTS { $this <https://example.org/r/v#name> ?x } }" ] .
"""
DORY = "<https://example.org/r/id/dory> a <https://example.org/r/v#Boat> .\n"
LONG = "<https://example.org/r/id/dory> <https://example.org/r/v#length> 3 .\n"
CLASS = Triple(NamedNode("https://example.org/r/v#Boat"), RDF("type"), OWL("Class"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("dataset", "ontology"):
        (tmp_path / name).mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(CATALOG, "utf-8")
    return tmp_path


def faults(place: Path) -> list[Fault]:
    with pytest.raises(InvalidInput) as told:
        check(Folder(place))
    return told.value.faults


@pytest.mark.parametrize("name", ["shapes.ttl", "rules-of-mine.ttl"])
def test_a_shape_runs_whatever_its_file_is_called(name: str, place: Path) -> None:
    (place / "ontology" / name).write_text(BOAT, "utf-8")
    (place / "dataset" / "d.ttl").write_text(DORY, "utf-8")
    (fault,) = faults(place)
    assert (fault.file, fault.line) == ("dataset/d.ttl", 1)
    assert "A boat has a length" in fault.message


@pytest.mark.parametrize("name", ["shapes.ttl", "rules-of-mine.ttl"])
def test_a_class_that_is_a_shape_is_a_class(name: str, place: Path) -> None:
    (place / "ontology" / name).write_text(BOAT, "utf-8")
    (place / "dataset" / "d.ttl").write_text(DORY + LONG, "utf-8")
    built = check(Folder(place))
    assert built.warnings == []
    assert CLASS in built.triples


def test_a_query_in_a_shape_is_read_once_for_all_nodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noting(text: str) -> object:
        read.append(text)
        return parseQuery(text)

    monkeypatch.setattr(processor, "parseQuery", noting)
    boats = (DORY.replace("dory", f"dory-{number}") for number in range(9))
    (tmp_path / "boats.ttl").write_text("".join([ASKING, *boats]), "utf-8")
    assert len(check(bundle((tmp_path / "boats.ttl",))).warnings) == 9
    assert len(read) == 1


def test_shapes_among_brought_data_are_told_and_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "boats.ttl").write_text(BOAT + DORY, "utf-8")
    built = check(bundle((tmp_path / "boats.ttl",)))
    (warning,) = built.warnings
    assert warning.message == "A boat has a length"
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    assert "A boat has a length" in (release.folder / "validation.ttl").read_text()


def test_shapes_among_brought_data_that_cannot_be_run_are_told(tmp_path: Path) -> None:
    broken = BOAT.replace("sh:minCount 1", 'sh:minCount "x"')
    (tmp_path / "boats.ttl").write_text(broken + DORY, "utf-8")
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    ((what, why),) = release.left_out.items()
    assert what == "Shapes among the data"
    assert why.startswith("is left out: the shapes cannot be run")
    report = (release.folder / "validation.ttl").read_text()
    assert "Boat" not in report  # no shape of which it could say that it was met


CATALOGUED = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/r/Shape> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:message "Who?" ] .
<https://example.org/r/herons> a dcat:Dataset .
"""


def test_shapes_of_files_judge_the_files_and_not_the_catalog_drawn_from_them(
    tmp_path: Path,
) -> None:
    file = tmp_path / "herons.ttl"
    file.write_text(CATALOGUED, "utf-8")
    warned = check(bundle((file,))).warnings
    assert [str(one.focus) for one in warned] == ["<https://example.org/r/herons>"]
