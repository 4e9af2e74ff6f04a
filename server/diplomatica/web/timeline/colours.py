"""The colours of a timeline: a few wide kinds that part what is drawn."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

_MOST = 5  # colours that are told apart at a glance

Thing = TypeVar("Thing", bound=Hashable)
Kind = TypeVar("Kind")


def colour_kinds(kinds: Mapping[Thing, Iterable[Kind]]) -> dict[Thing, Kind]:
    """The kind by which each thing is coloured: the most frequent first.

    A kind that all things are of parts nothing, nor does one of a single thing. What is
    of no other has no colour.
    """
    kind_by_thing: dict[Thing, Kind] = {}
    waiting = {thing: set(of) for thing, of in kinds.items()}
    for _ in range(_MOST):
        counts = Counter(kind for of in waiting.values() for kind in of)
        parting = [kind for kind, count in counts.items() if 1 < count < len(kinds)]
        if not parting:
            break
        chosen = min(parting, key=lambda kind: (-counts[kind], str(kind)))
        taken = [thing for thing, of in waiting.items() if chosen in of]
        kind_by_thing |= dict.fromkeys(taken, chosen)
        waiting = {
            thing: waiting[thing] for thing in waiting if thing not in kind_by_thing
        }
    return kind_by_thing
