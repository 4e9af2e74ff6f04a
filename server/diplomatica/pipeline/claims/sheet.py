"""A sheet: all that the build finds about one article's claims, and from what.

It follows from what it holds, and from nothing else. So sheets are made side by side,
and again only where something of theirs changed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.text.article import Article
from diplomatica.pipeline.claims.authorship import Authorship
from diplomatica.pipeline.claims.claim import claims_of, outside
from diplomatica.pipeline.claims.claimfile import ClaimFile, Noted
from diplomatica.pipeline.claims.claims import Claims
from diplomatica.pipeline.claims.quotation import Citing
from diplomatica.pipeline.claims.record import record
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.storing.lines import StoredLines


@dataclass(frozen=True)
class Sheet:
    """An article and its claims, with the names of the things that they speak of."""

    article: Article
    file: ClaimFile | None
    authorship: Authorship
    labels: Labels
    is_closed: bool

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        file = self.file.digest if self.file else ""
        article = self.article.slug, self.article.sha256, file, self.is_closed
        whole = f"{article} {self.authorship} {self.labels}"
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        return len(self.article.data) + (self.file.size if self.file else 0)


def sheet(article: Article, claims: Claims, labels: Labels, is_closed: bool) -> Sheet:
    """The sheet of an article, with no more than it needs: it may travel."""
    file = claims.files.get(article.slug)
    noted = claims.noted.get(article.slug)
    things = things_of(noted) if noted else frozenset()
    below = claims.iris("claim", article.slug).value + "/"
    authorship = claims.authorship.within(below)
    names = labels.of(things)
    return Sheet(article, file, authorship, names, is_closed)


def things_of(noted: Noted) -> frozenset[NamedNode]:
    """The things of which claims speak."""
    return frozenset(map(NamedNode, noted.things))


@dataclass(frozen=True)
class CheckedSheet:
    """What was found about the claims of an article: its record, faults and hints."""

    text: str
    """The record as N-Quads, in the order in which they are published."""
    faults: list[Fault]
    hints: list[Fault]


@dataclass(frozen=True)
class QuoteFinder:
    """Finds the quotes of sheets, with what it needs beside them."""

    kinds: ClassWords
    iris: Iris

    @property
    def name(self) -> str:
        """What it comes to follows from this, and from the sheets."""
        return f"sheets {self.iris} {self.kinds}"

    def __call__(self, sheets: Sequence[Sheet]) -> list[CheckedSheet]:
        """What is found of each sheet."""
        return list(map(self._record_of, sheets))

    def _record_of(self, sheet: Sheet) -> CheckedSheet:
        """The lines that record what one sheet quotes, with its faults and hints."""
        source = sheet.file.source if sheet.file else Source("")
        head = [quad.triple for quad in outside(source)]
        claims, _ = claims_of(source, sheet.article.slug, self.iris)
        sheet.authorship.sign(claims)
        citing = Citing(sheet.article, head, sheet.labels, self.kinds, self.iris)
        quotations = citing.quotations(claims)
        graphs = record(sheet.article, head, quotations, self.iris, sheet.is_closed)
        lines = StoredLines(self.iris).in_order(graphs)
        return CheckedSheet(lines, citing.faults, citing.hints)
