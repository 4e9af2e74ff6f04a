"""Comparisons in a query of dates with dates of other kinds, of which rows are passed over."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.query import Token, end_of_prologue, tokens
from diplomatica.errors import QueryError
from diplomatica.lookup.terms import Terms, declared_in, node
from diplomatica.model.notice import Notice
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import XSD

_KINDS = ("gYear", "gYearMonth", "date", "dateTime")
_COUNTED = """
SELECT ?property ?kind (COUNT(?value) AS ?count) {
  ?this ?property ?value BIND (DATATYPE(?value) AS ?kind)
  FILTER (?kind IN (xsd:gYear, xsd:gYearMonth, xsd:date, xsd:dateTime))
} GROUP BY ?property ?kind ORDER BY DESC(?count) ?kind"""
# A query without a sign and a year is not read: most have none.
_SIGNS = ("<", ">", "=")
_COMPARING = ("FILTER", "HAVING", "BIND", " AS ")
_CAUSE = re.compile(r"[\"'<>=\s]-?\d{4}|[nN][oO][wW]\s*\(")
_LOCAL_OF_IRI = re.compile(r".*[/#:]")
_LOCAL = re.compile(r"[#:](\w+)>?$")
_YEAR = re.compile(r"[\"']+-?\d{4}(-\d\d){0,2}(T[\d:.]*)?Z?[\"']+")
_DATATYPE = re.compile(r"\^\^(?:<[^<>#]*#|[\w-]*:)(\w+)")
_NAME = re.compile(r"[/#:](\w+)")
# A year that no datatype follows: a number, a text, or what NOW gives.
_UNTYPED = re.compile(
    r"[<>=]\s*-?\d{4}\b|[\"']-?\d{4}[^\"'\n]*[\"'](?!\^\^)|NOW\s*\(", re.IGNORECASE
)
_BOUNDS = ("dip:earliest", "dip:latest")


@dataclass(frozen=True)
class _Comparison:
    """A variable that is compared with a value, of a kind, as a query writes it."""

    variable: str
    kind: str
    example: str


class DateKinds:
    """The kinds of dates of one release, by property."""

    def __init__(self, engine: Engine, terms: Terms, known: dict[str, str]) -> None:
        """Take the prefixes that are known; nothing is asked yet."""
        self._engine, self._terms, self._known = engine, terms, known
        self._counts: dict[NamedNode, dict[str, int]] = {}
        self._kinds_by_name: dict[str, set[str]] | None = None

    def is_due(self, query: str) -> bool:
        """Whether a query may compare dates of several kinds, as far as can be told without asking."""
        return has_cause(query) and not self._is_of_one_kind(query)

    def _is_of_one_kind(self, query: str) -> bool:
        """Whether all dates that a query compares, and those of what it names, are of one kind."""
        if self._kinds_by_name is None or _UNTYPED.search(query):
            return False
        written = _DATATYPE.findall(query)
        kinds = set(written)
        for name in _NAME.findall(query):
            kinds |= self._kinds_by_name.get(name, set())
        return len(kinds) == 1 and len(written) == query.count("^^")

    def notices(self, query: str) -> list[Notice]:
        """Which comparisons pass over rows, of which kinds, and what to write instead."""
        if not has_cause(query):
            return []
        if self._kinds_by_name is None:
            self._count()
        if self._is_of_one_kind(query):
            return []
        read = tokens(query)
        declared = self._known | declared_in(read[: end_of_prologue(read)])
        found = [
            self._notice(one, read, declared) for one in dict.fromkeys(_compared(read))
        ]
        return list(dict.fromkeys(one for one in found if one))

    def _notice(
        self,
        compared: _Comparison,
        read: list[Token],
        declared: dict[str, str],
    ) -> Notice | None:
        name = _property_of(compared.variable, read)
        counts = self._kinds(name, declared) if name else {}
        others = {
            kind: count for kind, count in counts.items() if kind != compared.kind
        }
        if not others:
            return None
        told = ", ".join(f"{count} xsd:{kind}" for kind, count in counts.items())
        passed = (
            "all of them"
            if len(others) == len(counts)
            else f"{sum(others.values())} of them"
        )
        text = (
            f"The dates of {name} are {told}; compared with an xsd:{compared.kind}, {passed} are "
            f"passed over. {self._advice(compared)}"
        )
        return Notice("date-kinds", text)

    def _advice(self, compared: _Comparison) -> str:
        in_use = {term.name for term in self._terms.used}
        days = ""
        if in_use.issuperset(_BOUNDS):
            days = (
                f"Compare {' or '.join(_BOUNDS)}, which are days, with an xsd:date; or "
            )
        variable, example = compared.variable, compared.example
        advice = f"{days}compare texts, as in FILTER (STR({variable}) >= {example})."
        return advice[0].upper() + advice[1:]

    def _kinds(self, name: str, declared: dict[str, str]) -> dict[str, int]:
        """How many dates of each kind a property has."""
        with suppress(ValueError, QueryError):
            this = node(name, declared)
            if self._kinds_by_name is None and this not in self._counts:
                self._counts[this] = self._counted(property=this).get(this, {})
            return self._counts.get(this, {})
        return {}

    def _count(self) -> None:
        """Count those of all properties at once: a release never changes.

        Where that takes too long, those of each are counted when a query names it.
        """
        with suppress(QueryError):
            self._counts = self._counted()
            self._kinds_by_name = {}
            for this, counts in self._counts.items():
                name = _LOCAL_OF_IRI.sub("", this.value)
                self._kinds_by_name.setdefault(name, set()).update(counts)

    def _counted(self, **known: NamedNode) -> dict[NamedNode, dict[str, int]]:
        counts: dict[NamedNode, dict[str, int]] = {}
        for row in self._engine.rows(_COUNTED, **known):
            this, kind = row["property"], text_of(row["kind"]).removeprefix(XSD)
            assert isinstance(this, NamedNode)
            counts.setdefault(this, {})[kind] = int(text_of(row["count"]))
        return counts


def has_cause(query: str) -> bool:
    """Whether a query may compare a date at all."""
    capitals = query.upper()
    return (
        any(word in capitals for word in _COMPARING)
        and _CAUSE.search(query) is not None
    )


def _property_of(variable: str, read: list[Token]) -> str:
    """The property of which a variable is the value, where a pattern says that."""
    for before, token in pairwise(read):
        if token.text == variable and before.kind in ("name", "iri"):
            return before.text
    return ""


def _compared(read: list[Token]) -> Iterator[_Comparison]:
    """The comparisons of a variable with a date, a year, or a text that looks like one."""
    parts = list(_parts(read))
    for left, sign, right in zip(parts, parts[1:], parts[2:], strict=False):
        if sign[0] == "sign" and {left[0], right[0]} == {"variable", "value"}:
            variable, value = (left, right) if left[0] == "variable" else (right, left)
            yield _Comparison(variable[1], value[1], value[2])


def _parts(read: list[Token]) -> Iterator[tuple[str, str, str]]:
    """The tokens, with values and signs of several tokens as one."""
    number = 0
    while number < len(read):
        part, length = _part(read, number)
        yield part
        number += length


def _part(read: list[Token], number: int) -> tuple[tuple[str, str, str], int]:
    token, rest = read[number], read[number + 1 : number + 5]
    texts = [one.text for one in rest]
    if token.kind == "variable":
        return ("variable", token.text, ""), 1
    if token.text in _SIGNS:
        return ("sign", token.text, ""), 1 + (texts[:1] == ["="])
    if token.kind == "string" and texts[:2] == ["^", "^"] and len(texts) > 2:
        return _value(texts[2], token.text), 4
    is_tagged = bool(rest) and rest[0].kind == "language"
    if token.kind == "string" and _YEAR.fullmatch(token.text) and not is_tagged:
        return ("value", "string", token.text), 1
    if (
        token.kind == "name"
        and texts[:1] == ["("]
        and len(rest) > 2
        and rest[1].kind == "string"
    ):
        return _value(token.text, rest[1].text), 4
    if token.word == "NOW" and texts[:2] == ["(", ")"]:
        return ("value", "dateTime", "STR(NOW())"), 3
    if token.kind == "number" and token.text.isdecimal() and len(token.text) == 4:
        return ("value", "integer", f'"{token.text}"'), 1
    return ("other", "", ""), 1


def _value(datatype: str, text: str) -> tuple[str, str, str]:
    found = _LOCAL.search(datatype)
    kind = found[1] if found else ""
    return ("value", kind, text) if kind in _KINDS else ("other", "", "")
