"""Who makes the parts of a build for a command, and where they are kept."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, parent_process
from threading import Thread
from typing import TypeVar

import click

from diplomatica.cli.bringing.cache import cache
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop

Decorated = TypeVar("Decorated", bound=Callable[..., object])
_MADE = 50_000  # objects, after which circles are looked for among them
_MAKING = ["diplomatica.pipeline.building", "diplomatica.pipeline.checking.validation"]


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=_processors,
    show_default="as many as there are processors",
    help="How many processes work side by side on what is large.",
)


SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="A scheduler of Dask, such as tcp://10.0.0.1:8786, whose workers check what is "
    "large in the place of processes here.",
)


@contextmanager
def workshop(jobs: int = 0, scheduler: str = "") -> Iterator[Workshop]:
    """The workshop of this user: who works there, and what was made before.

    Unless told, there are as many processes as processors. Raises UnfitScheduler.
    """
    _leave_modules_alone()
    keep, jobs = Keep(cache() / "sheets"), jobs or _processors()
    with _processes(jobs) as here, _workers(here, jobs, scheduler) as (executor, many):
        yield Workshop(executor, many, keep, here)
    keep.tidy()


@contextmanager
def _workers(
    here: Executor | None, jobs: int, scheduler: str
) -> Iterator[tuple[Executor | None, int]]:
    """Who makes parts, and how many at once: the cluster, or the processes here."""
    if not scheduler:
        yield here, jobs
        return
    from diplomatica.cli.bringing.cluster import cluster

    with cluster(scheduler) as workers:
        yield workers


@contextmanager
def _processes(jobs: int) -> Iterator[Executor | None]:
    """Processes that start when the first part is handed out."""
    if jobs == 1:
        yield None
        return
    is_able = "forkserver" in get_all_start_methods()
    context = get_context("forkserver" if is_able else "spawn")
    context.set_forkserver_preload(_MAKING)
    with ProcessPoolExecutor(jobs, context, _prepare) as executor:
        yield executor


def _prepare() -> None:
    """Leave Ctrl+C to the command, and end with it, whatever ends that."""
    _leave_modules_alone()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_command, daemon=True).start()


def _leave_modules_alone() -> None:
    """Let the collector of garbage pass over all that was imported, which stays anyway.

    Of what a build makes hardly anything is left in circles: it is looked for seldom.
    """
    gc.freeze()
    gc.set_threshold(_MADE)


def _end_with_command() -> None:
    command = parent_process()
    if command is not None:
        command.join()
        os._exit(1)
