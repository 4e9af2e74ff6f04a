"""One call of a method of the engine, for a client that awaits its outcome."""

import asyncio
from typing import Any

from diplomatica.engine.rewriting.ordering import may_be_ordered
from diplomatica.engine.running import NUMBERS, Running, text_of


class Task:
    """A query that waits for its turn, or that a worker answers."""

    __slots__ = (
        "asked",
        "begun",
        "call",
        "client",
        "is_long",
        "number",
        "outcome",
        "spent",
        "timer",
    )

    def __init__(
        self, client: str, call: tuple[Any, ...], outcome: asyncio.Future[Any]
    ) -> None:
        """`call` is the name of a method, with its arguments; "" is the site itself."""
        self.client, self.call, self.outcome = client, call, outcome
        self.timer: asyncio.TimerHandle | None = None
        self.begun = self.spent = 0.0
        self.is_long = False
        self.number = next(NUMBERS)
        self.asked = outcome.get_loop().time()

    def running(self, process: int) -> Running:
        """What is told of it; no process answers it while it waits."""
        name, arguments, _ = self.call
        seconds = self.outcome.get_loop().time() - self.asked
        query = text_of(name, arguments)
        return Running(self.number, self.client, query, seconds, not process, process)

    @property
    def may_be_reordered(self) -> bool:
        """Whether its query has an order, and is asked as it was written."""
        name, arguments, _ = self.call
        return name == "answer" and may_be_ordered(arguments[0])

    def reorder(self) -> bool:
        """Ask for its rows in an order of all terms, unless that was done before.

        That, and what it took until now, is within the same time.
        """
        if not self.may_be_reordered:
            return False
        _, arguments, terms = self.call
        self.call = "reordered", arguments, terms
        self.spent = self.outcome.get_loop().time() - self.begun
        return True

    def fail(self, error: Exception) -> None:
        """Tell whoever still waits what went wrong."""
        if not self.outcome.done():
            self.outcome.set_exception(error)

    def wait_no_longer(self) -> None:
        """Its time to wait for a worker is over, whatever comes now."""
        if self.timer:
            self.timer.cancel()
