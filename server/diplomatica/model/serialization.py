"""Writing triples and quads so that a person likes to read them, and always in the same order."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple, serialize

from diplomatica.model.formats import Format
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.vocabulary import RDF, RDFS, prefixes

# The order of kinds: first what is published, then what is read about, then why.
_ORDER = (
    "dataset",
    "article",
    "id",
    "claim",
    "note",
    "link",
    "inference",
    "rule",
    "graph",
)
_FIRST = (RDF("type"), RDFS("label"))


def in_order(triples: Iterable[Triple], iris: Iris) -> list[Triple]:
    """The triples, each once: things by kind and IRI, of each first its kind and its label."""
    return sorted(set(triples), key=lambda triple: _place(triple, iris))


def quads_in_order(quads: Iterable[Quad], iris: Iris) -> list[Quad]:
    """The quads, each once, graph by graph."""
    catalog = iris("graph", "catalog")  # first it is told what all this is

    def place(quad: Quad) -> tuple[object, ...]:
        graph = (
            (-1, "catalog")
            if quad.graph_name == catalog
            else _kind(quad.graph_name, iris)
        )
        return graph, _place(quad.triple, iris)

    return sorted(set(quads), key=place)


def write(
    path: Path, statements: list[Triple] | list[Quad], form: Format, iris: Iris
) -> None:
    """Write statements to a file, in the order given."""
    serialize(statements, path, form.rdf, prefixes=used(statements, form, iris))


def written(statements: list[Triple] | list[Quad], form: Format, iris: Iris) -> bytes:
    """The same as bytes."""
    return (
        serialize(statements, format=form.rdf, prefixes=used(statements, form, iris))
        or b""
    )


def rendered(
    quads: Iterable[Quad], beside: Iterable[Triple], form: Format, iris: Iris
) -> bytes:
    """Quads and what is said beside them, in order, as one graph: the default graph of a dataset.

    A format of quads has their named graphs besides (RDF 1.1 Concepts, section 4).
    """
    stated = list(quads)
    triples = in_order([*(quad.triple for quad in stated), *beside], iris)
    if form.holds != "quads":
        return written(triples, form, iris)
    named = (quad for quad in stated if not isinstance(quad.graph_name, DefaultGraph))
    default = stated_in(DefaultGraph(), triples)
    return written([*default, *quads_in_order(named, iris)], form, iris)


def used(
    statements: list[Triple] | list[Quad], form: Format, iris: Iris
) -> dict[str, str]:
    """Those prefixes of the dataset's that a file needs."""
    if form.suffix not in ("ttl", "trig", "rdf"):
        return {}
    nodes = {_node(term) for statement in statements for term in statement}
    spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in nodes}
    starts = {
        space[:end]
        for space in spaces
        for end in range(len(space) + 1)
        if space[end - 1 : end] in ("/", "#")
    }
    return {
        prefix: space
        for prefix, space in prefixes(iris.base).items()
        if space in starts
    }


def _node(term: object) -> str:
    if isinstance(term, Literal):
        return term.datatype.value
    return term.value if isinstance(term, NamedNode) else ""


def _place(triple: Triple, iris: Iris) -> tuple[object, ...]:
    rank = _FIRST.index(triple.predicate) if triple.predicate in _FIRST else len(_FIRST)
    return (
        *_kind(triple.subject, iris),
        rank,
        str(triple.predicate),
        str(triple.object),
    )


def _kind(term: object, iris: Iris) -> tuple[int, str]:
    if isinstance(term, DefaultGraph):
        return -1, ""
    value = term.value if isinstance(term, NamedNode) else str(term)
    kind = iris.kind(value)
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER)), value
