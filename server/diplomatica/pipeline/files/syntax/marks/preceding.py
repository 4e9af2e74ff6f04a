"""What stands before the place where a parser of Turtle stops: the fault may lie there."""

import re
from dataclasses import dataclass, replace

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.lines import line_at
from diplomatica.pipeline.files.syntax.marks.marks import (
    changes,
    fault_of_change,
    is_statement,
    lacking,
    not_closed,
)
from diplomatica.pipeline.files.syntax.marks.termruns import (
    TermRun,
    run_before,
    run_behind,
)

_NO_BRACKET = "blank node property lists should end with a ']'"
_NO_MARK = (
    "A dot is expected at the end of statements",
    "A '}' or a '.' is expected at the end of a graph block",
    _NO_BRACKET,
)
# What so is not valid may be so for a mark before it that is lacking, or another's.
_NOT_VALID = re.compile(
    r" is not a valid (subject or graph name|predicate|RDF object)$"
)
_DECLARES = re.compile(rb"@(?:prefix|base)\s+\Z")
# Behind such, as within 2020-01-01, no mark is lacking, but the parser reads no further.
_BEGUN = re.compile(r"[^\s;,\[\](){}\"']*\w\Z")
_GOES_ON = re.compile(r"[\w+:-][^\s;,\[\](){}\"']*")
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
_LONGEST = 200  # characters of a word


@dataclass(frozen=True)
class _TurtlePart:
    """A text, a mark of one that never ends, or anything else that is no space."""

    kind: str
    words: str
    line: int
    end: int
    """The line that it ends in."""


def is_of_mark(what: str) -> bool:
    """Whether what a parser says may be of a mark, so that each place tells another."""
    is_lacking = what.startswith((*_NO_MARK, _NO_DOT_AT_END))
    return is_lacking or bool(_NOT_VALID.search(what))


def with_cause(fault: Fault, error: SyntaxError | None, data: bytes) -> Fault:
    """A fault that is told where it was met, with what before it may have made it.

    That is a mark that is lacking or another's, or a text that was not closed.
    """
    place = _place(error, data) if error else None
    if place is None:
        return fault
    if _END in fault.message:
        opened = _PART.match(data[place:].decode("utf-8", "replace"))
        return _never_closed(fault) if opened and opened["open"] else fault
    declares = _DECLARES.search(data, max(place - _LOOKED_AT, 0), place)
    before = _before(data, declares.start() if declares else place)
    if before is None:
        return fault
    if declares and not before.words.endswith((".", "}")):
        return _unended(fault, before, "dot")
    if _NO_DOT_AT_END in fault.message:
        return _unended(fault, before, "dot")
    is_close = data[place - 1 : place] in (b'"', b"'")
    has_no_mark = fault.message.startswith((*_NO_MARK, "a is not"))
    is_doubtful = is_close or (before.line < before.end and not has_no_mark)
    if before.kind == "text" and is_doubtful:
        return _not_closed(fault, before)
    return _of_mark(fault, before, data, place)


def _of_mark(fault: Fault, before: _TurtlePart, data: bytes, place: int) -> Fault:
    """The fault of a mark at a place or before the terms there, if it may be one."""
    if not is_of_mark(fault.message):
        return fault
    behind = data[place : place + _LOOKED_AT].decode("utf-8", "replace")
    text, line = _text_before(data, place)
    begun, rest = _BEGUN.search(text[-_LONGEST:]), _GOES_ON.match(behind)
    if begun and rest:
        return _no_word(fault, f"{begun[0]}{rest[0]}")
    runs = run_before(text, line), run_behind(behind)
    known = changes(*runs, behind)
    if found := not_closed(fault, *runs, behind) or fault_of_change(
        fault, *runs, known
    ):
        return found
    is_lacking = fault.message.startswith(_NO_MARK) and not runs[0].bracket
    if not known and not is_lacking:
        return fault
    told = _unended(fault, before, lacking(known))
    return _or_incomplete(told, text, *runs) if before.end == fault.line else told


def _no_word(fault: Fault, word: str) -> Fault:
    """The fault of what is read but in part, as 2020-01-01 is."""
    what = f"{_tail_of(word)} is no name and no number"
    advice = "write dates and texts in quotation marks"
    return replace(fault, message=what, advice=advice)


def _or_incomplete(fault: Fault, text: str, before: TermRun, behind: TermRun) -> Fault:
    """The fault of a mark, where what stands before its line may be that which lacks.

    So it is where the line makes a statement by itself.
    """
    in_line = run_before(text.rpartition("\n")[2], 0)
    is_part = not in_line.mark and len(in_line.terms) < len(before.terms)
    if not is_part or not is_statement([*in_line.terms, *behind.terms]):
        return fault
    what = f"{fault.message}, or what stands before this line is not complete"
    advice = "see whether this line goes on with that, or states something by itself"
    return replace(fault, message=what, advice=advice)


def _unended(fault: Fault, before: _TurtlePart, mark: str) -> Fault:
    """The fault of what has no mark at its end, where that end stands.

    The `mark` is a name, or several of which one is meant.
    """
    if before.end < fault.line:
        what = f"lacks a {mark} at its end, before line {fault.line}"
    else:
        what = f"lacks a {mark} behind {_tail_of(before.words)}"
    advice = "put the one there that is meant" if " or " in mark else "put it there"
    return replace(fault, line=before.end, message=what, advice=advice)


def _tail_of(words: str) -> str:
    words = " ".join(words.split())
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


def _text_before(data: bytes, place: int) -> tuple[str, int]:
    """What stands before a place, and in which line that begins.

    Of very much it is a piece, from the end of a statement on.
    """
    start = max(place - _LOOKED_AT, 0)
    if start:
        start = data.find(b".\n", start, place) + 2
    return data[start:place].decode("utf-8", "replace"), line_at(data, start)


def _before(data: bytes, place: int) -> _TurtlePart | None:
    """The last part before a place."""
    text, line = _text_before(data, place)
    last, at = None, 0
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
