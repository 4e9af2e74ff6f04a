"""What a build may take, and the process of its own that it is made in and ended with.

No input can be told beforehand to have an end: a regular expression in a shape may run
for ever, and a library may fill the memory before it says a word.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click

from diplomatica.cli.options.hung import Command, with_options
from diplomatica.cli.terminal.steps import tell_steps
from diplomatica.engine import installed
from diplomatica.errors import DiplomaticaError, Unbounded
from diplomatica.interrupts import left_to_this_process
from diplomatica.model.dataset.folder import LARGEST

_MEBIBYTE = 1 << 20
_LOOKS_AFTER = 0.1  # seconds between two looks at the memory
_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@dataclass(frozen=True)
class BuildBounds:
    """What a build may take."""

    seconds: float = 3600
    memory: int = field(default_factory=lambda: installed() * 3 // 4)
    """The bytes that all its processes have together."""
    largest: int = LARGEST
    """The bytes that one of its files has, once it is unpacked."""


_OPTIONS: tuple[Any, ...] = (
    click.option(
        "--build-time",
        type=click.FloatRange(1),
        default=BuildBounds.seconds,
        show_default=True,
        help="Seconds that a build may take.",
    ),
    click.option(
        "--build-memory",
        type=click.IntRange(64),
        help="MiB that a build may take.  [default: three quarters of this machine's]",
    ),
    click.option(
        "--largest-file",
        type=click.IntRange(1),
        default=LARGEST // _MEBIBYTE,
        show_default=True,
        help="MiB that a file may have, once it is unpacked.",
    ),
)


def of_build(command: Command) -> Command:
    """Give a command these options; it takes them as its `bounds`."""

    @wraps(command)
    def with_bounds(*given: Any, **told: Any) -> object:
        seconds, memory = told.pop("build_time"), told.pop("build_memory")
        largest = told.pop("largest_file") * _MEBIBYTE
        bounds = BuildBounds(seconds, largest=largest)
        if memory:
            bounds = replace(bounds, memory=memory * _MEBIBYTE)
        return command(*given, bounds=bounds, **told)

    bounded: Any = with_options(with_bounds, *_OPTIONS)
    return bounded  # type: ignore[no-any-return]


def go_on_bounded(bounds: BuildBounds) -> None:
    """Go on in a process of its own; this one sees after it, and ends as it does.

    Raises Unbounded, once that process and all of its own are ended. Whoever has taken
    the output of this process, as tests do, has it all in one.
    """
    if sys.stdout is not sys.__stdout__:
        return
    print(end="", flush=True)
    told, tell = Pipe(duplex=False)
    child = os.fork()
    if not child:
        told.close()
        tell_steps(tell.send)
        return
    tell.close()
    with told, _passed_on(child):
        code = _seen_after(child, partial(_code, child), told, bounds)
    sys.exit(code if code >= 0 else 128 - code)


def made_bounded(make: Callable[[], object], bounds: BuildBounds) -> None:
    """Make something in a process of its own, which tells its steps and its error.

    Raises that error, and Unbounded.
    """
    context = get_context("spawn")
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(make, tell))
    with left_to_this_process():
        process.start()
    tell.close()
    assert process.pid is not None
    with told:
        try:
            _seen_after(process.pid, lambda: process.exitcode, told, bounds)
        except KeyboardInterrupt:
            _end(process.pid)
            raise


def _make(make: Callable[[], object], tell: Connection) -> None:
    """Make it in a process of its own, and send its steps and its error."""
    tell_steps(tell.send)
    try:
        make()
    except (DiplomaticaError, OSError) as error:
        tell.send(error)
    except Exception as error:
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note(traceback.format_exc())
        tell.send(told)


def _code(child: int) -> int | None:
    """How a child of this process ended; None while it runs."""
    ended, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


@contextmanager
def _passed_on(child: int) -> Iterator[None]:
    """Let signals end the child, which this process waits for.

    A terminal tells all of its processes by itself.
    """

    def pass_on(number: int, _: object) -> None:
        if number != signal.SIGINT or not sys.stdin.isatty():
            with suppress(ProcessLookupError):
                os.kill(child, number)

    before = {one: signal.signal(one, pass_on) for one in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _seen_after(
    child: int, code: Callable[[], int | None], told: Connection, bounds: BuildBounds
) -> int:
    """The code with which a process ended. Raises what it told, and Unbounded."""
    end, doing = time.monotonic() + bounds.seconds, "Beginning"
    while (code_of_end := code()) is None:
        doing = _step(told, _LOOKS_AFTER) or doing
        if what := _too_much(child, end, bounds):
            _end(child)
            while code() is None:
                time.sleep(_LOOKS_AFTER)
            raise Unbounded(*what, doing)
    return _unless_broken(code_of_end, _step(told, 0) or doing)


def _too_much(child: int, end: float, bounds: BuildBounds) -> tuple[str, str] | None:
    """What a process takes too much of, in words, and the option that allows more."""
    if time.monotonic() > end:
        return f"it takes more than {bounds.seconds:g} seconds", "--build-time"
    if memory_taken(child) > bounds.memory:
        most = f"{bounds.memory // _MEBIBYTE:,} MiB of memory"
        return f"it takes more than {most}", "--build-memory"
    return None


def _step(told: Connection, wait: float) -> str:
    """The last step that was told, waited for a little; an error that is told is raised."""
    step = ""
    try:
        while told.poll(wait):
            step_or_fault = told.recv()
            if isinstance(step_or_fault, Exception):
                raise step_or_fault
            step, wait = step_or_fault, 0
    except EOFError:
        time.sleep(wait / 10)
    return step


def _unless_broken(code: int, doing: str) -> int:
    """The code of a process that ended by itself. Raises DiplomaticaError."""
    if code >= 0 or -code in _SIGNALS:
        return code
    why = signal.strsignal(-code) or f"signal {-code}"
    advice = "take away what nests very deep or is very large, and see whether it goes"
    raise DiplomaticaError(f"{doing}: it broke down ({why}) → {advice}")


def _end(child: int) -> None:
    """End a process and all that it started; what they wrote aside, the next one drops."""
    for process in _family(child):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _family(process: int) -> list[int]:
    """A process and all that it started, as far as this system tells (Linux does)."""
    members = [process]
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                members += _family(int(child))
    return members


def memory_taken(process: int) -> int:
    """The bytes of memory that a process and all that it started have for themselves."""
    pages = 0
    for one in _family(process):
        with suppress(OSError):
            _, resident, shared, *_ = Path(f"/proc/{one}/statm").read_text().split()
            pages += int(resident) - int(shared)
    return pages * os.sysconf("SC_PAGE_SIZE")
