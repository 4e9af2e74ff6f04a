"""The style in which a dump is written: its format, with the prefixes that it uses."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from io import BytesIO
from typing import ClassVar
from zlib import compress, decompress

from pyoxigraph import Quad, Triple, serialize

from diplomatica.model.formats import JSONLD, NQUADS, RDFXML, TRIG, TURTLE, Format
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import PREFIXED
from diplomatica.model.literals.quoting import needs_quotes_in, quote_numbers
from diplomatica.model.serialization import used_in, with_returns
from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.storing.stored import Triples
from diplomatica.pipeline.writing.leaves.leaf import Leaf
from diplomatica.pipeline.writing.leaves.proof import prove
from diplomatica.pipeline.writing.turtle import Readable, preamble

READABLE = (TURTLE, TRIG)
"""The formats that people read, with sections and reasons."""
_CLOSING = b"}\n"
# Line breaks in literals are escaped: all that begins a line unindented is a graph, or its end.
_GRAPH = re.compile(rb"\n(?=[^\s}])")
# What ends a document, and what stands between the things in it.
_END = {RDFXML: b"</rdf:RDF>", JSONLD: b"]"}
_BETWEEN = {JSONLD: b","}


@dataclass(frozen=True)
class Style:
    """How statements are written in a format."""

    form: Format
    base: str
    prefixes: tuple[tuple[str, str], ...]
    has_quotes: bool
    """Whether numbers stand in quotes, because one would be read otherwise bare."""
    has_default: bool = False
    """Whether the prefix without a name is always declared."""

    @property
    def between(self) -> bytes:
        """What stands between two leaves."""
        return _BETWEEN.get(self.form, b"")

    @cached_property
    def ends(self) -> tuple[bytes, bytes]:
        """What stands before all leaves, and after them."""
        prefixes = dict(self.prefixes)
        if self.form in READABLE:
            return preamble(self.base, prefixes), b""
        nothing = serialize([], format=self.form.rdf, prefixes=prefixes) or b""
        head, end, rest = nothing.rpartition(_END[self.form])
        return head, end + rest

    def narrowed(self, names: Container[str]) -> "Style":
        """This style with no other prefixes than these."""
        known = (
            (name, space)
            for name, space in self.prefixes
            if name in names or (self.has_default and not name)
        )
        return replace(self, prefixes=tuple(known))

    def written(self, leaf: Leaf) -> bytes:
        """A leaf as a dump holds it. Raises DiplomaticaError for what it cannot hold."""
        opening, body = self._body(leaf)
        head, tail = self.ends
        closing = _CLOSING if leaf.is_open and self.form in READABLE else b""
        document = b"".join([head, opening, body, closing, tail])
        prove(document, leaf.quads, leaf.lines, self.form)
        return body

    def _body(self, leaf: Leaf) -> tuple[bytes, bytes]:
        """What the dump holds of a leaf, behind what it holds of an open graph before."""
        if self.form not in READABLE:
            return b"", self._enclosed(leaf.quads)
        body = self._readable(leaf)
        if leaf.is_open:
            body = body.removesuffix(_CLOSING)
        if not (leaf.is_begun and leaf.form is NQUADS):
            return b"", body
        opening, end, rest = body.partition(b"\n")
        return opening + end, rest

    def _enclosed(self, triples: list[Quad]) -> bytes:
        """Triples without the head and the end of a document, which come once for all."""
        prefixes = dict(self.prefixes)
        whole = serialize(triples, format=self.form.rdf, prefixes=prefixes) or b""
        if self.form is RDFXML:
            whole = with_returns(whole)
        head, tail = self.ends
        return whole[len(head) : len(whole) - len(tail)]

    def _readable(self, leaf: Leaf) -> bytes:
        """The text of a leaf, with the reason above each graph that begins in it."""
        text = self._text(leaf)
        reasons = (one.comment for one in leaf.reasons)
        if leaf.form is not NQUADS:
            return text if leaf.is_begun else b"\n" + next(reasons) + text

        first = b"" if leaf.is_begun else b"\n" + next(reasons)
        return first + _GRAPH.sub(lambda _: b"\n\n" + next(reasons), text)

    def _is_quoting(self, leaf: Leaf) -> bool:
        """Whether numbers of a leaf are to stand in quotes.

        Where several prefixes fit their types, that tells which is taken, as elsewhere.
        """
        fitting = [space for _, space in self.prefixes if space.startswith(XSD)]
        return self.has_quotes and (len(fitting) > 1 or needs_quotes_in([leaf.lines]))

    def _text(self, leaf: Leaf) -> bytes:
        """Its statements as the format has them, with its prefixes."""
        file, prefixes = BytesIO(), dict(self.prefixes)
        given: Iterator[Triple | Quad] = iter(leaf.quads)
        if self._is_quoting(leaf):
            given, veil = quote_numbers(given, self.form)
            prefixes |= veil
        goes_on = leaf.is_begun and leaf.form is not NQUADS
        serialize(
            given,  # type: ignore[arg-type]
            Readable(file, self.base, goes_on),
            self.form.rdf,
            prefixes=prefixes,
            base_iri=self.base,
        )
        return file.getvalue()


# Of many leaves most need the same prefixes.
@lru_cache(maxsize=256)
def _fitting(style: Style, names: frozenset[str], is_named: bool) -> Style:
    """The style that writes a leaf alike: triples stand in TriG as they do in Turtle."""
    narrowed = style.narrowed(names)
    if style.form is TRIG and not is_named:
        return replace(narrowed, form=TURTLE)
    return narrowed


def style_of(form: Format, triples: Triples, iris: Iris, *, has_quotes: bool) -> Style:
    """The style of a format, with all prefixes that a dump in it may need."""
    known = {} if form is JSONLD else dict(iris.prefixes)
    is_readable = form in READABLE
    if is_readable:
        # Names of several parts need no escapes below a base, as they would after a prefix.
        for prefix in PREFIXED:
            known.pop(prefix, None)
    # What the serializer of XML calls other elements depends on it.
    has_default = form is RDFXML and "" in known and triples.names(known[""])
    prefixes = tuple(known.items())
    return Style(form, iris.base, prefixes, has_quotes and is_readable, has_default)


@dataclass(frozen=True)
class Rendering:
    """Writes leaves in several styles."""

    styles: tuple[Style, ...]

    @property
    def name(self) -> str:
        """What it comes to follows from this, and from the leaves."""
        said = (
            (one.form.name, one.base, one.prefixes, one.has_quotes, one.has_default)
            for one in self.styles
        )
        return f"dumps {list(said)}"

    @cached_property
    def _prefixes(self) -> frozenset[tuple[str, str]]:
        """Those of all styles."""
        return frozenset(one for style in self.styles for one in style.prefixes)

    def __call__(self, leaves: Sequence[Leaf]) -> list["Rendered"]:
        """Each leaf in each style. Raises DiplomaticaError for what none can hold."""
        return list(map(self._rendered, leaves))

    def _rendered(self, leaf: Leaf) -> "Rendered":
        """A leaf in all formats, packed."""
        names = used_in(leaf.lines, self._prefixes)
        is_named = leaf.form is NQUADS
        styles = [_fitting(one, names, is_named) for one in self.styles]
        bodies = {one: compress(one.written(leaf), 1) for one in dict.fromkeys(styles)}
        return Rendered(leaf.title, tuple(map(bodies.__getitem__, styles)), names)


@dataclass(frozen=True)
class Rendered:
    """A leaf in several styles, below the title of its section."""

    title: str
    packed: tuple[bytes, ...]
    prefixes: frozenset[str]
    """The names of those that are needed."""
    is_packed: ClassVar = True

    @property
    def bodies(self) -> Iterator[bytes]:
        """What the dump of each style holds of it."""
        return map(decompress, self.packed)
