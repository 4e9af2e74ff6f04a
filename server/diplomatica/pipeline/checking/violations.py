"""Whether the data conforms to the shapes; and for what does not, the place in the files that it comes from."""

from pyoxigraph import Quad, Triple

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.pipeline.checking.validation import Violation, validate
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.reading import Reading


def violations(reading: Reading, quads: list[Quad]) -> list[Violation]:
    """Validate each article with what all share; without articles, what there is.

    What kind a thing is may stand in another article; whether that thing conforms is looked at there.
    What other articles say of the things of this one belongs to them: no article need say all of it.
    """
    facts = {quad.triple for quad in quads if reading.iris.is_thing(quad.subject)}
    shapes = [
        quad.triple
        for quad in quads
        if quad.graph_name == reading.iris("graph", "shapes")
    ]
    kinds = {quad.triple for quad in quads if quad.predicate == RDF("type")}
    found: dict[Violation, None] = {}
    for slug in [article.slug for article in reading.articles] or [""]:
        data = _of_article(quads, slug, reading.iris)
        ours = {kind.subject for kind in kinds.intersection(data)}
        theirs = {kind.subject for kind in kinds} - ours
        more = {fact for fact in facts if fact.subject in ours}
        results = validate({*data, *kinds, *more}, shapes, reading.shape_prefixes)
        found.update((one, None) for one in results if one.focus not in theirs)
    return sorted(found)


def _of_article(quads: list[Quad], slug: str, iris: Iris) -> list[Triple]:
    """The triples of one article's graphs and of those that belong to none, without what rests on the others.

    The cards of inferences and the example queries are left out: the build alone writes them, and they are many.
    """
    own = f"{iris.base}claim/{slug}/", f"{iris.base}graph/record/{slug}"
    others = (
        f"{iris.base}claim/",
        f"{iris.base}graph/record/",
        f"{iris.base}graph/shapes",
    )
    graphs = {text_of(quad.graph_name) for quad in quads}
    foreign = {
        graph
        for graph in graphs
        if graph.startswith(others)
        and not (graph.startswith(own[0]) or graph == own[1])
    }
    rests = (
        quad
        for quad in quads
        if quad.predicate == DIP("premise") and text_of(quad.object) in foreign
    )
    foreign |= {text_of(quad.subject) for quad in rests} | {
        iris("graph", name).value for name in ("inferences", "queries")
    }
    return list(
        dict.fromkeys(
            quad.triple for quad in quads if text_of(quad.graph_name) not in foreign
        )
    )


def fault_of(violation: Violation, reading: Reading) -> Fault:
    """The violation as a fault, at the line that it comes from as nearly as can be told."""
    message, _, advice = violation.message.partition(": ")
    focus = text_of(violation.focus)
    message = f"{reading.iris.short(focus)} {message}"
    said = [quad for quad in reading.facts if quad.subject == violation.focus]
    for quad in sorted(said, key=lambda quad: _distance(quad, violation)):
        graph = text_of(quad.graph_name)
        source = _source(graph, reading)
        if source:
            return source.fault(graph, message, advice, _near(quad, violation), focus)
    head = _source(focus, reading) or reading.sources[0]
    return head.fault(focus, message, advice, focus)


def _distance(quad: Quad, violation: Violation) -> int:
    """How far a quad is from the violation: 0 has its value, 1 its property, 2 only its focus node."""
    if violation.value and quad.object == violation.value:
        return 0
    return 1 if quad.predicate == violation.path else 2


def _near(quad: Quad, violation: Violation) -> str:
    nearest = (violation.value, violation.path, violation.focus)[
        _distance(quad, violation)
    ]
    return text_of(nearest)


def _source(iri: str, reading: Reading) -> Source | None:
    """The file with the block of this name, else the file that the graph or the article is named after."""
    for source in reading.sources:
        if any(block.iri == iri for block in source.blocks[1:]):
            return source
    name = reading.iris.slug(iri).partition("/")[0]
    ends = (f"/{name}.ttl", f"/claims/{name}.trig")
    return next(
        (source for source in reading.sources if source.name.endswith(ends)), None
    )
