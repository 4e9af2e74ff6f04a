"""The workshop: parts of a build, made by whoever works there, and kept.

A part follows from its piece alone. So it does not matter who makes it, in which order,
or whether it was made before.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Protocol, TypeVar, cast

from diplomatica.pipeline.workshop.code import code
from diplomatica.pipeline.workshop.keep import Keep, Missing

# Pieces are handed out together: so many bytes at least, to be worth the way, and so many
# at the most, for the sake of memory.
LEAST_AT_ONCE = 1024 * 1024
MOST_AT_ONCE = 4 * LEAST_AT_ONCE


class Piece(Protocol):
    """What a part is made of."""

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""

    @property
    def size(self) -> int:
        """About how many bytes it has."""


P = TypeVar("P", bound=Piece)
R = TypeVar("R")
Make = Callable[[Sequence[P]], Sequence[R]]
"""Makes the parts of some pieces, in their order, each from its piece alone."""


@dataclass(frozen=True)
class Workshop:
    """Who makes the parts, and where they are kept: here, and nowhere, if nobody says."""

    executor: Executor | None = None
    jobs: int = 1
    """How many the executor makes side by side."""
    keep: Keep | None = None
    here: Executor | None = None
    """Processes that share the disk with this one."""
    least_at_once: int = LEAST_AT_ONCE

    def made(self, name: str, make: Make[P, R], pieces: Sequence[P]) -> list[R]:
        """The parts of the pieces, in their order.

        `name` tells what is made, and out of what beside the pieces. Raises what `make`
        raises: the first of it, in the order of the pieces.
        """
        parts = dict(self._kept(name, pieces))
        missing = [number for number in range(len(pieces)) if number not in parts]
        groups = list(self._groups(pieces, missing))
        given = [[pieces[number] for number in group] for group in groups]
        for group, made in zip(groups, self._run(make, given), strict=True):
            for number, part in zip(group, made, strict=True):
                parts[number] = part
                self._put(name, pieces[number], part)
        return [cast("R", parts[number]) for number in range(len(pieces))]

    @contextmanager
    def beside(self, tasks: Sequence[Callable[[], None]]) -> Iterator[None]:
        """Let others do these tasks while a block runs; the block fails as they do."""
        begun = [self.here.submit(task) for task in tasks] if self.here else []
        try:
            yield
        except BaseException:
            for one in begun:
                one.cancel()
            wait(begun)
            raise
        for task, one in zip_longest(tasks, begun):
            _finished(task, one)

    def _run(self, make: Make[P, R], given: list[list[P]]) -> Iterator[Sequence[R]]:
        """What is made of each group, in their order. Each is handed out at once."""
        begun: list[Future[Sequence[R]]] = []
        if self.executor and len(given) > 1:
            begun = [self.executor.submit(make, some) for some in given]
        try:
            for some, one in zip_longest(given, begun):
                yield _finished(partial(make, some), one)
        finally:
            for one in begun:
                one.cancel()

    def _kept(self, name: str, pieces: Sequence[P]) -> Iterator[tuple[int, object]]:
        """The parts that are kept, each with the number of its piece."""
        if self.keep is None:
            return
        for number, piece in enumerate(pieces):
            try:
                yield number, self.keep.get(_key(name, piece))
            except Missing:
                continue

    def _put(self, name: str, piece: P, part: R) -> None:
        if self.keep is not None:
            self.keep.put(_key(name, piece), part)

    def _groups(
        self, pieces: Sequence[P], numbers: Sequence[int]
    ) -> Iterator[list[int]]:
        """The numbers in groups of pieces that are handed out together."""
        share = sum(pieces[number].size for number in numbers) // self.jobs
        most = min(max(share, self.least_at_once), MOST_AT_ONCE)
        group: list[int] = []
        size = 0
        for number in numbers:
            if group and size >= most:
                yield group
                group, size = [], 0
            group.append(number)
            size += pieces[number].size
        if group:
            yield group


def _finished(task: Callable[[], R], begun: Future[R] | None) -> R:
    """What a task comes to: it is done here where nobody began it, or who did died."""
    if begun is not None:
        with suppress(BrokenExecutor):
            return begun.result()
    return task()


def _key(name: str, piece: Piece) -> str:
    whole = "\n".join([code(), name, piece.digest])
    return hashlib.sha256(whole.encode()).hexdigest()
