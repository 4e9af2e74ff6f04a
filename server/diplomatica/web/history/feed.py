"""The event stream of what changed, for programs that keep a copy up to date (LDES 1.0, TREE).

Each IRI that a release added, changed or withdrew is a member: a version of it, with all
that is said of it from then on. Its properties may be any, so what the stream says of a
version itself is said with ActivityStreams.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import quote

from flask import Flask, Response, request
from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.lookup.history.changerecord import Record
from diplomatica.lookup.history.events import Event
from diplomatica.lookup.history.past import Past
from diplomatica.model.formats import GRAPHS, NQUADS, Format
from diplomatica.model.serialization import document_bytes
from diplomatica.model.vocabulary import (
    AS,
    DCTERMS,
    LDES,
    RDF,
    RDFS,
    TREE,
    XSD,
)
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.history.asof import day_of
from diplomatica.web.history.timemap import address_of_all
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import FIXED, FRESH
from diplomatica.web.requestedformat import of_suffix
from diplomatica.web.site import Site

_KINDS = {
    "added": AS("Create"),
    "changed": AS("Update"),
    "withdrawn": AS("Delete"),
}
_WITHIN = ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation")


def register(app: Flask, site: Site) -> None:
    """The view of /feed, from which the pages of each release are reached."""

    @app.get("/feed")
    @app.get("/feed.<suffix>")
    def feed(suffix: str = "") -> Response:
        """What the stream is, and where its pages are."""
        form = of_suffix("feed", suffix, GRAPHS)
        triples = [*_stream(site), *_view(site, form)]
        return _answer(site, triples, form, FRESH)


def page_of(site: Site, past: Past, record: Record, form: Format) -> Response:
    """A page of what one release changed.

    It stays as it is at an address that tells since which release. Raises Problem 404
    beyond the last page, or where what lies between two releases is no longer told.
    """
    if past is site.history.draft:
        detail = "A draft promises nothing: /feed has what releases changed."
        raise Problem(404, f"{past.entry.version} is a draft", detail)
    since = record.summary["before"]["version"]
    path = request.path.lstrip("/")
    number = page_number(request.args.get("page", ""), path)
    events = record.events(number)
    _refuse_other(past, since, is_there=bool(events) or number == 1)
    members = (_member(site, past, event) for event in events)
    triples = [*chain.from_iterable(members), *_node(past, record, form, number)]
    kept = FIXED if request.args.get("since") else FRESH
    return _answer(site, triples, form, kept)


def _refuse_other(past: Past, since: str, *, is_there: bool) -> None:
    """Raise Problem 404 for a page that another record had, or none."""
    asked_since = request.args.get("since", since)
    version = past.entry.version
    if asked_since != since:
        title = f"What changed in {version} is told since {since}, not {asked_since}"
        raise Problem(404, title, "Begin again at /feed, which leads to all pages.")
    if not is_there:
        title = f"What changed in {version} has no such page"
        raise Problem(404, title, "Begin at page=1: each page leads to the next.")


def _answer(site: Site, triples: list[Triple], form: Format, kept: str) -> Response:
    body = document_bytes([], triples, form, site.iris)
    headers = {"Cache-Control": kept}
    return Response(body, content_type=form.content_type, headers=headers)


def _this(site: Site) -> NamedNode:
    return NamedNode(f"{site.iris('feed').value}#stream")


def _stream(site: Site) -> Iterator[Triple]:
    """What the stream is (LDES, sections 2 and 4.3)."""
    this, release = _this(site), site.release
    yield Triple(this, RDF("type"), LDES("EventStream"))
    yield Triple(this, DCTERMS("title"), Literal(f"What changed in {release.title}"))
    yield Triple(this, DCTERMS("subject"), NamedNode(release.dataset))
    if release.license:
        yield Triple(this, DCTERMS("license"), NamedNode(release.license))
    yield Triple(this, LDES("timestampPath"), AS("published"))
    yield Triple(this, LDES("versionOfPath"), AS("object"))
    for kind in _KINDS.values():
        name = f"version{kind.value.removeprefix(AS)}"
        yield Triple(this, LDES(f"{name}Path"), DCTERMS("type"))
        yield Triple(this, LDES(f"{name}Object"), kind)


def _view(site: Site, form: Format) -> Iterator[Triple]:
    """The way to each release, the oldest first, and where the stream begins."""
    view = NamedNode(request.url)
    yield Triple(_this(site), TREE("view"), view)
    yield Triple(view, RDF("type"), TREE("Node"))
    there = [one for one in site.history.past if one.release and one.entry.issued]
    if not there:
        return
    told = [(one, one.record) for one in reversed(there)]
    changed = [(past, record) for past, record in told if record]
    oldest = there[-1]
    first = changed[0][0] if changed else oldest
    yield from _beginning(view, oldest, first)
    for past, record in changed:
        yield from _leading(view, past, record, form)


def _beginning(view: NamedNode, first: Past, second: Past) -> Iterator[Triple]:
    """What was there before the first event is had from a file (LDES, section 5)."""
    assert first.release
    file = f"{first.release.name}.{NQUADS.suffix}"
    dump = f"{address_of_all()}release/{first.entry.version}/dumps/{file}"
    policy = NamedNode(f"{view.value}#retention")
    yield Triple(view, RDFS("seeAlso"), NamedNode(dump))
    yield Triple(view, LDES("retentionPolicy"), policy)
    yield Triple(policy, RDF("type"), LDES("RetentionPolicy"))
    yield Triple(policy, LDES("startingFrom"), _moment(second))


def _leading(
    view: NamedNode, past: Past, record: Record, form: Format
) -> Iterator[Triple]:
    """The way to the first page of a release, which is all of one moment."""
    for kind in _WITHIN:
        relation = NamedNode(f"{view.value}#{past.entry.version}-{kind}")
        yield from _relation(view, relation, kind, _page(past, record, form, 1))
        yield Triple(relation, TREE("path"), AS("published"))
        yield Triple(relation, TREE("value"), _moment(past))


def _node(past: Past, record: Record, form: Format, number: int) -> Iterator[Triple]:
    """A page of the stream, with the way to the next."""
    this = NamedNode(request.url)
    yield Triple(this, RDF("type"), TREE("Node"))
    if number < record.pages:
        relation = NamedNode(f"{this.value}#next")
        target = _page(past, record, form, number + 1)
        yield from _relation(this, relation, "Relation", target)


def _relation(
    node: NamedNode, relation: NamedNode, kind: str, target: NamedNode
) -> Iterable[Triple]:
    return (
        Triple(node, TREE("relation"), relation),
        Triple(relation, RDF("type"), TREE(kind)),
        Triple(relation, TREE("node"), target),
    )


def _page(past: Past, record: Record, form: Format, number: int) -> NamedNode:
    since = record.summary["before"]["version"]
    here = f"{address_of_all()}release/{past.entry.version}/changes.{form.suffix}"
    return NamedNode(f"{here}?since={since}&page={number}")


def _moment(past: Past) -> Literal:
    told = day_of(past.entry.issued).isoformat().replace("+00:00", "Z")
    return Literal(told, datatype=XSD("dateTime"))


def _member(site: Site, past: Past, event: Event) -> Iterator[Triple]:
    """A version of an IRI: its address tells what came and went."""
    changes = site.iris("release", past.entry.version, "changes").value
    this = NamedNode(f"{changes}?of={quote(event.subject.value, safe='')}")
    yield Triple(_this(site), TREE("member"), this)
    yield Triple(this, AS("object"), event.subject)
    yield Triple(this, AS("published"), _moment(past))
    yield Triple(this, DCTERMS("type"), _KINDS[event.outcome])
    for one in event.state:
        is_own = one.subject == event.subject
        yield Triple(this if is_own else one.subject, one.predicate, one.object)
