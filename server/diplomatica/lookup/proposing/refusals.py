"""Proposals that were refused, as the catalog tells them: of what, what, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine import Engine, Row
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, SKOS

_MOST = 50
_TOLD = """
SELECT ?about ?proposed ?why {
  GRAPH ?catalog {
    ?this dcterms:references ?about ; dcterms:description ?proposed ; skos:editorialNote ?why
    FILTER (CONTAINS(STR(?this), "#refused-"))
  }
} ORDER BY ?about ?proposed LIMIT %d"""


@dataclass(frozen=True)
class Refusal:
    """A proposal that was refused."""

    about: NamedNode
    proposed: str
    """What should have changed, and why, in the words of whoever proposed it."""
    why: str
    """Why it was refused, in the editor’s words."""


def refusal(proposal: Proposal, slug: str, iris: Iris) -> list[Quad]:
    """What the catalog says of a proposal that is refused."""
    this = NamedNode(f"{iris('dataset').value}#refused-{slug}")
    values = (
        (DCTERMS("references"), proposal.about),
        (DCTERMS("description"), Literal(_proposed(proposal, iris), language="en")),
        (SKOS("editorialNote"), Literal(proposal.refused, language="en")),
    )
    catalog = iris("graph", "catalog")
    return [Quad(this, by, value, catalog) for by, value in values]


def refusals(engine: Engine, iris: Iris) -> list[Refusal]:
    """The first of those that a release tells."""
    rows = engine.rows(_TOLD % _MOST, catalog=iris("graph", "catalog"))
    return [_refusal(row) for row in rows]


def _refusal(row: Row) -> Refusal:
    about = row["about"]
    assert isinstance(about, NamedNode)
    return Refusal(about, text_of(row["proposed"]), text_of(row["why"]))


def _proposed(proposal: Proposal, iris: Iris) -> str:
    """What a proposal would change and why, in words."""
    went, came = (_values(some, iris) for some in (proposal.removed, proposal.added))
    instead = f"{came} instead of {went}" if came else "to withdraw it"
    if not proposal.is_withdrawn and not came:
        instead = f"to withdraw {went}"
    return f"{instead}. {proposal.because}"


def _values(triples: Sequence[Triple], iris: Iris) -> str:
    """Each as the end of its property, and its value."""
    return ", ".join(
        f"{iris.words(one.predicate.value)} {_value(one.object, iris)}"
        for one in triples
    )


def _value(value: object, iris: Iris) -> str:
    return iris.words(value.value) if isinstance(value, NamedNode) else text_of(value)
