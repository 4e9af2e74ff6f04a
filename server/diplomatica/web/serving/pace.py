"""How soon each client's connections are heard: who comes too often waits for the others."""

from math import inf

_A_SECOND = 100  # connections of one client that are heard in a second, beside others'
_AT_ONCE = 100  # and that many more after a pause
_LONGEST = 2.0  # seconds that a connection waits at most
_ALONE = 10.0  # seconds without another client after which one has all to oneself
_MOST = 10_000  # clients that are remembered


class Pace:
    """When whose next connection is due, as in a leaky bucket for each client."""

    def __init__(self) -> None:
        """Nobody has come yet."""
        self._due: dict[str, float] = {}
        self._newest, self._changed = "", -inf

    def wait(self, client: str, now: float) -> float:
        """For how many seconds a connection that came just now is not to be heard."""
        if client != self._newest:
            self._changed = now if self._newest else -inf
            self._newest = client
        if now - self._changed > _ALONE:
            self._due.pop(client, None)
            return 0
        earliest = now - _AT_ONCE / _A_SECOND
        due = max(self._due.get(client, earliest), earliest) + 1 / _A_SECOND
        if len(self._due) > _MOST:
            self._forget(now)
        self._due[client] = due = min(due, now + _LONGEST)
        return max(0, due - now)

    def _forget(self, now: float) -> None:
        """Forget who need not wait."""
        self._due = {client: due for client, due in self._due.items() if due > now}
