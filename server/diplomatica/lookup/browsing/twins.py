"""Things of one list that are called alike, told apart by the ends of their IRIs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from urllib.parse import unquote

from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris

_LONGEST = 6  # parts of an IRI that are shown of its end


def ends_of_twins(seen: Mapping[str, object], iris: Iris) -> dict[str, str]:
    """The end of each IRI that a reader sees as another; `seen` is what is seen of each."""
    alike: dict[object, list[str]] = defaultdict(list)
    for iri, shown in seen.items():
        alike[shown].append(iri)
    twins = (some for some in alike.values() if len(some) > 1)
    return dict(chain.from_iterable(_ends(some, iris).items() for some in twins))


def _ends(alike: list[str], iris: Iris) -> dict[str, str]:
    """The ends of some IRIs, as long as they have to be to tell all of them apart."""
    ends = {iri: iris.ending(iri) for iri in alike}
    for parts in range(2, _LONGEST):
        if len(set(ends.values())) == len(ends):
            break
        ends = {iri: _tail(iri, parts) for iri in alike}
    return ends


def _tail(iri: str, parts: int) -> str:
    """The last parts of an IRI with the marks between them."""
    found = re.fullmatch(rf".*?((?:[^/#:]*[/#:]){{{parts - 1}}}[^/#:]*[/#:]*)", iri)
    return unquote(found[1] if found else iri)


def twins_apart(
    things: Iterable[object], labels: Mapping[str, str], iris: Iris
) -> dict[str, str]:
    """What those things of a list are called that are seen as another of them."""
    named = sorted({one.value for one in things if isinstance(one, NamedNode)})
    seen = {iri: labels.get(iri) or iris.readable(iri) for iri in named}
    ends = ends_of_twins(seen, iris)
    return {
        iri: f"{seen[iri]} ({end})" if iri in labels else end
        for iri, end in ends.items()
    }
