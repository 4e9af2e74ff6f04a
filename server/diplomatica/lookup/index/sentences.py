"""The sentences that can be found, and what is drawn from each."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diplomatica.lookup.index.listing import Narrowing
from diplomatica.lookup.indexing.schema import Ask
from diplomatica.model.iris import Iris

_SENTENCE = """
SELECT highlight(sentence, 0, char(2), char(3)), article, paragraph, start
FROM sentence WHERE sentence MATCH ? AND rowid = ?"""
_LISTED = "(SELECT value FROM json_each(?))"
_TELLING = """
SELECT DISTINCT sentence FROM drawn JOIN said USING (claim)
WHERE sentence IN {listed} AND {condition} AND NOT EXISTS (
  SELECT 1 FROM json_each(?) AS wanted WHERE NOT EXISTS (
    SELECT 1 FROM voice WHERE voice.claim = drawn.claim AND iri = wanted.value))"""
_DRAWN = f"""
SELECT thing FROM drawn JOIN said USING (claim) JOIN thing ON number = thing
WHERE sentence IN {_LISTED} AND NOT EXISTS (
  SELECT 1 FROM has JOIN value ON value.facet = 'kind' AND value.number = has.value
  WHERE has.facet = 'kind' AND has.thing = said.thing AND value.iri = ?)
GROUP BY thing ORDER BY COUNT(*) DESC, remarks DESC, thing.iri LIMIT ?"""
_QUOTING = """
SELECT start, end, iri FROM drawn JOIN claim ON number = claim WHERE sentence = ?"""

_OF_SENTENCE = """
SELECT DISTINCT thing FROM drawn JOIN said USING (claim) WHERE sentence = ?"""


@dataclass(frozen=True)
class FoundSentence:
    """A sentence that was found: its words in parts, each with whether it is sought."""

    article: str
    paragraph: int
    parts: list[tuple[str, bool]]
    claim: str
    """The claim that quotes the words, by its slug; empty if none does."""


class Sentences:
    """The sentences by the numbers that the words of an index have for them."""

    def __init__(self, ask: Ask, iris: Iris) -> None:
        """Take the index that has the sentences."""
        self._ask, self._iris = ask, iris

    def telling(
        self, numbers: list[int], narrowing: Narrowing, voices: Iterable[str]
    ) -> list[int]:
        """The sentences from which something is drawn about what a narrowing leaves.

        It is drawn in all of the voices.
        """
        condition = narrowing.condition("said.thing")
        query = _TELLING.format(listed=_LISTED, condition=condition)
        parameters = [
            json.dumps(numbers),
            *narrowing.parameters,
            json.dumps(list(voices)),
        ]
        telling = {number for (number,) in self._ask(query, *parameters)}
        return [number for number in numbers if number in telling]

    def told_of(self, numbers: Sequence[int], without: str, most: int) -> list[int]:
        """The things of which most is drawn from sentences, but for those of one kind."""
        rows = self._ask(_DRAWN, json.dumps(numbers), without, most)
        return [thing for (thing,) in rows]

    def things(self, number: int) -> set[int]:
        """The things of which something is drawn from one sentence."""
        return {thing for (thing,) in self._ask(_OF_SENTENCE, number)}

    def sentence(self, number: int, match: str) -> FoundSentence:
        """A sentence found by these words, with the claim that quotes the first."""
        ((words, article, paragraph, start),) = self._ask(_SENTENCE, match, number)
        # Every second piece stands between two marks, so it is one of the words.
        pieces = re.split("[\2\3]", words)
        parts = [(piece, at % 2 == 1) for at, piece in enumerate(pieces)]
        claim = self._claim(number, parts, start)
        if not claim:
            return FoundSentence(article, paragraph, parts, "")
        slug = self._iris.slug(claim).removeprefix(f"{article}/")
        return FoundSentence(article, paragraph, parts, slug)

    def _claim(self, number: int, parts: list[tuple[str, bool]], start: int) -> str:
        """The claim with the shortest quote around the first words that are sought."""
        drawn = self._ask(_QUOTING, number)
        for piece, is_sought in parts:
            end = start + len(piece)
            around = [
                (to - begin, claim)
                for begin, to, claim in drawn
                if begin <= start and end <= to
            ]
            if is_sought and around:
                _, claim = min(around)
                return str(claim)
            start = end
        return ""
