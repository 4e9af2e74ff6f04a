"""Paths that things had below another base lead on."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of

THINGS = """@prefix p: <https://e.org/p/> .
<https://e.org/d/2023/geo/1> p:name "One" . <https://e.org/d/2023/geo/2> p:name "Two" .
<https://e.org/d/2024/geo/2> p:name "Other" . <https://e.org/d/2023/map#a> p:name "Map" .
<https://other.org/far/away> p:name "Away" .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("moved")
    return site_of(f"# base\n{THINGS}", folder)


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/geo/1", "/2023/geo/1"),
        ("/d/2023/geo/1", "/2023/geo/1"),
        ("/geo/1.ttl", "/2023/geo/1.ttl"),
        ("/d/2023/map", "/2023/map"),
    ],
)
def test_a_path_below_another_base_leads_on(
    site: FlaskClient, path: str, way: str
) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.location) == (302, way)
    assert site.get(way).status_code == 200


def test_of_several_things_all_are_named(site: FlaskClient) -> None:
    answer = site.get("/geo/2", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert [one["iri"] for one in answer.json["nearest"]] == [  # type: ignore[index]
        "https://e.org/d/2023/geo/2",
        "https://e.org/d/2024/geo/2",
    ]


def test_a_thing_elsewhere_is_named(site: FlaskClient) -> None:
    answer = site.get("/away", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="/about?iri=https://other.org/far/away"' in answer.text


def test_what_nothing_ends_with_is_not_found(site: FlaskClient) -> None:
    assert site.get("/eo/1").status_code == 404
    assert site.get("/geo").status_code == 404
