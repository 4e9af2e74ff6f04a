"""All that a parser refuses in a document of JSON-LD, each with its place.

It tells of one fault, without a place, and of no other. So parts are parsed alone below
the contexts that hold for them, half by half and from the outermost inward.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from json import dumps, loads
from typing import Any

from pyoxigraph import RdfFormat, parse

from diplomatica.errors import Fault
from diplomatica.pipeline.files.jsonld.advice import GIVE_IT, advice_on
from diplomatica.pipeline.files.jsonld.contexts import Contexts, WrittenContext
from diplomatica.pipeline.files.jsonld.place import (
    Steps,
    line_and_column,
    line_of,
    path_of,
)
from diplomatica.pipeline.files.jsonld.terms import faulty_terms, needed_part
from diplomatica.pipeline.files.jsonld.typemaps import without_type_maps

_LARGEST = 64 << 20  # characters of a document that is looked through
_MOST = 256 << 20  # characters that are parsed for that, again and again
_MOST_TOLD = 20  # kinds of faults of a document
_CONTEXT, _GRAPH, _VALUE = "@context", "@graph", "@value"
_STAND_IN = {"@vocab": "urn:x-unknown:"}
"""What stands for a context that nobody gave, so that what is below it is looked at."""
_UNSURE = ("IRI", "only keys", "properties", "Inconsistent", "twice")
"""What a parser may say for the want of such a context."""
_NOT_ALL = "has more faults, perhaps: it was not looked through to its end"
_REMOTE = "LoadDocumentCallback"
"""What a parser says of contexts that it would have to fetch."""
_SEE = "see the W3C Recommendation of JSON-LD"
_FIRST = "mend those that are told first"
Json = Any


class _Spent(Exception):
    """As much was parsed as may be."""


@dataclass
class Refusals:
    """What is refused in one document, whose contexts are known."""

    name: str
    text: str
    contexts: Contexts
    base: str | None
    _left: int = _MOST
    _first: dict[tuple[str, str], Fault] = field(default_factory=dict)
    """The first fault of each kind, by its file and the reason."""
    _counts: dict[tuple[str, str], set[Steps]] = field(default_factory=dict)
    """The places of all of them: a context may be named often."""

    _outermost: dict[str, list[Json]] = field(default_factory=dict)
    """Contexts by their addresses, where none stands before."""

    def faults(self) -> list[Fault]:
        """All of them, or the first of many; none where it cannot be looked through."""
        is_whole = len(self.text) <= _LARGEST
        with suppress(ValueError, RecursionError):
            try:
                if is_whole:
                    self._look(loads(self.text))
            except _Spent:
                is_whole = False
        self._note_missing_within()
        told = [self._with_count(kind) for kind in self._first]
        more = [Fault(self.name, 0, _NOT_ALL, _FIRST)] if told and not is_whole else []
        return told + more

    def _with_count(self, kind: tuple[str, str]) -> Fault:
        fault, count = self._first[kind], len(self._counts[kind])
        if count == 1:
            return fault
        return replace(fault, message=f"{fault.message} ({count:,} times)")

    def _look(self, document: Json) -> None:
        whole, above = self._mended(document, [], ()), list[Json]()
        if _shares_context(whole):
            # of what is written once for each part of a list, one is enough
            above = whole[0][_CONTEXT]
            whole = [{**one, _CONTEXT: []} for one in whole]
        if self._why({_CONTEXT: above, _GRAPH: whole}):
            self._inward(whole, above, _GRAPH, ())

    def _mended(self, node: Json, above: list[Json], steps: Steps) -> Json:
        """A part of the document with contexts that are not refused; what is, is noted."""
        if isinstance(node, list):
            parts = enumerate(node)
            return [self._mended(one, above, (*steps, at)) for at, one in parts]
        if not isinstance(node, dict) or _VALUE in node:
            return node
        here: dict[str, Json] = {}
        if _CONTEXT in node:
            here[_CONTEXT] = self._contexts(node[_CONTEXT], above, (*steps, _CONTEXT))
        inner = [*above, *here.get(_CONTEXT, ())]
        said = ((by, value) for by, value in node.items() if by != _CONTEXT)
        return here | {by: self._mended(one, inner, (*steps, by)) for by, one in said}

    def _contexts(self, named: Json, above: list[Json], steps: Steps) -> list[Json]:
        """The contexts that are named at a place, without what is refused in them."""
        if above or not isinstance(named, str):
            return self._sound_ones(named, above, steps)
        if named not in self._outermost:
            self._outermost[named] = self._sound_ones(named, above, steps)
        return self._outermost[named]

    def _sound_ones(self, named: Json, above: list[Json], steps: Steps) -> list[Json]:
        sound = list[Json]()
        for part in self.contexts.parts(named, self.name, self.text, steps):
            sound.append(self._sound(part, [*above, *sound]))
        return sound

    def _sound(self, part: WrittenContext, before: list[Json]) -> Json:
        """A context without its terms that are refused, which are noted."""
        own: Json = without_type_maps(part.context)
        if isinstance(own, str):
            self._note_missing(part, own)
            return _STAND_IN
        reason = self._why({_CONTEXT: [*before, own]})
        if not reason:
            return own
        if _REMOTE in reason:
            return _STAND_IN
        terms = dict[str, str]()
        if isinstance(own, dict) and part.is_written:

            def why(some: Json) -> str:
                return self._why({_CONTEXT: [*before, some]})

            terms = faulty_terms(own, why)
        for term, told in terms.items():
            self._note(told, replace(part, steps=(*part.steps, term)))
        if not terms:
            self._note(reason, part)
            return {}
        return {one: value for one, value in own.items() if one not in terms}

    def _inward(
        self, node: Json, above: Sequence[Json], key: str, steps: Steps
    ) -> bool:
        """Note what is refused in a value of `key` below these contexts: whether it was."""
        if isinstance(node, list):
            inner = self._in_list(node, above, key, steps)
        elif isinstance(node, dict) and _VALUE not in node:
            inner = self._in_object(node, above, steps)
        else:
            inner = False
        if not inner and (why := self._why({_CONTEXT: above, key: node})):
            self._note_here(why, steps)
            return True
        return inner

    def _in_list(
        self, node: list[Json], above: Sequence[Json], key: str, steps: Steps
    ) -> bool:
        parts = list(enumerate(node))
        found = self._refused(
            parts, lambda some: {_CONTEXT: above, key: [one for _, one in some]}
        )
        told = [self._inward(one, above, key, (*steps, at)) for at, one in found]
        return any(told)

    def _in_object(
        self, node: dict[str, Json], above: Sequence[Json], steps: Steps
    ) -> bool:
        contexts = (*above, *node.get(_CONTEXT, ()))
        here = [needed_part(one, node) for one in contexts]
        said = [(by, value) for by, value in node.items() if by != _CONTEXT]

        def alone(some: list[Any]) -> Json:
            return {_CONTEXT: here, **dict(some)}

        is_told = False
        for by, value in self._refused(said, alone):
            is_told |= self._inward(value, here, by, (*steps, by))
        return is_told

    def _refused(
        self, parts: list[Any], below: Callable[[list[Any]], Json]
    ) -> Iterator[Any]:
        """Those of some parts that are refused each by itself, found by halves."""
        if not parts or not self._why(below(parts)):
            return
        if len(parts) == 1:
            yield parts[0]
            return
        middle = len(parts) // 2
        yield from self._refused(parts[:middle], below)
        yield from self._refused(parts[middle:], below)

    def _why(self, document: Json) -> str:
        """Why a document is refused; "" where it is not. Raises _Spent."""
        text = dumps(document)
        self._left -= len(text)
        if self._left < 0 or len(self._first) >= _MOST_TOLD:
            raise _Spent
        try:
            quads = parse(text.encode(), format=RdfFormat.JSON_LD, base_iri=self.base)
            deque(quads, maxlen=0)
        except SyntaxError as error:
            return str(error.msg)
        return ""

    def _note_here(self, why: str, steps: Steps) -> None:
        is_sure = not self.contexts.missing or not any(one in why for one in _UNSURE)
        if is_sure:
            self._note(why, WrittenContext(None, self.name, self.text, steps))

    def _note_missing_within(self) -> None:
        """Note the addresses that stand within contexts, as what is imported does."""
        for address in self.contexts.several:
            fault = Fault(self.name, line_of(self.text, address), *_told_of(address))
            self._first[self.name, fault.message] = fault
            self._counts[self.name, fault.message] = {()}
        noted = " ".join(what for _, what in self._first)
        for address in self.contexts.missing:
            if f"@context {address}" not in noted:
                line = line_of(self.text, address)
                what, advice = self._told_of_missing(address)
                self._first[self.name, what] = Fault(self.name, line, what, advice)
                self._counts[self.name, what] = {()}

    def _told_of_missing(self, address: str) -> tuple[str, str]:
        is_within = self.contexts.missing[address]
        through = ", which another context names" if is_within else ""
        what = f"has the @context {address}{through}, and nothing is fetched here"
        return what, GIVE_IT.replace("ADDRESS", address)

    def _note_missing(self, part: WrittenContext, address: str) -> None:
        what, advice = self._told_of_missing(address)
        self._add(what, advice, part, is_placed=False)

    def _note(self, why: str, part: WrittenContext) -> None:
        self._add(why, advice_on(why) or _SEE, part)

    def _add(
        self, what: str, advice: str, part: WrittenContext, *, is_placed: bool = True
    ) -> None:
        """Note a fault with its place, which takes a look through all that is before."""
        kind = part.name, what
        self._counts.setdefault(kind, set()).add(part.steps)
        if kind not in self._first:
            line, column = line_and_column(part.text, part.steps)
            where = ", ".join(filter(None, (f"column {column}", path_of(part.steps))))
            told = f"{what} ({where})" if is_placed else what
            self._first[kind] = Fault(part.name, line, told, advice)


def _told_of(address: str) -> tuple[str, str]:
    """That several contexts are imported, and what to write."""
    what = f"imports the @context {address}, which is a list of several"
    return what, 'name it beside the other, in a list: "@context": [address, {…}]'


def _shares_context(document: Json) -> bool:
    """Whether that is a list of which each part has the same contexts."""
    if not isinstance(document, list) or not document:
        return False
    known = [one.get(_CONTEXT) for one in document if isinstance(one, dict)]
    is_each = len(known) == len(document) and bool(known[0])
    return is_each and all(one == known[0] for one in known)
