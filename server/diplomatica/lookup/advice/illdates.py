"""Dates in a query that are none: nothing is equal to them, before or after them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from pyoxigraph import Literal

from diplomatica.engine.sparql.readings import keep_last
from diplomatica.lookup.advice.comparisons import KINDS
from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import XSD

_DATE = re.compile(
    r"[\"']([^\"'\n]{0,100})[\"']\^\^(?:<[^<>#]*#|[\w-]*:)(gYear|gYearMonth|date|dateTime)\b"
)
_MOST = 20  # dates of a query that are looked at
_EXAMPLES = dict(
    zip(KINDS, ("2010", "2010-12", "2010-12-01", "2010-12-01T00:00:00"), strict=True)
)


@keep_last
def has_ill_typed_dates(query: str) -> bool:
    """Whether a date in a query is none."""
    return any(ill_typed_dates(query))


def ill_typed_dates(query: str) -> Iterator[Notice]:
    """The dates of a query that are none: nothing is equal to them, before or after them."""
    if "^^" not in query:
        return
    dates = islice(_DATE.finditer(query), _MOST)
    for text, kind in (one.groups() for one in dates):
        if not _is_date(text, kind):
            example = _EXAMPLES[kind]
            told = Phrase(
                '"{text}" is no xsd:{kind}: nothing compares with it. Write it as in '
                '"{example}".',
                text=text,
                kind=kind,
                example=example,
            )
            yield Notice("date-kinds", told)


@lru_cache(1024)
def _is_date(text: str, kind: str) -> bool:
    return is_well_typed(Literal(text, datatype=XSD(kind)))
