"""The text of a rule: a CONSTRUCT, with a comment that says on what it draws."""

import re

_AFTER = re.compile(r"^# after: (.*)\n", re.MULTILINE)


def drawn_on(query: str) -> list[str]:
    """The names of the rules on whose derivations a rule draws, from `# after: …`."""
    named = _AFTER.search(query)
    return re.split(r",\s*", named[1].strip()) if named else []


def without_order(query: str) -> str:
    """The text without that line."""
    return _AFTER.sub("", query)
