"""The skeleton of a claim: the passage, the things that it names, and the kinds that it
speaks of."""

import re
from pathlib import Path

import pytest

from conftest import ARTICLE, CLAIMS, append, run
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import check
from diplomatica.pipeline.intake.intake import read_folder
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.skeleton import skeleton

SIGNED = "The agreement between Kazakhstan … in Astana"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_folder(Folder())


def test_it_names_the_things_and_the_kinds_with_what_the_shapes_ask_for(
    reading: Reading,
) -> None:
    told = skeleton(reading, ARTICLE, SIGNED)
    assert told.startswith("# ¶ 19\n")
    assert f'dip:quote "{SIGNED}"' in told
    assert ":iaea “International Atomic Energy Agency”" in told
    assert "# :… a dip:Signing ; dip:signed … ; dip:status … ." in told


def test_it_says_when_words_are_spoken(reading: Reading) -> None:
    told = skeleton(reading, ARTICLE, "We are confident … peace operations")
    assert (
        "These words are spoken. :… a dip:Remark ; dip:about … ; dip:speaker … ; dip:verbatim … ."
        in told
    )


def test_it_has_a_name_that_no_other_claim_has(reading: Reading) -> None:
    taken = {claim.iri.value for claim in reading.claims[ARTICLE]}
    for words in (SIGNED, "The OSCE summit was held", "stated."):
        (name,) = set(re.findall(r"\bc:([\w-]+)", skeleton(reading, ARTICLE, words)))
        assert f"https://w3id.org/diplomatica/claim/{ARTICLE}/{name}" not in taken


def test_pasted_and_filled_in_it_is_a_claim(folder: Path) -> None:
    told = skeleton(
        read_folder(Folder(folder)), ARTICLE, "held in Slovenia on Sept. 10-11"
    )
    append(folder / "dataset" / "names.ttl", ':slovenia rdfs:label "Slovenia"@en .\n')
    append(folder / CLAIMS, told.replace("}", "    :slovenia a dip:State .\n}"))
    assert check(Folder(folder)).coverage.articles[0].claims


def test_left_as_it_is_it_is_a_fault_and_no_syntax_error(folder: Path) -> None:
    append(folder / CLAIMS, skeleton(read_folder(Folder(folder)), ARTICLE, SIGNED))
    with pytest.raises(InvalidInput, match="states nothing"):
        check(Folder(folder))


@pytest.mark.parametrize(
    ("article", "words", "says"),
    [
        (ARTICLE, "the OSCE", "holds “the OSCE” → quote more words"),
        (
            ARTICLE,
            "the moon summit",
            "does not hold the words “the moon summit” → the nearest text is “The OSCE summit”",
        ),
        (ARTICLE, "", "does not hold the words “”"),
        ("nowhere", "x", f"is no article of this dataset → name one of: {ARTICLE}"),
    ],
)
def test_what_is_not_there_once_is_told(article: str, words: str, says: str) -> None:
    done = run("claim", article, words)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


def test_quotation_marks_and_backslashes_are_escaped(
    tmp_path: Path, folder: Path
) -> None:
    seed = folder / "seeds" / f"{ARTICLE}.txt"
    seed.write_text(seed.read_text("utf-8") + '\nHe said "no\\yes" then.\n', "utf-8")
    told = skeleton(read_folder(Folder(folder)), ARTICLE, '"no\\yes" then')
    assert r'dip:quote "\"no\\yes\" then"' in told
