import shutil
from pathlib import Path

import pytest

from conftest import append
from diplomatica.errors import BrokenRelease, NoRelease
from diplomatica.model.release import Release, held, is_held, open_release


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
    with held(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_the_examples_of_a_release_have_a_question_and_a_query(
    release: Release,
) -> None:
    assert len(release.queries) >= 3
    for question, query in release.queries:
        assert question.endswith("?")
        assert query.startswith("SELECT")
