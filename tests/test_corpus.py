from pathlib import Path

from benchmarks import corpus
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline import building


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
