"""A claim: what some words of an article state, as an editor wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, RDFS
from diplomatica.pipeline.files.source import Source

CALLED_HERE = DIP("calledHere")
_ABOUT = {DIP(name) for name in ("quote", "voice", "prefix", "suffix", "saidIn")} | {
    RDFS("comment")
}


@dataclass
class Claim:
    """One block of a file of claims: what is about the claim, its facts, and what things are called in it."""

    iri: NamedNode
    article: str
    source: Source
    about: list[Triple] = field(default_factory=list)
    facts: list[Triple] = field(default_factory=list)
    called: dict[NamedNode, list[str]] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        """The values of one of the properties about the claim, such as "quote"."""
        return [
            cast("Literal", fact.object).value
            for fact in self.about
            if fact.predicate == DIP(name)
        ]

    def nodes(self, name: str) -> list[NamedNode]:
        """The same for properties whose values are IRIs, such as "voice"."""
        return [
            cast("NamedNode", fact.object)
            for fact in self.about
            if fact.predicate == DIP(name)
        ]

    def fault(self, message: str, advice: str = "", *near: str) -> Fault:
        """A fault in this claim."""
        return self.source.fault(self.iri.value, message, advice, *near)


def claims_of(
    source: Source, article: str, iris: Iris
) -> tuple[list[Claim], list[Fault]]:
    """The claims of a file in their order, and the faults of their form."""
    claims = {
        name.value: Claim(name, article, source) for name, _ in source.named_blocks()
    }
    faults: list[Fault] = []
    for quad in source.quads:
        if isinstance(quad.graph_name, NamedNode):
            claim = claims.setdefault(
                quad.graph_name.value, Claim(quad.graph_name, article, source)
            )
            faults.extend(_sort(claim, quad, iris))
    for claim in claims.values():
        faults.extend(_form_faults(claim, iris))
    return [claim for claim in claims.values() if _slug(claim, iris)], faults


def _sort(claim: Claim, quad: Quad, iris: Iris) -> Iterator[Fault]:
    """Put a quad where it belongs: about the claim, a mention, or a fact."""
    subject = cast("NamedNode", quad.subject)
    if subject == claim.iri:
        claim.about.append(quad.triple)
        if quad.predicate not in _ABOUT:
            advice = "about a claim stand dip:quote, dip:voice, dip:prefix, dip:suffix, dip:saidIn, rdfs:comment"
            message = f"says {iris.short(quad.predicate.value)} of the claim itself"
            yield claim.fault(message, advice, quad.predicate.value)
        elif (quad.predicate in (DIP("voice"), DIP("saidIn"))) != isinstance(
            quad.object, NamedNode
        ):
            message = f"has a {iris.short(quad.predicate.value)} of the wrong kind"
            yield claim.fault(
                message,
                "words are a plain string, voices and remarks are IRIs",
                quad.predicate.value,
            )
            claim.about.pop()
    elif quad.predicate == CALLED_HERE:
        if isinstance(quad.object, Literal):
            claim.called.setdefault(subject, []).append(quad.object.value)
        else:
            yield claim.fault(
                "has a dip:calledHere that is no string",
                "write the words in quotation marks",
            )
    elif iris.kind(subject.value) == "claim":
        message = f"speaks of another claim, {iris.short(subject.value)}"
        yield claim.fault(
            message, "move it into the block of that claim", subject.value
        )
    else:
        claim.facts.append(quad.triple)


def _form_faults(claim: Claim, iris: Iris) -> Iterator[Fault]:
    if not _slug(claim, iris):
        message = f"is not named below {iris.base}claim/{claim.article}/ with letters, digits, hyphens and points"
        yield claim.fault(message, "the claims of a file are named after its article")
    if not claim.facts:
        yield claim.fault("states nothing", "write what the words state as triples")
    if not claim.values("quote") and not claim.nodes("saidIn"):
        yield claim.fault(
            "has no dip:quote",
            "quote the words that state it, or name the remark with dip:saidIn",
        )


def _slug(claim: Claim, iris: Iris) -> str:
    """The name of a claim within its article; empty where it has none that fits."""
    slug = claim.iri.value.removeprefix(f"{iris.base}claim/{claim.article}/")
    return slug if re.fullmatch(r"[\w.-]+", slug) else ""


def outside(source: Source) -> Iterator[Quad]:
    """What a file of claims says of its article, outside of all blocks."""
    return (quad for quad in source.quads if isinstance(quad.graph_name, DefaultGraph))
