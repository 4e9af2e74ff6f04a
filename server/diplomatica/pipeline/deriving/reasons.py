"""The graphs that a conclusion may rest on: those of one article, and those of none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, product

from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris

Premises = tuple[NamedNode, ...]
# What belongs to no article: names, notes, links, and files that were brought.
_NONE = ""
# The article of what rests on several.
_SEVERAL = "*"


class PremiseGraphs:
    """Chooses among the graphs that give the premises of a conclusion."""

    def __init__(self, iris: Iris, grounds: Mapping[NamedNode, Premises]) -> None:
        """`grounds` are the graphs of derivations, with the premises of each."""
        self._iris, self._grounds = iris, grounds
        self._articles: dict[NamedNode, str] = {}

    def inside(
        self, graphs: Sequence[AbstractSet[NamedNode]]
    ) -> Iterator[tuple[str, Premises]]:
        """Every choice of graphs, one for each premise, that lies inside an article."""
        sorts = [self._by_article(given) for given in graphs]
        if not all(sorts):
            return
        apart = [sort.keys() for sort in sorts if _NONE not in sort]
        articles = set(chain.from_iterable(sorts)) - {_SEVERAL, _NONE}
        yield from self._choices_in(_NONE, sorts)
        for article in sorted(articles.intersection(*apart)):
            yield from self._choices_in(article, sorts)

    def _choices_in(
        self, article: str, sorts: list[dict[str, list[NamedNode]]]
    ) -> Iterator[tuple[str, Premises]]:
        """The choices with a graph of this article, or of none, for each premise."""
        own = [
            dict.fromkeys([*sort.get(article, []), *sort.get(_NONE, [])])
            for sort in sorts
        ]
        for choice in product(*own):
            if article == _NONE or any(map(self._is_own, choice)):
                yield article, self.all_of([{graph} for graph in choice])

    def _is_own(self, graph: NamedNode) -> bool:
        return self._article(graph) != _NONE

    def _by_article(self, graphs: AbstractSet[NamedNode]) -> dict[str, list[NamedNode]]:
        by_article: dict[str, list[NamedNode]] = defaultdict(list)
        for graph in graphs:
            by_article[self._article(graph)].append(graph)
        return dict(by_article)

    def _article(self, graph: NamedNode) -> str:
        """The article of a claim, or of all premises of a derivation."""
        if graph not in self._articles:
            self._articles[graph] = self._found_article(graph)
        return self._articles[graph]

    def _found_article(self, graph: NamedNode) -> str:
        if graph not in self._grounds:
            if self._iris.kind(graph.value) != "claim":
                return _NONE
            return self._iris.slug(graph.value).partition("/")[0]
        articles = set(map(self._article, self._grounds[graph])) - {_NONE}
        if len(articles) > 1:
            return _SEVERAL
        return articles.pop() if articles else _NONE

    def all_of(self, graphs: Sequence[AbstractSet[NamedNode]]) -> Premises:
        """All these graphs, sorted; for a derivation stand its own premises."""
        premises: set[NamedNode] = set()
        for graph in chain.from_iterable(graphs):
            premises.update(self._grounds.get(graph, (graph,)))
        return tuple(sorted(premises, key=str))
