"""Who wrote and who checked claims, notes and links, and when."""

import csv
import shutil
from pathlib import Path

import pytest

from conftest import BASE, CLAIMS, SMALL, append
from diplomatica.engine import Embedded
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import text_of
from diplomatica.pipeline.building import build, check
from diplomatica.web.app import create_app

_OF_ALL = f"""
@prefix pav: <http://purl.org/pav/> .
<{BASE}claim/> dcterms:creator <{BASE}dataset#anna> .
<{BASE}note/> dcterms:creator <{BASE}dataset#anna> ; pav:curatedBy <{BASE}dataset#ben> .
<{BASE}link/> dcterms:creator <{BASE}dataset#anna> .
<{BASE}dataset#anna> <http://xmlns.com/foaf/0.1/name> "Anna" .
<{BASE}dataset#ben> <http://xmlns.com/foaf/0.1/name> "Ben" .
"""
_SIGNED = """<http://purl.org/dc/terms/created> "2026-11-20"^^xsd:date ;
    <http://purl.org/pav/curatedBy> <https://w3id.org/diplomatica/dataset#ben> ;
    <http://purl.org/pav/curatedOn> "2026-11-21"^^xsd:date ; dip:quote """
_WHO = """SELECT ?who (COUNT(*) AS ?count) {
  ?this dcterms:creator ?who ; a ?kind FILTER (?kind IN (dip:Claim, dip:Note, dip:Link))
} GROUP BY ?who"""
_OTHERS = """SELECT ?this { ?this a ?kind FILTER (?kind IN (dip:Claim, dip:Note, dip:Link))
  FILTER NOT EXISTS { ?this dcterms:creator ?who } }"""


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The small dataset: Anna wrote it all, and Ben checked its notes and one claim."""
    folder = tmp_path_factory.mktemp("signed") / "folder"
    shutil.copytree(SMALL, folder)
    append(folder / "dataset" / "catalog.ttl", _OF_ALL)
    claims = folder / CLAIMS
    text = claims.read_text("utf-8")
    claims.write_text(text.replace("dip:quote ", _SIGNED, 1), "utf-8")
    return build(Folder(folder), folder.parent / "releases")


@pytest.fixture(scope="module")
def asked(signed: Release) -> Embedded:
    return Embedded(signed)


def test_what_the_catalog_says_of_all_holds_for_each(asked: Embedded) -> None:
    (row,) = asked.rows(_WHO)
    assert text_of(row["who"]) == f"{BASE}dataset#anna"
    assert int(text_of(row["count"])) > 10
    assert asked.rows(_OTHERS) == []


def test_a_page_tells_who_wrote_and_who_checked(
    signed: Release, asked: Embedded
) -> None:
    client = create_app(signed, asked).test_client()
    (row,) = asked.rows("SELECT ?this { ?this a dip:Claim ; pav:curatedBy ?who }")
    page = client.get(text_of(row["this"]).removeprefix(BASE) + ".html").text
    line = page.partition('<p class="source authorship">')[2].partition("</p>")[0]
    words = " ".join(line.split())
    assert words.startswith("Written by <")
    assert "Anna</a> on <time" in words
    assert "Checked by <" in words
    assert "21 November 2026" in words


def test_tables_have_who_and_when(signed: Release) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        text = (signed.folder / "tables" / name).read_text("utf-8")
        return list(csv.DictReader(text.splitlines()))

    claims, notes = rows("claims.csv"), rows("notes.csv")
    assert {row["written_by"] for row in claims} == {f"{BASE}dataset#anna"}
    assert {row["checked_on"] for row in claims} == {"", "2026-11-21"}
    assert {row["checked_by"] for row in notes} == {f"{BASE}dataset#ben"}
    links = (signed.folder / "links.sssom.tsv").read_text("utf-8")
    assert "about:anna" in links


def test_a_day_that_is_none_is_a_fault_at_its_line(folder: Path) -> None:
    notes = folder / "dataset" / "notes.trig"
    text = notes.read_text("utf-8")
    said = 'dip:reason "Seen." ; dcterms:created "yesterday" ; dcterms:source'
    spoilt = text.replace("dcterms:source", said, 1)
    notes.write_text(spoilt, "utf-8")
    with pytest.raises(InvalidInput, match="dcterms:created that is no day") as told:
        check(Folder(folder))
    assert told.value.faults[0].file == "dataset/notes.trig"


def test_a_dataset_that_says_nothing_of_it_gets_nothing(engine: Embedded) -> None:
    assert engine.rows(_WHO) == []
