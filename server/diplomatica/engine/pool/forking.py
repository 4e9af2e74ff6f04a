"""The processes of workers: how they begin, and why they end."""

import asyncio
import logging
import os
import signal
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from diplomatica.engine.limits import Limits
from diplomatica.engine.memory import Place
from diplomatica.engine.pool import frames
from diplomatica.engine.pool.loader import Loader
from diplomatica.engine.pool.task import Task
from diplomatica.engine.pool.worker import out_of_memory
from diplomatica.errors import LimitReached, LostQuery, QueryError, RefusedQuery
from diplomatica.model.dataset.release import Release

_LOG = logging.getLogger(__name__)
_TOO_SLOW = (
    "Patterns that share no variable multiply each other's rows: connect them. "
    "Else ask for less at once: name a subject or a graph, add a LIMIT, "
    "or take the dump and ask that."
)
_TOO_DEEP = "This query is nested too deeply: write it with fewer levels."
_LOST = "The process that answered this query was ended from outside. Ask again."

DEATHS: Counter[str] = Counter()
"""How many workers and loaders have ended before their time, by what ended them."""
_CAUSES = {
    -signal.SIGALRM: "limit of time",
    -signal.SIGABRT: "limit of memory",
    -signal.SIGSEGV: "limit of depth",
}
_ORDER = "order of rows"


def is_abort(code: int) -> bool:
    """Whether an engine gave up: for want of memory, or of an order of what it sorts."""
    return code == -signal.SIGABRT


class Worker:
    """A worker's process and the connection to it, and what it is busy with."""

    __slots__ = ("connection", "is_killed", "pid", "reader", "task")

    def __init__(self, pid: int, connection: socket.socket) -> None:
        """A worker that has nothing to do yet."""
        connection.setblocking(False)
        self.pid, self.connection = pid, connection
        self.reader = frames.FrameReader()
        self.task: Task | None = None
        self.is_killed = False
        """Whether it was ended from here: such deaths are neither counted nor logged."""

    def kill(self) -> None:
        """End the process, which is ours until the loader has waited for it."""
        self.is_killed = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def send(self, call: tuple[Any, ...], loop: asyncio.AbstractEventLoop) -> None:
        """Have it answer a call. Raises OSError where it is gone."""
        self._write(memoryview(frames.packed(call)), loop)

    def _write(self, rest: memoryview, loop: asyncio.AbstractEventLoop) -> None:
        """Send as much as there is room for now, and the rest when there is more."""
        try:
            sent = self.connection.send(rest)
        except BlockingIOError:
            sent = 0
        if sent < len(rest):
            loop.add_writer(self.connection, self._write_on, rest[sent:], loop)

    def _write_on(self, rest: memoryview, loop: asyncio.AbstractEventLoop) -> None:
        loop.remove_writer(self.connection)
        # Reading finds the connection closed, too, and sees to it.
        with suppress(OSError):
            self._write(rest, loop)

    def close(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear no more of it."""
        loop.remove_reader(self.connection)
        loop.remove_writer(self.connection)
        self.connection.close()

    def end_in_time(self, task: Task) -> None:
        """End the process as the limit of time does, if it is still at that task."""
        if self.task is task:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGALRM)


class Forking:
    """Forks workers from a loader, and tells why they ended.

    The loader does one thing at a time.
    """

    def __init__(self, release: Release, limits: Limits, place: Place) -> None:
        """Load the release, and wait until it is there. Raises BrokenRelease."""
        self._release, self._limits, self._place = release, limits, place
        self.loader = Loader(release, limits, place)
        self._thread = ThreadPoolExecutor(1)

    def first(self) -> Worker:
        """One of the workers that there are from the start, waited for."""
        return Worker(*self.loader.fork())

    async def another(self) -> Worker:
        """One more worker, from a new loader if the old one is gone. Raises BrokenRelease."""
        loop = asyncio.get_running_loop()
        return Worker(*await loop.run_in_executor(self._thread, self._forked))

    def _forked(self) -> tuple[int, socket.socket]:
        """A new worker; of a new loader where the old one has ended."""
        try:
            return self.loader.fork()
        except EOFError:
            DEATHS["loader"] += 1
            _LOG.error("The loader %d ended; it is started again.", self.loader.pid)
            self.loader.close()
            self.loader = Loader(self._release, self._limits, self._place)
            return self.loader.fork()

    async def ended(self, worker: Worker) -> int:
        """Wait for a worker that has ended, and tell its exit code; it is counted."""
        loop = asyncio.get_running_loop()
        code = await loop.run_in_executor(self._thread, self._exit_code, worker.pid)
        if code and not worker.is_killed:
            cause = _CAUSES.get(code, "outside")
            if is_abort(code) and worker.task and worker.task.may_be_reordered:
                cause = _ORDER
            DEATHS[cause] += 1
            _LOG.warning("The query worker %d ended (%s).", worker.pid, cause)
        return code

    def _exit_code(self, pid: int) -> int:
        try:
            return self.loader.wait(pid)
        except EOFError:
            return 0

    def why(self, code: int) -> QueryError:
        """Why a worker ended in the middle of a query."""
        if code == -signal.SIGALRM:
            return LimitReached("time", self._limits.seconds, "seconds", _TOO_SLOW)
        if is_abort(code):
            return out_of_memory(self._limits)
        if code == -signal.SIGSEGV:
            return RefusedQuery(_TOO_DEEP)
        return LostQuery(_LOST)

    def close(self) -> None:
        """End the loader and all workers."""
        self.loader.close()
        self._thread.shutdown(wait=False)
