from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest import mock

import pytest

from benchmarks import corpus
from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, prefixes
from diplomatica.pipeline import building
from diplomatica.pipeline.claims import claimfile
from diplomatica.pipeline.deriving.rule import Rule
from diplomatica.pipeline.deriving.rulereach import properties_in
from diplomatica.pipeline.files import source
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop


def test_made_up_articles_have_no_faults_and_disagree_on_a_date(tmp_path: Path) -> None:
    corpus.write(tmp_path, 5)
    built = building.check(Folder(tmp_path))
    (dispute,) = [
        one
        for one in built.coverage.disagreements
        if one.property == "dip:time" and one.thing == ":congress-of-religions-5"
    ]
    reasons = {value: len(given) for value, given in dispute.values.items()}
    assert len(built.reading.articles) == 5
    assert reasons == {"2015-06": 4, "2015-07": 1}


def test_the_same_number_of_articles_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        corpus.write(tmp_path / name, 2)
    paths = sorted((tmp_path / "one").rglob("*.t*"))
    others = [tmp_path / "other" / one.relative_to(tmp_path / "one") for one in paths]
    assert [one.read_bytes() for one in paths if one.is_file()] == [
        one.read_bytes() for one in others if one.is_file()
    ]


def faults(folder: Path, workshop: Workshop) -> list[Fault]:
    with pytest.raises(InvalidInput) as raised:
        building.check(Folder(folder), workshop=workshop)
    return raised.value.faults


def test_several_processes_find_the_faults_of_one_in_its_order(tmp_path: Path) -> None:
    folder, keep = tmp_path / "corpus", Keep(tmp_path / "keep")
    corpus.write(folder, 2)
    for file in (folder / "dataset" / "claims").iterdir():
        text = file.read_text("utf-8")
        held = "<https://w3id.org/diplomatica/ontology#held>"
        file.write_text(
            text.replace(held, held.replace("held", "established"), 3), "utf-8"
        )
    told = faults(folder, Workshop())
    with ProcessPoolExecutor(2) as executor:
        both = Workshop(executor, 2, keep, least_at_once=1)
        assert faults(folder, both) == told
    assert faults(folder, Workshop(keep=keep)) == told
    assert len({fault.file for fault in told}) == 2


def rules_of(folder: Path) -> list[Rule]:
    files = sorted((folder / "ontology" / "rules").glob("*.rq"))
    return [Rule(one.stem, one.read_text("utf-8")) for one in files]


def looks_at(rule: Rule, iri: str) -> bool:
    iris = Iris(corpus.BASE)
    known = properties_in(rule, prefixes(iris.base), iris("graph", "ontology"))
    return known is None or iri in known


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    folder, keep = tmp_path / "corpus", tmp_path / "keep"
    corpus.write(folder, 3)
    workshop = Workshop(keep=Keep(keep))
    building.check(Folder(folder), workshop=workshop)
    before = set(keep.glob("*/*"))
    file = folder / "dataset" / "claims" / "article-00001.trig"
    text = file.read_text("utf-8")
    under_way = "<https://w3id.org/diplomatica/ontology#underWay>"
    held = under_way.replace("underWay", "held")
    file.write_text(text.replace(under_way, held, 1), "utf-8")
    with mock.patch.object(claimfile, "from_text", wraps=source.from_text) as read:
        building.check(Folder(folder), workshop=workshop)
    after = set(keep.glob("*/*"))
    # What is noted of it, its sheet, what shapes say of its things and of what was derived
    # of them, and what those rules derive that look at what was changed.
    asked = [one for one in rules_of(folder) if looks_at(one, DIP("status").value)]
    assert len(asked) == 17
    assert len(before) >= 8
    assert 3 <= len(after - before) - len(asked) <= 4
    assert {call.args[1] for call in read.mock_calls} == {
        file.relative_to(folder).as_posix()
    }
