"""Folders that become other versions, and what was published of them one by one."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from built import history_once, of_run
from conftest import SMALL, append
from diplomatica.cli import main
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from edits import reword

NOTES = """
<https://w3id.org/diplomatica/release/%s>
    <http://www.w3.org/ns/adms#versionNotes> "%s"@en .
"""
ANEW = "Words were read anew."
CLAIMS = Path("dataset", "claims", "kazakhstan-peace-initiatives.trig")


def numbered(folder: Path, version: str) -> Folder:
    """The folder as another version, with a thing more."""
    catalog = folder / "dataset" / "catalog.ttl"
    text = catalog.read_text("utf-8")
    before = text.partition('dcat:version "')[2].partition('"')[0]
    catalog.write_text(text.replace(f'version "{before}"', f'version "{version}"'))
    append(folder / "dataset" / "names.ttl", f"# {version}\n")
    return Folder(folder)


def run(place: Path, *arguments: str) -> Result:
    """The command that tells of published versions, and takes them away."""
    return CliRunner().invoke(main, ["releases", "--releases", str(place), *arguments])


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """Three releases: a thing comes with the second, and words change with the third."""
    return history_once(of_run(tmp_path_factory) / "history", built_one_by_one)


@pytest.fixture(scope="module")
def folder(three: list[Release]) -> Path:
    """What the third was built of."""
    return three[2].folder.parents[1] / "folder"


def built_one_by_one(place: Path) -> list[Release]:
    """Build the three below a folder."""
    folder, releases = place / "folder", place / "releases"
    shutil.copytree(SMALL, folder)
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    append(folder / "dataset" / "catalog.ttl", NOTES % ("0.1.0", "It begins."))
    first = build(numbered(folder, "0.1.0"), releases)
    names = folder / "dataset" / "names.ttl"
    append(names, "\n:birds a dip:Group ; rdfs:label 'Birds'@en .\n")
    second = build(numbered(folder, "0.2.0"), releases)
    reword(names, ":birds", ":other-birds")
    reword(folder / CLAIMS, '"peacekeeping training"', '"training"')
    terms = folder / "ontology" / "diplomatica.ttl"
    reword(terms, "why a thing has no link", "why no link")
    reword(terms, "Why a thing has no link", "Why something has no link")
    append(folder / "dataset" / "catalog.ttl", NOTES % ("0.3.0", ANEW))
    return [first, second, build(numbered(folder, "0.3.0"), releases)]


@pytest.fixture(scope="module")
def client(three: list[Release]) -> FlaskClient:
    """The site of the last of them."""
    return create_app(three[2]).test_client()
