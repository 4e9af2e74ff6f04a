"""REGEX and REPLACE (SPARQL 1.1 Query, sections 17.4.3.14 and 17.4.3.15), and what is told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, QuerySolutions, Store

from diplomatica.engine.rewriting.expressions import regex, replacements
from diplomatica.engine.rewriting.expressions.calls import FunctionCall, quote_text
from diplomatica.engine.rewriting.expressions.spans import TokenSpan
from diplomatica.engine.sparql.query import Token
from diplomatica.errors import RefusedQuery
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_NOWHERE = Store()
_WORDS = ("REGEX", "REPLACE")
# Most look for some characters, which mean the same to all: such are not read at all.
_SAME = r"""
    (?: (?: [^"'\\\[\](){}*+?|^$] | \[\^?(?:A-Z|a-z|0-9|[\w ])+\]
          | \((?:[^"'\\\[\](){}*+?] | [\w.][*+?])*\) )
        [*+?]?(?![*+?{])
      | [|^$] )*
"""
_PLAIN = re.compile(
    rf"""
    REGEX\s*\(\s*(?:STR\s*\(\s*)?[?$]\w+(?:\s*\))?\s*,
    \s*(["']){_SAME}\1\s*(?:,\s*["'][ims]*["']\s*)?\)
  | REPLACE\s*\(\s*(?:STR\s*\(\s*)?[?$]\w+(?:\s*\))?\s*,
    \s*(["'])[\w ,:;/-]+\2\s*,\s*(["'])[^"'\\$]*\3\s*(?:,\s*["'][ims]*["']\s*)?\)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT_CONSTANT = Notice(
    "regex",
    Phrase(
        "A regular expression that is computed is read as the engine's own kind: it has "
        "no back-references, \\i, \\c or \\p{Is…}, and \\w and \\s are other characters."
    ),
)
_COMPUTED = Notice(
    "replace",
    Phrase(
        "A replacement that is computed is read as the engine does: write ${1} for $1 "
        "before a letter or digit, $$ for \\$, and \\ for \\\\."
    ),
)


def may_match(query: str) -> bool:
    """Whether there may be a regular expression, or a replacement, that is not plain."""
    capitals = query.upper()
    count = sum(map(capitals.count, _WORDS))
    return bool(count) and sum(1 for _ in _PLAIN.finditer(query)) < count


@dataclass(frozen=True)
class Matching:
    """A call of REGEX or REPLACE, of which the constants are known."""

    call: FunctionCall
    pattern: str | None
    replacement: str | None
    flags: str | None

    @property
    def is_replacing(self) -> bool:
        """Whether it is a call of REPLACE."""
        return self.call.function.text.upper() == "REPLACE"

    @property
    def _place_of_flags(self) -> int:
        """The number of the argument with the flags."""
        return 2 + self.is_replacing

    @property
    def _drops_white(self) -> bool:
        return self.flags is not None and "x" in self.flags

    @property
    def _is_literal(self) -> bool:
        """Whether no sign of the pattern has a meaning."""
        return self.flags is not None and "q" in self.flags

    def spans(self) -> Iterator[TokenSpan]:
        """What is written otherwise. Raises RefusedQuery where the engine cannot tell."""
        arguments = self.call.arguments
        if self.pattern is not None and not self._is_literal:
            yield from _constant(arguments[1], self.pattern, self._pattern)
        if self.flags is not None and self._drops_white:
            kept = self.flags.replace("x", "")
            yield from _constant(arguments[self._place_of_flags], self.flags, kept)
        if self.replacement is not None:
            count = regex.groups(self.pattern or "")
            text = replacements.translated(self.replacement, count)
            if text is not None:
                yield from _constant(arguments[2], self.replacement, text)

    @property
    def _pattern(self) -> str:
        """The pattern as the engine is to be given it."""
        try:
            return regex.translated(self.pattern or "", self._drops_white)
        except regex.BackReference as error:
            raise RefusedQuery(
                f"The regular expression {quote_text(self.pattern or '')} has the back-reference "
                f"\\{error}, which the engine cannot follow: write out what may come twice, as in "
                "(aa|bb), or compare texts by SUBSTR."
            ) from error

    def notices(self) -> Iterator[Notice]:
        """What is to be known of it."""
        if self.pattern is None:
            yield _NOT_CONSTANT
        elif not self._is_literal:
            yield from self._of_pattern(self.pattern)
        if self.is_replacing:
            yield from self._of_replacement()

    def _of_pattern(self, pattern: str) -> Iterator[Notice]:
        """Notices of a pattern that is none, or that matches a text without characters."""
        matches = _matches_nothing(self._pattern, self._plain_flags)
        word = self.call.function.text.upper()
        if matches is None:
            text = Phrase(
                "{pattern} is no regular expression, or its flags are none: {word} has no "
                "value, and FILTER passes over the row.",
                pattern=quote_text(pattern),
                word=word,
            )
            yield Notice("regex", text)
        elif matches and self.is_replacing:
            text = Phrase(
                "{pattern} matches a text without characters: by the standard that is an "
                "error, and the engine puts the replacement between all characters.",
                pattern=quote_text(pattern),
            )
            yield Notice("replace", text)

    def _of_replacement(self) -> Iterator[Notice]:
        """A notice of a replacement that cannot be looked through, or is none."""
        if self.replacement is None:
            yield _COMPUTED
        elif replacements.translated(self.replacement, 0) is None:
            text = Phrase(
                "In the replacement {replacement}, a $ or \\ stands before what is no "
                "group: by the standard that is an error. Write \\\\$ for the sign $.",
                replacement=quote_text(self.replacement),
            )
            yield Notice("replace", text)

    @property
    def _plain_flags(self) -> str:
        return (self.flags or "").replace("x", "")


def matching(call: FunctionCall, read: Sequence[Token]) -> Matching | None:
    """A call of REGEX or REPLACE; None for any other."""
    word = call.function.text.upper()
    if call.function.kind != "keyword" or word not in _WORDS:
        return None
    replaces = word == "REPLACE"
    place = 3 if replaces else 2
    if len(call.arguments) < place:
        return None
    pattern = call.text(read, 1)
    replacement = call.text(read, 2) if replaces else None
    flags = call.text(read, place)
    return Matching(call, pattern, replacement, flags)


def _constant(argument: range, before: str, after: str) -> Iterator[TokenSpan]:
    if before != after:
        text = quote_text(after)
        yield TokenSpan(argument.start, argument.stop, (), lambda: text)


@lru_cache(256)
def _matches_nothing(pattern: str, flags: str) -> bool | None:
    """Whether a pattern matches the text without characters; None for what is no pattern."""
    query = (
        f"SELECT (REGEX('', {quote_text(pattern)}, {quote_text(flags)}) AS ?is) {{}}"
    )
    results = _NOWHERE.query(query)
    assert isinstance(results, QuerySolutions)
    term = next(results)["is"]
    return term.value == "true" if isinstance(term, Literal) else None
