"""What is kept of a dataset comes to what is made from nothing, after any changes."""

import shutil
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ARTICLE, BASE, CLAIMS, SMALL
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import CATALOG, PACKAGED, Folder
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.leaves import leaf
from diplomatica.pipeline.writing.leaves.style import Style

NAMES, NOTES = "dataset/names.ttl", "dataset/notes.trig"
SIGNED = f'<{BASE}claim/{ARTICLE}/> dcterms:created "2020-01-01" .\n'
CHANGES = [
    (CLAIMS, "dip:status dip:planned", "dip:status dip:established"),
    (CLAIMS, "dip:country :kazakhstan", "dip:country :india"),
    (CLAIMS, "dip:verbatim true", "dip:verbatim false"),
    (CLAIMS, "dip:status dip:planned", "dip:state dip:planned"),
    (CLAIMS, "dip:country :kazakhstan", "dip:country :kazakstan"),
    (CLAIMS, "# ¶ 11\n", "# ¶ 11\n\n\n"),
    (NAMES, '"India"@en', '"Bharat"@en'),
    (NAMES, 'dip:inflection "Kazakh"@en', 'dip:inflection "Kazakhs"@en'),
    (NAMES, "a dip:City ;", "a dip:Region ;"),
    (CATALOG, "# The description", f"{SIGNED}# The description"),
    (f"seeds/{ARTICLE}.txt", "India", "Nepal"),
    (f"seeds/{ARTICLE}.txt", "Kazakhstan intends", "So Kazakhstan intends"),
]
SECOND = PACKAGED / "tests" / "second"
COMES_OR_GOES = ("", "", "")
"""Another article comes, or goes again."""
orders = st.lists(
    st.sampled_from([*CHANGES, *[COMES_OR_GOES] * 4]), min_size=1, max_size=4
)


def outcome(folder: Path, workshop: Workshop) -> object:
    """All quads, triples and warnings, or the faults."""
    try:
        built = check(Folder(folder), workshop=workshop)
    except InvalidInput as error:
        return error.faults
    hints = sorted(built.reading.hints)
    return list(built.quads), list(built.triples), built.warnings, hints, built.mentions


def turn(folder: Path, change: tuple[str, str, str]) -> None:
    """Make a change, or take it back."""
    if change == COMES_OR_GOES:
        _come_or_go(folder)
        return
    file = folder / change[0]
    text = file.read_text("utf-8")
    old, new = change[1:] if change[1] in text else (change[2], change[1])
    file.write_text(text.replace(old, new), "utf-8")


def _come_or_go(folder: Path) -> None:
    names = [one.relative_to(SECOND) for one in SECOND.rglob("*.*")]
    is_there = (folder / names[0]).is_file()
    for name in names:
        if is_there:
            (folder / name).unlink()
        else:
            shutil.copy(SECOND / name, folder / name)


@pytest.mark.long
@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(orders)
def test_after_any_changes_what_is_kept_comes_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str, str]]
) -> None:
    place = tmp_path_factory.mktemp("changes")
    folder, keep = place / "small", Keep(place / "keep")
    shutil.copytree(SMALL, folder)
    for change in changes:
        turn(folder, change)
        kept = outcome(folder, Workshop(keep=keep))
        assert kept == outcome(folder, Workshop())


@settings(deadline=None, max_examples=2, suppress_health_check=[HealthCheck.too_slow])
@given(orders)
def test_a_release_of_what_was_kept_has_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str, str]]
) -> None:
    place = tmp_path_factory.mktemp("releases")
    folder, keep = place / "small", Keep(place / "keep")
    shutil.copytree(SMALL, folder)
    released(folder, place / "before", Workshop(keep=keep))
    for change in changes:
        turn(folder, change)
    kept = released(folder, place / "kept", Workshop(keep=keep))
    assert kept == released(folder, place / "anew", Workshop())


def released(folder: Path, releases: Path, workshop: Workshop) -> object:
    """The checksums of all files of a release of many leaves, or the faults."""
    with mock.patch.object(leaf, "_SUBJECTS", 4):
        try:
            release = build(Folder(folder), releases, workshop=workshop)
        except InvalidInput as error:
            return error.faults
    return (release.folder / "SHA256SUMS").read_text("utf-8")


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    folder, keep = tmp_path / "small", Keep(tmp_path / "keep")
    shutil.copytree(SMALL, folder)
    written = []
    usual = Style.written

    def counting(style: Style, of: leaf.Leaf) -> bytes:
        written.append(of.digest)
        return usual(style, of)

    with mock.patch.object(Style, "written", counting):
        released(folder, tmp_path / "before", Workshop(keep=keep))
        first = len(written)
        turn(folder, CHANGES[1])
        released(folder, tmp_path / "kept", Workshop(keep=keep))
    assert 0 < len(written) - first < first / 4


def test_other_lines_of_a_file_are_other_lines_of_its_faults(tmp_path: Path) -> None:
    folder, workshop = tmp_path / "small", Workshop(keep=Keep(tmp_path / "keep"))
    shutil.copytree(SMALL, folder)
    turn(folder, (CLAIMS, "Uranium Bank in the republic", "Uranium Bank in the land"))
    lines = []
    for text in ("# ¶ 11\n", "# ¶ 11\n\n"):
        turn(folder, (CLAIMS, "# ¶ 11\n", text))
        with pytest.raises(InvalidInput) as raised:
            check(Folder(folder), workshop=workshop)
        lines += [fault.line for fault in raised.value.faults]
    assert len(lines) == 2
    assert lines[1] == lines[0] + 1
