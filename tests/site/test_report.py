"""A report that something is wrong, ready to be sent."""

import html
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from brought import site_of, words
from conftest import ARTICLE, SMALL
from contact import CONTACT
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def reachable(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("reachable")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    catalog = folder / "dataset" / "catalog.ttl"
    catalog.write_text(
        (
            f"@prefix vcard: <http://www.w3.org/2006/vcard/ns#> "
            f".\n{catalog.read_text('utf-8')}{CONTACT}"
        ),
        "utf-8",
    )
    return create_app(build(Folder(folder), folder / "releases")).test_client()


def statement(client: FlaskClient) -> str:
    found = re.search(
        r'href="/(statement/[0-9a-f]{64})"',
        client.get("/doc/osce-summit-astana.html").text,
    )
    assert found
    return found[1]


def test_every_page_leads_to_a_report_on_itself(client: FlaskClient) -> None:
    for path in ("/propose", "/sparql", "/dumps/", "/doc/nobody"):
        told = client.get(path, headers=HTML, follow_redirects=True).text
        of = "" if path == "/propose" else path.strip("/")
        assert f'href="/report?of={of}"' in told


def test_a_page_of_what_is_stated_leads_to_a_proposal_and_that_to_a_report(
    client: FlaskClient,
) -> None:
    claim = f"claim/{ARTICLE}/kazcent-certification"
    paths = ("doc/kazcent", f"article/{ARTICLE}", claim, statement(client))
    for path in paths:
        foot = client.get(f"/{path}", headers=HTML).text.partition("<footer>")[2]
        assert f'href="/propose?of={path}"' in foot
        told = client.get(f"/propose?of={path}")
        assert (told.status_code, f'href="/report?of={path}"' in told.text) == (
            200,
            True,
        )


def test_words_that_are_chosen_lead_to_a_proposal_on_their_claim(
    client: FlaskClient,
) -> None:
    told = client.get(
        f"/article/{ARTICLE}?claim=kazcent-certification", headers=HTML
    ).text
    assert f'href="/propose?of=claim/{ARTICLE}/kazcent-certification"' in told


def test_a_report_on_a_statement_holds_its_words_its_address_and_the_release(
    client: FlaskClient,
) -> None:
    path = statement(client)
    response = client.get(f"/report?of={path}")
    told = html.unescape(response.text)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert "OSCE summit in Astana – " in told
    assert f"Address: https://w3id.org/diplomatica/{path}" in told
    assert "Words: “" in told
    assert "Release: Diplomatica 0.1.0" in told


def test_without_an_address_in_the_catalog_the_report_is_there_to_be_copied(
    client: FlaskClient,
) -> None:
    assert "names no address for reports" in client.get("/report").text


def test_the_addresses_of_the_catalog_take_the_report_filled_in(
    reachable: FlaskClient,
) -> None:
    told = reachable.get(f"/report?of={statement(reachable)}").text
    links = [
        html.unescape(link)
        for link in re.findall(r'class="button" href="([^"]+)"', told)
    ]
    tracker, mail = (urlsplit(link) for link in links)
    assert (tracker.netloc, tracker.path, mail.scheme, mail.path) == (
        "tracker.example",
        "/issues/new",
        "mailto",
        "data@example.org",
    )
    assert parse_qs(tracker.query)["title"] == parse_qs(mail.query)["subject"]
    assert "Release: Diplomatica 0.1.0" in parse_qs(mail.query)["body"][0]
    assert all(len(link) <= 6000 for link in links)


@pytest.mark.parametrize("letter", ["a", "日", "\\", "%"])
def test_whatever_it_is_about_a_report_fits_into_an_address(
    letter: str, reachable: FlaskClient
) -> None:
    told = reachable.get("/report", query_string={"of": letter * 7000}).text
    links = re.findall(r'class="button" href="([^"]+)"', told)
    assert len(links) == 2
    assert all(len(html.unescape(link)) <= 6000 for link in links)


QUERY = 'SELECT ?l { ?x a dip:Group ; rdfs:label ?l FILTER (?l != "50 % & more?"@en) }'


def test_a_report_on_an_answer_holds_the_query_and_the_release_whole(
    client: FlaskClient,
) -> None:
    for path, query in (("cite", QUERY), ("sparql", QUERY), ("sparql", "SELCT %")):
        page = client.get(f"/{path}", query_string={"query": query}, headers=HTML)
        lead = re.search(r'href="(/report[^"]+)"', page.text.partition("<footer>")[2])
        assert (page.status_code, bool(lead)) == (200 if query == QUERY else 400, True)
        told = client.get(html.unescape(lead[1] if lead else ""))
        body = html.unescape(told.text)
        address = re.search(r"^Address: (\S+)$", body, re.MULTILINE)
        assert address
        assert parse_qs(urlsplit(address[1]).query)["query"] == [query]
        assert f"Query:\n{query}" in body
        assert "Release: Diplomatica 0.1.0" in body
        back = re.search(r'<a href="([^"]+)">Back', told.text)
        assert back
        again = client.get(html.unescape(back[1]), headers=HTML)
        assert again.status_code == page.status_code


def test_a_long_report_is_whole_on_its_page_and_says_that_its_links_are_not(
    reachable: FlaskClient,
) -> None:
    query = f"ASK {{ ?s ?p '{'a' * 9000}' }}"
    of = f"sparql?{urlencode({'query': query})}"
    told = html.unescape(reachable.get("/report", query_string={"of": of}).text)
    assert f"Query:\n{query}" in told
    assert "It is too long for a link" in told
    short = reachable.get("/report", query_string={"of": "sparql"}).text
    assert "It is too long for a link" not in short


def test_a_report_on_an_unknown_statement_is_refused(client: FlaskClient) -> None:
    assert client.get("/report?of=statement/none").status_code == 404


@pytest.mark.parametrize(
    "of",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "\\evil.example",
        "\t/evil.example",
        '"><script>alert(1)</script>',
    ],
)
def test_a_report_leads_back_to_this_site_only(of: str, client: FlaskClient) -> None:
    told = client.get("/report", query_string={"of": of}).text
    back = re.search(r'<a href="([^"]*)">Back', told)
    assert back
    assert back[1].startswith("/")
    assert not back[1].startswith(("//", "/\\", "/\t"))
    assert "<script>alert" not in told


@pytest.mark.parametrize(
    ("of", "subject"),
    [
        ("report", "Diplomatica"),
        ("propose", "Diplomatica"),
        ("", "Diplomatica"),
        ("doc/osce", "Organisation for Security and Cooperation in Europe"),
        ("sparql", "sparql"),
    ],
)
def test_a_report_is_headed_by_what_it_is_about(
    of: str, subject: str, client: FlaskClient
) -> None:
    page = client.get("/report", query_string={"of": of}).text
    assert f"Wrong: {subject}</" in html.unescape(page)


BROUGHT = """@prefix : <https://port.org/id/> . @prefix d: <http://purl.org/dc/terms/> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
:d a <http://www.w3.org/ns/dcat#Dataset> ; d:title "Boats" ; d:creator :ada , :office .
:ada <http://xmlns.com/foaf/0.1/givenName> "Ada" ; <http://xmlns.com/foaf/0.1/familyName> "Mast" .
:office <http://www.w3.org/2006/vcard/ns#fn> "Harbour office" .
:b a :Boat ; d:isPartOf :d ."""


def test_who_mends_what_was_brought_is_told_by_name(tmp_path: Path) -> None:
    brought = site_of(BROUGHT, tmp_path)
    told = "it is mended by Ada Mast, Harbour office."
    assert told in words(brought, "/propose")
    page = brought.get("/b", headers=HTML).text
    (digest, *_) = re.findall(r"/statement/([0-9a-f]{64})", page)
    answer = brought.get(f"/propose?of=statement/{digest}", headers=HTML)
    assert (answer.status_code, told in answer.text) == (200, True)
    assert "give it to Ada Mast, Harbour office" in words(brought, "/report", of="b")
