"""Finding the words of a quote in an article."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from diplomatica.model.text.article import Article, Passage

Span = tuple[int, int]
"""From and to which character."""
_ELLIPSIS = re.compile(r"\s+…\s+")


# One dataset asks for the same few thousand again at every check.
@lru_cache(maxsize=8192)
def whole_words(words: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """A pattern for these words where they begin and end inside no other word."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(before + re.escape(words) + after, flags)


def stands(name: str, text: str) -> bool:
    """Whether a name stands in a text as whole words.

    A name in capitals, such as an acronym, stands there only in capitals.
    """
    # A look at the letters is quicker than a pattern, and mostly enough.
    if _stands_as_written(name, text):
        return True
    if name.isupper() or name.lower() not in _small(text):
        return False
    return bool(whole_words(name, re.IGNORECASE).search(text))


def _stands_as_written(name: str, text: str) -> bool:
    """Whether a name stands in a text as whole words, letter by letter."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        is_begun = name[:1].isalnum() and _is_in_word(text[at - 1 : at])
        goes_on = name[-1:].isalnum() and _is_in_word(text[end : end + 1])
        if not (is_begun or goes_on):
            return True
        at = text.find(name, at + 1)
    return False


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


# The same text is asked for all names that may stand there.
@lru_cache(maxsize=8)
def _small(text: str) -> str:
    return text.lower()


def first(words: str, text: str) -> tuple[int, int] | None:
    """Where some words stand first in a text, as whole words."""
    match = whole_words(words, re.IGNORECASE).search(text)
    return match.span() if match else None


def find(
    article: Article, quote: str, before: str = "", after: str = ""
) -> list[Passage]:
    """All passages of an article that a quote may mean; none or several are a fault.

    "head … tail" stands for one contiguous passage of one paragraph, from the head to
    the end of the tail. `before` and `after` are words that stand directly around the
    passage, to tell it from others.
    """
    passages = _passages(article, [quote])
    if not passages:
        passages = _passages(article, _ELLIPSIS.split(quote))
    return [one for one in passages if _stands_between(article, one, before, after)]


def _passages(article: Article, parts: list[str]) -> list[Passage]:
    """The passages that these parts of a quote stand for, in whichever paragraph."""
    if not all(part.strip() for part in parts):
        return []
    passages: list[Passage] = []
    for paragraph in article.paragraphs:
        passages += _in_paragraph(paragraph, parts)
    return passages


def _in_paragraph(paragraph: Passage, parts: list[str]) -> list[Passage]:
    # A pattern costs more than a look, which is enough for most paragraphs.
    if not all(part in paragraph.words for part in parts):
        return []
    spans = sorted(_spans(paragraph.words, parts))
    return [_within(paragraph, start, end) for start, end in spans]


def _spans(text: str, parts: list[str]) -> set[Span]:
    """The stretches of a text in which these parts stand one after the other."""
    spans = {match.span() for match in whole_words(parts[0]).finditer(text)}
    for part in parts[1:]:
        following = [match.span() for match in whole_words(part).finditer(text)]
        spans = set(_joined_spans(spans, following))
    return spans


def _joined_spans(spans: set[Span], following: list[Span]) -> Iterator[Span]:
    """From where each begins to the end of each that follows behind it."""
    for start, end in spans:
        for after, end_after in following:
            if after >= end:
                yield start, end_after


def _within(paragraph: Passage, start: int, end: int) -> Passage:
    """The part of a paragraph between two offsets that count from its own beginning."""
    offset, words = paragraph.start, paragraph.words[start:end]
    return Passage(offset + start, offset + end, paragraph.paragraph, words)


def _stands_between(
    article: Article, passage: Passage, before: str, after: str
) -> bool:
    ahead = article.text[: passage.start].rstrip()
    behind = article.text[passage.end :].lstrip()
    return ahead.endswith(before.strip()) and behind.startswith(after.strip())


def nearest(article: Article, quote: str) -> str:
    """The words of the article that are most like a quote that is not there.

    Empty where nothing is like it.
    """
    words = _ELLIPSIS.sub(" ", quote)
    best, passage = 0, ""
    for paragraph in article.paragraphs:
        matcher = SequenceMatcher(None, paragraph.words, words, autojunk=False)
        match = matcher.find_longest_match()
        if match.size > max(best, 3):
            start = max(0, match.a - match.b)
            best = match.size
            passage = _in_whole_words(paragraph.words, start, start + len(quote))
    return passage


def _in_whole_words(text: str, start: int, end: int) -> str:
    """A piece of a text without words that are cut."""
    while 0 < start < len(text) and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()
