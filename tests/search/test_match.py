"""The page /match and the command `diplomatica match`: a table of names, linked."""

import csv
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from io import BytesIO, StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.serving import make_server

from benchmarks.matching import awkward_names
from diplomatica.cli import main
from diplomatica.cli.matching.match import with_progress
from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.web.app import create_app
from engines import answering, response
from processes import free_port

ID = "https://w3id.org/diplomatica/id/"
STATE = "https://w3id.org/diplomatica/ontology#State"
NAMES = "Republic of Kazakhstan\nUmarov, Kairat\nUmarov\nAtlantis\n"
TABLE = "id;Country;seen\n1;Казахстан;=1+1\n2;Slovakia;-5\n3;;\n"


def sent(client: FlaskClient, **fields: Any) -> str:
    answer = client.post("/match", data=fields)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def table(client: FlaskClient, **fields: Any) -> list[dict[str, str]]:
    answer = client.post("/match", data={**fields, "format": "csv"})
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))


def file(text: str) -> tuple[BytesIO, str]:
    return BytesIO(text.encode()), "names.csv"


def test_the_page_asks_for_names_or_a_table(published_client: FlaskClient) -> None:
    page = published_client.get("/match").text
    assert '<textarea id="names" name="names"' in page
    assert 'name="file" type="file"' in page
    assert "http://localhost/reconcile" in page


def test_a_list_of_names_becomes_a_table(published_client: FlaskClient) -> None:
    page = sent(published_client, names=NAMES)
    assert "4 names: 2 certain, 1 to choose, 1 nothing found" in page
    assert '<a href="https://www.wikidata.org/wiki/Q232">Q232</a>' in page
    assert "nothing here is called so" in page


def test_what_is_certain_is_chosen_and_the_rest_is_not(
    published_client: FlaskClient,
) -> None:
    rows = table(published_client, names=NAMES)
    assert [(row["thing"], row["match"]) for row in rows] == [
        (f"{ID}kazakhstan", "certain"),
        (f"{ID}kairat-umarov", "certain"),
        ("", "to choose"),
        ("", "nothing found"),
    ]
    assert (rows[0]["wikidata"], rows[0]["iso_code"]) == ("Q232", "KZ")
    assert rows[2]["others"].startswith("Kairat Umarov (90)")


def test_an_item_of_wikidata_is_called_as_its_link_says(
    published_client: FlaskClient,
) -> None:
    (row,) = table(published_client, names="UN Security Council")
    told = row["wikidata"], row["wikidata_label"]
    assert told == ("Q37470", "United Nations Security Council")


def test_what_is_left_to_choose_says_how_likely_the_first_is_and_why(
    published_client: FlaskClient,
) -> None:
    row = table(published_client, names=NAMES)[2]
    assert (row["thing"], row["score"]) == ("", "90")
    assert row["why"].startswith("Kairat Umarov: “Umarov”: it is called so for short")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("CICA", "No id was found in the public datasets that the editors searched."),
        ("international law", "No id was looked for."),
        ("Umarov", "No thing is chosen yet."),
        ("Atlantis", "Nothing was found that is called so."),
        ("Kazakhstan", ""),
    ],
)
def test_a_cell_without_an_id_of_wikidata_says_why(
    published_client: FlaskClient, name: str, missing: str
) -> None:
    (row,) = table(published_client, names=name)
    assert row["wikidata_missing"] == missing
    assert bool(row["wikidata"]) is not bool(missing)
    assert missing in sent(published_client, names=name)


def test_the_rows_that_are_to_choose_are_a_click_away(
    published_client: FlaskClient,
) -> None:
    page = sent(published_client, names=NAMES)
    assert 'To choose: <a href="#thing-2">Umarov</a>. <button' in page
    assert '<select id="thing-2"' in page
    assert "To choose:" not in sent(published_client, names="OSCE")


def test_none_of_the_candidates_leaves_no_score(published_client: FlaskClient) -> None:
    (row,) = table(published_client, names="Umarov", **{"thing-0": "-"})
    assert (row["score"], row["why"]) == ("", "")
    assert row["wikidata_missing"] == "None of the candidates was chosen."


def test_a_choice_is_taken_over(published_client: FlaskClient) -> None:
    chosen = {"thing-2": f"{ID}kairat-umarov", "thing-0": "-"}
    rows = table(published_client, names=NAMES, **chosen)
    assert [row["match"] for row in rows[:3]] == ["none of these", "certain", "chosen"]
    assert rows[2]["wikidata"] == "Q4475322"
    page = sent(published_client, names=NAMES, **chosen)
    assert '<option value="-" selected>none of these</option>' in page


def test_nothing_else_than_a_candidate_can_be_chosen(
    published_client: FlaskClient,
) -> None:
    rows = table(published_client, names="Umarov", **{"thing-0": f"{ID}osce"})
    assert (rows[0]["thing"], rows[0]["match"]) == ("", "to choose")


def test_a_table_from_here_goes_on_where_it_was(published_client: FlaskClient) -> None:
    text = "number,who\n1,Republic of Kazakhstan\n2,Umarov\n3,Slovakia\n4,the deal\n"
    chosen = {"thing-1": f"{ID}kairat-umarov", "thing-2": "-", "other-3": "JCPOA"}
    first = published_client.post(
        "/match", data={"file": file(text), "format": "csv", **chosen}
    )
    again = table(published_client, file=file(first.data.decode("utf-8-sig")))
    assert list(again[0])[:3] == ["number", "who", "thing"]
    assert len(again[0]) == len({*again[0]}) == 13
    assert [row["match"] for row in again] == [
        "certain",
        "chosen",
        "none of these",
        "chosen",
    ]
    assert again[3]["thing"] == f"{ID}jcpoa"


def test_what_was_chosen_earlier_and_is_no_more_is_told(
    published_client: FlaskClient,
) -> None:
    text = "who\nUmarov\n"
    first = published_client.post(
        "/match",
        data={"file": file(text), "format": "csv", "thing-0": f"{ID}kairat-umarov"},
    )
    gone = first.data.decode("utf-8-sig").replace("id/kairat-umarov", "id/nobody")
    (row,) = table(published_client, file=file(gone))
    assert (row["match"], row["thing"]) == ("to choose", "")
    assert row["why"].startswith(f"Nothing here is called “{ID}nobody”.")


def test_all_first_ones_that_are_likely_are_taken_at_once(
    published_client: FlaskClient,
) -> None:
    names = "Umarov\nSlovakia\nHelga Maria Schmid\nRF"
    page = sent(published_client, names=names)
    assert "Take the first of 3 rows" in page
    rows = table(published_client, names=names, first="yes")
    told = [(row["thing"].removeprefix(ID), row["match"]) for row in rows]
    assert told == [
        ("kairat-umarov", "chosen"),
        ("", "to choose"),
        ("helga-schmid", "chosen"),
        ("russia", "chosen"),
    ]


def test_what_was_chosen_stays_where_all_first_ones_are_taken(
    published_client: FlaskClient,
) -> None:
    fields = {"names": "Umarov\nRF", "thing-0": "-", "first": "yes"}
    rows = table(published_client, **fields)
    assert [row["match"] for row in rows] == ["none of these", "chosen"]


@pytest.mark.parametrize(
    "other", ["JCPOA", "jcpoa", f"{ID}jcpoa", "Joint Comprehensive Plan of Action"]
)
def test_what_was_not_offered_is_given_by_name_id_or_address(
    published_client: FlaskClient, other: str
) -> None:
    fields = {"names": "Iran nuclear deal\nOSCE", "other-0": other, "thing-0": ""}
    rows = table(published_client, **fields)
    assert (rows[0]["thing"], rows[0]["match"]) == (f"{ID}jcpoa", "chosen")
    assert rows[1]["thing"] == f"{ID}osce"


def test_what_was_given_stays_until_another_is_chosen(
    published_client: FlaskClient,
) -> None:
    given = {"names": "Nursultan", "other-0": "Astana"}
    page = sent(published_client, **given)
    assert f'<option value="{ID}astana" selected>' in page
    assert 'name="other-0" value="Astana"' in page
    man = f"{ID}nursultan-nazarbayev"
    assert table(published_client, **given, **{"thing-0": man})[0]["thing"] == man


def test_a_certain_match_can_be_mended(published_client: FlaskClient) -> None:
    fields = {"names": "Russia", "thing-0": f"{ID}russia", "other-0": "India"}
    (row,) = table(published_client, **fields)
    assert (row["thing"], row["match"]) == (f"{ID}india", "chosen")


def test_what_was_given_and_is_nothing_here_is_told(
    published_client: FlaskClient,
) -> None:
    page = sent(published_client, names="Nur-Sultan", **{"other-0": "<Atlantis>"})
    assert "nothing here is called &lt;Atlantis&gt;" in page


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Nur-Sultan", "Nothing here is called “<Atlantis>”. “Nur-Sultan”: so it is"),
        ("Umarov", "Nothing here is called “<Atlantis>”. Kairat Umarov: “Umarov”:"),
        ("Lemuria", "Nothing here is called “<Atlantis>”."),
    ],
)
def test_what_was_given_and_is_nothing_here_is_told_in_a_file(
    published_client: FlaskClient, name: str, why: str
) -> None:
    fields = {"names": name, "other-0": "<Atlantis>"}
    (row,) = table(published_client, **fields)
    assert row["why"].startswith(why)
    answer = published_client.post("/match", data={**fields, "format": "xlsx"})
    cells = load_workbook(BytesIO(answer.data)).active
    assert cells is not None
    assert row["why"] in [cell.value for cell in cells[2]]


def test_a_workbook_that_is_made_here_is_no_table_to_read(
    published_client: FlaskClient,
) -> None:
    fields = {"names": "OSCE", "format": "xlsx"}
    book = published_client.post("/match", data=fields).data
    answer = published_client.post("/match", data={"file": (BytesIO(book), "t.xlsx")})
    assert answer.status_code == 400
    assert "save it as “CSV UTF-8”" in answer.get_json()["detail"]


def test_the_choices_of_many_rows_are_sent_without_parts(
    published_client: FlaskClient,
) -> None:
    names = "Nur-Sultan\n" * 1200
    assert "multipart/form-data" not in sent(published_client, names=names)
    choices = {f"thing-{number}": "-" for number in range(1200)}
    others = {f"other-{number}": "Astana" for number in range(1200)}
    rows = table(published_client, names=names, **choices, **others)
    assert {row["thing"] for row in rows} == {f"{ID}astana"}


def test_a_table_keeps_its_columns(published_client: FlaskClient) -> None:
    rows = table(published_client, file=file(TABLE))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["thing"] == f"{ID}kazakhstan"
    assert (rows[1]["thing"], rows[1]["match"]) == ("", "to choose")
    assert rows[2]["match"] == "nothing found"


def test_no_cell_is_a_formula(published_client: FlaskClient) -> None:
    rows = table(published_client, file=file(TABLE))
    assert [row["seen"] for row in rows] == ["'=1+1", "-5", ""]
    fields = {"file": file(TABLE), "format": "xlsx"}
    answer = published_client.post("/match", data=fields)
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
    assert sheet["D2"].value == f"{ID}kazakhstan"


def test_a_table_is_sent_along_for_the_next_choice(
    published_client: FlaskClient,
) -> None:
    page = sent(published_client, file=file(TABLE))
    assert '<textarea name="table" hidden>id,Country,seen\n1,Казахстан,=1+1\n' in page
    assert "<option selected>Country</option>" in page
    rows = table(published_client, table="a,b\nIndia,Russia\n", column="b")
    assert rows[0]["thing"] == f"{ID}russia"


def test_a_kind_leaves_what_is_of_it(published_client: FlaskClient) -> None:
    assert table(published_client, names="IN", kind=STATE)[0]["thing"] == f"{ID}india"


def test_cells_of_a_spreadsheet_can_be_pasted(published_client: FlaskClient) -> None:
    rows = table(published_client, names="no\tname\n1\tOSCE\n")
    assert (rows[0]["no"], rows[0]["thing"]) == ("1", f"{ID}osce")


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"name\n\xff\xfe\x00", "column 1 of its line 2 is not UTF-8"),
        (
            "name\r\né".encode() + "\r\nCôte".encode("cp1252"),
            "column 2 of its line 3 is",
        ),
        ("\ufeffname\né".encode() + b"\xe9", "column 2 of its line 2 is not UTF-8"),
        (b"\xff\xfen\x00a\x00\n\x00b", "column 1 of its line 2 is not UTF-16"),
        (b"PK\3\4\x14\0\6\0", "it is a workbook, as of Excel (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an old Excel (.xls)"),
        (b"name\n", "it has no rows"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(
    published_client: FlaskClient, data: bytes, title: str
) -> None:
    answer = published_client.post("/match", data={"file": (BytesIO(data), "t.csv")})
    assert answer.status_code == 400
    assert title in answer.get_json()["title"]


def test_a_column_that_is_missing_is_told_with_those_there_are(
    published_client: FlaskClient,
) -> None:
    answer = published_client.post("/match", data={"file": file(TABLE), "column": "x"})
    assert "id, Country, seen" in answer.get_json()["detail"]


def test_too_many_rows_are_refused(published_client: FlaskClient) -> None:
    answer = published_client.post("/match", data={"names": "x\n" * 5001})
    assert answer.status_code == 413
    assert "diplomatica match" in answer.get_json()["detail"]


def test_twice_as_many_names_cost_about_twice_as_much(
    published: Release, published_client: FlaskClient
) -> None:
    names = awkward_names(published.folder, 800)
    sent(published_client, names=names[0])  # the index is made on first use
    took = []
    for many in (names[:250], names[250:750]):
        began = time.process_time()  # other tests run besides
        assert f"{len(many)} names" in sent(published_client, names="\n".join(many))
        took.append(time.process_time() - began)
    assert took[1] < 3 * took[0]


@pytest.fixture(scope="module")
def service(published: Release, published_engine: Embedded) -> Iterator[str]:
    app = create_app(published, published_engine)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.port}/reconcile"
    server.shutdown()


def run(*arguments: str, text: str = NAMES) -> Result:
    return CliRunner().invoke(main, ["match", "-", *arguments], input=f"name\n{text}")


def things(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [row["thing"] for row in csv.DictReader(StringIO(result.stdout))]


def test_the_command_matches_with_a_release(published: Release) -> None:
    result = run("--release", str(published.folder))
    assert things(result) == [f"{ID}kazakhstan", f"{ID}kairat-umarov", "", ""]
    assert "4 rows: 2 certain, 1 to choose, 1 nothing found." in result.stderr


@pytest.mark.parametrize("version", ["", "/1.0"])
def test_the_command_matches_with_any_service(service: str, version: str) -> None:
    text = "".join(f'"Umarov, Kairat"\nOSCE\nname {number}\n' for number in range(40))
    result = run("--service", service + version, text=text)
    assert things(result)[:3] == [f"{ID}kairat-umarov", f"{ID}osce", ""]


def test_the_command_takes_a_kind_by_its_name(published: Release, service: str) -> None:
    release = ("--release", str(published.folder))
    assert things(run("--kind", "State", *release, text="IN\n")) == [f"{ID}india"]
    assert things(run("--kind", STATE, "--service", service, text="IN\n")) == [
        f"{ID}india"
    ]
    unknown = run("--kind", "Stat", *release, text="IN\n")
    assert (unknown.exit_code, "state" in unknown.stderr) == (1, True)


def test_the_command_says_why_a_cell_has_no_id_of_wikidata(
    published: Release, service: str
) -> None:
    own = run("--release", str(published.folder), text="CICA\nUmarov\n")
    rows = list(csv.DictReader(StringIO(own.stdout)))
    assert rows[0]["wikidata_missing"].startswith("No id was found")
    assert (rows[1]["score"], rows[1]["match"]) == ("90", "to choose")
    other = run("--service", service, text="CICA\n")
    (row,) = csv.DictReader(StringIO(other.stdout))
    assert row["wikidata_missing"].startswith("The service gives a thing")


def test_a_service_that_is_none_is_told(service: str) -> None:
    nobody = run("--service", f"http://127.0.0.1:{free_port()}/")
    assert nobody.exit_code == 1
    assert "cannot be reached" in nobody.stderr
    other = run("--service", service.replace("/reconcile", "/health"))
    assert other.exit_code == 1
    assert "Traceback" not in other.stderr


def test_a_terminal_shows_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert with_progress(["Astana", "Atlantis"], iter([[], []])) == {
        "Astana": [],
        "Atlantis": [],
    }
    told = capsys.readouterr()
    assert ("2/2" in told.err, told.out) == (True, "")


def test_the_command_writes_a_file(published: Release, tmp_path: Path) -> None:
    told = tmp_path / "told.csv"
    run("--release", str(published.folder), "--output", str(told), text="OSCE\n")
    (row,) = csv.DictReader(told.read_text("utf-8-sig").splitlines())
    assert row["label"] == "Organisation for Security and Cooperation in Europe"


@pytest.mark.parametrize(
    ("manifest", "answer", "told"),
    [
        (b"[" * 90_000, b"", "it answers no JSON"),
        (b'{"name": "x", "batchSize": "many"}', b"{}", "it answers 0 of 1 queries"),
        (b'{"name": "x"}', b'{"q0": {"result": [{"id": 1}]}}', "that are none"),
        (b'{"name": "x"}', b'{"q0": {"result": ["a"]}}', "that are none"),
        (
            b'{"name": "x"}',
            b'{"q0": {"result": [{"id": 1, "name": 2, "score": "best"}]}}',
            "that are none",
        ),
        (b'{"name": "x"}', b'{"q0": ' + b"[" * 90_000, "it answers no JSON"),
        (b'{"name": "x"}', b" " * ((64 << 20) + 1), "more than 64 MiB at once"),
    ],
)
def test_a_service_that_lies_is_told(manifest: bytes, answer: bytes, told: str) -> None:
    def respond(asked: BaseHTTPRequestHandler) -> None:
        body = manifest if asked.command == "GET" else answer
        response(200, body, Content_Type="application/json")(asked)

    with answering(respond) as address:
        result = run("--service", address, text="OSCE\n")
    assert (result.exit_code, told in result.stderr) == (1, True)
