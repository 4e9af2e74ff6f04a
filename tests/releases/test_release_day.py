"""The day of a release: its own, and not that on which the first one was issued."""

import re
from pathlib import Path

import pytest

from conftest import append
from diplomatica.cli.bringing.raised import as_before
from diplomatica.model.dataset.catalog import day_of_release
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.formats import NQUADS
from diplomatica.model.vocabulary import ADMS
from diplomatica.pipeline.building import build
from diplomatica.pipeline.intake.intake import read_folder
from versions import numbered

FIRST, LATER, OWN = "2026-09-24", "2026-10-24", "2026-10-30"
RELEASE = "https://w3id.org/diplomatica/release/0.2.0"


@pytest.mark.parametrize(
    ("modified", "own", "day"),
    [
        ([], [], FIRST),
        ([LATER], [], LATER),
        (["2026-08-01"], [], FIRST),
        ([f"{LATER}T10:00:00Z"], [], LATER),
        ([LATER], [OWN], OWN),
        (["some day"], [], FIRST),
    ],
)
def test_a_release_has_its_own_day(
    modified: list[str], own: list[str], day: str
) -> None:
    assert day_of_release(FIRST, modified, own) == day


def test_what_is_no_day_is_not_hidden_by_a_later_one() -> None:
    assert day_of_release("2026-1-1", [LATER], []) == "2026-1-1"


def test_the_day_of_a_release_is_in_its_data(folder: Path, tmp_path: Path) -> None:
    catalog = folder / "dataset" / "catalog.ttl"
    told = catalog.read_text("utf-8")
    modified = 'dcterms:modified "2026-11-24"'
    assert modified in told
    catalog.write_text(told.replace(modified, 'dcterms:modified "2026-12-24"'), "utf-8")
    release = build(numbered(folder, "0.2.0"), tmp_path / "releases")
    assert release.issued == "2026-12-24"
    assert days_of(release.dump(NQUADS).read_text("utf-8")) == {"2026-12-24"}


def test_a_day_that_a_release_states_is_its_only_one(
    folder: Path, tmp_path: Path
) -> None:
    stated = f'<{RELEASE}> dcterms:issued "2026-12-30"^^xsd:date .'
    append(folder / "dataset" / "catalog.ttl", f"\n{stated}\n")
    release = build(numbered(folder, "0.2.0"), tmp_path / "releases")
    assert release.issued == "2026-12-30"
    assert days_of(release.dump(NQUADS).read_text("utf-8")) == {"2026-12-30"}


def test_a_version_that_was_raised_alone_is_told(folder: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    build(Folder(folder), releases)
    assert list(as_before(read_folder(Folder(folder)), releases)) == []
    raised = read_folder(numbered(folder, "0.2.0"))
    day, notes = as_before(raised, releases)
    assert day.message == "0.2.0 has the day of 0.1.0, 2026-11-24"
    assert notes.advice == f"state <{RELEASE}> adms:versionNotes"
    noted = f'<{RELEASE}> {ADMS("versionNotes")} "More."@en ; dcterms:issued "{OWN}"^^xsd:date .'
    append(folder / "dataset" / "catalog.ttl", f"\n{noted}\n")
    assert list(as_before(read_folder(Folder(folder)), releases)) == []


def days_of(quads: str) -> set[str]:
    """The days that the data states of the release."""
    issued = "<http://purl.org/dc/terms/issued>"
    return set(re.findall(f'<{RELEASE}> {issued} "([^"]*)"', quads))
