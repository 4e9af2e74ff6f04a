"""A citation: where the words of a claim stand, who says them, and which things they mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.build.claim import Claim
from diplomatica.build.labels import Labels
from diplomatica.errors import Fault
from diplomatica.model import quote
from diplomatica.model.article import Article, Passage
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DCTERMS, DIP, XSD


@dataclass(frozen=True)
class Mention:
    """The words by which a claim names a thing; declared by an editor, or one of the thing's labels."""

    thing: NamedNode
    words: tuple[str, ...]
    declared: bool


@dataclass(frozen=True)
class Citation:
    """What was found for a claim in the text of its article."""

    claim: Claim
    passages: tuple[Passage, ...]
    voices: tuple[NamedNode, ...]
    mentions: tuple[Mention, ...]

    @property
    def quote(self) -> str:
        """The words as they are published: several passages are one quote, so that rows do not multiply."""
        return " … ".join(passage.words for passage in self.passages)


class Citing:
    """Finds the citations of one article's claims, and gathers what is wrong with them."""

    def __init__(self, article: Article, about_article: list[Triple], labels: Labels, iris: Iris) -> None:
        """`about_article` is what the head of the file says of the article."""
        self.article, self.labels, self.iris = article, labels, iris
        self.authors = [fact.object for fact in about_article if fact.predicate == DCTERMS("creator")]
        self.faults: list[Fault] = []

    def citations(self, claims: list[Claim]) -> list[Citation]:
        """The citations of those claims whose words were found."""
        by_remark = {remark: claim for claim in claims for remark in claim.remarks()}
        cited = (self._citation(claim, by_remark) for claim in claims)
        return [citation for citation in cited if citation]

    def _citation(self, claim: Claim, by_remark: dict[NamedNode, Claim]) -> Citation | None:
        origin = self._origin(claim, by_remark)
        quoting = origin if origin and not claim.values("quote") else claim
        passages = tuple(self._passages(quoting))
        if not passages:
            if not quoting.values("quote") and claim.nodes("saidIn"):
                advice = "quote the words in the claim that states the remark"
                self.faults.append(claim.fault("was said in a remark that quotes no words", advice))
            return None
        voices = tuple(self._voices(claim, origin))
        context = " ".join(dict.fromkeys(self.article.sentence_of(passage) for passage in passages))
        self.faults.extend(self._unsupported_words(claim, passages, context))
        return Citation(claim, passages, voices, tuple(self._mentions(claim, context)))

    def _origin(self, claim: Claim, by_remark: dict[NamedNode, Claim]) -> Claim | None:
        """The claim of the remark in which this one was made."""
        for remark in claim.nodes("saidIn"):
            if remark in by_remark:
                return by_remark[remark]
            message = f"was said in {self.iris.short(remark.value)}, which no claim of this article states"
            self.faults.append(claim.fault(message, "state the remark in a claim of its own", remark.value))
        return None

    def _passages(self, claim: Claim) -> list[Passage]:
        before, after = "".join(claim.values("prefix")[:1]), "".join(claim.values("suffix")[:1])
        found = []
        for words in claim.values("quote"):
            passages = quote.find(self.article, words)
            if len(passages) > 1:
                passages = quote.find(self.article, words, before, after)
            if len(passages) == 1:
                found.append(passages[0])
            else:
                self.faults.append(self._lost(claim, words, passages))
        return sorted(found)

    def _lost(self, claim: Claim, words: str, passages: list[Passage]) -> Fault:
        near = words.partition("…")[0].strip()
        if passages:
            lines = ", ".join(f"¶ {passage.paragraph}" for passage in passages)
            advice = "quote more words, or tell which with dip:prefix or dip:suffix"
            return claim.fault(f"the words “{words}” stand {len(passages)} times ({lines})", advice, near)
        nearest = quote.nearest(self.article, words)
        advice = f"the nearest text is “{nearest}”" if nearest else "quote the words exactly as they stand"
        return claim.fault(f"the words “{words}” are not in {self.article.slug}", advice, near)

    def _voices(self, claim: Claim, origin: Claim | None) -> Iterator[NamedNode]:
        """Who says it: as written, else the speaker of the remark, else the author of the article."""
        for source in (claim, origin):
            written = source and (source.nodes("voice") or _speakers(source))
            if written:
                yield from written
                return
        authors = [author for author in self.authors if isinstance(author, NamedNode)]
        if not authors:
            advice = "write dip:voice, or the dcterms:creator of the article at the head of the file"
            self.faults.append(claim.fault("has no voice, and its article no author", advice))
        yield from authors

    def _unsupported_words(self, claim: Claim, passages: tuple[Passage, ...], context: str) -> Iterator[Fault]:
        for fact in claim.facts:
            value = fact.object
            if isinstance(value, Literal) and _is_words(value) and not quote.whole_words(value.value).search(context):
                message = f"gives the words “{value.value}”, which do not stand in its passage or sentence"
                yield claim.fault(message, "give words as they stand, without a change", value.value)
        for words in (words for called in claim.called.values() for words in called):
            if not any(map(str.isalnum, words)) or not quote.whole_words(words).search(context):
                message = f"calls something “{words}”, which does not stand in its passage or sentence"
                yield claim.fault(message, "give the pronoun or description as it stands", words)

    def _mentions(self, claim: Claim, context: str) -> Iterator[Mention]:
        things = dict.fromkeys(term for fact in claim.facts for term in (fact.subject, fact.object))
        exempt = {*claim.remarks(), *self.authors}
        for thing in things:
            if not isinstance(thing, NamedNode) or not self.iris.is_thing(thing):
                continue
            named = tuple(name for name in self.labels.names(thing) if _names(name, context))
            if thing in claim.called:
                yield Mention(thing, tuple(claim.called[thing]), True)
            elif named:
                yield Mention(thing, named, False)
            elif thing not in exempt and self.labels.are_complete:
                self.faults.append(self._unnamed(claim, thing))
        for thing in claim.called.keys() - things.keys():
            message = f"says what {self.iris.short(thing.value)} is called, and states nothing of it"
            self.faults.append(claim.fault(message, "drop that dip:calledHere", thing.value))

    def _unnamed(self, claim: Claim, thing: NamedNode) -> Fault:
        names = ", ".join(f"“{name}”" for name in self.labels.names(thing)) or "no label"
        message = f"speaks of {self.iris.short(thing.value)}, which its words do not name (it has {names})"
        advice = "quote the words that name it; for a pronoun or description write dip:calledHere"
        return claim.fault(message, advice, thing.value)


def _is_words(literal: Literal) -> bool:
    return bool(literal.language) or literal.datatype == XSD("string")


def _speakers(claim: Claim) -> list[NamedNode]:
    speakers = (fact.object for fact in claim.facts if fact.predicate == DIP("speaker"))
    return list(dict.fromkeys(speaker for speaker in speakers if isinstance(speaker, NamedNode)))


def _names(name: str, context: str) -> bool:
    flags = re.NOFLAG if name.isupper() else re.IGNORECASE
    return bool(quote.whole_words(name, flags).search(context))
