import shutil
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from conftest import BASE, append
from diplomatica.errors import BrokenRelease, NoRelease
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import (
    Release,
    hold_folder,
    is_held,
    open_release,
)
from diplomatica.model.formats import NQUADS
from diplomatica.model.vocabulary import SKOS
from diplomatica.pipeline.building import build


def test_a_link_is_followed_once_so_that_a_later_build_changes_nothing(
    release: Release, releases: Path
) -> None:
    assert open_release(releases / "latest").folder == release.folder


def test_an_empty_folder_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(NoRelease, match="diplomatica build"):
        open_release(tmp_path)


def test_a_changed_file_is_told(release: Release, tmp_path: Path) -> None:
    copy = shutil.copytree(release.folder, tmp_path / "copy")
    append(copy / "diplomatica.nt", "# changed\n")
    with pytest.raises(
        BrokenRelease, match=r"diplomatica\.nt is not what was released"
    ):
        open_release(copy)


def test_a_missing_file_is_told(release: Release, tmp_path: Path) -> None:
    copy = shutil.copytree(release.folder, tmp_path / "copy")
    (copy / "validation.ttl").unlink()
    with pytest.raises(BrokenRelease, match=r"validation\.ttl is missing"):
        open_release(copy)


def test_a_folder_is_held_until_it_is_let_go(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with hold_folder(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_the_examples_of_a_release_have_a_question_and_a_query(
    release: Release,
) -> None:
    assert len(release.queries) >= 3
    for question, query in release.queries:
        assert question.endswith("?")
        assert query.startswith("SELECT")


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own
def test_the_files_of_the_examples_run_in_another_store_as_they_are(
    release: Release,
) -> None:
    store = Store()
    store.load(path=release.dump(NQUADS), format=NQUADS.rdf)
    other = rdflib.Dataset()
    other.parse(data=release.dump(NQUADS).read_text("utf-8"), format="nquads")
    for file in sorted((release.folder / "queries").glob("*.rq")):
        query = file.read_text("utf-8")
        assert [*store.query(query)], file  # type: ignore[misc]
        assert len(other.query(query)) > 0, file


def test_the_file_of_an_example_declares_what_it_uses_below_its_question(
    folder: Path, tmp_path: Path
) -> None:
    query = (
        '# Which "dct:"?\nPREFIX owl: <http://o/>\n'
        "SELECT * { ?x a skos:Concept, owl:X ; ?p : }\n"
    )
    (folder / "dataset" / "queries" / "x.rq").write_text(query, "utf-8")
    release = build(Folder(folder), tmp_path / "releases")
    head = f"PREFIX : <{BASE}id/>\nPREFIX skos: <{SKOS}>\n"
    asks, _, body = query.partition("\n")
    written = (release.folder / "queries" / "x.rq").read_text("utf-8")
    assert written == f"{asks}\n{head}{body}"
    assert release.queries[-1] == ('Which "dct:"?', body.strip())
