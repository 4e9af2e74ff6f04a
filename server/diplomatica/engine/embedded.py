"""The engine inside this process: Oxigraph, with a release in memory or on disk."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from diplomatica.engine.datasets import Datasets, Found, held_by
from diplomatica.engine.engine import WHOLE, Answer, Node, QueryDataset, Row, Term
from diplomatica.engine.forms import Written
from diplomatica.engine.limits import Limits
from diplomatica.engine.rewriting.columns import without_repetitions
from diplomatica.engine.rewriting.empties import empty_cells
from diplomatica.engine.rewriting.ordering import order_fully
from diplomatica.engine.rewriting.rewriting import UNREAD, Rewritten, rewrite_query
from diplomatica.engine.sparql.admitted import admit_query
from diplomatica.engine.sparql.binding import bind_terms
from diplomatica.engine.sparql.readings import keep_last
from diplomatica.engine.sparql.syntax import explain_syntax
from diplomatica.engine.storage import in_memory
from diplomatica.engine.writing import (
    Unquoted,
    in_table_format,
    results_written,
    table_written,
    triples_written,
)
from diplomatica.errors import InvalidQuery, RefusedQuery
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import Format
from diplomatica.model.notice import Notice
from diplomatica.model.serialization import in_order, quads_in_order
from diplomatica.model.vocabulary import prefixes


class Embedded:
    """A release in a store of this process.

    It keeps the limit of an answer's length, and no other.
    """

    def __init__(
        self,
        release: Release,
        store: Store | None = None,
        limits: Limits | None = None,
        written: Written | None = None,
    ) -> None:
        """`store` holds the release, `written` what it rewrites.

        Without a store, both are loaded into memory.
        """
        self._iris = release.iris
        self._prefixes = prefixes(release.base)
        self._offered = release.iris.prefixes
        self._base = release.iris("sparql").value
        if store is None:
            loaded = in_memory(release)
            store, written = loaded.store, loaded.written
        self._store, self._written = store, written or Written()
        self._datasets = Datasets(store, self._base, self._offered)
        self._limits = limits or Limits()
        # Queries come again, and most of what is read in them costs as much as a short answer.
        self._admitted, self._better = keep_last(self._admit), keep_last(self._rewrite)

    def answer(
        self,
        query: str,
        results: Format | None,
        graphs: Format | None,
        asked: QueryDataset = WHOLE,
        client: str = "",
    ) -> Answer | None:
        """See Engine; whoever asks, asks alone here."""
        query = self._admitted(query)
        result, told = self._found_once(query, asked)
        answer = self._in_a_form(
            result, results, graphs, lambda: self._found_once(query, asked)[0]
        )
        if answer is None:
            return None
        notices = (*answer.notices, *told, *empty_cells(query, answer))
        if notices:
            answer = replace(answer, notices=notices)
        return in_table_format(answer, results)

    def reordered(self, query: str, *others: Any) -> Answer | None:
        """The answer with its rows in an order of all terms, where its own is none."""
        return self.answer(order_fully(query), *others)

    def plain(
        self, query: str, results: Format | None, graphs: Format | None
    ) -> Answer | None:
        """The answer to a query of which nothing is to be refused, rewritten or told.

        Whoever asks has seen to that. None where no form can hold it. Raises QueryError.
        """
        find = partial(self._query, query, WHOLE)
        answer = self._in_a_form(find(), results, graphs, find)
        return answer and in_table_format(answer, results)

    def _in_a_form(
        self,
        result: Found,
        results: Format | None,
        graphs: Format | None,
        again: Callable[[], Found],
    ) -> Answer | None:
        """What was found as the engine writes it for what is asked for.

        It is found again where its table is broken.
        """
        form = graphs if isinstance(result, QueryTriples) else results
        if form is None:
            return None
        try:
            return self._serialised(result, form.engine_format)
        except Unquoted:
            rows = again()
            assert isinstance(rows, QuerySolutions)
            return table_written(rows, self._limits.answer)

    def _found_once(
        self, query: str, asked: QueryDataset
    ) -> tuple[Found, tuple[Notice, ...]]:
        """What a query finds, also where a SELECT of it names a variable twice.

        Only what the engine refuses is looked through for that.
        """
        try:
            return self._query_as_rewritten(query, self._better(query), asked)
        except InvalidQuery:
            once = without_repetitions(query)
            if once != query:
                with suppress(InvalidQuery):
                    return self._query_as_rewritten(once, self._better(once), asked)
            raise

    def _admit(self, query: str) -> str:
        return admit_query(query, self._base, self._offered)

    def _rewrite(self, query: str) -> Rewritten:
        return rewrite_query(query, self._offered, self._base)

    def _query_as_rewritten(
        self, query: str, better: Rewritten, asked: QueryDataset
    ) -> tuple[Found, tuple[Notice, ...]]:
        """What a query finds, asked as it is better asked; its faults are those of its own text."""
        if better.query == query:
            return self._query(query, asked), better.notices
        with suppress(InvalidQuery):
            return self._query(better.query, asked), better.notices
        return self._query(query, asked), (UNREAD,)

    def _serialised(self, result: Found, form: Format) -> Answer:
        """An answer in its format. Raises RefusedQuery where that cannot hold it."""
        try:
            if isinstance(result, QueryTriples):
                return triples_written(result, form, self._iris, self._limits.answer)
            return results_written(result, form, self._limits.answer)
        except (RuntimeError, ValueError, OSError) as error:
            what = f"This query cannot be answered in {form.label}: {error}"
            raise RefusedQuery(what) from error

    def rows(self, query: str, /, **terms: Term) -> list[Row]:
        """See Engine."""
        solutions = self._with_terms(query, terms)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        known: dict[Term, Term] = {}
        return [_row(names, solution, known) for solution in solutions]

    def triples(self, query: str, /, **terms: Term) -> list[Triple]:
        """See Engine."""
        constructed = self._with_terms(query, terms)
        assert isinstance(constructed, QueryTriples)
        return in_order(self._written.triples(constructed), self._iris)

    def _with_terms(self, query: str, terms: dict[str, Term]) -> Found:
        """What a query of our own finds where these variables are these terms."""
        nodes: dict[Variable, Term] = {}
        others: dict[str, Term] = {}
        for name, term in terms.items():
            # no query can name a blank node, but this engine knows which is meant
            if isinstance(term, BlankNode):
                nodes[Variable(name)] = term
            else:
                others[name] = term
        bound = bind_terms(query, others)
        return self._store.query(bound, prefixes=self._prefixes, substitutions=nodes)

    def quads(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """See Engine."""
        return self._as_written(held_by(self._store, graphs))

    def about(self, subjects: Iterable[Node]) -> list[Quad]:
        """See Engine."""
        quads = map(self._said_of, subjects)
        return self._as_written(chain.from_iterable(quads))

    def _said_of(self, subject: Node) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, None, None)

    def nodes(self, nodes: Iterable[Node], most: int | None = None) -> list[Quad]:
        """See Engine."""
        waiting, told = deque(nodes), set[Node]()
        quads: list[Quad] = []
        while waiting and (most is None or len(quads) <= most):
            node = waiting.popleft()
            if node not in told:
                told.add(node)
                stated = list(self._said_of(node))
                objects = [quad.object for quad in stated]
                waiting += [term for term in objects if isinstance(term, BlankNode)]
                quads += stated
        return self._as_written(quads)

    def around(self, this: Node, most: int) -> list[Quad]:
        """See Engine."""
        leading = self._store.quads_for_pattern(None, None, this)
        named = (
            quad for quad in leading if not isinstance(quad.graph_name, DefaultGraph)
        )
        inward = self._as_written(islice(named, most + 1))
        return self.about([this]) + inward

    def leading_to(self, term: Node) -> list[Quad]:
        """See Engine."""
        return self._as_written(self._store.quads_for_pattern(None, None, term))

    def _as_written(self, quads: Iterable[Quad]) -> list[Quad]:
        """Those of named graphs, as their source writes them, in order."""
        named = [one for one in quads if not isinstance(one.graph_name, DefaultGraph)]
        return quads_in_order(self._written.quads(named), self._iris)

    def _query(self, query: str, asked: QueryDataset) -> Found:
        """What a query finds; whatever the engine raises as an error of ours."""
        try:
            return self._datasets.query(query, asked)
        except SyntaxError as error:
            raise explain_syntax(query, str(error), set(self._offered)) from error
        except ValueError as error:
            raise InvalidQuery(f"This is not SPARQL: {error}.") from error
        except (RuntimeError, OSError) as error:
            raise RefusedQuery(f"This query cannot be evaluated: {error}") from error


def _row(names: Sequence[str], solution: QuerySolution, known: dict[Term, Term]) -> Row:
    """The terms of a solution by name, each as the one object that is `known`.

    Rows go to other processes, for which what stands in them often is packed once.
    """
    terms = zip(names, solution, strict=True)
    return {name: known.setdefault(one, one) for name, one in terms if one is not None}
