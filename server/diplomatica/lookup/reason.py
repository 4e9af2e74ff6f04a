"""A statement, and the reasons why it is there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from diplomatica.engine import Term
from diplomatica.lookup.describing.card import Card
from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.kinds import REASONS
from diplomatica.model.statement import digest
from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import DCTERMS, DIP, PAV


@dataclass(frozen=True)
class Detail:
    """What is told beside the words of a claim: a value of a property, in some words."""

    words: Phrase
    value: Term


def details(values: Callable[[NamedNode], Iterable[Term]]) -> list[Detail]:
    """What is told beside the words of a claim, by the values of its properties."""
    return [
        Detail(words, value)
        for this, words in OF_CLAIMS.in_words()
        for value in values(this)
    ]


@dataclass(kw_only=True)
class Reason:
    """Why a triple is there: the words and who says them, or a sentence."""

    graph: NamedNode
    kind: str = ""
    quote: str = ""
    reason: str = ""
    voices: list[NamedNode] = field(default_factory=list)
    perhaps: list[NamedNode] = field(default_factory=list)
    """Who else may be the voice, where the words leave it open."""
    speakers: list[NamedNode] = field(default_factory=list)
    """Whose remarks it reports."""
    details: list[Detail] = field(default_factory=list)
    """What else is told of its words, such as which stand next to them."""
    articles: list[NamedNode] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    checked: str = ""
    """The day on which the other side of a link was last seen as the link says."""

    sources: list[Term] = field(default_factory=list)
    """What a note has it from."""
    authors: list[Term] = field(default_factory=list)
    """Which editors wrote it."""
    created: list[Term] = field(default_factory=list)
    reviewers: list[Term] = field(default_factory=list)
    """Who checked it."""
    reviewed: list[Term] = field(default_factory=list)

    @property
    def is_signed(self) -> bool:
        """Whether it says who wrote or checked it, or when."""
        return bool(self.authors or self.created or self.reviewers or self.reviewed)

    @property
    def heard(self) -> list[NamedNode]:
        """Whose words they are: those of whoever is quoted, else of whoever tells."""
        return self.speakers or self.voices

    @property
    def parties(self) -> set[NamedNode]:
        """All whose names are needed to tell of it."""
        by = {*self.authors, *self.reviewers}
        by.update(self.sources)
        by.update(detail.value for detail in self.details)
        hands = {one for one in by if isinstance(one, NamedNode)}
        speaking = {*self.voices, *self.perhaps, *self.speakers}
        return {*speaking, *self.articles, *hands}


@dataclass(frozen=True)
class Statement:
    """A triple with its reasons."""

    triple: Triple
    reasons: list[Reason]

    @property
    def is_derived(self) -> bool:
        """Whether it is there by rules alone."""
        return all(reason.kind == "Inference" for reason in self.reasons)

    @property
    def digest(self) -> str:
        """What names it: see `statement.digest`."""
        return digest(self.triple)


def is_told(reason: Reason) -> bool:
    """Whether a reason is a claim, a note, a link or an inference, and no file."""
    return reason.kind.lower() in REASONS


def _kind_of(card: Card) -> str:
    """The name of a reason's kind, of several the one that is ours."""

    def place(kind: NamedNode) -> tuple[bool, str]:
        return not kind.value.startswith(DIP), str(kind)

    types = sorted(card.types, key=place)
    return types[0].value.rpartition("#")[2] if types else ""


def reason_of(card: Card) -> Reason:
    """The reason of which a card tells."""
    return Reason(
        graph=card.this,
        kind=_kind_of(card),
        quote="".join(card.texts(DIP("quote"))[-1:]),
        reason="".join(card.texts(DIP("reason"))[-1:]),
        voices=card.nodes(DIP("voice")),
        perhaps=card.nodes(DIP("perhapsVoice")),
        speakers=sorted(set(card.nodes(DIP("speaker"))), key=str),
        details=details(card.values),
        articles=card.nodes(DIP("article")),
        paragraphs=sorted(card.paragraphs),
        checked="".join(card.texts(PAV("sourceLastAccessedOn"))[-1:]),
        sources=_once(card, DCTERMS("source")),
        authors=_once(card, DCTERMS("creator"), PAV("authoredBy")),
        created=_once(card, DCTERMS("created")),
        reviewers=_once(card, PAV("curatedBy")),
        reviewed=_once(card, PAV("curatedOn")),
    )


def _once(card: Card, *properties: NamedNode) -> list[Term]:
    """The values of these properties, each once and in order."""
    values = {value for one in properties for value in card.values(one)}
    return sorted(values, key=str)


def terms_of(statements: Iterable[Statement]) -> set[object]:
    """All terms of the statements and of their reasons, whose labels a page needs."""
    terms: set[object] = set()
    for statement in statements:
        terms.update(statement.triple)
        for reason in statement.reasons:
            terms.update(reason.parties)
    return terms
