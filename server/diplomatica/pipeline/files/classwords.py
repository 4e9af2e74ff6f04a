"""The kinds of things: what the ontology says of the words for its classes."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.model.text.quote import stands
from diplomatica.model.vocabulary import DIP, RDFS

_EVOKED_BY = DIP("evokedBy")


class ClassWords:
    """The classes of the ontology, their subclasses, and the words that evoke them."""

    def __init__(self, ontology: Iterable[Quad]) -> None:
        """`ontology` holds the quads that say what a class is narrower than."""
        self._words: dict[object, list[str]] = defaultdict(list)
        self._narrower: dict[object, list[object]] = defaultdict(list)
        for quad in ontology:
            if quad.predicate == _EVOKED_BY and isinstance(quad.object, Literal):
                self._words[quad.subject].append(quad.object.value)
            elif quad.predicate == RDFS("subClassOf"):
                self._narrower[quad.object].append(quad.subject)

    def __repr__(self) -> str:
        """All that it knows, in the order in which it was said."""
        words = [(str(kind), known) for kind, known in self._words.items()]
        narrower = [
            (str(kind), list(map(str, known))) for kind, known in self._narrower.items()
        ]
        return f"Kinds({words}, {narrower})"

    def words(self, kind: object) -> list[str]:
        """The words by which an article speaks of a thing of this kind without a name.

        “signed” is one of a signing.
        """
        return self._words.get(kind, [])

    def evoked_by(self, text: str) -> list[NamedNode]:
        """The kinds of which a text speaks, those first that more letters evoke."""
        longest: dict[NamedNode, int] = {}
        for kind, words in self._words.items():
            letters = [len(word) for word in words if stands(word, text)]
            if letters and isinstance(kind, NamedNode):
                longest[kind] = max(letters)
        return sorted(longest, key=lambda kind: (-longest[kind], str(kind)))

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
