"""The graphs that a conclusion may rest on: those of one article, and those of none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product

from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.derivation import Derivation
from diplomatica.pipeline.deriving.rule import CORROBORATION

Premises = tuple[NamedNode, ...]
Graphs = frozenset[NamedNode]
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
        # What many articles state is a premise of many conclusions, and sorted once.
        self._sorted: dict[Graphs, dict[str, list[NamedNode]]] = {}

    def inside(self, graphs: Sequence[Graphs]) -> Iterator[tuple[str, Premises]]:
        """Every choice of graphs, one for each premise, that lies inside an article."""
        sorts = [self._by_article(given) for given in graphs]
        if not all(sorts):
            return
        yield from self._choices_in(_NONE, sorts)
        for article in self._shared_articles(sorts):
            yield from self._choices_in(article, sorts)

    def _shared_articles(self, sorts: list[dict[str, list[NamedNode]]]) -> list[str]:
        """The articles that give all those premises which nothing else gives, sorted."""
        apart = [sort.keys() for sort in sorts if _NONE not in sort]
        fewest = min(apart, key=len) if apart else chain.from_iterable(sorts)
        shared = {one for one in fewest if all(one in sort for sort in apart)}
        return sorted(shared - {_SEVERAL, _NONE})

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
                yield article, self.all_of([choice])

    def _is_own(self, graph: NamedNode) -> bool:
        return self._article(graph) != _NONE

    def _by_article(self, graphs: Graphs) -> dict[str, list[NamedNode]]:
        if graphs not in self._sorted:
            by_article: dict[str, list[NamedNode]] = defaultdict(list)
            for graph in graphs:
                by_article[self._article(graph)].append(graph)
            self._sorted[graphs] = dict(by_article)
        return self._sorted[graphs]

    def _article(self, graph: NamedNode) -> str:
        """The article of a claim, or of all premises of a derivation."""
        if graph not in self._articles:
            self._articles[graph] = self._found_article(graph)
        return self._articles[graph]

    def _found_article(self, graph: NamedNode) -> str:
        if graph not in self._grounds:
            return self._article_of_stated(graph)
        articles = set(map(self._article, self._grounds[graph])) - {_NONE}
        if len(articles) > 1:
            return _SEVERAL
        return articles.pop() if articles else _NONE

    def _article_of_stated(self, graph: NamedNode) -> str:
        kind = self._iris.kind(graph.value)
        if kind == "inference":
            # Of derivations only those across articles are premises.
            return _SEVERAL
        is_claim = kind == "claim"
        return self._iris.slug(graph.value).partition("/")[0] if is_claim else _NONE

    def all_of(self, graphs: Iterable[Iterable[NamedNode]]) -> Premises:
        """All these graphs, sorted.

        For a derivation inside an article stand its own premises; one across stands for
        itself, as its premises are those of many conclusions.
        """
        premises: set[NamedNode] = set()
        for graph in chain.from_iterable(graphs):
            is_across = self._article(graph) == _SEVERAL
            own = (graph,) if is_across else self._grounds.get(graph, (graph,))
            premises.update(own)
        return tuple(sorted(premises, key=str))


class Corroborations:
    """What stands for the graphs that give a premise of conclusions across articles.

    Several are named once, by a corroboration: else each conclusion would repeat them, and
    what all articles state would be written as often as articles draw on it.
    """

    def __init__(self, reasons: PremiseGraphs, iris: Iris) -> None:
        """None is made yet."""
        self._reasons, self._iris = reasons, iris
        self._premises: dict[Graphs, Premises] = {}
        self.made: list[Derivation] = []
        """The corroborations, each once."""

    def premises(self, graphs: Graphs) -> Premises:
        """What a conclusion names in the place of the graphs that give one premise."""
        if graphs not in self._premises:
            self._premises[graphs] = self._found_premises(graphs)
        return self._premises[graphs]

    def _found_premises(self, graphs: Graphs) -> Premises:
        if len(graphs) < 2:
            return self._reasons.all_of([graphs])
        several = tuple(sorted(graphs, key=str))
        self.made.append(Derivation(CORROBORATION, several, ()))
        return (self.made[-1].iri(self._iris),)
