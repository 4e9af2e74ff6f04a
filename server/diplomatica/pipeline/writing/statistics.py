"""Counts of what is in the default graph: in all, by class, by property, by link.

Their terms are those of VoID, sections 4 and 5.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import chain, groupby, islice
from operator import itemgetter
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple, parse

from diplomatica.engine.engine import Term
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import NTRIPLES
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import MATCHES, OWL, RDF, RDFS, VOID
from diplomatica.pipeline.storing.stored import Triples

_LINKS = {*MATCHES, OWL("sameAs"), RDFS("seeAlso")}
_SPACE, _DATASET = VOID("uriSpace"), VOID("Dataset")
_END = " .\n"
_AT_ONCE = 1_000  # lines
# As N-Triples write them: only of few lines more is made than their text.
_TYPE, _IS_DATASET = str(RDF("type")), f"{_DATASET}{_END}"
_TOLD = frozenset(map(str, (*_LINKS, _SPACE)))


@dataclass
class _Tally:
    """What was counted so far; each triple is added once, subject by subject.

    Only of what may be said of the dataset again is more kept than its count.
    """

    catalog: Catalog
    others: AbstractSet[str] = frozenset()
    """What is spoken of again, beside the dataset and its parts."""
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    subjects: int = 0
    below: int = 0
    """How many subjects have IRIs of the dataset, and how many of these are things."""
    things: int = 0
    links: list[Triple] = field(default_factory=list)
    spaces: dict[str, Term] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    known: set[Triple] = field(default_factory=set)
    last: str = ""

    def plus(self, lines: Iterable[str]) -> "_Tally":
        """A tally of these lines of N-Triples, too."""
        copies = {one.name: copy(getattr(self, one.name)) for one in fields(self)}
        sums = replace(self, **copies)
        rest = iter(lines)
        while some := list(islice(rest, _AT_ONCE)):
            sums.add([line.split(" ", 2) for line in some])
        return sums

    @property
    def space(self) -> str:
        """What the IRIs of things begin with."""
        return self.catalog.base + ("id/" if self.things else "")

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """What the IRIs of the dataset and of its parts begin with."""
        return self.catalog.iris("dataset").value, self.catalog.dataset

    def add(self, rows: list[list[str]]) -> None:
        """Count triples that were not counted before, by their subjects, properties and rests."""
        self.properties.update([predicate for _, predicate, _ in rows])
        kinds = [rest for _, predicate, rest in rows if predicate == _TYPE]
        # A class without an IRI, as a restriction of OWL is, can be no part of the dataset.
        named = [kind.removesuffix(_END) for kind in kinds if kind.startswith("<")]
        self.classes.update(named)
        telling = {
            subject
            for subject, predicate, rest in rows
            if predicate in _TOLD or rest == _IS_DATASET
        }
        for subject, some in groupby(rows, itemgetter(0)):
            if subject != self.last and subject not in self.seen:
                self._add_subject(subject)
            if subject in telling or subject in self.seen:
                self._add_lines(some)

    def _add_lines(self, rows: Iterable[list[str]]) -> None:
        """Keep what may be said of the dataset again of lines of a subject."""
        for row in rows:
            subject, predicate, rest = row
            if predicate in _TOLD or rest == _IS_DATASET or subject in self.seen:
                parsed = parse(" ".join(row), format=NTRIPLES.rdf, lenient=True)
                self._add_told(next(parsed).triple)

    def _add_told(self, triple: Triple) -> None:
        """Keep a triple that describes a dataset, this one or another that it leads to."""
        if triple.predicate in _LINKS:
            self.links.append(triple)
        elif triple.predicate == _SPACE:
            self._add_space(text_of(triple.object), triple.subject)
        if str(triple.subject) in self.seen or triple.object == _DATASET:
            self.known.add(triple)

    def _add_subject(self, subject: str) -> None:
        """Count a subject that was not met before."""
        iri = _iri(subject)
        self.last = subject
        self.subjects += 1
        self.below += iri.startswith(self.catalog.base)
        self.things += iri.startswith(f"{self.catalog.base}id/")
        if subject in self.others or iri.startswith(self._own):
            self.seen.add(subject)

    def _add_space(self, space: str, subject: Term) -> None:
        self.seen.add(str(subject))
        self.spaces[space] = min(subject, self.spaces.get(space, subject), key=str)


def _iri(text: str) -> str:
    """The IRI that N-Triples write so, or the label of a blank node."""
    return text[1:-1] if text.startswith("<") else text


def _lines(triples: Iterable[Triple]) -> Iterable[str]:
    if isinstance(triples, Triples):
        return triples.texts()
    return (f"{triple}{_END}" for triple in triples)


def statistics(
    catalog: Catalog, triples: Iterable[Triple], followed: Iterable[Triple] = ()
) -> list[Triple]:
    """The counts of all these triples, and of the counts themselves.

    The triples come subject by subject, those that `followed` in any order. The counts
    will stand among them. Which there are is settled after the first two rounds, and
    what they are after one more. What the catalog states itself is left to it.
    """
    dataset, more = NamedNode(catalog.dataset), list(followed)
    others = frozenset(str(one.subject) for one in more)
    tally = _Tally(catalog, others).plus(chain(_lines(triples), _lines(more)))
    said = {one.predicate for one in tally.known if one.subject == dataset}

    def is_new(count: Triple) -> bool:
        is_said = count.subject == dataset and count.predicate in said
        return not is_said and count not in tally.known

    counted: list[Triple] = []
    before = None
    while counted != before:
        before = counted
        found = dict.fromkeys(_counts(catalog, tally.plus(_lines(counted))))
        counted = list(filter(is_new, found))
    return counted


def entity_space(catalog: Catalog, triples: Triples) -> str:
    """What the IRIs of things begin with.

    Things are what is below id/, or in RDF that somebody brings all of the dataset's.
    """
    things = f"{catalog.base}id/"
    has_things = any(triples.beginning([f"<{things}"]))
    return things if has_things else catalog.base


def _counts(catalog: Catalog, tally: _Tally) -> Iterator[Triple]:
    """The statistics of a dataset, as VoID has them."""
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    totals = {
        "triples": tally.properties.total(),
        "entities": tally.things or tally.below,
        "distinctSubjects": tally.subjects,
        "classes": len(tally.classes),
        "properties": len(tally.properties),
    }
    for name, count in totals.items():
        yield Triple(dataset, VOID(name), Literal(count))
    yield from _vocabularies(dataset, [*tally.properties, *tally.classes])
    yield from _partitions(dataset, "class", "entities", tally.classes, iris)
    yield from _partitions(dataset, "property", "triples", tally.properties, iris)
    yield from _linksets(catalog, tally)


def _vocabularies(dataset: NamedNode, terms: Iterable[str]) -> Iterator[Triple]:
    """The namespaces of all terms in use."""
    spaces = {re.sub(r"[^/#]*$", "", _iri(term)) for term in terms}
    for space in sorted(filter(None, spaces)):
        yield Triple(dataset, VOID("vocabulary"), NamedNode(space))


def _partitions(
    dataset: NamedNode, kind: str, unit: str, counts: Counter[str], iris: Iris
) -> Iterator[Triple]:
    """For each of these terms a part of the dataset, with its count of the unit."""
    for term in sorted(counts):
        iri = _iri(term)
        part = _part(iris, kind, iris.short(iri).replace(":", "-", 1))
        yield Triple(dataset, VOID(f"{kind}Partition"), part)
        yield Triple(part, VOID(kind), NamedNode(iri))
        yield Triple(part, VOID(unit), Literal(counts[term]))


def _linksets(catalog: Catalog, tally: _Tally) -> Iterator[Triple]:
    """The links to each other dataset by each property.

    Which datasets those are, a catalog may say.
    """
    dataset = NamedNode(catalog.dataset)
    iris = catalog.iris
    for there, links in sorted(_links_away(catalog, tally).items()):
        name = re.sub(r"[^\w.]+", "-", there.partition("//")[2]).strip("-")
        known = tally.spaces.get(there, _part(iris, "linked", name))
        target = NamedNode(text_of(known))
        yield Triple(target, RDF("type"), VOID("Dataset"))
        yield Triple(target, VOID("uriSpace"), Literal(there))
        for link in sorted(links, key=str):
            term = link.value.rpartition("#")[2]
            this = _part(iris, "links", f"{term}-{name}")
            yield Triple(dataset, VOID("subset"), this)
            yield Triple(this, RDF("type"), VOID("Linkset"))
            yield Triple(this, VOID("linkPredicate"), link)
            yield Triple(this, VOID("subjectsTarget"), dataset)
            yield Triple(this, VOID("objectsTarget"), target)
            yield Triple(this, VOID("triples"), Literal(links[link]))


def _links_away(catalog: Catalog, tally: _Tally) -> dict[str, Counter[NamedNode]]:
    """The links of things to other datasets, by the namespace of these, counted."""
    counts: dict[str, Counter[NamedNode]] = defaultdict(Counter)
    for link in tally.links:
        target = link.object
        if not isinstance(target, NamedNode) or target.value.startswith(catalog.base):
            continue
        if text_of(link.subject).startswith(tally.space):
            there = _namespace(target.value, tally.spaces)
            counts[there][link.predicate] += 1
    return counts


def _namespace(iri: str, known: Iterable[str]) -> str:
    """The namespace of a dataset that the catalog knows, else all up to the name."""
    fitting = [space for space in known if iri.startswith(space)]
    if fitting:
        return max(fitting, key=len)
    return re.sub(r"[^/#]+$", "", iri)


def _part(iris: Iris, kind: str, name: str) -> NamedNode:
    return NamedNode(f"{iris('dataset').value}#{kind}-{quote(name, safe='')}")
