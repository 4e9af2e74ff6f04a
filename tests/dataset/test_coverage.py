"""The coverage report: of the dataset of this repository, of a second article beside
it, and of what is left out."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from conftest import ARTICLE, CLAIMS, Spoil
from diplomatica.cli import main
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import JSON
from diplomatica.model.vocabulary import RDFS
from diplomatica.pipeline.building import check, publish_built
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.checking.covering.coveragereport import (
    Coverage,
    CoveredArticle,
)
from diplomatica.pipeline.files.labels import Labels

SECOND = "summit-remembered"


@pytest.fixture(scope="module")
def report(built: Built) -> Coverage:
    return built.coverage


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of this repository with a second article, which took no code."""
    folder = tmp_path_factory.mktemp("both")
    for name in ("seeds", "dataset", "ontology"):
        shutil.copytree(PACKAGED / name, folder / name)
    shutil.copytree(PACKAGED / "tests" / "second", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def checked(both: Path) -> Built:
    return check(Folder(both))


def first(report: Coverage) -> CoveredArticle:
    return next(one for one in report.articles if one.article == ARTICLE)


def test_no_sentence_is_uncovered(report: Coverage) -> None:
    article = first(report)
    assert article.cited == len(article.sentences) == 60


def test_no_stretch_of_more_than_eight_words_is_unexplained(report: Coverage) -> None:
    longest = first(report).longest
    assert 0 < len(longest.split()) <= 8


def test_every_claim_is_told_with_its_triples_and_its_derivations(
    report: Coverage,
) -> None:
    claims = {claim.claim: claim for claim in first(report).claims}
    assert len(claims) > 150
    assert all(claim.triples for claim in claims.values())
    assert any("inference:chaired/" in one for one in claims["osce-finale"].derivations)


def test_the_totals_add_up(report: Coverage) -> None:
    totals = report.totals
    assert totals["claims"] == len(first(report).claims)
    assert totals["sentences cited"] == totals["sentences"] == 60
    assert totals["triples of claims"] == sum(
        claim.triples for claim in first(report).claims
    )
    assert 0 < totals["things linked"] < totals["things"]


def test_open_links_say_why_they_are_open(report: Coverage) -> None:
    reasons = {link.thing: link.reason for link in report.open_links}
    assert "No id was found" in reasons[":cica"]
    assert ":kazakhstan" not in reasons
    assert sum(bool(reason) for reason in reasons.values()) >= 20


def test_words_that_no_claim_cites_are_told_in_their_place(
    folder: Path, spoil: Spoil
) -> None:
    spoil(CLAIMS, 'by 30 heads of state and government"', 'by 30 heads of state"')
    spoil(
        CLAIMS,
        'dip:madeUpOf "heads of state and government"',
        'dip:madeUpOf "heads of state"',
    )
    spoil(
        CLAIMS,
        'dip:quote "The meeting was attended by … high',
        'dip:quote "The meeting was", "high',
    )
    (sentence,) = [
        one
        for one in first(check(Folder(folder)).coverage).sentences
        if one.words.startswith("The meeting was a")
    ]
    assert sentence.paragraph == 28
    assert sentence.uncited == ("and government as well as",)


def test_a_known_thing_that_no_claim_speaks_of_is_told(folder: Path) -> None:
    names = folder / "dataset" / "names.ttl"
    names.write_text(
        names.read_text("utf-8")
        + ':slovenia a dip:State ; rdfs:label "Slovenia"@en .\n',
        "utf-8",
    )
    assert ":slovenia" in first(check(Folder(folder)).coverage).unspoken


def test_a_second_article_goes_through_and_its_disagreement_is_named(
    checked: Built,
) -> None:
    report = checked.coverage
    assert {one.article: one.cited for one in report.articles} == {
        ARTICLE: 60,
        SECOND: 12,
    }
    (one,) = report.disagreements
    assert (one.thing, one.property) == (":heads-at-astana", "dip:number")
    assert one.values == {
        "30": [f"claim:{ARTICLE}/thirty-heads"],
        "38": [f"claim:{SECOND}/summit"],
    }


def test_both_of_what_they_disagree_on_is_published_and_the_queries_still_answer(
    checked: Built, tmp_path: Path
) -> None:
    release = publish_built(checked, tmp_path)
    engine = Embedded(release)
    assert len(engine.rows("SELECT ?n { :heads-at-astana dip:number ?n }")) == 2
    queries = release.queries
    assert len(queries) > 5
    for asks, query in queries:
        answer = engine.answer(query, JSON, None)
        assert answer is not None
        assert json.loads(answer.body).get("results", {"bindings": [True]})[
            "bindings"
        ], asks
    (row,) = engine.rows("SELECT ?label { :turku-appeal-adoption rdfs:label ?label }")
    assert str(row["label"]) == '"adoption of Turku Appeal"@en'


def test_the_release_carries_the_report_as_data_and_as_a_page(release: Release) -> None:
    data = json.loads((release.folder / "coverage.json").read_text("utf-8"))
    assert data["totals"]["articles"] == 1
    assert data["articles"][0]["sentences"][0]["paragraph"] == 1
    page = (release.folder / "coverage.html").read_text("utf-8")
    assert page.count("<tr><td class") == len(data["articles"][0]["sentences"])
    assert "Coverage of Diplomatica 0.1.0" in page


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("coverage", "text/html", "text/html"),
        ("coverage", "application/json", "application/json"),
        ("coverage.json", "text/html", "application/json"),
        ("coverage.html", "*/*", "text/html"),
    ],
)
def test_the_report_is_served(
    path: str, accept: str, kind: str, client: FlaskClient
) -> None:
    with client.get(f"/release/0.1.0/{path}", headers={"Accept": accept}) as answer:
        assert (answer.status_code, answer.mimetype) == (200, kind)
    assert client.get("/release/9.9.9/coverage").status_code == 404
    assert client.get("/release/0.1.0/coverage.png").status_code == 404


def test_the_page_tells_of_each_sentence_in_the_dress_of_the_site(
    client: FlaskClient,
) -> None:
    page = client.get("/release/0.1.0/coverage", headers={"Accept": "text/html"}).text
    assert '<nav class="site"' in page
    assert page.count('<li><p lang="">') == 60
    answer = client.get("/release/0.1.0/coverage?of=nothing")
    assert answer.status_code == 404


def test_the_command_line_tells_what_is_not_covered(both: Path) -> None:
    told = CliRunner().invoke(main, ["check", "--coverage", str(both)]).stdout
    assert "¶ 1: no claim cites “stated”" in told
    assert "Sources disagree on dip:number of :heads-at-astana: 30 (" in told
    assert "Open link: :cica" not in told
    assert re.search(r"\d+ links are open that somebody looked for in vain", told)
    all_of_it = CliRunner().invoke(main, ["check", "--coverage", "--all", str(both)])
    assert "Open link: :cica: No id was found" in all_of_it.stdout


def test_a_beginning_after_an_end_is_a_disagreement(folder: Path) -> None:
    times = 'dip:startTime "2011"^^xsd:gYear ; dip:endTime "2009"^^xsd:gYear'
    notes = folder / "dataset" / "notes.trig"
    about = 'note:x dip:reason "A test." ; dcterms:source <https://example.org/> .'
    note = f"note:x {{ {about} :osce-chairmanship {times} . }}"
    notes.write_text(notes.read_text("utf-8") + note, "utf-8")
    found = {
        one.property: one.values for one in check(Folder(folder)).coverage.disagreements
    }
    assert found == {
        "dip:startTime": {"2011": ["note:x"]},
        "dip:endTime": {"2009": ["note:x"]},
    }


def test_a_name_is_found_by_the_rarest_of_its_words() -> None:
    def named(name: str, text: str) -> bool:
        thing = NamedNode("http://example.org/thing")
        label = Literal(name, language="en")
        return Labels([Triple(thing, RDFS("label"), label)]).named_in(text) == {thing}

    assert named("OSCE summit in Astana", "The OSCE Summit in Astana was held.")
    assert named("G-Global", "What G-Global should ensure")
    assert named("(the Forum)", "Of that (the Forum) he spoke")
    assert not named("Astana", "The Astanan spoke")
    assert not named("UN", "There is un peu")
