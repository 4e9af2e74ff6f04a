"""Ctrl-C, which a terminal sends to all processes at once."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

# What a process that is ended still held is put away for it, which is no cause to warn.
_SILENT = "ignore:resource_tracker"


@contextmanager
def left_to_this_process() -> Iterator[None]:
    """Let Ctrl-C be heard by this process alone: not by those that it starts meanwhile.

    They would each end with a traceback, and this one ends them. It is held back here, and
    not lost: those that are started inherit that (POSIX, pthread_sigmask).
    """
    if _SILENT not in sys.warnoptions:
        sys.warnoptions.append(_SILENT)
    # else the first process starts it, which has Ctrl-C be heard again at once
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
