"""What crawlers read: robots.txt (RFC 9309) and the site map (Sitemaps 0.9)."""

from collections.abc import Callable
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from conftest import ARTICLE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.web.app import create_app
from diplomatica.web.catalog import sitemap

HOST = "https://data.example/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(
    client: FlaskClient, address: str, root: str = "urlset", item: str = "url"
) -> dict[str, str]:
    """The addresses of a map with the days on which they last changed."""
    answer = client.get(address, base_url=HOST)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    tree = ElementTree.fromstring(answer.data)
    assert tree.tag == f"{SPACE}{root}"
    assert len(tree) <= 50_000
    assert len(answer.data) < 50 << 20
    return {
        one.findtext(f"{SPACE}loc", ""): one.findtext(f"{SPACE}lastmod", "")
        for one in tree.iter(SPACE + item)
    }


def test_the_map_has_the_pages_of_the_whole_dataset(
    published_client: FlaskClient,
) -> None:
    assert len(listed(published_client, "/sitemap.xml")) > 500


@pytest.mark.long
def test_every_address_of_the_map_answers(
    published_client: FlaskClient, published: Release
) -> None:
    addresses = listed(published_client, "/sitemap.xml")
    assert addresses
    assert set(addresses.values()) == {published.issued}
    for address in addresses:
        assert address.startswith(HOST)
        with published_client.get(
            address, headers={"Accept": "text/html,*/*;q=0.8"}
        ) as answer:
            assert answer.status_code == 200, address


@pytest.mark.parametrize(
    "kind",
    ["doc", "claim", "note", "link", "inference", "rule", "graph", "article", "query"],
)
def test_documents_of_every_kind_are_on_the_map(
    kind: str, published_client: FlaskClient
) -> None:
    assert any(
        address.startswith(f"{HOST}{kind}/")
        for address in listed(published_client, "/sitemap.xml")
    )


def test_every_thing_claim_and_article_is_on_the_map(
    client: FlaskClient, engine: Embedded
) -> None:
    paths = {address.removeprefix(HOST) for address in listed(client, "/sitemap.xml")}
    rows = engine.rows(
        "SELECT DISTINCT ?x { ?x a ?kind FILTER (STRSTARTS(STR(?x), STR(:))) }"
    )
    things = {"doc" + str(row["x"]).strip("<>").partition("/id")[2] for row in rows}
    assert len(things) > 30
    assert (
        things | {f"article/{ARTICLE}", f"claim/{ARTICLE}/osce-finale", "dataset"}
        <= paths
    )


def test_a_foreign_dataset_has_a_map_as_well(foreign_client: FlaskClient) -> None:
    addresses = listed(foreign_client, "/sitemap.xml")
    assert f"{HOST}doc/andr%C3%A9" in addresses
    for address in addresses:
        with foreign_client.get(address) as answer:
            assert answer.status_code == 200, address


def test_more_than_one_map_can_hold_are_listed_by_an_index(
    release: Release,
    engine: Embedded,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = listed(client, "/sitemap.xml")
    monkeypatch.setattr(sitemap, "_MOST", 40)
    several = create_app(release, engine).test_client()
    maps = listed(several, "/sitemap.xml", "sitemapindex", "sitemap")
    parts = [listed(several, address) for address in maps]
    assert len(parts) == -(-len(whole) // 40) > 1
    assert {address: day for part in parts for address, day in part.items()} == whole
    assert several.get(f"/sitemap/{len(parts)}.xml").status_code == 404


@pytest.fixture
def may_read(client: FlaskClient) -> Callable[[str], bool]:
    answer = client.get("/robots.txt", base_url=HOST)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.site_maps() == [f"{HOST}sitemap.xml"]
    return lambda path: robots.can_fetch("Googlebot", HOST + path)


def test_crawlers_may_read_all_that_is_on_the_map(
    may_read: Callable[[str], bool], client: FlaskClient
) -> None:
    assert all(
        may_read(address.removeprefix(HOST))
        for address in listed(client, "/sitemap.xml")
    )
    assert may_read("dumps/diplomatica.ttl")
