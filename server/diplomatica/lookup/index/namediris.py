"""What identifies one thing and is no name: its IRI, its page, its item in Wikidata."""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import WD

_ITEM = re.compile(
    r"(?:(?:https?://)?(?:www\.|m\.)?wikidata\.org/"
    r"(?:wiki|entity)/(?:Special:EntityPage/)?|wd:)?"
    r"(Q[1-9][0-9]*)(?:[.#?].*)?",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.[a-z]+$")
_PAGE, _THING = "doc/", "id/"


def address(text: str) -> str:
    """An address without what does not tell it apart: brackets, a form of Wikidata's."""
    bare = text.strip().removeprefix("<").removesuffix(">")
    item = _ITEM.fullmatch(bare)
    return f"{WD}{item[1].upper()}" if item else bare


def is_address(text: str, iris: Iris) -> bool:
    """Whether a text can be nothing but an IRI: in full, by path, or with a prefix."""
    written = text.strip()
    if re.search(r"\s", written):
        return False
    if written.startswith(("/id/", "/doc/", "<")) or "://" in written:
        return True
    if any(expanded(written, iris)):
        return True
    return address(written).startswith(WD)


def iris_meant(text: str, iris: Iris, root: str) -> Iterator[NamedNode]:
    """The IRIs that a text may mean.

    It writes them in full, on the site at `root`, by path, or with a prefix. The page
    of a thing stands for the thing, in whatever format.
    """
    written = address(text)
    iris_meant = [written, *expanded(written, iris)]
    for start in (iris.base, root, "/"):
        if written.startswith(start):
            path = written.removeprefix(start)
            iris_meant += [iris.base + one for one in _paths(path)]
    for one in dict.fromkeys(iris_meant):
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


def expanded(name: str, iris: Iris) -> Iterator[str]:
    """The IRI that a name with a known prefix stands for, if it does."""
    prefix, colon, local = name.partition(":")
    space = iris.prefixes.get(prefix)
    if colon and space and not local.startswith("//"):
        yield space + local
