"""A claim: what some words of an article state, as an editor wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeGuard, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from diplomatica.errors import Fault
from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.pipeline.files.source import Source

CALLED_HERE = DIP("calledHere")
_PLAIN = XSD("string")


@dataclass
class Claim:
    """One block of a file of claims.

    `about` is said of the claim itself, `facts` are what it states, and `called` are
    the words that it declares to stand for things.
    """

    iri: NamedNode
    article: str
    source: Source
    about: list[Triple] = field(default_factory=list)
    facts: list[Triple] = field(default_factory=list)
    called: dict[NamedNode, list[str]] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        """The values of one of the properties about the claim, such as "quote"."""
        terms = [fact.object for fact in self.about if fact.predicate == DIP(name)]
        return [cast("Literal", term).value for term in terms]

    def nodes(self, name: str) -> list[NamedNode]:
        """The values of one of those whose values are IRIs, such as "voice"."""
        terms = [fact.object for fact in self.about if fact.predicate == DIP(name)]
        return [cast("NamedNode", term) for term in terms]

    def content(self, iris: Iris) -> NamedNode:
        """The graph of what a remark says, where that is all that the claim tells."""
        slug = self.iri.value.rpartition("/")[2]
        return iris("graph", "record", self.article, slug)

    def stated(self, iris: Iris) -> list[Triple]:
        """What is so if the claim is right: its facts, or that a remark says them."""
        content = self.content(iris)
        remarks = self.nodes("contentOf")
        says = [Triple(remark, DIP("saysThat"), content) for remark in remarks]
        return says or self.facts

    def fault(self, message: str, advice: str = "", *near: str) -> Fault:
        """A fault in this claim."""
        return self.source.fault(self.iri.value, message, advice, *near)


def claims_of(
    source: Source, article: str, iris: Iris
) -> tuple[list[Claim], list[Fault]]:
    """The claims of a file in their order, and the faults of their form."""
    blocks = [name for name, _ in source.named_blocks()]
    claims = {name.value: Claim(name, article, source) for name in blocks}
    faults: list[Fault] = []
    for quad in source.quads:
        graph = quad.graph_name
        if isinstance(graph, NamedNode):
            unnamed = Claim(graph, article, source)
            claim = claims.setdefault(graph.value, unnamed)
            faults.extend(_sort(claim, quad, iris))
    for claim in claims.values():
        faults.extend(_form_faults(claim, iris))
    return [claim for claim in claims.values() if _slug(claim, iris)], faults


def _sort(claim: Claim, quad: Quad, iris: Iris) -> Iterator[Fault]:
    """Put a quad where it belongs: about the claim, a mention, or a fact."""
    subject = cast("NamedNode", quad.subject)
    if subject == claim.iri:
        yield from _sort_about(claim, quad.triple, iris)
    elif quad.predicate == CALLED_HERE:
        if _is_plain(quad.object):
            claim.called.setdefault(subject, []).append(quad.object.value)
        else:
            message = "has a dip:calledHere that is no string"
            advice = "write the words in quotation marks, and no language after them"
            yield claim.fault(message, advice, CALLED_HERE.value)
    elif iris.kind(subject.value) == "claim":
        message = f"speaks of another claim, {iris.short(subject.value)}"
        advice = "move it into the block of that claim"
        yield claim.fault(message, advice, subject.value)
    else:
        claim.facts.append(quad.triple)


def _sort_about(claim: Claim, fact: Triple, iris: Iris) -> Iterator[Fault]:
    """Keep what is said of the claim itself, unless a value of that kind cannot be."""
    name = fact.predicate.value
    if fact.predicate not in OF_CLAIMS.written:
        known = ", ".join(iris.short(one.value) for one in OF_CLAIMS.written)
        message = f"says {iris.short(name)} of the claim itself"
        yield claim.fault(message, f"about a claim stand {known}", name)
    elif not _can_be_value(fact):
        message = f"has a {iris.short(name)} of the wrong kind"
        advice = "words are a string without a language, voices and remarks are IRIs"
        yield claim.fault(message, advice, name)
        return
    claim.about.append(fact)


def _can_be_value(fact: Triple) -> bool:
    """Whether a property of a claim may have this value: an IRI, words or another text."""
    if fact.predicate in OF_CLAIMS.links:
        return isinstance(fact.object, NamedNode)
    if fact.predicate in OF_CLAIMS.quoted:
        return _is_plain(fact.object)
    return isinstance(fact.object, Literal)


def _is_plain(term: object) -> TypeGuard[Literal]:
    """Whether it is words alone: of no language, and of no other datatype."""
    return isinstance(term, Literal) and term.datatype == _PLAIN


def _form_faults(claim: Claim, iris: Iris) -> Iterator[Fault]:
    """What is wrong with a claim before its words are looked for."""
    if not _slug(claim, iris):
        below = f"{iris.base}claim/{claim.article}/"
        signs = "letters, digits, hyphens and points"
        message = f"is not named below {below} with {signs}"
        yield claim.fault(message, "the claims of a file are named after its article")
    if not claim.facts:
        yield claim.fault("states nothing", "write what the words state as triples")
    if not claim.values("quote") and not claim.nodes("saidIn"):
        advice = "quote the words that state it, or name the remark with dip:saidIn"
        yield claim.fault("has no dip:quote", advice)


def _slug(claim: Claim, iris: Iris) -> str:
    """The name of a claim within its article; empty where it has none that fits."""
    slug = claim.iri.value.removeprefix(f"{iris.base}claim/{claim.article}/")
    return slug if re.fullmatch(r"[\w.-]+", slug) else ""


def outside(source: Source) -> Iterator[Quad]:
    """What a file of claims says of its article, outside of all blocks."""
    return (quad for quad in source.quads if isinstance(quad.graph_name, DefaultGraph))
