"""What divides things beside their rdf:type: kinds said otherwise, and sets they are parts of."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.overview.wording import Wording
from diplomatica.model.dataset.profile import Profile, PropertyProfile
from diplomatica.model.statement import term_of, text_of
from diplomatica.model.terms.belonging import says_holds, says_in
from diplomatica.model.vocabulary import KINDS_BESIDE

_SHOWN = 12
_SETS = 60  # no more, of which things are parts
_PART = 5  # of all things no fewer than one in so many stand in sets
_HELD = (
    "SELECT ?set (COUNT(DISTINCT ?part) AS ?count) {{ ?set {} ?part }} GROUP BY ?set"
)


@dataclass(frozen=True)
class KindValue:
    """A value that says a kind or a set, and of how many things."""

    term: Term
    written: str
    """The term as an address has it."""
    count: int


@dataclass(frozen=True)
class KindProperty:
    """A property that says of what kind or set things are, and its most frequent values."""

    by: NamedNode
    kinds: list[KindValue]
    more: int
    """How many other values it has."""
    leads_down: bool = False
    """Whether the sets lead to the things that are in them."""
    of: NamedNode | None = None
    """The kind of the sets, if all of them have one."""

    @property
    def terms(self) -> list[NamedNode]:
        """All that a page gives a name."""
        said = (self.of, *(kind.term for kind in self.kinds))
        return [self.by, *(term for term in said if isinstance(term, NamedNode))]


def kinds_beside(profile: Profile, wording: Wording) -> list[KindProperty]:
    """Those that divide the things of a dataset well, each with its values."""
    facets = set(profile.facets)
    known = profile.properties
    return [
        _beside(known[by.value].values, wording, by)
        for by in KINDS_BESIDE
        if by.value in facets
    ]


def _beside(counts: Mapping[str, int], wording: Wording, by: NamedNode) -> KindProperty:
    """The values of one, bare codes after those that a reader can tell."""
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


def sets_dividing(
    engine: Engine,
    profile: Profile,
    index: Index,
    wording: Wording,
    passed: Container[str],
) -> KindProperty | None:
    """The sets that read as words of which most things are parts, by the most used property.

    None by those properties that are passed, as a tree of parts shows them.
    """
    known = {by: one for by, one in profile.properties.items() if by not in passed}
    for by, counts in _memberships(known, profile.things, engine):
        found = _beside(counts, wording, NamedNode(by))
        terms = (one.term for one in found.kinds)
        nodes = [one for one in terms if isinstance(one, NamedNode)]
        codes = {one.value for one in wording.codes(nodes)}
        if len(found.kinds) > 1 and codes == index.called_among(codes):
            of = _common_kind(nodes, index, profile)
            return replace(found, leads_down=by not in profile.facets, of=of)
    return None


def _memberships(
    known: Mapping[str, PropertyProfile], things: int, engine: Engine
) -> Iterable[tuple[str, Mapping[str, int]]]:
    """The properties between sets and their parts, with how many parts each set has."""
    often = sorted(known, key=lambda by: -known[by].count)
    for by in often:
        one = known[by]
        is_used = one.count * _PART >= things
        if says_in(by) and one.divides(things) and len(one.values) <= _SETS:
            yield by, one.values
        elif says_holds(by) and is_used and 1 < one.subjects <= _SETS:
            rows = engine.rows(_HELD.format(NamedNode(by)))
            yield by, {str(row["set"]): int(text_of(row["count"])) for row in rows}


def _common_kind(
    sets: Iterable[NamedNode], index: Index, profile: Profile
) -> NamedNode | None:
    """The rarest kind that all of some sets have."""
    listed = list(sets)
    if not listed:
        return None
    few = [iri for iri, count in profile.classes.items() if count <= _SETS]
    found = index.kinds_among(listed, map(NamedNode, few))
    common = set.intersection(*(found.get(one, set()) for one in listed))
    return min(
        common, key=lambda one: (profile.classes[one.value], one.value), default=None
    )
