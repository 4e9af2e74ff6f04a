"""Statements that repeat others are told, as their number is another after that."""

from pathlib import Path

import pytest

from diplomatica.cli.terminal.telling import remarks_on
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

LINE = '<http://a.org/x/{}> <http://a.org/d/p> "{}" .\n'


def told(place: Path, *files: str) -> list[str]:
    """What is told of the number of triples."""
    names = []
    for number, text in enumerate(files):
        names.append(place / f"boats{number}.nt")
        names[-1].write_text(text, "utf-8")
    lines = remarks_on(check(bundle(tuple(names))))
    return [one for one in lines if one.startswith("Triples:")]


@pytest.mark.parametrize(
    ("doubles", "line"),
    [
        (1, "Triples: 2, as 1 statement repeats another"),
        (3, "Triples: 2, as 3 repeat others"),
    ],
)
def test_repeated_statements_are_told(doubles: int, line: str, tmp_path: Path) -> None:
    text = LINE.format("a", 1) * (doubles + 1) + LINE.format("b", 2)
    assert told(tmp_path, text) == [line]


def test_what_two_files_state_is_told(tmp_path: Path) -> None:
    one, two = LINE.format("a", 1), LINE.format("b", 2)
    assert told(tmp_path, one + two, two) == [
        "Triples: 2, as 1 statement repeats another"
    ]


def test_where_nothing_repeats_nothing_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, LINE.format("a", 1), LINE.format("a", 2)) == []
