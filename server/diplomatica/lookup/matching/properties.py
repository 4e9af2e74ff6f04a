"""What else is known of a thing that is sought, compared with what the release says of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.matching.candidate import Feature, Wanted
from diplomatica.lookup.matching.names.identifier import item_of, one_address
from diplomatica.lookup.matching.names.spelling import key_of, words_of
from diplomatica.model.statement import text_of

WIKIDATA_ID = "wikidata"
"""Stands for the property that leads to the same thing in Wikidata."""
_DATE = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?")
_DAY = re.compile(r"[12]\d{3}(-\d\d){0,2}(T[\d:.]+)?(Z|[+-]\d\d:\d\d)?")
AGREES, DIFFERS, UNKNOWN = 0.4, 0.15, 0.03
"""How far a property moves a score: towards certainty if it agrees, else away from it."""
WIDEST = 50  # things that have what is wanted
_HAVING = f"""
SELECT DISTINCT ?thing {{
  ?thing %s ?value FILTER (ISIRI(?thing) && STR(?value) IN (%s))
}} LIMIT {WIDEST}"""
# by which an edition leads to its series, and an event to whose it is
_SERIES = re.compile(r".*[/#](editionOf|of|superEvent|isPartOf|partOf|inSeries|series)")


class Properties:
    """Compares what is wanted with what things have."""

    def __init__(self, engine: Engine, names: Callable[[str], list[str]]) -> None:
        """The engine tells what is said of things, `names` what something is called."""
        self._engine, self._names = engine, names

    def having(self, wanted: Wanted) -> list[str]:
        """Some things that have what is wanted, written so."""
        if "://" not in wanted.property_:
            return []
        values = ", ".join(str(Literal(value)) for value in wanted.values)
        rows = self._engine.rows(_HAVING % (NamedNode(wanted.property_), values))
        return [text_of(row["thing"]) for row in rows]

    def said_of(self, things: Iterable[str]) -> dict[str, dict[str, set[str]]]:
        """The values of all properties of some things, as texts."""
        nodes = list(map(NamedNode, things))
        found: dict[str, dict[str, set[str]]] = {node.value: {} for node in nodes}
        for quad in self._engine.about(nodes):
            values = found[text_of(quad.subject)].setdefault(
                quad.predicate.value, set()
            )
            values.add(text_of(quad.object))
        return found

    def years_of(self, things: Iterable[str]) -> dict[str, set[str]]:
        """The years in which some things were, began or ended, or something was done to them.

        A declaration has the year of its adoption; a series has none of its editions.
        """
        said = self.said_of(things)
        own = {thing: _years(told) for thing, told in said.items()}
        found = {thing: set(years) for thing, years in own.items()}
        for thing, told in said.items():
            for other in _led_to(told) & found.keys():
                found[other] |= own[thing]
        return found

    def feature(self, wanted: Wanted, said: dict[str, set[str]]) -> Feature | None:
        """Whether a thing has what is wanted; None where nothing is said of that."""
        values = said.get(wanted.property_, set())
        if wanted.property_ == WIKIDATA_ID:
            values = set(filter(item_of, chain.from_iterable(said.values())))
        if not values and not wanted.is_refused:
            return None
        told = {form for value in values for form in self._forms(value)}
        held = [bool(told & self._forms(value)) for value in wanted.values]
        has_it = all(held) if wanted.needs_all else any(held)
        agrees = has_it != wanted.is_refused
        words = "as wanted" if agrees else "other than wanted"
        return Feature(wanted.property_, words, agrees)

    def _forms(self, value: str) -> set[str]:
        """All that a value may be compared by: itself, its names, the year of a date."""
        address = one_address(value)
        names = self._names(value) if ":" in value else []
        forms = {
            address,
            item_of(address),
            value,
            *(key_of(words_of(name)) for name in names),
        }
        forms.add(key_of(words_of(value)))
        if found := _DATE.match(value):
            forms |= {found[0], found[0][:4], found[0][:7]}
        return forms - {""}


def dates_in(values: Iterable[str]) -> list[str]:
    """Those of some values that are dates."""
    return [value for value in values if _DAY.fullmatch(value)]


def _years(said: dict[str, set[str]]) -> set[str]:
    dates = dates_in(value for some in said.values() for value in some)
    return {date[:4] for date in dates}


def _led_to(told: Mapping[str, set[str]]) -> set[str]:
    """What a thing leads to, but for what it is an edition or a part of."""
    others = (values for by, values in told.items() if not _SERIES.fullmatch(by))
    return set(chain.from_iterable(others))
