"""Where a release may go, and the memory that there is for it."""

import gc
import os
import sys
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path
from typing import Literal

Place = Literal["auto", "memory", "disk"]
_MANY = 1_000_000  # objects, some 100 MB
_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")  # cgroups, version 2


def installed() -> int:
    """The bytes of memory that there are: of the machine, or of the container in it."""
    of_machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        told = _OF_CONTAINER.read_text().strip()
    except OSError:
        return of_machine
    return min(of_machine, int(told)) if told.isdigit() else of_machine


def give_back() -> None:
    """Give memory that is free back to the system.

    What the C library of most Linux systems is given back in small pieces, as those of a
    store or of many solutions, it keeps else for the life of the process.
    """
    with suppress(AttributeError, OSError, TypeError):
        CDLL(None).malloc_trim(0)


class Leftovers:
    """What the work of a process leaves behind in circles of garbage.

    They are looked for seldom, and what is found late has taken its room for good.
    """

    def __init__(self) -> None:
        """Nothing was left so far."""
        self._before = sys.getallocatedblocks()

    def clear(self) -> None:
        """Give back what was left since the last time, where that is much."""
        if sys.getallocatedblocks() - self._before > _MANY:
            gc.collect()
            give_back()
            self._before = sys.getallocatedblocks()
