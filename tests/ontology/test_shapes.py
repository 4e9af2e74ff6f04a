"""Each shape is proven both ways: by data that conforms to it and by data that does not."""

import re
from pathlib import Path
from unittest import mock

import pytest
from pyoxigraph import RdfFormat, parse
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent

from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import SH
from diplomatica.pipeline.checking import settling, validation
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.checking.validation import validate
from diplomatica.pipeline.files.source import read

FILES = sorted((PACKAGED / "tests" / "ontology" / "shapes").glob("*.ttl"))
ONTOLOGY = [
    quad.triple
    for quad in read(PACKAGED / "ontology" / "diplomatica.ttl", "", "terms-").quads
]
SHAPES = [
    quad.triple
    for quad in read(PACKAGED / "ontology" / "shapes.ttl", "", "shapes-").quads
]
TARGETS = (SH("targetClass"), SH("targetSubjectsOf"))
NAMES = {
    text_of(triple.subject).rpartition("#")[2]
    for triple in SHAPES
    if triple.predicate in TARGETS
}


@pytest.fixture(scope="module")
def violations() -> list[Violation]:
    """All files in one graph, for each has a namespace of its own."""
    data = [
        quad.triple
        for path in FILES
        for quad in read(path, path.name, f"{path.stem}-").quads
    ]
    return validate([*data, *ONTOLOGY], SHAPES)


def messages(violations: list[Violation], file: str) -> set[str]:
    """What the shape that a file is named after says of its things."""
    shape = file.partition("-")[0]
    found = (
        one
        for one in violations
        if text_of(one.focus).startswith(f"https://example.org/{file}/")
    )
    return {
        one.message
        for one in found
        if text_of(one.shape).rpartition("#")[2].partition("-")[0] == shape
    }


def test_there_are_shapes_and_each_has_a_file_that_conforms_and_one_that_does_not() -> (
    None
):
    assert len(NAMES) > 80
    assert {
        path.stem.partition("-valid")[0] for path in FILES if "-valid" in path.stem
    } == NAMES
    assert {
        path.stem.partition("-invalid")[0] for path in FILES if "-invalid" in path.stem
    } == NAMES


def test_shapes_that_judged_one_part_judge_the_next_alike() -> None:
    """They are read once for all parts, and to judge changes nothing of them."""
    one, other = [path for path in FILES if "-invalid" in path.stem][:2]
    parts = [[quad.triple for quad in read(path, "").quads] for path in (one, other)]
    with mock.patch.object(validation, "_graph", wraps=validation._graph) as reading:
        first, _, again = [validate(parts[at], SHAPES) for at in (0, 1, 0)]
    assert first == again != []
    assert [call.args[0] for call in reading.mock_calls].count(tuple(SHAPES)) <= 1


def test_each_message_of_a_shape_is_expected_by_a_file() -> None:
    told = {
        text_of(triple.object) for triple in SHAPES if triple.predicate == SH("message")
    }
    parts = {
        "is no day of the calendar",
        "is no month of the calendar",
        "is no year",
        "is no day of a year",
    }
    parts |= {"has fewer than two of dip:party", "has no dip:party that is a dip:Group"}
    expected = {
        expectation(path.read_text("utf-8"))
        for path in FILES
        if "-invalid" in path.stem
    }
    assert told - parts == expected


def expectation(text: str) -> str:
    found = re.match(r"# expects: (.*)\n", text)
    assert found
    return found[1]


@pytest.mark.parametrize("file", [path.stem for path in FILES if "-valid" in path.stem])
def test_data_that_conforms_is_let_through(
    file: str, violations: list[Violation]
) -> None:
    assert messages(violations, file) == set()


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if "-invalid" in path.stem],
    ids=lambda path: path.stem,
)
def test_data_that_does_not_is_told_with_the_message(
    path: Path, violations: list[Violation]
) -> None:
    assert messages(violations, path.stem) == {expectation(path.read_text("utf-8"))}


NESTED = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix : <urn:x:> .
:House sh:targetClass :House ; sh:property [
  sh:path :street ; sh:property [ sh:path :name ; sh:minCount 1 ] ] .
:one a :House ; :street :long, :short .
:two a :House ; :street :long .
"""


def test_a_node_that_is_met_twice_is_reported_twice_as_by_pyshacl_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    triples = [quad.triple for quad in parse(NESTED, format=RdfFormat.TURTLE)]
    together = validate(triples, triples)
    assert [str(one.focus) for one in together] == [
        *["<urn:x:long>"] * 2,
        "<urn:x:short>",
    ]
    usual = settling._usual
    monkeypatch.setattr(PropertyConstraintComponent, settling._OF_ONE, usual)
    told = [(one.focus, one.path, one.message) for one in validate(triples, triples)]
    assert told == [(one.focus, one.path, one.message) for one in together]
