"""A sheet: all that the build finds about one article's claims, and from what.

It follows from what it holds, and from nothing else. So sheets are made side by side,
and again only where something of theirs changed.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from pyoxigraph import NamedNode, Triple

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.text.article import Article
from diplomatica.pipeline.claims.claim import Claim
from diplomatica.pipeline.claims.quotation import Citing
from diplomatica.pipeline.claims.record import record
from diplomatica.pipeline.files.kinds import Kinds
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.storing.lines import Lines


@dataclass(frozen=True)
class Sheet:
    """An article and its claims, with the names of the things that they speak of."""

    article: Article
    head: list[Triple]
    claims: list[Claim]
    labels: Labels
    is_closed: bool

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole = hashlib.sha256()
        for text in self._texts():
            whole.update(f"{len(text)} {text}\n".encode())
        return whole.hexdigest()

    @cached_property
    def size(self) -> int:
        """About how many bytes it has."""
        return len(self.article.data) + sum(map(len, self._source()))

    def _texts(self) -> Iterator[str]:
        yield f"{self.article.slug} {self.article.sha256} {self.is_closed}"
        yield repr(self.labels)
        yield from map(str, self.head)
        yield from self._source()
        for claim in self.claims:
            yield str(claim.iri)
            yield from map(str, [*claim.about, *claim.facts])
            yield repr(claim.called)

    def _source(self) -> Iterator[str]:
        """The text of the file of claims, in which faults have their lines."""
        for claim in self.claims[:1]:
            yield claim.source.name
            for block in claim.source.blocks:
                for stretch in block.stretches:
                    yield f"{stretch.line} {sorted(stretch.prefixes.items())}"
                    yield stretch.text


def sheet(
    article: Article,
    head: list[Triple],
    claims: list[Claim],
    labels: Labels,
    is_closed: bool,
) -> Sheet:
    """The sheet of an article, with no more than it needs: it may travel."""
    terms = chain.from_iterable(map(_things, claims))
    things = {term for term in terms if isinstance(term, NamedNode)}
    sources = {id(one.source): replace(one.source, quads=[]) for one in claims}
    bare = [replace(claim, source=sources[id(claim.source)]) for claim in claims]
    return Sheet(article, head, bare, labels.of(things), is_closed)


def _things(claim: Claim) -> Iterator[object]:
    yield from claim.called
    for fact in claim.facts:
        yield fact.subject
        yield fact.object


@dataclass(frozen=True)
class Found:
    """What was found about the claims of an article: its record, faults and hints."""

    text: str
    """The record as N-Quads, in the order in which they are published."""
    faults: list[Fault]
    hints: list[Fault]


@dataclass(frozen=True)
class Finding:
    """Finds the quotes of sheets, with what it needs beside them."""

    kinds: Kinds
    iris: Iris

    @property
    def name(self) -> str:
        """What it comes to follows from this, and from the sheets."""
        return f"sheets {self.iris} {self.kinds}"

    def __call__(self, sheets: Sequence[Sheet]) -> list[Found]:
        """What is found of each sheet."""
        return list(map(self._found, sheets))

    def _found(self, of: Sheet) -> Found:
        citing = Citing(of.article, of.head, of.labels, self.kinds, self.iris)
        quotations = citing.quotations(of.claims)
        quads = record(of.article, of.head, quotations, self.iris, of.is_closed)
        return Found(Lines(self.iris).in_order(quads), citing.faults, citing.hints)
