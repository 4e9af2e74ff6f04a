"""The graphs of derivations, and what is told of each: its rule, premises, quotes, voices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.claimproperties import OF_CLAIMS, VOICES
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.pipeline.deriving.derivedgraph import DerivedGraph
from diplomatica.pipeline.deriving.rule import CORROBORATION
from diplomatica.pipeline.storing.lines import Row

_TYPE, _INFERENCE = str(RDF("type")), str(DIP("Inference"))
_CORROBORATION = str(DIP("Corroboration"))
_RULE, _REASON = str(DIP("rule")), str(DIP("reason"))
_PREMISE_IS, _QUOTE = str(DIP("premise")), str(DIP("quote"))
_VOICES = frozenset(map(str, VOICES))


def told_of_premises() -> tuple[NamedNode, ...]:
    """What is told of a derivation because it is of its premises."""
    return DIP("quote"), *OF_CLAIMS.shared


@dataclass(frozen=True)
class _PremiseTexts:
    """What is told of a premise, as text, for all derivations that rest on it."""

    quotes: list[str] = field(default_factory=list)
    shared: list[tuple[str, str]] = field(default_factory=list)
    """Each property and value that a derivation has as its premises do."""


class DerivationCards:
    """Makes the cards of derivations out of what is told of their premises.

    Of premises that are derivations nothing is repeated: their own cards tell it. These come
    before those that rest on them.
    """

    def __init__(self, quads: Iterable[Quad], iris: Iris) -> None:
        """Of the `quads`, only quotes, voices and the like of what is named are kept."""
        self._iris, self._about = iris, str(iris("graph", "inferences"))
        self._told: dict[str, _PremiseTexts] = {}
        self._readings: set[str] = set()
        """The derivations that rest on a note."""
        same: dict[tuple[str, str], tuple[str, str]] = {}
        told_of, shared = told_of_premises(), OF_CLAIMS.shared
        for quad in quads:
            this = quad.subject
            if quad.predicate not in told_of or not isinstance(this, NamedNode):
                continue
            told = self._told.setdefault(this.value, _PremiseTexts())
            if quad.predicate in shared:
                # A voice is that of many claims, and in memory once.
                pair = (str(quad.predicate), str(quad.object))
                told.shared.append(same.setdefault(pair, pair))
            else:
                told.quotes.append(text_of(quad.object))

    def rows(self, graph: DerivedGraph) -> Iterator[Row]:
        """The graph of a derivation, and its card in `graph/inferences`.

        The quotes of several premises are joined to one.
        """
        for subject, predicate, term in graph.triples:
            yield subject, predicate, term, graph.name
        for predicate, term in self._card(graph):
            yield graph.name, predicate, term, self._about

    def _card(self, graph: DerivedGraph) -> Iterator[tuple[str, str]]:
        """The properties of a derivation, each with its value."""
        if graph.rule == CORROBORATION.name:
            yield _TYPE, _CORROBORATION
        else:
            yield _TYPE, _INFERENCE
            yield _RULE, str(self._iris("rule", graph.rule))
        yield _REASON, graph.reason
        yield from ((_PREMISE_IS, f"<{one}>") for one in graph.premises)
        known = [self._told[one] for one in graph.premises if one in self._told]
        quotes = dict.fromkeys(chain.from_iterable(one.quotes for one in known))
        if quotes:
            yield _QUOTE, str(Literal(" … ".join(quotes)))
        is_voiced = not (self._is_read(graph) or self._is_of_derivations(graph))
        for predicate, term in chain.from_iterable(one.shared for one in known):
            if is_voiced or predicate not in _VOICES:
                yield predicate, term

    def _is_of_derivations(self, graph: DerivedGraph) -> bool:
        """Whether a premise is derived: whoever says the others may deny that one.

        Who says what stands there then, further down.
        """
        return any(self._iris.kind(one) == "inference" for one in graph.premises)

    def _is_read(self, graph: DerivedGraph) -> bool:
        """Whether a derivation rests on a note of the editors: it is their reading then.

        Nobody quoted told it. A corroboration does where all state it by one.
        """
        by_note = (self._is_of_note(one) for one in graph.premises)
        is_read = all(by_note) if graph.rule == CORROBORATION.name else any(by_note)
        if is_read:
            self._readings.add(graph.name)
        return is_read

    def _is_of_note(self, premise: str) -> bool:
        return self._iris.kind(premise) == "note" or f"<{premise}>" in self._readings


def without_premises(graphs: list[DerivedGraph], iris: Iris) -> Iterator[Fault]:
    """Faults for derivations that rest on nothing: their graphs would have no words."""
    for one in graphs:
        terms = [iris.short(term.strip("<>")) for term in one.triples[0]]
        message = f"derives “{' '.join(terms)}” from no premise"
        advice = "bind every ?why in every solution"
        yield Fault(f"ontology/rules/{one.rule}.rq", 0, message, advice)
