"""The queries of all clients: which of them run, which wait, and whose turn is next."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager

from diplomatica.engine.limits import Limits, too_many
from diplomatica.engine.pool.task import Task


class Queue:
    """Fair turns: nobody's many queries hold up another's.

    A client has all workers but one, for which others wait; and one more is kept for
    the site itself, which is the client "".
    """

    def __init__(self, limits: Limits, count: int) -> None:
        """`count` workers are for clients' queries."""
        self._limits = limits
        self._most = max(1, count - 1)
        self.most_long = max(1, count // 2)
        """How many workers long queries have, while others wait."""
        self._short: dict[str, deque[Task]] = {}
        self._long: deque[Task] = deque()
        self._entered: Counter[str] = Counter()
        """Queries of each client that came and have not left: they wait or run."""
        self._arriving: Counter[str] = Counter()
        """Queries of each client whose text is still on its way."""
        self._running: Counter[str] = Counter()
        """Queries of each client that have a worker."""

    def refuse_busy(self, client: str) -> None:
        """Raise TooManyQueries for a client who asks as much as one may at once."""
        queries = self._entered[client] + self._arriving[client]
        if client and queries >= self._limits.at_once:
            raise too_many(self._limits)

    @contextmanager
    def coming(self, client: str) -> Iterator[None]:
        """Count a query for its client while its text still comes.

        Raises TooManyQueries.
        """
        self.refuse_busy(client)
        self._arriving[client] += 1
        try:
            yield
        finally:
            self._arriving[client] -= 1
            if not self._arriving[client]:
                del self._arriving[client]

    def enter(self, client: str) -> None:
        """Count a query for its client, until it leaves. Raises TooManyQueries."""
        self.refuse_busy(client)
        self._entered[client] += 1

    def leave(self, client: str) -> None:
        """Count it no more."""
        self._entered[client] -= 1
        if not self._entered[client]:
            # A Counter has no KeyError here.
            del self._entered[client]
            del self._running[client]

    @property
    def is_empty(self) -> bool:
        """Whether no client asks anything."""
        return not self._entered

    def begin(self, task: Task) -> None:
        """Count a query that a worker answers from now on."""
        task.wait_no_longer()
        self._running[task.client] += 1

    def stop(self, task: Task) -> None:
        """Count it no more: it is answered, or waits again."""
        self._running[task.client] -= 1

    def add(self, task: Task) -> None:
        """Let a query wait for its turn."""
        if task.is_long:
            self._long.append(task)
        else:
            self._short.setdefault(task.client, deque()).append(task)

    def remove(self, task: Task) -> None:
        """Let one wait no longer."""
        task.wait_no_longer()
        if task.is_long:
            self._long.remove(task)
        else:
            self._short[task.client].remove(task)
            self._forget_empty(task.client)

    def __contains__(self, task: Task) -> bool:
        """Whether a query waits."""
        return task in self._long or task in self._short.get(task.client, ())

    def __iter__(self) -> Iterator[Task]:
        """All that wait."""
        for queue in (*self._short.values(), self._long):
            yield from queue

    def may_run(self, client: str, idle: int) -> bool:
        """Whether another query of a client may begin, while so many workers are idle."""
        if not client:
            return True
        return idle > 1 and self._running[client] < self._most

    @property
    def is_held_up(self) -> bool:
        """Whether somebody's next query, that may be short, waits for nothing but a worker."""
        return any(self._running[client] < self._most for client in self._short)

    def next(self, idle: int) -> Task | None:
        """Whose turn it is: theirs who wait and have the fewest queries running."""
        waiting = [client for client in self._short if self.may_run(client, idle)]
        if not waiting:
            return None
        client = min(waiting, key=self._running.__getitem__)
        task = self._short[client].popleft()
        self._forget_empty(client)
        return task

    @property
    def has_long(self) -> bool:
        """Whether a query waits that has been put off."""
        return bool(self._long)

    def next_long(self, idle: int) -> Task | None:
        """Of the long queries, which have been put off, the one that may run next."""
        able = [task for task in self._long if self.may_run(task.client, idle)]
        if not able:
            return None
        task = min(able, key=lambda one: self._running[one.client])
        self._long.remove(task)
        return task

    def _forget_empty(self, client: str) -> None:
        if not self._short[client]:
            del self._short[client]
