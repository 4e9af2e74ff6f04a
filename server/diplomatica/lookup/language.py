"""The languages in which things are called, and which of them a reader is answered in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pycountry
from pyoxigraph import Literal, Triple

from diplomatica.model.dataset.naming import APPELLATIONS, CARRIERS, is_of_signs
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import NAMES

_MOST = (
    3  # languages of a reader that count: more would make more pages than can be kept
)
_BY = (*(name.value for name in NAMES), APPELLATIONS[0])
_AT = {by: at for at, by in enumerate(_BY)}
_LATE = {by: len(_BY) + at for at, by in enumerate(APPELLATIONS[1:], 1)}
_BROKEN_OFF = re.compile(r"[,;(]\s*\w?$")  # “By 2030,d”, of two names in one language
_LETTERS = 3  # of a code for which there may be a shorter one
Named = tuple[str, str, str]
"""By which property something is named, in which words, and in which language."""


@dataclass(frozen=True)
class Languages:
    """The languages of a release's names: its own, and those between which a reader can choose."""

    own: str = ""
    tags: tuple[str, ...] = ()
    """The tags of names, the most frequent first; none where nothing has names in two languages."""

    def preferred(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """The tags that suit a reader best who wants these, the best first.

        There are few of them, and none where the answer is the one of who asks for no language.
        """
        if not self.tags:
            return ()
        nearest = (self._nearest(tag.casefold()) for tag in wanted)
        tags = list(dict.fromkeys(filter(None, nearest)))[:_MOST]
        while tags and self._order(tags) == self._order(tags[:-1]):
            tags.pop()
        return tuple(tags)

    def _nearest(self, wanted: str) -> str:
        alike = [tag for tag in self.tags if _primary(tag) == _primary(wanted)]
        return min(alike, key=lambda tag: _distance(tag, wanted), default="")

    def _order(self, asked: Sequence[str]) -> tuple[str, ...]:
        """In which order languages come: as asked, the dataset's own, English, none."""
        return tuple(dict.fromkeys((*asked, self.own, "en", "")))

    def best(self, names: Sequence[Triple], asked: Sequence[str]) -> Triple:
        """Of the names of one thing that by which it is called."""
        if len(names) == 1:
            return names[0]
        order = self._order(asked)
        return min(names, key=lambda name: _preference(_name_of(name), order))

    def best_words(self, names: Sequence[Named], asked: Sequence[str]) -> str:
        """The words of the same one, where no terms were made of the names."""
        order = self._order(asked)
        kinds = tuple((by, tag) for by, _, tag in names)
        is_carried = any(by in CARRIERS for by, _ in kinds)
        best = None if is_carried else _place_of_best(kinds, order)
        if best is not None:
            return names[best][1]
        return min(names, key=lambda name: _preference(name, order))[1]

    def best_text(self, texts: Sequence[Literal], asked: Sequence[str]) -> Literal:
        """Of some texts that say the same the one to be shown; among equals the first."""
        order = self._order(asked)
        return min(texts, key=lambda text: _rank(text.language or "", order))


def _name_of(name: Triple) -> Named:
    text = name.object
    tag = (isinstance(text, Literal) and text.language) or ""
    return name.predicate.value, text_of(text), tag


def _preference(name: Named, order: tuple[str, ...]) -> tuple[object, ...]:
    by, words, tag = name
    is_number = by in CARRIERS and is_of_signs(words)
    is_broken = bool(_BROKEN_OFF.search(words))
    return is_number, *_suiting(by, tag, order), is_broken, words, by


def _suiting(by: str, tag: str, order: tuple[str, ...]) -> tuple[object, ...]:
    return _rank(tag, order), _place(by), tag


def _place(by: str) -> int:
    """How early a property counts: what all know, titles, any other, appellations."""
    return _AT.get(by, _LATE.get(by, len(_BY)))


# Most things have names by the same properties in the same languages.
@lru_cache(1 << 8)
def _place_of_best(
    kinds: tuple[tuple[str, str], ...], order: tuple[str, ...]
) -> int | None:
    """Which of some names is the best by its property and its tag; None where two are."""
    suiting = [_suiting(by, tag, order) for by, tag in kinds]
    best = min(suiting)
    return suiting.index(best) if suiting.count(best) == 1 else None


# Names are many, and languages few.
@lru_cache(1 << 12)
def _rank(tag: str, order: tuple[str, ...]) -> tuple[int, int]:
    """How well a tag suits: the smaller, the better."""
    alike = (
        (at, wanted)
        for at, wanted in enumerate(order)
        if _primary(tag) == _primary(wanted)
    )
    near = ((at, _distance(tag, wanted)) for at, wanted in alike)
    return min(near, default=(len(order), 0))


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _distance(tag: str, wanted: str) -> int:
    """How far a tag is from another of the same language: en-GB is nearer to en than to en-US."""
    one, other = tag.casefold(), wanted.casefold()
    if one == other:
        return 0
    if one.startswith(f"{other}-"):
        return 1
    return 2 if other.startswith(f"{one}-") else 3


def code_of(stated: str) -> str:
    """The tag of a language that a catalog states, as a tag or as an IRI that ends with one."""
    last = re.split("[/#]", stated.rstrip("/"))[-1].casefold()
    # The codes of all languages take long to be read in.
    if len(last) != _LETTERS:
        return last
    known = pycountry.languages.get(alpha_3=last) or pycountry.languages.get(
        bibliographic=last
    )
    return str(getattr(known, "alpha_2", last))
