"""The vocabulary and the shapes, tested like code."""

import re
import tomllib
from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.vocabulary import DIP, OWL, RDF, RDFS, SH, SKOS
from diplomatica.pipeline.files.source import read
from ontologyterms import ONTOLOGY, TERMS

SHAPES = read(PACKAGED / "ontology" / "shapes.ttl", "", "urn:x:").quads


def values(
    quads: Iterable[Quad], subject: object, predicate: NamedNode
) -> list[object]:
    return [
        quad.object
        for quad in quads
        if quad.subject == subject and quad.predicate == predicate
    ]


def test_there_are_terms() -> None:
    assert len(TERMS) > 60


@pytest.mark.parametrize("term", sorted(map(str, TERMS)))
def test_every_term_has_a_label_a_definition_an_example_and_a_home(term: str) -> None:
    this = NamedNode(term[1:-1])
    for predicate in (RDFS("label"), RDFS("comment"), SKOS("example")):
        (value,) = values(ONTOLOGY, this, predicate)
        assert isinstance(value, Literal)
        assert value.language == "en"
    assert values(ONTOLOGY, this, RDFS("isDefinedBy")) == [NamedNode(f"{BASE}ontology")]


def test_every_term_that_the_code_speaks_of_is_declared() -> None:
    code = "".join(
        path.read_text("utf-8") for path in (PACKAGED / "server").rglob("*.py")
    )
    names = set(re.findall(r'\bDIP\("(\w+)"\)', code)) | set(
        re.findall(r"\bdip:(\w+)", code)
    )
    assert len(names) > 20
    assert {str(DIP(name)) for name in names} <= {str(term) for term in TERMS}


def test_classes_and_properties_are_named_as_is_usual() -> None:
    for term in TERMS:
        is_class = OWL("Class") in values(ONTOLOGY, term, RDF("type"))
        assert str(term).rpartition("#")[2][0].isupper() is is_class


def test_the_version_of_the_ontology_is_the_same_everywhere() -> None:
    this = NamedNode(f"{BASE}ontology")
    (version,) = values(ONTOLOGY, this, OWL("versionInfo"))
    assert isinstance(version, Literal)
    assert values(ONTOLOGY, this, OWL("versionIRI")) == [
        NamedNode(f"{BASE}ontology/{version.value}")
    ]


def test_the_version_of_the_release_is_the_same_everywhere(
    published_engine: Embedded,
) -> None:
    project = tomllib.loads((PACKAGED / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]["version"]
    citation = re.findall(
        r"^version: (.*)$", (PACKAGED / "CITATION.cff").read_text("utf-8"), re.MULTILINE
    )
    stated = published_engine.rows(
        "SELECT DISTINCT ?a ?b { ?d dcat:version ?a ; owl:versionInfo ?b ; a dcat:Dataset }"
    )
    assert [
        citation,
        [{name: str(value) for name, value in row.items()} for row in stated],
    ] == [
        [project],
        [{"a": f'"{project}"', "b": f'"{project}"'}],
    ]


def test_every_shape_has_a_message_that_ends_in_advice_or_needs_none() -> None:
    shapes = {quad.subject for quad in SHAPES if quad.object == SH("PropertyShape")}
    assert len(shapes) > 20
    for shape in shapes:
        (message,) = values(SHAPES, shape, SH("message"))
        assert isinstance(message, Literal)
        assert len(message.value.split()) >= 5


def test_shapes_speak_only_of_terms_that_are_declared() -> None:
    spoken = {
        term
        for quad in SHAPES
        for term in quad.triple
        if str(term).startswith(f"<{DIP}")
    }
    assert spoken <= TERMS


def test_the_packaged_folder_is_this_one() -> None:
    assert Folder().root == PACKAGED
    assert Folder().rules
