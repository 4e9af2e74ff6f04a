"""The rules of SHACL shapes in words, by the term that they bind (SHACL, section 4)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

Short = Callable[[str], str]

_TARGETS = {
    SH.targetClass: "On a {}",
    SH.targetSubjectsOf: "On what has {}",
    SH.targetObjectsOf: "On a value of {}",
    SH.targetNode: "On {}",
}
_WORDS = {
    SH["class"]: "a {}",
    SH.datatype: "of type {}",
    SH.hasValue: "among them {}",
    SH.pattern: "written as {}",
    SH.minLength: "at least {} characters long",
    SH.maxLength: "at most {} characters long",
    SH.minInclusive: "{} or more",
    SH.maxInclusive: "{} or less",
    SH.minExclusive: "more than {}",
    SH.maxExclusive: "less than {}",
    SH.equals: "the same as those of {}",
    SH.disjoint: "none of those of {}",
    SH.lessThan: "before that of {}",
    SH.lessThanOrEquals: "not after that of {}",
}
_KINDS = {
    SH.IRI: "an IRI",
    SH.Literal: "a literal",
    SH.BlankNode: "a blank node",
    SH.IRIOrLiteral: "an IRI or a literal",
    SH.BlankNodeOrIRI: "an IRI or a blank node",
    SH.BlankNodeOrLiteral: "a literal or a blank node",
}
_LISTS = {SH.languageIn: "in the language {}", SH["in"]: "one of {}"}


@dataclass(frozen=True)
class ShapeRules:
    """What a shape asks, in words: of what, and by which rules.

    Each rule has its IRI and the message for what breaks it.
    """

    iri: str
    targets: list[str]
    rules: list[tuple[str, str, str]]


class Shapes:
    """The shapes of a graph; terms stand between backticks in what they say."""

    def __init__(self, graph: Graph, short: Short) -> None:
        """Take the graph, and how an IRI is written."""
        self._graph, self._short = graph, short

    def rules(self) -> dict[str, list[str]]:
        """For each term, by IRI, the rules that bind it.

        They bind a class as a target, a property as a path.
        """
        rules_by_term: dict[str, list[str]] = defaultdict(list)
        for target, how, shape in sorted(self._targets()):
            self._add(rules_by_term, target, how, shape)
        return {
            term: list(dict.fromkeys(rules)) for term, rules in rules_by_term.items()
        }

    def asked(self) -> list[ShapeRules]:
        """What each shape asks that has a target, in the order of their IRIs."""
        rules_by_iri: dict[str, ShapeRules] = {}
        for target, how, shape in sorted(self._targets(), key=_by_shape):
            iri = str(shape)
            if iri not in rules_by_iri:
                rules_by_iri[iri] = ShapeRules(iri, [], self._asked_by(shape))
            rules_by_iri[iri].targets.append(self._target(how, target))
        return list(rules_by_iri.values())

    def _target(self, how: URIRef, target: URIRef) -> str:
        return _TARGETS[how].format(self._code(target))

    def _asked_by(self, shape: Node) -> list[tuple[str, str, str]]:
        """What a shape asks, as rules with their messages."""
        rules = []
        if words := self._words(shape):
            rules.append(self._rule(shape, f"Each: {words}."))
        for part in self._properties(shape):
            path = self._path(self._graph.value(part, SH.path))
            rules.append(self._rule(part, f"{path}: {self._words(part)}."))
        return rules

    def _rule(self, shape: Node, words: str) -> tuple[str, str, str]:
        message = self._graph.value(shape, SH.message)
        return str(shape), words, str(message or "")

    def _properties(self, shape: Node) -> list[Node]:
        return sorted(self._graph.objects(shape, SH.property), key=str)

    def _targets(self) -> Iterator[tuple[URIRef, URIRef, Node]]:
        for how in _TARGETS:
            for shape, target in self._graph.subject_objects(how):
                if isinstance(target, URIRef):
                    yield target, how, shape

    def _add(
        self,
        rules_by_term: dict[str, list[str]],
        target: URIRef,
        how: URIRef,
        shape: Node,
    ) -> None:
        """Note in words what a shape asks of its target."""
        whole = self._words(shape)
        if whole:
            on_subjects = how == SH.targetSubjectsOf
            start = "Stands only on" if on_subjects else "Each:"
            rules_by_term[str(target)].append(f"{start} {whole}.")
        for part in self._properties(shape):
            path, words = self._graph.value(part, SH.path), self._words(part)
            if path == target and words:
                rules_by_term[str(target)].append(f"Its values: {words}.")
            elif words:
                rules_by_term[str(target)].append(f"{self._path(path)}: {words}.")
                rules_by_term[str(path)].append(
                    f"{self._target(how, target)}: {words}."
                )

    def _words(self, shape: Node) -> str:
        """What a shape asks of one node or of a path's values.

        Its message where no words are known for it.
        """
        parts = [*self._count(shape), *self._parts(shape)]
        words = ", ".join(parts)
        if not parts and (shape, SH.path, None) in self._graph:
            words = str(self._graph.value(shape, SH.message) or "")
        is_warning = self._graph.value(shape, SH.severity) == SH.Warning
        return f"{words} (else a warning)" if words and is_warning else words

    def _count(self, shape: Node) -> Iterator[str]:
        """How many values a shape lets a property have."""
        least = self._graph.value(shape, SH.minCount)
        most = self._graph.value(shape, SH.maxCount)
        if least is not None and least == most:
            yield f"exactly {_values(least)}"
            return
        if least is not None:
            yield f"at least {_values(least)}"
        if most is not None:
            yield f"at most {_values(most)}"

    def _parts(self, shape: Node) -> Iterator[str]:
        yield from self._of_values(shape)
        yield from self._of_kinds(shape)
        yield from self._of_shapes(shape)

    def _of_values(self, shape: Node) -> Iterator[str]:
        """What is asked by values: their type, their bounds, how they are written."""
        # the name of a type says more than how it is written
        has_type = (shape, SH.datatype, None) in self._graph
        for constraint, words in _WORDS.items():
            if constraint == SH.pattern and has_type:
                continue
            for value in sorted(self._graph.objects(shape, constraint), key=str):
                yield words.format(self._code(value))

    def _of_kinds(self, shape: Node) -> Iterator[str]:
        """What is asked by a kind of nodes, or by a list."""
        graph = self._graph
        for kind in graph.objects(shape, SH.nodeKind):
            yield _KINDS.get(kind, self._code(kind))  # type: ignore[call-overload]
        for constraint, words in _LISTS.items():
            for members in graph.objects(shape, constraint):
                codes = map(self._code, graph.items(members))
                yield words.format(", ".join(codes))

    def _of_shapes(self, shape: Node) -> Iterator[str]:
        """What is asked by other shapes."""
        graph = self._graph
        for either in graph.objects(shape, SH["or"]):
            members = map(self._member, graph.items(either))
            yield ", or ".join(filter(None, members))
        yield from map(self._member, graph.objects(shape, SH.node))
        for some in graph.objects(shape, SH.qualifiedValueShape):
            least = graph.value(shape, SH.qualifiedMinCount)
            how_many = f"at least {least}" if least else "some"
            words = self._words(some) or "of another shape"
            yield f"{how_many} of them {words}"

    def _member(self, shape: Node) -> str:
        """The words of a shape that another names, with its path if it has one."""
        path = self._graph.value(shape, SH.path)
        words = self._words(shape)
        return f"{self._path(path)}: {words}" if path else words

    def _path(self, path: Node | None) -> str:
        """A path in words: a property, what leads to it by one, or several in a row."""
        inverse = path is not None and self._graph.value(path, SH.inversePath)
        if inverse:
            return f"What has it as {self._code(inverse)}"
        if path is None or (path, RDF.first, None) not in self._graph:
            return self._code(path)
        steps = [self._path(step) for step in self._graph.items(path)]
        return ", then ".join(steps)

    def _code(self, term: Node | None) -> str:
        return f"`{self._short(str(term))}`" if term is not None else ""


def _by_shape(bound: tuple[URIRef, URIRef, Node]) -> tuple[str, URIRef, URIRef]:
    target, how, shape = bound
    return str(shape), target, how


def _values(number: Node) -> str:
    return f"{number} value" if str(number) == "1" else f"{number} values"
