"""A cluster of Dask that makes parts of a build, where one machine is not enough."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from diplomatica.errors import UnfitScheduler
from diplomatica.model.code import code

if TYPE_CHECKING:
    from distributed import Client

# Seconds for the scheduler to answer, and for its first worker to be there.
_PATIENCE = 10


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """What the workers of a scheduler do, and how many threads they have for it.

    What they need travels to them. Raises UnfitScheduler.
    """
    try:
        from distributed import Client
    except ImportError as error:
        advice = "install it: pip install 'diplomatica[dask]'"
        raise UnfitScheduler(address, "cannot be asked without Dask", advice) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        advice = "start one with dask scheduler, and give the address that it tells"
        raise UnfitScheduler(address, "no scheduler answers", advice) from error
    with client:
        threads = _threads(client, address)
        yield client.get_executor(pure=False), threads


def _threads(client: "Client", address: str) -> int:
    """How many threads all workers have, each of which has this very code."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        advice = f"start some with dask worker {address}"
        raise UnfitScheduler(address, "has no workers", advice) from error
    codes = client.run(code, on_error="return")
    others = sorted(worker for worker, theirs in codes.items() if theirs != code())
    if others:
        what = f"{', '.join(others)} would make other bytes"
        advice = "install this version of diplomatica and its requirements.txt there"
        raise UnfitScheduler(address, what, advice)
    return sum(client.nthreads().values())
