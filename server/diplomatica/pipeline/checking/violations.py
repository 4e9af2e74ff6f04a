"""What does not conform to the shapes, and where in the files it comes from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from pyoxigraph import NamedNode, Quad

from diplomatica.engine.engine import Term
from diplomatica.errors import DiplomaticaError, Fault
from diplomatica.model.kinds import UNCHECKED
from diplomatica.model.statement import text_of
from diplomatica.pipeline.checking.judging import Judgement
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.kept import Together
from diplomatica.pipeline.storing.lines import Row, row_of
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.workshop import Workshop


def judgement_of(reading: Reading, quads: Quads) -> Judgement:
    """What judges all that articles and files say, each node once: these it has taken up.

    No article need say all of a thing: what others say of it belongs to it.
    """
    shapes_graph = reading.iris("graph", "shapes")
    shapes = [quad.triple for quad in quads.of_graph(shapes_graph)]
    elsewhere = [*reading.own_shapes, *reading.brought_shapes]
    shapes += [quad.triple for quad in elsewhere]
    judgement = Judgement(shapes, reading.shape_prefixes, reading.iris)
    if shapes:
        judgement.take(quads.rows(without=_unchecked(reading)))
    return judgement


def checked_rows(quads: Iterable[Quad], reading: Reading) -> Iterator[Row]:
    """The text of those of some quads that shapes may look at."""
    unchecked = _unchecked(reading)
    return (row_of(one) for one in quads if one.graph_name not in unchecked)


def _unchecked(reading: Reading) -> list[NamedNode]:
    """The graphs at which no shape looks."""
    names = [*UNCHECKED]
    if reading.catalog.is_drawn:
        # Nobody wrote the catalog of files without one, so nobody can mend it.
        names.append("catalog")
    return [reading.iris("graph", name) for name in names]


def violations(
    reading: Reading,
    quads: Quads,
    workshop: Workshop | None = None,
    judgement: Judgement | None = None,
) -> list[Violation]:
    """What violates the shapes, of quads that a judgement has taken up, or takes up now."""
    try:
        judgement = judgement or judgement_of(reading, quads)
        return judgement.violations(workshop or Workshop()) if judgement.shapes else []
    except DiplomaticaError as error:
        if not reading.brought_shapes:
            raise
        # Shapes among the data stop nothing; but nobody is to think that they were met.
        reading.brought_shapes.clear()
        why = str(error).partition(": ")[2]
        what = f"is left out: {why}; so nothing was held to them"
        reading.left_out.append(Fault("Shapes among the data", 0, what))
        return violations(reading, quads, workshop)


class Origins:
    """Where in the files things come from, looked up once for all violations."""

    def __init__(self, reading: Reading, focuses: AbstractSet[Term]) -> None:
        """Take what the files state of the nodes that violate something."""
        self._reading = reading
        self._quads_of: defaultdict[Term, list[Quad]] = defaultdict(list)
        for quad in Together([*reading.facts.parts, *reading.large]).about(focuses):
            self._quads_of[quad.subject].append(quad)
        self._beside = _by_block(reading.beside_claims)
        self._brought = _by_block(reading.brought)

    def fault_of(self, violation: Violation) -> Fault:
        """The violation as a fault, at the line that it comes from, if it can be told."""
        message, _, advice = violation.message.partition(": ")
        focus = text_of(violation.focus)
        message = f"{self._reading.iris.short(focus)} {message}"
        quads = self._quads_of.get(violation.focus, [])
        for quad in sorted(quads, key=lambda quad: _distance(quad, violation)):
            graph = text_of(quad.graph_name)
            source = self._source(graph)
            if source:
                near = _near(quad, violation)
                return source.fault(graph, message, advice, near, focus)
        head = self._source(focus) or next(self._reading.sources)
        return head.fault(focus, message, advice, focus)

    def _source(self, iri: str) -> Source | None:
        """The file with the block of this name.

        Else the file that the graph or the article is named after.
        """
        in_claims = self._reading.claims.source_of
        source = self._beside.get(iri) or in_claims(iri) or self._brought.get(iri)
        if source:
            return source
        name = self._reading.iris.slug(iri).partition("/")[0]
        ends = (f"/{name}.ttl", f"/claims/{name}.trig")
        sources = self._reading.sources
        return next((one for one in sources if one.name.endswith(ends)), None)


def _by_block(sources: Iterable[Source]) -> dict[str, Source]:
    """The first of some files that has a block of a name."""
    source_by_block: dict[str, Source] = {}
    for source in sources:
        for block in source.blocks[1:]:
            source_by_block.setdefault(block.iri, source)
    return source_by_block


def _distance(quad: Quad, violation: Violation) -> int:
    """How far a quad is from the violation.

    At 0 it has its value, at 1 its property, at 2 only its focus node.
    """
    if violation.value and quad.object == violation.value:
        return 0
    return 1 if quad.predicate == violation.path else 2


def _near(quad: Quad, violation: Violation) -> str:
    by_distance = (violation.value, violation.path, violation.focus)
    return text_of(by_distance[_distance(quad, violation)])
