"""A few things of each of the most telling kinds."""

from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.overview.kinds.kinds import Kinds
from diplomatica.model.vocabulary import WHOLES

_SAMPLED = 4  # kinds of which a few things are shown
_LOOKED_THROUGH = 24  # kinds, for as many as are shown
_OF_EACH, _LOOKED_AT = 5, 8
# What the build says of the dataset itself is none of its things.
_LED_TO = """
SELECT ?thing {{ VALUES ?thing {{ {} }} FILTER EXISTS {{
  GRAPH ?file {{ ?other ?property ?thing }} FILTER (?other != ?thing && ?file != {})
}} }}"""


class Sample:
    """How one is drawn from a release."""

    def __init__(self, engine: Engine, index: Index, kinds: Kinds) -> None:
        """Take the kinds in their order."""
        self._engine, self._index, self._kinds = engine, index, kinds

    def drawn(self) -> dict[NamedNode, list[NamedNode]]:
        """It, none of its things the publisher's own.

        What is shown already is not shown again, nor what only hangs on other things: it
        stands last, where there is little else.
        """
        found: list[tuple[NamedNode, list[NamedNode]]] = []
        for kind in self._telling_of_parts[:_LOOKED_THROUGH]:
            if kind in dict(found):
                continue
            shown = {thing for _, some in found for thing in some}
            typical = self._index.typical(kind.value, _LOOKED_AT)
            fresh = [thing for thing in typical if thing not in shown]
            if 2 * len(fresh) > len(typical):
                some = fresh[:_OF_EACH]
                called = self._narrowest(kind, some) if found else kind
                found.append((called, some))
        found.sort(key=lambda one: (self._kinds.rank(one[0].value), self._hangs(*one)))
        return dict(found[:_SAMPLED])

    def _narrowest(self, kind: NamedNode, things: list[NamedNode]) -> NamedNode:
        """The narrowest kind of which all of some things are: articles, of creative works."""
        count = self._kinds.count_of
        narrower = [one for one in self._telling_of_parts if count(one) < count(kind)]
        among = self._index.kinds_among(things, narrower)
        shared = set(narrower).intersection(*(among.get(one, ()) for one in things))
        return min(shared, key=lambda one: (count(one), one.value), default=kind)

    @cached_property
    def _telling_of_parts(self) -> list[NamedNode]:
        """The telling kinds without that of the one thing that stands for the whole.

        And without what only tells of others, as labels and identifiers do: it is shown
        with these.
        """
        kinds, count = self._kinds.telling, self._kinds.count_of
        parts = [one for one in kinds if one not in WHOLES or count(one) > 1] or kinds
        return [one for one in parts if not self._tells_of_others(one)] or parts

    def _tells_of_others(self, kind: NamedNode) -> bool:
        return self._kinds.keeps_books(kind) or self._kinds.hangs_on_others(kind)

    def _hangs(self, kind: NamedNode, things: list[NamedNode]) -> bool:
        """Whether each of some things has no name, and only others lead to it."""
        if kind in self._kinds.with_names:
            return False
        listed = " ".join(map(str, things))
        catalog = self._index.iris("graph", "catalog")
        return len(self._engine.rows(_LED_TO.format(listed, catalog))) == len(things)
