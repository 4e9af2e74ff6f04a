"""Changes as lines of text: for a terminal, and for the files in which they are looked up."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from diplomatica.lookup.history.changes import GROUPS, Change, ChangedTriple, Outcome
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import REASONS

_MARKS: dict[Outcome, str] = {"added": "+", "changed": "~", "withdrawn": "-"}


def objects_of(told: Iterable[Change]) -> set[bytes]:
    """A line for each IRI and each thing of which it came or went as a value."""
    things = (one for one in told if one.group == "things")
    return {
        f"{changed.triple.object.value}\t{subject_text(one.subject)}\n".encode()
        for one in things
        for changed in (*one.removed, *one.added)
        if isinstance(changed.triple.object, NamedNode)
    }


def grounds_of(told: Iterable[Change], iris: Iris) -> set[bytes]:
    """A line for each reason and each subject of which it states more or less now."""
    lines: set[bytes] = set()
    for one in told:
        triples = (*one.removed, *one.added)
        graphs = {graph.value for each in triples for graph in each.reasons}
        reasons = (graph for graph in graphs if iris.kind(graph) in REASONS)
        lines.update(
            f"{graph}\t{subject_text(one.subject)}\n".encode() for graph in reasons
        )
    return lines


def subject_text(subject: object) -> str:
    """The IRI of a subject, or the label of a blank node."""
    return str(subject).strip("<>")


def lines_of(told: Sequence[Change], iris: Iris) -> Iterator[str]:
    """The changes as a terminal shows them."""
    for group, ones in groupby(told, lambda one: one.group):
        yield f"\n{GROUPS[group]}"
        for one in ones:
            yield f"  {_MARKS[one.outcome]} {one.name} ({one.outcome})"
            yield from (f"      - {in_words(changed, iris)}" for changed in one.removed)
            yield from (f"      + {in_words(changed, iris)}" for changed in one.added)


def in_words(changed: ChangedTriple, iris: Iris) -> str:
    """What a triple says of its subject, and where."""
    value = changed.triple.object
    shown = str(value)
    if isinstance(value, NamedNode):
        shown = iris.short(value.value)
    elif isinstance(value, Literal):
        shown = f'"{value.value}"'
    reasons = [iris.short(graph.value) for graph in changed.reasons]
    where = f"   [{', '.join(reasons)}]" if reasons else ""
    besides = " (stated besides, then and now)" if changed.is_besides else ""
    return f"{iris.short(changed.triple.predicate.value)} {shown}{where}{besides}"
