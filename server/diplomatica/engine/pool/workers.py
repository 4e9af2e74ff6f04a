"""The engine of a server: query workers, each busy with one query at a time."""

import asyncio
import logging
from contextlib import AbstractContextManager, suppress
from typing import Any, ParamSpec, TypeVar

from diplomatica.engine.engine import Method
from diplomatica.engine.limits import Limits, busy
from diplomatica.engine.memory import Place
from diplomatica.engine.pool.crew import Crew
from diplomatica.engine.pool.forking import Forking, Worker, is_abort
from diplomatica.engine.pool.queue import Queue
from diplomatica.engine.pool.task import Task
from diplomatica.engine.running import Running
from diplomatica.errors import EndedQuery, LostQuery, QueryError
from diplomatica.model.dataset.release import Release

_LOG = logging.getLogger(__name__)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")
# A query that has run for so long is a long one; those have half of the workers.
_SHORT = 0.25
_LOOKS_AFTER = 0.05  # seconds between two looks for room, while a query waits
_CLOSED = "The release that this was asked of is closed. Ask the newer one again."


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
        self._count = count
        self._forking = Forking(release, self.limits, place)
        self._queue = Queue(self.limits, count)
        self._crew = Crew(self._forking, self._read, self._tell, self._call_next)
        self._looking: asyncio.TimerHandle | None = None
        self.answered = 0
        """How many queries have been answered."""
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def start(self) -> None:
        """Fork the workers, in the loop that will ask them."""
        self._loop = asyncio.get_running_loop()
        self._crew.start(self._count + 1)

    async def close(self, seconds: float | None = None) -> None:
        """End all workers, once what is running has ended, or after so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), seconds)
        for task in (*self._tasks(), *self._queue):
            task.fail(LostQuery(_CLOSED))
        await self._crew.close()

    def refuse_busy(self, client: str) -> None:
        """Raise TooManyQueries for a client who asks as much as one may at once."""
        self._queue.refuse_busy(client)

    def coming(self, client: str) -> AbstractContextManager[None]:
        """Count a query for its client while its text still comes. Raises TooManyQueries."""
        return self._queue.coming(client)

    def ask(
        self,
        client: str,
        method: Method[_Asked, _Found],
        /,
        *arguments: _Asked.args,
        **terms: _Asked.kwargs,
    ) -> asyncio.Future[_Found]:
        """Have a worker call a method of its engine for a client.

        The client "" is the site itself, which may ask what it needs. Whoever no longer
        wants the outcome cancels the future: that ends the query, wherever it is.
        Raises TooManyQueries; the future raises it, too, or another QueryError.
        """
        self._queue.enter(client)
        self._quiet.clear()
        call = (method.__name__, arguments, terms)
        task = Task(client, call, self._loop.create_future())
        if self._crew.idle and self._queue.may_run(client, len(self._crew.idle)):
            self._hand(self._crew.idle.pop(), task)
        else:
            self._wait(task)
        task.outcome.add_done_callback(lambda outcome: self._end_if_left(task))
        return task.outcome

    def _end_if_left(self, task: Task) -> None:
        """End a query that nobody waits for any more: its place is free at once.

        One whose worker has just ended by itself is seen to where that is replaced.
        """
        if not task.outcome.cancelled():
            return
        worker = next((one for one in self._crew.all if one.task is task), None)
        if worker:
            self._end(worker, task)
        elif task in self._queue:
            self._withdraw(task)

    def running(self) -> list[Running]:
        """See AsyncEngine."""
        busy = [one.task.running(one.pid) for one in self._crew.all if one.task]
        return [*busy, *(task.running(0) for task in self._queue)]

    def _tasks(self) -> list[Task]:
        """The queries that workers are busy with."""
        return [worker.task for worker in self._crew.all if worker.task]

    def end(self, number: int) -> bool:
        """See AsyncEngine."""
        for worker in self._crew.all:
            if worker.task and worker.task.number == number:
                worker.task.fail(EndedQuery())
                self._end(worker, worker.task)
                return True
        for task in self._queue:
            if task.number == number:
                task.fail(EndedQuery())
                self._withdraw(task)
                return True
        return False

    @property
    def processes(self) -> list[int]:
        """See AsyncEngine."""
        return self._crew.processes

    def _end(self, worker: Worker, task: Task) -> None:
        """End a worker in the middle of a query, and call the next one."""
        worker.task = None
        self._queue.stop(task)
        self._leave(task)
        worker.kill()
        self._crew.replace(worker)
        self._call_next()

    def _wait(self, task: Task) -> None:
        task.timer = self._loop.call_later(self.limits.seconds, self._give_up, task)
        self._queue.add(task)
        if not task.is_long:
            self._make_room()

    def _make_room(self) -> None:
        """End the newest long query where one that may be short waits for its worker.

        It begins again where long ones have room: so whoever comes is answered soon,
        and many long queries hold up nothing but one another.
        """
        if self._looking:
            self._looking.cancel()
            self._looking = None
        if not self._queue.is_held_up:
            return
        long = self._long_running()
        fresh = [worker for worker, task in long if not task.is_long]
        if fresh and len(long) > self._queue.most_long:
            begun = {worker: task.begun for worker, task in long}
            self._put_off(max(fresh, key=begun.__getitem__))
        self._looking = self._loop.call_later(_LOOKS_AFTER, self._make_room)

    def _long_running(self) -> list[tuple[Worker, Task]]:
        """The workers that are busy with a long query of a client."""
        since = self._loop.time() - _SHORT
        busy = [(worker, worker.task) for worker in self._crew.all if worker.task]
        return [
            (worker, task)
            for worker, task in busy
            if task.client and (task.is_long or task.begun < since)
        ]

    def _put_off(self, worker: Worker) -> None:
        """End a query, to begin again later among the long ones."""
        task, worker.task = worker.task, None
        assert task
        self._queue.stop(task)
        task.is_long = True
        worker.kill()
        self._crew.replace(worker)
        self._wait(task)

    def _hand(self, worker: Worker, task: Task) -> None:
        """Give a task to an idle worker; if it has ended, the task waits again."""
        self._queue.begin(task)
        task.begun = self._loop.time()
        worker.task = task
        if task.spent:
            left = self.limits.seconds - task.spent
            self._loop.call_later(left, worker.end_in_time, task)
        try:
            worker.send(task.call, self._loop)
        except OSError:
            # It had ended before: the query has not begun, and another can have it.
            worker.task = None
            self._queue.stop(task)
            self._wait(task)
            self._crew.replace(worker)

    def _read(self, worker: Worker) -> None:
        """Take the answers of a worker, and replace it if it has ended."""
        try:
            for value, error in worker.reader.read(worker.connection):
                task, worker.task = worker.task, None
                self.answered += 1
                self._crew.idle.append(worker)
                if task:
                    self._finish(task, value, error)
        except EOFError:
            self._crew.replace(worker)
        self._call_next()

    def _finish(self, task: Task, value: Any, error: QueryError | None) -> None:
        """Tell whoever asked the task how it ended, if anybody still waits."""
        self._queue.stop(task)
        self._leave(task)
        if isinstance(error, LostQuery) and error.fault:
            _LOG.error("The engine failed at a query: %s", error.fault)
        if task.outcome.cancelled():
            return
        if error is None:
            task.outcome.set_result(value)
        else:
            task.outcome.set_exception(error)

    def _leave(self, task: Task) -> None:
        self._queue.leave(task.client)
        if self._queue.is_empty:
            self._quiet.set()

    def _call_next(self) -> None:
        """Give idle workers to whose turn it is."""
        while idle := self._crew.idle:
            task = self._queue.next(len(idle))
            if task is None:
                break
            self._hand(idle.pop(), task)
        if self._queue.has_long:
            self._call_long()

    def _call_long(self) -> None:
        """Begin long queries again, as far as there is room for them."""
        while self._crew.idle and len(self._long_running()) < self._queue.most_long:
            task = self._queue.next_long(len(self._crew.idle))
            if task is None:
                return
            self._hand(self._crew.idle.pop(), task)

    def _withdraw(self, task: Task) -> None:
        self._queue.remove(task)
        self._leave(task)

    def _give_up(self, task: Task) -> None:
        self._withdraw(task)
        task.fail(busy(self.limits))

    def _tell(self, worker: Worker, code: int) -> None:
        """Tell whoever waits for a worker how it ended; or have another one try.

        That one tries where this one had retired, where nobody knows why it ended, and
        where its rows may be in an order that the engine can tell.
        """
        task = worker.task
        if task is None:
            return
        may_go_on = not code or (is_abort(code) and task.reorder())
        if may_go_on and not task.outcome.cancelled():
            self._queue.stop(task)
            self._wait(task)
        else:
            self._finish(task, None, self._forking.why(code))
