"""What a record tells first, in the words of the editors: why there is a release.

These are the notes of the release (adms:versionNotes), the reasons for which something
was withdrawn (rdfs:comment of what is owl:deprecated) or changed (skos:changeNote), and the
first names of the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.history.changes import (
    BESIDE,
    Change,
    ChangedTriple,
    is_only_derived,
)
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import ADMS, OWL, RDFS, SKOS

_NOTES = "SELECT ?notes { ?release adms:versionNotes ?notes } ORDER BY ?notes"
_MOST_REASONS, _MOST_NAMES = 20, 5
_REASONED = ("things", "claims", "notes", "links")


def telling(
    changes: Iterable[Change], release: str, derived: str = ""
) -> dict[str, Any]:
    """The notes of the release with this IRI, the stated reasons, and the first names.

    What changed only because rules derive otherwise is not among the names: `derived` is
    what the IRIs of derivations begin with.
    """
    told = list(changes)
    notes = (one for one in told if text_of(one.subject) == release)
    shown = (one for one in told if one.group not in (*BESIDE, "terms"))
    named = (one for one in shown if one.label and not _follows(one, derived))
    names = map(_outcome, named)
    told_notes = (_texts_of(one, ADMS("versionNotes")) for one in notes)
    return {
        "notes": list(chain.from_iterable(told_notes)),
        "reasons": list(islice(_reasons(told), _MOST_REASONS)),
        "names": list(islice(names, _MOST_NAMES)),
    }


def notes_of(engine: Engine, release: NamedNode) -> list[dict[str, str]]:
    """The notes of a release as the data has them: of the first one there is no record."""
    rows = engine.rows(_NOTES, release=release)
    return texts(row["notes"] for row in rows)


def first_reason(telling: Mapping[str, Any]) -> dict[str, str] | None:
    """Why there is a release: its first note, else why something was withdrawn."""
    withdrawn = (reason for one in telling["reasons"] for reason in one["reasons"])
    return next(chain(telling["notes"], withdrawn), None)


def _follows(one: Change, derived: str) -> bool:
    """Whether nobody stated what changed of it."""
    if not derived or one.outcome != "changed":
        return False

    def follows(changed: ChangedTriple) -> bool:
        reasons = [graph.value for graph in changed.reasons]
        return is_only_derived(reasons, changed.is_besides, derived)

    return all(map(follows, (*one.removed, *one.added)))


def _outcome(one: Change) -> dict[str, str]:
    return {
        "subject": text_of(one.subject),
        "name": one.label,
        "outcome": one.outcome,
    }


def _reasons(changes: Iterable[Change]) -> Iterator[dict[str, Any]]:
    """What changed or was deprecated with a reason stated for it."""
    for change in changes:
        is_deprecated = any(
            changed.triple.predicate == _DEPRECATED for changed in change.added
        )
        is_changed = change.outcome == "changed" and change.group in _REASONED
        notes = _texts_of(change, SKOS("changeNote")) if is_changed else []
        if is_deprecated:
            yield {**_outcome(change), "reasons": _texts_of(change, RDFS("comment"))}
        elif notes:
            yield {**_outcome(change), "reasons": notes}


def _texts_of(change: Change, predicate: object) -> list[dict[str, str]]:
    values = (
        changed.triple.object
        for changed in change.added
        if changed.triple.predicate == predicate
    )
    return texts(values)


def texts(values: Iterable[object]) -> list[dict[str, str]]:
    """Those of some values that are texts, each with its language."""
    texts = (value for value in values if isinstance(value, Literal))
    return [{"text": one.value, "language": one.language or ""} for one in texts]


_DEPRECATED = OWL("deprecated")
