"""What stands before the place where a parser of Turtle stops: the fault may lie there."""

import re
from dataclasses import dataclass, replace

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.lacking import mark_lacking
from diplomatica.pipeline.files.syntax.lines import line_at

_NO_DOT = (
    "A dot is expected at the end of statements",
    "A '}' or a '.' is expected at the end of a graph block",
)
_NO_DOT_AT_END = "Triples should be followed by a dot"
_END = "Unexpected end of file"
# What a document is made of, as far as texts, comments and all else can be told apart.
_PART = re.compile(
    r"(?P<space>\s+|#[^\n]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\''
    r'|"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\')'
    r"|(?P<iri><[^<>\s]*+>)|(?P<open>\"\"\"|'''|[\"'])|(?P<other>[^\s\"'<#]+|.)",
    re.DOTALL,
)
_LOOKED_AT = 1 << 16  # bytes before a fault
_SHOWN = 30  # characters of a text


@dataclass(frozen=True)
class _TurtlePart:
    """A text, a mark of one that never ends, or anything else that is no space."""

    kind: str
    words: str
    line: int
    end: int
    """The line that it ends in."""


def with_cause(fault: Fault, error: SyntaxError | None, data: bytes) -> Fault:
    """A fault that is told where it was met, with what before it may have made it.

    That is a statement without its dot, or a text whose quotation mark was not closed.
    """
    place = _place(error, data) if error else None
    if place is None:
        return fault
    if _END in fault.message:
        opened = _PART.match(data[place:].decode("utf-8", "replace"))
        return _never_closed(fault) if opened and opened["open"] else fault
    before = _before(data, place)
    if before is None:
        return fault
    if _NO_DOT_AT_END in fault.message:
        return _unended(fault, before, "dot")
    is_close = data[place - 1 : place] in (b'"', b"'")
    has_no_dot = fault.message.startswith(_NO_DOT)
    is_doubtful = is_close or (before.line < before.end and not has_no_dot)
    if before.kind == "text" and is_doubtful:
        return _not_closed(fault, before)
    if has_no_dot:
        after = data[place:].decode("utf-8", "replace")
        return _unended(fault, before, mark_lacking(after))
    return fault


def _unended(fault: Fault, before: _TurtlePart, mark: str) -> Fault:
    """The fault of what has no mark at its end, where that end stands."""
    if before.end < fault.line:
        what = f"lacks a {mark} at its end, before line {fault.line}"
    else:
        what = f"lacks a {mark} behind {_tail_of(before.words)}"
    return replace(fault, line=before.end, message=what, advice="put it there")


def _tail_of(words: str) -> str:
    return words if len(words) <= _SHOWN else f"…{words[-_SHOWN:]}"


def _place(error: SyntaxError, data: bytes) -> int | None:
    """How many bytes stand before the place of an error; None where it has none."""
    if not error.lineno or not error.offset:
        return None
    lines = data.split(b"\n", error.lineno)
    if len(lines) < error.lineno:
        return None
    line = lines[error.lineno - 1].decode("utf-8", "replace")
    before = sum(len(one) + 1 for one in lines[: error.lineno - 1])
    return before + len(line[: error.offset - 1].encode())


def _before(data: bytes, place: int) -> _TurtlePart | None:
    """The last part before a place; of very much a piece, from the end of a statement on."""
    start = max(place - _LOOKED_AT, 0)
    if start:
        start = data.find(b".\n", start, place) + 2
    text = data[start:place].decode("utf-8", "replace")
    last, at, line = None, 0, line_at(data, start)
    for found in _PART.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        if found.lastgroup != "space":
            words = found[0]
            kind = found.lastgroup or ""
            last = _TurtlePart(kind, words, line, line + words.count("\n"))
    return last


def _never_closed(fault: Fault) -> Fault:
    what = "the quotation mark opened here is never closed"
    return replace(fault, message=what, advice="close it where the text ends")


def _not_closed(fault: Fault, text: _TurtlePart) -> Fault:
    """A fault behind a text, which may be what stands between two texts."""
    words = " ".join(text.words.strip("\"'").split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    told = f"a text ends before it, “{shown}”, which begins in line {text.line}"
    where = (
        f"line {text.line}" if text.line == fault.line else f"line {text.line} or after"
    )
    advice = f"see whether a quotation mark is not closed in {where}"
    return replace(fault, message=f"{fault.message}: {told}", advice=advice)
