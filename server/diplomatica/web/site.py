"""The site of one release: what its views share."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice
from threading import Lock
from urllib.parse import unquote

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Limits
from diplomatica.errors import QueryError
from diplomatica.lookup.advice.advice import Advice
from diplomatica.lookup.advice.terms import Terms
from diplomatica.lookup.browsing import speaking
from diplomatica.lookup.browsing.graphs import NamedGraphs
from diplomatica.lookup.browsing.stated import (
    DESCRIPTION,
    TITLE,
    Stated,
    catalog_statements,
)
from diplomatica.lookup.describing.description import Describing
from diplomatica.lookup.digests import Digests
from diplomatica.lookup.history.gone import Gone
from diplomatica.lookup.history.past import History
from diplomatica.lookup.index.dates import of_record
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.language import Languages
from diplomatica.lookup.links.linking import Linking
from diplomatica.lookup.matching.matcher import Matcher
from diplomatica.lookup.overview.overview import Overview
from diplomatica.lookup.proposing.effect import ReleaseShapes
from diplomatica.model.dataset.covered import Covered, read_covered
from diplomatica.model.dataset.distribution import Distribution, distributions
from diplomatica.model.dataset.naming import (
    ENDING,
    NAMED_BESIDE,
    SHORT,
    STRONG,
    rank_of,
)
from diplomatica.model.dataset.profile import Profile, read_profile
from diplomatica.model.dataset.release import Release
from diplomatica.model.dataset.subjects import SUBJECTS, Subjects
from diplomatica.model.formats import Format
from diplomatica.model.literals.date import as_year
from diplomatica.model.statement import text_of
from diplomatica.model.terms.opposites import Opposites, opposites
from diplomatica.model.vocabulary import OWL, PUBLIC
from diplomatica.web.addresses import Addresses
from diplomatica.web.http.languages import asked_of
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.requestcontext import request_context
from diplomatica.web.requestedformat import split_suffix
from diplomatica.web.sections import menu
from diplomatica.web.speech.speech import of_span

TEXT = "text/plain; charset=utf-8"
SITE = "site"
"""The extension of the application that its views share."""
ELSEWHERE = "diplomatica.elsewhere"
"""In the environment of a request: what gives the engine of another release, by its version."""
Elsewhere = Callable[[str], Engine | None]
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


_NAMED_EVERYWHERE = 100  # articles
_IN_PATHS = "/:@!$&'()*+,;=~"
_IN_IRIS = "/:@!$&'()*+,;=%~?#"
_AUTHORS = "SELECT DISTINCT ?who { ?article a dip:Article ; dcterms:creator ?who }"
_OPPOSITES = f"""
SELECT ?one ?other {{
  {{ ?one {OWL("inverseOf")} ?other }}
  UNION {{ ?one a {OWL("SymmetricProperty")} BIND (?one AS ?other) }}
  FILTER (ISIRI(?one) && ISIRI(?other)) }}"""
# By a variable: Virtuoso finds nothing in a graph that stands there itself.
_IN_GRAPH = "SELECT ?this { VALUES ?g { %s } GRAPH ?g { ?this ?p ?value } } LIMIT 1"
_KNOWN = """
SELECT ?this {
  { ?this ?property ?value }
  UNION { ?other ?property ?this }
  UNION { GRAPH ?graph { ?this ?property ?value } }
  UNION { GRAPH ?this { ?subject ?property ?value } }
} LIMIT 1"""
_CLOSED = f"""
SELECT ?article {{
  ?article a dip:Article ; dcterms:accessRights ?rights
  FILTER (STR(?rights) != "{PUBLIC}")
}}"""


class Site:
    """A release, the engine that answers for it, and where its IRIs are on this site."""

    def __init__(
        self,
        release: Release,
        engine: Engine,
        limits: Limits,
        languages: Languages | None = None,
    ) -> None:
        """Describe the release by the same engine; `limits` are those of a query."""
        self.release, self.iris = release, release.iris
        self.engine, self.limits = engine, limits
        self.index = Index(release)
        self.languages = languages or self.index.languages
        self.describing = Describing(
            engine,
            self.iris,
            self.languages,
            self.asked_languages,
            self._naming,
            lambda: self.index.naming_types,
        )
        self.history = History(release)
        self.gone = Gone(self.history)
        self.digests = Digests(release, self.index.ask)
        self.subjects = Subjects(release.folder / SUBJECTS)
        self.addresses = Addresses(release, lambda: self.documents)
        self._making = Lock()
        self._matcher: Matcher | None = None
        self.linking = Linking(engine, self.iris, self.describing.cards, self.index)
        self.terms = Terms(release, engine, self.describing)
        self.shapes = ReleaseShapes(engine, self.iris)
        self.advice = Advice(release, engine, self.terms)

    def asked_languages(self) -> tuple[str, ...]:
        """The languages of the names that suit the request that is being answered."""
        return asked_of(self.languages)

    @cached_property
    def tells_years(self) -> bool:
        """Whether each day of the data stands for its year."""
        known = self.profile.properties
        told = [by for by in self.profile.dates if not of_record(by)]
        return bool(told) and all(known[by].has_years for by in told)

    def span(self, first: str, last: str) -> str:
        """A first and a last day as exactly as a list tells them; as years, if they are."""
        if self.tells_years:
            return of_span(as_year(first), as_year(last))
        return of_span(first, last)

    def make_ready(self) -> None:
        """Ask once what every page needs to know of a release, which never changes.

        Of one too large to be asked this, a page says so when it needs it.
        """
        with suppress(QueryError):
            self.describing.cards.make_ready()
        with suppress(QueryError):
            _ = self.terms.used
        with suppress(QueryError):
            _ = self.authors
        with suppress(QueryError):
            _ = self.closed
        with suppress(QueryError):
            _ = self.ways
        with suppress(QueryError):
            _ = self.stated
        with suppress(QueryError):
            _ = self.documents
        with suppress(QueryError):
            self.describing.cards.gather(self._first_articles)

    def _naming(self) -> list[NamedNode]:
        """By which properties things are called here beside those that all know."""
        if not self.has_brought:
            return []
        used = sorted(self.profile.properties)
        other = (None, STRONG, ENDING, SHORT)
        named = [by for by in used if rank_of(by) not in other or by in NAMED_BESIDE]
        return list(map(NamedNode, (*named, *self.index.naming)))

    @property
    def _first_articles(self) -> list[NamedNode]:
        """Articles that nearly every page names, with their authors and publishers."""
        slugs = islice(self.release.articles, _NAMED_EVERYWHERE)
        return [self.iris("article", slug) for slug in slugs]

    @property
    def matcher(self) -> Matcher:
        """What finds the things that names mean, opened when it is first asked for."""
        with self._making:
            if self._matcher is None:
                language = self.languages.own
                self._matcher = Matcher(self.release, self.engine, language)
            return self._matcher

    @cached_property
    def authors(self) -> set[str]:
        """The IRIs of those who wrote the articles: others' words stand there as they tell them."""
        return {row["who"].value for row in self.engine.rows(_AUTHORS)}  # type: ignore[union-attr]

    @cached_property
    def has_reasons(self) -> bool:
        """Whether claims, notes, links or rules say why triples are there, or files alone."""
        return speaking.gives_reasons(self.engine)

    @cached_property
    def has_claims(self) -> bool:
        """Whether words of articles say why triples are there, or all is in their terms."""
        is_ours = self.iris.brought is None
        return self.has_reasons and (is_ours or speaking.has_claims(self.engine))

    @cached_property
    def has_brought(self) -> bool:
        """Whether data of any vocabulary was brought: alone, or beside claims."""
        return not self.has_claims or self.iris.brought is not None

    @cached_property
    def has_times(self) -> bool:
        """Whether anything has a time by which what happened stands in order."""
        return speaking.has_times(self.engine)

    @property
    def has_ties(self) -> bool:
        """Whether any things are linked with one another."""
        return bool(self.index.best_linked)

    @cached_property
    def ways(self) -> list[tuple[str, str]]:
        """Where the pages of this site lead, with what each is called."""
        return [(f"/{one.path}", one.called) for one in menu(self)]

    @cached_property
    def documents(self) -> frozenset[str]:
        """How the paths of documents of its own begin whose parts have a hash."""
        known = {"dataset", "release", "sparql"}
        if self.release.articles:
            known.add("article")
        if self.has_vocabulary or self.has_claims:
            known |= {"ontology", "shapes"}
        return frozenset(known)

    @cached_property
    def has_vocabulary(self) -> bool:
        """Whether the dataset brings a vocabulary of its own, or uses that of claims."""
        return bool(self.engine.rows(_IN_GRAPH % self.iris("graph", "ontology")))

    @cached_property
    def profile(self) -> Profile:
        """What the data is made of."""
        return read_profile(self.release.folder)

    @cached_property
    def opposites(self) -> Opposites:
        """The properties that say the same from either end, here as everywhere."""
        rows = self.engine.rows(_OPPOSITES)
        return opposites((text_of(row["one"]), text_of(row["other"])) for row in rows)

    @property
    def title(self) -> str:
        """What the dataset is called, in the language that is asked for where it can be."""
        asked = self.asked_languages()
        found = self.stated.text(TITLE, self.languages, asked) if asked else ""
        return found or self.release.title

    @property
    def description(self) -> str:
        """What the catalog says that the dataset is; empty where it says nothing."""
        return self.stated.text(DESCRIPTION, self.languages, self.asked_languages())

    @cached_property
    def covered(self) -> Covered | None:
        """What of the articles the claims cite; None where nothing is claimed."""
        return read_covered(self.release.folder)

    @cached_property
    def overview(self) -> Overview:
        """What there is, as the front page tells it of data that somebody brings."""
        return Overview(self.engine, self.profile, self.index)

    @cached_property
    def graphs(self) -> NamedGraphs:
        """The named graphs that were brought."""
        files = self.release.brought
        return NamedGraphs(self.engine, self.iris, files, self.has_reasons)

    @property
    def has_dates(self) -> bool:
        """Whether its things have dates of their own, and not all the same."""
        return self.overview.dates is not None

    @cached_property
    def stated(self) -> Stated:
        """What the catalog states of the dataset and its releases."""
        return catalog_statements(self.engine, NamedNode(self.release.dataset))

    @cached_property
    def distributions(self) -> list[Distribution]:
        """The files that hold the dataset, which never change."""
        return distributions(self.release)

    @cached_property
    def closed(self) -> frozenset[str]:
        """The articles of which only quotes may be shown.

        Somebody states their access rights, and not as public.
        """
        articles = [text_of(row["article"]) for row in self.engine.rows(_CLOSED)]
        return frozenset(map(self.iris.slug, articles))

    def refuse_closed(self, *articles: str) -> None:
        """Raise Problem 403 if the full text of one of these articles may not be shown."""
        for slug in self.closed.intersection(articles):
            detail = (
                "Its access rights are not public. "
                f"/article/{slug} shows the words that are quoted from it."
            )
            raise Problem(403, "The full text of this article is not shown", detail)

    @property
    def root(self) -> str:
        """Where this site begins on its host, as the request that is answered asks for it."""
        return request_context().root

    def href(self, iri: str) -> str:
        """Where an IRI is read: on this site if it is the dataset's own.

        That holds wherever the dataset is served. Any other IRI is read here where the
        data somebody brought describes or uses it, or no web has it, else where it says.
        What is no IRI is read nowhere: that gives an empty string.
        """
        address = self.addresses.own(iri)
        if address:
            return f"{self.root}/{address}"
        is_web = iri.startswith(("http://", "https://"))
        is_known = self.is_read_here(iri) or self.is_term(iri)
        if is_known or (_IRI.fullmatch(iri) and not is_web):
            return f"{self.root}/{self.addresses.about(iri)}"
        return iri if is_web else ""

    def is_read_here(self, iri: str) -> bool:
        """Whether a reader is led to what this dataset says of an IRI of others.

        Where only claims are made, what others name is read with them.
        """
        return self.has_brought and iri in self.subjects

    def is_term(self, iri: str) -> bool:
        """Whether an IRI is a kind or a property of brought data: a page tells its use."""
        known = self.profile
        return self.has_brought and (iri in known.properties or iri in known.classes)

    def iri(self, *parts: str) -> NamedNode:
        """The IRI that a request means by its path. Raises Problem 404 for no IRI."""
        *rooms, slug = parts
        sent = "/".join((*rooms, _as_sent(slug)))
        found = list(self._meant_iris(sent))
        if not found:
            raise not_found("/".join(parts))
        *before, last = found
        known = (this for this in before if self.knows(this))
        return next(known, last)

    def _meant_iris(self, path: str) -> Iterator[NamedNode]:
        for iri in self.addresses.meant(path):
            with suppress(ValueError):
                yield NamedNode(iri)

    def knows(self, this: NamedNode) -> bool:
        """Whether anything is said of an IRI, or in it."""
        return bool(self.engine.rows(_KNOWN, this=this))

    def named(
        self, kind: str, slug: str, offered: Iterable[Format]
    ) -> tuple[NamedNode, Format | None]:
        """What an address names, and the format of its suffix.

        A suffix that is part of a name is none.
        """
        stem, form = split_suffix(slug, offered)
        whole = self.iri(kind, slug)
        if form is None or self.knows(whole):
            return whole, None
        return self.iri(kind, stem), form


def _as_sent(slug: str) -> str:
    """A part of the request's path as it was sent, with its escapes."""
    tail = request_context().path.lstrip("/").partition("/")[2]
    for way in (tail, tail.rpartition(".")[0]):
        if way and unquote(way) == slug:
            return way
    return slug
