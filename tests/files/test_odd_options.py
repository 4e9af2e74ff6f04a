"""What is no base, licence or language is told in words, and odd names are names."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from diplomatica.cli.main import main
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check
from diplomatica.pipeline.files.bringing.owncatalog.seen import base_of
from processes import free_port

SAID = '<https://e.org/a> <https://e.org/p> "1" .\n'


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--base", "http://ex.org/x#", "write what stands before, such as http://ex"),
        ("--base", "http://ex.org/a b/", "is no address"),
        ("--base", 'http://ex.org/"><b>/', "is no address"),
        ("--base", "http://", "is no address"),
        ("--base", "http://ex.org:99999/", "is no address"),
        ("--base", "http://ex.org/?q=", "has a # or a ?"),
        ("--licence", "http://a b", "is no IRI"),
        ("--language", "klingon!!", "is no tag of one"),
        ("--language", "de_DE", "is no tag of one"),
    ],
)
def test_an_option_that_is_none_is_told_in_words(
    option: str, value: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text(SAID, "utf-8")
    told = CliRunner().invoke(main, ["check", str(tmp_path), option, value])
    assert told.exit_code == 2
    assert words in told.stderr


def test_an_address_with_a_port_that_is_none_is_no_base() -> None:
    assert base_of("http://ex.org:99999/x") == ""
    assert base_of("http://ex.org:8080/x") == "http://ex.org:8080/"


def test_a_file_whose_name_is_not_utf_8_is_read(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.nt"))
    file.write_text(SAID, "utf-8")
    built = check(bundle((tmp_path,)))
    assert [one.name for one in built.reading.brought] == ["bad\\udcff.nt"]
    assert len(built.triples) > 1


@pytest.mark.parametrize("seconds", [0.8, 2.0, 4.0])
def test_ctrl_c_while_a_file_is_made_ready_ends_it_in_words(
    seconds: float, tmp_path: Path
) -> None:
    said = "".join(
        f"<https://e.org/{n}> <https://e.org/p> <https://e.org/{n}/o> .\n"
        for n in range(6000)
    )
    (tmp_path / "a.nt").write_text(said, "utf-8")
    command = [sys.executable, "-m", "diplomatica", "serve", str(tmp_path / "a.nt")]
    with subprocess.Popen(
        [*command, "--port", str(free_port())],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Who runs the tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert "Traceback" not in out + err
    assert "KeyboardInterrupt" not in out + err


def test_ctrl_c_while_the_commands_are_read_in_is_told_in_words() -> None:
    pressed = (
        "import builtins, diplomatica.__main__ as started\n"
        "def press(*_): raise KeyboardInterrupt\n"
        "builtins.__import__ = press\n"
        "started.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", pressed], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", "\nAborted!\n")


HOLDING = """
import time
from multiprocessing import get_context
from diplomatica.cli.bringing.bounds import BuildBounds, made_bounded

def make():
    held = get_context("spawn").Semaphore()
    print("held", flush=True)
    time.sleep(60)

if __name__ == "__main__":
    try:
        made_bounded(make, BuildBounds())
    except KeyboardInterrupt:
        print("ended", flush=True)
"""


def test_ctrl_c_while_parts_are_made_leaves_no_word_of_what_they_held(
    tmp_path: Path,
) -> None:
    (tmp_path / "holding.py").write_text(HOLDING, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "holding.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=60) == ("ended\n", "")
