"""What a thing is in other datasets, and what it is called there."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.lookup.cards import Cards
from diplomatica.lookup.reason import Statement
from diplomatica.model.vocabulary import DIP, OWL, SKOS, SSSOM, WD

_SAME = {SKOS("exactMatch"), OWL("sameAs")}
_NAME = SSSOM("object_label")


@dataclass(frozen=True)
class Item:
    """An item of Wikidata: its id, and what its link says that it is called there."""

    id: str
    name: str
    description: str = ""
    """What Wikidata said that it is, where the release has that."""


def wikidata(statements: Iterable[Statement], cards: Cards) -> list[Item]:
    """The items of Wikidata that these statements say a thing is."""
    statements = list(statements)
    names = names_of(statements, cards)
    lines = _told_of(statements, cards, DIP("objectDescription"))
    same = (one.triple for one in statements if one.triple.predicate in _SAME)
    iris = [one.object.value for one in same if isinstance(one.object, NamedNode)]
    items = []
    for iri in iris:
        if iri.startswith(WD):
            number = iri.removeprefix(WD)
            items.append(Item(number, names.get(iri, ""), lines.get(iri, "")))
    return items


def names_of(statements: Iterable[Statement], cards: Cards) -> dict[str, str]:
    """What their objects are called by the links that state them, by IRI (SSSOM)."""
    return _told_of(statements, cards, _NAME)


def _told_of(
    statements: Iterable[Statement], cards: Cards, property_: NamedNode
) -> dict[str, str]:
    """What the links that state them tell of their objects, by IRI."""
    found: dict[str, str] = {}
    for one in statements:
        graphs = cards.of(reason.graph for reason in one.reasons)
        for card in graphs.values():
            for name in card.texts(property_):
                found.setdefault(one.triple.object.value, name)  # type: ignore[union-attr]
    return found
