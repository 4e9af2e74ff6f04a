"""Finding: all things by kind, or the results of a search, as a page, a table or RDF."""

import csv
import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast

from flask import Flask, Response, json, redirect, render_template, request
from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.lookup.browsing.twins import Marks, marks_of_twins
from diplomatica.lookup.describing.outofuse import out_of_use
from diplomatica.lookup.index.sentences import FoundSentence
from diplomatica.lookup.index.thing import Thing
from diplomatica.lookup.reason import Reason
from diplomatica.model.dataset.distribution import SEPARATOR
from diplomatica.model.dataset.naming import states_so
from diplomatica.model.formats import CSV, HTML, Format
from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.serialization import document_bytes
from diplomatica.model.vocabulary import DIP, RDF, XSD
from diplomatica.web.document.chosen import chosen_name
from diplomatica.web.document.document import OFFERED
from diplomatica.web.http.problem import not_found
from diplomatica.web.http.reply import saved_as
from diplomatica.web.notes.notes import by_kinds, undated_notes
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.search.answer import answer_of
from diplomatica.web.search.branch import tree
from diplomatica.web.search.leads import Lead
from diplomatica.web.search.names import Names
from diplomatica.web.search.results import Results
from diplomatica.web.search.sought import FACETS, Search
from diplomatica.web.site import Site

_LIST = Format("json", "JSON", "application/json", "json", "page")
_COLUMNS = ("iri", "label", "kind", "kind_iri", "earliest", "latest")
_IN_RDF = [form for form in OFFERED if form is not HTML]
_FORMATS = (HTML, CSV, _LIST, *_IN_RDF)
_COMPARED = 5_000  # names that are compared with one that nothing has
# For programs, what the page says in words.
_NOT_ALL = (
    '<{}/dumps/>; rel="help"; title="This is not all that there is: '
    'seek more exactly, or take a download."'
)
_ON_A_PAGE, _SENTENCES, _SUGGESTED, _LOOKED_AT = 25, 10, 8, 40
_CALLED = 3  # things of one name that stand before all else


def register(app: Flask, site: Site) -> None:
    """The view of /search."""
    app.add_url_rule("/search", "search", _SearchPage(site).search)


class _SearchPage:
    def __init__(self, site: Site) -> None:
        self.site, self.names = site, Names(site)

    def search(self) -> Response:
        """What is found, in the format that is asked for: a page of it, or all."""
        form = requested_format(_FORMATS)
        results = Results(self._asked_search(), self.names, request.url_root)
        if form is HTML and results.connection and not results.search.is_narrowed:
            return cast("Response", redirect(results.connection[0].url, 303))
        body = self._body(results, form)
        sought = _slug(results.search.kind or "things")
        headers = saved_as(f"{self.site.release.name}-{sought}", form)
        if results.is_cut and not (form is CSV and results.table):
            headers["Link"] = _NOT_ALL.format(request.script_root)
        return Response(body, content_type=form.content_type, headers=headers)

    def _body(self, results: Results, form: Format) -> str | bytes:
        makes = {HTML: self._page, CSV: self._table, _LIST: self._list}
        if form in makes:
            return makes[form](results)
        return _rdf(results, form, self.site.has_claims)

    def _table(self, results: Results) -> str | bytes:
        """All that was found, a row for each thing (RFC 4180).

        All things of a kind are the table of that kind, if there is one; what is told
        of others is called as it is there.
        """
        if results.table:
            return (self.site.release.folder / results.table).read_bytes()
        table = io.StringIO()
        rows = csv.writer(table)
        rows.writerow(_COLUMNS)
        rows.writerows(self._row(results, thing) for thing in results.things())
        return table.getvalue()

    @staticmethod
    def _row(results: Results, thing: Thing) -> Iterable[str]:
        label = results.names.called(thing) if thing.names else ""
        kinds = SEPARATOR.join(_labels(results, thing))
        iris = SEPARATOR.join(kind.value for kind in thing.kinds)
        return thing.iri.value, label, kinds, iris, *thing.time

    def _asked_search(self) -> Search:
        """The search of the request, its facets named as here.

        Raises Problem 404 for what nothing here has.
        """
        search = Search.asked(request.args, request.script_root)
        named: dict[str, Any] = {}
        for facet in FACETS:
            names = [self._facet_value(facet, one) for one in search.chosen(facet)]
            named[facet] = " ".join(names)
        return replace(search, **named)

    def _facet_value(self, facet: str, given: str) -> str:
        """The name of a value of a facet, as addresses have it."""
        index = self.names.index
        if index.facets.value(facet, given):
            return given
        with suppress(ValueError):
            named = self.site.iris.name(self.site.iris.named(given).value)
            if index.facets.value(facet, named):
                return named
        names = [one.name for one in index.facets.values(facet, _COMPARED)]
        return chosen_name(given, facet, names, self.site.iris)

    def _list(self, results: Results) -> str:
        """The first of what is found, for a reader who is still typing.

        What is called so comes first, the thing of this very name before a kind or a
        question; then things, and then questions.
        """
        best = list(map(_suggestion, results.best))
        questions = list(map(_suggestion, results.questions))
        exact, things = self._suggested_things(results)
        left = _SUGGESTED - len(exact) - len(best) - len(questions)
        room = max(left, _SUGGESTED // 2 - len(exact))
        shown = [*exact, *best, *things[:room], *questions]
        return json.dumps(shown[:_SUGGESTED])

    def _suggested_things(
        self, results: Results
    ) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """The things of this very name, and the first of the others."""
        called = results.called[:_CALLED]
        numbers = [one for one in results.numbers[:_LOOKED_AT] if one not in called]
        found = results.index.things(numbers)
        # Opinions on somebody are many, and begin with the same name.
        first = sorted(found, key=results.is_remark)[:_SUGGESTED]
        named = results.index.things(called)
        looks = {one.iri.value: _look_in_list(results, one) for one in (*named, *first)}
        marks = marks_of_twins(looks, self.site.describing)
        exact = [self._suggested_thing(results, one, marks) for one in named]
        things = [self._suggested_thing(results, one, marks) for one in first]
        return exact, things

    def _suggested_thing(
        self, results: Results, thing: Thing, marks: Marks
    ) -> dict[str, str]:
        kinds = [label for label, _ in results.kinds(thing)]
        name, mark = results.names.called(thing), marks.get(thing.iri.value)
        return {
            "label": f"{name} ({mark})" if mark else name,
            "kind": ", ".join(kinds),
            "href": self.site.href(thing.iri.value),
        }

    def _page(self, results: Results) -> str:
        has_kinds = bool(self.names.index.facets.values("kind", 1))
        is_sought = results.search.kept() or not has_kinds
        return self._results_page(results) if is_sought else self._all(results)

    def _all(self, results: Results) -> str:
        """The page on which nothing is sought yet: all things by kind."""
        return render_template(
            "search/things.html",
            index=results.names,
            tree=tree(results.names),
            search=results.search,
            csv=CSV,
        )

    def _results_page(self, results: Results) -> str:
        """A page of what is found. Raises Problem 404 for a page that is not there."""
        search, total = results.search, len(results.listed)
        start = (search.page - 1) * _ON_A_PAGE
        at = (search.sentences - 1) * _SENTENCES
        if start >= max(total, 1) or at >= max(len(results.sentences), 1):
            raise not_found(f"search, page {max(search.page, search.sentences)}")
        numbers = results.sentences[at : at + _SENTENCES]
        things = results.index.things(results.listed[start : start + _ON_A_PAGE])
        sentences = self._sentences(results, numbers)
        reasons = self._reasons(sentences)
        stated = [reason for reason in reasons if reason]
        voices = [voice for reason in stated for voice in reason.parties]
        called = results.index.things(results.called[:_CALLED])
        shown = [one.iri for one in (*things, *called, *results.close)]
        return render_template(
            "search/search.html",
            search=search,
            index=results.names,
            results=results,
            called=called,
            out_of_use=out_of_use(shown, self.site.engine, self.site.profile),
            answer=answer_of(self.site, results.asked, results.near),
            found=results.found,
            total=total,
            start=start,
            things=things,
            owners=self._owners(things),
            notes=self._notes(things),
            codes=self.site.overview.notations(shown),
            ends=marks_of_twins(
                {one.iri.value: _look_in_list(results, one) for one in things},
                self.site.describing,
            ),
            pages=_pages(total, _ON_A_PAGE),
            sentences=list(zip(sentences, reasons, numbers, strict=True)),
            labels=self.site.describing.labels(voices),
            sentence_pages=_pages(len(results.sentences), _SENTENCES),
            offered=_IN_RDF,
        )

    def _notes(self, things: Iterable[Thing]) -> dict[str, str]:
        """What things that nobody claims anything of are, in a line."""
        if self.site.has_claims:
            return {}
        found = list(things)
        groups = by_kinds((one.iri, one.kinds) for one in found)
        notes = undated_notes(groups, self.site)
        names = {one.iri.value: self.names.called(one) for one in found}
        return {
            iri: note for iri, note in notes.items() if _bare(note) != _bare(names[iri])
        }

    def _owners(self, things: Iterable[Thing]) -> dict[str, str]:
        """What those belong to that are but a note on it, its place or its time, by name."""
        iris = [one.iri.value for one in things]
        owners = self.site.index.owners(iris)
        nodes = list(map(NamedNode, owners.values()))
        labels = self.site.describing.labels(nodes)
        return {iri: labels.get(owner, owner) for iri, owner in owners.items()}

    @staticmethod
    def _sentences(results: Results, numbers: Iterable[int]) -> list[FoundSentence]:
        """The sentences of one page."""
        match = results.found.match if results.found else ""
        sentence = results.index.sentences.sentence
        return [sentence(number, match) for number in numbers]

    def _reasons(self, sentences: list[FoundSentence]) -> list[Reason | None]:
        """For each sentence the claim that quotes it, if one does."""
        claims = [self.site.iris("claim", one.article, one.claim) for one in sentences]
        quoting = zip(claims, sentences, strict=True)
        reasons = self.site.describing.reasons(
            claim for claim, one in quoting if one.claim
        )
        return [reasons.get(claim) for claim in claims]


def _look_in_list(results: Results, thing: Thing) -> object:
    """What a list shows of a thing."""
    kinds = tuple(label for label, _ in results.tags(thing))
    return results.names.called(thing), kinds, results.when(thing)


def _suggestion(lead: Lead) -> dict[str, str]:
    return {"label": lead.label, "kind": lead.sort, "href": lead.url}


def _bare(words: str) -> str:
    """Words without what makes no other meaning: their case, and a stop at their end."""
    return words.casefold().rstrip(" .")


def _pages(count: int, on_each: int) -> int:
    """How many pages it takes to show so many, the last perhaps not full."""
    return -(-count // on_each)


def _slug(name: str) -> str:
    """A name as a file has it: as the page proposes it, too."""
    return name.lower().replace(":", "-").replace(" ", "-")


def _labels(results: Results, thing: Thing) -> Iterable[str]:
    """What the kinds of a thing are called.

    One whose label has what stands between them goes by its IRI.
    """
    kinds = zip(thing.kinds, results.kinds(thing), strict=True)
    for kind, (label, _) in kinds:
        yield kind.value if SEPARATOR in label else label


def _rdf(results: Results, form: Format, has_claims: bool) -> bytes:
    """What was found in RDF: of each thing its kinds, its names and, of claims, its time."""
    triples = [
        triple for thing in results.things() for triple in _kinds_and_names(thing)
    ]
    if has_claims:
        triples += [
            triple for thing in results.things() for triple in _bounds_in_time(thing)
        ]
    return document_bytes([], triples, form, results.index.iris)


def _kinds_and_names(thing: Thing) -> Iterable[Triple]:
    yield from (Triple(thing.iri, RDF("type"), kind) for kind in thing.kinds)
    yield from (name for name in thing.names if states_so(name.predicate.value))


def _bounds_in_time(thing: Thing) -> Iterable[Triple]:
    for name, day in zip(("earliest", "latest"), thing.time, strict=True):
        date = Literal(day, datatype=XSD("date"))
        if day and is_well_typed(date):
            yield Triple(thing.iri, DIP(name), date)
