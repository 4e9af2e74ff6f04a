"""Finding: all things by kind, or the results of a search, as a page, a table or RDF."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from threading import Lock

from flask import Flask, Response, json, render_template
from pyoxigraph import Literal, Triple

from diplomatica.model.formats import CSV, HTML, Format
from diplomatica.model.serialization import rendered
from diplomatica.model.vocabulary import DIP, RDF, XSD
from diplomatica.web.document.called import chosen
from diplomatica.web.document.document import OFFERED
from diplomatica.web.http.problem import not_found
from diplomatica.web.http.reply import saved_as
from diplomatica.web.search.branch import tree
from diplomatica.web.search.index import Index, Thing
from diplomatica.web.search.results import Results
from diplomatica.web.search.sought import FACETS, Search
from diplomatica.web.site import Site, negotiated

_LIST = Format("json", "JSON", "application/json", "json", "page")
_FORMATS = (HTML, CSV, _LIST, *(form for form in OFFERED if form is not HTML))
_ON_A_PAGE, _SENTENCES, _SUGGESTED = 25, 10, 8


def register(app: Flask, site: Site) -> None:
    """The view of /search."""
    app.add_url_rule("/search", "search", _Finding(site).search)


class _Finding:
    def __init__(self, site: Site) -> None:
        self.site, self._making = site, Lock()

    @cached_property
    def _made(self) -> Index:
        return Index(self.site)

    @property
    def index(self) -> Index:
        """The index, made by whoever needs it first while others wait."""
        with self._making:
            return self._made

    def search(self) -> Response:
        """What is found, in the format that is asked for: a page of it, or all."""
        form, results = negotiated(_FORMATS), Results(self._asked(), self.index)
        makes = {HTML: self._page, CSV: _table, _LIST: self._list}
        body = makes[form](results) if form in makes else _rdf(results, form)
        name = f"{self.site.release.name}-{_slug(results.search.kind or 'things')}"
        return Response(
            body, content_type=form.content_type, headers=saved_as(name, form)
        )

    def _asked(self) -> Search:
        """The search of the request, its facets named as here. Raises Problem 404 for what nothing here has."""
        search, facets = Search.asked(), self.index.facets
        named = {
            facet: " ".join(
                chosen(value, facet, facets[facet], self.site.iris)
                for value in search.chosen(facet)
            )
            for facet in FACETS
        }
        return replace(search, **named)  # type: ignore[arg-type]

    def _list(self, results: Results) -> str:
        """The first of what is found, for who is still typing: what is called so, things, and then questions."""
        best, questions = results.best, results.questions
        told = [
            {"label": lead.label, "kind": lead.sort, "href": lead.url}
            for lead in (*best, *questions)
        ]
        things = [
            {
                "label": results.index.called(thing),
                "kind": ", ".join(label for label, _ in results.kinds(thing)),
                "href": self.site.href(thing.iri.value),
            }
            for thing in results.things[:_SUGGESTED]
        ]
        room = max(_SUGGESTED - len(told), _SUGGESTED // 2)
        return json.dumps(
            [*told[: len(best)], *things[:room], *told[len(best) :]][:_SUGGESTED]
        )

    def _page(self, results: Results) -> str:
        search, things = results.search, results.things
        if not search.kept():
            return render_template(
                "search/things.html",
                index=results.index,
                tree=tree(results.index),
                search=search,
                csv=CSV,
            )
        start, at = (search.page - 1) * _ON_A_PAGE, (search.sentences - 1) * _SENTENCES
        if start >= max(len(things), 1) or at >= max(len(results.sentences), 1):
            raise not_found(f"search, page {max(search.page, search.sentences)}")
        match = results.found.match if results.found else ""
        sentences = [
            results.index.sentences.sentence(number, match)
            for number in results.sentences[at : at + _SENTENCES]
        ]
        iris, describing = self.site.iris, self.site.describing
        reasons = describing.reasons(
            iris("claim", one.article, one.claim) for one in sentences if one.claim
        )
        return render_template(
            "search/search.html",
            search=search, index=results.index, results=results, found=results.found, total=len(things), start=start,
            things=things[start : start + _ON_A_PAGE], pages=-(-len(things) // _ON_A_PAGE),
            sentences=[(one, reasons.get(iris("claim", one.article, one.claim))) for one in sentences],
            labels=describing.labels(voice for reason in reasons.values() for voice in reason.voices),
            sentence_pages=-(-len(results.sentences) // _SENTENCES),
            offered=[form for form in _FORMATS if form not in (HTML, CSV, _LIST)],
        )  # fmt: skip


def _slug(name: str) -> str:
    """A name as a file has it: as the page proposes it, too."""
    return name.lower().replace(":", "-").replace(" ", "-")


def _table(results: Results) -> str:
    """All that was found, a row for each thing (RFC 4180)."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(("iri", "label", "kind", "from", "until"))
    for thing in results.things:
        kind = "|".join(label for label, _ in results.kinds(thing))
        label = results.index.called(thing) if thing.names else ""
        rows.writerow((thing.iri.value, label, kind, *thing.time))
    return table.getvalue()


def _rdf(results: Results, form: Format) -> bytes:
    """The same in RDF: of each thing its kinds, its names and its time."""
    return rendered(
        [],
        [triple for thing in results.things for triple in _said(thing)],
        form,
        results.index.iris,
    )


def _said(thing: Thing) -> Iterable[Triple]:
    yield from (Triple(thing.iri, RDF("type"), kind) for kind in thing.kinds)
    yield from thing.names
    for name, day in zip(("earliest", "latest"), thing.time, strict=True):
        if day:
            yield Triple(thing.iri, DIP(name), Literal(day, datatype=XSD("date")))
