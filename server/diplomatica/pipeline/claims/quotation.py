"""A quotation: where the words of a claim stand, who says them, and which things they mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from diplomatica.pipeline.files.kinds import Kinds
from diplomatica.pipeline.files.labels import Labels

# A quote is evidence, not a copy of the text; the words of a remark are the matter itself.
MOST_WORDS = 25

# Words of what is still to come.
_TO_COME = re.compile(
    r"\b(will|shall|plans? to|intends? to|is to|are to)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Quotation:
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
    """Finds the quotations of one article's claims, and gathers what is wrong with them."""

    def __init__(
        self,
        article: Article,
        head: list[Triple],
        labels: Labels,
        kinds: Kinds,
        iris: Iris,
    ) -> None:
        """`head` is what the head of the file of claims says of the article."""
        self.article, self.labels, self.kinds, self.iris = article, labels, kinds, iris
        self.authors = [
            fact.object for fact in head if fact.predicate == DCTERMS("creator")
        ]
        self.remarks = kinds.of(DIP("Remark"))
        self.faults: list[Fault] = []
        self.hints: list[Fault] = []

    def quotations(self, claims: list[Claim]) -> list[Quotation]:
        """The quotations of those claims whose words were found."""
        by_remark = {
            remark: claim for claim in claims for remark in self._remarks(claim)
        }
        cited = (self._quotation(claim, by_remark) for claim in claims)
        return [quotation for quotation in cited if quotation]

    def _quotation(
        self, claim: Claim, by_remark: dict[NamedNode, Claim]
    ) -> Quotation | None:
        origin = self._origin(claim, by_remark)
        quoting = origin if origin and not claim.values("quote") else claim
        passages = tuple(self._passages(quoting))
        if not passages:
            if not quoting.values("quote") and claim.nodes("saidIn"):
                advice = "quote the words in the claim that states the remark"
                self.faults.append(
                    claim.fault("was said in a remark that quotes no words", advice)
                )
            return None
        voices = tuple(self._voices(claim, origin))
        context = " ".join(
            dict.fromkeys(self.article.sentence_of(passage) for passage in passages)
        )
        self.faults.extend(self._unsupported(claim, passages, context))
        self.faults.extend(self._faults_of_quoting(claim, passages))
        self.hints.extend(self._hints(claim, passages))
        return Quotation(claim, passages, voices, tuple(self._mentions(claim, context)))

    def _origin(self, claim: Claim, by_remark: dict[NamedNode, Claim]) -> Claim | None:
        """The claim of the remark in which this one was made."""
        for remark in claim.nodes("saidIn"):
            if remark in by_remark:
                return by_remark[remark]
            message = f"was said in {self.iris.short(remark.value)}, which no claim of this article states"
            self.faults.append(
                claim.fault(
                    message, "state the remark in a claim of its own", remark.value
                )
            )
        return None

    def _passages(self, claim: Claim) -> list[Passage]:
        before, after = (
            "".join(claim.values("prefix")[:1]),
            "".join(claim.values("suffix")[:1]),
        )
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
            return claim.fault(
                f"the words “{words}” stand {len(passages)} times ({lines})",
                advice,
                near,
            )
        nearest = quote.nearest(self.article, words)
        advice = (
            f"the nearest text is “{nearest}”"
            if nearest
            else "quote the words exactly as they stand"
        )
        return claim.fault(
            f"the words “{words}” are not in {self.article.slug}", advice, near
        )

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
            self.faults.append(
                claim.fault("has no voice, and its article no author", advice)
            )
        yield from authors

    def _unsupported(
        self, claim: Claim, passages: tuple[Passage, ...], context: str
    ) -> Iterator[Fault]:
        """Faults for words, numbers and dates that the claim states and that do not stand there."""
        for fact in claim.facts:
            value = fact.object
            if not isinstance(value, Literal):
                continue
            if _is_words(value) and not quote.whole_words(value.value).search(context):
                message = f"gives the words “{value.value}”, which do not stand in its passage or sentence"
                yield claim.fault(
                    message, "give words as they stand, without a change", value.value
                )
            elif missing := missing_from(value, context):
                message = f"states “{value.value}”, and “{missing}” does not stand in its passage or sentence"
                yield claim.fault(
                    message,
                    "quote the words that say so, or write it in a note",
                    value.value,
                )
        for thing, words in (
            (thing, words) for thing, called in claim.called.items() for words in called
        ):
            if not any(map(str.isalnum, words)) or not quote.whole_words(words).search(
                context
            ):
                message = f"calls something “{words}”, which does not stand in its passage or sentence"
                yield claim.fault(
                    message, "give the pronoun or description as it stands", words
                )
            elif _bare(words) in {_bare(name) for name in self.labels.names(thing)}:
                message = f"declares “{words}”, which is a name of {self.iris.short(thing.value)}"
                yield claim.fault(
                    message,
                    "drop that dip:calledHere: names are found without it",
                    words,
                )

    def _faults_of_quoting(
        self, claim: Claim, passages: tuple[Passage, ...]
    ) -> Iterator[Fault]:
        """Faults for quotes that are longer than evidence need be, and for remarks that are no quotations."""
        count = sum(len(passage.words.split()) for passage in passages)
        states_remark = bool(self._remarks(claim))
        if count > MOST_WORDS and not states_remark and claim.values("quote"):
            message = f"quotes {count} words, and one that states no remark at most {MOST_WORDS}"
            yield claim.fault(
                message,
                'quote less: "head … tail" counts all words between',
                claim.values("quote")[0],
            )
        for fact in claim.facts:
            if (
                fact.predicate == DIP("verbatim")
                and isinstance(fact.object, Literal)
                and passages
            ):
                spoken = self.article.is_spoken(passages[0])
                if fact.object.value != str(spoken).lower():
                    message = (
                        f"says dip:verbatim {fact.object.value}, and its words stand "
                    )
                    message += (
                        "in quotation marks" if spoken else "outside of quotation marks"
                    )
                    yield claim.fault(
                        message,
                        f"write dip:verbatim {str(spoken).lower()}",
                        "dip:verbatim",
                    )

    def _hints(self, claim: Claim, passages: tuple[Passage, ...]) -> Iterator[Fault]:
        """What only an editor can tell: whether something took place that the words speak of as to come."""
        to_come = next(
            (
                found
                for passage in passages
                for found in _TO_COME.findall(passage.words)
            ),
            "",
        )
        if to_come and any(
            (fact.predicate, fact.object) == (DIP("status"), DIP("held"))
            for fact in claim.facts
        ):
            message = f"states dip:held, and its words say “{to_come}”"
            yield claim.fault(
                message,
                "write dip:planned, if it had not taken place",
                DIP("held").value,
            )

    def _mentions(self, claim: Claim, context: str) -> Iterator[Mention]:
        things = dict.fromkeys(
            term for fact in claim.facts for term in (fact.subject, fact.object)
        )
        exempt = {*self._remarks(claim), *self.authors}
        for thing in things:
            if not isinstance(thing, NamedNode) or not self.iris.is_thing(thing):
                continue
            named = mention(thing, claim, context, self.labels, self.kinds)
            if named:
                yield named
            elif thing not in exempt and self.labels.are_complete:
                self.faults.append(self._unnamed(claim, thing))
        for thing in claim.called.keys() - things.keys():
            message = f"says what {self.iris.short(thing.value)} is called, and states nothing of it"
            self.faults.append(
                claim.fault(message, "drop that dip:calledHere", thing.value)
            )

    def _remarks(self, claim: Claim) -> list[NamedNode]:
        """The remarks that a claim states."""
        kinds = (
            fact
            for fact in claim.facts
            if fact.predicate == RDF("type") and fact.object in self.remarks
        )
        return list(dict.fromkeys(cast("NamedNode", kind.subject) for kind in kinds))

    def _unnamed(self, claim: Claim, thing: NamedNode) -> Fault:
        names = (
            ", ".join(f"“{name}”" for name in self.labels.names(thing)) or "no label"
        )
        message = f"speaks of {self.iris.short(thing.value)}, which its words do not name (it has {names})"
        advice = "quote the words that name it; for a pronoun or description write dip:calledHere"
        return claim.fault(message, advice, thing.value)


def _is_words(literal: Literal) -> bool:
    return bool(literal.language) or literal.datatype == XSD("string")


def _bare(name: str) -> str:
    """A name without its letters' case and its possessive ending."""
    return re.sub(r"[’']s?$", "", name.casefold())


def _speakers(claim: Claim) -> list[NamedNode]:
    speakers = (fact.object for fact in claim.facts if fact.predicate == DIP("speaker"))
    return list(
        dict.fromkeys(speaker for speaker in speakers if isinstance(speaker, NamedNode))
    )
