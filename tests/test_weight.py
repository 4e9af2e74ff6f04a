"""What a page costs to open: all that is sent for it, as it is sent, and nothing from elsewhere."""

import re

import pytest
from flask.testing import FlaskClient

from conftest import ARTICLE

PAGES = [
    "/", "/doc/kazakhstan", "/doc/osce-summit-astana", f"/article/{ARTICLE}", f"/claim/{ARTICLE}/osce-finale",
    "/ontology", "/shapes", "/dumps/", "/conformance", "/network", "/network?thing=kazakhstan",
    "/graph/names", "/graph/ontology", "/report", "/release/0.1.0/coverage",
]  # fmt: skip
_PARTS = re.compile(r'<(?:link rel="(?:stylesheet|icon)"[^>]* href|script[^>]* src|img[^>]* src)="([^"]+)"')
_LIGHT = 150_000  # bytes


def sent(client: FlaskClient, path: str) -> bytes:
    with client.get(path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"}) as response:
        assert response.status_code == 200
        return response.get_data()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_asks_no_other_site(path: str, published_client: FlaskClient) -> None:
    with published_client.get(path, headers={"Accept": "text/html"}) as plain:
        parts = set(_PARTS.findall(plain.get_data(as_text=True)))
    assert all(part.startswith("/static/") for part in parts)
    assert parts or path.endswith("/coverage")
    assert len(sent(published_client, path)) + sum(len(sent(published_client, part)) for part in parts) < _LIGHT
