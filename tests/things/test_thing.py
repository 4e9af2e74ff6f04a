"""The page of a thing: facts, events, plans and remarks, each apart from the others."""

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, RdfFormat, parse

from conftest import FOREIGN
from diplomatica.engine import Embedded, Row, Term
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.vocabulary import RDFS
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.site import SITE
from diplomatica.web.things import doc

MANY = 1_203


def things() -> Iterator[str]:
    """A thing to which very many lead: some of them events, one without a name."""
    yield "@prefix : <https://example.org/news/id/> ."
    yield "@prefix dip: <https://w3id.org/diplomatica/ontology#> ."
    yield '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :hub rdfs:label "Hub"@en .'
    for number in range(MANY - 1):
        is_event = number % 100 == 99
        kind = "a dip:Meeting ; dip:status dip:held ;" if is_event else ""
        yield f':t{number:04} {kind} :near :hub ; rdfs:label "thing {number}"@en .'
        yield f":full :holds :t{number:04} ."
    yield '[] :near :hub ; rdfs:comment "I have no name." .'


@pytest.fixture(scope="module")
def crowded_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("crowded")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "things.ttl").write_text("\n".join(things()), "utf-8")
    return create_app(build(Folder(folder), folder / "releases"))


@pytest.fixture(scope="module")
def crowded(crowded_app: Flask) -> FlaskClient:
    return crowded_app.test_client()


def section(page: str, name: str) -> str:
    """What stands below the heading with this id, without markup."""
    found = re.search(rf'<h2 id="{name}">(.*?)</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def page(client: FlaskClient, slug: str) -> str:
    response = client.get(f"/doc/{slug}.html")
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return response.text


def test_who_proposed_something_when_and_in_which_words_stands_on_its_page(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "g-global")
    assert "proposed by Nursultan Nazarbayev" in section(told, "of")
    events = section(told, "events")
    assert "proposal of G-Global proposal December 2011 took place" in events
    assert (
        "in December 2011 President Nazarbayev proposed creating a new communicative platform"
        in events
    )


def test_what_somebody_says_is_no_fact(published_client: FlaskClient) -> None:
    told = page(published_client, "nursultan-nazarbayev")
    remark = "The authority of President Nursultan Nazarbayev"
    assert remark in section(told, "remarks")
    assert "— according to Roman Vassilenko" in section(told, "remarks")
    assert not any(
        remark in section(told, name) for name in ("of", "events", "plans", "also")
    )


def test_the_years_of_a_thing_are_those_of_its_picture(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "astana")
    years = re.search(r"the dates run from (\d+) to (\d+)", told)
    assert years
    assert f">{years[1]}</text>" in told


def test_an_event_says_what_it_is_where_and_when(published_client: FlaskClient) -> None:
    told = page(published_client, "osce-summit-astana")
    lead = (
        "Summit of the Organisation for Security and Cooperation in Europe, in Astana, "
        "December 2010."
    )
    assert f'<p class="lead">{lead}</p>' in told
    glance = told.partition('class="facts glance"')[2].partition("</dl>")[0]
    assert "December 2010" not in glance
    assert "This summit appears" not in told


def test_a_plan_says_that_it_is_one(published_client: FlaskClient) -> None:
    told = page(published_client, "lebanon-co-deployment")
    assert re.search(r'<p class="lead">[^<]*planned\.</p>', told)


def test_a_picture_tells_a_derived_end_as_the_fact_does(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "osce-chairmanship")
    assert ">until December 2010, beginning not told</text>" in told
    assert "31 December 2010, beginning" not in told


def test_a_plan_is_not_among_the_events(published_client: FlaskClient) -> None:
    told = page(published_client, "lebanon")
    assert "planned" in section(told, "plans")
    assert section(told, "events") == ""


def test_a_kind_is_told_once_and_not_again_as_a_wider_one(
    published_client: FlaskClient,
) -> None:
    kicker = re.search(
        r'<p class="kicker">(.*?)</p>',
        page(published_client, "osce-summit-astana"),
        re.DOTALL,
    )
    assert kicker
    assert re.sub(r"<[^>]+>", "", kicker[1]).strip() == "summit"


def test_a_link_elsewhere_shows_what_it_rests_on(published_client: FlaskClient) -> None:
    told = page(published_client, "kazakhstan")
    assert "exact match" in section(told, "elsewhere")
    assert "<code data-copy>Q232</code>" in told


def test_an_item_of_wikidata_is_named_as_its_link_names_it(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "osce")
    assert re.search(r'entity/Q81299" rel="external">([^<]*)<', told)[1] == (  # type: ignore[index]
        "Organization for Security and Co-operation in Europe in Wikidata"
    )


def test_facts_come_as_readers_ask_and_the_days_of_a_month_are_folded(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "osce-summit-astana")
    facts = told.partition('<h2 id="of">')[2].partition("What follows from that")[0]
    asked = re.findall(r"<dt><a [^>]*>([^<]*)</a></dt>", facts)
    assert asked[:4] == ["time", "location", "belongs to", "status"]
    assert "earliest" not in asked
    assert "1 December 2010" in section(told, "of")


def test_a_voice_is_named_beside_words_where_it_is_not_the_author_s(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "kazakhstan")
    facts = told.partition('<h2 id="of">')[2].partition("</section>")[0]
    summaries = re.findall(r"<summary>(.*?)</summary>", facts, re.DOTALL)
    assert "— according to Helga Schmid" in "".join(summaries)
    assert "the author" not in "".join(summaries)


def test_words_of_a_certain_voice_stand_before_those_of_a_doubtful_one(
    published_client: FlaskClient,
) -> None:
    facts = section(page(published_client, "kazakhstan"), "of")
    told = facts.partition("chaired Organisation of Islamic Cooperation ")[2]
    certain, doubtful = told.find("In 2011, Kazakhstan"), told.find("perhaps according")
    assert 0 <= certain < doubtful, told[:300]


def test_closed_words_lead_to_where_they_stand(published_client: FlaskClient) -> None:
    told = page(published_client, "osce-summit-astana")
    facts = told.partition('<h2 id="of">')[2].partition("What follows from that")[0]
    first, second = facts.split('<dd class="in-line">')[1:3]
    place = (
        r'href="/article/kazakhstan-peace-initiatives\?claim=[^"]*#p27">¶&nbsp;27</a>'
    )
    assert "The OSCE summit was held in Astana in December 2010" in first
    assert re.search(place, first.rpartition("</details>")[2])
    assert "as above" in second
    assert re.search(place, second.rpartition("</details>")[2])


def test_events_have_their_dates_in_the_order_of_time(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "kazakhstan")
    events = told.partition('<h2 id="events">')[2].partition("</section>")[0]
    rows = events.split('<article class="company events">')[1:]
    times = [re.findall(r'<span class="when">([^<]*)<', row) for row in rows]
    assert times[:3] == [["until December 2010"], ["2011"], ["2017 – 2018"]]
    assert len(times) == 14
    assert not any(times[3:])


def test_a_row_tells_its_link_with_what_it_leads_to(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "kazakhstan")
    also = told.partition('<h2 id="also">')[2].partition("</section>")[0]
    rows = re.findall(r'<p class="source particulars">(.*?)</p>', also, re.DOTALL)
    assert len(rows) == 17
    assert any("initiator</a> Kazakhstan</span>" in row for row in rows)
    assert not any("</a></span>" in row for row in rows)


def test_the_only_author_is_told_once_in_full_and_then_in_short(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "kazakhstan")
    assert told.count(">the author (an observer with Liter newspaper)</a>") == 1
    assert '<span class="source">— the author</span>' in told


def test_who_is_quoted_stands_before_the_author_among_opinions(
    published_client: FlaskClient,
) -> None:
    told = section(page(published_client, "kazakhstan"), "remarks")
    assert "Schmid’s praise" in told.partition("the author on")[0]
    assert "Vassilenko" in told.partition("the author on")[0]


def test_a_thing_can_be_cited_and_taken_along_as_turtle(
    published_client: FlaskClient,
) -> None:
    told = section(page(published_client, "osce"), "take")
    assert (
        "https://w3id.org/diplomatica/id/osce. In: The Diplomatica developers (2026)"
        in told
    )
    assert "N-Quads" in told
    turtle = html.unescape(told.partition("in Turtle ")[2])
    (label,) = [
        quad.object
        for quad in parse(turtle, format=RdfFormat.TURTLE)
        if quad.predicate == RDFS("label")
    ]
    assert label == Literal(
        "Organisation for Security and Cooperation in Europe", language="en"
    )


def test_all_that_leads_to_a_thing_is_counted_and_paged(crowded: FlaskClient) -> None:
    seen: list[str] = []
    address, count = "/doc/hub.html", 0
    while address:
        answer = crowded.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        seen += re.findall(r'<h3><a href="/id/(t\d+)"', answer.text)
        assert (
            '<a href="?page=1#also">' in answer.text
            or '<a href="#also">' in answer.text
        )
        assert f'Connected <span class="count">{MANY - 12:,}</span>' in answer.text
        assert 'Events <span class="count">12</span>' in answer.text
        assert f"{MANY:,} that lead here" in answer.text
        following = re.search(r'rel="next" href="([^"#]*)', answer.text)
        address = f"/doc/hub.html{following[1]}" if following else ""
        count += 1
    assert count == 16
    assert len(seen) == len(set(seen)) == MANY - 1
    assert [int(one[1:]) % 100 for one in seen[:12]] == [99] * 12


def test_a_page_does_not_read_all_that_leads_to_a_thing(crowded: FlaskClient) -> None:
    shown = crowded.get("/doc/hub.html").text
    assert shown.count('<article class="company') == 80


def test_the_order_of_what_leads_to_a_hub_is_asked_once_for_all_its_pages(
    crowded_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = crowded_app.extensions[SITE].engine, []

    def rows(query: str, **terms: Term) -> list[Row]:
        found = Embedded.rows(engine, query, **terms)
        asked.append(len(found))
        return found

    monkeypatch.setattr(doc, "MOST_AROUND", 100)
    monkeypatch.setattr(engine, "rows", rows)
    client, seen = crowded_app.test_client(), list[str]()
    for number in range(1, 17):
        asked.clear()
        answer = client.get(f"/doc/hub.html?page={number}")
        assert f"{MANY:,} that lead here" in answer.text
        assert len(answer.data) < 300_000
        assert (max(asked) >= MANY) is (number == 1)
        seen += re.findall(r'<h3><a href="/id/(t\d+)"', answer.text)
    assert len(seen) == len(set(seen)) == MANY - 1
    assert [int(one[1:]) % 100 for one in seen[:12]] == [99] * 12


@pytest.mark.parametrize("page", ["0", "17", "x", "-1", "9999999"])
def test_a_page_that_is_not_there_is_not_found(page: str, crowded: FlaskClient) -> None:
    answer = crowded.get(f"/doc/hub.html?page={page}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert f"page {page}" in answer.text


def test_rdf_has_all_that_leads_to_a_thing(crowded: FlaskClient) -> None:
    answer = crowded.get("/doc/hub.nt")
    assert answer.status_code == 200
    quads = parse(answer.data, format=RdfFormat.N_TRIPLES)
    assert sum(quad.predicate.value.endswith("/near") for quad in quads) == MANY


def test_rdf_says_that_it_leaves_out_what_leads_to_a_thing_where_it_is_too_much(
    crowded: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doc, "LEADING", MANY - 1)
    answer = crowded.get("/doc/hub.ttl")
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    quads = list(parse(answer.data, format=RdfFormat.TURTLE))
    assert not any(quad.predicate.value.endswith("/near") for quad in quads)
    (told,) = [quad for quad in quads if quad.predicate == RDFS("comment")]
    assert "are left out here: the endpoint and the dumps have them" in str(told.object)


def test_facts_that_are_cut_are_counted_and_lead_to_all(crowded: FlaskClient) -> None:
    shown = section(page(crowded, "full"), "of")
    assert f"the first of its statements, {MANY - 1:,} in all" in shown
    query = html.unescape(
        re.findall(r'href="(/sparql\?query=[^"]*)"', page(crowded, "full"))[0]
    )
    rows = crowded.get(query, headers={"Accept": "text/csv"})
    assert rows.text.count("\r\n") == MANY


def test_an_example_query_can_be_run_from_its_page(
    published_client: FlaskClient,
) -> None:
    asked = {
        "query": "SELECT ?q { ?q a sh:SPARQLExecutable } ORDER BY ?q",
        "format": "csv",
    }
    listed = published_client.get("/sparql", query_string=asked)
    path = "/query/" + listed.text.splitlines()[1].rpartition("/query/")[2]
    shown = published_client.get(path, headers={"Accept": "text/html"}).text
    link = re.search(r'<a class="button" href="([^"]*)">Run this query</a>', shown)
    assert link
    answer = published_client.get(
        html.unescape(link[1]), headers={"Accept": "text/csv"}
    )
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert len(answer.text.splitlines()) > 1


def test_a_note_of_the_editors_is_told_as_one_with_where_it_is_from(
    published_client: FlaskClient,
) -> None:
    answer = published_client.get("/doc/osce-summit-astana.html")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    noted = answer.text.partition("the one before Astana (2010) was in 1999")
    assert noted[0].endswith(
        '<span class="words told">The article speaks of “the last similar forum held 11'
        " years ago” next to the OSCE summit of December 2010. The OSCE lists its"
        " summits: "
    )
    opened = noted[2].partition("</details>")[0]
    assert '<span class="kind">editors’ note</span>' in opened
    assert re.search(
        r'From: <a href="https://osce.org/summits"[^>]*>osce.org</a>', opened
    )


def test_what_is_under_way_is_told_as_of_when(published_client: FlaskClient) -> None:
    page = published_client.get("/doc/nursultan-nazarbayev.html").text
    events = page.partition('<h2 id="events">')[2].partition("</section>")[0]
    tenure = events.partition('href="/id/nazarbayev-tenure"')[2]
    told = " ".join(re.sub("<[^>]+>", " ", tenure.partition("</p>")[0]).split())
    assert "under way as of September 2018 as of October 2018" in told
