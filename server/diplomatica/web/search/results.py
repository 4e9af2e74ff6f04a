"""The results of a search: things and sentences, what its words lead to beside them, and what would narrow it."""

from functools import cached_property

from flask import request

from diplomatica.model.date import span
from diplomatica.model.formats import CSV
from diplomatica.model.vocabulary import DIP
from diplomatica.web.search.index import Index, Thing
from diplomatica.web.search.leads import Lead
from diplomatica.web.search.sought import FACETS, Search
from diplomatica.web.search.words import Found, Match

_OPTIONS = 100  # values of a facet that a page offers, those with the most things
_YEARS = 24  # more of them are put together to decades, or centuries
_LEADS = 20  # that are looked at, of which a page offers a few
_TERMS, _BEST, _QUESTIONS, _CLOSE = 3, 2, 3, 6


class Results:
    """The results of one search in an index."""

    def __init__(self, search: Search, index: Index) -> None:
        """Nothing is sought yet."""
        self.search, self.index = search, index

    @cached_property
    def found(self) -> Found | None:
        """What the words find, whatever else is chosen; None where there are no words."""
        return self.index.find(self.search.q) if self.search.q else None

    @cached_property
    def pages(self) -> list[Lead]:
        """What has the IRI that is sought, if that is no thing."""
        return self.index.pages(self.search.q) if self.search.q else []

    @cached_property
    def _left(self) -> set[int]:
        """All things that the facets leave, whatever they are called."""
        left = set(range(len(self.index.things)))
        for name in FACETS:
            for value in self.search.chosen(name):
                left &= self.index.facets[name].get(value, set())
        if self.search.since or self.search.until:
            left &= self.index.within(*self.search.bounds)
        return left

    @cached_property
    def _numbers(self) -> list[int]:
        if self.found is not None:
            return [number for number in self.found.things if number in self._left]
        return [number for number in self.index.by_name if number in self._left]

    @cached_property
    def _hits(self) -> set[int]:
        return set(self._numbers)

    @property
    def things(self) -> list[Thing]:
        """The things that words and facets leave: the best first, or by name."""
        return [self.index.things[number] for number in self._numbers]

    def why(self, thing: Thing) -> str:
        """The words by which a thing was found."""
        return self.found.why.get(thing.number, "") if self.found else ""

    def when(self, thing: Thing) -> str:
        """When a thing was, in words, as exactly as a list tells it: a day, or a month, or years."""
        return span(*thing.time)

    def kinds(self, thing: Thing) -> list[tuple[str, str]]:
        """What a thing is, in words, the narrowest first; each with how it is marked: as a remark, a plan, or not."""
        marks, index = (
            {DIP("Remark").value: "remark", DIP("Prospect").value: "plan"},
            self.index,
        )
        over = (
            (kind.value, {kind.value, *index.above[kind.value]}) for kind in thing.kinds
        )
        return [
            (index.label(index.iris.name(kind)), mark)
            for kind, all_of in over
            for mark in [next((marks[one] for one in marks if one in all_of), "")]
        ]

    @cached_property
    def sentences(self) -> list[int]:
        """The sentences that have the words, by number; those that tell something of what the facets leave."""
        if not self.found or not self.search.is_narrowed:
            return self.found.sentences if self.found else []
        nodes, speakers = self.index.nodes, self.search.chosen("speaker")
        voices = {nodes[one].value if one in nodes else one for one in speakers}
        return self.index.sentences.telling(self.found.sentences, self._left, voices)

    @cached_property
    def close(self) -> list[Thing]:
        """What else the sentences tell most of."""
        return [
            one
            for one in self.index.told_of(self.sentences)
            if one.number not in self._hits
        ][:_CLOSE]

    @cached_property
    def _leads(self) -> list[tuple[Lead, Match]]:
        """What has some of the words beside things, if nothing is chosen yet; and how well it fits."""
        is_address = self.index.is_address(self.search.q)
        if self.search.is_narrowed or self.found is None or is_address:
            return []
        found = self.index.words.leads(self.found.instead or self.search.q, _LEADS)
        led = (
            (self.index.told(self.index.leads[match.number]), match) for match in found
        )
        first: dict[tuple[str, str], tuple[Lead, Match]] = {}
        for lead, match in led:  # a kind may have names in several languages
            first.setdefault((lead.sort, lead.target), (lead, match))
        return list(first.values())

    @cached_property
    def best(self) -> list[Lead]:
        """What is called so, which kinds may be among other words, and questions that have all of several words."""
        terms = [
            (not fit.has_all, lead.sort, lead.label, lead) for lead, fit in self._leads
            if lead.sort != "question" and fit.has_only and (fit.has_all or lead.sort == "kind")
        ]  # fmt: skip
        asked = [
            lead
            for lead, fit in self._leads
            if lead.sort == "question" and fit.has_all and fit.sought > 1
        ]
        called = [lead for *_, lead in sorted(terms, key=lambda one: one[:3])[:_TERMS]]
        return [*self.pages, *called, *asked[:_BEST]]

    @cached_property
    def questions(self) -> list[Lead]:
        """Other questions that have some of the words."""
        return [
            lead
            for lead, _ in self._leads
            if lead.sort == "question" and lead not in self.best
        ][:_QUESTIONS]

    @cached_property
    def facets(self) -> dict[str, list[tuple[str, str, int]]]:
        """By facet the values that would leave less, those with the most first: name, label and how many things."""
        return {facet: self._options(facet) for facet in FACETS}

    def _options(self, facet: str) -> list[tuple[str, str, int]]:
        hits = self._hits
        counted = (
            (value, len(numbers & hits))
            for value, numbers in self.index.facets[facet].items()
        )
        options = [
            (value, self.index.label(value), count) for value, count in counted if count
        ]
        if facet == "kind" or all(count == len(hits) for *_, count in options):
            options = [option for option in options if option[2] < len(hits)]
        return sorted(options, key=lambda option: (-option[2], option[1]))[:_OPTIONS]

    @cached_property
    def years(self) -> list[tuple[int, int, int]]:
        """The years, or longer spans, that would leave less: first and last year and how many things."""
        if self.search.since or self.search.until:
            return []
        index, hits = self.index, self._hits
        step = next(
            step
            for step in (1, 10, 100, 10**6)
            if len({y // step for y in index.years}) <= _YEARS
        )
        spans = (
            (y * step, y * step + step - 1)
            for y in sorted({year // step for year in index.years})
        )
        counted = (
            (first, last, len(index.within((first,), (last,)) & hits))
            for first, last in spans
        )
        return [
            (first, last, count)
            for first, last, count in counted
            if 0 < count < len(hits)
        ]

    @property
    def download(self) -> str:
        """The address of all these things as a table: of all of a kind, the one that tells most, if there is one."""
        kinds = self.search.chosen("kind")
        is_all = len(kinds) == 1 and self.search.kept().keys() == {"kind"}
        return self._table(kinds[0]) if is_all else self.search.download(CSV)

    def csv(self, kind: Lead) -> str:
        """The same of a kind."""
        return self._table(kind.target)

    def _table(self, kind: str) -> str:
        name = self.index.tables.get(kind)
        return (
            f"{request.script_root}/dumps/{name}"
            if name
            else Search(kind=kind).download(CSV)
        )

    @property
    def query(self) -> str:
        """The same question in SPARQL, where it is one of kind, organisation and speaker only."""
        if self.search.q or self.search.since or self.search.until:
            return ""
        values = {
            facet: [self.index.nodes.get(value) for value in self.search.chosen(facet)]
            for facet in FACETS
        }
        if any(None in nodes for nodes in values.values()):
            return ""
        patterns = [f"?thing a {kind} ." for kind in values["kind"]]
        either = "{{ SELECT DISTINCT ?thing {{ {{ {one} }} UNION {{ {two} }} }} }}"
        for this in values["organisation"]:
            patterns.append(
                either.format(one=f"?thing ?to {this}", two=f"{this} ?from ?thing")
            )
        for this in values["speaker"]:
            one, two = (
                f"?why dip:voice {this} GRAPH ?why {{ {said} }}"
                for said in ("?thing ?p ?o", "?s ?p ?thing")
            )
            patterns.append(either.format(one=one, two=two))
        patterns.append("FILTER (STRSTARTS(STR(?thing), STR(:)))")
        patterns.append("OPTIONAL { ?thing rdfs:label ?label }")
        return (
            "SELECT DISTINCT ?thing ?label {\n  "
            + "\n  ".join(patterns)
            + "\n} ORDER BY ?label"
        )
