"""What is seen of files in one look at all of their quads."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, NamedNode

from diplomatica.model.vocabulary import NAMES, RDF, SKOSXL, WHOLES
from diplomatica.pipeline.files.catalogfile import BASE
from diplomatica.pipeline.storing.lines import terms_of

_TYPE, _END = str(RDF("type")), b" .\n"
_MARKS = [f" {_TYPE} {kind} ".encode() for kind in WHOLES]
# What labels of SKOS-XL say of themselves names no thing.
_NAMING = {str(by).encode() for by in NAMES if by != SKOSXL("literalForm")}
_GOOD_PART = 0.1
_OF_A_KIND = f" {_TYPE} <".encode()
_KINDS = 10_000  # that are counted
LOCAL_NAME = re.compile(r"[^/#]*$")
"""The end of an IRI, behind its namespace."""


@dataclass
class Seen:
    """What a catalog is drawn from."""

    spaces: Counter[str] = field(default_factory=Counter)
    """How many subjects begin with each namespace."""
    tags: Counter[str] = field(default_factory=Counter)
    """How many texts are in each language."""
    named: Counter[str] = field(default_factory=Counter)
    """How many things have a name in each language."""
    untagged: int = 0
    """How many texts are in none that is stated."""
    of_kind: dict[object, list[NamedNode]] = field(default_factory=dict)
    """What is of one of the kinds `WHOLES`."""
    nameless: list[BlankNode] = field(default_factory=list)
    """The same without an IRI."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many things are of each kind, as N-Triples write it."""
    relative: set[str] = field(default_factory=set)
    """The IRIs that were relative."""
    digest: str = ""
    """The SHA-256 of all quads, the same in each reading."""

    def below(self, base: str) -> int:
        """How many IRIs something is said of begin so."""
        spaces = self.spaces.items()
        return sum(count for space, count in spaces if space.startswith(base))

    def has_many_below(self, base: str) -> bool:
        """Whether a good part of the IRIs that something is said of begin so."""
        return self.below(base) >= max(1, self.spaces.total() * _GOOD_PART)

    def spoken(self, stated: Collection[str] = ()) -> str:
        """The language in which most things have a name; "" where no text is in any.

        Else that of most texts: of those `stated`, if there are any. Of ties that wins in
        which more else is written, then English, then the tag of fewest parts.
        """
        counts = self.named or self.tags

        def place(tag: str) -> tuple[int, int, bool, int, str]:
            is_other = not tag.lower().startswith("en")
            known = counts[tag.lower()], self.tags[tag.lower()]
            return -known[0], -known[1], is_other, tag.count("-"), tag

        return min(stated or counts, key=place, default="")


def base_of(iri: str) -> str:
    """The longest part of an IRI that can be a base; "" where none can."""
    found = BASE.match(iri)
    return found[0] if found and is_address(found[0]) else ""


def is_address(iri: str) -> bool:
    """Whether an IRI can be an address on the Web (RFC 3986, section 3.2.3)."""
    try:
        parts = urlsplit(NamedNode(iri).value)
        return (
            parts.scheme in ("http", "https")
            and parts.port != 0
            and bool(parts.hostname)
        )
    except ValueError:
        return False


def look_through(pieces: Iterable[bytes], address: str) -> Seen:
    """Look at the lines of quads once; they come in N-Quads, many at a time.

    IRIs below the `address`, if there is one, were relative.
    """
    found, whole, looking = Seen(), hashlib.sha256(), _EarlierLines()
    for piece in pieces:
        whole.update(looking.without_labels(piece))
        lines = piece.split(b"\n")[:-1]
        looking.add_subjects(found, lines)
        if any(mark in piece for mark in _MARKS):
            _add_heads(found, lines)
        if address and address.encode() in piece:
            _add_relative(found, lines, address)
    found.digest = whole.hexdigest()
    return found


class _EarlierLines:
    """What is known of the lines before."""

    def __init__(self) -> None:
        # Of subjects no more is kept than tells them apart.
        self._last, self._known = b"\n", set[int]()
        self._tags = set[str]()
        self._numbers: dict[str, str] = {}

    def without_labels(self, piece: bytes) -> bytes:
        """Lines one after the other, with numbers for blank nodes, in their order.

        Their labels are another in each reading.
        """
        if b"_:" not in piece:
            return piece.replace(_END, b"")
        lines = piece.split(b"\n")[:-1]
        return b"".join(map(self._without_labels, lines))

    def _without_labels(self, line: bytes) -> bytes:
        if b"_:" not in line:
            return line[: 1 - len(_END)]
        *terms, graph = map(self._numbered, terms_of(f"{line.decode()}\n"))
        return " ".join((*terms, graph or "DEFAULT")).encode()

    def _numbered(self, term: str) -> str:
        if not term.startswith("_:"):
            return term
        return self._numbers.setdefault(term, f"_:{len(self._numbers)}")

    def add_subjects(self, found: Seen, lines: Iterable[bytes]) -> None:
        """Count new subjects by their namespace, and texts by their language."""
        for line in lines:
            if not line.startswith(self._last):
                subject = line.partition(b" ")[0]
                self._last = subject + b" "
                self._tags.clear()
                if hash(subject) not in self._known:
                    self._known.add(hash(subject))
                    _add_subject(found, subject)
            if _OF_A_KIND in line:
                _add_kind(found, line)
            elif b'"@' in line:
                self._add_tag(found, line)
            elif b'"' in line and b'"^^' not in line:
                found.untagged += 1

    def _add_tag(self, found: Seen, line: bytes) -> None:
        # What stands behind the last quotation mark is no part of the text.
        tail = line[line.rindex(b'"') + 1 :]
        if not tail.startswith(b"@"):
            return
        tag = tail[1:].partition(b" ")[0].decode()
        found.tags[tag] += 1
        if tag not in self._tags and line.split(b" ", 2)[1] in _NAMING:
            self._tags.add(tag)
            found.named[tag] += 1


def _add_subject(found: Seen, subject: bytes) -> None:
    if subject.startswith(b"<"):
        found.spaces[LOCAL_NAME.sub("", subject[1:-1].decode())] += 1


def _add_kind(found: Seen, line: bytes) -> None:
    """Count a thing of a kind; of very many kinds those that come first."""
    subject, by, kind, _ = line.split(b" ", 3)
    is_kind = by == _TYPE.encode() and kind.startswith(b"<")
    if is_kind and (len(found.kinds) < _KINDS or kind.decode() in found.kinds):
        # what stands inside others is no thing of its own
        found.kinds[kind.decode()] += subject.startswith(b"<")


def _add_heads(found: Seen, lines: Iterable[bytes]) -> None:
    """Note what is an ontology, a scheme or a dataset."""
    kinds = {str(kind): kind for kind in WHOLES}
    for line in lines:
        subject, predicate, rest = line.decode().split(" ", 2)
        kind = kinds.get(rest.partition(" ")[0])
        if kind and predicate == _TYPE and subject.startswith("<"):
            found.of_kind.setdefault(kind, []).append(NamedNode(subject[1:-1]))
        elif kind and predicate == _TYPE:
            found.nameless.append(BlankNode(subject.removeprefix("_:")))


def _add_relative(found: Seen, lines: Iterable[bytes], address: str) -> None:
    for line in lines:
        terms = terms_of(f"{line.decode()}\n")
        named = (term[1:-1] for term in terms if term.startswith("<"))
        found.relative |= {one for one in named if one.startswith(address)}
