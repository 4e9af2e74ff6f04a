"""The sentences of a release's articles that can be found, and what is drawn from each."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from diplomatica.engine import Row
from diplomatica.model.statement import text_of
from diplomatica.model.text.article import Article, Passage
from diplomatica.web.search.words import Words
from diplomatica.web.site import Site

Quoting = tuple[int, int, str]
"""Where a claim quotes an article: from and to which character, and the claim."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim speaks of, and in whose voices.

    Things are known by their numbers, voices by their IRIs.
    """

    things: set[int] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class FoundSentence:
    """A sentence that was found: its words in parts, each with whether it is sought."""

    article: str
    paragraph: int
    parts: list[tuple[str, bool]]
    claim: str
    """The claim that quotes the words, by its slug; empty if none does."""


class Sentences:
    """The sentences by the numbers that an index of words has for them.

    Of an article that is closed they are what is quoted of it.
    """

    def __init__(
        self, site: Site, words: Words, said: dict[str, Said], passages: Iterable[Row]
    ) -> None:
        """Add all sentences to the words.

        `passages` are the rows of claims with article, start and end.
        """
        self._words, self._iris, self._said = words, site.iris, said
        self._drawn: dict[int, list[Quoting]] = {}
        quoting = self._by_article(passages)
        for slug, path in site.release.articles.items():
            read = Article(slug, path.read_bytes())
            shown = read.sentences
            if slug in site.closed:
                shown = list(_quotes(read, quoting[slug]))
            self._add(slug, shown, quoting[slug])

    def _by_article(self, passages: Iterable[Row]) -> dict[str, list[Quoting]]:
        found: dict[str, list[Quoting]] = defaultdict(list)
        for row in passages:
            article = self._iris.slug(text_of(row["article"]))
            start, end = int(text_of(row["start"])), int(text_of(row["end"]))
            found[article].append((start, end, text_of(row["claim"])))
        return found

    def _add(
        self, article: str, sentences: list[Passage], quoting: list[Quoting]
    ) -> None:
        """The sentences of an article, in their order."""
        numbers = [
            self._words.add_sentence(one.words, article, one.paragraph, one.start)
            for one in sentences
        ]
        starts = [one.start for one in sentences]
        longest = max((len(one.words) for one in sentences), default=0)
        self._drawn |= {number: [] for number in numbers}
        for one in quoting:
            start, end, _ = one
            first = bisect_left(starts, start - longest)
            behind = bisect_left(starts, end)
            for place in range(first, behind):
                if sentences[place].end > start:
                    self._drawn[numbers[place]].append(one)

    def _from(self, number: int) -> list[Said]:
        """What is drawn from a sentence."""
        claims = [claim for *_, claim in self._drawn[number]]
        return [self._said[claim] for claim in claims if claim in self._said]

    def telling(
        self, numbers: list[int], things: set[int], voices: set[str]
    ) -> list[int]:
        """The sentences from which something is drawn about one of the things.

        It is drawn in all of the voices.
        """

        def is_telling(said: Said) -> bool:
            return voices <= said.voices and not said.things.isdisjoint(things)

        return [
            number for number in numbers if any(map(is_telling, self._from(number)))
        ]

    def counted(self, numbers: list[int]) -> Counter[int]:
        """The things of which these sentences tell, with how many claims speak of each."""
        found: Counter[int] = Counter()
        for number in numbers:
            for said in self._from(number):
                found.update(said.things)
        return found

    def sentence(self, number: int, match: str) -> FoundSentence:
        """A sentence found by these words, with the claim that quotes the first."""
        words, article, paragraph, start = self._words.sentence(number, match)
        pieces = re.split("[\2\3]", words)
        parts = [(piece, at % 2 == 1) for at, piece in enumerate(pieces)]
        claim = self._claim(number, parts, start)
        slug = self._iris.slug(claim).removeprefix(f"{article}/") if claim else ""
        return FoundSentence(article, paragraph, parts, slug)

    def _claim(self, number: int, parts: list[tuple[str, bool]], start: int) -> str:
        """The claim with the shortest quote around the first words that are sought."""
        for piece, is_sought in parts:
            end = start + len(piece)
            around = [
                (to - begin, claim)
                for begin, to, claim in self._drawn[number]
                if begin <= start and end <= to
            ]
            if is_sought and around:
                _, claim = min(around)
                return claim
            start = end
        return ""


def _quotes(article: Article, quoting: list[Quoting]) -> Iterator[Passage]:
    """The words that are quoted of an article which may not be shown in full."""
    places = {(start, end) for start, end, _ in quoting}
    for start, end in sorted(places):
        paragraph = sum(one.start <= start for one in article.paragraphs)
        yield Passage(start, end, paragraph, article.text[start:end])
