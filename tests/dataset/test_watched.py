"""Links that are watched and proposed: `diplomatica links`, and what a release tells."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.serving import make_server

from conftest import BASE
from diplomatica.cli import main
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import Folder, bundle
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, SKOS, SSSOM
from diplomatica.pipeline.building import build, check, publish_built
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.web.app import create_app
from processes import free_port

_WD = "http://www.wikidata.org/entity/"


def item(id: str, label: str, *kinds: str, **others: Any) -> dict[str, Any]:
    """An item as Wikidata writes it."""
    claims = [{"mainsnak": {"datavalue": {"value": {"id": kind}}}} for kind in kinds]
    labels = {"en": {"language": "en", "value": label}}
    told = {"id": id, "labels": labels, "aliases": [], "claims": {"P31": claims}}
    return {**told, **others}


_ITEMS = {
    "Q232": item("Q232", "Kazakhstan", "Q6256"),
    "Q668": item("Q668", "India", "Q6256"),
    "Q822": item("Q822", "Lebanon", "Q6256"),
    "Q1520": item("Q1520", "Astana", "Q515"),
}


def store(folder: Path, day: str, **items: Any) -> Path:
    places = folder / "dataset" / "extracts"
    places.mkdir(exist_ok=True)
    file = places / f"wikidata-{day}.json"
    file.write_text(json.dumps({"entities": {**_ITEMS, **items}}), "utf-8")
    return file


@pytest.fixture
def few_links(folder: Path) -> Path:
    """The small dataset with four links: to three states and a city."""
    file = folder / "dataset" / "links.trig"
    head, *blocks = file.read_text("utf-8").split("\nlink:")
    file.write_text("\nlink:".join([head, *blocks[:4]]), "utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["links", *map(str, arguments)])


def test_links_that_are_as_they_were_are_told_with_the_day(few_links: Path) -> None:
    store(few_links, "2026-11-20")
    store(few_links, "2026-11-27")
    told = run("check", few_links)
    assert told.exit_code == 0, told.stderr
    assert told.stdout == (
        "4 links, compared with Wikidata of 2026-11-27: all as they were\n"
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"Q668": {"id": "Q668", "missing": ""}}, "deleted: {}: Q668 is no more"),
        ({"Q668": item("Q9", "Bharat")}, "redirected: {}: Q668 leads to Q9 (“Bharat”)"),
        ({"Q668": item("Q822", "Lebanon")}, "merged: {}: Q668 leads to Q822"),
        ({"Q668": item("Q668", "Bharat", "Q6256")}, "relabelled: {}: Q668 is called"),
        ({"Q668": item("Q668", "India", "Q515")}, "retyped: {}: Q668 is an instance"),
        ({"Q668": item("Q668", "India", "Q5")}, "mistyped: {}: Q668 (“India”) is a "),
    ],
)
def test_what_changed_on_the_other_side_is_told_at_its_line(
    few_links: Path, changed: dict[str, Any], told: str
) -> None:
    store(few_links, "2026-11-20")
    new = few_links / "wikidata-2026-11-27.json"
    new.write_text(json.dumps({"entities": {**_ITEMS, **changed}}), "utf-8")
    result = run("check", few_links, "--extract", new)
    assert result.exit_code == 1
    place = "dataset/links.trig:16: india-wikidata"
    assert result.stdout.startswith(told.format(place))
    assert "4 links, compared with Wikidata of 2026-11-27: 1 " in result.stderr


def test_an_item_that_is_no_human_is_no_person_of_ours(
    folder: Path, tmp_path: Path
) -> None:
    extract = tmp_path / "wikidata-2026-11-27.json"
    items = {"Q57394": item("Q57394", "Nursultan Nazarbayev", "Q515")}
    extract.write_text(json.dumps({"entities": items}), "utf-8")
    told = run("check", folder, "--extract", extract).stdout
    (line,) = (one for one in told.splitlines() if one.startswith("mistyped"))
    assert "(“Nursultan Nazarbayev”) is no human, and our thing is a person" in line
    items["Q57394"] = item("Q57394", "Nursultan Nazarbayev", "Q5", "Q82955")
    extract.write_text(json.dumps({"entities": items}), "utf-8")
    assert "mistyped" not in run("check", folder, "--extract", extract).stdout


def test_special_entitydata_tells_a_redirect_by_the_id_it_leads_to(
    few_links: Path,
) -> None:
    moved = item("Q9", "Bharat", redirects={"from": "Q668", "to": "Q9"})
    file = store(few_links, "2026-11-27")
    told = {**_ITEMS, "Q9": moved}
    del told["Q668"]
    file.write_text(json.dumps({"entities": told}), "utf-8")
    assert "redirected: dataset/links.trig:16" in run("check", few_links).stdout


def test_an_item_that_was_not_fetched_is_told_as_unchecked(few_links: Path) -> None:
    file = store(few_links, "2026-11-27")
    told = {id: one for id, one in _ITEMS.items() if id != "Q668"}
    file.write_text(json.dumps({"entities": told}), "utf-8")
    result = run("check", few_links)
    assert (result.exit_code, result.stdout.split(":")[0]) == (1, "unchecked")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("wikidata.json", "{}", "does not say of which day it is"),
        ("wikidata-2026-11-27.json", "{", "is no JSON"),
        ("wikidata-2026-11-27.json", "[]", "has no entities"),
    ],
)
def test_an_extract_that_is_none_is_a_fault(
    few_links: Path, name: str, text: str, told: str
) -> None:
    file = store(few_links, "2026-11-27").with_name(name)
    file.write_text(text, "utf-8")
    result = run("check", few_links, "--extract", file)
    assert (result.exit_code, told in result.stderr) == (1, True)


def test_without_an_extract_it_is_told_how_to_get_one(few_links: Path) -> None:
    result = run("check", few_links)
    assert (result.exit_code, "Special:EntityData" in result.stderr) == (1, True)


def test_a_release_tells_when_its_links_were_checked_and_hints_at_the_rest(
    few_links: Path, tmp_path: Path
) -> None:
    store(few_links, "2026-11-27", Q668=item("Q9", "Bharat"))
    built = check(Folder(few_links))
    hints = [str(hint) for hint in built.reading.hints]
    assert any("india-wikidata: Q668 leads to Q9" in hint for hint in hints)
    release = publish_built(built, tmp_path / "releases")
    engine = Embedded(release)
    query = "SELECT ?link ?day { ?link pav:sourceLastAccessedOn ?day } ORDER BY ?link"
    rows = [(text_of(row["link"]), text_of(row["day"])) for row in engine.rows(query)]
    names = ("astana-wikidata", "kazakhstan-wikidata", "lebanon-wikidata")
    assert rows == [(f"{BASE}link/{name}", "2026-11-27") for name in names]
    client = create_app(release, engine).test_client()
    page = client.get("/doc/kazakhstan.html").text
    assert "compared with Wikidata, and unchanged there, as it was on" in page
    assert '<time datetime="2026-11-27"' in page
    assert "27 November 2026</time>" in page
    assert "compared with Wikidata" not in client.get("/doc/india.html").text


def test_a_page_tells_what_the_other_side_is_where_an_extract_says_so(
    few_links: Path, tmp_path: Path
) -> None:
    line = "country in <Central> Asia"
    told = {"en": {"language": "en", "value": line}, "de": {"value": "Staat"}}
    state = item("Q232", "Kazakhstan", "Q6256", descriptions=told)
    store(few_links, "2026-11-27", Q232=state)
    release = build(Folder(few_links), tmp_path / "releases")
    engine = Embedded(release)
    rows = engine.rows("SELECT ?link ?line { ?link dip:objectDescription ?line }")
    found = [(text_of(row["link"]), text_of(row["line"])) for row in rows]
    assert found == [(f"{BASE}link/kazakhstan-wikidata", line)]
    client = create_app(release, engine).test_client()
    page = client.get("/doc/kazakhstan.html").text
    assert "Q232, “country in &lt;Central&gt; Asia”</span>" in page
    assert '<span class="source">Q822</span>' in client.get("/doc/lebanon.html").text


_MADE_UP = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

wd:Q5 rdfs:label "human"@en .
wd:Q1065 a wd:Q7 ; rdfs:label "United Nations"@en .
wd:Q3 a wd:Q5 ; rdfs:label "Roman Vassilenka"@en .
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A reconciliation service over a made-up extract of Wikidata."""
    place = tmp_path_factory.mktemp("elsewhere")
    (place / "items.ttl").write_text(_MADE_UP, "utf-8")
    files = bundle((place / "items.ttl",))
    built = check(files, given=Given(base=_WD, title="Made up"))
    app = create_app(publish_built(built, place / "releases"))
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.port}/reconcile"
    server.shutdown()


@pytest.fixture
def unlinked(folder: Path, tmp_path: Path) -> Release:
    """The small dataset without its links."""
    (folder / "dataset" / "links.trig").unlink()
    return build(Folder(folder), tmp_path / "releases")


def test_a_service_proposes_links_with_evidence_that_a_build_accepts(
    elsewhere: str, unlinked: Release, folder: Path, tmp_path: Path
) -> None:
    file = folder / "dataset" / "proposed.trig"
    options = ("--release", unlinked.folder, "--day", "2026-11-27", "-o", file)
    result = run("suggest", "--service", elsewhere, *options)
    assert result.exit_code == 0, result.stderr
    assert "1 certain" in result.stderr
    quads = list(parse(path=file, format=RdfFormat.TRIG))
    links = {quad.graph_name: quad for quad in quads if quad.predicate == _EXACT}
    (link,) = links
    assert links[link].subject == NamedNode(f"{BASE}id/united-nations")
    assert links[link].object == NamedNode(f"{_WD}Q1065")
    said = {quad.predicate: text_of(quad.object) for quad in quads}
    assert said[SSSOM("object_label")] == "United Nations"
    assert said[DIP("reason")].startswith("The service Made up")
    assert 0.5 < float(said[SSSOM("confidence")]) < 1
    assert "\n#     :roman-vassilenko skos:exactMatch wd:Q3 ." in file.read_text(
        "utf-8"
    )
    again = build(Folder(folder), tmp_path / "others")
    assert "united-nations-Q1065" in (again.folder / "links.sssom.tsv").read_text()


_EXACT = SKOS("exactMatch")


def test_things_that_have_a_link_there_are_not_sought(
    elsewhere: str, release: Release
) -> None:
    result = run("suggest", "--service", elsewhere, "--release", release.folder)
    assert "id/united-nations" not in result.stdout
    assert ":united-nations" not in result.stdout


def test_a_kind_chooses_what_is_sought(elsewhere: str, release: Release) -> None:
    options = ("--release", release.folder, "--kind", "Person")
    result = run("suggest", "--service", elsewhere, *options)
    assert result.exit_code == 0, result.stderr
    assert "things without a link: " in result.stderr
    assert "summit" not in result.stdout
