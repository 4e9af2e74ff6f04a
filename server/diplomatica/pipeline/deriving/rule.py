"""A rule: a SPARQL CONSTRUCT, and after which others it comes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from pyoxigraph import Literal, Quad, Triple

from diplomatica.errors import DiplomaticaError, Fault
from diplomatica.model.dataset.ruletext import drawn_on, without_order
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.text.queryhead import split_comment
from diplomatica.model.vocabulary import DIP, RDF, RDFS, SH
from diplomatica.pipeline.deriving.pattern import RulePattern
from diplomatica.pipeline.deriving.template import Template
from diplomatica.pipeline.files.queryfile import Query

_CHANCE = re.compile(
    r"\b(NOW|RAND|UUID|STRUUID|BNODE|SAMPLE|GROUP_CONCAT|LIMIT|OFFSET)\b",
    re.IGNORECASE,
)
_PREMISE = re.compile(r"GRAPH\s*[?$]why", re.IGNORECASE)
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
        """The sentence as a literal."""
        return str(Literal(self.sentence))

    @property
    def after(self) -> list[str]:
        """The rules on whose derivations it draws, too."""
        return drawn_on(self.query)

    @property
    def body(self) -> str:
        """The query without its comment."""
        return split_comment(self.query)[1]

    def pattern(self) -> RulePattern:
        """What it looks for."""
        query = _CONSTRUCT.sub("SELECT * WHERE", self.body, count=1)
        return RulePattern(query, self._head[0])

    def template(self, known: dict[str, str]) -> Template:
        """What it makes of that. Raises SyntaxError where it cannot be told apart."""
        return Template("".join(self._head), known)

    @property
    def _head(self) -> tuple[str, str]:
        """What stands before its template, and the template."""
        match = _CONSTRUCT.search(self.body)
        assert match
        return self.body[: match.start()], match[0]


CORROBORATION = Rule("corroboration", "# Several reasons state the same.\n")
"""In the place of a rule, for what derives nothing and only names several reasons."""


def as_rule(query: Query) -> tuple[Rule | None, list[Fault]]:
    """The rule that a query is, or why it is none."""
    if query.faults:
        return None, query.faults
    rule = Rule(query.name.removesuffix(".rq"), query.text)
    wrong = _misnamed(rule.name) or _wrong(rule.body)
    if wrong:
        return None, [Fault(query.file, 0, *wrong)]
    return rule, []


def _misnamed(name: str) -> tuple[str, str] | tuple[()]:
    if name != CORROBORATION.name:
        return ()
    return (
        "is called as the build calls what several reasons state",
        "name it otherwise",
    )


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


def in_turn(rules: list[Rule]) -> list[Rule]:
    """The rules, each after those on which it draws.

    Raises DiplomaticaError where they come after one another in a circle.
    """
    named = {rule.name: rule for rule in rules}
    waiting = TopologicalSorter({rule.name: rule.after for rule in rules})
    try:
        order = list(waiting.static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        what = f"ontology/rules: {circle} come after one another"
        raise DiplomaticaError(f"{what} → take one out of a line “# after:”") from error
    return [named[name] for name in order if name in named]


def after_nothing(rules: list[Rule]) -> Iterator[Fault]:
    """Faults for rules that come after what is no rule."""
    names = {rule.name for rule in rules}
    for rule in rules:
        for name in rule.after:
            if name not in names:
                message = f"comes after “{name}”, which is no rule"
                advice = f"the rules are {', '.join(sorted(names))}"
                yield Fault(f"ontology/rules/{rule.name}.rq", 0, message, advice)


def unreadable(rule: Rule) -> DiplomaticaError:
    """The error for a rule whose template is misread, by the braces of a string."""
    what = "its template cannot be told from its pattern"
    advice = "write no braces and no “CONSTRUCT” in strings"
    return DiplomaticaError(f"ontology/rules/{rule.name}.rq: {what} → {advice}")


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
