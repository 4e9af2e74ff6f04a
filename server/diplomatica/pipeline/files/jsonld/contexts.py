"""Contexts of JSON-LD that stand at other addresses, put into the documents that name them.

Nothing is fetched: whoever brings a document gives such a context as a file. Of
schema.org's own, which has some thousand lines, a short form is known here, and that of
W3C's annotations whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from json import JSONDecoder, dumps, loads
from os.path import normpath
from pathlib import PurePosixPath
from urllib.parse import urljoin

from diplomatica.errors import Fault
from diplomatica.pipeline.files.jsonld.annotations import ANNOTATIONS
from diplomatica.pipeline.files.jsonld.directions import Directions
from diplomatica.pipeline.files.jsonld.keys import first_of, meaningless
from diplomatica.pipeline.files.jsonld.losses import (
    LeftOut,
    Loss,
    lost_names,
    lost_values,
    told_losses,
)
from diplomatica.pipeline.files.jsonld.place import Steps
from diplomatica.pipeline.files.jsonld.typemaps import (
    AT_ONCE,
    IS_SLOW,
    expanded,
    has_type_maps,
    is_slow,
    prefixes_in,
    too_long,
)

_CONTEXT = re.compile(r'(?<!\\)"@context"\s*:\s*')
_DECODER = JSONDecoder()
_KEY = "@context"
_IMPORT = "@import"
_MANY_NAMED = 2  # times that a document names a context
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
HAS_WHOLE = "give the whole with --context {}=FILE if that is not enough"


MAP_THEM = "what they say is left out: give each an IRI in the @context"
# Characters of a document whose keys are looked at, with each context where it is named.
_LOOKED_THROUGH = 16 << 20
_UNSEEN = "the document is too long for its keys without a meaning to be looked for"


@dataclass(frozen=True)
class ContextFile:
    """A file with a context that documents name by its address."""

    name: str
    text: str

    @cached_property
    def whole(self) -> dict[str, object]:
        """What the file holds, loaded once for all that name it; of no object nothing."""
        with suppress(ValueError, RecursionError):
            whole = loads(self.text)
            return whole if isinstance(whole, dict) else {}
        return {}


@dataclass(frozen=True)
class WrittenContext:
    """One context of those that a document names or holds, and where it is written."""

    context: object
    name: str
    """The file in which it is written, or named if it is known here."""
    text: str
    steps: Steps
    is_written: bool = True


Beside = Callable[[str], ContextFile | None]


def _nothing_beside(_address: str) -> None:
    """Find no file for any address: the document stands alone."""


class Contexts:
    """The contexts of one document: those that are given, and ours."""

    def __init__(
        self, given: Mapping[str, ContextFile], beside: Beside = _nothing_beside
    ) -> None:
        """`given` has the file of each, by the address that stands for it.

        `beside` finds the file that a relative address names.
        """
        self._beside = beside
        self._given = {_plain(address): file for address, file in given.items()}
        self.short_of = ""
        """The address of the context of which the short form was put into the document."""
        self.missing: dict[str, bool] = {}
        """The addresses that nobody gave, each with whether only another context names it."""
        self.several: list[str] = []
        """The addresses that are imported as one context, and have several."""
        self.distinct: dict[str, list[object]] = {}
        """The contexts of the document, each once, by the text that names or holds them."""
        self.meaningless: tuple[int, str] | None = None
        """That keys mean nothing, in words, with the line of the first; None for none.

        Of a document that is too long it says that they were not looked for.
        """
        self.losses: list[Loss] = []
        """The names in the document that a parser leaves out without a word."""
        self.lost_values: tuple[str, ...] = ()
        """Those of them that its contexts say to be IRIs."""
        self._mapped: object = None
        """The document as it was loaded, where it is to be expanded."""
        self.left_out: LeftOut | None = None
        """That it leaves out statements so."""
        self.directions = Directions()
        """Those that its texts are read without."""
        self.prefixes: dict[str, str] = {}
        """The prefixes of a document that was expanded, which has none."""
        self.is_slow = False
        """Whether the document was expanded, which took long."""

    def placed(self, text: str) -> str:
        """The document with its contexts in place, each on the line where it was named.

        What is no JSON is left as it is, for the parser to tell of.
        """
        whole = "".join(self._pieces(_once(text)))
        if len(whole) > _LOOKED_THROUGH:
            self.meaningless = 0, _UNSEEN
            return whole
        with suppress(ValueError, RecursionError):
            document = loads(whole)
            self.meaningless = first_of(meaningless(document), whole)
            lost = lost_names(document)
            self.losses, self.lost_values = told_losses(lost, whole), lost_values(lost)
            if has_type_maps(self.distinct.values()):
                self._mapped = document
        return whole

    def readable(self, name: str, placed: str, base: str | None) -> str | Fault:
        """The document as the parser reads it rightly, or why it cannot be such."""
        known = self.distinct.values()
        if not has_type_maps(known):
            return placed
        self.prefixes, self.is_slow = prefixes_in(known), is_slow(placed)
        if fault := too_long(name, placed):
            return fault
        document, self._mapped = self._mapped, None
        try:
            # one whose keys were not looked at was not loaded
            document = loads(placed) if document is None else document
        except ValueError:
            return placed  # and the parser tells where it is no JSON
        return expanded(name, document, base)

    def _pieces(self, text: str) -> Iterator[str]:
        """The text in pieces, with contexts in place of their addresses, and no line moved."""
        start = 0
        for found in _CONTEXT.finditer(text):
            if found.end() < start:
                continue
            try:
                named, end = _DECODER.raw_decode(text, found.end())
            except (ValueError, RecursionError):
                break
            whole = [part.context for part in self.parts(named, "", "", ())]
            self.distinct.setdefault(text[found.end() : end], whole)
            if whole != _as_list(named):
                lines = text.count("\n", found.end(), end)
                put = dumps(_alone(whole))
                yield f"{text[start : found.end()]}{put}{lines * chr(10)}"
                start = end
        yield text[start:]

    def parts(
        self, named: object, name: str, text: str, steps: Steps
    ) -> list[WrittenContext]:
        """The contexts one by one that stand at some place of a file, or are named there.

        An address that nobody gave stays as it is.
        """
        return list(self._parts(WrittenContext(named, name, text, steps), ()))

    def _parts(
        self, at: WrittenContext, within: tuple[str, ...]
    ) -> Iterator[WrittenContext]:
        """The same of what is named `within` contexts of these addresses."""
        named = at.context
        if isinstance(named, list):
            for number, one in enumerate(named):
                below = replace(at, context=one, steps=(*at.steps, number))
                yield from self._parts(below, within)
        elif isinstance(named, dict):
            is_whole = _IMPORT not in named
            whole = self._with_named_ones(named, at, within)
            yield replace(at, context=whole, is_written=is_whole)
        elif not isinstance(named, str):
            yield at
        elif file := self._file(address := _address_of(named, within)):
            # below a term what holds already is often named once more
            if address not in within:
                there = WrittenContext(file.whole[_KEY], file.name, file.text, (_KEY,))
                yield from self._parts(there, (*within, address))
        elif ours := self._ours(named):
            yield replace(at, context=ours, is_written=False)
        else:
            self.missing.setdefault(named, bool(within))
            yield at

    def _with_named_ones(
        self, context: dict[str, object], at: WrittenContext, within: tuple[str, ...]
    ) -> dict[str, object]:
        """A context with what it imports, and with what its terms name for below them."""

        def named(by: object) -> list[object]:
            parts = self._parts(replace(at, context=by), within)
            return [part.context for part in parts]

        whole = context
        if isinstance(address := context.get(_IMPORT), str):
            imported = _alone(named(address))
            own = {name: told for name, told in context.items() if name != _IMPORT}
            if isinstance(imported, dict):
                whole = {**imported, **own}
            elif isinstance(imported, list):
                self.several.append(address)
        return {
            term: {**told, _KEY: _alone(named(told[_KEY]))}
            if isinstance(told, dict) and _KEY in told
            else told
            for term, told in whole.items()
        }

    def _file(self, address: str) -> ContextFile | None:
        """The file that is given for an address, or stands beside the document."""
        given = self._given.get(_plain(address))
        found = given or (None if ":" in address else self._beside(address))
        return found if found and _KEY in found.whole else None

    def hints(self, name: str) -> Iterator[Fault]:
        """What the document says otherwise than whoever wrote it may think."""
        if self.short_of:
            yield Fault(name, 0, IS_SHORT, HAS_WHOLE.format(self.short_of))
        yield from self.directions.hints(name)
        if self.is_slow:
            yield Fault(name, 0, IS_SLOW, AT_ONCE)
        if self.meaningless:
            yield Fault(name, *self.meaningless, MAP_THEM)
        of_statements = self.left_out.loss if self.left_out else None
        for loss in filter(None, (*self.losses, of_statements)):
            yield Fault(name, *loss)

    def _ours(self, address: str) -> object:
        """A context that is known here; None for another."""
        if _SCHEMA.fullmatch(address):
            self.short_of = _plain(address)
            return _SHORT
        return ANNOTATIONS if _ANNOTATIONS.fullmatch(address) else None


def _plain(address: str) -> str:
    """An address by which a context is known, however its end is written."""
    return address.rstrip("/#")


def _address_of(named: str, within: tuple[str, ...]) -> str:
    """The address that a context names which stands itself within those of others."""
    if not within:
        return named
    outer = within[-1]
    if ":" in outer or ":" in named:
        return urljoin(outer, named)
    return normpath(PurePosixPath(outer).parent / named)


def _alone(contexts: list[object]) -> object:
    """Contexts as they are written: one of them stands by itself.

    In a list, @propagate would hold for each of them apart.
    """
    return contexts[0] if len(contexts) == 1 else contexts


def _as_list(named: object) -> list[object]:
    return named if isinstance(named, list) else [named]


def _once(text: str) -> str:
    """The document with a context that all parts of a list name in one place above them.

    A long one would be put into each of them else.
    """
    found = list(_CONTEXT.finditer(text))
    if len(found) < _MANY_NAMED:
        return text
    with suppress(ValueError, RecursionError):
        parts = loads(text)
        ends = [_DECODER.raw_decode(text, one.end()) for one in found]
        named = ends[0][0]
        is_alike = isinstance(named, str) and all(one == named for one, _ in ends)
        # As often as there are parts, each of which has one, none stands deeper.
        if is_alike and len(parts) == len(found) and all(map(_names_one, parts)):
            return _below(named, text, [one.end() for one in found], ends)
    return text


def _names_one(part: object) -> bool:
    return isinstance(part, dict) and _KEY in part


def _below(
    named: str, text: str, starts: list[int], ends: list[tuple[object, int]]
) -> str:
    """A list below a context, with an empty one wherever that was named."""
    pieces, last = [f'{{"{_KEY}": {dumps(named)}, "@graph": '], 0
    for start, (_, end) in zip(starts, ends, strict=True):
        pieces += [text[last:start], "[]"]
        last = end
    return "".join([*pieces, text[last:], "}"])
