"""What of a dataset some queries can look at, so that no more of it is loaded for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from diplomatica.model.vocabulary import RDF

_TYPE = URIRef(RDF("type").value)
_IS = f"<{_TYPE}>".encode()
_Kinds = Mapping[object, set[bytes]]
"""The kinds that variables are of in all solutions of what stands beside."""
_UNKNOWN: _Kinds = {}
_NOBODY: set[BinaryIO] = set()
_GROUP, _GRAPH, _TRIPLES = "GroupGraphPatternSub", "GraphGraphPattern", "TriplesBlock"
_INVERSE = "PathEltOrInverse"
_PATHS = ("PathAlternative", "PathSequence", "PathElt", _INVERSE)


class Anything(LookupError):
    """A query may look at anything."""


@dataclass
class Needed:
    """The lines that queries can look at: by property, and of graphs of some kinds."""

    plain: set[bytes] = field(default_factory=set)
    """The properties that are asked for in the default graph, and kinds after `a`."""
    named: set[bytes] = field(default_factory=set)
    """Those that are asked for in named graphs."""
    kinds: set[bytes] = field(default_factory=set)
    """Of graphs of these kinds all is needed."""


def share_out(
    lines: Iterable[bytes], merged: int, shares: Sequence[tuple[Needed, BinaryIO]]
) -> None:
    """Write to each of some files the lines of N-Quads that are needed there, in one go.

    The lines begin with so many bytes of the default graph.
    """
    plain = _files_by((one.plain, file) for one, file in shares)
    named = _files_by((one.named, file) for one, file in shares)
    of_kind = _files_by((one.kinds, file) for one, file in shares)
    whole: dict[bytes, set[BinaryIO]] = {}
    at = 0
    for line in lines:
        at += len(line)
        subject, predicate, rest = line.split(b" ", 2)
        files = plain if at <= merged else named
        here = files.get(predicate, _NOBODY)
        if predicate == _IS:
            kind = rest.partition(b" ")[0]
            here = here | files.get(_of_kind(kind), _NOBODY)
            if at <= merged and kind in of_kind:
                whole[subject] = whole.get(subject, _NOBODY) | of_kind[kind]
        if whole and at > merged:
            here = here | whole.get(rest.rsplit(b" ", 2)[1], _NOBODY)
        for file in here:
            file.write(line)


def _files_by(
    asked: Iterable[tuple[set[bytes], BinaryIO]],
) -> dict[bytes, set[BinaryIO]]:
    """The files by each of what is asked for in them."""
    files: dict[bytes, set[BinaryIO]] = defaultdict(set)
    for names, file in asked:
        for name in names:
            files[name].add(file)
    return dict(files)


def needs_of(queries: Iterable[str], known: Mapping[str, str]) -> Needed:
    """What some queries can look at. Raises Anything where that cannot be told.

    `known` are the prefixes that a query need not declare.
    """
    found = Needed()
    for query in queries:
        try:
            prologue, asked = parseQuery(query)
        # The parser of RDFLib raises whatever it meets.
        except Exception as error:
            raise Anything(query) from error
        if asked.name != "SelectQuery" or asked.datasetClause:
            raise Anything(query)
        _Looking(found, _spaces(prologue, known)).see(asked, None)
    return found


def _spaces(prologue: Iterable[CompValue], known: Mapping[str, str]) -> dict[str, str]:
    """The namespaces by their prefixes."""
    spaces = dict(known)
    for one in prologue:
        if one.name != "PrefixDecl":
            raise Anything(one.name)
        spaces[one.prefix or ""] = str(one.iri)
    return spaces


@dataclass(frozen=True)
class _Looking:
    """Goes through a query as it was parsed, and notes what its patterns look at."""

    needed: Needed
    spaces: Mapping[str, str]

    def see(self, part: object, graph: object) -> None:
        """Look into a part of a query, in the pattern of a named graph or not."""
        if isinstance(part, CompValue) and part.name == _GROUP:
            self._see_group(part, graph, _UNKNOWN)
        elif isinstance(part, CompValue) and part.name == _GRAPH:
            self._see_graph(part, _UNKNOWN)
        elif isinstance(part, CompValue):
            self.see(list(part.values()), graph)
        elif not isinstance(part, str):
            for one in _parts(part):
                self.see(one, graph)

    def _see_group(self, group: CompValue, graph: object, kinds: _Kinds) -> None:
        """Look into a group, all of which is joined; `kinds` are known of its graph."""
        beside = self._kinds_in(group) if graph is None else _UNKNOWN
        for one in group.part or ():
            for _, verb, term in _triples(one):
                self._note(verb, term, graph, kinds)
            if one.name == _GRAPH:
                self._see_graph(one, beside)
            elif one.name != _TRIPLES:
                self.see(one, graph)

    def _see_graph(self, part: CompValue, kinds: _Kinds) -> None:
        """Look into the pattern of a named graph; an empty one asks for all graphs."""
        group = part.graph
        if not any(one.name == _TRIPLES for one in group.part or ()):
            raise Anything(_GRAPH)
        self._see_group(group, part.term, kinds)

    def _note(self, verb: object, term: object, graph: object, kinds: _Kinds) -> None:
        """Note what a triple of a pattern asks for: of `a` and a kind, that kind alone."""
        asked = self.needed.plain if graph is None else self.needed.named
        if _is_type(verb) and _is_iri(term):
            asked.update(map(_of_kind, self._properties(term)))
        elif not isinstance(verb, Variable):
            asked.update(self._properties(verb))
        elif kinds.get(graph):
            self.needed.kinds.update(kinds[graph])
        else:
            raise Anything(verb)

    def _properties(self, verb: object) -> Iterator[bytes]:
        """The properties of a path that has a step at least."""
        if isinstance(verb, URIRef):
            yield f"<{verb}>".encode()
        elif isinstance(verb, CompValue) and verb.name == "pname":
            yield self._whole(verb)
        elif isinstance(verb, CompValue) and verb.name in _PATHS:
            if verb.mod not in (None, "+"):
                raise Anything(verb.mod)
            for one in _parts(verb.part):
                yield from self._properties(one)
        else:
            raise Anything(str(verb))

    def _whole(self, name: CompValue) -> bytes:
        """The IRI of a prefixed name, as N-Quads write it."""
        space, local = self.spaces.get(name.prefix or ""), name.localname or ""
        if space is None or "\\" in local:
            raise Anything(local)
        return f"<{space}{local}>".encode()

    def _kinds_in(self, group: CompValue) -> _Kinds:
        """The kinds that variables are said to be of, right in a group."""
        kinds: dict[object, set[bytes]] = defaultdict(set)
        for block in group.part or ():
            for subject, verb, kind in _triples(block):
                if _is_type(verb) and not isinstance(kind, Variable):
                    kinds[subject].update(self._properties(kind))
        return kinds


def _triples(block: CompValue) -> Iterator[tuple[object, object, object]]:
    """The triples of a block, whose rows hold several in a line; of others none."""
    rows = block.triples if block.name == _TRIPLES else ()
    for row in rows:
        terms = iter(row)
        yield from zip(terms, terms, terms, strict=False)


def _is_type(verb: object) -> bool:
    """Whether a path is nothing but `a`."""
    while isinstance(verb, CompValue) and verb.name in _PATHS and not verb.mod:
        parts = _parts(verb.part)
        if len(parts) > 1 or verb.name == _INVERSE:
            return False
        verb = parts[0]
    return verb == _TYPE


def _is_iri(term: object) -> bool:
    """Whether a term stands for one thing, by its IRI or a prefixed name."""
    is_short = isinstance(term, CompValue) and term.name == "pname"
    return is_short or isinstance(term, URIRef)


def _of_kind(kind: bytes) -> bytes:
    """What is asked for where a thing is to be of a kind."""
    return _IS + b" " + kind


def _parts(part: object) -> list[object]:
    """What a part is made of: it may stand alone."""
    if isinstance(part, CompValue | str):
        return [part]
    return list(part) if isinstance(part, Iterable) else []
