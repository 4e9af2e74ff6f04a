"""The byline of an article: who wrote it, who published it, when, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.lookup.cards import Cards
from diplomatica.lookup.describing.card import Card
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, SCHEMA

_HELD = f"""
SELECT DISTINCT ?words {{
  GRAPH ?note {{ ?this {SCHEMA("url")} ?original }}
  ?note a {DIP("Note")} ; {DIP("reason")} ?words
}} ORDER BY ?words"""


@dataclass(frozen=True)
class Byline:
    """What is known of the origin of an article; what is not known is empty."""

    article: NamedNode
    authors: tuple[NamedNode, ...]
    publishers: tuple[NamedNode, ...]
    dates: tuple[Literal, ...]
    originals: tuple[str, ...]

    @property
    def parties(self) -> tuple[NamedNode, ...]:
        """Those whom a page names in it."""
        return self.authors + self.publishers


def bylines(cards: Cards, articles: Iterable[NamedNode]) -> list[Byline]:
    """The bylines of these articles, in their order, from their cards."""
    asked = list(articles)
    known = cards.of(asked)
    return [_byline(known[article]) for article in asked]


def held_original(engine: Engine, article: NamedNode) -> list[str]:
    """Why the editors hold some page to be the original of an article, in their words."""
    return [text_of(row["words"]) for row in engine.rows(_HELD, this=article)]


def _byline(card: Card) -> Byline:
    """Who wrote and published an article, when, and where it stands."""
    dates = _ordered(card, DCTERMS("issued"))
    return Byline(
        card.this,
        _nodes(_ordered(card, DCTERMS("creator"))),
        _nodes(_ordered(card, DCTERMS("publisher"))),
        tuple(one for one in dates if isinstance(one, Literal)),
        tuple(map(text_of, _ordered(card, SCHEMA("url")))),
    )


def _ordered(card: Card, property_: NamedNode) -> list[Term]:
    return sorted(card.values(property_), key=text_of)


def _nodes(values: Iterable[Term]) -> tuple[NamedNode, ...]:
    return tuple(one for one in values if isinstance(one, NamedNode))
