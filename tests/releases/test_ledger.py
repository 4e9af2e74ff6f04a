"""Published versions, which stay as they are, and drafts, which promise nothing."""

import shutil
from pathlib import Path

import pytest

from conftest import FOREIGN, SMALL, append
from diplomatica.errors import AlreadyPublished
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.ledger import (
    by_number,
    drafts,
    entry_of,
    published_versions,
)
from diplomatica.model.dataset.release import Release, index_of, open_release
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from versions import numbered, run

BIRDS = "\n:birds a dip:Group ; rdfs:label 'Birds'@en .\n"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """Two versions, published one after the other, which nobody changes."""
    place = tmp_path_factory.mktemp("two")
    folder = place / "folder"
    shutil.copytree(SMALL, folder)
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    versions = ("0.1.0", "0.2.0")
    return [build(numbered(folder, one), place / "releases") for one in versions]


@pytest.fixture
def two(once: list[Release], tmp_path: Path) -> list[Release]:
    """A copy of them, to be changed."""
    place = tmp_path / "releases"
    shutil.copytree(once[0].folder.parent, place, symlinks=True)
    return [open_release(place / one.folder.name) for one in once]


def test_a_published_version_is_never_made_anew(folder: Path, tmp_path: Path) -> None:
    first = build(Folder(folder), tmp_path / "releases")
    append(folder / "dataset" / "names.ttl", BIRDS)
    with pytest.raises(AlreadyPublished, match="raise dcat:version"):
        build(Folder(folder), tmp_path / "releases")
    assert open_release(tmp_path / "releases" / "latest") == first
    assert [*map(entry_of, [first])] == published_versions(tmp_path / "releases")


def test_old_and_new_lie_side_by_side(two: list[Release], tmp_path: Path) -> None:
    assert published_versions(tmp_path / "releases") == [*map(entry_of, two)]
    assert [open_release(one.folder) for one in two] == two
    assert open_release(tmp_path / "releases" / "latest") == two[1]


def test_a_draft_goes_when_the_next_comes(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "releases"
    first = build(Folder(folder), place, is_draft=True)
    assert first.draft
    assert drafts(place) == [first.folder]
    append(folder / "dataset" / "names.ttl", BIRDS)
    second = build(Folder(folder), place, is_draft=True)
    assert drafts(place) == [second.folder]
    third = build(Folder(folder), place)
    assert drafts(place) == []
    assert (third.draft, third.quads) == (False, second.quads)
    assert published_versions(place) == [entry_of(third)]


def named(name: str, folder: Path) -> Folder:
    """The least dataset that there can be, under a name of its own."""
    identifier = f'\n<https://example.org/news/dataset> dcterms:identifier "{name}" .\n'
    (folder / "dataset").mkdir(parents=True)
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN + identifier, "utf-8")
    return Folder(folder)


def test_a_draft_of_a_dataset_whose_name_begins_alike_stays(tmp_path: Path) -> None:
    place = tmp_path / "releases"
    other = build(named("a-b", tmp_path / "other"), place, is_draft=True)
    kept = Path(f"{index_of(other.folder)}.read")
    assert kept.is_file()
    own = build(named("a", tmp_path / "own"), place, is_draft=True)
    assert drafts(place) == sorted([own.folder, other.folder])
    assert kept.is_file()


def test_the_pages_of_a_draft_say_what_it_does_not_promise(
    folder: Path, tmp_path: Path
) -> None:
    draft = build(Folder(folder), tmp_path / "releases", is_draft=True)
    site = create_app(draft).test_client()
    front = site.get("/", headers={"Accept": "text/html"}).text
    assert "a draft: not published yet" in front
    assert "This is a draft, and promises nothing" in front
    about = site.get("/about", headers={"Accept": "text/html"}).text
    assert "This is a draft, and promises nothing" in about
    asked = {"query": "SELECT ?x { ?x a dip:State }"}
    page = site.get("/sparql", query_string=asked, headers={"Accept": "text/html"})
    assert "an answer of it cannot be cited" in page.text


def test_a_draft_leaves_what_is_published(two: list[Release], folder: Path) -> None:
    append(folder / "dataset" / "names.ttl", BIRDS)
    place = two[0].folder.parent
    draft = build(Folder(folder), place, is_draft=True)
    assert open_release(place / "latest") == draft
    assert [open_release(one.folder) for one in two] == two


def test_releases_without_a_ledger_are_known_by_their_folders(
    two: list[Release],
) -> None:
    place = two[0].folder.parent
    (place / "published.csv").unlink()
    assert published_versions(place) == [*map(entry_of, two)]


def test_the_ledger_tells_what_is_missing_or_damaged(two: list[Release]) -> None:
    place = two[0].folder.parent
    assert run(place, "verify").exit_code == 0
    append(two[1].folder / "validation.ttl", "# spoiled\n")
    shutil.rmtree(two[0].folder)
    told = run(place, "verify")
    assert told.exit_code == 1
    assert "0.1.0: missing" in told.output
    assert "0.2.0: damaged: validation.ttl is not what was released" in told.output
    assert "0.1.0, 0.2.0 cannot be answered → put its folder back" in told.output


def test_what_is_dropped_is_remembered_with_its_reason(two: list[Release]) -> None:
    place = two[0].folder.parent
    assert run(place, "drop", "0.1.0", "--reason", "a name slipped in").exit_code == 0
    assert not two[0].folder.exists()
    assert published_versions(place)[0].dropped == "a name slipped in"
    listed = run(place).output
    assert "dropped: a name slipped in" in listed
    assert "published, newest" in listed
    assert run(place, "verify").exit_code == 0


def test_the_newest_is_not_dropped(two: list[Release]) -> None:
    place = two[0].folder.parent
    told = run(place, "drop", "0.2.0", "--reason", "none")
    assert told.exit_code == 1
    assert "is the newest release → publish another release first" in told.output
    assert two[1].folder.is_dir()


def test_a_version_that_was_never_published_cannot_be_dropped(
    two: list[Release],
) -> None:
    told = run(two[0].folder.parent, "drop", "3.0.0", "--reason", "none")
    assert (told.exit_code, "no 3.0.0 was published" in told.output) == (1, True)


def test_versions_are_ordered_by_their_numbers() -> None:
    versions = ["0.10.0", "0.9.0", "1.0.0-rc1", "0.2.0"]
    assert sorted(versions, key=by_number) == ["0.2.0", "0.9.0", "0.10.0", "1.0.0-rc1"]
