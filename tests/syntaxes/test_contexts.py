"""Contexts of JSON-LD at other addresses: given as files, or known, and never fetched."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from diplomatica.cli import main
from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought
from diplomatica.pipeline.files.jsonld import contexts as contexts_of_documents
from diplomatica.pipeline.files.jsonld.contexts import ContextFile, Contexts

BOATS = "https://example.org/ns/boats.json"
BIRDS = "https://example.org/ns/birds.json"
GIVEN = {
    BOATS: '{"@context": {"length": "https://example.org/v#length"}}',
    BIRDS: f'{{"@context": ["{BOATS}", {{"song": "https://example.org/v#song"}}]}}',
}


def brought(tmp_path: Path, text: str, given: dict[str, str] | None = None) -> Brought:
    file = tmp_path / "data.jsonld"
    file.write_text(text, "utf-8")
    files = {
        at: ContextFile(at.rpartition("/")[2], of) for at, of in (given or {}).items()
    }
    return read_brought({file: "data.jsonld"}, "https://example.org/", "", files)


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


NAMED = (
    '{"name": "https://e.org/name", "at": {"@id": "https://e.org/at", "@type": "@id"}}'
)


def test_keys_without_a_meaning_are_told_on_the_line_of_the_first(
    tmp_path: Path,
) -> None:
    text = f"""{{"@context": {NAMED}, "@id": "x", "name": "Anna",
"colour": {{"inside": 1}}, "https://e.org/size": 2, "at": {{"@id": "y", "age": 3}}}}"""
    found = brought(tmp_path, text)
    assert len(triples(found)) == 3
    (hint,) = found.hints
    assert (hint.line, hint.message) == (2, "2 keys mean nothing here: colour, age")


def test_of_many_keys_without_a_meaning_the_first_are_named(tmp_path: Path) -> None:
    keys = "".join(f', "key{number}": 1' for number in range(1_000))
    text = f'{{"@context": {NAMED}, "@id": "x", "name": "Anna"{keys}}}'
    (hint,) = brought(tmp_path, text).hints
    assert hint.message.startswith("1,000 keys mean nothing here: key0, key1, key2")
    assert hint.message.endswith("key5 and 994 more")


@pytest.mark.parametrize(
    "context",
    [
        '{"@vocab": "https://e.org/"}',
        '{"colour": null}',
        '{"name": {"@id": "https://e.org/name", "@context": {"of": "https://e.org/of"}}}',
        '{"name": {"@id": "https://e.org/name", "@container": "@language"}}',
        '{"colour": "https://e.org/colour", "name": "@nest"}',
    ],
)
def test_where_a_key_may_mean_something_nothing_is_told(
    tmp_path: Path, context: str
) -> None:
    key = '"name": {"of": "Anna"}' if "name" in context else '"colour": "red"'
    text = f'[{{"@context": {context}, "@id": "x", "https://e.org/p": 1, {key}}}]'
    text = text.replace('"of": "Anna"', '"colour": "red"') if "@nest" in text else text
    assert brought(tmp_path, text).hints == []


def test_a_key_of_odd_letters_is_told_in_one_short_line(tmp_path: Path) -> None:
    key = "two\\nlines" + "n" * 1_000
    text = f'{{"@context": {NAMED}, "@id": "x", "name": "Anna", "{key}": 1}}'
    (hint,) = brought(tmp_path, text).hints
    assert hint.message[:40] == "1 key means nothing here: two\\nlinesnnnn"
    assert len(hint.message) < 100


def recorded(records: int) -> Contexts:
    """Contexts after a document whose records each name one of many terms."""
    address = "https://e.org/context"
    terms = {f"term{n}": f"https://e.org/{n}" for n in range(400)}
    file = ContextFile("terms.json", json.dumps({"@context": terms}))
    contexts = Contexts({address: file})
    record = {"@context": address, "term1": "one", "unknown": {"term2": "two"}}
    contexts.placed(json.dumps([record] * records))
    return contexts


def test_a_file_with_a_context_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def loads(text: str) -> object:
        loaded.append(text)
        return json.loads(text)

    monkeypatch.setattr(contexts_of_documents, "loads", loads)
    recorded(20)
    assert [text.endswith('/399"}}') for text in loaded].count(True) == 1


def test_a_document_with_types_as_keys_is_loaded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []

    def loads(text: str) -> object:
        loaded.append(text)
        return json.loads(text)

    monkeypatch.setattr(contexts_of_documents, "loads", loads)
    context = '{"@vocab": "https://e.org/", "by": {"@container": "@type"}}'
    text = f'{{"@context": {context}, "by": {{"Boat": {{"@id": "https://e.org/a"}}}}}}'
    assert len(triples(brought(tmp_path, text))) == 2
    assert loaded == [text]


def test_keys_are_looked_for_however_often_a_context_is_named() -> None:
    assert recorded(100).meaningless == (
        1,
        "1 key means nothing here: unknown (100 times)",
    )


def test_keys_that_are_not_looked_for_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts_of_documents, "_LOOKED_THROUGH", 1_000)
    line, told = recorded(100).meaningless or (None, "")
    assert line == 0
    assert told.startswith("the document is too long for its keys")


def test_a_context_that_was_brought_beside_a_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    context, data = tmp_path / "boats.jsonld", tmp_path / "in" / "data.jsonld"
    context.write_text(GIVEN[BOATS], "utf-8")
    data.write_text('{"@context": "../boats.jsonld", "@id": "x", "length": 7}', "utf-8")
    files = {context: "boats.jsonld", data: "in/data.jsonld"}
    found = read_brought(files, "https://example.org/")
    (length,) = triples(found)
    assert length.startswith("<https://example.org/x> <https://example.org/v#length>")


@pytest.mark.parametrize(
    "context",
    [
        f'{{"@version": 1.1, "@import": "{BOATS}", "song": "https://example.org/v#song"}}',
        f'{{"length": {{"@id": "https://example.org/v#length", "@context": "{BOATS}"}}}}',
    ],
    ids=["imported", "of a term"],
)
def test_a_context_within_a_context_is_read(tmp_path: Path, context: str) -> None:
    text = (
        f'{{"@context": {context}, "@id": "x", "length": {{"@id": "y", "length": 7}}}}'
    )
    inner, outer = triples(brought(tmp_path, text, GIVEN))
    assert "<https://example.org/v#length> <https://example.org/y>" in inner
    assert "<https://example.org/y> <https://example.org/v#length>" in outer


def test_a_context_that_names_itself_for_a_term_is_read_once(tmp_path: Path) -> None:
    own = f'{{"@context": {{"of": {{"@id": "https://e.org/of", "@context": "{BOATS}"}}}}}}'
    text = f'{{"@context": "{BOATS}", "@id": "x", "of": {{"@id": "y", "of": 7}}}}'
    assert len(triples(brought(tmp_path, text, {BOATS: own}))) == 2


def test_a_missing_context_that_is_imported_is_told(tmp_path: Path) -> None:
    text = f'{{"@context": {{"@version": 1.1,\n"@import": "{BOATS}"}}, "length": 7}}'
    (fault,) = brought(tmp_path, text).faults
    assert fault.line == 2
    assert f"--context {BOATS}=FILE" in fault.advice


def test_a_context_is_named_relative_to_the_one_that_names_it(tmp_path: Path) -> None:
    inner = "https://example.org/birds.json"
    given = {BOATS: '{"@context": "../birds.json"}', inner: GIVEN[BOATS]}
    text = f'{{"@context": "{BOATS}", "@id": "x", "length": 7}}'
    (length,) = triples(brought(tmp_path, text, given))
    assert "<https://example.org/v#length>" in length


def test_a_context_within_one_ends_where_it_says(tmp_path: Path) -> None:
    """A context that is put into the place of its address is no list of one."""
    inner = {"n": "https://e.org/inner", "@propagate": False}
    of = {"@id": "https://e.org/of", "@context": BOATS}
    context = {"n": "https://e.org/n", "by": "https://e.org/by", "of": of}
    text = {"@context": context, "@id": "x", "of": {"n": "a", "by": {"n": "b"}}}
    given = {BOATS: json.dumps({"@context": inner})}
    said = triples(brought(tmp_path, json.dumps(text), given))
    assert any('<https://e.org/inner> "a"' in one for one in said)
    assert any('<https://e.org/n> "b"' in one for one in said)


def test_texts_are_read_without_their_direction(tmp_path: Path) -> None:
    text = {"@value": "שלום", "@language": "he", "@direction": "rtl"}
    found = brought(tmp_path, json.dumps({"@id": "x", "https://e.org/n": text}))
    assert found.faults == []
    (said,) = triples(found)
    assert '"שלום"@he' in said
    (hint,) = found.hints
    assert hint.message.startswith("has a direction for 1 of its texts")
