"""W3C's suite of JSON-LD 1.1, as far as documents are read as RDF, through the reading of files.

What a context names at other addresses of the suite is given as files, as whoever brings
such a document gives it: nothing is fetched.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    RdfFormat,
    parse,
)

from diplomatica.model.dataset.folder import LARGEST
from diplomatica.pipeline.files.bringing.packed import documents
from diplomatica.pipeline.files.bringing.readdocument import read_document
from diplomatica.pipeline.files.jsonld.contexts import ContextFile, Contexts
from diplomatica.pipeline.files.source import Source
from suites import SUITES, Judge, by_group, fault_of_reading, surprising

TESTS = SUITES / "json-ld-api" / "tests"
MANIFEST = TESTS / "toRdf-manifest.jsonld"
HOME = "https://w3c.github.io/json-ld-api/tests/"


@dataclass(frozen=True)
class Case:
    """One case: the document to be read, and the file that says what is to be read in it."""

    told: dict[str, Any]

    @property
    def name(self) -> str:
        return f"jsonld11/toRdf/{self.told['@id'].removeprefix('#')}"

    @property
    def base(self) -> str:
        return str(self._options.get("base", HOME + self.told["input"]))

    @property
    def is_negative(self) -> bool:
        return "jld:NegativeEvaluationTest" in self.told["@type"]

    @property
    def is_of_1_0(self) -> bool:
        """Whether it is of JSON-LD 1.0 alone: W3C wants it passed over."""
        return "json-ld-1.0" in self._options.values()

    @property
    def _options(self) -> dict[str, object]:
        options: dict[str, object] = self.told.get("option", {})
        return options

    def read(self) -> Source:
        (document,) = documents(self._input, self._input.name, LARGEST)
        return read_document(document, self.base, Contexts(GIVEN, self._beside))

    def wanted(self) -> set[str] | None:
        if "expect" not in self.told:
            return None
        path = TESTS / self.told["expect"]
        return canonical(parse(path=path, format=RdfFormat.N_QUADS))

    @property
    def _input(self) -> Path:
        return TESTS / str(self.told["input"])

    def _beside(self, address: str) -> ContextFile | None:
        file = self._input.parent / address
        return _file(file) if file.exists() else None


def _file(path: Path) -> ContextFile:
    return ContextFile(path.name, path.read_text("utf-8"))


GIVEN = {
    HOME + path.relative_to(TESTS).as_posix(): _file(path)
    for path in TESTS.glob("toRdf/**/*context*.jsonld")
}


def cases() -> Iterable[Case]:
    if not MANIFEST.exists():
        return []
    every = map(Case, json.loads(MANIFEST.read_text("utf-8"))["sequence"])
    return [case for case in every if not case.is_of_1_0]


CASES = {case.name: case for case in cases()}
GROUPS = by_group(CASES)


def canonical(quads: Iterable[Quad]) -> set[str]:
    """The quads with canonical labels (RDF Dataset Canonicalization 1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def test_the_cases_are_those_of_1_1() -> None:
    assert len(CASES) == 448
    assert sum(case.is_negative for case in CASES.values()) > 90


def fault_of(case: Case) -> str:
    """How a case comes out otherwise than W3C wants."""
    source, wanted = case.read(), case.wanted()

    def is_meant() -> bool:
        return wanted is None or canonical(source.quads) == wanted

    return fault_of_reading(source, is_meant, is_negative=case.is_negative)


@pytest.mark.parametrize("group", GROUPS)
def test_the_cases_of_w3c_come_out_as_they_say(group: str, judge: Judge) -> None:
    assert surprising(GROUPS[group], fault_of, judge) == {}
