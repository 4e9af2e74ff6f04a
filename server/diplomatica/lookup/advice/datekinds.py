"""Dates of several kinds that a query compares, and dates that are none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import reduce
from itertools import islice

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.query import end_of_prologue, tokens
from diplomatica.engine.sparql.readings import keep_last
from diplomatica.errors import QueryError
from diplomatica.lookup.advice.comparisons import (
    ANY,
    ComparedVariable,
    Dates,
    ExpressionPart,
)
from diplomatica.lookup.advice.illdates import has_ill_typed_dates, ill_typed_dates
from diplomatica.lookup.advice.querynames import declared_in, node
from diplomatica.lookup.advice.terms import Terms
from diplomatica.model.notice import Notice
from diplomatica.model.statement import text_of
from diplomatica.model.text.phrase import Phrase, in_a_row
from diplomatica.model.vocabulary import XSD

_COUNTED = """
SELECT ?property ?kind (COUNT(?value) AS ?count) {
  ?this ?property ?value BIND (DATATYPE(?value) AS ?kind)
  FILTER (?kind IN (xsd:gYear, xsd:gYearMonth, xsd:date, xsd:dateTime))
} GROUP BY ?property ?kind ORDER BY DESC(?count) ?kind"""
_HELD = "SELECT ?this { ?this %s %s } LIMIT 1"
# A query is not read without a word that compares, and a year or two variables that are
# compared: most have none.
_COMPARING = ("FILTER", "HAVING", "BIND", "ORDER", " AS ")
_YEAR = re.compile(r"[\"'<>=\s]-?\d{4}|[nN][oO][wW]\s*\(")
_VARIABLES = re.compile(r"[?$]\w+\s*[<>=]=?\s*[?$]\w")
_PATTERN = re.compile(r"[?$]\w+\s+[?$]\w+\s+[?$]\w")
_LOCAL_OF_IRI = re.compile(r".*[/#:]")
_DATATYPE = re.compile(r"\^\^(?:<[^<>#]*#|[\w-]*:)(\w+)")
_NAME = re.compile(r"[/#:](\w+)")
# A year that no datatype follows: a number, a text, or what NOW gives.
_UNTYPED = re.compile(
    r"[<>=]\s*-?\d{4}\b|[\"']-?\d{4}[^\"'\n]*[\"'](?!\^\^)|NOW\s*\(", re.IGNORECASE
)
_BOUNDS = ("dip:earliest", "dip:latest")
_MOST = 20  # comparisons of a query that are looked at
_ALL_PASSED = Phrase("all of them")
_DIFFERENT = Phrase(
    "Where two that are compared are of different kinds, they are passed over."
)


class DateKinds:
    """The kinds of dates of one release, by property."""

    def __init__(self, engine: Engine, terms: Terms, known: dict[str, str]) -> None:
        """Take the prefixes that are known; nothing is asked yet."""
        self._engine, self._terms, self._known = engine, terms, known
        self._counts: dict[NamedNode, dict[str, int]] = {}
        self._kinds_by_name: dict[str, set[str]] | None = None
        self._is_too_large = False

    def is_due(self, query: str) -> bool:
        """Whether a query may compare dates of several kinds, told without asking."""
        is_cause = may_compare(query) and not self._is_of_one_kind(query)
        return is_cause or has_ill_typed_dates(query)

    def _is_of_one_kind(self, query: str) -> bool:
        """Whether all dates that a query compares, and those of what it names, are of one kind."""
        if self._kinds_by_name is None:
            return False
        dated: set[str] = set()
        for name in _NAME.findall(query):
            dated |= self._kinds_by_name.get(name, set())
        if _PATTERN.search(query):
            dated = dated.union(*self._kinds_by_name.values())
        if not dated:
            return True
        written = _DATATYPE.findall(query)
        is_typed = len(written) == query.count("^^") and not _UNTYPED.search(query)
        return is_typed and len(dated.union(written)) == 1

    def notices(self, query: str, is_empty: bool) -> list[Notice]:
        """Which comparisons pass over rows, of which kinds, and what to write instead.

        Of a query that found nothing also which dates it asks for that are stated otherwise.
        """
        notices = list(ill_typed_dates(query))
        if not may_compare(query) and not (is_empty and _YEAR.search(query)):
            return notices
        if self._kinds_by_name is None and not self._is_too_large:
            self._count()
        if self._is_of_one_kind(query):
            return notices
        read = tokens(query)
        known = self._known | declared_in(read[: end_of_prologue(read)])
        dates = Dates(read)
        for one in islice(dict.fromkeys(dates.comparisons), _MOST):
            notices += self._of_comparison(one, dates, known)
        if is_empty:
            for name, date in islice(dict.fromkeys(dates.objects), _MOST):
                notices += self._of_object(name, date, known)
        return list(dict.fromkeys(notices))

    def _of_comparison(
        self, compared: ComparedVariable, dates: Dates, known: dict[str, str]
    ) -> Iterator[Notice]:
        """What one comparison passes over, of either side."""
        variable, others = compared.variable, compared.others
        yield from self._of_values(variable, _values(others, dates), dates, known)
        for other in others:
            if other.sort == "variable":
                own = dates.bound.get(variable, [])
                yield from self._of_values(other.text, own, dates, known)
                yield from self._of_variables(variable, other.text, dates, known)

    def _of_values(
        self,
        variable: str,
        values: Iterable[ExpressionPart],
        dates: Dates,
        known: dict[str, str],
    ) -> Iterator[Notice]:
        """What is passed over of the dates of a variable, compared with these values."""
        kinds = {value.kind: value for value in values}
        for name, counts in self._dated(variable, dates, known) if kinds else ():
            others = sum(count for kind, count in counts.items() if kind not in kinds)
            if others:
                are_all = others == sum(counts.values())
                passed = _ALL_PASSED if are_all else Phrase("{n} of them", n=others)
                text = Phrase(
                    "The dates {of} are {counts}; compared with {kinds}, {passed} are "
                    "passed over.",
                    of=_of_property(name),
                    counts=_counts_in_words(counts),
                    kinds=_kinds_in_words(kinds),
                    passed=passed,
                )
                example = next(iter(kinds.values())).text
                advice = self._advice(f"STR({variable}) >= {example}")
                yield Notice("date-kinds", in_a_row(text, advice))

    def _of_variables(
        self, variable: str, other: str, dates: Dates, known: dict[str, str]
    ) -> Iterator[Notice]:
        """What is passed over where the dates of two variables are compared."""
        for name, counts in self._dated(variable, dates, known):
            for beside, also in self._dated(other, dates, known):
                if len({*counts, *also}) > 1:
                    dates_told = {name: counts, beside: also}
                    told = [_are(*one) for one in dates_told.items()]
                    advice = self._advice(f"STR({variable}) < STR({other})")
                    yield Notice("date-kinds", in_a_row(*told, _DIFFERENT, advice))

    def _of_object(
        self, name: str, date: ExpressionPart, known: dict[str, str]
    ) -> list[Notice]:
        """That a pattern asks for a date of which a property has other kinds only."""
        counts = self._kinds(name, known)
        is_other = bool(counts) and {*counts} != {date.kind}
        if not is_other or self._holds(name, date, known):
            return []
        example = f"STRSTARTS(STR(?time), {date.text})"
        text = Phrase(
            "The dates {of} are {counts}; {date} is none of them, and a pattern finds the "
            "very same only.",
            of=_of_property(name),
            counts=_counts_in_words(counts),
            date=date.literal,
        )
        return [Notice("date-kinds", in_a_row(text, self._advice(example)))]

    def _holds(self, name: str, date: ExpressionPart, known: dict[str, str]) -> bool:
        with suppress(ValueError, QueryError):
            this = node(name, known)
            return bool(self._engine.rows(_HELD % (this, date.literal)))
        return True

    def _advice(self, example: str) -> Phrase:
        """What can be written instead, by the terms that the data uses."""
        in_use = {term.name for term in self._terms.used}
        if not in_use.issuperset(_BOUNDS):
            return Phrase("Compare texts, as in FILTER ({example}).", example=example)
        return Phrase(
            "Compare dip:earliest or dip:latest, which are days, with an xsd:date; or "
            "compare texts, as in FILTER ({example}).",
            example=example,
        )

    def _dated(
        self, variable: str, dates: Dates, known: dict[str, str]
    ) -> list[tuple[str, dict[str, int]]]:
        """The properties with dates of which a variable is the value, and how many of each kind."""
        counted = (
            (name, self._kinds(name, known))
            for name in dates.properties.get(variable, [])
        )
        return [(name, counts) for name, counts in counted if counts]

    def _kinds(self, name: str, known: dict[str, str]) -> dict[str, int]:
        """How many dates of each kind a property has, or all have."""
        if name == ANY:
            return _all(self._counts) if self._kinds_by_name is not None else {}
        with suppress(ValueError, QueryError):
            this = node(name, known)
            if self._kinds_by_name is None and this not in self._counts:
                self._counts[this] = self._date_counts(property=this).get(this, {})
            return self._counts.get(this, {})
        return {}

    def _count(self) -> None:
        """Count those of all properties at once: a release never changes.

        Where that takes too long, those of each are counted when a query names it.
        """
        self._is_too_large = True
        with suppress(QueryError):
            self._counts = self._date_counts()
            kinds: dict[str, set[str]] = {}
            for this, counts in self._counts.items():
                name = _LOCAL_OF_IRI.sub("", this.value)
                kinds.setdefault(name, set()).update(counts)
            self._kinds_by_name, self._is_too_large = kinds, False

    def _date_counts(self, **known: NamedNode) -> dict[NamedNode, dict[str, int]]:
        """How many dates of each kind properties have: all, or those that are named."""
        counts: dict[NamedNode, dict[str, int]] = {}
        for row in self._engine.rows(_COUNTED, **known):
            this, kind = row["property"], text_of(row["kind"]).removeprefix(XSD)
            assert isinstance(this, NamedNode)
            counts.setdefault(this, {})[kind] = int(text_of(row["count"]))
        return counts


@keep_last
def may_compare(query: str) -> bool:
    """Whether a query may compare a date at all."""
    capitals = query.upper()
    if not any(word in capitals for word in _COMPARING):
        return False
    return bool(_YEAR.search(query) or _VARIABLES.search(query))


def _values(parts: Iterable[ExpressionPart], dates: Dates) -> Iterator[ExpressionPart]:
    """The values among some parts, and those of the variables among them."""
    for part in parts:
        yield from [part] if part.sort == "value" else dates.bound.get(part.text, [])


def _of_property(name: str) -> Phrase:
    return Phrase("here") if name == ANY else Phrase("of {name}", name=name)


def _are(name: str, counts: Mapping[str, int]) -> Phrase:
    return Phrase(
        "The dates {of} are {counts}.",
        of=_of_property(name),
        counts=_counts_in_words(counts),
    )


def _kinds_in_words(kinds: Iterable[str]) -> Phrase:
    """Some kinds of dates, one after another."""
    each = (Phrase("an xsd:{kind}", kind=kind) for kind in kinds)
    return reduce(lambda one, two: Phrase("{one} and {two}", one=one, two=two), each)


def _counts_in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} xsd:{kind}" for kind, count in counts.items())


def _all(counts: Mapping[NamedNode, Mapping[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for by_kind in counts.values():
        found.update(by_kind)
    return dict(found.most_common())
