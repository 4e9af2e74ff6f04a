"""A mention: the words by which a claim names a thing."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplomatica.model.text.quote import stands
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.pipeline.claims.claim import Claim
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels


@dataclass(frozen=True)
class Mention:
    """The words that stand for a thing.

    They are declared by an editor, or names of the thing or of its kind.
    """

    thing: NamedNode
    words: tuple[str, ...]
    declared: bool


def mention(
    thing: NamedNode, claim: Claim, context: str, labels: Labels, kinds: ClassWords
) -> Mention | None:
    """How a claim names a thing in `context`, or None where it does not.

    The context is its passage and sentence. An act or group that the claim itself
    introduces has seldom a name: the word of its kind, such as “signed”, or the words
    that say who its members are stand for it.
    """
    if thing in claim.called:
        return Mention(thing, tuple(claim.called[thing]), True)
    mentioning = labels.standing(thing, context)
    if not mentioning:
        introducing = _introducing(thing, claim, kinds)
        mentioning = [words for words in introducing if stands(words, context)]
    return Mention(thing, tuple(mentioning), False) if mentioning else None


def _introducing(thing: NamedNode, claim: Claim, kinds: ClassWords) -> list[str]:
    """The words that may name a thing in a claim that says what it is."""
    own_facts = [fact for fact in claim.facts if fact.subject == thing]
    members = [fact.object for fact in own_facts if fact.predicate == DIP("madeUpOf")]
    words = [member.value for member in members if isinstance(member, Literal)]
    for fact in own_facts:
        if fact.predicate == RDF("type"):
            words += kinds.words(fact.object)
    return words
