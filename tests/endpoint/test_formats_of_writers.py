"""A format that the engine can neither read nor write is a row of the table, and no more."""

import json
import subprocess
import sys
from typing import Any

import pytest

from diplomatica.model.dataset.release import Release

# The table is read by others as they are imported: the row has to be there before.
SITE_WITH_ROW = '''
import json, sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path

ROW = """
def _in_lines(statements, prefixes):
    lines = [" ".join(map(str, statement)) for statement in statements]
    return "".join(f"{line} .\\\\n" for line in lines).encode()


LINES = Format(
    name="lines",
    label="Lines",
    media_type="text/x-lines",
    suffix="lines",
    holds="triples",
    writer=_in_lines,
)
FORMATS = (LINES, """

spec = find_spec("diplomatica.model.formats")
formats = module_from_spec(spec)
sys.modules[spec.name] = formats
table = Path(spec.origin).read_text("utf-8")
assert table.count("\\nFORMATS = (") == 1
exec(table.replace("\\nFORMATS = (", ROW), vars(formats))

from diplomatica.cli.bringing import places
from diplomatica.cli.query import _NAMES
from diplomatica.model.dataset.release import open_release
from diplomatica.web.app import create_app

client = create_app(open_release(Path(sys.argv[1]))).test_client()


def answer(path, **asked):
    with client.get(path, **asked) as got:
        return {"status": got.status_code, "type": got.mimetype, "body": got.text}


lines = {"headers": {"Accept": "text/x-lines"}}
query = {"query": "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "format": "lines"}
json.dump(
    {
        "negotiated": answer("/doc/kazcent", **lines),
        "by suffix": answer("/doc/kazcent.lines"),
        "constructed": answer("/sparql", query_string=query),
        "page": answer("/doc/kazcent", headers={"Accept": "text/html"}),
        "part": answer("/dumps/class/State.lines"),
        "dump": answer("/dumps/diplomatica.lines"),
        "dataset": answer("/dataset.ttl"),
        "written by query": "lines" in _NAMES,
        "read by build": "lines" in places._NAMES,
    },
    sys.stdout,
)
'''


@pytest.fixture(scope="module")
def told(release: Release) -> dict[str, Any]:
    """What a site says that has one format more."""
    command = [sys.executable, "-c", SITE_WITH_ROW, str(release.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("negotiated", "/id/kazcent> "),
        ("by suffix", "/id/kazcent> "),
        ("constructed", "<urn:a> <urn:b> "),
        ("part", "/id/kazakhstan> "),
    ],
)
def test_what_is_asked_for_is_written_in_it(
    asked: str, holds: str, told: dict[str, Any]
) -> None:
    answer = told[asked]
    assert (answer["status"], answer["type"]) == (200, "text/x-lines")
    assert holds in answer["body"]
    assert {line[-2:] for line in answer["body"].splitlines()} == {" ."}


def test_a_page_leads_to_it(told: dict[str, Any]) -> None:
    page = told["page"]
    assert (page["status"], page["type"]) == (200, "text/html")
    assert '<a href="/doc/kazcent.lines">Lines</a>' in page["body"]
    assert 'type="text/x-lines"' in page["body"]


def test_it_is_no_dump_and_no_file_of_ones_own(told: dict[str, Any]) -> None:
    assert told["dump"]["status"] == 404
    assert told["dataset"]["status"] == 200
    assert "diplomatica.ttl" in told["dataset"]["body"]
    assert "diplomatica.lines" not in told["dataset"]["body"]
    assert (told["written by query"], told["read by build"]) == (True, False)
