"""A file with a query is judged by its text."""

from pathlib import Path
from unittest import mock

import pytest

from conftest import BASE
from diplomatica.pipeline.files import queryfile
from diplomatica.pipeline.files.queryfile import read_query

ASKS = "# Whether there are boats.\nASK { ?x a dip:State }\n"


def test_a_text_is_judged_once_however_often_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "boats.rq"
    file.write_text(f"{ASKS}# {tmp_path}", "utf-8")
    with mock.patch.object(queryfile, "refuse") as judged:
        found = [read_query(file, name, BASE) for name in ("a.rq", "b.rq")]
    assert judged.call_count == 1
    assert [(one.file, one.faults) for one in found] == [("a.rq", []), ("b.rq", [])]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# Asks.\nASK { ?x", 0, "is not SPARQL"),
        ("# Asks.\nDELETE WHERE { ?x ?y ?z }", 0, "is an update"),
        ("ASK {}", 0, "does not say in words what it does"),
    ],
)
def test_what_is_wrong_is_told_of_each_file_that_has_it(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    (tmp_path / "a.rq").write_text(text, "utf-8")
    for name in ("a.rq", "b.rq"):
        (fault,) = read_query(tmp_path / "a.rq", name, BASE).faults
        assert (fault.file, fault.line) == (name, line)
        assert message in fault.message
