"""Whose words would be told in another voice: a remark that goes no longer lends its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP

_SPEAKER = DIP("speaker")
_SAID_IN = """
SELECT ?claim ?remark ?words {
  VALUES ?remark { %s }
  GRAPH ?record { ?claim dip:saidIn ?remark }
  ?claim dip:voice ?voice ; dip:quote ?words
  FILTER (?voice = ?speaker)
} ORDER BY ?claim LIMIT 50"""


@dataclass(frozen=True)
class OtherVoice:
    """A claim that tells what was said in a remark, and by whom then."""

    claim: NamedNode
    words: str
    before: NamedNode
    now: NamedNode | None
    """None where the author of the article tells it."""


def other_voices(engine: Engine, proposal: Proposal) -> list[OtherVoice]:
    """The claims whose voice is the speaker that is proposed to go, or to be another.

    A claim has the voice of the remark that it was said in, unless it names its own.
    """
    return [] if proposal.also else list(_other_voices(engine, proposal))


def _other_voices(engine: Engine, proposal: Proposal) -> Iterator[OtherVoice]:
    """The claims that name the same speaker of a remark that gets another."""
    now = {
        triple.subject: NamedNode(text_of(triple.object))
        for triple in proposal.added
        if triple.predicate == _SPEAKER
    }
    for remark, by, speaker in proposal.removed:
        if by == _SPEAKER and isinstance(remark, NamedNode):
            query = _SAID_IN % values([remark])
            for row in engine.rows(query, speaker=speaker):
                yield OtherVoice(
                    NamedNode(text_of(row["claim"])),
                    text_of(row["words"]),
                    NamedNode(text_of(speaker)),
                    now.get(remark),
                )
