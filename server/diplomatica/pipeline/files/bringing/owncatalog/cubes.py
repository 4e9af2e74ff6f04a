"""What statistics are called: by the names of the datasets that their figures are of."""

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from diplomatica.model.terms.bookkeeping import CUBE
from diplomatica.pipeline.files.bringing.owncatalog.calling import names_in
from diplomatica.pipeline.files.bringing.owncatalog.seen import Seen
from diplomatica.pipeline.storing.kept import Together

_READ = 100  # datasets
_SHOWN = 3
_LEADING_ON = re.compile(
    r"[a-z]{1,3}|from|with|[^\w)]+"
)  # “Births in”, “Births of the”
_SHARED = 2  # words at the least that a name of all has


def title_of_cubes(seen: Seen, quads: Together, language: str) -> str:
    """What datasets of figures are called, or what is in the names of all; "" for none."""
    datasets = seen.of_kind.get(NamedNode(CUBE), [])[:_READ]
    names = set(names_in({*datasets}, quads, language).values())
    if len(names) < 2:
        return next(iter(names), "")
    shared = shared_words([name.split() for name in sorted(names, key=len)])
    if len(shared) >= _SHARED:
        return " ".join(shared)
    first = sorted(names)
    return ", ".join([*first[:_SHOWN], *(["…"] if first[_SHOWN:] else [])])


def shared_words(names: Sequence[Sequence[str]]) -> Sequence[str]:
    """The longest run of words that all have, of which the first is the shortest."""
    shortest, others = names[0], [f" {' '.join(one)} " for one in names[1:]]
    for run in _runs(shortest):
        marked = f" {' '.join(run)} "
        if all(marked in other for other in others):
            return run
    return ()


def _runs(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """All runs of some words, the longest first, but those that lead to what is not there."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if not _LEADING_ON.fullmatch(run[-1]):
                yield run
