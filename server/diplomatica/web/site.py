"""The site of one release: what its views share."""

import re
from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, after_this_request, request, send_file
from pyoxigraph import NamedNode
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from diplomatica.engine import Engine, Limits
from diplomatica.model.distribution import Distribution, distributions
from diplomatica.model.formats import CSV, Format
from diplomatica.model.release import Release
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, PUBLIC
from diplomatica.web.advice import Advice
from diplomatica.web.description import Describing
from diplomatica.web.digests import Digests
from diplomatica.web.language import Languages, languages_of
from diplomatica.web.links import Linking
from diplomatica.web.negotiation import wanted
from diplomatica.web.problem import Problem, not_acceptable, not_found
from diplomatica.web.protocol import wants_mark
from diplomatica.web.reply import FRESH
from diplomatica.web.terms import Terms

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

TEXT = "text/plain; charset=utf-8"
_RANGE = re.compile(r"bytes=\s*(\d+-\d*|-\d+)\s*", re.IGNORECASE)


_IN_PATHS = "/:@!$&'()*+,;=~"
_IN_IRIS = "/:@!$&'()*+,;=%~?#"
_AUTHORS = "SELECT DISTINCT ?who { ?article a dip:Article ; dcterms:creator ?who }"
_KNOWN = """
SELECT ?this { { ?this ?property ?value } UNION { GRAPH ?graph { ?this ?property ?value } }
               UNION { GRAPH ?this { ?subject ?property ?value } } } LIMIT 1"""

_CLOSED = f"""
SELECT ?article {{ ?article a dip:Article ; dcterms:accessRights ?rights FILTER (STR(?rights) != "{PUBLIC}") }}"""


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
        self.release, self.engine, self.limits, self.iris = release, engine, limits, release.iris
        self.languages = languages or languages_of(release, engine)
        self.describing = Describing(engine, self.iris, self.languages)
        self.digests, self.linking = Digests(release), Linking(engine, self.iris)
        self.terms = Terms(release, engine, self.describing)
        self.advice = Advice(release, engine, self.terms)

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
        """The articles of which only quotes may be shown: somebody states their access rights, and not as public."""
        return frozenset(self.iris.slug(text_of(row["article"])) for row in self.engine.rows(_CLOSED))

    def refuse_closed(self, *articles: str) -> None:
        """Raise Problem 403 if the full text of one of these articles may not be shown."""
        for slug in self.closed.intersection(articles):
            detail = f"Its access rights are not public. /article/{slug} shows the words that are quoted from it."
            raise Problem(403, "The full text of this article is not shown", detail)

    def href(self, iri: str) -> str:
        """Where an IRI is read: on this site if it is the dataset's own, wherever it is served, else where it says.

        Only addresses of the web become links; anything else gives an empty string.
        """
        if iri.startswith(DIP):  # a dataset of another base carries this vocabulary, too
            return f"{request.script_root}/ontology#{iri.removeprefix(DIP)}"
        if iri.startswith(self.release.base):
            path = iri.removeprefix(self.release.base).lstrip("/")
            is_thing = path.startswith("id/")  # whose name may hold what ends a path
            return f"{request.script_root}/{quote(path, safe=_IN_PATHS) if is_thing else path}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def iri(self, *parts: str) -> NamedNode:
        """The IRI of a request's path, of which the server has decoded the escapes. Raises Problem 404 for no IRI.

        What no IRI holds as it is was escaped in the IRI itself; a letter beyond ASCII may stand either way.
        """
        path = "/".join(parts)
        ways = dict.fromkeys((path, quote(path, safe=_IN_IRIS), quote(path, safe=_IN_PATHS)))
        found = [iri for way in ways for iri in self._named(way)]
        if not found:
            raise not_found(path)
        return next(filter(self.knows, found[:-1]), found[-1]) if len(found) > 1 else found[0]

    def _named(self, path: str) -> Iterator[NamedNode]:
        with suppress(ValueError):
            yield self.iris(path)

    def knows(self, this: NamedNode) -> bool:
        """Whether anything is said of an IRI, or in it."""
        return bool(self.engine.rows(_KNOWN, this=this))

    def named(self, kind: str, slug: str, offered: Iterable[Format]) -> tuple[NamedNode, Format | None]:
        """What an address names, and the format if it ends with a suffix that is no part of a name."""
        stem, form = split_suffix(slug, offered)
        whole = self.iri(kind, slug)
        return (whole, None) if form is None or self.knows(whole) else (self.iri(kind, stem), form)


def split_suffix(slug: str, offered: Iterable[Format]) -> tuple[str, Format | None]:
    """A slug without the suffix that names a format, and that format: each format has an address of its own."""
    stem, dot, suffix = slug.rpartition(".")
    form = next((form for form in offered if dot and form.suffix == suffix), None)
    return (stem, form) if form and stem else (slug, None)


def asked(path: str, suffix: str, offered: tuple[Format, ...]) -> Format:
    """The format of an address with a suffix, else the one that is negotiated. Raises Problem 404 or 406."""
    if not suffix:
        return negotiated(offered)
    form = next((form for form in offered if form.suffix == suffix), None)
    if form is None:
        there_is = ", ".join(f"{path}.{form.suffix}" for form in offered)
        raise Problem(404, f"There is no {path}.{suffix}", f"There is: {there_is}.")
    return form


def negotiated(offered: tuple[Format, ...]) -> Format:
    """The format that a request asks for, by `?format=` or else by its Accept header. Raises Problem 406."""
    form = wanted(request.args.get("format"), request.headers.get("Accept"), offered)
    if form is None:
        raise not_acceptable(offered)
    after_this_request(_vary)
    return form


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response


def file_response(release: Release, path: Path, content_type: str, cache: str = FRESH) -> Response:
    """A file of a release with ranges and conditional requests (RFC 9110, sections 13 and 14).

    It is told by its checksum, wherever and whenever it is served, and has no date: a build knows
    none. With a byte order mark on request it is another file, which is sent whole.
    """
    if content_type == CSV.content_type and wants_mark(request.args.to_dict(flat=False)):
        marked = Response(BOM_UTF8 + path.read_bytes(), content_type=content_type)
        marked.headers["Cache-Control"] = cache
        return marked
    checksum = release.sums[path.relative_to(release.folder).as_posix()]
    response = send_file(path, mimetype=content_type.partition(";")[0], conditional=False, etag=checksum[:32])
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = cache
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(checksum)).decode()}:"  # RFC 9530
    del response.headers["Last-Modified"]
    try:
        response.make_conditional(
            _asked(checksum[:32], path.stat().st_size), accept_ranges=True, complete_length=path.stat().st_size
        )
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    if response.status_code == 304:
        response.headers.pop("X-Sendfile", None)  # nothing is to be sent
    return response


def _asked(etag: str, size: int) -> "WSGIEnvironment":
    """The request, without a range that is to be passed over (RFC 9110, sections 13.1.5, 13.2.2 and 14.1.2).

    That is one of HEAD, in another unit or in several parts, one of what the client has whole or that a weak tag names,
    and one that reaches back beyond the beginning.
    """
    environ = dict(request.environ)
    found = _RANGE.fullmatch(environ.get("HTTP_RANGE", ""))
    is_all = found is not None and found[1].startswith("-") and int(found[1][1:]) >= size
    is_weak = environ.get("HTTP_IF_RANGE", "").startswith("W/")
    if request.method != "GET" or not found or is_all or is_weak or request.if_none_match.contains_weak(etag):
        environ.pop("HTTP_RANGE", None)
    return environ
