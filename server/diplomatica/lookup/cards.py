"""Cards: what a page tells of an IRI beside its statements, asked once for many and kept.

A release never changes, so a card is the same whenever it is asked for. Who gathers the
cards of a whole page first asks twice: for all that it shows, and for what these name.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from threading import Lock
from typing import cast

from cachetools import LRUCache
from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.describing.card import Card
from diplomatica.lookup.describing.cardquery import card_query
from diplomatica.model.vocabulary import DIP, SAYS_NOTHING

_KEPT = 10_000  # cards
# What only says whether a thing took place is no kind that tells what it is.
_WHETHER = {DIP("Occurrence"), DIP("Event"), DIP("Prospect")}
_WIDER = """
SELECT ?narrower ?wider {
  ?narrower rdfs:subClassOf ?wider FILTER (ISIRI(?narrower) && ISIRI(?wider))
}"""


class Cards:
    """The cards of one release."""

    def __init__(
        self,
        engine: Engine,
        naming: Callable[[], Iterable[NamedNode]] = tuple,
        has_word: Callable[[str], bool] = bool,
        naming_types: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Take the engine that has loaded the release.

        `naming` tells by which properties its things are called, too, `naming_types`
        which types of names are preferred to others, and `has_word` whether an IRI
        without a name is called by a word.
        """
        self._naming_types = naming_types
        self._engine, self._naming, self._has_word = engine, naming, has_word
        self._known: LRUCache[NamedNode, Card] = LRUCache(_KEPT)
        self._lock = Lock()

    def make_ready(self) -> None:
        """Ask which kinds are wider than others."""
        _ = self._wider

    def of(self, terms: Iterable[object]) -> dict[NamedNode, Card]:
        """The cards of these IRIs; of an IRI of which nothing is told, an empty one."""
        nodes = {term for term in terms if isinstance(term, NamedNode)}
        with self._lock:
            cards = {this: self._known[this] for this in nodes if this in self._known}
        missing = nodes - cards.keys()
        if missing:
            fresh = self._ask(missing)
            cards |= fresh
            with self._lock:
                self._known.update(fresh)
        return cards

    def gather(self, terms: Iterable[object]) -> None:
        """Ask for all that a page shows, and for what their cards name."""
        cards = self.of(terms)
        self.of(named for card in cards.values() for named in card.named())

    @cached_property
    def _query(self) -> str:
        return card_query(tuple(self._naming()), self._naming_types())

    def _ask(self, terms: Iterable[NamedNode]) -> dict[NamedNode, Card]:
        cards = {
            this: Card(this, has_word=self._has_word(this.value))
            for this in sorted(terms, key=str)
        }
        for row in self._engine.rows(self._query % " ".join(map(str, cards))):
            cards[cast("NamedNode", row["this"])].add(row)
        return cards

    def kinds(self, card: Card) -> list[NamedNode]:
        """The narrowest kinds that tell what a thing is, in order."""
        types = set(self.telling(card))
        wider = set[NamedNode]()
        for kind in types:
            wider |= self._above(kind) - {kind}
        return sorted(types - wider, key=str)

    def telling(self, card: Card) -> list[NamedNode]:
        """The kinds that tell what a thing is, wide or narrow."""
        known = [kind for kind in card.types if kind not in _WHETHER]
        return [kind for kind in known if kind not in SAYS_NOTHING] or known

    def narrower(self, kind: NamedNode) -> set[NamedNode]:
        """A kind, and all that are narrower."""
        return {kind, *(one for one in self._wider if kind in self._above(one))}

    def _above(self, kind: NamedNode) -> set[NamedNode]:
        """All kinds that are wider than one."""
        broader, waiting = set[NamedNode](), [kind]
        while waiting:
            for wider in self._wider.get(waiting.pop(), ()):
                if wider not in broader:
                    broader.add(wider)
                    waiting.append(wider)
        return broader

    @cached_property
    def _wider(self) -> Mapping[NamedNode, set[NamedNode]]:
        broader: dict[NamedNode, set[NamedNode]] = {}
        for row in self._engine.rows(_WIDER):
            narrower = cast("NamedNode", row["narrower"])
            broader.setdefault(narrower, set()).add(cast("NamedNode", row["wider"]))
        return broader
