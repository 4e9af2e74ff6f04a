"""What the rules derive: each derivation in a graph of its own, with its reasons."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from diplomatica.engine.engine import Term
from diplomatica.engine.forms import Written, rewritten_quads
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.pipeline.deriving.derivation import Derivation
from diplomatica.pipeline.deriving.pattern import Solution
from diplomatica.pipeline.deriving.reasons import (
    Corroborations,
    PremiseGraphs,
    Premises,
)
from diplomatica.pipeline.deriving.rule import Rule, in_turn, unreadable
from diplomatica.pipeline.storing.kept import Together
from diplomatica.pipeline.storing.loading import fill
from diplomatica.pipeline.storing.stored import Quads

_AT_ONCE = 20_000  # lines


def derive(
    rules: list[Rule],
    stated: Together | list[Quad],
    known: dict[str, str],
    iris: Iris,
) -> Iterator[Derivation]:
    """What the rules derive from the stated quads, rule by rule; some may come twice.

    Derivations that rest on more than they need are left out. `known` are the prefixes
    that a rule need not declare. A derivation that draws on others has their premises,
    unless these lie in several articles: then it has those others. Only what another rule
    draws on is kept in memory.

    Raises DiplomaticaError where rules come after one another in a circle.
    """
    grounds = Grounds(stated, known, iris)
    asked_for = set(chain.from_iterable(rule.after for rule in rules))
    by_rule: dict[str, list[Derivation]] = {}
    for rule in in_turn(rules):
        drawn = [one for name in rule.after for one in by_rule.get(name, [])]
        derivations = grounds.derivations(rule, drawn)
        if rule.name in asked_for:
            derivations = list(derivations)
            by_rule[rule.name] = [one for one in derivations if one.rule == rule]
        yield from derivations


class Grounds:
    """What is stated, of which rules are asked; read once somebody asks."""

    def __init__(
        self, stated: Together | list[Quad], known: dict[str, str], iris: Iris
    ) -> None:
        """`known` are the prefixes that a rule need not declare."""
        self._stated, self._known, self._iris = stated, known, iris

    def derivations(self, rule: Rule, drawn: list[Derivation]) -> Iterable[Derivation]:
        """What a rule derives, also of what others do on which it draws."""
        told = self._store, self._forms, self._known, self._iris
        return _drawing_on(drawn, rule, *told)

    @cached_property
    def rewritten(self) -> list[Quad]:
        """The quads from which the engine's own cannot be told."""
        return _rewritten(self._stated)

    @cached_property
    def _store(self) -> Store:
        return _store_of(self._stated)

    @cached_property
    def _forms(self) -> Written:
        return Written().add(self.rewritten)


def _rewritten(stated: Together | list[Quad]) -> list[Quad]:
    """The quads from which the engine's own cannot be told."""
    doubtful = stated.doubtful if isinstance(stated, Together) else None
    return rewritten_quads(stated, doubtful)


def _store_of(stated: Together | list[Quad]) -> Store:
    """A store of what is stated; of what lies in a file, no terms are made but its own."""
    store = Store()
    for part in stated.parts if isinstance(stated, Together) else [stated]:
        if isinstance(part, Quads):
            with part.path.open("rb") as lines:
                fill(store.load, store.extend, lines, _AT_ONCE)
        else:
            store.bulk_extend(part)
    return store


def _drawing_on(
    drawn: list[Derivation],
    rule: Rule,
    store: Store,
    written: Written,
    known: dict[str, str],
    iris: Iris,
) -> Iterable[Derivation]:
    """What a rule derives while the store holds what others do."""
    if not drawn:
        return _derivations(rule, _RuleSources(store, written, known, iris))
    grounds = {one.iri(iris): one for one in drawn}
    quads = [stated_in(graph, one.triples) for graph, one in grounds.items()]
    store.extend(chain.from_iterable(quads))
    sources = _RuleSources(store, written, known, iris, grounds)
    conclusions = list(_derivations(rule, sources))
    for graph in grounds:
        store.remove_graph(graph)
    return conclusions


class _RuleSources:
    """Of what a rule is asked: what is stated, and what is derived on which it draws."""

    def __init__(
        self,
        store: Store,
        written: Written,
        known: dict[str, str],
        iris: Iris,
        grounds: Mapping[NamedNode, Derivation] = MappingProxyType({}),
    ) -> None:
        """`store` holds the derivations `grounds` as well, each in its graph."""
        self.store, self.known = store, known
        self._written, self._iris, self._grounds = written, iris, grounds
        premises = {graph: one.premises for graph, one in grounds.items()}
        self.reasons = PremiseGraphs(iris, premises)

    def corroborations(self) -> Corroborations:
        """What stands for several graphs that give one premise."""
        return Corroborations(self.reasons, self._iris)

    def as_written(
        self, derived: Iterable[Triple], *graphs: Iterable[NamedNode]
    ) -> tuple[Triple, ...]:
        """The derived triples with the literals of these graphs as those write them."""
        as_written = set()
        for triple in derived:
            terms = self._terms(triple.object, graphs)
            as_written |= {
                Triple(triple.subject, triple.predicate, one) for one in terms
            }
        return tuple(sorted(as_written, key=str))

    def _terms(
        self, term: Term, graphs: Sequence[Iterable[NamedNode]]
    ) -> Iterable[Term]:
        """What stands for a term of the engine where these graphs give it."""
        if not isinstance(term, Literal) or not self._written.is_of_several(term):
            return [term]
        places = self.reasons.all_of(graphs)
        derived = {
            triple.object
            for place in places
            if place in self._grounds
            for triple in self._grounds[place].triples
        }
        forms = {one for one in derived if isinstance(one, Literal)}
        return self._written.terms(term, *places, beside=forms)


def _derivations(rule: Rule, sources: _RuleSources) -> Iterator[Derivation]:
    """What one rule derives: inside an article where one gives it, else across, once."""
    try:
        template, pattern = rule.template(sources.known), rule.pattern()
        is_simple = pattern.has_one_premise and not rule.after
        # A solution that many graphs give comes with each of them, which are as many reasons.
        ask = pattern.one_by_one if is_simple else pattern.solutions
        solutions = ask(sources.store, sources.known)
        made = ((one, list(template.triples(one.bound))) for one in solutions)
        derive_all = _of_one_premise if is_simple else _of_several
        yield from derive_all(rule, made, sources)
    except SyntaxError as error:
        raise unreadable(rule) from error


def _of_one_premise(
    rule: Rule, made: Iterable[tuple[Solution, list[Triple]]], sources: _RuleSources
) -> Iterator[Derivation]:
    """Each graph that gives a solution is a reason by itself, of one article or of none."""
    for solution, triples in made:
        graphs = chain.from_iterable(solution.graphs)
        # Without a premise it is told as a fault.
        choices: list[Premises] = [(graph,) for graph in graphs] or [()]
        for premises in choices:
            as_written = sources.as_written(triples, premises)
            if as_written:
                yield Derivation(rule, premises, as_written)


def _of_several(
    rule: Rule, made: Iterable[tuple[Solution, list[Triple]]], sources: _RuleSources
) -> list[Derivation]:
    """Derivations of premises that may stand in several articles, each once, sorted.

    Before them come the corroborations on which they rest.
    """
    inside: dict[Derivation, str] = {}
    across: dict[tuple[Triple, ...], list[Solution]] = defaultdict(list)
    for solution, drawn in made:
        choices = list(sources.reasons.inside(solution.graphs))
        for article, premises in choices:
            triples = sources.as_written(drawn, premises)
            inside[Derivation(rule, premises, triples)] = article
        if not choices:
            across[sources.as_written(drawn, *solution.graphs)].append(solution)
    given = {one.triples for one in inside}
    corroborations = sources.corroborations()
    lying_apart = [
        Derivation(rule, _apart(solutions, corroborations), triples)
        for triples, solutions in across.items()
        if triples and triples not in given
    ]
    candidates = [*_smallest(inside), *lying_apart]
    made_here = sorted(corroborations.made, key=_order)
    found = sorted((one for one in candidates if one.triples), key=_order)
    return [*made_here, *found]


def _apart(solutions: Iterable[Solution], corroborations: Corroborations) -> Premises:
    """The premises of what several solutions give across articles, sorted.

    Solutions that are one but for their graphs have the same premises, given by all these.
    """
    alike: dict[object, list[Solution]] = defaultdict(list)
    for one in solutions:
        alike[one.apart_from_graphs].append(one)
    given = (
        first.union(*others) if others else first
        for some in alike.values()
        for first, *others in zip(*(one.graphs for one in some), strict=True)
    )
    premises = set(chain.from_iterable(map(corroborations.premises, given)))
    return tuple(sorted(premises, key=str))


def _smallest(derivations: Mapping[Derivation, str]) -> list[Derivation]:
    """The derivations of which no part of the premises gives the same.

    Each comes with its article: what rests on one article is no part of another.
    """
    premises: dict[object, set[frozenset[NamedNode]]] = defaultdict(set)
    for one, article in derivations.items():
        premises[one.triples, article].add(frozenset(one.premises))

    def is_smallest(one: Derivation, article: str) -> bool:
        own = frozenset(one.premises)
        others = premises[one.triples, article] | premises[one.triples, ""]
        return not any(other < own for other in others)

    return [one for one, article in derivations.items() if is_smallest(one, article)]


def _order(derivation: Derivation) -> tuple[list[str], list[str]]:
    triples = list(map(str, derivation.triples))
    return triples, list(map(str, derivation.premises))
