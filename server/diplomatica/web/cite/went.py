"""Why a question that was answered before has no answer now: the claims that went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from diplomatica.lookup.advice.querynames import named_in_query
from diplomatica.lookup.history.changedsubject import CAME, ChangedSubject, Row
from diplomatica.lookup.history.changerecord import Record
from diplomatica.lookup.history.changes import BESIDE
from diplomatica.lookup.history.past import Past
from diplomatica.web.site import Site

_MOST = 3
_MOST_QUADS = 50_000  # of a release: its changes are not read through for more
_OF_EDITORS = ("claim", "note", "link")


@dataclass(frozen=True)
class Went:
    """A claim, note or link that stated what a query asks for, and no longer does."""

    past: Past
    iri: str
    words: str
    is_gone: bool
    """Whether all of it was withdrawn; else it states something else now."""
    before: str
    """The release before, which had it still."""
    reason: Mapping[str, str] | None


def went_for(site: Site, query: str) -> list[Went]:
    """What stated the statements that a query names and that went, the newest first."""
    named = set(named_in_query(query, site.iris.prefixes))
    return list(islice(_went_by_release(site, named), _MOST))


def _went_by_release(site: Site, named: set[str]) -> Iterator[Went]:
    for past in site.history.up_to_this:
        record = past.record
        changed = record.summary["added"] + record.summary["removed"] if record else 0
        if record and changed <= _MOST_QUADS:
            yield from _of_release(site, past, record, named)


def _of_release(
    site: Site, past: Past, record: Record, named: set[str]
) -> Iterator[Went]:
    """The claims, notes and links that gave what one release withdrew of what is asked."""
    seen: set[str] = set()
    for told, iri in _reasons_of_asked(record, named):
        if iri not in seen and site.iris.kind(iri) in _OF_EDITORS:
            seen.add(iri)
            yield _one(site, past, record, told, iri)


def _reasons_of_asked(
    record: Record, named: set[str]
) -> Iterator[tuple[ChangedSubject, str]]:
    """What is asked of what changed, row by row, with each IRI that gave the row."""
    for told in record.told():
        if told.group in BESIDE:
            continue
        for row in filter(partial(_is_asked, named, told), told.rows):
            alone = replace(told, rows=[row])
            for iri in row["reasons"].split():
                yield alone, iri


def _is_asked(named: set[str], told: ChangedSubject, row: Row) -> bool:
    """Whether a statement went whose property a query names, with its value or its subject."""
    is_gone = row["change"] != CAME and not row["besides"]
    ends = {told.subject, row["object"].strip("<>")}
    return is_gone and row["predicate"] in named and not named.isdisjoint(ends)


def _one(
    site: Site, past: Past, record: Record, told: ChangedSubject, iri: str
) -> Went:
    own = record.of(iri)
    words = own.label if own else site.iris.words(iri)
    is_gone = own is not None and own.outcome == "withdrawn"
    before = record.summary["before"]["version"]
    return Went(past, iri, words, is_gone, before, record.reason_for(told, site.iris))
