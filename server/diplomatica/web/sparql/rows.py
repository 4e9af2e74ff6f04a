"""The rows of an answer as a page shows them: terms, their names, and the statements and words that a row rests on."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from flask import request
from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.engine import WHOLE
from diplomatica.errors import LimitReached, QueryError
from diplomatica.lookup.description import Reason
from diplomatica.model.formats import JSON
from diplomatica.model.vocabulary import prefixes
from diplomatica.web.site import Site
from diplomatica.web.sparql.evidence import (
    Cell,
    Cells,
    opened,
    patterns,
    statements,
    variables,
)
from diplomatica.web.sparql.protocol import Question

Binding = Mapping[str, Mapping[str, str]]
# A page shows so many rows and says how many there are, and the words behind so few: downloads hold all.
_SHOWN, _FEW = 1000, 25
_QUICK = 0.1  # of the time that a query may take: a slower one is not asked again with all its variables


class Rows:
    """The rows of one answer."""

    def __init__(
        self,
        site: Site,
        question: Question,
        names: list[str],
        bindings: Sequence[Binding],
        seconds: float,
    ) -> None:
        """Take the bindings as JSON tells them (SPARQL 1.1 Query Results JSON Format), and how long they took."""
        self._site, self._question = site, question
        self.names, self.count = names, len(bindings)
        self.rows = list(map(_terms, bindings[:_SHOWN]))
        is_quick = self.count <= _SHOWN and seconds < _QUICK * site.limits.seconds
        is_whole = question.asked == WHOLE
        found = (
            patterns(question.query, prefixes(site.release.base))
            if bindings and is_whole
            else []
        )
        matched = (
            self._opened(bindings)
            if is_quick and not variables(found) <= {*names}
            else self.rows
        )
        self.whys = [statements(found, row, site.digests) for row in matched]
        """Of each row the statements that it rests on, by their digests."""
        self.reasons = self._reasons() if self.count <= _FEW else []
        """The words that few rows rest on."""
        nodes = {
            row[name]
            for row in self.rows
            for name in names
            if isinstance(row.get(name), NamedNode)
        }
        nodes |= {quads[0].predicate for why in self.whys for quads in why.values()}
        nodes |= {voice for reason in self.reasons for voice in reason.voices}
        self.labels: dict[str, str] = {}
        with suppress(
            LimitReached
        ):  # names are a comfort: where there are too many to ask for, IRIs do
            self.labels = site.describing.labels(nodes)

    def _opened(self, bindings: Sequence[Binding]) -> list[Cells]:
        """The same rows with all variables of the query; where these cannot be had, as they are."""
        query, wide = opened(self._question.query), []
        with suppress(QueryError):
            if query and (
                answer := self._site.engine.answer(
                    query, JSON, None, WHOLE, request.remote_addr or "unknown"
                )
            ):
                wide = json.loads(answer.body)["results"]["bindings"]
        is_same = [
            {name: row[name] for name in self.names if name in row} for row in wide
        ] == list(bindings)
        return list(map(_terms, wide)) if is_same else self.rows

    def _reasons(self) -> list[Reason]:
        """Those that are stated, if any is."""
        graphs = dict.fromkeys(
            quad.graph_name
            for why in self.whys
            for quads in why.values()
            for quad in quads
        )
        found = self._site.describing.reasons(
            graph for graph in graphs if isinstance(graph, NamedNode)
        )
        quoting = [reason for reason in found.values() if reason.quote]
        return [reason for reason in quoting if reason.kind != "Inference"] or quoting


def _terms(binding: Binding) -> Cells:
    return {name: _term(cell) for name, cell in binding.items()}


def _term(cell: Mapping[str, str]) -> Cell:
    if cell["type"] == "uri":
        return NamedNode(cell["value"])
    if cell["type"] == "bnode":
        return BlankNode(cell["value"])
    datatype = NamedNode(cell["datatype"]) if "datatype" in cell else None
    return Literal(cell["value"], language=cell.get("xml:lang"), datatype=datatype)
