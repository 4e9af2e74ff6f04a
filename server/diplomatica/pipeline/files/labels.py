"""The names of things, as the editors' file and the claims give them."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.text.quote import stands
from diplomatica.model.vocabulary import LABELS


class Labels:
    """All names of each thing: labels, other names, inflections."""

    def __init__(self, facts: Iterable[Triple], are_complete: bool = True) -> None:
        """`facts` hold the names; they lack some where a file could not be read."""
        self.are_complete = are_complete
        self._names: dict[object, dict[str, None]] = defaultdict(dict)
        for fact in facts:
            name = fact.object
            if fact.predicate not in LABELS or not isinstance(name, Literal):
                continue
            if name.value.strip():
                self._names[fact.subject][name.value] = None

    def names(self, thing: NamedNode) -> list[str]:
        """The names of a thing, the longest first."""
        return sorted(self._names.get(thing, ()), key=lambda name: (-len(name), name))

    def standing(self, thing: NamedNode, text: str) -> list[str]:
        """Those of its names that stand in a text, the longest first."""
        return [name for name in self.names(thing) if stands(name, text)]
