"""A query worker: a process that answers one query after the other, within limits.

The kernel keeps the limits, so that nothing the engine does can escape: an alarm for
the time, a bound on the address space, and no file descriptor left for a socket. A
store on disk opens its files when it first looks into them: it has one for each.
"""

import gc
import os
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from diplomatica.engine.embedded import Embedded
from diplomatica.engine.limits import Limits
from diplomatica.engine.pool import frames
from diplomatica.errors import LimitReached, LostQuery, QueryError

_STATM = Path("/proc/self/statm")
_FAILED = "The engine failed at this query. The fault was written to the server's log."
_TOO_LARGE = (
    "Ask for less at once: fewer variables, a LIMIT in a subquery, no product of "
    "unconnected patterns."
)

Open = Callable[[], tuple[Embedded, int]]
"""What gives an engine, and how many files that may open while it answers."""


def work(connection: socket.socket, open_store: Open, limits: Limits) -> None:
    """Answer what comes over the connection until it is closed.

    A process that has grown too much ends before. A message is a call: the name of a
    method of the engine, and its arguments. A pair of its value, and of an error
    instead of it, comes back.
    """
    store, files = open_store()
    _confine(limits, files)
    start = _resident()
    while True:
        try:
            call = frames.receive(connection)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        value, error = _answer_or_error(store, limits, *call)
        signal.setitimer(signal.ITIMER_REAL, 0)
        frames.send(connection, (value, error))
        if isinstance(error, LostQuery) or _resident() - start > limits.kept:
            return


def _answer_or_error(
    store: Embedded,
    limits: Limits,
    name: str,
    arguments: tuple[Any, ...],
    terms: dict[str, Any],
) -> tuple[Any, QueryError | None]:
    """What a query finds, or its error; the worker outlives whatever the engine raises."""
    try:
        return getattr(store, name)(*arguments, **terms), None
    except QueryError as error:
        return None, error
    except MemoryError:
        return None, out_of_memory(limits)
    except BaseException as error:  # a panic of the engine is no Exception
        fault = f"{type(error).__name__}: {error}"
        return None, LostQuery(_FAILED, fault)


def out_of_memory(limits: Limits) -> LimitReached:
    """The error for a query that took all the memory that one query may take."""
    return LimitReached("memory", limits.memory, "bytes", _TOO_LARGE)


def _confine(limits: Limits, files: int) -> None:
    """Take away what no query needs. The engine may open so many files more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # What is shared with the loader is never looked through, so it stays shared.
    gc.freeze()
    if _STATM.exists():
        pages = int(_STATM.read_text("ascii").split()[0])
        space = _allowed(pages * resource.getpagesize() + limits.memory)
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What the engine prints when it dies would only clutter the log.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # The lowest descriptor that is free: with the limit there, none can be opened.
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + files, free + files))


def _allowed(space: int) -> int:
    """As much of an address space as whoever started the server lets it have."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    return space if most == resource.RLIM_INFINITY else min(space, most)


def _resident() -> int:
    """The most memory that this process has ever had resident, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
