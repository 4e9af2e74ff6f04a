"""A release that a server elsewhere answers for, asked by SPARQL 1.1 and nothing else."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, ParamSpec, TypeVar

from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from diplomatica.engine.engine import (
    WHOLE,
    Answer,
    Method,
    Node,
    QueryDataset,
    Row,
    Term,
)
from diplomatica.engine.limits import Limits, busy
from diplomatica.engine.remote.answerreader import AnswerReader
from diplomatica.engine.remote.genid import Genids
from diplomatica.engine.remote.inflight import Calls
from diplomatica.engine.remote.merge import Merge
from diplomatica.engine.remote.received import (
    quad_of,
    whole,
)
from diplomatica.engine.remote.sampling import samples
from diplomatica.engine.remote.server import RESULTS, TRIPLES, SparqlServer
from diplomatica.engine.running import Running, text_of
from diplomatica.engine.sparql.admitted import admit_query
from diplomatica.engine.sparql.binding import bind_terms, declaring
from diplomatica.engine.sparql.query import form_of
from diplomatica.engine.sparql.syntax import explain_syntax
from diplomatica.errors import InvalidQuery, QueryError, UnfitEngine
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import Format
from diplomatica.model.serialization import quads_in_order
from diplomatica.model.vocabulary import prefixes

_OF_GRAPH = "SELECT ?s ?p ?o ?g { VALUES ?g { %s } GRAPH ?g { ?s ?p ?o } }"
_OF_SUBJECT = "SELECT ?s ?p ?o ?g { GRAPH ?g { VALUES ?s { %s } ?s ?p ?o } }"
_TO_OBJECT = "SELECT ?s ?p ?o ?g { GRAPH ?g { VALUES ?o { %s } ?s ?p ?o } }"
_HELD = "SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
_AT_ONCE = 500  # terms in one query
_NOWHERE = Store()
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


class Remote:
    """The engine of a release at another server; all of it runs in one event loop."""

    def __init__(
        self,
        release: Release,
        address: str,
        limits: Limits | None = None,
        connections: int = 8,
        is_loaded: bool = True,
        default_graph: str = "",
    ) -> None:
        """Raises UnfitEngine where the address is none.

        That the server holds the release is looked at first if it `is_loaded`. What
        stands outside of named graphs lies in a `default_graph` of it, if that is given.
        """
        self._release = release if is_loaded else None
        self.limits = limits or Limits()
        self._genids = Genids(release.iris)
        self._prefixes = prefixes(release.base)
        self._offered = release.iris.prefixes
        self._base = release.iris("sparql").value
        self._address = address
        self._server = SparqlServer(address, self.limits, connections)
        self._places = asyncio.Semaphore(connections)
        self._merge = Merge(default_graph)
        self._read = AnswerReader(release, self._genids, self.limits.answer)
        self._calls = Calls(self.limits)
        self.answered = 0
        """How many queries have been answered."""

    async def start(self) -> None:
        """See AsyncEngine. Raises UnfitEngine where the server holds another release."""
        self._server.open()
        if self._release and not await self._holds(self._release):
            what = f"does not hold {self._release.title} {self._release.version}"
            advice = f"bring it there with: diplomatica load --engine {self._address}"
            await self.close()
            raise UnfitEngine(self._address, what, advice)

    async def _holds(self, release: Release) -> bool:
        """Whether quads from all over a release are there."""
        try:
            return all([await self._has(quad) for quad in samples(release)])
        except QueryError as error:
            await self.close()
            raise UnfitEngine(self._address, str(error), "see that it runs") from error

    async def _has(self, quad: Quad) -> bool:
        terms = dict(zip("spog", quad, strict=True))
        return bool(await self.rows(_HELD, **terms))

    async def close(self, seconds: float | None = None) -> None:
        """See AsyncEngine."""
        await self._calls.end_all(seconds)
        await self._server.close()

    def refuse_busy(self, client: str) -> None:
        """See AsyncEngine."""
        self._calls.refuse_busy(client)

    def coming(self, client: str) -> AbstractContextManager[None]:
        """See AsyncEngine."""
        return self._calls.coming(client)

    def ask(
        self,
        client: str,
        method: Method[_Asked, _Found],
        /,
        *arguments: _Asked.args,
        **terms: _Asked.kwargs,
    ) -> asyncio.Future[_Found]:
        """See AsyncEngine; what is called is the coroutine here of the same name."""
        self._calls.refuse_busy(client)
        name = method.__name__
        answer = partial(self._ask_in_turn, name, arguments, terms)
        return self._calls.begin(client, text_of(name, arguments), answer)

    def running(self) -> list[Running]:
        """See AsyncEngine. Whether a query waits at the other server is not known."""
        return self._calls.running()

    def end(self, number: int) -> bool:
        """See AsyncEngine."""
        return self._calls.end(number)

    @property
    def processes(self) -> list[int]:
        """See AsyncEngine."""
        return []

    async def _ask_in_turn(
        self, name: str, arguments: tuple[Any, ...], terms: dict[str, Any]
    ) -> Any:
        """What a method gives, once there is a connection for it. Raises QueryError."""
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._places.acquire()
        except TimeoutError as error:
            raise busy(self.limits) from error
        try:
            return await getattr(self, name)(*arguments, **terms)
        finally:
            self.answered += 1
            self._places.release()

    async def answer(
        self,
        query: str,
        results: Format | None,
        graphs: Format | None,
        asked: QueryDataset = WHOLE,
    ) -> Answer | None:
        """See Engine."""
        query = admit_query(query, self._base, self._offered)
        is_graph = form_of(query) in ("CONSTRUCT", "DESCRIBE")
        form = graphs if is_graph else results
        if form is None:
            return None
        accept = TRIPLES if is_graph else RESULTS
        body = await self._body(query, accept, asked, self._offered)
        write = self._read.triples_written if is_graph else self._read.results_written
        return await asyncio.to_thread(whole, write, body, form)

    async def _body(
        self,
        query: str,
        accept: str,
        asked: QueryDataset = WHOLE,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """The answer to a query with the prefixes that are `known`, else our own.

        Its faults are those of its own text.
        """
        prefixes = prefixes or self._prefixes
        text = declaring(self._merge.within(query), prefixes, self._base)
        whole = self._merge.dataset(query, asked)
        try:
            return await self._server.ask(text, accept, whole)
        except InvalidQuery as error:
            raise self._fault(query, prefixes) or error from error

    def _fault(self, query: str, known: Mapping[str, str]) -> InvalidQuery | None:
        """What our own engine's parser finds wrong: each server has other words for it."""
        try:
            _NOWHERE.query(query, base_iri=self._base, prefixes=dict(known))
        except SyntaxError as error:
            return explain_syntax(query, str(error), set(known))
        except (ValueError, RuntimeError, OSError):
            pass  # it was read, and the server tells what fails
        return None

    async def rows(self, query: str, /, **terms: Term) -> list[Row]:
        """See Engine."""
        body = await self._body(self._bound_query(query, terms), RESULTS)
        return await asyncio.to_thread(whole, self._read.rows, body)

    def _bound_query(self, query: str, terms: Mapping[str, Term]) -> str:
        """A query of our own in which variables stand for terms."""
        named = {name: self._genids.named(term) for name, term in terms.items()}
        return bind_terms(query, named)

    async def triples(self, query: str, /, **terms: Term) -> list[Triple]:
        """See Engine."""
        body = await self._body(self._bound_query(query, terms), TRIPLES)
        return await asyncio.to_thread(whole, self._read.triples, body)

    async def quads(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """See Engine."""
        return await self._quads_by(_OF_GRAPH, graphs)

    async def about(self, subjects: Iterable[Node]) -> list[Quad]:
        """See Engine."""
        return await self._quads_by(_OF_SUBJECT, subjects)

    async def leading_to(self, term: Node) -> list[Quad]:
        """See Engine."""
        return await self._quads_by(_TO_OBJECT, [term])

    async def around(self, this: Node, most: int) -> list[Quad]:
        """See Engine."""
        to = await self._quads_by(f"{_TO_OBJECT} LIMIT {most + 1}", [this])
        return [*await self.about([this]), *to]

    async def nodes(self, nodes: Iterable[Node], most: int | None = None) -> list[Quad]:
        """See Engine; all nodes that are as deep are asked of at once."""
        waiting, told = set[Node](nodes), set[Node]()
        quads_so_far: list[Quad] = []
        while waiting and (most is None or len(quads_so_far) <= most):
            quads = await self.about(waiting)
            told |= waiting
            quads_so_far += quads
            objects = (quad.object for quad in quads)
            within = {one for one in objects if isinstance(one, BlankNode)}
            waiting = set[Node](within - told)
        return quads_in_order(quads_so_far, self._read.iris)

    async def _quads_by(self, query: str, terms: Iterable[Node]) -> list[Quad]:
        """The quads that a query gives for some terms, as their source writes them."""
        iris = sorted({str(self._genids.named(term)) for term in terms})
        quads: list[Quad] = []
        for start in range(0, len(iris), _AT_ONCE):
            some = " ".join(iris[start : start + _AT_ONCE])
            quads += map(quad_of, await self.rows(query % some))
        return await asyncio.to_thread(self._read.as_written, quads)
