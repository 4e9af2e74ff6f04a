"""Answers of a server elsewhere, read as the source of the release writes what they hold."""

from collections.abc import Sequence

from pyoxigraph import Quad, QuerySolution, QuerySolutions, RdfFormat, Triple, parse

from diplomatica.engine.engine import Answer, Row, Term
from diplomatica.engine.forms import Written, kept_triple
from diplomatica.engine.remote.genid import Genids
from diplomatica.engine.remote.received import as_compared, results_in, triples_in
from diplomatica.engine.writing import in_table_format, results_written, triples_written
from diplomatica.model.dataset.release import AS_WRITTEN, Release
from diplomatica.model.formats import Format
from diplomatica.model.serialization import in_order, quads_in_order


class AnswerReader:
    """Reads what a server answered; it raises what `whole` tells of."""

    def __init__(self, release: Release, genids: Genids, most: int) -> None:
        """Take a release, the IRIs of its blank nodes, and the bytes of an answer at most."""
        self.iris, self._genids, self._most = release.iris, genids, most
        self._written = Written()
        if release.compared:
            written = release.folder / AS_WRITTEN
            self._written.add(parse(path=written, format=RdfFormat.N_QUADS))

    def results_written(self, body: bytes, form: Format) -> Answer:
        """A table in one of our formats."""
        results = results_in(self._genids.blank_in_json(body))
        answer = results_written(results, form.engine_format, self._most)
        return in_table_format(answer, form)

    def triples_written(self, body: bytes, form: Format) -> Answer:
        """A graph in one of our formats."""
        triples = list(map(self._genids.blank_in, triples_in(body)))
        return triples_written(triples, form, self.iris, self._most)

    def rows(self, body: bytes) -> list[Row]:
        """The rows of a table, each with what is bound in it."""
        results = results_in(body)
        if not isinstance(results, QuerySolutions):
            raise EOFError("it says yes or no, and gives no rows")
        names = [variable.value for variable in results.variables]
        return [self._row(names, solution) for solution in results]

    def _row(self, names: Sequence[str], solution: QuerySolution) -> Row:
        row: dict[str, Term] = {}
        for name, term in zip(names, solution, strict=True):
            if term is not None:
                row[name] = self._genids.term(term)
        return row

    def triples(self, body: bytes) -> list[Triple]:
        """The triples of a graph, in order."""
        blank = map(self._genids.blank_in, triples_in(body))
        triples = list(map(kept_triple, blank))
        return in_order(self._written.triples(triples), self.iris)

    def as_written(self, quads: Sequence[Quad]) -> list[Quad]:
        """Quads as their source writes them, in order."""
        compared = map(as_compared, quads)
        return quads_in_order(self._written.quads(compared), self.iris)
