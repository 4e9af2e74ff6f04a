"""The templates of IRIs in a description (RFC 6570): what they name, and what they give.

A name that no column has, or a cell that is empty, expands to nothing: then all rows are one
thing. That is told, and never left for the reader of the pages to find.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import product
from typing import Any
from urllib.parse import unquote, urljoin

import uritemplate
from pyoxigraph import NamedNode

from diplomatica.errors import Fault
from diplomatica.pipeline.files.csvw.description import DescribedColumn
from diplomatica.pipeline.files.csvw.prefixes import whole_iri

KEYS = ("propertyUrl", "valueUrl", "aboutUrl")
"""The properties that are templates."""
OF_COLUMN = ("_name", "_column", "_sourceColumn")
"""What a template can name that is another in each column."""
_OF_ROW = ("_row", "_sourceRow")
_OPTIONAL = ("?", "&")
"""The operators of what an IRI can do without."""
_KEPT = 10_000  # templates, and what they give
_TOLD = 12  # names of columns


@lru_cache(_KEPT)
def template(text: str) -> uritemplate.URITemplate:
    """A template that is ready to be filled in."""
    return uritemplate.URITemplate(text)


@lru_cache(_KEPT)
def whole(expanded: str, base: str) -> str:
    """An IRI in full, of a prefix that all descriptions know or relative to the table."""
    iri = whole_iri(expanded)
    return iri if iri != expanded else urljoin(base, expanded)


@lru_cache(_KEPT)
def needed(text: str) -> tuple[str, ...]:
    """The columns that a template names, but for those that it can do without."""
    return tuple(_names(text, but_for=_OPTIONAL))


def unknown_names(
    columns: Sequence[DescribedColumn], filled: Sequence[str], file: str
) -> Iterator[Fault]:
    """The names in templates that no column has which is `filled`, once each."""
    told = set[tuple[str, str]]()
    for column, key in product(columns, KEYS):
        for name in _names(column.said.get(key) or ""):
            if name not in filled and (key, name) not in told:
                told.add((key, name))
                yield _unknown_name(key, name, filled, file)


def _names(text: str, but_for: Sequence[str] = ()) -> Iterator[str]:
    """What a template names that should be a column, `but_for` what some operators have."""
    for part in template(text).variables:
        if part.operator.value in but_for:
            continue
        for name in part.variable_names:
            if name not in (*OF_COLUMN, *_OF_ROW):
                yield name


def _unknown_name(key: str, name: str, filled: Sequence[str], file: str) -> Fault:
    more = f" and {len(filled) - _TOLD:,} more" if len(filled) > _TOLD else ""
    names = ", ".join(filled[:_TOLD]) + more
    what = f"{key} names {{{name}}}, and no column is called so ({names})"
    nearest = _nearest(name, filled)
    advice = f"write {{{nearest}}}" if nearest else "name one of these"
    return Fault(file, 0, what, advice)


def _nearest(name: str, filled: Sequence[str]) -> str:
    """The column that is likely meant, whatever its capitals and escapes; "" for none."""
    alike = {unquote(one).casefold(): one for one in reversed(filled)}
    near = get_close_matches(unquote(name).casefold(), alike, 1)
    return alike[near[0]] if near else ""


class Unfilled:
    """The rows that lack what a template names, and so may be one thing with others."""

    def __init__(self) -> None:
        """No row is known yet."""
        self._first: dict[tuple[str, str, str], tuple[int, str]] = {}
        self._count: dict[tuple[str, str, str], int] = {}

    def note(
        self, key: str, text: str, known: Mapping[str, Any], line: int, iri: NamedNode
    ) -> None:
        """Take note of what a template gives in a line, if a name has no value there."""
        for name in needed(text):
            if not known.get(name):
                case = key, text, name
                self._first.setdefault(case, (line, iri.value))
                self._count[case] = self._count.get(case, 0) + 1

    def hints(self, file: str) -> Iterator[Fault]:
        """One for each template and name, at the first of its rows."""
        for case, (line, iri) in self._first.items():
            key, _, name = case
            more = self._count[case] - 1
            rows = f", as in {more:,} more rows" if more > 1 else ", as in 1 more row"
            also = rows if more else ""
            what = f"its “{name}” is empty, and {key} gives <{iri}>{also}"
            advice = "fill it: rows with the same address are one thing"
            if key != "aboutUrl":
                advice = f"fill it, or name in {key} what each row has"
            yield Fault(file, line, what, advice)
