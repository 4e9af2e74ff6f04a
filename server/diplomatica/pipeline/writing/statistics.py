"""What is in the default graph, counted (VoID, sections 4 and 5): in all, by class, by property, by links to others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass, field, fields, replace
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from diplomatica.model.catalog import Catalog
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import MATCHES, OWL, RDF, RDFS, VOID

_LINKS = {*MATCHES, OWL("sameAs"), RDFS("seeAlso")}
_TYPE, _SPACE = RDF("type"), VOID("uriSpace")

Node = NamedNode | BlankNode | Literal | Triple


@dataclass
class _Tally:
    """What was counted so far; each triple is added once."""

    properties: Counter[Node] = field(default_factory=Counter)
    classes: Counter[Node] = field(default_factory=Counter)
    subjects: set[Node] = field(default_factory=set)
    links: list[Triple] = field(default_factory=list)
    spaces: dict[str, Node] = field(default_factory=dict)

    def plus(self, triples: Iterable[Triple]) -> "_Tally":
        """A tally of these triples, too."""
        sums = replace(
            self, **{one.name: copy(getattr(self, one.name)) for one in fields(self)}
        )
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
            self.spaces[space] = min(
                triple.subject, self.spaces.get(space, triple.subject), key=str
            )


def statistics(catalog: Catalog, triples: AbstractSet[Triple]) -> list[Triple]:
    """The counts of all these triples, and of the counts themselves: they will stand among them.

    Which counts there are is settled after the first two rounds, and what they are after one more. What the catalog
    states itself is left to it.
    """
    dataset, tally = NamedNode(catalog.dataset), _Tally().plus(triples)
    said = {one.predicate for one in triples if one.subject == dataset}
    counted: list[Triple] = []
    before = None
    while counted != before:
        before, found = counted, dict.fromkeys(_counted(catalog, tally.plus(counted)))
        counted = [
            one
            for one in found
            if one not in triples
            and (one.subject != dataset or one.predicate not in said)
        ]
    return counted


def entity_space(catalog: Catalog, subjects: Iterable[object]) -> str:
    """What the IRIs of things begin with: those below id/, or in RDF that somebody brings all of the dataset's."""
    things = f"{catalog.base}id/"
    return (
        things
        if any(text_of(subject).startswith(things) for subject in subjects)
        else catalog.base
    )


def _counted(catalog: Catalog, tally: _Tally) -> Iterator[Triple]:
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    space = entity_space(catalog, tally.subjects)
    totals = {
        "triples": tally.properties.total(),
        "entities": sum(
            text_of(subject).startswith(space) for subject in tally.subjects
        ),
        "distinctSubjects": len(tally.subjects),
        "classes": len(tally.classes),
        "properties": len(tally.properties),
    }
    for name, count in totals.items():
        yield Triple(dataset, VOID(name), Literal(count))
    yield from _vocabularies(dataset, [*tally.properties, *tally.classes])
    yield from _partitions(dataset, "class", "entities", tally.classes.items(), iris)
    yield from _partitions(
        dataset, "property", "triples", tally.properties.items(), iris
    )
    yield from _linksets(catalog, tally, space)


def _vocabularies(dataset: NamedNode, terms: Iterable[object]) -> Iterator[Triple]:
    """The namespaces of all terms in use."""
    spaces = {re.sub(r"[^/#]*$", "", text_of(term)) for term in terms}
    yield from (
        Triple(dataset, VOID("vocabulary"), NamedNode(space))
        for space in sorted(spaces)
        if space
    )


def _partitions(
    dataset: NamedNode,
    kind: str,
    unit: str,
    counts: Iterable[tuple[object, int]],
    iris: Iris,
) -> Iterator[Triple]:
    for term, count in sorted(counts, key=lambda pair: str(pair[0])):
        part = _part(iris, kind, iris.short(text_of(term)).replace(":", "-", 1))
        yield Triple(dataset, VOID(f"{kind}Partition"), part)
        yield Triple(part, VOID(kind), NamedNode(text_of(term)))
        yield Triple(part, VOID(unit), Literal(count))


def _linksets(catalog: Catalog, tally: _Tally, space: str) -> Iterator[Triple]:
    """The links to each other dataset by each property; which datasets those are, a catalog may say."""
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    counts: dict[str, Counter[NamedNode]] = defaultdict(Counter)
    for one in tally.links:
        is_away = isinstance(one.object, NamedNode) and not one.object.value.startswith(
            catalog.base
        )
        if is_away and text_of(one.subject).startswith(space):
            counts[_space(text_of(one.object), tally.spaces)][one.predicate] += 1
    for there, links in sorted(counts.items()):
        name = re.sub(r"[^\w.]+", "-", there.partition("//")[2]).strip("-")
        target = NamedNode(
            text_of(tally.spaces.get(there, _part(iris, "linked", name)))
        )
        yield Triple(target, RDF("type"), VOID("Dataset"))
        yield Triple(target, VOID("uriSpace"), Literal(there))
        for link, count in sorted(links.items(), key=lambda pair: str(pair[0])):
            this = _part(iris, "links", f"{link.value.rpartition('#')[2]}-{name}")
            yield Triple(dataset, VOID("subset"), this)
            yield Triple(this, RDF("type"), VOID("Linkset"))
            yield Triple(this, VOID("linkPredicate"), link)
            yield Triple(this, VOID("subjectsTarget"), dataset)
            yield Triple(this, VOID("objectsTarget"), target)
            yield Triple(this, VOID("triples"), Literal(count))


def _space(iri: str, known: Iterable[str]) -> str:
    """The namespace of a dataset that the catalog knows, else all up to the name."""
    return max(
        (space for space in known if iri.startswith(space)),
        key=len,
        default=re.sub(r"[^/#]+$", "", iri),
    )


def _part(iris: Iris, kind: str, name: str) -> NamedNode:
    return NamedNode(f"{iris('dataset').value}#{kind}-{quote(name, safe='')}")
