"""What is in the default graph, counted (VoID, sections 4 and 5): in all, by class, by property, by links to others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.catalog import Catalog
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import OWL, RDF, RDFS, SKOS, VOID

_MATCHES = (SKOS(f"{kind}Match") for kind in ("exact", "close", "broad", "narrow", "related"))
_LINKS = {*_MATCHES, OWL("sameAs"), RDFS("seeAlso")}


def statistics(catalog: Catalog, triples: Iterable[Triple]) -> list[Triple]:
    """The counts of all these triples, and of the counts themselves: they will stand among them.

    Which counts there are is settled after the first two rounds, and what they are after one more. What the catalog
    states itself is left to it.
    """
    triples = list(triples)
    said = {(one.subject, one.predicate) for one in triples if one.subject == NamedNode(catalog.dataset)}
    counted: list[Triple] = []
    before = None
    while counted != before:
        before, found = counted, _counted(catalog, {*triples, *counted})
        counted = [one for one in found if (one.subject, one.predicate) not in said]
    return counted


def entity_space(catalog: Catalog, triples: Iterable[Triple]) -> str:
    """What the IRIs of things begin with: those below id/, or in RDF that somebody brings all of the dataset's."""
    things = f"{catalog.base}id/"
    return things if any(text_of(triple.subject).startswith(things) for triple in triples) else catalog.base


def _counted(catalog: Catalog, triples: set[Triple]) -> Iterator[Triple]:
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    properties = Counter(triple.predicate for triple in triples)
    classes = Counter(triple.object for triple in triples if triple.predicate == RDF("type"))
    subjects = {text_of(triple.subject) for triple in triples}
    space = entity_space(catalog, triples)
    totals = {
        "triples": len(triples),
        "entities": sum(iri.startswith(space) for iri in subjects),
        "distinctSubjects": len(subjects),
        "classes": len(classes),
        "properties": len(properties),
    }
    for name, count in totals.items():
        yield Triple(dataset, VOID(name), Literal(count))
    yield from _vocabularies(dataset, [*properties, *classes])
    yield from _partitions(dataset, "class", "entities", classes.items(), iris)
    yield from _partitions(dataset, "property", "triples", properties.items(), iris)
    yield from _linksets(catalog, triples, space)


def _vocabularies(dataset: NamedNode, terms: Iterable[object]) -> Iterator[Triple]:
    """The namespaces of all terms in use."""
    spaces = {re.sub(r"[^/#]*$", "", text_of(term)) for term in terms}
    yield from (Triple(dataset, VOID("vocabulary"), NamedNode(space)) for space in sorted(spaces) if space)


def _partitions(
    dataset: NamedNode, kind: str, unit: str, counts: Iterable[tuple[object, int]], iris: Iris
) -> Iterator[Triple]:
    for term, count in sorted(counts, key=lambda pair: str(pair[0])):
        part = _part(iris, kind, iris.short(text_of(term)).replace(":", "-", 1))
        yield Triple(dataset, VOID(f"{kind}Partition"), part)
        yield Triple(part, VOID(kind), NamedNode(text_of(term)))
        yield Triple(part, VOID(unit), Literal(count))


def _linksets(catalog: Catalog, triples: set[Triple], space: str) -> Iterator[Triple]:
    """The links to each other dataset by each property; which datasets those are, a catalog may say."""
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    known = {
        text_of(one.object): NamedNode(text_of(one.subject)) for one in triples if one.predicate == VOID("uriSpace")
    }
    counts: dict[str, Counter[NamedNode]] = defaultdict(Counter)
    for one in triples:
        is_link = one.predicate in _LINKS and text_of(one.subject).startswith(space)
        if is_link and isinstance(one.object, NamedNode) and not one.object.value.startswith(catalog.base):
            counts[_space(one.object.value, known)][one.predicate] += 1
    for there, links in sorted(counts.items()):
        name = re.sub(r"[^\w.]+", "-", there.partition("//")[2]).strip("-")
        target = known.get(there, _part(iris, "linked", name))
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
    return max((space for space in known if iri.startswith(space)), key=len, default=re.sub(r"[^/#]+$", "", iri))


def _part(iris: Iris, kind: str, name: str) -> NamedNode:
    return NamedNode(f"{iris('dataset').value}#{kind}-{quote(name, safe='')}")
