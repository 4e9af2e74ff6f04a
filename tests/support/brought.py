"""Sites of files that were brought, and what their pages say in words."""

import re
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/r/dataset> a dcat:Dataset ;
    dcterms:identifier "r" ; dcterms:title "Repro"@en ; dcterms:description "Repro."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "2026-11-24"^^xsd:date ; dcat:version "1.0.0" ;
    void:uriSpace "https://example.org/r/" .
"""
"""A catalog of somebody's own, of whom nothing else is known."""


def site_of(text: str, folder: Path) -> FlaskClient:
    """The site of one file of Turtle, as it is served."""
    (folder / "d.ttl").write_text(text, "utf-8")
    release = build(bundle((folder / "d.ttl",)), folder / "releases", is_draft=True)
    return create_app(release).test_client()


def words(site: FlaskClient, path: str, **arguments: str) -> str:
    """The words of a page's main part, for a reader who asks for no language."""
    headers = {"Accept": "text/html"}
    answer = site.get(path, headers=headers, query_string=arguments or None)
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    main = answer.text.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
