"""What changed of each subject in words: by property, what went and what came."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from diplomatica.lookup.history.changedsubject import (
    CAME,
    ChangedSubject,
    Row,
    Value,
    follows,
    value_of,
)
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import OWL, RDFS, SKOS, XSD
from diplomatica.web.document.drawing import NAMES_OF_OTHERS
from diplomatica.web.document.terms import term_name
from diplomatica.web.history.wording.turns import sentence
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase, date_in_words, in_page_language

_MOST_DERIVED = 500  # derivations whose premises are looked up for a page
# Each once, also those of premises: what many rest on is not told of each.
PREMISES = """
SELECT DISTINCT ?this ?why {
  VALUES ?of { %s } ?of dip:premise* ?this . ?this dip:premise ?why
} ORDER BY ?this ?why"""
_PASSAGE = re.compile(r"#char=(\d+),(\d+)$")
_DEPRECATED, _COMMENT = OWL("deprecated").value, RDFS("comment").value
_NOTE = SKOS("changeNote").value
_YES, _NO = Phrase("yes"), Phrase("no")
_PROPERTIES = {
    **NAMES_OF_OTHERS,
    "rdfs:comment": Phrase("explanation"),
    "owl:deprecated": Phrase("withdrawn"),
}
"""What properties are called here that the vocabulary of a dataset seldom names."""


@dataclass
class ChangedValue:
    """A value that came, went, or stayed with another reason, and the reasons as IRIs."""

    value: Value
    went: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    is_before: bool = False
    is_after: bool = False
    is_besides: bool = False
    """Whether it is stated besides, then and now, and only has more or fewer reasons."""

    @property
    def stays(self) -> bool:
        """Whether the value is the same, and only why it stands there is not."""
        return self.is_besides or (self.is_before and self.is_after)


@dataclass(frozen=True)
class Line:
    """One property of a subject by name, with the values that came and went."""

    property: str
    values: list[ChangedValue]
    sentence: str = ""
    """What that means, where names alone would not tell."""


@dataclass(frozen=True)
class ReasonLead:
    """A reason by its kind, and its number among those of that kind; 0 for the only one."""

    kind: str
    number: int


@dataclass(frozen=True)
class Worded:
    """The subjects of a page of changes, as a reader is told of them."""

    site: Site
    shown: Sequence[ChangedSubject]

    def lines(self, told: ChangedSubject) -> list[Line]:
        """How each property changed, but for why, and for what only follows from the rest."""
        return self._lines(told, [row for row in told.rows if not self._follows(row)])

    def following(self, told: ChangedSubject) -> list[Line]:
        """How what rules derive changed, and what is said still for other reasons."""
        return self._lines(told, [row for row in told.rows if self._follows(row)])

    def is_following(self, told: ChangedSubject) -> bool:
        """Whether nobody stated any of it: all of it follows from other changes."""
        return told.is_following(self.site.iris)

    def folded(self, some: Sequence[ChangedSubject]) -> dict[str, list[ChangedSubject]]:
        """What follows from others, by the subject under which it is told.

        That is "" where what it follows from is not among them, or not told any more.
        """
        follow = [one for one in some if self.is_following(one)]
        stated = [one for one in some if one not in follow]
        causes = {iri: one.subject for one in stated for iri in self._stating(one)}
        premises = self._premises(follow)
        by_cause: dict[str, list[ChangedSubject]] = {}
        for one in follow:
            whys = _down_from(grounds(one), premises)
            cause = next((causes[why] for why in whys if why in causes), "")
            by_cause.setdefault(cause, []).append(one)
        return by_cause

    def _stating(self, told: ChangedSubject) -> list[str]:
        """The subject, where it is a claim, and what stated what changed of it."""
        rows = (row for row in told.rows if not self._follows(row))
        return [told.subject, *(iri for row in rows for iri in row["reasons"].split())]

    def _premises(self, some: Iterable[ChangedSubject]) -> defaultdict[str, list[str]]:
        """What derivations rest on, step by step: of those that are still there."""
        premises: defaultdict[str, list[str]] = defaultdict(list)
        reasons = {iri for one in some for iri in grounds(one)}
        derived = sorted(filter(self._is_derived, reasons))
        if not derived:
            return premises
        values = " ".join(f"<{iri}>" for iri in derived[:_MOST_DERIVED])
        for row in self.site.engine.rows(PREMISES % values):
            derivation, premise = text_of(row["this"]), text_of(row["why"])
            premises[derivation].append(premise)
        return premises

    def _follows(self, row: Row) -> bool:
        return follows(row, self.site.iris)

    def _is_derived(self, iri: str) -> bool:
        return self.site.iris.kind(iri) == "inference"

    def _lines(self, told: ChangedSubject, rows: Iterable[Row]) -> list[Line]:
        """A line for each property that changed, but for why it did."""
        values_by_property: dict[str, dict[str, ChangedValue]] = {}
        aside = [*filter(_is_withdrawal, told.rows), *_reasons(told), *_note_of(told)]
        for row in rows:
            if row in aside:
                continue
            values = values_by_property.setdefault(row["predicate"], {})
            value = values.setdefault(row["object"], ChangedValue(value_of(row)))
            _note(value, row)
        return [
            self._line(told, iri, list(values.values()))
            for iri, values in values_by_property.items()
        ]

    def reason(self, told: ChangedSubject) -> str:
        """That and why the editors withdrew it, in a sentence; "" where they did not."""
        if not any(map(_is_withdrawal, told.rows)):
            return ""
        reason = " ".join(self.value(value_of(row)) for row in _reasons(told))
        if not reason:
            return Phrase("The editors withdrew it.")
        return Phrase("The editors withdrew it: {reason}", reason=reason)

    def _line(self, told: ChangedSubject, iri: str, values: list[ChangedValue]) -> Line:
        sentence = self._sentence(iri, values) if told.outcome == "changed" else ""
        return Line(self.property(iri), values, sentence)

    def _sentence(self, iri: str, values: list[ChangedValue]) -> str:
        """A turn in a sentence of its own; "" where it needs none."""
        if any(one.stays for one in values):
            return ""
        before = [self.value(one.value) for one in values if one.is_before]
        now = [self.value(one.value) for one in values if one.is_after]
        authors = [self._name_of(who) for who in self.site.authors]
        return sentence(iri, before, now, authors)

    def leads(self, told: ChangedSubject) -> dict[bool, dict[str, ReasonLead]]:
        """Where the reasons of what went (False) and of what came (True) are read.

        Each is told once, and numbered only where several are of a kind.
        """
        leads_by_time: dict[bool, dict[str, ReasonLead]] = {False: {}, True: {}}
        for is_now, leads in leads_by_time.items():
            rows = [row for row in told.rows if (row["change"] == CAME) == is_now]
            named = " ".join(row["reasons"] for row in rows)
            leads |= self._numbered(dict.fromkeys(named.split()))
        return leads_by_time

    def _numbered(self, reasons: Iterable[str]) -> dict[str, ReasonLead]:
        """Some reasons by their kinds, each with its number among those of its kind."""
        kinds = {iri: self.site.iris.kind(iri) for iri in reasons}
        several = Counter(kinds.values())
        numbers = Counter[str]()
        leads: dict[str, ReasonLead] = {}
        for iri, kind in kinds.items():
            numbers[kind] += 1
            leads[iri] = ReasonLead(kind, numbers[kind] if several[kind] > 1 else 0)
        return leads

    def name(self, told: ChangedSubject) -> str:
        """What a subject is called; what its IRI ends in, where nothing calls it."""
        is_node = not told.subject.startswith("_:")
        return told.label or (self._name_of(told.subject) if is_node else told.subject)

    def words(self, row: Row) -> str:
        """A statement in words: of what, what, and its value."""
        name = row["label"] or self.site.iris.words(row["subject"])
        return (
            f"{name} – {self.property(row['predicate'])} – {self.value(value_of(row))}"
        )

    def value(self, value: Value) -> str:
        """A value in words."""
        if isinstance(value, Literal):
            return _yes_or_no(value) or date_in_words(value) or value.value
        return (
            self._name_of(value.value) if isinstance(value, NamedNode) else str(value)
        )

    def property(self, iri: str) -> str:
        """What a property is called."""
        known = _PROPERTIES.get(self.site.iris.short(iri))
        return in_page_language(known) if known else self._name_of(iri)

    def _name_of(self, iri: str) -> str:
        if place := _PASSAGE.search(iri):
            start, end = place.groups()
            return in_page_language(
                Phrase("characters {start} to {end}", start=start, end=end)
            )
        known = self._labels.get(iri) or self._labels.get(
            self._mentioned_thing(iri), ""
        )
        return term_name(iri, known) or self.site.iris.words(iri)

    def _mentioned_thing(self, iri: str) -> str:
        """The IRI of the thing that words mention: a mention is named after it."""
        claim, mark, slug = iri.partition("#")
        is_mention = mark and self.site.iris.kind(claim) == "claim"
        return self.site.iris("id", slug).value if is_mention else ""

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What things are called now; of what went, what they were called."""
        before = {one.subject: one.label for one in self.shown if one.label}
        rows = [row for one in self.shown for row in one.rows]
        named = {*_iris_in(rows)}
        named |= {
            NamedNode(iri) for iri in map(self._mentioned_thing, _values(named)) if iri
        }
        now = self.site.describing.labels(named)
        return {**before, **{iri: name for iri, name in now.items() if name}}


def grounds(told: ChangedSubject) -> list[str]:
    """The reasons of all that changed, those of what is so now first."""
    rows = sorted(told.rows, key=lambda row: row["change"] != CAME)
    return [iri for row in rows for iri in row["reasons"].split()]


def _down_from(
    reasons: Iterable[str], premises: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Each reason, and all that it rests on, before the next one; each is told once."""
    left, seen = list(reasons)[::-1], set[str]()
    while left:
        reason = left.pop()
        if reason not in seen:
            seen.add(reason)
            yield reason
            left += premises.get(reason, ())[::-1]


def _iris_in(rows: Iterable[Row]) -> Iterable[NamedNode]:
    for row in rows:
        yield NamedNode(row["predicate"])
        value = value_of(row)
        if isinstance(value, NamedNode):
            yield value


def _values(nodes: Iterable[NamedNode]) -> list[str]:
    return [node.value for node in nodes]


def _is_withdrawal(row: Row) -> bool:
    is_said = row["predicate"] == _DEPRECATED and row["change"] == CAME
    return is_said and value_of(row) == Literal(True)


def _reasons(told: ChangedSubject) -> list[Row]:
    """The comments that came with a withdrawal."""
    if not any(map(_is_withdrawal, told.rows)):
        return []
    came = (row for row in told.rows if row["change"] == CAME)
    return [row for row in came if row["predicate"] == _COMMENT]


def _note_of(told: ChangedSubject) -> list[Row]:
    """The note that tells why it changed, which stands at the head of what changed."""
    came = (row for row in told.rows if row["change"] == CAME)
    return [row for row in came if row["predicate"] == _NOTE][:1]


def _yes_or_no(value: Literal) -> str:
    if value.datatype != XSD("boolean"):
        return ""
    return in_page_language(_YES if value.value in ("true", "1") else _NO)


def _note(value: ChangedValue, row: Row) -> None:
    """Note a row with the value that it is about."""
    value.is_besides |= bool(row.get("besides"))
    if row["change"] == CAME:
        value.is_after = True
        value.came += row["reasons"].split()
    else:
        value.is_before = True
        value.went += row["reasons"].split()
