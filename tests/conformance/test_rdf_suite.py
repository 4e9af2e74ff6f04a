"""W3C's suites of RDF 1.1 syntax, through the reading of files and the writing of every
format.

A positive case is read, as what W3C wants where it says so, and is the same again when
it was written in each format; a negative one is told as a fault.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from conftest import BASE
from diplomatica.model.formats import RDFXML, READ, Format
from diplomatica.model.iris import Iris
from diplomatica.model.serialization import document_bytes
from diplomatica.model.vocabulary import RDF, Vocabulary
from diplomatica.pipeline.files.source import FILE_FORMATS, Source, read
from diplomatica.pipeline.files.xmlforms import unfit_for_xml
from diplomatica.pipeline.storing.kept import pieces_of
from suites import ABSENT, SUITES, Judge, by_group, fault_of_reading, files, surprising

TESTS = SUITES / "rdf-tests" / "rdf" / "rdf11"
HOME = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
MF = Vocabulary("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
KINDS = Vocabulary("http://www.w3.org/ns/rdftest#")


@dataclass(frozen=True)
class Case:
    """One case: its kind, the file to be read and the one that says what is to be read in it."""

    name: str
    kind: str
    action: Path
    result: Path | None

    @property
    def base(self) -> str:
        return HOME + self.action.relative_to(TESTS).as_posix()

    @property
    def is_negative(self) -> bool:
        return "Negative" in self.kind

    def read(self) -> Source:
        return read(self.action, self.action.name, "case-", self.base)


def cases(manifest: Path) -> Iterator[Case]:
    home = HOME + manifest.relative_to(TESTS).as_posix()
    said: dict[tuple[object, object], object] = {}
    for quad in parse(path=manifest, format=RdfFormat.TURTLE, base_iri=home):
        said[quad.subject, quad.predicate] = quad.object
    for (subject, predicate), kind in said.items():
        if (
            predicate == RDF("type")
            and isinstance(kind, NamedNode)
            and kind.value.startswith(KINDS)
        ):
            assert isinstance(subject, NamedNode)
            name = subject.value.rpartition("#")[2]
            action, result = (
                file_of(said.get((subject, MF(key)))) for key in ("action", "result")
            )
            assert action
            yield Case(
                f"rdf11/{manifest.parent.name}/{name}",
                kind.value.removeprefix(KINDS),
                action,
                result,
            )


def file_of(iri: object) -> Path | None:
    return TESTS / iri.value.removeprefix(HOME) if isinstance(iri, NamedNode) else None


CASES = {
    case.name: case
    for path in files("rdf-tests/rdf/rdf11/*/manifest.ttl")
    for case in cases(path)
}
GROUPS = by_group(CASES)


def canonical(quads: Iterable[Quad]) -> set[str]:
    """The quads with canonical labels (RDF Dataset Canonicalization 1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def wanted(case: Case) -> set[str]:
    assert case.result
    return canonical(parse(path=case.result, format=FILE_FORMATS[case.result.suffix]))


def again(source: Source, form: Format) -> set[str]:
    """What is read once the quads were written in a format."""
    body = document_bytes(source.quads, [], form, Iris(BASE))
    return canonical(parse(body, format=form.rdf))


def meant(source: Source) -> dict[str, set[str]]:
    """What a format of triples must hold, and one of quads.

    The default graph is the merge; a format of quads has the named graphs besides.
    """
    merge = [Quad(*quad.triple) for quad in source.quads]
    named = [
        quad for quad in source.quads if not isinstance(quad.graph_name, DefaultGraph)
    ]
    whole = canonical(merge)
    return {"triples": whole, "quads": canonical([*merge, *named]) if named else whole}


@ABSENT
def test_there_are_cases_of_every_syntax() -> None:
    assert len(CASES) == 992
    assert {group.partition("/")[2] for group in GROUPS} == {
        "rdf-n-quads",
        "rdf-n-triples",
        "rdf-trig",
        "rdf-turtle",
        "rdf-xml",
    }


def fault_of(case: Case) -> str:
    """How a case comes out otherwise than W3C wants."""
    source = case.read()

    def is_meant() -> bool:
        return case.result is None or canonical(source.quads) == wanted(case)

    return fault_of_reading(source, is_meant, is_negative=case.is_negative)


@pytest.mark.parametrize("group", GROUPS)
def test_the_cases_of_w3c_come_out_as_they_say(group: str, judge: Judge) -> None:
    """What is known to come out otherwise is read rightly, but for two, and refused."""
    assert surprising(GROUPS[group], fault_of, judge) == {}


def forms_of_others(case: Case) -> list[str]:
    """The formats in which what was read is something else."""
    source = case.read()
    must = meant(source)
    can = [
        one
        for one in READ
        if one is not RDFXML or not unfit_for_xml(pieces_of(source.quads))
    ]
    return [one.name for one in can if again(source, one) != must[one.holds]]


@pytest.mark.parametrize("group", GROUPS)
def test_what_was_read_is_the_same_in_every_format(group: str) -> None:
    positive = {name: one for name, one in GROUPS[group].items() if not one.is_negative}
    odd = {name: forms_of_others(case) for name, case in positive.items()}
    assert {name: forms for name, forms in odd.items() if forms} == {}


@ABSENT
def test_what_rdf_xml_cannot_hold_is_told_apart() -> None:
    """A release of one of these goes without RDF/XML, and says so."""
    positive = [case for case in CASES.values() if not case.is_negative]
    unfit = {
        case.name for case in positive if unfit_for_xml(pieces_of(case.read().quads))
    }
    assert len(unfit) == 36
    assert "rdf11/rdf-turtle/literal_with_BACKSPACE" in unfit
    assert "rdf11/rdf-xml/rdf-ns-prefix-confusion-test0006" in unfit
