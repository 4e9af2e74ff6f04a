"""What changed, by thing: what was added, changed and withdrawn."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal as OneOf

from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from diplomatica.lookup.history.comparing.difference import Difference
from diplomatica.lookup.language import Languages
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import KINDS
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, NAMES, OWL

Outcome = OneOf["added", "changed", "withdrawn"]
Subject = NamedNode | BlankNode

GROUPS = {
    "things": "Things",
    "claims": "Claims",
    "notes": "Notes",
    "links": "Links",
    "terms": "Terms of the vocabulary",
    "articles": "Articles",
    "places": "Where words stand",
    "inferences": "What rules derive",
    "catalog": "The description of the dataset",
}
"""The groups in which changes are told, in their order, with their headings."""

BESIDE = ("places", "inferences", "catalog")
"""The groups of what follows from other changes: they are counted, and told on request."""

_BY_KIND = {
    "claim": "claims",
    "note": "notes",
    "link": "links",
    "article": "articles",
    "inference": "inferences",
    "id": "things",
    "": "things",
}
# What has a fragment of their IRIs is a passage, or a thing named in one.
_IN_WORDS = ("claim", "article")
_OF_CATALOG = frozenset(kind.name for kind in KINDS) - _BY_KIND.keys()
_QUOTE = DIP("quote")


@dataclass(frozen=True)
class ChangedTriple:
    """A triple that came or went, and the graphs in which it did: why it was there."""

    triple: Triple
    reasons: list[NamedNode]
    is_besides: bool = False
    """Whether it was stated before, and is now, too: it only has other reasons."""


def is_only_derived(reasons: Sequence[str], is_besides: bool, derived: str) -> bool:
    """Whether nobody stated what changed of a triple: rules derive it, or it is said still.

    `derived` is what the IRIs of derivations begin with.
    """
    is_of_rules = all(iri.startswith(derived) for iri in reasons)
    return is_besides or (bool(reasons) and is_of_rules)


@dataclass(frozen=True)
class Change:
    """How one subject changed: the triples of it that came, and that went."""

    subject: Subject
    label: str
    """Its name, or the words of a claim; "" where it has none."""
    group: str
    outcome: Outcome
    removed: list[ChangedTriple]
    added: list[ChangedTriple]

    @property
    def name(self) -> str:
        """By what it is told of: its label, or else its IRI."""
        return self.label or text_of(self.subject)


@dataclass(frozen=True)
class SubjectStates:
    """What one state of the dataset says of the subjects that changed."""

    described: set[Subject]
    names: dict[Subject, list[Quad]]
    quotes: dict[Subject, str]
    deprecated: set[Subject]
    """Those of which it says that they were withdrawn."""
    stated: set[str]
    """The lines of triples that came or went somewhere, and that it states by themselves."""


def changes(
    difference: Difference, old: Iterable[str], new: Iterable[str], iris: Iris
) -> list[Change]:
    """The changes of all subjects, group by group, each by name.

    `old` and `new` are the lines of the two N-Quads documents once more: they tell what
    the subjects are called, and whether they are described at all.
    """
    removed, added = _by_subject(difference.removed), _by_subject(difference.added)
    subjects = removed.keys() | added.keys()
    triples = chain.from_iterable([*removed.values(), *added.values()])
    lines = set(map(_line, triples))
    before, after = _state_of(old, subjects, lines), _state_of(new, subjects, lines)
    stays = before.stated & after.stated
    terms = _of_graph(difference, iris("graph", "ontology"))
    described = _of_graph(difference, iris("graph", "catalog"))
    unsorted = (
        Change(
            subject,
            _label(subject, after) or _label(subject, before),
            "terms" if subject in terms else _group(subject, iris, described),
            _outcome(subject, before, after),
            _with_besides(removed.get(subject, []), stays),
            _with_besides(added.get(subject, []), stays),
        )
        for subject in subjects
    )
    order = list(GROUPS)

    def place(one: Change) -> tuple[int, str, str]:
        return order.index(one.group), one.name, str(one.subject)

    return sorted(unsorted, key=place)


def _line(changed: ChangedTriple) -> str:
    """A triple as a line of N-Quads has it in the default graph."""
    return f"{changed.triple} ."


def _with_besides(
    some: Sequence[ChangedTriple], stays: set[str]
) -> list[ChangedTriple]:
    """What came or went of a subject, with whether it is stated besides, then and now."""
    return [replace(changed, is_besides=_line(changed) in stays) for changed in some]


def change_counts(told: Iterable[Change]) -> dict[str, Counter[str]]:
    """How many subjects were added, changed and withdrawn, by group."""
    counts: dict[str, Counter[str]] = {}
    for one in told:
        counts.setdefault(one.group, Counter())[one.outcome] += 1
    return counts


def _by_subject(quads: Sequence[Quad]) -> dict[Subject, list[ChangedTriple]]:
    """What came, or went, of each subject, each triple with the graphs in which it did.

    The default graph is the merge of all that is stated. A triple that only a named
    graph gained or lost is told as well: it is stated elsewhere besides, or only quoted.
    """
    reasons: defaultdict[Triple, list[NamedNode]] = defaultdict(list)
    for quad in quads:
        graphs = reasons[quad.triple]
        if isinstance(quad.graph_name, NamedNode):
            graphs.append(quad.graph_name)
    by_subject: defaultdict[Subject, list[ChangedTriple]] = defaultdict(list)
    for triple, graphs in reasons.items():
        by_subject[_subject(triple)].append(ChangedTriple(triple, graphs))
    return dict(by_subject)


def _subject(statement: Triple | Quad) -> Subject:
    assert isinstance(statement.subject, NamedNode | BlankNode)
    return statement.subject


def _state_of(
    lines: Iterable[str], subjects: Iterable[Subject], sought: set[str]
) -> SubjectStates:
    """What the lines of one state tell of the subjects that changed."""
    by_text = {str(subject): subject for subject in subjects}
    seen = SubjectStates(set(), defaultdict(list), {}, set(), set())
    for line in lines:
        subject = by_text.get(line.partition(" ")[0])
        if subject is not None:
            seen.described.add(subject)
            if (text := line.rstrip("\n")) in sought:
                seen.stated.add(text)
            _note(seen, subject, line)
    return seen


def _note(seen: SubjectStates, subject: Subject, line: str) -> None:
    """Keep the names and words that a line gives its subject."""
    predicate = line.split(" ", 2)[1]
    if predicate == str(_QUOTE):
        (quad,) = parse(line, format=RdfFormat.N_QUADS)
        seen.quotes[subject] = text_of(quad.object)
    elif predicate == _DEPRECATED:
        seen.deprecated.add(subject)
    elif predicate in _NAMING:
        seen.names[subject] += parse(line, format=RdfFormat.N_QUADS)


_DEPRECATED = str(OWL("deprecated"))
_NAMING = frozenset(map(str, NAMES))


def _label(subject: Subject, seen: SubjectStates) -> str:
    if subject in seen.quotes:
        return f"“{seen.quotes[subject]}”"
    names = [quad.triple for quad in seen.names.get(subject, [])]
    return text_of(Languages().best(names, ()).object) if names else ""


def _outcome(subject: Subject, before: SubjectStates, after: SubjectStates) -> Outcome:
    """Whether a subject was added, changed or withdrawn."""
    if isinstance(subject, BlankNode):
        return "changed"
    if subject not in before.described:
        return "added"
    if subject in after.deprecated - before.deprecated:
        return "withdrawn"
    return "changed" if subject in after.described else "withdrawn"


def _group(subject: Subject, iris: Iris, described: set[Subject]) -> str:
    """The group of a subject; what the catalog describes, and no kind claims, is the catalog's."""
    if isinstance(subject, BlankNode):
        return "things"
    kind = iris.kind(subject.value)
    if kind in _IN_WORDS and "#" in subject.value:
        return "places"
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    return "catalog" if subject in described or kind in _OF_CATALOG else "things"


def _of_graph(difference: Difference, graph: NamedNode) -> set[Subject]:
    """The subjects of which a named graph says something else."""
    quads = (*difference.removed, *difference.added)
    return {_subject(quad) for quad in quads if quad.graph_name == graph}
