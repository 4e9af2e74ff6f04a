"""The default graph: the RDF merge of all facts and of each reason's card."""

from collections.abc import Iterable, Iterator

from diplomatica.model.claims import CARD
from diplomatica.model.iris import Iris
from diplomatica.pipeline.storing.lines import Row

_ON_CARD = frozenset(map(str, CARD))


def merged(rows: Iterable[Row], iris: Iris) -> Iterator[Row]:
    """The quads of all named graphs whose triples are those of the default graph.

    What stands in several graphs comes several times.
    """
    shapes, records = str(iris("graph", "shapes")), f"<{iris.base}graph/record/"
    articles, claims = f"<{iris.base}article/", f"<{iris.base}claim/"
    for row in rows:
        subject, predicate, _, graph = row
        if graph.startswith(records):
            # Of a record the card of a claim, and what is of the article.
            is_card = subject.startswith(claims) and predicate in _ON_CARD
            if "#" not in subject and (is_card or subject.startswith(articles)):
                yield row
        elif graph != shapes:
            yield row
