"""`diplomatica describe` writes what a table means beside it, and never over anything."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from diplomatica.cli.main import main
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.formats import NTRIPLES
from diplomatica.pipeline.building import build

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
