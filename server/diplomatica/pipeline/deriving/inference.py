"""What the rules derive: each derivation in a graph of its own, with its reasons."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from diplomatica.engine.forms import Written, rewritten_quads
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.pipeline.deriving.pattern import Solution
from diplomatica.pipeline.deriving.reasons import PremiseGraphs, Premises
from diplomatica.pipeline.deriving.rule import Rule, in_turn, unreadable
from diplomatica.pipeline.storing.kept import Together
from diplomatica.pipeline.storing.loading import fill
from diplomatica.pipeline.storing.stored import Quads

_AT_ONCE = 20_000  # lines


@dataclass(frozen=True)
class Derivation:
    """The triples that a rule gives for one smallest set of premises."""

    rule: Rule
    premises: tuple[NamedNode, ...]
    triples: tuple[Triple, ...]

    def iri(self, iris: Iris) -> NamedNode:
        """`inference/{rule}/{hash}`, the same for a derivation in every build."""
        name = self.rule.name
        premises = [premise.value for premise in self.premises]
        lines = "\n".join([name, *premises, *map(str, self.triples)])
        digest = hashlib.sha256(lines.encode()).hexdigest()
        return iris("inference", name, digest[:16])


def derive(
    rules: list[Rule],
    stated: Together | list[Quad],
    known: dict[str, str],
    iris: Iris,
) -> Iterator[Derivation]:
    """What the rules derive from the stated quads, rule by rule; some may come twice.

    Derivations that rest on more than they need are left out. `known` are the prefixes
    that a rule need not declare. A derivation that draws on others has their premises.
    Only what another rule draws on is kept in memory.

    Raises DiplomaticaError where rules come after one another in a circle.
    """
    grounds = Grounds(stated, known, iris)
    asked_for = set(chain.from_iterable(rule.after for rule in rules))
    by_rule: dict[str, list[Derivation]] = {}
    for rule in in_turn(rules):
        drawn = [one for name in rule.after for one in by_rule.get(name, [])]
        derivations = grounds.derivations(rule, drawn)
        if rule.name in asked_for:
            derivations = by_rule[rule.name] = list(derivations)
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
        return _derivations(rule, store, written, known, PremiseGraphs(iris, {}))
    grounds = _grounds(drawn)
    quads = (stated_in(graph, one.triples) for graph, one in grounds.items())
    store.extend(chain.from_iterable(quads))
    reasons = PremiseGraphs(iris, {one: grounds[one].premises for one in grounds})
    conclusions = list(_derivations(rule, store, written, known, reasons))
    for graph in grounds:
        store.remove_graph(graph)
    return conclusions


def _grounds(drawn: list[Derivation]) -> dict[NamedNode, Derivation]:
    """The derivations on which a rule draws, each in a graph for as long as it runs."""
    names = (f"urn:x-derivation:{number}" for number in range(len(drawn)))
    return dict(zip(map(NamedNode, names), drawn, strict=True))


def _derivations(
    rule: Rule,
    store: Store,
    written: Written,
    known: dict[str, str],
    reasons: PremiseGraphs,
) -> Iterator[Derivation]:
    """What one rule derives: inside an article where one gives it, else across, once."""
    try:
        template, pattern = rule.template(known), rule.pattern()
        is_simple = pattern.has_one_premise and not rule.after
        # A solution that many graphs give comes with each of them, which are as many reasons.
        ask = pattern.one_by_one if is_simple else pattern.solutions
        solutions = ask(store, known)
        made = ((one, list(template.triples(one.bound))) for one in solutions)
        if is_simple:
            yield from _of_one_premise(rule, made, written)
        else:
            yield from _of_several(rule, made, written, reasons)
    except SyntaxError as error:
        raise unreadable(rule) from error


def _of_one_premise(
    rule: Rule, made: Iterable[tuple[Solution, list[Triple]]], written: Written
) -> Iterator[Derivation]:
    """Each graph that gives a solution is a reason by itself, of one article or of none."""
    for solution, triples in made:
        graphs = chain.from_iterable(solution.graphs)
        # Without a premise it is told as a fault.
        choices: list[Premises] = [(graph,) for graph in graphs] or [()]
        for premises in choices:
            as_written = _as_written(triples, premises, written)
            if as_written:
                yield Derivation(rule, premises, as_written)


def _of_several(
    rule: Rule,
    made: Iterable[tuple[Solution, list[Triple]]],
    written: Written,
    reasons: PremiseGraphs,
) -> list[Derivation]:
    """Derivations of premises that may stand in several articles, each once, sorted."""
    inside: dict[Derivation, str] = {}
    across: dict[tuple[Triple, ...], set[NamedNode]] = defaultdict(set)
    for solution, drawn in made:
        choices = list(reasons.inside(solution.graphs))
        for article, premises in choices:
            triples = _as_written(drawn, premises, written)
            inside[Derivation(rule, premises, triples)] = article
        if not choices:
            every = reasons.all_of(solution.graphs)
            across[_as_written(drawn, every, written)].update(every)
    given = {one.triples for one in inside}
    lying_apart = [
        Derivation(rule, tuple(sorted(premises, key=str)), triples)
        for triples, premises in across.items()
        if triples not in given
    ]
    candidates = [*_smallest(inside), *lying_apart]
    return sorted((one for one in candidates if one.triples), key=_order)


def _as_written(
    derived: Iterable[Triple], premises: Iterable[NamedNode], written: Written
) -> tuple[Triple, ...]:
    """The derived triples with the literals of their premises as those write them."""
    as_written = set()
    for subject, predicate, term in derived:
        terms = written.terms(term, *premises) if isinstance(term, Literal) else [term]
        as_written |= {Triple(subject, predicate, one) for one in terms}
    return tuple(sorted(as_written, key=str))


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
