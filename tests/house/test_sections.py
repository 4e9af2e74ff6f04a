"""The table of sections says what there is: whatever has a page of its own is tested as one."""

import pytest
from flask.testing import FlaskClient

from pages import BELOW, ELSEWHERE, EXAMPLES, FOR_PROGRAMS, PAGES

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("path", [*PAGES, *EXAMPLES])
def test_a_page_is_there(path: str, published_client: FlaskClient) -> None:
    answer = published_client.get(f"/{path}", headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert '<main id="main"' in answer.text


@pytest.mark.parametrize("path", sorted(FOR_PROGRAMS | BELOW.keys() | ELSEWHERE))
def test_what_is_tested_as_no_page_is_none(
    path: str, published_client: FlaskClient
) -> None:
    answer = published_client.get(f"/{path}", headers=HTML)
    assert (answer.status_code, answer.mimetype) != (200, "text/html")
