"""What does not conform to the shapes, and where in the files it comes from."""

from pyoxigraph import Quad, Triple

from diplomatica.errors import DiplomaticaError, Fault
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.pipeline.checking.validation import Violation, validate
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.reading import Reading


def violations(reading: Reading, quads: list[Quad]) -> list[Violation]:
    """Validate each article with what all share; without articles, what there is.

    What kind a thing is may stand in another article; whether that thing conforms is
    looked at there. What other articles say of the things of this one belongs to them:
    no article need say all of it.
    """
    facts = {quad.triple for quad in quads if reading.iris.is_thing(quad.subject)}
    shapes_graph = reading.iris("graph", "shapes")
    shapes = [quad.triple for quad in quads if quad.graph_name == shapes_graph]
    elsewhere = [*reading.own_shapes, *reading.brought_shapes]
    shapes += [quad.triple for quad in elsewhere]
    kinds = {quad.triple for quad in quads if quad.predicate == RDF("type")}
    if not shapes:
        return []
    found: dict[Violation, None] = {}
    for slug in [article.slug for article in reading.articles] or [""]:
        data = _of_article(quads, slug, reading.iris)
        ours = {kind.subject for kind in kinds.intersection(data)}
        theirs = {kind.subject for kind in kinds} - ours
        more = {fact for fact in facts if fact.subject in ours}
        whole = {*data, *kinds, *more}
        try:
            results = validate(whole, shapes, reading.shape_prefixes)
        except DiplomaticaError as error:
            if not reading.brought_shapes:
                raise
            # Shapes among the data stop nothing.
            what = str(error).partition(": ")[2]
            reading.hints.append(Fault("Shapes among the data", 0, what))
            return []
        here = [result for result in results if result.focus not in theirs]
        found |= dict.fromkeys(here)
    return sorted(found)


def _of_article(quads: list[Quad], slug: str, iris: Iris) -> list[Triple]:
    """The triples of one article's graphs, and of those that belong to no article.

    What rests on other articles is left out. So are the cards of inferences and the
    example queries: the build alone writes them, and they are many.
    """
    graphs = {text_of(quad.graph_name) for quad in quads}
    foreign = {graph for graph in graphs if _is_foreign(graph, slug, iris)}
    premises = [quad for quad in quads if quad.predicate == DIP("premise")]
    rests = [quad for quad in premises if text_of(quad.object) in foreign]
    foreign |= {text_of(quad.subject) for quad in rests}
    foreign |= {iris("graph", name).value for name in ("inferences", "queries")}
    ours = (quad.triple for quad in quads if text_of(quad.graph_name) not in foreign)
    return list(dict.fromkeys(ours))


def _is_foreign(graph: str, slug: str, iris: Iris) -> bool:
    """Whether a graph is a claim or the record of another article, or holds shapes."""
    claims, records = f"{iris.base}claim/", f"{iris.base}graph/record/"
    if graph.startswith(f"{claims}{slug}/") or graph == f"{records}{slug}":
        return False
    return graph.startswith((claims, records, f"{iris.base}graph/shapes"))


def fault_of(violation: Violation, reading: Reading) -> Fault:
    """The violation as a fault, at the line that it comes from, if it can be told."""
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
    """How far a quad is from the violation.

    At 0 it has its value, at 1 its property, at 2 only its focus node.
    """
    if violation.value and quad.object == violation.value:
        return 0
    return 1 if quad.predicate == violation.path else 2


def _near(quad: Quad, violation: Violation) -> str:
    by_distance = (violation.value, violation.path, violation.focus)
    return text_of(by_distance[_distance(quad, violation)])


def _source(iri: str, reading: Reading) -> Source | None:
    """The file with the block of this name.

    Else the file that the graph or the article is named after.
    """
    for source in reading.sources:
        if any(block.iri == iri for block in source.blocks[1:]):
            return source
    name = reading.iris.slug(iri).partition("/")[0]
    ends = (f"/{name}.ttl", f"/claims/{name}.trig")
    named = (source for source in reading.sources if source.name.endswith(ends))
    return next(named, None)
