"""The pages of the releases that were published, and of what changed in each."""

import csv
import re
import shutil
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from conftest import append
from diplomatica.lookup.history.changes import Change, ChangedTriple
from diplomatica.lookup.history.recording import previous, record_of
from diplomatica.lookup.history.telling import telling
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.model.formats import NQUADS
from diplomatica.model.vocabulary import OWL, RDFS
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.history import changes
from versions import ANEW, client, folder, numbered, run, three

__all__ = ["client", "folder", "three"]

TRUE = Literal(True)


def test_each_release_is_compared_with_the_one_before(three: list[Release]) -> None:
    befores = [previous(one) for one in three]
    assert [one and one.version for one in befores] == [None, "0.1.0", "0.2.0"]
    assert record_of(three[0]) is None


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("de", "<h1>Birds ging mit Ausgabe 0.3.0</h1>"),
        ("ru", "<h1>Birds: исчезло с выпуском 0.3.0</h1>"),
    ],
)
def test_what_went_is_told_in_the_language_of_its_reader(
    client: FlaskClient, tag: str, words: str
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": tag}
    answer = client.get("/doc/birds", headers=headers)
    assert answer.status_code == 410
    assert words in answer.text


def test_the_front_page_leads_to_what_changed(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert '<a href="/releases">What changed in each</a>' in page


def test_the_list_tells_what_came_and_went(client: FlaskClient) -> None:
    page = client.get("/releases")
    assert page.status_code == 200
    first, second, third = page.text.split("<li><h2>")[1:]
    assert "Since 0.2.0: things: 1 added, 1 changed, 1 withdrawn" in one_line(first)
    assert "Since 0.1.0: things: 1 added" in one_line(second)
    assert "The first that is to be had." in third


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", ["/releases", "/release/0.3.0/changes"])
def test_the_notes_of_a_release_are_told(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert '<p class="note" lang="en">Words were read anew.</p>' in page


def test_the_feed_tells_the_notes_of_a_release_first(client: FlaskClient) -> None:
    feed = feedparser.parse(client.get("/feed.atom").data)
    assert feed.entries[0].summary.startswith("Words were read anew.")


def test_the_first_release_has_its_notes_in_the_list(client: FlaskClient) -> None:
    assert "It begins." in client.get("/releases").text


def test_a_reason_that_is_stated_of_what_was_withdrawn_is_told_first() -> None:
    this, graph = NamedNode("https://example.org/owl"), NamedNode("https://e.org/g")
    added = [
        ChangedTriple(Triple(this, OWL("deprecated"), TRUE), [graph]),
        ChangedTriple(Triple(this, RDFS("comment"), Literal("It is a tit.")), [graph]),
    ]
    told = telling([Change(this, "Owl", "things", "withdrawn", [], added)], "")
    (reason,) = told["reasons"]
    assert (reason["name"], reason["outcome"]) == ("Owl", "withdrawn")
    assert reason["reasons"] == [{"text": "It is a tit.", "language": ""}]


def test_what_only_follows_is_folded_below(client: FlaskClient) -> None:
    page = client.get("/release/0.3.0/changes").text
    things, catalog = page.index('id="things"'), page.index('id="catalog"')
    assert things < catalog
    assert page[:catalog].rpartition("<details")[2].startswith("><summary>")
    assert page[:things].rpartition("<details")[2].startswith(" open><summary>")
    assert "dcterms:" not in page.partition("<main")[2]


def test_what_went_leads_to_its_reasons_in_the_release_before(
    client: FlaskClient,
) -> None:
    page = client.get("/release/0.3.0/changes").text
    went = page.partition("<del>peacekeeping training</del>")[2].partition("<ins>")[0]
    assert 'href="/release/0.2.0/claim/kazakhstan-peace-initiatives/' in went


def test_the_page_of_what_went_leads_to_it_as_it_was(client: FlaskClient) -> None:
    page = client.get("/id/birds", headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert "<h1>Birds went with release 0.3.0</h1>" in page.text
    assert 'href="/release/0.2.0/id/birds">As it was last' in page.text
    of = "https%3A%2F%2Fw3id.org%2Fdiplomatica%2Fid%2Fbirds"
    assert f'href="/release/0.3.0/changes?of={of}"' in page.text


def test_the_page_of_the_changes_tells_them_by_name(client: FlaskClient) -> None:
    page = client.get("/release/0.3.0/changes").text
    changed = page.partition("KAZCENT</a> <small>changed</small>")[2].partition(
        "</ul>"
    )[0]
    assert "<li>purpose:" in changed
    assert "<del>peacekeeping training</del>" in changed
    assert "<ins>training</ins>" in changed
    assert 'href="/claim/kazakhstan-peace-initiatives/' in changed
    assert "<h3>Birds <small>withdrawn</small>" in page


def test_changes_of_the_vocabulary_are_told_by_themselves(client: FlaskClient) -> None:
    page = client.get("/release/0.3.0/changes").text
    assert "Why something has no link" not in page
    assert '<a href="/release/0.3.0/changes?group=terms">its terms are told' in page
    terms = client.get("/release/0.3.0/changes?group=terms").text
    assert "<ins>Why something has no link" in terms
    assert "KAZCENT" not in terms


def test_a_group_of_many_changes_is_folded_until_it_is_chosen(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading = '<summary><h2 id="things">'
    assert f"<details open>{heading}" in client.get("/release/0.3.0/changes").text
    monkeypatch.setattr(changes, "_MOST_OPEN", 0)
    assert f"<details>{heading}" in client.get("/release/0.3.0/changes").text
    chosen = client.get("/release/0.3.0/changes?group=things").text
    assert f"<details open>{heading}" in chosen


def test_a_thing_tells_in_which_releases_it_changed(client: FlaskClient) -> None:
    page = one_line(client.get("/doc/kazcent.html").text)
    of = "https%3A%2F%2Fw3id.org%2Fdiplomatica%2Fid%2Fkazcent"
    address = f"/release/0.3.0/changes?of={of}"
    assert (
        f'<a href="{address}">Changed in 0.3.0</a>, 24 November 2026: 1 statement came'
        in page
    )
    changed = client.get(address).text
    assert "What changed in 0.3.0: KAZCENT" in changed
    assert "<ins>training</ins>" in changed
    assert "Birds" not in changed.partition("<section")[2]


def test_a_thing_tells_in_which_release_it_came(client: FlaskClient) -> None:
    page = client.get("/doc/other-birds.html").text
    assert "Added in 0.3.0</a>" in page
    assert 'id="history"' not in client.get("/doc/india.html").text


def test_what_changed_of_one_subject_is_all_that_the_table_has(
    three: list[Release],
) -> None:
    record = record_of(three[2])
    assert record is not None
    told = list(record.told())
    assert [record.of(one.subject) for one in told] == told
    assert record.of("https://w3id.org/diplomatica/id/none") is None


def test_the_table_has_a_row_for_each_triple(client: FlaskClient) -> None:
    answer = client.get("/release/0.2.0/changes.csv")
    rows = list(csv.DictReader(answer.text.splitlines()))
    came = [row for row in rows if row["label"] == "Birds"]
    assert answer.content_type == "text/csv; charset=utf-8"
    assert {row["outcome"] for row in came} == {"added"}
    assert '"Birds"@en' in [row["object"] for row in came]


def test_the_patch_makes_the_new_release_of_the_old(
    client: FlaskClient, three: list[Release]
) -> None:
    patch = client.get("/release/0.3.0/changes.rdfp").text.splitlines(keepends=True)
    gone, came = (
        {*quads("".join(line[2:] for line in patch if line.startswith(sign)))}
        for sign in ("D ", "A ")
    )
    old, new = ({*quads(one.dump(NQUADS).read_text("utf-8"))} for one in three[1:])
    assert (old - gone) | came == new


def quads(text: str) -> list[Quad]:
    return list(parse(text, format=RdfFormat.N_QUADS))


def test_a_record_that_was_lost_is_made_again(
    three: list[Release], tmp_path: Path
) -> None:
    place = shutil.copytree(three[0].folder.parent, tmp_path / "copy", symlinks=True)
    newest = open_release(place / three[2].folder.name)
    record = record_of(newest)
    assert record is not None
    assert record.folder.is_relative_to(place)
    before = (record.folder / "changes.csv").read_bytes()
    shutil.rmtree(record.folder)
    again = record_of(newest)
    assert again is not None
    assert (again.folder / "changes.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/release/0.1.0/changes", 404, "No release that is to be had"),
        ("/release/9.0.0/changes", 404, "There is no release 9.0.0"),
        ("/release/0.3.0/changes.exe", 404, "changes.exe"),
    ],
)
def test_what_is_not_told_says_why(
    path: str, status: int, word: str, client: FlaskClient
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (
        status,
        "application/problem+json",
    )
    assert word in answer.text


def test_a_release_that_was_dropped_says_why(
    three: list[Release], tmp_path: Path
) -> None:
    place = shutil.copytree(three[0].folder.parent, tmp_path / "copy", symlinks=True)
    assert run(place, "drop", "0.2.0", "--reason", "a name slipped in").exit_code == 0
    client = create_app(open_release(place / "latest")).test_client()
    gone = client.get("/release/0.2.0/changes")
    assert (gone.status_code, gone.json["detail"]) == (410, "a name slipped in")  # type: ignore[index]
    assert "It was dropped: a name slipped in" in client.get("/releases").text
    assert client.get("/release/0.3.0/changes").status_code == 200


@pytest.mark.parametrize("path", ["/doc/birds", "/id/birds", "/doc/birds.ttl"])
def test_what_a_release_withdrew_is_gone_and_the_last_one_is_told(
    path: str, client: FlaskClient
) -> None:
    answer = client.get(path, follow_redirects=True)
    assert (answer.status_code, answer.content_type) == (
        410,
        "application/problem+json",
    )
    assert answer.json["last_release"] == "/release/0.2.0/id/birds"  # type: ignore[index]
    assert "Birds went with release 0.3.0" in answer.text


def test_a_statement_that_was_withdrawn_is_gone(
    client: FlaskClient, three: list[Release]
) -> None:
    record = record_of(three[2])
    assert record is not None
    went = next(row for row in record.rows() if row["change"] == "removed")
    answer = client.get(f"/statement/{went['statement']}")
    assert answer.status_code == 410
    assert f"/release/0.2.0/statement/{went['statement']}" in answer.text
    assert client.get(f"/statement/{'0' * 64}").status_code == 404


def test_the_feed_is_read_by_a_reader_of_feeds(client: FlaskClient) -> None:
    answer = client.get("/feed.atom")
    feed = feedparser.parse(answer.data)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert [entry.id.rpartition("/")[2] for entry in feed.entries] == [
        *("0.3.0", "0.2.0", "0.1.0")
    ]
    told = "Since 0.1.0: things: 1 added.\n\nAmong them: Birds (added)."
    assert feed.entries[1].summary == told
    assert feed.entries[0].link == "http://localhost/release/0.3.0/changes"


def test_a_draft_tells_what_it_would_change(
    three: list[Release], folder: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(three[0].folder.parent, tmp_path / "copy", symlinks=True)
    source = shutil.copytree(folder, tmp_path / "folder")
    append(
        source / "dataset" / "names.ttl", ":bees a dip:Group ; rdfs:label 'Bees'@en .\n"
    )
    draft = build(Folder(source), place, is_draft=True)
    client = create_app(draft).test_client()
    page = one_line(client.get("/release/draft/changes").text)
    assert "What changed in the draft 0.3.0" in page
    assert "things: 1 added" in page
    assert ">Bees</a> <small>added</small>" in page
    assert "/release/draft/changes" in client.get("/releases").text
    stream = client.get("/release/draft/changes.ttl")
    assert (stream.status_code, stream.mimetype) == (404, "application/problem+json")


def test_each_release_is_browsed_and_asked_from_the_list(client: FlaskClient) -> None:
    page = client.get("/releases").text
    for version in ("0.2.0", "0.1.0"):
        assert f'<a href="/release/{version}">Browse it as it was</a>' in page
        assert f'<a href="/release/{version}/sparql">Ask it queries</a>' in page
    assert "/release/0.3.0/sparql" not in page  # where the page is
    rows = [row.partition("</p>")[0] for row in page.split("<li><h2>")[1:]]
    assert [row.count("Ask it queries") for row in rows] == [1, 1, 1]
    assert 'href="/sparql"' in rows[0]
    head = one_line(page.partition("<li><h2>")[0])
    links = ", ".join(
        f'<a href="/release/{version}/sparql">{version}</a> (24 November 2026)'
        for version in ("0.2.0", "0.1.0")
    )
    assert f"Ask another release queries: {links}" in head


def test_a_query_is_asked_of_another_release(client: FlaskClient) -> None:
    asked = {"query": "ASK { ?s ?p ?o }"}
    page = client.get("/sparql", query_string=asked, headers={"Accept": "text/html"})
    assert page.status_code == 200
    query = "query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    assert f'<a href="/release/0.1.0/sparql?{query}">0.1.0</a>' in page.text
    assert "/release/0.3.0/sparql" not in page.text


def test_the_reasons_of_a_change_are_called_what_they_are(client: FlaskClient) -> None:
    page = one_line(client.get("/release/0.3.0/changes").text)
    assert ">the words until then</a>" in page
    assert ">the words</a>" in page
    assert ">why" not in page


def test_a_known_question_without_an_answer_now_is_asked_of_another_release(
    three: list[Release], folder: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(three[0].folder.parent, tmp_path / "copy", symlinks=True)
    source = shutil.copytree(folder, tmp_path / "folder")
    (source / "dataset" / "queries").mkdir(exist_ok=True)
    query = "SELECT ?name { :birds rdfs:label ?name }"
    (source / "dataset" / "queries" / "birds.rq").write_text(
        f"# Which birds are there?\n{query}\n", "utf-8"
    )
    client = create_app(build(numbered(source, "0.4.0"), place)).test_client()
    told = {"Accept": "text/html"}
    page = client.get("/sparql", query_string={"query": query}, headers=told)
    assert page.status_code == 200
    answer = page.text.partition("0 rows</h2>")[2].partition("<details>")[0]
    assert "Nothing here says so now. Ask this of another release:" in answer
    assert '<a href="/release/0.2.0/sparql?query=SELECT' in answer


def test_a_known_question_whose_claim_went_says_when_and_why_and_who_answers(
    three: list[Release], folder: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(three[0].folder.parent, tmp_path / "copy", symlinks=True)
    source = shutil.copytree(folder, tmp_path / "folder")
    query = (
        'SELECT ?why { GRAPH ?why { :kazcent dip:purpose "peacekeeping training" } }'
    )
    (source / "dataset" / "queries").mkdir(exist_ok=True)
    (source / "dataset" / "queries" / "purpose.rq").write_text(
        f"# Which words say what it is for?\n{query}\n", "utf-8"
    )
    client = create_app(build(numbered(source, "0.4.0"), place)).test_client()
    told = {"Accept": "text/html"}
    page = client.get("/sparql", query_string={"query": query}, headers=told).text
    said = one_line(page.partition('<p class="notice" role="note">')[2])
    said = said.partition("</p>")[0]
    assert re.match('<a href="/claim/kazakhstan-peace-initiatives/[^"]*">', said)
    assert "says something else since 0.3.0 of 24 November 2026:" in said
    assert ANEW in said
    assert '<a href="/release/0.2.0/sparql?query=SELECT' in said
