"""What identifies a thing and is no name: its IRI, its page, its item in Wikidata."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from diplomatica.lookup.index.namediris import address, expanded
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import WD

_SITE = re.compile(r"https?://[^/]+/")
_SUFFIX = re.compile(r"\.[a-z]+$")
_ITEM = re.compile(r"wikidata:(Q[1-9]\d*)", re.IGNORECASE)
_SLUG = re.compile(r"[^\W_A-Z]+(-[^\W_A-Z]+)*")


def one_address(text: str) -> str:
    """An address without what does not tell it apart: its scheme, a form of Wikidata's."""
    return re.sub("^https:", "http:", address(text)).rstrip("/")


def item_of(iri: str) -> str:
    """The id of an item in Wikidata, such as Q232; empty for any other IRI."""
    return iri.removeprefix(WD) if iri.startswith(WD) else ""


def iris_written(text: str, iris: Iris) -> Iterator[str]:
    """The IRIs that a text may write: in full, with a prefix, by its page or path.

    On whatever host the dataset is served, the path of a page is the same.
    """
    written = unquote(text.strip().removeprefix("<").removesuffix(">"))
    if not written or re.search(r"\s", written):
        return
    yield text.strip()
    yield one_address(text)
    if item := _ITEM.fullmatch(written):
        yield WD + item[1]
    yield from expanded(written, iris)
    path = _SITE.sub("/", written.replace(iris.base, "/"))
    if path.startswith(("/id/", "/doc/")):
        slug = re.split("[?#]", path.split("/", 2)[2])[0]
        yield from (f"{iris.base}id/{one}" for one in (slug, _SUFFIX.sub("", slug)))


def slug_written(text: str) -> str:
    """A text that may be the end of an IRI of the dataset’s own, as its addresses have it."""
    written = text.strip()
    return written if _SLUG.fullmatch(written) else ""
