"""The groups of things of which nothing says what they are: told by what they share."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.browsing.narrowed.columns import (
    Columns,
    columns,
    columns_of,
    query_of_columns,
    variables,
)
from diplomatica.lookup.browsing.narrowed.narrowing import Narrowed
from diplomatica.model.dataset.profile import Group, Profile, PropertyProfile
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import NAMES, PROV, TELLS_A_TERM

_SHOWN = 2  # groups of which a few things are shown
_FEW = 5
_MUCH = 10  # times as many things in groups as of kinds are what the data is about
_PART = 50  # of all things no fewer than one in so many are a group
_NAMING = frozenset(NAMES)
_TELL_LITTLE = TELLS_A_TERM | {PROV("wasDerivedFrom")}
_OF_PAGES_AND_NOTES = (
    "http://www.w3.org/1999/xhtml/vocab#",
    "http://www.w3.org/ns/oa#",
)
_NAMED = 4  # properties that a group is called by


@dataclass(frozen=True)
class ToldGroup:
    """A group of things of no kind, as a page tells it."""

    count: int
    having: str
    """The properties that it is told by, as an address has them."""
    by: list[NamedNode]
    """What its things say, that first by which a reader tells them apart."""

    @property
    def has_names(self) -> bool:
        """Whether most of its things have a name."""
        return not _NAMING.isdisjoint(self.by)

    @property
    def is_aside(self) -> bool:
        """Whether they tell nothing but where they stand, or are noted at other things."""
        return all(
            by in _TELL_LITTLE or by.value.startswith(_OF_PAGES_AND_NOTES)
            for by in self.by
        )

    @property
    def named_by(self) -> list[NamedNode]:
        """The first of these, by which it is called."""
        return self.by[:_NAMED]


class Groups:
    """Those of one release."""

    def __init__(self, engine: Engine, profile: Profile, iris: Iris) -> None:
        """Take the profile that the build made of the data."""
        self._engine, self._profile, self._iris = engine, profile, iris

    @cached_property
    def all(self) -> list[ToldGroup]:
        """Those that tell what there is, the largest first."""
        return [one for one in self.found if self.lead or not one.is_aside]

    @property
    def aside(self) -> list[ToldGroup]:
        """The others: where terms stand among others, or what a page on the Web is made of."""
        return [one for one in self.found if one not in self.all]

    @cached_property
    def found(self) -> list[ToldGroup]:
        """Those of many things that share more than names, the largest first.

        What has no names only hangs on what has, unless there is much more of it.
        """
        told = map(self.told, self._profile.groups)
        least = self._profile.things / _PART
        found = [one for one in told if one.count >= least]
        found = [one for one in found if not _NAMING.issuperset(one.by)]
        much = max((one.count for one in found), default=0) / _FEW
        return sorted(found, key=lambda one: not one.has_names or one.count < much)

    def told(self, group: Group) -> ToldGroup:
        """A group as a page tells it."""
        by = columns_of(group, self._profile)
        return ToldGroup(group.count, " ".join(group.having), by)

    def of(self, said: set[str]) -> ToldGroup | None:
        """The group of a thing of which this is said, if it is of one."""
        known = self._profile.groups
        return next(
            (self.told(one) for one in known if said.issuperset(one.having)), None
        )

    @property
    def lead(self) -> bool:
        """Whether they stand for the whole, as hardly anything says its kind."""
        in_groups = sum(group.count for group in self.found)
        return in_groups > _MUCH * sum(self._profile.named.values())

    @cached_property
    def sample(self) -> list[tuple[ToldGroup, Columns]]:
        """A few things of the largest, with what they say, where groups lead."""
        shown = self.all[:_SHOWN] if self.lead else []
        return [(one, self._few(one)) for one in shown]

    def _few(self, group: ToldGroup) -> Columns:
        things = self._things_of(group).things(1)[:_FEW]
        return columns(things, group.by, self._engine)

    def _things_of(self, group: ToldGroup) -> Narrowed:
        having = tuple(map(NamedNode, group.having.split()))
        return Narrowed(self._engine, self._profile, None, {}, having=having)

    def query(self, group: ToldGroup) -> str:
        """A query for some things of a group, with what they say."""
        pattern = self._things_of(group).pattern
        return f"{query_of_columns(pattern, group.by, self._iris)} LIMIT 100"

    def largest(self, group: ToldGroup) -> Iterator[tuple[NamedNode, str]]:
        """By each number of which there are many, a query for what has most of it."""
        known, pattern = self._profile.properties, self._things_of(group).pattern
        query = query_of_columns(pattern, group.by, self._iris)
        for by, name in variables(group.by, self._iris).items():
            if _are_amounts(known[by.value]):
                yield by, f"{query} ORDER BY DESC({name}) LIMIT 20"


def _are_amounts(one: PropertyProfile) -> bool:
    """Whether the values are numbers, and others for most things."""
    are_many = one.has_many_values or 2 * len(one.values) > one.subjects
    return one.has_numbers and are_many
