"""What a site speaks of follows what its dataset holds: files that were brought, links,
notes and claims, each alone and together."""

import re
import shutil
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from built import built_once, of_run
from conftest import SMALL
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

BASE = "https://library.example.org/boats/"
CATALOG = f"""
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{BASE}dataset> a dcat:Dataset ; dcterms:title "Boats"@en ; dcterms:creator "Anna" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> ;
    dcat:version "1.0.0" ; <http://rdfs.org/ns/void#uriSpace> "{BASE}" .
"""
HEAD = """
@prefix boat: <https://boats.example/terms#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{0}id/berta> owl:sameAs wd:Q4712 .
"""
BOAT = """
<{0}id/{1}> a boat:Boat ; rdfs:label "{2}"@en ; boat:colour "{3}" ;
    boat:built "{4}-05-01"^^xsd:date ; boat:home <{0}id/harbour-{1}> .
<{0}id/harbour-{1}> a schema:Place ; rdfs:label "Harbour of {2}"@en ;
    geo:lat 54.{5} ; geo:long 12.{5} .
<{0}id/loan-{1}> a boat:Loan ; boat:of <{0}id/{1}> .
"""
ROWS = (
    ("anna", "Anna", "red", 1950, 1),
    ("berta", "Berta", "blue", 1960, 2),
    ("clara", "Clara", "red", 1970, 3),
)
REASONS = f"""
@prefix boat: <https://boats.example/terms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dip: <https://w3id.org/diplomatica/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix link: <{BASE}link/> .
@prefix note: <{BASE}note/> .
"""
LINK = (
    REASONS
    + """
link:anna { link:anna dip:reason "Both have the number 12 in the register." ;
    sssom:mapping_justification semapv:ManualMappingCuration ;
    sssom:confidence 0.9 ; sssom:object_label "Anna" .
  <https://library.example.org/boats/id/anna> skos:exactMatch wd:Q4711 . }
"""
)
NOTE = (
    REASONS
    + """
note:crew { note:crew dip:reason "They were counted on a photograph." ;
    dcterms:source <https://photographs.example/1> .
  <https://library.example.org/boats/id/anna> boat:crew 7 . }
"""
)
OURS = "https://w3id.org/diplomatica/"
OF_CLAIMS = ["Browse", "Timeline", "Network"]
OF_ALL = ["Match", "Queries", "Downloads"]


def boats(base: str) -> str:
    """The file of boats that somebody brings."""
    return HEAD.format(base) + "".join(BOAT.format(base, *row) for row in ROWS)


FILES = {
    "brought": {"catalog.ttl": CATALOG, "boats.ttl": boats(BASE)},
    "link": {"catalog.ttl": CATALOG, "boats.ttl": boats(BASE), "links.trig": LINK},
    "note": {"catalog.ttl": CATALOG, "boats.ttl": boats(BASE), "notes.trig": NOTE},
    "links alone": {"catalog.ttl": CATALOG, "links.trig": LINK},
    "brought and claims": {"boats.ttl": boats(OURS)},
    "claims": {},
}


def folder_of(name: str, place: Path) -> Folder:
    """A folder with these files, in the small dataset where claims are made."""
    if "claims" in name:
        shutil.copytree(SMALL, place)
    (place / "dataset").mkdir(parents=True, exist_ok=True)
    for file, text in FILES[name].items():
        (place / "dataset" / file).write_text(text, "utf-8")
    return Folder(place)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FlaskClient]:
    made: dict[str, FlaskClient] = {}
    for name in FILES:
        folder = folder_of(name, tmp_path_factory.mktemp("neutral") / "folder")
        place = of_run(tmp_path_factory) / f"neutral-{name.replace(' ', '-')}"
        release = built_once(place, partial(build, folder, is_draft=True))
        made[name] = create_app(release).test_client()
    return made


def told(site: FlaskClient, path: str) -> str:
    """What a page says, in plain words."""
    answer = site.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize(
    ("name", "menu"),
    [
        ("brought", ["Browse", "Dates", "Map", *OF_ALL, "About"]),
        ("link", ["Browse", "Dates", "Map", *OF_ALL, "About"]),
        ("note", ["Browse", "Dates", "Map", *OF_ALL, "About"]),
        ("links alone", ["Browse", *OF_ALL, "About"]),
        (
            "brought and claims",
            [*OF_CLAIMS, "Dates", "Map", *OF_ALL, "Vocabulary", "About"],
        ),
        ("claims", [*OF_CLAIMS, *OF_ALL, "Vocabulary", "About"]),
    ],
)
def test_the_menu_leads_to_what_has_something_to_tell(
    name: str, menu: list[str], sites: dict[str, FlaskClient]
) -> None:
    page = sites[name].get("/about", headers={"Accept": "text/html"}).text
    site_menu = page.partition('id="menu"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<>]+)</a>", site_menu) == menu


@pytest.mark.parametrize("name", ["brought", "link", "note", "brought and claims"])
def test_what_was_brought_keeps_its_names(
    name: str, sites: dict[str, FlaskClient]
) -> None:
    site = sites[name]
    for kind in ("Boat 3", "Loan 3", "Place 3"):
        assert kind in told(site, "/")
        assert kind in told(site, "/browse")
    assert "boat: " in told(site, "/sparql")
    facets = told(site, "/browse?kind=boat:Boat")
    assert "red 2" in facets
    assert "blue 1" in facets
    assert "a boat:Boat" in told(site, "/doc/anna")
    assert "latitude 54.1" in told(site, "/doc/harbour-anna")
    assert "Harbour of Anna" in told(site, "/browse/places")


@pytest.mark.parametrize(
    ("name", "has_dip"),
    [("brought", False), ("link", True), ("note", True), ("brought and claims", True)],
)
def test_prefixes_are_those_of_the_files_and_of_what_stands_beside(
    name: str, has_dip: bool, sites: dict[str, FlaskClient]
) -> None:
    page = told(sites[name], "/sparql").rpartition("declared:")[2].split()
    assert "boat:" in page
    assert ("dip:" in page) is has_dip
    assert ("claim:" in page) is (name == "brought and claims")
    assert ("link:" in page) is (name in ("link", "brought and claims"))


@pytest.mark.parametrize("name", ["brought", "link", "note", "links alone"])
@pytest.mark.parametrize("path", ["/", "/about", "/browse", "/dumps/", "/sparql"])
def test_without_claims_no_page_speaks_of_them(
    name: str, path: str, sites: dict[str, FlaskClient]
) -> None:
    page = re.sub("What is claimed.*", "", told(sites[name], path)).casefold()
    for word in ("claim", "voice", "quote", "article", "praise"):
        assert word not in page, word


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("brought", ["it gives no reasons", "nothing is drawn from it"], ["link to"]),
        (
            "link",
            ["1 link to other datasets", "1 more stands in the files"],
            ["it gives"],
        ),
        (
            "note",
            ["1 note of the editors"],
            ["it gives no reasons", "Each statement has"],
        ),
        (
            "links alone",
            ["1 link to other datasets"],
            ["more stands", "Each statement"],
        ),
        (
            "brought and claims",
            [
                "21 claims",
                "Each statement that the editors make",
                "Why anything in the files",
            ],
            ["Each statement has a reason"],
        ),
        (
            "claims",
            ["21 claims", "Each statement has a reason"],
            ["no reasons", "brought"],
        ),
    ],
)
def test_about_says_what_holds_of_all_that_is_there(
    name: str, said: list[str], unsaid: list[str], sites: dict[str, FlaskClient]
) -> None:
    page = told(sites[name], "/about")
    for words in said:
        assert words in page
    for words in unsaid:
        assert words not in page


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("brought", ["9 things", "3 kinds", "1 link to other datasets"]),
        ("link", ["9 things", "3 kinds", "2 links to other datasets"]),
        ("note", ["9 things", "3 kinds", "1 link to other datasets"]),
        ("links alone", ["1 thing", "0 kinds", "1 link to other datasets"]),
        (
            "brought and claims",
            ["21 claims", "43 things", "11 links to other datasets"],
        ),
        ("claims", ["21 claims", "34 things", "10 links to other datasets"]),
    ],
)
def test_the_front_page_counts_what_there_is(
    name: str, counts: list[str], sites: dict[str, FlaskClient]
) -> None:
    page = told(sites[name], "/")
    for count in counts:
        assert count in page


def test_a_link_and_a_note_stand_with_their_reasons(
    sites: dict[str, FlaskClient],
) -> None:
    linked, noted = told(sites["link"], "/doc/anna"), told(sites["note"], "/doc/anna")
    assert "Both have the number 12 in the register." in linked
    assert "All that this link rests on" in linked
    assert "They were counted on a photograph." in noted
    assert "register" not in told(sites["link"], "/doc/berta")
    table = sites["link"].get("/dumps/links.sssom.tsv").text
    assert "wd:Q4711" in table.splitlines()[-1]


def test_a_thing_of_claims_and_one_that_was_brought_have_pages_of_their_own(
    sites: dict[str, FlaskClient],
) -> None:
    site = sites["brought and claims"]
    assert "All that this was derived from" in told(site, "/doc/kazakhstan")
    assert "All places on a map" in told(site, "/doc/harbour-anna")
    assert "narrow it down by its properties" in told(site, "/search?kind=boat:Boat")
    assert site.get("/timeline", headers={"Accept": "text/html"}).status_code == 200
    assert "Nothing here is linked" not in told(site, "/network")
