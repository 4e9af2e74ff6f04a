"""Notes beside names: what describes a thing, else what it says, and when it was."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.describing.shortnotes import short_notes, telling_values
from diplomatica.model.dataset.naming import is_code
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import readable_name

_PART = " · "
_TOLD = 2
_CODE = re.compile(r"[A-Z\d.-]{1,4}")
_YEAR = re.compile(r"\d{4}")


def notes_beside(
    groups: Sequence[Sequence[NamedNode]], labels: Mapping[str, str], site: Site
) -> dict[str, str]:
    """A note for each of some things, of which those of one kind are groups, by its IRI.

    None where there is nothing to tell, or no more than its name says.
    """
    things = [one for some in groups for one in some]
    return with_times(undated_notes(groups, site), things, labels, site)


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


def undated_notes(groups: Sequence[Sequence[NamedNode]], site: Site) -> dict[str, str]:
    """The same without telling when they were."""
    things = [one for some in groups for one in some]
    notes = short_notes(things, site.engine, site.languages, site.asked_languages())
    untold = [[one for one in some if one.value not in notes] for some in groups]
    return notes | notes_by_values(untold, site)


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
) -> dict[str, str]:
    """What tells the things of groups apart that no text describes, in words.

    Be it their `own`, which no others have, or not, but nothing of what is named `besides`.
    """
    asked = site.engine, site.profile, site.overview.calling
    found = telling_values(groups, *asked, own=own)
    told = [value for some in found.values() for value in some]
    labels = site.describing.labels([one for one in told if isinstance(one, NamedNode)])

    def words(value: Term) -> str:
        text = text_of(value)
        if not isinstance(value, NamedNode):
            return text
        return labels.get(text) or _word_of(text, site)

    told_of = {iri: _first(map(words, some), besides) for iri, some in found.items()}
    return {iri: _PART.join(some) for iri, some in told_of.items() if some}


def _word_of(iri: str, site: Site) -> str:
    """The end of an IRI, if that is a word; "" for a code."""
    return "" if is_code(iri) else readable_name(iri, site.iris)


def _first(words: Iterable[str], besides: str) -> list[str]:
    """The first of some words that are no codes, each once, without one."""
    telling = dict.fromkeys(one for one in words if one and not _CODE.fullmatch(one))
    return [one for one in telling if one != besides][:_TOLD]


def _has_years(name: str, span: str) -> bool:
    """Whether a name tells the years of a span itself, as “Volume 1 (1908–1909)” does."""
    years = _YEAR.findall(span)
    return bool(years) and all(year in name for year in years)
