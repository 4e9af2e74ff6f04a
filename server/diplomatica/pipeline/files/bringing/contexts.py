"""Contexts of JSON-LD that stand at other addresses, put into the documents that name them.

Nothing is fetched: whoever brings a document gives such a context as a file. Of
schema.org's own, which has some thousand lines, a short form is known here, and that of
W3C's annotations whole.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
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


MAP_THEM = "what they say is left out: give each an IRI in the @context"
# Characters of a document whose keys are looked at, with each context where it is named.
_LOOKED_THROUGH = 16 << 20
_UNSEEN = "the document is too long for its keys without a meaning to be looked for"
_KEYS_TOLD, _LONGEST_TOLD = 6, 60


class Contexts:
    """The contexts of one document: those that are given, and ours."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """`given` has the text of each, by the address that stands for it."""
        self._given = {_plain(address): text for address, text in given.items()}
        self.is_short = False
        """Whether the short form was put into the document."""
        self.missing: dict[str, bool] = {}
        """The addresses that nobody gave, each with whether only another context names it."""
        self.meaningless: tuple[int, str] | None = None
        """That keys mean nothing, in words, with the line of the first; None for none.

        Of a document that is too long it says that they were not looked for.
        """

    def placed(self, text: str) -> str:
        """The document with its contexts in place, each on the line where it was named.

        What is no JSON is left as it is, for the parser to tell of.
        """
        whole = "".join(self._parts(text))
        if len(whole) > _LOOKED_THROUGH:
            self.meaningless = 0, _UNSEEN
            return whole
        with suppress(ValueError, RecursionError):
            self.meaningless = _sentence_of(list(_meaningless(loads(whole))), whole)
        return whole

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


def _sentence_of(keys: list[str], text: str) -> tuple[int, str] | None:
    """That keys of a text mean nothing, in words, with the line of the first."""
    if not keys:
        return None
    found = re.search(rf"{re.escape(dumps(keys[0], ensure_ascii=False))}\s*:", text)
    line = text.count("\n", 0, found.start()) + 1 if found else 0
    more = len(keys) - _KEYS_TOLD
    named = ", ".join(map(_in_words, keys[:_KEYS_TOLD])) + (
        f" and {more:,} more" if more > 0 else ""
    )
    what = "1 key means" if len(keys) == 1 else f"{len(keys):,} keys mean"
    return line, f"{what} nothing here: {named}"


def _in_words(key: str) -> str:
    """A key as it can stand in a line: no breaks, no halves of letters, not too long."""
    short = f"{key[:_LONGEST_TOLD]}…" if len(key) > _LONGEST_TOLD else key
    return dumps(short, ensure_ascii=False)[1:-1].encode("utf-8", "replace").decode()


def _meaningless(document: object) -> Iterator[str]:
    """The keys that no context of a document knows, each once; none where that is unsure.

    What one context knows is taken to be known in all of the document.
    """
    known = _known_terms(document)
    if known is None:
        return
    seen = set[str]()
    for key, value, waiting in _members(document):
        if key.startswith("@") or ":" in key:
            is_opaque = key in ("@context", "@value")
        else:
            if key not in known and key not in seen:
                seen.add(key)
                yield key
            is_opaque = key not in known or not _has_nodes(known[key])
        if not is_opaque:
            waiting.append(value)


def _known_terms(document: object) -> dict[str, object] | None:
    """The terms of all contexts in a document; None where one cannot be told.

    So it is with those at other addresses, of a vocabulary, or within terms.
    """
    known: dict[str, object] = {}
    for key, value, waiting in _members(document):
        if key != "@context":
            waiting.append(value)
            continue
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict | None) or _is_wide(one or {}):
                return None
            known |= one or {}
    return known


def _is_wide(context: dict[str, object]) -> bool:
    """Whether a context gives a meaning to more than its own terms, or in other places."""
    if context.get("@vocab") is not None or "@import" in context:
        return True
    return any(isinstance(one, dict) and "@context" in one for one in context.values())


def _has_nodes(term: object) -> bool:
    """Whether the value of a term has keys that are terms: no map, and no text of JSON."""
    if isinstance(term, dict):
        container = term.get("@container", "@set")
        kinds = container if isinstance(container, list) else [container]
        is_map = any(kind not in ("@list", "@set") for kind in kinds)
        return not is_map and term.get("@type") != "@json"
    return term not in (None, "@value")


def _members(document: object) -> Iterator[tuple[str, object, list[object]]]:
    """The members of objects, outermost first, each with where to put what is to follow."""
    level = [document]
    while level:
        below: list[object] = []
        for one in level:
            if isinstance(one, list):
                below += one
            elif isinstance(one, dict):
                yield from ((key, value, below) for key, value in one.items())
        level = below
