"""What is seen of files in one look at all of their quads."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.model.vocabulary import DCAT, OWL, RDF, SKOS, VOID

HEADS = (OWL("Ontology"), SKOS("ConceptScheme"), DCAT("Dataset"), VOID("Dataset"))
"""The kinds of what may stand for the whole, the likeliest first."""
_TYPE = RDF("type")
_ENDING = re.compile(r"[^/#]*$")


@dataclass
class Seen:
    """What a catalog is drawn from."""

    spaces: Counter[str] = field(default_factory=Counter)
    """How many subjects begin with each namespace."""
    tags: Counter[str] = field(default_factory=Counter)
    """How many texts are in each language."""
    of_kind: dict[object, list[NamedNode]] = field(default_factory=dict)
    """What is of one of the kinds `HEADS`."""
    relative: set[str] = field(default_factory=set)
    """The IRIs that were relative."""
    digest: str = ""
    """The SHA-256 of all quads, the same in each reading."""


def seen(quads: Iterable[Quad], address: str) -> Seen:
    """Look at quads once. IRIs below the `address`, if there is one, were relative."""
    found, whole, numbers = Seen(), hashlib.sha256(), _Numbers()
    last: object = None
    known: set[int] = set()  # of subjects no more is kept than tells them apart
    for quad in quads:
        text = str(quad)
        whole.update((numbers.text_of(quad) if "_:" in text else text).encode())
        if quad.subject != last:
            last = quad.subject
            if hash(last) not in known:
                known.add(hash(last))
                _add_subject(found, last)
        if isinstance(quad.object, Literal):
            _add_tag(found, quad.object)
        elif quad.predicate == _TYPE and quad.object in HEADS:
            _add_head(found, quad)
        if address and address in text:
            _add_relative(found, quad, address)
    found.digest = whole.hexdigest()
    return found


class _Numbers:
    """Numbers blank nodes as they come: their labels are another in each reading."""

    def __init__(self) -> None:
        self._known: dict[BlankNode, str] = {}

    def text_of(self, quad: Quad) -> str:
        return " ".join(map(self._text, quad))

    def _text(self, term: object) -> str:
        if isinstance(term, BlankNode):
            return self._known.setdefault(term, f"_:{len(self._known)}")
        return str(term)


def _add_subject(found: Seen, subject: object) -> None:
    if isinstance(subject, NamedNode):
        found.spaces[_ENDING.sub("", subject.value)] += 1


def _add_tag(found: Seen, term: Literal) -> None:
    if term.language:
        found.tags[term.language] += 1


def _add_head(found: Seen, quad: Quad) -> None:
    if isinstance(quad.subject, NamedNode):
        found.of_kind.setdefault(quad.object, []).append(quad.subject)


def _add_relative(found: Seen, quad: Quad, address: str) -> None:
    named = (term for term in quad if isinstance(term, NamedNode))
    found.relative |= {one.value for one in named if one.value.startswith(address)}
