"""What of a dataset a query can look at, as its patterns tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.storing.needed import Needed, of_kind_alone
from diplomatica.pipeline.storing.parsedquery import (
    GROUP,
    IN_GRAPH,
    INVERSE,
    PATHS,
    QUERY,
    SEQUENCE,
    TRIPLES,
    UNION,
    Anything,
    QueryNames,
    parsed,
    parts_of,
    triples_of,
)

_TYPE = URIRef(RDF("type").value)
_Kinds = Mapping[object, set[bytes]]
"""The kinds that variables are of in all solutions of what stands beside."""
_UNKNOWN: _Kinds = {}
_Triple = tuple[object, object, object]
_FILTER = "Filter"


def needs_of(queries: Iterable[str], known: Mapping[str, str]) -> Needed:
    """What some queries can look at. Raises Anything where that cannot be told.

    `known` are the prefixes that a query need not declare.
    """
    found = Needed()
    for query in queries:
        asked, names = parsed(query, known)
        _Looking(found, names).see(asked, None)
    return found


def needs_of_head(query: str, known: Mapping[str, str]) -> Needed:
    """What stands before the last part of a query's pattern can look at, and its order.

    Raises Anything where that cannot be told.
    """
    found, (asked, names) = Needed(), parsed(query, known)
    if asked.where.name != GROUP:
        raise Anything(query)
    head = CompValue(GROUP, part=asked.where.part[:-1])
    _Looking(found, names).see([head, asked.orderby], None)
    return found


@dataclass(frozen=True)
class _Looking:
    """Goes through a query as it was parsed, and notes what its patterns look at."""

    needed: Needed
    names: QueryNames

    def see(self, part: object, graph: object, bound: _Kinds = _UNKNOWN) -> None:
        """Look into a part of a query, in the pattern of a named graph or not.

        In a filter some variables are `bound` to things of known kinds, in EXISTS as well.
        """
        if isinstance(part, CompValue) and part.name == GROUP:
            self._see_group(part, graph, _UNKNOWN, bound)
        elif isinstance(part, CompValue) and part.name == IN_GRAPH:
            self._see_graph(part, _UNKNOWN, bound)
        elif isinstance(part, CompValue):
            self.see(list(part.values()), graph, bound)
        elif not isinstance(part, str):
            for one in parts_of(part):
                self.see(one, graph, bound)

    def _see_group(
        self, group: CompValue, graph: object, kinds: _Kinds, joined: _Kinds
    ) -> None:
        """Look into a group, all of which is joined; `kinds` are known of its graph.

        It is `joined` with what tells kinds of some variables: of these no other things
        count. That does not hold of what may be missing, as in OPTIONAL and MINUS.
        """
        beside = self._kinds_in(group) if graph is None else _UNKNOWN
        own = self._kinds_of_all(group)
        joined = {**own, **joined}
        for one in group.part or ():
            for triple in triples_of(one):
                self._note(triple, graph, kinds, joined)
            if one.name == IN_GRAPH:
                self._see_graph(one, beside, joined)
            elif one.name == UNION:
                self._see_alternatives(one, graph, joined)
            elif one.name == _FILTER:
                self.see(one, graph, own)
            elif one.name != TRIPLES:
                self.see(one, graph)

    def _see_alternatives(self, part: CompValue, graph: object, joined: _Kinds) -> None:
        """Look into groups between which UNION stands, or into one that stands alone."""
        for one in parts_of(part.graph):
            if isinstance(one, CompValue) and one.name == GROUP:
                self._see_group(one, graph, _UNKNOWN, joined)
            else:
                self.see(one, graph)

    def _see_graph(self, part: CompValue, kinds: _Kinds, joined: _Kinds) -> None:
        """Look into the pattern of a named graph; an empty one asks for all graphs."""
        group = part.graph
        if not any(one.name == TRIPLES for one in group.part or ()):
            raise Anything(IN_GRAPH)
        self._see_group(group, part.term, kinds, joined)

    def _note(
        self, triple: _Triple, graph: object, kinds: _Kinds, joined: _Kinds
    ) -> None:
        """Note what a triple of a pattern asks for: of `a` and a kind, that kind alone."""
        subject, verb, term = triple
        asked = self.needed.plain if graph is None else self.needed.named
        if _is_type(verb) and _is_iri(term):
            asked.update(map(of_kind_alone, self.names.properties(term)))
        elif isinstance(verb, Variable):
            if not kinds.get(graph):
                raise Anything(verb)
            self.needed.kinds.update(kinds[graph])
        elif isinstance(subject, Variable) and joined.get(subject):
            self._note_of(min(joined[subject]), verb, graph)
        else:
            asked.update(self.names.properties(verb))

    def _note_of(self, kind: bytes, verb: object, graph: object) -> None:
        """Note what is asked for of things of a kind; further steps are of any things."""
        is_plain = graph is None
        first, rest = _steps(verb)
        asked = self.needed.plain_of if is_plain else self.needed.named_of
        asked.update(
            (kind, name) for one in first for name in self.names.properties(one)
        )
        others = self.needed.plain if is_plain else self.needed.named
        others.update(name for one in rest for name in self.names.properties(one))

    def _kinds_of_all(self, group: CompValue) -> _Kinds:
        """The kinds that variables are of in all solutions of a group, whoever says so."""
        kinds = dict(self._kinds_in(group))
        for one in group.part or ():
            inside = self._joined_group(one)
            told = self._kinds_of_all(inside) if inside else _UNKNOWN
            given = _projected(one) if one.name == UNION else None
            for variable, some in told.items():
                if given is None or variable in given:
                    kinds.setdefault(variable, some)
        return kinds

    def _joined_group(self, part: CompValue) -> CompValue | None:
        """The group within a part that has a solution for each of the part, if it has one."""
        if part.name not in (IN_GRAPH, UNION):
            return None
        one, *others = parts_of(part.graph)
        if isinstance(one, CompValue) and one.name == QUERY:
            one = one.where
        is_group = isinstance(one, CompValue) and one.name == GROUP and not others
        return one if is_group and isinstance(one, CompValue) else None

    def _kinds_in(self, group: CompValue) -> _Kinds:
        """The kinds that variables are said to be of, right in a group."""
        kinds: dict[object, set[bytes]] = defaultdict(set)
        for block in group.part or ():
            for subject, verb, kind in triples_of(block):
                is_kind = _is_type(verb) and _is_iri(kind)
                if is_kind and isinstance(subject, Variable):
                    kinds[subject].update(self.names.properties(kind))
        return kinds


def _projected(part: CompValue) -> set[object] | None:
    """The variables that a query within a query names as they are; None where that is all."""
    one = parts_of(part.graph)[0]
    if not isinstance(one, CompValue) or one.name != QUERY or one.projection is None:
        return None
    return {each.var for each in one.projection if each.var}


def _steps(verb: object) -> tuple[list[object], list[object]]:
    """The steps of a path that begin at its subject, and all others."""
    if _is_iri(verb):
        return [verb], []
    is_path = isinstance(verb, CompValue) and verb.name in PATHS
    if not isinstance(verb, CompValue) or not is_path:
        return [], [verb]
    if verb.mod or verb.name == INVERSE:
        return [], [verb]
    first, *others = parts_of(verb.part)
    begun, rest = _steps(first)
    for one in others:
        more, after = ([], [one]) if verb.name == SEQUENCE else _steps(one)
        begun, rest = [*begun, *more], [*rest, *after]
    return begun, rest


def _is_type(verb: object) -> bool:
    """Whether a path is nothing but `a`."""
    while isinstance(verb, CompValue) and verb.name in PATHS and not verb.mod:
        parts = parts_of(verb.part)
        if len(parts) > 1 or verb.name == INVERSE:
            return False
        verb = parts[0]
    return verb == _TYPE


def _is_iri(term: object) -> bool:
    """Whether a term stands for one thing, by its IRI or a prefixed name."""
    is_short = isinstance(term, CompValue) and term.name == "pname"
    return is_short or isinstance(term, URIRef)
