"""The kinds of things in data that somebody brings, those first that a reader looks for."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.overview.kinds.alike import kinds_alike
from diplomatica.lookup.overview.kinds.kindiris import (
    end_in_words,
    is_of_terms,
    stands_behind,
)
from diplomatica.lookup.overview.kinds.parts import (
    are_but_numbers,
    are_led_to,
    kinds_beside_most,
    kinds_leading_to,
    kinds_of_wholes,
    records_among,
    told_of_each,
)
from diplomatica.lookup.overview.wording import Wording
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.terms.bookkeeping import (
    CONTAINERS,
    CUBE,
    keeps_books,
    may_keep_books,
    stands_at_others,
)
from diplomatica.model.vocabulary import (
    OWL,
    RULES,
    SAYS_NOTHING,
    SCAFFOLDING,
    WHOLES,
    WIDE_KINDS,
)

_LOOKED_THROUGH = 24  # kinds, for as many as are shown
_READ = 200  # kinds of which it is looked whether they are codes
_LOOKED_AT = 8  # things of one
_FAR_MORE = 20  # times as many
_FAR_MOST = 100  # times as many, of what another leads to
_MUCH, _VERY_MUCH = 2, 4  # times as many properties
_MAY_BE_PARTS = 3  # kinds of which it is looked whether they are parts of others
_MANY = 10
_NEARLY_ALL = 0.9
_ALIKE_AMONG = 48  # kinds that are compared with those of as many things
_TIMES = 4  # as many terms as other things has what is a vocabulary without saying so


class Kinds:
    """Those of one release, each with its count."""

    def __init__(
        self, engine: Engine, profile: Profile, index: Index, wording: Wording
    ) -> None:
        """Take the profile that the build made of the data, and how its terms read."""
        self._engine = engine
        self._profile, self._index, self._iris = profile, index, index.iris
        self._wording = wording

    @cached_property
    def all(self) -> list[tuple[NamedNode, int]]:
        """All with how many things each has, the largest first.

        Those of classes and properties come last, but for a vocabulary, and after all
        those of what only stands inside others.
        """
        counts, rank = self._profile.classes, self.rank
        order = sorted(counts, key=lambda iri: (rank(iri), -counts[iri], iri))
        return [(NamedNode(iri), counts[iri]) for iri in order]

    @cached_property
    def main(self) -> list[tuple[NamedNode, int]]:
        """Those that a reader looks for, without what says nothing, as owl:Thing does.

        One of these stays where it is all that is said of some things. Codes stand behind
        what reads as words.
        """
        passed = {*SAYS_NOTHING} - {*map(NamedNode, self._profile.vague)}
        aside = {kind for kind, _ in self.aside}
        main = [one for one in self.all if one[0] not in passed | aside]
        codes = self._wording.codes(kind for kind, _ in main[:_READ])
        codes |= {kind for kind, _ in main[_READ:]} if codes else set()
        named = self._index.mostly_named

        def place(one: tuple[NamedNode, int]) -> tuple[object, ...]:
            kind, count = one
            is_code, is_named = kind in codes, kind.value in named
            is_behind = stands_behind(kind.value, is_named=is_named)
            worth = is_code, is_behind, is_code and not is_named
            # Of as many things, those first that have names: others only hang on them.
            return (
                self._says_nothing(kind),
                *worth,
                self.rank(kind.value),
                -self._profile.named.get(kind.value, count),
                not is_named,
            )

        main.sort(key=place)
        return main or self.all

    @cached_property
    def examples(self) -> dict[NamedNode, NamedNode]:
        """A typical thing of each of the first that are codes, which says what these are."""
        first = [kind for kind, _ in self.main[:_LOOKED_THROUGH]]
        named = self._index.mostly_named
        found: dict[NamedNode, NamedNode] = {}
        for kind in self._wording.codes(first):
            is_told = kind.value in named
            things = self._index.typical(kind.value, 1) if is_told else []
            if things:
                found[kind] = things[0]
        return found

    @cached_property
    def aside(self) -> list[tuple[NamedNode, int]]:
        """Those of the terms by which the rest is told, and of rules, if there is a rest."""
        found = [one for one in self.all if self._is_aside(one[0].value)]
        said = {kind for kind, _ in self.all} - SAYS_NOTHING
        return found if len(found) < len(said) or self._profile.vague else []

    @property
    def count(self) -> int:
        """How many kinds are told, those of terms and rules as well."""
        return len({kind for kind, _ in (*self.main, *self.aside)})

    @cached_property
    def telling(self) -> list[NamedNode]:
        """The main kinds, those first that tell most of what this is: their things have names.

        What has none only hangs on others, as a point or a statement does, unless there
        is far more of it, or more and each is told at length, as payments are. What is
        a part of something else, as a step of a recipe, follows after that.
        """
        most = Counter[tuple[bool, bool]]()
        for kind, count in self.main:
            rank = self.rank(kind.value)
            most[rank] = max(most[rank], count)

        def place(kind: NamedNode) -> tuple[object, ...]:
            rank = self.rank(kind.value)
            is_little = self.count_of(kind) * _FAR_MORE < most[rank]
            return rank, is_little or kind not in self.with_names | self._records

        kinds = sorted((kind for kind, _ in self.main), key=place)
        kinds = self._subjects_first(kinds)
        return sorted(
            self._numbers_behind(kinds),
            key=lambda kind: not (self._has_cubes and kind.value == CUBE),
        )

    @cached_property
    def _records(self) -> set[NamedNode]:
        """Kinds of more things than any with names has, of which much is said: payments.

        What others lead to only tells something of these.
        """
        named = self.with_names
        most = max((count for kind, count in self.main if kind in named), default=0)
        things = {
            kind: self._index.typical(kind.value, _LOOKED_AT)
            for kind, count in self.main[:_LOOKED_THROUGH]
            if count > most and kind not in named and self.leads(kind)
        }
        return records_among(things, self._engine)

    def _numbers_behind(self, kinds: list[NamedNode]) -> list[NamedNode]:
        """Kinds with what leads to the first before it, if its things are but numbers."""
        some = self._index.typical(kinds[0].value, _LOOKED_AT) if kinds else []
        if not are_but_numbers(some, self._engine):
            return kinds
        leading = kinds_leading_to(some, self._engine)
        least = self.count_of(kinds[0]) / _FAR_MORE
        before = [
            kind
            for kind in kinds[1:]
            if kind in leading and self.leads(kind) and self.count_of(kind) >= least
        ]
        return [*before, *(kind for kind in kinds if kind not in before)]

    @cached_property
    def alike(self) -> dict[NamedNode, list[NamedNode]]:
        """The first kinds, with those that have the very same things as each."""
        return kinds_alike(self._in_order[:_ALIKE_AMONG], self._index)

    @cached_property
    def offered(self) -> list[tuple[NamedNode, int]]:
        """The main kinds, but for those that have the very same things as one before."""
        twins = {kind for some in self.alike.values() for kind in some}
        return [one for one in self._in_order if one[0] not in twins]

    @cached_property
    def _in_order(self) -> list[tuple[NamedNode, int]]:
        """The main kinds: what others are made of, as targets are of goals, behind these."""
        kinds = [kind for kind, _ in self.main]
        kinds = self.telling if self._covered else self._subjects_first(kinds)
        return [(kind, self.count_of(kind)) for kind in kinds]

    def _subjects_first(self, kinds: Iterable[NamedNode]) -> list[NamedNode]:
        """Kinds with what the first of them are parts of, or tell about, before these."""
        found = list(kinds)
        parts = found[:_MAY_BE_PARTS]
        for part in parts:
            subjects = (*self._wholes_of(part), *self._subjects_of(part))
            for one in dict.fromkeys(subjects):
                if found.index(one) > found.index(part):
                    found.remove(one)
                    found.insert(found.index(part), one)
                    parts += [] if one in parts else [one]
        return found

    def _wholes_of(self, part: NamedNode) -> list[NamedNode]:
        """The kinds of which the things of a kind are parts: of each there are several.

        One thing that holds all others, as a collection does, is what they are of.
        """
        count, named = self.count_of(part), self.with_names
        # Of what stands in steps, one below the other, there need not be twice as many.
        most = count - 1 if self._covered else count / 2
        few = [
            kind
            for kind, some in self.main
            if kind in named
            and kind not in WHOLES
            and 1 < some <= most
            and count <= _FAR_MORE * some
        ]
        if not few:
            return []
        some = self._index.typical(part.value, _LOOKED_AT)
        return [one for one in kinds_of_wholes(some, self._engine) if one in few]

    def _subjects_of(self, kind: NamedNode) -> list[NamedNode]:
        """The kinds that those of a kind are of, as files are of works and foods of dishes.

        What works are realized by is theirs, however much there is of it. Of others, that
        is told by more properties which leads to nearly all of what is told by fewer, or
        about which that only tells; or to which all lead of which hardly more is said.
        """
        typical = self._index.typical(kind.value, _LOOKED_AT)
        beside = kinds_beside_most(typical, self._engine)
        told, least = self._fullness, self.count_of(kind) / _FAR_MOST

        def is_subject(one: NamedNode) -> bool:
            leads = one in beside.leading and one not in beside.of_them
            is_made = leads and told[one] >= _MUCH * told[kind]
            is_meant = one in beside.told_of and told[one] > told[kind]
            is_hub = one in beside.led_to and told[one] >= _VERY_MUCH * told[kind]
            is_subject = is_hub or (
                self.count_of(one) >= least and (is_made or is_meant)
            )
            is_several = one in self.with_names and self.count_of(one) > 1
            return one in beside.working or (is_several and is_subject)

        others = {*told} - {kind, *WHOLES} if kind in told else set()
        return [one for one in told if one in others and is_subject(one)]

    @cached_property
    def _fullness(self) -> dict[NamedNode, float]:
        """How much is said of the things of each kind that may lead."""
        first = [kind for kind, _ in self.main[:_LOOKED_THROUGH]]
        leading = [kind for kind in first if self.leads(kind)]
        things = {one: self._index.typical(one.value, _LOOKED_AT) for one in leading}
        return told_of_each(things, self._engine)

    @property
    def are_scattered(self) -> bool:
        """Whether there are many kinds, and of none more than a few of all things."""
        known = (self._profile.named.get(kind.value, 0) for kind, _ in self.main)
        counts = list(filter(None, known))
        return len(counts) >= _MANY and _MANY * max(counts) < sum(counts)

    @cached_property
    def with_names(self) -> set[NamedNode]:
        """Those whose things have names of their own, or IRIs that are names."""
        kinds = [kind for kind, _ in self.main[:_LOOKED_THROUGH]]
        typical = {one: self._index.typical(one.value, _LOOKED_AT) for one in kinds}
        by_iri = {
            one for one, some in typical.items() if end_in_words(some, self._index)
        }
        return {*map(NamedNode, self._index.mostly_named), *by_iri}

    def count_of(self, kind: NamedNode) -> int:
        """How many things are of a kind."""
        return self._profile.classes[kind.value]

    @cached_property
    def adds_up(self) -> bool:
        """Whether each thing is counted with one kind, or as one of none, and nothing else is.

        Those of terms are counted as well, though they stand further down; of kinds that
        have the very same things one is.
        """
        main, aside = (sum(n for _, n in some) for some in (self.offered, self.aside))
        things = self._profile.things
        return not {things, things - self.of_none}.isdisjoint((main, main + aside))

    @property
    def of_none(self) -> int:
        """How many things have no kind."""
        return self._profile.of_none

    def rank(self, iri: str) -> tuple[bool, bool]:
        """What has no IRIs comes last, and before it what is of terms or but tells of others."""
        kind = NamedNode(iri)
        is_last = self._is_aside(iri) or self._says_nothing(kind)
        is_last = is_last or self.keeps_books(kind) or kind in self._covered
        return self._stands_inside(iri), is_last

    def _stands_inside(self, iri: str) -> bool:
        """Whether its things have no addresses, and are led to or not far more than all else."""
        named, count = self._profile.named, self._profile.classes.get(iri, 0)
        if iri in named:
            return False
        is_little = count <= _FAR_MORE * max(named.values(), default=0)
        return is_little or are_led_to(NamedNode(iri), self._engine)

    @cached_property
    def _covered(self) -> set[NamedNode]:
        """The wide kinds of which nothing is alone: of goals it is told that they are such."""
        passed = {kind.value for kind in SAYS_NOTHING | WIDE_KINDS}
        known = [kind for kind in WIDE_KINDS if kind.value in self._profile.named]
        return {one for one in known if not self._index.is_alone(one.value, passed)}

    def leads(self, kind: NamedNode) -> bool:
        """Whether those of a kind have IRIs, and are neither terms nor tell of others."""
        return not any(self.rank(kind.value))

    def keeps_books(self, kind: NamedNode) -> bool:
        """Whether those of a kind only say something of others, as identifiers do.

        Notes and figures are what the data is about where there is far more of them.
        """
        iri = kind.value
        if stands_at_others(iri):
            return self._has_cubes or self.count_of(kind) <= _FAR_MORE * self._most
        is_owned = iri in self._index.mostly_owned
        return keeps_books(iri) or (is_owned and may_keep_books(iri))

    @cached_property
    def _most(self) -> int:
        """How many things the largest kind has that are no notes at others."""
        named = self._profile.named
        return max(
            (named[iri] for iri in named if not stands_at_others(iri)), default=0
        )

    @property
    def _has_cubes(self) -> bool:
        """Whether datasets with names tell what figures are of."""
        return CUBE in self._index.mostly_named

    def hangs_on_others(self, kind: NamedNode) -> bool:
        """Whether those of a kind have no names, and only one other leads to each.

        Of which there is far more than of all else, that is what the data is about.
        """
        owned = self._index.mostly_owned
        most = max((n for one, n in self.main if one.value not in owned), default=0)
        is_little = self.count_of(kind) <= _FAR_MORE * most
        return kind.value in owned and is_little and kind not in self.with_names

    def _says_nothing(self, kind: NamedNode) -> bool:
        """Whether a kind tells nothing, and is not all that is said of nearly all things."""
        vague = self._profile.vague.get(kind.value, 0)
        return kind in SAYS_NOTHING and vague < _NEARLY_ALL * self._profile.things

    def _is_aside(self, iri: str) -> bool:
        """Whether a kind is of terms and rules, which lead in a vocabulary alone.

        What only states something of others leads nowhere, nor do rules and shapes where
        there is something that they are about.
        """
        if NamedNode(iri) in SAYS_NOTHING or iri in CONTAINERS:
            return False
        if self.is_vocabulary:
            return NamedNode(iri) in SCAFFOLDING or iri.startswith(RULES)
        known = self._profile
        is_term = 2 * known.of_terms.get(iri, 0) > known.classes.get(iri, 0)
        return is_term or is_of_terms(iri)

    @cached_property
    def is_vocabulary(self) -> bool:
        """Whether the data is of terms more than of other things.

        These may be many where a vocabulary says itself what it is: else a few that it
        names itself, as the members of an enumeration.
        """
        known = self._profile
        if OWL("Ontology").value in known.classes:
            return known.terms > known.others
        return known.terms > _TIMES * max(known.others, _TIMES * known.apart)
