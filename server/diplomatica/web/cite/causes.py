"""Which changes may be why a query is answered otherwise than it was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode

from diplomatica.lookup.advice.querynames import named_in_query
from diplomatica.lookup.history.changedsubject import ChangedSubject
from diplomatica.lookup.history.changerecord import Record
from diplomatica.lookup.history.changes import BESIDE
from diplomatica.lookup.history.past import Past
from diplomatica.web.site import Site

MOST_CAUSES = 20
# More than this is not read for a page: each release tells its own changes.
_MOST_QUADS = 50_000


@dataclass(frozen=True)
class ReleaseChange:
    """Something that changed in a release, and why, in its editors’ words."""

    past: Past
    told: ChangedSubject
    reason: Mapping[str, str] | None


@dataclass(frozen=True)
class Causes:
    """The changes of what differs, or else of what the query names."""

    found: Sequence[ReleaseChange]
    is_of_rows: bool
    """Whether they are of things in rows that differ; else of what the query names."""
    has_more: bool


def causes(
    site: Site, query: str, differing: Iterable[NamedNode], between: Sequence[str]
) -> Causes:
    """What changed in these releases that the difference may come from, newest first."""
    past = [
        one for one in map(site.history.of, reversed(between)) if one and one.record
    ]
    iris = sorted({node.value for node in differing})
    of_rows = list(islice(_of_rows(site, past, iris), MOST_CAUSES + 1))
    if of_rows:
        return Causes(of_rows[:MOST_CAUSES], True, len(of_rows) > MOST_CAUSES)
    named = {f"<{iri}>" for iri in named_in_query(query, site.iris.prefixes)}
    of_query = list(islice(_of_query(site, past, named), MOST_CAUSES + 1))
    return Causes(of_query[:MOST_CAUSES], False, len(of_query) > MOST_CAUSES)


def _of_rows(
    site: Site, past: Iterable[Past], iris: Sequence[str]
) -> Iterator[ReleaseChange]:
    for one in past:
        assert one.record
        told = filter(None, map(one.record.of, iris))
        yield from (_cause(site, one, one.record, some) for some in told)


def _of_query(
    site: Site, past: Iterable[Past], named: set[str]
) -> Iterator[ReleaseChange]:
    """What gained or lost a value, or else a property, that a query names."""
    for one in past:
        assert one.record
        if one.record.summary["added"] + one.record.summary["removed"] > _MOST_QUADS:
            continue
        told = [some for some in one.record.told() if some.group not in BESIDE]
        of_value = [some for some in told if _is_of(some, named)]
        of_property = [some for some in told if _has_property(some, named)]
        yield from (
            _cause(site, one, one.record, some) for some in of_value or of_property
        )


def _is_of(told: ChangedSubject, named: set[str]) -> bool:
    is_value = any(row["object"] in named for row in told.rows)
    return is_value or f"<{told.subject}>" in named


def _has_property(told: ChangedSubject, named: set[str]) -> bool:
    return any(f"<{row['predicate']}>" in named for row in told.rows)


def _cause(
    site: Site, past: Past, record: Record, told: ChangedSubject
) -> ReleaseChange:
    return ReleaseChange(past, told, record.reason_for(told, site.iris))
