"""The kinds of things: what the ontology says of its classes that the reading of words needs."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.model.text.quote import stands
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

    def evoked_by(self, text: str) -> list[NamedNode]:
        """The kinds of which a text speaks, those first that are evoked by more letters."""
        words = (
            (word, kind) for kind, evoking in self._words.items() for word in evoking
        )
        found = {
            kind: len(word)
            for word, kind in sorted(words, key=lambda pair: len(pair[0]))
            if stands(word, text)
        }
        return sorted(
            (kind for kind in found if isinstance(kind, NamedNode)),
            key=lambda kind: (-found[kind], str(kind)),
        )

    def of(self, kind: object) -> set[object]:
        """This kind and all that are narrower."""
        found: set[object] = set()
        waiting: list[object] = [kind]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._narrower.get(one, [])
        return found
