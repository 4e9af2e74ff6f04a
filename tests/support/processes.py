"""What tests and benchmarks ask of the machine: a program, a free port, a process with all
below it, and its memory."""

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def needed(program: str) -> str:
    """The path of a program; where it is missing, a reason to leave a test out."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        leave_out = pytest.fail if os.environ.get("CI") else pytest.skip
        leave_out(f"{program} is not installed")
    return found


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(process: int) -> set[int]:
    """A process and all that it started, and what those started, as far as they still run."""
    found = {process}
    for path in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(OSError):
            for child in (path / "children").read_text().split():
                found |= family(int(child))
    return found


def web_process(server: int) -> int:
    """The process that answers: the one that has started others."""
    children = family(server) - {server}
    return next(
        one for one in children if len(family(one)) > 1 and parent(one) == server
    )


def parent(process: int) -> int:
    """The process that started one."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[1])


def memory(processes: set[int]) -> int:
    """The MiB that processes take; what several share is counted once between them."""
    kibibytes = 0
    for process in processes:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            kibibytes += sum(
                int(line.split()[1]) for line in lines if line.startswith("Pss:")
            )
    return kibibytes // 1024


def until(is_so: Callable[[], bool], seconds: float = 40) -> None:
    """Wait for something to be so, whatever fails meanwhile."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("It did not come to be in time.")


def processor_time(processes: set[int]) -> float:
    """The seconds of processor that processes took, with those below them that ended."""
    ticks = 0
    for process in processes:
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{process}/stat").read_text("ascii")
            # after its name, which may hold anything
            ticks += sum(map(int, told.rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")
