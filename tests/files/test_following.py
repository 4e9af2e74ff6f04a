"""What is served is followed: links that come to lead elsewhere, folders that go and come."""

from pathlib import Path

import pytest

from conftest import request
from servedfiles import cache_apart, serving, until


@pytest.fixture(autouse=True)
def cache_of_ones_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was served before."""
    monkeypatch.setenv("XDG_CACHE_HOME", cache_apart(tmp_path_factory))


def put(file: Path, said: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'<https://e.org/a> <https://e.org/v> "{said}" .\n', "utf-8")
    return file


def values(address: str) -> str:
    query = "/sparql?query=SELECT?v{?s%20%3Chttps://e.org/v%3E?v}"
    return request(address, query, Accept="text/csv").body.decode().split()[-1]


def lead(link: Path, to: str) -> None:
    """Have a link lead elsewhere in one step, as a deploy does."""
    link.with_name("next").symlink_to(to)
    link.with_name("next").replace(link)


@pytest.mark.parametrize("name", ["", "a.nt"])
def test_a_link_that_is_served_is_followed_wherever_it_leads(
    name: str, tmp_path: Path
) -> None:
    for number in ("1", "2"):
        put(tmp_path / f"v{number}" / "a.nt", number)
    link = tmp_path / (name or "cur")
    link.symlink_to(Path("v1") / name)
    with serving(str(link)) as (address, told):
        assert values(address) == "1"
        lead(link, f"v2/{name}")
        until(lambda: values(address) == "2")
        put(tmp_path / "v2" / "a.nt", "3")
        until(lambda: values(address) == "3")
        assert "outside" not in told.read_text()


def test_a_folder_that_went_or_became_a_link_is_told_and_followed(
    tmp_path: Path,
) -> None:
    folder, aside = tmp_path / "data", tmp_path / "aside"
    put(folder / "a.nt", "1")
    with serving(str(folder)) as (address, told):
        folder.rename(aside)
        until(lambda: f"{folder}: is gone" in told.read_text())
        assert "Still serving what was good before." in told.read_text()
        assert "hidden" not in told.read_text()
        folder.symlink_to(aside)
        put(aside / "a.nt", "2")
        until(lambda: values(address) == "2")
