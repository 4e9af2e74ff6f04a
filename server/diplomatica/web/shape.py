"""The rules of SHACL shapes in words, by the term that they bind (SHACL, section 4)."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

Short = Callable[[str], str]

_TARGETS = {SH.targetClass: "On a {}", SH.targetSubjectsOf: "On what has {}", SH.targetObjectsOf: "On a value of {}",
            SH.targetNode: "On {}"}  # fmt: skip
_WORDS = {
    SH["class"]: "a {}",
    SH.datatype: "of type {}",
    SH.hasValue: "among them {}",
    SH.pattern: "written as {}",
    SH.minLength: "at least {} characters long",
    SH.maxLength: "at most {} characters long",
    SH.minInclusive: "at least {}",
    SH.maxInclusive: "at most {}",
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


class Shapes:
    """The shapes of a graph; terms stand between backticks in what they say."""

    def __init__(self, graph: Graph, short: Short) -> None:
        """Take the graph, and how an IRI is written."""
        self._graph, self._short = graph, short

    def rules(self) -> dict[str, list[str]]:
        """For each term, by IRI, the rules that bind it: a class as a target, a property as a path."""
        found: dict[str, list[str]] = defaultdict(list)
        for target, how, shape in sorted(self._targets()):
            self._add(found, target, how, shape)
        return {term: list(dict.fromkeys(rules)) for term, rules in found.items()}

    def _targets(self) -> Iterator[tuple[URIRef, URIRef, Node]]:
        for how in _TARGETS:
            for shape, target in self._graph.subject_objects(how):
                if isinstance(target, URIRef):
                    yield target, how, shape

    def _add(self, found: dict[str, list[str]], target: URIRef, how: URIRef, shape: Node) -> None:
        whole = self._words(shape)
        if whole:
            found[str(target)].append(f"Stands only on {whole}." if how == SH.targetSubjectsOf else f"Each is {whole}.")
        for part in self._graph.objects(shape, SH.property):
            path, words = self._graph.value(part, SH.path), self._words(part)
            if path == target and words:
                found[str(target)].append(f"Its values: {words}.")
            elif words:
                found[str(target)].append(f"{self._path(path)}: {words}.")
                found[str(path)].append(f"{_TARGETS[how].format(self._code(target))}: {words}.")

    def _words(self, shape: Node) -> str:
        """What a shape asks of one node or of a path's values; its message where no words are known for it."""
        parts = [*self._count(shape), *self._parts(shape)]
        unknown = not parts and (shape, SH.path, None) in self._graph
        words = str(self._graph.value(shape, SH.message) or "") if unknown else ", ".join(parts)
        return f"{words} (else a warning)" if words and self._graph.value(shape, SH.severity) == SH.Warning else words

    def _count(self, shape: Node) -> Iterator[str]:
        least, most = (self._graph.value(shape, bound) for bound in (SH.minCount, SH.maxCount))
        if least is not None and least == most:
            yield f"exactly {least}"
        else:
            yield from (f"at {word} {bound}" for word, bound in (("least", least), ("most", most)) if bound is not None)

    def _parts(self, shape: Node) -> Iterator[str]:
        graph = self._graph
        has_type = (shape, SH.datatype, None) in graph  # whose name says more than how it is written
        for constraint, words in _WORDS.items():
            if not (constraint == SH.pattern and has_type):
                yield from (
                    words.format(self._code(value)) for value in sorted(graph.objects(shape, constraint), key=str)
                )
        for kind in graph.objects(shape, SH.nodeKind):
            yield _KINDS.get(kind, self._code(kind))  # type: ignore[call-overload]
        for constraint, words in _LISTS.items():
            for members in graph.objects(shape, constraint):
                yield words.format(", ".join(self._code(one) for one in graph.items(members)))
        for either in graph.objects(shape, SH["or"]):
            yield ", or ".join(filter(None, (self._words(one) for one in graph.items(either))))
        yield from (self._words(one) for one in graph.objects(shape, SH.node))
        for some in graph.objects(shape, SH.qualifiedValueShape):
            least = graph.value(shape, SH.qualifiedMinCount)
            yield f"{f'at least {least}' if least else 'some'} of them {self._words(some) or 'of another shape'}"

    def _path(self, path: Node | None) -> str:
        inverse = path is not None and self._graph.value(path, SH.inversePath)
        return f"What has it as {self._code(inverse)}" if inverse else self._code(path)

    def _code(self, term: Node | None) -> str:
        return f"`{self._short(str(term))}`" if term is not None else ""


def is_shape(graph: Graph, term: Node) -> bool:
    """Whether a term is a shape, and no term of a vocabulary."""
    return any((term, RDF.type, kind) in graph for kind in (SH.NodeShape, SH.PropertyShape))
