"""The ways that the alternatives of a query go from a thing to all that they look at.

What they give of a thing follows from the lines on these ways alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from diplomatica.pipeline.storing.lineways import GRAPH, OBJECT, SUBJECT, LineWay, Ways
from diplomatica.pipeline.storing.parsedquery import (
    ALTERNATIVE,
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

_JOINED = (TRIPLES, IN_GRAPH, UNION)
_MAYBE = ("OptionalGraphPattern", "MinusGraphPattern")
_EXISTING = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
_MODIFIERS = ("groupby", "having", "limitoffset", "valuesClause")
_Levels = dict[object, int]
"""How many lines away from the thing the values of variables are."""


@dataclass(frozen=True)
class _Flat:
    """A triple of a pattern without a path: what its terms are, by where they stand."""

    terms: Mapping[int, object]
    predicates: frozenset[bytes] | None
    """None where any may be."""

    @property
    def variables(self) -> dict[int, object]:
        """Its variables by where they stand."""
        return {at: one for at, one in self.terms.items() if _is_variable(one)}


def ways_of(query: str, key: str, known: Mapping[str, str]) -> Ways:
    """The ways from a thing that `key` stands for in the alternatives at a query's end.

    Raises Anything where what they give of it may follow from any line.
    """
    asked, names = parsed(query, known)
    last = (asked.where.part or [None])[-1]
    if not isinstance(last, CompValue) or last.name != UNION:
        raise Anything(query)
    steps = defaultdict[int, set[LineWay]](set)
    everywhere = set[bytes]()
    thing = Variable(key)
    for group in parts_of(last.graph):
        one = _Alternative(names, steps, everywhere)
        one.count(group, None)
        # Else a solution might be of any thing.
        if thing not in one.look(group, None, {thing: 0}, is_last=True):
            raise Anything(query)
    last_step = max(steps, default=0)
    steps[last_step] = {replace(one, ends=()) for one in steps[last_step]}
    in_order = (sorted(steps[at], key=_order) for at in range(last_step + 1))
    return Ways(tuple(map(tuple, in_order)), frozenset(everywhere))


@dataclass
class _Alternative:
    """Goes through an alternative, and notes on which ways its patterns are found."""

    names: QueryNames
    steps: dict[int, set[LineWay]]
    everywhere: set[bytes]
    uses: Counter[object] = field(default_factory=Counter)
    """In how many triples each variable stands: what stands in one alone leads nowhere."""

    def count(self, part: object, graph: object) -> None:
        """Count in how many triples variables stand, wherever these are."""
        if isinstance(part, CompValue) and part.name == IN_GRAPH:
            self.count(part.graph, part.term)
        elif isinstance(part, CompValue) and part.name == TRIPLES:
            for flat in self._flat(part, graph):
                self.uses.update(set(flat.variables.values()))
        elif isinstance(part, CompValue):
            self.count(list(part.values()), graph)
        elif not isinstance(part, str):
            for one in parts_of(part):
                self.count(one, graph)

    def look(
        self, group: object, graph: object, known: _Levels, *, is_last: bool
    ) -> _Levels:
        """Look into a group that is joined with what binds the `known` variables.

        Gives the variables that all its solutions bind, and that are found from these.
        """
        if not isinstance(group, CompValue) or group.name != GROUP:
            raise Anything(str(group))
        parts = group.part or ()
        levels, before = dict(known), None
        while levels != before:
            before = dict(levels)
            for part in parts:
                found = self._join(part, graph, levels, is_last=False)
                levels = _nearest(levels, found)
        bound: _Levels = {}
        for part in parts:
            if is_last:
                self._beside(part, graph, bound)
            bound |= self._join(part, graph, levels, is_last=is_last)
        for part in parts if is_last else ():
            if part.name == "Filter":
                self._see_existing(part, graph, bound)
        return bound

    def _join(
        self, part: CompValue, graph: object, levels: _Levels, *, is_last: bool
    ) -> _Levels:
        """The variables that a part binds in all solutions, as far as they are found."""
        if part.name == TRIPLES:
            return self._block(part, graph, levels, is_last=is_last)
        if part.name == IN_GRAPH:
            return self.look(part.graph, part.term, levels, is_last=is_last)
        if part.name != UNION:
            return {}
        groups = [
            self._inner_group(one, graph, levels, is_last=is_last)
            for one in parts_of(part.graph)
        ]
        all_have = set(groups[0]).intersection(*groups)
        return {one: _one_level(one, groups, levels) for one in all_have}

    def _inner_group(
        self, group: object, graph: object, levels: _Levels, *, is_last: bool
    ) -> _Levels:
        """Look into a group, or into a query within the query that counts nothing."""
        if not isinstance(group, CompValue) or group.name != QUERY:
            return self.look(group, graph, levels, is_last=is_last)
        given = group.projection or ()
        is_counting = any(getattr(group, one) for one in _MODIFIERS)
        if is_counting or any(one.expr for one in given):
            raise Anything(QUERY)
        inside = _Alternative(self.names, {}, set())
        inside.count(group.where, graph)
        names = {one.var for one in given} or set(inside.uses)
        # What it does not give has nothing to do with what is called so outside.
        if any(self.uses[one] > inside.uses[one] for one in set(inside.uses) - names):
            raise Anything(QUERY)
        outside = {one: level for one, level in levels.items() if one in names}
        bound = self.look(group.where, graph, outside, is_last=is_last)
        return {one: level for one, level in bound.items() if one in names}

    def _beside(self, part: CompValue, graph: object, bound: _Levels) -> None:
        """Look into what is no join, and sees what was bound before it."""
        if part.name in _MAYBE:
            self.look(part.graph, graph, bound, is_last=True)
        elif part.name == "Bind":
            self._see_existing(part, graph, bound)
        elif part.name not in (*_JOINED, "Filter", "InlineData"):
            raise Anything(part.name)

    def _see_existing(self, part: object, graph: object, bound: _Levels) -> None:
        """Look into the groups whose being there an expression asks for."""
        if isinstance(part, CompValue) and part.name in _EXISTING:
            self.look(part.graph, graph, bound, is_last=True)
        elif isinstance(part, CompValue):
            self._see_existing(list(part.values()), graph, bound)
        elif not isinstance(part, str):
            for one in parts_of(part):
                self._see_existing(one, graph, bound)

    def _block(
        self, block: CompValue, graph: object, levels: _Levels, *, is_last: bool
    ) -> _Levels:
        """The variables of triples, which are all joined."""
        levels, found = dict(levels), dict[object, int]()
        triples, before = list(self._flat(block, graph)), None
        while levels != before:
            before = dict(levels)
            for one in triples:
                found |= self._variables(one, levels)
                levels = _nearest(levels, found)
                found = {each: levels[each] for each in found}
        for one in triples if is_last else ():
            self._note(one, levels, is_named=graph is not None)
        return found

    def _variables(self, one: _Flat, levels: _Levels) -> _Levels:
        """How far its variables are, if one of them is found."""
        here = [levels[each] for each in one.variables.values() if each in levels]
        if not here:
            return {}
        next_level = min(here) + 1
        return {
            each: min(levels.get(each, next_level), next_level)
            for each in one.variables.values()
        }

    def _note(self, one: _Flat, levels: _Levels, *, is_named: bool) -> None:
        """Note on which way the lines of a triple are found."""
        variables = one.variables
        near = {at: levels[each] for at, each in variables.items() if each in levels}
        if not near:
            raise Anything(str(one.terms))
        start = min(near, key=lambda at: (near[at], at != SUBJECT))
        level = near[start]
        # A literal may be written in several ways.
        if start == OBJECT and level:
            raise Anything(str(one.terms))
        ends = {at for at, each in variables.items() if self.uses[each] > 1} - {start}
        way = LineWay(start, is_named, one.predicates, tuple(sorted(ends)))
        self.steps.setdefault(level, set()).add(way)

    def _flat(self, block: CompValue, graph: object) -> Iterator[_Flat]:
        """The triples of a block, of paths each step."""
        for number, (subject, verb, term) in enumerate(triples_of(block)):
            place = f"{id(block)} {number}"
            for one, predicates, other in self._steps(subject, verb, term, place):
                terms: dict[int, object] = {SUBJECT: one, OBJECT: other}
                if graph is not None:
                    terms[GRAPH] = graph
                yield _Flat(terms, predicates)

    def _steps(
        self, subject: object, verb: object, term: object, place: str
    ) -> Iterator[tuple[object, frozenset[bytes] | None, object]]:
        """The steps of a path, one after the other."""
        if isinstance(verb, Variable):
            yield subject, None, term
            return
        if not isinstance(verb, CompValue) or verb.name not in PATHS:
            yield subject, frozenset(self.names.properties(verb)), term
            return
        parts = parts_of(verb.part)
        if verb.mod:
            self.everywhere.update(self.names.properties(verb))
        elif verb.name == INVERSE:
            yield from self._steps(term, verb.part, subject, place)
        elif len(parts) == 1:
            yield from self._steps(subject, parts[0], term, place)
        elif verb.name == SEQUENCE:
            between = [BNode(f"{place} {at}") for at in range(1, len(parts))]
            ends = [subject, *between, term]
            for at, part in enumerate(parts):
                yield from self._steps(ends[at], part, ends[at + 1], f"{place} {at}")
        elif verb.name == ALTERNATIVE and all(map(_is_one_step, parts)):
            yield subject, frozenset(self.names.properties(verb)), term
        else:
            raise Anything(verb.name)


def _is_one_step(verb: object) -> bool:
    """Whether a path goes one step ahead."""
    if not isinstance(verb, CompValue) or verb.name not in PATHS:
        return isinstance(verb, CompValue | URIRef)
    parts = parts_of(verb.part)
    is_plain = not verb.mod and verb.name != INVERSE
    return is_plain and len(parts) == 1 and _is_one_step(parts[0])


def _order(way: LineWay) -> tuple[object, ...]:
    names = None if way.predicates is None else sorted(way.predicates)
    return way.start, way.is_named, way.ends, str(names)


def _one_level(one: object, groups: list[_Levels], known: _Levels) -> int:
    """How far a variable is that all of some alternatives bind.

    Raises Anything where that is no one step.
    """
    levels = {each[one] for each in groups}
    if len(levels) == 1:
        return levels.pop()
    if one not in known:
        raise Anything(str(one))
    return known[one]


def _is_variable(term: object) -> bool:
    return isinstance(term, Variable | BNode)


def _nearest(one: _Levels, other: _Levels) -> _Levels:
    """Of both the nearer."""
    return {each: min(one.get(each, level), level) for each, level in other.items()} | {
        each: level for each, level in one.items() if each not in other
    }
