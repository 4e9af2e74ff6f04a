"""The pattern of a rule, with its premises apart from what follows from them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store

from diplomatica.engine.engine import Term

Terms = tuple[Term | None, ...]
Bindings = dict[str, Term]
_Graphs = dict[Terms, frozenset[NamedNode]]
_PREMISE = re.compile(r"GRAPH\s*[?$](why\w*)\s*\{([^{}]*)\}", re.IGNORECASE)
# So many solutions are in memory at once, and their values are asked for by one query.
_AT_ONCE = 1000
_VARIABLE = re.compile(r"[?$](\w+)")


@dataclass(frozen=True)
class Premise:
    """One `GRAPH ?why { … }` of a rule; `mark` is bound where a solution needs it."""

    mark: str
    graph: str
    pattern: str

    @cached_property
    def variables(self) -> list[str]:
        """The variables of its pattern."""
        return sorted(set(_VARIABLE.findall(self.pattern)))

    @property
    def whole(self) -> str:
        """The pattern, within its graph."""
        return f"GRAPH ?{self.graph} {{ {self.pattern} }}"

    @property
    def distinct(self) -> str:
        """The pattern, with each solution once, however many graphs give it."""
        named = [f"?{name}" for name in self.variables]
        what = " ".join([*named, f"(true AS ?{self.mark})"])
        return f"{{ SELECT DISTINCT {what} WHERE {{ {self.whole} }} }}"

    def chosen(self, given: Sequence[Terms]) -> str:
        """The pattern, only where its variables have some of these values."""
        is_named = not any(isinstance(one, BlankNode) for one in chain(*given))
        if not self.variables or not is_named:
            return self.whole
        names = " ".join(f"?{name}" for name in self.variables)
        values = " ".join(map(_row, given))
        return f"VALUES ({names}) {{ {values} }} {self.whole}"

    def given(self, bound: Mapping[str, Term]) -> Terms:
        """The values of its variables in a solution."""
        return tuple(bound.get(name) for name in self.variables)


@dataclass(frozen=True)
class Solution:
    """What a rule's variables stand for, and the graphs that give each premise."""

    bound: Bindings
    graphs: tuple[frozenset[NamedNode], ...]

    @property
    def apart_from_graphs(self) -> object:
        """What it is beside the graphs that it was found in: equal where the rest is."""
        rest = ((name, term) for name, term in self.bound.items() if not _is_why(name))
        return frozenset(rest), tuple(filter(_is_why, self.bound)), len(self.graphs)


class RulePattern:
    """The pattern of a rule, asked for its solutions.

    Each is found once, not once for every choice of graphs that give its premises: of
    a fact that a thousand articles state, there are as many.
    """

    def __init__(self, query: str, prologue: str) -> None:
        """`query` selects all of a pattern; `prologue` declares its prefixes."""
        self._query, self._prologue = query, prologue
        self.premises: list[Premise] = []
        self._distinct = _PREMISE.sub(self._take, query)

    def _take(self, match: re.Match[str]) -> str:
        mark = f"x_premise_{len(self.premises)}"
        self.premises.append(Premise(mark, match[1], match[2]))
        return self.premises[-1].distinct

    @property
    def _is_apart(self) -> bool:
        """Whether nothing but its premises speaks of their graphs."""
        rest = _PREMISE.sub("", self._query)
        return not re.search(r"[?$]why", rest)

    @property
    def has_one_premise(self) -> bool:
        """Whether each solution rests on one graph alone, whichever that is."""
        return self._is_apart and len(self.premises) == 1

    def solutions(self, store: Store, known: dict[str, str]) -> Iterator[Solution]:
        """All solutions in a store. Raises SyntaxError where the query is none."""
        if not self._is_apart:
            yield from self.one_by_one(store, known)
            return
        rows = _rows_of(store, self._distinct, known)
        graphs: list[_Graphs] = [{} for _ in self.premises]
        while some := list(islice(rows, _AT_ONCE)):
            for premise, of_premise in zip(self.premises, graphs, strict=True):
                self._find_graphs(premise, some, of_premise, store, known)
            for row in some:
                yield self._solution(row, graphs)
            if self.has_one_premise:
                graphs[0].clear()  # no solution has what another has

    def one_by_one(self, store: Store, known: dict[str, str]) -> Iterator[Solution]:
        """All solutions, once for each choice of graphs. Raises SyntaxError."""
        for row in _rows_of(store, self._query, known):
            graphs = [
                frozenset({term})
                for name, term in row.items()
                if _is_why(name) and isinstance(term, NamedNode)
            ]
            yield Solution(row, tuple(graphs))

    def _find_graphs(
        self,
        premise: Premise,
        rows: Iterable[Bindings],
        graphs_by_triple: _Graphs,
        store: Store,
        known: dict[str, str],
    ) -> None:
        """Find the graphs that give a premise, for what the solutions need of it."""
        marked = (row for row in rows if premise.mark in row)
        needed = dict.fromkeys(map(premise.given, marked))
        missing = [given for given in needed if given not in graphs_by_triple]
        if not missing:
            return
        found: dict[Terms, set[NamedNode]] = {given: set() for given in missing}
        query = f"{self._prologue} SELECT * WHERE {{ {premise.chosen(missing)} }}"
        for row in _rows_of(store, query, known):
            given, graph = premise.given(row), row[premise.graph]
            if given in found and isinstance(graph, NamedNode):
                found[given].add(graph)
        graphs_by_triple.update(
            (one, frozenset(graphs)) for one, graphs in found.items()
        )

    def _solution(self, row: Bindings, graphs: list[_Graphs]) -> Solution:
        """A solution with the graphs that give each of its premises.

        A set of graphs that gives many is in memory once.
        """
        graphs_by_premise: dict[str, frozenset[NamedNode]] = {}
        for premise, given in zip(self.premises, graphs, strict=True):
            if premise.mark in row:
                these = given[premise.given(row)]
                known = graphs_by_premise.get(premise.graph)
                graphs_by_premise[premise.graph] = (
                    these if known is None else known & these
                )
        return Solution(row, tuple(graphs_by_premise.values()))


def _is_why(name: str) -> bool:
    """Whether a variable stands for the graph of a premise."""
    return name.startswith("why")


def _row(given: Terms) -> str:
    """The values of some variables, as a row of VALUES has them (SPARQL, section 10.2)."""
    terms = ("UNDEF" if term is None else str(term) for term in given)
    return f"({' '.join(terms)})"


def _rows_of(store: Store, query: str, prefixes: dict[str, str]) -> Iterator[Bindings]:
    """The solutions of a query, each with what is bound in it."""
    solutions = store.query(query, prefixes=prefixes)
    if not isinstance(solutions, QuerySolutions):
        raise SyntaxError("the pattern of a rule is no SELECT")
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        pairs = zip(names, row, strict=True)
        yield {name: term for name, term in pairs if term is not None}
