"""Whether the words that a claim quotes bear it out."""

import re
from collections.abc import Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.text import quote
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.pipeline.claims.claim import Claim
from diplomatica.pipeline.claims.figure import missing_from
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


class QuoteCheck:
    """Checks what claims of one article state against the words that they quote."""

    def __init__(self, article: Article, labels: Labels, iris: Iris) -> None:
        """`labels` are what things are called."""
        self.article, self.labels, self.iris = article, labels, iris

    def unsupported(
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

    def miscalled(self, claim: Claim, context: str) -> Iterator[Fault]:
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

    def misquoted(self, claim: Claim, passage: Passage) -> Iterator[Fault]:
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

    def too_long(self, claim: Claim, passages: tuple[Passage, ...]) -> Iterator[Fault]:
        """A fault for a quote that is longer than evidence of anything but a remark need be."""
        quotes = claim.values("quote")
        count = sum(len(passage.words.split()) for passage in passages)
        if count > MOST_WORDS and quotes:
            most = f"one that states no remark at most {MOST_WORDS}"
            advice = 'quote less: "head … tail" counts all words between'
            yield claim.fault(f"quotes {count} words, and {most}", advice, quotes[0])

    def doubting(self, claim: Claim, voices: tuple[NamedNode, ...]) -> Iterator[Fault]:
        """Faults for a doubt that names whoever is the voice anyway."""
        for other in claim.nodes("perhapsVoice"):
            if other in voices:
                name = self.iris.short(other.value)
                message = f"may be said by {name}, who is its voice already"
                advice = "name in dip:perhapsVoice who else may speak"
                yield claim.fault(message, advice, other.value)

    def hints(self, claim: Claim, passages: tuple[Passage, ...]) -> Iterator[Fault]:
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

    def unnamed(self, claim: Claim, thing: NamedNode, context: str) -> Fault:
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
    return quote.stands_as_written(words, text)


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
