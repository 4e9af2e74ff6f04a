"""W3C's test suites of SPARQL query, read from their manifests; they are no part of this house."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

import suites
from diplomatica.engine import Term
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF, Vocabulary

SUITES = suites.SUITES / "rdf-tests" / "sparql"
MF = Vocabulary("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Vocabulary("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Vocabulary("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_ROOTS = ("sparql10/manifest.ttl", "sparql11/manifest.ttl")
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".nt": RdfFormat.N_TRIPLES,
}


class Described:
    """What a file in RDF says, asked subject by subject."""

    def __init__(self, file: Path, base: str = "") -> None:
        self.file, self._store = file, Store()
        iri = base + file.name if base else file.as_uri()
        quads = parse(path=file, format=_FORMATS[file.suffix], base_iri=iri)
        self._store.extend(quads)

    def all(self, subject: Term, predicate: NamedNode) -> list[Term]:
        assert isinstance(subject, NamedNode | BlankNode)
        return [
            quad.object
            for quad in self._store.quads_for_pattern(subject, predicate, None)
        ]

    def one(self, subject: Term, predicate: NamedNode) -> Term | None:
        return next(iter(self.all(subject, predicate)), None)

    def of_kind(self, kind: NamedNode) -> list[Term]:
        return [
            quad.subject
            for quad in self._store.quads_for_pattern(None, RDF("type"), kind)
        ]

    def members(self, head: Term | None) -> Iterator[Term]:
        """The members of a list."""
        while head is not None and head != RDF("nil"):
            first = self.one(head, RDF("first"))
            assert first is not None
            yield first
            head = self.one(head, RDF("rest"))


@dataclass(frozen=True)
class Case:
    """One case of a suite: its query, the files of its dataset, and what must come of it."""

    suite: str
    group: str
    name: str
    kind: str
    query_file: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None
    is_lax: bool = False

    @property
    def id(self) -> str:
        return f"{self.suite}/{self.group}/{self.name}"

    @cached_property
    def query(self) -> str:
        return self.query_file.read_bytes().decode("utf-8")


def cases() -> list[Case]:
    """All cases of query, syntax and result formats; none where the suites are not at hand."""
    if not SUITES.is_dir():
        return []
    return [case for root in _ROOTS for case in _of_manifest(SUITES / root)]


def _of_manifest(file: Path) -> Iterator[Case]:
    if not file.exists():  # updates, which this endpoint does not take
        return
    manifest = Described(file)
    (subject,) = manifest.of_kind(MF("Manifest"))
    for included in manifest.members(manifest.one(subject, MF("include"))):
        yield from _of_manifest(_path(included))
    for entry in manifest.members(manifest.one(subject, MF("entries"))):
        yield _case(manifest, entry)


def _case(manifest: Described, entry: Term) -> Case:
    kind, action = manifest.one(entry, RDF("type")), manifest.one(entry, MF("action"))
    assert isinstance(entry, NamedNode)
    assert action is not None
    assert kind is not None
    folder = manifest.file.parent
    query, result = manifest.one(action, QT("query")), manifest.one(entry, MF("result"))
    return Case(
        folder.parent.name,
        folder.name,
        entry.value.rpartition("#")[2],
        text_of(kind).rpartition("#")[2],
        _path(query or action),
        tuple(_paths(manifest.all(action, QT("data")))),
        tuple(_paths(manifest.all(action, QT("graphData")))),
        _path(result) if isinstance(result, NamedNode) else None,
        manifest.one(entry, MF("resultCardinality")) == MF("LaxCardinality"),
    )


def _paths(files: Iterable[Term]) -> Iterator[Path]:
    return map(_path, files)


def _path(file: Term) -> Path:
    return Path(unquote(urlsplit(text_of(file)).path))


def dataset(case: Case, base: str) -> Store:
    """The dataset of a case, its files being named as if they lay below the base.

    Where a case names no file, its query names them all: each is a graph then.
    """
    store = Store()
    for file in case.data:
        _load(store, file, base, None)
    for file in case.graphs or (() if case.data else _beside(case)):
        _load(store, file, base, NamedNode(base + file.name))
    if "FROM" in case.query:
        for file in case.data:
            _load(store, file, base, NamedNode(base + file.name))
    return store


def _beside(case: Case) -> Sequence[Path]:
    """The files of data that lie beside a query."""
    return sorted(case.query_file.parent.glob("data*.ttl"))


def _load(store: Store, file: Path, base: str, graph: NamedNode | None) -> None:
    form = _FORMATS[file.suffix]
    store.load(path=file, format=form, base_iri=base + file.name, to_graph=graph)


Solution = dict[str, Term]


@dataclass(frozen=True)
class Table:
    """The rows of a result, or the answer to ASK."""

    names: frozenset[str]
    rows: list[Solution]
    boolean: bool | None = None


def table_in_rdf(file: Path, base: str) -> Table | None:
    """A result that is written as RDF by the vocabulary of the suite; None for a graph."""
    told = Described(file, base)
    sets = told.of_kind(RS("ResultSet"))
    if not sets:
        return None
    boolean = told.one(sets[0], RS("boolean"))
    if isinstance(boolean, Literal):
        return Table(frozenset(), [], boolean.value in ("true", "1"))
    names = frozenset(text_of(name) for name in told.all(sets[0], RS("resultVariable")))
    solutions = sorted(
        told.all(sets[0], RS("solution")), key=lambda one: _index(told, one)
    )
    return Table(names, [_solution(told, one) for one in solutions])


def _index(told: Described, solution: Term) -> int:
    index = told.one(solution, RS("index"))
    return int(index.value) if isinstance(index, Literal) else 0


def _solution(told: Described, solution: Term) -> Solution:
    found = {}
    for binding in told.all(solution, RS("binding")):
        name, value = told.one(binding, RS("variable")), told.one(binding, RS("value"))
        assert isinstance(name, Literal)
        assert value is not None
        found[name.value] = value
    return found
