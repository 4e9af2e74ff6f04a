import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import click
import pytest
from click.testing import CliRunner, Result

from conftest import CLAIMS, Spoil, append, run
from diplomatica.cli import main
from diplomatica.cli.main import main as group
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED, dataset_here
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import JSON

STATES = "SELECT ?label { ?state a dip:State ; rdfs:label ?label } ORDER BY ?label"


def told_by(*arguments: str) -> Result:
    """The command line in this process, for what needs none of its own."""
    return CliRunner().invoke(main, arguments)


def ask(release: Release, *arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(
        main, ["query", "--release", str(release.folder), *arguments], input=text
    )


def test_a_query_as_an_argument_is_answered_as_csv_where_there_is_no_terminal(
    release: Release,
) -> None:
    assert ask(release, STATES).stdout.split() == [
        "label",
        "India",
        "Kazakhstan",
        "Lebanon",
    ]


def test_an_answer_is_written_byte_for_byte(release: Release, engine: Embedded) -> None:
    """Not a line feed more: what is no text would be no longer what it was."""
    query = "SELECT ?a { VALUES ?a { 'one' } }"
    answer = engine.answer(query, JSON, None)
    assert answer is not None
    assert not answer.body.endswith(b"\n")
    assert ask(release, query, "-o", "json").stdout_bytes == answer.body


def test_a_query_from_standard_input(release: Release) -> None:
    assert "Kazakhstan" in ask(release, text=STATES).stdout
    assert "Kazakhstan" in ask(release, "--file", "-", text=STATES).stdout


def test_a_query_from_a_file(release: Release, tmp_path: Path) -> None:
    file = tmp_path / "states.rq"
    file.write_text(STATES)
    assert "Kazakhstan" in ask(release, "--file", str(file)).stdout


def test_a_table(release: Release) -> None:
    told = ask(
        release, "--format", "table", "SELECT ?state { ?state a dip:State }"
    ).stdout
    assert ":kazakhstan" in told
    assert "3 rows" in told


def test_json(release: Release) -> None:
    assert (
        len(
            json.loads(ask(release, "--format", "json", STATES).stdout)["results"][
                "bindings"
            ]
        )
        == 3
    )


def test_turtle(release: Release) -> None:
    told = ask(release, "--format", "turtle", "CONSTRUCT WHERE { :india ?p ?o }").stdout
    assert re.search(r":india a .*dip:State ;", told)
    assert ask(release, "CONSTRUCT WHERE { :india ?p ?o }").stdout == told


def test_ask_is_answered_in_a_word(release: Release) -> None:
    assert ask(release, "ASK { ?x a dip:Event }").stdout.strip() == "true"
    assert (
        ask(release, "--format", "table", "ASK { ?x a dip:Nothing }").stdout.strip()
        == "false"
    )


def test_a_format_that_cannot_hold_the_answer_is_told(release: Release) -> None:
    done = ask(release, "--format", "turtle", STATES)
    assert done.exit_code == 1
    assert "turtle cannot hold this answer" in done.stderr


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_yes_or_no_is_refused_in_the_formats_that_cannot_hold_it(
    name: str, release: Release
) -> None:
    done = ask(release, "--format", name, "ASK { ?x a dip:Event }")
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{name} cannot hold this answer: ASK gives yes or no" in done.stderr


def test_notices_stand_on_standard_error_and_the_answer_alone_on_output(
    release: Release,
) -> None:
    done = ask(release, 'SELECT ?x { ?x dip:chared ?y ; rdfs:label "Kazakhstan" }')
    assert done.stdout == "x\n"
    names, tags = done.stderr.splitlines()
    assert names.startswith("Notice: dip:chared occurs nowhere here. Did you mean dip:")
    assert tags.startswith('Notice: "Kazakhstan" occurs here as "Kazakhstan"@en')
    assert ask(release, STATES).stderr == ""


@pytest.mark.parametrize(
    "query",
    ["SELECT", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "CLEAR ALL"],
)
def test_a_query_that_is_not_run_is_told_without_a_traceback(
    query: str, release: Release
) -> None:
    done = ask(release, query)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_a_query_that_is_not_utf8_is_told(release: Release, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_bytes(b"ASK { ?s ?p '\xff' }")
    done = ask(release, "--file", str(tmp_path / "query.rq"))
    assert done.exit_code == 1
    assert "not UTF-8: its byte 13" in done.stderr


def test_a_mistake_of_our_own_is_owned_without_a_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("diplomatica.pipeline.building.check", mistaken)
    done = CliRunner().invoke(main, ["check", str(folder)])
    assert done.exit_code == 70
    assert "a mistake in diplomatica itself: RuntimeError: no such luck" in done.stderr
    assert isinstance(
        CliRunner().invoke(main, ["--traceback", "check", str(folder)]).exception,
        RuntimeError,
    )


def test_two_queries_at_once_are_a_slip_of_usage(release: Release) -> None:
    assert ask(release, STATES, "--file", "-").exit_code == 2


def test_without_a_release_it_is_told_how_to_make_one(tmp_path: Path) -> None:
    done = told_by("query", "--release", str(tmp_path), STATES)
    assert (done.exit_code, "diplomatica build" in done.stderr) == (1, True)
    assert "name the folder of one with --release" in done.stderr


def test_check_tells_what_it_found_and_writes_nothing(folder: Path) -> None:
    done = run("check", str(folder))
    assert done.returncode == 0
    assert re.search(r"no faults in \d+ claims, \d+ triples", done.stdout)
    assert done.stderr == ""
    assert sorted(path.name for path in folder.iterdir()) == [
        "dataset",
        "ontology",
        "seeds",
    ]


def test_build_tells_where_the_release_is_and_is_silent_where_there_is_no_terminal(
    folder: Path, tmp_path: Path
) -> None:
    done = run("build", str(folder), "--output", str(tmp_path / "releases"))
    assert done.returncode == 0
    assert done.stdout.startswith(str((tmp_path / "releases" / "latest").resolve()))
    assert done.stderr == ""


def test_a_place_that_cannot_be_written_to_is_told(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    releases = tmp_path / "file" / "releases"
    done = told_by("build", str(folder), "--output", str(releases))
    assert done.exit_code == 1
    assert "cannot be written to" in done.stderr


def test_something_called_latest_that_is_no_link_is_left_alone(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "releases" / "latest").mkdir(parents=True)
    done = told_by("build", str(folder), "--output", str(tmp_path / "releases"))
    assert done.exit_code == 1
    assert "is in the way" in done.stderr


def test_every_command_has_help() -> None:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0
        assert command.help


def test_a_fault_in_one_claim_does_not_hide_another(folder: Path) -> None:
    append(
        folder / CLAIMS,
        'c:x { c:x dip:quote "no such words at all" . :osce dip:of :osce }\n',
    )
    append(
        folder / CLAIMS,
        'c:y { c:y dip:quote "nor these words here" . :osce dip:of :osce }\n',
    )
    told = told_by("check", str(folder)).stderr
    assert ": x: the words" in told
    assert ": y: the words" in told


@contextmanager
def watching(folder: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """`check --watch` of a folder, with all that it tells; ended by its id, whatever happens."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "diplomatica",
        "check",
        "--watch",
        str(folder),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Whoever starts the tests behind a shell has them ignore Ctrl+C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout
        finally:
            process.kill()


def until_checked(told: IO[str]) -> list[str]:
    """What is told of one check; a slow one begins with what is seen at a glance."""
    lines = [told.readline()]
    while lines[-1] and not re.match(r"Checked in \d+\.\d s; waiting", lines[-1]):
        lines.append(told.readline())
    return lines


def test_watching_checks_again_on_save_and_tells_faults_and_then_none(
    folder: Path,
) -> None:
    file = folder / CLAIMS
    right = file.read_text("utf-8")
    with watching(folder) as (process, told):
        assert "no faults" in until_checked(told)[-2]
        file.write_text(
            right.replace("The OSCE summit was held …", "The OSCE summit was hold …"),
            "utf-8",
        )
        lost = r"\.trig:\d+: osce-finale: the words “The OSCE summit was hold …"
        assert re.search(lost, until_checked(told)[-2])
        file.write_text(right, "utf-8")
        assert "no faults" in until_checked(told)[-2]
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert "Traceback" not in told.read()


@pytest.mark.parametrize("name", ["", "a.nt"])
def test_watching_follows_a_link_wherever_it_leads(tmp_path: Path, name: str) -> None:
    for number in (1, 2):
        file = tmp_path / f"v{number}" / "a.nt"
        file.parent.mkdir()
        file.write_text("<https://e.org/a> <https://e.org/v> 1 .\n" * (3 - number))
    link, following = tmp_path / (name or "cur"), tmp_path / "next"
    link.symlink_to(Path("v1") / name)
    with watching(link) as (_, told):
        until_checked(told)
        following.symlink_to(Path("v2") / name)
        following.replace(link)
        until_checked(told)
        (tmp_path / "v2" / "a.nt").write_text("this is wrong")
        assert any("a.nt:1: " in line for line in until_checked(told))


def test_watching_follows_a_table_below_a_link_to_a_folder(tmp_path: Path) -> None:
    for number, column in ((1, "name"), (2, "colour")):
        place = tmp_path / f"v{number}"
        place.mkdir()
        (place / "a.csv").write_text(f"id,{column}\n1,red\n")
        columns = [{"name": "id"}, {"name": column}]
        context = "http://www.w3.org/ns/csvw"
        table = {"url": "a.csv", "tableSchema": {"columns": columns}}
        told = json.dumps({"@context": context, **table})
        (place / "a.csv-metadata.json").write_text(told)
    link, following = tmp_path / "cur", tmp_path / "next"
    link.symlink_to("v1")
    with watching(link / "a.csv") as (_, told_by_it):
        assert any("no faults" in line for line in until_checked(told_by_it))
        following.symlink_to("v2")
        following.replace(link)
        assert any("no faults" in line for line in until_checked(told_by_it))
        (tmp_path / "v2" / "a.csv-metadata.json").write_text("{")
        assert not any("no faults" in line for line in until_checked(told_by_it))


def test_a_plan_that_is_stated_as_held_is_hinted_at(folder: Path, spoil: Spoil) -> None:
    spoil(
        CLAIMS,
        "dip:location :lebanon ; dip:status dip:planned .",
        "dip:location :lebanon ; dip:status dip:held .",
    )
    done = told_by("check", str(folder))
    assert done.exit_code == 0
    assert re.search(
        (
            r"Hint: .*\.trig:\d+: co-deployment: states dip:held, and its words "
            r"say “will” → write dip:planned"
        ),
        done.stderr,
    )


def test_a_query_that_overflows_the_engine_is_an_error_and_no_crash(
    release: Release,
) -> None:
    done = run(
        "query",
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        "--release",
        str(release.folder),
    )
    assert done.returncode == 1
    assert "nested too deeply" in done.stderr


@pytest.mark.parametrize("below", [".", "dataset/claims"])
def test_a_command_without_a_place_takes_the_dataset_where_it_is_run(
    below: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / below)
    checked = CliRunner().invoke(main, ["check"])
    assert checked.exit_code == 0, checked.output
    assert f"{folder}: no faults" in checked.output
    named = next((folder / "seeds").iterdir()).stem
    asked = CliRunner().invoke(main, ["claim", named, "no such words"])
    assert (asked.exit_code, "is no article" in asked.output) == (1, False)


def test_elsewhere_it_takes_the_dataset_of_this_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert dataset_here() == PACKAGED
