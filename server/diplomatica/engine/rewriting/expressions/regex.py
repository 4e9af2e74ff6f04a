r"""Regular expressions (XPath and XQuery Functions and Operators, section 7.6.1).

The engine reads another kind of them. What both kinds have, and mean otherwise, is written as the
engine has it: `[a-z-[aeiou]]`, `\i`, `\c`, `\w`, `\s`, `\p{IsGreek}`, and white space under `x`.
"""

import re
from collections.abc import Iterator

_PART = re.compile(
    r"""
    \\(?P<sign>[pP])\{Is(?P<block>[\w-]+)\}
  | \\(?P<escape>.)
  | (?P<begin>\[\^?)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# XML 1.0, section 2.3.
_FIRST = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}"
    r"\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}"
    r"\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
_LATER = _FIRST + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}"
_ESCAPES = {
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "i": f"[{_FIRST}]",
    "I": f"[^{_FIRST}]",
    "c": f"[{_LATER}]",
    "C": f"[^{_LATER}]",
}
# Signs that the engine reads as operations within brackets.
_OPERATIONS = {"&": r"\&", "~": r"\~"}
# What a name stands for that no block has.
_ALL = [(0, 0x110000)]
_WHITE = " \t\n\r"


class BackReference(Exception):
    """A back-reference, for which the engine has nothing."""


def translated(pattern: str, drops_white: bool = False) -> str:
    """A regular expression as the engine is to be given it. Raises BackReference."""
    return "".join(_translated(pattern, drops_white))


def _translated(pattern: str, drops_white: bool) -> Iterator[str]:
    """A pattern of XPath in pieces, as the engine's own regular expressions write them."""
    depth, before = 0, ""
    for part in _PART.finditer(pattern):
        text = part[0]
        if part["block"]:
            text = _block(part["block"], is_negated=part["sign"] == "P")
        elif part["escape"]:
            text = _escaped(part["escape"], is_in_class=depth > 0)
        elif part["begin"]:
            text = f"-{text}" if depth and before == "-" else text
            depth += 1
        elif depth:
            depth -= text == "]"
            text = _OPERATIONS.get(text, text)
        elif drops_white and text in _WHITE:
            continue
        yield text
        # Two of them are the engine's own sign already.
        before = "" if before == text else text


def _escaped(sign: str, is_in_class: bool) -> str:
    if sign.isdecimal() and not is_in_class:
        raise BackReference(sign)
    return _ESCAPES.get(sign, f"\\{sign}")


def _block(name: str, is_negated: bool) -> str:
    """The characters of a block; as it stands where there is none of this name."""
    # To import it takes most of a second, and few patterns name a block.
    from elementpath.regex import CharacterClass

    codepoints = CharacterClass(f"\\p{{Is{name}}}").positive.codepoints
    if codepoints == _ALL:
        return f"\\{'P' if is_negated else 'p'}{{Is{name}}}"
    texts = "".join(map(_range, codepoints))
    return f"[{'^' * is_negated}{texts}]"


def _range(codes: int | tuple[int, int]) -> str:
    """One character, or those from the first to before the second, as a class has them."""
    first, end = codes if isinstance(codes, tuple) else (codes, codes + 1)
    return f"\\x{{{first:X}}}-\\x{{{end - 1:X}}}"


def groups(pattern: str) -> int:
    """How many groups a regular expression has."""
    depth, count = 0, 0
    for part in _PART.finditer(pattern):
        depth += bool(part["begin"])
        depth -= part["other"] == "]" and depth > 0
        count += part["other"] == "(" and not depth
    return count
