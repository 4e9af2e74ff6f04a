"""What things are, in a line beside the name of each: “shopkeeper and poet”."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.naming import cut
from diplomatica.model.statement import text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import RDF, XSD

_TELLING = re.compile(
    r"(short|brief|disambiguating)_?(description|summary|abstract|definition)|"
    r"description|definition|IAO_0000115|abstract|summary|comment",
    re.IGNORECASE,
)
_SHORT = re.compile(r"short|brief|disambiguating", re.IGNORECASE)
_SAID = """
SELECT DISTINCT ?this ?by ?text {
  VALUES ?this { %s } ?this ?by ?text FILTER (ISLITERAL(?text))
}"""
_OF_TEXT = {XSD("string"), RDF("langString")}


def short_notes(
    things: Sequence[NamedNode],
    engine: Engine,
    languages: Languages,
    asked: Sequence[str],
) -> dict[str, str]:
    """The beginning of what describes each of some things, in the language of a reader.

    What is said of several of them alike tells none from another, and is left out.
    """
    told = _texts(things, engine)
    notes = {
        iri: cut(languages.best_text(_of_best(some), asked).value)
        for iri, some in told.items()
    }
    counts = Counter(notes.values())
    return {iri: note for iri, note in notes.items() if note and counts[note] == 1}


def _texts(
    things: Sequence[NamedNode], engine: Engine
) -> Mapping[str, Mapping[str, list[Literal]]]:
    """The texts that describe things, by the property of each."""
    told: dict[str, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(_SAID % values(things)) if things else ():
        by, text = text_of(row["by"]), cast("Literal", row["text"])
        if text.datatype in _OF_TEXT and _TELLING.fullmatch(local_name(by)):
            told[text_of(row["this"])][by].append(text)
    return told


def _of_best(texts: Mapping[str, list[Literal]]) -> list[Literal]:
    """Those by one property: by one that is short, if there is any."""

    def place(by: str) -> tuple[bool, int, str]:
        shortest = min(len(one.value) for one in texts[by])
        return not _SHORT.match(local_name(by)), shortest, by

    return sorted(texts[min(texts, key=place)], key=str)
