"""The tokens of a Turtle or TriG file, so that a fault can name a line.

The parser of the engine decides what a file says; it tells no lines of what it accepts.
This reads files that the parser has accepted already, so it need not be strict.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

_COMMENT = r"\#[^\n]*"
_IRI = r"""<[^<>"{}|^`\x00-\x20]*>"""
_STRING = (
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\''''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\'"""
)
# Braces, and whatever may hold some that open and close nothing.
_BRACE = re.compile(f"{_COMMENT}|{_IRI}|{_STRING}|([{{}}])", re.DOTALL)
_TOKEN = re.compile(
    rf"""
    (?P<skip>\s+|{_COMMENT})
  | (?P<iri>{_IRI})
  | (?P<string>{_STRING})
  | (?P<brace>[{{}}])
  | (?P<word>[^\s{{}}<>"'\#;,()\[\]]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class FileToken:
    """A piece of a file, with its line.

    Where it names something, `iri` is what it stands for.
    """

    kind: str
    text: str
    line: int
    iri: str = ""
    start: int = 0
    """Where it begins in the text."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a file: its text, its first line, and the prefixes before it."""

    text: str
    line: int
    prefixes: dict[str, str]


@dataclass
class Block:
    """The part of a file that stands in one pair of braces, under one name.

    The rest of the file is a block without a name. Its tokens are read when a fault needs
    them.
    """

    iri: str
    line: int
    stretches: list[Stretch] = field(default_factory=list)

    @cached_property
    def tokens(self) -> list[FileToken]:
        """All of it but braces."""
        found: list[FileToken] = []
        for one in self.stretches:
            found += _tokens(one, dict(one.prefixes))
        return found

    @property
    def nested_line(self) -> int:
        """The line on which a triple within a triple begins first; 0 where none does."""
        pairs = pairwise(self.tokens)
        return next((one.line for one, two in pairs if one.text == two.text == "<"), 0)

    def line_of(self, *values: str) -> int:
        """The line of the first of these IRIs or words, else that of the block.

        A string that is these words and no more comes before one that holds them.
        """
        for value in filter(None, values):
            line = self._line_by_iri.get(value) or self._whole.get(value)
            if not line:
                holding = (
                    string.line for string in self._strings if value in string.text
                )
                line = next(holding, 0)
            if line:
                return line
        return self.line

    @cached_property
    def _strings(self) -> list[FileToken]:
        return [token for token in self.tokens if token.kind == "string"]

    @cached_property
    def _line_by_iri(self) -> dict[str, int]:
        """The first line of each IRI."""
        iris = (token for token in reversed(self.tokens) if token.iri)
        return {token.iri: token.line for token in iris}

    @cached_property
    def _whole(self) -> dict[str, int]:
        """The first line of each string."""
        strings = reversed(self._strings)
        return {token.text.strip("\"'"): token.line for token in strings}


def tokens(text: str) -> Iterator[FileToken]:
    """The tokens of a file, with the IRIs that prefixed names stand for."""
    return _tokens(Stretch(text, 1, {}), {})


def _tokens(stretch: Stretch, prefixes: dict[str, str]) -> Iterator[FileToken]:
    """The tokens of a stretch; prefixes that it declares are added to those known."""
    line, before, declared = stretch.line, "", ""
    for match in _TOKEN.finditer(stretch.text):
        kind, word = match.lastgroup or "other", match.group()
        if kind != "skip":
            if kind == "word":
                word = word.rstrip(".") or word
            iri = _iri(kind, word, prefixes)
            if before.lower() in ("@prefix", "prefix"):
                declared = word
            elif declared and kind == "iri":
                prefixes[declared] = iri
                declared = ""
                # A namespace names nothing.
                iri = ""
            yield FileToken(kind, word, line, iri, match.start())
            before = word
        line += match.group().count("\n")


def _iri(kind: str, word: str, prefixes: dict[str, str]) -> str:
    if kind == "iri":
        return word[1:-1]
    prefix, colon, local = word.partition(":")
    if kind == "word" and colon and prefix + colon in prefixes:
        return prefixes[prefix + colon] + local.replace("\\", "")
    return ""


def blocks(text: str) -> list[Block]:
    """The blocks of a file in their order, first the part outside of all braces."""
    outside = current = Block("", 1)
    found, name, prefixes = [outside], None, dict[str, str]()
    for start, line, end, brace in _between_braces(text):
        stretch = Stretch(text[start:end], line, prefixes)
        current.stretches.append(stretch)
        if brace == "{":
            prefixes = dict(prefixes)
            name = _last(_tokens(stretch, prefixes))
            here = line + stretch.text.count("\n")
            begins = (name.iri, name.line) if name and name.iri else ("", here)
            current = Block(*begins)
            found.append(current)
        else:
            current = outside
    return found


def _between_braces(text: str) -> Iterator[tuple[int, int, int, str]]:
    """The parts of a text: where each begins, on which line, where it ends, at what brace."""
    start, line = 0, 1
    for match in _BRACE.finditer(text):
        if match[1]:
            yield start, line, match.start(), match[1]
            line += text.count("\n", start, match.start())
            start = match.end()
    yield start, line, len(text), ""


def _last(tokens: Iterator[FileToken]) -> FileToken | None:
    token = None
    for one in tokens:
        token = one
    return token
