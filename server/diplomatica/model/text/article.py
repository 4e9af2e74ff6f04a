"""An article: its text byte for byte, its paragraphs, sentences and quoted passages."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

# A full stop ends a sentence where white space and a capital follow, unless it belongs
# to one of these.
_ABBREVIATIONS = ("Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Prof", "[A-Z]")
_NOT_AFTER = "".join(rf"(?<!\b{short})" for short in _ABBREVIATIONS)
_SENTENCE_END = re.compile(rf"(?:{_NOT_AFTER}\.|[!?])[”’\")]*(?=\s+[“‘\"(]?[A-ZÀ-Þ])")

_OPENING = '“«„"'


@dataclass(frozen=True, order=True)
class Passage:
    """One contiguous stretch of a text.

    Offsets count characters of the whole text; paragraphs are its lines, from 1.
    """

    start: int
    end: int
    paragraph: int
    words: str


@dataclass(frozen=True)
class Article:
    """A text that was read, under the name of its file."""

    slug: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The text; offsets count its characters.

        Raises UnicodeDecodeError where it is not UTF-8.
        """
        return self.data.decode("utf-8")

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def paragraphs(self) -> list[Passage]:
        """Its lines, in order, without their ends."""
        lines, start = [], 0
        for number, line in enumerate(self.text.split("\n"), 1):
            words = line.rstrip("\r")
            lines.append(Passage(start, start + len(words), number, words))
            start += len(line) + 1
        return lines

    @cached_property
    def sentences(self) -> list[Passage]:
        """Its sentences, in order; a heading counts as one."""
        passages: list[Passage] = []
        for paragraph in self.paragraphs:
            passages += _sentences(paragraph)
        return passages

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        """Where its sentences begin and end."""
        sentences = self.sentences
        return [one.start for one in sentences], [one.end for one in sentences]

    def is_spoken(self, passage: Passage) -> bool:
        """Whether a passage is somebody's own words: it begins inside quotation marks.

        Marks of other paragraphs do not count.
        """
        paragraph = self.paragraphs[passage.paragraph - 1]
        lead = paragraph.words[: passage.start - paragraph.start]
        opened: list[str] = []
        for sign in lead + passage.words[:1]:
            if opened and _closes(opened[-1], sign):
                opened.pop()
            elif sign in _OPENING:
                opened.append(sign)
        return bool(opened)

    def sentence_of(self, passage: Passage) -> str:
        """The words of the whole sentence or sentences in which a passage stands."""
        return self.sentence_around(passage).words

    def sentence_around(self, passage: Passage) -> Passage:
        """The whole sentence or sentences in which a passage stands."""
        starts, ends = self._bounds
        first = bisect_right(ends, passage.start)
        around = self.sentences[first : bisect_left(starts, passage.end)]
        start, end = around[0].start, around[-1].end
        return Passage(start, end, passage.paragraph, self.text[start:end])


def _closes(opening: str, sign: str) -> bool:
    """Whether a sign ends what an opening mark began: “ ends only what „ began."""
    if sign == "“":
        return opening == "„"
    return sign in "”»" or opening == sign == '"'


def _sentences(paragraph: Passage) -> list[Passage]:
    """The sentences of a paragraph, with their places in the article."""
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph.words)]
    sentences, start = [], 0
    for end in [*ends, len(paragraph.words)]:
        stretch = paragraph.words[start:end]
        words = stretch.lstrip()
        if words:
            place = paragraph.start + end
            line = paragraph.paragraph
            sentences.append(Passage(place - len(words), place, line, words))
        start = end
    return sentences
