"""Kinds that are said by a property of their own, where an rdf:type is too wide to tell them."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.overview.wording import Wording
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


def kinds_beside(profile: Profile, wording: Wording) -> list[KindProperty]:
    """Those that divide the things of a dataset well, each with its values."""
    facets = set(profile.facets)
    return [_beside(profile, wording, by) for by in KINDS_BESIDE if by.value in facets]


def _beside(profile: Profile, wording: Wording, by: NamedNode) -> KindProperty:
    """The values of one, bare codes after those that a reader can tell."""
    counts = profile.properties[by.value].values
    named = [value for value in counts if not value.startswith("_:")]
    terms = {value: term_of(value) for value in named}
    iris = (term for term in terms.values() if isinstance(term, NamedNode))
    codes = wording.codes(iris)
    often = sorted(
        named, key=lambda value: (terms[value] in codes, -counts[value], value)
    )
    shown, left = often[:_SHOWN], often[_SHOWN:]
    kinds = [KindValue(terms[value], value, counts[value]) for value in shown]
    return KindProperty(by, kinds, len(left))
