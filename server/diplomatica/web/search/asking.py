"""How people ask: several things in one sentence, in words of their own, of two at once.

What is asked by rule is known in the languages that a page speaks.
"""

import re

_ENDS = re.compile(r"[,;:?!]\s|\?")
# Who had an idea is told as who proposed it.
_PROPOSED = re.compile(
    r"\b(?:came|come) up with\b|\b(?:thought|dreamt) up\b|\bhad the idea (?:of|for)\b"
    r"|\bwhose idea (?:was|is)\b|\bsuggest(?:s|ed)?\b|\bthought of\b|\bdreamed up\b",
    re.IGNORECASE,
)
_TWO = (
    r"how (?:is|are|was|were) (?P<one>.+?) (?:and|with|to) (?P<other>.+?)"
    r" (?:connected|linked|related)(?: (?:with|to) (?:each other|one another))?",
    r"how (?:is|are) (?P<one>.+?) (?:connected|linked|related) (?:with|to) (?P<other>.+)",
    r"what (?:connects|links) (?P<one>.+?) (?:and|with|to) (?P<other>.+)",
    r"(?:connection|link)s? between (?P<one>.+?) and (?P<other>.+)",
    r"wie hängen (?P<one>.+?) und (?P<other>.+?) zusammen",
    r"was verbindet (?P<one>.+?) (?:und|mit) (?P<other>.+)",
    r"как связаны (?P<one>.+?) и (?P<other>.+)",
    r"что связывает (?P<one>.+?) (?:и|с) (?P<other>.+)",
)
_WAYS = {
    "when": r"when|(?:what|which) (?:year|month|day|date)|wann|когда",
    "where": r"where|wo|где",
    "who": r"who|whom|whose|wer|wem|wen|wessen|кто|кого|чей|чья",
    "how many": r"how many|wie viele?|сколько",
    "why": r"why|warum|weshalb|почему|зачем",
}
_ARTICLE = re.compile(r"(?:the|die|der|das|den)\s+", re.IGNORECASE)


def clauses(words: str) -> list[str]:
    """What is asked, whole and then clause by clause, in the words that questions have."""
    question = _PROPOSED.sub("proposed", words)
    parts = [part.strip() for part in _ENDS.split(question)]
    return list(dict.fromkeys(filter(None, (question, *parts))))


def ways(words: str) -> frozenset[str]:
    """After what words ask: when, where, who, how many, why; nothing where it is left open."""
    names = (way for way, pattern in _WAYS.items() if _has(pattern, words))
    return frozenset(names)


def _has(pattern: str, words: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE) is not None


def pair(words: str) -> tuple[str, str] | None:
    """The names of two things of which it is asked what connects them; None of any else."""
    question = words.strip().rstrip("?!. ")
    for pattern in _TWO:
        if match := re.fullmatch(pattern, question, re.IGNORECASE):
            return _bare(match["one"]), _bare(match["other"])
    return None


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name.strip(), count=1) if _ARTICLE.match(name) else name
