"""A glance at one article: its own faults, at once, before the whole is checked.

The whole takes longer the more articles there are. What is told here holds of the article by
itself, with the names and terms that all had when the whole was last checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from diplomatica.errors import Fault
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.text.article import Article
from diplomatica.model.vocabulary import LABELS, RDF
from diplomatica.pipeline.checking.declared import (
    Declared,
    declarations_of,
    undeclared_in_claims,
)
from diplomatica.pipeline.claims.authorship import Authorship
from diplomatica.pipeline.claims.claimfile import ClaimFile, Noted, Noting
from diplomatica.pipeline.claims.claims import Claims
from diplomatica.pipeline.claims.sheet import QuoteFinder, sheet, things_of
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.files.source import text_of_file
from diplomatica.pipeline.reading import Reading


@dataclass(frozen=True)
class Glance:
    """What all articles have in common, as it was when a folder was last read."""

    finding: QuoteFinder
    authorship: Authorship
    labels: Labels
    known: Declared
    are_all_known: bool
    """Whether all files could be read: else nobody can tell what is undeclared."""

    @classmethod
    def of(cls, reading: Reading) -> "Glance":
        """Take it from what was read."""
        named = (fact.triple for fact in reading.facts.saying(*LABELS))
        typed = reading.facts.saying(RDF("type"))
        return cls(
            QuoteFinder(ClassWords(reading.ontology), reading.iris),
            reading.claims.authorship,
            Labels(named, are_complete=not reading.has_gaps),
            declarations_of(reading.ontology, typed, reading.iris),
            not reading.has_gaps,
        )

    def faults(self, folder: Folder, slug: str) -> list[Fault]:
        """The faults of one article and its file of claims; none where one is missing."""
        seeds = {path.stem: path for path in folder.seeds}
        files = {path.stem: path for path in folder.claims}
        if slug not in seeds or slug not in files:
            return []
        seed, claims = seeds[slug], files[slug]
        file = ClaimFile.at(claims, folder.name(claims))
        return list(self._faults(file, seed, folder.name(seed)))

    def _faults(self, file: ClaimFile, seed: Path, name: str) -> Iterator[Fault]:
        """Its faults of form first, then of what it quotes and names."""
        (noted,) = Noting(self.finding.iris)([file])
        yield from noted.form_faults
        yield from noted.claim_faults
        text = text_of_file(seed, name)
        if isinstance(text, Fault):
            yield text
        elif noted.was_parsed:
            facts = list(parse(noted.facts, format=RdfFormat.N_QUADS, lenient=True))
            article = Article(file.slug, seed.read_bytes())
            yield from self._lost_quotes(article, file, noted, facts)
            yield from self._undeclared(file, noted, facts)

    def _lost_quotes(
        self, article: Article, file: ClaimFile, noted: Noted, facts: list[Quad]
    ) -> Iterator[Fault]:
        """The words that do not stand in the text, and things that they do not name."""
        triples = [fact.triple for fact in facts]
        labels = self.labels.of(things_of(noted)).also(triples)
        slug = article.slug
        claims = Claims(self.finding.iris, self.authorship, {slug: file}, {slug: noted})
        (checked,) = self.finding([sheet(article, claims, labels, is_closed=False)])
        yield from checked.faults

    def _undeclared(
        self, file: ClaimFile, noted: Noted, facts: list[Quad]
    ) -> Iterator[Fault]:
        """What one file of claims uses and nobody declares."""
        if not self.are_all_known:
            return
        iris = self.finding.iris
        here = declarations_of((), facts, iris)
        known = replace(self.known, things=self.known.things | here.things)
        yield from undeclared_in_claims(file, noted, known, iris)
