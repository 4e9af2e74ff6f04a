"""Writing triples and quads as people like to read them, always in the same order."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple, serialize

from diplomatica.model.formats import RDFXML, Format
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import HEADINGS
from diplomatica.model.literals.quoting import (
    Statements,
    is_veiled,
    quote_numbers,
    quoting,
    unveiled,
)
from diplomatica.model.statement import stated_in
from diplomatica.model.vocabulary import RDF, RDFS, XSD

# The order of kinds: first what is published, then what is read about, then why.
_ORDER = tuple(HEADINGS)
FIRST = (RDF("type"), RDFS("label"))
"""What is said first of each subject."""
_FOREMOST = (-1, "")
# So many are looked at together.
_LINES = 50_000
# Of each line that is an IRI, all of it up to the name at its end.
_NAMESPACE = re.compile("^.*[/#]", re.MULTILINE)
S = TypeVar("S", Triple, Quad)


def in_order(
    triples: Iterable[Triple], iris: Iris, subject: NamedNode | None = None
) -> list[Triple]:
    """The triples, each once: by kind and IRI, of each first its kind and label.

    Where all is about one `subject`, that comes before all others.
    """
    kinds = _KindOrder(iris, {subject: _FOREMOST})
    return list(_by_subject(triples, kinds))


def quads_in_order(quads: Iterable[Quad], iris: Iris) -> list[Quad]:
    """The quads, each once, graph by graph."""
    kinds = _KindOrder(iris)
    # First it is told what all this is.
    graphs = _KindOrder(iris, {iris("graph", "catalog"): _FOREMOST})
    by_graph: dict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name].append(quad)
    ordered: list[Quad] = []
    for graph in sorted(by_graph, key=graphs.__getitem__):
        ordered += _by_subject(by_graph.pop(graph), kinds)
    return ordered


def _by_subject(statements: Iterable[S], kinds: "_KindOrder") -> Iterator[S]:
    """The statements in order: sorted in small parts, whose places need little memory."""
    by_subject: dict[object, dict[S, None]] = defaultdict(dict)
    for statement in statements:
        by_subject[statement.subject][statement] = None
    for subject in sorted(by_subject, key=kinds.__getitem__):
        yield from sorted(by_subject.pop(subject), key=_rank)


def write(path: Path, statements: Statements, form: Format, iris: Iris) -> None:
    """Write statements to a file, in the order given."""
    given, prefixes = quoting(statements, form, used(statements, form, iris))
    _write(path, given, form, prefixes)


def write_once_read(
    path: Path,
    statements: Iterable[Triple | Quad],
    form: Format,
    prefixes: Mapping[str, str],
) -> None:
    """Write statements that are read only once, with prefixes that are known to be used.

    They are written aside first: nobody reads a half.
    """
    given, of_quotes = quote_numbers(statements, form)
    prefixes = {**prefixes, **of_quotes}
    with TemporaryDirectory(dir=path.parent) as folder:
        whole = Path(folder, path.name)
        _write(whole, given, form, prefixes)
        whole.replace(path)


def _write(
    path: Path,
    given: Iterable[Triple | Quad],
    form: Format,
    prefixes: Mapping[str, str],
) -> None:
    """Write statements, and mend what the engine writes otherwise than it is meant."""
    with path.open("wb") as file:
        serialised(given, file, form, prefixes)
    if form is RDFXML or is_veiled(prefixes):
        _mend(path, form)


def _mend(path: Path, form: Format) -> None:
    """Put in the place of a file what is meant, piece by piece."""
    aside = path.with_name(f"{path.name}.mended")
    with path.open("rb") as file, aside.open("wb") as mended:
        while piece := b"".join(islice(file, _LINES)):
            mended.write(_mended(piece, form))
    aside.replace(path)


def bytes_of_statements(statements: Statements, form: Format, iris: Iris) -> bytes:
    """The bytes of statements, in the order given."""
    given, prefixes = quoting(statements, form, used(statements, form, iris))
    body = BytesIO()
    serialised(given, body, form, prefixes)
    return _mended(body.getvalue(), form)


def serialised(
    statements: Iterable[Triple | Quad],
    target: IO[bytes],
    form: Format,
    prefixes: Mapping[str, str],
) -> None:
    """Write statements as they are, by the engine or by the format's own writer."""
    if form.writer:
        target.write(form.writer(statements, prefixes))
    else:
        # The engine takes triples or quads, and never asks which.
        given: Any = statements
        serialize(given, target, form.rdf, prefixes=dict(prefixes))


def _mended(body: bytes, form: Format) -> bytes:
    """What the engine wrote, with what it writes otherwise than it is meant."""
    return with_returns(body) if form is RDFXML else unveiled(body)


def with_returns(body: bytes) -> bytes:
    """An XML document whose carriage returns stay what they are.

    The engine writes them bare, and each would be read as the end of a line (XML 1.0,
    section 2.11).
    """
    return body.replace(b"\r", b"&#xD;")


def document_bytes(
    quads: Iterable[Quad],
    beside: Iterable[Triple],
    form: Format,
    iris: Iris,
    quoted: Container[object] = (),
    subject: NamedNode | None = None,
) -> bytes:
    """Quads and what is said beside them, in order, as the default graph of a dataset.

    A format of quads has their named graphs besides (RDF 1.1 Concepts, section 4). What
    stands in a `quoted` graph stands only there: nobody states it. Where all is about one
    `subject`, that comes first.
    """
    held = list(quads)
    stated = [quad.triple for quad in held if quad.graph_name not in quoted]
    triples = in_order([*stated, *beside], iris, subject)
    if form.holds != "quads":
        return bytes_of_statements(triples, form, iris)
    named = (quad for quad in held if not isinstance(quad.graph_name, DefaultGraph))
    default = stated_in(DefaultGraph(), triples)
    return bytes_of_statements([*default, *quads_in_order(named, iris)], form, iris)


def used(statements: Statements, form: Format, iris: Iris) -> dict[str, str]:
    """Those prefixes of the dataset's that a file needs."""
    if not form.uses_prefixes:
        return {}
    spaces: set[str] = set()
    rest: Iterator[Triple | Quad] = iter(statements)
    while terms := set(chain.from_iterable(islice(rest, _LINES))):
        spaces.update(_NAMESPACE.findall("\n".join(map(_iri, terms))))
    starts = set(chain.from_iterable(map(_starts, spaces)))
    known = iris.prefixes
    return {prefix: space for prefix, space in known.items() if space in starts}


def used_in(lines: bytes, prefixes: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The names of those prefixes that lines of N-Quads need, told by their text."""
    # Of two escaped signs neither is one of a literal; what is left begins or ends one.
    plain = (
        lines.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in lines else lines
    )
    bare = b'"'.join(plain.split(b'"')[::2])
    # Most terms stand in many lines.
    each = b"".join(set(bare.split()))
    if b'"@' in bare:
        each += f"<{RDF}".encode()
    if b'" ' in bare:
        each += f"<{XSD}".encode()
    return frozenset(
        prefix
        for prefix, space in prefixes
        if space.endswith(("/", "#")) and f"<{space}".encode() in each
    )


def _iri(term: object) -> str:
    """The IRI that a term is written with: of a literal, its datatype's."""
    if isinstance(term, Literal):
        return term.datatype.value
    return term.value if isinstance(term, NamedNode) else ""


def _starts(space: str) -> Iterator[str]:
    """The namespaces that a namespace lies in, itself the last."""
    for match in re.finditer("[/#]", space):
        yield space[: match.end()]


class _KindOrder(dict[object, tuple[int, str]]):
    """The place of each node by its kind, found once for all its triples."""

    def __init__(self, iris: Iris, known: dict[object, tuple[int, str]] | None = None):
        super().__init__(known or {})
        self._iris = iris

    def __missing__(self, term: object) -> tuple[int, str]:
        """Find the place of a node that was not asked for before."""
        self[term] = place = _place_of(term, self._iris)
        return place


def _rank(statement: Triple | Quad) -> tuple[int, str, str]:
    """The place of a statement among those of its subject."""
    predicate = statement.predicate
    rank = FIRST.index(predicate) if predicate in FIRST else len(FIRST)
    return rank, str(predicate), str(statement.object)


def _place_of(term: object, iris: Iris) -> tuple[int, str]:
    if isinstance(term, DefaultGraph):
        return -1, ""
    value = term.value if isinstance(term, NamedNode) else str(term)
    return rank_of(value, iris), value


def rank_of(value: str, iris: Iris) -> int:
    """The place of an IRI, or of the label of a blank node, by its kind: 1 or more."""
    kind = iris.kind(value)
    return 1 + (_ORDER.index(kind) if kind in _ORDER else len(_ORDER))
