"""The tables: CSV that Python's own reader and rdflib agree on with the data, and what
describes it."""

import base64
import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
from flask.testing import FlaskClient

from conftest import BASE, SMALL, Spoil, append
from diplomatica.engine import Embedded
from diplomatica.errors import DiplomaticaError, InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import TURTLE
from diplomatica.pipeline.building import build, check
from diplomatica.web.app import create_app

TABLES = sorted(path.stem for path in Folder().tables)
CLASSES = {
    "states": "State",
    "organisations": "Organisation",
    "initiatives": "Initiative",
    "events": "Event",
    "claims": "Claim",
    "persons": "Person",
    "places": "Place",
}
LINKED = [*(name for name in CLASSES if name != "claims"), "things"]
"""The tables with which others link their own to this dataset, and on to Wikidata."""

FORMS = {
    "anyURI": re.compile(r"https?://\S+"),
    "integer": re.compile(r"\d+"),
    "string": re.compile(r".+"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def rows(release: Release, table: str) -> list[dict[str, str]]:
    with (release.folder / "tables" / f"{table}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file, strict=True))


def described(release: Release, table: str) -> Any:
    return json.loads(
        (release.folder / "tables" / f"{table}.csv-metadata.json").read_text("utf-8")
    )


@pytest.fixture(scope="module")
def graph(published: Release) -> rdflib.Graph:
    """The whole of what is published, as rdflib reads it."""
    return rdflib.Graph().parse(published.dump(TURTLE))


@pytest.mark.parametrize("table", CLASSES)
def test_a_table_has_one_row_for_each_thing_of_its_class(
    table: str, published: Release, graph: rdflib.Graph
) -> None:
    things = {
        str(thing)
        for thing in graph.subjects(
            rdflib.RDF.type, rdflib.URIRef(f"{BASE}ontology#{CLASSES[table]}")
        )
    }
    found = [row["iri"] for row in rows(published, table)]
    assert len(found) == len(things) > 1
    assert set(found) == things


def test_the_table_of_things_has_one_row_for_each_thing(
    published: Release, graph: rdflib.Graph
) -> None:
    labelled = set(map(str, graph.subjects(rdflib.RDFS.label)))
    things = {iri for iri in labelled if iri.startswith(f"{BASE}id/")}
    found = [row["iri"] for row in rows(published, "things")]
    assert len(found) == len(things) > 200
    assert set(found) == things


@pytest.mark.parametrize("table", LINKED)
def test_a_table_has_the_id_of_wikidata_or_why_there_is_none(
    table: str, published: Release
) -> None:
    for row in rows(published, table):
        item = row["wikidata"].rpartition("/")[2]
        assert row["wikidata_id"] == item
        assert bool(row["wikidata_missing"]) != bool(item)
        assert row["address"] == row["iri"].replace("/id/", "/doc/")


def test_the_tables_tell_what_was_looked_for_in_vain(published: Release) -> None:
    by_iri = {row["iri"]: row for row in rows(published, "persons")}
    vassilenko = by_iri[f"{BASE}id/roman-vassilenko"]
    assert vassilenko["wikidata_missing"].startswith("No id was found in")
    assert vassilenko["office"] == "Deputy Foreign Minister of Kazakhstan"
    things = {row["iri"]: row for row in rows(published, "things")}
    east = things[f"{BASE}id/the-east"]
    assert east["wikidata_missing"] == "No id was looked for."


def test_the_table_of_places_has_the_codes_of_states(published: Release) -> None:
    by_iri = {row["iri"]: row for row in rows(published, "places")}
    kazakhstan = by_iri[f"{BASE}id/kazakhstan"]
    assert (kazakhstan["iso_code"], kazakhstan["wikidata_id"]) == ("KAZ|KZ", "Q232")
    assert by_iri[f"{BASE}id/astana"]["kind"] == "city"


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_as_rfc_4180_has_it(table: str, published: Release) -> None:
    data = (published.folder / "tables" / f"{table}.csv").read_bytes()
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == len(rows(published, table)) + 1
    assert {len(row) for row in csv.reader(data.decode("utf-8").splitlines())} == {
        len(rows(published, table)[0])
    }


@pytest.mark.parametrize("table", TABLES)
def test_the_description_names_every_column_and_its_values_are_of_its_datatype(
    table: str, published: Release
) -> None:
    told = described(published, table)
    columns = told["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(rows(published, table)[0])
    assert told["dc:license"]["@id"] == published.license
    # a name that CSVW knows
    assert told["dc:issued"] == {
        "@value": published.issued,
        "@type": "xsd:date",
    }
    for row in rows(published, table):
        for column in columns:
            cell = row[column["name"]]
            values = (
                cell.split(column["separator"]) if "separator" in column else [cell]
            )
            assert all(
                FORMS[column["datatype"]].fullmatch(value) for value in values if cell
            ), (row, column)


def test_an_event_has_its_times_as_stated_and_as_days(published: Release) -> None:
    summit = next(
        row
        for row in rows(published, "events")
        if row["iri"] == f"{BASE}id/osce-summit-astana"
    )
    assert (summit["label"], summit["stated"]) == ("OSCE summit in Astana", "2010-12")
    assert (summit["earliest"], summit["latest"], summit["status"]) == (
        "2010-12-01",
        "2010-12-31",
        "took place",
    )


def test_events_stand_in_the_order_of_their_days_and_those_without_one_last(
    published: Release,
) -> None:
    found = rows(published, "events")
    days = [row["sort_day"] for row in found]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [""] * (len(days) - len(dated))
    assert len(dated) > 20
    for row in found:
        assert row["sort_day"] == (row["earliest"] or row["latest"])
    assert list(found[0])[:3] == ["iri", "label", "stated"]
    assert list(found[0])[-1] == "sort_day"


def test_a_time_of_an_event_is_told_by_whoever_states_it(published: Release) -> None:
    by_iri = {row["iri"]: row for row in rows(published, "events")}
    before = by_iri[f"{BASE}id/osce-summit-before"]
    assert (before["stated"], before["stated_by"]) == ("1999", "a note of the editors")
    assert before["stated_source"] == f"{BASE}note/osce-summit-before"
    closed = by_iri[f"{BASE}id/semipalatinsk-closure"]
    assert closed["stated_by"] == "the author (an observer with Liter newspaper)"
    chaired = by_iri[f"{BASE}id/osce-chairmanship"]
    assert (chaired["stated_start"], chaired["stated_end"]) == ("", "2010-12")
    assert chaired["stated_by"] == "a rule"


def test_an_event_is_told_with_its_kind_alone_and_who_says_that_it_was(
    published: Release,
) -> None:
    by_iri = {row["iri"]: row for row in rows(published, "events")}
    assert not [row for row in by_iri.values() if "event" in row["kind"].split("|")]
    summit = by_iri[f"{BASE}id/osce-summit-astana"]
    assert summit["kind"] == "summit"
    assert summit["told_by"] == "the author (an observer with Liter newspaper)"
    assert summit["words"].startswith("The OSCE summit was held in Astana")
    assert summit["source"] == f"{BASE}claim/kazakhstan-peace-initiatives/osce-finale"
    chaired = by_iri[f"{BASE}id/oic-chairmanship"]
    assert chaired["perhaps_told_by"] == "Roman Vassilenko"


def test_what_only_a_remark_speaks_of_is_not_told_as_what_took_place(
    published: Release,
) -> None:
    by_iri = {row["iri"]: row for row in rows(published, "events")}
    contribution = by_iri[f"{BASE}id/kazakhstan-crises-contribution"]
    assert contribution["status"] == "took place, as only a remark says"
    assert contribution["told_by"] == "Roman Vassilenko"
    # the author says so, too
    tenure = by_iri[f"{BASE}id/nazarbayev-tenure"]
    assert (tenure["status"], tenure["as_of"]) == ("under way", "2018-09|2018-10")


def test_the_checksum_of_a_table_behind_a_byte_order_mark_is_told(
    client: FlaskClient,
) -> None:
    answer = client.get("/dumps/tables/events.csv?bom=yes")
    sent = hashlib.sha256(answer.data)
    page = client.get("/dumps/").text
    row = page.partition('events.csv?bom=yes" type="text/csv">events.csv?bom=yes')[2]
    assert sent.hexdigest() in row.partition("</tr>")[0]
    digest = base64.b64encode(sent.digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_a_state_has_its_item_in_wikidata(published: Release) -> None:
    states = {row["label"]: row for row in rows(published, "states")}
    assert states["Kazakhstan"]["wikidata"] == "http://www.wikidata.org/entity/Q232"
    assert states["Kazakhstan"]["iso_code"] == "KAZ|KZ"


def test_claims_stand_in_the_order_of_the_text_with_quote_voice_and_paragraph(
    published: Release, published_engine: Embedded
) -> None:
    found = rows(published, "claims")
    starts = [(row["article_iri"], int(row["start"])) for row in found]
    assert starts == sorted(starts)
    finale = next(row for row in found if row["iri"].endswith("/osce-finale"))
    quote = published_engine.rows(f"SELECT ?q {{ <{finale['iri']}> dip:quote ?q }}")[0][
        "q"
    ]
    assert finale["quote"] == quote.value  # type: ignore[union-attr]
    assert (finale["paragraph"], finale["voice"]) == (
        "27",
        "the author (an observer with Liter newspaper)",
    )
    assert f"{BASE}id/osce" in finale["mentions"].split("|")


def test_a_table_is_served_as_csv_and_leads_to_its_description(
    client: FlaskClient, release: Release
) -> None:
    answer = client.get("/dumps/tables/states.csv")
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    assert (
        answer.headers["Link"]
        == '<states.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    )
    metadata = client.get("/dumps/tables/states.csv-metadata.json")
    assert (metadata.status_code, metadata.mimetype) == (200, "application/csvm+json")
    assert metadata.json == described(release, "states")


def test_a_query_that_does_not_describe_its_columns_is_a_fault(
    folder: Path, spoil: Spoil
) -> None:
    spoil(
        "ontology/tables/states.rq",
        "# ?iso_code string*: its codes in ISO 3166-1\n",
        "",
    )
    with pytest.raises(
        InvalidInput, match=r"ontology/tables/states\.rq: does not describe the columns"
    ):
        check(Folder(folder))


def test_a_query_that_misspells_a_term_is_a_fault(folder: Path, spoil: Spoil) -> None:
    spoil(
        "ontology/tables/states.rq",
        "?iri dip:isoCode ?iso_code",
        "?iri dip:isocode ?iso_code",
    )
    with pytest.raises(InvalidInput, match="isocode"):
        check(Folder(folder))


def test_a_value_that_holds_the_separator_ends_the_build(
    folder: Path, tmp_path: Path
) -> None:
    append(
        folder / "dataset" / "names.ttl",
        '\n:kazakhstan skos:altLabel "Ka|zakhstan"@en .\n',
    )
    with pytest.raises(
        DiplomaticaError,
        match=r"cannot hold also of .*/kazakhstan: a value contains \|",
    ):
        build(Folder(folder), tmp_path / "releases")
    assert not (tmp_path / "releases" / "latest").exists()


def test_a_second_value_where_one_belongs_ends_the_build(
    folder: Path, spoil: Spoil, tmp_path: Path
) -> None:
    spoil("ontology/tables/states.rq", "# ?iso_code string*:", "# ?iso_code string:")
    append(
        folder / "dataset" / "names.ttl", '\n:kazakhstan dip:isoCode "KZ", "KAZ" .\n'
    )
    with pytest.raises(
        DiplomaticaError,
        match=r"cannot hold iso_code of .*/kazakhstan: there are 2 → state one",
    ):
        build(Folder(folder), tmp_path / "releases")


def test_a_table_without_rows_is_left_out(
    folder: Path, spoil: Spoil, tmp_path: Path
) -> None:
    spoil("ontology/tables/states.rq", "{\n  ?iri a dip:State", "{\n  ?iri a dip:Zone")
    release = build(Folder(folder), tmp_path / "releases")
    names = {path.name for path in (release.folder / "tables").iterdir()}
    assert not {"states.csv", "states.csv-metadata.json"} & names
    assert "claims.csv" in names


def test_a_row_without_its_first_column_ends_the_build(
    folder: Path, tmp_path: Path
) -> None:
    head = "# Things\n# ?iri anyURI: x\n# ?label string: y\n"
    query = "SELECT ?iri ?label { { ?iri a dip:State } UNION { ?x rdfs:label ?label } }"
    (folder / "ontology/tables/things.rq").write_text(head + query, "utf-8")
    with pytest.raises(
        DiplomaticaError, match=r"The table things has a row without \?iri"
    ):
        build(Folder(folder), tmp_path / "releases")


def test_of_two_tables_of_a_kind_the_one_that_tells_more_is_offered(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "ontology/tables/zz.rq").write_text(
        "# t\n# ?iri anyURI: x\nSELECT ?iri { ?iri a dip:State }", "utf-8"
    )
    client = create_app(build(Folder(folder), tmp_path / "releases")).test_client()
    shown = client.get("/search?kind=State", headers={"Accept": "text/html"}).text
    assert "/dumps/tables/states.csv" in shown
    assert "/dumps/tables/zz.csv" not in shown


def test_tables_of_a_store_on_disk_are_those_of_one_in_memory(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "diplomatica.pipeline.writing.tables.tablestore._MOST_IN_MEMORY", 0
    )
    monkeypatch.setattr(
        "diplomatica.pipeline.writing.tables.tablestore._AT_ONCE_ON_DISK", 100
    )
    assert build(Folder(SMALL), tmp_path).checksum == release.checksum
