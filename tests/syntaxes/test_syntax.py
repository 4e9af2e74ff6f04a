"""All that is wrong with the syntax of a file is told at once, each on its line."""

from pathlib import Path

import pytest

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

HEAD = "@prefix e: <https://e.org/> .\n"
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:e="https://e.org/">
<rdf:Description rdf:about="https://e.org/a">
  <e:made rdf:resource="https://doi.org/13:4&lt;264::aid&gt;1"/>
  <e:made rdf:resource="https://doi.org/1"/>
  <e:made rdf:resource="https://doi.org/a b"/>
</rdf:Description>
</rdf:RDF>"""


def faults(folder: Path, name: str, said: str) -> list[Fault]:
    file = folder / name
    file.write_text(said, "utf-8")
    with pytest.raises(InvalidInput) as told:
        check(bundle((file,)))
    return told.value.faults


def test_each_fault_of_a_file_of_turtle_is_told(tmp_path: Path) -> None:
    said = f"""{HEAD}e:a e:b a .
e:c e:d <https://e.org/[1]> .
e:e e:f e:g .
e:h "text" e:i ."""
    found = faults(tmp_path, "boats.ttl", said)
    assert [one.line for one in found] == [2, 3, 5]
    assert [one.message for one in found] == [
        "a is not a valid RDF object",
        "Invalid IRI code point '[': <https://e.org/[1]>",
        '"text" is not a valid predicate',
    ]


def test_of_several_iris_on_a_line_the_faulty_one_is_named(tmp_path: Path) -> None:
    said = "@base <https://e.org/> .\n<a>\n<first_seen> <Chapter16:Ill[ness> , <b> ."
    (fault,) = faults(tmp_path, "boats.ttl", said)
    assert fault.line == 3
    assert fault.message == "Invalid IRI code point '[': <Chapter16:Ill[ness>"
    said = "@base <https://e.org/> .\n<a> <first_seen> <Capítulo16:Enfermosis> .\n"
    (fault,) = faults(tmp_path, "boats.ttl", said)
    assert fault.message == "Invalid IRI code point ':': <Capítulo16:Enfermosis>"


def test_a_triple_within_a_triple_is_told_on_its_line(tmp_path: Path) -> None:
    said = f"{HEAD}e:a e:p e:b .\n\n<< e:a e:p e:b >> e:q 1 .\n"
    (fault,) = faults(tmp_path, "boats.ttl", said)
    assert (fault.line, fault.message) == (4, "has a triple term")


def test_what_follows_from_a_fault_on_its_line_is_not_told(tmp_path: Path) -> None:
    said = f'{HEAD}e:a e:b "he said "no" to it" .\ne:c e:d e:e .'
    (fault,) = faults(tmp_path, "boats.ttl", said)
    assert fault.line == 2


def test_behind_a_text_that_is_not_closed_nothing_is_told(tmp_path: Path) -> None:
    said = f'{HEAD}e:a x:b e:c .\ne:a e:b "Boat@en .\ne:c e:d "Mill"@en .\ne:e a a .'
    first, second = faults(tmp_path, "boats.ttl", said)
    assert (first.line, second.line) == (2, 3)
    assert second.advice.startswith("close its quotation mark")


def test_faults_that_are_alike_are_told_once(tmp_path: Path) -> None:
    said = HEAD + "".join(f"e:a x:b{n} e:c .\n" for n in range(30))
    (fault,) = faults(tmp_path, "boats.ttl", said)
    assert (fault.line, fault.message) == (
        2,
        "The prefix x: has not been declared (30 times)",
    )


def test_for_an_undeclared_prefix_the_declared_one_like_it_is_told(
    tmp_path: Path,
) -> None:
    said = "@prefix schema: <https://schema.org/> .\nPREFIX s: <https://e.org/s>\n"
    said += "<https://e.org/a> a schema1:Boat ; s:of x:y .\n" + "s:b x:of s:a .\n"
    first, second = faults(tmp_path, "boats.ttl", said)
    declare = "declare it with @prefix at the head of the file"
    assert first.message == "The prefix schema1: has not been declared"
    meant = "did you mean schema: (https://schema.org/)?"
    assert first.advice == f"{meant} Else {declare}"
    assert second.advice == declare


def test_of_very_many_the_first_are_told_and_how_many_more(tmp_path: Path) -> None:
    said = HEAD + "".join(f"e:a p{n}:b e:c .\n" for n in range(50))
    *first, last = faults(tmp_path, "boats.ttl", said)
    assert len(first) == 20
    assert last.message == "30 more faults are in it from here on"
    assert last.line == 22


def test_each_iri_of_xml_that_is_none_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, "boats.rdf", XML)
    assert [(one.line, one.advice) for one in found] == [
        (4, "write it as %3C where it stands in the IRI"),
        (6, "write it as %20 where it stands in the IRI"),
    ]
    what = "<https://doi.org/a b> is no IRI: Invalid IRI code point ' '"
    assert found[1].message == what


def test_faults_on_all_of_many_lines_are_counted(tmp_path: Path) -> None:
    said = "".join(f"<https://e.org/{n}> <b{n}> <c> .\n" for n in range(20_000))
    (fault,) = faults(tmp_path, "boats.nt", said)
    assert fault.message == "No scheme found in an absolute IRI (20,000 times): <b0>"


def test_a_blank_node_that_is_written_as_an_iri_is_told_as_such(tmp_path: Path) -> None:
    said = "<https://e.org/a> <https://e.org/b> <_:ownership/@ba9> .\n"
    (fault,) = faults(tmp_path, "boats.nt", said)
    assert fault.message.endswith("<_:ownership/@ba9>")
    assert fault.advice == "write a blank node without < and >"


def test_a_semicolon_that_lacks_in_a_graph_is_one_fault(tmp_path: Path) -> None:
    said = 'e:c { e:c e:quote "some words"\n  e:voice e:x .\n  e:a a e:B .\n}\n'
    (fault,) = faults(tmp_path, "boats.trig", HEAD + said)
    assert (fault.line, fault.advice) == (2, "put it there")
    assert fault.message == "lacks a semicolon at its end, before line 3"


@pytest.mark.parametrize(
    ("said", "line", "what", "advice"),
    [
        ("e:a e:p 1\n\n# a harbour\ne:b e:p 2 .\n", 2, "lacks a dot", "put it there"),
        ("e:a e:p 1\n  e:q 2 .\n", 2, "lacks a semicolon at its end", "put it there"),
        ("e:a e:p e:b\n  e:c .\n", 2, "lacks a comma at its end", "put it there"),
        ('e:a e:p 1\n  e:q "2"^^<urn:t> .\n', 2, "lacks a semicolon", "put it there"),
        ("e:a e:p 1\n  e:q [ e:r 2 ] .\n", 2, "lacks a semicolon", "put it there"),
        ('e:a e:p "1"\n\n', 2, "lacks a dot at its end", "put it there"),
        ("e:a e:p 1 e:q 2 .\n", 2, "lacks a semicolon behind 1", "put it there"),
        ('e:a e:p "1\n  ; e:q 2 .\n', 2, "opened here is never closed", "close it"),
        ('e:a e:p "1 ; e:q "1911" .\n', 2, "“1 ; e:q”", "in line 2"),
        (
            'e:a e:p """one ;\n e:q """1911""" .\n',
            3,
            "which begins in line 2",
            "in line 2 or after",
        ),
        (
            'e:a e:p """one ;\n e:q """ 1911 """ .\n',
            3,
            "which begins in line 2",
            "in line 2 or after",
        ),
    ],
)
def test_a_fault_made_before_its_place_is_told_with_that(
    tmp_path: Path, said: str, line: int, what: str, advice: str
) -> None:
    fault = faults(tmp_path, "boats.ttl", HEAD + said)[0]
    assert (fault.line, what in fault.message) == (line, True), fault
    assert advice in fault.advice


def test_a_text_that_only_says_that_it_has_a_language_is_told_with_the_remedy(
    tmp_path: Path,
) -> None:
    datatype = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"
    (fault,) = faults(tmp_path, "music.ttl", f'{HEAD}e:a e:b "Fado"^^{datatype} .')
    assert fault.line == 2
    assert fault.advice.endswith('write "…"@fr with its tag, or "…" alone')
