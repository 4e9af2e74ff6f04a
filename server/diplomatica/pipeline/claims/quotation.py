"""A quotation: where a claim's words stand, who says them, and what they mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import cast

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.text import quote
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DCTERMS, DIP, RDF, XSD
from diplomatica.pipeline.claims.claim import Claim
from diplomatica.pipeline.claims.figure import missing_from
from diplomatica.pipeline.claims.mention import Mention, mention
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels

# A quote is evidence, not a copy of the text; the words of a remark are the matter
# itself.
MOST_WORDS = 25

# How a fault tells where the words should be.
_STAND = "stand in its passage or sentence"

# Words of what is still to come.
_TO_COME = re.compile(
    r"\b(will|shall|plans? to|intends? to|is to|are to)\b", re.IGNORECASE
)


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
        self.faults.extend(self._unsupported(claim, context, passages))
        self.faults.extend(self._miscalled(claim, context))
        self.faults.extend(self._too_long(claim, passages))
        self.faults.extend(self._misquoted(claim, passages[0]))
        self.hints.extend(self._hints(claim, passages))
        mentions = tuple(self._mentions(claim, context))
        self.faults.extend(self._doubting(claim, voices))
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

    def _doubting(self, claim: Claim, voices: tuple[NamedNode, ...]) -> Iterator[Fault]:
        """Faults for a doubt that names whoever is the voice anyway."""
        for other in claim.nodes("perhapsVoice"):
            if other in voices:
                name = self.iris.short(other.value)
                message = f"may be said by {name}, who is its voice already"
                advice = "name in dip:perhapsVoice who else may speak"
                yield claim.fault(message, advice, other.value)

    def _unsupported(
        self, claim: Claim, context: str, passages: tuple[Passage, ...]
    ) -> Iterator[Fault]:
        """Faults for words, numbers and dates of facts that the text does not hold."""
        for fact in claim.facts:
            if not isinstance(fact.object, Literal):
                continue
            text = fact.object.value
            missing = missing_from(fact.object, context)
            if _is_words(fact.object) and not _holds(context, text):
                message = f"gives the words “{text}”, which do not {_STAND}"
                advice = "give words as they stand, without a change"
                yield claim.fault(message, advice, text)
            elif missing:
                message = f"states “{text}”, and “{missing}” does not {_STAND}"
                advice = "quote the words that say so, or write it in a note"
                yield claim.fault(message, advice, text)
            elif _is_beyond(fact.object, passages):
                message = f"gives the words “{text}”, which reach beyond its quote"
                advice = "quote as far as they reach, or give fewer"
                yield claim.fault(message, advice, text)

    def _miscalled(self, claim: Claim, context: str) -> Iterator[Fault]:
        """Faults for declared words that the text does not hold, or that are names."""
        for thing, called in claim.called.items():
            names = {_bare(name) for name in self.labels.names(thing)}
            for words in called:
                if not any(map(str.isalnum, words)) or not _holds(context, words):
                    message = f"calls something “{words}”, which does not {_STAND}"
                    advice = "give the pronoun or description as it stands"
                    yield claim.fault(message, advice, words)
                elif _bare(words) in names:
                    name = self.iris.short(thing.value)
                    message = f"declares “{words}”, which is a name of {name}"
                    advice = "drop that dip:calledHere: names are found without it"
                    yield claim.fault(message, advice, words)

    def _too_long(self, claim: Claim, passages: tuple[Passage, ...]) -> Iterator[Fault]:
        """A fault for a quote that is longer than evidence need be."""
        quotes = claim.values("quote")
        count = sum(len(passage.words.split()) for passage in passages)
        if count > MOST_WORDS and quotes and not self._remarks(claim):
            most = f"one that states no remark at most {MOST_WORDS}"
            advice = 'quote less: "head … tail" counts all words between'
            yield claim.fault(f"quotes {count} words, and {most}", advice, quotes[0])

    def _misquoted(self, claim: Claim, passage: Passage) -> Iterator[Fault]:
        """Faults for remarks that say wrongly whether they stand in quotation marks."""
        texts = [
            fact.object for fact in claim.facts if fact.predicate == DIP("verbatim")
        ]
        for term in texts:
            is_spoken = self.article.is_spoken(passage)
            right = str(is_spoken).lower()
            if isinstance(term, Literal) and term.value != right:
                where = "in" if is_spoken else "outside of"
                told = f"says dip:verbatim {term.value}, and its words stand {where}"
                advice = f"write dip:verbatim {right}"
                yield claim.fault(f"{told} quotation marks", advice, "dip:verbatim")

    def _hints(self, claim: Claim, passages: tuple[Passage, ...]) -> Iterator[Fault]:
        """Hints at what only an editor can tell.

        The words speak of something as to come, and the claim as held; or they are
        joined from several sentences, and some may only tell who speaks.
        """
        sentences = {self.article.sentence_around(passage) for passage in passages}
        if len(sentences) > 1:
            message = f"joins words of {len(sentences)} sentences"
            advice = "what only tells who speaks, or of what, is a dip:contextQuote"
            yield claim.fault(message, advice, *claim.values("quote")[:1])
        to_come: list[str] = []
        for passage in passages:
            to_come += _TO_COME.findall(passage.words)
        stated = {(fact.predicate, fact.object) for fact in claim.facts}
        if to_come and (DIP("status"), DIP("held")) in stated:
            message = f"states dip:held, and its words say “{to_come[0]}”"
            advice = "write dip:planned, if it had not taken place"
            yield claim.fault(message, advice, DIP("held").value)

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
                self.faults.append(self._unnamed(claim, thing, context))
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

    def _unnamed(self, claim: Claim, thing: NamedNode, context: str) -> Fault:
        """That a claim speaks of a thing that its words do not name."""
        name = self.iris.short(thing.value)
        quoted = [f"“{name}”" for name in self.labels.names(thing)]
        names = ", ".join(quoted) or "no label"
        message = f"speaks of {name}, which its words do not name (it has {names})"
        advice = (
            "quote the words that name it; "
            "for a pronoun or description write dip:calledHere"
        )
        if part := self._part_of_name(thing, context):
            advice = f'if “{part}” means it there, give it skos:altLabel "{part}"@en; else {advice}'
        return claim.fault(message, advice, thing.value)

    def _part_of_name(self, thing: NamedNode, context: str) -> str:
        """A word of a name of a thing that stands by itself, as a family name does."""
        names = map(str.split, self.labels.names(thing))
        for word in chain.from_iterable(names):
            is_likely = len(word) > 3 and word[0].isupper()
            if is_likely and _holds(context, word):
                return word
        return ""


def _holds(text: str, words: str) -> bool:
    return bool(quote.whole_words(words).search(text))


def _is_beyond(literal: Literal, passages: tuple[Passage, ...]) -> bool:
    """Whether words of the article, and no name, stand in none of these passages."""
    if literal.language or literal.datatype != XSD("string"):
        return False
    return not any(_holds(passage.words, literal.value) for passage in passages)


def _is_words(literal: Literal) -> bool:
    return bool(literal.language) or literal.datatype == XSD("string")


def _bare(name: str) -> str:
    """A name without its letters' case and its possessive ending."""
    return re.sub(r"[’']s?$", "", name.casefold())


def _speakers(claim: Claim) -> list[NamedNode]:
    terms = [fact.object for fact in claim.facts if fact.predicate == DIP("speaker")]
    speakers = [speaker for speaker in terms if isinstance(speaker, NamedNode)]
    return list(dict.fromkeys(speakers))
