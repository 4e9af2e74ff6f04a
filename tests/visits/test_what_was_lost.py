"""What a file loses on its way is told where a visitor looks, and not on the terminal alone."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

LOST = """{ "@context": { "name": "http://schema.org/name",
    "page": { "@id": "http://schema.org/url", "@type": "@id" } },
  "@id": "https://port.org/a", "name": "Ark", "colour": "red",
  "page": "https://port.org/page " }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("lost")
    file = folder / "boats.jsonld"
    file.write_text(LOST, "utf-8")
    release = build(bundle((file,)), folder / "releases", is_draft=True)
    return create_app(release).test_client()


@pytest.mark.parametrize("path", ["/quality", "/dumps/brought/", "/graph/boats"])
def test_keys_without_a_meaning_are_told_on_pages(path: str, site: FlaskClient) -> None:
    told = words(site, path)
    assert "boats.jsonld: 1 key means nothing here: colour" in told


def test_a_blank_behind_an_iri_is_to_be_taken_out(site: FlaskClient) -> None:
    told = words(site, "/quality")
    assert "1 statement is left out, for what they name is no IRI" in told
    assert "take out the blank at its end" in told


def test_the_page_about_the_data_leads_to_what_was_lost(site: FlaskClient) -> None:
    assert "what of them could not be read, is told" in words(site, "/about")


def test_the_whole_of_a_context_is_asked_for_by_the_address_that_the_file_names(
    tmp_path: Path,
) -> None:
    file = tmp_path / "boats.jsonld"
    text = (
        '{ "@context": "http://schema.org/", "@id": "https://port.org/a", "name": "A" }'
    )
    file.write_text(text, "utf-8")
    release = build(bundle((file,)), tmp_path / "releases", is_draft=True)
    told = words(create_app(release).test_client(), "/quality")
    assert "--context http://schema.org=FILE" in told
