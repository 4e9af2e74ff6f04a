"""The site of one release: what its views share."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from urllib.parse import quote

from flask import Response, after_this_request, request
from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Limits
from diplomatica.errors import QueryError
from diplomatica.lookup.advice.advice import Advice
from diplomatica.lookup.advice.terms import Terms
from diplomatica.lookup.description import Describing
from diplomatica.lookup.digests import Digests
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.language import Languages
from diplomatica.lookup.links import Linking
from diplomatica.model.dataset.distribution import Distribution, distributions
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import Format
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, PUBLIC
from diplomatica.web.http.languages import asked_of
from diplomatica.web.http.negotiation import wanted
from diplomatica.web.http.problem import Problem, not_acceptable, not_found

TEXT = "text/plain; charset=utf-8"


_IN_PATHS = "/:@!$&'()*+,;=~"
_IN_IRIS = "/:@!$&'()*+,;=%~?#"
_AUTHORS = "SELECT DISTINCT ?who { ?article a dip:Article ; dcterms:creator ?who }"
_KNOWN = """
SELECT ?this {
  { ?this ?property ?value }
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
            engine, self.iris, self.languages, self.asked_languages
        )
        self.digests = Digests(release, self.index.ask)
        self.linking = Linking(engine, self.iris, self.describing.cards)
        self.terms = Terms(release, engine, self.describing)
        self.advice = Advice(release, engine, self.terms)

    def asked_languages(self) -> tuple[str, ...]:
        """The languages of the names that suit the request that is being answered."""
        return asked_of(self.languages)

    def make_ready(self) -> None:
        """Ask once what every page needs to know of a release, which never changes.

        Of one too large to be asked this, a page says so when it needs it.
        """
        with suppress(QueryError):
            self.describing.cards.make_ready()
        with suppress(QueryError):
            _ = self.authors
        with suppress(QueryError):
            _ = self.closed

    @cached_property
    def authors(self) -> set[str]:
        """The IRIs of those who wrote the articles: others' words stand there as they tell them."""
        return {row["who"].value for row in self.engine.rows(_AUTHORS)}  # type: ignore[union-attr]

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

    def href(self, iri: str) -> str:
        """Where an IRI is read: on this site if it is the dataset's own.

        That holds wherever the dataset is served; any other IRI is read where it says.
        Only addresses of the web become links; anything else gives an empty string.
        """
        # a dataset of another base carries this vocabulary, too
        if iri.startswith(DIP):
            return f"{request.script_root}/ontology#{iri.removeprefix(DIP)}"
        if iri.startswith(self.release.base):
            path = iri.removeprefix(self.release.base).lstrip("/")
            # the name of a thing may hold what ends a path
            if path.startswith("id/"):
                path = quote(path, safe=_IN_PATHS)
            return f"{request.script_root}/{path}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def iri(self, *parts: str) -> NamedNode:
        """The IRI of a request's path, of which the server has decoded the escapes.

        Raises Problem 404 for no IRI. What no IRI holds as it is was escaped in the IRI
        itself; a letter beyond ASCII may stand either way.
        """
        path = "/".join(parts)
        escaped = (quote(path, safe=safe) for safe in (_IN_IRIS, _IN_PATHS))
        ways = dict.fromkeys((path, *escaped))
        found = [iri for way in ways for iri in self._named(way)]
        if not found:
            raise not_found(path)
        *before, last = found
        return next(filter(self.knows, before), last)

    def _named(self, path: str) -> Iterator[NamedNode]:
        with suppress(ValueError):
            yield self.iris(path)

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


def split_suffix(slug: str, offered: Iterable[Format]) -> tuple[str, Format | None]:
    """A slug without the suffix that names a format, and that format.

    Each format has an address of its own.
    """
    stem, dot, suffix = slug.rpartition(".")
    form = next((form for form in offered if dot and form.suffix == suffix), None)
    return (stem, form) if form and stem else (slug, None)


def asked(path: str, suffix: str, offered: tuple[Format, ...]) -> Format:
    """The format of an address with a suffix, else the one that is negotiated.

    Raises Problem 404 or 406.
    """
    if not suffix:
        return negotiated(offered)
    form = next((form for form in offered if form.suffix == suffix), None)
    if form is None:
        there_is = ", ".join(f"{path}.{form.suffix}" for form in offered)
        raise Problem(404, f"There is no {path}.{suffix}", f"There is: {there_is}.")
    return form


def negotiated(offered: tuple[Format, ...]) -> Format:
    """The format that a request asks for, by `?format=` or else by its Accept header.

    Raises Problem 406.
    """
    form = wanted(request.args.get("format"), request.headers.get("Accept"), offered)
    if form is None:
        raise not_acceptable(offered)
    after_this_request(_vary)
    return form


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response
