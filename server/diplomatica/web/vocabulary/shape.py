"""The rules of SHACL shapes in words, by the term that they bind (SHACL, section 4)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rdflib import SH, Graph, URIRef
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
        found: dict[str, list[str]] = defaultdict(list)
        for target, how, shape in sorted(self._targets()):
            self._add(found, target, how, shape)
        return {term: list(dict.fromkeys(rules)) for term, rules in found.items()}

    def asked(self) -> list[ShapeRules]:
        """What each shape asks that has a target, in the order of their IRIs."""
        found: dict[str, ShapeRules] = {}
        for target, how, shape in sorted(
            self._targets(), key=lambda one: (str(one[2]), *one[:2])
        ):
            one = found.setdefault(
                str(shape), ShapeRules(str(shape), [], self._asked_by(shape))
            )
            one.targets.append(_TARGETS[how].format(self._code(target)))
        return list(found.values())

    def _asked_by(self, shape: Node) -> list[tuple[str, str, str]]:
        parts = sorted(self._graph.objects(shape, SH.property), key=str)
        rules = [(f"Each: {self._words(shape)}.", shape)] if self._words(shape) else []
        rules += [
            (f"{self._path(self._graph.value(one, SH.path))}: {self._words(one)}.", one)
            for one in parts
        ]
        return [
            (str(one), rule, str(self._graph.value(one, SH.message) or ""))
            for rule, one in rules
        ]

    def _targets(self) -> Iterator[tuple[URIRef, URIRef, Node]]:
        for how in _TARGETS:
            for shape, target in self._graph.subject_objects(how):
                if isinstance(target, URIRef):
                    yield target, how, shape

    def _add(
        self, found: dict[str, list[str]], target: URIRef, how: URIRef, shape: Node
    ) -> None:
        whole = self._words(shape)
        if whole:
            found[str(target)].append(
                f"Stands only on {whole}."
                if how == SH.targetSubjectsOf
                else f"Each: {whole}."
            )
        for part in sorted(self._graph.objects(shape, SH.property), key=str):
            path, words = self._graph.value(part, SH.path), self._words(part)
            if path == target and words:
                found[str(target)].append(f"Its values: {words}.")
            elif words:
                found[str(target)].append(f"{self._path(path)}: {words}.")
                found[str(path)].append(
                    f"{_TARGETS[how].format(self._code(target))}: {words}."
                )

    def _words(self, shape: Node) -> str:
        """What a shape asks of one node or of a path's values.

        Its message where no words are known for it.
        """
        parts = [*self._count(shape), *self._parts(shape)]
        unknown = not parts and (shape, SH.path, None) in self._graph
        words = (
            str(self._graph.value(shape, SH.message) or "")
            if unknown
            else ", ".join(parts)
        )
        return (
            f"{words} (else a warning)"
            if words and self._graph.value(shape, SH.severity) == SH.Warning
            else words
        )

    def _count(self, shape: Node) -> Iterator[str]:
        least, most = (
            self._graph.value(shape, bound) for bound in (SH.minCount, SH.maxCount)
        )
        if least is not None and least == most:
            yield f"exactly {_values(least)}"
        else:
            bounds = (("least", least), ("most", most))
            yield from (
                f"at {word} {_values(bound)}"
                for word, bound in bounds
                if bound is not None
            )

    def _parts(self, shape: Node) -> Iterator[str]:
        graph = self._graph
        has_type = (
            shape,
            SH.datatype,
            None,
        ) in graph  # whose name says more than how it is written
        for constraint, words in _WORDS.items():
            if not (constraint == SH.pattern and has_type):
                yield from (
                    words.format(self._code(value))
                    for value in sorted(graph.objects(shape, constraint), key=str)
                )
        for kind in graph.objects(shape, SH.nodeKind):
            yield _KINDS.get(kind, self._code(kind))  # type: ignore[call-overload]
        for constraint, words in _LISTS.items():
            for members in graph.objects(shape, constraint):
                codes = map(self._code, graph.items(members))
                yield words.format(", ".join(codes))
        for either in graph.objects(shape, SH["or"]):
            yield ", or ".join(filter(None, map(self._member, graph.items(either))))
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
        inverse = path is not None and self._graph.value(path, SH.inversePath)
        return f"What has it as {self._code(inverse)}" if inverse else self._code(path)

    def _code(self, term: Node | None) -> str:
        return f"`{self._short(str(term))}`" if term is not None else ""


def _values(number: Node) -> str:
    return f"{number} value" if str(number) == "1" else f"{number} values"
