"""Links for programs that come to a page (FAIR Signposting).

In its header, and all together in a set (RFC 9264).
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, jsonify, request
from pyoxigraph import NamedNode
from werkzeug.urls import iri_to_uri

from diplomatica.model.formats import GRAPHS, HTML, TURTLE, Format
from diplomatica.model.kinds import CITED
from diplomatica.model.vocabulary import DCTERMS, DIP, RDF
from diplomatica.web.document.link import Link
from diplomatica.web.document.meant import iri_of_page
from diplomatica.web.http.problem import not_found
from diplomatica.web.requestedformat import split_suffix
from diplomatica.web.site import Site

LINKSET = "application/linkset+json"
_SCHEMA = "https://schema.org/"
_IS_KNOWN = "SELECT ?this ?property { ?this ?property ?value } LIMIT 1"
# In the order of their IRIs.
_RELATIONS = {DCTERMS("creator"): "author", RDF("type"): "type", DIP("voice"): "author"}


def register(app: Flask, site: Site) -> None:
    """The view of /linkset/, and the Link header of pages and files."""
    signposts = _Signposts(site)

    @app.get("/linkset/<path:page>")
    def linkset(page: str) -> Response:
        """All links of a page and of what it leads to."""
        kind, _, slug = page.partition("/")
        if page == "dataset":
            found = chain(
                signposts.landing(site.release.cited_as), signposts.from_landing()
            )
        elif (
            kind in CITED
            and slug
            and site.engine.rows(_IS_KNOWN, this=signposts.iri(kind, slug))
        ):
            found = chain(signposts.page(kind, slug), signposts.from_page(kind, slug))
        else:
            raise not_found(f"linkset/{page}")
        response = jsonify(linkset=_together(found))
        response.mimetype = LINKSET
        return response

    @app.after_request
    def signpost(answer: Response) -> Response:
        """Add the links that begin at what was asked for."""
        if answer.status_code in (200, 206, 304) and request.method in ("GET", "HEAD"):
            for link in signposts.of(request.path.strip("/")):
                answer.headers.add("Link", str(link))
        return answer


def _together(links: Iterator[Link]) -> list[dict[str, Any]]:
    """The links as a set: for each anchor and relation the targets."""
    found: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for link in links:
        if link.relation != "linkset":
            found[link.anchor][link.relation].append(link.json)
    return [
        {"anchor": iri_to_uri(anchor), **relations}
        for anchor, relations in found.items()
    ]


def _at(path: str) -> str:
    """The address of a path on this site.

    What looks like an escape or a query in a name is part of the name.
    """
    return request.url_root + quote(path, safe="/:")


class _Signposts:
    """The links of one site.

    Persistent identifiers are the dataset's own, all else is where it is served.
    """

    def __init__(self, site: Site) -> None:
        self.site, self.release = site, site.release

    def iri(self, kind: str, slug: str) -> NamedNode:
        """The IRI of what a page is about."""
        return iri_of_page(self.site, kind, slug)

    def of(self, path: str) -> Iterator[Link]:
        """The links that begin at an address."""
        kind, _, slug = path.partition("/")
        stem, form = split_suffix(slug, (*GRAPHS, HTML))
        fixed = f"release/{self.release.version}"
        if path == fixed:
            cited = self.site.iri(*fixed.split("/")).value
            # an old release has its address before all of its paths
            is_below = request.script_root.endswith(f"/{fixed}")
            dumps = "dumps/" if is_below else f"{fixed}/dumps/"
            yield from self.landing(cited, dumps)
        elif path in ("", "dataset"):
            yield from self.landing(self.release.cited_as)
        elif path.startswith(("dumps/", f"release/{self.release.version}/")) and slug:
            yield from self._item(_at(path))
        elif kind == "article" and slug.endswith("/text"):
            yield from self._text(slug.removesuffix("/text"))
        elif kind in CITED and form in (None, HTML):
            yield from self.page(kind, stem)
        elif kind in CITED and form:
            yield from self._links_of_rdf(kind, stem, form)

    def landing(self, cited: str, files: str = "dumps/") -> Iterator[Link]:
        """The links of the page of the dataset, or of a release, whose files stay."""
        here, dataset = self._dataset, NamedNode(self.release.dataset)
        # What was drawn from data that names itself nowhere is cited by nobody.
        if not self.release.is_unaddressed:
            yield Link(here, "cite-as", cited)
        yield from (
            Link(here, "type", _SCHEMA + name) for name in ("Dataset", "AboutPage")
        )
        yield from self._kind_and_author(here, dataset)
        yield from self._licence(here)
        for form in GRAPHS:
            yield Link(
                here, "describedby", f"{here}?format={form.name}", form.media_type
            )
        yield Link(here, "describedby", _at("cite.bib"), "application/x-bibtex")
        for one in self.site.distributions:
            yield Link(
                here, "item", _at(files + one.name), one.media_type.partition(";")[0]
            )
        yield Link(here, "service-desc", _at("sparql"), TURTLE.media_type)
        yield self._linkset(here, "dataset")

    def from_landing(self) -> Iterator[Link]:
        """The links of what that page leads to."""
        for form in GRAPHS:
            yield Link(
                f"{self._dataset}?format={form.name}",
                "describes",
                self._dataset,
                HTML.media_type,
            )
        for one in self.site.distributions:
            yield from self._item(_at(f"dumps/{one.name}"))

    def page(self, kind: str, slug: str) -> Iterator[Link]:
        """The links of a page; the licence is not said of an article, which is somebody else’s."""
        here, this = _at(f"{kind}/{slug}"), self.iri(kind, slug)
        yield Link(here, "cite-as", this.value)
        yield Link(here, "type", f"{_SCHEMA}AboutPage")
        yield from self._kind_and_author(here, this)
        for form in GRAPHS:
            yield Link(here, "describedby", f"{here}.{form.suffix}", form.media_type)
        if kind == "article" and slug not in self.site.closed:
            yield Link(here, "item", f"{here}/text", "text/plain")
        elif kind != "article":
            yield from self._licence(here)
        yield Link(here, "collection", self._dataset, HTML.media_type)
        yield self._linkset(here, f"{kind}/{slug}")

    def from_page(self, kind: str, slug: str) -> Iterator[Link]:
        """The links of what a page leads to."""
        for form in GRAPHS:
            yield Link(
                _at(f"{kind}/{slug}.{form.suffix}"), "describes", _at(f"{kind}/{slug}")
            )
        if kind == "article" and slug not in self.site.closed:
            yield from self._text(slug)

    def _links_of_rdf(self, kind: str, slug: str, form: Format) -> Iterator[Link]:
        """The links of the RDF beside a page."""
        here, page = _at(f"{kind}/{slug}.{form.suffix}"), _at(f"{kind}/{slug}")
        yield Link(here, "describes", page, HTML.media_type)
        yield from self._licence(here)
        yield self._linkset(here, f"{kind}/{slug}")

    def _item(self, here: str) -> Iterator[Link]:
        """The links of a file."""
        yield Link(here, "collection", self._dataset, HTML.media_type)
        yield from self._licence(here)
        yield self._linkset(here, "dataset")

    def _text(self, slug: str) -> Iterator[Link]:
        """The links of the text of an article."""
        here = _at(f"article/{slug}/text")
        yield Link(here, "collection", _at(f"article/{slug}"), HTML.media_type)
        yield self._linkset(here, f"article/{slug}")

    def _licence(self, here: str) -> Iterator[Link]:
        if self.release.license:
            yield Link(here, "license", self.release.license)

    @property
    def _dataset(self) -> str:
        return _at("dataset")

    def _linkset(self, here: str, page: str) -> Link:
        return Link(here, "linkset", _at(f"linkset/{page}"), LINKSET)

    def _kind_and_author(self, here: str, this: NamedNode) -> Iterator[Link]:
        """What it is, and whose."""
        card = self.site.describing.cards.of([this])[this]
        for told_by, relation in _RELATIONS.items():
            for value in sorted(set(card.nodes(told_by)), key=str):
                yield Link(here, relation, value.value)
