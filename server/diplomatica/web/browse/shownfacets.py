"""The facets of a page of things: those that a reader can choose by, and those left over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.facets import Facet, often
from diplomatica.lookup.browsing.narrowed.years import FEW_DAYS, SEEN_AT_ONCE
from diplomatica.lookup.index.dates import date_of
from diplomatica.lookup.index.days import day_of, first_number
from diplomatica.model.dataset.profile import PropertyProfile
from diplomatica.model.statement import term_of, text_of
from diplomatica.web.site import Site

FACETS = 10


def tellable(
    facets: Iterable[Facet], labels: dict[str, str], site: Site
) -> list[Facet]:
    """Those of some facets whose values a reader can tell, bare codes last."""
    is_code = site.overview.wording.is_code
    return [one.codes_last(labels, is_code) for one in facets if one.is_told(labels)]


def read_once(facets: Iterable[Facet], labels: dict[str, str]) -> list[Facet]:
    """Facets without texts that are but the names of things beside them, of as many at least."""
    return [_read_once(one, labels) for one in facets]


def _read_once(facet: Facet, labels: dict[str, str]) -> Facet:
    counts: dict[str, int] = {}
    for value, count in facet.values:
        if isinstance(value, NamedNode) and value.value in labels:
            name = labels[value.value]
            counts[name] = max(count, counts.get(name, 0))
    kept = [
        (value, count)
        for value, count in facet.values
        if not isinstance(value, Literal) or counts.get(value.value, 0) < count
    ]
    return replace(facet, values=kept)


def shown_and_left(told: list[Facet], site: Site) -> tuple[list[Facet], list[Facet]]:
    """Those of some facets that a page shows, and those that it only leads to.

    Of many days it is told in another place how many are in which years.
    """
    many = [
        one
        for one in told
        if len(one.values) > FEW_DAYS
        and not one.is_of_years
        and is_time(one.by.steps[-1], site)
    ]
    others = [one for one in told if one not in many]
    return others[:FACETS], [*others[FACETS:], *many]


def is_time(by: NamedNode, site: Site) -> bool:
    """Whether the values of a property are dates."""
    known = site.profile.properties
    return by.value in known and known[by.value].is_date


def in_time(facet: Facet, site: Site) -> Facet:
    """A facet of a few dates as time goes; of more the most frequent stay first.

    Years that stand for dates within them are in their order already.
    """
    by = facet.by.steps[-1]
    are_few = len(facet.values) <= SEEN_AT_ONCE
    if facet.is_of_years or not are_few or not is_time(by, site):
        return facet

    def place(one: tuple[Term, int]) -> tuple[bool, int, str]:
        value = one[0]
        day = date_of(by.value, value) if isinstance(value, Literal) else ""
        number = first_number(day_of(day)) if day else 0
        return not day, number, text_of(value)

    return replace(facet, values=sorted(facet.values, key=place))


def value_counts(one: PropertyProfile) -> list[tuple[Term, int]]:
    """The values of a property that can be chosen, the most frequent first."""
    named = [value for value in one.values if not value.startswith("_:")]
    return sorted(((term_of(value), one.values[value]) for value in named), key=often)


def in_one_language(
    values: list[tuple[Term, int]], site: Site
) -> list[tuple[Term, int]]:
    """The values without their translations into other languages than who asks prefers.

    All, where another language has more of them.
    """
    texts = [one for one, _ in values if isinstance(one, Literal) and one.language]
    counts = Counter(one.language for one in texts)
    if len(counts) < 2:
        return values
    best = site.describing.best(texts).language
    if counts[best] < max(counts.values()):
        return values
    return [
        pair for pair in values if getattr(pair[0], "language", best) in (None, best)
    ]
