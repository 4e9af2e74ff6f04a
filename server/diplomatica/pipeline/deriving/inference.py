"""What the rules derive, each derivation in a graph of its own with the reasons that it drew on."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from diplomatica.engine.forms import Written, rewritten
from diplomatica.errors import DiplomaticaError, Fault
from diplomatica.model.iris import Iris
from diplomatica.model.release import split_comment
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import DIP, RDF, RDFS
from diplomatica.pipeline.files.queryfile import Query

_CHANCE = re.compile(
    r"\b(NOW|RAND|UUID|STRUUID|BNODE|SAMPLE|GROUP_CONCAT|LIMIT|OFFSET)\b", re.IGNORECASE
)
_CONSTRUCT = re.compile(r"\bCONSTRUCT\s*\{[^{}]*\}\s*WHERE\b", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """A SPARQL CONSTRUCT; its premises are the graphs that are bound to ?why, ?why1, ?why2 and so on."""

    name: str
    query: str

    @property
    def sentence(self) -> str:
        """What the rule says, from the comment at the head of its file."""
        return split_comment(self.query)[0]

    @property
    def body(self) -> str:
        """The query without its comment."""
        return split_comment(self.query)[1]

    @property
    def solutions(self) -> str:
        """The same pattern, asked for its solutions."""
        return _CONSTRUCT.sub("SELECT * WHERE", self.body, count=1)


@dataclass(frozen=True)
class Derivation:
    """The triples that a rule gives for one smallest set of premises."""

    rule: Rule
    premises: tuple[NamedNode, ...]
    triples: tuple[Triple, ...]

    def iri(self, iris: Iris) -> NamedNode:
        """`inference/{rule}/{hash}`: the same derivation has the same IRI in every build."""
        parts = [
            self.rule.name,
            *(premise.value for premise in self.premises),
            *map(str, self.triples),
        ]
        return iris(
            "inference",
            self.rule.name,
            hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16],
        )


def as_rule(query: Query) -> tuple[Rule | None, list[Fault]]:
    """The rule that a query is, or why it is none."""
    rule = Rule(query.name.removesuffix(".rq"), query.text)
    if query.faults:
        return None, query.faults
    template = _CONSTRUCT.search(rule.body)
    if not template:
        return None, [
            Fault(
                query.file,
                0,
                "is no CONSTRUCT { … } WHERE { … }",
                "a rule constructs triples",
            )
        ]
    if re.search(r"\[|_:", template.group()):
        return None, [
            Fault(
                query.file,
                0,
                "makes blank nodes",
                "construct triples of things that are named",
            )
        ]
    if re.search(r"[?$]why", template.group()):
        return None, [
            Fault(
                query.file,
                0,
                "writes on its premises",
                "construct triples of things, never of ?why",
            )
        ]
    if not re.search(r"GRAPH\s*[?$]why", rule.body, re.IGNORECASE):
        return None, [
            Fault(
                query.file,
                0,
                "names no premise",
                "write each premise as GRAPH ?why { … }",
            )
        ]
    if chance := _CHANCE.search(rule.body):
        advice = "a rule gives the same triples in every build"
        return None, [Fault(query.file, 0, f"uses {chance[1].upper()}", advice)]
    return rule, []


def without_premises(derivations: list[Derivation], iris: Iris) -> Iterator[Fault]:
    """Faults for derivations that rest on nothing: their graphs would have no words."""
    for one in derivations:
        if not one.premises:
            derived = " ".join(
                iris.short(str(term).strip("<>")) for term in one.triples[0]
            )
            message = f"derives “{derived}” from no premise"
            yield Fault(
                f"ontology/rules/{one.rule.name}.rq",
                0,
                message,
                "bind every ?why in every solution",
            )


def derive(
    rules: list[Rule], stated: list[Quad], known: dict[str, str]
) -> list[Derivation]:
    """What the rules derive from the stated quads, without the derivations that rest on more than they need.

    `known` are the prefixes that a rule need not declare.
    """
    store, written = Store(), Written().add(rewritten(stated))
    store.bulk_extend(stated)
    found = (list(_derivations(rule, store, written, known)) for rule in rules)
    return [
        derivation for derivations in found for derivation in _smallest(derivations)
    ]


def _derivations(
    rule: Rule, store: Store, written: Written, known: dict[str, str]
) -> Iterator[Derivation]:
    try:
        solutions = store.query(rule.solutions, prefixes=known)
    except SyntaxError as error:
        raise _unreadable(rule) from error
    if not isinstance(solutions, QuerySolutions):
        raise _unreadable(rule)
    for solution in solutions:
        bound = {
            Variable(name.value): solution[name]
            for name in solutions.variables
            if solution[name] is not None
        }
        derived = store.query(rule.query, prefixes=known, substitutions=bound)
        assert isinstance(derived, QueryTriples)
        premises = _premises(solutions.variables, solution)
        triples = tuple(sorted(_as_written(derived, premises, written), key=str))
        if triples:
            yield Derivation(rule, premises, triples)


def _as_written(
    derived: Iterable[Triple], premises: Iterable[NamedNode], written: Written
) -> set[Triple]:
    """The derived triples with the literals of their premises as those write them."""
    found = set()
    for subject, predicate, term in derived:
        terms = written.terms(term, *premises) if isinstance(term, Literal) else [term]
        found |= {Triple(subject, predicate, one) for one in terms}
    return found


def _unreadable(rule: Rule) -> DiplomaticaError:
    """The template is found by its braces: those of a string mislead."""
    what = "its template cannot be told from its pattern"
    return DiplomaticaError(
        f"ontology/rules/{rule.name}.rq: {what} → write no braces and no “CONSTRUCT” in strings"
    )


def _premises(
    variables: list[Variable], solution: QuerySolution
) -> tuple[NamedNode, ...]:
    bound = {
        solution[variable] for variable in variables if variable.value.startswith("why")
    }
    return tuple(
        sorted((graph for graph in bound if isinstance(graph, NamedNode)), key=str)
    )


def _smallest(derivations: list[Derivation]) -> list[Derivation]:
    premises: dict[tuple[Triple, ...], set[tuple[NamedNode, ...]]] = defaultdict(set)
    for one in derivations:
        premises[one.triples].add(one.premises)
    smallest = {
        Derivation(one.rule, one.premises, one.triples): None
        for one in derivations
        if not any(set(other) < set(one.premises) for other in premises[one.triples])
    }
    return sorted(
        smallest,
        key=lambda one: (list(map(str, one.triples)), list(map(str, one.premises))),
    )


def inferences(
    derivations: list[Derivation], cards: dict[NamedNode, list[Triple]], iris: Iris
) -> list[Quad]:
    """The graphs of the derivations, and their cards in `graph/inferences`: rule, premises, quotes and voices.

    `cards` holds what is known of each premise. The quotes of several premises are joined to one.
    """
    quads, about = [], iris("graph", "inferences")
    for derivation in derivations:
        this = derivation.iri(iris)
        quads += stated_in(this, derivation.triples)
        quads += stated_in(about, _card(this, derivation, cards, iris))
    return list(dict.fromkeys(quads))


def rule_cards(rules: list[Rule], iris: Iris) -> list[Quad]:
    """What `graph/inferences` says of each rule, of those that derive nothing here as well."""
    triples = []
    for rule in rules:
        this = iris("rule", rule.name)
        triples.append(Triple(this, RDF("type"), DIP("Rule")))
        triples.append(
            Triple(
                this, RDFS("label"), Literal(rule.name.replace("-", " "), language="en")
            )
        )
        triples.append(
            Triple(this, RDFS("comment"), Literal(rule.sentence, language="en"))
        )
    return stated_in(iris("graph", "inferences"), triples)


def _card(
    this: NamedNode,
    derivation: Derivation,
    cards: dict[NamedNode, list[Triple]],
    iris: Iris,
) -> Iterator[Triple]:
    yield Triple(this, RDF("type"), DIP("Inference"))
    yield Triple(this, DIP("rule"), iris("rule", derivation.rule.name))
    yield Triple(this, DIP("reason"), Literal(derivation.rule.sentence))
    yield from (
        Triple(this, DIP("premise"), premise) for premise in derivation.premises
    )
    known = [
        triple for premise in derivation.premises for triple in cards.get(premise, [])
    ]
    quotes = [text_of(card.object) for card in known if card.predicate == DIP("quote")]
    if quotes:
        yield Triple(this, DIP("quote"), Literal(" … ".join(dict.fromkeys(quotes))))
    shared = (DIP("voice"), DIP("article"))
    yield from dict.fromkeys(
        Triple(this, card.predicate, card.object)
        for card in known
        if card.predicate in shared
    )
