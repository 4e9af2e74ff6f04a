"""Things of one list that are called alike, told apart by the ends of their IRIs."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris


def ends_of_twins(seen: Mapping[str, object], iris: Iris) -> dict[str, str]:
    """The end of each IRI that a reader sees as another; `seen` is what is seen of each."""
    counts = Counter(seen.values())
    alike = (iri for iri, shown in seen.items() if counts[shown] > 1)
    return {iri: iris.ending(iri) for iri in alike}


def twins_apart(
    things: Iterable[object], labels: Mapping[str, str], iris: Iris
) -> dict[str, str]:
    """What those things of a list are called that have the name of another of them."""
    named = {one.value for one in things if isinstance(one, NamedNode)}
    seen = {iri: labels[iri] for iri in sorted(named) if iri in labels}
    ends = ends_of_twins(seen, iris)
    return {iri: f"{labels[iri]} ({end})" for iri, end in ends.items()}
