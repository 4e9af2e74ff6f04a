"""What a thing is called, so that a page tells it once, and a reader's own words first."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.lookup.describing.propertygroups import Group
from diplomatica.model.dataset.naming import OTHERS, rank_of, says_a_name
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import KINDS_BESIDE
from diplomatica.web.site import Site
from diplomatica.web.things.described.said import once

_FEW = 4  # names of one sort that stand open


class OwnNames:
    """The names of one thing, and what else only says once more what heads its page."""

    def __init__(self, site: Site, this: NamedNode) -> None:
        """Take the thing."""
        self._site, self._this = site, this

    @cached_property
    def all(self) -> list[Literal]:
        """All that it is called, in whatever language, those of the reader first."""
        card = self._site.describing.cards.of([self._this])[self._this]
        names = once(name.object for name in card.names)
        return sorted(names, key=self._place)

    def without(self, heading: str) -> list[Literal]:
        """Those that are not the heading of the page."""
        return [one for one in self.all if one.value != heading]

    @property
    def few(self) -> int:
        """How many names of one sort stand open."""
        return _FEW

    def are_folded(self, by: NamedNode, values: Sequence[object]) -> bool:
        """Whether a reader needs but a few values of a property, as these are many names."""
        return len(values) > _FEW + 1 and _names(by)

    def in_order(self, quads: Sequence[Quad]) -> list[Quad]:
        """What is said by one property; of names those first that a reader understands."""
        if not _names(quads[0].predicate):
            return list(quads)
        return sorted(quads, key=lambda one: self._place(one.object))

    def untold(self, groups: Iterable[Group]) -> list[Group]:
        """What is said by properties, but for what the heading of the page tells already."""
        told = {_plain(one) for one in self.all}
        some = ((by, self._without_kinds(by, quads)) for by, quads in groups)
        return [one for one in some if one[1] and not _only_repeats(*one, told)]

    def _without_kinds(self, by: NamedNode, quads: list[Quad]) -> list[Quad]:
        """What is said by a property, without the kinds at the top of the page."""
        if by not in KINDS_BESIDE:
            return quads
        describing, readable = self._site.describing, self._site.iris.readable
        kinds = describing.kinds([self._this])[self._this]
        labels = describing.labels(kinds)
        told = {labels.get(one.value) or readable(one.value) for one in kinds}
        passed = {*map(str.casefold, told), *(_plain(one) for one in kinds)}
        return [one for one in quads if _plain(one.object) not in passed]

    def _place(self, name: object) -> int:
        """Which of the languages that a reader asks for that of a name is, else of ours."""
        tags = (*self._site.asked_languages(), self._site.languages.own)
        asked = [tag.partition("-")[0] for tag in tags]
        tag = (name.language or "") if isinstance(name, Literal) else ""
        own = tag.partition("-")[0].lower()
        return asked.index(own) if own in asked else len(asked)


def _names(by: NamedNode) -> bool:
    return rank_of(by.value) == OTHERS or says_a_name(by.value)


def _only_repeats(by: NamedNode, quads: Iterable[Quad], told: set[str]) -> bool:
    """Whether all that a property says is a name that stands above."""
    said = [one.object for one in quads]
    are_known = all(isinstance(one, Literal) and _plain(one) in told for one in said)
    return are_known and _names(by)


def _plain(term: object) -> str:
    """The text of a term as a reader compares it with another."""
    return " ".join(text_of(term).split()).casefold()
