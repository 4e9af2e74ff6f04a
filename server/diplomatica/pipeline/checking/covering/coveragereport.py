"""The report on what claims cover: articles, disagreements, and things without a link."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article, the claims that cite it, and what none cites."""

    number: int
    paragraph: int
    words: str
    claims: tuple[str, ...]
    uncited: tuple[str, ...]


@dataclass(frozen=True)
class CoveredClaim:
    """A claim: its words, how many triples it states, and what is derived from it."""

    claim: str
    quote: str
    triples: int
    derivations: tuple[str, ...]


@dataclass(frozen=True)
class CoveredArticle:
    """An article: its sentences, its claims, and the things that it names in vain.

    Those are known things whose names it holds, and of which no claim speaks.
    """

    article: str
    sentences: tuple[Sentence, ...]
    claims: tuple[CoveredClaim, ...]
    unspoken: tuple[str, ...]

    @property
    def cited(self) -> int:
        """How many sentences at least one claim cites."""
        return sum(bool(sentence.claims) for sentence in self.sentences)

    @property
    def longest(self) -> str:
        """The longest stretch of words that no claim cites."""
        stretches: list[str] = []
        for sentence in self.sentences:
            stretches += sentence.uncited
        return max(stretches, key=lambda stretch: len(stretch.split()), default="")


@dataclass(frozen=True)
class Disagreement:
    """A property of a thing with the values that different reasons give.

    Only one of the values can be right.
    """

    thing: str
    property: str
    values: dict[str, list[str]]


@dataclass(frozen=True)
class OpenLink:
    """A thing without a link to another dataset, and why there is none."""

    thing: str
    reason: str


@dataclass(frozen=True)
class Coverage:
    """The report on a whole dataset."""

    articles: tuple[CoveredArticle, ...]
    disagreements: tuple[Disagreement, ...]
    open_links: tuple[OpenLink, ...]
    totals: dict[str, int]
