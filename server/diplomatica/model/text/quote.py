"""Finding the words of a quote in an article."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from diplomatica.model.text.article import Article, Passage

_ELLIPSIS = re.compile(r"\s+…\s+")


@lru_cache(
    maxsize=8192
)  # one dataset asks for the same few thousand again at every check
def whole_words(words: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """A pattern for these very words where they neither begin nor end inside another word."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(before + re.escape(words) + after, flags)


def stands(name: str, text: str) -> bool:
    """Whether a name stands in a text as whole words; one in capitals, as an acronym is, only in capitals."""
    if name.isupper():
        return name in text and bool(whole_words(name).search(text))
    return name.lower() in text.lower() and bool(
        whole_words(name, re.IGNORECASE).search(text)
    )


def find(
    article: Article, quote: str, before: str = "", after: str = ""
) -> list[Passage]:
    """All passages of an article that a quote may mean; one is right, none or several are a fault.

    "head … tail" stands for one contiguous passage of one paragraph, from the head to the end of the tail.
    `before` and `after` are words that stand directly around the passage, to tell it from others.
    """
    found = _spans(article, [quote]) or _spans(article, _ELLIPSIS.split(quote))
    return [
        passage for passage in found if _stands_between(article, passage, before, after)
    ]


def _spans(article: Article, parts: list[str]) -> list[Passage]:
    if not all(part.strip() for part in parts):
        return []
    return [
        passage
        for paragraph in article.paragraphs
        for passage in _in_paragraph(paragraph, parts)
    ]


def _in_paragraph(paragraph: Passage, parts: list[str]) -> list[Passage]:
    if not all(part in paragraph.words for part in parts):
        return []  # most paragraphs; a pattern costs more than a look
    head, *others = [
        list(whole_words(part).finditer(paragraph.words)) for part in parts
    ]
    spans = {(match.start(), match.end()) for match in head}
    for matches in others:
        spans = {
            (start, match.end())
            for start, end in spans
            for match in matches
            if match.start() >= end
        }
    offset = paragraph.start
    return [
        Passage(
            offset + start,
            offset + end,
            paragraph.paragraph,
            paragraph.words[start:end],
        )
        for start, end in sorted(spans)
    ]


def _stands_between(
    article: Article, passage: Passage, before: str, after: str
) -> bool:
    ahead, behind = (
        article.text[: passage.start].rstrip(),
        article.text[passage.end :].lstrip(),
    )
    return ahead.endswith(before.strip()) and behind.startswith(after.strip())


def nearest(article: Article, quote: str) -> str:
    """The words of the article that are most like a quote that is not there; empty where nothing is."""
    words = _ELLIPSIS.sub(" ", quote)
    best, found = 0, ""
    for paragraph in article.paragraphs:
        match = SequenceMatcher(
            None, paragraph.words, words, autojunk=False
        ).find_longest_match()
        if match.size > max(best, 3):
            start = max(0, match.a - match.b)
            best, found = match.size, paragraph.words[start : start + len(quote)]
    return found
