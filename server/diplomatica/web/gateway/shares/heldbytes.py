"""What is held in memory for clients: bodies that are not whole, and answers not yet read."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from diplomatica.web.gateway.settings import Bounds
from diplomatica.web.http.problem import Problem


class HeldBytes:
    """The bytes that are held, by client and for all together."""

    def __init__(self, bounds: Bounds) -> None:
        """Nothing is held yet."""
        self._bounds = bounds
        self._by_client: Counter[str] = Counter()
        self.all = 0

    @contextmanager
    def taken(self, client: str, length: int) -> Iterator[None]:
        """Hold so many bytes until the end of this block.

        One thing of any size may be held for a client. Raises Problem 429 or 503 where
        there is no room for one more.
        """
        self._refuse(client, length)
        self._by_client[client] += length
        self.all += length
        try:
            yield
        finally:
            self._by_client[client] -= length
            self.all -= length
            if not self._by_client[client]:
                del self._by_client[client]

    def _refuse(self, client: str, length: int) -> None:
        """Raise Problem 429 or 503 where more would be held than there is room for."""
        of_client = self._by_client[client]
        if of_client and of_client + length > self._bounds.held_by_client:
            raise Problem(
                429,
                "Too much is held for you",
                f"{of_client:,} bytes of answers wait for you. Read them, and ask again.",
                Retry_After="1",
            )
        if self.all and self.all + length > self._bounds.held:
            raise Problem(
                503,
                "Too much is held for all",
                "Too many large answers wait for their readers. Ask again in a moment.",
                Retry_After="1",
            )
