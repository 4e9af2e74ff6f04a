"""A release that a server elsewhere answers for, asked by SPARQL 1.1 and nothing else."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from diplomatica.engine.engine import WHOLE, Answer, Asked, Method, Node, Row, Term
from diplomatica.engine.forms import Written, kept
from diplomatica.engine.limits import Limits, busy, too_many
from diplomatica.engine.remote.genid import Genids
from diplomatica.engine.remote.merge import Merge
from diplomatica.engine.remote.sampling import samples
from diplomatica.engine.remote.server import RESULTS, TRIPLES, Server
from diplomatica.engine.running import NUMBERS, Running, text_of
from diplomatica.engine.sparql.binding import bound, declaring
from diplomatica.engine.sparql.codepoints import decoded
from diplomatica.engine.sparql.federation import refuse_services
from diplomatica.engine.sparql.query import form_of, refuse
from diplomatica.engine.sparql.syntax import explained
from diplomatica.engine.writing import results_written, triples_written
from diplomatica.errors import (
    EndedQuery,
    InvalidQuery,
    LostQuery,
    QueryError,
    RefusedQuery,
    UnfitEngine,
)
from diplomatica.model.dataset.release import AS_WRITTEN, Release
from diplomatica.model.formats import Format
from diplomatica.model.serialization import in_order, quads_in_order
from diplomatica.model.statement import NESTED
from diplomatica.model.vocabulary import prefixes

Found = TypeVar("Found")
_OF_GRAPH = "SELECT ?s ?p ?o ?g { VALUES ?g { %s } GRAPH ?g { ?s ?p ?o } }"
_OF_SUBJECT = "SELECT ?s ?p ?o ?g { GRAPH ?g { VALUES ?s { %s } ?s ?p ?o } }"
_TO_OBJECT = "SELECT ?s ?p ?o ?g { GRAPH ?g { VALUES ?o { %s } ?s ?p ?o } }"
_HELD = "SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
_HEAD = 200  # bytes of results in which the names of their columns begin
_AT_ONCE = 500  # terms in one query
_PARTLY = "The engine behind this server gave an answer that is not whole. Ask again in a moment."
# What is met where JSON has other values than results have.
_ODD = (AttributeError, KeyError, RecursionError, TypeError)
_NOWHERE = Store()
# What Virtuoso gives for ASK: one row for yes, none for no.
_YES_OR_NO = re.compile(rb'"vars":\s*\["__ASK_RETVAL"\]')


class _Call(NamedTuple):
    """One call of a method, for a client."""

    client: str
    query: str
    number: int
    since: float


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
        self._iris, self._genids = release.iris, Genids(release.iris)
        self._prefixes = prefixes(release.base)
        self._offered = release.iris.prefixes
        self._base = release.iris("sparql").value
        self._address = address
        self._server = Server(address, self.limits, connections)
        self._places = asyncio.Semaphore(connections)
        self._merge = Merge(default_graph)
        self._written = Written()
        if release.compared:
            written = release.folder / AS_WRITTEN
            self._written.add(parse(path=written, format=RdfFormat.N_QUADS))
        self._asking: Counter[str] = Counter()
        self.answered = 0
        """How many queries have been answered."""
        self._tasks: dict[asyncio.Task[Any], _Call] = {}
        self._ended: set[int] = set()

    async def start(self) -> None:
        """See Asking. Raises UnfitEngine where the server holds another release."""
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
        """See Asking."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
        await self._server.close()

    def refuse_busy(self, client: str) -> None:
        """See Asking."""
        if client and self._asking[client] >= self.limits.at_once:
            raise too_many(self.limits)

    @contextmanager
    def coming(self, client: str) -> Iterator[None]:
        """See Asking."""
        self.refuse_busy(client)
        self._asking[client] += 1
        try:
            yield
        finally:
            self._leave(client)

    def ask(
        self, client: str, name: Method, *arguments: Any, **terms: Any
    ) -> asyncio.Future[Any]:
        """See Asking."""
        self.refuse_busy(client)
        self._asking[client] += 1
        call = _Call(client, text_of(name, arguments), next(NUMBERS), monotonic())
        task = asyncio.ensure_future(self._unless_ended(call, name, arguments, terms))
        self._tasks[task] = call
        task.add_done_callback(self._tasks.pop)
        task.add_done_callback(lambda _: self._leave(client))
        return task

    async def _unless_ended(self, call: _Call, name: Method, *given: Any) -> Any:
        """What comes of a call. Raises EndedQuery where the operator ended it."""
        try:
            return await self._placed(name, *given)
        except asyncio.CancelledError:
            if call.number in self._ended:
                raise EndedQuery from None
            raise
        finally:
            self._ended.discard(call.number)

    def running(self) -> list[Running]:
        """See Asking. Whether a query waits at the other server is not known."""
        now = monotonic()
        return [
            Running(call.number, call.client, call.query, now - call.since, False)
            for call in self._tasks.values()
        ]

    def end(self, number: int) -> bool:
        """See Asking."""
        for task, call in self._tasks.items():
            if call.number == number:
                self._ended.add(number)
                return task.cancel()
        return False

    @property
    def processes(self) -> list[int]:
        """See Asking."""
        return []

    def _leave(self, client: str) -> None:
        self._asking[client] -= 1
        if not self._asking[client]:
            del self._asking[client]

    async def _placed(
        self, name: Method, arguments: tuple[Any, ...], terms: dict[str, Any]
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
        asked: Asked = WHOLE,
    ) -> Answer | None:
        """See Engine."""
        query = decoded(query)
        refuse(query)
        refuse_services(query, self._base, self._prefixes)
        is_graph = form_of(query) in ("CONSTRUCT", "DESCRIBE")
        form = graphs if is_graph else results
        if form is None:
            return None
        accept = TRIPLES if is_graph else RESULTS
        body = await self._asked(query, accept, asked, self._offered)
        write = self._triples_written if is_graph else self._results_written
        return await asyncio.to_thread(_whole, write, body, form)

    def _results_written(self, body: bytes, form: Format) -> Answer:
        found = _results(self._genids.blank_in_json(body))
        return results_written(found, form, self.limits.answer)

    def _triples_written(self, body: bytes, form: Format) -> Answer:
        triples = list(map(self._genids.blank_in, _triples(body)))
        return triples_written(triples, form, self._iris, self.limits.answer)

    async def _asked(
        self,
        query: str,
        accept: str,
        asked: Asked = WHOLE,
        known: Mapping[str, str] | None = None,
    ) -> bytes:
        """The answer to a query with the prefixes that are `known`, else our own.

        Its faults are those of its own text.
        """
        known = known or self._prefixes
        text = declaring(self._merge.within(query), known, self._base)
        whole = self._merge.dataset(query, asked)
        try:
            return await self._server.ask(text, accept, whole)
        except InvalidQuery as error:
            raise self._fault(query, known) or error from error

    def _fault(self, query: str, known: Mapping[str, str]) -> InvalidQuery | None:
        """What our own engine's parser finds wrong: each server has other words for it."""
        try:
            _NOWHERE.query(query, base_iri=self._base, prefixes=dict(known))
        except SyntaxError as error:
            return explained(query, str(error), set(known))
        except (ValueError, RuntimeError, OSError):
            pass  # it was read, and the server tells what fails
        return None

    async def rows(self, query: str, **terms: Term) -> list[Row]:
        """See Engine."""
        named = {name: self._genids.named(term) for name, term in terms.items()}
        body = await self._asked(bound(query, named), RESULTS)
        return await asyncio.to_thread(_whole, self._rows, body)

    def _rows(self, body: bytes) -> list[Row]:
        found = _results(body)
        if not isinstance(found, QuerySolutions):
            raise EOFError("it says yes or no, and gives no rows")
        names = [variable.value for variable in found.variables]
        return [
            {
                name: self._genids.term(term)
                for name, term in zip(names, row, strict=True)
                if term is not None
            }
            for row in found
        ]

    async def triples(self, query: str, **terms: Term) -> list[Triple]:
        """See Engine."""
        named = {name: self._genids.named(term) for name, term in terms.items()}
        body = await self._asked(bound(query, named), TRIPLES)
        return await asyncio.to_thread(_whole, self._triples, body)

    def _triples(self, body: bytes) -> list[Triple]:
        found = [kept(self._genids.blank_in(triple)) for triple in _triples(body)]
        return in_order(self._written.triples(found), self._iris)

    async def quads(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """See Engine."""
        return await self._found(_OF_GRAPH, graphs)

    async def about(self, subjects: Iterable[Node]) -> list[Quad]:
        """See Engine."""
        return await self._found(_OF_SUBJECT, subjects)

    async def leading_to(self, term: Node) -> list[Quad]:
        """See Engine."""
        return await self._found(_TO_OBJECT, [term])

    async def around(self, this: Node, most: int) -> list[Quad]:
        """See Engine."""
        to = await self._found(f"{_TO_OBJECT} LIMIT {most + 1}", [this])
        return [*await self.about([this]), *to]

    async def nodes(self, nodes: Iterable[Node], most: int | None = None) -> list[Quad]:
        """See Engine; all nodes that are as deep are asked of at once."""
        waiting, told = set[Node](nodes), set[Node]()
        found: list[Quad] = []
        while waiting and (most is None or len(found) <= most):
            quads = await self.about(waiting)
            told |= waiting
            found += quads
            objects = (quad.object for quad in quads)
            within = {one for one in objects if isinstance(one, BlankNode)}
            waiting = set[Node](within - told)
        return quads_in_order(found, self._iris)

    async def _found(self, query: str, terms: Iterable[Node]) -> list[Quad]:
        """The quads that a query gives for some terms, as their source writes them."""
        named = sorted({str(self._genids.named(term)) for term in terms})
        found: list[Quad] = []
        for start in range(0, len(named), _AT_ONCE):
            some = " ".join(named[start : start + _AT_ONCE])
            found += map(_quad, await self.rows(query % some))
        return await asyncio.to_thread(self._as_written, found)

    def _as_written(self, quads: Sequence[Quad]) -> list[Quad]:
        return quads_in_order(self._written.quads(map(_kept, quads)), self._iris)


def _whole(read: Callable[..., Found], *arguments: Any) -> Found:
    """What is read of an answer. Raises LostQuery where it is not whole."""
    try:
        return read(*arguments)
    except (SyntaxError, EOFError, *_ODD) as error:
        raise LostQuery(_PARTLY, str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise RefusedQuery(f"This answer cannot be written: {error}") from error


def _results(body: bytes) -> QuerySolutions | QueryBoolean:
    if b'"triple"' in body:
        json.loads(body)  # which tells of what nests without end
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QuerySolutions) and _YES_OR_NO.search(body[:_HEAD]):
        return _boolean(any(found))
    return found


def _boolean(value: bool) -> QueryBoolean:
    body = json.dumps({"head": {}, "boolean": value})
    found = parse_query_results(body, QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found


def _triples(body: bytes) -> list[Triple]:
    if NESTED.search(body.decode("utf-8", "replace")):
        raise EOFError("it nests triples within triples")
    return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]


def _quad(row: Row) -> Quad:
    return Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]


def _kept(quad: Quad) -> Quad:
    """A quad with its literal as our own engine compares it, in which all forms meet."""
    subject, predicate, value = kept(quad.triple)
    return Quad(subject, predicate, value, quad.graph_name)
