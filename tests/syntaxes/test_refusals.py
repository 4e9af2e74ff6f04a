"""Faults of JSON-LD: all that are in a document are told together, each in its place."""

import json
from pathlib import Path

import pytest

from diplomatica.errors import Fault
from diplomatica.pipeline.files.bringing.broughtfile import read_brought
from diplomatica.pipeline.files.jsonld.contexts import ContextFile

E = "https://e.org/"
ADDRESS = f"{E}context"
TERMS = """{"@context": {
"ex": "https://e.org/",
"name": "ex:name",
"ex:one": {"@id": "ex:1"},
"ex:two": {"@id": "ex:2"},
"at": {"@id": "ex:at", "@kind": 1}
}}"""
RECORDS = f"""[
{{"@context": "{ADDRESS}", "@id": "x:a", "name": "Anna"}},
{{"@context": "{ADDRESS}", "@id": "x:b", "name": {{"@value": {{"of": 1}}}}}},
{{"@context": "{ADDRESS}", "@id": 7, "name": "Otto"}}]"""


def faults(tmp_path: Path, text: str, context: str = "") -> list[Fault]:
    """What is wrong with a document, and with the context that is given."""
    file = tmp_path / "data.jsonld"
    file.write_text(text, "utf-8")
    given = {ADDRESS: ContextFile("terms.jsonld", context)} if context else {}
    return read_brought({file: "data.jsonld"}, "https://example.org/", "", given).faults


def places(found: list[Fault]) -> list[str]:
    return [f"{one.file}:{one.line} {one.message.rpartition(', ')[2]}" for one in found]


def test_faults_of_a_context_and_of_a_document_are_told_together(
    tmp_path: Path,
) -> None:
    assert places(faults(tmp_path, RECORDS, TERMS)) == [
        "terms.jsonld:4 @context.ex:one)",
        "terms.jsonld:5 @context.ex:two)",
        "terms.jsonld:6 @context.at)",
        "data.jsonld:3 [1].name)",
        "data.jsonld:4 [2].@id)",
    ]


def test_faults_below_a_context_that_is_missing_are_told_with_it(
    tmp_path: Path,
) -> None:
    missing, *others = faults(tmp_path, RECORDS)
    assert missing.line == 2
    assert f"--context {ADDRESS}=FILE" in missing.advice
    assert places(others) == ["data.jsonld:3 [1].name)", "data.jsonld:4 [2].@id)"]


def test_all_missing_contexts_are_told(tmp_path: Path) -> None:
    text = f'{{"@context": ["{E}a",\n"{E}b"], "@id": "x:a", "name": "Anna"}}'
    assert [one.line for one in faults(tmp_path, text)] == [1, 2]


def test_a_file_without_anything_is_told_as_such(tmp_path: Path) -> None:
    assert [one.message for one in faults(tmp_path, " \n")] == ["is empty"]


def test_a_fault_below_no_context_is_told(tmp_path: Path) -> None:
    text = f'{{"@context": null, "@id": "x:a",\n"{E}p": {{"@value": [1]}}}}'
    assert places(faults(tmp_path, text)) == [f"data.jsonld:2 {E}p)"]


def test_alike_faults_are_counted(tmp_path: Path) -> None:
    of = [{"@id": "x:a", f"{E}p": {"@value": [n]}} for n in range(30)]
    (fault,) = faults(tmp_path, json.dumps(of, indent=0))
    assert fault.message.endswith(f"[0].{E}p) (30 times)")


def test_what_imports_several_contexts_is_told(tmp_path: Path) -> None:
    several = ContextFile("s.json", '{"@context": [{}, {"a": "x:a"}]}')
    text = f'{{"@context": {{"@version": 1.1,\n"@import": "{E}s"}}, "@id": "x:a"}}'
    file = tmp_path / "data.jsonld"
    file.write_text(text, "utf-8")
    (fault,) = read_brought({file: "data.jsonld"}, E, "", {f"{E}s": several}).faults
    assert "which is a list of several" in fault.message
    assert fault.line == 2


def test_of_a_cycle_one_term_is_told(tmp_path: Path) -> None:
    text = '{"@context": {\n"a": "b:x",\n"b": "a:y"}, "@id": "x:a", "a": "A"}'
    (fault,) = faults(tmp_path, text)
    assert (fault.line, fault.advice) == (2, "write the whole IRI of one of them")


@pytest.mark.parametrize(
    ("terms", "advice"),
    [
        ({"@id": f"{E}x"}, '"name": "@id"'),
        ({"age": {"@id": f"{E}age", "@type": "integer"}}, "XMLSchema#integer"),
        ({"age": {"@type": "@id"}}, 'write its IRI as its "@id"'),
        ({"age": {"@id": f"{E}age", "@contaner": "@set"}}, "did you mean @container?"),
        ({"age": {"@id": f"{E}age", "@container": "@bag"}}, "write one of @set"),
        ({"age": 5}, 'write its IRI, or {"@id": IRI}'),
        ({"@vocab": 5}, "write it in quotation marks"),
        ({"@version": "1.1"}, '"@version": 1.1'),
        ({"ex": E, "ex:a": "https://o.org/a"}, f"means {E}a: write that as its @id"),
        ({"": f"{E}a"}, "give it a name"),
        ({"a": {"@id": f"{E}a", "@reverse": f"{E}b"}}, "take one of them out"),
    ],
)
def test_a_fault_of_a_term_is_told_with_what_to_write(
    terms: dict[str, object], advice: str, tmp_path: Path
) -> None:
    text = {"@context": {"name": f"{E}name", **terms}, "@id": "x:a", "name": "Anna"}
    (fault,) = faults(tmp_path, json.dumps(text, indent=1))
    assert fault.line > 3
    assert advice in fault.advice


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ({"@value": {"lat": 1}}, '"@type": "@json"'),
        ({"@value": 1, "@language": "en"}, "in quotation marks"),
        ({"@value": "a", "@language": "en", "@type": f"{E}t"}, "take one of them out"),
        ({"@value": "a", "@id": "x:b"}, "a text or number has no IRI"),
        ({"@id": ["x:b"]}, "several things are several objects"),
        ({"@id": "x:b", "@type": {"@id": "x:c"}}, "an IRI or a term"),
        ({"@list": [1], "@id": "x:b"}, "a list has no properties"),
        ({"@value": "1", "@type": "x:in t"}, "write it as %20"),
    ],
)
def test_a_fault_of_a_value_is_told_with_what_to_write(
    value: dict[str, object], advice: str, tmp_path: Path
) -> None:
    text = {"@context": {"name": f"{E}name"}, "@id": "x:a", "name": ["Anna", value]}
    (fault,) = faults(tmp_path, json.dumps(text, indent=1))
    assert "name[1]" in fault.message
    assert advice in fault.advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ('{"@id": "x:a",}', "take the comma out"),
        ("{'@id': 'x:a'}", "double quotation marks"),
        ('// what\n{"@id": "x:a"}', "JSON has none"),
        ('{"@id": "x:a"}\n{"@id": "x:b"}', "into one list"),
    ],
)
def test_what_is_no_json_is_told_with_what_to_write(
    text: str, advice: str, tmp_path: Path
) -> None:
    (fault,) = faults(tmp_path, text)
    assert advice in fault.advice
