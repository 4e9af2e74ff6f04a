"""Candidates and suggestions as the service writes them."""

from typing import Any

from diplomatica.lookup.matching.candidate import Candidate
from diplomatica.lookup.matching.suggesting import Suggestion

Told = dict[str, Any]


def candidate(one: Candidate) -> Told:
    """A candidate, of which version 1.0 has no other members than 0.2."""
    return {
        "id": one.iri,
        "name": one.label or one.iri,
        "description": one.why,
        "score": round(one.score, 1),
        "match": one.match,
        "type": [_kind(*kind) for kind in one.kinds],
        "features": [
            {"id": feature.name, "name": feature.words, "value": feature.value}
            for feature in one.features
        ],
    }


def entity(one: Suggestion) -> Told:
    """A thing that may become what is typed."""
    told = suggestion(one)
    told["notable"] = [_kind(*kind) for kind in one.kinds]
    return told


def suggestion(one: Suggestion) -> Told:
    """A kind or property that may become what is typed."""
    return {"id": one.iri, "name": one.label or one.iri, "description": one.description}


def _kind(iri: str, label: str) -> Told:
    return {"id": iri, "name": label}
