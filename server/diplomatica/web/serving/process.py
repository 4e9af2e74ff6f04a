"""The web process, as the one sees it that started it and holds the address."""

import gc
import multiprocessing
import socket
from contextlib import suppress
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from diplomatica.interrupts import left_to_this_process
from diplomatica.web.gateway.settings import Settings

GRACE = 5
"""Seconds that requests have to end, beside the time of a query."""
ENDED = (
    "The release could not be made ready, perhaps for want of memory: "
    "give its queries more with --memory, or choose --store disk."
)
"""What is told of one that ended before it served."""


class WebProcess:
    """The web process, as the one sees it that started it."""

    def __init__(
        self, listener: socket.socket, follow: Path, settings: Settings
    ) -> None:
        """Start one that answers what this socket takes up, once it is let go on."""
        context = multiprocessing.get_context("spawn")
        self._ready, ready = context.Pipe(duplex=False)
        built, self._built = context.Pipe(duplex=False)
        given = (listener, ready, built, follow, settings)
        self._process = context.Process(target=_serve, args=given)
        with left_to_this_process():
            self._process.start()
        ready.close()
        built.close()
        self._failure: str | None = None

    def go_on(self) -> None:
        """Let it open the release, which is there; it has prepared itself meanwhile."""
        # who has died already is found out by whoever waits for it
        with suppress(OSError):
            self._built.send(True)

    def failure(self) -> str:
        """Why it does not serve, waited for; "" once it does."""
        if self._failure is None:
            try:
                self._failure = str(self._ready.recv())
            except EOFError:
                self._failure = ENDED
        return self._failure

    def is_starting(self, seconds: float) -> bool:
        """Whether it has neither served nor failed yet, after so many seconds."""
        return self._failure is None and not self._ready.poll(seconds)

    @property
    def is_answering(self) -> bool:
        """Whether it takes up connections."""
        is_ready = not self.is_starting(0) and not self.failure()
        return is_ready and not self.has_ended(0)

    def has_ended(self, seconds: float) -> bool:
        """Whether it has ended, within so many seconds."""
        self._process.join(seconds)
        return self._process.exitcode is not None

    @property
    def code(self) -> str:
        """How it ended, for the log."""
        code = self._process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"code {code}"

    def end_gently(self) -> None:
        """Let it answer what was asked, and end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


def _serve(
    listener: socket.socket, ready: Pipe, built: Pipe, follow: Path, settings: Settings
) -> None:
    """Import what serves in the process that serves: the other one needs none of it.

    That takes about a second, in which a release may still be built.
    """
    # What is read in stays: to look through it for garbage meanwhile finds none.
    gc.disable()
    from diplomatica.web.serving.loop import serve

    gc.enable()
    try:
        built.recv()
    except EOFError:
        # the one that built it has ended without a release
        return
    serve(listener, ready, follow, settings)
