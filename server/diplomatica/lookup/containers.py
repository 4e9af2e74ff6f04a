"""What is in containers (RDF Schema, section 5.1): bags, sequences and alternatives."""

from collections import defaultdict
from collections.abc import Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.describing.propertygroups import number_of_member
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF

_UNNUMBERED = RDF("li")
_SAID = """
SELECT DISTINCT ?this ?by ?value {
  VALUES ?this { %s } ?this ?by ?value FILTER (STRSTARTS(STR(?by), "%s") && !ISBLANK(?value))
} LIMIT %s"""
_READ = 10_000


def members(
    things: Sequence[NamedNode], engine: Engine, profile: Profile
) -> dict[str, list[Term]]:
    """The members of those that are containers, by the IRI of each, in order of number.

    Some write `rdf:li` in syntaxes where it stands for no number: these come first.
    """
    if not things or not any(_leads_to_member(by) for by in profile.properties):
        return {}
    found: dict[str, list[tuple[int, str, Term]]] = defaultdict(list)
    for row in engine.rows(_SAID % (values(things), RDF, _READ)):
        by, value = text_of(row["by"]), row["value"]
        if _leads_to_member(by):
            place = number_of_member(NamedNode(by)), text_of(value)
            found[text_of(row["this"])].append((*place, value))
    return {
        iri: [value for *_, value in sorted(some, key=lambda one: one[:2])]
        for iri, some in found.items()
    }


def _leads_to_member(by: str) -> bool:
    """Whether a property leads from a container to a member, numbered or not."""
    if not by.startswith(RDF):
        return False
    return by == _UNNUMBERED.value or number_of_member(NamedNode(by)) > 0
