"""The tokens of a Turtle or TriG file, so that a fault can name a line.

The parser of the engine decides what a file says; it tells no lines of what it accepts.
This reads files that the parser has accepted already, so it need not be strict.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

_TOKEN = re.compile(
    r'''
    (?P<skip>\s+|\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
             |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<brace>[{}])
  | (?P<word>[^\s{}<>"'\#;,()\[\]]+)
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a file, with its line.

    Where it names something, `iri` is what it stands for.
    """

    kind: str
    text: str
    line: int
    iri: str = ""


@dataclass
class Block:
    """The part of a file that stands in one pair of braces, under one name.

    The rest of the file is a block without a name.
    """

    iri: str
    line: int
    tokens: list[Token] = field(default_factory=list)

    def line_of(self, *values: str) -> int:
        """The line of the first of these IRIs or words, else that of the block.

        A string that is these words and no more comes before one that holds them.
        """
        for value in filter(None, values):
            found = self._named.get(value) or self._whole.get(value)
            if not found:
                holding = (one.line for one in self._strings if value in one.text)
                found = next(holding, 0)
            if found:
                return found
        return self.line

    @cached_property
    def _strings(self) -> list[Token]:
        return [token for token in self.tokens if token.kind == "string"]

    @cached_property
    def _named(self) -> dict[str, int]:
        """The first line of each IRI."""
        named = (token for token in reversed(self.tokens) if token.iri)
        return {token.iri: token.line for token in named}

    @cached_property
    def _whole(self) -> dict[str, int]:
        """The first line of each string."""
        strings = reversed(self._strings)
        return {token.text.strip("\"'"): token.line for token in strings}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a file, with the IRIs that prefixed names stand for."""
    prefixes: dict[str, str] = {}
    line, before, declared = 1, "", ""
    for match in _TOKEN.finditer(text):
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
            yield Token(kind, word, line, iri)
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
    found = [outside]
    last = Token("other", "", 1)
    for token in tokens(text):
        if token.text == "{" and token.kind == "brace":
            line = last.line if last.iri else token.line
            current = Block(last.iri, line)
            found.append(current)
        elif token.text == "}" and token.kind == "brace":
            current = outside
        else:
            current.tokens.append(token)
        last = token
    return found
