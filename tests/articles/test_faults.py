"""Bad input gets a clear error with its place, and loses nothing."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ARTICLE, CLAIMS, Spoil, append, line_of, run
from diplomatica.cli import main
from diplomatica.errors import DiplomaticaError, Fault, InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.ledger import LEDGER
from diplomatica.model.dataset.release import open_release
from diplomatica.pipeline.building import build, check
from diplomatica.web.app import create_app

NAMES = "dataset/names.ttl"
SUMMIT = "The OSCE summit was held … in this organisation."


def faults(folder: Path) -> list[Fault]:
    with pytest.raises(InvalidInput) as caught:
        check(Folder(folder))
    return caught.value.faults


SPOILED: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "faults.toml").read_text("utf-8")
)


def test_there_are_ways_to_spoil_the_dataset() -> None:
    assert len(SPOILED) == 67


@pytest.mark.parametrize("what", SPOILED)
def test_a_fault_names_its_place_and_says_what_is_wrong_without_a_traceback(
    what: str, folder: Path, spoil: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    case = SPOILED[what]
    file, near = case["file"], case["near"]
    spoil(file, case["old"], case["new"])
    with pytest.raises(SystemExit) as ended:
        main(["check", str(folder)])
    told = capsys.readouterr().err
    place = f"{file}:{line_of(folder / file, near)}: " if near else file
    lines = [line for line in told.splitlines() if line.startswith(file)]
    matching = [line for line in lines if case["says"] in line]
    assert ended.value.code == 1
    assert "Traceback" not in told
    assert any(line.startswith(place) for line in matching), told


def test_a_part_of_a_name_is_advised_as_a_name(folder: Path, spoil: Spoil) -> None:
    spoil(NAMES, 'rdfs:label "Lebanon"@en', 'rdfs:label "Republic of Lebanon"@en')
    (fault,) = faults(folder)
    assert fault.file == CLAIMS
    assert fault.advice.startswith(
        'if “Lebanon” means it there, give it skos:altLabel "Lebanon"@en'
    )


def test_a_text_without_claims_is_one_fault(folder: Path) -> None:
    (folder / "seeds" / "news.txt").write_text("A small text.", "utf-8")
    (fault,) = faults(folder)
    assert (fault.file, fault.message) == ("seeds/news.txt", "has no file of claims")


NOT_UTF8: dict[str, Callable[[bytes], bytes]] = {
    CLAIMS: lambda data: data.replace("¶ 2\n".encode(), b"\xb6 2\n", 1),
    NAMES: lambda data: data + b"\n# \xff\n",
    f"seeds/{ARTICLE}.txt": lambda data: data.decode("utf-8").encode("cp1252"),
    "ontology/rules/event.rq": lambda data: b"# \xe9v\xe9nement\n" + data,
}


@pytest.mark.parametrize("file", NOT_UTF8)
def test_a_file_that_is_not_utf8_is_told_with_the_line(file: str, folder: Path) -> None:
    path = folder / file
    path.write_bytes(NOT_UTF8[file](path.read_bytes()))
    (found,) = [fault for fault in faults(folder) if "UTF-8" in fault.message]
    assert found.file == file
    assert re.search(r"byte \d+ is not UTF-8", found.message)


@pytest.mark.parametrize(
    "file",
    [
        "seeds/x.txt",
        "dataset/x.ttl",
        "dataset/x.trig",
        "dataset/claims/x.trig",
        "dataset/queries/x.rq",
        "ontology/rules/x.rq",
    ],
)
def test_a_folder_where_a_file_should_be_is_told(file: str, folder: Path) -> None:
    (folder / file).mkdir()
    assert any(
        fault.file == file and "Is a directory" in fault.message
        for fault in faults(folder)
    )


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:pattern "("',
        'sh:minCount "x"',
        "sh:sparql [ sh:select 'SELEC' ]",
        "sh:path ()",
    ],
)
def test_shapes_that_cannot_be_run_are_told(constraint: str, folder: Path) -> None:
    shape = (
        f"shape:X a sh:NodeShape ; sh:targetClass dip:State ; sh:property [ "
        f"sh:path rdfs:label ; {constraint} ] ."
    )
    append(folder / "ontology" / "shapes.ttl", shape)
    with pytest.raises(
        DiplomaticaError, match=r"^ontology/shapes\.ttl: the shapes cannot be run: ."
    ):
        check(Folder(folder))


def test_a_shape_with_a_path_of_several_steps_is_checked(folder: Path) -> None:
    shape = """shape:X a sh:NodeShape ; sh:targetClass dip:Summit ; sh:property shape:Y .
        shape:Y a sh:PropertyShape ; sh:path ( dip:of rdfs:label ) ; sh:maxCount 0 ;
            sh:message "no"@en ."""
    append(folder / "ontology" / "shapes.ttl", shape)
    assert [fault.message for fault in faults(folder)] == [
        ":osce-summit-astana no",
        ":osce-summit-before no",
    ]


def test_a_literal_as_a_focus_node_is_told(folder: Path) -> None:
    shape = """shape:X a sh:NodeShape ; sh:targetObjectsOf dip:number ; sh:datatype xsd:date ;
        sh:message "no"@en ."""
    append(folder / "ontology" / "shapes.ttl", shape)
    assert sorted(fault.message for fault in faults(folder)) == ["30 no", "56 no"]


def test_two_claims_that_are_each_said_in_the_other_are_told(folder: Path) -> None:
    for one, other in (("one", "two"), ("two", "one")):
        remark = f":{one} a dip:Remark ; dip:speaker :liter-observer ; dip:about :liter"
        append(
            folder / CLAIMS, f"c:{one} {{ c:{one} dip:saidIn :{other} . {remark} }}\n"
        )
        append(folder / NAMES, f':{one} rdfs:label "{one}"@en .\n')
    assert {
        fault.claim for fault in faults(folder) if "quotes no words" in fault.message
    } == {"one", "two"}


def test_foreign_rdf_cannot_forge_a_claim(folder: Path) -> None:
    forged = (
        "<https://w3id.org/diplomatica/claim/x/fake> "
        '<https://w3id.org/diplomatica/ontology#quote> "made up" .'
    )
    (folder / "dataset" / "extra.ttl").write_text(forged)
    (fault,) = faults(folder)
    assert (fault.file, fault.line) == ("dataset/extra.ttl", 1)


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    for file in (CLAIMS, NAMES, "ontology/rules/event.rq"):
        (folder / file).write_bytes(b"\xef\xbb\xbf" + (folder / file).read_bytes())
    assert check(Folder(folder))


def faults_of(said: str, folder: Path) -> list[Fault]:
    """The faults of a file of its own, whose third line is the first that says something."""
    head = "@prefix : <https://w3id.org/diplomatica/id/> . @prefix x: <http://example.org/x/> .\n"
    head += (
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @base "
        "<http://example.org/y/> .\n"
    )
    (folder / "dataset" / "odd.ttl").write_text(head + said, "utf-8", newline="")
    try:
        check(Folder(folder))
    except InvalidInput as error:
        return error.faults
    return []


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (':a x:p "Anna" .\n:a x:p "Anna\\u0001" .', [4]),
        (':a x:p "Anna" .\n:a x:p "Anna\1" .', [4]),
        (':a x:p "Anna Smith" .\n:b x:p "Anna\\U0000FFFE" .', [4]),
        (':a x:p "z" .\n:a x:p "\\u00e9t\\u00e9\\u0001" .', [4]),
        (':a x:p "x\\u0001" .\n:b x:p "x\\b" .', [3, 4]),
        (':a x:p """one\r\ntwo""", "x\\r" .', []),
        (':a x:p "a \\\\u0001 that is none" .', []),
    ],
)
def test_a_character_that_xml_cannot_hold_is_told_with_its_line(
    said: str, lines: list[int], folder: Path
) -> None:
    told = faults_of(said, folder)
    assert [fault.line for fault in told] == lines
    assert all("which XML cannot hold" in fault.message for fault in told)


# Those of a group stand in one file; what is written in another way has its own.
NO_TAGS = [
    [
        *("rdf:li", "rdf:Description", "rdf:about", "rdf:aboutEach"),
        *("x:1", "x:", "x:\U00010400", "x:\u0221"),
        "<http://www.w3.org/2000/xmlns/foo>",
    ],
    ["<1>"],
    ["<http://example.org/x/\\u0031>"],
]


@pytest.mark.parametrize("names", NO_TAGS, ids=["names", "relative", "escaped"])
@pytest.mark.parametrize(
    ("what", "saying"),
    [("property", ':a {name} "n" .'), ("class", ":a a {name} ; x:p 'n' .")],
)
def test_a_name_that_is_no_tag_is_told_with_its_line(
    what: str, saying: str, names: list[str], folder: Path
) -> None:
    said = "\n".join(saying.format(name=name) for name in names)
    told = faults_of(f':z x:p "z" .\n{said}\n', folder)
    assert {fault.file for fault in told} == {"dataset/odd.ttl"}
    assert [fault.line for fault in told] == [*range(4, 4 + len(names))]
    wrong = f"has a {what} that RDF/XML cannot name"
    assert [fault for fault in told if wrong not in fault.message] == []


def test_names_of_other_scripts_are_tags(folder: Path) -> None:
    assert not faults_of(":a x:mañana 'n' ; x:名 'n' ; x:a1.b-c 'n' .", folder)


def test_all_faults_of_all_files_are_told_together(folder: Path, spoil: Spoil) -> None:
    spoil(CLAIMS, SUMMIT, "The OSCE summit was hold … in this organisation.")
    spoil(CLAIMS, '"his efforts"', '"her efforts"')
    spoil(NAMES, '"India"@en', '"India@en')
    spoil("ontology/rules/event.rq", "CONSTRUCT {", "CONSTRUCT")
    told = faults(folder)
    assert {fault.file for fault in told} == {CLAIMS, NAMES, "ontology/rules/event.rq"}
    assert len(told) == 4


def test_what_follows_from_a_fault_of_a_claim_is_not_told_as_another(
    folder: Path, spoil: Spoil
) -> None:
    spoil(CLAIMS, "dcterms:creator :liter-observer ;", "")
    told = [fault.message for fault in faults(folder) if fault.claim == "osce-finale"]
    assert told == ["has no voice, and its article no author"]


def test_a_seed_without_claims_and_claims_without_a_seed_are_faults(
    folder: Path,
) -> None:
    (folder / "seeds" / f"{ARTICLE}.txt").rename(folder / "seeds" / "other.txt")
    messages = {fault.file: fault.message for fault in faults(folder)}
    assert messages["seeds/other.txt"] == "has no file of claims"
    assert messages[CLAIMS] == "has no text"


def test_a_folder_without_a_catalog_is_told_what_to_write(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path)
    assert fault.file == "dataset/catalog.ttl"


@pytest.mark.parametrize(
    "file",
    [
        "seeds/two words.txt",
        "dataset/ontology.ttl",
        "dataset/50%.ttl",
        "ontology/rules/é.rq",
        "dataset/claims/a#b.trig",
        "dataset/queries/a\nb.rq",
    ],
)
def test_a_name_that_cannot_be_part_of_an_iri_is_told(file: str, folder: Path) -> None:
    (folder / file).write_text("", "utf-8")
    (fault,) = faults(folder)
    assert fault.file == file
    assert "name" in fault.message


def test_a_fault_leaves_the_last_release_as_it_is(
    folder: Path, spoil: Spoil, tmp_path: Path
) -> None:
    releases = tmp_path / "releases"
    before = build(Folder(folder), releases)
    spoil(CLAIMS, '"2010-12"^^xsd:gYearMonth', '"2010-13"^^xsd:gYearMonth')
    with pytest.raises(InvalidInput):
        build(Folder(folder), releases)
    assert open_release(releases / "latest") == before
    assert (
        create_app(open_release(releases / "latest"))
        .test_client()
        .get("/doc/osce")
        .status_code
        == 200
    )
    whole = before.folder.name
    names = sorted(path.name for path in releases.iterdir())
    beside = [
        f"{whole}.index",
        f"{whole}.index.read",
        f"{whole}.names-en",
        f"{whole}.packed",
    ]
    assert names == sorted([whole, *beside, "latest", LEDGER])


def test_the_build_command_ends_with_status_1_and_tells_the_number_of_faults(
    folder: Path, spoil: Spoil, tmp_path: Path
) -> None:
    spoil(CLAIMS, '"2010-12"^^xsd:gYearMonth', '"2010-13"^^xsd:gYearMonth')
    done = run("build", str(folder), "--output", str(tmp_path / "releases"))
    line = line_of(folder / CLAIMS, "2010-13")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{CLAIMS}:{line}: osce-finale: ")
    assert done.stderr.endswith("1 fault; nothing was written.\n")
    assert not (tmp_path / "releases").exists()
