"""States by their codes, and by what they are called in all languages (ISO 3166-1)."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import translation
from pathlib import Path

import pycountry

_CODE = re.compile("[A-Z]{2,3}|[a-z]{2,3}|[0-9]{3}")
_DOMAIN = "iso3166-1"  # of the names that pycountry has in other languages
_NEAR = ("ru", "uk", "kk", "zh_CN", "ar")  # are asked for most
# Names in English that were the usual ones until lately, and are much written still.
_FORMER = {
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "MM": ("Burma",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
}
_NAMES = ("common_name", "name", "official_name")


def state_names(code: str) -> list[str]:
    """The names of the state with this code of letters or of digits (ISO 3166-1)."""
    if not _CODE.fullmatch(code):
        return []
    codes, written = pycountry.countries, code.upper()
    state = (
        codes.get(alpha_2=written)
        or codes.get(alpha_3=written)
        or codes.get(numeric=written)
    )
    names = [getattr(state, kind, "") for kind in _NAMES]
    names += _FORMER.get(getattr(state, "alpha_2", ""), ())
    return [name for name in dict.fromkeys(names) if name]


def states_called(text: str) -> Iterator[list[str]]:
    """The names in English of each state that is called so in some other language."""
    sought = text.strip().casefold()
    if not sought.isascii():
        for language in _languages():
            code = _codes_in(language).get(sought)
            if code:
                yield state_names(code)


def names_in_languages() -> Iterator[tuple[str, str, str]]:
    """Each language with the code of each state and a name that it has in it."""
    for language in _languages():
        for name, code in _codes_in(language).items():
            yield language, code, name


@cache
def _languages() -> list[str]:
    """The languages in which the names of states are known; the nearest ones first."""
    files = Path(pycountry.LOCALES_DIR).glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")
    known = sorted(file.parents[1].name for file in files)
    return sorted(known, key=lambda tag: tag not in _NEAR)


@cache
def _codes_in(language: str) -> dict[str, str]:
    """The codes of states by what they are called in a language."""
    spoken = translation(_DOMAIN, pycountry.LOCALES_DIR, [language])
    codes: dict[str, str] = {}
    for state in pycountry.countries:
        for kind in _NAMES:
            if name := getattr(state, kind, ""):
                codes[spoken.gettext(name).casefold()] = state.alpha_2
    return codes
