"""What a parser of JSON-LD leaves out without a word is told, with what to write."""

import json
from pathlib import Path

import pytest

from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought

E = "https://e.org/"
SOUND = {"@id": f"{E}sound", f"{E}name": "Anna"}


def brought(tmp_path: Path, context: dict[str, object], *things: object) -> Brought:
    file = tmp_path / "data.jsonld"
    file.write_text(
        json.dumps({"@context": context, "@graph": things}, indent=1), "utf-8"
    )
    return read_brought({file: "data.jsonld"}, E)


@pytest.mark.parametrize(
    ("context", "thing", "told", "advice"),
    [
        ({"Boat": f"{E}Boat"}, {"@type": "Boats"}, "“Boats” is a kind", "mean “Boat”?"),
        ({"type": "@type"}, {"type": "Ship"}, "“Ship” is a kind", "map it to an IRI"),
        ({"@vocab": E}, {"@type ": "x"}, "“@type ” is a key", "write “@type”"),
        ({"@vocab": E}, {"other name": "x"}, "“other name” is a key", "in one word"),
        (
            {"name": f"{E}a b"},
            {"name": "x"},
            f"“{E}a b” is what",
            "of a blank write %20",
        ),
        ({"name": "some name"}, {"name": "x"}, "“some name” is what", "(“name”)"),
        ({"@vocab": "no iri"}, {"name": "x"}, "“no iri” is what", "(“@vocab”)"),
        (
            {"at": {"@id": f"{E}at", "@type": "@id"}},
            {"at": "on the quay"},
            "“on the quay” is no IRI",
            'take "@type": "@id" out',
        ),
        ({}, {f"{E}p": {"@value": "x", "@language": "e_n"}}, "“e_n” is no", "de-AT"),
        ({"@language": "e_n"}, {f"{E}p": "x"}, "“e_n” is no", "de-AT"),
        ({"name": "foaf:name"}, {"name": "x"}, "“foaf:name” has", '"foaf": "http'),
        ({}, {"skos:note": "x"}, "“skos:note” has a prefix", '"skos": "http'),
        (
            {"on": {"@id": f"{E}on", "@type": "xsd:date"}},
            {"on": "x"},
            "“xsd:date”",
            "xsd",
        ),
    ],
)
def test_what_would_be_lost_is_told(
    context: dict[str, object],
    thing: dict[str, object],
    told: str,
    advice: str,
    tmp_path: Path,
) -> None:
    found = brought(tmp_path, context, SOUND, thing)
    assert found.faults == []
    hint = next(one for one in found.hints if told in one.message)
    assert advice in hint.advice
    assert hint.line > 1


@pytest.mark.parametrize(
    ("context", "thing"),
    [
        ({"Boat Thing": f"{E}Boat"}, {"@type": "Boat Thing", "@id": "a/b?c=%20#d"}),
        ({"@vocab": E, "n": "name"}, {"n": "x", "plain": {"@id": "y"}}),
        ({"id": "@id", "text": {"@id": f"{E}t"}}, {"id": "x", "text": "on the quay"}),
        ({"foaf": f"{E}foaf/"}, {"foaf:name": {"@value": "a b", "@language": "de-AT"}}),
        ({"of": {"@id": f"{E}of", "@context": {"dc": f"{E}dc/"}}}, {"of": {"dc:a": 1}}),
    ],
)
def test_of_what_is_read_nothing_is_told(
    context: dict[str, object], thing: dict[str, object], tmp_path: Path
) -> None:
    assert brought(tmp_path, context, SOUND, thing).hints == []


def test_of_many_alike_the_first_are_named(tmp_path: Path) -> None:
    things = [{f"skos:key{n}": 1} for n in range(9)]
    (hint,) = brought(tmp_path, {}, SOUND, *things).hints
    assert "“skos:key2” has a prefix" in hint.message
    assert hint.message.endswith("(so are 6 more)")


def test_where_all_is_lost_the_reason_is_told(tmp_path: Path) -> None:
    (left,) = brought(tmp_path, {"name": "some name"}, {"name": "x"}).left_out
    assert "“some name” is what the @context maps a key to" in left.message
