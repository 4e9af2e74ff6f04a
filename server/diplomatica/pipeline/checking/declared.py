"""Every term must be declared in the ontology, and every thing somewhere.

A misspelt one would pass every shape.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import quote_plus

from pyoxigraph import NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.claimproperties import AUTHORSHIP
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import REASONS
from diplomatica.model.terms.wording import words_of_name
from diplomatica.model.vocabulary import DIP, OWL, RDF, RDFS
from diplomatica.pipeline.claims.claimfile import ClaimFile, Noted, UndeclaredTerms
from diplomatica.pipeline.files.queryfile import Query
from diplomatica.pipeline.files.source import Source, graph_of

_TYPE, _WITHDRAWN = RDF("type"), OWL("deprecated")
_CLASSES = {OWL("Class"), RDFS("Class")}
_PROPERTIES = {
    OWL("ObjectProperty"),
    OWL("DatatypeProperty"),
    OWL("AnnotationProperty"),
    RDF("Property"),
}
# A plan written down as an event would be asked for as if it had happened.
_DERIVED = {
    DIP("Event"): "an occurrence with dip:status dip:held",
    DIP("Prospect"): "something with dip:status dip:planned or dip:proposed",
    DIP("chaired"): "a dip:Chairmanship with dip:holder, dip:of and dip:status",
    DIP("heldOffice"): "a dip:Tenure with dip:holder, dip:office and dip:status",
    DIP("memberOf"): "a dip:Membership with dip:member, dip:of and dip:status",
    DIP("proposedBy"): "a dip:Proposal with dip:proposes and dip:proposer",
    DIP("adoptedBy"): "a dip:Adoption with dip:adopted, dip:agent and dip:status",
    DIP("hasPart"): "dip:partOf or dip:editionOf of the part",
    DIP("formerName"): "a dip:Renaming with dip:of, dip:fromName and dip:status",
    DIP("timeDisputed"): "the times",
}
"""What only rules state, and what of that is stated in its place."""
_OF_THE_BUILD = {*REASONS, "rule"}
_DECLARE = "declare it in ontology/"
_ALIKE = 0.75  # of two names of terms, one of which is meant
_STEM = 4  # letters that these begin with otherwise: Signature, Signing
_SAY_KIND = "say in dataset/names.ttl or in a claim what it is, with “a”"
_DIP_NAME = re.compile(r"(?<![\w:])dip:(\w+)")


@dataclass(frozen=True)
class Declared:
    """The terms that an ontology declares, and the things that data gives a kind.

    `terms` are all of the ontology, its classes and properties among them.
    """

    classes: set[NamedNode] = field(default_factory=set)
    properties: set[NamedNode] = field(default_factory=set)
    terms: set[NamedNode] = field(default_factory=set)
    things: set[NamedNode] = field(default_factory=set)

    def may_lack(self, terms: UndeclaredTerms) -> bool:
        """Whether one of the terms of a file written by hand may be wrong in it."""
        is_known = terms.kinds <= self._classes and terms.properties <= self._properties
        return not (is_known and self._right.issuperset(terms.nodes))

    @cached_property
    def _classes(self) -> set[str]:
        return set(map(str, self.classes))

    @cached_property
    def _properties(self) -> set[str]:
        return set(map(str, self.properties))

    @cached_property
    def _right(self) -> set[str]:
        """The terms and things that are right wherever they stand."""
        return set(map(str, (self.terms - _DERIVED.keys()) | self.things))


def declarations_of(
    ontology: Iterable[Quad], data: Iterable[Quad], iris: Iris
) -> Declared:
    """Gather what the ontology declares, and the things that the data gives a kind."""
    declared_terms = Declared(properties={RDF("type")})
    for quad in ontology:
        if quad.predicate == RDF("type") and isinstance(quad.subject, NamedNode):
            declared_terms.terms.add(quad.subject)
            if quad.object in _CLASSES:
                declared_terms.classes.add(quad.subject)
            if quad.object in _PROPERTIES:
                declared_terms.properties.add(quad.subject)
    typed = [quad.subject for quad in data if quad.predicate == RDF("type")]
    nodes = [subject for subject in typed if isinstance(subject, NamedNode)]
    declared_terms.things.update(filter(iris.is_thing, nodes))
    return declared_terms


def undeclared(
    source: Source, known: Declared, iris: Iris, strict: bool = True
) -> Iterator[Fault]:
    """The faults of one file: terms that no ontology declares, and things of no kind.

    With `strict`, terms of every vocabulary must be declared and every thing must have
    a kind; without it, as for RDF that somebody brings, only terms of the ontology's
    own namespace.
    """
    yield from _FileCheck(source, known, iris, strict).faults()


def undeclared_in_claims(
    file: ClaimFile, noted: Noted, known: Declared, iris: Iris
) -> Iterator[Fault]:
    """The faults of a file of claims, which is read again only if it may lack a term."""
    if known.may_lack(noted.terms):
        yield from undeclared(file.source, known, iris)


@dataclass(frozen=True)
class _FileCheck:
    """One file that is held against what is declared."""

    source: Source
    known: Declared
    iris: Iris
    strict: bool

    def faults(self) -> Iterator[Fault]:
        quads = self.source.quads
        withdrawn = {one.subject for one in quads if one.predicate == _WITHDRAWN}
        for quad in self._doubtful(quads):
            yield from self._unknown_terms(quad)
            yield from self._derived_by_hand(quad)
            if self.strict:
                yield from self._unknown_things(quad)
            elif quad.subject not in withdrawn:
                yield from self._of_the_build(quad)

    def _doubtful(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The quads with a term that may be wrong: each term is looked at once."""
        subjects = {one.subject for one in quads}
        predicates = {one.predicate for one in quads}
        terms = {one.object for one in quads}
        doubtful = {
            term
            for term in subjects | predicates | terms
            if isinstance(term, NamedNode) and self._is_doubtful(term)
        }
        kinds = {one.object for one in quads if one.predicate == _TYPE}
        unknown = kinds - self.known.classes
        properties = predicates - self.known.properties
        for quad in quads if doubtful or unknown or properties else ():
            is_doubtful = quad.subject in doubtful or quad.object in doubtful
            is_unknown = quad.object in unknown or quad.predicate in properties
            if is_doubtful or is_unknown or quad.predicate in doubtful:
                yield quad

    def _is_doubtful(self, term: NamedNode) -> bool:
        """Whether a term may be wrong wherever it stands."""
        if term in _DERIVED or (_is_own(term) and term not in self.known.terms):
            return True
        if self.strict:
            return self.iris.is_thing(term) and term not in self.known.things
        return self.iris.kind(term.value) in _OF_THE_BUILD

    def _unknown_terms(self, quad: Quad) -> Iterator[Fault]:
        """A fault for each property, class or term of a quad that nobody declares."""
        predicate, term, known = quad.predicate, quad.object, self.known
        if self._must_be_known(predicate) and predicate not in known.properties:
            yield self._unknown_term(quad, "property", predicate, known.properties)
        if not isinstance(term, NamedNode):
            return
        if predicate == RDF("type"):
            if self._must_be_known(term) and term not in known.classes:
                yield self._unknown_term(quad, "class", term, known.classes)
        elif _is_own(term) and term not in known.terms:
            yield self._unknown_term(quad, "term", term, known.terms)

    def _must_be_known(self, term: NamedNode) -> bool:
        return self.strict or _is_own(term)

    def _derived_by_hand(self, quad: Quad) -> Iterator[Fault]:
        for term in {quad.predicate, quad.object}:
            if isinstance(term, NamedNode) and term in _DERIVED:
                message = f"states {self.iris.short(term.value)} by hand"
                advice = f"leave it to the rules: state {_DERIVED[term]}"
                yield self._fault(quad, message, advice, term)

    def _unknown_things(self, quad: Quad) -> Iterator[Fault]:
        """A fault for each thing of a quad that has no kind."""
        things = self.known.things
        for term in (quad.subject, quad.object):
            if not isinstance(term, NamedNode) or not self.iris.is_thing(term):
                continue
            if term not in things:
                message = (
                    f"the thing {self.iris.short(term.value)} has no kind anywhere"
                )
                advice = _suggestion(term, things, self.iris) or _SAY_KIND
                yield self._fault(quad, message, advice, term)

    def _of_the_build(self, quad: Quad) -> Iterator[Fault]:
        """A fault, where a file states something of what only the build describes."""
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            return
        # of all that is below an address the catalog may say who made it
        is_of_all = subject.value.endswith("/") and quad.predicate in AUTHORSHIP
        if self.iris.kind(subject.value) in _OF_THE_BUILD and not is_of_all:
            name = self.iris.short(subject.value)
            message = (
                f"speaks of {name}, which only a file of claims, notes or links may"
            )
            yield self._fault(quad, message, "write it there", subject)

    def _unknown_term(
        self, quad: Quad, kind: str, term: NamedNode, known: set[NamedNode]
    ) -> Fault:
        name = self.iris.short(term.value)
        message = f"the {kind} {name} is not declared in the ontology"
        advice = _suggestion(term, known, self.iris) or _search_for(term)
        return self._fault(quad, message, advice, term)

    def _fault(self, quad: Quad, message: str, advice: str, near: NamedNode) -> Fault:
        return self.source.fault(graph_of(quad), message, advice, near.value)


def undeclared_in_query(query: Query, known: Declared, iris: Iris) -> Iterator[Fault]:
    """The faults of a rule or a query that names a term of no ontology.

    It would run, and find nothing.
    """
    for number, line in enumerate(query.text.splitlines(), 1):
        for name in _DIP_NAME.findall(line):
            if DIP(name) not in known.terms:
                message = f"the term dip:{name} is not declared in the ontology"
                advice = _suggestion(DIP(name), known.terms, iris)
                advice = advice or _search_for(DIP(name))
                yield Fault(query.file, number, message, advice)


def _is_own(term: NamedNode) -> bool:
    return term.value.startswith(str(DIP)) and term.value != str(DIP)


def _suggestion(term: NamedNode, known: set[NamedNode], iris: Iris) -> str:
    """A question for the term of this namespace whose name is most like this one."""
    name = _local_name(term)
    space = _space(term)
    beside = [one for one in known if _space(one) == space]
    names = sorted(map(_local_name, beside))
    akin = [one for one in names if one[:_STEM] == name[:_STEM]]
    near = get_close_matches(name, names, n=1, cutoff=_ALIKE) or akin
    if not near:
        return ""
    meant = NamedNode(space + near[0])
    if meant in _DERIVED:
        act = _DERIVED[meant]
        return f"state {act}: rules derive {iris.short(meant.value)} of that"
    return f"did you mean {iris.short(meant.value)}?"


def _search_for(term: NamedNode) -> str:
    """What to do about a term that is like no other."""
    name = _local_name(term)
    sought = quote_plus((words_of_name(name) or name).lower())
    found = f"/ontology?q={sought} of a server finds terms by their meaning"
    return f"{found}; else {_DECLARE}"


def _space(term: NamedNode) -> str:
    return term.value.removesuffix(_local_name(term))


def _local_name(term: NamedNode) -> str:
    return re.split(r"[/#]", term.value)[-1]
