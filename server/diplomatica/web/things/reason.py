"""The documents of reasons and graphs.

Claims, notes, links, derivations, and what they follow from.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import cast

from flask import Flask, Response, render_template
from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.formats import HTML, RDFXML, Format
from diplomatica.model.kinds import PAGES, REASONS
from diplomatica.model.statement import digest, text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, SH
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.document.missing import refuse_missing
from diplomatica.web.downloads.brought import Originals
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site
from diplomatica.web.things.heading import heading

_RECORDED = """
CONSTRUCT { ?this ?p ?o . ?o ?q ?x } WHERE {
  GRAPH ?record { ?this ?p ?o OPTIONAL { ?o ?q ?x } } FILTER (?record != ?this)
}"""

_PREMISES = """
SELECT DISTINCT ?premise { GRAPH %s { ?this dip:premise ?premise } } ORDER BY ?premise"""

_STATED = 500  # statements that the page of a graph shows
# Those that have a view of their own.
_OTHERS = ("article", "id", ".well-known")
# By which an example query has its text (SHACL Advanced Features, section 5).
_QUERIES = {SH(form) for form in ("select", "ask", "construct", "describe")}


def register(app: Flask, site: Site) -> None:
    """The views of reasons and graphs."""
    reasons = _Reasons(site)
    for kind in PAGES.keys() - set(_OTHERS):
        app.add_url_rule(
            f"/{kind}/<path:slug>", kind, reasons.reason, defaults={"kind": kind}
        )


def _editors_triples(about: Iterable[Quad], shown: Iterable[Quad]) -> list[Triple]:
    """What editors say of a claim in its record, where the page has no words for it."""
    listed = {*OF_CLAIMS.copied} - _told_above()
    recorded = set(about).difference(shown)
    return sorted(
        (quad.triple for quad in recorded if quad.predicate in listed), key=str
    )


def _told_above() -> set[NamedNode]:
    """What the page of a claim tells above its lists, in its own way."""
    return {*OF_CLAIMS.told, DIP("reason")}


def _query_in(shown: Iterable[Quad]) -> str:
    """The text of an example query, by what is said of it; "" of anything else."""
    texts = (text_of(one.object) for one in shown if one.predicate in _QUERIES)
    return next(texts, "")


def _formats_of_file(site: Site) -> tuple[Format, ...]:
    """The formats in which a file is given: what XML cannot hold of any is in none of it."""
    can_be_xml = site.release.can_be_xml
    return tuple(form for form in OFFERED if can_be_xml or form is not RDFXML)


class _Reasons:
    def __init__(self, site: Site) -> None:
        self.site, self.describing, self.iris = site, site.describing, site.iris
        self.brought = Originals(site)

    def reason(self, kind: str, slug: str) -> Response:
        """The document of a claim, a note, a link, an inference, a rule or a graph.

        It is a document itself.
        """
        this, form = self.site.named(kind, slug, OFFERED)
        slug = this.value.removeprefix(self.iris(kind, "").value)
        if kind == "graph" and slug in self.site.release.brought:
            return self._of_file(this, slug, form)
        within = self.site.engine.quads([this])
        about = self.site.engine.about([this])
        of = self.describing.shown(about)
        refuse_missing(self.site, this, within or of or about, kind, slug)
        chosen = form or requested_format(OFFERED)
        if chosen is not HTML:
            made = self._rdf(this, kind, slug, within)
            return made.response(self.site, chosen, str)
        page = partial(self._reason_page, this, kind, slug, within, about, len(within))
        made = Document(this, within, path=f"/{kind}/{slug}")
        return made.response(self.site, chosen, page)

    def _rdf(
        self, this: NamedNode, kind: str, slug: str, within: list[Quad]
    ) -> Document:
        """What a reason holds, with what is recorded of it."""
        recorded = self.site.engine.triples(_RECORDED, this=this)
        is_content = self.describing.reasons([this])[this].kind == "Content"
        statements = self._statements(this, kind, within, is_content)
        quoted = [this] if is_content else []
        also = [*recorded, *statements]
        path = f"/{kind}/{slug}"
        return Document(this, within, also, path, quoted, is_graph=True)

    def _of_file(self, this: NamedNode, slug: str, form: Format | None) -> Response:
        """The document of a file: as it was brought, or a page of its beginning."""
        chosen = form or requested_format(OFFERED)
        whole = self.brought.graph(this.value, chosen) if chosen is not HTML else None
        if whole:
            return whole
        some = self.brought.some(slug, _STATED)
        total = self.brought.total(slug)
        of = self.describing.quads_of(this)
        formats = _formats_of_file(self.site)
        made = Document(this, [], path=f"/graph/{slug}", formats=formats)
        page = partial(self._reason_page, this, "graph", slug, some, of, total)
        return made.response(self.site, form, page)

    def _statements(
        self, this: NamedNode, kind: str, within: list[Quad], is_content: bool
    ) -> Iterator[Triple]:
        """The statements that a reason is made of, each by its own address."""
        if kind in REASONS or is_content:
            for quad in within:
                yield Triple(
                    this,
                    DCTERMS("hasPart"),
                    self.iris("statement", digest(quad.triple)),
                )

    def _reason_page(
        self,
        this: NamedNode,
        kind: str,
        slug: str,
        quads: list[Quad],
        of: list[Quad],
        total: int,
    ) -> str:
        """The page of a reason: the first of its quads, and what is said of itself."""
        within = [Statement(quad.triple, []) for quad in quads[:_STATED]]
        shown = self.describing.shown(of)
        above = _told_above()
        about = [quad for quad in shown if quad.predicate not in above]
        recorded = _editors_triples(of, shown)
        named = self._premises(this) if kind == "inference" else []
        self._gather([this, *named], within, about)
        premises = list(self.describing.reasons(named).values())
        reason = self.describing.reasons([this])[this]
        said = self.describing.statements(about)
        terms = terms_of([*within, *said, *(Statement(one, []) for one in recorded)])
        parties = {who for one in (reason, *premises) for who in one.parties}
        labels = self.describing.labels({*terms, *parties})
        page: dict[str, object] = {
            "this": this,
            "kind": kind,
            "slug": slug,
            "reason": reason,
            "within": within,
            "said": said,
            "recorded": recorded,
            "premises": premises,
            "total": total,
            "is_content": reason.kind == "Content",
            "heading": heading(reason, within, labels, self.iris),
            "query": _query_in(shown),
            "labels": labels,
            "offered": self._formats(kind, slug),
        }
        return render_template("things/reason.html", **page)

    def _formats(self, kind: str, slug: str) -> tuple[Format, ...]:
        is_file = kind == "graph" and slug in self.site.release.brought
        return _formats_of_file(self.site) if is_file else OFFERED

    def _premises(self, this: NamedNode) -> list[NamedNode]:
        """The first reasons that a derivation or a corroboration rests on."""
        query = _PREMISES % self.iris("graph", "inferences")
        rows = self.site.engine.rows(query, this=this)
        return [cast("NamedNode", row["premise"]) for row in rows[:_STATED]]

    def _gather(
        self,
        reasons: Iterable[NamedNode],
        within: Iterable[Statement],
        about: Iterable[Quad],
    ) -> None:
        """Ask at once for the cards of all that stands on the page at first sight."""
        seen = {*reasons, *terms_of(within)}
        for quad in about:
            seen.update((*quad.triple, quad.graph_name))
        self.describing.cards.of(seen)
