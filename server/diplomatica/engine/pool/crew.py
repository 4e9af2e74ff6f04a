"""The workers of a release: who is there, who is idle, and a fresh one for each that ends."""

import asyncio
import logging
from collections.abc import Callable

from diplomatica.engine.pool.forking import Forking, Worker
from diplomatica.errors import DiplomaticaError

_LOG = logging.getLogger(__name__)


class Crew:
    """Workers that are forked, read from, and replaced. All of it runs in one event loop."""

    def __init__(
        self,
        forking: Forking,
        read: Callable[[Worker], None],
        tell: Callable[[Worker, int], None],
        call_next: Callable[[], None],
    ) -> None:
        """Nobody is there yet.

        `read` takes the answers of a worker, `tell` tells why one ended, and `call_next`
        gives the idle something to do.
        """
        self._forking = forking
        self._read, self._tell, self._call_next = read, tell, call_next
        self.all: set[Worker] = set()
        self.idle: list[Worker] = []
        self._closing = False
        self._replacing = asyncio.Lock()

    @property
    def processes(self) -> list[int]:
        """The loader, and all workers."""
        return [self._forking.loader.pid, *(worker.pid for worker in self.all)]

    def start(self, count: int) -> None:
        """Fork so many workers, in the loop that will ask them."""
        self._loop = asyncio.get_running_loop()
        for _ in range(count):
            self._admit(self._forking.first())

    async def close(self) -> None:
        """End all of them."""
        self._closing = True
        # A worker that is being forked is waited for, so that it can be ended, too.
        async with self._replacing:
            for worker in self.all:
                worker.close(self._loop)
            self._forking.close()

    def replace(self, worker: Worker) -> None:
        """Put a fresh worker in the place of one that has ended.

        Whoever waited for that one learns why it did.
        """
        if worker in self.all:
            worker.close(self._loop)
            self.all.discard(worker)
            if worker in self.idle:
                self.idle.remove(worker)
            self._loop.create_task(self._replaced(worker))

    def _admit(self, worker: Worker) -> None:
        self._loop.add_reader(worker.connection, self._read, worker)
        self.all.add(worker)
        self.idle.append(worker)

    async def _replaced(self, worker: Worker) -> None:
        """Put a new worker in place of one that ended, however often that must be tried."""
        async with self._replacing:
            if self._closing:
                return
            code = await self._forking.ended(worker)
            self._tell(worker, code)
            while not self._closing:
                try:
                    self._admit(await self._forking.another())
                    break
                except (DiplomaticaError, OSError) as error:
                    _LOG.error(
                        "No worker can be started; trying again in a second: %s", error
                    )
                    await asyncio.sleep(1)
        self._call_next()
