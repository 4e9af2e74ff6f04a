"""Every term must be declared in the ontology, and every thing somewhere: a misspelt one passes every shape."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from pyoxigraph import NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, OWL, RDF, RDFS
from diplomatica.pipeline.files.queryfile import Query
from diplomatica.pipeline.files.source import Source, graph_of

_CLASSES = {OWL("Class"), RDFS("Class")}
_PROPERTIES = {
    OWL("ObjectProperty"),
    OWL("DatatypeProperty"),
    OWL("AnnotationProperty"),
    RDF("Property"),
}
# A plan written down as an event would be asked for as if it had happened.
_DERIVED: set[object] = {DIP("Event"), DIP("Prospect")} | {
    DIP(name)
    for name in (
        "chaired",
        "heldOffice",
        "memberOf",
        "proposedBy",
        "adoptedBy",
        "hasPart",
        "formerName",
        "timeDisputed",
    )
}
_OF_THE_BUILD = {"claim", "note", "link", "inference", "rule"}
_DIP_NAME = re.compile(r"(?<![\w:])dip:(\w+)")


@dataclass(frozen=True)
class Declared:
    """What is declared: classes, properties, all other terms of the ontology, and things."""

    classes: set[NamedNode] = field(default_factory=set)
    properties: set[NamedNode] = field(default_factory=set)
    terms: set[NamedNode] = field(default_factory=set)
    things: set[NamedNode] = field(default_factory=set)


def declared(ontology: Iterable[Quad], data: Iterable[Quad], iris: Iris) -> Declared:
    """Gather what the ontology declares, and the things that the data gives a kind."""
    found = Declared(properties={RDF("type")})
    for quad in ontology:
        if quad.predicate == RDF("type") and isinstance(quad.subject, NamedNode):
            found.terms.add(quad.subject)
            if quad.object in _CLASSES:
                found.classes.add(quad.subject)
            if quad.object in _PROPERTIES:
                found.properties.add(quad.subject)
    kinds = (
        quad.subject
        for quad in data
        if quad.predicate == RDF("type") and iris.is_thing(quad.subject)
    )
    found.things.update(kind for kind in kinds if isinstance(kind, NamedNode))
    return found


def _is_of_the_build(term: object, iris: Iris) -> bool:
    return isinstance(term, NamedNode) and iris.kind(term.value) in _OF_THE_BUILD


def undeclared(
    source: Source, known: Declared, iris: Iris, strict: bool = True
) -> Iterator[Fault]:
    """The faults of one file: terms that no ontology declares, and things of no kind.

    With `strict`, terms of every vocabulary must be declared and every thing must have a kind; without it, as for
    RDF that somebody brings, only terms of the ontology's own namespace.
    """
    withdrawn = {
        quad.subject for quad in source.quads if quad.predicate == OWL("deprecated")
    }
    for quad in source.quads:
        graph = graph_of(quad)
        if (strict or _own(quad.predicate)) and quad.predicate not in known.properties:
            yield _unknown(
                source, graph, "property", quad.predicate, known.properties, iris
            )
        if isinstance(quad.object, NamedNode):
            is_kind = quad.predicate == RDF("type")
            if (
                is_kind
                and (strict or _own(quad.object))
                and quad.object not in known.classes
            ):
                yield _unknown(source, graph, "class", quad.object, known.classes, iris)
            elif not is_kind and _own(quad.object) and quad.object not in known.terms:
                yield _unknown(source, graph, "term", quad.object, known.terms, iris)
        for term in {quad.predicate, quad.object} & _DERIVED:
            message = f"states {iris.short(term.value)} by hand"  # type: ignore[union-attr]
            yield source.fault(
                graph,
                message,
                "leave it to the rules: state what it is derived from",
                term.value,  # type: ignore[union-attr]
            )
        if (
            not strict
            and _is_of_the_build(quad.subject, iris)
            and quad.subject not in withdrawn
        ):
            assert isinstance(quad.subject, NamedNode)
            message = f"speaks of {iris.short(quad.subject.value)}, which only a file of claims, notes or links may"
            yield source.fault(graph, message, "write it there", quad.subject.value)
        for term in (quad.subject, quad.object):
            if (
                strict
                and isinstance(term, NamedNode)
                and iris.is_thing(term)
                and term not in known.things
            ):
                yield _unknown_thing(source, graph, term, known.things, iris)


def undeclared_in_query(query: Query, known: Declared, iris: Iris) -> Iterator[Fault]:
    """The faults of a rule or an example query: one that misspells a term runs, and finds nothing."""
    for number, line in enumerate(query.text.splitlines(), 1):
        for name in _DIP_NAME.findall(line):
            if DIP(name) not in known.terms:
                message = f"the term dip:{name} is not declared in the ontology"
                yield Fault(
                    query.file,
                    number,
                    message,
                    _suggestion(DIP(name), known.terms, iris)
                    or "declare it in ontology/",
                )


def _own(term: NamedNode) -> bool:
    return term.value.startswith(str(DIP)) and term.value != str(DIP)


def _unknown(
    source: Source,
    graph: str,
    kind: str,
    term: NamedNode,
    known: set[NamedNode],
    iris: Iris,
) -> Fault:
    message = f"the {kind} {iris.short(term.value)} is not declared in the ontology"
    return source.fault(
        graph,
        message,
        _suggestion(term, known, iris) or "declare it in ontology/",
        term.value,
    )


def _unknown_thing(
    source: Source, graph: str, thing: NamedNode, known: set[NamedNode], iris: Iris
) -> Fault:
    message = f"the thing {iris.short(thing.value)} has no kind anywhere"
    advice = (
        _suggestion(thing, known, iris)
        or "say in dataset/names.ttl or in a claim what it is, with “a”"
    )
    return source.fault(graph, message, advice, thing.value)


def _suggestion(term: NamedNode, known: set[NamedNode], iris: Iris) -> str:
    """The known term whose name is most like this one's, of those in the same namespace."""
    name = _local_name(term)
    space = term.value.removesuffix(name)
    names = sorted(
        _local_name(one)
        for one in known
        if one.value.removesuffix(_local_name(one)) == space
    )
    near = get_close_matches(name, names, n=1, cutoff=0.75)
    return f"did you mean {iris.short(space + near[0])}?" if near else ""


def _local_name(term: NamedNode) -> str:
    return re.split(r"[/#]", term.value)[-1]
