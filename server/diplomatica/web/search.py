"""Finding: all things by kind, or those that a search and its facets leave, as a page, a table or RDF."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from threading import Lock
from urllib.parse import urlencode

from flask import Blueprint, Response, json, render_template, request
from pyoxigraph import Literal, Triple

from diplomatica.model.formats import CSV, HTML, Format
from diplomatica.model.serialization import rendered
from diplomatica.model.vocabulary import DIP, RDF, XSD
from diplomatica.web.document import OFFERED
from diplomatica.web.index import Index, Thing
from diplomatica.web.problem import not_found
from diplomatica.web.site import Site, negotiated
from diplomatica.web.words import Found

_LIST = Format("json", "JSON", "application/json", "json", "page")
_FORMATS = (HTML, CSV, _LIST, *(form for form in OFFERED if form is not HTML))
_ON_A_PAGE, _SENTENCES, _SUGGESTED = 25, 10, 8
_OPTIONS = 100  # values of a facet that a page offers, those with the most things
_YEARS = 24  # more of them are put together to decades, or centuries
_FACETS = ("kind", "organisation", "speaker")
_YEAR = re.compile(r"-?[0-9]{1,6}")


def blueprint(site: Site) -> Blueprint:
    """The view of /search."""
    views = Blueprint("search", __name__)
    views.add_url_rule("/search", "search", _Finding(site).search)
    return views


@dataclass(frozen=True)
class Search:
    """What is searched for: words, facets and years, each as in the address, and the pages of what is found.

    A facet may have several values, with spaces between them: an IRI has none.
    """

    q: str = ""
    kind: str = ""
    organisation: str = ""
    speaker: str = ""
    since: str = ""
    until: str = ""
    page: int = 1
    sentences: int = 1

    @classmethod
    def asked(cls) -> "Search":
        """That of the request; what cannot be meant is passed over."""
        given = {name: request.args.get(name, "").strip(" ") for name in ("q", *_FACETS)}
        years = {name: request.args.get(name, "").strip() for name in ("since", "until")}
        given |= {name: year for name, year in years.items() if _YEAR.fullmatch(year)}
        return cls(**given, page=_number("page"), sentences=_number("sentences"))

    @property
    def is_narrowed(self) -> bool:
        """Whether facets or years are chosen."""
        return any(self.kept(without=("q",)).values())

    def kept(self, without: Iterable[str] = ()) -> dict[str, str]:
        """What is chosen, but for pages and what is left out: the hidden fields of a form."""
        names = (one.name for one in fields(self) if one.type is str or one.type == "str")
        return {name: value for name in names if name not in without and (value := getattr(self, name))}

    def chosen(self, facet: str) -> list[str]:
        """The values that are chosen of a facet."""
        return str(getattr(self, facet)).split()

    def with_value(self, facet: str, value: str) -> str:
        """The address of this search, narrowed by one more value of a facet."""
        return self.url(**{facet: " ".join([*self.chosen(facet), value])})

    def without_value(self, facet: str, value: str) -> str:
        """The same without a value that is chosen."""
        return self.url(**{facet: " ".join(one for one in self.chosen(facet) if one != value)})

    def url(self, **changes: object) -> str:
        """The address of this search with changes; it begins with the first page unless it changes to another."""
        changed = replace(self, **{"page": 1, "sentences": 1, **changes})  # type: ignore[arg-type]
        pages = {name: value for name in ("page", "sentences") if (value := getattr(changed, name)) != 1}
        extra = urlencode({**changed.kept(), **pages})
        return f"{request.script_root}/search" + (extra and f"?{extra}")

    def download(self, form: Format) -> str:
        """The address of all that is found, in a format."""
        url = self.url()
        return f"{url}{'&' if '?' in url else '?'}format={form.name}"


def _number(name: str) -> int:
    """The number of a page, 1 if none is given."""
    given = request.args.get(name, "")
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,5}", given) else 1


class _Finding:
    def __init__(self, site: Site) -> None:
        self.site, self._making = site, Lock()
        self._made: list[Index] = []

    @property
    def index(self) -> Index:
        """The index, made by whoever needs it first while others wait."""
        with self._making:
            if not self._made:
                self._made.append(Index(self.site))
        return self._made[0]

    def search(self) -> Response:
        """What is found, in the format that is asked for: a page of it, or all."""
        form = negotiated(_FORMATS)
        search, index = Search.asked(), self.index
        found = index.words.find(search.q) if search.q else None
        things = _narrowed(search, index, found)
        answers = {HTML: lambda: self._page(search, index, found, things), CSV: lambda: _table(index, things)}
        answers[_LIST] = lambda: self._list(index, things)
        body = answers[form]() if form in answers else _rdf(index, things, form)
        response = Response(body, content_type=form.content_type)
        response.vary.add("Accept")
        return response

    def _list(self, index: Index, things: list[int]) -> str:
        """The first things, for who is still typing."""
        told = []
        for thing in (index.things[number] for number in things[:_SUGGESTED]):
            kind = ", ".join(label for label, _ in _kinds(index, thing))
            told.append({"label": thing.label, "kind": kind, "href": self.site.href(thing.iri.value)})
        return json.dumps(told)

    def _page(self, search: Search, index: Index, found: Found | None, things: list[int]) -> str:
        if not search.kept():
            return render_template("things.html", index=index, tree=_tree(index), search=search, csv=CSV)
        start, hits = (search.page - 1) * _ON_A_PAGE, set(things)
        if things and start >= len(things):
            raise not_found(f"search, page {search.page}")
        shown = [(index.things[n], found.why.get(n, "") if found else "") for n in things[start : start + _ON_A_PAGE]]
        at = (search.sentences - 1) * _SENTENCES
        in_words = found if found and not search.is_narrowed else None
        sentences = index.sentences(in_words, at, _SENTENCES) if in_words else []
        iris, describing = self.site.iris, self.site.describing
        reasons = describing.reasons(iris("claim", one.article, one.claim) for one in sentences if one.claim)
        return render_template(
            "search.html",
            search=search, index=index, found=found, total=len(things), things=shown, start=start,
            pages=-(-len(things) // _ON_A_PAGE), kinds=_kinds,
            facets={name: _options(index, name, hits) for name in _FACETS}, years=_years(search, index, hits),
            sentences=[(one, reasons.get(iris("claim", one.article, one.claim))) for one in sentences],
            labels=describing.labels(voice for reason in reasons.values() for voice in reason.voices),
            sentence_pages=-(-in_words.sentences // _SENTENCES) if in_words else 0,
            query=_query(search, index), offered=[form for form in _FORMATS if form not in (HTML, _LIST)],
        )  # fmt: skip


def _kinds(index: Index, thing: Thing) -> list[tuple[str, str]]:
    """What a thing is, in words, the narrowest first; each with how it is marked: as a remark, as a plan or not."""
    marks = {DIP("Remark").value: "remark", DIP("Prospect").value: "plan"}
    over = ((kind.value, {kind.value, *index.above[kind.value]}) for kind in thing.kinds)
    return [
        (index.labels[index.iris.name(kind)], next((marks[one] for one in marks if one in all_of), ""))
        for kind, all_of in over
    ]


def _narrowed(search: Search, index: Index, found: Found | None) -> list[int]:
    """The things that all facets leave: the best first, or by name."""
    left = set(found.things) if found else set(range(len(index.things)))
    for name in _FACETS:
        for value in search.chosen(name):
            left &= index.facets[name].get(value, set())
    if search.since or search.until:
        left &= index.within(int(search.since or -(10**6)), int(search.until or 10**6))
    if found:
        return [number for number in found.things if number in left]
    return sorted(left, key=lambda number: (index.things[number].label.casefold(), number))


def _options(index: Index, facet: str, hits: set[int]) -> list[tuple[str, str, int]]:
    """The values of a facet that would leave less, those with the most first: name, label and how many things."""
    counted = ((value, len(numbers & hits)) for value, numbers in index.facets[facet].items())
    options = [(value, index.labels[value], count) for value, count in counted if 0 < count < len(hits)]
    return sorted(options, key=lambda option: (-option[2], option[1]))[:_OPTIONS]


def _years(search: Search, index: Index, hits: set[int]) -> list[tuple[int, int, int]]:
    """The years, or longer spans, that would leave less: first and last year and how many things."""
    if search.since or search.until:
        return []
    step = next(step for step in (1, 10, 100, 10**6) if len({y // step for y in index.years}) <= _YEARS)
    spans = ((y * step, y * step + step - 1) for y in sorted({year // step for year in index.years}))
    counted = ((first, last, len(index.within(first, last) & hits)) for first, last in spans)
    return [(first, last, count) for first, last, count in counted if 0 < count < len(hits)]


@dataclass(frozen=True)
class _Branch:
    """A kind with those below it, as the page of all kinds shows it."""

    name: str
    label: str
    count: int
    below: list["_Branch"]


def _tree(index: Index) -> list[_Branch]:
    """The kinds that something has: the broadest with the most things first, below them the narrower ones."""
    above = {kind: broader & index.above.keys() for kind, broader in index.above.items()}

    def branch(kind: str) -> _Branch:
        closest = [one for one, over in above.items() if kind in over and not any(kind in above[mid] for mid in over)]
        name = index.iris.name(kind)
        below = _in_order(branch(one) for one in closest if one not in above[kind])
        return _Branch(name, index.labels[name], len(index.facets["kind"][name]), below)

    return _in_order(branch(kind) for kind, over in above.items() if all(kind in above[one] for one in over))


def _in_order(branches: Iterable[_Branch]) -> list[_Branch]:
    return sorted(branches, key=lambda one: (-one.count, one.label))


def _query(search: Search, index: Index) -> str:
    """The same question in SPARQL, where it is one of kind, organisation and speaker only."""
    if search.q or search.since or search.until:
        return ""
    values = {facet: [index.nodes.get(value) for value in search.chosen(facet)] for facet in _FACETS}
    if any(None in nodes for nodes in values.values()):
        return ""
    patterns = [f"?thing a {kind} ." for kind in values["kind"]]
    for number, this in enumerate(values["organisation"]):
        patterns.append(f"{{ ?thing ?to{number} {this} }} UNION {{ {this} ?from{number} ?thing }}")
    for number, this in enumerate(values["speaker"]):
        patterns.append(f"?why{number} dip:voice {this} .")
        patterns.append(f"{{ GRAPH ?why{number} {{ ?thing ?p{number} ?o{number} }} }}")
        patterns.append(f"UNION {{ GRAPH ?why{number} {{ ?s{number} ?q{number} ?thing }} }}")
    patterns.append("FILTER (STRSTARTS(STR(?thing), STR(:)))")
    patterns.append("OPTIONAL { ?thing rdfs:label ?label }")
    return "SELECT DISTINCT ?thing ?label {\n  " + "\n  ".join(patterns) + "\n} ORDER BY ?label"


def _table(index: Index, things: list[int]) -> str:
    """All that was found, a row for each thing (RFC 4180)."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(("iri", "label", "kind", "from", "until"))
    for thing in (index.things[number] for number in things):
        kind = "|".join(label for label, _ in _kinds(index, thing))
        rows.writerow((thing.iri.value, thing.label if thing.named else "", kind, *(thing.time or ("", ""))))
    return table.getvalue()


def _rdf(index: Index, things: list[int], form: Format) -> bytes:
    """The same in RDF: of each thing its kinds, its name and its time."""
    return rendered([], [triple for number in things for triple in _said(index.things[number])], form, index.iris)


def _said(thing: Thing) -> Iterable[Triple]:
    yield from (Triple(thing.iri, RDF("type"), kind) for kind in thing.kinds)
    if thing.named:
        yield thing.named
    for name, day in zip(("earliest", "latest"), thing.time or (), strict=False):
        yield Triple(thing.iri, DIP(name), Literal(day, datatype=XSD("date")))
