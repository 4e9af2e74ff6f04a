"""What a page costs to open: all that is sent for it, as it is sent, and nothing from elsewhere."""

import re

import pytest
from flask.testing import FlaskClient

from browsing import needs_editor
from pages import EXAMPLES, PAGES

PATHS = [
    *(path for path in (*PAGES, *EXAMPLES) if path != "sparql"),
    "doc/osce-summit-astana",
    "graph/names",
    "graph/ontology",
    "search?q=president",
    "network?from=kazakhstan&to=osce",
    "network?thing=kazakhstan",
]
_PARTS = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"[^>]* href|script[^>]* src|img[^>]* src)="([^"]+)"'
)
_LIGHT = 150_000  # bytes
_WITH_EDITOR = 500_000


def sent(client: FlaskClient, path: str) -> bytes:
    with client.get(
        path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"}
    ) as response:
        assert response.status_code == 200
        return response.get_data()


def weight(client: FlaskClient, path: str) -> tuple[int, set[str]]:
    with client.get(path, headers={"Accept": "text/html"}) as plain:
        parts = set(_PARTS.findall(plain.get_data(as_text=True)))
    return len(sent(client, path)) + sum(
        len(sent(client, part)) for part in parts
    ), parts


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_light_and_asks_no_other_site(
    path: str, published_client: FlaskClient
) -> None:
    bytes_sent, parts = weight(published_client, f"/{path}")
    assert all(part.startswith("/static/") and "vendor" not in part for part in parts)
    assert parts or path.endswith("/coverage")
    assert bytes_sent < _LIGHT


@needs_editor
def test_only_the_query_page_has_the_editor(published_client: FlaskClient) -> None:
    bytes_sent, parts = weight(published_client, "/sparql")
    assert "/static/vendor/editor.js" in parts
    assert all(part.startswith("/static/") for part in parts)
    assert bytes_sent < _WITH_EDITOR
