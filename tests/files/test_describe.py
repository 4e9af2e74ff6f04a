"""`diplomatica describe` writes what a table means beside it, and never over anything."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diplomatica.cli.main import main
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.formats import NTRIPLES
from diplomatica.pipeline.building import build, check

TABLE = "id,name,length,built\n1,Ark,300,2001-02-03\n2,Boat,20,1999-01-01\n"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def described(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["describe", *map(str, arguments)])


def table(folder: Path, name: str = "boats.csv", text: str = TABLE) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_described_table_is_published_as_it_says(tmp_path: Path) -> None:
    boats = table(tmp_path)
    done = described(boats, "--title", "Our boats", "--licence", LICENCE)
    assert (done.exit_code, done.stdout) == (0, f"{boats}-metadata.json\n")
    release = build(bundle((boats,)), tmp_path / "releases", is_draft=True)
    assert (release.title, release.license) == ("Our boats", LICENCE)
    said = release.dump(NTRIPLES).read_text("utf-8")
    day = '"2001-02-03"^^<http://www.w3.org/2001/XMLSchema#date>'
    ark = "<https://example.org/boats/1>"
    assert f"{ark} <https://example.org/boats#built> {day} ." in said
    assert f'{ark} <http://www.w3.org/2000/01/rdf-schema#label> "Ark" .' in said


def test_the_addresses_are_those_that_are_given(tmp_path: Path) -> None:
    boats = table(tmp_path)
    done = described(boats, "--base", "https://boats.example/")
    written = json.loads(Path(f"{boats}-metadata.json").read_text("utf-8"))
    schema = written["tableSchema"]
    assert schema["aboutUrl"] == "https://boats.example/boats/{id}"
    assert schema["columns"][-1]["valueUrl"] == "https://boats.example/Boats"
    assert "Missing" not in done.stderr


def test_addresses_are_links_and_numbers_may_have_commas(tmp_path: Path) -> None:
    said = (
        "id;name;east;website\n1;Ark;4,6756;https://ark.org/?a=b&c=1\n2;Boat;-12,5;\n"
    )
    boats = table(tmp_path, text=said)
    assert described(boats).exit_code == 0
    release = build(bundle((boats,)), tmp_path / "releases", is_draft=True)
    lines = release.dump(NTRIPLES).read_text("utf-8")
    ark, boat = (f"<https://example.org/boats/{number}>" for number in (1, 2))
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    own = "<https://example.org/boats#"
    assert f"{ark} {own}website> <https://ark.org/?a=b&c=1> ." in lines
    assert f'{ark} {own}east> "4.6756"^^{decimal} .' in lines
    assert f'{boat} {own}east> "-12.5"^^{decimal} .' in lines
    assert f'{boat} <http://purl.org/dc/terms/identifier> "2"' in lines
    assert f"{boat} {own}website>" not in lines


def test_what_is_lacking_and_what_comes_next_is_told(tmp_path: Path) -> None:
    boats = table(tmp_path)
    told = described(boats).stderr
    assert "Missing: an address of your own" in told
    assert f"diplomatica serve {boats}" in told


def test_no_description_is_overwritten_nor_half_of_them_written(tmp_path: Path) -> None:
    boats, crews = table(tmp_path), table(tmp_path, "crews.csv")
    there = Path(f"{crews}-metadata.json")
    there.write_text("{}", "utf-8")
    done = described(boats, crews)
    assert done.exit_code == 1
    assert f"{there}: is there already" in done.stderr
    assert there.read_text("utf-8") == "{}"
    assert not Path(f"{boats}-metadata.json").exists()


def test_what_is_no_table_is_told_as_such(tmp_path: Path) -> None:
    done = described(table(tmp_path, "boats.ttl"))
    assert (done.exit_code, "save it as .csv or .tsv" in done.stderr) == (1, True)
    done = described(table(tmp_path, "none.csv", "\n"))
    assert (done.exit_code, "give it a row of headings" in done.stderr) == (1, True)


def columns(table: Path) -> dict[str, dict[str, object]]:
    """What a description says of each column, by its title."""
    written = json.loads(Path(f"{table}-metadata.json").read_text("utf-8"))
    told = written["tableSchema"]["columns"]
    return {one["titles"]: one for one in told if "titles" in one}


@pytest.mark.parametrize(
    "text",
    [
        "id,name,name\n1,a,b\n",
        "# our boats, all of them\nid,name\n1,Ark\n2,Boat\n",
        "#id,name\n1,Ark\n2,Boat\n",
        "id,kind,name\n1,Sloop,Ark\n2,Barge,Boat\n",
    ],
)
def test_what_is_described_can_be_served(text: str, tmp_path: Path) -> None:
    boats = table(tmp_path, text=text)
    told = described(boats, "--base", "https://e.org/")
    assert (told.exit_code, "To mend" in told.stderr) == (0, False)
    check(bundle((boats,)))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id,name,x\n1,a\n2,b,c\n", "boats.csv:2: has 2 cells in a row of 3 columns"),
        ('id,name\n1,"a\n2,b\n', "boats.csv:2: the quotation mark opened in line 2"),
        ("id,name\n", "boats.csv: states nothing"),
    ],
)
def test_what_would_be_refused_is_told_at_once(
    text: str, fault: str, tmp_path: Path
) -> None:
    told = described(table(tmp_path, text=text)).stderr
    assert f"To mend: {fault}" in told
    assert "Next: mend that" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<html><body>a</body></html>", "is HTML, and no table"),
        ("\x89PNG\r\n\x1a\n\x00", "has signs that no text has"),
    ],
)
def test_what_is_no_table_is_described_by_none(
    text: str, told: str, tmp_path: Path
) -> None:
    boats = table(tmp_path, text=text)
    done = described(boats)
    assert (done.exit_code, told in done.stderr) == (1, True)
    assert not Path(f"{boats}-metadata.json").exists()


@pytest.mark.parametrize(
    "cells",
    [
        ["1,234.50", "2,000.00"],
        ["01/02/2020", "03/04/2020"],
        ["1 May 2020", "2 May 2021"],
        ["de", "en"],
        ["1e5", "2.5E-3"],
        ["yes", "no"],
        ["NULL", "NA"],
        ["1850", "c. 1860"],
    ],
)
def test_what_is_no_name_is_taken_for_none(cells: list[str], tmp_path: Path) -> None:
    rows = "".join(f'{number},"{cell}"\n' for number, cell in enumerate(cells))
    boats = table(tmp_path, text=f"id,told\n{rows}")
    told = described(boats).stderr
    assert "its rows are named by “id” and called by no column" in told
    assert "propertyUrl" not in columns(boats)["told"]


def test_what_columns_are_taken_for_is_told(tmp_path: Path) -> None:
    told = described(table(tmp_path)).stderr
    assert "its rows are named by “id” and called by “name”" in told
    told = described(table(tmp_path, "one.csv", "boat\nArk\nBoat\n")).stderr
    assert "its rows are named by “boat” and called by “boat”" in told


def test_a_first_row_of_values_is_doubted(tmp_path: Path) -> None:
    rows = "1,Anna,2019-01-01\n2,Otto,2020-01-01\n"
    told = described(table(tmp_path, text=rows)).stderr
    assert "“1”, “2019-01-01” look like values" in told
    years = "boat,2019,2020\nArk,3,4\nBoat,5,6\n"
    assert "look like" not in described(table(tmp_path, "y.csv", years)).stderr


def test_numbers_truths_and_what_stands_for_none_are_known(tmp_path: Path) -> None:
    text = "id,v,w,ok,since\n1,1e5,3,yes,2020-01\n2,NaN,NA,no,2021-12\n"
    boats = table(tmp_path, text=text)
    described(boats)
    told = columns(boats)
    assert told["v"]["datatype"] == "double"
    assert (told["w"]["datatype"], told["w"]["null"]) == ("integer", ["", "NA"])
    assert told["ok"]["datatype"] == {"base": "boolean", "format": "yes|no"}
    assert told["since"]["datatype"] == "gYearMonth"
    release = build(bundle((boats,)), tmp_path / "releases", is_draft=True)
    said = release.dump(NTRIPLES).read_text("utf-8")
    assert '#ok> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>' in said
    assert '"NA"' not in said


def test_commands_to_copy_are_quoted(tmp_path: Path) -> None:
    told = described(table(tmp_path, "our boats & more.csv")).stderr
    assert "our boats & more.csv'" in told.partition("diplomatica serve ")[2]
