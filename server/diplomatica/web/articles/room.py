"""The reading room: the text of an article.

All words that are cited lead in it to what they state.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations, groupby
from typing import TypeVar
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from diplomatica.model.formats import TURTLE
from diplomatica.model.serialization import bytes_of_statements
from diplomatica.model.text.article import Passage
from diplomatica.model.text.segment import Segment, segments
from diplomatica.web.articles.excerpts import ArticleClaims, QuotedClaim, Span
from diplomatica.web.articles.strip import Strip
from diplomatica.web.http.problem import Problem

SHOWN = ("facts", "remarks", "plans")
_COMBINATIONS = {
    "-".join(some): some
    for count in range(1, len(SHOWN) + 1)
    for some in combinations(SHOWN, count)
}
"""The kinds of claims that are shown together, by what stands for them in addresses."""
_FILTERS = ("voice", "show", "kind", "uncovered")
KEPT = 32  # articles that are read once for all who come
_OFTEN = 12  # things that the room offers first
_DIGITS = 12  # of a number that may be an offset
# Characters that a line without a full stop at its end may have to look like a heading.
_HEADING = 80

Known = TypeVar("Known")


@dataclass(frozen=True)
class Piece:
    """Words as they are shown: where they lead, and what they are.

    They tell whether they are what was chosen, or among what was asked for, too.
    """

    words: str
    href: str
    kind: str
    is_chosen: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class TextLine:
    """A paragraph in its pieces."""

    number: int
    is_heading: bool
    pieces: list[Piece]


class Room:
    """What a reader asked to see of an article: all of it is in the address."""

    def __init__(
        self,
        claims: ArticleClaims,
        parameters: Mapping[str, str],
        is_closed: bool = False,
    ) -> None:
        """Take the parameters of the address.

        Raises Problem 404 for what the article does not have. Of an article whose text
        may not be shown, only the words that claims quote are.
        """
        self.claims = claims
        self.article = claims.article
        self.is_closed = is_closed
        self.asked = {name: value for name, value in parameters.items() if value}
        by_name = {claim.name: claim for claim in claims.claims}
        self.claim = self._choice_of("claim", by_name)
        self.voice = self._choice_of("voice", self._nodes_by_name(claims.voices))
        self.thing = self._choice_of("thing", self._nodes_by_name(claims.things))
        self.kind = self._choice_of("kind", self._nodes_by_name(claims.kinds_named))
        self.shown = self._choice_of("show", _COMBINATIONS) or ()
        may_be_uncovered = {"yes": not is_closed}
        self.uncovered = self._choice_of("uncovered", may_be_uncovered) or False
        self.at = self._place()

    def _nodes_by_name(self, nodes: Iterable[NamedNode]) -> dict[str, NamedNode]:
        return {self.name(node): node for node in nodes}

    def _choice_of(self, parameter: str, known: Mapping[str, Known]) -> Known | None:
        """What a parameter of the address chooses, if it is given. Raises Problem 404."""
        value = self.asked.get(parameter)
        if value is None:
            return None
        if value not in known:
            what = f"It has no {parameter} “{value}”."
            detail = (
                f"{what} Go back to /article/{self.article.slug}, and choose there."
            )
            raise Problem(404, "This is not in the article", detail)
        return known[value]

    def _place(self) -> int | None:
        """The character around which somebody chose the words; one that claims speak of."""
        at = self.asked.get("at", "")
        place = int(at) if at.isdecimal() and len(at) < _DIGITS else -1
        is_spoken_of = bool(at and self.claims.at(place))
        known = {at: place} if is_spoken_of else {}
        return self._choice_of("at", known)

    def name(self, node: NamedNode) -> str:
        """What stands for a thing or a kind in addresses."""
        return self.claims.site.iris.name(node.value)

    def link(self, paragraph: int = 0, **chosen: str | int) -> str:
        """The address of something else in this article, with the same filters.

        Relative to this one.
        """
        filters = {name: self.asked[name] for name in _FILTERS if name in self.asked}
        anchor = f"#p{paragraph}" if paragraph else ""
        query = urlencode({**chosen, **filters})
        return (f"?{query}" if query else quote(self.article.slug)) + anchor

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the claims are asked for."""
        return bool(self.voice or self.shown)

    @cached_property
    def admitted(self) -> list[QuotedClaim]:
        """The claims that the filters let pass."""
        return [claim for claim in self.claims.claims if self._admits(claim)]

    def _admits(self, claim: QuotedClaim) -> bool:
        is_heard = not self.voice or self.voice in claim.voices
        return is_heard and self._is_of_kind(claim)

    def _is_of_kind(self, claim: QuotedClaim) -> bool:
        kinds = {
            "facts": not claim.is_remark and not claim.is_plan,
            "remarks": claim.is_remark,
            "plans": claim.is_plan,
        }
        return not self.shown or any(kinds[one] for one in self.shown)

    @cached_property
    def speakers(self) -> list[tuple[NamedNode, int]]:
        """Who speaks in claims of the kinds that are marked, and in how many."""
        of_kind = filter(self._is_of_kind, self.claims.claims)
        return Counter(who for claim in of_kind for who in claim.voices).most_common()

    def heard(self, who: NamedNode) -> str:
        """The address of the text with the words of one speaker marked, or of all again."""
        kept = {name: self.asked[name] for name in _FILTERS if name in self.asked}
        others = _without(kept, "voice")
        chosen = others if who == self.voice else {**others, "voice": self.name(who)}
        return f"?{urlencode(chosen)}" if chosen else quote(self.article.slug)

    def toggled(self, kind: str) -> str:
        """The address of the text with one kind of claims more, or fewer, marked."""
        kept = {name: self.asked[name] for name in _FILTERS if name in self.asked}
        wanted = {*self.shown} ^ {kind}
        shown = "-".join(one for one in SHOWN if one in wanted)
        chosen = {**kept, "show": shown} if shown else _without(kept, "show")
        query = urlencode(chosen)
        return f"?{query}" if query else quote(self.article.slug)

    @property
    def strip(self) -> Strip:
        """The article at a glance."""
        return _strip(self.claims)

    @cached_property
    def chosen(self) -> list[QuotedClaim]:
        """The claims to tell of: the one that was chosen, or all that share the words that were."""
        if self.claim:
            return [self.claim]
        if self.at is None:
            return []
        around = self.claims.at(self.at)
        return [claim for claim in around if claim in self.admitted]

    @property
    def beside(self) -> int:
        """The paragraph behind which they are told of.

        That is for readers and screens that take one thing after another.
        """
        if self.at is not None:
            return self.claims.paragraph(self.at)
        return self.claim.passages[0].paragraph if self.claim else 0

    @cached_property
    def things(self) -> dict[NamedNode, list[Span]]:
        """The things to be found in the text, and where they are named."""
        mentions = {thing: self._mentions[thing] for thing in self._sought_things()}
        return {thing: sorted(spans) for thing, spans in mentions.items() if spans}

    def _sought_things(self) -> list[NamedNode]:
        """The thing that was asked for, or all of a kind."""
        if self.thing:
            return [self.thing]
        return self.claims.of_kind(self.kind) if self.kind else []

    @cached_property
    def _mentions(self) -> dict[NamedNode, set[Span]]:
        return self.claims.mentions(self.admitted)

    def paragraphs(self, thing: NamedNode) -> Counter[int]:
        """The paragraphs that name a thing, and how often they do."""
        return Counter(self.claims.paragraph(start) for start, _ in self.things[thing])

    @property
    def often(self) -> list[NamedNode]:
        """The things that are named most often."""
        counts = self.claims.things
        return sorted(counts, key=lambda thing: -counts[thing])[:_OFTEN]

    def neighbour(self, step: int) -> QuotedClaim | None:
        """The claim before or after the one that was chosen, in the order of the text."""
        if self.claim not in self.admitted:
            return None
        at = self.admitted.index(self.claim) + step
        return self.admitted[at] if 0 <= at < len(self.admitted) else None

    def turtle(self, claim: QuotedClaim) -> str:
        """What a claim states, as Turtle without the declarations of prefixes."""
        triples = [one.triple for one in claim.stated]
        text = bytes_of_statements(triples, TURTLE, self.claims.site.iris).decode()
        lines = [line for line in text.splitlines() if not line.startswith("@prefix")]
        return "\n".join(lines).strip()

    @property
    def lines(self) -> Iterator[TextLine]:
        """The text, paragraph by paragraph."""
        spans = self._spans()
        for line in self.article.paragraphs:
            segments_of_line = segments(line, spans[line.paragraph])
            pieces = [self._piece(segment, line) for segment in segments_of_line]
            if any(map(self._is_shown, pieces)):
                is_heading = _is_heading(line.words)
                yield TextLine(line.paragraph, is_heading, self._visible(pieces))

    def _spans(self) -> dict[int, list[tuple[int, int, QuotedClaim | None]]]:
        """What claims quote and where the thing is named, by paragraph."""
        spans: dict[int, list[tuple[int, int, QuotedClaim | None]]] = defaultdict(list)
        for claim in self.claims.claims:
            for passage in claim.passages:
                spans[passage.paragraph].append((passage.start, passage.end, claim))
        for start, end in chain.from_iterable(self.things.values()):
            paragraph = self.claims.paragraph(start)
            spans[paragraph].append((start, end, None))
        return spans

    def _is_shown(self, piece: Piece) -> bool:
        """Whether there is something to read: of a closed article, only what is cited."""
        return bool(piece.kind or (piece.words.strip() and not self.is_closed))

    def _piece(self, segment: Segment[QuotedClaim | None], line: Passage) -> Piece:
        """Words that the same claims cover: where they lead, and how they look."""
        here = [claim for claim in segment.covered_by if claim]
        led = [claim for claim in here if claim in self._leading]
        chosen = {"claim": led[0].name} if len(led) == 1 else {"at": segment.start}
        href = ""
        if led and segment.words.strip():
            href = self.link(line.paragraph, **chosen)
        kind = _kind(led) if here else ""
        # Others' opinion stands in the same words: they do not look like a fact.
        is_within_opinion = kind == "fact" and _kind(here) == "remark"
        is_chosen = self._is_chosen(segment, here)
        is_marked = not is_chosen and self._is_marked(segment, here)
        if is_within_opinion and not is_chosen:
            kind, is_marked = "remark", is_marked and not self.shown
        return Piece(segment.words, href, kind, is_chosen, is_marked)

    @cached_property
    def _leading(self) -> set[QuotedClaim]:
        return self._admitted_claims | set(self.chosen)

    def _is_chosen(
        self, segment: Segment[QuotedClaim | None], here: list[QuotedClaim]
    ) -> bool:
        """Whether words are those of a chosen claim, or name a thing that was chosen."""
        if self.claim:
            return self.claim in here
        if self.at is not None:
            return not set(self.chosen).isdisjoint(here)
        return bool(self.thing or self.kind) and None in segment.covered_by

    def _is_marked(
        self, segment: Segment[QuotedClaim | None], here: list[QuotedClaim]
    ) -> bool:
        """Whether words are of the claims that were asked for, or of none if that was."""
        if self.uncovered and not here and any(map(str.isalnum, segment.words)):
            return True
        is_of_thing = bool(self.thing or self.kind)
        is_of_filter = self.is_filtered and not is_of_thing
        return is_of_filter and not self._admitted_claims.isdisjoint(here)

    @cached_property
    def _admitted_claims(self) -> set[QuotedClaim]:
        return set(self.admitted)

    def _visible(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces that may be shown; an ellipsis stands for those between them."""
        if not self.is_closed:
            return pieces
        shown: list[Piece] = []
        for is_cited, run in groupby(pieces, key=lambda piece: bool(piece.kind)):
            shown += run if is_cited else [_ELLIPSIS]
        return shown


_ELLIPSIS = Piece(" … ", "", "")


@lru_cache(KEPT)
def _strip(claims: ArticleClaims) -> Strip:
    return Strip(claims, _kind, _is_heading)


def _without(parameters: dict[str, str], name: str) -> dict[str, str]:
    return {one: value for one, value in parameters.items() if one != name}


def _kind(claims: list[QuotedClaim]) -> str:
    """How words look to which these claims lead."""
    # What is praise or forecast must not look like a fact, though facts stand in it.
    if any(claim.is_remark for claim in claims):
        return "remark"
    is_plan = bool(claims) and all(claim.is_plan for claim in claims)
    return "plan" if is_plan else "fact"


def _is_heading(words: str) -> bool:
    return len(words) < _HEADING and words.rstrip()[-1:] not in tuple(".?!:…”’\"')")
