"""The one interface by which pages, endpoint and command line ask for data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from diplomatica.engine.running import Running
from diplomatica.model.formats import Format
from diplomatica.model.notice import Notice

if TYPE_CHECKING:
    from asyncio import Future

Node = NamedNode | BlankNode
Term = NamedNode | Literal | BlankNode | Triple
Row = Mapping[str, Term]
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")
Method = Callable[Concatenate["Engine", _Asked], _Found]
"""What an engine can be asked, with what it takes and gives: a method of Engine."""


@dataclass(frozen=True)
class Answer:
    """The whole answer to a query, as bytes in a format that fits the query's form.

    `rows` counts its rows or triples. What its reader should know beside it, such as
    where the engine does otherwise than the standard, is in `notices`. It may be a `no`.
    """

    body: bytes
    format: Format
    rows: int
    notices: tuple[Notice, ...] = ()
    is_no: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it has no rows, no triples, or is no."""
        return self.is_no or not self.rows


@dataclass(frozen=True)
class QueryDataset:
    """The dataset that a client asks a query of (SPARQL 1.1 Protocol, section 2.1.4).

    Where it names no graph, that is the whole one.
    """

    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()


WHOLE = QueryDataset()


class Engine(Protocol):
    """Answers SPARQL queries over one release. Every method may raise a QueryError.

    Triples and quads come as their source writes them; answers to queries, in the
    engine's forms.
    """

    def answer(
        self,
        query: str,
        results: Format | None,
        graphs: Format | None,
        asked: QueryDataset = WHOLE,
        client: str = "",
    ) -> Answer | None:
        """The answer to a query, or None where the format that it needs is None.

        SELECT and ASK are answered in `results`, CONSTRUCT and DESCRIBE in `graphs`.
        `client` is who asks: nobody may ask too much at once.
        """

    def rows(self, query: str, /, **terms: Term) -> list[Row]:
        """The solutions of a SELECT of our own, some of its variables bound to terms.

        The dataset's prefixes need no declaration. Variables are bound as by VALUES, in
        each group that names them. A solution lacks those that it leaves unbound.
        """

    def triples(self, query: str, /, **terms: Term) -> list[Triple]:
        """The triples of a CONSTRUCT of our own, each once, in order."""

    def quads(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """The quads of these named graphs, in order."""

    def about(self, subjects: Iterable[Node]) -> list[Quad]:
        """What named graphs say of these subjects, in order."""

    def nodes(self, nodes: Iterable[Node], most: int | None = None) -> list[Quad]:
        """What named graphs say of these blank nodes, and of those within, in order.

        Once there are more statements than `most`, no further node is asked of.
        """

    def around(self, this: Node, most: int) -> list[Quad]:
        """What named graphs say of this, in order, and then to it.

        Of what is said to it, which may be any number, no more than one beyond `most`.
        """

    def leading_to(self, term: Node) -> list[Quad]:
        """The quads of named graphs that have this as their object, in order."""


class AsyncEngine(Protocol):
    """An engine as an event loop asks it: query workers, or a server elsewhere.

    Nobody waits for another, and a query that waits costs no thread.
    """

    answered: int
    """How many queries have been answered."""

    async def start(self) -> None:
        """Begin, in the loop that will ask. Raises DiplomaticaError."""

    async def close(self, seconds: float | None = None) -> None:
        """End, once what is running has ended, or after so many seconds."""

    def refuse_busy(self, client: str) -> None:
        """Raise TooManyQueries for a client who asks as much as one may at once."""

    def coming(self, client: str) -> AbstractContextManager[None]:
        """Count a query for its client while its text still comes.

        Raises TooManyQueries.
        """

    def ask(
        self,
        client: str,
        method: Method[_Asked, _Found],
        /,
        *arguments: _Asked.args,
        **terms: _Asked.kwargs,
    ) -> "Future[_Found]":
        """Have a method of Engine called for a client, as Engine.rows; "" is the site itself.

        Whoever no longer wants the outcome cancels the future: that ends the query.
        Raises TooManyQueries; the future raises it, too, or another QueryError.
        """

    def running(self) -> list[Running]:
        """The queries that are being answered, and those that wait."""

    def end(self, number: int) -> bool:
        """Whether one of these has this number, and is ended: its client gets EndedQuery."""

    @property
    def processes(self) -> list[int]:
        """The processes of this machine that hold the release and answer."""
