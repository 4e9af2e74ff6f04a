"""The names of things, as the editors' file and the claims give them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.characters import is_blank
from diplomatica.model.text.quote import stands
from diplomatica.model.vocabulary import LABELS

_WORD = re.compile(r"\w+")


class Labels:
    """All names of each thing: labels, other names, inflections."""

    def __init__(self, facts: Iterable[Triple], are_complete: bool = True) -> None:
        """`facts` hold the names; they lack some where a file could not be read."""
        self.are_complete = are_complete
        self._names: dict[object, dict[str, None]] = defaultdict(dict)
        self._take(facts)

    def _take(self, facts: Iterable[Triple]) -> None:
        for fact in facts:
            name = fact.object
            if fact.predicate not in LABELS or not isinstance(name, Literal):
                continue
            if not is_blank(name.value):
                self._names[fact.subject][name.value] = None

    def __repr__(self) -> str:
        """All that it knows, in an order that no run changes."""
        names = sorted(
            (str(thing), list(known)) for thing, known in self._names.items()
        )
        return f"Labels({self.are_complete}, {names})"

    def of(self, things: AbstractSet[NamedNode]) -> "Labels":
        """The names of these things alone."""
        found = Labels((), self.are_complete)
        for thing in things & self._names.keys():
            found._names[thing] = self._names[thing]
        return found

    def also(self, facts: Iterable[Triple]) -> "Labels":
        """These names, and those that `facts` hold."""
        found = Labels((), self.are_complete)
        for thing, names in self._names.items():
            found._names[thing] = dict(names)
        found._take(facts)
        return found

    def names(self, thing: NamedNode) -> list[str]:
        """The names of a thing, the longest first."""
        names = self._names.get(thing, ())
        return sorted(names, key=lambda name: (-len(name), name))

    def standing(self, thing: NamedNode, text: str) -> list[str]:
        """Those of its names that stand in a text, the longest first."""
        return [name for name in self.names(thing) if stands(name, text)]

    def named_in(self, text: str) -> set[object]:
        """The things of which a name stands in a text.

        A name is looked at only where the rarest of its words stands there.
        """
        words = {"", *_WORD.findall(text.lower())}
        found: set[object] = set()
        for word in words & self._by_word.keys():
            for name in self._by_word[word]:
                if stands(name, text):
                    found.update(self._things[name])
        return found

    @cached_property
    def _things(self) -> dict[str, list[object]]:
        """The things of each name."""
        found = defaultdict(list)
        for thing, names in self._names.items():
            for name in names:
                found[name].append(thing)
        return dict(found)

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The names below that of their words that the fewest names have."""
        count = Counter(word for name in self._things for word in _whole_words(name))
        found = defaultdict(list)
        for name in self._things:
            words = _whole_words(name)
            rarest = min(words, key=lambda word: (count[word], word), default="")
            found[rarest].append(name)
        return dict(found)


def _whole_words(name: str) -> list[str]:
    """The words of a name; none where it may stand within a longer word."""
    is_bounded = name[0].isalnum() and name[-1].isalnum()
    return _WORD.findall(name.lower()) if is_bounded else []
