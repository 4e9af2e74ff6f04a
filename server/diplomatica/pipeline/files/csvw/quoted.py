"""How the text of a table is parted: its lines, and quotation marks that are not closed."""

import re
from collections.abc import Mapping
from typing import Any

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.lines import line_at

_DIALECT = "see that its dialect says how it is written"


_RETURN = re.compile("\r(?!\n)")
_ENDS = r'["\r\n", "\n", "\r"]'


def in_lines(text: str, dialect: Mapping[str, Any]) -> str:
    """A text whose lines end with a line feed, also where a carriage return alone does.

    It does where the dialect says so, or nothing else could.
    """
    if "\r" in dialect.get("lineTerminators", ()) or "\n" not in text:
        return _RETURN.sub("\n", text)
    return text


def why_no_table(name: str, text: str, dialect: Mapping[str, Any]) -> Fault:
    """What keeps a text from being a table; without a message where that is not found."""
    mark = dialect.get("quoteChar", '"')
    part = dialect.get("delimiter", ",")
    if not mark or not dialect.get("doubleQuote", True):
        return Fault(name, 0, "", _DIALECT)
    found = _odd_mark(text, mark, part)
    if found is None:
        return _odd_end(name, text)
    opened, closed = found
    line = line_at(text, opened)
    if closed < 0:
        what = f"the quotation mark opened in line {line} is never closed"
        advice = f"close it, or write {mark * 2} for one that is part of a text"
    else:
        last = line_at(text, closed)
        behind = text[closed + 1 : closed + 20].splitlines()[0]
        end = "there" if last == line else f"in line {last}"
        what = f"the quotation mark opened in line {line} is closed {end}, before “{behind}”"
        advice = f"close it where its cell ends, or write {mark * 2} for one that is part of a text"
    return Fault(name, line, what, advice)


def _odd_end(name: str, text: str) -> Fault:
    """Where a line ends with a carriage return alone, as none of a table may."""
    if not (found := _RETURN.search(text)):
        return Fault(name, 0, "", _DIALECT)
    what = "holds a carriage return alone, where others end with a line feed"
    advice = f'end all alike, or say "lineTerminators": {_ENDS} in its dialect'
    return Fault(name, line_at(text, found.start()), what, advice)


def _odd_mark(text: str, mark: str, part: str) -> tuple[int, int] | None:
    """Where the first cell is opened that is not closed as it should be, and where that is.

    The second is -1 where nothing closes it. A mark within a cell is doubled.
    """
    border = re.compile(f"{re.escape(part)}|\n")
    at = 0
    while at <= len(text):
        if text.startswith(mark, at):
            end = _closing(text, mark, at)
            if end < 0 or text[end + 1 : end + 2] not in ("", part, "\n", "\r"):
                return at, end
            at = end + 1
        found = border.search(text, at)
        if not found:
            return None
        at = found.end()
    return None


def _closing(text: str, mark: str, opened: int) -> int:
    """Where a cell that is opened there is closed; -1 for nowhere."""
    at = text.find(mark, opened + 1)
    while at >= 0 and text.startswith(mark, at + 1):
        at = text.find(mark, at + 2)
    return at
