"""A thing of the timeline, with its time in words."""

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.reason import Statement
from diplomatica.model.literals.date import whole
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.web.speech.speech import Phrase, date_in_words, in_page_language


@dataclass
class Entry:
    """A thing with its time.

    It is as it is stated, each time with its reasons, and as the first and the last
    day.
    """

    thing: NamedNode
    earliest: str
    latest: str
    label: str = ""
    times: list[Statement] = field(default_factory=list)
    following: dict[str, list[Term]] = field(default_factory=dict)
    """Times that follow by rules, by property, of what has none that is stated."""
    kinds: list[NamedNode] = field(default_factory=list)
    wide_kinds: list[NamedNode] = field(default_factory=list)
    colour: int = 1
    is_plan: bool = False
    is_disputed: bool = False

    def _time_in_words(self, name: str) -> str:
        """What is stated by a property, in words.

        Of the same day without a year and with one, the latter.
        """
        stated = [one.triple for one in self.times]
        values = [one.object for one in stated if one.predicate == DIP(name)]
        values = values or self.following.get(name, [])
        texts = {date_in_words(one) for one in values}  # type: ignore[arg-type]

        def is_fullest(words: str) -> bool:
            return not any(other.startswith(f"{words} ") for other in texts)

        fullest = [words for words in texts if words and is_fullest(words)]
        either = in_page_language(Phrase("or"))
        in_order = sorted(fullest, key=lambda words: (words[-4:], words))
        return f" {either} ".join(in_order)

    @property
    def lasted(self) -> bool:
        """Whether its beginning or its end is stated, and not only some time within."""
        return bool(self._time_in_words("startTime") or self._time_in_words("endTime"))

    @property
    def when(self) -> str:
        """Its time in words, as stated."""
        return self._in_words(is_whole=True)

    @property
    def in_short(self) -> str:
        """Its time in words, without what is not told."""
        return self._in_words(is_whole=False)

    def _in_words(self, is_whole: bool) -> str:
        """The time in words: what is stated, else the days that follow from it."""
        start, end = map(self._time_in_words, ("startTime", "endTime"))
        lasted = _span(start, end, is_whole)
        days = _span(_day_in_words(self.earliest), _day_in_words(self.latest), is_whole)
        one = whole(self.earliest, self.latest)
        words = (
            lasted
            or self._time_in_words("time")
            or (date_in_words(one) if one else days)
        )
        if self.is_disputed:
            return in_page_language(Phrase("{when}, disputed", when=words))
        return words


def _day_in_words(day: str) -> str:
    return date_in_words(Literal(day, datatype=XSD("date")))


def _span(since: str, until: str, is_whole: bool) -> str:
    """From when until when, in words.

    What both ends have in common is said once, as in “10 – 11 September 2018”.
    """
    if not (since and until):
        if since:
            return in_page_language(Phrase("from {since}", since=since))
        open_ = Phrase("until {until}, beginning not told", until=until)
        return until and in_page_language(
            open_ if is_whole else Phrase("until {day}", day=until)
        )
    return until if since == until else f"{_before(since, until)} – {until}"


def _before(since: str, until: str) -> str:
    words, others = since.split(" "), until.split(" ")
    while len(words) == len(others) > 1 and words[-1] == others[-1]:
        words, others = words[:-1], others[:-1]
    return " ".join(words)
