"""The example queries: some to learn from in steps, the rest by what they ask."""

import csv
import io
import re
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.sparql.examples import group_examples, lessons, others

HTML = {"Accept": "text/html"}


def test_each_step_tells_what_is_new_in_it() -> None:
    steps = lessons(
        [
            ("first", "SELECT ?x { GRAPH ?g { ?x ?y ?z } }"),
            ("second", "SELECT DISTINCT ?x { GRAPH ?g { ?x ?y ?z } FILTER (?x = ?y) }"),
        ]
    )
    assert [step.learnt for step in steps] == [["GRAPH"], ["DISTINCT", "FILTER"]]


def test_the_plainest_query_comes_first() -> None:
    steps = lessons(
        [
            ("hard", "SELECT ?x { GRAPH ?g { ?x ?y ?z } OPTIONAL { ?x ?b ?c } }"),
            ("harder", "SELECT ?x { ?x ?y ?z FILTER (?x = ?y) } ORDER BY ?x LIMIT 1"),
            ("plain", "SELECT ?x { ?x ?y ?z }"),
        ]
    )
    assert [step.title for step in steps] == ["plain", "hard", "harder"]


def test_queries_are_grouped_by_the_word_that_asks() -> None:
    asked = [("On whose initiative?", "1"), ("Who came?", "2"), ("All names", "3")]
    assert {name: len(some) for name, some in group_examples(asked).items()} == {
        "Who": 1,
        "Whose": 1,
        "Others": 1,
    }


def test_the_page_has_ten_steps_and_all_other_queries_in_groups(
    published: Release, published_client: FlaskClient
) -> None:
    page = published_client.get("/sparql", headers={"Accept": "text/html"}).text
    listed = page.partition('id="examples"')[2].partition('id="about"')[0]
    steps, _, rest = listed.partition("</ol>")
    assert steps.count("<li>") == 10
    assert rest.count("<li>") == len(others(published.queries)) > 90
    assert "What is said of G-Global?" in re.sub("<[^>]+>", "", steps)


def test_a_lesson_shows_its_query_above_the_answer(
    published: Release, published_client: FlaskClient
) -> None:
    first = lessons(published.queries)[0]
    asked = {"query": first.text}
    page = published_client.get("/sparql", query_string=asked, headers=HTML).text
    assert f'lang="en">{first.title}</h1>' in page
    assert page.count("<textarea") == 1
    assert page.index("<textarea") < page.index('id="answer"')
    other = {"query": others(published.queries)[0][1]}
    page = published_client.get("/sparql", query_string=other, headers=HTML).text
    assert page.index('id="answer"') < page.index("<textarea")


def test_a_thing_is_not_named_twice_in_a_row_that_tells_its_label(
    published_client: FlaskClient,
) -> None:
    query = "SELECT ?thing ?label { ?thing a dip:Summit ; rdfs:label ?label }"
    asked = {"query": query}
    page = published_client.get("/sparql", query_string=asked, headers=HTML).text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    told = re.sub("<[^>]+>", "", rows)
    assert told.count("OSCE summit in Astana") == 1
    assert told.count(":osce-summit-astana") == 1
    asked = {"query": "SELECT ?thing { ?thing a dip:Summit }"}
    page = published_client.get("/sparql", query_string=asked, headers=HTML).text
    assert "OSCE summit in Astana" in page


def test_a_date_in_an_answer_stands_as_people_write_it_and_as_it_is(
    published_client: FlaskClient,
) -> None:
    query = "SELECT ?when { :osce-summit-astana dip:time ?when }"
    shown = published_client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    ).text
    assert '>December 2010</time> <small class="exact">2010-12</small>' in shown


def test_the_first_query_asks_for_the_largest_kind_of_what_was_brought(
    tmp_path: Path,
) -> None:
    (tmp_path / "boats.ttl").write_text(
        "@prefix e: <https://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        'e:a a e:Boat ; foaf:name "A" . e:b a e:Boat ; foaf:name "B" . e:c a e:Port .\n'
    )
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    page = (
        create_app(release)
        .test_client()
        .get("/sparql", headers={"Accept": "text/html"})
        .text
    )
    box = unescape(page).partition("<textarea")[2].partition("</textarea>")[0]
    assert "?thing a e:Boat ; foaf:name ?label" in box


def test_the_queries_to_learn_from_answer_in_an_order(published: Release) -> None:
    # the plainest of all teaches nothing but what a pattern is
    plainest, *rest = lessons(published.queries)
    assert "ORDER BY" not in plainest.text
    assert [one.title for one in rest if "ORDER BY" not in one.text] == []
    assert len(rest) == 9


def test_the_first_answer_is_in_the_order_of_names(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/sparql", headers={"Accept": "text/html"}).text
    query = unescape(page.partition("<textarea")[2].partition("</textarea>")[0])
    query = query.partition(">")[2]
    answer = published_client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}
    ).text
    names = [row["label"] for row in csv.DictReader(io.StringIO(answer))]
    assert len(names) == 59
    assert names == sorted(names)
