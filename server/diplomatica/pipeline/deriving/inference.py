"""What the rules derive: each derivation in a graph of its own, with its reasons."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from diplomatica.engine.forms import Written, rewritten
from diplomatica.errors import DiplomaticaError, Fault
from diplomatica.model.claims import SHARED, VOICES
from diplomatica.model.dataset.release import split_comment
from diplomatica.model.dataset.rule import drawn_on, without_order
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import DIP, RDF, RDFS, SH
from diplomatica.pipeline.deriving.pattern import Pattern
from diplomatica.pipeline.deriving.reasons import Reasons
from diplomatica.pipeline.deriving.template import Template
from diplomatica.pipeline.files.queryfile import Query
from diplomatica.pipeline.storing.kept import Together
from diplomatica.pipeline.storing.lines import Row

_CHANCE = re.compile(
    r"\b(NOW|RAND|UUID|STRUUID|BNODE|SAMPLE|GROUP_CONCAT|LIMIT|OFFSET)\b",
    re.IGNORECASE,
)
_PREMISE = re.compile(r"GRAPH\s*[?$]why", re.IGNORECASE)
_TYPE, _INFERENCE = str(RDF("type")), str(DIP("Inference"))
_RULE, _REASON = str(DIP("rule")), str(DIP("reason"))
_PREMISE_IS, _QUOTE = str(DIP("premise")), str(DIP("quote"))
_VOICES = frozenset(map(str, VOICES))
TOLD = (DIP("quote"), *SHARED)
"""What is told of a derivation because it is of its premises."""
_CONSTRUCT = re.compile(r"\bCONSTRUCT\s*\{[^{}]*\}\s*WHERE\b", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """A SPARQL CONSTRUCT.

    Its premises are the graphs that are bound to ?why, ?why1, ?why2 and so on. It draws
    on what is stated, and on what the rules derive that a line `# after: …` names.
    """

    name: str
    query: str

    @cached_property
    def sentence(self) -> str:
        """What the rule says, from the comment at the head of its file."""
        return split_comment(without_order(self.query))[0]

    @cached_property
    def reason(self) -> str:
        """The same as a literal."""
        return str(Literal(self.sentence))

    @property
    def after(self) -> list[str]:
        """The rules on whose derivations it draws, too."""
        return drawn_on(self.query)

    @property
    def body(self) -> str:
        """The query without its comment."""
        return split_comment(self.query)[1]

    def pattern(self) -> Pattern:
        """What it looks for."""
        asked = _CONSTRUCT.sub("SELECT * WHERE", self.body, count=1)
        return Pattern(asked, self._head[0])

    def template(self, known: dict[str, str]) -> Template:
        """What it makes of that. Raises SyntaxError where it cannot be told apart."""
        return Template("".join(self._head), known)

    @property
    def _head(self) -> tuple[str, str]:
        """What stands before its template, and the template."""
        found = _CONSTRUCT.search(self.body)
        assert found
        return self.body[: found.start()], found[0]


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


def as_rule(query: Query) -> tuple[Rule | None, list[Fault]]:
    """The rule that a query is, or why it is none."""
    if query.faults:
        return None, query.faults
    rule = Rule(query.name.removesuffix(".rq"), query.text)
    wrong = _wrong(rule.body)
    if wrong:
        return None, [Fault(query.file, 0, *wrong)]
    return rule, []


def _wrong(body: str) -> tuple[str, str] | tuple[()]:
    """What keeps a query from being a rule, and what to do; () where nothing does."""
    template = _CONSTRUCT.search(body)
    if not template:
        return "is no CONSTRUCT { … } WHERE { … }", "a rule constructs triples"
    if re.search(r"\[|_:", template.group()):
        return "makes blank nodes", "construct triples of things that are named"
    if re.search(r"[?$]why", template.group()):
        return "writes on its premises", "construct triples of things, never of ?why"
    if not _PREMISE.search(body):
        return "names no premise", "write each premise as GRAPH ?why { … }"
    chance = _CHANCE.search(body)
    if chance:
        what = f"uses {chance[1].upper()}"
        return what, "a rule gives the same triples in every build"
    return ()


def without_premises(derivations: list[Derivation], iris: Iris) -> Iterator[Fault]:
    """Faults for derivations that rest on nothing: their graphs would have no words."""
    for one in derivations:
        if one.premises:
            continue
        terms = [iris.short(str(term).strip("<>")) for term in one.triples[0]]
        message = f"derives “{' '.join(terms)}” from no premise"
        advice = "bind every ?why in every solution"
        yield Fault(f"ontology/rules/{one.rule.name}.rq", 0, message, advice)


def derive(
    rules: list[Rule],
    stated: Together | list[Quad],
    known: dict[str, str],
    iris: Iris,
) -> list[Derivation]:
    """What the rules derive from the stated quads.

    Derivations that rest on more than they need are left out. `known` are the prefixes
    that a rule need not declare. A derivation that draws on others has their premises.

    Raises DiplomaticaError where rules come after one another in a circle.
    """
    store, written = Store(), Written().add(rewritten(stated))
    store.bulk_extend(stated)
    found: dict[str, list[Derivation]] = {}
    for rule in _in_turn(rules):
        drawn = [one for name in rule.after for one in found.get(name, [])]
        grounds = _grounds(drawn)
        for graph, ground in grounds.items():
            store.extend(stated_in(graph, ground.triples))
        reasons = Reasons(iris, {one: grounds[one].premises for one in grounds})
        found[rule.name] = _derivations(rule, store, written, known, reasons)
        for graph in grounds:
            store.remove_graph(graph)
    return [one for rule in rules for one in found[rule.name]]


def _in_turn(rules: list[Rule]) -> list[Rule]:
    """The rules, each after those on which it draws."""
    named = {rule.name: rule for rule in rules}
    waiting = TopologicalSorter({rule.name: rule.after for rule in rules})
    try:
        order = list(waiting.static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        what = f"ontology/rules: {circle} come after one another"
        raise DiplomaticaError(f"{what} → take one out of a line “# after:”") from error
    return [named[name] for name in order if name in named]


def _grounds(drawn: list[Derivation]) -> dict[NamedNode, Derivation]:
    """The derivations on which a rule draws, each in a graph for as long as it runs."""
    names = (f"urn:x-derivation:{number}" for number in range(len(drawn)))
    return dict(zip(map(NamedNode, names), drawn, strict=True))


def after_nothing(rules: list[Rule]) -> Iterator[Fault]:
    """Faults for rules that come after what is no rule."""
    names = {rule.name for rule in rules}
    for rule in rules:
        for name in rule.after:
            if name not in names:
                message = f"comes after “{name}”, which is no rule"
                advice = f"the rules are {', '.join(sorted(names))}"
                yield Fault(f"ontology/rules/{rule.name}.rq", 0, message, advice)


def _derivations(
    rule: Rule,
    store: Store,
    written: Written,
    known: dict[str, str],
    reasons: Reasons,
) -> list[Derivation]:
    """What one rule derives: inside an article where one gives it, else across, once."""
    inside: dict[Derivation, str] = {}
    across: dict[tuple[Triple, ...], set[NamedNode]] = defaultdict(set)
    try:
        template = rule.template(known)
        for one in rule.pattern().solutions(store, known):
            made = list(template.triples(one.bound))
            choices = list(reasons.inside(one.graphs))
            for article, premises in choices:
                triples = _as_written(made, premises, written)
                inside[Derivation(rule, premises, triples)] = article
            if not choices:
                every = reasons.all_of(one.graphs)
                across[_as_written(made, every, written)].update(every)
    except SyntaxError as error:
        raise _unreadable(rule) from error
    given = {one.triples for one in inside}
    lying_apart = [
        Derivation(rule, tuple(sorted(premises, key=str)), triples)
        for triples, premises in across.items()
        if triples not in given
    ]
    found = [*_smallest(inside), *lying_apart]
    return sorted((one for one in found if one.triples), key=_order)


def _as_written(
    derived: Iterable[Triple], premises: Iterable[NamedNode], written: Written
) -> tuple[Triple, ...]:
    """The derived triples with the literals of their premises as those write them."""
    found = set()
    for subject, predicate, term in derived:
        terms = written.terms(term, *premises) if isinstance(term, Literal) else [term]
        found |= {Triple(subject, predicate, one) for one in terms}
    return tuple(sorted(found, key=str))


def _unreadable(rule: Rule) -> DiplomaticaError:
    """The error for a rule whose template is misread, by the braces of a string."""
    what = "its template cannot be told from its pattern"
    advice = "write no braces and no “CONSTRUCT” in strings"
    return DiplomaticaError(f"ontology/rules/{rule.name}.rq: {what} → {advice}")


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


def told_of_premises(
    derivations: list[Derivation], said: Iterable[Quad]
) -> dict[NamedNode, list[Triple]]:
    """What of the premises is told of derivations, too: their quotes, voices and so on."""
    found: dict[NamedNode, list[Triple]] = {
        premise: [] for one in derivations for premise in one.premises
    }
    for quad in said:
        this = quad.subject if quad.predicate in TOLD else None
        if isinstance(this, NamedNode) and this in found:
            found[this].append(quad.triple)
    return found


def inferences(
    derivations: list[Derivation],
    cards: Mapping[NamedNode, list[Triple]],
    iris: Iris,
) -> Iterator[Row]:
    """The graphs of the derivations, and their cards in `graph/inferences`.

    A card tells rule, premises, quotes and voices. `cards` holds what is known of each
    premise. The quotes of several premises are joined to one.
    """
    about = str(iris("graph", "inferences"))
    told = {premise: _Told.of(said) for premise, said in cards.items()}
    for derivation in derivations:
        this = str(derivation.iri(iris))
        for triple in derivation.triples:
            yield str(triple.subject), str(triple.predicate), str(triple.object), this
        for predicate, term in _card(derivation, told, iris):
            yield this, predicate, term, about


@dataclass(frozen=True)
class _Told:
    """What is told of a premise, as text, for all derivations that rest on it."""

    quotes: list[str]
    shared: list[tuple[str, str]]
    """Each property and value that a derivation has as its premises do."""

    @classmethod
    def of(cls, said: Iterable[Triple]) -> "_Told":
        """Take what is said of the premise itself."""
        told = cls([], [])
        for triple in said:
            if triple.predicate in SHARED:
                told.shared.append((str(triple.predicate), str(triple.object)))
            else:
                told.quotes.append(text_of(triple.object))
        return told


def rule_cards(rules: list[Rule], iris: Iris) -> list[Quad]:
    """What `graph/inferences` says of each rule, also of one that derives nothing.

    Its text is told by the property that SHACL Advanced Features (section 8.4) have for it.
    """
    triples = []
    for rule in rules:
        this = iris("rule", rule.name)
        label = Literal(rule.name.replace("-", " "), language="en")
        comment = Literal(rule.sentence, language="en")
        triples.append(Triple(this, RDF("type"), DIP("Rule")))
        triples.append(Triple(this, RDFS("label"), label))
        triples.append(Triple(this, RDFS("comment"), comment))
        triples.append(Triple(this, SH("construct"), Literal(rule.query)))
    return stated_in(iris("graph", "inferences"), triples)


def _card(
    derivation: Derivation, told: Mapping[NamedNode, _Told], iris: Iris
) -> Iterator[tuple[str, str]]:
    """The properties of a derivation, each with its value."""
    yield _TYPE, _INFERENCE
    yield _RULE, str(iris("rule", derivation.rule.name))
    yield _REASON, derivation.rule.reason
    yield from ((_PREMISE_IS, str(premise)) for premise in derivation.premises)
    known = [told[one] for one in derivation.premises if one in told]
    quotes = dict.fromkeys(chain.from_iterable(one.quotes for one in known))
    if quotes:
        yield _QUOTE, str(Literal(" … ".join(quotes)))
    is_read = any(iris.kind(one.value) == "note" for one in derivation.premises)
    for predicate, term in chain.from_iterable(one.shared for one in known):
        # What rests on a note of the editors is their reading, and told by nobody quoted.
        if not (is_read and predicate in _VOICES):
            yield predicate, term
