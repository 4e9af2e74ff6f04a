"""What the states of the world are called, in all languages (Unicode CLDR, ISO 3166-1)."""

import re
from collections import defaultdict
from functools import cache
from typing import Any

import pycountry

from diplomatica.lookup.matching.names.spelling import (
    is_latin,
    key_of,
    words_of,
)

_CODE = re.compile("[A-Z]{2}")
_WRITTEN = re.compile("[A-Z]{2,3}|[0-9]{3}")
_LANGUAGE = re.compile("[a-z]{2,3}(_[A-Z][a-z]{3})?")
_UNIONS = {"EU": "European Union", "UN": "United Nations"}
_FEW = 4  # letters
_WIDELY = frozenset(("de", "es", "fr", "it", "nl", "pl", "pt", "tr"))
_NAMES = ("name", "common_name", "official_name")


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


def codes_named(words: tuple[str, ...]) -> frozenset[str]:
    """The codes of all states that are called so in some language."""
    return _names().get(key_of(words), frozenset())


def unions_named(words: tuple[str, ...]) -> list[str]:
    """The English names of the unions of states that are called so in some language."""
    return [_UNIONS[code] for code in codes_named(words) if code in _UNIONS]


def official_names(code: str) -> list[str]:
    """What ISO 3166-1 calls the state with this code, in English."""
    state: Any = pycountry.countries.get(alpha_2=code)
    names = [getattr(state, kind, "") for kind in _NAMES]
    return [name for name in names if name]


@cache
def _names() -> dict[str, frozenset[str]]:
    """The codes by all names; half a second, once, where a dataset has states."""
    # Only a dataset that has states needs it.
    from babel import localedata

    written: dict[str, set[str]] = defaultdict(set)
    for state in pycountry.countries:
        for name in official_names(state.alpha_2):
            written[name].add(state.alpha_2)
            written[_turned(name)].add(state.alpha_2)
    for language in filter(_LANGUAGE.fullmatch, localedata.locale_identifiers()):
        # Babel keeps what it loads for all who ask: a part of it would be all they get.
        told = localedata.load(language).get("territories", {})
        for code, name in told.items():
            if _CODE.fullmatch(code) and _tells(str(name), language):
                written[str(name)].add(code)
    return _by_key(written)


def _tells(name: str, language: str) -> bool:
    """Whether a name is none of few letters that mean much else.

    “Ira” is Iran in Luba-Katanga, and “Irã” in Portuguese.
    """
    if language == "en" or not is_latin(name):
        return True
    letters = len(key_of(words_of(name)))
    return letters > _FEW or (letters == _FEW and language in _WIDELY)


def _by_key(written: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, codes in written.items():
        found[key_of(words_of(name))] |= codes
    return {key: frozenset(codes) for key, codes in found.items() if key}


def _turned(name: str) -> str:
    """“Iran, Islamic Republic of” as “Islamic Republic of Iran”."""
    first, comma, rest = name.partition(", ")
    return f"{rest} {first}" if comma else name
