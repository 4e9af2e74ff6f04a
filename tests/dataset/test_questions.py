"""The competency questions: the published queries give the answers that were expected
before there was any query."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS, TURTLE
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, LABELS, prefixes
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.claims.claimfile import Noted
from diplomatica.pipeline.deriving.merge import merged_rows
from diplomatica.pipeline.graphs.beside import deriving, rows_beside
from diplomatica.pipeline.storing.kept import kept_texts
from diplomatica.pipeline.storing.lines import line_of
from diplomatica.pipeline.storing.stored import Storage

Row = dict[str, str]
QUERIES = PACKAGED / "dataset" / "queries"


@dataclass(frozen=True)
class Question:
    """A question, the rows that answer it, and the words of the article that give them."""

    name: str
    paragraphs: list[int]
    asks: str
    answer: list[Row]
    words: list[str]

    @property
    def query(self) -> str:
        return (QUERIES / f"{self.name}.rq").read_text("utf-8")


with (PACKAGED / "tests" / "dataset" / "questions.toml").open("rb") as file:
    QUESTIONS = {one["name"]: Question(**one) for one in tomllib.load(file)["question"]}

# What more than the paragraphs of the question tells; without these, too, the answer is gone.
TOLD_ELSEWHERE = {"whose-initiative-is-the-congress-of-leaders": [24]}


@dataclass
class Answering:
    """A dataset that can be asked, and knows the names of its things."""

    store: Store

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """What each thing is called; an empty answer needs none of it."""
        found: dict[str, set[str]] = defaultdict(set)
        for by in LABELS:
            for quad in self.store.quads_for_pattern(None, by, None, DefaultGraph()):
                name = quad.object
                if isinstance(quad.subject, NamedNode) and isinstance(name, Literal):
                    found[quad.subject.value].add(plain(name.value))
        return found

    def rows(self, question: Question) -> list[dict[str, object]]:
        solutions = self.store.query(question.query, prefixes=prefixes(BASE))
        assert isinstance(solutions, QuerySolutions)
        return [
            {name.value: row[name] for name in solutions.variables} for row in solutions
        ]

    def answers(self, question: Question) -> bool:
        """Whether the rows are the expected ones, in any order, each once."""
        left = list(question.answer)
        rows = self.rows(question)
        for row in rows:
            fits = next((one for one in left if self._fits(row, one)), None)
            if fits is None:
                return False
            left.remove(fits)
        return not left and bool(rows)

    def _fits(self, row: dict[str, object], expected: Row) -> bool:
        return set(row) == set(expected) and all(
            self._means(row[name], value) for name, value in expected.items()
        )

    def _means(self, term: object, expected: str) -> bool:
        """A thing by any of its names; a literal to the letter, but for text around the
        words that were asked for."""
        if isinstance(term, NamedNode):
            return plain(expected) in self.names[term.value]
        is_text = " " in expected
        return isinstance(term, Literal) and (
            term.value == expected or (is_text and plain(expected) in plain(term.value))
        )


def plain(words: str) -> str:
    return re.sub(r"^(the|a|an) ", "", words.strip().lower())


def _without(noted: Noted, lost: frozenset[object]) -> Noted:
    """What is noted of a file without where these claims were said."""
    lines = noted.said_in.splitlines(keepends=True)
    left = [one for one in lines if NamedNode(one[1:].partition(">")[0]) not in lost]
    return replace(noted, said_in="".join(left))


@dataclass(frozen=True)
class Leaving:
    """A dataset of which some claims are left out, again and again."""

    built: Built

    @cached_property
    def records(self) -> dict[object, list[Quad]]:
        """The records, by the claim that each quad is about."""
        found: dict[object, list[Quad]] = defaultdict(list)
        for quad in self.built.quads:
            if "/record/" in str(quad.graph_name):
                found[_claim(quad)].append(quad)
        return found

    def without(self, lost: frozenset[object] = frozenset()) -> Answering:
        """The dataset without these claims, and without all that rests on them."""
        reading = self.built.reading
        stated: Iterable[Quad] = reading.claims.facts or []
        facts = (f"{one} .\n" for one in stated if one.graph_name not in lost)
        noted = {
            slug: _without(one, lost) for slug, one in reading.claims.noted.items()
        }
        claims = replace(reading.claims, facts=kept_texts(facts), noted=noted)
        left = [self.records[one] for one in self.records if one not in lost]
        storage = Storage(reading.iris)
        records = storage.quads(chain.from_iterable(left))
        known = replace(reading, claims=claims)
        beside = rows_beside(records, known, deriving(known)())
        lines = [*records.lines(), *map(line_of, beside)]
        store = Store()
        # one document, so that a blank node is the same in both
        whole = b"".join(chain(lines, merged_rows(lines, reading.iris)))
        store.bulk_load(whole, format=NQUADS.rdf, lenient=True)
        return Answering(store)


def _claim(quad: Quad) -> object:
    """The claim that a quad of a record is about; a mention is named after its claim."""
    return (
        NamedNode(quad.subject.value.partition("#")[0])
        if isinstance(quad.subject, NamedNode)
        else None
    )


@pytest.fixture(scope="module")
def whole(built: Built) -> Answering:
    return Leaving(built).without()


@pytest.fixture(scope="module")
def left(built: Built) -> Callable[[frozenset[object]], Answering]:
    """What is left without some claims, made once for all questions that rest on them."""
    return cache(Leaving(built).without)


@pytest.fixture(scope="module")
def paragraphs(built: Built) -> list[tuple[object, int]]:
    """Each claim with the paragraphs in which its words stand."""
    places: dict[object, int] = {
        quad.subject: int(text_of(quad.object))
        for quad in built.quads
        if quad.predicate == DIP("paragraph")
    }
    passages = [quad for quad in built.quads if quad.predicate == DIP("passage")]
    return [(quad.subject, places[quad.object]) for quad in passages]


def test_there_are_a_hundred_questions_over_every_paragraph(built: Built) -> None:
    assert len(QUESTIONS) == 109
    asked = {
        paragraph
        for question in QUESTIONS.values()
        for paragraph in question.paragraphs
    }
    (article,) = built.reading.articles
    assert {
        sentence.paragraph
        for sentence in article.sentences
        if sentence.words.endswith((".", "”", "said Umarov."))
    } <= asked


def test_the_words_that_give_an_answer_stand_in_the_article(built: Built) -> None:
    (article,) = built.reading.articles
    assert all(
        words in article.text
        for question in QUESTIONS.values()
        for words in question.words
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_query_gives_the_answer_that_was_expected(
    name: str, whole: Answering
) -> None:
    question = QUESTIONS[name]
    assert whole.answers(question), whole.rows(question)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_query_names_its_answer_or_looks_for_words(
    name: str, whole: Answering
) -> None:
    question = QUESTIONS[name]
    things = {
        term.value
        for row in whole.rows(question)
        for term in row.values()
        if isinstance(term, NamedNode)
    }
    named = {
        f"{BASE}id/{slug}"
        for slug in re.findall(r"(?<![\w?$]):([a-z][\w-]*)", question.query)
    }
    assert not things & named
    looks_for_words = re.compile(
        r"(CONTAINS|REGEX|STRSTARTS|STRENDS)\(\s*\?(words|quote|sentence|what|purpose)\b",
        re.IGNORECASE,
    )
    assert not looks_for_words.search(question.query)


@pytest.mark.parametrize("name", QUESTIONS)
def test_without_the_claims_that_it_rests_on_the_answer_is_gone(
    name: str,
    paragraphs: list[tuple[object, int]],
    left: Callable[[frozenset[object]], Answering],
) -> None:
    question = QUESTIONS[name]
    rests_on = {*question.paragraphs, *TOLD_ELSEWHERE.get(name, [])}
    lost = frozenset(claim for claim, place in paragraphs if place in rests_on)
    assert lost
    assert not left(lost).answers(question)


def test_the_queries_are_told_apart_from_the_examples_by_their_questions() -> None:
    for name, question in QUESTIONS.items():
        assert question.query.startswith(f"# {question.asks}\n"), name


EDITORS = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?comment ?query {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query
}"""


def test_query_editors_find_the_examples_and_each_runs_without_further_prefixes(
    published: Release,
) -> None:
    store = Store()
    store.bulk_load(path=published.dump(TURTLE), format=TURTLE.rdf)
    store.bulk_load(path=published.dump(NQUADS), format=NQUADS.rdf)
    found = store.query(EDITORS)
    assert isinstance(found, QuerySolutions)
    examples = {text_of(row["comment"]): text_of(row["query"]) for row in found}
    assert len(examples) == len(list(QUERIES.glob("*.rq"))) >= 100
    for asks, query in examples.items():
        answer = store.query(query)
        assert isinstance(answer, QuerySolutions)
        assert next(answer, None), asks


def test_query_editors_find_the_prefixes(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        "SELECT DISTINCT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }"
    )
    assert {
        text_of(row["prefix"]): text_of(row["namespace"]) for row in rows
    } == prefixes(BASE)
