"""Contexts of JSON-LD at other addresses: given as files, or known, and never fetched."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from diplomatica.cli import main
from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought

BOATS = "https://example.org/ns/boats.json"
BIRDS = "https://example.org/ns/birds.json"
GIVEN = {
    BOATS: '{"@context": {"length": "https://example.org/v#length"}}',
    BIRDS: f'{{"@context": ["{BOATS}", {{"song": "https://example.org/v#song"}}]}}',
}


def brought(tmp_path: Path, text: str, given: dict[str, str] | None = None) -> Brought:
    file = tmp_path / "data.jsonld"
    file.write_text(text, "utf-8")
    return read_brought({file: "data.jsonld"}, "https://example.org/", "", given or {})


def triples(found: Brought) -> list[str]:
    assert found.faults == []
    return sorted(str(quad) for source in found.sources for quad in source.quads)


@pytest.mark.parametrize(
    "context",
    [f'"{BIRDS}"', f'["{BIRDS}"]', f'[{{"a": "https://example.org/a"}},\n"{BIRDS}/"]'],
)
def test_a_context_that_is_given_is_read_with_those_that_it_names(
    tmp_path: Path, context: str
) -> None:
    text = f'{{"@context": {context}, "@id": "x", "song": "tu", "length": 7}}'
    length, song = triples(brought(tmp_path, text, GIVEN))
    assert length.startswith("<https://example.org/x> <https://example.org/v#length>")
    assert song == '<https://example.org/x> <https://example.org/v#song> "tu"'


def test_a_context_that_is_not_given_is_told_with_the_way_to_give_it(
    tmp_path: Path,
) -> None:
    text = f'{{\n"@context": "{BIRDS}", "@id": "x", "song": "tu"}}'
    (fault,) = brought(tmp_path, text).faults
    assert fault.line == 2
    assert "--context" in fault.advice


def test_a_fault_after_a_context_stands_on_its_own_line(tmp_path: Path) -> None:
    text = f'{{\n"@context": [\n"{BIRDS}"\n],\n"@id": "x",\n"song": "tu",,}}'
    (fault,) = brought(tmp_path, text, GIVEN).faults
    assert fault.line == 6


@pytest.mark.parametrize("address", ["https://schema.org", "http://schema.org/"])
def test_a_short_form_of_schema_org_is_known_and_told(
    tmp_path: Path, address: str
) -> None:
    text = (
        f'{{"@context": "{address}", "@id": "x", "@type": "Person", "name": "Anna",'
        ' "url": "https://e.org/", "birthDate": "1990-01-02"}'
    )
    found = brought(tmp_path, text)
    s, x = "http://schema.org/", "<https://example.org/x>"
    assert triples(found) == [
        f'{x} <{s}birthDate> "1990-01-02"^^<{s}Date>',
        f'{x} <{s}name> "Anna"',
        f"{x} <{s}url> <https://e.org/>",
        f"{x} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{s}Person>",
    ]
    (hint,) = found.hints
    assert "schema.org" in hint.message


ANNOTATION = """{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:a",
"type": "Annotation", "motivation": "commenting", "created": "2015-01-09T00:00:00Z",
"body": {"id": "urn:b", "type": "TextualBody", "value": "Well said", "format": "text/plain"},
"target": {"id": "urn:t", "source": "https://e.org/page", "selector":
{"id": "urn:s", "type": "TextPositionSelector", "start": 4, "end": 9}}}"""


def test_annotations_are_read_by_the_context_of_w3c(tmp_path: Path) -> None:
    found = triples(brought(tmp_path, ANNOTATION))
    oa, xsd = "http://www.w3.org/ns/oa#", "http://www.w3.org/2001/XMLSchema#"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    created = f'"2015-01-09T00:00:00Z"^^<{xsd}dateTime>'
    assert found == sorted(
        [
            f"<urn:a> {kind} <{oa}Annotation>",
            f"<urn:a> <{oa}motivatedBy> <{oa}commenting>",
            f"<urn:a> <http://purl.org/dc/terms/created> {created}",
            f"<urn:a> <{oa}hasBody> <urn:b>",
            f"<urn:a> <{oa}hasTarget> <urn:t>",
            f"<urn:b> {kind} <{oa}TextualBody>",
            '<urn:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "Well said"',
            '<urn:b> <http://purl.org/dc/elements/1.1/format> "text/plain"',
            f"<urn:t> <{oa}hasSource> <https://e.org/page>",
            f"<urn:t> <{oa}hasSelector> <urn:s>",
            f"<urn:s> {kind} <{oa}TextPositionSelector>",
            f'<urn:s> <{oa}start> "4"^^<{xsd}nonNegativeInteger>',
            f'<urn:s> <{oa}end> "9"^^<{xsd}nonNegativeInteger>',
        ]
    )


def test_a_command_takes_contexts_by_their_address(tmp_path: Path) -> None:
    context, data = tmp_path / "context.json", tmp_path / "data.jsonld"
    context.write_text(GIVEN[BOATS], "utf-8")
    data.write_text(f'{{"@context": "{BOATS}", "@id": "urn:x", "length": 7}}', "utf-8")
    given = ["--context", f"{BOATS}={context}"]
    assert CliRunner().invoke(main, ["check", str(data), *given]).exit_code == 0
    assert CliRunner().invoke(main, ["check", str(data)]).exit_code == 1


@pytest.mark.parametrize(
    ("option", "told"),
    [("{}", "write it as ADDRESS=FILE"), ("http://e.org={}", "has no @context")],
)
def test_a_context_that_is_none_is_told(tmp_path: Path, option: str, told: str) -> None:
    file = tmp_path / "context.json"
    file.write_text("{}", "utf-8")
    given = ["--context", option.format(file)]
    done = CliRunner().invoke(main, ["check", str(file), *given])
    assert done.exit_code == 2
    assert told in done.stderr


def test_the_context_that_is_missing_is_named(tmp_path: Path) -> None:
    (fault,) = brought(tmp_path, f'{{\n"@context": "{BOATS}", "length": 7}}').faults
    assert fault.line == 2
    assert fault.message.startswith(f"has the @context {BOATS}, and nothing is fetched")
    assert f"--context {BOATS}=FILE" in fault.advice


def test_a_missing_context_that_another_names_is_told_as_such(tmp_path: Path) -> None:
    given = {BIRDS: GIVEN[BIRDS]}
    (fault,) = brought(
        tmp_path, f'{{"@context": "{BIRDS}", "song": "tu"}}', given
    ).faults
    assert f"{BOATS}, which another context names" in fault.message
