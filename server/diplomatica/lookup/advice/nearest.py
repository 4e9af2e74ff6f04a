"""What comes nearest to an IRI that occurs nowhere.

It is another of its namespace, or the same written otherwise.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

_LOCAL = re.compile(r"[^/#]*$")
_CODE = re.compile(r"[A-Za-z]?\d+")
_WIKI = ("wikidata.org/wiki/", "wikidata.org/entity/")


class Nearest:
    """The IRIs that occur, by their namespaces."""

    def __init__(self, iris: Iterable[str]) -> None:
        """Take all that may be proposed."""
        self._locals: defaultdict[str, list[str]] = defaultdict(list)
        for iri in dict.fromkeys(iris):
            space, local = split(iri)
            self._locals[space].append(local)

    def __contains__(self, iri: str) -> bool:
        """Whether this very IRI is one of them."""
        space, local = split(iri)
        return local in self._locals.get(space, ())

    def in_other_letters(self, iri: str) -> str:
        """The IRI that is in use with other capitals and small letters; "" where none is."""
        space, local = split(iri)
        if not local:
            return ""
        word = local.casefold()
        for name in self._locals.get(space, ()):
            if name and name.casefold() == word:
                return space + name
        return ""

    def of(self, iri: str) -> str:
        """The nearest in the namespace of an IRI, or of another way to write that.

        "" where nothing is near.
        """
        for way in (iri, *ways(iri)):
            space, local = split(way)
            if nearest := _nearest(local, self._locals.get(space, [])):
                return space + nearest
        return ""


def split(iri: str) -> tuple[str, str]:
    """The namespace of an IRI, to its last slash or hash, and the rest."""
    start = _LOCAL.search(iri).start()  # type: ignore[union-attr]
    return iri[:start], iri[start:]


def ways(iri: str) -> Iterator[str]:
    """How else the same is often written.

    It is by the other scheme, as a page of Wikidata, or with # or / before the name.
    """
    space, local = split(iri)
    if _CODE.fullmatch(local):
        yield space + local.upper()
    for scheme, other in (("http://", "https://"), ("https://", "http://")):
        if iri.startswith(scheme):
            swapped = (other + iri.removeprefix(scheme)).replace(*_WIKI)
            yield from dict.fromkeys((swapped, iri.replace(*_WIKI)))
    if space:
        yield space[:-1] + ("/" if space.endswith("#") else "#") + local


def _nearest(local: str, known: list[str]) -> str:
    """The nearest name, first as it is written, then whatever its capitals.

    A number is near to no other.
    """
    if not local or _CODE.fullmatch(local):
        return local if local in known else ""
    by_letters = {name.casefold(): name for name in reversed(known)}
    if local.casefold() in by_letters:
        return by_letters[local.casefold()]
    if near := get_close_matches(local, known, 1):
        return near[0]
    alike = get_close_matches(local.casefold(), by_letters, 1)
    return by_letters[alike[0]] if alike else ""
