"""The reading room."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from conftest import ARTICLE, append
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from seeds import seed

ROOM = f"/article/{ARTICLE}"
STATES = [
    "",
    "?claim=osce-finale",
    "?thing=kazakhstan",
    "?voice=kairat-umarov",
    "?show=remarks",
    "?show=plans",
    "?kind=Summit",
    "?uncovered=yes",
    "?thing=osce&show=facts&voice=liter-observer&uncovered=yes",
]
CLOSED = f"""
<https://w3id.org/diplomatica/article/{ARTICLE}> dcterms:accessRights
    <http://publications.europa.eu/resource/authority/access-right/RESTRICTED> .
"""


def page(client: FlaskClient, state: str = "") -> str:
    answer = client.get(f"{ROOM}{state}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    return answer.text


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def paragraphs(html: str) -> dict[int, str]:
    """The paragraphs of the text, each as it is marked up."""
    return {
        int(number): found
        for number, found in re.findall(r'id="p(\d+)">.*?<p>(.*?)</p>', html, re.DOTALL)
    }


def marked(html: str) -> list[str]:
    return [
        words(found)
        for line in paragraphs(html).values()
        for found in re.findall(r"<mark.*?</mark>", line)
    ]


def panel(html: str) -> str:
    return re.sub(
        r"\s+", " ", words(html.partition("<aside")[2].partition("</aside>")[0])
    )


@pytest.mark.parametrize("state", STATES)
def test_whatever_is_marked_the_words_are_those_of_the_article(
    state: str, published_client: FlaskClient
) -> None:
    article = {line.paragraph: line.words for line in seed().paragraphs if line.words}
    assert {
        number: words(line)
        for number, line in paragraphs(page(published_client, state)).items()
    } == article


def test_all_words_that_a_claim_cites_lead_to_what_they_state(
    client: FlaskClient,
) -> None:
    line = paragraphs(page(client))[27]
    assert (
        '<a class="fact" href="?claim=osce-finale#p27">The OSCE summit was held in Astana'
        in line
    )
    assert line.count("<a ") == 4


def test_a_claim_is_told_in_sentences_and_as_triples_beside_its_marked_words(
    client: FlaskClient,
) -> None:
    html = page(client, "?claim=osce-finale")
    assert marked(html) == [
        "The OSCE summit was held in Astana in December 2010 and became the "
        "finale of Kazakhstan’s chairmanship "
        "mission in this organisation."
    ]
    told = panel(html)
    assert "OSCE summit in Astana is a summit" in told
    assert "— the author stated as a fact took place" in told
    assert ":osce-summit-astana a dip:Summit ;" in told
    beside = html.partition("<aside")[2].partition("</aside>")[0]
    stated = re.findall(r'href="/statement/([0-9a-f]{64})"', beside)
    objection = r'href="/propose\?of=statement/([0-9a-f]{64})&amp;in=[^"]*osce-finale"'
    objected = re.findall(objection, beside)
    assert objected == stated != []
    assert html.index('id="p27"') < html.index("<aside") < html.index('id="p28"')


def test_a_plan_and_a_remark_say_that_they_are(client: FlaskClient) -> None:
    assert "fact planned" in panel(page(client, "?claim=co-deployment"))
    assert "— according to Roman Vassilenko opinion" in panel(
        page(client, "?claim=less-tense-relations")
    )


def test_what_is_still_to_come_is_no_fact_that_took_place(
    published_client: FlaskClient,
) -> None:
    html = page(published_client, "?show=plans")
    assert any("100th anniversary" in words for words in marked(html))


def test_what_is_chosen_keeps_its_colour_and_the_others_stay_marked(
    client: FlaskClient,
) -> None:
    found = page(client, "?claim=less-tense-relations&show=remarks")
    assert '<mark class="chosen remark">' in found
    assert '<mark class="remark">' in found
    assert '<mark class="chosen fact">' in page(client, "?claim=uranium-bank-signing")


def test_all_passages_of_a_claim_are_marked(client: FlaskClient) -> None:
    found = marked(page(client, "?claim=uranium-bank-signing"))
    assert found == [
        "The agreement between Kazakhstan",
        "signed on Aug. 27, 2015 in Astana",
    ]


def test_words_of_several_claims_lead_to_all_of_them(client: FlaskClient) -> None:
    line = paragraphs(page(client))[2]
    (at,) = re.findall(r'href="\?at=(\d+)#p2">This will be done by<', line)
    told = panel(page(client, f"?at={at}"))
    assert "2 claims share these words" in told
    assert "Kazakhstan’s co-deployment with India in Lebanon" in told
    assert "UN certification of KAZCENT" in told


def test_a_thing_is_marked_where_it_is_named_also_by_a_pronoun(
    published_client: FlaskClient,
) -> None:
    found = marked(page(published_client, "?thing=kairat-umarov"))
    assert {"Kairat Umarov", "the Kazakh diplomat", "He"} <= set(found)


def test_one_speaker_can_be_heard_alone(published_client: FlaskClient) -> None:
    html = page(published_client, "?voice=kairat-umarov")
    assert "Kazakhstan intends to increase" in " ".join(marked(html))
    assert not any("OSCE" in one for one in marked(html))
    assert "<a " not in paragraphs(html)[27]
    assert "&amp;voice=kairat-umarov#p1" in paragraphs(html)[1]


def test_remarks_can_be_told_from_facts(client: FlaskClient) -> None:
    assert any("less tense" in one for one in marked(page(client, "?show=remarks")))
    assert not any("less tense" in one for one in marked(page(client, "?show=facts")))
    assert "This will be done by" in marked(page(client, "?show=plans"))[0]


def test_kinds_of_claims_are_switched_on_and_off_one_by_one(
    published_client: FlaskClient,
) -> None:
    plain = page(published_client)
    assert marked(plain.partition('class="reading"')[2].partition("<aside")[0]) == []
    assert 'class="toggle" href="?show=plans"' in plain
    both = page(published_client, "?show=facts-plans")
    assert both.count('class="toggle" href="?show=facts" aria-current="true"') == 1
    assert 'class="toggle" href="?show=facts-remarks-plans"' in both
    assert any("This will be done by" in one for one in marked(both))


def test_a_strip_tells_of_each_sentence_what_it_is_and_who_is_quoted(
    published_client: FlaskClient,
) -> None:
    strip = page(published_client).partition('class="strip"')[2].partition("</ol>")[0]
    told = re.findall(r'<a class="(\w+)" href="#p(\d+)" title="([^"]*)"', strip)
    headings = 5
    assert len(told) == len(seed().sentences) - headings
    assert ("remark", "9", "Sentence 10: opinion, Roman Vassilenko") in told
    assert ("plan", "2", "Sentence 2: plan") in told


def test_words_of_several_claims_are_lit_as_a_whole(
    published_client: FlaskClient,
) -> None:
    html = page(published_client)
    (at,) = re.findall(r'href="\?at=(\d+)#p2">This will be done by<', html)
    lit = " ".join(marked(page(published_client, f"?at={at}")))
    assert "This will be done by co-deploying the country’s unit with India" in lit


def test_a_thing_that_is_chosen_leads_to_where_it_is_named_first(
    published_client: FlaskClient,
) -> None:
    html = page(published_client)
    assert 'href="?thing=osce#p10"' in html


def test_the_things_of_a_kind_are_marked_and_listed(client: FlaskClient) -> None:
    html = page(client, "?kind=Summit")
    assert "The Astana meeting" in marked(html)
    assert "OSCE summit in Astana ¶ 27" in panel(html)


def test_words_that_no_claim_cites_are_marked_on_demand(
    published_client: FlaskClient,
) -> None:
    assert marked(page(published_client)) == []
    assert " stated." in marked(page(published_client, "?uncovered=yes"))


@pytest.mark.parametrize(
    "state",
    [
        "claim=none",
        "thing=none",
        "voice=kazakhstan",
        "show=all",
        "kind=None",
        "uncovered=no",
        "at=0",
        "at=x",
        "at=²",
        "at=999999999999999999",
    ],
)
def test_what_the_article_does_not_have_is_not_found_and_advice_is_given(
    state: str, client: FlaskClient
) -> None:
    answer = client.get(f"{ROOM}?{state}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert f"Go back to {ROOM}" in answer.text


@given(
    asked=st.dictionaries(
        st.sampled_from(["claim", "thing", "voice", "show", "kind", "at"]), st.text()
    )
)
def test_no_address_is_too_odd(
    published_client: FlaskClient, asked: dict[str, str]
) -> None:
    answer = published_client.get(
        ROOM, query_string=asked, headers={"Accept": "text/html"}
    )
    assert answer.status_code in (200, 404)


def test_an_empty_field_of_the_form_asks_for_nothing(client: FlaskClient) -> None:
    assert marked(page(client, "?voice=&show=&kind=")) == []


def test_every_state_is_known_by_the_address_of_the_article(
    client: FlaskClient,
) -> None:
    answer = client.get(f"{ROOM}?claim=osce-finale", headers={"Accept": "text/html"})
    canonical = f'<https://w3id.org/diplomatica/article/{ARTICLE}>; rel="canonical"'
    assert canonical in answer.headers.getlist("Link")


def test_claims_and_reasons_lead_back_to_their_words(client: FlaskClient) -> None:
    claim = client.get(f"/claim/{ARTICLE}/osce-finale.html").text
    assert (
        f'href="{ROOM}?claim=osce-finale#p27">Read these words where they stand'
        in claim
    )
    assert (
        f'href="{ROOM}?claim=co-deployment#p2"'
        in client.get("/doc/lebanon-co-deployment.html").text
    )


def test_the_page_weighs_little(published_client: FlaskClient) -> None:
    weight = len(page(published_client, "?thing=kazakhstan").encode())
    assert weight < 100_000


def test_the_text_of_an_article_is_served_byte_for_byte(client: FlaskClient) -> None:
    with client.get(f"{ROOM}/text") as response:
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.data == seed().data


def test_an_article_without_claims_can_be_read(tmp_path: Path, folder: Path) -> None:
    (folder / "seeds" / "other.txt").write_text("A <b> line.\r\n\nAnother.", "utf-8")
    (folder / "dataset" / "claims" / "other.trig").write_text(
        "@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdfs: "
        "<http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<https://w3id.org/diplomatica/article/other> rdfs:label 'Other'@en ;"
        " dcterms:creator <https://w3id.org/diplomatica/id/liter-observer> .",
        "utf-8",
    )
    client = create_app(build(Folder(folder), tmp_path / "releases")).test_client()
    html = client.get("/article/other", headers={"Accept": "text/html"}).text
    assert [words(line) for line in paragraphs(html).values()] == [
        "A <b> line.",
        "Another.",
    ]
    assert "<aside" not in html


def test_of_an_article_whose_text_is_not_public_only_quotes_are_shown(
    tmp_path: Path, folder: Path
) -> None:
    append(folder / "dataset" / "catalog.ttl", CLOSED)
    client = create_app(build(Folder(folder), tmp_path / "releases")).test_client()
    html = page(client)
    assert list(paragraphs(html)) == [2, 11, 19, 27, 28, 34]
    assert [
        words(line) for number, line in paragraphs(html).items() if number == 11
    ] == [
        " … The peacemaking efforts of our President are based on his personal "
        "convictions and position. … Thanks to "
        "his efforts, relations between different countries are less tense,” said Vassilenko … "
    ]
    assert f"{ROOM}/text" not in html
    assert '"contentUrl"' not in html
    assert '"item"' not in client.get(f"/linkset/article/{ARTICLE}").text
    coverage = ("coverage.json", "coverage.html", f"articles/{ARTICLE}.txt")
    files = [
        f"{ROOM}/text",
        *(f"/dumps/{name}" for name in coverage),
        "/release/0.1.0/coverage",
    ]
    for path in [*files, f"/release/0.1.0/dumps/articles/{ARTICLE}.txt"]:
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert f"{ROOM} shows the words that are quoted from it" in answer.text
    assert marked(page(client, "?uncovered=yes")) == []
    heading = "Key to successful positioning"
    assert heading in seed().text
    assert (
        heading
        not in client.get("/search", query_string={"q": heading}).text.partition("<h2")[
            2
        ]
    )
    assert (
        "his personal <mark>convictions</mark>"
        in client.get("/search?q=convictions").text
    )
    with client.get("/dumps/diplomatica.nq") as dump:
        assert heading not in dump.get_data(as_text=True)
