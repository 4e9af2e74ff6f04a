"""Contexts of JSON-LD that stand at other addresses, put into the documents that name them.

Nothing is fetched: whoever brings a document gives such a context as a file. Of
schema.org's own, which has some thousand lines, a short form is known here, and that of
W3C's annotations whole.
"""

import re
from collections.abc import Iterator, Mapping
from json import JSONDecoder, dumps, loads

from diplomatica.pipeline.files.bringing.annotations import ANNOTATIONS

_CONTEXT = re.compile(r'(?<!\\)"@context"\s*:\s*')
_DECODER = JSONDecoder()
_DEEPEST = 8  # contexts that name others, one within the other
_SCHEMA = re.compile(
    r"https?://(www\.)?schema\.org(/|/docs/jsonldcontext\.json(ld)?)?", re.IGNORECASE
)
_ANNOTATIONS = re.compile(r"https?://www\.w3\.org/ns/anno(\.jsonld)?", re.IGNORECASE)
_ADDRESSES = (
    *("additionalType", "codeRepository", "contentUrl", "discussionUrl", "downloadUrl"),
    *("embedUrl", "hasMap", "image", "installUrl", "isBasedOn", "license", "logo"),
    *("mainEntityOfPage", "paymentUrl", "relatedLink", "sameAs", "significantLink"),
    *("thumbnailUrl", "url"),
)
_DAYS = (
    *("birthDate", "dateCreated", "dateModified", "datePublished", "deathDate"),
    *("dissolutionDate", "endDate", "expires", "foundingDate", "startDate"),
    *("uploadDate", "validFrom", "validThrough"),
)
_SHORT = {
    "@vocab": "http://schema.org/",
    "schema": "http://schema.org/",
    "id": "@id",
    "type": "@type",
    **{name: {"@type": "@id"} for name in _ADDRESSES},
    **{name: {"@type": "http://schema.org/Date"} for name in _DAYS},
}
IS_SHORT = (
    "names schema.org's context, of which a short form is read: a property is of "
    "http://schema.org/, and its value an address or a day where those of everyday are"
)
HAS_WHOLE = (
    "give the whole with --context https://schema.org=FILE if that is not enough"
)


class Contexts:
    """The contexts of one document: those that are given, and ours."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """`given` has the text of each, by the address that stands for it."""
        self._given = {_plain(address): text for address, text in given.items()}
        self.is_short = False
        """Whether the short form was put into the document."""
        self.missing: dict[str, bool] = {}
        """The addresses that nobody gave, each with whether only another context names it."""

    def placed(self, text: str) -> str:
        """The document with its contexts in place, each on the line where it was named.

        What is no JSON is left as it is, for the parser to tell of.
        """
        return "".join(self._parts(text))

    def _parts(self, text: str) -> Iterator[str]:
        """The text in pieces, with contexts in place of their addresses, and no line moved."""
        start = 0
        for found in _CONTEXT.finditer(text):
            if found.end() < start:
                continue
            try:
                named, end = _DECODER.raw_decode(text, found.end())
            except (ValueError, RecursionError):
                break
            whole = self._whole(named, 0)
            if whole != named:
                lines = text.count("\n", found.end(), end)
                yield f"{text[start : found.end()]}{dumps(whole)}{lines * chr(10)}"
                start = end
        yield text[start:]

    def _whole(self, named: object, depth: int) -> object:
        """A context with those in place that it names by their addresses."""
        if isinstance(named, list):
            return [one for part in named for one in self._as_list(part, depth)]
        if not isinstance(named, str):
            return named
        if depth == _DEEPEST:
            self.missing.setdefault(named, True)
            return named
        if text := self._given.get(_plain(named)):
            return self._whole(loads(text)["@context"], depth + 1)
        if _SCHEMA.fullmatch(named):
            self.is_short = True
            return _SHORT
        if _ANNOTATIONS.fullmatch(named):
            return ANNOTATIONS
        self.missing.setdefault(named, depth > 0)
        return named

    def _as_list(self, named: object, depth: int) -> list[object]:
        whole = self._whole(named, depth)
        return whole if isinstance(whole, list) else [whole]


def _plain(address: str) -> str:
    """An address by which a context is known, however its end is written."""
    return address.rstrip("/#")
