"""The engine of a server: query workers, and a fair queue before them.

Each worker is busy with one query at a time.
"""

import asyncio
import logging
import os
import signal
import socket
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from diplomatica.engine.engine import Method
from diplomatica.engine.limits import Limits, busy, too_many
from diplomatica.engine.pool import frames
from diplomatica.engine.pool.loader import Loader
from diplomatica.engine.pool.worker import out_of_memory
from diplomatica.engine.running import NUMBERS, Running, text_of
from diplomatica.engine.storage import Place
from diplomatica.errors import (
    DiplomaticaError,
    EndedQuery,
    LimitReached,
    LostQuery,
    QueryError,
    RefusedQuery,
)
from diplomatica.model.dataset.release import Release

_LOG = logging.getLogger(__name__)
_TOO_SLOW = (
    "Patterns that share no variable multiply each other's rows: connect them. "
    "Else ask for less at once: name a subject or a graph, add a LIMIT, "
    "or take the dump and ask that."
)
_TOO_DEEP = "This query is nested too deeply: write it with fewer levels."
# A query that has run for so long is a long one; those have half of the workers.
_SHORT = 0.25
_LOOKS_AFTER = 0.05  # seconds between two looks for room, while a query waits
_CLOSED = "The release that this was asked of is closed. Ask the newer one again."
_LOST = "The process that answered this query was ended from outside. Ask again."


DEATHS: Counter[str] = Counter()
"""How many workers and loaders have ended before their time, by what ended them."""
_CAUSES = {
    -signal.SIGALRM: "limit of time",
    -signal.SIGABRT: "limit of memory",
    -signal.SIGSEGV: "limit of depth",
}


class _Task:
    """One call of a method of the engine, for a client that awaits its outcome."""

    __slots__ = (
        "asked",
        "begun",
        "call",
        "client",
        "is_long",
        "number",
        "outcome",
        "timer",
    )

    def __init__(
        self, client: str, call: tuple[Any, ...], outcome: asyncio.Future[Any]
    ) -> None:
        self.client, self.call, self.outcome = client, call, outcome
        self.timer: asyncio.TimerHandle | None = None
        self.begun, self.is_long = 0.0, False
        self.number, self.asked = next(NUMBERS), outcome.get_loop().time()

    def running(self, process: int) -> Running:
        """What is told of it; no process answers it while it waits."""
        name, arguments, _ = self.call
        seconds = self.outcome.get_loop().time() - self.asked
        query = text_of(name, arguments)
        return Running(self.number, self.client, query, seconds, not process, process)


class _Worker:
    """A worker's process and the connection to it, and what it is busy with."""

    __slots__ = ("connection", "is_killed", "pid", "reader", "task")

    def __init__(self, pid: int, connection: socket.socket) -> None:
        connection.setblocking(False)
        self.pid, self.connection = pid, connection
        self.reader = frames.Reader()
        self.task: _Task | None = None
        self.is_killed = False

    def kill(self) -> None:
        """End the process, which is ours until the loader has waited for it."""
        self.is_killed = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Workers:
    """A release that other processes answer for, so that no query can harm another.

    All of it runs in one event loop; nothing is locked, and a query that waits costs no
    thread.
    """

    def __init__(
        self,
        release: Release,
        limits: Limits | None = None,
        count: int = 4,
        place: Place = "auto",
    ) -> None:
        """Load the release, and wait until it is there; no event loop is needed yet.

        `count` workers are for clients' queries, and one more is for the site's own:
        pages never wait for queries. Raises BrokenRelease.
        """
        self.release, self.limits = release, limits or Limits()
        self._count, self._place = count, place
        self._loader = Loader(release, self.limits, place)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._queues: dict[str, deque[_Task]] = {}
        self._long: deque[_Task] = deque()
        self._looking: asyncio.TimerHandle | None = None
        # One thing at a time is asked of the loader.
        self._forking = ThreadPoolExecutor(1)
        self._asking: Counter[str] = Counter()
        self._coming: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self.answered = 0
        """How many queries have been answered."""
        self._closing = False
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._replacing = asyncio.Lock()

    async def start(self) -> None:
        """Fork the workers, in the loop that will ask them."""
        self._loop = asyncio.get_running_loop()
        for _ in range(self._count + 1):
            self._admit(*self._loader.fork())

    async def close(self, seconds: float | None = None) -> None:
        """End all workers, once what is running has ended, or after so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), seconds)
        self._closing = True
        self._lose_all()
        # A worker that is being forked is waited for, so that it can be ended, too.
        async with self._replacing:
            for worker in self._all:
                self._dismiss(worker)
            self._loader.close()
        self._forking.shutdown(wait=False)

    def _lose_all(self) -> None:
        """Tell whoever still waits that they wait in vain."""
        running = [worker.task for worker in self._all]
        for task in (*running, *self._all_waiting()):
            if task and not task.outcome.done():
                task.outcome.set_exception(LostQuery(_CLOSED))

    def refuse_busy(self, client: str) -> None:
        """Raise TooManyQueries for a client who asks as much as one may at once."""
        asked = self._asking[client] + self._coming[client]
        if client and asked >= self.limits.at_once:
            raise too_many(self.limits)

    @contextmanager
    def coming(self, client: str) -> Iterator[None]:
        """Count a query for its client while its text still comes.

        Raises TooManyQueries.
        """
        self.refuse_busy(client)
        self._coming[client] += 1
        try:
            yield
        finally:
            self._coming[client] -= 1
            if not self._coming[client]:
                del self._coming[client]

    def ask(
        self, client: str, name: Method, *arguments: Any, **terms: Any
    ) -> asyncio.Future[Any]:
        """Have a worker call a method of its engine for a client.

        The client "" is the site itself, which may ask what it needs. Whoever no longer
        wants the outcome cancels the future: that ends the query, wherever it is.
        Raises TooManyQueries; the future raises it, too, or another QueryError.
        """
        self.refuse_busy(client)
        self._asking[client] += 1
        self._quiet.clear()
        task = _Task(client, (name, arguments, terms), self._loop.create_future())
        if self._idle and self._may_run(client):
            self._hand(self._idle.pop(), task)
        else:
            self._wait(task)
        task.outcome.add_done_callback(lambda outcome: self._done(task))
        return task.outcome

    def _done(self, task: _Task) -> None:
        """End a query that nobody waits for any more: its place is free at once.

        One whose worker has just ended by itself is seen to where that is replaced.
        """
        if not task.outcome.cancelled():
            return
        worker = next((one for one in self._all if one.task is task), None)
        if worker:
            self._end(worker, task)
        elif task in self._long or task in self._queues.get(task.client, ()):
            self._unqueue(task)

    def running(self) -> list[Running]:
        """See Asking."""
        busy = [one.task.running(one.pid) for one in self._all if one.task]
        return [*busy, *(task.running(0) for task in self._all_waiting())]

    def _all_waiting(self) -> list[_Task]:
        queues = (*self._queues.values(), self._long)
        return [task for queue in queues for task in queue]

    def end(self, number: int) -> bool:
        """See Asking."""
        for worker in self._all:
            if worker.task and worker.task.number == number:
                worker.task.outcome.set_exception(EndedQuery())
                self._end(worker, worker.task)
                return True
        for task in self._all_waiting():
            if task.number == number:
                task.outcome.set_exception(EndedQuery())
                self._unqueue(task)
                return True
        return False

    @property
    def processes(self) -> list[int]:
        """See Asking."""
        return [self._loader.pid, *(worker.pid for worker in self._all)]

    def _end(self, worker: _Worker, task: _Task) -> None:
        """End a worker in the middle of a query, and call the next one."""
        worker.task = None
        self._running[task.client] -= 1
        self._leave(task.client)
        worker.kill()
        self._replace(worker)
        self._call_next()

    def _wait(self, task: _Task) -> None:
        task.timer = self._loop.call_later(self.limits.seconds, self._give_up, task)
        if task.is_long:
            self._long.append(task)
        else:
            self._queues.setdefault(task.client, deque()).append(task)
            self._make_room()

    def _make_room(self) -> None:
        """End the newest long query where one that may be short waits for its worker.

        It begins again where long ones have room: so whoever comes is answered soon,
        and many long queries hold up nothing but one another.
        """
        if self._looking:
            self._looking.cancel()
            self._looking = None
        if not self._waiting():
            return
        long = self._long_running()
        fresh = [worker for worker in long if not worker.task.is_long]  # type: ignore[union-attr]
        if fresh and len(long) > self._most_long:
            self._put_off(max(fresh, key=lambda worker: worker.task.begun))  # type: ignore[union-attr]
        self._looking = self._loop.call_later(_LOOKS_AFTER, self._make_room)

    def _waiting(self) -> list[str]:
        """The clients whose next query waits for nothing but a worker."""
        most = max(1, self._count - 1)
        return [one for one in self._queues if self._running[one] < most]

    @property
    def _most_long(self) -> int:
        return max(1, self._count // 2)

    def _long_running(self) -> list[_Worker]:
        """The workers that are busy with a long query of a client."""
        since = self._loop.time() - _SHORT
        busy = (one for one in self._all if one.task and one.task.client)
        return [
            one
            for one in busy
            if one.task and (one.task.is_long or one.task.begun < since)
        ]

    def _put_off(self, worker: _Worker) -> None:
        """End a query, to begin again later among the long ones."""
        task, worker.task = worker.task, None
        assert task
        self._running[task.client] -= 1
        task.is_long = True
        worker.kill()
        self._replace(worker)
        self._wait(task)

    def _may_run(self, client: str) -> bool:
        """Whether another query of a client may begin.

        One worker is kept for other clients, and one for the site.
        """
        if not client:
            return True
        most = max(1, self._count - 1)
        return len(self._idle) > 1 and self._running[client] < most

    def _hand(self, worker: _Worker, task: _Task) -> None:
        if task.timer:
            task.timer.cancel()
        self._running[task.client] += 1
        task.begun = self._loop.time()
        worker.task = task
        try:
            self._write(worker, memoryview(frames.packed(task.call)))
        except OSError:
            # It had ended before: the query has not begun, and another can have it.
            worker.task = None
            self._running[task.client] -= 1
            self._wait(task)
            self._replace(worker)

    def _write(self, worker: _Worker, rest: memoryview) -> None:
        """Send as much as there is room for now, and the rest when there is more.

        Raises OSError where the worker is gone.
        """
        connection = worker.connection
        try:
            sent = connection.send(rest)
        except BlockingIOError:
            sent = 0
        if sent < len(rest):
            self._loop.add_writer(connection, self._write_on, worker, rest[sent:])

    def _write_on(self, worker: _Worker, rest: memoryview) -> None:
        self._loop.remove_writer(worker.connection)
        # Reading finds the connection closed, too, and sees to it.
        with suppress(OSError):
            self._write(worker, rest)

    def _read(self, worker: _Worker) -> None:
        try:
            for value, error in worker.reader.read(worker.connection):
                task, worker.task = worker.task, None
                self.answered += 1
                self._idle.append(worker)
                if task:
                    self._finish(task, value, error)
        except EOFError:
            self._replace(worker)
        self._call_next()

    def _finish(self, task: _Task, value: Any, error: QueryError | None) -> None:
        self._running[task.client] -= 1
        self._leave(task.client)
        if isinstance(error, LostQuery) and error.fault:
            _LOG.error("The engine failed at a query: %s", error.fault)
        if task.outcome.cancelled():
            return
        if error is None:
            task.outcome.set_result(value)
        else:
            task.outcome.set_exception(error)

    def _leave(self, client: str) -> None:
        self._asking[client] -= 1
        if self._asking[client]:
            return
        # A Counter has no KeyError here.
        del self._asking[client]
        del self._running[client]
        if not self._asking:
            self._quiet.set()

    def _call_next(self) -> None:
        """Give idle workers to whoever waits and has the fewest queries running.

        So nobody's many queries hold up another's.
        """
        while self._idle:
            waiting = [client for client in self._queues if self._may_run(client)]
            if not waiting:
                self._call_long()
                return
            client = min(waiting, key=self._running.__getitem__)
            task = self._queues[client].popleft()
            self._forget_empty(client)
            self._hand(self._idle.pop(), task)

    def _call_long(self) -> None:
        """Begin long queries again, as far as there is room for them."""
        while self._long and len(self._long_running()) < self._most_long:
            able = [task for task in self._long if self._may_run(task.client)]
            if not able:
                return
            task = min(able, key=lambda one: self._running[one.client])
            self._long.remove(task)
            self._hand(self._idle.pop(), task)

    def _forget_empty(self, client: str) -> None:
        if not self._queues[client]:
            del self._queues[client]

    def _unqueue(self, task: _Task) -> None:
        if task.timer:
            task.timer.cancel()
        if task.is_long:
            self._long.remove(task)
        else:
            self._queues[task.client].remove(task)
            self._forget_empty(task.client)
        self._leave(task.client)

    def _give_up(self, task: _Task) -> None:
        self._unqueue(task)
        if not task.outcome.cancelled():
            task.outcome.set_exception(busy(self.limits))

    def _admit(self, pid: int, connection: socket.socket) -> None:
        worker = _Worker(pid, connection)
        self._loop.add_reader(connection, self._read, worker)
        self._all.add(worker)
        self._idle.append(worker)

    def _dismiss(self, worker: _Worker) -> None:
        self._loop.remove_reader(worker.connection)
        self._loop.remove_writer(worker.connection)
        worker.connection.close()

    def _replace(self, worker: _Worker) -> None:
        """Put a fresh worker in the place of one that has ended.

        Whoever waited for that one learns why it did.
        """
        if worker in self._all:
            self._dismiss(worker)
            self._all.discard(worker)
            if worker in self._idle:
                self._idle.remove(worker)
            self._loop.create_task(self._replaced(worker))

    async def _replaced(self, worker: _Worker) -> None:
        # The loader does one thing at a time.
        async with self._replacing:
            if self._closing:
                return
            code = await self._loop.run_in_executor(
                self._forking, self._exit_code, worker.pid
            )
            self._count_death(worker, code)
            if worker.task:
                self._tell(worker.task, code)
            while not self._closing:
                try:
                    forked = await self._loop.run_in_executor(self._forking, self._fork)
                    self._admit(*forked)
                    break
                except (DiplomaticaError, OSError) as error:
                    _LOG.error(
                        "No worker can be started; trying again in a second: %s", error
                    )
                    await asyncio.sleep(1)
        self._call_next()

    def _tell(self, task: _Task, code: int) -> None:
        """Tell whoever waits how the worker ended; or have another worker try.

        That one tries where this one had retired, or where nobody knows why it ended.
        """
        if code or task.outcome.cancelled():
            self._finish(task, None, self._why(code))
        else:
            self._running[task.client] -= 1
            self._wait(task)

    def _count_death(self, worker: _Worker, code: int) -> None:
        """Count a worker that neither retired nor was ended here, and tell the log of it."""
        if not code or worker.is_killed:
            return
        cause = _CAUSES.get(code, "outside")
        DEATHS[cause] += 1
        _LOG.warning("The query worker %d ended (%s).", worker.pid, cause)

    def _exit_code(self, pid: int) -> int:
        try:
            return self._loader.wait(pid)
        except EOFError:
            return 0

    def _fork(self) -> tuple[int, socket.socket]:
        """A new worker, from a new loader if the old one is gone.

        Raises BrokenRelease.
        """
        try:
            return self._loader.fork()
        except EOFError:
            DEATHS["loader"] += 1
            _LOG.error("The loader %d ended; it is started again.", self._loader.pid)
            self._loader.close()
            self._loader = Loader(self.release, self.limits, self._place)
            return self._loader.fork()

    def _why(self, code: int) -> QueryError:
        """Why a worker ended in the middle of a query."""
        if code == -signal.SIGALRM:
            return LimitReached("time", self.limits.seconds, "seconds", _TOO_SLOW)
        if code == -signal.SIGABRT:
            return out_of_memory(self.limits)
        if code == -signal.SIGSEGV:
            return RefusedQuery(_TOO_DEEP)
        return LostQuery(_LOST)
