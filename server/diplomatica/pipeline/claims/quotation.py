"""A quotation: where a claim's words stand, who says them, and what they mention."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import cast

from pyoxigraph import NamedNode, Triple

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.text import quote
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DCTERMS, DIP, RDF
from diplomatica.pipeline.claims.claim import Claim
from diplomatica.pipeline.claims.mention import Mention, mention
from diplomatica.pipeline.claims.quotecheck import QuoteCheck
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels


@dataclass(frozen=True)
class Quotation:
    """A claim with its passages in the article, its voices and its mentions."""

    claim: Claim
    passages: tuple[Passage, ...]
    voices: tuple[NamedNode, ...]
    mentions: tuple[Mention, ...]
    setting: tuple[Passage, ...] = ()
    """Words that tell who speaks, or of what, and state nothing of the claim."""

    @property
    def quote(self) -> str:
        """The words as they are published.

        Several passages are one quote, so that rows do not multiply.
        """
        return " … ".join(passage.words for passage in self.passages)


class Citing:
    """Finds the quotations of one article's claims, and gathers their faults."""

    def __init__(
        self,
        article: Article,
        head: list[Triple],
        labels: Labels,
        kinds: ClassWords,
        iris: Iris,
    ) -> None:
        """`head` is what the head of the file of claims says of the article."""
        self.article, self.iris = article, iris
        self.labels, self.kinds = labels, kinds
        creators = [fact for fact in head if fact.predicate == DCTERMS("creator")]
        self.authors = [fact.object for fact in creators]
        self.remarks = kinds.of(DIP("Remark"))
        self._check = QuoteCheck(article, labels, iris)
        self.faults: list[Fault] = []
        self.hints: list[Fault] = []

    def quotations(self, claims: list[Claim]) -> list[Quotation]:
        """The quotations of those claims whose words were found."""
        by_remark: dict[NamedNode, Claim] = {}
        for claim in claims:
            by_remark |= dict.fromkeys(self._remarks(claim), claim)
        cited = [self._quotation(claim, by_remark) for claim in claims]
        return [quotation for quotation in cited if quotation]

    def _quotation(
        self, claim: Claim, by_remark: dict[NamedNode, Claim]
    ) -> Quotation | None:
        """What a claim quotes, its faults noted; None where it quotes no words."""
        origin = self._origin(claim, by_remark)
        quoting = origin if origin and not claim.values("quote") else claim
        passages = tuple(self._passages(quoting, "quote"))
        if not passages:
            if not quoting.values("quote") and claim.nodes("saidIn"):
                message = "was said in a remark that quotes no words"
                advice = "quote the words in the claim that states the remark"
                self.faults.append(claim.fault(message, advice))
            return None
        voices = tuple(self._voices(claim, origin))
        setting = tuple(self._passages(quoting, "contextQuote"))
        sentences = map(self.article.sentence_of, sorted((*passages, *setting)))
        context = " ".join(dict.fromkeys(sentences))
        self.faults.extend(self._check.unsupported(claim, context, passages))
        self.faults.extend(self._check.miscalled(claim, context))
        if not self._remarks(claim):
            self.faults.extend(self._check.too_long(claim, passages))
        self.faults.extend(self._check.misquoted(claim, passages[0]))
        self.hints.extend(self._check.hints(claim, passages))
        mentions = tuple(self._mentions(claim, context))
        self.faults.extend(self._check.doubting(claim, voices))
        return Quotation(claim, passages, voices, mentions, setting)

    def _origin(self, claim: Claim, by_remark: dict[NamedNode, Claim]) -> Claim | None:
        """The claim of the remark in which this one was made."""
        for remark in claim.nodes("saidIn"):
            if remark in by_remark:
                return by_remark[remark]
            name = self.iris.short(remark.value)
            message = f"was said in {name}, which no claim of this article states"
            advice = "state the remark in a claim of its own"
            self.faults.append(claim.fault(message, advice, remark.value))
        return None

    def _passages(self, claim: Claim, given_as: str) -> list[Passage]:
        """Where the words of `dip:quote` or `dip:contextQuote` stand."""
        before = "".join(claim.values("prefix")[:1])
        after = "".join(claim.values("suffix")[:1])
        whole = []
        for words in claim.values(given_as):
            passages = quote.find(self.article, words)
            if len(passages) > 1:
                passages = quote.find(self.article, words, before, after)
            if len(passages) == 1:
                whole.append(passages[0])
            else:
                self.faults.append(self._lost(claim, words, passages))
        return sorted(whole)

    def _lost(self, claim: Claim, words: str, passages: list[Passage]) -> Fault:
        """That words do not stand in the article, or stand there several times."""
        near = words.partition("…")[0].strip()
        if passages:
            lines = ", ".join(f"¶ {passage.paragraph}" for passage in passages)
            message = f"the words “{words}” stand {len(passages)} times ({lines})"
            advice = "quote more words, or tell which with dip:prefix or dip:suffix"
            return claim.fault(message, advice, near)
        message = f"the words “{words}” are not in {self.article.slug}"
        advice = "quote the words exactly as they stand"
        nearest = quote.nearest(self.article, words)
        if nearest:
            advice = f"the nearest text is “{nearest}”"
        return claim.fault(message, advice, near)

    def _voices(self, claim: Claim, origin: Claim | None) -> Iterator[NamedNode]:
        """Who tells it: as written, else the speaker of the remark that it was said in.

        Else the author of the article, who also tells that somebody made a remark.
        """
        written = claim.nodes("voice") or (_speakers(origin) if origin else [])
        if written:
            yield from written
            return
        authors = [author for author in self.authors if isinstance(author, NamedNode)]
        if not authors:
            message = "has no voice, and its article no author"
            where = "the dcterms:creator of the article at the head of the file"
            self.faults.append(claim.fault(message, f"write dip:voice, or {where}"))
        yield from authors

    def _mentions(self, claim: Claim, context: str) -> Iterator[Mention]:
        """The things that the words name; a fault for each that they do not name."""
        terms = chain.from_iterable((one.subject, one.object) for one in claim.facts)
        things = dict.fromkeys(terms)
        exempt = {*self._remarks(claim), *self.authors}
        for thing in things:
            if not isinstance(thing, NamedNode) or not self.iris.is_thing(thing):
                continue
            named = mention(thing, claim, context, self.labels, self.kinds)
            if named:
                yield named
            elif thing not in exempt and self.labels.are_complete:
                self.faults.append(self._check.unnamed(claim, thing, context))
        for thing in claim.called.keys() - things.keys():
            name = self.iris.short(thing.value)
            message = f"says what {name} is called, and states nothing of it"
            advice = "drop that dip:calledHere"
            self.faults.append(claim.fault(message, advice, thing.value))

    def _remarks(self, claim: Claim) -> list[NamedNode]:
        """The remarks that a claim states."""
        stated = [
            cast("NamedNode", fact.subject)
            for fact in claim.facts
            if fact.predicate == RDF("type") and fact.object in self.remarks
        ]
        return list(dict.fromkeys(stated))


def _speakers(claim: Claim) -> list[NamedNode]:
    terms = [fact.object for fact in claim.facts if fact.predicate == DIP("speaker")]
    speakers = [speaker for speaker in terms if isinstance(speaker, NamedNode)]
    return list(dict.fromkeys(speakers))
