"""Finding the words of a quote in an article."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from diplomatica.model.text.article import Article, Passage

Span = tuple[int, int]
"""From and to which character."""
# Letters that are the small or the large one of another than themselves.
_ONE_OF_TWO = re.compile("[\u0130\u0131\u017f]")
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
    if stands_as_written(name, text):
        return True
    if name.isupper() or name.lower() not in _small(text):
        return False
    return first(name, text) is not None


def stands_as_written(name: str, text: str) -> bool:
    """Whether a name stands in a text as whole words, letter by letter."""
    return next(_whole(name, text), None) is not None


def _whole(words: str, text: str, told: str | None = None) -> Iterator[Span]:
    """Where words stand in a text as whole words, letter by letter.

    What is `told` is the text with as many letters, of which the words are sought.
    """
    sought, at = text if told is None else told, 0
    is_from_start, is_to_end = words[:1].isalnum(), words[-1:].isalnum()
    while (at := sought.find(words, at)) >= 0:
        end = at + len(words)
        is_begun = is_from_start and _is_in_word(text[at - 1 : at])
        if is_begun or (is_to_end and _is_in_word(text[end : end + 1])):
            at += 1
        else:
            yield at, end
            at = max(end, at + 1)


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


# The same text is asked for all names that may stand there.
@lru_cache(maxsize=8)
def _small(text: str) -> str:
    return text.lower()


def first(words: str, text: str) -> tuple[int, int] | None:
    """Where some words stand first in a text, as whole words."""
    if words.isascii() and not _ONE_OF_TWO.search(text):
        # A pattern takes longer to be made than most texts to be looked through.
        return next(_whole(words.lower(), text, _small(text)), None)
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
    # A look is enough for most paragraphs.
    begin, *rest = parts
    for paragraph in [one for one in article.paragraphs if begin in one.words]:
        if all(part in paragraph.words for part in rest):
            passages += _in_paragraph(paragraph, parts)
    return passages


def _in_paragraph(paragraph: Passage, parts: list[str]) -> list[Passage]:
    spans = sorted(_spans(paragraph.words, parts))
    return [_within(paragraph, start, end) for start, end in spans]


def _spans(text: str, parts: list[str]) -> set[Span]:
    """The stretches of a text in which these parts stand one after the other."""
    spans = set(_whole(parts[0], text))
    for part in parts[1:]:
        following = list(_whole(part, text))
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
