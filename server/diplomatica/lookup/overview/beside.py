"""Kinds that are said by a property of their own, where an rdf:type is too wide to tell them."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.statement import term_of
from diplomatica.model.vocabulary import KINDS_BESIDE

_SHOWN = 12


@dataclass(frozen=True)
class KindValue:
    """A value that says a kind, and of how many things."""

    term: Term
    written: str
    """The term as an address has it."""
    count: int


@dataclass(frozen=True)
class KindProperty:
    """A property that says of what kind things are, and its most frequent values."""

    by: NamedNode
    kinds: list[KindValue]
    more: int
    """How many other values it has."""

    @property
    def terms(self) -> list[NamedNode]:
        """All that a page gives a name."""
        said = (kind.term for kind in self.kinds)
        return [self.by, *(term for term in said if isinstance(term, NamedNode))]


def kinds_beside(profile: Profile) -> list[KindProperty]:
    """Those that divide the things of a dataset well, each with its values."""
    facets = set(profile.facets)
    return [_beside(profile, by) for by in KINDS_BESIDE if by.value in facets]


def _beside(profile: Profile, by: NamedNode) -> KindProperty:
    counts = profile.properties[by.value].values
    named = [value for value in counts if not value.startswith("_:")]
    often = sorted(named, key=lambda value: (-counts[value], value))
    shown, left = often[:_SHOWN], often[_SHOWN:]
    kinds = [KindValue(term_of(value), value, counts[value]) for value in shown]
    return KindProperty(by, kinds, len(left))
