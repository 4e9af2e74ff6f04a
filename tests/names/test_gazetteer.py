"""What states are called in all languages: kept once for each machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from diplomatica.lookup.matching.names import gazetteer, territories
from diplomatica.lookup.matching.names.spelling import words_of


def codes(text: str) -> set[str]:
    return {*gazetteer.codes_named(words_of(text))}


@pytest.fixture(autouse=True)
def few_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    told = [("Российская Федерация", "RU"), ("Georgia", "GE"), ("Georgia", "GS")]
    monkeypatch.setattr(territories, "names", lambda: told)
    forget()
    yield
    forget()


def forget() -> None:
    gazetteer._database.cache_clear()
    gazetteer._codes.cache_clear()


def test_a_name_is_found_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert codes("РОССИЙСКАЯ  федерация") == {"RU"}
    assert codes("Georgia") == {"GE", "GS"}
    assert codes("Atlantis") == set()


def test_the_names_are_read_once_for_a_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert codes("Georgia") == {"GE", "GS"}
    monkeypatch.setattr(territories, "names", lambda: pytest.fail("read again"))
    forget()
    assert codes("Georgia") == {"GE", "GS"}
    assert len([*tmp_path.rglob("*")]) == 2  # a folder, and a file that is whole


def test_where_nothing_can_be_kept_the_names_are_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(no_folder))
    assert codes("Georgia") == {"GE", "GS"}


def test_all_languages_are_read_without_babel_keeping_them() -> None:
    from babel import localedata

    before = len(localedata._cache)
    told = {name: code for _, code, name in territories._in_cldr()}
    assert told["Словения"] == "SI"
    assert len(localedata._cache) == before
