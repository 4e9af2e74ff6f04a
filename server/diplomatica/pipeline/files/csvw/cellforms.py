"""How the cells of a column are written, which tells what they are."""

import re
from collections.abc import Sequence
from typing import Any

from diplomatica.lookup.index.writtenforms import written_date

_ADDRESS_OF_PAGE = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_REAL = r"((0|[1-9]\d*)(\.\d*)?|\.\d+)"
_TRUTHS = ("TRUE|FALSE", "True|False", "yes|no", "Yes|No", "YES|NO", "ja|nein")
_TYPES: tuple[tuple[str | dict[str, Any], re.Pattern[str]], ...] = (
    ("integer", re.compile(r"[+-]?(0|[1-9]\d*)")),
    ("decimal", re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?")),
    (
        {"base": "decimal", "format": {"decimalChar": ","}},
        # with three digits behind it the comma may part thousands
        re.compile(r"[+-]?(0|[1-9]\d*)(,(\d{1,2}|\d{4,}))?"),
    ),
    ("date", re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")),
    (
        {"base": "date", "format": "dd.MM.yyyy"},
        re.compile(r"(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.\d{4}"),
    ),
    (
        "dateTime",
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    ),
    ("gYearMonth", re.compile(r"(1\d|20)\d\d-(0[1-9]|1[0-2])")),
    ("boolean", re.compile("true|false")),
    *(({"base": "boolean", "format": pair}, re.compile(pair)) for pair in _TRUTHS),
    ("double", re.compile(rf"[+-]?{_REAL}([eE][+-]?\d+)?|NaN|-?INF")),
)
"""The datatypes that are told by how all cells of a column are written, narrowest first."""
_NOTHING = ("NULL", "null", "Null", "NA", "N/A", "n/a", "None", "-", "–", "—", "?")
"""What stands in cells of numbers and dates that have none."""
# Three letters, or one sign of a script that writes words with few.
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NO_NAMES = {"yes", "no", "true", "false", "null", "none", "nan", "unknown"}
_NO_NAMES |= {"ja", "nein", "oui", "non", "да", "нет", "unbekannt"}


def datatype_of(cells: Sequence[str]) -> str | dict[str, Any]:
    """What all cells are, but for those that are empty; "" for texts."""
    filled = [one for one in cells if one]
    fitting = (
        kind for kind, form in _TYPES if filled and all(map(form.fullmatch, filled))
    )
    return next(fitting, "")


def described_as(cells: Sequence[str]) -> dict[str, Any]:
    """What a description says of such cells: their datatype, and what stands for none."""
    if known := datatype_of(cells):
        return {"datatype": known}
    known = datatype_of([one for one in cells if one not in _NOTHING])
    nothing = [one for one in _NOTHING if one in cells]
    return {"datatype": known, "null": ["", *nothing]} if known else {}


def are_addresses(cells: Sequence[str]) -> bool:
    """Whether all cells are addresses of pages, but for those that are empty."""
    filled = [one for one in cells if one]
    return bool(filled) and all(map(_ADDRESS_OF_PAGE.fullmatch, filled))


def are_names(cells: Sequence[str]) -> bool:
    """Whether most cells read as what things are called, and not as codes or amounts."""
    filled = [one for one in cells if one]
    return 2 * sum(map(_is_name, filled)) > len(filled)


def _is_name(text: str) -> bool:
    is_word = text.casefold() not in _NO_NAMES and not _ADDRESS_OF_PAGE.match(text)
    return is_word and bool(_WORD.search(text)) and not written_date(text)
