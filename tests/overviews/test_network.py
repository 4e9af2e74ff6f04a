"""The pages of the network: the whole, around one thing, and what connects two."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from conftest import BASE, FOREIGN
from diplomatica.errors import LimitReached
from diplomatica.lookup.links.linking import Linking
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.speech.definite import definite, indefinite, inverse_phrase

QUERIES = [
    "",
    "?thing=kazakhstan",
    "?from=kazakhstan&to=osce",
    "?from=liter&to=sco",
    "?from=g20&to=turkey",
]
OSCE = "Organisation for Security and Cooperation in Europe"
SVG = "{http://www.w3.org/2000/svg}"


def page(client: FlaskClient, query: str, status: int = 200) -> str:
    response = client.get(f"/network{query}", headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (status, "text/html")
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    response = client.get(f"/network.csv{query}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(response.text)))


def picture(client: FlaskClient, query: str) -> ET.Element:
    response = client.get(f"/network.svg{query}")
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    return ET.fromstring(response.text)


def test_the_whole_tells_who_is_linked_through_what_in_whose_words(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "")
    assert (
        "Kazakhstan as a platform for resolving the Syrian crisis Astana Process"
        in told
    )
    assert "Named here, too, but not linked: Astana Economic Forum" in told
    (found,) = [
        row
        for row in rows(published_client, "")
        if row["through_iri"].endswith("id/uranium-bank-agreement")
    ]
    assert (found["from"], found["to"]) == (
        "Kazakhstan",
        "International Atomic Energy Agency",
    )
    assert "establishing the Low Enriched Uranium Bank" in found["words"]
    assert found["to_iri"] == f"{BASE}id/iaea"


@pytest.mark.parametrize("query", QUERIES)
def test_each_column_of_the_table_holds_plain_words(
    query: str, published_client: FlaskClient
) -> None:
    for row in rows(published_client, query):
        assert not re.search("[←↑→↓]", "".join(row.values()))
        assert bool(row["through"]) == bool(row["through_iri"])
        assert row["statement"]


def test_a_step_of_a_way_is_a_sentence_in_the_table(
    published_client: FlaskClient,
) -> None:
    first = rows(published_client, "?from=Kazakhstan&to=OSCE")[0]
    assert first["statement"] == f"Kazakhstan chaired {OSCE}"
    assert first["through"] == ""


def test_a_plan_is_told_and_drawn_as_one(published_client: FlaskClient) -> None:
    planned = [
        row for row in rows(published_client, "?thing=india") if row["planned"] == "yes"
    ]
    assert {row["to"] for row in planned} >= {"Kazakhstan", "Lebanon"}
    lines = picture(published_client, "?thing=india").findall(f".//{SVG}path")
    assert lines
    assert {line.get("class") for line in lines} == {"plan"}


@pytest.mark.parametrize("query", QUERIES)
def test_a_picture_stands_by_itself(query: str, published_client: FlaskClient) -> None:
    response = published_client.get(
        f"/network.svg{query}", base_url="http://data.example/"
    )
    drawn = ET.fromstring(response.text)
    policy = response.headers["Content-Security-Policy"]
    style = drawn.find(f"{SVG}style")
    assert style is not None
    assert style.text is not None
    assert b64encode(sha256(style.text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
    links = [one.get("href", "") for one in drawn.findall(f".//{SVG}a")]
    assert all(one.startswith("http://data.example/") for one in links)
    assert all(
        published_client.get(one, headers={"Accept": "text/html"}).status_code == 200
        for one in links[:3]
    )


@pytest.mark.parametrize("query", QUERIES[:3])
def test_nothing_is_drawn_outside_the_picture_or_upon_another_name(
    query: str, published_client: FlaskClient
) -> None:
    drawn = picture(published_client, query)
    width, height = (float(drawn.get(side, "0")) for side in ("width", "height"))
    places = [
        (float(one.get("x", "")), float(one.get("y", "")))
        for one in drawn.iter(f"{SVG}text")
    ]
    assert places
    assert all(0 < x < width and 0 < y < height for x, y in places)
    for x in {x for x, _ in places}:
        assert all(
            below - above >= 12
            for above, below in pairwise(sorted(y for other, y in places if other == x))
        )


def test_the_same_picture_is_drawn_each_time(published_client: FlaskClient) -> None:
    assert (
        published_client.get("/network.svg").data
        == published_client.get("/network.svg").data
    )


def test_a_fact_whose_predicate_is_no_verb_is_told_as_an_entry(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "?from=osce-summit-astana&to=astana")
    assert "OSCE summit in Astana – location: Astana" in told


def test_a_fact_that_somebody_did_is_told_as_a_sentence(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "?from=osce-chairmanship&to=kazakhstan")
    assert "Kazakhstan’s chairmanship of the OSCE was held by Kazakhstan" in told


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Kazakhstan", "Kazakhstan"),
        ("UN Security Council", "the UN Security Council"),
        (
            "Organisation of Islamic Cooperation",
            "the Organisation of Islamic Cooperation",
        ),
        ("proposal of G-Global", "the proposal of G-Global"),
        (
            "Kazakhstan’s chairmanship of the OSCE",
            "Kazakhstan’s chairmanship of the OSCE",
        ),
        ("the author", "the author"),
    ],
)
def test_a_name_has_an_article_where_english_says_it(name: str, written: str) -> None:
    assert definite(name) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("event", "an"),
        ("intention", "an"),
        ("state", "a"),
        ("union", "a"),
        ("undertaking", "an"),
        ("use", "a"),
        ("hour", "an"),
        ("European state", "a"),
        ("UN agency", "a"),
        ("NATO summit", "a"),
        ("OSCE summit", "an"),
        ("SCO summit", "an"),
        ("G-Global forum", "a"),
    ],
)
def test_one_of_many_has_the_article_that_is_said(name: str, written: str) -> None:
    assert indefinite(name) == written


@pytest.mark.parametrize(
    ("predicate", "written"),
    [
        ("held by", "has held"),
        ("chaired", "is what the Council of Elders chaired"),
        ("took part in", "is what the Council of Elders took part in"),
        ("accredited to", "is what the Council of Elders is accredited to"),
        ("location", "is the location of the Council of Elders"),
    ],
)
def test_a_fact_is_readable_from_its_value(predicate: str, written: str) -> None:
    assert inverse_phrase("Council of Elders", predicate) == written


def test_of_a_plan_nothing_is_told_as_done() -> None:
    assert inverse_phrase("ban", "adopted by", True) == "is what ban is adopted by"


def test_what_connects_two_is_told_step_by_step_in_words(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "?from=kazakhstan&to=osce")
    assert "Kazakhstan chaired the Organisation for Security" in told
    assert "Kazakhstan and the Organisation for Security" in told
    assert "(Kazakhstan’s chairmanship of the OSCE: until December 2010)" in told
    assert "Kazakhstan’s chairmanship of the OSCE : held by" in told
    assert "has held" in told
    assert "as above" in told.partition("Through")[0]
    assert "2 ways from one to the other" in told
    assert "then OSCE summit" not in told
    assert "Through Kazakhstan’s chairmanship of the OSCE" in told
    assert (
        "For the first time in history, a post-Soviet state has headed the OSCE."
        in told
    )
    assert [
        row["statement"] for row in rows(published_client, "?from=kazakhstan&to=osce")
    ] == [
        f"Kazakhstan chaired {OSCE}",
        "Kazakhstan’s chairmanship of the OSCE held by Kazakhstan",
        f"Kazakhstan’s chairmanship of the OSCE belongs to {OSCE}",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "?from=Kazakhstan&to=osce",
        "?from=KAZAKHSTAN&to=Organisation+for+Security+and+Cooperation+in+Europe",
    ],
)
def test_things_are_known_by_slug_and_by_name(
    query: str, published_client: FlaskClient
) -> None:
    assert page(published_client, query) == page(
        published_client, "?from=kazakhstan&to=osce"
    )


def test_other_names_lead_to_the_same_thing(published_client: FlaskClient) -> None:
    assert "Around Nursultan Nazarbayev" in page(published_client, "?thing=nazarbayev")


def test_what_only_words_connect_is_told_to_be_so(
    published_client: FlaskClient,
) -> None:
    assert "Only words connect them" in page(published_client, "?from=liter&to=sco")
    assert "Only words connect them" not in page(
        published_client, "?from=kazakhstan&to=osce"
    )


def test_quotes_of_one_article_are_told_as_quotes_and_not_as_sources(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, "?from=kazakhstan&to=osce")
    assert re.search(r" \d quotes ", told)
    assert not re.search(r"\d sources| quotes of ", told)


def test_an_unknown_name_gives_the_nearest(published_client: FlaskClient) -> None:
    response = published_client.get("/network?from=kazakstan&to=osce")
    assert response.status_code == 404
    assert "Nothing here is called “kazakstan”" in response.text
    assert 'href="/network?from=kazakhstan&amp;to=osce"' in response.text
    problem = published_client.get("/network.csv?thing=kazakstan")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert f"{BASE}id/kazakhstan" in [
        one["iri"] for one in problem.get_json()["nearest"]
    ]
    assert page(published_client, "?thing=xqzwvv&from=%00%3E", 404)


def test_an_unknown_format_is_404(published_client: FlaskClient) -> None:
    assert published_client.get("/network.png").status_code == 404


def test_one_and_the_same_has_no_way_to_itself(published_client: FlaskClient) -> None:
    assert "That is one and the same." in page(published_client, "?from=osce&to=OSCE")


def test_a_thing_s_page_shows_its_neighbours(published_client: FlaskClient) -> None:
    told = published_client.get("/doc/kazakhstan", headers={"Accept": "text/html"}).text
    assert 'id="neighbours"' in told
    assert 'href="/network?thing=kazakhstan"' in told
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="network"' in told


def test_pages_carry_no_style_of_their_own(published_client: FlaskClient) -> None:
    for query in QUERIES:
        told = published_client.get(f"/network{query}").text
        assert "<style" not in told
        assert " style=" not in told


@pytest.fixture
def crowded(published: Release, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A site with so many links that the engine does not read them in its time."""

    def give_up(*_: object) -> None:
        raise LimitReached("time", 10, "seconds", "Ask for less.")

    monkeypatch.setattr(Linking, "_facts", give_up)
    return create_app(published).test_client()


def test_too_many_links_to_draw_are_not_told_as_none(crowded: FlaskClient) -> None:
    told = page(crowded, "")
    assert "So much is linked here that all of it cannot be drawn at once." in told
    assert "Nothing here is linked" not in told


def test_a_table_is_whole_or_an_error(crowded: FlaskClient) -> None:
    response = crowded.get("/network.csv")
    assert (response.status_code, response.mimetype) == (
        422,
        "application/problem+json",
    )
    assert response.get_json()["title"] == "More is linked here than one table takes"


def test_a_dataset_without_links_says_so(foreign_client: FlaskClient) -> None:
    assert "Nothing here is linked with anything else." in page(foreign_client, "")
    assert "Nothing here is linked with 50%25&amp;a?b." in page(
        foreign_client, "?thing=50%2525%26a?b"
    )
    assert "Nothing that is said here connects them." in page(
        foreign_client, "?from=andré&to=50%2525%26a?b"
    )
    assert rows(foreign_client, "") == []
    assert (
        'id="neighbours"'
        not in foreign_client.get("/doc/andré", headers={"Accept": "text/html"}).text
    )


def test_a_dataset_of_other_kinds_is_drawn_by_its_direct_links(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    knows = (
        "<https://example.org/news/id/{}> <http://xmlns.com/foaf/0.1/knows> "
        "<https://example.org/news/id/{}> .\n"
    )
    pairs = [("anna", f"friend-{number}") for number in range(50)] + [
        ("friend-1", "ben")
    ]
    (tmp_path / "dataset" / "people.ttl").write_text(
        "".join(knows.format(*pair) for pair in pairs), "utf-8"
    )
    client = create_app(build(Folder(tmp_path), tmp_path / "releases")).test_client()
    told = page(client, "")
    assert "No states, organisations, initiatives or persons are linked here" in told
    assert "The 40 best linked of 52 are drawn." in told
    assert "The 40 best linked of 50 are drawn." in page(client, "?thing=anna")
    assert [row["to"] for row in rows(client, "?from=anna&to=ben")] == [
        "friend-1",
        "ben",
    ]
