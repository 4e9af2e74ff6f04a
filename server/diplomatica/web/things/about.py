"""The document about any IRI that the data speaks of, whatever its shape.

Below a base of the dataset it is at the IRI's own path, else at /about?iri=…
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.errors import DiplomaticaError
from diplomatica.model.formats import HTML, Format
from diplomatica.model.kinds import PAGES
from diplomatica.model.text.host import may_be_somebodys
from diplomatica.model.vocabulary import DCAT, OWL, RDFS, SKOS, VOID
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.document.meant import as_iri, iri_meant
from diplomatica.web.document.missing import withdrawal_of
from diplomatica.web.document.moved import moved
from diplomatica.web.http.problem import Problem, not_found, problem_of, response
from diplomatica.web.requestcontext import sent_path
from diplomatica.web.requestedformat import of_suffix, requested_format
from diplomatica.web.sections import ANYWHERE
from diplomatica.web.site import Site
from diplomatica.web.things.described.described import Described
from diplomatica.web.things.inward import PageAsked
from diplomatica.web.things.origin import origin_page

LEADING = 50_000
"""How many statements that lead to something its document has."""
_PARTS = 50_000
_HOLDERS = {
    OWL("Ontology"),
    SKOS("ConceptScheme"),
    VOID("Dataset"),
    DCAT("Dataset"),
}
_BUILT = ("dataset", "release", "graph", "sparql")
_LEFT_OUT = (
    "More than {:,} statements lead to this, and they are left out here: "
    "the endpoint and the dumps have them."
)
_BY = "Choose a property that the page offers."
_WHICH = "Say which IRI you ask about, as in /about?iri=https://example.org/thing."


def register(app: Flask, site: Site) -> None:
    """The view of /about, in each format at an address of its own as well."""
    about = About(site)
    app.jinja_env.globals.update(is_elsewhere=lambda iri: _is_elsewhere(site, iri))
    app.add_url_rule("/about", view_func=about.chosen)
    app.add_url_rule("/about.<suffix>", "about_as", about.chosen)


def _is_elsewhere(site: Site, iri: str) -> bool:
    """Whether an IRI leads to another place than this, where there may be somebody."""
    if not may_be_somebodys(iri):
        return False
    is_of_others = site.release.is_drawn and urlsplit(iri).netloc != request.host
    return is_of_others or not site.addresses.own(iri)


def or_described(site: Site) -> Callable[[Problem], Response]:
    """What answers a problem: where no view knows a path, the data may describe its IRI."""
    about = About(site)

    def answer(problem: Problem) -> Response:
        is_read = request.method in ("GET", "HEAD")
        if problem.status == 404 and is_read and not _is_of_article(site):
            try:
                own = about.at_own_path() or moved(site, _path_sent(), problem)
                return own or response(problem)
            except Problem as other:
                return response(other)
            except DiplomaticaError as error:
                return response(problem_of(error))
        return response(problem)

    return answer


def _is_of_article(site: Site) -> bool:
    """Whether the reading room of an article says what it does not have."""
    kind, _, name = request.path.strip("/").partition("/")
    return kind == "article" and name in site.release.articles


def _path_sent() -> str:
    """The path of a request as it was sent, as far as the server tells it."""
    return sent_path(request.environ).lstrip("/") or request.path.lstrip("/")


def _queries(sent: str) -> Iterator[str]:
    """The query of an address, whole, and without what any page here reads."""
    parts = sent.split("&")
    yield sent
    yield "&".join(one for one in parts if one.partition("=")[0] not in ANYWHERE)


def _suffix(form: Format | None) -> str:
    return f".{form.suffix}" if form else ""


@dataclass(frozen=True)
class DocumentSubject:
    """What a document is about, and the IRIs of its parts."""

    this: NamedNode
    parts: list[str]


class About:
    """The documents about IRIs."""

    def __init__(self, site: Site) -> None:
        """Take the site of the release."""
        self.site, self.describing = site, site.describing

    def chosen(self, suffix: str = "") -> Response:
        """The document about the IRI that a request names; without one, about the dataset.

        Raises Problem 404 where nothing is known of it, 400 where it is no IRI.
        """
        given = request.args.get("iri", "")
        if not (given or suffix):
            return Response(origin_page(self.site), content_type=HTML.content_type)
        this = iri_meant(given, self.site, _WHICH)
        given = this.value
        if self._has_own_page(given):
            address = f"{request.script_root}/{self.site.addresses.own(given)}"
            return cast("Response", redirect(address, 303))
        form = of_suffix("about", suffix, OFFERED) if suffix else None
        path = f"/{self.site.addresses.about(given)}"
        return self.document(self._found_or_gone(this), path, form)

    def _has_own_page(self, iri: str) -> bool:
        """Whether a view of its own tells of an IRI, as of claims and of terms."""
        address = self.site.addresses.own(iri)
        is_of_kind = self.site.iris.kind(iri) in PAGES
        return bool(address) and (is_of_kind or address.startswith("ontology#"))

    def _found_or_gone(self, this: NamedNode) -> DocumentSubject:
        found = self.found(this)
        if not found.parts and not self.site.knows(this):
            raise withdrawal_of(self.site, this) or not_found(this.value)
        return found

    def at_own_path(self) -> Response | None:
        """The document at the path of a request, where the data speaks of that IRI.

        A query is part of an IRI that has one, but for what pages ask by theirs.
        """
        sent = _path_sent()
        forms = [form for form in (None, *OFFERED) if sent.endswith(_suffix(form))]
        queries = dict.fromkeys((*_queries(request.query_string.decode("latin-1")), ""))
        for query, may_be_meant in product(
            queries, (self._found_if_described, self._spoken_of)
        ):
            for form in forms:
                stem = sent.removesuffix(_suffix(form))
                for this in filter(None, map(as_iri, self._iris_meant(stem, query))):
                    if found := may_be_meant(this):
                        own = self.site.addresses.own(this.value) if query else stem
                        return self.document(found, f"/{own}", form)
        return None

    def _iris_meant(self, stem: str, query: str) -> Iterator[str]:
        return self.site.addresses.meant(f"{stem}?{query}" if query else stem)

    def _found_if_described(self, this: NamedNode) -> DocumentSubject | None:
        """What is said of an IRI or of parts of it, if anything is."""
        found = self.found(this)
        return found if found.parts or this.value in self.site.subjects else None

    def _spoken_of(self, this: NamedNode) -> DocumentSubject | None:
        """An IRI that is only named in what is said of others, if it is."""
        return DocumentSubject(this, []) if self.site.knows(this) else None

    def found(self, this: NamedNode) -> DocumentSubject:
        """An IRI with what its document describes besides: all that hangs on it by a hash.

        A vocabulary describes all terms below it, too.
        """
        iri, starting = this.value, self.site.subjects.starting
        if "#" in iri.rstrip("#"):
            return DocumentSubject(this, [])
        parts = list(islice(starting(f"{iri.rstrip('#')}#"), _PARTS))
        if iri.endswith("/") and self._holds_terms(this):
            parts += islice(filter(self._is_brought, starting(iri)), _PARTS)
        return DocumentSubject(
            this, [part for part in dict.fromkeys(parts) if part != iri]
        )

    def _holds_terms(self, this: NamedNode) -> bool:
        card = self.describing.cards.of([this])[this]
        return not _HOLDERS.isdisjoint(card.types)

    def _is_brought(self, iri: str) -> bool:
        """Whether an IRI is not one that the build itself gives, as to graphs."""
        first = self.site.iris.kind(iri).partition("#")[0]
        return first not in _BUILT

    def document(
        self,
        found: DocumentSubject,
        path: str,
        form: Format | None,
        iri: NamedNode | None = None,
    ) -> Response:
        """The document in the format of its address, or else the one that is negotiated."""
        form = form or requested_format(OFFERED)
        this = found.this
        is_document = bool(found.parts) or iri is not None
        about = self.site.iris(self.site.addresses.about(this.value))
        iri = iri or (this if is_document else about)
        if form is HTML:
            quads = self.describing.around(this, 0).of
            page = self._described_page(this, quads, found.parts)
            made = Document(iri, quads, path=path)
            return made.response(self.site, form, lambda: page.html(path))
        made = self._rdf(found, iri, path)
        answer = made.response(self.site, form, str)
        if not is_document and not path.startswith("/about"):
            # RFC 9110, section 8.7: what is sent is a document about what was asked for
            answer.headers["Content-Location"] = self._content_location(this, form)
        return answer

    def _described_page(
        self, this: NamedNode, quads: Sequence[Quad], parts: Sequence[str]
    ) -> Described:
        asked, by = PageAsked.of(request), request.args.get("by", "")
        by = iri_meant(by, self.site, _BY).value if by else ""
        return Described(self.site, this, quads, parts, asked, by)

    def _content_location(self, this: NamedNode, form: Format) -> str:
        address = self.site.addresses.about(this.value, f".{form.suffix}")
        return f"{request.script_root}/{address}"

    def _rdf(self, found: DocumentSubject, iri: NamedNode, path: str) -> Document:
        """What the data says of an IRI, and what is said to it as far as there is room."""
        this = found.this
        around = self.describing.around(this, LEADING)
        to = around.to if around.is_whole else []
        also = [] if this == iri else [_topic(iri, this)]
        if not around.is_whole:
            also.append(left_out(iri))
        parts = [NamedNode(one) for one in found.parts]
        quads = [*around.of, *to, *(self._of_parts(parts) if parts else ())]
        is_brought = any(quad.subject == iri for quad in quads)
        return Document(
            iri, quads, also, path, is_licensed=not is_brought, subject=this
        )

    def _of_parts(self, parts: list[NamedNode]) -> list[Quad]:
        return self.site.engine.about(parts)


def left_out(document: NamedNode) -> Triple:
    """That a document leaves out what leads to what it is about, which is too much."""
    told = Literal(_LEFT_OUT.format(LEADING), language="en")
    return Triple(document, RDFS("comment"), told)


def _topic(document: NamedNode, this: NamedNode) -> Triple:
    """That a document is about something."""
    by = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
    return Triple(document, by, this)
