"""A document: what is said of something.

It comes in the format that a client asks for, as RDF or as a page.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from flask import Response, g
from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.formats import (
    GRAPHS,
    HTML,
    JSONLD,
    TURTLE,
    Format,
)
from diplomatica.model.serialization import document_bytes
from diplomatica.model.vocabulary import DCTERMS, VOID
from diplomatica.web.document.link import Link
from diplomatica.web.requestcontext import request_context
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site

_AFTER = [form for form in GRAPHS if form not in (TURTLE, JSONLD)]
OFFERED = (TURTLE, HTML, JSONLD, *_AFTER)
PAGE_FIRST = (HTML, TURTLE, JSONLD, *_AFTER)


@dataclass(frozen=True)
class Document:
    """A document of the dataset: its IRI, its quads, and what is said beside them."""

    iri: NamedNode
    quads: Sequence[Quad]
    also: Sequence[Triple] = ()
    path: str = ""
    """Where it is on this site, without a suffix; the formats are there with their suffixes."""
    quoted: Collection[NamedNode] = ()
    """Those of its graphs that hold what somebody says: no format states it."""
    is_licensed: bool = True
    """Whether the dataset's licence is told of it; what was brought states its own, or none."""

    subject: NamedNode | None = None
    """What it is about, which is told first."""

    is_graph: bool = False
    """Whether its quads are all of a named graph, and what others say belongs elsewhere."""

    formats: tuple[Format, ...] = OFFERED
    """Those in which it can be had."""

    def response(
        self, site: Site, form: Format | None, page: Callable[[], str]
    ) -> Response:
        """It in the format of its address, or else the one that is negotiated.

        Raises Problem 406.
        """
        chosen = form or requested_format(OFFERED)
        links = g.links = list(self._links())
        body: str | bytes = page() if chosen is HTML else self.rdf(site, chosen)
        response = Response(body, content_type=chosen.content_type)
        for link in links:
            response.headers.add("Link", str(link))
        return response

    def _links(self) -> Iterable[Link]:
        """The one address by which it is to be known, and those of its formats."""
        here = request_context().base.rstrip("/") + self.path
        yield Link(here, "canonical", self.iri.value)
        if self.path:
            yield from (
                Link(here, "alternate", with_suffix(here, form), form.media_type)
                for form in self.formats
            )

    def _license(self, site: Site) -> Iterable[Triple]:
        """The dataset's licence, where the document states none of its own."""
        terms = self.iri, DCTERMS("license")
        has_own = any((quad.subject, quad.predicate) == terms for quad in self.quads)
        if site.release.license and self.is_licensed and not has_own:
            yield Triple(*terms, NamedNode(site.release.license))

    def rdf(self, site: Site, form: Format) -> bytes:
        """The RDF: what is said, and the labels to read it.

        With them stand the reasons, and where the document belongs.
        """
        nodes = () if self.is_graph else site.describing.nodes_of(self.quads)
        quads = [*self.quads, *nodes]
        terms = {
            term
            for quad in quads
            for term in (quad.subject, quad.predicate, quad.object)
        }
        graphs = {
            quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)
        }
        beside = [
            *self.also,
            *site.describing.label_triples(terms),
            *site.describing.card_triples(graphs),
            *self._license(site),
            Triple(self.iri, VOID("inDataset"), NamedNode(site.release.dataset)),
        ]
        return document_bytes(quads, beside, form, site.iris, self.quoted, self.subject)


def with_suffix(address: str, form: Format) -> str:
    """The address at which a document is in one format; a query stays at its end."""
    path, mark, query = address.partition("?")
    return f"{path}.{form.suffix}{mark}{query}"
