"""What became of a claim, a statement and a derivation is told where they are met."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from built import history_once, of_run
from conftest import ARTICLE, BASE, SMALL, append
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.pipeline.building import build
from diplomatica.web.app import app_of
from edits import change, without
from versions import CLAIMS, NOTES, numbered

CLAIM = f"claim/{ARTICLE}/first-post-soviet-chair"
DAYS = ('"2015-08-27"^^xsd:date', '"2015-08"^^xsd:gYearMonth')
WHY = "It was read into the words."
NOTE = "A day is said less exactly."
GONE = f"""
<{BASE}{CLAIM}> <http://www.w3.org/2002/07/owl#deprecated> true ;
    <http://www.w3.org/2000/01/rdf-schema#comment> "{WHY}"@en .
"""


def signed(by: str, of: str, kind: str = "date") -> str:
    """The digest of the statement when the signing was, or what its first day is."""
    signing = NamedNode(f"{BASE}id/uranium-bank-signing")
    return digest(Triple(signing, DIP(by), Literal(of, datatype=XSD(kind))))


OLD, NEW = signed("time", "2015-08-27"), signed("time", "2015-08", "gYearMonth")


def made(place: Path) -> list[Release]:
    folder = place / "folder"
    shutil.copytree(SMALL, folder)
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    first = build(numbered(folder, "0.1.0"), place / "releases")
    change(folder / CLAIMS, lambda text: text.replace(*DAYS))
    change(folder / CLAIMS, lambda text: without(text, "c:first-post-soviet-chair"))
    append(folder / "dataset" / "catalog.ttl", GONE + NOTES % ("0.2.0", NOTE))
    return [first, build(numbered(folder, "0.2.0"), place / "releases")]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A day is corrected and a claim withdrawn between two releases."""
    two: list[Release] = history_once(of_run(tmp_path_factory) / "turned", made)
    return app_of(str(two[1].folder)).test_client()


def part(
    client: FlaskClient, path: str, start: str, end: str, status: int = 200
) -> str:
    """A part of a page, as it is written."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    found = re.search(f"{start}.*?{end}", answer.text, re.DOTALL)
    return found[0] if found else ""


def banner(client: FlaskClient, path: str) -> str:
    return part(client, f"/release/0.1.0/{path}", '<div class="draft later"', "</div>")


def words(text: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", text)).split())


def test_a_withdrawn_claim_says_first_what_it_stated_and_with_what_release_it_went(
    client: FlaskClient,
) -> None:
    page = part(client, f"/{CLAIM}", "<main", "</main>", status=410)
    told = words(page)
    first = "Kazakhstan’s chairmanship of the OSCE – first by – post-Soviet state"
    assert 0 < told.find(first) < told.find(WHY)
    assert "It went with release 0.2.0 of 24 November 2026: what changed" in told
    triple = re.search(r'href="[^"]*(/release/0.1.0/statement/\w{64})"', page)
    assert triple
    assert client.get(triple[1]).status_code == 200


def test_what_changed_of_a_withdrawn_claim_is_what_it_stated(
    client: FlaskClient,
) -> None:
    first = "Kazakhstan’s chairmanship of the OSCE – first by – post-Soviet state"
    for asked in ("", f"?of={BASE}{CLAIM}"):
        page = part(client, f"/release/0.2.0/changes{asked}", "<main", "</main>")
        told = words(page.partition("<h3>“For the first time")[2])
        assert 0 < told.find(first) < told.find(WHY) < told.find("How it was recorded")
        assert told.find("How it was recorded") < told.find("passage:")
    assert "24 November 2026" in words(page)


def test_an_old_statement_leads_to_the_one_in_its_place(client: FlaskClient) -> None:
    old, new = OLD, NEW
    for path in (f"statement/{old}", f"propose?of=statement/{old}"):
        told = banner(client, path)
        assert f'href="http://localhost/statement/{new}"' in told
        assert (
            ": time is now August 2015. The editors gave no reason. Of the whole"
            in words(told)
        )
        assert "no longer has this" not in told
    assert f'href="http://localhost/propose?of=statement%2F{new}"' in told
    gone = client.get(f"/statement/{old}")
    assert (gone.status_code, gone.get_json()["replaced_by"]) == (
        410,
        f"{BASE}statement/{new}",
    )


def test_a_statement_that_went_is_named_with_the_one_in_its_place_and_why(
    client: FlaskClient,
) -> None:
    page = part(client, f"/statement/{OLD}", "<main", "</main>", status=410)
    assert "– time – 27 August 2015” went with release" in words(page)
    (now,) = re.findall(f'<a href="/statement/{NEW}">([^<]*)</a>', page)
    assert now.endswith("– time – August 2015")
    assert "The editors gave no reason." in page
    assert 'href="https://w3id.org' not in page


def test_what_a_withdrawn_claim_stated_is_struck_only_where_nothing_states_it_still(
    client: FlaskClient,
) -> None:
    page = part(client, f"/{CLAIM}", '<ul class="stated">', "</ul>", status=410)
    struck = re.findall("<del><a[^>]*>([^<]*)</a></del>", page)
    assert struck == [
        "Kazakhstan’s chairmanship of the OSCE – first by – post-Soviet state"
    ]
    still = re.findall("<li><a[^>]*>([^<]*)</a> <small>stands there still", page)
    assert "Kazakhstan’s chairmanship of the OSCE – is a – chairmanship" in still
    gone = words(part(client, f"/{CLAIM}", "<main", "</main>", status=410))
    assert "What programs are told of this page: 410" in gone
    unknown = words(part(client, "/claim/none/none", "<main", "</main>", status=404))
    assert "What programs are told" not in unknown


def test_an_old_derivation_leads_to_the_one_in_its_place(client: FlaskClient) -> None:
    first = f"/release/0.1.0/statement/{signed('earliest', '2015-08-27')}"
    page = part(client, first, "<main", "</main>")
    old = re.search('href="/release/0.1.0/(inference/[^"#]*)"', page)
    assert old is not None
    told = banner(client, old[1])
    assert "Changed in 0.2.0" in words(told)
    assert "earliest is now 1 August 2015" in words(told)
    new = re.search('href="http://localhost/(inference/[^"]*)"', told)
    assert new is not None
    assert new[1] != old[1]
    assert client.get(f"/{new[1]}").status_code == 200


def test_what_the_editors_said_of_a_release_is_no_reason_for_one_change(
    client: FlaskClient,
) -> None:
    told = words(banner(client, f"statement/{OLD}"))
    assert told.endswith(f"Of the whole release: {NOTE}")
    told = words(banner(client, CLAIM))
    assert told.endswith(f"Withdrawn in 0.2.0, 24 November 2026: {WHY}")


def test_a_thing_tells_what_is_said_no_longer_of_what_names_it(
    client: FlaskClient,
) -> None:
    told = words(banner(client, "doc/post-soviet-state"))
    assert "withdrawn: Kazakhstan’s chairmanship of the OSCE – first by – post" in told
    assert "Nothing that is said of it changed" not in told
    told = words(banner(client, "doc/osce"))
    assert "for fewer reasons now: Kazakhstan’s chairmanship of the OSCE" in told


ARTICLE_AT = f"article/{ARTICLE}?claim=first-post-soviet-chair"


@pytest.mark.parametrize("path", [ARTICLE_AT, f"propose?of={CLAIM}"])
def test_what_leads_to_a_withdrawn_claim_leads_to_why(
    client: FlaskClient, path: str
) -> None:
    told = banner(client, path)
    assert "The newest, 0.2.0, no longer has this." in words(told)
    assert WHY in words(told)
    links = re.findall('href="http://localhost(/[^"]*)"', told)
    found = {unescape(link): client.get(unescape(link)).status_code for link in links}
    assert found.pop(f"/{CLAIM}") == 410
    assert {*found.values()} == {200}
    assert (f"/article/{ARTICLE}" in found) == path.startswith("article")
    assert WHY in words(part(client, f"/{path}", "<main", "</main>", 410))


def test_the_words_of_a_withdrawn_claim_say_so_beside_the_text(
    client: FlaskClient,
) -> None:
    told = part(
        client, f"/release/0.1.0/{ARTICLE_AT}", '<aside class="panel"', "</aside>"
    )
    assert f"Withdrawn in 0.2.0, 24 November 2026: {WHY}" in words(told)


def test_a_claim_and_a_statement_that_changed_tell_it(client: FlaskClient) -> None:
    old = f"/release/0.1.0/statement/{OLD}"
    new = f"statement/{NEW}"
    for path in (new, f"claim/{ARTICLE}/uranium-bank-signing"):
        told = part(client, f"/{path}", '<h2 id="history"', "</section>")
        assert "Changed in 0.2.0, 24 November 2026: time was 27 August 2015" in words(
            told
        )
        assert f'href="http://localhost{old}"' in told
    assert not part(
        client, f"/claim/{ARTICLE}/kazcent", '<h2 id="history"', "</section>"
    )
