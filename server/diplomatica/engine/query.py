"""What can be told of a query from its tokens, before any engine sees it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from diplomatica.errors import RefusedQuery

_TOKEN = re.compile(
    r'''
    (?P<skip>\s+|\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
             |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(-[A-Za-z0-9-]+)*)
  | (?P<name>[\w.-]*:[\w.:%\\-]*)
  | (?P<keyword>[A-Za-z]+)
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def _keywords(query: str) -> Iterator[tuple[str, str]]:
    """The keywords of a query in capitals, each with the one that follows it.

    An escape stands for its character anywhere in a query (SPARQL 1.1 Query, section 19.2). The engine needs no white
    space around a keyword, as in `SERVICE:x` or `trueSERVICE`, so what is glued to a name or a word counts as well.
    """
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), query)
    tokens = [match for match in _TOKEN.finditer(plain) if match.lastgroup in ("keyword", "name")]
    words = [match.group().upper().partition(":")[0] for match in tokens]
    yield from pairwise([*words, ""])


def refuse(query: str) -> None:
    """Raise RefusedQuery for what is never run: other services, updates, and datasets that would be merged wrongly."""
    keywords = list(_keywords(query))
    words = [word for word, _ in keywords]
    if any("SERVICE" in word for word in words):
        raise RefusedQuery(
            "SERVICE is not run here: this endpoint asks no other. Ask both from your own side: "
            "have your engine call this endpoint with SERVICE, or join the two results."
        )
    first = next((word for word in words if word in _UPDATES | _FORMS), "")
    if first in _UPDATES:
        raise RefusedQuery(f"{first} is an update: this endpoint is read-only. Take the dump and change a copy.")
    if sum(word.endswith("FROM") and after != "NAMED" for word, after in keywords) > 1:
        raise _too_many_default_graphs()


def refuse_dataset(default_graphs: int) -> None:
    """Raise RefusedQuery for a default graph of several: the engine would repeat what two of them hold."""
    if default_graphs > 1:
        raise _too_many_default_graphs()


def _too_many_default_graphs() -> RefusedQuery:
    return RefusedQuery(
        "A default graph merged from several is not offered here. Without FROM, the default graph merges all; "
        "for some of them, write GRAPH ?why { … } with VALUES ?why { … }."
    )
