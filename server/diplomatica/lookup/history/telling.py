"""What a record tells first, in the words of the editors: why there is a release.

These are the notes of the release (adms:versionNotes), the reasons for which something
was withdrawn (rdfs:comment of what is owl:deprecated), and the first names of the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.history.changes import BESIDE, Change
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import ADMS, OWL, RDFS

_NOTES = "SELECT ?notes { ?release adms:versionNotes ?notes } ORDER BY ?notes"
_MOST_REASONS, _MOST_NAMES = 20, 5


def telling(changes: Iterable[Change], release: str) -> dict[str, Any]:
    """The notes of the release with this IRI, the stated reasons, and the first names."""
    told = list(changes)
    notes = (one for one in told if text_of(one.subject) == release)
    shown = (one for one in told if one.group not in (*BESIDE, "terms"))
    names = (_outcome(one) for one in shown if one.label)
    return {
        "notes": [text for one in notes for text in _said(one, ADMS("versionNotes"))],
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


def _outcome(one: Change) -> dict[str, str]:
    return {
        "subject": text_of(one.subject),
        "name": one.label,
        "outcome": one.outcome,
    }


def _reasons(told: Iterable[Change]) -> Iterator[dict[str, Any]]:
    for one in told:
        is_deprecated = any(said.triple.predicate == _DEPRECATED for said in one.added)
        if is_deprecated:
            yield {**_outcome(one), "reasons": _said(one, RDFS("comment"))}


def _said(one: Change, predicate: object) -> list[dict[str, str]]:
    values = (
        said.triple.object for said in one.added if said.triple.predicate == predicate
    )
    return texts(values)


def texts(values: Iterable[object]) -> list[dict[str, str]]:
    """Those of some values that are texts, each with its language."""
    texts = (value for value in values if isinstance(value, Literal))
    return [{"text": one.value, "language": one.language or ""} for one in texts]


_DEPRECATED = OWL("deprecated")
