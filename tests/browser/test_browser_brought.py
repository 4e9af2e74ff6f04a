"""Data of others on the screen of a telephone, in a real Chromium, however long its words."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from selenium.webdriver import Chrome

from browsing import as_wide_as, box, fresh, is_within_window, needs_chromium
from conftest import serving
from diplomatica.cli import main
from diplomatica.model.dataset.release import open_release

pytestmark = needs_chromium
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenpensionskassenverwaltung"
BASE = "http://vocabulary.example/ontology/domain/navigation/taxonomy/of/vessels/"
VESSELS = f"""
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<{BASE}> a owl:Ontology ; dcterms:title "Vessels" ; dcterms:creator "{LONG}" ;
    dcterms:description "{LONG}" .
<{BASE}{LONG}> a owl:Class ; rdfs:label "{LONG}"@de ; rdfs:comment "{LONG}"@de ;
    rdfs:seeAlso <{BASE}{LONG}/{LONG}> .
<{BASE}eBay> a <{BASE}mRNA> ; rdfs:label "eBay" .
<{BASE}mRNA> a owl:Class ; rdfs:label "mRNA" .
<{BASE}rRNA> a owl:Class ; rdfs:label "rRNA" ; rdfs:subClassOf <{BASE}mRNA> .
"""


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("brought")
    file: Path = place / "vessels.ttl"
    file.write_text(VESSELS, "utf-8")
    told = CliRunner().invoke(main, ["build", str(file), "--output", str(place / "r")])
    assert told.exit_code == 0, told.output
    with serving(open_release(place / "r" / "latest")) as (_, address):
        yield address


@pytest.mark.parametrize(
    "path", ["", "dataset", f"about?iri={BASE}{LONG}", "browse", "search?q=donau"]
)
def test_no_word_is_wider_than_a_telephone(
    path: str, brought: str, unscripted: Chrome
) -> None:
    with as_wide_as(fresh(unscripted), 390):
        unscripted.get(brought + path)
        assert is_within_window(unscripted)


@pytest.mark.parametrize(
    "path", [f"about?iri={BASE}eBay", "search?kind={}mRNA", "search"]
)
def test_a_name_is_shown_as_the_data_writes_it(
    path: str, brought: str, unscripted: Chrome
) -> None:
    unscripted.get(brought + path.format(quote(BASE)))
    first = "return getComputedStyle(arguments[0], '::first-letter').textTransform"
    names = unscripted.find_elements("css selector", "h1, .tree-of-kinds h2 a")
    assert names
    assert {unscripted.execute_script(first, one) for one in names} == {"none"}


def test_the_way_from_the_top_has_room_above_it(
    brought: str, unscripted: Chrome
) -> None:
    unscripted.get(f"{brought}about?iri={BASE}rRNA")
    head, way = (box(unscripted, one) for one in ("body > header", ".way"))
    assert way.top - head.bottom > 15
