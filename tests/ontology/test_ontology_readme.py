"""The ontology's README is tested like the data: each decision has a query, and each
query shows something."""

import json
import re

import pytest

from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.formats import JSON
from diplomatica.model.statement import text_of
from ontologyterms import TERMS

README = (PACKAGED / "ontology" / "README.md").read_text("utf-8")
DECISION = re.compile(
    r"^\*\*(.+?)\*\*[^\n]*\n\n```sparql\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
DECISIONS = DECISION.findall(README)


def test_each_decision_has_a_query_and_each_query_a_decision() -> None:
    assert len(DECISIONS) > 20
    assert (
        len(DECISIONS)
        == README.count("```sparql\n")
        == len(re.findall(r"^\*\*", README, re.MULTILINE))
    )


@pytest.mark.parametrize(
    "query",
    [query for _, query in DECISIONS],
    ids=[decision for decision, _ in DECISIONS],
)
def test_its_query_shows_it(query: str, published_engine: Embedded) -> None:
    answer = published_engine.answer(query, JSON, None)
    assert answer is not None
    assert json.loads(answer.body)["results"]["bindings"]


PATTERNS = re.findall(r"^\| ([^|]+\?) \| `(.+)` \|$", README, re.MULTILINE)


def test_the_table_leads_from_thirty_questions_to_a_pattern() -> None:
    assert len(PATTERNS) >= 30


@pytest.mark.parametrize(
    "pattern",
    [pattern.replace("\\|", "|") for _, pattern in PATTERNS],
    ids=[question for question, _ in PATTERNS],
)
def test_the_pattern_of_each_question_finds_something(
    pattern: str, published_engine: Embedded
) -> None:
    rows = published_engine.rows(f"SELECT * {{ {pattern} }} LIMIT 1")
    assert len(rows) == 1


def test_it_speaks_only_of_terms_that_are_declared() -> None:
    named = set(re.findall(r"\bdip:(\w+)", README))
    assert {f"<https://w3id.org/diplomatica/ontology#{name}>" for name in named} <= {
        str(term) for term in TERMS
    }


def test_what_a_newcomer_must_know_stands_in_the_ontology_as_well(
    published_engine: Embedded,
) -> None:
    told = re.findall(r"^\d+\. .*$", README, re.MULTILINE)
    rows = published_engine.rows(
        "SELECT ?note { ?ontology a owl:Ontology ; skos:scopeNote ?note }"
    )
    assert {text_of(row["note"]) for row in rows} == set(told)
    assert len(told) == 10
