"""Bringing a release to another server, by SPARQL 1.1 Update, and checking that it is there."""

from collections.abc import AsyncIterator
from itertools import groupby

from pyoxigraph import DefaultGraph, Literal, Quad, parse

from diplomatica.engine.engine import Engine, Term
from diplomatica.engine.forms import kept_triple
from diplomatica.engine.limits import Limits
from diplomatica.engine.remote.dialects import MOST_QUADS
from diplomatica.engine.remote.genid import Genids
from diplomatica.engine.remote.merge import Merge
from diplomatica.engine.remote.remote import Remote
from diplomatica.engine.remote.server import SparqlServer
from diplomatica.errors import QueryError, UnfitEngine
from diplomatica.model.dataset.release import AS_WRITTEN, Release
from diplomatica.model.formats import NQUADS

_COUNTS = """
SELECT ?triples ?quads {
  { SELECT (COUNT(*) AS ?triples) { ?s ?p ?o } }
  { SELECT (COUNT(*) AS ?quads) { GRAPH ?g { ?s ?p ?o } } }
}"""
_ADVICE = (
    "load it again with --replace, into a dataset of its own whose default graph is "
    "no union of the others; if it has less, it takes literals for one that are two"
)
_HELD = (
    "take it away with --replace; if that is what it holds in every dataset, and in its "
    "default graph, too, as Virtuoso does, give --default-graph"
)
_NEEDED = (
    "it needs SPARQL 1.1 Update, with credentials that may write, and a default graph "
    "of its own, or --default-graph and the IRI of one that shall stand for it"
)
_LONG = Limits(seconds=600)
"""What a step of the loading may take: counting ten million quads takes a while."""


async def load(
    release: Release,
    address: str,
    update: str,
    replaces: bool,
    default_graph: str = "",
) -> AsyncIterator[int]:
    """Bring a release to a server; gives how many quads are there, from time to time.

    What else is there is only taken away where it `replaces`. Raises UnfitEngine where
    there is something else, or where not all is there afterwards. What stands outside of
    named graphs goes to the `default_graph`, where the server has none of its own.
    """
    server = SparqlServer(address, _LONG, 1)
    remote = Remote(release, address, _LONG, 1, False, default_graph)
    merge = Merge(default_graph)
    server.open()
    try:
        await remote.start()
        if replaces:
            await server.update(update, merge.clearing)
        if any(await _counts(remote, address)):
            raise UnfitEngine(address, "holds something already", _HELD)
        async for done in _insert_all(release, server, update, merge):
            yield done
        await _check(release, remote, address)
    finally:
        await remote.close()
        await server.close()


async def _insert_all(
    release: Release, server: SparqlServer, update: str, merge: Merge
) -> AsyncIterator[int]:
    """Insert a release, some thousands of quads at a time; after each how many there are."""
    genids, done = Genids(release.iris), 0
    quads = parse(path=release.dump(NQUADS), format=NQUADS.rdf)
    some: list[Quad] = []
    for quad in map(merge.placed, map(genids.named_in, quads)):
        some.append(quad)
        if len(some) == MOST_QUADS:
            await _insert(some, server, update)
            done, some = done + len(some), []
            yield done
    if some:
        await _insert(some, server, update)
        yield done + len(some)


async def _insert(quads: list[Quad], server: SparqlServer, update: str) -> None:
    """Add some quads. Raises UnfitEngine where the server does not take them."""
    try:
        await server.update(update, _inserting(quads))
    except QueryError as error:
        what = f"does not take quads: {error}"
        raise UnfitEngine(update, what, _NEEDED) from error


def _inserting(quads: list[Quad]) -> str:
    parts = [_of_graph(graph, list(some)) for graph, some in groupby(quads, _graph)]
    return f"INSERT DATA {{ {' '.join(parts)} }}"


def _graph(quad: Quad) -> object:
    return quad.graph_name


def _of_graph(graph: object, quads: list[Quad]) -> str:
    lines = "\n".join(f"{quad.triple} ." for quad in quads)
    return (
        lines if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{\n{lines}\n}}"
    )


async def _counts(remote: Remote, address: str) -> tuple[int, int]:
    """How many triples and quads the server holds. Raises UnfitEngine."""
    rows = await remote.ask("", Engine.rows, _COUNTS)
    try:
        return _number(rows[0]["triples"]), _number(rows[0]["quads"])
    except (IndexError, KeyError, ValueError) as error:
        what = "does not count what it holds, as SPARQL 1.1 has it"
        raise UnfitEngine(address, what, _NEEDED) from error


def _number(term: Term) -> int:
    """The number that a literal is. Raises ValueError for anything else."""
    if not isinstance(term, Literal):
        raise ValueError(f"{term} is no number")
    return int(term.value)


async def _check(release: Release, remote: Remote, address: str) -> None:
    """Raise UnfitEngine where the counts are not those of the release."""
    fewer = _alike(release)
    there_are = await _counts(remote, address)
    expected = (release.triples, release.quads)
    for name, there, whole in zip(
        ("default graph", "named graphs"), there_are, expected, strict=True
    ):
        if not whole - fewer <= there <= whole:
            what = f"has {there:,} triples in its {name}, and not {whole:,}"
            raise UnfitEngine(address, what, _ADVICE)


def _alike(release: Release) -> int:
    """How many quads an engine that compares literals by value may find to be others."""
    if not release.compared:
        return 0
    quads = list(parse(path=release.folder / AS_WRITTEN, format=NQUADS.rdf))
    return len(quads) - len(
        {(kept_triple(one.triple), one.graph_name) for one in quads}
    )
