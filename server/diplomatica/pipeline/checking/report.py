"""What the validation found: each violation of a shape, and the report on all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF, SH

TYPE = RDF("type")


@dataclass(frozen=True)
class Violation:
    """One result of the validation: which node fails which shape, and where.

    It is a violation in the sense of SHACL, a warning or a remark, by its severity.
    """

    focus: Term
    path: Term | None
    value: Term | None
    shape: Term
    component: Term
    severity: Term
    message: str

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of a release."""
        return self.severity == SH("Violation")

    def __lt__(self, other: "Violation") -> bool:
        """In the order of what they say, which no run changes."""
        return self._sort_key < other._sort_key

    @property
    def _sort_key(self) -> tuple[str, ...]:
        where = (self.focus, self.path, self.value)
        what = (self.shape, self.component, self.severity)
        parts = map(_text, (*where, *what))
        return *parts, self.message


def _text(term: Term | None) -> str:
    return text_of(term) if term else ""


def report(
    this: NamedNode,
    violations: list[Violation],
    looked_at: Mapping[Term, int],
) -> list[Triple]:
    """The validation report (SHACL, section 3.6), and what each shape looked at.

    A report of a release has no violations, only warnings: what has violations is not
    released.
    """
    conforms = Literal(not violations)
    triples = [
        Triple(this, TYPE, SH("ValidationReport")),
        Triple(this, SH("conforms"), conforms),
    ]
    for number, violation in enumerate(violations, 1):
        result = NamedNode(f"{this.value}#result-{number}")
        triples.append(Triple(this, SH("result"), result))
        triples.append(Triple(result, TYPE, SH("ValidationResult")))
        triples += [
            Triple(result, name, value) for name, value in _result_properties(violation)
        ]
    for shape, nodes in looked_at.items():
        assert isinstance(shape, NamedNode | BlankNode)
        triples.append(Triple(shape, DIP("focusNodes"), Literal(nodes)))
    return triples


def _result_properties(violation: Violation) -> Iterator[tuple[NamedNode, Term]]:
    """What the report says of a result.

    Of a path or shape without an IRI it says only that it is there.
    """
    yield SH("focusNode"), violation.focus
    yield SH("sourceShape"), violation.shape
    yield SH("sourceConstraintComponent"), violation.component
    yield SH("resultSeverity"), violation.severity
    yield SH("resultMessage"), Literal(violation.message, language="en")
    if violation.path:
        yield SH("resultPath"), violation.path
    if violation.value:
        yield SH("value"), violation.value
