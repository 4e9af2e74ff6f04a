"""What is derived across articles: it names what rests on several of them, and repeats nothing."""

from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.pipeline.deriving import inference
from diplomatica.pipeline.deriving.derivation import Derivation
from diplomatica.pipeline.deriving.derivationcards import DerivationCards
from diplomatica.pipeline.deriving.derivedgraph import graph_of
from diplomatica.pipeline.deriving.rule import CORROBORATION, Rule, as_rule
from diplomatica.pipeline.files.queryfile import Query

IRIS = Iris("http://example.org/")
HEAD = "PREFIX : <http://example.org/>"
GRANDPARENT = Rule(
    "grandparent",
    f"""# A parent's parent is a grandparent.
{HEAD}
CONSTRUCT {{ ?a :grandparent ?c }} WHERE {{
  GRAPH ?why1 {{ ?a :parent ?b }} GRAPH ?why2 {{ ?b :parent ?c }} }}""",
)
OLDER = Rule(
    "older",
    f"""# A grandparent is older than all children.
# after: grandparent
{HEAD}
CONSTRUCT {{ ?c :older ?child }} WHERE {{
  GRAPH ?why1 {{ ?a :grandparent ?c }} GRAPH ?why2 {{ ?child :of ?c }} }}""",
)
AGED = Rule(
    "aged",
    f"""# Children are of the age of their class.
{HEAD}
CONSTRUCT {{ ?a :age ?age . ?a :years ?age }} WHERE {{
  GRAPH ?why1 {{ ?a :in ?class }} GRAPH ?why2 {{ ?class :age ?age }} }}""",
)
COUNTED = Rule(
    "counted",
    f"""# An age is a number.
# after: aged
{HEAD}
CONSTRUCT {{ ?a :number ?age }} WHERE {{ GRAPH ?why {{ ?a :age ?age }} }}""",
)


def claims(*said: str) -> list[Quad]:
    """Claims of articles, each as “a/1 :a :parent :b”."""
    texts = (one.partition(" ") for one in said)
    trig = "".join(f"<{claim(name).value}> {{ {what} }}" for name, _, what in texts)
    text = f"@prefix : <http://example.org/> . {trig}"
    return list(parse(text, format=RdfFormat.TRIG))


def claim(name: str) -> NamedNode:
    """A claim by the end of its IRI."""
    return NamedNode(f"http://example.org/claim/{name}")


def derive(rules: list[Rule], said: list[Quad]) -> list[Derivation]:
    return list(inference.derive(rules, said, {}, IRIS))


def of(rule: Rule, derivations: list[Derivation]) -> Derivation:
    """The one derivation of a rule."""
    (found,) = (one for one in derivations if one.rule == rule)
    return found


def test_what_several_articles_state_is_named_once_by_a_corroboration() -> None:
    said = claims("a/1 :a :parent :b", "b/1 :b :parent :c", "c/1 :b :parent :c")
    found = derive([GRANDPARENT], said)
    corroboration, derived = of(CORROBORATION, found), of(GRANDPARENT, found)
    assert derived.premises == (claim("a/1"), corroboration.iri(IRIS))
    assert corroboration.premises == (claim("b/1"), claim("c/1"))
    assert corroboration.triples == ()
    assert corroboration.iri(IRIS).value.startswith(
        "http://example.org/inference/corroboration/"
    )


def test_an_corroboration_is_the_same_in_whatever_order_it_is_found() -> None:
    said = claims("a/1 :a :parent :b", "b/1 :b :parent :c", "c/1 :b :parent :c")
    assert derive([GRANDPARENT], said[::-1]) == derive([GRANDPARENT], said)


def test_a_derivation_across_articles_is_itself_a_premise() -> None:
    said = claims("a/1 :a :parent :b", "b/1 :b :parent :c", "b/2 :d :of :c")
    found = derive([GRANDPARENT, OLDER], said)
    first, second = of(GRANDPARENT, found), of(OLDER, found)
    assert first.premises == (claim("a/1"), claim("b/1"))
    assert second.premises == (claim("b/2"), first.iri(IRIS))


def test_of_a_derivation_inside_an_article_the_premises_are_named() -> None:
    said = claims("a/1 :a :parent :b", "a/2 :b :parent :c", "b/2 :d :of :c")
    second = of(OLDER, derive([GRANDPARENT, OLDER], said))
    assert second.premises == (claim("a/1"), claim("a/2"), claim("b/2"))


def test_premises_grow_with_the_articles_and_not_with_their_products() -> None:
    def count(articles: int) -> int:
        said = [f"{n}/1 :child{n} :parent :b" for n in range(articles)]
        said += [f"{n}/2 :b :parent :c" for n in range(articles, 2 * articles)]
        return sum(len(one.premises) for one in derive([GRANDPARENT], claims(*said)))

    # Two of each grandparent, and those of the one corroboration.
    assert (count(10), count(20)) == (10 * 3, 20 * 3)


def test_premises_are_not_repeated_by_what_draws_on_derivations() -> None:
    def count(articles: int) -> int:
        said = [f"{n}/1 :a :parent :b" for n in range(articles)]
        said += [f"{n}/2 :b :parent :c" for n in range(articles, 2 * articles)]
        said += [f"{n}/3 :d{n} :of :c" for n in range(articles)]
        found = derive([GRANDPARENT, OLDER], claims(*said))
        return sum(len(one.premises) for one in found)

    # Two of each that is younger and of the grandparent, and those of two corroborations.
    assert (count(10), count(20)) == (10 * 4 + 2, 20 * 4 + 2)


def test_a_literal_is_written_as_by_the_claims_on_which_it_rests_in_the_end() -> None:
    said = claims(
        'a/1 :a :in :one . :x :is "7"^^<http://www.w3.org/2001/XMLSchema#integer>',
        'b/1 :one :age "007"^^<http://www.w3.org/2001/XMLSchema#integer>',
        'c/1 :one :age "007"^^<http://www.w3.org/2001/XMLSchema#integer>',
    )
    found = derive([AGED, COUNTED], said)
    written = {one.object for one in chain(*(one.triples for one in found))}
    assert written == {Literal("007", datatype=XSD("integer"))}
    counted = [one.premises for one in found if one.rule == COUNTED]
    assert (of(AGED, found).iri(IRIS),) in counted


def test_a_rule_that_looks_at_its_premises_repeats_them_neither() -> None:
    said_by = Rule(
        "said-by",
        f"""# What a class does is done by those in it, who are told of by somebody.
{HEAD}
CONSTRUCT {{ ?a :does ?what }} WHERE {{
  GRAPH ?why1 {{ ?a :in ?class }} GRAPH :record {{ ?why1 :by ?who }}
  GRAPH ?why2 {{ ?class :does ?what }} }}""",
    )
    said = claims("a/1 :a :in :one", "b/1 :one :does :c", "c/1 :one :does :c")
    said.append(Quad(claim("a/1"), IRIS("by"), IRIS("w"), IRIS("record")))
    found = derive([said_by], said)
    corroboration = of(CORROBORATION, found)
    assert of(said_by, found).premises == (claim("a/1"), corroboration.iri(IRIS))
    assert corroboration.premises == (claim("b/1"), claim("c/1"))


def cards(
    found: list[Derivation], told: list[Quad]
) -> dict[Rule, set[tuple[str, str]]]:
    """What the cards of some derivations say, by the rule."""
    making, said = DerivationCards(told, IRIS), dict[Rule, set[tuple[str, str]]]()
    for one in found:
        rows = making.rows(graph_of(one, IRIS))
        this = str(one.iri(IRIS))
        said[one.rule] = {(by, term) for about, by, term, _ in rows if about == this}
    return said


def test_the_quotes_and_voices_of_a_corroboration_stand_on_its_own_card() -> None:
    """Nobody tells alone what was derived with it: whoever tells the rest may deny it."""
    said = claims("a/1 :a :parent :b", "b/1 :b :parent :c", "c/1 :b :parent :c")
    names = [("a/1", "one", "v"), ("b/1", "two", "w"), ("c/1", "three", "x")]
    told = [Quad(claim(at), DIP("quote"), Literal(text)) for at, text, _ in names]
    told += [Quad(claim(at), DIP("voice"), IRIS(who)) for at, _, who in names]
    said_of = cards(derive([GRANDPARENT], said), told)
    voice, quote = str(DIP("voice")), str(DIP("quote"))
    agreed, derived = said_of[CORROBORATION], said_of[GRANDPARENT]
    assert {term for by, term in agreed if by == voice} == {
        str(IRIS("w")),
        str(IRIS("x")),
    }
    assert (quote, str(Literal("two … three"))) in agreed
    told_of = {one for one in derived if one[0] in (voice, quote)}
    assert told_of == {(quote, str(Literal("one")))}


def test_what_rests_on_a_note_through_another_derivation_has_no_voice() -> None:
    placed = Rule(
        "placed",
        f"""# Children of a class are where its house is.
{HEAD}
CONSTRUCT {{ ?a :place ?place }} WHERE {{
  GRAPH ?why1 {{ ?a :in ?class }} GRAPH ?why2 {{ ?class :house ?house }}
  GRAPH ?why3 {{ ?house :place ?place }} }}""",
    )
    met = Rule(
        "met",
        f"""# Who visits a place meets those who are there.
# after: placed
{HEAD}
CONSTRUCT {{ ?who :met ?a }} WHERE {{
  GRAPH ?why1 {{ ?who :visits ?place }} GRAPH ?why2 {{ ?a :place ?place }} }}""",
    )
    said = claims("a/1 :a :in :one", "b/1 :one :house :h", "c/1 :w :visits :p")
    note = IRIS("note", "n")
    said.append(Quad(IRIS("h"), IRIS("place"), IRIS("p"), note))
    told = [Quad(claim(at), DIP("voice"), IRIS("v")) for at in ("a/1", "b/1", "c/1")]
    said_of = cards(derive([placed, met], said), told)
    found = {
        rule.name for rule, card in said_of.items() if str(DIP("voice")) in str(card)
    }
    assert said_of.keys() == {placed, met}
    assert not found


def test_no_rule_is_called_as_the_one_of_the_build() -> None:
    file = "ontology/rules/corroboration.rq"
    query = Query("corroboration.rq", file, GRANDPARENT.query)
    rule, faults = as_rule(query)
    assert rule is None
    assert faults[0].advice == "name it otherwise"
