"""Slips in the names of kinds and of vocabularies: what is written is nearly another."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from pyoxigraph import NamedNode, Quad
from rapidfuzz.distance import Levenshtein

from diplomatica.errors import Fault
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import KNOWN_SPACES, RDF, prefixes
from diplomatica.pipeline.files.bringing.owncatalog.seen import LOCAL_NAME
from diplomatica.pipeline.files.source import AS_PUBLISHED, Source
from diplomatica.pipeline.storing.kept import Together
from diplomatica.pipeline.storing.stored import Quads

_MOST_KINDS = 2_000  # of a file, each of which is compared with all others
_RARER, _SHORTEST = 20, 4  # times that a slip is rarer; signs of the names compared
_HTTP = re.compile(r"https?://(www\.)?")


def slips(source: Source) -> Iterator[Fault]:
    """Hints at what is likely a slip, once for each term or namespace."""
    yield from _misspelt(source)
    yield from _rare_kinds(source)


def _misspelt(source: Source) -> Iterator[Fault]:
    """Hints at namespaces whose IRI is nearly that of a vocabulary which all know."""
    for written, space in _spaces(source):
        known = _space_meant(_plain(space)) or _space_of_prefix(written, space)
        if not known or space in KNOWN_SPACES:
            continue
        count, example = _used(source, space)
        if count:
            what = f"writes {written} in {count:,} statements: {example}"
            advice = f"most write {known}, and queries with that find none of them"
            yield Fault(source.name, 0, what, f"{advice}; {AS_PUBLISHED}")


def _spaces(source: Source) -> Iterator[tuple[str, str]]:
    """The namespaces of prefixes and of properties, each with how it is told."""
    for prefix, space in source.prefixes.items():
        yield f"{prefix.removesuffix(':')}: as {space}", space
    if isinstance(source.quads, Quads):
        lines = chain.from_iterable(map(bytes.splitlines, source.quads.pieces()))
        predicates = {line.split(b" ", 2)[1] for line in lines}
        used = {one.decode()[1:-1] for one in predicates}
    else:
        used = {quad.predicate.value for quad in source.quads}
    spaces = {LOCAL_NAME.sub("", by) for by in used}
    others = spaces.difference(source.prefixes.values())
    for space in sorted(others):
        yield space, space


def _rare_kinds(source: Source) -> Iterator[Fault]:
    """Hints at kinds that are likely slips for frequent ones, and described nowhere."""
    counts: Counter[str] = Counter()
    for quad in Together([source.quads]).saying(RDF("type")):
        if isinstance(quad.object, NamedNode):
            counts[quad.object.value] += 1
    if len(counts) > _MOST_KINDS:
        return
    likely = {rare: meant for rare in counts if (meant := _kind_meant(rare, counts))}
    told_of = _kinds_told_of(source, likely)
    for rare, meant in likely.items():
        if rare not in told_of:
            count = counts[rare]
            name = "1 statement names" if count == 1 else f"{count:,} statements name"
            what = f"{name} the kind {rare}"
            advice = f"write {meant} if that is meant, as {counts[meant]:,} others do"
            yield source.fault("", what, f"{advice}; {AS_PUBLISHED}", rare)


def _kind_meant(rare: str, counts: Mapping[str, int]) -> str:
    """The far more frequent kind that has one sign more, less or otherwise; "" for none.

    Signs that tell kinds apart are numbers, and one that stands alone behind a name.
    """
    frequent = (
        kind for kind, count in counts.items() if count >= _RARER * counts[rare]
    )
    return next((kind for kind in frequent if _is_slip(rare, kind)), "")


def _is_slip(rare: str, kind: str) -> bool:
    """Whether two kinds of one vocabulary differ by one sign that tells nothing apart."""
    names = [LOCAL_NAME.search(one) for one in (rare, kind)]
    if not all(names):
        return False
    one, other = (str(name and name[0]) for name in names)
    is_of_one = rare.removesuffix(one) == kind.removesuffix(other)
    if not is_of_one or min(len(one), len(other)) < _SHORTEST:
        return False
    edits = Levenshtein.editops(one, other, score_hint=1)
    if len(edits) != 1:
        return False
    (edit,) = edits
    at, at_other = edit.src_pos, edit.dest_pos
    lost, added = one[at : at + 1], other[at_other : at_other + 1]
    changed = {"insert": [added], "delete": [lost]}.get(edit.tag, [lost, added])
    end = max(len(one), len(other))
    is_last = max(at, at_other) + 1 >= end
    return not is_last and not any(map(str.isdecimal, changed))


def _kinds_told_of(source: Source, kinds: Collection[str]) -> set[str]:
    """Those of some kinds of which the file says something."""
    nodes = {NamedNode(one) for one in kinds}
    about = Together([source.quads]).about(nodes) if nodes else ()
    return {text_of(quad.subject) for quad in about}


def _used(source: Source, space: str) -> tuple[int, str]:
    """How many statements have a term of a namespace, and the first such term."""
    term = re.compile(f"<({re.escape(space)}(?![/#])[^>]+)>")
    quads: Iterable[Quad] = source.quads
    if isinstance(quads, Quads):
        mark = f"<{space}".encode()
        quads = quads.where(lambda line: mark in line)
    count, first = 0, ""
    for found in filter(None, map(term.search, map(str, quads))):
        count, first = count + 1, first or found[1]
    return count, first


def _space_meant(plain: str) -> str | None:
    """The vocabulary that all know whose IRI is this, or all but one sign of it."""
    near = (
        space
        for one, space in _KNOWN.items()
        if Levenshtein.distance(one, plain, score_cutoff=1) <= 1
    )
    return _KNOWN.get(plain) or next(near, None)


def _space_of_prefix(written: str, space: str) -> str | None:
    """The vocabulary that all write with a prefix which stands for something beside it.

    So is rdfs: for http://www.w3.org/2000/01/rdfs: in the place of …/rdf-schema#.
    """
    known = _BY_PREFIX.get(written.partition(":")[0], "")
    is_beside = known.rpartition("/")[0] == space.rpartition("/")[0]
    return known if known and is_beside and space != known else None


def _plain(space: str) -> str:
    """A namespace without what is often written otherwise."""
    return _HTTP.sub("", space).rstrip("/#").removesuffix("-o")


_BY_PREFIX = {
    prefix: space for prefix, space in prefixes("").items() if space in KNOWN_SPACES
}
_KNOWN = {_plain(space): space for space in sorted(KNOWN_SPACES)}
