"""What identifies one thing in a search.

That is its IRI, its item in Wikidata, or the code of a state.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from gettext import translation
from pathlib import Path
from urllib.parse import unquote

import pycountry
from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris

_ITEM = re.compile(
    r"(?:(?:https?://)?(?:www\.|m\.)?wikidata\.org/"
    r"(?:wiki|entity)/(?:Special:EntityPage/)?|wd:)?"
    r"(Q[1-9][0-9]*)(?:[.#?].*)?",
    re.IGNORECASE,
)
_WIKIDATA = "http://www.wikidata.org/entity/"
_SUFFIX = re.compile(r"\.[a-z]+$")
_CODE = re.compile("[A-Z]{2,3}|[a-z]{2,3}|[0-9]{3}")
_PAGE, _THING = "doc/", "id/"
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


def address(text: str) -> str:
    """An address without what does not tell it apart: brackets, a form of Wikidata's."""
    bare = text.strip().removeprefix("<").removesuffix(">")
    item = _ITEM.fullmatch(bare)
    return f"{_WIKIDATA}{item[1].upper()}" if item else bare


def is_address(text: str, iris: Iris) -> bool:
    """Whether a text can be nothing but an IRI: in full, by path, or with a prefix."""
    written = text.strip()
    if re.search(r"\s", written):
        return False
    if written.startswith(("/id/", "/doc/", "<")) or "://" in written:
        return True
    if any(_expanded(written, iris)):
        return True
    return address(written).startswith(_WIKIDATA)


def named(text: str, iris: Iris, root: str) -> Iterator[NamedNode]:
    """The IRIs that a text may mean.

    It writes them in full, on the site at `root`, by path, or with a prefix. The page
    of a thing stands for the thing, in whatever format.
    """
    written = address(text)
    found = [written, *_expanded(written, iris)]
    for start in (iris.base, root, "/"):
        if written.startswith(start):
            path = written.removeprefix(start)
            found += [iris.base + one for one in _paths(path)]
    for one in dict.fromkeys(found):
        with suppress(ValueError):
            if ":" in one:
                yield NamedNode(one)


def _paths(path: str) -> Iterator[str]:
    """A path of the site as written, and the other ones that it may stand for."""
    without_query = path.partition("?")[0]
    bare = without_query.partition("#")[0]
    for one in dict.fromkeys((path, bare)):
        for written in dict.fromkeys((one, unquote(one))):
            yield written
            if written.startswith(_PAGE):
                yield from _things(written)


def _things(page: str) -> Iterator[str]:
    """The path of the thing that has this page, without the suffix of a format, too."""
    thing = _THING + page.removeprefix(_PAGE)
    yield from dict.fromkeys((thing, _SUFFIX.sub("", thing)))


def _expanded(name: str, iris: Iris) -> Iterator[str]:
    prefix, colon, local = name.partition(":")
    space = iris.prefixes.get(prefix)
    if colon and space and not local.startswith("//"):
        yield space + local


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
    return {
        spoken.gettext(getattr(state, kind)).casefold(): state.alpha_2
        for state in pycountry.countries
        for kind in _NAMES
        if getattr(state, kind, "")
    }
