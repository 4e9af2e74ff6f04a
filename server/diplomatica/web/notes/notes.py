"""Notes beside names: what describes a thing, else what it says, and when it was."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.describing.shortnotes import (
    Telling,
    short_notes,
    telling_values,
)
from diplomatica.model.dataset.naming import is_code
from diplomatica.model.statement import text_of
from diplomatica.web.notes.contents import contents_of
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import readable_name

_PART = " · "
_TOLD = 2
LONG = 40
"""Signs of the end of an address that a reader tells from others."""
_CODE = re.compile(r"[A-Z\d.-]{1,4}")
_BOOLEANS = frozenset(("true", "false"))
_YEAR = re.compile(r"\d{4}")


def notes_beside(
    groups: Sequence[Sequence[NamedNode]],
    labels: Mapping[str, str],
    site: Site,
    passed: Sequence[str] = (),
) -> dict[str, str]:
    """A note for each of some things, of which those of one kind are groups, by its IRI.

    None where there is nothing to tell, or no more than its name says; nothing of the
    properties that are `passed`, as those by which all of a list were chosen.
    """
    things = [one for some in groups for one in some]
    return with_times(undated_notes(groups, site, passed), things, labels, site)


def with_times(
    notes: Mapping[str, str],
    things: Sequence[NamedNode],
    labels: Mapping[str, str],
    site: Site,
) -> dict[str, str]:
    """The notes of some things, with when these were; none that says no more than a name."""
    times = site.index.times(one.value for one in things)
    spans = {iri: site.span(*time) for iri, time in times.items()}
    found: dict[str, str] = {}
    for thing in things:
        iri = thing.value
        name, span = labels.get(iri, ""), spans.get(iri, "")
        told = [notes.get(iri, ""), "" if _has_years(name, span) else span]
        words = "; ".join(filter(None, told))
        found |= {iri: words} if words and words != name else {}
    return found


def undated_notes(
    groups: Sequence[Sequence[NamedNode]], site: Site, passed: Sequence[str] = ()
) -> dict[str, str]:
    """The same without telling when they were."""
    things = [one for some in groups for one in some]
    notes = short_notes(things, site.engine, site.languages, site.asked_languages())
    untold = [[one for one in some if one.value not in notes] for some in groups]
    nameless = _nameless([one for some in untold for one in some], site)
    for own in (False, True):
        like = [[one for one in some if (one in nameless) == own] for some in untold]
        if any(like):
            kept = list(filter(None, like))
            notes |= notes_by_values(kept, site, own=own, passed=passed)
    return notes


def _nameless(things: Iterable[NamedNode], site: Site) -> set[NamedNode]:
    """Those that have but a long address for a name: what they say themselves tells more."""
    long = [
        one
        for one in things
        if is_code(one.value) and len(site.iris.readable(one.value)) > LONG
    ]
    labels = site.describing.labels(long) if long else {}
    return {one for one in long if one.value not in labels}


def by_kinds(
    kinds: Iterable[tuple[NamedNode, Sequence[NamedNode]]],
) -> list[list[NamedNode]]:
    """Things in groups, given with their kinds: those of the same kinds together."""
    groups: dict[tuple[NamedNode, ...], list[NamedNode]] = defaultdict(list)
    for thing, some in kinds:
        groups[tuple(some)].append(thing)
    return list(groups.values())


def notes_by_values(
    groups: Sequence[Sequence[NamedNode]],
    site: Site,
    *,
    own: bool = False,
    besides: str = "",
    passed: Sequence[str] = (),
) -> dict[str, str]:
    """What tells the things of groups apart that no text describes, in words.

    Be it their `own`, which no others have, or not, but nothing of what is named `besides`,
    nor by the properties that are `passed`.
    """
    asked = site.engine, site.profile, [*site.overview.calling, *passed]
    found = telling_values(groups, *asked, own=own)
    told = {one for some in found.values() for one in some}
    words = _words(told, _among_like(found, site), site, besides)
    told_of = {iri: _first(some, words) for iri, some in found.items()}
    return {iri: _PART.join(some) for iri, some in told_of.items() if some}


def _among_like(told: Mapping[str, list[Telling]], site: Site) -> set[str]:
    """The properties that lead from things to others of their kind, as to a broader one.

    Such a name alone beside another would be taken for what that is.
    """
    pairs = [
        (NamedNode(iri), one.by, one.value)
        for iri, some in told.items()
        for one in some
        if isinstance(one.value, NamedNode)
    ]
    if not pairs:
        return set()
    values = [value for _, _, value in pairs]
    kinds = site.describing.kinds([*(thing for thing, _, _ in pairs), *values])
    return {
        by
        for thing, by, value in pairs
        if {*kinds.get(thing, ())} & {*kinds.get(value, ())}
    }


def _words(
    told: Iterable[Telling], leading: set[str], site: Site, besides: str = ""
) -> dict[Telling, str]:
    """What values are called; where several properties have them, with which that is.

    So by properties `leading` to others of the same kind. Nothing for codes, and for what
    is called as what they stand `besides`.
    """
    things = [one.value for one in told if isinstance(one.value, NamedNode)]
    labels = site.describing.labels([*things, *(NamedNode(one.by) for one in told)])
    labels |= contents_of([one for one in things if one.value not in labels], site)

    def called(one: Telling) -> str:
        text = text_of(one.value)
        if isinstance(one.value, NamedNode):
            text = labels.get(text) or _word_of(text, site)
        if text == besides or _CODE.fullmatch(text):
            return ""
        is_of_one = str(one.value) not in site.profile.values_of_several
        is_of_one = is_of_one and one.by not in leading
        if not text or (is_of_one and text.lower() not in _BOOLEANS):
            return text
        return f"{labels.get(one.by) or readable_name(one.by, site.iris)}: {text}"

    return {one: called(one) for one in told}


def _word_of(iri: str, site: Site) -> str:
    """The end of an IRI, if that is a word; "" for a code."""
    return "" if is_code(iri) else readable_name(iri, site.iris)


def _first(told: Iterable[Telling], words: Mapping[Telling, str]) -> list[str]:
    """The first of some words, of each value and each word once."""
    of_values: dict[Term, str] = {}
    for one in told:
        of_values.setdefault(one.value, words[one])
    return list(filter(None, dict.fromkeys(of_values.values())))[:_TOLD]


def _has_years(name: str, span: str) -> bool:
    """Whether a name tells the years of a span itself, as “Volume 1 (1908–1909)” does."""
    years = _YEAR.findall(span)
    return bool(years) and all(year in name for year in years)
