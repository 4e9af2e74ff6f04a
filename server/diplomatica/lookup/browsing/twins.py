"""Things of one list that are called alike, and what tells them apart.

That is what they are, if all are of different kinds; else what they stand in or below,
whose they are, when or where; else the ends of their IRIs; of a UUID for an end the number
by which it is known.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
from diplomatica.model.terms.belonging import (
    is_of_parent,
    says_in,
    says_where,
    says_whose,
)
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
# Only by properties that may tell of what, of whom or where something is.
_MAY_TELL = (
    "(in|of|to|set|series|collection|scheme|album|season|father|mother|parent|patronym|"
    "author|creator|artist|composer|maker|place|location|city|town|locality|municipality|"
    "region|country|spatial|class|property|broader)[^/#:]*$"
)
_LINKS = f"""
SELECT ?this ?by ?holder {{
  VALUES ?this {{ %s }} ?this ?by ?holder
  FILTER (ISIRI(?holder) && REGEX(STR(?by), "{_MAY_TELL}", "i"))
}}"""
_LITERALS = """
SELECT ?this ?by ?code {
  VALUES ?this { %s } ?this ?by ?code FILTER (ISLITERAL(?code))
}"""
_NO_HEADINGS: Mapping[str, str] = {}
Said = tuple[str, str, Literal]
"""A text that is said: of which thing, by which property, and it."""
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
    """What no other of the same name is told by; at best all of one name by the same."""
    found: dict[str, str] = {}
    ways = list[Marks]()
    for marks in _marks(twins, describing):
        ways.append(marks)
        for some in twins:
            told = {
                iri: marks[iri] for iri in some if iri in marks and iri not in found
            }
            if len(told) == len({*told.values()}) == len(some):
                found |= told
        if all(some[0] in found for some in twins):
            return found
    for marks in ways:
        for some in twins:
            left = [iri for iri in some if iri in marks and iri not in found]
            counts = Counter(marks[iri] for iri in left)
            found |= {iri: marks[iri] for iri in left if counts[marks[iri]] == 1}
    return found


def _kinds_that_differ(
    twins: list[list[str]], nodes: list[NamedNode], describing: Describing
) -> dict[str, str]:
    """The kinds that read as words, without those that all of one name have."""
    kinds = describing.kinds(nodes)
    known = describing.labels(chain.from_iterable(kinds.values()))
    told: dict[NamedNode, list[NamedNode]] = {}
    for some in twins:
        these = [NamedNode(iri) for iri in some]
        common = set.intersection(*({*kinds[this]} for this in these))
        told |= {
            this: [
                one
                for one in kinds[this]
                if one not in common and (one.value in known or not is_code(one.value))
            ]
            for this in these
        }
    return _names_of(told, describing)


def _marks(twins: list[list[str]], describing: Describing) -> Iterator[Marks]:
    """By each way to tell things apart what it tells of them, that which tells most first."""
    nodes = [NamedNode(iri) for some in twins for iri in some]
    if not nodes:
        return
    yield _kinds_that_differ(twins, nodes, describing)
    texts = list(_literals(nodes, describing))
    yield _short_texts(texts)
    links = _ToldOfTwins(
        describing.engine.rows(_LINKS % values(nodes)), texts, describing
    )
    yield from links.by_those(_HOLDING)
    yield from links.by_names(says_in)
    yield from links.by_names(says_whose)
    yield from _days(twins, texts)
    yield from links.by_those(_PLACING)
    yield from links.by_names(says_where)
    yield _names_of(describing.kinds(nodes), describing)
    if opaque := {node.value for node in nodes if is_opaque(node.value)}:
        yield _codes(one for one in texts if one[0] in opaque)


class _ToldOfTwins:
    """What is told of things by other things, or by their names, by each property."""

    def __init__(
        self, rows: Iterable[Row], texts: Iterable[Said], describing: Describing
    ) -> None:
        """Take links as they are answered, and texts."""
        self._describing = describing
        self._held: dict[str, dict[NamedNode, list[NamedNode]]] = {}
        self._texts: dict[str, dict[str, str]] = {}
        for row in rows:
            this, by = cast("NamedNode", row["this"]), text_of(row["by"])
            held = self._held.setdefault(by, {}).setdefault(this, [])
            held.append(cast("NamedNode", row["holder"]))
        for iri, by, text in texts:
            if len(text.value) <= LONGEST:
                self._texts.setdefault(by, {})[iri] = text.value

    def by_those(self, properties: Iterable[NamedNode]) -> Iterator[Marks]:
        """By each of some properties the names of what it leads to."""
        for by in properties:
            yield _names_of(self._held.get(by.value, {}), self._describing)

    def by_names(self, says: Callable[[str], bool]) -> Iterator[Marks]:
        """By each property that says so by its name, the most used first."""
        fitting = [by for by in {**self._held, **self._texts} if says(by)]
        counts = {
            by: len(self._held.get(by, ())) + len(self._texts.get(by, ()))
            for by in fitting
        }
        for by in sorted(fitting, key=lambda by: (-counts[by], by)):
            held = _names_of(self._held.get(by, {}), self._describing)
            told = {**self._texts.get(by, {}), **held}
            yield {iri: self._in_words(by, name) for iri, name in told.items()}

    def _in_words(self, by: str, name: str) -> str:
        """A name, with what it is to what is told if that is a parent."""
        if not is_of_parent(by):
            return name
        labels = self._describing.labels([NamedNode(by)])
        words = labels.get(by) or self._describing.iris.readable(by)
        return f"{words} {name}" if words.endswith(" of") else f"{words}: {name}"


def _short_texts(texts: Iterable[Said]) -> Marks:
    """What is said of things in a line, of several texts the first."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for this, by, text in texts:
        if rank_of(by) == SHORT and len(text.value) <= LONGEST:
            told[this].append((by, text.value))
    return {iri: min(some)[1] for iri, some in told.items()}


def _days(twins: list[list[str]], texts: Iterable[Said]) -> Iterator[Marks]:
    """By each property the days of things, of one day what o’clock it was as well.

    That comes first which tells when something was; when it was described tells nothing.
    """
    told: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for this, by, value in texts:
        day = "" if of_record(by) else date_of(by, value)
        if day:
            clock = _CLOCK.search(value.value)
            when = f"{day}, {clock[1]}" if clock else day
            told[by].setdefault(this, []).append(when)
    for by in sorted(told, key=lambda by: (tells_an_end(by), -len(told[by]), by)):
        moments = {this: min(some) for this, some in told[by].items()}
        days = {this: when.partition(",")[0] for this, when in moments.items()}
        counts = [Counter(days.get(iri) for iri in some) for some in twins]
        of_one = {day for known in counts for day, count in known.items() if count > 1}
        yield {iri: moments[iri] if days[iri] in of_one else days[iri] for iri in days}


def _codes(texts: Iterable[Said]) -> Marks:
    """The numbers by which things are known, of several the first."""
    known: dict[str, set[str]] = defaultdict(set)
    for this, by, code in texts:
        if rank_of(by) == CODES:
            known[this].add(code.value)
    return {iri: min(codes) for iri, codes in known.items()}


def _literals(nodes: Sequence[NamedNode], describing: Describing) -> Iterator[Said]:
    """The literals that are said of things."""
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
    things: Iterable[object],
    labels: Mapping[str, str],
    describing: Describing,
    heading: Mapping[str, str] = _NO_HEADINGS,
) -> dict[str, str]:
    """What those things of a list are called that are seen as another of them.

    Those below different headings are not taken for each other.
    """
    named = sorted({one.value for one in things if isinstance(one, NamedNode)})
    readable = describing.iris.readable
    seen = {iri: labels.get(iri) or readable(iri) for iri in named}
    below = {iri: (heading.get(iri), name) for iri, name in seen.items()}
    marks = marks_of_twins(below, describing)
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
