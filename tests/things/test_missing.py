"""What is not here: unknown, with the names that come nearest, or withdrawn, with the reason."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from conftest import ARTICLE, BASE, append, small_in
from diplomatica.engine import Embedded, Row, Term
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.site import SITE

WITHDRAWN = f"""
<{BASE}id/astana-club> <http://www.w3.org/2002/07/owl#deprecated> true ;
    <http://www.w3.org/2000/01/rdf-schema#comment> "It was taken for the conference."@en ;
    <http://purl.org/dc/terms/isReplacedBy> <{BASE}id/osce> .
<{BASE}claim/{ARTICLE}/old> <http://www.w3.org/2002/07/owl#deprecated> true .
"""


@pytest.fixture(scope="module")
def withdrawing(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    place = tmp_path_factory.mktemp("withdrawing")
    folder = small_in(place)
    append(folder / "dataset" / "catalog.ttl", WITHDRAWN)
    release = build(Folder(folder), place / "releases")
    return create_app(release, Embedded(release)).test_client()


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("id/kazakstan", "id/kazakhstan"),
        ("doc/Kazakhstan", "id/kazakhstan"),
        ("id/Kairat_Umarov", "id/kairat-umarov"),
        ("id/republic-of-kazakhstan", "id/kazakhstan"),
        (f"claim/{ARTICLE}/osce-final", f"claim/{ARTICLE}/osce-finale"),
        ("claim/other/osce-finale", f"claim/{ARTICLE}/osce-finale"),
    ],
)
def test_404_tells_the_nearest_names(
    path: str, nearest: str, client: FlaskClient
) -> None:
    response = client.get(f"/{path}")
    assert (response.status_code, response.mimetype) == (
        404,
        "application/problem+json",
    )
    assert BASE + nearest in [one["iri"] for one in response.get_json()["nearest"]]
    assert (
        f'href="/{nearest}"'
        in client.get(f"/{path}", headers={"Accept": "text/html"}).text
    )


def test_404_reads_no_more_of_a_long_address_than_a_name_can_have(
    client: FlaskClient,
) -> None:
    near = client.get(f"/id/kazakstan{'-' * 50_000}").get_json()
    assert "nearest" not in near
    begun = "kazakhstan" + "n" * 5
    assert client.get(f"/id/{begun}").get_json()["nearest"][0]["label"] == "Kazakhstan"


def test_404_invents_no_nearness(client: FlaskClient) -> None:
    assert "nearest" not in client.get("/id/xqzwvv").get_json()


def test_what_was_withdrawn_is_410_with_the_reason_and_what_stands_for_it(
    withdrawing: FlaskClient,
) -> None:
    for path in ("/id/astana-club", "/doc/astana-club", "/doc/astana-club.ttl"):
        response = withdrawing.get(path)
        assert (response.status_code, response.mimetype) == (
            410,
            "application/problem+json",
        )
        assert response.get_json()["detail"] == "It was taken for the conference."
        assert response.get_json()["replaced_by"] == f"{BASE}id/osce"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (
        'href="/id/osce"'
        in withdrawing.get("/id/astana-club", headers={"Accept": "text/html"}).text
    )


def test_a_withdrawn_claim_is_410(withdrawing: FlaskClient) -> None:
    assert withdrawing.get(f"/claim/{ARTICLE}/old").status_code == 410
    assert withdrawing.get("/id/kazakhstan").status_code == 303


def test_the_page_of_a_404_leads_on(client: FlaskClient) -> None:
    page = client.get("/id/xqz-wvv", headers={"Accept": "text/html"}).text
    for address in ("/search?q=xqz%20wvv", "/search", "/sparql"):
        assert f'<li><a href="{address}">' in page


def test_what_is_near_is_found_without_a_query_about_all_things(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = app.extensions[SITE].engine, []
    client = app.test_client()
    assert client.get("/graph/other-names").status_code == 404

    def rows(query: str, **terms: Term) -> list[Row]:
        asked.append((query, terms))
        return Embedded.rows(engine, query, **terms)

    monkeypatch.setattr(engine, "rows", rows)
    near = client.get("/graph/nams").get_json()["nearest"]
    assert [one["iri"] for one in near] == [f"{BASE}graph/names"]
    assert [one for one, known in asked if not known and "VALUES" not in one] == []
