"""A proposal: what somebody would change in a claim, a note or a link, and why.

As a file it is an object of JSON:

    proposal   1, the version of this form
    dataset    the IRI of the dataset, and release: the version that it is about
    about      the IRI of the claim, note or link, or of the graph of names
    words      its words, for people
    removed    lines of N-Triples that it shall no longer state
    added      lines of N-Triples that it shall state
    withdrawn  true if it shall go altogether; removed has all that it states then
    reason     why, in a sentence; source: where that can be seen; by: who says so
    refused    why an editor refused it, where one did
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from diplomatica.errors import UnfitProposal
from diplomatica.model.statement import NESTED

_FORM = 1
_TEXTS = ("dataset", "release", "about", "words", "reason", "source", "by", "refused")
_NEEDED = ("dataset", "release", "about", "reason")
_LINES = ("removed", "added")
_ADVICE = "take a file that a page /propose gave, as it is"


@dataclass(frozen=True)
class Proposal:
    """What somebody would change, and why."""

    dataset: str
    release: str
    about: NamedNode
    words: str
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]
    is_withdrawn: bool
    reason: str
    source: str = ""
    by: str = ""
    also: tuple[str, ...] = ()
    """IRIs of what else states what is removed, and would state it still."""
    refused: str = ""
    """Why an editor refused it; "" where none did."""

    @property
    def because(self) -> str:
        """Why and on whose word, in a sentence or two."""
        told = self.reason.strip()
        told += "" if told.endswith((".", "!", "?")) else "."
        by = f" by {self.by}" if self.by else ""
        source = f", from {self.source}" if self.source else ""
        return f"{told} (Proposed{by} on release {self.release}{source}.)"

    def written(self) -> str:
        """The proposal as a file."""
        told: dict[str, object] = {
            "proposal": _FORM,
            "dataset": self.dataset,
            "release": self.release,
            "about": self.about.value,
            "words": self.words,
            "removed": _lines(self.removed),
            "added": _lines(self.added),
            "withdrawn": self.is_withdrawn,
            "also": list(self.also),
            "reason": self.reason,
            "source": self.source,
            "by": self.by,
        }
        if self.refused:
            told["refused"] = self.refused
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _lines(triples: Iterable[Triple]) -> list[str]:
    return [f"{triple} ." for triple in triples]


def read_proposal(data: bytes, name: str) -> Proposal:
    """The proposal in a file that is called so. Raises UnfitProposal."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnfitProposal(name, "is no JSON", _ADVICE) from error
    if not isinstance(told, dict) or told.get("proposal") != _FORM:
        raise UnfitProposal(name, f"is no proposal of form {_FORM}", _ADVICE)
    missing = [one for one in _NEEDED if not told.get(one)]
    if missing:
        raise UnfitProposal(name, f"says no {', '.join(missing)}", _ADVICE)
    wrong = [one for one in _TEXTS if not isinstance(told.get(one, ""), str)]
    if wrong:
        raise UnfitProposal(name, f"has no text as its {', '.join(wrong)}", _ADVICE)
    removed, added = (_triples(told, one, name) for one in _LINES)
    texts = {one: told.get(one, "") for one in _TEXTS}
    about = _node(texts.pop("about"), name)
    is_withdrawn = told.get("withdrawn") is True
    return Proposal(
        about=about, removed=removed, added=added, is_withdrawn=is_withdrawn, **texts
    )


def _node(iri: str, name: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UnfitProposal(
            name, f"is about “{iri}”, which is no IRI", _ADVICE
        ) from error


def _triples(told: dict[str, Any], part: str, name: str) -> tuple[Triple, ...]:
    """The triples of a part of a proposal. Raises UnfitProposal for what is none."""
    lines = told.get(part, [])
    try:
        text = "\n".join(lines)
        if NESTED.search(text):
            raise SyntaxError("triples within triples")
        quads = parse(text.encode(), format=RdfFormat.N_TRIPLES)
        return tuple(quad.triple for quad in quads)
    except (SyntaxError, TypeError, UnicodeEncodeError) as error:
        what = f"has lines in {part} that are no N-Triples"
        raise UnfitProposal(name, what, _ADVICE) from error
