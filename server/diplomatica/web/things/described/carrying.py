"""What a page calls that is there for a value: by its name, and by the value itself."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from diplomatica.lookup.describing.carried import carried
from diplomatica.model.dataset.naming import cut, is_opaque
from diplomatica.model.literals.date import FIRST_DAY, LAST_DAY, parts, year_of
from diplomatica.web.site import Site
from diplomatica.web.speech.moment import point
from diplomatica.web.speech.speech import date_in_words

_ENDS = (FIRST_DAY, LAST_DAY)


def carried_words(site: Site, terms: Iterable[object]) -> dict[str, str]:
    """What those of some terms are called that only carry a value, by their IRIs."""
    nodes = [one for one in terms if isinstance(one, NamedNode)]
    names = site.describing.names(nodes)
    found = carried(nodes, names, site.engine)
    called = site.describing.labels_from(
        {iri: names[iri] for iri in found if iri in names}
    )
    told = dict[str, str]()
    for iri, values in found.items():
        end = "" if is_opaque(iri) else site.iris.readable(iri)
        said = list(map(year_of, values)) if site.tells_years else values
        parts = filter(None, (called.get(iri, end), _in_words(said)))
        told[iri] = ": ".join(dict.fromkeys(parts))
    return told


def _in_words(values: Sequence[Literal]) -> str:
    """Values: texts, numbers, a day or two."""
    days = [date_in_words(one) for one in _whole_years(values)]
    told = days if all(days) else [cut(one.value) for one in values]
    return (" – " if all(days) else "; ").join(dict.fromkeys(told))


def _whole_years(values: Sequence[Literal]) -> Sequence[Literal]:
    """Two days as years, where they are the first day of one and the last of one."""
    bounds = [day[0] if (day := point(one)) else one for one in values]
    are_bounds = len(bounds) == 2 and all(map(parts, bounds))
    if not are_bounds:
        return values
    ends = [one.value.endswith(end) for one, end in zip(bounds, _ENDS, strict=True)]
    return list(map(year_of, bounds)) if all(ends) else values
