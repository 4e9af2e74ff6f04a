"""The order in which readers ask for facts: what, when, where and who; then the rest."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from diplomatica.lookup.describing.card import Card
from diplomatica.lookup.reason import Statement
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF, TO_COME
from diplomatica.web.speech.definite import definite
from diplomatica.web.speech.speech import Phrase, date_in_words, in_page_language

_WHAT = ("category", "kindOf", "abbreviation", "title")
_WHEN = (
    "time",
    "startTime",
    "endTime",
    "startDay",
    "endDay",
    "timeWords",
    "during",
    "since",
)
_WHERE = ("location", "country", "of")
_WHO = (
    "status",
    "asOf",
    "holder",
    "office",
    "proposer",
    "proposedBy",
    "initiator",
    "agent",
    "party",
    "speaker",
    "chaired",
    "heldOffice",
    "memberOf",
    "founded",
    "signed",
    "purpose",
)
_KEY = tuple(DIP(name) for name in (*_WHAT, *_WHEN, *_WHERE, *_WHO))
_LAST = (DIP("isoCode"), DIP("yearsSincePrevious"))
_SPAN = {DIP("earliest"), DIP("latest")}
_TIMES = {DIP("time"), DIP("startTime"), DIP("endTime"), DIP("timeWords")}
_FEWEST, _MOST = 3, 5
_BESIDE = ("type", "speaker", "status", "asOf", "timeWords", "earliest", "latest")

_OF, _PLACE, _STATUS = DIP("of"), DIP("location"), DIP("status")
_START, _END = DIP("startTime"), DIP("endTime")
_BY = tuple(DIP(name) for name in ("agent", "proposer", "initiator"))

Groups = list[list[Statement]]
"""Statements of one thing, by property."""


class Occasion:
    """What an event is, where and when, in one sentence."""

    def __init__(self, groups: Groups, kind: str, labels: Mapping[str, str]) -> None:
        """Take its facts, and what it and the others are called."""
        self._values = {_property(group): [*_objects(group)] for group in groups}
        self._kind, self._labels = kind, labels
        self.told: set[NamedNode] = set()
        """The properties that the sentence tells."""

    @property
    def sentence(self) -> str:
        """The sentence; empty where nothing is known but the kind."""
        of, where, when = self._one(_OF), self._one(_PLACE), self._when()
        if not (of or where or when):
            return ""
        kind = self._of(of)
        place = in_page_language(Phrase("in {place}", place=where)) if where else ""
        parts = (kind, place, when, self._to_come())
        words = ", ".join(filter(None, parts))
        return f"{words[:1].upper()}{words[1:]}"

    def _of(self, of: str) -> str:
        """The kind, with whose it is, or by whom it was done."""
        if of and self._kind not in of:
            name = definite(of)
            return in_page_language(
                Phrase("{kind} of {name}", kind=self._kind, name=name)
            )
        self.told.discard(_OF)
        if by := next(filter(None, map(self._one, _BY)), ""):
            name = definite(by)
            return in_page_language(
                Phrase("{kind} by {name}", kind=self._kind, name=name)
            )
        return self._kind

    def _one(self, property_: NamedNode) -> str:
        """What the only value of a property is called; of several none is the one."""
        values = self._values.get(property_, [])
        if len(values) != 1:
            return ""
        self.told.add(property_)
        value = values[0]
        if isinstance(value, Literal):
            return date_in_words(value) or value.value
        return self._labels.get(text_of(value), "")

    def _when(self) -> str:
        """Its time: stated, or from its beginning to its end."""
        if time := self._one(DIP("time")):
            return time
        start, end = self._one(_START), self._one(_END)
        if start and end:
            return f"{start} – {end}"
        if end:
            return in_page_language(Phrase("until {day}", day=end))
        return in_page_language(Phrase("from {day}", day=start)) if start else ""

    def _to_come(self) -> str:
        coming = TO_COME.intersection(self._values.get(_STATUS, ()))
        return self._one(_STATUS) if coming else ""


def _objects(group: list[Statement]) -> Iterable[object]:
    return dict.fromkeys(one.triple.object for one in group)


def in_order_of_questions(groups: Iterable[list[Statement]]) -> Groups:
    """The facts as readers ask for them; codes come last."""
    return sorted(groups, key=lambda group: _rank(_property(group)))


def key_facts(groups: Groups, without: Iterable[NamedNode] = ()) -> Groups:
    """Three to five facts that tell what a thing is; of one of which less is said, fewer.

    What is stated goes before what is derived. What a sentence tells already is left out.
    """
    unasked = {*_LAST, *_SPAN, *without}
    asked = [group for group in groups if _property(group) not in unasked]
    keys = [group for group in asked if _property(group) in _KEY]
    chosen = sorted(keys, key=lambda group: group[0].is_derived)[:_MOST]
    others = (group for group in asked if group not in chosen)
    for group in others:
        if len(chosen) >= _FEWEST:
            break
        chosen.append(group)
    return in_order_of_questions(chosen)


def is_span_of(statement: Statement, said: Iterable[Statement]) -> bool:
    """Whether it only spells out a time that is stated in words or as a month or year."""
    is_span = statement.is_derived and statement.triple.predicate in _SPAN
    return is_span and any(one.triple.predicate in _TIMES for one in said)


def _property(group: list[Statement]) -> NamedNode:
    return group[0].triple.predicate


def _rank(property_: NamedNode) -> int:
    if property_ in _LAST:
        return len(_KEY) + 1
    return _KEY.index(property_) if property_ in _KEY else len(_KEY)


def said_beside(card: Card | None) -> dict[str, list[object]]:
    """What a card says of a thing that tells a reader what it is.

    It stands by the local name of the property.
    """
    if card is None:
        return {}
    properties = {name: DIP(name) for name in _BESIDE} | {"type": RDF("type")}
    told: dict[str, list[object]] = {}
    for name, property in properties.items():
        if values := card.values(property):
            told[name] = list(values)
    return told
