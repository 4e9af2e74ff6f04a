"""What JSON-LD leaves out in silence: statements that name what is no IRI."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from diplomatica.pipeline.files.jsonld.place import line_of
from diplomatica.pipeline.files.syntax.escaping import escaped, is_iri


def dropped(text: str, base: str | None, count: int) -> tuple[int, str, str] | None:
    """That a document says more than the `count` of statements that were read of it.

    With the line of the first that is missing, and advice; None where all were read.
    A parser passes over what is not well-formed (JSON-LD 1.1 API, section 8.1.1). Keys
    that mean nothing are told elsewhere.
    """
    if sum(1 for _ in _read(text, base)) <= count:
        return None
    wrong = [iri for quad in _read(text, base) for iri in _odd(quad)[:1]]
    if not wrong:
        return None
    is_one = len(wrong) == 1
    what = "1 statement is" if is_one else f"{len(wrong):,} statements are"
    message = f"{what} left out, for what they name is no IRI: <{wrong[0]}>"
    return line_of(text, wrong[0]), message, _advice(wrong[0])


def _advice(wrong: str) -> str:
    """What to write instead of what is no IRI."""
    if wrong.startswith("_:"):
        return "name properties by IRIs: a blank node is none"
    if escaped(wrong) == wrong:
        return "write the whole IRI, or a declared prefix and a name"
    return f"write {escaped(wrong)}, or let --escape-iris do so"


def _read(text: str, base: str | None) -> Iterator[Quad]:
    """All that a document says, whether its IRIs are such or not."""
    return parse(text, format=RdfFormat.JSON_LD, base_iri=base, lenient=True)


def _odd(quad: Quad) -> list[str]:
    """What stands as an IRI in a quad and is none; a key alone is not meant as one."""
    nodes = (quad.subject, quad.object, quad.graph_name)
    named = [node.value for node in nodes if isinstance(node, NamedNode)]
    if ":" in quad.predicate.value:
        named.append(quad.predicate.value)
    return [iri for iri in named if not is_iri(iri)]
