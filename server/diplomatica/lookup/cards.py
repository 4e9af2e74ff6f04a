"""Cards: what a page tells of an IRI beside its statements, asked once for many and kept.

A release never changes, so a card is the same whenever it is asked for. Who gathers the
cards of a whole page first asks twice: for all that it shows, and for what these name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import cast

from cachetools import LRUCache
from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine import Engine, Row, Term
from diplomatica.lookup.describing.statednames import names_of
from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.dataset.naming import (
    APPELLATIONS,
    CARRIERS,
    NAMED_BY_ENTITY,
    PREFERRED,
    REALIZING,
    SPELT,
    TITLED,
    TITLED_BY_NODES,
    TYPES_OF_NAMES,
    VALUED,
    may_lead_to_name,
)
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    NAMES,
    PAV,
    RDF,
    RDFS,
    SAYS_NOTHING,
    SCHEMA,
    SSSOM,
)

_KEPT = 10_000  # cards
_TIMES = tuple(
    DIP(name)
    for name in ("time", "startTime", "endTime", "timeWords", "earliest", "latest")
)
_BYLINE = (DCTERMS("publisher"), DCTERMS("issued"), SCHEMA("url"))
_TOLD = (
    *NAMES,
    *_TIMES,
    *_BYLINE,
    DCTERMS("source"),
    PAV("authoredBy"),
    SSSOM("object_label"),
    PAV("sourceLastAccessedOn"),
    *(
        DIP(name)
        for name in (
            "objectDescription",
            "reason",
            "speaker",
            "status",
            "asOf",
            "timeDisputed",
        )
    ),
)
_PARAGRAPH = DIP("paragraph")
# What only says whether a thing took place is no kind that tells what it is.
_WHETHER = {DIP("Occurrence"), DIP("Event"), DIP("Prospect")}


def _appelled(
    leading: Sequence[str], spelt: Sequence[str], way: str = "?this ?property ?node"
) -> str:
    """The part of a query for names that are nodes, by what leads there and spells them."""
    if not leading:
        return ""
    ways = [f"<{by}>" for by in spelt]
    if spelt == TITLED:
        ways += (f"<{by}>/({_any(ends)})" for by, ends in TITLED_BY_NODES.items())
    return _APPELLED.format(
        way=way,
        leading=" ".join(f"<{by}>" for by in leading),
        is_node="!ISLITERAL(?node)" if spelt != TITLED else "ISIRI(?node)",
        optional=_optional(ways),
        spelt=_variables(len(ways)),
    )


def _optional(ways: Iterable[str]) -> str:
    return " ".join(f"OPTIONAL {{ ?node {one} ?v{n} }}" for n, one in enumerate(ways))


def _variables(count: int) -> str:
    return ", ".join(f"?v{n}" for n in range(count))


def _any(properties: Iterable[str]) -> str:
    return "|".join(f"<{by}>" for by in properties)


def _sparql_list(terms: Iterable[NamedNode]) -> str:
    return ", ".join(map(str, terms))


# A filter where there are many properties: with two lists of VALUES the engine compares
# each term with all of them. Of graphs there are more than of properties of a time.
_CARDS = f"""
SELECT ?this ?property ?value ?why {{
  VALUES ?this {{ %s }}
  {{ ?this ?property ?value FILTER (?property IN ({{told}})) }}
  UNION {{
    GRAPH ?record {{ ?this dip:passage ?passage . ?passage dip:paragraph ?value }}
    BIND (dip:paragraph AS ?property)
  }}
  UNION {{
    ?this skosxl:prefLabel / skosxl:literalForm ?value
    BIND (skosxl:literalForm AS ?property)
  }}
  UNION {{
    GRAPH ?this {{ ?remark dip:speaker ?value }}
    BIND (dip:speaker AS ?property)
  }}
  UNION {{
    VALUES ?property {{ {" ".join(map(str, _TIMES))} }}
    GRAPH ?why {{ ?this ?property ?value }}
    FILTER NOT EXISTS {{ ?why a dip:Inference }}
  }}
}}"""
# A name that is a node of its own; the best by which it is spelt counts.
_APPELLED = """
  UNION {{
    VALUES ?property {{ {leading} }}
    {way} FILTER ({is_node})
    {optional}
    BIND (COALESCE({spelt}) AS ?value)
    FILTER (BOUND(?value))
  }}"""
_PREFERRED = f"""
  UNION {{{{
    ?this {{leading}} ?node . ?node {{typed}} ?type
    FILTER (!ISLITERAL(?node) && ?type IN ({{types}}))
    {{optional}}
    BIND (COALESCE({{spelt}}) AS ?value)
    FILTER (BOUND(?value))
    BIND (<{PREFERRED}> AS ?property)
  }}}}"""
# What the entity is called that stands for a property.
_OF_ENTITY = f"""
  UNION {{
    VALUES ?leading {{ {" ".join(f"<{by}>" for by in NAMED_BY_ENTITY)} }}
    ?entity ?leading ?this ; {RDFS("label")} ?value
    BIND ({RDFS("label")} AS ?property)
  }}"""
_WIDER = """
SELECT ?narrower ?wider {
  ?narrower rdfs:subClassOf ?wider FILTER (ISIRI(?narrower) && ISIRI(?wider))
}"""


@dataclass
class Card:
    """What is told of one IRI: what it is called, its kinds, its times, its words."""

    this: NamedNode
    said: dict[NamedNode, list[Term]] = field(default_factory=dict)
    """The values of the properties that a card has."""
    times: list[Quad] = field(default_factory=list)
    """Its times as they are stated, in the graphs that state them."""
    paragraphs: set[int] = field(default_factory=set)
    has_word: bool = False
    """Whether it is called by a word if it has no name."""

    def values(self, property_: NamedNode) -> list[Term]:
        """The values of one property."""
        return self.said.get(property_, [])

    def texts(self, property_: NamedNode) -> list[str]:
        """The values of one property, as texts."""
        return [text_of(value) for value in self.values(property_)]

    def nodes(self, property_: NamedNode) -> list[NamedNode]:
        """Those of the values that are IRIs."""
        values = self.values(property_)
        return [value for value in values if isinstance(value, NamedNode)]

    @cached_property
    def names(self) -> list[Triple]:
        """All names that it has, in whatever language; each part of a page asks for them."""
        return names_of(self.this, self.said, has_word=self.has_word)

    @property
    def types(self) -> list[NamedNode]:
        """All kinds that it is of, wide or narrow."""
        return self.nodes(RDF("type"))

    def is_a(self, kind: NamedNode) -> bool:
        """Whether it is of a kind."""
        return kind in self.types

    def add(self, row: Row) -> None:
        """Take over one row of what is asked for cards."""
        told_by, value = cast("NamedNode", row["property"]), row["value"]
        if told_by == _PARAGRAPH:
            self.paragraphs.add(int(text_of(value)))
        elif "why" in row:
            why = cast("NamedNode", row["why"])
            self.times.append(Quad(self.this, told_by, cast("Literal", value), why))
        else:
            self.said.setdefault(told_by, []).append(value)

    def named(self) -> set[NamedNode]:
        """The IRIs that stand on it, of which a page says what they are called."""
        values = (value for values in self.said.values() for value in values)
        nodes = {value for value in values if isinstance(value, NamedNode)}
        graphs = (time.graph_name for time in self.times)
        return nodes | {graph for graph in graphs if isinstance(graph, NamedNode)}


class Cards:
    """The cards of one release."""

    def __init__(
        self,
        engine: Engine,
        naming: Callable[[], Iterable[NamedNode]] = tuple,
        has_word: Callable[[str], bool] = bool,
        naming_types: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Take the engine that has loaded the release.

        `naming` tells by which properties its things are called, too, `naming_types`
        which types of names are preferred to others, and `has_word` whether an IRI
        without a name is called by a word.
        """
        self._naming_types = naming_types
        self._engine, self._naming, self._has_word = engine, naming, has_word
        self._known: LRUCache[NamedNode, Card] = LRUCache(_KEPT)
        self._lock = Lock()

    def make_ready(self) -> None:
        """Ask which kinds are wider than others."""
        _ = self._wider

    def of(self, terms: Iterable[object]) -> dict[NamedNode, Card]:
        """The cards of these IRIs; of an IRI of which nothing is told, an empty one."""
        nodes = {term for term in terms if isinstance(term, NamedNode)}
        with self._lock:
            cards = {this: self._known[this] for this in nodes if this in self._known}
        missing = nodes - cards.keys()
        if missing:
            fresh = self._ask(missing)
            cards |= fresh
            with self._lock:
                self._known.update(fresh)
        return cards

    def gather(self, terms: Iterable[object]) -> None:
        """Ask for all that a page shows, and for what their cards name."""
        cards = self.of(terms)
        self.of(named for card in cards.values() for named in card.named())

    @cached_property
    def _query(self) -> str:
        properties = _sparql_list(
            dict.fromkeys((*_TOLD, *OF_CLAIMS.on_card, *self._naming()))
        )
        query = _CARDS.replace("{told}", properties)
        naming = [by.value for by in self._naming()]
        appelled = "".join(
            _appelled([by for by in naming if CARRIERS.get(by) == spelt], spelt)
            for spelt in dict.fromkeys(CARRIERS.values())
        )
        realizing = [by for by in naming if by in REALIZING]
        appelled += _appelled(realizing, TITLED, "?node ?property ?this")
        appelled += self._preferred(naming)
        if not set(VALUED).isdisjoint(naming):
            known = dict.fromkeys((*(by.value for by in NAMES), *naming))
            appelled += _appelled(list(filter(may_lead_to_name, known)), VALUED)
        if not set(NAMED_BY_ENTITY).isdisjoint(naming):
            appelled += _OF_ENTITY
        return f"{query.removesuffix('}')}{appelled}\n}}"

    def _preferred(self, naming: Iterable[str]) -> str:
        """The part of the query for those appellations whose type says that they are the name."""
        types = [f"<{one}>" for one in self._naming_types()]
        leading = [by for by in naming if by in APPELLATIONS]
        if not (types and leading):
            return ""
        return _PREFERRED.format(
            leading=_any(leading),
            typed=_any(TYPES_OF_NAMES),
            types=", ".join(types),
            optional=_optional(map("<{}>".format, SPELT)),
            spelt=_variables(len(SPELT)),
        )

    def _ask(self, terms: Iterable[NamedNode]) -> dict[NamedNode, Card]:
        cards = {
            this: Card(this, has_word=self._has_word(this.value))
            for this in sorted(terms, key=str)
        }
        for row in self._engine.rows(self._query % " ".join(map(str, cards))):
            cards[cast("NamedNode", row["this"])].add(row)
        return cards

    def kinds(self, card: Card) -> list[NamedNode]:
        """The narrowest kinds that tell what a thing is, in order."""
        types = set(self.telling(card))
        wider = set[NamedNode]()
        for kind in types:
            wider |= self._above(kind) - {kind}
        return sorted(types - wider, key=str)

    def telling(self, card: Card) -> list[NamedNode]:
        """The kinds that tell what a thing is, wide or narrow."""
        known = [kind for kind in card.types if kind not in _WHETHER]
        return [kind for kind in known if kind not in SAYS_NOTHING] or known

    def narrower(self, kind: NamedNode) -> set[NamedNode]:
        """A kind, and all that are narrower."""
        return {kind, *(one for one in self._wider if kind in self._above(one))}

    def _above(self, kind: NamedNode) -> set[NamedNode]:
        """All kinds that are wider than one."""
        broader, waiting = set[NamedNode](), [kind]
        while waiting:
            for wider in self._wider.get(waiting.pop(), ()):
                if wider not in broader:
                    broader.add(wider)
                    waiting.append(wider)
        return broader

    @cached_property
    def _wider(self) -> Mapping[NamedNode, set[NamedNode]]:
        broader: dict[NamedNode, set[NamedNode]] = {}
        for row in self._engine.rows(_WIDER):
            narrower = cast("NamedNode", row["narrower"])
            broader.setdefault(narrower, set()).add(cast("NamedNode", row["wider"]))
        return broader
