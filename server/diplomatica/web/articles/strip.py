"""An article at a glance: sentence by sentence, fact, opinion or plan, and who speaks.

A heading is no sentence.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.model.text.article import Passage
from diplomatica.model.text.segment import segments
from diplomatica.web.articles.excerpts import ArticleClaims, QuotedClaim

_INITIALS = 2
_OPINION = "remark"
KindOf = Callable[[list[QuotedClaim]], str]


@dataclass(frozen=True)
class StripSentence:
    """A sentence: its paragraph, what most of it is, and who is quoted in it."""

    number: int
    paragraph: int
    kind: str
    speaker: NamedNode | None


class Strip:
    """The sentences of one article in a row."""

    def __init__(
        self, claims: ArticleClaims, kind_of: KindOf, is_heading: Callable[[str], bool]
    ) -> None:
        """Take the claims, what says how the words of some look, and what heads others."""
        self._claims, self._kind_of, self._is_heading = claims, kind_of, is_heading
        self.sentences = list(self._sentences())
        self.kinds = Counter(one.kind for one in self.sentences)
        speakers = (one.speaker for one in self.sentences)
        self.speakers = Counter(who for who in speakers if who)
        opinions = (one.speaker for one in self.sentences if one.kind == _OPINION)
        self.opinions = Counter(opinions)
        """How many sentences of opinion are whose; None stands for the author."""

    def _sentences(self) -> Iterator[StripSentence]:
        for number, sentence in enumerate(self._sentences_below_headings, 1):
            here = self._of(sentence)
            kind = self._kind(sentence, here)
            who = self._speaker(here)
            yield StripSentence(number, sentence.paragraph, kind, who)

    @property
    def _sentences_below_headings(self) -> Iterator[Passage]:
        article = self._claims.article
        lines = {one.paragraph: one.words for one in article.paragraphs}
        for sentence in article.sentences:
            if not self._is_heading(lines[sentence.paragraph]):
                yield sentence

    @property
    def elsewhere(self) -> list[NamedNode]:
        """Those who are quoted, and never with an opinion."""
        return [who for who in self.speakers if who not in self.opinions]

    def _of(self, sentence: Passage) -> list[QuotedClaim]:
        def stands_in(passage: Passage) -> bool:
            return passage.start < sentence.end and sentence.start < passage.end

        claims = self._claims.claims
        return [one for one in claims if any(map(stands_in, one.passages))]

    def _kind(self, sentence: Passage, here: list[QuotedClaim]) -> str:
        """What most of its letters are."""
        places = [(one, place) for one in here for place in one.passages]
        spans = [(place.start, place.end, one) for one, place in places]
        letters = Counter[str]()
        for segment in segments(sentence, spans):
            if segment.covered_by:
                kind = self._kind_of(list(segment.covered_by))
                letters[kind] += len(segment.words)
        return letters.most_common(1)[0][0] if letters else ""

    def _speaker(self, here: list[QuotedClaim]) -> NamedNode | None:
        """Who is quoted, and is not the author."""
        authors = self._claims.site.authors
        voices = Counter(who for one in here for who in one.voices)
        quoted = [who for who, _ in voices.most_common() if who.value not in authors]
        return quoted[0] if quoted else None

    def initials(self, who: NamedNode) -> str:
        """The first letters of the first and the last word of a name."""
        words = self._claims.label(who).split()
        ends = [*words[:1], *words[1:][-1:]]
        letters = [word[0].upper() for word in ends]
        return "".join(letters[:_INITIALS])
