"""The calls that a server elsewhere is busy with, and for whom."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, NamedTuple

from diplomatica.engine.limits import Limits, too_many
from diplomatica.engine.running import NUMBERS, Running
from diplomatica.errors import EndedQuery

Answer = Callable[[], Awaitable[Any]]


class PendingCall(NamedTuple):
    """One call of a method, for a client."""

    client: str
    query: str
    number: int
    since: float

    def running(self, now: float) -> Running:
        """What is told of it."""
        return Running(self.number, self.client, self.query, now - self.since, False)


class Calls:
    """All calls of an engine; they run in one event loop."""

    def __init__(self, limits: Limits) -> None:
        """Nothing is asked yet; `limits` say how much a client may ask at once."""
        self._limits = limits
        self._asking: Counter[str] = Counter()
        self._tasks: dict[asyncio.Task[Any], PendingCall] = {}
        self._ended: set[int] = set()

    def refuse_busy(self, client: str) -> None:
        """Raise TooManyQueries for a client who asks as much as one may at once."""
        if client and self._asking[client] >= self._limits.at_once:
            raise too_many(self._limits)

    @contextmanager
    def coming(self, client: str) -> Iterator[None]:
        """Count a query for its client while its text still comes. Raises TooManyQueries."""
        self.refuse_busy(client)
        self._asking[client] += 1
        try:
            yield
        finally:
            self._leave(client)

    def begin(self, client: str, query: str, answer: Answer) -> asyncio.Task[Any]:
        """Have a call of a client answered; whoever cancels it ends it."""
        self._asking[client] += 1
        call = PendingCall(client, query, next(NUMBERS), monotonic())
        task = asyncio.ensure_future(self._unless_ended(call, answer))
        self._tasks[task] = call
        task.add_done_callback(self._tasks.pop)
        task.add_done_callback(lambda _: self._leave(client))
        return task

    async def _unless_ended(self, call: PendingCall, answer: Answer) -> Any:
        """What comes of a call. Raises EndedQuery where the operator ended it."""
        try:
            return await answer()
        except asyncio.CancelledError:
            if call.number in self._ended:
                raise EndedQuery from None
            raise
        finally:
            self._ended.discard(call.number)

    def running(self) -> list[Running]:
        """What is asked just now."""
        now = monotonic()
        return [call.running(now) for call in self._tasks.values()]

    def end(self, number: int) -> bool:
        """End the call of this number, if there is one."""
        for task, call in self._tasks.items():
            if call.number == number:
                self._ended.add(number)
                return task.cancel()
        return False

    async def end_all(self, seconds: float | None) -> None:
        """Wait until all have ended, or end after so many seconds what has not."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _leave(self, client: str) -> None:
        self._asking[client] -= 1
        if not self._asking[client]:
            del self._asking[client]
