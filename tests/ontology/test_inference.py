from concurrent.futures import ProcessPoolExecutor

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.deriving import inference
from diplomatica.pipeline.deriving.derivation import Derivation
from diplomatica.pipeline.deriving.derivationcards import (
    DerivationCards,
    without_premises,
)
from diplomatica.pipeline.deriving.derivedgraph import graph_of
from diplomatica.pipeline.deriving.derivedgraphs import derive_graphs, derived_beside
from diplomatica.pipeline.deriving.rule import Rule
from diplomatica.pipeline.storing.kept import Together, on_disk
from diplomatica.pipeline.workshop.workshop import Workshop

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


PARENT = Rule(
    "child",
    """# Whose parent somebody is, that is a child.
PREFIX : <http://example.org/>
CONSTRUCT { ?b :child ?a } WHERE { GRAPH ?why { ?a :parent ?b } }""",
)


def stated(text: str) -> list[Quad]:
    return list(
        parse(f"@prefix : <http://example.org/> . {text}", format=RdfFormat.TRIG)
    )


def derive(rules: list[Rule], said: list[Quad]) -> list[Derivation]:
    return list(inference.derive(rules, said, {}, IRIS))


def premises(derivations: list[Derivation]) -> list[set[str]]:
    return [
        {premise.value.rpartition("/")[2] for premise in one.premises}
        for one in derivations
    ]


def test_a_derivation_knows_its_premises() -> None:
    (one,) = derive(
        [GRANDPARENT], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }")
    )
    assert premises([one]) == [{"g1", "g2"}]
    assert one.triples == (Triple(IRIS("a"), IRIS("grandparent"), IRIS("c")),)


def test_two_ways_to_derive_a_triple_are_two_derivations() -> None:
    found = derive(
        [GRANDPARENT],
        stated(":g1 { :a :parent :b } :g2 { :b :parent :c } :g3 { :b :parent :c }"),
    )
    assert sorted(map(sorted, premises(found))) == [["g1", "g2"], ["g1", "g3"]]


def test_a_derivation_that_rests_on_more_than_it_needs_is_dropped() -> None:
    found = derive(
        [GRANDPARENT],
        stated(":g1 { :a :parent :b . :b :parent :c } :g2 { :b :parent :c }"),
    )
    assert premises(found) == [{"g1"}]


def test_without_a_premise_there_is_no_derivation() -> None:
    assert derive([GRANDPARENT], stated(":g1 { :a :parent :b }")) == []


def test_a_rule_may_ask_that_something_is_not_stated() -> None:
    assert premises(derive([CHILDLESS], stated(":g1 { :a :parent :b }"))) == [{"g1"}]
    (one,) = derive([CHILDLESS], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }"))
    assert one.triples[0].subject == IRIS("c")


def test_the_card_joins_the_quotes_and_keeps_the_voices() -> None:
    derivations = derive(
        [GRANDPARENT], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }")
    )
    told = [
        Quad(IRIS("g1"), DIP("quote"), Literal("one")),
        Quad(IRIS("g1"), DIP("voice"), IRIS("v")),
        Quad(IRIS("g2"), DIP("quote"), Literal("two")),
    ]
    this = str(derivations[0].iri(IRIS))
    rows = DerivationCards(told, IRIS).rows(graph_of(derivations[0], IRIS))
    said = {by: term for about, by, term, _ in rows if about == this}
    assert said[str(DIP("quote"))] == str(Literal("one … two"))
    assert said[str(DIP("voice"))] == str(IRIS("v"))
    reason = Literal("A parent's parent is a grandparent.")
    assert said[str(DIP("reason"))] == str(reason)


def test_what_rests_on_a_note_has_no_voice() -> None:
    note, claim = IRIS("note", "n"), IRIS("claim", "news", "c")
    trig = f"<{note.value}> {{ :a :parent :b }} <{claim.value}> {{ :b :parent :c }}"
    derivations = derive([GRANDPARENT], stated(trig))
    told = [
        Quad(claim, DIP("quote"), Literal("two")),
        Quad(claim, DIP("voice"), IRIS("v")),
        Quad(claim, DIP("perhapsVoice"), IRIS("w")),
    ]
    this = str(derivations[0].iri(IRIS))
    rows = DerivationCards(told, IRIS).rows(graph_of(derivations[0], IRIS))
    said = {by for about, by, _, _ in rows if about == this}
    assert str(DIP("quote")) in said
    assert not said & {str(DIP("voice")), str(DIP("perhapsVoice"))}


def test_the_iri_of_a_derivation_is_the_same_in_every_build() -> None:
    (one,) = derive(
        [GRANDPARENT], stated(":g1 { :a :parent :b } :g2 { :b :parent :c }")
    )
    assert one.iri(IRIS) == NamedNode(
        "http://example.org/inference/grandparent/db1366aabb84f542"
    )


def test_another_process_derives_the_same_from_files() -> None:
    trig = """:g1 { :a :parent :b . :b :parent "007"^^<http://www.w3.org/2001/XMLSchema#integer> }
        :g2 { :b :parent :c . :a :parent _:somebody }
        :g3 { _:somebody :parent "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> }"""
    said = stated(trig)
    rules = [GRANDPARENT, PARENT]
    grounds = Together([on_disk(said[:3]), said[3:]])
    here = list(derive_graphs(rules, grounds, {}, IRIS))
    with ProcessPoolExecutor(1) as executor:
        there = derived_beside(rules, grounds, {}, IRIS, Workshop(here=executor))
        assert list(there()) == here
    (forms,) = [one for one in here if "007" in str(one.triples)]
    assert '"007"' in forms.triples[0][2]


def test_what_one_article_gives_is_derived_within_it() -> None:
    trig = """<http://example.org/claim/a/1> { :a :parent :b }
        <http://example.org/claim/a/2> { :b :parent :c }
        <http://example.org/claim/b/1> { :a :parent :b }
        <http://example.org/claim/b/2> { :b :parent :c }
        <http://example.org/claim/c/3> { :b :parent :c }"""
    found = derive([GRANDPARENT], stated(trig))
    rests = [[one.value[25:] for one in derivation.premises] for derivation in found]
    assert rests == [["a/1", "a/2"], ["b/1", "b/2"]]


def test_what_no_article_gives_is_derived_across_them_once() -> None:
    trig = """<http://example.org/claim/a/1> { :a :parent :b }
        <http://example.org/claim/b/1> { :a :parent :b }
        <http://example.org/claim/c/2> { :b :parent :c }
        <http://example.org/claim/d/2> { :b :parent :c }"""
    *corroborations, one = derive([GRANDPARENT], stated(trig))
    rests = [[one.value[25:] for one in other.premises] for other in corroborations]
    assert rests == [["a/1", "b/1"], ["c/2", "d/2"]]
    assert set(one.premises) == {other.iri(IRIS) for other in corroborations}


def test_a_note_belongs_to_every_article() -> None:
    trig = """<http://example.org/note/1> { :b :parent :c }
        <http://example.org/claim/a/1> { :a :parent :b }
        <http://example.org/claim/b/1> { :a :parent :b }"""
    found = derive([GRANDPARENT], stated(trig))
    rests = [[one.value[19:] for one in derivation.premises] for derivation in found]
    assert rests == [["claim/a/1", "note/1"], ["claim/b/1", "note/1"]]


def test_derivations_grow_with_the_articles() -> None:
    def count(articles: int) -> int:
        claim = "<http://example.org/claim/{}/1> {{ :a :parent :b }}"
        other = "<http://example.org/claim/{}/2> {{ :b :parent :c }}"
        texts = [claim.format(n) + other.format(n) for n in range(articles)]
        return len(derive([GRANDPARENT], stated("".join(texts))))

    assert (count(10), count(20)) == (10, 20)


def test_a_rule_that_names_a_graph_is_asked_for_each() -> None:
    named = Rule(
        "named",
        """# What a claim says is said by it.
PREFIX : <http://example.org/>
CONSTRUCT { ?b :in ?name } WHERE { GRAPH ?why { ?a :parent ?b } BIND (STR(?why) AS ?name) }""",
    )
    found = derive([named], stated(":g1 { :a :parent :b } :g2 { :a :parent :b }"))
    said = {one.triples[0].object for one in found}
    assert said == {Literal("http://example.org/g1"), Literal("http://example.org/g2")}


def test_a_graph_that_gives_two_solutions_is_a_reason_of_both() -> None:
    found = derive([PARENT], stated(":g1 { :a :parent :b , :c } :g2 { :a :parent :b }"))
    said = {
        (str(one.premises[0])[-3:-1], str(one.triples[0].subject)[-2]) for one in found
    }
    assert said == {("g1", "b"), ("g1", "c"), ("g2", "b")}


def test_of_many_solutions_each_is_found() -> None:
    trig = "".join(f":g{n} {{ :a{n} :parent :b }} " for n in range(2_345))
    found = premises(derive([PARENT], stated(trig)))
    assert sorted(map(sorted, found)) == sorted([f"g{n}"] for n in range(2_345))


def test_what_may_lack_its_only_premise_is_told_without_one() -> None:
    maybe = Rule(
        "maybe",
        """# Who is somebody's may have a child.
PREFIX : <http://example.org/>
CONSTRUCT { ?b :known true } WHERE {
  GRAPH ?other { ?b :name ?name } OPTIONAL { GRAPH ?why { ?b :parent ?c } } }""",
    )
    (found,) = derive([maybe], stated(':g1 { :b :name "B" }'))
    (fault,) = without_premises([graph_of(found, IRIS)], IRIS)
    assert fault.message.endswith("boolean” from no premise")
