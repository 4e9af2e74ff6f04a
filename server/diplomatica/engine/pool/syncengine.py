"""What an event loop asks as an engine, for whoever is not in that loop.

That are the threads of pages, the command line, and tests.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.engine.engine import (
    WHOLE,
    Answer,
    AsyncEngine,
    Engine,
    Method,
    Node,
    QueryDataset,
    Row,
    Term,
)
from diplomatica.errors import LostQuery
from diplomatica.model.formats import Format

_TRIES = 3
_LEFT = "Whoever asked this has left, so it was ended."
_One = TypeVar("_One")
_Asked = ParamSpec("_Asked")


class Visit:
    """One visitor's wait for a page.

    The queries that are asked for it end when the visitor leaves, and so does what takes
    long between them (see attended). All else of it runs in the event loop of the workers.
    """

    def __init__(self) -> None:
        """A visit whose page has asked nothing yet."""
        self._asking: set[asyncio.Future[Any]] = set()
        self.has_left = False

    def leave(self) -> None:
        """End what is asked, and let nothing more be."""
        self.has_left = True
        for asking in self._asking:
            asking.cancel()

    async def outcome(self, asking: asyncio.Future[_One]) -> _One:
        """What comes of a query."""
        self._asking.add(asking)
        if self.has_left:
            asking.cancel()
        try:
            return await asking
        finally:
            self._asking.discard(asking)


VISIT: ContextVar[Visit | None] = ContextVar("VISIT", default=None)
"""The visit that a thread makes a page for, if its starter watches the visitor."""


def attended(them: Iterable[_One]) -> Iterator[_One]:
    """These one by one, while whoever the page is made for stays. Raises LostQuery."""
    visit = VISIT.get()
    for one in them:
        if visit and visit.has_left:
            raise LostQuery(_LEFT)
        yield one


class SyncEngine:
    """An engine that is asked in the event loop of another thread."""

    def __init__(self, workers: AsyncEngine, loop: asyncio.AbstractEventLoop) -> None:
        """`loop` is the one in which they are asked; it runs in another thread."""
        self._workers, self._loop = workers, loop

    def answer(
        self,
        query: str,
        results: Format | None,
        graphs: Format | None,
        asked: QueryDataset = WHOLE,
        client: str = "",
    ) -> Answer | None:
        """See Engine."""
        visit = VISIT.get() or Visit()
        arguments = (query, results, graphs, asked)

        # Begun in the loop, where the visit can end it.
        async def outcome() -> Answer | None:
            asking = self._workers.ask(client, Engine.answer, *arguments)
            return await visit.outcome(asking)

        return self._wait(outcome())

    def rows(self, query: str, /, **terms: Term) -> list[Row]:
        """See Engine."""
        return self._ask(Engine.rows, query, **terms)

    def triples(self, query: str, /, **terms: Term) -> list[Triple]:
        """See Engine."""
        return self._ask(Engine.triples, query, **terms)

    def quads(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """See Engine."""
        return self._ask(Engine.quads, list(graphs))

    def about(self, subjects: Iterable[Node]) -> list[Quad]:
        """See Engine."""
        return self._ask(Engine.about, list(subjects))

    def nodes(self, nodes: Iterable[Node], most: int | None = None) -> list[Quad]:
        """See Engine."""
        return self._ask(Engine.nodes, list(nodes), most) if nodes else []

    def around(self, this: Node, most: int) -> list[Quad]:
        """See Engine."""
        return self._ask(Engine.around, this, most)

    def leading_to(self, term: Node) -> list[Quad]:
        """See Engine."""
        return self._ask(Engine.leading_to, term)

    def _ask(
        self,
        method: Method[_Asked, _One],
        /,
        *arguments: _Asked.args,
        **terms: _Asked.kwargs,
    ) -> _One:
        """Ask for the site itself, again where an answer was lost."""

        # A loss is not the fault of this query, and a page has many.
        async def outcome() -> _One:
            for _ in range(_TRIES - 1):
                with suppress(LostQuery):
                    return await self._workers.ask("", method, *arguments, **terms)
            return await self._workers.ask("", method, *arguments, **terms)

        return self._wait(outcome())

    def _wait(self, coroutine: Coroutine[Any, Any, _One]) -> _One:
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()
        except CancelledError as error:
            raise LostQuery(_LEFT) from error


@contextmanager
def serving(workers: AsyncEngine) -> Iterator[SyncEngine]:
    """The engine of these workers, in an event loop until the end of this block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(workers.start(), loop).result()
        yield SyncEngine(workers, loop)
    finally:
        asyncio.run_coroutine_threadsafe(workers.close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
