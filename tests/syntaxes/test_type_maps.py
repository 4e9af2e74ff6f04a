"""Values of JSON-LD that stand by their types are read as W3C says (JSON-LD 1.1, 4.6.4)."""

import json
from pathlib import Path

import pytest

from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought

E = "https://e.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWN = {"@id": f"{E}Boat", "@context": {"name": f"{E}boatName"}}


def brought(tmp_path: Path, by: object, values: object, **terms: object) -> Brought:
    context = {"@vocab": E, "by": {"@container": by}, **terms}
    document = {"@context": context, "@id": f"{E}port", "by": values}
    file = tmp_path / "data.jsonld"
    file.write_text(json.dumps(document, indent=1), "utf-8")
    return read_brought({file: "data.jsonld"}, E)


def said(found: Brought) -> set[tuple[str, str, str]]:
    assert found.faults == []
    (source,) = found.sources
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)  # type: ignore[union-attr]
        for quad in source.quads
    }


@pytest.mark.parametrize("by", ["@type", ["@type", "@set"], ["@set", "@type"]])
def test_what_stands_by_its_type_is_of_it(tmp_path: Path, by: object) -> None:
    values = {"Boat": {"@id": f"{E}anna", "name": "Anna"}, "Ship": [{"@id": f"{E}b"}]}
    assert said(brought(tmp_path, by, values)) == {
        (f"{E}port", f"{E}by", f"{E}anna"),
        (f"{E}anna", TYPE, f"{E}Boat"),
        (f"{E}anna", f"{E}name", "Anna"),
        (f"{E}port", f"{E}by", f"{E}b"),
        (f"{E}b", TYPE, f"{E}Ship"),
    }


def test_the_context_of_a_type_holds_for_what_stands_by_it(tmp_path: Path) -> None:
    values = {"Boat": {"@id": f"{E}anna", "name": "Anna"}}
    found = brought(tmp_path, "@type", values, Boat=OWN)
    assert (f"{E}anna", f"{E}boatName", "Anna") in said(found)


def test_prefixes_are_those_of_the_context(tmp_path: Path) -> None:
    found = brought(tmp_path, "@type", {"e:Boat": {"@id": f"{E}anna"}}, e=E)
    assert found.sources[0].prefixes["e"] == E


def test_what_is_lost_there_is_told(tmp_path: Path) -> None:
    values = {"Boat": [{"@id": f"{E}an na", "name": "Anna"}, {"@id": f"{E}b"}]}
    found = brought(tmp_path, "@type", values)
    (told,) = found.hints
    assert told.message.startswith("3 statements are left out")
    assert said(found) == {
        (f"{E}port", f"{E}by", f"{E}b"),
        (f"{E}b", TYPE, f"{E}Boat"),
    }


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"Boat": {"name": {"@value": [1]}}}, "@value value must be"),
        ({"Boat": {"@id": ["a", "b"]}}, "@id value must be"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, values: object, told: str) -> None:
    (fault,) = brought(tmp_path, "@type", values).faults
    assert told in fault.message
    assert fault.advice


@pytest.mark.parametrize(
    ("written", "told"), [('"Anna",', "Trailing commas"), ('"\\ud800"', "Parser error")]
)
def test_what_is_no_json_is_told_as_such(
    written: str, told: str, tmp_path: Path
) -> None:
    context = f'{{"@vocab": "{E}", "by": {{"@container": "@type"}}}}'
    text = f'{{"@context": {context}, "by": {{"Boat": {{\n"name": {written}}}}}}}'
    file = tmp_path / "data.jsonld"
    file.write_text(text, "utf-8")
    (fault,) = read_brought({file: "data.jsonld"}, E).faults
    assert told in fault.message
