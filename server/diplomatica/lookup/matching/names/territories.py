"""What the states of the world are called, in all languages (Unicode CLDR, ISO 3166-1)."""

import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry

from diplomatica.lookup.index.states import names_in_languages, state_names
from diplomatica.lookup.matching.names.spelling import (
    is_latin,
    key_of,
    letters_of,
    words_of,
)

_CODE = re.compile("[A-Z]{2}")
_WRITTEN = re.compile("[A-Z]{2,3}|[0-9]{3}")
_LANGUAGE = re.compile("[a-z]{2,3}(_[A-Z][a-z]{3})?")
_FEW = 4  # letters
_LETTERED = frozenset(("de", "fr", "kk", "ru", "uk"))  # and English
_WIDELY = frozenset(("de", "es", "fr", "it", "nl", "pl", "pt", "tr"))


def code_written(text: str) -> str:
    """The code of two letters that a code of letters or of digits means, or nothing."""
    written = text.strip()
    if not _WRITTEN.fullmatch(written):
        return ""
    codes = pycountry.countries
    state: Any = (
        codes.get(alpha_2=written)
        or codes.get(alpha_3=written)
        or codes.get(numeric=written)
    )
    return str(state.alpha_2) if state else ""


def names() -> Iterator[tuple[str, str]]:
    """What each state is called in some language, with its code of two letters."""
    for state in pycountry.countries:
        for name in state_names(state.alpha_2):
            yield name, state.alpha_2
            yield _turned_name(name), state.alpha_2
    told = {*_in_cldr(), *names_in_languages()}
    for language, code, name in sorted(told):
        if _tells(name, language):
            yield name, code
            yield _turned_name(name), code


def letters() -> Iterator[tuple[str, str]]:
    """The first letters of each state’s names, as RF and РФ, with its code."""
    for state in pycountry.countries:
        for name in state_names(state.alpha_2):
            yield from (
                (made, state.alpha_2) for made in letters_of(_turned_name(name))
            )
    for language, code, name in names_in_languages():
        if language in _LETTERED:
            yield from ((made, code) for made in letters_of(_turned_name(name)))


def _in_cldr() -> Iterator[tuple[str, str, str]]:
    """Each language with the code and the name of each state in it."""
    # only a dataset that has states needs it
    from babel import localedata

    for language in filter(_LANGUAGE.fullmatch, localedata.locale_identifiers()):
        # Babel keeps whatever it loads, 200 MiB for all languages.
        file = Path(str(localedata.resolve_locale_filename(language)))
        told = pickle.loads(file.read_bytes()).get("territories", {})
        for code, name in told.items():
            if _CODE.fullmatch(code):
                yield language, code, str(name)


def _tells(name: str, language: str) -> bool:
    """Whether a name is none of few letters that mean much else.

    “Ira” is Iran in Luba-Katanga, and “Irã” in Portuguese.
    """
    if language == "en" or not is_latin(name):
        return True
    letters = len(key_of(words_of(name)))
    return letters > _FEW or (letters == _FEW and language in _WIDELY)


def _turned_name(name: str) -> str:
    """“Iran, Islamic Republic of” as “Islamic Republic of Iran”."""
    first, comma, rest = name.partition(", ")
    return f"{rest} {first}" if comma else name
