"""The engine inside this process: Oxigraph, with the whole release in memory."""

from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from diplomatica.engine.engine import WHOLE, Answer, Asked, Row, Term
from diplomatica.engine.query import refuse, refuse_dataset
from diplomatica.errors import InvalidQuery, RefusedQuery
from diplomatica.model.formats import NQUADS, NTRIPLES, Format
from diplomatica.model.release import Release
from diplomatica.model.serialization import in_order, quads_in_order, written
from diplomatica.model.vocabulary import prefixes

AnyGraph = NamedNode | BlankNode | DefaultGraph


class Embedded:
    """A release in memory: its dumps of triples and of quads are the default graph and the named graphs."""

    def __init__(self, release: Release) -> None:
        """Load the release."""
        self._iris = release.iris
        self._prefixes = prefixes(release.base)
        self._store = Store()
        self._store.bulk_load(path=release.dump(NTRIPLES), format=RdfFormat.N_TRIPLES)
        self._store.bulk_load(path=release.dump(NQUADS), format=RdfFormat.N_QUADS)

    def answer(self, query: str, results: Format | None, graphs: Format | None, asked: Asked = WHOLE) -> Answer | None:
        """See Engine."""
        refuse(query)
        refuse_dataset(len(asked.default_graphs))
        found = self._query(query, asked)
        form = graphs if isinstance(found, QueryTriples) else results
        if form is None:
            return None
        try:
            if isinstance(found, QueryTriples):
                return Answer(written(in_order(found, self._iris), form, self._iris), form)
            return Answer(found.serialize(format=form.results) or b"", form)
        except (RuntimeError, ValueError, OSError) as error:
            raise RefusedQuery(f"This query cannot be answered in {form.label}: {error}") from error

    def rows(self, query: str, **terms: Term) -> list[Row]:
        """See Engine."""
        found = self._store.query(query, prefixes=self._prefixes, substitutions=_substitutions(terms))
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: term for name in names if (term := solution[name]) is not None} for solution in found]

    def triples(self, query: str, **terms: Term) -> list[Triple]:
        """See Engine."""
        found = self._store.query(query, prefixes=self._prefixes, substitutions=_substitutions(terms))
        assert isinstance(found, QueryTriples)
        return in_order(found, self._iris)

    def quads(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """See Engine."""
        found = (quad for graph in graphs for quad in self._store.quads_for_pattern(None, None, None, graph))
        return quads_in_order(found, self._iris)

    def _query(self, query: str, asked: Asked) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            default: list[AnyGraph] | None = [NamedNode(iri) for iri in asked.default_graphs] or None
            named: list[NamedNode | BlankNode] | None = [NamedNode(iri) for iri in asked.named_graphs] or None
            if named and not default:
                default = []  # the protocol's dataset is the whole dataset: no default graph was asked for
            return self._store.query(query, prefixes=self._prefixes, default_graph=default, named_graphs=named)
        except (SyntaxError, ValueError) as error:
            raise InvalidQuery(f"This is not SPARQL: {error}") from error
        except (RuntimeError, OSError) as error:
            raise RefusedQuery(f"This query cannot be evaluated: {error}") from error


def _substitutions(terms: dict[str, Term]) -> dict[Variable, Term]:
    return {Variable(name): term for name, term in terms.items()}
