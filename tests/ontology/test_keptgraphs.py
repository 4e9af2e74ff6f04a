"""What rules derive is the same where most of it was kept from the last time."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, RDF, XSD, prefixes
from diplomatica.pipeline.deriving.derivedgraphs import derive_graphs
from diplomatica.pipeline.deriving.inference import Grounds
from diplomatica.pipeline.deriving.rule import Rule
from diplomatica.pipeline.deriving.rulereach import properties_in
from diplomatica.pipeline.storing.kept import Together, on_disk
from diplomatica.pipeline.workshop.keep import Keep

BASE = "http://example.org/"
IRIS = Iris(BASE)
VOCABULARY = IRIS("graph", "ontology")
KNOWN = {"": BASE, "graph": f"{BASE}graph/", "rdf": RDF("").value}
PATTERNS = {
    "one": "GRAPH ?why { ?a :p ?b }",
    "two": "GRAPH ?why1 { ?a :p ?x } GRAPH ?why2 { ?x :q ?b }",
    "list": "GRAPH ?why { ?a :q ?b . ?b rdf:rest ( ?c ) }",
    "kinds": "GRAPH ?why { ?a a ?b } GRAPH graph:ontology { ?b :q* :C }",
    "either": "GRAPH ?why { ?a :p|:r ?b } FILTER NOT EXISTS { GRAPH ?g { ?b :q ?a } }",
    "any": "GRAPH ?why { ?a ?by ?b }",
    "next": "GRAPH ?why { ?a :p ?b ; ?by ?c }",
    "within": "GRAPH ?why { ?a :p ?b FILTER EXISTS { GRAPH ?g { [] ?by ?b } } }",
    "values": "VALUES ?by { :p :r } GRAPH ?why { ?a ?by ?b }",
    "beside": "{ { VALUES ?by { :p } } UNION { GRAPH ?g { ?b :q ?c } } } GRAPH ?why { ?a ?by ?b }",
    "among": "GRAPH ?why { ?a ?by ?b FILTER (?by IN (:q, :r)) }",
    "minus": "VALUES ?by { :q } GRAPH ?why { ?a :p ?b } MINUS { GRAPH ?g { ?a ?by ?b } }",
    "none": "GRAPH ?why { ?a :p? ?b }",
    "not": "GRAPH ?why { ?a !:p ?b }",
    "empty": "GRAPH ?why { ?a :p ?b } GRAPH ?b { }",
    "said": 'GRAPH ?why { ?a :p ?b } FILTER (STR(?b) != "} ?s ?p ?o # ")  # ?a ?b ?c',
}
RULES = [
    Rule(name, f"# It follows.\nCONSTRUCT {{ ?b :{name} ?a }} WHERE {{ {pattern}\n}}")
    for name, pattern in PATTERNS.items()
]
AFTER = Rule(
    "after",
    "# It follows.\n# after: one, values\n"
    "CONSTRUCT { ?a :after ?b } WHERE { GRAPH ?why { ?a :one|:values ?b } }",
)
# What two articles give together, and what follows from that.
FURTHER = Rule(
    "further",
    "# It follows.\n# after: two\n"
    "CONSTRUCT { ?a :further ?c } WHERE { GRAPH ?why1 { ?b :two ?a } GRAPH ?why2 { ?b :p ?c } }",
)

nodes = st.sampled_from([NamedNode(f"{BASE}{name}") for name in "abC"])
properties = st.sampled_from(
    [*(NamedNode(f"{BASE}{name}") for name in "pqr"), RDF("type"), RDF("rest")]
)
graphs = st.sampled_from(
    [
        *(NamedNode(f"{BASE}{name}") for name in ("claim/x/1", "claim/y/1", "b")),
        VOCABULARY,
    ]
)
seven = st.sampled_from(
    [Literal("007", datatype=XSD("integer")), Literal("7", datatype=XSD("integer"))]
)
terms = nodes | seven | st.just(BlankNode("one")) | st.just(RDF("nil"))
fact = st.builds(Quad, nodes, properties, terms, graphs)
facts = st.lists(fact, min_size=3, max_size=8, unique=True)


def derived(rules: list[Rule], said: list[Quad], keep: Keep | None) -> list[str]:
    half = len(said) // 2
    stated = Together([on_disk(said[:half]), said[half:]])
    return sorted(map(repr, derive_graphs(rules, stated, KNOWN, IRIS, keep)))


@settings(max_examples=40, deadline=None)
@given(facts, st.lists(fact, min_size=3, max_size=6))
def test_what_rules_derive_is_the_same_as_if_nothing_was_kept(
    said: list[Quad], changes: list[Quad]
) -> None:
    rules = [*RULES, AFTER, FURTHER]
    with tempfile.TemporaryDirectory() as folder:
        keep = Keep(Path(folder))
        derived(rules, said, keep)
        for one in changes:
            # Each comes, or goes where it was there.
            said = [*said, one] if one not in said else [q for q in said if q != one]
            assert derived(rules, said, keep) == derived(rules, said, None)


def test_a_rule_is_not_asked_again_for_what_it_does_not_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    derivations = Grounds.derivations

    def noting(self: Grounds, rule: Rule, drawn: list[object]) -> object:
        asked.append(rule.name)
        return derivations(self, rule, drawn)  # type: ignore[arg-type]

    monkeypatch.setattr(Grounds, "derivations", noting)
    keep, graph = Keep(tmp_path), NamedNode(f"{BASE}claim/x/1")
    p, r = (NamedNode(f"{BASE}{name}") for name in "pr")
    first = Quad(p, p, r, graph)
    derived([*RULES, AFTER], [first], keep)
    asked.clear()
    derived([*RULES, AFTER], [first, Quad(p, r, p, graph)], keep)
    assert set(asked) == {"either", "any", "next", "within", "values", "beside"} | {
        *("among", "minus", "none", "not", "empty", "after")
    }


def test_of_nearly_all_rules_of_claims_it_is_told_what_they_look_at() -> None:
    files = sorted((PACKAGED / "ontology" / "rules").glob("*.rq"))
    rules = [Rule(one.stem, one.read_text("utf-8")) for one in files]
    known = {one.name: properties_in(one, prefixes(BASE), VOCABULARY) for one in rules}
    untold = {name for name, properties in known.items() if properties is None}
    assert untold == {"act-label", "initiator-of-matter", "wider-property"}
    assert DIP("finale").value in (known["end-at-finale"] or ())
    assert DIP("finale").value not in (known["span"] or ())


def test_what_is_derived_across_articles_is_kept_with_its_corroborations(
    tmp_path: Path,
) -> None:
    p, q, a, b, c = (NamedNode(f"{BASE}{name}") for name in "pqabC")
    claims = [NamedNode(f"{BASE}claim/{name}/1") for name in "xyzw"]
    said = [Quad(a, p, b, claims[0]), Quad(c, p, b, claims[1])]
    said += [Quad(b, q, c, one) for one in claims[2:]]
    rules, keep = [*RULES, FURTHER], Keep(tmp_path)
    first = derived(rules, said, keep)
    assert derived(rules, said, keep) == first == derived(rules, said, None)
    assert sum("rule='corroboration'" in one for one in first) == 1
    assert sum("rule='further'" in one for one in first) == 2
