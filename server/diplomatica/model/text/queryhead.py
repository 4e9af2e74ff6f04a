"""What stands at the head of a query: its comment, and the prefixes that it declares."""

import re
from collections.abc import Mapping
from itertools import dropwhile, takewhile

_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^<>]*)>", re.IGNORECASE)


def split_comment(query: str) -> tuple[str, str]:
    """A query's comment at its head, as a sentence, and the rest."""
    comment, body = split_comment_lines(query)
    sentence = " ".join(line.lstrip("# ").strip() for line in comment)
    return sentence, body.strip()


def split_comment_lines(query: str) -> tuple[list[str], str]:
    """The lines of a query's comment at its head, and the rest as it is written."""
    lines = query.splitlines(keepends=True)
    comment = list(takewhile(lambda line: line.startswith("#"), lines))
    return comment, "".join(lines[len(comment) :])


def without_prefixes(query: str, known: Mapping[str, str]) -> str:
    """A query without the lines at its head that declare what need not be declared here."""

    def is_needless(line: str) -> bool:
        match = _PREFIX.fullmatch(line.strip())
        return match is not None and known.get(match[1]) == match[2]

    return "\n".join(dropwhile(is_needless, query.splitlines()))
