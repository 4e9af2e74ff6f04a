"""The workshop: parts of a build, made by whoever works there, and kept.

A part follows from its piece alone. So it does not matter who makes it, in which order,
or whether it was made before.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import zip_longest
from typing import Generic, Protocol, TypeVar, cast

from diplomatica.engine.memory import Leftovers
from diplomatica.model.code import code
from diplomatica.pipeline.workshop.keep import Keep, Missing

# Pieces are handed out together: so many bytes at least, to be worth the way, and so many
# at the most, for the sake of memory.
LEAST_AT_ONCE = 1024 * 1024
MOST_AT_ONCE = 4 * LEAST_AT_ONCE
MANY = 50_000
"""From so many quads on, other processes do more than it costs to start them."""


class Material(Protocol):
    """What a part is made of."""

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""

    @property
    def size(self) -> int:
        """About how many bytes it has."""


P = TypeVar("P", bound=Material)
R = TypeVar("R")
T = TypeVar("T")
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

    def for_many(self, quads: int) -> "Workshop":
        """Who works side by side on so many quads: nobody else where it is little."""
        here = self.here if quads >= MANY else None
        return replace(self, executor=here, here=here)

    def made(self, name: str, make: Make[P, R], pieces: Iterable[P]) -> Iterator[R]:
        """The parts of the pieces, in their order, each when it is asked for.

        `name` tells what is made, and out of what beside the pieces. Raises what `make`
        raises: the first of it, in the order of the pieces.
        """
        begun: deque[tuple[_Batch[P, R], _Begun[R]]] = deque()
        batches: Iterator[tuple[_Batch[P, R], bool]]
        batches = self._batches(name, pieces, begun)
        try:
            for batch, is_last in batches:
                is_alone = is_last and not begun
                begun.append((batch, None if is_alone else self._begun(make, batch)))
                while begun and (is_last or self._is_due(begun)):
                    yield from self._finish(make, *begun.popleft())
        finally:
            for _, one in begun:
                if one:
                    one.cancel()

    def _is_due(self, begun: "deque[tuple[_Batch[P, R], _Begun[R]]]") -> bool:
        """Whether the first is there already, or enough others are on the way."""
        return not begun[0][0].missing or len(begun) > self.jobs

    @contextmanager
    def beside(self, tasks: Sequence[Callable[[], None]]) -> Iterator[None]:
        """Let others do these tasks while a block runs; the block fails as they do."""
        here = self.here
        begun = [here.submit(_apart, task) for task in tasks] if here else []
        try:
            yield
        except BaseException:
            for one in begun:
                one.cancel()
            wait(begun)
            raise
        for task, one in zip_longest(tasks, begun):
            _finished(task, one)

    def begun(self, task: Callable[[], T]) -> Callable[[], T]:
        """What gives the result of a task, with which another process begins right now."""
        begun = self.here.submit(_apart, task) if self.here else None
        return partial(_finished, task, begun)

    def _batches(
        self, name: str, pieces: Iterable[P], begun: Sized
    ) -> "Iterator[tuple[_Batch[P, R], bool]]":
        """The pieces in batches that are handed out together, and whether one is the last.

        What is kept goes on by itself where nothing is waited for.
        """
        most = self.least_at_once if self.executor else MOST_AT_ONCE
        batch: _Batch[P, R] = _Batch()
        for piece in pieces:
            if batch.size >= most or (batch.keys and not batch.missing and not begun):
                yield batch, False
                batch = _Batch()
            self._add(batch, key_of(name, piece.digest), piece)
        yield batch, True

    def _add(self, batch: "_Batch[P, R]", key: str, piece: P) -> None:
        """Add a piece to a batch, with what was made of it before, if that was kept."""
        batch.keys.append(key)
        if key in batch.kept or key in batch.missing:
            return
        try:
            if self.keep is None:
                raise Missing(key)
            batch.kept[key] = cast("R", self.keep.get(key))
        except Missing:
            batch.missing[key] = piece
            batch.size += piece.size

    def _begun(self, make: Make[P, R], batch: "_Batch[P, R]") -> "_Begun[R]":
        if self.executor and batch.missing:
            missing = list(batch.missing.values())
            return self.executor.submit(_apart, partial(make, missing))
        return None

    def _finish(
        self, make: Make[P, R], batch: "_Batch[P, R]", begun: "_Begun[R]"
    ) -> Iterator[R]:
        """The parts of a batch; those that are new are kept."""
        pieces = list(batch.missing.values())
        made = _finished(partial(make, pieces), begun) if pieces else []
        new = dict(zip(batch.missing, made, strict=True))
        if self.keep is not None:
            for key, part in new.items():
                self.keep.put(key, part)
        both = batch.kept | new
        yield from (both[key] for key in batch.keys)


_Begun = Future[Sequence[R]] | None


@dataclass
class _Batch(Generic[P, R]):
    """The keys of some pieces in their order, the parts that are kept, and what is not."""

    keys: list[str] = field(default_factory=list)
    kept: dict[str, R] = field(default_factory=dict)
    missing: dict[str, P] = field(default_factory=dict)
    size: int = 0


_LEFT = Leftovers()


def _apart(task: Callable[[], R]) -> R:
    """The result of a task, in a process that leaves no more behind than it must."""
    try:
        return task()
    finally:
        _LEFT.clear()


def _finished(task: Callable[[], R], begun: Future[R] | None) -> R:
    """What a task comes to: it is done here where nobody began it, or who did died."""
    if begun is not None:
        with suppress(BrokenExecutor):
            return begun.result()
    return task()


def key_of(name: str, digest: str) -> str:
    """The hash under which it is kept what this code makes of a piece."""
    whole = "\n".join([code(), name, digest])
    return hashlib.sha256(whole.encode()).hexdigest()
