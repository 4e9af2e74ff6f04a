"""FAIR Signposting, level 1 (links in headers) and level 2 (sets of links, RFC 9264)."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from conftest import ARTICLE, BASE, request
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import GRAPHS

HOST = "https://data.example/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CLAIM = f"claim/{ARTICLE}/osce-finale"
PAGES = {
    "dataset": "dataset",
    "doc/kazakhstan": "id/kazakhstan",
    CLAIM: CLAIM,
    "note/osce-summit-before": "note/osce-summit-before",
    "link/india-wikidata": "link/india-wikidata",
    f"article/{ARTICLE}": f"article/{ARTICLE}",
}


def links(client: FlaskClient, path: str, **options: Any) -> dict[str, dict[str, str]]:
    """The targets of the links of an answer with their types, by relation (RFC 8288, section 3)."""
    found: dict[str, dict[str, str]] = {}
    with client.get(f"/{path}", base_url=HOST, **options) as answer:
        assert answer.status_code == 200
        for value in answer.headers.getlist("Link"):
            target, parameters = re.fullmatch(r"<([^<>\s]+)>(;.*)", value).groups()  # type: ignore[union-attr]
            options = parse_options_header(f"x{parameters}")[1]
            found.setdefault(options["rel"], {})[target] = options.get("type", "")
    return found


def linkset(client: FlaskClient, path: str) -> dict[str, dict[str, dict[str, str]]]:
    (address,) = links(client, path)["linkset"]
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/linkset+json")
    return {
        context["anchor"]: {
            relation: {target["href"]: target.get("type", "") for target in targets}
            for relation, targets in context.items()
            if relation != "anchor"
        }
        for context in answer.get_json()["linkset"]
    }


@pytest.mark.parametrize("path", PAGES)
def test_every_page_tells_how_to_cite_it_what_it_is_and_where_it_belongs(
    path: str, client: FlaskClient
) -> None:
    found = links(client, path)
    assert list(found["cite-as"]) == [BASE + PAGES[path]]
    assert "https://schema.org/AboutPage" in found["type"]
    assert len(found["type"]) > 1
    if path != "dataset":
        assert found["collection"] == {f"{HOST}dataset": "text/html"}


@pytest.mark.parametrize("path", PAGES)
def test_a_licence_is_told_but_of_articles_which_are_not_ours(
    path: str, client: FlaskClient
) -> None:
    assert list(links(client, path).get("license", ())) == (
        [] if path.startswith("article") else [LICENCE]
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_its_metadata_which_leads_back(
    path: str, client: FlaskClient
) -> None:
    described = links(client, path)["describedby"]
    assert {form.media_type for form in GRAPHS} <= set(described.values())
    for target, kind in described.items():
        with client.get(target) as answer:
            assert (answer.status_code, answer.mimetype) == (200, kind)
        if path != "dataset":
            assert links(client, target.removeprefix(HOST))["describes"] == {
                f"{HOST}{path}": "text/html"
            }


@pytest.mark.parametrize("path", ["", "dataset", "release/0.1.0"])
def test_the_dataset_leads_to_its_items_which_lead_back(
    path: str, client: FlaskClient, release: Release
) -> None:
    items = links(client, path)["item"]
    assert len(items) >= len(release.dumps())
    for target, kind in items.items():
        with client.get(target) as answer:
            assert (answer.status_code, answer.mimetype) == (200, kind)
        back = links(client, target.removeprefix(HOST))
        assert back["collection"] == {f"{HOST}dataset": "text/html"}
        assert list(back["license"]) == [LICENCE]


@pytest.mark.parametrize("report", ["validation", "coverage", "coverage.json"])
def test_the_reports_of_a_release_belong_to_the_dataset(
    report: str, client: FlaskClient
) -> None:
    found = links(client, f"release/0.1.0/{report}")
    assert (found["collection"], list(found["license"])) == (
        {f"{HOST}dataset": "text/html"},
        [LICENCE],
    )


def test_the_dataset_leads_to_the_description_of_its_service(
    client: FlaskClient,
) -> None:
    assert links(client, "")["service-desc"] == {f"{HOST}sparql": "text/turtle"}
    answer = client.get(f"{HOST}sparql", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    assert f"<{HOST}sparql> a" in answer.text


def test_the_author_of_a_claim_is_its_voice(client: FlaskClient) -> None:
    assert list(links(client, CLAIM)["author"]) == [f"{BASE}id/liter-observer"]


def test_the_author_of_the_dataset_is_who_made_it(
    published_client: FlaskClient,
) -> None:
    assert list(links(published_client, "")["author"]) == [f"{BASE}dataset#developers"]


def test_an_article_leads_to_its_text_which_leads_back(client: FlaskClient) -> None:
    text = f"{HOST}article/{ARTICLE}/text"
    assert links(client, f"article/{ARTICLE}")["item"] == {text: "text/plain"}
    assert links(client, f"article/{ARTICLE}/text")["collection"] == {
        f"{HOST}article/{ARTICLE}": "text/html"
    }


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_the_links_are_those_of_the_address_in_whatever_format(
    accept: str, client: FlaskClient
) -> None:
    assert links(client, CLAIM, headers={"Accept": accept}) == links(client, CLAIM)


@pytest.mark.parametrize("path", PAGES)
def test_the_set_holds_the_links_of_the_page_and_those_that_lead_back(
    path: str, client: FlaskClient
) -> None:
    found = linkset(client, path)
    here = links(client, path)
    for relation in ("linkset", "canonical", "alternate"):
        here.pop(relation, None)
    assert found[f"{HOST}{path}"] == here
    back = {
        relation
        for anchor, relations in found.items()
        if anchor != f"{HOST}{path}"
        for relation in relations
    }
    assert {"describes"} <= back <= {"describes", "collection", "license"}


@pytest.mark.parametrize(
    "path", ["doc/nobody", "claim/x/y", "nowhere", "doc", "graph/names", "doc/a%20b"]
)
def test_what_is_unknown_has_no_links(path: str, client: FlaskClient) -> None:
    answer = client.get(f"/linkset/{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert "Link" not in client.get(f"/{path}/nobody").headers


def test_a_page_that_did_not_change_keeps_its_links(client: FlaskClient) -> None:
    first = client.get(f"/{CLAIM}")
    again = client.get(f"/{CLAIM}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers.getlist("Link") == first.headers.getlist("Link") != []


def test_names_beyond_ascii_are_percent_encoded(foreign_client: FlaskClient) -> None:
    found = links(foreign_client, "doc/andré")
    assert list(found["cite-as"]) == ["https://example.org/news/id/andr%C3%A9"]
    assert (
        linkset(foreign_client, "doc/andré")[f"{HOST}doc/andr%C3%A9"]["cite-as"]
        == found["cite-as"]
    )


def test_what_looks_like_a_query_in_a_name_is_part_of_it(
    foreign_client: FlaskClient,
) -> None:
    found = links(foreign_client, "doc/50%2525&a%3Fb")
    assert list(found["cite-as"]) == ["https://example.org/news/id/50%25&a?b"]
    for address in [*found["describedby"], *found["linkset"]]:
        assert foreign_client.get(address).status_code == 200


def test_behind_a_prefix_addresses_have_it_and_identifiers_stay(
    client: FlaskClient,
) -> None:
    answer = client.get("/doc/kazakhstan", base_url=f"{HOST}below/")
    found = answer.headers.getlist("Link")
    assert f'<{BASE}id/kazakhstan>; rel="cite-as"' in found
    assert (
        f'<{HOST}below/doc/kazakhstan.ttl>; rel="describedby"; type="text/turtle"'
        in found
    )
    assert (
        f'<{HOST}below/linkset/doc/kazakhstan>; rel="linkset"; type="application/linkset+json"'
        in found
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_real_server_sends_the_links(method: str, server: str) -> None:
    answer = request(server, "/dataset", method)
    assert answer.status == 200
    found = answer.headers.get_all("Link", [])
    assert f'<{BASE}dataset>; rel="cite-as"' in found
    assert any(
        value.startswith(f"<{server.rstrip('/')}/dumps/diplomatica.ttl>")
        for value in found
    )
