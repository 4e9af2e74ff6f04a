"""All connections: how many each client has, and which are ended to make room for others."""

import asyncio
from collections import Counter, defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from diplomatica.web.gateway.settings import Bounds
from diplomatica.web.http.problem import Problem
from diplomatica.web.serving.pace import Pace

if TYPE_CHECKING:
    from diplomatica.web.serving.connection import Connection

_LOOKS_AFTER = 1.0  # seconds between two looks at all connections
_AHEAD = 4 << 20  # bytes that are read of one client behind a request of his that runs
_ALL_AHEAD = 64 << 20  # and of all
_LITTLE = 1 << 16  # of anybody, always


class Connections:
    """The register of connections, by client."""

    def __init__(self, bounds: Bounds, is_behind_proxy: bool = False) -> None:
        """Behind a proxy all clients come from one address, so that one may have all."""
        self.bounds = bounds
        self._of_client = bounds.connections if is_behind_proxy else bounds.of_client
        self._pace = None if is_behind_proxy else Pace()
        self._by_client: defaultdict[str, set[Connection]] = defaultdict(set)
        self._spare: defaultdict[str, dict[Connection, None]] = defaultdict(dict)
        self._count = 0
        self._ahead: dict[Connection, int] = {}
        self._all_ahead = 0
        self.refused: Counter[int] = Counter()
        """How many connections were ended before their request was one, by status."""

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def admitted(self, connection: "Connection") -> Problem | None:
        """Count a connection in; the problem where there is no room for it.

        Room is made by ending what has been of no use for longest: of the same client,
        or, where the server is full, of the one that has most.
        """
        own = self._by_client[connection.network]
        own.add(connection)
        self._count += 1
        if len(own) > self._of_client and not self._made_room(connection.network):
            return _problem(429, f"{self._of_client} connections of yours")
        if self._count > self.bounds.connections and not self._made_room(self._most()):
            return _problem(503, f"{self.bounds.connections} connections")
        self.spare(connection)
        return None

    def wait(self, connection: "Connection") -> float:
        """For how many seconds a connection is not to be heard, for others come as well."""
        if self._pace is None:
            return 0
        return self._pace.wait(connection.network, connection.since)

    def _most(self) -> str:
        """The client who has most connections that nothing is answered on."""
        return max(self._spare, key=lambda client: len(self._spare[client]), default="")

    def _made_room(self, client: str) -> bool:
        """Whether a connection could be ended that has been of no use for longest."""
        spare = self._spare.get(client)
        if not spare:
            return False
        next(iter(spare)).abort()
        return True

    def spare(self, connection: "Connection") -> None:
        """Count a connection among those that may be ended for another's sake."""
        if connection in self._by_client.get(connection.network, ()):
            self._spare[connection.network][connection] = None

    def busy(self, connection: "Connection") -> None:
        """Count it among those that are not: something is answered on it."""
        spare = self._spare.get(connection.network)
        if spare:
            spare.pop(connection, None)
            if not spare:
                del self._spare[connection.network]

    def may_read_ahead(self, connection: "Connection", waiting: int) -> bool:
        """Whether more may be read of a client of whom so many bytes wait.

        That he leaves is only seen behind all that he sent.
        """
        self._all_ahead += waiting - self._ahead.pop(connection, 0)
        if waiting:
            self._ahead[connection] = waiting
        has_room = waiting < _AHEAD and self._all_ahead < _ALL_AHEAD
        return has_room or waiting < _LITTLE

    def reads_ahead(self, connection: "Connection") -> bool:
        """Whether something of a client waits behind a request of his."""
        return connection in self._ahead

    def forget(self, connection: "Connection") -> None:
        """Count a connection no more."""
        self._all_ahead -= self._ahead.pop(connection, 0)
        own = self._by_client.get(connection.network, set())
        if connection not in own:
            return
        self.busy(connection)
        own.discard(connection)
        self._count -= 1
        if not own:
            del self._by_client[connection.network]

    async def look(self) -> None:
        """See after all connections, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_LOOKS_AFTER)
            now = loop.time()
            for connection in [one for own in self._by_client.values() for one in own]:
                with suppress(OSError):
                    connection.look(now)


def _problem(status: int, what: str) -> Problem:
    title = "Too many connections at once"
    detail = (
        f"{what} are being answered, as many as there may be. Try again in a moment."
    )
    return Problem(status, title, detail, Retry_After="1")
