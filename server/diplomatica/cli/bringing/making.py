"""Who makes the parts of a build for a command, and where they are kept."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from typing import TypeVar

import click

from diplomatica.cli.bringing.cache import cache
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop

Decorated = TypeVar("Decorated", bound=Callable[..., object])
_MAKING = ["diplomatica.pipeline.building", "diplomatica.pipeline.checking.validation"]

JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="as many as the machine has processors",
    help="How many processes check what is large side by side.",
)


SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="A scheduler of Dask, such as tcp://10.0.0.1:8786, whose workers check what is "
    "large in the place of processes here.",
)


@contextmanager
def workshop(jobs: int = 1, scheduler: str = "") -> Iterator[Workshop]:
    """The workshop of this user: who works there, and what was made before.

    Raises UnfitScheduler.
    """
    keep = Keep(cache() / "sheets")
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
    with ProcessPoolExecutor(jobs, context, _leave_interrupts) as executor:
        yield executor


def _leave_interrupts() -> None:
    """Ctrl+C ends the command, which ends these."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
