"""What each rule derives, kept under the hash of all that it can look at."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import cast

from pyoxigraph import Quad

from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.derivedgraph import (
    DerivedGraph,
    derivations_of,
    graph_of,
)
from diplomatica.pipeline.deriving.inference import Grounds
from diplomatica.pipeline.deriving.rule import CORROBORATION, Rule, in_turn
from diplomatica.pipeline.deriving.rulereach import properties_in
from diplomatica.pipeline.storing.kept import Together
from diplomatica.pipeline.workshop.keep import Keep, Missing
from diplomatica.pipeline.workshop.workshop import key_of

# More of one rule are not held in memory to be kept.
_MOST = 50_000
_Kept = list[tuple[str, bool, tuple[str, ...], tuple[tuple[str, str, str], ...]]]
"""The name of each graph, whether it is no corroboration, its premises and its triples."""


def kept_graphs(
    rules: list[Rule], stated: Together, known: dict[str, str], iris: Iris, keep: Keep
) -> Iterator[DerivedGraph]:
    """What the rules derive, each asked again only where it may derive something else."""
    grounds = Grounds(stated, known, iris)
    keys = _RuleKeys(_StatedDigests(stated, iris), grounds.rewritten, known, iris)
    asked_for = set(chain.from_iterable(rule.after for rule in rules))
    by_rule: dict[str, list[DerivedGraph]] = {}
    named = {rule.name: rule for rule in rules}
    for rule in in_turn(rules):
        key = keys.of(rule)
        graphs = _kept_of(rule, key, keep)
        if graphs is None:
            drawn = (
                derivations_of(named[name], by_rule[name])
                for name in rule.after
                if name in by_rule
            )
            found = grounds.derivations(rule, list(chain.from_iterable(drawn)))
            graphs = _keeping(key, (graph_of(one, iris) for one in found), keep)
        if rule.name in asked_for:
            graphs = by_rule[rule.name] = list(graphs)
        yield from graphs


def _kept_of(rule: Rule, key: str, keep: Keep) -> Iterable[DerivedGraph] | None:
    """What a rule derives, if it is kept."""
    try:
        kept = cast("_Kept", keep.get(key))
    except Missing:
        return None
    return (
        DerivedGraph(name, by.name, by.reason, premises, triples)
        for name, is_own, premises, triples in kept
        for by in [rule if is_own else CORROBORATION]
    )


def _keeping(
    key: str, graphs: Iterator[DerivedGraph], keep: Keep
) -> Iterable[DerivedGraph]:
    """Keep what a rule derives, unless it is too much or a fault."""
    first = list(islice(graphs, _MOST))
    if len(first) < _MOST and all(one.premises for one in first):
        kept: _Kept = [
            (one.name, one.rule != CORROBORATION.name, one.premises, one.triples)
            for one in first
        ]
        keep.put(key, kept)
    return chain(first, graphs)


class _StatedDigests:
    """What stands for all that is stated with each property.

    The vocabulary is one of the named graphs, and a whole.
    """

    def __init__(self, stated: Together, iris: Iris) -> None:
        self.apart = iris("graph", "ontology")
        end = b" %b ." % str(self.apart).encode()
        self._vocabulary = hashlib.sha256()
        sums = defaultdict[bytes, "hashlib._Hash"](hashlib.sha256)
        for piece in stated.pieces():
            for line in filter(None, piece.split(b"\n")):
                if line.endswith(end):
                    self._vocabulary.update(line)
                else:
                    sums[line.split(b" ", 2)[1]].update(line)
        self._by_property = {
            by[1:-1].decode(): one.hexdigest() for by, one in sums.items()
        }

    def of(self, properties: frozenset[str] | None) -> str:
        """What stands for all of some properties; None are all of them."""
        known: Iterable[str] = self._by_property
        if properties is not None:
            known = properties & self._by_property.keys()
        told = [f"{by} {self._by_property[by]}" for by in sorted(known)]
        return "\n".join([self._vocabulary.hexdigest(), *told])


class _RuleKeys:
    """The hashes of all that rules derive something from."""

    def __init__(
        self,
        stated: _StatedDigests,
        rewritten: list[Quad],
        known: Mapping[str, str],
        iris: Iris,
    ) -> None:
        self._stated, self._known = stated, known
        written = "\n".join(map(str, rewritten)).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(written).hexdigest()
        self._name = f"derived {iris!r} {sorted(known.items())} {digest}"
        self._by_rule: dict[str, str] = {}

    def of(self, rule: Rule) -> str:
        """The hash of a rule, of which those come first on which it draws."""
        properties = properties_in(rule, self._known, self._stated.apart)
        drawn = [self._by_rule.get(name, "") for name in rule.after]
        parts = [rule.name, rule.query, *drawn, self._stated.of(properties)]
        self._by_rule[rule.name] = key_of(self._name, "\n".join(parts))
        return self._by_rule[rule.name]
