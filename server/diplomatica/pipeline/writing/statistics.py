"""Counts of what is in the default graph: in all, by class, by property, by link.

Their terms are those of VoID, sections 4 and 5.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass, field, fields, replace
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import MATCHES, OWL, RDF, RDFS, VOID

_LINKS = {*MATCHES, OWL("sameAs"), RDFS("seeAlso")}
_TYPE, _SPACE = RDF("type"), VOID("uriSpace")


@dataclass
class _Tally:
    """What was counted so far; each triple is added once."""

    properties: Counter[Term] = field(default_factory=Counter)
    classes: Counter[Term] = field(default_factory=Counter)
    subjects: set[Term] = field(default_factory=set)
    links: list[Triple] = field(default_factory=list)
    spaces: dict[str, Term] = field(default_factory=dict)

    def plus(self, triples: Iterable[Triple]) -> "_Tally":
        """A tally of these triples, too."""
        copies = {one.name: copy(getattr(self, one.name)) for one in fields(self)}
        sums = replace(self, **copies)
        for triple in triples:
            sums._add(triple)
        return sums

    def _add(self, triple: Triple) -> None:
        predicate = triple.predicate
        self.subjects.add(triple.subject)
        self.properties[predicate] += 1
        if predicate == _TYPE:
            self.classes[triple.object] += 1
        elif predicate in _LINKS:
            self.links.append(triple)
        elif predicate == _SPACE:
            space = text_of(triple.object)
            other = self.spaces.get(space, triple.subject)
            self.spaces[space] = min(triple.subject, other, key=str)


def statistics(catalog: Catalog, triples: AbstractSet[Triple]) -> list[Triple]:
    """The counts of all these triples, and of the counts themselves.

    The counts will stand among the triples. Which there are is settled after the first
    two rounds, and what they are after one more. What the catalog states itself is left
    to it.
    """
    dataset, tally = NamedNode(catalog.dataset), _Tally().plus(triples)
    said = {one.predicate for one in triples if one.subject == dataset}

    def is_new(count: Triple) -> bool:
        is_said = count.subject == dataset and count.predicate in said
        return not is_said and count not in triples

    counted: list[Triple] = []
    before = None
    while counted != before:
        before = counted
        found = dict.fromkeys(_counted(catalog, tally.plus(counted)))
        counted = list(filter(is_new, found))
    return counted


def entity_space(catalog: Catalog, subjects: Iterable[object]) -> str:
    """What the IRIs of things begin with.

    Things are what is below id/, or in RDF that somebody brings all of the dataset's.
    """
    things = f"{catalog.base}id/"
    has_things = any(text_of(subject).startswith(things) for subject in subjects)
    return things if has_things else catalog.base


def _counted(catalog: Catalog, tally: _Tally) -> Iterator[Triple]:
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    space = entity_space(catalog, tally.subjects)
    entities = [one for one in tally.subjects if text_of(one).startswith(space)]
    totals = {
        "triples": tally.properties.total(),
        "entities": len(entities),
        "distinctSubjects": len(tally.subjects),
        "classes": len(tally.classes),
        "properties": len(tally.properties),
    }
    for name, count in totals.items():
        yield Triple(dataset, VOID(name), Literal(count))
    yield from _vocabularies(dataset, [*tally.properties, *tally.classes])
    yield from _partitions(dataset, "class", "entities", tally.classes, iris)
    yield from _partitions(dataset, "property", "triples", tally.properties, iris)
    yield from _linksets(catalog, tally, space)


def _vocabularies(dataset: NamedNode, terms: Iterable[object]) -> Iterator[Triple]:
    """The namespaces of all terms in use."""
    spaces = {re.sub(r"[^/#]*$", "", text_of(term)) for term in terms}
    for space in sorted(filter(None, spaces)):
        yield Triple(dataset, VOID("vocabulary"), NamedNode(space))


def _partitions(
    dataset: NamedNode, kind: str, unit: str, counts: Counter[Term], iris: Iris
) -> Iterator[Triple]:
    """For each of these terms a part of the dataset, with its count of the unit."""
    for term in sorted(counts, key=str):
        iri = text_of(term)
        part = _part(iris, kind, iris.short(iri).replace(":", "-", 1))
        yield Triple(dataset, VOID(f"{kind}Partition"), part)
        yield Triple(part, VOID(kind), NamedNode(iri))
        yield Triple(part, VOID(unit), Literal(counts[term]))


def _linksets(catalog: Catalog, tally: _Tally, space: str) -> Iterator[Triple]:
    """The links to each other dataset by each property.

    Which datasets those are, a catalog may say.
    """
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    for there, links in sorted(_links_away(catalog, tally, space).items()):
        name = re.sub(r"[^\w.]+", "-", there.partition("//")[2]).strip("-")
        known = tally.spaces.get(there, _part(iris, "linked", name))
        target = NamedNode(text_of(known))
        yield Triple(target, RDF("type"), VOID("Dataset"))
        yield Triple(target, VOID("uriSpace"), Literal(there))
        for link in sorted(links, key=str):
            this = _part(iris, "links", f"{link.value.rpartition('#')[2]}-{name}")
            yield Triple(dataset, VOID("subset"), this)
            yield Triple(this, RDF("type"), VOID("Linkset"))
            yield Triple(this, VOID("linkPredicate"), link)
            yield Triple(this, VOID("subjectsTarget"), dataset)
            yield Triple(this, VOID("objectsTarget"), target)
            yield Triple(this, VOID("triples"), Literal(links[link]))


def _links_away(
    catalog: Catalog, tally: _Tally, space: str
) -> dict[str, Counter[NamedNode]]:
    """The links of things to other datasets, by the namespace of these, counted."""
    counts: dict[str, Counter[NamedNode]] = defaultdict(Counter)
    for link in tally.links:
        target = link.object
        if not isinstance(target, NamedNode) or target.value.startswith(catalog.base):
            continue
        if text_of(link.subject).startswith(space):
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
