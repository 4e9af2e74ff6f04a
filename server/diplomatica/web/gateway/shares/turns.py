"""Turns at the making of pages: so many at once, and each client its share of them."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from diplomatica.web.http.problem import Problem

_WAITING = 4  # for each page of a client that may be made at once, so many may wait


class Turns:
    """Who may make a page now, and who waits.

    A turn that is free goes to whoever waits and has the fewest: nobody's many pages
    hold up another's one.
    """

    def __init__(self, most: int, of_client: int) -> None:
        """`most` pages may be made at once, and `of_client` of them for one client."""
        self._free, self._of_client = most, of_client
        self._taken: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def taken(self, client: str) -> AsyncIterator[None]:
        """A turn until the end of this block. Raises Problem 429 for too many that wait."""
        await self._take(client)
        try:
            yield
        finally:
            self._give_back(client)

    async def _take(self, client: str) -> None:
        """Take a turn, or wait for one. Raises Problem for who waits for too many."""
        if self._free and self._taken[client] < self._of_client:
            self._hand(client)
            return
        queue = self._waiting.setdefault(client, deque())
        if len(queue) >= _WAITING * self._of_client:
            raise _too_many(self._of_client + len(queue))
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._forget(client, turn)
            raise

    def _hand(self, client: str) -> None:
        self._free -= 1
        self._taken[client] += 1

    def _forget(self, client: str, turn: asyncio.Future[None]) -> None:
        """Whoever waited waits no more; a turn that came in the same moment goes on."""
        queue = self._waiting.get(client, deque())
        if turn in queue:
            queue.remove(turn)
            self._drop_empty(client)
        elif not turn.cancelled():
            self._give_back(client)

    def _give_back(self, client: str) -> None:
        self._free += 1
        self._taken[client] -= 1
        if not self._taken[client]:
            del self._taken[client]
        self._call_next()

    def _call_next(self) -> None:
        """Give free turns to who waits, first to whom has the fewest."""
        while self._free:
            able = [one for one in self._waiting if self._taken[one] < self._of_client]
            if not able:
                return
            client = min(able, key=self._taken.__getitem__)
            turn = self._waiting[client].popleft()
            self._drop_empty(client)
            if not turn.done():
                self._hand(client)
                turn.set_result(None)

    def _drop_empty(self, client: str) -> None:
        if not self._waiting[client]:
            del self._waiting[client]


def _too_many(count: int) -> Problem:
    title = "Too many pages at once"
    detail = f"{count} of yours are being made or wait. Ask again when they are there."
    return Problem(429, title, detail, Retry_After="1")
