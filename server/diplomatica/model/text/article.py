"""An article: its text byte for byte, its paragraphs and sentences, and the passages that claims quote."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

# A full stop ends a sentence where white space and a capital follow, unless it belongs to one of these.
_ABBREVIATIONS = r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bGen)(?<!\bSen)(?<!\bProf)(?<!\b[A-Z])"
_SENTENCE_END = re.compile(
    rf"(?:{_ABBREVIATIONS}\.|[!?])[”’\")]*(?=\s+[“‘\"(]?[A-ZÀ-Þ])"
)

_OPENING = '“«„"'


@dataclass(frozen=True, order=True)
class Passage:
    """One contiguous stretch of a text: offsets in characters, the line from 1, and the words."""

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
        """The text; offsets count its characters. Raises UnicodeDecodeError where it is not UTF-8."""
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
        return [
            sentence
            for paragraph in self.paragraphs
            for sentence in _sentences(paragraph)
        ]

    def is_spoken(self, passage: Passage) -> bool:
        """Whether a passage begins inside quotation marks, of the same paragraph: somebody's own words."""
        lead = self.paragraphs[passage.paragraph - 1].words[
            : passage.start - self._line_start(passage)
        ]
        opened: list[str] = []
        for mark in lead + passage.words[:1]:
            closes_low = mark == "“" and opened[-1:] == ["„"]
            if opened and (
                mark in "”»" or closes_low or (mark == '"' and opened[-1] == '"')
            ):
                opened.pop()
            elif mark in _OPENING:
                opened.append(mark)
        return bool(opened)

    def _line_start(self, passage: Passage) -> int:
        return self.paragraphs[passage.paragraph - 1].start

    def sentence_of(self, passage: Passage) -> str:
        """The whole sentence or sentences in which a passage stands."""
        around = [
            one
            for one in self.sentences
            if one.start < passage.end and passage.start < one.end
        ]
        return self.text[around[0].start : around[-1].end]


def _sentences(paragraph: Passage) -> list[Passage]:
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph.words)] + [
        len(paragraph.words)
    ]
    sentences, start = [], 0
    for end in ends:
        words = paragraph.words[start:end]
        lead = len(words) - len(words.lstrip())
        if words.strip():
            place = paragraph.start + start + lead
            sentences.append(
                Passage(place, paragraph.start + end, paragraph.paragraph, words[lead:])
            )
        start = end
    return sentences
