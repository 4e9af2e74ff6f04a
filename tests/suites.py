"""W3C's test suites, where they are at hand: beside the project, and never a part of it."""

import csv
import os
from pathlib import Path

import pytest

from diplomatica.model.dataset.folder import PACKAGED

BESIDE = PACKAGED.parent / "shared" / "suites"
SUITES = Path(os.environ.get("SUITES") or BESIDE)
ABSENT = pytest.mark.skipif(not SUITES.is_dir(), reason="W3C's suites are not at hand")


def files(pattern: str) -> list[Path]:
    """The files of the suites that match; none where they are not at hand."""
    return sorted(SUITES.glob(pattern))


def _deviations() -> dict[str, str]:
    table = Path(__file__).parent / "conformance" / "deviations.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["case"]: row["why"] for row in csv.DictReader(rows)}


DEVIATIONS = _deviations()
"""The cases that are known to come out otherwise, each with why."""
