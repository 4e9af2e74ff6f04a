"""A page of an old release says that it is old, and what became of what it shows."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from conftest import BASE
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.web.app import app_of
from versions import ANEW, three

__all__ = ["three"]

KAZCENT = NamedNode(f"{BASE}id/kazcent")
PURPOSE = Triple(KAZCENT, DIP("purpose"), Literal("peacekeeping training"))


@pytest.fixture(scope="module")
def client(three: list[Release]) -> FlaskClient:
    return app_of(str(three[2].folder)).test_client()


def banner(client: FlaskClient, path: str) -> str:
    """What stands above a page of an old release, as it is written."""
    page = client.get(path, headers={"Accept": "text/html"}).text
    found = re.search('<div class="draft later".*?</div>', page, re.DOTALL)
    return found[0] if found else ""


def words(client: FlaskClient, path: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", banner(client, path))).split())


def test_an_old_page_says_that_it_is_old_and_leads_to_the_newest(
    client: FlaskClient,
) -> None:
    for path in ("/release/0.1.0/doc/osce", "/doc/osce?release=0.1.0"):
        told = words(client, path)
        assert told.startswith("You read an old release, 0.1.0 of 24 November 2026.")
        assert told.endswith("Nothing that is said of it changed since.")
        assert 'href="http://localhost/doc/osce"' in banner(client, path)


@pytest.mark.parametrize("path", ["/doc/osce", "/release/0.3.0/doc/osce"])
def test_a_page_of_the_newest_release_says_nothing_of_it(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path).status_code == 200
    assert banner(client, path) == ""


def test_what_went_since_is_told_as_that_with_the_reason(client: FlaskClient) -> None:
    told = words(client, "/release/0.2.0/doc/birds")
    assert "The newest, 0.3.0, no longer has this." in told
    assert "Withdrawn in 0.3.0, 24 November 2026." in told
    assert told.endswith(f"Of the whole release: {ANEW}")


def test_what_is_not_there_yet_is_told_when_it_came(client: FlaskClient) -> None:
    assert "Added in 0.2.0" in words(client, "/release/0.1.0/doc/birds")


def test_a_thing_and_its_claim_say_when_they_changed(client: FlaskClient) -> None:
    (claim,) = [
        row["reasons"].removeprefix(BASE)
        for row in _rows(client)
        if row["change"] == "removed"
    ]
    for path in ("doc/kazcent", claim):
        told = banner(client, f"/release/0.1.0/{path}")
        assert "Changed in 0.3.0" in told
        assert f"changes?of={BASE.replace(':', '%3A').replace('/', '%2F')}id" in told


def _rows(client: FlaskClient) -> list[dict[str, str]]:
    record = client.application.extensions["site"].history.records[-1]
    rows: list[dict[str, str]] = record.of(KAZCENT.value).rows
    return rows


def test_a_statement_with_another_value_since_says_so(client: FlaskClient) -> None:
    told = words(client, f"/release/0.1.0/statement/{digest(PURPOSE)}")
    assert "Changed in 0.3.0, 24 November 2026: purpose is now training." in told


def test_a_page_of_many_things_leads_to_all_that_changed(client: FlaskClient) -> None:
    told = banner(client, "/release/0.1.0/search?q=osce")
    assert 'href="http://localhost/search?q=osce"' in told
    assert 'href="http://localhost/releases?since=0.1.0"' in told


def test_what_is_cited_of_an_old_release_is_cited_at_its_address(
    client: FlaskClient,
) -> None:
    for host, at in (
        ("https://boats.example/", "https://boats.example/release/0.1.0"),
        ("http://localhost:8000/", f"{BASE}release/0.1.0"),
    ):
        asked = {"base_url": host, "headers": {"Accept": "text/html"}}
        page = client.get("/release/0.1.0/doc/osce", **asked).text
        assert f"{at}/doc/osce. In: " in page
        assert f"Dataset. {at}</span>" in page
        assert f"Dataset. {at}</p>" in client.get("/release/0.1.0/about", **asked).text
        told = client.get("/release/0.1.0/cite.bib", base_url=host).text
        assert f"url = {{{at}}}" in told
    assert f"url = {{{BASE}dataset}}" in client.get("/cite.bib").text


def test_an_old_front_page_leads_to_the_newest(client: FlaskClient) -> None:
    for path in ("/release/0.1.0", "/release/0.1.0/"):
        told = banner(client, path)
        assert '<a href="http://localhost/">The front page of 0.3.0, the newest' in told
        assert "The front page of 0.3.0, the newest · What changed" in words(
            client, path
        )


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("/release/0.1.0/releases", "0.1.0"),
        ("/release/0.2.0/releases", "0.2.0"),
        ("/releases?since=0.1.0", "0.1.0"),
    ],
)
def test_what_changed_is_asked_since_the_release_that_is_read(
    client: FlaskClient, path: str, version: str
) -> None:
    page = client.get(path).text
    assert re.findall('<option value="([^"]*)" selected', page) == [version]


def objection(client: FlaskClient, of: str) -> str:
    """The page on which one objects to what the first release states."""
    answer = client.get("/release/0.1.0/propose", query_string={"of": of})
    assert answer.status_code == 200
    return answer.text.partition("<main")[2]


def test_what_is_settled_already_is_told_before_one_objects_to_it(
    client: FlaskClient,
) -> None:
    page = objection(client, f"statement/{digest(PURPOSE)}")
    told, form, _ = page.partition("<form action")
    assert form
    assert "0.3.0, the newest release, settled this already." in told
    assert ">purpose is now training</a>" in told
    (now,) = re.findall('class="button" href="([^"]*)">Object to what it says', told)
    assert client.get(unescape(now)).status_code == 200
    assert "<details><summary>Object to what 0.1.0 said all the same" in told


def test_of_a_claim_what_is_settled_is_told_beside_what_is_not(
    client: FlaskClient,
) -> None:
    (claim,) = [
        row["reasons"].removeprefix(BASE)
        for row in _rows(client)
        if row["change"] == "removed"
    ]
    page = objection(client, claim)
    assert "Object to what 0.1.0 said all the same" not in page
    assert page.count("<small>(0.3.0: purpose is now training)</small>") == 1
    assert "0.3.0, the newest release, settled a part of this already." in page


def test_what_did_not_change_is_not_settled(client: FlaskClient) -> None:
    kind = Triple(KAZCENT, RDF("type"), DIP("TrainingCentre"))
    of = f"statement/{digest(kind)}"
    assert "settled this already" not in objection(client, of)


def test_the_list_of_releases_marks_the_old_one_that_is_read(
    client: FlaskClient,
) -> None:
    page = client.get("/release/0.1.0/releases").text
    row = page.partition('<li><h2><a href="/release/0.1.0">')[2].partition("</h2>")[0]
    assert "the one that you read" in row
    assert page.count("the one that you read") == 1
    assert "the one that you read" not in client.get("/releases").text
