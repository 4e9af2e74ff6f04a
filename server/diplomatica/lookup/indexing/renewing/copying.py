"""Copying a file within a file system, which shares its blocks where that can be."""

import os
import shutil
from pathlib import Path

_AT_ONCE = 1 << 30  # bytes


def copy_file(source: Path, target: Path) -> None:
    """Copy the bytes of a file, or let both share them until one of them changes."""
    try:
        _copy_within(source, target)
    except OSError:
        # Not all systems can, nor from one file system to another.
        shutil.copyfile(source, target)


def _copy_within(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as written:
        while os.copy_file_range(read.fileno(), written.fileno(), _AT_ONCE):
            pass
