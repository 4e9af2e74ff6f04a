"""A glance at one article: its own faults, at once, before the whole is checked."""

import tomllib
from pathlib import Path

import pytest

from conftest import ARTICLE, CLAIMS, Spoil, small_in
from diplomatica.cli.check import CheckRun
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import check
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.glance import Glance
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.workshop.workshop import Workshop

CASES = tomllib.loads((Path(__file__).parent / "faults.toml").read_text("utf-8"))
OF_CLAIMS = {what: case for what, case in CASES.items() if case["file"] == CLAIMS}
# Only shapes tell that these are wrong.
BY_SHAPES = {
    "a day that is none",
    "a month that is none",
    "a plan without a status",
    "an agreement of one party",
}


def glanced(folder: Path) -> Glance:
    read: list[Reading] = []
    check(Folder(folder), note=read.append)
    return Glance.of(read[0])


@pytest.fixture(scope="module")
def glance(tmp_path_factory: pytest.TempPathFactory) -> Glance:
    return glanced(small_in(tmp_path_factory.mktemp("right")))


def test_an_article_without_faults_has_none_at_a_glance(
    glance: Glance, folder: Path
) -> None:
    assert glance.faults(Folder(folder), ARTICLE) == []


@pytest.mark.parametrize("what", OF_CLAIMS)
def test_a_glance_tells_what_is_wrong_unless_only_shapes_do(
    what: str, glance: Glance, folder: Path, spoil: Spoil
) -> None:
    case = CASES[what]
    spoil(CLAIMS, case["old"], case["new"])
    told = list(map(str, glance.faults(Folder(folder), ARTICLE)))
    assert any(case["says"] in fault for fault in told) == (what not in BY_SHAPES), told


def test_the_whole_tells_all_that_a_glance_tells(folder: Path, spoil: Spoil) -> None:
    glance = glanced(folder)
    spoil(CLAIMS, "The OSCE summit was held …", "The OSCE summit was hold …")
    spoil(CLAIMS, "dip:finale :osce-summit-astana", "dip:finale :no-summit")
    told = glance.faults(Folder(folder), ARTICLE)
    with pytest.raises(InvalidInput) as caught:
        check(Folder(folder))
    assert len(told) >= 2
    assert set(told) <= set(caught.value.faults)


def test_a_thing_that_the_file_itself_names_is_known_at_a_glance(
    glance: Glance, folder: Path
) -> None:
    more = """
        c:new { c:new dip:quote "Sunday with the aim" .
            :new-city a dip:City ; rdfs:label "Sunday"@en . }
        c:odd { c:odd dip:quote "Sunday with the aim" .
            :odd-city dip:location :new-city . }
    """
    with (folder / CLAIMS).open("a", encoding="utf-8") as file:
        file.write(more)
    told = [fault.message for fault in glance.faults(Folder(folder), ARTICLE)]
    assert [one for one in told if "new-city" in one] == []
    assert any("odd-city" in one for one in told), told


@pytest.mark.parametrize(("took", "said"), [(1.9, ""), (2.1, f"{ARTICLE}: 1 fault")])
def test_a_save_is_looked_at_first_only_where_all_take_long(
    took: float,
    said: str,
    folder: Path,
    spoil: Spoil,
    capsys: pytest.CaptureFixture[str],
) -> None:
    checking = CheckRun(Folder(folder), Given(), False, False, Workshop())
    checking.check_and_go_on()
    checking.took = took
    spoil(CLAIMS, "The OSCE summit was held …", "The OSCE summit was hold …")
    capsys.readouterr()
    checking.glance_at({folder / CLAIMS, folder / "dataset" / "names.ttl"})
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert ("osce-finale: the words “The OSCE summit was hold …" in told.out) == bool(
        said
    )
