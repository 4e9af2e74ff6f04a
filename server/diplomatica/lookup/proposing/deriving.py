"""What rules would derive no longer, and anew, if a proposal were accepted.

They run on what is stated around the things that it changes: once as that is, and once
amended. A release holds its rules as `sh:construct`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from itertools import islice

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Triple

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.errors import LimitReached
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.model.dataset.ruletext import drawn_on
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import ABOUT
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import DIP

_MOST = 1_000  # graphs that are looked at
_TOLD = 200
_RULES = "SELECT ?rule ?query { ?rule a dip:Rule ; sh:construct ?query }"
_NEAR = """
SELECT DISTINCT ?graph {
  VALUES ?node { %s }
  { GRAPH ?graph { ?node ?p ?o } } UNION { GRAPH ?graph { ?s ?q ?node } }
} LIMIT %d"""
_OF = """
SELECT DISTINCT ?graph {
  VALUES ?node { %s } GRAPH ?graph { ?node ?p ?o }
} LIMIT %d"""
# Beside what, in the end, something rests on it; what is derived in turn is derived here.
_PREMISES = """
SELECT DISTINCT ?graph {
  { SELECT DISTINCT ?inference { ?inference dip:premise+ ?about } }
  ?inference dip:premise+ ?graph FILTER NOT EXISTS { ?graph dip:premise ?other }
} ORDER BY ?graph LIMIT %d"""
_SAID_IN = """
SELECT ?claim ?remark {
  VALUES ?claim { %s } GRAPH ?record { ?claim dip:saidIn ?remark }
}"""
_GIVEN = """
SELECT ?graph ?premise {
  GRAPH ?graph { ?s ?p ?o } FILTER (?graph != ?about)
  OPTIONAL {
    ?graph dip:premise+ ?premise FILTER NOT EXISTS { ?premise dip:premise ?other }
  }
}"""
_KNOWN = "SELECT ?graph { GRAPH ?graph { ?s ?p ?o } } LIMIT 1"
_DERIVED = NamedNode("urn:x-derived")


@dataclass(frozen=True)
class Otherwise:
    """The triples that would be derived no longer, and those that would be anew."""

    lost: list[Triple]
    new: list[Triple]


class Deriving:
    """The rules of a release, run around what a proposal changes."""

    def __init__(self, engine: Engine, iris: Iris, proposal: Proposal) -> None:
        """Nothing is asked yet."""
        self._engine, self._iris, self._proposal = engine, iris, proposal

    def otherwise(self) -> Otherwise | None:
        """What would be derived otherwise.

        None where that cannot be told: the release holds no rules, or too much hangs
        together with what is changed.
        """
        try:
            return self._otherwise()
        except (LimitReached, SyntaxError):
            return None

    def _otherwise(self) -> Otherwise | None:
        """What the rules derive no longer and anew; None where that is too much to run."""
        graphs = self._graphs if self._rules else None
        if graphs is None:
            return None
        stated = [*self._engine.quads(graphs), *self._said_in(graphs), *self._ontology]
        before = self._derived_triples(stated)
        after = self._derived_triples(self._amended(stated))
        gone = sorted(before - after, key=str)
        come = sorted(after - before, key=str)
        lost = (one for one in gone if self._rests(one, graphs))
        new = (one for one in come if not self._is_known(one))
        return Otherwise(list(islice(lost, _TOLD)), list(islice(new, _TOLD)))

    @cached_property
    def _rules(self) -> dict[str, str]:
        """The text of each rule, by its name."""
        queries: dict[str, str] = {}
        for row in self._engine.rows(_RULES):
            name = self._iris.slug(text_of(row["rule"]))
            queries[name] = text_of(row["query"])
        return queries

    @cached_property
    def _ontology(self) -> list[Quad]:
        return self._engine.quads([self._iris("graph", "ontology")])

    @cached_property
    def _graphs(self) -> set[NamedNode] | None:
        """The graphs that state something of what is changed, and of what is beside it."""
        changed = (*self._proposal.removed, *self._proposal.added)
        nodes = self._things(term for triple in changed for term in triple)
        near = self._stated_graphs(_NEAR, nodes)
        if near is None:
            return None
        quads = self._engine.quads(near)
        beside = self._things(term for quad in quads for term in quad.triple)
        around = self._stated_graphs(_OF, beside)
        if around is None:
            return None
        about = self._proposal.about
        rows = self._engine.rows(_PREMISES % (_MOST + 1), about=about)
        if len(rows) > _MOST:
            return None
        premises = {NamedNode(text_of(row["graph"])) for row in rows}
        return {about, *near, *around, *premises}

    def _things(self, terms: Iterable[object]) -> set[NamedNode]:
        """The IRIs among some terms that are no terms of the vocabulary."""
        known = {quad.subject for quad in self._ontology}
        nodes = {term for term in terms if isinstance(term, NamedNode)}
        return {node for node in nodes - known if not node.value.startswith(DIP)}

    def _stated_graphs(
        self, query: str, nodes: Collection[NamedNode]
    ) -> set[NamedNode] | None:
        """The graphs that somebody stated, of these nodes; None where there are too many."""
        rows = self._engine.rows(query % (values(nodes), _MOST + 1))
        if len(rows) > _MOST:
            return None
        graphs = {NamedNode(text_of(row["graph"])) for row in rows}
        return {graph for graph in graphs if self._is_stated(graph.value)}

    def _is_stated(self, graph: str) -> bool:
        kind = self._iris.kind(graph)
        if kind == "graph":
            # No rule draws on what tells of the dataset.
            return self._iris.slug(graph).partition("/")[0] not in ABOUT
        return kind not in ("inference", "rule", "query")

    def _said_in(self, graphs: Iterable[NamedNode]) -> list[Quad]:
        """In what remarks claims were said, as rules find it in the record."""
        rows = self._engine.rows(_SAID_IN % values(graphs))
        triples = [Triple(row["claim"], DIP("saidIn"), row["remark"]) for row in rows]  # type: ignore[arg-type]
        return stated_in(self._iris("graph", "record"), triples)

    def _amended(self, stated: Sequence[Quad]) -> list[Quad]:
        about = self._proposal.about
        gone = {*stated_in(about, self._proposal.removed)}
        kept = [quad for quad in stated if quad not in gone]
        return [*kept, *stated_in(about, self._proposal.added)]

    def _derived_triples(self, stated: Iterable[Quad]) -> set[Triple]:
        """All that the rules give. Raises SyntaxError for what is no rule."""
        store, triples_by_rule = Store(), dict[str, set[Triple]]()
        store.extend(stated)
        order = TopologicalSorter(
            {name: drawn_on(query) for name, query in self._rules.items()}
        )
        for name in filter(self._rules.__contains__, order.static_order()):
            query = self._rules[name]
            drawn = set().union(
                *(triples_by_rule.get(one, ()) for one in drawn_on(query))
            )
            store.extend(stated_in(_DERIVED, drawn))
            triples_by_rule[name] = _constructed(store, query, self._iris.prefixes)
            store.clear_graph(_DERIVED)
        return set().union(*triples_by_rule.values())

    def _rests(self, triple: Triple, graphs: Collection[NamedNode]) -> bool:
        """Whether nothing gives it but what was looked at."""
        subject, predicate, term = triple
        about = self._proposal.about
        terms = {"s": subject, "p": predicate, "o": term, "about": about}
        rows = self._engine.rows(_GIVEN, **terms)
        return all(row.get("premise") in graphs for row in rows)

    def _is_known(self, triple: Triple) -> bool:
        subject, predicate, term = triple
        return bool(self._engine.rows(_KNOWN, s=subject, p=predicate, o=term))


def _constructed(store: Store, query: str, known: Mapping[str, str]) -> set[Triple]:
    made = store.query(query, prefixes=dict(known))
    if not isinstance(made, QueryTriples):
        raise SyntaxError("a rule is no CONSTRUCT")
    return set(made)
