"""The names that queries are written with.

The terms that a release uses, and what comes nearest to one that is not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Row
from diplomatica.engine.sparql.binding import values
from diplomatica.engine.sparql.query import Token
from diplomatica.errors import LimitReached
from diplomatica.lookup.advice.nearest import Nearest, ways
from diplomatica.lookup.advice.querynames import (
    declared_by,
    is_kind_name,
    node,
    terms_in,
    written_as,
)
from diplomatica.lookup.describing.description import Describing
from diplomatica.model.dataset.release import Release
from diplomatica.model.notice import Notice
from diplomatica.model.statement import text_of
from diplomatica.model.text.phrase import Phrase, in_a_row
from diplomatica.model.vocabulary import DIP

_USED = """
SELECT ?dataset ?term ?kind ?count {
  { ?dataset void:classPartition ?part .
    ?part void:class ?term ; void:entities ?count BIND ("class" AS ?kind) }
  UNION
  { ?dataset void:propertyPartition ?part .
    ?part void:property ?term ; void:triples ?count BIND ("property" AS ?kind) }
} ORDER BY DESC(?count) ?term"""
_EVOKED = "SELECT ?term ?word { ?term dip:evokedBy|rdfs:label ?word }"
# What the words ask for with which people ask.
_ASKED = {
    **dict.fromkeys(("when", "date", "day", "year"), "time"),
    **dict.fromkeys(("where", "place", "city"), "location"),
    **dict.fromkeys(("who", "by", "actor"), "agent"),
    **dict.fromkeys(("why", "goal", "aim"), "purpose"),
    **dict.fromkeys(("topic", "subject"), "about"),
    **dict.fromkeys(("words", "text", "source", "evidence"), "quote"),
}
_SEAM = re.compile("(?<=[a-z])(?=[A-Z])")
_THINGS = "SELECT DISTINCT ?this { ?this rdfs:label ?label } LIMIT 5000"
_GRAPHS = "SELECT ?this { GRAPH ?this {} } LIMIT 5000"
_NOWHERE = """
SELECT ?term {
  VALUES ?term { %s }
  FILTER NOT EXISTS { ?term ?property ?value } FILTER NOT EXISTS { ?this ?term ?value }
  FILTER NOT EXISTS { ?this ?property ?term }
  FILTER NOT EXISTS { GRAPH ?term { ?this ?property ?value } }
  FILTER NOT EXISTS { GRAPH ?why { ?term ?property ?value } }
  FILTER NOT EXISTS { GRAPH ?why { ?this ?term ?value } }
  FILTER NOT EXISTS { GRAPH ?why { ?this ?property ?term } }
}"""
_TOLD = 5  # of them that are told


@dataclass(frozen=True)
class Term:
    """A class or property in use.

    How a query writes it, what it is called, how often it is used.
    """

    name: str
    label: str
    kind: str
    count: int


@dataclass(frozen=True)
class Hint:
    """A name in a query that occurs nowhere, and the nearest that does."""

    name: str
    nearest: str
    query: str
    more: int = 0
    """How many more names occur nowhere, of which nothing is told."""

    @property
    def also(self) -> str:
        """That there are more of them, in words."""
        if self.more == 1:
            return Phrase("1 more name of this query occurs nowhere.")
        if not self.more:
            return ""
        return Phrase(
            "{count} more names of this query occur nowhere.", count=self.more
        )

    @property
    def notice(self) -> Notice:
        """What to tell a program of it."""
        told = [Phrase("{name} occurs nowhere here.", name=self.name)]
        if self.nearest:
            told.append(Phrase("Did you mean {nearest}?", nearest=self.nearest))
        also = [self.also] if self.also else []
        return Notice("unknown-names", in_a_row(*told, *also))


class Terms:
    """The terms of one release."""

    def __init__(
        self, release: Release, engine: Engine, describing: Describing
    ) -> None:
        """Nothing is asked yet."""
        self._release, self._engine, self._describing = release, engine, describing

    @cached_property
    def used(self) -> list[Term]:
        """The classes and properties in use, as the catalog counts them.

        None where it tells of none.
        """
        rows = self._rows(_USED, dataset=NamedNode(self._release.dataset))
        labels = self._describing.labels((row["term"] for row in rows), asked=())
        return [self._term(row, labels) for row in rows]

    def _term(self, row: Row, labels: Mapping[str, str]) -> Term:
        iri = text_of(row["term"])
        label, kind = labels.get(iri, ""), text_of(row["kind"])
        return Term(self._name(iri), label, kind, int(text_of(row["count"])))

    @cached_property
    def _nearest(self) -> Nearest:
        """All terms, things and graphs here, to seek what is like a name."""
        known = self._release.iris.prefixes
        terms = (node(term.name, known).value for term in self.used)
        rows = [*self._rows(_THINGS), *self._rows(_GRAPHS)]
        # Virtuoso tells of graphs without naming any.
        things = (row.get("this") for row in rows)
        named = (one for one in things if isinstance(one, NamedNode))
        return Nearest([*terms, *map(text_of, named)])

    @cached_property
    def _kinds(self) -> Nearest:
        """The classes that something is: whatever else there is finds nothing after `a`."""
        known = self._release.iris.prefixes
        kinds = (term.name for term in self.used if term.kind == "class")
        return Nearest(node(name, known).value for name in kinds)

    def hints(self, query: str) -> list[Hint]:
        """What in a query occurs nowhere in the release."""
        declared = self._release.iris.prefixes | declared_by(query)
        compared = self._release.compared  # those datatypes are there, in the source
        named = terms_in(query, declared).items()
        sought = {this: token for this, token in named if this.value not in compared}
        unknown = self._unknown_terms(sought)
        wrong = [(this, token) for this, token in sought.items() if this in unknown]
        hints = [
            self._hint(query, this.value, token, declared)
            for this, token in wrong[:_TOLD]
        ]
        if len(wrong) > _TOLD:
            hints[-1] = replace(hints[-1], more=len(wrong) - _TOLD)
        return hints

    def _unknown_terms(self, terms: Iterable[NamedNode]) -> set[object]:
        """Those of some IRIs that occur nowhere."""
        wanted = values(terms)
        rows = self._rows(_NOWHERE % wanted) if wanted else []
        return {row["term"] for row in rows}

    def _hint(
        self, query: str, iri: str, token: Token, declared: dict[str, str]
    ) -> Hint:
        """What comes nearest to a name, and the query with that in its place."""
        is_kind = is_kind_name(query, token, declared)
        guess = self._guess(iri, token, self._kinds if is_kind else self._nearest)
        nearest = written_as(guess, declared) if guess else ""
        corrected = f"{query[: token.start]}{nearest}{query[token.end :]}"
        return Hint(token.text, nearest, corrected)

    def _guess(self, iri: str, token: Token, offered: Nearest) -> str:
        """What may be meant by an IRI that a query writes so: "" where nothing is near."""
        prefix, _, local = token.text.partition(":")
        as_known = self._release.iris.prefixes.get(prefix, "") + local
        if as_known in offered:
            return as_known
        if same := offered.in_other_letters(iri):
            return same
        ways = self._ways(iri)
        if offered is self._kinds:
            ways = (way for way in ways if way in offered)
        meant = next(ways, "") or self._everyday_term(local, offered)
        return meant or offered.of(iri)

    def _everyday_term(self, local: str, offered: Nearest) -> str:
        """The term that an everyday word stands for, such as dip:time for “when”."""
        word = _SEAM.sub(" ", local).casefold()
        candidates = f"{DIP}{_ASKED.get(word, '')}", self._evoked.get(word, "")
        return next((one for one in candidates if one in offered), "")

    @cached_property
    def _evoked(self) -> dict[str, str]:
        """What everyday words and labels stand for, if for one term in use alone."""
        known = self._release.iris.prefixes
        used = {node(term.name, known).value for term in self.used}
        iris_by_word: dict[str, set[str]] = {}
        for row in self._rows(_EVOKED):
            iri = text_of(row["term"])
            if iri in used:
                word = text_of(row["word"]).casefold()
                iris_by_word.setdefault(word, set()).add(iri)
        return {
            word: min(iris) for word, iris in iris_by_word.items() if len(iris) == 1
        }

    def _ways(self, iri: str) -> Iterator[str]:
        """Other ways to write an IRI that occur.

        None where that cannot be asked, and so the IRI itself is not told.
        """
        written = [NamedNode(way) for way in (iri, *ways(iri))]
        unknown = self._unknown_terms(written)
        if written[0] in unknown:
            yield from (way.value for way in written if way not in unknown)

    def _name(self, iri: str) -> str:
        return written_as(iri, self._release.iris.prefixes)

    def _rows(self, query: str, **terms: NamedNode) -> list[Row]:
        """Nobody asked for this: where it takes more than a query may use, it is left out."""
        with suppress(LimitReached):
            return self._engine.rows(query, **terms)
        return []
