"""Things of one list that are called alike, and what tells them apart.

That is what they are, else what they stand in or below, else the ends of their IRIs; of
a UUID for an end the number by which it is known.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import cast
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Row
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.describing.description import Describing
from diplomatica.lookup.index.dates import date_of, of_record, tells_an_end
from diplomatica.model.dataset.naming import (
    CODES,
    LONGEST,
    SHORT,
    is_code,
    is_opaque,
    rank_of,
)
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, RDFS, SCHEMAS, SKOS

_CLOCK = re.compile(r"T(\d\d:\d\d)")
_LONGEST = 6  # parts of an IRI that are shown of its end
_DEEPEST = 30  # parts that are looked at
# What tells of things of one kind where each belongs, the best first.
_HOLDING = (
    SKOS("inScheme"),
    SKOS("topConceptOf"),
    SKOS("broader"),
    RDFS("subClassOf"),
    RDFS("subPropertyOf"),
    DCTERMS("isPartOf"),
    *(schema("isPartOf") for schema in SCHEMAS),
)
# Where each is, where neither that nor a day tells them apart.
_PLACING = tuple(schema("location") for schema in SCHEMAS)
_HOLDERS = f"""
SELECT ?this ?by ?holder {{
  VALUES ?this {{ %s }} ?this ?by ?holder
  FILTER (?by IN ({", ".join(map(str, (*_HOLDING, *_PLACING)))}) && ISIRI(?holder))
}}"""
_LITERALS = """
SELECT ?this ?by ?code {
  VALUES ?this { %s } ?this ?by ?code FILTER (ISLITERAL(?code))
}"""
Marks = Mapping[str, str]
"""What is told of things beside their names, by their IRIs."""


def marks_of_twins(seen: Mapping[str, object], describing: Describing) -> Marks:
    """What tells things apart that a reader sees alike; `seen` is what is seen of each.

    Nothing is asked where no two are alike.
    """
    twins = _twins(seen)
    found = _distinct_marks(twins, describing)
    for some in twins:
        left = [iri for iri in some if iri not in found]
        # beside others that are told by what they are, its own name is not enough
        is_alone = len(left) == 1
        found |= (
            {left[0]: _tail(left[0], 2)} if is_alone else _ends(left, describing.iris)
        )
    return found


def _twins(seen: Mapping[str, object]) -> list[list[str]]:
    alike: dict[object, list[str]] = defaultdict(list)
    for iri, shown in seen.items():
        alike[shown].append(iri)
    return [some for some in alike.values() if len(some) > 1]


def _distinct_marks(twins: list[list[str]], describing: Describing) -> dict[str, str]:
    """What no other of the same name is told by: its kinds, else what holds it."""
    found: dict[str, str] = {}
    for marks in _marks(list(chain.from_iterable(twins)), describing):
        for some in twins:
            left = [iri for iri in some if iri in marks and iri not in found]
            counts = Counter(marks[iri] for iri in left)
            found |= {iri: marks[iri] for iri in left if counts[marks[iri]] == 1}
    return found


def _marks(iris: list[str], describing: Describing) -> Iterator[Marks]:
    """By each way to tell things apart what it tells of them."""
    if not iris:
        return
    nodes = list(map(NamedNode, iris))
    kinds = describing.kinds(nodes)
    known = describing.labels(chain.from_iterable(kinds.values()))
    named = {
        this: [one for one in some if one.value in known or not is_code(one.value)]
        for this, some in kinds.items()
    }
    yield _names_of(named, describing)
    yield _short_texts(nodes, describing)
    yield _names_of(kinds, describing)
    rows = describing.engine.rows(_HOLDERS % values(nodes))
    yield from _holders(rows, _HOLDING, describing)
    yield from _days(nodes, describing)
    yield from _holders(rows, _PLACING, describing)
    if opaque := [node for node in nodes if is_opaque(node.value)]:
        yield _codes(opaque, describing)


def _holders(
    rows: Iterable[Row], properties: Iterable[NamedNode], describing: Describing
) -> Iterator[Marks]:
    """By each of some properties the names of what it leads to."""
    held: dict[object, dict[NamedNode, list[NamedNode]]] = {}
    for row in rows:
        this, holder = cast("NamedNode", row["this"]), cast("NamedNode", row["holder"])
        held.setdefault(row["by"], {}).setdefault(this, []).append(holder)
    for by in properties:
        yield _names_of(held.get(by, {}), describing)


def _short_texts(nodes: Sequence[NamedNode], describing: Describing) -> Marks:
    """What is said of things in a line, of several texts the first."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for this, by, text in _literals(nodes, describing):
        if rank_of(by) == SHORT and len(text.value) <= LONGEST:
            told[this].append((by, text.value))
    return {iri: min(some)[1] for iri, some in told.items()}


def _days(nodes: Sequence[NamedNode], describing: Describing) -> Iterator[Marks]:
    """By each property the days of things, and then what o’clock it was as well.

    That comes first which tells when something was; when it was described tells nothing.
    """
    told: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for this, by, value in _literals(nodes, describing):
        day = "" if of_record(by) else date_of(by, value)
        if day:
            clock = _CLOCK.search(value.value)
            when = f"{day}, {clock[1]}" if clock else day
            told[by].setdefault(this, []).append(when)
    for by in sorted(told, key=lambda by: (tells_an_end(by), -len(told[by]), by)):
        moments = {this: min(some) for this, some in told[by].items()}
        yield {this: when.partition(",")[0] for this, when in moments.items()}
        yield moments


def _codes(nodes: Sequence[NamedNode], describing: Describing) -> Marks:
    """The numbers by which things are known, of several the first."""
    known: dict[str, set[str]] = defaultdict(set)
    for this, by, code in _literals(nodes, describing):
        if rank_of(by) == CODES:
            known[this].add(code.value)
    return {iri: min(codes) for iri, codes in known.items()}


def _literals(
    nodes: Sequence[NamedNode], describing: Describing
) -> Iterator[tuple[str, str, Literal]]:
    """The literals that are said of things: of which, by what, and it."""
    for row in describing.engine.rows(_LITERALS % values(nodes)):
        yield text_of(row["this"]), text_of(row["by"]), cast("Literal", row["code"])


def _names_of(
    told: Mapping[NamedNode, list[NamedNode]], describing: Describing
) -> dict[str, str]:
    """The names of what is told of each thing, in a row, by its IRI."""
    labels = describing.labels(chain.from_iterable(told.values()))
    readable = describing.iris.readable
    names = {
        this.value: [labels.get(one.value) or readable(one.value) for one in some]
        for this, some in told.items()
    }
    return {iri: ", ".join(sorted(set(some))) for iri, some in names.items() if some}


def _ends(alike: list[str], iris: Iris) -> dict[str, str]:
    """The ends of some IRIs, as long as they have to be to tell all of them apart."""
    ends = {iri: iris.ending(iri) for iri in alike}
    for parts in range(2, _LONGEST):
        if len(set(ends.values())) == len(ends):
            return ends
        ends = {iri: _tail(iri, parts) for iri in alike}
    counts = Counter(ends.values())
    return ends | _cut_ends([iri for iri in alike if counts[ends[iri]] > 1])


def _cut_ends(alike: list[str]) -> dict[str, str]:
    """The ends of IRIs that differ far from there, each with the part in which they differ.

    What is alike even then is told by its whole IRI.
    """
    found: dict[str, str] = {}
    for parts in range(_LONGEST, _DEEPEST):
        left = [iri for iri in alike if iri not in found]
        tails = {iri: _tail(iri, parts) for iri in left}
        counts = Counter(tails.values())
        known = {iri: end for iri, end in tails.items() if counts[end] == 1}
        found |= {iri: f"{_head(end)}…{_tail(iri, 1)}" for iri, end in known.items()}
    told = Counter(found.get(iri, iri) for iri in alike)
    return {
        iri: found[iri] if iri in found and told[found[iri]] == 1 else iri
        for iri in alike
    }


def _head(end: str) -> str:
    """The first part of a longer end, with the mark behind it."""
    found = re.match(r"[^/#:]*[/#:]*", end)
    return found[0] if found else ""


def _tail(iri: str, parts: int) -> str:
    """The last parts of an IRI with the marks between them."""
    found = re.fullmatch(rf".*?((?:[^/#:]*[/#:]){{{parts - 1}}}[^/#:]*[/#:]*)", iri)
    return unquote(found[1] if found else iri)


def twins_apart(
    things: Iterable[object], labels: Mapping[str, str], describing: Describing
) -> dict[str, str]:
    """What those things of a list are called that are seen as another of them."""
    named = sorted({one.value for one in things if isinstance(one, NamedNode)})
    readable = describing.iris.readable
    seen = {iri: labels.get(iri) or readable(iri) for iri in named}
    marks = marks_of_twins(seen, describing)
    return {iri: _with_mark(iri, seen[iri], mark) for iri, mark in marks.items()}


def _with_mark(iri: str, name: str, mark: str) -> str:
    """A name with its mark; the end of an IRI stands for a shorter one."""
    end = unquote(iri).replace("_", " ")
    before = mark.removesuffix(name)
    # “11” is no longer form of what is called “1”
    is_longer_end = end.endswith(mark) and mark.endswith(name)
    is_part = not before or before[-1] in "/#:"
    if mark.endswith(f": {name}"):
        return mark
    return mark if is_longer_end and is_part else f"{name} ({mark})"


def told_apart(
    terms: Iterable[NamedNode], labels: Mapping[str, str], iris: Iris
) -> dict[str, str]:
    """What terms are called: two of one name with the vocabularies that they are of.

    Capitals tell no two apart: “source” beside “Source” is the same to a reader.
    """
    names = {
        term.value: labels.get(term.value) or iris.readable(term.value)
        for term in terms
    }
    counts = Counter(map(str.casefold, names.values()))
    return {
        iri: f"{name} ({_vocabulary(iri, iris)})" if _is_twin(name, counts) else name
        for iri, name in names.items()
    }


def twin_terms(
    terms: Collection[NamedNode], labels: Mapping[str, str], iris: Iris
) -> dict[str, str]:
    """What those of some terms are called, told apart, that read as another of them."""
    apart = told_apart(terms, labels, iris)
    return {iri: name for iri, name in apart.items() if name != labels.get(iri)}


def _is_twin(name: str, counts: Counter[str]) -> bool:
    return counts[name.casefold()] > 1


def _vocabulary(iri: str, iris: Iris) -> str:
    """Of which vocabulary a term is: its prefix, else the end of its namespace."""
    prefix = iris.short(iri).partition(":")[0] if iris.short(iri) != iri else ""
    return prefix or iris.ending(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
