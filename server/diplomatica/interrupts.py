"""Ctrl-C, which a terminal sends to all processes at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def left_to_this_process() -> Iterator[None]:
    """Let Ctrl-C be heard by this process alone: not by those that it starts meanwhile.

    They would each end with a traceback, and this one ends them.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
