"""The line of a place in a text, as people count lines: from 1."""

import re


def line_at(text: str | bytes, at: int) -> int:
    """The line of a place; 0 for what was not found, of which find tells -1."""
    if at < 0:
        return 0
    if isinstance(text, str):
        return text.count("\n", 0, at) + 1
    return text.count(b"\n", 0, at) + 1


def line_of(found: re.Match[str] | None) -> int:
    """The line on which a match begins; 0 where there is none."""
    return line_at(found.string, found.start()) if found else 0
