"""Blank nodes as IRIs, so that another engine can be asked for one (RDF 1.1, section 3.5).

An engine gives a blank node that it loads a name of its own, and no query can name it.
"""

import json
from collections.abc import Callable
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.iris import Iris

Turn = Callable[[object], object]


class Genids:
    """The IRIs that stand for the blank nodes of one dataset."""

    def __init__(self, iris: Iris) -> None:
        """They lie where RDF 1.1 has them: below the base of the dataset."""
        self._start = iris(".well-known", "genid", "").value

    def named(self, term: object) -> object:
        """The IRI of a blank node; any other term as it is."""
        if isinstance(term, BlankNode):
            return NamedNode(self._start + quote(term.value, safe=""))
        return term

    def blank(self, term: object) -> object:
        """The blank node that an IRI stands for; any other term as it is."""
        if isinstance(term, NamedNode) and term.value.startswith(self._start):
            return BlankNode(unquote(term.value.removeprefix(self._start)))
        return term

    def named_in(self, quad: Quad) -> Quad:
        """A quad without blank nodes."""
        return Quad(*map(self.named, quad))  # type: ignore[arg-type]

    def blank_in(self, triple: Triple) -> Triple:
        """A triple with its blank nodes."""
        return Triple(*map(self.blank, triple))  # type: ignore[arg-type]

    def term(self, term: object) -> Term:
        """A term with a blank node in the place of the IRI that stands for it."""
        return self.blank(term)  # type: ignore[return-value]

    def blank_in_json(self, body: bytes) -> bytes:
        """Results as JSON with their blank nodes (SPARQL 1.1 Results JSON, section 3.2.2)."""
        if self._start.encode() not in body:
            return body
        told = json.loads(body)
        for row in told.get("results", {}).get("bindings", []):
            for value in row.values():
                if value["type"] == "uri" and value["value"].startswith(self._start):
                    label = value["value"].removeprefix(self._start)
                    value.update(type="bnode", value=unquote(label))
        return json.dumps(told).encode()
