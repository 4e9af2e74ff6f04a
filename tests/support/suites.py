"""W3C's test suites, where they are at hand: beside the project, and never a part of it."""

import csv
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.pipeline.files.source import Source

BESIDE = PACKAGED.parent / "shared" / "suites"
SUITES = Path(os.environ.get("SUITES") or BESIDE)
ABSENT = pytest.mark.skipif(not SUITES.is_dir(), reason="W3C's suites are not at hand")


def files(pattern: str) -> list[Path]:
    """The files of the suites that match; none where they are not at hand."""
    return sorted(SUITES.glob(pattern))


def _deviations() -> dict[str, str]:
    table = Path(__file__).parents[1] / "conformance" / "deviations.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["case"]: row["why"] for row in csv.DictReader(rows)}


DEVIATIONS = _deviations()
"""The cases that are known to come out otherwise, each with why."""

Case = TypeVar("Case")
Judge = Callable[[str, bool], None]
"""Takes down how a case went, for the table of conformance."""


def by_group(cases: Mapping[str, Case]) -> dict[str, dict[str, Case]]:
    """Cases by the folder that they lie in: each is named suite/group/name."""
    groups: dict[str, dict[str, Case]] = {}
    for name, case in cases.items():
        groups.setdefault(name.rpartition("/")[0], {})[name] = case
    return groups


def surprising(
    cases: Mapping[str, Case], fault_of: Callable[[Case], str], judge: Judge
) -> dict[str, str]:
    """The cases that come out otherwise than is known of them, each with how.

    One that fails where none is known to deviate is among them, and one that passes
    where it is known to fail.
    """
    found = {name: _surprise(name, case, fault_of) for name, case in cases.items()}
    for name, surprise in found.items():
        judge(name, not surprise)
    return {name: surprise for name, surprise in found.items() if surprise}


def _surprise(name: str, case: Case, fault_of: Callable[[Case], str]) -> str:
    try:
        fault = fault_of(case)
    except Exception as error:  # of one case, which must not hide the others
        return repr(error)
    if name in DEVIATIONS:
        return "" if fault else "it passes: take it off deviations.csv"
    return fault


def fault_of_reading(
    source: Source, is_meant: Callable[[], bool], *, is_negative: bool
) -> str:
    """How a document is read otherwise than W3C wants; "" where it is not."""
    if is_negative:
        return "" if source.faults and not source.was_parsed else "it was taken"
    if source.faults:
        return f"it was refused: {source.faults}"
    return "" if is_meant() else "something else was read"
