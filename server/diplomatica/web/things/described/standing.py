"""Where something stands in a tree: the ways to it from the top, and what is below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Quad

from diplomatica.lookup.browsing.notated import place_of_notation
from diplomatica.lookup.describing.ancestry import (
    Ancestors,
    hierarchy_of,
    scheme_of,
    ways_to,
)
from diplomatica.lookup.describing.inverse import Inverse, Origin
from diplomatica.model.statement import text_of
from diplomatica.model.terms.hierarchies import HIERARCHIES
from diplomatica.model.text.phrase import Phrase
from diplomatica.web.site import Site

BELOW = {by: one for one in HIERARCHIES for by in one.up}
"""By which something says of itself that it stands below another, and in which trees."""


@dataclass(frozen=True)
class Standing:
    """That of one IRI, by what is said of it and what leads to it."""

    site: Site
    this: NamedNode
    quads: Sequence[Quad]
    inverse: Sequence[Inverse]

    @cached_property
    def ways(self) -> list[Ancestors]:
        """A few ways from the top of a tree to this, those of a concept from its scheme."""
        found = hierarchy_of(self.quads, self.inverse)
        if not found:
            return []
        used = map(NamedNode, self.site.profile.properties)
        ways = ways_to(self.site.engine, self.this, found.step(used))
        scheme = scheme_of(self.quads)
        return [[scheme, *way] if scheme and way else way for way in ways if way]

    @cached_property
    def below(self) -> list[tuple[Phrase, Inverse]]:
        """What stands below it, and says so itself, under a heading.

        Where this says of others that they stand below it, these are among its statements.
        """
        said = {one.predicate for one in self.quads}
        leading = [one for one in self.inverse if one.by in BELOW]
        return [
            (BELOW[one.by].below, one)
            for one in leading
            if said.isdisjoint(BELOW[one.by].down)
        ]

    @cached_property
    def _codes(self) -> dict[str, str]:
        """The notations of this, and of what is shown below it."""
        below = (origin.thing for _, one in self.below for origin in one.origins)
        named = [one for one in below if isinstance(one, NamedNode)]
        return self.site.overview.notations([self.this, *named])

    @property
    def code(self) -> str:
        """Its own notation, or ""."""
        return self._codes.get(self.this.value, "")

    def by_notation(self, inverse: Inverse) -> list[Origin]:
        """What is shown below it in the order of notations; as it is where there are more."""
        if inverse.has_more:
            return inverse.origins

        def place(one: Origin) -> tuple[bool, str]:
            return place_of_notation(self._codes.get(text_of(one.thing), ""))

        return sorted(inverse.origins, key=place)
