"""The results of a search.

They are things and sentences, what its words lead to beside them, and what would narrow it.
"""

from functools import cached_property

from diplomatica.lookup.index.listing import MOST_FOUND, Narrowing
from diplomatica.lookup.index.namediris import is_address
from diplomatica.lookup.index.thing import Thing, Value
from diplomatica.lookup.index.words.leads import Match
from diplomatica.lookup.index.words.words import Found
from diplomatica.model.formats import CSV
from diplomatica.model.vocabulary import DIP
from diplomatica.web.search.asking import clauses, ways
from diplomatica.web.search.facets import Facets
from diplomatica.web.search.leads import Lead, pages_called, with_addresses
from diplomatica.web.search.names import Names
from diplomatica.web.search.part import part_with
from diplomatica.web.search.sought import FACETS, Search
from diplomatica.web.search.soughtquery import query_for

_MARKS = {DIP("Remark").value: "remark", DIP("Prospect").value: "plan"}
_LEADS = 20  # that are looked at, of which a page offers a few
_TERMS, _BEST, _QUESTIONS, _CLOSE = 3, 2, 3, 6
_NAMED = 10  # IRIs that are only named, beside a query for all
_NEAR = 2  # questions that are tried for an answer that has the words they lack
_LACKING = 0.5  # of the words, at most


class Results:
    """The results of one search in an index."""

    def __init__(self, search: Search, names: Names, home: str) -> None:
        """Take what is sought, and the address of the site's front page.

        Each part of the results is found when it is asked for.
        """
        self.search, self.names, self.index = search, names, names.index
        self._home = home

    @cached_property
    def found(self) -> Found | None:
        """What the words find, whatever else is chosen; None where there are no words."""
        if not self.search.q:
            return None
        return self.index.find(self.search.q, self._home)

    @cached_property
    def pages(self) -> list[Lead]:
        """The page of this site that is sought, or what has this IRI and is no thing."""
        if not self.search.q:
            return []
        words, root = self.search.q, self.search.root
        identified = self.names.pages(words, self._home)
        told = [*pages_called(words, root), *self.names.opinions(words, root)]
        return [*identified, *told, *self.connection]

    @cached_property
    def connection(self) -> list[Lead]:
        """The page that tells what connects two things, if that is what is asked."""
        return self.names.connection(self.search.q, self.search.root)

    @cached_property
    def _values(self) -> dict[str, list[Value]]:
        """The values that are chosen of each facet."""
        return {facet: self._chosen_values(facet) for facet in FACETS}

    def _chosen_values(self, facet: str) -> list[Value]:
        values = (
            self.index.facets.value(facet, one) for one in self.search.chosen(facet)
        )
        return [value for value in values if value]

    @cached_property
    def _narrowing(self) -> Narrowing:
        numbers: dict[str, list[int]] = {}
        for facet, values in self._values.items():
            numbers[facet] = [one.number for one in values]
        has_bounds = self.search.since or self.search.until
        bounds = self.search.bounds if has_bounds else None
        return Narrowing(numbers, bounds)

    @cached_property
    def _all(self) -> list[int]:
        """What words and facets leave, perhaps one more than are told."""
        if self.found is None:
            return self.index.listing.by_name(self._narrowing, self.names.language)
        if not self.search.is_narrowed:
            return self.found.things
        return self.index.listing.left(self.found.things, self._narrowing)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the things: the best first, or by name."""
        return self._all[:MOST_FOUND]

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is told."""
        is_cut = self.found is not None and self.found.is_cut
        return is_cut or len(self._all) > MOST_FOUND

    @cached_property
    def facets(self) -> Facets:
        """What would leave less of them."""
        return Facets(
            self.numbers,
            self.names,
            has_remarks=bool(self.remarks),
            has_bounds=bool(self.search.since or self.search.until),
        )

    def things(self, start: int = 0, count: int = MOST_FOUND) -> list[Thing]:
        """The things that words and facets leave, from one on."""
        return self.index.things(self.numbers[start : start + count])

    @cached_property
    def called(self) -> list[int]:
        """Those of the things whose very name the words are."""
        if not self.search.q:
            return []
        names = set(self.index.called(self.search.q))
        return [number for number in self.numbers if number in names]

    @cached_property
    def remarks(self) -> list[int]:
        """Those of the things that only say something, beside sentences that have them.

        They stand among the things where no sentence was found, where there is nothing
        else, and where a kind was chosen.
        """
        remark = self.index.facets.value("kind", self._remark)
        if not remark or not self.sentences or self.search.kind:
            return []
        of_kind = Narrowing({"kind": [remark.number]})
        left = self.index.listing.left(self.numbers, of_kind)
        return left if len(left) < len(self.numbers) else []

    @cached_property
    def listed(self) -> list[int]:
        """The numbers of the things that a page lists: remarks stand at sentences."""
        remarks = set(self.remarks)
        return [number for number in self.numbers if number not in remarks]

    @property
    def remarks_url(self) -> str:
        """The address of the remarks alone."""
        return self.search.with_value("kind", self._remark)

    @property
    def _remark(self) -> str:
        return self.index.iris.name(DIP("Remark").value)

    def said_in(self, sentence: int) -> list[Thing]:
        """The remarks among what is found that a sentence has."""
        told = self.index.sentences.things(sentence) if self.remarks else set()
        return self.index.things([one for one in self.remarks if one in told])

    def why(self, thing: Thing) -> str:
        """The words by which a thing was found; of a long text the part that has them."""
        if self.found is None:
            return ""
        return part_with(self.found.why.get(thing.number, ""), self.found.match)

    def when(self, thing: Thing) -> str:
        """When a thing was, in words, as exactly as a list tells it."""
        return self.names.span(*thing.time)

    def kinds(self, thing: Thing) -> list[tuple[str, str]]:
        """What a thing is, in words, the narrowest first.

        With each goes how it is marked: as a remark, a plan, or not.
        """
        kinds = [kind.value for kind in thing.kinds]
        return [(self._kind_label(kind), self._mark(kind)) for kind in kinds]

    def tags(self, thing: Thing) -> list[tuple[str, str]]:
        """What a thing is, but for that an event took place, which its date tells.

        Kinds of one name, as two vocabularies have them, are told once.
        """
        told = list(dict.fromkeys(self.kinds(thing)))
        event = self._kind_label(DIP("Event").value)
        return [one for one in told if one[0] != event] or told

    def is_remark(self, thing: Thing) -> bool:
        """Whether it is only what somebody says."""
        return any(mark == "remark" for _, mark in self.kinds(thing))

    def _kind_label(self, kind: str) -> str:
        if kind not in self._labels:
            self._labels[kind] = self.names.label(self.index.iris.name(kind))
        return self._labels[kind]

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What kinds are called, by their IRIs."""
        return {}

    def _mark(self, kind: str) -> str:
        is_one_of = {kind, *self.index.above.get(kind, ())}
        marks = [mark for marked, mark in _MARKS.items() if marked in is_one_of]
        return marks[0] if marks else ""

    @cached_property
    def sentences(self) -> list[int]:
        """The sentences that have the words, by number.

        Of these, the ones that tell something of what the facets leave.
        """
        if not self.found:
            return []
        if not self.search.is_narrowed:
            return self.found.sentences
        voices = [one.iri for one in self._values["speaker"]]
        matching, telling = self.found.sentences, self.index.sentences.telling
        return telling(matching, self._narrowing, voices)

    @cached_property
    def close(self) -> list[Thing]:
        """What else the sentences tell most of; remarks are what is drawn."""
        most = len(self.numbers) + _CLOSE
        remark, told_of = DIP("Remark").value, self.index.sentences.told_of
        hits = set(self.numbers)
        told = told_of(self.sentences, remark, most)
        others = [number for number in told if number not in hits]
        return self.index.things(others[:_CLOSE])

    @cached_property
    def _leads(self) -> list[tuple[Lead, Match]]:
        """What has some of the words beside things, and how well it fits.

        It is nothing once facets or years are chosen.
        """
        if self.search.is_narrowed or self.found is None:
            return []
        if is_address(self.search.q, self.index.iris):
            return []
        return self._leads_of(self.found.instead or self.search.q)

    def _leads_of(self, words: str) -> list[tuple[Lead, Match]]:
        """What the words lead to beside things, each once."""
        first: dict[tuple[str, str], tuple[Lead, Match]] = {}
        for fit in self.index.leading.leads(words, _LEADS):
            lead = self.names.lead(fit.number, self.search.root)
            target = lead.sort, lead.target
            # a kind may have names in several languages
            first.setdefault(target, (lead, fit))
        return list(first.values())

    @cached_property
    def best(self) -> list[Lead]:
        """What is called so, and questions that have all of several words.

        A kind counts as called so even among other words.
        """
        is_brought = self.index.iris.brought is not None
        called = [one for one in self._leads if _is_called(*one, is_brought)]
        called.sort(key=_closeness)
        terms = [lead for lead, _ in called if lead.sort != "named"]
        named = [lead for lead, _ in called if lead.sort == "named"]
        if len(named) > _NAMED:
            rest = self.names.all_named(self.search.q, self.search.root)
            named = [*named[:_NAMED], rest]
        apart = with_addresses(named)
        questions = self._asked_questions[:_BEST]
        return [*self.pages, *terms[:_TERMS], *apart, *questions]

    @cached_property
    def _asked_questions(self) -> list[Lead]:
        """The questions that have all words, else all of the first clause that some have."""
        led = self._leads
        for clause in clauses(self.search.q) if led else ():
            matching = [lead for lead, fit in led if self._is_asked(lead, fit)]
            if matching:
                return sorted(matching, key=self._asks_less)
            led = self._leads_of(clause)
        return [lead for lead, fit in led if self._is_asked(lead, fit)]

    def _is_asked(self, lead: Lead, fit: Match) -> bool:
        """Whether a question has all words, these are several, and it asks after the same."""
        is_whole = lead.sort == "question" and fit.has_all and fit.sought > 1
        return is_whole and self._asks_so(lead)

    def _asks_so(self, lead: Lead) -> bool:
        """Whether a question asks when, if that was asked; so of who, where and others."""
        wanted = ways(self.search.q)
        return not wanted or not wanted.isdisjoint(ways(lead.label))

    def _asks_less(self, lead: Lead) -> bool:
        """Whether a question leaves out some of what was asked: when, of when and who."""
        return not ways(self.search.q) <= ways(lead.label)

    @property
    def near(self) -> list[tuple[Lead, Match]]:
        """The questions after the same that lack some words: their answers may have them."""
        if self.asked or not ways(self.search.q):
            return []
        questions = (one for one in self._leads if one[0].sort == "question")
        near = [(lead, fit) for lead, fit in questions if self._asks_so(lead)]
        close = [(lead, fit) for lead, fit in near if _is_close(fit)]
        return close[:_NEAR]

    @property
    def asked(self) -> list[Lead]:
        """The questions that have all the words."""
        return [lead for lead in self.best if lead.sort == "question"]

    @cached_property
    def questions(self) -> list[Lead]:
        """Other questions that have some of the words."""
        own = [lead for lead, _ in self._leads if lead.sort == "question"]
        others = [lead for lead in own if lead not in self.best]
        return others[:_QUESTIONS]

    @property
    def download(self) -> str:
        """The address of all these things as a table.

        Of all things of a kind it is the one that tells most, if there is one.
        """
        name = self.table
        return self._dump(name) if name else self.search.download(CSV)

    @property
    def table(self) -> str:
        """The file with all these things, where they are all of a kind; "" if there is none."""
        kinds = self.search.chosen("kind")
        is_all = len(kinds) == 1 and self.search.kept().keys() == {"kind"}
        return self.index.table(kinds[0]) if is_all else ""

    def csv(self, kind: Lead) -> str:
        """The file with all things of a kind."""
        name = self.index.table(kind.target)
        if name:
            return self._dump(name)
        return Search(kind=kind.target, root=self.search.root).download(CSV)

    def _dump(self, name: str) -> str:
        return f"{self.search.root}/dumps/{name}"

    @property
    def query(self) -> str:
        """What is sought, in SPARQL; "" where that has no words for it."""
        return query_for(self.search, self._values, self.index)


def _is_close(fit: Match) -> bool:
    """Whether a question lacks some of the words that were sought, but few."""
    return 0 < len(fit.missing) <= _LACKING * fit.sought


def _is_called(lead: Lead, fit: Match, is_brought: bool) -> bool:
    """Whether words name a term: they are its name, or that of a kind is among them.

    In data that somebody brings a word of a kind's name will do: few know that whole.
    """
    if lead.sort == "named" or (lead.sort == "kind" and is_brought and fit.has_all):
        return fit.has_all
    if lead.sort == "question" or not fit.has_only:
        return False
    return fit.has_all or lead.sort == "kind"


def _closeness(led: tuple[Lead, Match]) -> tuple[bool, str, str]:
    lead, fit = led
    return not fit.has_all, lead.sort, lead.label
