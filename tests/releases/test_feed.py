"""The event stream of what changed (LDES 1.0, TREE), read by a client that is not ours."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, parse

from birds import NAMED, released
from conftest import serving
from diplomatica.lookup.history import events
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import READ, TURTLE, Format
from diplomatica.model.vocabulary import AS, DCTERMS, LDES, RDFS, TREE
from diplomatica.web.app import create_app
from nodeclients import NODE, node

BASE = "https://example.org/birds/"
NEST = """
<owl> <http://purl.org/dc/terms/issued> "2001" ; <nest> [ <eggs> "2.0", [ <of> <owl> ] ] .
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Release]]:
    """Three releases: an owl gets a nest, some come, and the wren goes."""
    folder = tmp_path_factory.mktemp("stream") / "folder"
    owl, wren = NAMED % ("owl", "Owl"), NAMED % ("wren", "Wren")
    others = "".join(NAMED % (f"b{number}", "Bird") for number in range(4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "ON_A_PAGE", 2)
        yield [
            released(folder, "1.0.0", "2026-10-01", owl + wren),
            released(folder, "1.1.0", "2026-11-01", owl + NEST + wren),
            released(folder, "1.2.0", "2026-12-01", owl + NEST + others),
        ]


@pytest.fixture(scope="module")
def client(three: list[Release]) -> FlaskClient:
    return create_app(three[2]).test_client()


@pytest.fixture(scope="module")
def server(three: list[Release]) -> Iterator[str]:
    with serving(three[2], at=three[2].folder.parent / "latest") as (_, address):
        yield address


def test_what_lies_below_the_base_is_no_description_of_the_dataset(
    client: FlaskClient,
) -> None:
    page = " ".join(client.get("/releases").text.split())
    assert "Since 1.1.0: things: 4 added, 1 withdrawn" in page


def read(client: FlaskClient, address: str, form: Format = TURTLE) -> list[Quad]:
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}")
    assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    return list(parse(answer.data, format=form.rdf))


def values(quads: list[Quad], predicate: NamedNode) -> list[str]:
    objects = [quad.object for quad in quads if quad.predicate == predicate]
    return [one.value for one in objects if isinstance(one, NamedNode | Literal)]


def walked(client: FlaskClient, form: Format = TURTLE) -> list[list[Quad]]:
    """All pages of the stream, as whoever follows each relation once finds them."""
    waiting, found = [f"/feed.{form.suffix}"], dict[str, list[Quad]]()
    while waiting:
        address = waiting.pop(0)
        if address not in found:
            found[address] = read(client, address, form)
            waiting += values(found[address], TREE("node"))
    return list(found.values())


def test_the_stream_tells_what_it_is_and_where_it_begins(client: FlaskClient) -> None:
    quads = read(client, "/feed.ttl")
    assert values(quads, TREE("view")) == ["http://localhost/feed.ttl"]
    assert values(quads, LDES("versionDeleteObject")) == [AS("Delete").value]
    assert values(quads, LDES("startingFrom")) == ["2026-11-01T00:00:00Z"]
    assert values(quads, RDFS("seeAlso")) == [
        "http://localhost/release/1.0.0/dumps/birds.nq"
    ]


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_the_pages_hold_each_change_once_in_every_format(
    form: Format, client: FlaskClient
) -> None:
    quads = [quad for page in walked(client, form) for quad in page]
    told = sorted(values(quads, AS("object")))
    birds = [one.removeprefix(BASE) for one in told if "#" not in one]
    known = [one for one in birds if one in ("owl", "wren") or one.startswith("b")]
    assert known == ["b0", "b1", "b2", "b3", "owl", "wren"]


def test_a_page_stays_as_it_is_for_good(client: FlaskClient) -> None:
    quads = read(client, "/feed.ttl")
    addresses = {urlsplit(one) for one in values(quads, TREE("node"))}
    assert len(addresses) == 2
    for one in addresses:
        answer = client.get(f"{one.path}?{one.query}")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        plain = client.get(one.path)
        assert plain.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("query", "words"),
    [("since=0.9.0", "is told since 1.1.0"), ("page=99", "has no such page")],
)
def test_what_is_no_page_says_where_to_begin(
    query: str, words: str, client: FlaskClient
) -> None:
    answer = client.get(f"/release/1.2.0/changes.ttl?{query}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert words in answer.text


def test_a_version_leads_to_what_came_and_went(client: FlaskClient) -> None:
    of = quote(f"{BASE}owl", safe="")
    quads = [quad for page in walked(client) for quad in page]
    assert f"{BASE}release/1.1.0/changes?of={of}" in values(quads, TREE("member"))
    assert client.get(f"/release/1.1.0/changes?of={of}").status_code == 200


@NODE
def test_a_client_keeps_a_copy_by_the_stream(server: str) -> None:
    found = node("replicate.js", f"{server}feed.ttl", "materialize")
    states = {one["id"].removeprefix(BASE): one for one in found}
    assert [one["timestamp"] for one in found] == sorted(
        one["timestamp"] for one in found
    )
    assert told(states["b0"], RDFS("label")) == ["Bird"]
    assert told(states["wren"], DCTERMS("type")) == [AS("Delete").value]
    assert told(states["owl"], DCTERMS("issued")) == ["2001"]
    assert told(states["owl"], NamedNode(f"{BASE}eggs"))[0] == "2.0"


def told(member: dict[str, list[list[str]]], predicate: NamedNode) -> list[str]:
    """The objects of a property in what a client read of a member."""
    return [quad[2] for quad in member["quads"] if quad[1] == predicate.value]
