"""What leads to something: by which properties, those told together that lead from the same."""

from collections.abc import Iterable
from functools import cached_property, partial

from pyoxigraph import NamedNode, Quad

from diplomatica.engine import Engine, Term
from diplomatica.lookup.describing.inverse import Inverse, Inverses, Origin
from diplomatica.lookup.describing.propertygroups import Group
from diplomatica.model.statement import text_of
from diplomatica.model.terms.opposites import facing
from diplomatica.model.vocabulary import OWL, RDF
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site
from diplomatica.web.things.described.standing import BELOW

_COMPARED = (
    50_000  # things of two properties; of more nobody knows whether they are the same
)
_MOST = 100  # values of a page of which it is looked whether others have them
_SHARED = """
SELECT ?value {{ VALUES ?value {{ {} }}
FILTER EXISTS {{ ?other ?by ?value FILTER (?other != {}) }} }}"""
_NOT_FACED = """
SELECT ?thing { ?thing %s %s FILTER NOT EXISTS { %s %s ?thing } } LIMIT 1"""
_ONLY_BY_ONE = """
SELECT ?thing { ?thing %s %s FILTER NOT EXISTS { ?thing %s %s } } LIMIT 1"""


class LedHere:
    """What leads to one thing, all of it in short, or a page of one property."""

    def __init__(
        self, site: Site, this: NamedNode, said: Iterable[Quad], by: str, page: int
    ) -> None:
        """Take the thing with what is said of it, and the property that is chosen, or "".

        Raises Problem 404 for a property that is no IRI.
        """
        self._site, self._engine, self.this = site, site.engine, this
        self._said = list(said)
        language = next(iter(site.asked_languages()), "")
        in_order = partial(site.index.listing.in_order_of, language=language)
        inverses = Inverses(site.engine, this, site.release.dataset, in_order)
        facing_these = facing((one.predicate for one in self._said), site.opposites)
        self.all = (
            _one_inverse(inverses, by, page)
            if by
            else inverses.few(facing_these, BELOW)
        )

    @cached_property
    def origins(self) -> list[Origin]:
        """All that leads here and is shown."""
        return [origin for one in self.all for origin in one.origins]

    @cached_property
    def shared(self) -> set[str]:
        """What others describe elsewhere to which more things here lead than this one.

        Its page here gathers these, to which a link to where it is does not lead.
        """
        told = (one.object for one in self._said if one.predicate != RDF("type"))
        values = {one for one in told if isinstance(one, NamedNode)} - {self.this}
        apart = sorted(str(one) for one in values if self._is_read_elsewhere(one))
        if not apart or not self._site.has_brought:
            return set()
        rows = self._engine.rows(_SHARED.format(" ".join(apart[:_MOST]), self.this))
        return {text_of(row["value"]) for row in rows}

    def _is_read_elsewhere(self, value: NamedNode) -> bool:
        return self._site.href(value.value) == value.value

    @cached_property
    def axioms(self) -> list[Inverse]:
        """What leads to it as to the subject of a statement that has notes."""
        return [one for one in self.all if one.by == OWL("annotatedSource")]

    def is_axiom(self, one: Inverse) -> bool:
        """Whether something leads to it so."""
        return one in self.axioms

    def together(
        self, inverses: Iterable[Inverse]
    ) -> list[tuple[Inverse, list[NamedNode]]]:
        """What leads here, each with the other properties by which the same things do."""
        told: list[tuple[Inverse, list[NamedNode]]] = []
        for one in inverses:
            same = (others for known, others in told if self._are_same(known, one))
            if (others := next(same, None)) is not None:
                others.append(one.by)
            else:
                told.append((one, []))
        return told

    def faced(self, groups: Iterable[Group]) -> dict[NamedNode, list[Inverse]]:
        """What leads here from just the things to which this leads by one property.

        There are two of them at least: of one alone two ways to it say more than one.
        """
        led_to: dict[NamedNode, list[Inverse]] = {}
        for by, quads in groups:
            values = {quad.object for quad in quads}
            if len(values) > 1:
                same = [one for one in self.all if self._come_from(one, by, values)]
                led_to |= {by: same} if same else {}
        return led_to

    def _come_from(self, one: Inverse, by: NamedNode, values: set[Term]) -> bool:
        """Whether just these things lead here, to which this leads by a property."""
        are_shown = {origin.thing for origin in one.origins if not origin.owner}
        if one.count != len(values) or not are_shown or not are_shown <= values:
            return False
        others = _NOT_FACED % (one.by, self.this, self.this, by)
        return not one.has_more or not self._engine.rows(others)

    def _are_same(self, one: Inverse, other: Inverse) -> bool:
        """Whether the same things lead here by both, all of them."""
        if not one.origins or (one.count, one.origins) != (other.count, other.origins):
            return False
        if not one.has_more:
            return True
        return (one.count or _COMPARED) < _COMPARED and not _rest(
            self._engine, one.by, other.by, self.this
        )


def _rest(engine: Engine, one: NamedNode, other: NamedNode, this: NamedNode) -> bool:
    """Whether anything leads here by one property, and not by the other."""
    return bool(engine.rows(_ONLY_BY_ONE % (one, this, other, this)))


def _one_inverse(inverses: Inverses, by: str, page: int) -> list[Inverse]:
    """What leads to it by one property; raises Problem 404 for no IRI."""
    try:
        return [inverses.one(NamedNode(by), page)]
    except ValueError:
        raise not_found(f"the property {by}") from None
