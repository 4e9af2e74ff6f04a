"""Pages can do nothing in a browser but show what they are, whatever a dataset is called."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

PATHS = (
    "/",
    "/doc/evil",
    "/sparql",
    "/dumps/",
    "/ontology",
    "/shapes",
    "/timeline",
    "/network",
    "/network?thing=evil",
    "/nowhere",
    "/graph/evil",
    "/release/1.0.0/coverage",
    "/search",
    "/search?q=img",
    "/search?q=%3Cscript%3Ealert(5)%3C/script%3E&kind=%22onclick=",
)
CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://evil.example/dataset> a dcat:Dataset ; dcterms:identifier "evil" ;
    dcterms:title "</title><script>alert(1)</script>"@en ;
    dcterms:description "</script><script>alert(2)</script>"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "2026-11-24"^^xsd:date ; dcat:version "1.0.0" ;
    void:uriSpace "https://evil.example/" .
"""
DATA = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://evil.example/id/evil> rdfs:label "<img src=x onerror=alert(3)>"@en, "\u202ereversed"@he ;
    rdfs:seeAlso <javascript:alert(4)>, <data:text/html,x>, <https://evil.example/id/a\'b> .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(CATALOG, "utf-8")
    (folder / "dataset" / "evil.ttl").write_text(DATA, "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_a_policy_without_exceptions(
    path: str, hostile: FlaskClient
) -> None:
    with hostile.get(path, headers={"Accept": "text/html"}) as page:
        told = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in told
        assert "unsafe" not in told
        assert "http" not in told


@pytest.mark.parametrize("path", PATHS)
def test_no_name_becomes_markup_or_a_link_that_runs(
    path: str, hostile: FlaskClient
) -> None:
    with hostile.get(path, headers={"Accept": "text/html"}) as page:
        text = page.get_data(as_text=True)
    scripts = re.findall(r"<script([^>]*)>", text)
    ours = re.compile(
        r' type="(application/ld\+json|module" src="/static/[a-z/]+\.js)"'
    )
    assert all(ours.fullmatch(one) for one in scripts)
    assert all(
        one.startswith(' src="/static/') for one in re.findall(r"<img([^>]*)>", text)
    )
    assert not re.search(r'(href|src)="?(javascript|data):', text)
    assert text.count("</script>") == len(scripts)


def test_what_is_no_page_has_no_policy(hostile: FlaskClient) -> None:
    assert "Content-Security-Policy" not in hostile.get("/doc/evil.ttl").headers


def test_nobody_is_sent_to_another_site(hostile: FlaskClient) -> None:
    for path in (
        "//evil.example/",
        "/id//evil.example",
        "/id/%2F%2Fevil.example",
        "/doc/https://x.example",
    ):
        location = hostile.get(path, base_url="http://data.example/").headers.get(
            "Location", "http://data.example/"
        )
        assert location.startswith(("http://data.example/", "/"))
        assert not location.startswith("//")
