"""What can be told of a query from its tokens, before any engine parses it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.errors import RefusedQuery

# A prefix is looked for so far: else a.a.a.a… would be read again from each of its dots.
_TOKEN = re.compile(
    r'''
    (?P<skip>\s+|\#[^\n\r]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
             |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(-[A-Za-z0-9-]+)*)
  | (?P<name>(?:[^\W\d][\w.-]{0,255})?:(?:(?![.-])(?:[\w.:%-]|\\.)*(?:[\w:%-]|\\.))?)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)
  | (?P<keyword>[A-Za-z]+(?:_[A-Za-z]+)*)
  | (?P<newer><<(?![^<>"{}|^`\\\x00-\x20]+>)|>>|\{\||\|\}|~)
  | (?P<other>\\.|.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_UPDATES = (
    "INSERT",
    "DELETE",
    "LOAD",
    "CLEAR",
    "CREATE",
    "DROP",
    "COPY",
    "MOVE",
    "ADD",
)
_PROLOGUE = {"BASE": ("iri",), "PREFIX": ("name", "iri")}  # what follows each
_NEWER = {"TRIPLE", "STRLANGDIR", "ISTRIPLE", "VERSION"}
# A query without any of this needs no reading: most are answered without the cost of it.
_SUSPECT = (
    *_UPDATES,
    "TRIPLE",
    "LANGDIR",
    "VERSION",
    "<<",
    ">>",
    "{|",
    "~",
    "--",
)
# Read in the event loop, so it must take no longer than the query is long; a comment
# may stand before the bracket.
_VOLATILE = re.compile(r"(?:NOW|RAND|UUID|BNODE)\b\s*[(#]", re.IGNORECASE)
_CHANCE = ("NOW", "RAND", "UUID", "BNODE")
# One of these stands wherever a query makes blank nodes.
_SIGNS_OF_BLANK = ("[", "(", "_:")
# Longer ones are not read in the event loop, only looked at.
_READ_AT_ONCE = 10_000
_LONGEST_PROLOGUE = 1 << 16


class Token(NamedTuple):
    """One token: its kind, its text, where it begins, how deep in brackets it stands."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The keyword in capitals.

        Of a name the part before its colon, which may be a keyword glued to it.
        """
        return (
            self.text.upper().partition(":")[0]
            if self.kind in ("keyword", "name")
            else ""
        )

    def has_prefix_of(self, declared: set[str]) -> bool:
        """Whether the part before the colon is one of the prefixes that a query declares."""
        return f"{self.text.partition(':')[0]}:" in declared


NOTHING = Token("other", "", 0, 0)
"""What stands where there is no token."""


def tokens(query: str) -> list[Token]:
    """The tokens of a query whose escapes are decoded, so that a keyword has none."""
    tokens, depth = [], 0
    for match in _TOKEN.finditer(query):
        kind, text = str(match.lastgroup), match.group()
        if kind != "skip":
            tokens.append(Token(kind, text, match.start(), depth))
            depth += text in ("{", "(", "{|") and kind in ("other", "newer")
            depth -= text in ("}", ")", "|}") and kind in ("other", "newer")
    return tokens


def normalised(query: str) -> str:
    """A query without comments, and with one space wherever it has any between tokens."""
    pieces: list[str] = []
    was_skipped = True
    for match in _TOKEN.finditer(query):
        is_skipped = match.lastgroup == "skip"
        if not is_skipped:
            pieces.append(match.group())
        elif not was_skipped:
            pieces.append(" ")
        was_skipped = is_skipped
    return "".join(pieces).rstrip(" ")


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, as the word after the prologue; "" where there is none.

    No more of the query is read than that, and of what is no prologue nothing.
    """
    expected: list[str] = []
    for match in _TOKEN.finditer(decode_codepoints(query), 0, _LONGEST_PROLOGUE):
        word, kind = match.group().upper(), str(match.lastgroup)
        if kind == "skip":
            continue
        if expected:
            if kind != expected.pop(0):
                return ""
        elif kind == "keyword" and word in _PROLOGUE:
            expected = [*_PROLOGUE[word]]
        else:
            return word if kind == "keyword" else ""
    return ""


def refuse(query: str) -> None:
    """Raise RefusedQuery for what is never run.

    Updates, and what no format of RDF 1.1 can hold.
    """
    capitals = query.upper()
    if not any(part in capitals for part in _SUSPECT):
        return
    read = tokens(query)
    start = end_of_prologue(read)
    first = read[start].word if start < len(read) else ""
    if first in _UPDATES:
        raise RefusedQuery(
            f"{first} is an update: this endpoint is read-only. Take the dump and change a copy."
        )
    if any(_is_newer(token) for token in read):
        raise RefusedQuery(
            "This endpoint speaks SPARQL 1.1: triple terms, annotations and the "
            "direction of a text came after it, "
            "and most formats and clients cannot hold them."
        )


def _is_newer(token: Token) -> bool:
    """Whether a token is of SPARQL 1.2."""
    is_word = token.kind == "keyword" and token.word in _NEWER
    return (
        is_word
        or token.kind == "newer"
        or (token.kind == "language" and "--" in token.text)
    )


def is_volatile(query: str) -> bool:
    """Whether a query may have another answer the next time, although the release never changes.

    Its escapes are decoded.
    """
    capitals = query.upper()
    may_be = any(word in capitals for word in _CHANCE)
    return may_be and _VOLATILE.search(query) is not None


def makes_blank_nodes(query: str) -> bool:
    """Whether an answer may have blank nodes of its own, which get other labels each time.

    The escapes of the query are decoded. Of a long one that is said sooner than it is so.
    """
    has_signs = any(sign in query for sign in _SIGNS_OF_BLANK)
    if not has_signs or "CONSTRUCT" not in query.upper():
        return False
    if len(query) > _READ_AT_ONCE:
        return True
    read = tokens(query)
    # the pattern of CONSTRUCT WHERE is its template, too
    template = read[end_of_prologue(read) : start_of_pattern(read)] or read
    return any(token.text.startswith(_SIGNS_OF_BLANK) for token in template)


def end_of_prologue(read: list[Token]) -> int:
    """How many tokens the prologue has: BASE <…> and PREFIX x: <…>, any number of them."""
    number = 0
    while number < len(read) and read[number].text.upper() in ("BASE", "PREFIX"):
        number += 2 if read[number].text.upper() == "BASE" else 3
    return min(number, len(read))


def start_of_pattern(read: Sequence[Token]) -> int:
    """How many tokens stand before the pattern of a query, or before the words that lead to it."""
    start = end_of_prologue(list(read))
    words = [token.text.upper() for token in read[start : start + 2]]
    if words != ["CONSTRUCT", "{"]:
        return start
    return end_of_level(read, start + 2, read[start].depth)


def end_of_level(read: Sequence[Token], start: int, depth: int) -> int:
    """The first place from one on that lies no deeper in brackets; else the end."""
    places = range(start, len(read))
    return next((one for one in places if read[one].depth <= depth), len(read))


def declared_prefixes(read: list[Token]) -> set[str]:
    """The prefixes that the prologue declares, each with its colon."""
    return {
        token.text for token in read[: end_of_prologue(read)] if token.kind == "name"
    }
