"""What is filled in for a value: read as people write it, of the kind that the old one has."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from diplomatica.engine import Term
from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.vocabulary import XSD
from diplomatica.web.speech.speech import Phrase, date_in_words, months
from diplomatica.web.speech.writtendate import read_date

_DATES = tuple(
    XSD(name) for name in ("date", "gYearMonth", "gYear", "dateTime", "gMonthDay")
)
_NUMBERS = tuple(
    XSD(name) for name in ("integer", "nonNegativeInteger", "int", "decimal", "double")
)
_PARTED = re.compile(r"-?\d{1,3}(?:[,’ \u00a0\u202f]\d{3})+")
_OF_DATE = Phrase("A date, such as 10 June 2015, June 2015 or 2015.")
_OF_NUMBER = Phrase("A number in digits, such as 30.")
_OF_TEXT = Phrase("A text, as it should stand.")
_OF_THING = Phrase("The name of a thing here, its IRI, or the end of its address.")
_NO_DATE = Phrase(
    "“{given}” is no date that is understood here. Write it as 10 June 2015, June 2015 or 2015."
)
_NO_NUMBER = Phrase(
    "“{given}” is no such number as “{old}”. Write it in digits, such as 30."
)
_OTHER = Phrase("“{given}” cannot stand where “{old}” does: write it in the same way.")


def hint(old: Term) -> Phrase:
    """What is taken in the place of a value, in words."""
    if not isinstance(old, Literal):
        return _OF_THING
    if old.datatype in _DATES:
        return _OF_DATE
    return _OF_NUMBER if old.datatype in _NUMBERS else _OF_TEXT


def is_text(old: Literal) -> bool:
    """Whether it is a text, and no number, date or whatever else has a form."""
    return old.datatype == XSD("string") or bool(old.language)


def value_in_words(old: Literal) -> str:
    """A value as pages show it, and as it is taken here."""
    told = date_in_words(old)
    return told if told and read(told, old) == old else old.value


def read(given: str, old: Literal) -> Literal | None:
    """What a text is in the place of a literal; None for what cannot stand there.

    Of times it may be any kind that fits.
    """
    return next(filter(is_well_typed, _readings(given, old)), None)


def fault(given: str, old: Literal) -> Phrase:
    """Why a text cannot stand in the place of a literal, and how to write it."""
    words = _OTHER
    if old.datatype in _DATES:
        words = _NO_DATE
    elif old.datatype in _NUMBERS:
        words = _NO_NUMBER
    return Phrase(words.words, given=given, old=value_in_words(old))


def _readings(given: str, old: Literal) -> Iterator[Literal]:
    if old.language:
        yield Literal(given, language=old.language)
        return
    yield Literal(given, datatype=old.datatype)
    if old.datatype in _DATES:
        yield from (Literal(given, datatype=kind) for kind in _DATES)
        date = read_date(given, months())
        yield from [date] if date else []
    if old.datatype in _NUMBERS and _PARTED.fullmatch(given):
        yield Literal(re.sub(r"[^-\d]", "", given), datatype=old.datatype)
