"""What a mark between statements is advised to be is the only one that it can be."""

from pathlib import Path

import pytest

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

HEAD = "@prefix e: <https://e.org/> .\n"


def faults(folder: Path, said: str, name: str = "boats.ttl") -> list[Fault]:
    file = folder / name
    file.write_text(HEAD + said, "utf-8")
    with pytest.raises(InvalidInput) as told:
        check(bundle((file,)))
    return told.value.faults


@pytest.mark.parametrize(
    ("said", "line", "what", "advice"),
    [
        (
            "e:a e:p e:x ;\ne:b e:p e:c .\n",
            2,
            "has a semicolon before e:b, where a dot may be meant; else line 3 lacks a comma",
            "put a dot in its place if e:b begins a statement, else the comma",
        ),
        (
            "e:a e:p e:x ,\ne:b e:p e:c .\n",
            2,
            "has a comma before e:b, where a dot may be meant; else line 3 lacks a semicolon",
            "put a dot in its place if e:b begins a statement, else the semicolon",
        ),
        (
            'e:a a e:Boat , e:label "Anna" .\n',
            2,
            "has a comma before e:label, where a semicolon may be meant",
            "put a semicolon in its place if e:label is a property, else the comma",
        ),
        (
            "e:a e:p e:b\n[ a e:B ] .\n",
            2,
            "lacks a dot or comma at its end, before line 3",
            "put the one there that is meant",
        ),
        (
            "e:a e:p\ne:b e:q e:c .\n",
            3,
            "lacks a semicolon behind e:b, or what stands before this line is not complete",
            "see whether this line goes on with that",
        ),
        (
            'e:a e:p e:b .\n  e:q "x" .\n',
            3,
            '"x" is not a valid predicate',
            "see whether a semicolon is meant for the dot in line 2",
        ),
    ],
)
def test_of_two_marks_that_may_be_meant_both_are_told(
    tmp_path: Path, said: str, line: int, what: str, advice: str
) -> None:
    (fault,) = faults(tmp_path, said)
    assert (fault.line, what in fault.message) == (line, True), fault
    assert advice in fault.advice


@pytest.mark.parametrize(
    ("said", "line", "what"),
    [
        ("e:a e:p e:x\n  a e:B .\n", 2, "lacks a semicolon at its end"),
        ("e:a e:p [ e:q 1\n  e:r 2 ] .\n", 2, "lacks a semicolon at its end"),
        ("e:a e:p [ e:q 1\n  a e:C ] .\n", 2, "lacks a semicolon at its end"),
        ("e:a e:p [ e:q [ e:r e:c ] e:d 1 ] .\n", 2, "lacks a semicolon behind ]"),
        ("e:a e:p [ e:q 1 2 ] .\n", 2, "lacks a comma behind 1"),
        ('e:a e:p "Anna" "Otto" .\n', 2, 'lacks a comma behind "Anna"'),
        ('e:a e:p "Anna"@de "Otto"@en .\n', 2, "lacks a comma behind @de"),
        ("e:a e:p e:b true .\n", 2, "lacks a comma behind e:b"),
        ("e:a a e:A\ne:b a e:B .\n", 2, "lacks a dot at its end"),
        ("e:a e:p e:b\n[] a e:B .\n", 2, "lacks a dot at its end"),
        ("e:a e:p e:b\n( 1 ) e:p 1 .\n", 2, "lacks a dot at its end"),
        ('e:a e:p "b"\n@prefix f: <http://f/> .\n', 2, "lacks a dot at its end"),
        ("e:a e:p e:b\nPREFIX f: <http://f/>\n", 2, "lacks a dot at its end"),
        ("e:a a e:A ;\ne:b a e:B .\n", 2, "where a dot belongs"),
        ("e:a e:p e:x ;\n[] e:p e:B .\n", 2, "where a dot belongs"),
        ("e:a e:p e:x ,\n@prefix f: <http://f/> .\n", 2, "where a dot belongs"),
        ('e:a e:p "x" ; "y" .\n', 2, "where a comma belongs"),
        ("e:a e:p ( 1 2 .\n", 2, "opened with ( in line 2 is not closed"),
        (
            "e:a e:p [ e:q 1 .\ne:b a e:B .\n",
            2,
            "opened with [ in line 2 is not closed",
        ),
        ("e:a e:p ( e:b , e:c ) .\n", 2, "has a comma within a list"),
        ("e:a e:p 2020-01-01 .\n", 2, "2020-01-01 is no name and no number"),
    ],
)
def test_the_only_mark_that_can_be_meant_is_told(
    tmp_path: Path, said: str, line: int, what: str
) -> None:
    fault = faults(tmp_path, said)[0]
    assert (fault.line, what in fault.message) == (line, True), fault
    assert fault.advice.startswith(("put", "take", "write"))


def test_a_graph_that_begins_without_a_dot_before_it_is_told(tmp_path: Path) -> None:
    for graph in ("e:g", "GRAPH e:g", ""):
        said = f"e:a e:p e:b\n{graph} {{ e:a e:p e:c }}\n"
        (fault,) = faults(tmp_path, said, "boats.trig")
        assert (fault.line, fault.message) == (
            2,
            "lacks a dot at its end, before line 3",
        )


def test_each_line_that_lacks_a_mark_is_told(tmp_path: Path) -> None:
    said = "e:a e:p 1 e:q 2 .\ne:b e:p e:c e:d 3 .\ne:c e:p 1 e:q 2 .\n"
    assert [(one.line, one.message) for one in faults(tmp_path, said)] == [
        (2, "lacks a semicolon behind 1"),
        (3, "lacks a semicolon behind e:c"),
        (4, "lacks a semicolon behind 1"),
    ]


@pytest.mark.parametrize(
    ("said", "line", "advice"),
    [
        ("@PREFIX f: <http://f/> .\nf:a f:b f:c .\n", 3, "mend line 2: write @prefix"),
        (
            "f:a f:b f:c .\n@prefix f: <http://f/> .\n",
            2,
            "put line 3, which declares it",
        ),
        (
            "# @prefix f: <http://f/> .\nf:a f:b f:c .\n",
            3,
            "line 2 does not declare it",
        ),
    ],
)
def test_a_prefix_that_is_declared_without_effect_is_told_with_that(
    tmp_path: Path, said: str, line: int, advice: str
) -> None:
    fault = faults(tmp_path, said)[-1]
    assert (fault.line, fault.advice[: len(advice)]) == (line, advice)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("e:a e:p True .\n", "write true in small letters"),
        ("e:a e:p “Anna” .\n", "write straight quotation marks"),
        ("@PREFIX f: <http://f/> .\n", "write @prefix and @base in small letters"),
    ],
)
def test_words_of_other_languages_are_advised_on(
    tmp_path: Path, said: str, advice: str
) -> None:
    assert faults(tmp_path, said)[0].advice.startswith(advice)
