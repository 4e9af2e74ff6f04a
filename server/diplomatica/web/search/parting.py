"""What parts the things that are found: kinds that do not overlap, and spans of years."""

from collections.abc import Mapping

from diplomatica.model.literals.date import years_around
from diplomatica.model.vocabulary import DIP

_YEARS = 24  # more of them are put together to decades, or centuries
_STEPS = (1, 10, 100, 1000, 10**6, 10**13)  # years that are put together
_EVENT, _PLAN, _REMARK = (DIP(name).value for name in ("Event", "Prospect", "Remark"))


def parting(
    counts: Mapping[str, int], above: Mapping[str, set[str]], is_one_remark: bool
) -> set[str]:
    """The kinds that do not only put together narrower ones, by how many things each has.

    That things are events tells nothing unless others are plans. Remarks that stand at
    their sentences are one kind.
    """
    offered = dict(counts)
    if _PLAN not in offered and len(offered) > 1:
        offered.pop(_EVENT, None)
    if is_one_remark:
        remarks = [kind for kind in offered if _REMARK in above[kind]]
        offered = {kind: offered[kind] for kind in offered if kind not in remarks}
    return _narrowest(offered, above)


def _narrowest(counts: Mapping[str, int], above: Mapping[str, set[str]]) -> set[str]:
    """The kinds that have things which are of no narrower kind among them."""
    kept: set[str] = set()
    for kind in sorted(counts, key=lambda one: -len(above[one])):
        narrower = sum(counts[one] for one in kept if kind in above[one])
        if counts[kind] > narrower:
            kept.add(kind)
    return kept


def spans(years: set[int]) -> list[tuple[int, int]]:
    """These years, put together until they are few enough for a page."""
    for step in _STEPS:
        found = sorted({years_around(year, step) for year in years})
        if len(found) <= _YEARS:
            break
    return found
