"""Ctrl-C, which a terminal sends to all processes at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_to_this_process() -> Iterator[None]:
    """Let Ctrl-C be heard by this process alone: not by those that it starts meanwhile.

    They would each end with a traceback, and this one ends them. It is held back here, and
    not lost: those that are started inherit that (POSIX, pthread_sigmask).
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
