"""The dataset that a query is asked of: the whole, or graphs that are chosen.

Its own text chooses them, by FROM, or whoever asks, by the protocol.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from diplomatica.engine.engine import WHOLE, QueryDataset
from diplomatica.engine.sparql.datasetclause import dataset_clause
from diplomatica.engine.sparql.readings import keep_last

Found = QuerySolutions | QueryBoolean | QueryTriples
Graphs = Sequence[NamedNode]


class Datasets:
    """The datasets that can be chosen from a store, and queries of them.

    Its methods raise what the engine raises.
    """

    def __init__(self, store: Store, base: str, offered: Mapping[str, str]) -> None:
        """`base` is the endpoint's IRI (RFC 3986, section 5.1.3), with the prefixes known there."""
        self._store, self._base = store, base
        self._marks = {f"{name}:": (name, iri) for name, iri in offered.items()}
        self._used = keep_last(self._named_in)

    def query(self, query: str, dataset: QueryDataset) -> Found:
        """What a query finds in the graphs that are asked for, or that itself chooses."""
        if dataset == WHOLE:
            return self._own(query)
        default = [NamedNode(iri) for iri in dataset.default_graphs]
        named = [NamedNode(iri) for iri in dataset.named_graphs]
        return self._ask_graphs(query, default, named)

    def _own(self, query: str) -> Found:
        """A query of the dataset that its own text chooses, if it does."""
        clause = dataset_clause(query)
        if clause is None or max(len(clause.default), len(clause.named)) < 2:
            return self._ask(self._store, query)
        default = self._resolved(clause.prologue, clause.default)
        named = self._resolved(clause.prologue, clause.named)
        return self._ask_graphs(query, default, named)

    def _ask_graphs(self, query: str, default: Graphs, named: Graphs) -> Found:
        """A query of the chosen graphs, and no others. A dataset has each graph once."""
        default, named = list(dict.fromkeys(default)), list(dict.fromkeys(named))
        if len(default) < 2:
            return self._ask(
                self._store, query, default_graph=default, named_graphs=named
            )
        merged = self._merged(default, named)
        whole = [DefaultGraph()]
        return self._ask(merged, query, default_graph=whole, named_graphs=named)

    def _merged(self, default: Graphs, named: Graphs) -> Store:
        """Several graphs as one, made for real.

        The engine itself would find twice what stands in two of them.
        """
        merged = Store()
        merged.bulk_extend(Quad(*quad.triple) for quad in held_by(self._store, default))
        merged.bulk_extend(held_by(self._store, named))
        return merged

    def _ask(self, store: Store, query: str, **chosen: Any) -> Found:
        used = self._used(query)
        return store.query(query, base_iri=self._base, prefixes=used, **chosen)

    def _named_in(self, query: str) -> dict[str, str]:
        """The prefixes that a query may use: to read all of them takes time."""
        marks = self._marks.items()
        return {prefix: iri for mark, (prefix, iri) in marks if mark in query}

    def _resolved(self, prologue: str, graphs: Sequence[str]) -> list[NamedNode]:
        """The IRIs of graphs as a query writes them.

        The engine itself reads those that are relative, or written with a prefix.
        """
        if not graphs:
            return []
        values = f"VALUES ?graph {{ {' '.join(graphs)} }}"
        solutions = self._ask(self._store, f"{prologue}\nSELECT ?graph {{ {values} }}")
        return [solution["graph"] for solution in solutions]  # type: ignore[union-attr]


def held_by(store: Store, graphs: Iterable[NamedNode]) -> Iterator[Quad]:
    """The quads of some graphs of a store."""
    for graph in graphs:
        yield from store.quads_for_pattern(None, None, None, graph)
