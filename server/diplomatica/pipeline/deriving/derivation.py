"""A derivation: what a rule gives, and upon which graphs that rests."""

import hashlib
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.rule import Rule


@dataclass(frozen=True)
class Derivation:
    """The triples that a rule gives for one smallest set of premises."""

    rule: Rule
    premises: tuple[NamedNode, ...]
    triples: tuple[Triple, ...]

    def iri(self, iris: Iris) -> NamedNode:
        """`inference/{rule}/{hash}`, the same for a derivation in every build."""
        name = self.rule.name
        premises = [premise.value for premise in self.premises]
        lines = "\n".join([name, *premises, *map(str, self.triples)])
        digest = hashlib.sha256(lines.encode()).hexdigest()
        return iris("inference", name, digest[:16])
