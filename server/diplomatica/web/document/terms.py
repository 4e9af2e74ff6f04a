"""What properties of the vocabulary are called in the languages of readers.

The vocabulary itself has one label for each, in English: more of them would be more rows
of every query that asks for labels. So pages translate these, as they do their own words.
"""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from diplomatica.model.vocabulary import DIP
from diplomatica.web.speech.speech import Phrase, in_page_language

TRANSLATED = (
    Phrase("purpose"),
    Phrase("status"),
    Phrase("belongs to"),
    Phrase("done by"),
    Phrase("concerns"),
    Phrase("earliest"),
    Phrase("latest"),
    Phrase("time"),
    Phrase("start time"),
    Phrase("end time"),
    Phrase("time words"),
    Phrase("said in"),
    Phrase("says"),
    Phrase("speaker"),
    Phrase("described as"),
    Phrase("occasion"),
    Phrase("part of"),
    Phrase("has part"),
    Phrase("had role in"),
    Phrase("location"),
    Phrase("took part in"),
    Phrase("topic"),
    Phrase("made up of"),
    Phrase("contributes to"),
    Phrase("initiator"),
    Phrase("manner"),
    Phrase("side"),
    Phrase("abbreviation"),
    Phrase("held by"),
    Phrase("party"),
    Phrase("category"),
    Phrase("founded"),
    Phrase("begun by"),
    Phrase("ordinal"),
    Phrase("proposes"),
    Phrase("proposer"),
    Phrase("proposed by"),
    Phrase("calls for"),
    Phrase("spoke at"),
    Phrase("held office"),
    Phrase("office"),
    Phrase("edition of"),
    Phrase("addresses"),
    Phrase("adopted"),
    Phrase("adopted by"),
    Phrase("result of"),
    Phrase("country"),
    Phrase("number"),
    Phrase("expects"),
    Phrase("supporter"),
    Phrase("previous"),
    Phrase("years since the previous one"),
    Phrase("quote"),
    Phrase("voice"),
    Phrase("first by"),
    Phrase("chaired"),
)
"""The labels of those that pages show most, as the vocabulary has them."""
_BY_LABEL = {phrase.words: phrase for phrase in TRANSLATED}


def term_name(iri: str, name: str) -> str:
    """What a term is called in the language of the page; a name that is not known stays."""
    phrase = _BY_LABEL.get(name) if iri.startswith(DIP) else None
    return in_page_language(phrase) if phrase else name


def term_label(term: NamedNode, labels: Mapping[str, str]) -> str:
    """What a term is called in the language of the page by its labels; "" without one."""
    return term_name(term.value, labels.get(term.value, ""))
