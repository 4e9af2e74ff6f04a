"""What a visitor reads first: who made this, from what, and how far to trust it."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Triple

from brought import site_of
from conftest import ARTICLE, BASE, FOREIGN
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

SUMMIT = digest(
    Triple(
        NamedNode(f"{BASE}id/osce-chairmanship"),
        DIP("finale"),
        NamedNode(f"{BASE}id/osce-summit-astana"),
    )
)
HTML = {"Accept": "text/html"}
BOATS = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/news/boat> a <https://example.org/Boat> ; rdfs:label "Skiff"@en .
<https://example.org/news/shape> a sh:NodeShape ; sh:targetClass <https://example.org/Boat> ;
    sh:property [ sh:path rdfs:comment ; sh:minCount 1 ; sh:message "A boat has a comment" ] .
"""


def words(client: FlaskClient, path: str) -> str:
    """What a reader sees of a page, on one line."""
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    body = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub("<[^>]*>", " ", body)).split())


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site of data without claims."""
    folder = tmp_path_factory.mktemp("boats")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "boats.ttl").write_text(BOATS, "utf-8")
    release = build(Folder(folder), folder / "releases")
    return create_app(release).test_client()


RULES = "the data keeps the rules of its vocabulary"


def test_about_tells_of_rules_where_any_looked_at_the_data(
    published_client: FlaskClient, boats: FlaskClient
) -> None:
    told = words(published_client, "/about")
    assert f"sentences are cited); that {RULES}; that files" in told
    assert f"is made: that {RULES}; that files" in words(boats, "/about")


def test_about_tells_of_no_rules_where_there_are_none(tmp_path: Path) -> None:
    told = words(site_of('<http://e/a> <http://e/p> "b" .', tmp_path), "/about")
    assert RULES not in told
    assert "that a release is made: that files have the bytes" in told


def test_about_tells_who_made_it_from_what(published_client: FlaskClient) -> None:
    told = words(published_client, "/about")
    assert "Who made it The Diplomatica developers. This is version 0.1.0" in told
    assert "The Astana Times , October 2018 ; likely original" in told


def test_about_counts_what_it_rests_on(
    published: Release, published_client: FlaskClient
) -> None:
    report = json.loads((published.folder / "coverage.json").read_bytes())
    told = words(published_client, "/about")
    assert f"{report['totals']['claims']} claims : what some exact words" in told
    assert (
        f"{report['totals']['derivations']} conclusions drawn by written rules" in told
    )


def test_about_tells_what_it_does_not_know(published_client: FlaskClient) -> None:
    told = words(published_client, "/about").partition("What it does not know")[2]
    assert re.search(r"When \d+ of \d+ events took place: no words give a date", told)
    assert "How to object" in told


def test_about_speaks_of_no_claims_where_there_are_none(boats: FlaskClient) -> None:
    told = words(boats, "/about") + words(boats, "/quality")
    assert "It is published as it was written" in told
    assert not re.search("claim|sentence|article|quote", told)


def test_an_iri_that_is_none_is_still_refused(published_client: FlaskClient) -> None:
    assert published_client.get("/about?iri=nothing").status_code == 400
    assert published_client.get("/about.ttl").status_code == 400


def test_quality_tells_what_is_open_before_what_holds(
    published: Release, published_client: FlaskClient
) -> None:
    told = words(published_client, "/quality")
    wrong, holds = told.split("What holds")
    others = [row for row in published.conformance if row["outcome"] != "passed"]
    assert f"that did not pass {len(others)}" in wrong
    page = published_client.get("/quality", headers=HTML).text
    folded = page.partition('<details class="fold"><summary>')[2]
    assert "Checks against standards" in folded.partition("</summary>")[0]
    assert "None of these is a fault in what the data says" in wrong
    assert "needs the outside world (10) : It asks for a public site" in wrong
    assert "60 of 60 sentences and headings are cited" in holds


def test_quality_names_things_that_are_not_linked(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/quality", headers=HTML).text
    assert '<a href="/id/cica">' in page
    assert "No id was found in the public datasets" in page


def test_quality_names_what_does_not_keep_a_rule(boats: FlaskClient) -> None:
    wrong = words(boats, "/quality").partition("What holds")[0]
    assert "Warnings of the rules 1" in wrong
    assert re.search("Skiff ?: A boat has a comment", wrong)


def test_the_front_page_counts_sentences_and_not_bookkeeping(
    client: FlaskClient,
) -> None:
    told = words(client, "/")
    assert re.search(r"\d+ of \d+ sentences cited", told)
    assert "triples" not in told
    assert "How it was made, and how far to trust it" in told


def test_an_article_begins_with_its_byline(published_client: FlaskClient) -> None:
    told = words(published_client, f"/article/{ARTICLE}")
    head = told.partition("Choose any underlined words")[0]
    assert "by the author (an observer with Liter newspaper)" in head
    assert "The Astana Times , October 2018 ; likely original" in head
    original = "https://astanatimes.com/2018/10/kazakhstans-contributions-to-global"
    page = published_client.get(f"/article/{ARTICLE}", headers=HTML).text
    assert f'href="{original}' in page.partition("Choose any underlined words")[0]


@pytest.mark.parametrize(
    ("path", "title", "described"),
    [
        ("/", "Diplomatica", "Diplomatic news as linked open data"),
        ("/doc/kazakhstan", "Kazakhstan — Diplomatica", "Kazakhstan: state"),
        (f"/article/{ARTICLE}", "Article on Kazakhstan’s", "The Astana Times, October"),
        (
            f"/claim/{ARTICLE}/osce-finale",
            "“The OSCE summit was",
            "became the finale of",
        ),
        (f"/statement/{SUMMIT}", "Kazakhstan’s chairmanship", "became the finale of"),
    ],
)
def test_a_shared_link_has_a_title_words_and_a_picture(
    path: str, title: str, described: str, published_client: FlaskClient
) -> None:
    page = published_client.get(path, headers=HTML).text
    told = dict(re.findall('<meta property="og:([^"]+)" content="([^"]*)">', page))
    assert unescape(told["title"]).startswith(title)
    assert described in unescape(told["description"])
    with published_client.get(told["image"]) as picture:
        assert (picture.status_code, picture.mimetype) == (200, "image/png")


def test_a_thing_begins_with_its_key_facts(published_client: FlaskClient) -> None:
    told = words(published_client, "/doc/osce-summit-astana")
    head = told.partition(" Facts ")[0]
    assert "in Astana, December 2010." in head
    assert "How to cite this page" in head


def test_a_thing_leads_to_wikidata_by_its_name(published_client: FlaskClient) -> None:
    page = published_client.get("/doc/kazakhstan", headers=HTML).text
    item = "http://www.wikidata.org/entity/Q232"
    link = f'<a href="{item}" rel="external">Kazakhstan in Wikidata</a>'
    assert link in page.partition('id="of"')[0]


def test_the_front_page_and_about_count_the_same_links(
    published_client: FlaskClient,
) -> None:
    told = []
    for address in ("/", "/about"):
        page = published_client.get(address, headers={"Accept": "text/html"}).text
        found = re.search(
            r"<strong>(\d+)</strong> links? to other|(\d+) links</strong>", page
        )
        assert found is not None
        told.append(found[1] or found[2])
    assert told[0] == told[1]
    assert "sought in other datasets without a certain find" in page


def test_about_begins_with_a_verdict_in_two_sentences(
    published_client: FlaskClient,
) -> None:
    told = words(published_client, "/about")
    verdict = told.partition("About Diplomatica ")[2].partition(" Below:")[0]
    assert verdict.startswith(
        "This is what one article says "
        "( The Astana Times , October 2018 ; likely original ), "
        "in 198 claims"
    )
    assert verdict.endswith("only as said by whoever is named with it.")
    assert verdict.count(". ") == 1


def test_the_verdict_tells_what_is_by_hand_and_what_follows_by_rule(
    published_client: FlaskClient,
) -> None:
    told = words(published_client, "/about")
    verdict, _, list_below = told.partition(" Below:")
    by_hand = re.search(r"in ([\d,]+) claims drawn from its words by hand", verdict)
    by_rule = re.search(r"and ([\d,]+) conclusions that written rules draw", verdict)
    assert by_hand
    assert by_rule
    assert f"{by_hand[1]} claims :" in list_below
    assert f"{by_rule[1]} conclusions drawn by written rules" in list_below


def test_about_tells_why_more_lack_a_link_than_were_sought(
    published_client: FlaskClient,
) -> None:
    told = words(published_client, "/about")
    assert "22 things sought in other datasets without a certain find" in told
    assert "22 were sought without a certain find; for 7 nobody has looked yet" in told


def test_about_of_data_without_claims_vouches_for_no_quotes(boats: FlaskClient) -> None:
    told = words(boats, "/about")
    assert "This is data as its makers wrote it: a program checked its form" in told


def test_every_page_leads_to_about_and_names_its_licence(client: FlaskClient) -> None:
    page = client.get("/doc/kazakhstan", headers=HTML).text
    menu = page.partition('<nav class="site"')[2].partition("</nav>")[0]
    assert ">About</a>" in menu
    assert ">CC BY 4.0</a>" in page.partition("<footer>")[2]


def test_the_front_page_counts_conclusions_apart_from_words(
    published: Release, published_client: FlaskClient
) -> None:
    report = json.loads((published.folder / "coverage.json").read_bytes())
    told = words(published_client, "/")
    assert f"{report['totals']['derivations']} derived" in told
    assert "or the rule or note behind it" in told


@pytest.mark.parametrize("path", ["/", "/about"])
def test_what_is_held_to_be_the_original_is_told_with_how_that_is_known(
    path: str, published_client: FlaskClient
) -> None:
    told = words(published_client, path)
    noted = "Of the original, the editors note: “A page of The Astana Times begins with"
    assert noted in told


def test_the_front_page_says_what_to_trust(published_client: FlaskClient) -> None:
    told = words(published_client, "/")
    assert "compared with our copy character by character" in told
    assert "take what they say as said, not as true" in told


@pytest.mark.parametrize(
    "path", [f"/claim/{ARTICLE}/osce-finale", f"/statement/{SUMMIT}"]
)
def test_a_source_names_the_newspaper_its_date_and_the_original(
    path: str, published_client: FlaskClient
) -> None:
    told = words(published_client, path)
    assert "¶ 27 , The Astana Times , October 2018 ( likely original" in told
    page = published_client.get(path, headers=HTML).text
    assert f'<a href="/article/{ARTICLE}#about">How this is known</a>' in page


def test_words_behind_rows_that_are_of_one_article_name_it_once(
    published_client: FlaskClient,
) -> None:
    query = "SELECT%20?what%20?day%20{%20?what%20dip:time%20?day%20}"
    told = words(published_client, f"/sparql?query={query}")
    behind = told.partition("The words behind them")[2]
    assert behind.startswith(" What is quoted stands in one article , The Astana Times")
    assert behind.count("The Astana Times") == 1
    assert len(re.findall("¶ [0-9]+", behind)) > 10


def test_what_a_fact_rests_on_is_had_in_one_way_by_its_words(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/doc/osce-summit-astana", headers=HTML).text
    facts = page.partition('<h2 id="of">')[2].partition("</section>")[0]
    row = facts.partition(">time</a></dt>")[2].partition("</dd>")[0]
    assert "December 2010" in row
    shown, inside = row.split("</summary>")
    assert "The OSCE summit was held in Astana in December 2010" in shown
    assert "/statement/" not in shown
    assert inside.count('href="/statement/') == 1
    assert "All that this statement rests on" in inside
    assert not re.search(r" #(?: |$)", words(published_client, "/doc/kazakhstan"))


@pytest.mark.parametrize("path", ["/network", "/timeline"])
def test_words_in_a_table_tell_who_says_them_and_in_which_paragraph(
    path: str, published_client: FlaskClient
) -> None:
    page = published_client.get(path, headers=HTML).text
    claims = re.findall(r'<div class="why claim folded">.*?</summary>', page, re.DOTALL)
    assert len(claims) > 10
    for shown in claims:
        assert re.search(r">— (¶&nbsp;\d+, )+\w", shown), shown


def test_what_something_is_of_another_is_said_with_its_name(
    published_client: FlaskClient,
) -> None:
    told = words(published_client, "/doc/kazakhstan")
    assert "chairmanship 2011 took place held by Kazakhstan" in told


def test_the_front_page_proposes_names_to_connect(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/", headers=HTML).text
    assert '<option value="Kazakhstan">' in page
    assert page.count('list="names"') == 2


def test_about_says_that_quotes_were_compared_with_a_copy_and_how_it_is_known(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/about", headers={"Accept": "text/html"}).text
    assert "compared each with our copy of its article" in page
    room = "/article/kazakhstan-peace-initiatives"
    assert f'href="{room}#about">How this is known</a>' in page
    assert 'id="about"' in published_client.get(f"{room}.html").text
