"""Where there are pictures of a thing: pages only lead there, as they ask no other host."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, Quad, Triple

from diplomatica.model.statement import text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.web.site import Site

_DEPICTS = re.compile(
    r"(has_?)?(main_?|primary_?|cover_?)?(image|img|picture|photo|photograph|depiction|"
    r"thumbnail)s?(_?(link|ur[il]|file))?|isShownBy|P18|logo",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"content_?ur[il]|thumbnail_?ur[il]|url|hasFile|P18", re.IGNORECASE)
_FILE = re.compile(r"\.(jpe?g|png|gif|webp|svg|tiff?|avif)([?#].*)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"<>]+")
Within = Callable[[Iterable[object]], list[Triple]]
"""What gives all that is said of blank nodes."""


@dataclass(frozen=True)
class Depiction:
    """The address of a picture."""

    address: str

    @property
    def host(self) -> str:
        """Who answers there."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")


def depictions(site: Site, quads: Iterable[Quad], within: Within) -> list[Depiction]:
    """The pictures of which a thing says where they are, itself or by a blank node.

    What is described here is no address of a picture, unless it ends as one.
    """
    leading = [
        one for one in quads if _DEPICTS.fullmatch(local_name(one.predicate.value))
    ]
    values = [one.object for one in leading]
    nodes = [one for one in values if isinstance(one, BlankNode)]
    held = [
        one.object
        for one in (within(nodes) if nodes else ())
        if _HOLDS.fullmatch(local_name(one.predicate.value))
    ]
    told = dict.fromkeys(map(text_of, (*values, *held)))
    found = [
        Depiction(text)
        for text in filter(_ADDRESS.fullmatch, told)
        if _FILE.search(text) or not site.is_read_here(text)
    ]
    return [one for one in found if one.host]
