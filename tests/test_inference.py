from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.deriving.inference import Derivation, Rule, derive, inferences

IRIS = Iris("http://example.org/")
GRANDPARENT = Rule(
    "grandparent",
    """# A parent's parent is a grandparent.
PREFIX : <http://example.org/>
CONSTRUCT { ?a :grandparent ?c } WHERE { GRAPH ?why1 { ?a :parent ?b }
    GRAPH ?why2 { ?b :parent ?c } }""",
)

CHILDLESS = Rule(
    "childless",
    """# Who is nobody's parent is childless.
PREFIX : <http://example.org/>
CONSTRUCT { ?b :childless true } WHERE {
  GRAPH ?why { ?a :parent ?b } FILTER NOT EXISTS { GRAPH ?other { ?b :parent ?c } }
}""",
)


def stated(text: str) -> list[Quad]:
    return list(
        parse(f"@prefix : <http://example.org/> . {text}", format=RdfFormat.TRIG)
    )


def premises(derivations: list[Derivation]) -> list[set[str]]:
    return [
        {premise.value.rpartition("/")[2] for premise in one.premises}
        for one in derivations
    ]


def test_a_derivation_knows_its_premises() -> None:
    (one,) = derive(
        [GRANDPARENT], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }"), {}
    )
    assert premises([one]) == [{"g1", "g2"}]
    assert one.triples == (Triple(IRIS("a"), IRIS("grandparent"), IRIS("c")),)


def test_two_ways_to_derive_a_triple_are_two_derivations() -> None:
    found = derive(
        [GRANDPARENT],
        stated(":g1 { :a :parent :b } :g2 { :b :parent :c } :g3 { :b :parent :c }"),
        {},
    )
    assert sorted(map(sorted, premises(found))) == [["g1", "g2"], ["g1", "g3"]]


def test_a_derivation_that_rests_on_more_than_it_needs_is_dropped() -> None:
    found = derive(
        [GRANDPARENT],
        stated(":g1 { :a :parent :b . :b :parent :c } :g2 { :b :parent :c }"),
        {},
    )
    assert premises(found) == [{"g1"}]


def test_without_a_premise_there_is_no_derivation() -> None:
    assert derive([GRANDPARENT], stated(":g1 { :a :parent :b }"), {}) == []


def test_a_rule_may_ask_that_something_is_not_stated() -> None:
    assert premises(derive([CHILDLESS], stated(":g1 { :a :parent :b }"), {})) == [
        {"g1"}
    ]
    (one,) = derive(
        [CHILDLESS], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }"), {}
    )
    assert one.triples[0].subject == IRIS("c")


def test_the_card_joins_the_quotes_and_keeps_the_voices() -> None:
    derivations = derive(
        [GRANDPARENT], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }"), {}
    )
    cards = {
        IRIS("g1"): [
            Triple(IRIS("g1"), DIP("quote"), Literal("one")),
            Triple(IRIS("g1"), DIP("voice"), IRIS("v")),
        ],
        IRIS("g2"): [Triple(IRIS("g2"), DIP("quote"), Literal("two"))],
    }
    quads = inferences(derivations, cards, IRIS)
    said = {
        quad.predicate: quad.object
        for quad in quads
        if quad.subject == derivations[0].iri(IRIS)
    }
    assert said[DIP("quote")] == Literal("one … two")
    assert said[DIP("voice")] == IRIS("v")
    assert said[DIP("reason")] == Literal("A parent's parent is a grandparent.")


def test_the_iri_of_a_derivation_is_the_same_in_every_build() -> None:
    (one,) = derive(
        [GRANDPARENT], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }"), {}
    )
    assert one.iri(IRIS) == NamedNode(
        "http://example.org/inference/grandparent/db1366aabb84f542"
    )
