"""Releases that are one but for a number, and a link that leads to one of them."""

import shutil
from pathlib import Path

import pytest

from built import history_once, of_run
from conftest import SMALL, append
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from versions import numbered

ATLANTIS = """
:atlantis a dip:State ; rdfs:label "Atlantis {0}"@en ; skos:altLabel "Isle of Atlantis {0}"@en .
"""


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """Three releases: in each of them Atlantis is called by its number."""
    return history_once(of_run(tmp_path_factory) / "variants", built_by_number)


def built_by_number(place: Path) -> list[Release]:
    """Build the three below a folder."""
    folder = shutil.copytree(SMALL, place / "folder")
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    names = folder / "dataset" / "names.ttl"
    plain, found = names.read_text("utf-8"), []
    for number in range(3):
        names.write_text(plain, "utf-8")
        append(names, ATLANTIS.format(number))
        data = numbered(folder, f"0.1.{number}")
        found.append(build(data, place / "releases"))
    return found


class Followed:
    """A link to one of several releases, and copies that may be spoilt."""

    def __init__(self, folder: Path, variants: list[Release]) -> None:
        self.copies = [folder / str(number) for number in range(3)]
        for copy, release in zip(self.copies, variants, strict=True):
            shutil.copytree(release.folder, copy)
        self.link = folder / "latest"
        self.checksums = [release.checksum for release in variants]

    def lead_to(self, number: int) -> None:
        """Put the link to another of the copies, at once."""
        fresh = self.link.with_name("fresh")
        fresh.symlink_to(self.copies[number])
        fresh.rename(self.link)
