"""The number of a page, as addresses have it: what is none is told, wherever it stands."""

import pytest
from flask.testing import FlaskClient

from brought import site_of
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.problem import Problem
from versions import client, three

__all__ = ["client", "three"]

NO_NUMBERS = ["x", "0", "-1", "1.5", "99999", "9" * 5000]
OF_RELEASES = (
    *("/search?q=summit", "/timeline", "/doc/kazakhstan.html"),
    *("/release/0.2.0/changes", "/release/0.2.0/changes.ttl"),
)
OF_FILES = ("/dumps/brought/", "/browse?kind=k:Boat", "/browse/dates", "/browse/places")
BOATS = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix k: <https://example.org/k/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/b/dory> a k:Boat ; rdfs:label "Dory"@en ; geo:lat 1.5 ; geo:long 2.5 ;
    dcterms:created "2001-02-03"^^xsd:date .
<https://example.org/b/yawl> a k:Boat ; rdfs:label "Yawl"@en .
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(BOATS, tmp_path_factory.mktemp("boats"))


def of_page(path: str, number: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}page={number}"


def is_told(site: FlaskClient, path: str, number: str) -> bool:
    answer = site.get(of_page(path, number))
    where = path.partition("?")[0].strip("/")
    return answer.status_code == 404 and (where in answer.text or "page" in answer.text)


@pytest.mark.parametrize("path", OF_RELEASES)
def test_what_is_no_page_of_a_release_is_told(client: FlaskClient, path: str) -> None:
    for number in ("", "1", "01"):
        assert client.get(of_page(path, number)).status_code == 200
    assert [one for one in NO_NUMBERS if not is_told(client, path, one)] == []


@pytest.mark.parametrize("path", OF_FILES)
def test_what_is_no_page_of_files_is_told(boats: FlaskClient, path: str) -> None:
    for number in ("", "1", "01"):
        assert boats.get(of_page(path, number)).status_code == 200
    assert [one for one in NO_NUMBERS if not is_told(boats, path, one)] == []


def test_a_page_that_there_may_be_is_a_number() -> None:
    assert [page_number(one, "boats") for one in ("", "1", "007")] == [1, 1, 7]
    assert page_number("3", "boats", 3) == 3
    with pytest.raises(Problem, match="boats, page 4"):
        page_number("4", "boats", 3)
