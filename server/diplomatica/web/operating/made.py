"""Answers that are whole before a task of their own is begun."""

from collections.abc import Callable
from typing import NamedTuple

from diplomatica.web.gateway.atonce import Coming
from diplomatica.web.http.reply import Reply


class Made(NamedTuple):
    """An answer that is whole: its status, its header fields, and its body."""

    status: int
    fields: list[tuple[bytes, bytes]]
    body: bytes


class Awaited(NamedTuple):
    """An answer that is coming of a worker."""

    coming: Coming
    finish: Callable[[Reply], Made]
    left: Callable[[], None]
    """What counts a request whose client did not wait."""

    @property
    def made(self) -> Made | None:
        """The answer, now that it is there; None where there is more to do for it."""
        reply = self.coming.reply()
        return self.finish(reply) if reply else None
