"""Whether a literal is one of its datatype.

"2020-02-31" is no date (RDF 1.1 Concepts, section 5).
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD

_LIKE = {
    "float": "double"
}  # the library's own xs:float takes no text of digits for valid
# RDF has no use for these: they need a document around them (RDF 1.1 Concepts, section 5.1).
_NOT_OF_RDF = {
    "QName",
    "NOTATION",
    "ID",
    "IDREF",
    "ENTITY",
    "anyAtomicType",
    "untypedAtomic",
    "error",
}
_WITH_YEARS = {"date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"}
_FAR_YEAR = re.compile(r"-?([1-9]\d{4,})(?!\d)", re.ASCII)
_FOUR_CENTURIES = 400  # years, behind which the calendar begins anew
_DIGITS = 4  # of a year, which tell its place in these


@lru_cache(1 << 16)
def is_well_typed(term: Literal) -> bool:
    """Whether the text of a literal is in the lexical space of its datatype.

    Of others than XSD's, True.
    """
    datatype = term.datatype.value
    if not datatype.startswith(XSD) or term.datatype == XSD("string"):
        return True
    name = datatype.removeprefix(XSD)
    kind = _types().get(f"xs:{_LIKE.get(name, name)}")
    text = _in_near_year(term.value) if name in _WITH_YEARS else term.value
    return kind is None or name in _NOT_OF_RDF or _is_of(kind, text)


def _in_near_year(text: str) -> str:
    """A date of a year that is far away in one with the same days, which the library knows.

    A year may have any number of digits (XML Schema 1.1, part 2, section 3.3.9).
    """
    found = _FAR_YEAR.match(text)
    if not found:
        return text
    last = int(found[1][-_DIGITS:])
    number = last if text[0] != "-" else -last
    return f"{_FOUR_CENTURIES * 5 + number % _FOUR_CENTURIES}{text[found.end() :]}"


@cache
def _types() -> Mapping[str, type]:
    """The types of XML Schema, by name."""
    # It takes a quarter of a second, and many files type nothing.
    from elementpath.datatypes import builtin_atomic_types

    return builtin_atomic_types


def _is_of(kind: type, text: str) -> bool:
    """Whether a type of XML Schema has such a text, and a value for it: no 31st of February."""
    try:
        return bool(kind.is_valid(text)) and _value(kind, text) is not None  # type: ignore[attr-defined]
    except (ValueError, OverflowError, ArithmeticError):
        return False


def _value(kind: type, text: str) -> object:
    make = getattr(kind, "fromstring", kind)
    return make(text)
