"""A card: what a page tells of one IRI beside its statements."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine import Row, Term
from diplomatica.lookup.describing.statednames import names_of
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF

_PARAGRAPH = DIP("paragraph")


@dataclass
class Card:
    """What is told of one IRI: what it is called, its kinds, its times, its words."""

    this: NamedNode
    said: dict[NamedNode, list[Term]] = field(default_factory=dict)
    """The values of the properties that a card has."""
    times: list[Quad] = field(default_factory=list)
    """Its times as they are stated, in the graphs that state them."""
    paragraphs: set[int] = field(default_factory=set)
    has_word: bool = False
    """Whether it is called by a word if it has no name."""

    def values(self, property_: NamedNode) -> list[Term]:
        """The values of one property."""
        return self.said.get(property_, [])

    def texts(self, property_: NamedNode) -> list[str]:
        """The values of one property, as texts."""
        return [text_of(value) for value in self.values(property_)]

    def nodes(self, property_: NamedNode) -> list[NamedNode]:
        """Those of the values that are IRIs."""
        values = self.values(property_)
        return [value for value in values if isinstance(value, NamedNode)]

    @cached_property
    def names(self) -> list[Triple]:
        """All names that it has, in whatever language; each part of a page asks for them."""
        return names_of(self.this, self.said, has_word=self.has_word)

    @property
    def types(self) -> list[NamedNode]:
        """All kinds that it is of, wide or narrow."""
        return self.nodes(RDF("type"))

    def is_a(self, kind: NamedNode) -> bool:
        """Whether it is of a kind."""
        return kind in self.types

    def add(self, row: Row) -> None:
        """Take over one row of what is asked for cards."""
        told_by, value = cast("NamedNode", row["property"]), row["value"]
        if told_by == _PARAGRAPH:
            self.paragraphs.add(int(text_of(value)))
        elif "why" in row:
            why = cast("NamedNode", row["why"])
            self.times.append(Quad(self.this, told_by, cast("Literal", value), why))
        else:
            self.said.setdefault(told_by, []).append(value)

    def named(self) -> set[NamedNode]:
        """The IRIs that stand on it, of which a page says what they are called."""
        values = (value for values in self.said.values() for value in values)
        nodes = {value for value in values if isinstance(value, NamedNode)}
        graphs = (time.graph_name for time in self.times)
        return nodes | {graph for graph in graphs if isinstance(graph, NamedNode)}
