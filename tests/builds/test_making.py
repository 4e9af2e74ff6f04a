"""The processes of a command leave Ctrl+C to it, and end with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from diplomatica.cli.bringing.making import workshop
from processes import family

COMMAND = """
import os, time
from diplomatica.cli.bringing.making import workshop

if __name__ == "__main__":
    with workshop(2) as made:
        print(made.executor.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def test_parts_are_made_by_other_processes_which_leave_interrupts_alone() -> None:
    with workshop(2) as made:
        assert made.executor is not None
        assert made.executor.submit(os.getpid).result() != os.getpid()
        handling = made.executor.submit(signal.getsignal, signal.SIGINT).result()
    assert handling == signal.SIG_IGN


def test_with_one_job_nothing_is_started() -> None:
    with workshop(1) as made:
        assert made.executor is None


def test_a_command_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    script = tmp_path / "command.py"
    script.write_text(COMMAND, "utf-8")
    starting = [sys.executable, str(script)]
    with subprocess.Popen(starting, stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        worker = int(command.stdout.readline())
        started = family(command.pid)
        command.kill()
    assert worker in started
    assert gone(started)


def gone(processes: set[int]) -> bool:
    """Whether all these have ended, or do within some seconds."""
    for _ in range(200):
        if not any(map(runs, processes)):
            return True
        time.sleep(0.1)
    return False


def runs(process: int) -> bool:
    """Whether a process runs: one that has ended may wait to be told to its parent."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"
