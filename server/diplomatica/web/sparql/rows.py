"""The rows of an answer as a page shows them.

A page shows terms, their names, and the statements and words that a row rests on.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.engine import WHOLE
from diplomatica.errors import LimitReached, QueryError
from diplomatica.lookup.advice.evidence import (
    Cell,
    Cells,
    Pattern,
    patterns,
    reasons_of,
    statements,
    variables,
    with_all_variables,
)
from diplomatica.lookup.reason import Reason
from diplomatica.model.formats import JSON
from diplomatica.web.site import Site
from diplomatica.web.sparql.protocol import Question

Binding = Mapping[str, Mapping[str, str]]
# A page shows so many rows and says how many there are, and the words behind so few:
# downloads hold all.
_SHOWN, _FEW = 1000, 25
# Of rows that are very wide it shows fewer: a cell takes some ten microseconds.
_CELLS = 50_000
# Of the time that a query may take: a slower one is not asked again with all its variables.
_QUICK = 0.1


class Rows:
    """The rows of one answer."""

    def __init__(
        self,
        site: Site,
        question: Question,
        names: list[str],
        bindings: Sequence[Binding],
        seconds: float,
        client: str,
    ) -> None:
        """Take the bindings as JSON tells them, how long they took, and who asked.

        Their form is that of SPARQL 1.1 Query Results JSON Format.
        """
        self._site, self._question, self._client = site, question, client
        self.names, self.count = names, len(bindings)
        most = max(1, min(_SHOWN, _CELLS // max(1, len(names))))
        self.rows = list(map(_terms, bindings[:most]))
        patterns = self._patterns() if bindings else []
        is_quick = self.count <= most and seconds < _QUICK * site.limits.seconds
        matched = self.rows
        if is_quick and not variables(patterns) <= {*names}:
            matched = self._rows_of_all_variables(bindings)
        self.whys = [statements(patterns, row, site.digests) for row in matched]
        """Of each row the statements that it rests on, by their digests."""
        self.reasons = self._reasons() if self.count <= _FEW else []
        """The words that few rows rest on."""
        self.labels: dict[str, str] = {}
        # names are a comfort: where there are too many to ask for, IRIs do
        with suppress(LimitReached):
            self.labels = site.describing.labels(self._nodes())

    @property
    def articles(self) -> list[NamedNode]:
        """Those that the words are of, each once."""
        articles = (one for reason in self.reasons for one in reason.articles)
        return [*dict.fromkeys(articles)]

    def _patterns(self) -> list[Pattern]:
        """What the query matches in each row; not known of a part of the dataset."""
        if self._question.asked != WHOLE:
            return []
        return patterns(self._question.query, self._site.release.iris.prefixes)

    def _nodes(self) -> set[Cell]:
        """All that the page shows by name: what stands in rows, predicates, voices."""
        cells = [row.get(name) for row in self.rows for name in self.names]
        stated = [quads[0] for why in self.whys for quads in why.values()]
        voices = [voice for reason in self.reasons for voice in reason.parties]
        return {
            *(cell for cell in cells if isinstance(cell, NamedNode)),
            *(quad.predicate for quad in stated),
            *voices,
        }

    def _rows_of_all_variables(self, bindings: Sequence[Binding]) -> list[Cells]:
        """The rows with all variables of the query, if they are still those; else as they are."""
        wide = self._wide(with_all_variables(self._question.query))
        narrow = list(map(self._asked_cells, wide))
        return list(map(_terms, wide)) if narrow == list(bindings) else self.rows

    def _asked_cells(self, row: Binding) -> Binding:
        """What a row gives the names that are asked for."""
        return {name: row[name] for name in self.names if name in row}

    def _wide(self, query: str) -> list[Binding]:
        """The rows of this query; none where it is empty, or cannot be answered."""
        if not query:
            return []
        with suppress(QueryError):
            engine = self._site.engine
            answer = engine.answer(query, JSON, None, WHOLE, self._client)
            if answer:
                rows: list[Binding] = json.loads(answer.body)["results"]["bindings"]
                return rows
        return []

    def _reasons(self) -> list[Reason]:
        """Those that are stated, if any is."""
        return reasons_of(self.whys, self._site.describing)


def _terms(binding: Binding) -> Cells:
    return {name: _term(cell) for name, cell in binding.items()}


def _term(cell: Mapping[str, str]) -> Cell:
    if cell["type"] == "uri":
        return NamedNode(cell["value"])
    if cell["type"] == "bnode":
        return BlankNode(cell["value"])
    datatype = NamedNode(cell["datatype"]) if "datatype" in cell else None
    return Literal(cell["value"], language=cell.get("xml:lang"), datatype=datatype)
