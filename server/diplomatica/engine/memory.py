"""Where a release may go, and the memory that there is for it."""

import os
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path
from typing import Literal

Place = Literal["auto", "memory", "disk"]
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
