"""What stands beside a thing on its page: events, plans, remarks, in their sections."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.lookup.reason import Reason, Statement
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP
from diplomatica.web.speech.speech import Phrase

_SECTIONS = {
    DIP("Remark"): (
        "remarks",
        Phrase("Opinions"),
        Phrase(
            "Praise, forecasts, wishes, and who says them: not taken for facts here."
        ),
    ),
    DIP("Prospect"): (
        "plans",
        Phrase("Plans"),
        Phrase(
            "What is planned, proposed or expected, and not said to have taken place."
        ),
    ),
    DIP("Event"): (
        "events",
        Phrase("Events"),
        Phrase("What took place, or was under way as of the time that stands with it."),
    ),
}
_SAYS = (
    "says",
    Phrase("Own remarks"),
    Phrase("What is said in the article as the remarks of this speaker."),
)
_ALSO = ("also", Phrase("Connected"), "")
REMARKS, _PLANS, _EVENTS = _SECTIONS.values()
ORDER = (_EVENTS, _PLANS, _ALSO, REMARKS, _SAYS)


@dataclass(frozen=True)
class Company:
    """Another thing of which this one is said something.

    As a rule it is an event, a plan or a remark.
    """

    thing: NamedNode
    statements: list[Statement]
    said: dict[str, list[object]]
    """What else is said of it and tells a reader what it is, by the local name of the property."""
    kinds: list[NamedNode]
    """The narrowest kinds that it is of."""
    when: str = ""
    """Its time in words, as beside its bar in the picture."""
    rank: int = 0
    """Where it stands among all in the order of time; those without a day come last."""

    @property
    def section(self) -> tuple[str, str, str]:
        """The section in which it is shown: its id, its heading and what that means."""
        if any(one.triple.predicate == DIP("speaker") for one in self.statements):
            return _SAYS
        kinds = self.said.get("type", ())
        sections = [section for kind, section in _SECTIONS.items() if kind in kinds]
        return sections[0] if sections else _ALSO

    @property
    def reasons(self) -> list[Reason]:
        """Why it is shown, each reason once.

        Those derived are told only where nothing is stated.
        """
        given = [reason for one in self.statements for reason in one.reasons]
        reasons = {reason.graph: reason for reason in given}.values()
        stated = [reason for reason in reasons if reason.kind != "Inference"]
        return stated or list(reasons)

    @property
    def place(self) -> tuple[int, str, list[tuple[str, list[int]]], str]:
        """Where it comes in order: by its time, then as the articles tell it.

        Things without a day come last.
        """
        first_day = min(map(text_of, self.said.get("earliest", ())), default="9999")
        told = [
            (text_of(reason.articles[0]), reason.paragraphs)
            for reason in self.reasons
            if reason.articles
        ]
        return self.rank, first_day, sorted(told), str(self.thing)

    def by_speaker(self, authors: set[str]) -> tuple[bool, list[str], object]:
        """Where it comes among opinions: those of who is quoted stand first, together."""
        heard = [one.value for one in self.reasons[0].heard]
        return authors.issuperset(heard), heard, self.place

    @property
    def is_only_about(self) -> bool:
        """Whether nothing is said of this one but that it is what the other is about."""
        return {one.triple.predicate for one in self.statements} == {DIP("about")}
