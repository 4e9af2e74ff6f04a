"""An answer in a form that is the same whenever it is: what a checksum can stand for.

Rows stand in an order of their own, and blank nodes under names that are drawn from
what is said of them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from diplomatica.engine import Answer
from diplomatica.lookup.history.comparing.blanknodes import NamedBlanks, has_blank_node
from diplomatica.model.formats import JSON

TRIPLES, BOOLEAN = "triples", "boolean"
"""The head of what is no table: a graph, and yes or no."""


@dataclass(frozen=True)
class Canonical:
    """The lines of an answer in their own order, each as often as it is there."""

    lines: list[str]
    given: list[str] = field(default_factory=list)
    """The rows of a table in the order that the query asks for."""

    @property
    def in_order(self) -> list[str]:
        """The lines below the head, as the query orders them."""
        return self.given or self.lines[1:]

    @property
    def rows(self) -> int:
        """How many rows or triples there are; the head of a table is none."""
        return len(self.lines) - 1

    @property
    def checksum(self) -> str:
        """The SHA-256 of the lines, each with its line feed."""
        body = "".join(f"{line}\n" for line in self.lines)
        return hashlib.sha256(body.encode()).hexdigest()

    @property
    def head(self) -> str:
        """The variables of a table, or what it is instead."""
        return self.lines[0]

    def without(self, other: "Canonical") -> list[str]:
        """The lines that another answer lacks."""
        return list((Counter(self.lines) - Counter(other.lines)).elements())


def canonical(answer: Answer) -> Canonical:
    """The canonical form of an answer in JSON, or of triples in N-Triples."""
    if answer.format is not JSON:
        return Canonical([TRIPLES, *_triples(answer.body)])
    told = json.loads(answer.body)
    if "boolean" in told:
        return Canonical([BOOLEAN, str(told["boolean"]).lower()])
    names = told["head"]["vars"]
    head = "\t".join(f"?{name}" for name in names)
    lines = list(_lines(names, told["results"]["bindings"]))
    return Canonical([head, *sorted(lines)], lines)


def _triples(body: bytes) -> list[str]:
    plain: list[Quad] = []
    blank: list[Quad] = []
    for quad in parse(body, format=RdfFormat.N_TRIPLES):
        if has_blank_node(quad):
            blank.append(quad)
        else:
            plain.append(quad)
    quads = (*plain, *NamedBlanks(blank).quads)
    return sorted({str(quad.triple) for quad in quads})


def _lines(names: list[str], bindings: list[Mapping[str, Any]]) -> Iterable[str]:
    """The rows as lines, with the same names for blank nodes whoever asks."""
    rows = [_terms(names, binding) for binding in bindings]
    known = _names_of(rows)
    for row in rows:
        yield "\t".join(_cell_text(row.get(name), known) for name in names)


def _terms(names: list[str], binding: Mapping[str, Any]) -> dict[str, Any]:
    """What a row gives these names; it may lack some."""
    return {name: _term(binding[name]) for name in names if name in binding}


def _cell_text(term: Any, known: Mapping[BlankNode, str]) -> str:
    if term is None:
        return ""
    return known[term] if isinstance(term, BlankNode) else str(term)


def _names_of(rows: list[dict[str, Any]]) -> dict[BlankNode, str]:
    """A name for each blank node of an answer: drawn from the rows that it stands in."""
    around: dict[BlankNode, list[str]] = {}
    for row in rows:
        plain = sorted(f"{name} {_nameless(term)}" for name, term in row.items())
        for name, term in row.items():
            if isinstance(term, BlankNode):
                around.setdefault(term, []).append(f"{name} {plain}")
    digests = {node: _digest(sorted(told)) for node, told in around.items()}
    return {node: f"_:{digest}" for node, digest in digests.items()}


def _nameless(term: Any) -> str:
    """A term, but a blank node without its name, which may be any."""
    return "_:" if isinstance(term, BlankNode) else str(term)


def _digest(told: list[str]) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _term(binding: Mapping[str, Any]) -> NamedNode | BlankNode | Literal:
    """A term of an answer in JSON."""
    kind, value = binding["type"], binding["value"]
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        return BlankNode(value)
    if "xml:lang" in binding:
        return Literal(value, language=binding["xml:lang"])
    if datatype := binding.get("datatype"):
        return Literal(value, datatype=NamedNode(datatype))
    return Literal(value)
