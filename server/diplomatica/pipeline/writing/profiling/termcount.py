"""How many of the things of a dataset are terms and rules, told from the others."""

from collections import Counter
from collections.abc import Set as AbstractSet

from diplomatica.model.dataset.profile import Profile
from diplomatica.model.vocabulary import (
    LANGUAGES,
    SAYS_NOTHING,
    SCAFFOLDING,
    TELLS_A_TERM,
    WHOLES,
)

_TELLS = frozenset(by.value for by in TELLS_A_TERM)
_NO_TERMS = frozenset(one.value for one in {*SAYS_NOTHING, *SCAFFOLDING, *WHOLES})
_SPACES = 1000  # beginnings of IRIs that are counted apart


class TermCount:
    """What was counted so far, with no more memory for many things than for few."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kinds, self._spaces = Counter[str](), set[str]()
        self._terms = self._elsewhere = 0
        self._others = Counter[str]()

    def add(
        self, subject: str, kinds: AbstractSet[str], told: AbstractSet[str]
    ) -> None:
        """Count a subject, by its kinds and the properties that it has.

        What is of no kind may say so by being below another, or having a shape.
        """
        is_told = kinds <= _NO_TERMS and not _TELLS.isdisjoint(told)
        is_term = is_told or any(map(_is_of_terms, kinds))
        if is_term:
            self._kinds.update(kinds)
        if not subject.startswith("<") or (kinds and kinds <= _NO_TERMS):
            return
        space = subject[: max(subject.rfind("/"), subject.rfind("#"))]
        if is_term:
            self._terms += 1
            self._spaces.add(space)
        elif space in self._others or len(self._others) < _SPACES:
            self._others[space] += 1
        else:
            self._elsewhere += 1

    def tell(self, whole: Profile) -> None:
        """Write the counts to the profile of the whole."""
        others = self._others
        beside = sum(others[space] for space in self._spaces if space in others)
        whole.of_terms, whole.terms = dict(self._kinds), self._terms
        whole.others = others.total() + self._elsewhere
        whole.apart = whole.others - beside


def _is_of_terms(kind: str) -> bool:
    return kind.startswith(LANGUAGES) and kind not in _NO_TERMS
