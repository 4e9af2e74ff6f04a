r"""What REPLACE puts in the place of a match (Functions and Operators, section 7.6.3).

There `$1` is a group, `\$` and `\\` are signs, and anything else with `$` or `\` is an error.
"""

import re

_PART = re.compile(r"\$(?P<group>\d+)|\\(?P<escape>[\\$])|(?P<wrong>[\\$])|[^\\$]+")
_ESCAPES = {"$": "$$", "\\": "\\"}


def translated(replacement: str, groups: int) -> str | None:
    """A replacement as the engine is to be given it; None for what is an error."""
    parts = list(_PART.finditer(replacement))
    if any(part["wrong"] for part in parts):
        return None
    return "".join(_part(part, groups) for part in parts)


def _part(part: re.Match[str], groups: int) -> str:
    if part["escape"]:
        return _ESCAPES[part["escape"]]
    return _group(part["group"], groups) if part["group"] else part[0]


def _group(digits: str, groups: int) -> str:
    """The group of the most digits for which there is one; the others are text."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    return f"${{{digits[:length]}}}{digits[length:]}"
