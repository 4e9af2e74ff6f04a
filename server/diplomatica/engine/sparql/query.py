"""What can be told of a query from its tokens, before any engine parses it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from diplomatica.engine.sparql.codepoints import decoded
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
_PROLOGUE = {"BASE": 1, "PREFIX": 2}  # how many tokens follow each
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
# What makes blank nodes in a template; elsewhere in a query it is taken for one as well.
_BLANK_NODE = re.compile(
    r"\[|_:|CONSTRUCT(?:\s++|\#[^\n\r]*+)*+\{[^{}]*\(", re.IGNORECASE
)
_WITH_AUTHORITY = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_BLANK = (
    "After FROM, or FROM NAMED, stands the IRI of a graph, with white space "
    "around it, as in: FROM NAMED <…>."
)


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


@dataclass(frozen=True)
class DatasetClause:
    """What stands after FROM and FROM NAMED, and the prologue that it is read with."""

    prologue: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def tokens(query: str) -> list[Token]:
    """The tokens of a query whose escapes are decoded, so that a keyword has none."""
    found, depth = [], 0
    for match in _TOKEN.finditer(query):
        kind, text = str(match.lastgroup), match.group()
        if kind != "skip":
            found.append(Token(kind, text, match.start(), depth))
            depth += text in ("{", "(", "{|") and kind in ("other", "newer")
            depth -= text in ("}", ")", "|}") and kind in ("other", "newer")
    return found


def normalised(query: str) -> str:
    """A query without comments, and with one space wherever it has any between tokens."""
    found: list[str] = []
    was_skipped = True
    for match in _TOKEN.finditer(query):
        is_skipped = match.lastgroup == "skip"
        if not is_skipped:
            found.append(match.group())
        elif not was_skipped:
            found.append(" ")
        was_skipped = is_skipped
    return "".join(found).rstrip(" ")


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, as the word after the prologue; "" where there is none.

    No more of the query is read than that.
    """
    skipped = 0
    for match in _TOKEN.finditer(decoded(query)):
        word = match.group().upper()
        if match.lastgroup == "skip" or skipped:
            skipped -= match.lastgroup != "skip"
        elif word not in _PROLOGUE:
            return word if match.lastgroup == "keyword" else ""
        else:
            skipped = _PROLOGUE[word]
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


def _may_be_none(iri: Token) -> bool:
    """Whether < may be a sign in what looks like an IRI.

    No expression goes on after it with a word and ://.
    """
    return ")" in iri.text and _WITH_AUTHORITY.match(iri.text) is None


def _is_newer(token: Token) -> bool:
    is_word = token.kind == "keyword" and token.word in _NEWER
    return (
        is_word
        or token.kind == "newer"
        or (token.kind == "language" and "--" in token.text)
    )


def is_volatile(query: str) -> bool:
    """Whether a query may have another answer the next time, although the release never changes."""
    text = decoded(query)
    capitals = text.upper()
    return (
        any(word in capitals for word in _CHANCE) and _VOLATILE.search(text) is not None
    )


def makes_blank_nodes(query: str) -> bool:
    """Whether an answer may have blank nodes of its own, which get other labels each time."""
    text = decoded(query)
    return "CONSTRUCT" in text.upper() and _BLANK_NODE.search(text) is not None


def dataset_clause(query: str) -> DatasetClause | None:
    """The dataset that a query itself asks for; None where it asks for none.

    Raises RefusedQuery.
    """
    if "FROM" not in query.upper():
        return None
    read = tokens(query)
    start, end = end_of_prologue(read), _end_of_head(read)
    declared = declared_prefixes(read)
    _refuse_ambiguous(read[start:end], declared)
    padded = [*read, NOTHING, NOTHING]
    default: list[str] = []
    named: list[str] = []
    for number, token in enumerate(read[start:end], start):
        if (
            token.depth == 0
            and "FROM" in token.word
            and not token.has_prefix_of(declared)
        ):
            is_named = padded[number + 1].text.upper() == "NAMED"
            (named if is_named else default).append(
                _graph(token, padded[number + 1 + is_named])
            )
    prologue = query[: read[start].start] if start < len(read) else query
    return (
        DatasetClause(prologue, tuple(default), tuple(named))
        if default or named
        else None
    )


def _end_of_head(read: list[Token]) -> int:
    """How many tokens stand before the group of a query; no FROM comes after that."""
    start = start_of_pattern(read)
    groups = (
        place
        for place, token in enumerate(read[start:], start)
        if token.depth == 0 and token.text == "{"
    )
    return next(groups, len(read))


def _refuse_ambiguous(head: list[Token], declared: set[str]) -> None:
    """Raise RefusedQuery where only the engine could tell whether FROM is a keyword."""
    if any(
        token.depth == 0
        and token.has_prefix_of(declared)
        and _may_be_from(token, before)
        for before, token in pairwise([NOTHING, *head])
    ):
        raise RefusedQuery(
            "A prefix that ends like the keyword FROM cannot be told from it: declare "
            "it by another name."
        )
    if any(
        token.kind == "iri" and _may_be_none(token) and "FROM" in token.text.upper()
        for token in head
    ):
        raise RefusedQuery(
            "Write white space around < and >: what stands between them looks like an IRI here."
        )


def _may_be_from(token: Token, before: Token) -> bool:
    """Whether FROM begins in the prefix of a name.

    ASK may be glued to it, and DESCRIBE needs a name first.
    """
    if token.kind != "name":
        return False
    is_first = before is NOTHING
    is_from = token.word == "FROM" and before.word != "DESCRIBE"
    return is_from or (is_first and token.word.endswith("FROM"))


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


def _graph(token: Token, graph: Token) -> str:
    if (
        token.text.upper() != "FROM"
        or graph.kind not in ("iri", "name")
        or graph.word == "NAMED"
    ):
        raise RefusedQuery(_BLANK)
    return graph.text
