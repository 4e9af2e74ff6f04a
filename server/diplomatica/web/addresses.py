"""Where an IRI is read on this site, and which IRIs an address may mean.

Below a base of the dataset that is the IRI's own path, else /about?iri=…
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote, unquote

from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP
from diplomatica.web.sections import TAKEN

_IN_PATHS = "/:@!$&'()*+,;=~"
_IN_QUERIES = "/:@!$'()*,;~"
_IN_IRIS = "/:@!$&'()*+,;=~%?#"
_SLASH = "%2F"
_KEPT = 20_000  # paths
_MARKS = re.compile("[./]")  # behind the first part of a path
_FILES = frozenset(("", "cite.bib", "robots.txt", "sitemap.xml", ".well-known/void"))


class Addresses:
    """The addresses of one release, relative to the root of the site."""

    def __init__(
        self, release: Release, documents: Callable[[], Collection[str]]
    ) -> None:
        """Take the bases of a release.

        `documents` gives how the paths of this site's own documents begin whose parts
        have a hash; where the data has such an IRI, its parts are things like others.
        """
        self._base, self._documents = release.base, documents
        self._spaces = [space for space in release.spaces if space != release.base]
        self.own = lru_cache(_KEPT)(self._own)

    def _own(self, iri: str) -> str:
        """The path at which an IRI is read here; empty where it is below no base of ours."""
        if iri.startswith(DIP):
            return f"ontology#{iri.removeprefix(DIP)}"
        if iri.startswith(self._base):
            path = iri.removeprefix(self._base).lstrip("/")
            if path.partition("/")[0].partition("#")[0] in self._documents():
                return path
            return self._free(path)
        if any(map(iri.startswith, self._spaces)):
            return self._free(iri.partition("//")[2].partition("/")[2])
        return ""

    def of(self, iri: str) -> str:
        """The address at which any IRI is read here."""
        return self.own(iri) or self.about(iri)

    def about(self, iri: str, suffix: str = "") -> str:
        """The address at which a document about any IRI is."""
        return f"about{suffix}?iri={quote(iri, safe=_IN_QUERIES)}"

    def _free(self, path: str) -> str:
        """A path that no page of this site has taken, or nothing."""
        first = _MARKS.split(path, 1)[0]
        is_taken = first in TAKEN or path in _FILES
        return "" if is_taken else quote(path, safe=_IN_PATHS)

    def meant(self, path: str) -> Iterator[str]:
        """The IRIs that a path may mean, the likeliest first.

        The path is as it was sent, for %2F is not a slash (RFC 3986, section 2.2). What
        no IRI holds as it is was escaped in the IRI itself; a letter beyond ASCII may
        stand either way.
        """
        for way in dict.fromkeys(_ways(path)):
            yield self._base + way
        for space in self._spaces:
            host = "/".join(space.split("/", 3)[:3])
            for way in dict.fromkeys(_ways(path)):
                if f"{host}/{way}".startswith(space):
                    yield f"{host}/{way}"


def _ways(path: str) -> Iterable[str]:
    decoded = _SLASH.join(map(_decoded, path.replace("%2f", _SLASH).split(_SLASH)))
    yield decoded
    yield path
    yield quote(decoded, safe=_IN_IRIS, errors="surrogateescape")
    yield quote(decoded, safe=_IN_PATHS, errors="surrogateescape")


def _decoded(part: str) -> str:
    return unquote(part, errors="surrogateescape")
