"""What rests on a claim, note or link: what rules derive from it, and what names its things."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from diplomatica.engine import Engine
from diplomatica.model.statement import text_of

_MOST = 200
# What rests on it, and falls with it: a corroboration stands as long as one of its reasons does.
_FALLING = """
    {{ ?{0} dip:premise ?about }} UNION {{
      ?{0} dip:premise+ ?about
      FILTER NOT EXISTS {{
        ?{0} dip:premise+ ?{0}_alike . ?{0}_alike a dip:Corroboration ; dip:premise+ ?about
      }}
    }}"""
# What is derived from it, and is stated nowhere that does not rest on it.
_DERIVED = f"""
SELECT DISTINCT ?s ?p ?o {{
  {_FALLING.format("inference")}
  GRAPH ?inference {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{
    GRAPH ?other {{ ?s ?p ?o }}
    FILTER (?other != ?about)
    FILTER NOT EXISTS {{ {_FALLING.format("other")} }}
  }}
}} ORDER BY ?s ?p STR(?o) LIMIT {_MOST}"""
# What else names a thing of which nothing but this says what it is.
_NAMING = f"""
SELECT DISTINCT ?thing ?other {{
  GRAPH ?about {{ ?thing a ?kind }}
  VALUES ?sort {{ dip:Claim dip:Note dip:Link }}
  {{ GRAPH ?other {{ ?thing ?p ?o }} }} UNION {{ GRAPH ?other {{ ?s ?q ?thing }} }}
  ?other a ?sort
  FILTER (?other != ?about)
  FILTER NOT EXISTS {{
    GRAPH ?also {{ ?thing a ?another }}
    FILTER (?also != ?about)
    FILTER NOT EXISTS {{ {_FALLING.format("also")} }}
  }}
}} ORDER BY ?thing ?other LIMIT {_MOST}"""


@dataclass(frozen=True)
class Named:
    """A thing of which nothing else says what it is, and what names it nevertheless."""

    thing: NamedNode
    others: list[NamedNode]


class Resting:
    """What would be left without its ground if something went altogether."""

    def __init__(self, engine: Engine, about: NamedNode) -> None:
        """Nothing is asked yet."""
        self._engine, self._about = engine, about

    def derived(self) -> list[Triple]:
        """The triples that rules derive from it, and that nothing else gives."""
        rows = self._engine.rows(_DERIVED, about=self._about)
        return [Triple(row["s"], row["p"], row["o"]) for row in rows]  # type: ignore[arg-type]

    def named(self) -> list[Named]:
        """The things that only this describes, with what names them besides."""
        return list(self._things_with_names())

    def _things_with_names(self) -> Iterator[Named]:
        """The things that have names by the claim, with what else names them."""
        others_by_thing: dict[str, list[NamedNode]] = {}
        for row in self._engine.rows(_NAMING, about=self._about):
            other = NamedNode(text_of(row["other"]))
            others_by_thing.setdefault(text_of(row["thing"]), []).append(other)
        for thing, others in others_by_thing.items():
            yield Named(NamedNode(thing), others)
