"""Lines in order, however many: sorted in runs that fit into memory, and merged."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from typing import IO

_RUN = 100_000  # lines, some 30 MB of them at a time


def in_runs(lines: Iterable[str], stack: ExitStack) -> Iterator[str]:
    """The lines, sorted and each once; runs lie in files until the stack is closed."""
    rest = iter(lines)
    runs = [sorted(islice(rest, _RUN))]
    if len(runs[0]) < _RUN:
        return _once(runs[0])
    files: list[IO[str]] = []
    last, are_in_order = "", True
    while runs[0]:
        run = runs.pop()
        are_in_order, last = are_in_order and last <= run[0], run[-1]
        files.append(_stored(run, stack))
        runs.append(sorted(islice(rest, _RUN)))
    # What comes in order need not be compared again.
    return _once(chain.from_iterable(files) if are_in_order else heapq.merge(*files))


def apart(old: Iterator[str], new: Iterator[str]) -> Iterator[tuple[str, bool]]:
    """The lines that only one of two sorted sequences has, and whether it is the new one."""
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(old, None), next(new, None)
        elif right is None or (left is not None and left < right):
            assert left is not None
            yield left, False
            left = next(old, None)
        else:
            yield right, True
            right = next(new, None)


def _stored(lines: list[str], stack: ExitStack) -> IO[str]:
    """Lines in a file of the time, which ends with the stack."""
    # A literal may hold U+0085 or U+2028: only the line feed ends a line.
    run = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
    file = stack.enter_context(run)
    file.writelines(lines)
    file.seek(0)
    return file


def _once(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line != before:
            yield line
            before = line
