r"""Escapes of code points, `\u0041` and `\U00000041`, which may stand anywhere in a query.

They are what they stand for before the grammar is looked at (SPARQL 1.1 Query, section 19.2). The
engine knows those in texts and IRIs only, and reads them there itself: so none ends a text.
"""

import re

# A quotation mark behind a backslash begins no text: else all that follow would be
# looked through from each of them.
_ESCAPE = re.compile(
    r'''
    \#[^\n\r]*
  | <[^<>"{}|^`\x00-\x20]*>
  | """(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
  | "(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
  | \\u(?P<short>[0-9A-Fa-f]{4})|\\U(?P<long>[0-9A-Fa-f]{8})
  | \\.
    ''',
    re.VERBOSE | re.DOTALL,
)
# What would begin or end a text, an IRI, a comment or another escape, and what is no character.
_NEVER = re.compile("[\x00-\x20\"'<>#\\\\\x7f-\xa0\ud800-\udfff]")
_LAST = 0x10FFFF


def decode_codepoints(query: str) -> str:
    """The query without escapes of code points outside of its texts, IRIs and comments."""
    if "\\u" not in query and "\\U" not in query:
        return query
    return _ESCAPE.sub(_character, query)


def _character(escape: re.Match[str]) -> str:
    digits = escape["short"] or escape["long"]
    code = int(digits, 16) if digits else _LAST + 1
    if code > _LAST or _NEVER.match(chr(code)):
        return escape[0]
    return chr(code)
