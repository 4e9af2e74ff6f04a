"""One row of a table of links, read cell by cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.files.mapping.columns import MANY, REFERENCES, split_values

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_NUMBERS = {
    r"[+-]?\d+": XSD("integer"),
    r"[+-]?\d*\.\d+": XSD("decimal"),
    r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+": XSD("double"),
}


class UnreadableCell(Exception):
    """A cell, or a line of the head, that cannot be read: where, why, what to do."""

    def __init__(self, message: str, advice: str, line: int = 0) -> None:
        """A cell is in the line of its row; a `line` is told where there is no row."""
        super().__init__(message)
        self.message, self.advice, self.line = message, advice, line


@dataclass
class LinkRow:
    """One row of the table, with the prefixes by which its cells are written."""

    line: int
    cells: Mapping[str, str]
    prefixes: Mapping[str, str]

    def values(self, column: str) -> list[str]:
        """The values of a cell."""
        cell = self.cells.get(column, "").strip()
        if column not in MANY:
            return [cell] if cell else []
        return split_values(cell)

    def node(self, column: str, value: str) -> NamedNode:
        """What a reference stands for. Raises UnreadableCell for a prefix of nobody."""
        prefix, colon, name = value.partition(":")
        space = self.prefixes.get(prefix, "")
        if colon and not space and not name.startswith("//") and prefix != "urn":
            message = f"column {column}: the prefix of {value} is not declared"
            declaration = f"{prefix}:" if prefix else '"":'
            advice = f"declare it at the head, in curie_map: {declaration} https://…"
            raise UnreadableCell(message, f"{advice}; or write the whole IRI")
        try:
            return NamedNode(space + name if space else value)
        except ValueError as error:
            message = f"column {column}: “{value}” is no IRI"
            raise UnreadableCell(
                message, "write prefix:name, or the whole IRI"
            ) from error

    def one(self, column: str) -> NamedNode:
        """The only value of a cell that may not be empty."""
        values = self.values(column)
        if not values:
            message = f"column {column}: is empty"
            raise UnreadableCell(message, "say it in each row: SSSOM asks for it")
        return self.node(column, values[0])

    def terms(self, column: str) -> Iterator[NamedNode | Literal]:
        """The values of a cell as terms."""
        for value in self.values(column):
            if column in REFERENCES:
                yield self.node(column, value)
            elif column == "confidence":
                yield _number(value)
            elif column == "mapping_date":
                yield _day(value)
            else:
                yield Literal(value)


def _number(value: str) -> Literal:
    for form, kind in _NUMBERS.items():
        if re.fullmatch(form, value) and 0 <= float(value) <= 1:
            return Literal(value, datatype=kind)
    message = f"column confidence: “{value}” is no number from 0 to 1"
    raise UnreadableCell(message, "write one, such as 0.8")


def _day(value: str) -> Literal:
    if not _DAY.fullmatch(value):
        message = f"column mapping_date: “{value}” is no day"
        raise UnreadableCell(message, "write it as in 2026-11-24")
    return Literal(value, datatype=XSD("date"))
