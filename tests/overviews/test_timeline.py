"""The timeline: a page, a picture and a table of what has a time, and the place in time
of one thing."""

import csv
import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
from flask.testing import FlaskClient

from conftest import BASE, FOREIGN
from diplomatica.engine import Embedded, Row, Term
from diplomatica.errors import LimitReached
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.formats import JSON
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.site import Site
from diplomatica.web.timeline import timeline
from diplomatica.web.timeline.choices import Choices

HTML = {"Accept": "text/html"}
TIMES = """
@prefix : <https://example.org/news/id/> . @prefix dip: <https://w3id.org/diplomatica/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:founding a dip:Summit ; rdfs:label "first summit"@en ; dip:of :nato ;
    dip:time "1949-04-04"^^xsd:date ; dip:status dip:held .
:talks a dip:Negotiations ; rdfs:label "talks <in> Oslo"@en ;
    dip:time "1993"^^xsd:gYear ; dip:status dip:held .
:visit a dip:Visit ; rdfs:label "visit"@en ; dip:party :anna ;
    dip:time "2031-05"^^xsd:gYearMonth ; dip:status dip:planned .
:mission a dip:Negotiations ; rdfs:label "mission"@en ; dip:party :anna ;
    dip:startTime "2017"^^xsd:gYear ; dip:status dip:underWay .
:clash a dip:Meeting ; rdfs:label "meeting"@en ;
    dip:time "1999-01-01"^^xsd:date, "2001-01-01"^^xsd:date ; dip:status dip:held .
:praise a dip:Praise ; rdfs:label "praise"@en ; dip:about :anna ; dip:speaker :anna ;
    dip:verbatim false ;
    dip:latest "2001-02-03"^^xsd:date .
:anna a dip:Person ; rdfs:label "Anna"@en . :nato a dip:Organisation ; rdfs:label "NATO"@en .
<https://elsewhere.example/x> dip:latest "2002-03-04"^^xsd:date .
"""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(tmp_path_factory.mktemp("news"), TIMES)


def site_of(folder: Path, times: str) -> FlaskClient:
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "times.ttl").write_text(times, "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


def page(client: FlaskClient, address: str = "/timeline") -> str:
    response = client.get(address, headers=HTML)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.text


def drawn(text: str) -> list[str]:
    """The last part of what each row is linked to, in their order.

    A page has the picture once more, for a desk, with the same rows.
    """
    pictures = text.split('<svg class="timeline beside"')
    first, *others = (
        [
            address.rpartition("/")[2]
            for address in re.findall(r'<a href="([^"]*)"><text class="label"', one)
        ]
        for one in pictures
    )
    assert all(rows == first for rows in others)
    return first


def table(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/timeline.csv{query}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return list(csv.DictReader(response.text.splitlines()))


def test_all_that_has_a_time_stands_in_its_order_with_the_words_that_say_so(
    published_client: FlaskClient,
) -> None:
    told = page(published_client)
    rows = drawn(told)
    assert rows[:2] == ["semipalatinsk-closure", "osce-summit-before"]
    assert (
        rows.index("osce-summit-astana")
        < rows.index("uranium-bank-signing")
        < len(rows) - 1
    )
    assert ">10 – 11 September 2018</text>" in told
    assert "signed on Aug. 27, 2015 in Astana" in told
    assert re.search(
        (
            r'<time datetime="2010-12"[^>]*>December 2010</time></p>\s*'
            r'<div class="why claim folded"><details>'
        ),
        told,
    )
    assert told.count("All that this statement rests on</a>") >= len(rows)


def test_a_time_that_follows_is_told_with_its_reason(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "/timeline?kind=Chairmanship&of=osce")
    picture, words = told.split('<h2 id="words">')
    assert "until December 2010, beginning not told</text>" in picture
    assert 'mask="url(#unknown-left)"' in picture
    assert re.search(r">end time</span> <time [^>]*>December 2010</time>", words)
    assert "finale" in words.partition('<span class="kind">derived')[0]


def test_every_row_of_the_picture_has_a_time_in_words(
    published_client: FlaskClient,
) -> None:
    table = page(published_client).split('<table class="times">')[1]
    rows = table.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    assert len(rows) > 20
    assert [row for row in rows if "<time " not in row] == []


def test_what_is_drawn_is_chosen_by_kind_and_by_thing(
    published_client: FlaskClient,
) -> None:
    assert drawn(page(published_client, "/timeline?kind=Summit&of=")) == [
        "osce-summit-before",
        "osce-summit-astana",
    ]
    of_kazakhstan = drawn(page(published_client, "/timeline?of=kazakhstan"))
    assert of_kazakhstan == [
        "osce-chairmanship",
        "oic-chairmanship",
        "security-council-membership",
    ]
    chosen = page(published_client, "/timeline?kind=Chairmanship&of=kazakhstan")
    assert drawn(chosen) == ["osce-chairmanship", "oic-chairmanship"]
    assert '<option value="kazakhstan" selected>Kazakhstan</option>' in chosen
    assert 'href="/timeline.svg?kind=Chairmanship&amp;of=kazakhstan"' in chosen
    assert (
        drawn(page(published_client, f"/timeline?of={BASE}id/kazakhstan"))
        == of_kazakhstan
    )


def test_the_picture_is_a_file_by_itself_that_may_do_nothing(
    published_client: FlaskClient,
) -> None:
    response = published_client.get("/timeline.svg?kind=Summit")
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    root = ET.fromstring(response.text)
    space = "{http://www.w3.org/2000/svg}"
    style = root.findtext(f"{space}style") or ""
    assert (
        b64encode(sha256(style.encode()).digest()).decode()
        in response.headers["Content-Security-Policy"]
    )
    links = [link.get("href") for link in root.iter(f"{space}a")]
    assert links == [f"{BASE}id/osce-summit-before", f"{BASE}id/osce-summit-astana"]
    assert "%" not in "".join(
        value for one in root.iter() for value in one.attrib.values()
    )


def test_the_table_has_each_stated_time_with_its_reason(
    published_client: FlaskClient,
) -> None:
    row = next(row for row in table(published_client, "?kind=Signing"))
    assert (row["stated"], row["earliest"], row["planned"]) == (
        "2015-08-27",
        "2015-08-27",
        "false",
    )
    assert row["why"].endswith("/uranium-bank-signing")
    assert row["words"].endswith("signed on Aug. 27, 2015 in Astana")
    assert len(table(published_client)) > len(drawn(page(published_client)))


def test_another_dataset_is_drawn_as_well(news: FlaskClient) -> None:
    told = page(news)
    assert drawn(told) == ["founding", "talks", "clash", "x", "mission", "visit"]
    assert "<title>1950 to 1993: left out</title>" in told
    assert "talks &lt;in&gt; Oslo" in told
    assert "1 January 1999 or 1 January 2001, disputed" in told
    assert "from 2017" in told
    assert "until 4 March 2002" in told


def test_what_is_only_planned_never_looks_like_what_took_place(
    news: FlaskClient,
) -> None:
    assert 'class="bar c1 within plan"' in page(news, "/timeline?kind=Visit")
    assert "only planned</span>" in page(news, "/timeline?kind=Visit")
    assert "plan" not in page(news, "/timeline?kind=Summit").partition("<figure>")[2]
    assert {
        row["thing"].rpartition("/")[2]
        for row in table(news)
        if row["planned"] == "true"
    } == {"visit"}


def test_what_somebody_says_is_no_event(news: FlaskClient) -> None:
    assert "praise" not in drawn(page(news))
    assert "praise" not in {row["thing"].rpartition("/")[2] for row in table(news)}


def test_more_than_a_picture_holds_is_on_further_pages(
    news: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "ON_A_PAGE", 4)
    first, second = page(news), page(news, "/timeline?page=2")
    assert "6 things; shown are 1 to 4" in " ".join(first.split())
    assert '<a href="?page=2" rel="next">' in first
    assert drawn(second) == ["mission", "visit"]
    assert 'href="/timeline.svg?page=2"' in second
    assert len({row["thing"] for row in table(news)}) == 6


@pytest.mark.parametrize(
    "query",
    ["", "?kind=foaf:Person", "?of=andré", "?of=50%2525%26a%3Fb", "?page=7"],
)
def test_a_dataset_without_times_says_so(
    query: str, foreign_client: FlaskClient
) -> None:
    told = page(foreign_client, f"/timeline{query}")
    assert "<strong>Nothing" in told
    assert "<svg" not in told
    picture = foreign_client.get(f"/timeline.svg{query}")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert "Nothing here has a time" in picture.text
    assert table(foreign_client, query) == []


def test_times_of_files_with_other_prefixes_are_asked_for(tmp_path: Path) -> None:
    """What a page asks declares the prefixes that the files that were brought leave out."""
    client = site_of(tmp_path, TIMES.replace("dip:", "acts:"))
    assert len({row["thing"] for row in table(client)}) == 6
    question = re.search(r"/sparql\?query=[^\"]*", page(client))
    assert question
    answer = client.get(question[0], headers={"Accept": JSON.media_type})
    assert (answer.status_code, answer.mimetype) == (200, JSON.media_type)
    assert len(answer.get_json(force=True)["results"]["bindings"]) == 6


@pytest.mark.parametrize(
    "query",
    ["kind=a b", "kind=:<>", "of=https://a b", "page=x", "kind=Nope", "of=nobody"],
)
def test_what_cannot_be_chosen_is_a_clear_404(query: str, news: FlaskClient) -> None:
    response = news.get(f"/timeline?{query}")
    assert (response.status_code, response.mimetype) == (
        404,
        "application/problem+json",
    )


@pytest.mark.parametrize(
    ("too_much", "kinds", "things"),
    [
        ("GROUP BY ?kind", False, True),
        ("GROUP BY ?of", True, False),
        ("GROUP BY", False, False),
    ],
)
def test_a_dataset_too_large_for_a_choice_does_without(
    too_much: str,
    kinds: bool,
    things: bool,
    news: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = cast("Site", news.application.jinja_env.globals["site"])
    asked = site.engine.rows

    def rows(query: str, **terms: Term) -> list[Row]:
        if too_much in query:
            raise LimitReached("time", 10, "seconds", "Ask for less.")
        return asked(query, **terms)

    monkeypatch.setattr(site.engine, "rows", rows)
    found = Choices(site)
    assert (found.kinds != {}, found.things != {}) == (kinds, things)


def test_of_many_things_without_a_time_the_first_are_listed(
    published_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = re.search(r"(\d+) more events and plans", page(published_client))
    assert count
    monkeypatch.setattr(timeline, "UNDATED", 2)
    told = page(published_client)
    assert count[0] in told
    assert "These are 2 of them." in told
    assert told.partition('class="things"')[2].partition("</ul>")[0].count("<li>") == 2


def test_a_thing_shows_its_place_in_time(
    published_client: FlaskClient, foreign_client: FlaskClient
) -> None:
    told = page(published_client, "/doc/osce-summit-astana")
    assert drawn(told) == [
        "osce-summit-before",
        "astana-declaration-adoption",
        "osce-summit-astana",
        "osce-chairmanship",
    ]
    assert 'href="/timeline?of=osce-summit-astana"' in told
    assert "This on the timeline</a>, and the words" in told
    assert "Its place in time" not in page(
        published_client, "/doc/preventive-diplomacy"
    )
    assert "Its place in time" not in page(foreign_client, "/doc/andré")


def test_the_place_in_time_of_a_thing_is_small(
    news: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawn(page(news, "/doc/anna")) == ["mission", "visit"]
    monkeypatch.setattr(timeline, "ON_A_STRIP", 1)
    told = page(news, "/doc/anna")
    assert drawn(told) == ["mission"]
    assert "with what follows, and the words that say so" in told


@pytest.mark.parametrize("path", ["/timeline", "/timeline.svg"])
def test_behind_the_last_page_there_is_nothing_to_draw(
    path: str, published_client: FlaskClient
) -> None:
    assert published_client.get(f"{path}?page=99").status_code == 404


@pytest.mark.parametrize(
    "kind", ["Summit", "dip:Summit", "https://w3id.org/diplomatica/ontology%23Summit"]
)
def test_a_kind_may_be_named_in_each_way(
    kind: str, published_client: FlaskClient
) -> None:
    assert (
        "OSCE summit in Astana" in published_client.get(f"/timeline?kind={kind}").text
    )


@pytest.mark.parametrize("kind", ["summit", "dip:Summit"])
def test_a_kind_is_taken_in_other_ways_to_write_it(
    kind: str, published_client: FlaskClient
) -> None:
    assert table(published_client, f"?kind={kind}") == table(
        published_client, "?kind=Summit"
    )


@pytest.mark.parametrize(
    ("query", "nearest"), [("kind=Sumit", "Summit"), ("of=kazakstan", "Kazakhstan")]
)
def test_what_is_unknown_is_told_with_the_nearest(
    query: str, nearest: str, published_client: FlaskClient
) -> None:
    answer = published_client.get(f"/timeline?{query}")
    assert answer.status_code == 404
    assert nearest in answer.get_json()["detail"]


def test_how_many_events_have_no_time_is_told_and_which(
    published_client: FlaskClient, published_engine: Embedded
) -> None:
    (row,) = published_engine.rows("""SELECT (COUNT(DISTINCT ?x) AS ?count) {
        ?x a dip:Occurrence
        OPTIONAL { ?x dip:earliest|dip:latest ?day } FILTER (!BOUND(?day))
    }""")
    shown = published_client.get("/timeline").text
    count = row["count"].value  # type: ignore[union-attr]
    assert f"{count} more events and plans have no time that is told" in shown
    listed = shown.partition('class="things"')[2].partition("</ul>")[0]
    assert listed.count("<li>") == int(count)
