"""The licences that are stated of things, where each may have another."""

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.model.dataset.profile import Profile
from diplomatica.model.iris import Iris
from diplomatica.model.statement import term_of, text_of
from diplomatica.model.terms.licences import licence_called
from diplomatica.model.vocabulary import LICENCES


@dataclass(frozen=True)
class Licence:
    """A licence: what it is called, its address, and of how many things it is stated."""

    name: str
    href: str
    count: int


def licences(profile: Profile, iris: Iris) -> list[Licence]:
    """The licences that are stated of things, those of the most first.

    Where a property has more than a profile counts, there is one without a name for all.
    """
    counts: Counter[str] = Counter()
    uncounted = 0
    for by in (by.value for by in LICENCES if by.value in profile.properties):
        known = profile.properties[by]
        counts.update(known.values)
        uncounted += known.count if known.has_many_values else 0
    found = [_licence(written, count, iris) for written, count in counts.most_common()]
    return [*found, *([Licence("", "", uncounted)] if uncounted else [])]


def _licence(written: str, count: int, iris: Iris) -> Licence:
    """A licence as the data writes it, with how often it does."""
    if written.startswith("_:"):
        return Licence("", "", count)
    term = term_of(written)
    if isinstance(term, NamedNode):
        return Licence(licence_name(term.value, iris), term.value, count)
    return Licence(text_of(term), "", count)


def licence_name(iri: str, iris: Iris) -> str:
    """What a licence is called: by the name that all know, if it has one."""
    return licence_called(iri) or iris.readable(iri)
