"""The reconciliation service: both versions, by the standard's schemas where they are at hand."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from referencing import Registry
from referencing.jsonschema import DRAFT7

from diplomatica.model.dataset.folder import PACKAGED

SHARED = PACKAGED.parent / "shared"
FIRST = SHARED / "reconciliation-0.2"
DRAFT = SHARED / "reconciliation-1.0-draft" / "schemas"
ID = "https://w3id.org/diplomatica/id/"
DIP = "https://w3id.org/diplomatica/ontology#"
OWN = ["wikidata", "wikidata_missing", "words"]
STATE = f"{DIP}State"
OWN_BATCH = b"""{"queries": [
  {"conditions": [{"matchType": "name", "propertyValue": "x"}]}]}"""


def fits(folder: Path, name: str, told: Any) -> None:
    """Whether an answer is as the standard’s schema has it; nothing where that is not at hand."""
    if not folder.is_dir():
        return
    schemas = [json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")]
    registry = Registry[Any]().with_resources(
        (one["$id"], DRAFT7.create_resource(one)) for one in schemas if "$id" in one
    )
    schema = json.loads((folder / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema, registry=registry).validate(told)


def first(client: FlaskClient, **queries: Any) -> dict[str, Any]:
    """The results of a batch of version 0.2, sent as a form."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    fits(FIRST, "reconciliation-result-batch", told)
    return told


def draft(client: FlaskClient, *queries: Any) -> list[list[dict[str, Any]]]:
    """The candidates of a batch of version 1.0."""
    answer = client.post("/reconcile/1.0/reconcile", json={"queries": list(queries)})
    assert answer.status_code == 200, answer.text
    fits(DRAFT, "reconciliation-result-batch", answer.get_json())
    return [one["candidates"] for one in answer.get_json()["results"]]


def matches(candidates: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in candidates if one["match"]]


def named(text: str, **more: Any) -> dict[str, Any]:
    return {"conditions": [{"matchType": "name", "propertyValue": text}], **more}


def test_the_manifest_tells_what_the_service_does(
    published_client: FlaskClient,
) -> None:
    told = published_client.get("/reconcile").get_json()
    assert told["versions"] == ["0.2"]
    assert told["identifierSpace"] == "https://w3id.org/diplomatica/"
    assert told["view"] == {"url": "http://localhost/reconcile/view?id={{id}}"}
    assert {"suggest", "preview", "extend", "schemaSpace"} <= told.keys()
    fits(FIRST, "manifest", told)


def test_the_draft_has_a_manifest_of_its_own(published_client: FlaskClient) -> None:
    told = published_client.get("/reconcile/1.0").get_json()
    assert told["versions"] == ["1.0-draft"]
    assert told["suggest"] == {"entity": True, "type": True, "property": True}
    assert told["view"] == {"url": "http://localhost/reconcile/view?id={id}"}
    fits(DRAFT, "manifest", told)


def test_a_batch_is_answered_query_by_query(published_client: FlaskClient) -> None:
    told = first(
        published_client,
        a={"query": "Kazakhstan"},
        b={"query": "O.S.C.E.", "limit": 1},
        c={"query": "qwertz"},
    )
    assert matches(told["a"]["result"]) == [f"{ID}kazakhstan"]
    assert [one["id"] for one in told["b"]["result"]] == [f"{ID}osce"]
    assert told["c"] == {"result": []}


def test_the_same_is_answered_by_get(published_client: FlaskClient) -> None:
    queries = json.dumps({"a": {"query": "Umarov, Kairat"}})
    told = published_client.get("/reconcile", query_string={"queries": queries})
    (umarov, *_) = told.get_json()["a"]["result"]
    assert (umarov["id"], umarov["match"]) == (f"{ID}kairat-umarov", True)
    assert umarov["type"] == [{"id": f"{DIP}Person", "name": "person"}]
    assert {
        "id": "turned",
        "name": "it has this name the other way round",
        "value": True,
    } in (umarov["features"])


@pytest.mark.parametrize("kind", [STATE, "dip:State", "State", "state"])
def test_a_kind_leaves_what_is_of_it(published_client: FlaskClient, kind: str) -> None:
    told = first(published_client, a={"query": "IN", "type": kind})
    assert matches(told["a"]["result"]) == [f"{ID}india"]
    person = first(published_client, a={"query": "India", "type": [f"{DIP}Person"]})
    assert person["a"]["result"] == []


def test_a_property_tells_for_or_against(published_client: FlaskClient) -> None:
    asked = {
        "query": "OSCE summit",
        "properties": [{"pid": f"{DIP}location", "v": "Astana"}],
    }
    (summit, *_) = first(published_client, a=asked)["a"]["result"]
    assert summit["id"] == f"{ID}osce-summit-astana"
    assert {"id": f"{DIP}location", "name": "as wanted", "value": True} in summit[
        "features"
    ]


def test_the_draft_answers_in_the_order_of_its_queries(
    published_client: FlaskClient,
) -> None:
    russia, umarov = draft(published_client, named("Россия"), named("Umarov", limit=1))
    assert matches(russia) == [f"{ID}russia"]
    assert [(one["id"], one["match"]) for one in umarov] == [
        (f"{ID}kairat-umarov", False)
    ]


def test_a_condition_that_is_required_leaves_nothing_else(
    published_client: FlaskClient,
) -> None:
    where = {
        "matchType": "property",
        "propertyId": "dip:location",
        "propertyValue": "Astana",
    }
    name = {"matchType": "name", "propertyValue": "OSCE summit"}
    (found,) = draft(
        published_client, {"conditions": [name, {**where, "required": True}]}
    )
    assert [one["id"] for one in found] == [f"{ID}osce-summit-astana"]
    refused = {**where, "required": True, "matchQuantifier": "none"}
    (others,) = draft(published_client, {"conditions": [name, refused]})
    assert others
    assert f"{ID}osce-summit-astana" not in [one["id"] for one in others]


def test_properties_alone_find_what_has_them(published_client: FlaskClient) -> None:
    asked = {"properties": [{"pid": "dip:isoCode", "v": "SVN"}]}
    (slovenia, *_) = first(published_client, a=asked)["a"]["result"]
    assert slovenia["id"] == f"{ID}slovenia"
    assert slovenia["match"] is False


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "{",
        '{"a": 1}',
        '{"a": {}}',
        '{"a": {"query": "x", "limit": 0}}',
        '{"a": {"query": "x", "properties": [{"v": 1}]}}',
    ],
)
def test_what_is_no_batch_is_told_with_an_example(
    published_client: FlaskClient, sent: str
) -> None:
    answer = published_client.post("/reconcile", data={"queries": sent})
    assert answer.status_code == 400
    assert "Send" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b'{"queries": {}}',
        b'{"queries": [{}]}',
        b'{"queries": [{"conditions": []}]}',
        b'{"queries": [{"query": "x"}]}',
        OWN_BATCH.replace(b'"conditions"', b'"type": ["a"], "conditions"'),
    ],
)
def test_what_is_no_batch_of_the_draft_is_told(
    published_client: FlaskClient, sent: bytes
) -> None:
    answer = published_client.post("/reconcile/1.0/reconcile", data=sent)
    assert answer.status_code == 400


def test_more_queries_than_one_request_may_hold_are_refused(
    published_client: FlaskClient,
) -> None:
    queries = json.dumps({str(place): {"query": "x"} for place in range(1001)})
    answer = published_client.post("/reconcile", data={"queries": queries})
    assert answer.status_code == 413
    assert "1,000" in answer.get_json()["detail"]


def test_any_site_may_ask(published_client: FlaskClient) -> None:
    asking = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
    }
    for path in ("/reconcile", "/reconcile/1.0/reconcile", "/reconcile/1.0/extend"):
        answer = published_client.options(path, headers=asking)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]


def test_a_script_of_another_site_is_told_to_ask_otherwise(
    published_client: FlaskClient,
) -> None:
    answer = published_client.get("/reconcile?callback=f")
    assert (answer.status_code, answer.get_json()["title"]) == (
        400,
        "JSONP is not offered",
    )


@pytest.mark.parametrize("below", ["/reconcile", "/reconcile/1.0"])
def test_things_are_suggested_as_they_are_typed(
    published_client: FlaskClient, below: str
) -> None:
    told = published_client.get(f"{below}/suggest/entity?prefix=shang").get_json()
    (sco, *_) = told["result"]
    assert (sco["id"], sco["notable"][0]["name"]) == (f"{ID}sco", "organisation")
    fits(FIRST, "suggest-entities-response", told)
    fits(DRAFT, "suggest-entities-response", told)


def test_suggestions_go_on_where_they_ended(published_client: FlaskClient) -> None:
    def ids(cursor: int) -> list[str]:
        asked = {"prefix": "k", "cursor": str(cursor)}
        told = published_client.get("/reconcile/suggest/entity", query_string=asked)
        return [one["id"] for one in told.get_json()["result"]]

    assert len(ids(0)) == 20
    assert not {*ids(0)} & {*ids(20)}


def test_kinds_are_suggested(published_client: FlaskClient) -> None:
    told = published_client.get("/reconcile/suggest/type?prefix=sta").get_json()
    assert STATE in [one["id"] for one in told["result"]]
    fits(FIRST, "suggest-types-response", told)


def test_properties_are_suggested(published_client: FlaskClient) -> None:
    told = published_client.get("/reconcile/suggest/property?prefix=wiki").get_json()
    assert [one["id"] for one in told["result"]] == ["wikidata"]
    told = published_client.get(
        "/reconcile/suggest/property?prefix=location"
    ).get_json()
    assert f"{DIP}location" in [one["id"] for one in told["result"]]
    fits(FIRST, "suggest-properties-response", told)


def test_a_flyout_tells_what_is_suggested(published_client: FlaskClient) -> None:
    told = published_client.get(
        "/reconcile/flyout/entity", query_string={"id": f"{ID}osce"}
    )
    assert told.get_json()["id"] == f"{ID}osce"
    assert "<strong>Organisation for Security" in told.get_json()["html"]
    assert published_client.get("/reconcile/flyout/type?id=nothing").status_code == 404


def test_a_preview_may_stand_in_a_frame(published_client: FlaskClient) -> None:
    answer = published_client.get(
        "/reconcile/preview", query_string={"id": f"{ID}kazakhstan"}
    )
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "ISO 3166: KZ" in answer.text
    assert "Wikidata: Q232" in answer.text


def test_a_preview_says_why_there_is_no_id_of_wikidata(
    published_client: FlaskClient,
) -> None:
    query = {"id": f"{ID}cica"}
    preview = published_client.get("/reconcile/preview", query_string=query).text
    assert "Wikidata: No id was found in the public datasets" in preview


def test_a_thing_without_an_id_of_wikidata_says_why(
    published_client: FlaskClient,
) -> None:
    ids = [f"{ID}cica", f"{ID}kazakhstan", "nothing"]
    query = {"ids": ids, "properties": [{"id": "wikidata_missing"}]}
    answer = published_client.post("/reconcile", data={"extend": json.dumps(query)})
    said = [answer.get_json()["rows"][one]["wikidata_missing"] for one in ids]
    sought = "No id was found in the public datasets that the editors searched."
    assert said == [[{"str": sought}], [], []]


def test_an_id_leads_to_its_page(published_client: FlaskClient) -> None:
    answer = published_client.get("/reconcile/view", query_string={"id": f"{ID}osce"})
    assert (answer.status_code, answer.location) == (303, "/id/osce")
    assert published_client.get("/reconcile/view?id=nobody").status_code == 404


def test_a_table_is_extended(published_client: FlaskClient) -> None:
    wanted = ["wikidata", f"{DIP}isoCode", f"{DIP}earliest", f"{DIP}location", "words"]
    ids = [f"{ID}kazakhstan", f"{ID}osce-summit-astana", "nothing"]
    query = {"ids": ids, "properties": [{"id": one} for one in wanted]}
    answer = published_client.post("/reconcile", data={"extend": json.dumps(query)})
    told = answer.get_json()
    kazakhstan, summit = told["rows"][ids[0]], told["rows"][ids[1]]
    assert kazakhstan["wikidata"] == [{"str": "Q232"}]
    assert kazakhstan[f"{DIP}isoCode"] == [{"str": "KAZ"}, {"str": "KZ"}]
    assert summit[f"{DIP}earliest"] == [{"date": "2010-12-01T00:00:00Z"}]
    assert summit[f"{DIP}location"] == [{"id": f"{ID}astana", "name": "Astana"}]
    assert any("OSCE summit" in one["str"] for one in summit["words"])
    assert told["rows"]["nothing"] == {one: [] for one in wanted}
    assert told["meta"][0] == {"id": "wikidata", "name": "Wikidata id"}
    fits(FIRST, "data-extension-response", told)


def test_the_draft_extends_a_table(published_client: FlaskClient) -> None:
    settings = {"limit": "1"}
    wanted = [{"id": "dip:isoCode", "settings": settings}, {"id": "wikidata"}]
    query = {"ids": [f"{ID}russia"], "properties": wanted}
    told = published_client.post("/reconcile/1.0/extend", json=query).get_json()
    (row,) = told["rows"]
    assert row["properties"][0] == {"id": "dip:isoCode", "values": [{"str": "RU"}]}
    assert row["properties"][1] == {"id": "wikidata", "values": [{"str": "Q159"}]}
    fits(DRAFT, "data-extension-response", told)


def test_properties_of_a_kind_are_proposed(published_client: FlaskClient) -> None:
    asked = {"type": STATE, "limit": "30"}
    told = published_client.get("/reconcile/propose", query_string=asked).get_json()
    assert f"{DIP}isoCode" in [one["id"] for one in told["properties"]]
    assert told["properties"][0]["id"] == "wikidata"
    fits(FIRST, "data-extension-property-proposal", told)
    unknown = published_client.get("/reconcile/propose?type=<x>").get_json()
    assert [one["id"] for one in unknown["properties"]] == OWN


def test_a_feature_is_explained(published_client: FlaskClient) -> None:
    told = published_client.get("/reconcile/feature?id=turned").text
    assert told == "turned: it has this name the other way round\n"
    assert published_client.get("/reconcile/feature?id=x").status_code == 404


def test_the_standards_own_batches_are_read_or_refused_as_they_should(
    published_client: FlaskClient,
) -> None:
    examples = DRAFT.parent / "examples" / "reconciliation-query-batch"
    sent = {file: file.read_bytes() for file in examples.glob("*/*.json")}
    sent |= {
        Path(
            "valid/own"
        ): b'{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "x"}]}]}'
    }
    for file, body in sent.items():
        answer = published_client.post("/reconcile/1.0/reconcile", data=body)
        expected = 200 if file.parent.name == "valid" else 400
        assert answer.status_code == expected, file


NOT_TO_BE_READ = ["1e999", "-1e999", "NaN", "Infinity", '"\\ud800"', '["\\udc00"]']


@pytest.mark.parametrize("value", NOT_TO_BE_READ)
@pytest.mark.parametrize(
    ("path", "form", "sent"),
    [
        ("/reconcile", "queries", '{"a": {"query": "x", "limit": %s}}'),
        ("/reconcile", "queries", '{"a": {"query": %s}}'),
        ("/reconcile", "extend", '{"ids": [%s], "properties": [{"id": "wikidata"}]}'),
        ("/reconcile/1.0/match", "", '{"queries": [{"conditions": [], "limit": %s}]}'),
        ("/reconcile/1.0/extend", "", '{"ids": ["a"], "properties": [{"id": %s}]}'),
    ],
)
def test_a_number_without_end_and_half_a_character_are_told(
    path: str, form: str, sent: str, value: str, published_client: FlaskClient
) -> None:
    told = sent % value
    body = {"data": {form: told}} if form else {"data": told}
    answer = published_client.post(path, **body)
    assert answer.status_code == 400
    assert "cannot be read" in answer.get_json()["title"]
