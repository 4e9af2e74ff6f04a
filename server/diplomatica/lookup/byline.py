"""The byline of an article: who wrote it, who published it, when, and where it stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.model.statement import text_of

_SAID = """
SELECT ?article ?property ?value {
  VALUES ?article { %s }
  VALUES ?property { dcterms:creator dcterms:publisher dcterms:issued schema:url }
  ?article ?property ?value
} ORDER BY ?article ?property STR(?value)"""


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


Said = dict[NamedNode, dict[str, list[object]]]


def bylines(engine: Engine, articles: Iterable[NamedNode]) -> list[Byline]:
    """The bylines of these articles, in their order, asked at once."""
    asked = list(articles)
    said: Said = {article: defaultdict(list) for article in asked}
    for row in engine.rows(_SAID % " ".join(map(str, asked))):
        article = cast("NamedNode", row["article"])
        name = text_of(row["property"]).rpartition("/")[2]
        said[article][name].append(row["value"])
    return [_byline(article, known) for article, known in said.items()]


def _byline(article: NamedNode, said: dict[str, list[object]]) -> Byline:
    dates = (one for one in said["issued"] if isinstance(one, Literal))
    originals = (str(getattr(one, "value", one)) for one in said["url"])
    return Byline(
        article,
        _nodes(said["creator"]),
        _nodes(said["publisher"]),
        tuple(dates),
        tuple(originals),
    )


def _nodes(values: list[object]) -> tuple[NamedNode, ...]:
    return tuple(one for one in values if isinstance(one, NamedNode))
