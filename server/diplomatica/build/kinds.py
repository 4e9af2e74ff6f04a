"""The kinds of things: what the ontology says of its classes that the reading of words needs."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.model.vocabulary import DIP, RDFS

_EVOKED_BY = DIP("evokedBy")


class Kinds:
    """The classes of the ontology, their subclasses, and the words that evoke them."""

    def __init__(self, ontology: Iterable[Quad]) -> None:
        """Take the classes from the quads of the ontology."""
        self._words: dict[object, list[str]] = defaultdict(list)
        self._narrower: dict[object, list[object]] = defaultdict(list)
        for quad in ontology:
            if quad.predicate == _EVOKED_BY and isinstance(quad.object, Literal):
                self._words[quad.subject].append(quad.object.value)
            elif quad.predicate == RDFS("subClassOf"):
                self._narrower[quad.object].append(quad.subject)

    def words(self, kind: object) -> list[str]:
        """The words by which an article speaks of a thing of this kind without a name: “signed” of a signing."""
        return self._words.get(kind, [])

    def of(self, kind: NamedNode) -> set[object]:
        """This kind and all that are narrower."""
        found: set[object] = set()
        waiting: list[object] = [kind]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._narrower.get(one, [])
        return found
