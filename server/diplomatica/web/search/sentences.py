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
    """What a claim speaks of, and in whose voices: things by their numbers, voices by their IRIs."""

    things: set[int] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Sentence:
    """A sentence that was found: its words, each part with whether it is one of those sought."""

    article: str
    paragraph: int
    parts: list[tuple[str, bool]]
    claim: str
    """The claim that quotes the words, by its slug; empty if none does."""


class Sentences:
    """The sentences by the numbers that an index of words has for them; of an article that is closed, the quotes."""

    def __init__(
        self, site: Site, words: Words, said: dict[str, Said], passages: Iterable[Row]
    ) -> None:
        """Add all sentences to the words; `passages` are the rows of claims with article, start and end."""
        self._words, self._iris, self._said = words, site.iris, said
        self._drawn: dict[int, list[Quoting]] = {}
        quoting: dict[str, list[Quoting]] = defaultdict(list)
        for row in passages:
            start, end, claim, article = (
                text_of(row[name]) for name in ("start", "end", "claim", "article")
            )
            quoting[site.iris.slug(article)].append((int(start), int(end), claim))
        for slug, path in site.release.articles.items():
            read = Article(slug, path.read_bytes())
            shown = (
                list(_quotes(read, quoting[slug]))
                if slug in site.closed
                else read.sentences
            )
            self._add(slug, shown, quoting[slug])

    def _add(
        self, article: str, sentences: list[Passage], quoting: list[Quoting]
    ) -> None:
        """The sentences of an article, in their order."""
        numbers = [
            self._words.add_sentence(one.words, article, one.paragraph, one.start)
            for one in sentences
        ]
        starts, longest = (
            [one.start for one in sentences],
            max((len(one.words) for one in sentences), default=0),
        )
        self._drawn |= {number: [] for number in numbers}
        for one in quoting:
            for place in range(
                bisect_left(starts, one[0] - longest), bisect_left(starts, one[1])
            ):
                if sentences[place].end > one[0]:
                    self._drawn[numbers[place]].append(one)

    def _from(self, number: int) -> list[Said]:
        """What is drawn from a sentence."""
        return [
            self._said[claim]
            for _, _, claim in self._drawn[number]
            if claim in self._said
        ]

    def telling(
        self, numbers: list[int], things: set[int], voices: set[str]
    ) -> list[int]:
        """Those of these sentences from which something is drawn about one of the things, in all of the voices."""
        return [
            number for number in numbers
            if any(voices <= said.voices and said.things & things for said in self._from(number))
        ]  # fmt: skip

    def counted(self, numbers: list[int]) -> Counter[int]:
        """The things of which something is drawn from these sentences, with how many claims speak of each."""
        return Counter(
            thing
            for number in numbers
            for said in self._from(number)
            for thing in said.things
        )

    def sentence(self, number: int, match: str) -> Sentence:
        """A sentence that was found by these words, with the claim that quotes the first of them."""
        words, article, paragraph, start = self._words.sentence(number, match)
        parts = [
            (piece, at % 2 == 1) for at, piece in enumerate(re.split("[\2\3]", words))
        ]
        claim, place = "", start
        for piece, is_sought in parts:
            quoting = [
                (b - a, one)
                for a, b, one in self._drawn[number]
                if a <= place and place + len(piece) <= b
            ]
            if is_sought and quoting and not claim:
                claim = self._iris.slug(min(quoting)[1]).removeprefix(f"{article}/")
            place += len(piece)
        return Sentence(article, paragraph, parts, claim)


def _quotes(article: Article, quoting: list[Quoting]) -> Iterator[Passage]:
    """The words that are quoted of an article which may not be shown in full."""
    for start, end in sorted({(start, end) for start, end, _ in quoting}):
        paragraph = sum(one.start <= start for one in article.paragraphs)
        yield Passage(start, end, paragraph, article.text[start:end])
