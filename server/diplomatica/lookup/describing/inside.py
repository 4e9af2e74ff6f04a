"""Blank nodes as a page shows them: in the place of what refers to them, as deep as they go.

Class expressions of OWL are told in words, as in “some has part Wheel” (OWL 2 Mapping to
RDF Graphs, section 3.2.4), and lists in their order.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from diplomatica.engine import Engine, Term
from diplomatica.lookup.describing.propertygroups import number_of_member
from diplomatica.lookup.describing.statednames import names_of
from diplomatica.model.statement import text_of
from diplomatica.model.terms.lists import Flaw, flaw_of
from diplomatica.model.text.phrase import Phrase, in_a_row
from diplomatica.model.vocabulary import OWL, RDF, SKOSXL, XSD

_MOST = 1_000
"""How many statements about blank nodes a page has."""
_DEEPEST = 40
_MEMBERS = 200
_TYPE = RDF("type")
_FIRST, _REST, _NIL = RDF("first"), RDF("rest"), RDF("nil")
_FLAWS = {
    Flaw.CIRCLE: Phrase("Not a well-formed list: it goes round in a circle."),
    Flaw.OPEN: Phrase("Not a well-formed list: it has no end."),
    Flaw.FORKED: Phrase(
        "Not a well-formed list: a place in it has several values, or next ones."
    ),
    Flaw.EMPTY: Phrase("Not a well-formed list: a place in it has no value."),
}
_CUT = Phrase("It goes on beyond what a page shows: the downloads have all.")
_QUANTIFIED = {OWL("someValuesFrom"): "some", OWL("allValuesFrom"): "only"}
_COUNTED = {
    OWL("minCardinality"): "at least",
    OWL("maxCardinality"): "at most",
    OWL("cardinality"): "exactly",
    OWL("minQualifiedCardinality"): "at least",
    OWL("maxQualifiedCardinality"): "at most",
    OWL("qualifiedCardinality"): "exactly",
}
_JOINED = {
    OWL("unionOf"): " or ",
    OWL("intersectionOf"): " and ",
    OWL("oneOf"): ", ",
}
_SIMPLE = {
    OWL("complementOf"): "not",
    OWL("datatypeComplementOf"): "not",
    OWL("inverseOf"): "inverse of",
}
_ANY = NamedNode("urn:diplomatica:node")
_OF_AXIOMS = {
    RDF("type"),
    *(OWL(f"annotated{end}") for end in ("Source", "Property", "Target")),
}
_APART = {
    OWL("AllDisjointClasses"): "have nothing in common: ",
    OWL("AllDisjointProperties"): "never say the same: ",
    OWL("AllDifferent"): "are all different: ",
}
_APART_SHOWN = 12
"""Of what is only told apart there may be thousands, and each of their pages tells it."""
_DENIED = ("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue")
_BOUNDS = {
    XSD("minInclusive"): "at least ",
    XSD("minExclusive"): "more than ",
    XSD("maxInclusive"): "at most ",
    XSD("maxExclusive"): "less than ",
    XSD("pattern"): "of the pattern ",
    XSD("length"): "of the length ",
    XSD("minLength"): "of a length of at least ",
    XSD("maxLength"): "of a length of at most ",
}
"""What limits the values of a datatype (OWL 2 Structural Specification, section 7.5)."""
_FILLERS = (OWL("onClass"), OWL("onDataRange"))


@dataclass(frozen=True)
class Inside:
    """What stands in the place of a blank node.

    That are words with terms between them, members of a list, or facts.
    """

    words: Sequence[object] = ()
    members: Sequence[object] = ()
    facts: Sequence[tuple[NamedNode, Sequence[object]]] = ()
    name: str = ""
    """What it is called, above its facts."""
    note: str = ""
    """Why it is not shown in full."""
    is_inside: bool = field(default=True, init=False)


class Insides:
    """The blank nodes of one page, with what is said of them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Take what is said of them, and of those within."""
        self.quads = list(quads)
        self._is_cut = len(self.quads) >= _MOST
        self._stated: dict[object, dict[NamedNode, list[object]]] = {}
        for subject, predicate, value in dict.fromkeys(
            one.triple for one in self.quads
        ):
            said = self._stated.setdefault(subject, {})
            values = said.setdefault(predicate, [])
            values.append(value)

    @property
    def terms(self) -> set[object]:
        """All terms that stand in them."""
        return {part for quad in self.quads for part in quad.triple}

    def within(self, terms: Iterable[object]) -> list[Triple]:
        """What is said of those of the terms that are blank, and of those within."""
        waiting, reached = deque(terms), set[object]()
        while waiting:
            term = waiting.popleft()
            if term not in reached:
                reached.add(term)
                for values in self._stated.get(term, {}).values():
                    waiting += values
        said = (quad.triple for quad in self.quads if quad.subject in reached)
        return list(dict.fromkeys(said))

    def of(self, term: object, above: tuple[object, ...] = ()) -> object:
        """What a page shows of a term: itself, or where it is blank, what is inside."""
        if not isinstance(term, BlankNode):
            return term
        if term in above:
            return Inside(note="the same as around it")
        is_told = term in self._stated
        if not is_told and not self._is_cut:
            return Inside()
        if len(above) == _DEEPEST or not is_told:
            return Inside(note="more than a page shows: the downloads have all")
        return self._inside(term, (*above, term))

    def _inside(self, node: BlankNode, above: tuple[object, ...]) -> Inside:
        """What a page shows in place of a blank node: a list, its words, or its facts."""
        said = self._stated[node]
        if _FIRST in said:
            members = list(self._members(node))
            return self._list(members, above, self._fault(node))
        if members := _contained(said):
            return self._list(members, above)
        if words := list(self._words(said, above)):
            return Inside(words=words)
        name = _node_name(said)
        others = _without_name(said, name)
        if name and others.keys() <= {_TYPE}:
            kinds = list(_between(others.get(_TYPE, ()), ", "))
            return Inside(words=[name, *((" (", *kinds, ")") if kinds else ())])
        facts = [(by, self._all(values, above)) for by, values in others.items()]
        return Inside(facts=facts, name=text_of(name) if name else "")

    def _all(self, terms: Iterable[object], above: tuple[object, ...]) -> list[object]:
        return [self.of(term, above) for term in terms]

    def _list(
        self, members: list[object], above: tuple[object, ...], fault: str = ""
    ) -> Inside:
        total = Phrase("{count} in all", count=f"{len(members):,}")
        notes = [total] if len(members) > _MEMBERS else []
        note = in_a_row(*notes, *filter(None, [fault]))
        return Inside(members=self._all(members[:_MEMBERS], above), note=note)

    def _fault(self, node: object) -> str:
        """What is wrong with a list, in words; "" for a good one."""
        seen: set[object] = set()
        while node != _NIL:
            if node in seen:
                return _FLAWS[Flaw.CIRCLE]
            if node not in self._stated:
                # of what a page has no room for nothing can be told
                return _CUT if self._is_cut else _FLAWS[Flaw.OPEN]
            seen.add(node)
            said = self._stated[node]
            rests = said.get(_REST, ())
            flaw = flaw_of(said.get(_FIRST, ()), rests, self._is_cut)
            if flaw:
                return _FLAWS[flaw]
            node = next(iter(rests), _NIL)
        return ""

    def _members(self, node: object) -> Iterator[object]:
        """The members of a list (RDF Schema, section 5.2), each cell once."""
        seen: set[object] = set()
        while node not in seen and node in self._stated:
            seen.add(node)
            said = self._stated[node]
            yield from said.get(_FIRST, ())
            node = next(iter(said.get(_REST, ())), _NIL)

    def _words(
        self, said: dict[NamedNode, list[object]], above: tuple[object, ...]
    ) -> Iterator[object]:
        """An expression in words; nothing where it is none that has words."""
        if OWL("onProperty") in said:
            yield from self._restriction(said, above)
            return
        if OWL("annotatedTarget") in said:
            yield from self._axiom(said, above)
            return
        if OWL("onDatatype") in said:
            yield from self._datatype_words(said, above)
        for by in (OWL("members"), OWL("distinctMembers")):
            for head in said.get(by, ()):
                yield from self._apart(said, head, above)
        if OWL("assertionProperty") in said:
            parts = [one for name in _DENIED for one in said.get(OWL(name), ())]
            yield from ("not so: ", *_between(self._all(parts, above), " "))
        for by, between in _JOINED.items():
            for head in said.get(by, ()):
                members = self._all(self._members(head), above)
                yield from _between(members, between)
        for by, word in _SIMPLE.items():
            for value in said.get(by, ()):
                yield f"{word} "
                yield self.of(value, above)
        yield from said.get(SKOSXL("literalForm"), ())

    def _datatype_words(
        self, said: dict[NamedNode, list[object]], above: tuple[object, ...]
    ) -> Iterator[object]:
        """A datatype of which only some values are meant."""
        yield from self._all(said[OWL("onDatatype")], above)
        heads = said.get(OWL("withRestrictions"), ())
        limits = [one for head in heads for one in self._members(head)]
        for place, limit in enumerate(limits):
            yield " and " if place else " "
            for by, values in self._stated.get(limit, {}).items():
                yield from (_BOUNDS[by],) if by in _BOUNDS else (by, " ")
                yield from map(_text, values)

    def _apart(
        self,
        said: dict[NamedNode, list[object]],
        head: object,
        above: tuple[object, ...],
    ) -> Iterator[object]:
        """What is told apart, or has nothing in common (OWL 2, sections 9.1.3 and 9.6.2)."""
        kinds = said.get(RDF("type"), [])
        yield next((word for kind, word in _APART.items() if kind in kinds), "")
        members = list(self._members(head))
        yield from _between(self._all(members[:_APART_SHOWN], above), ", ")
        if more := len(members[_APART_SHOWN:]):
            yield f" and {more:,} more"

    def _axiom(
        self, said: dict[NamedNode, list[object]], above: tuple[object, ...]
    ) -> Iterator[object]:
        """A note on a statement (OWL 2 Mapping to RDF Graphs, section 3.2.2)."""
        for by in said.get(OWL("annotatedProperty"), ()):
            yield from (by, " ")
        yield from _between(self._all(said[OWL("annotatedTarget")], above), ", ")
        notes = [by for by in said if by not in _OF_AXIOMS]
        for place, by in enumerate(notes):
            yield from ("; " if place else ": ", by, " ")
            yield from _between(self._all(said[by], above), ", ")

    def _restriction(
        self, said: dict[NamedNode, list[object]], above: tuple[object, ...]
    ) -> Iterator[object]:
        """A restriction (OWL 2 Structural Specification, sections 8.2 to 8.5)."""
        property_ = self.of(said[OWL("onProperty")][0], above)
        for by, word in _QUANTIFIED.items():
            for value in said.get(by, ()):
                yield from (f"{word} ", property_, " ", self.of(value, above))
        for value in said.get(OWL("hasValue"), ()):
            yield from ("value ", property_, " ", self.of(value, above))
        if OWL("hasSelf") in said:
            yield from (property_, " itself")
        for by, word in _COUNTED.items():
            for count in said.get(by, ()):
                yield from (f"{word} {_text(count)} ", property_)
        for by in _FILLERS:
            for value in said.get(by, ()):
                yield from (" ", self.of(value, above))


def insides(engine: Engine, terms: Iterable[object]) -> Insides:
    """Ask what is said of those of the terms that are blank, and of those within."""
    nodes = {term for term in terms if isinstance(term, BlankNode)}
    return Insides(engine.nodes(nodes, _MOST) if nodes else ())


def _node_name(said: Mapping[NamedNode, list[object]]) -> object:
    """What a blank node is called; None where nothing that is said of it is a name."""
    names = names_of(_ANY, cast("Mapping[NamedNode, list[Term]]", said))
    return names[0].object if names else None


def _without_name(
    said: Mapping[NamedNode, list[object]], name: object
) -> dict[NamedNode, list[object]]:
    """What is said of a node but for what only repeats its name."""
    return {by: values for by, values in said.items() if values != [name]}


def _contained(said: Mapping[NamedNode, list[object]]) -> list[object]:
    """The members of a container in their order (RDF Schema, section 5.1)."""
    order = sorted(filter(number_of_member, said), key=number_of_member)
    return [member for by in order for member in said[by]]


def _between(members: Sequence[object], between: str) -> Iterator[object]:
    for place, member in enumerate(members):
        if place:
            yield between
        yield member


def _text(count: object) -> str:
    return count.value if isinstance(count, Literal) else str(count)
