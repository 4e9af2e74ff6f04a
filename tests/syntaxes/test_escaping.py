"""IRIs with signs that none may have: a fault, or written with these escaped, and told."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from diplomatica.cli.main import main
from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought
from diplomatica.pipeline.files.syntax.escaping import escape_iri

ODD = "https://example.org/old mill"
BETTER = "https://example.org/old%20mill"
RELATED = "https://example.org/by"
IN_TURTLE = f'@prefix e: <https://example.org/> .\n<{ODD}> e:by <{ODD}>, "the mill" .'
IN_LINES = f'<{ODD}> <{RELATED}> <{ODD}> .\n<{ODD}> <{RELATED}> "the mill" .'
IN_XML = f"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:e="https://example.org/"><r:Description r:about="{ODD}">
  <e:by r:resource="{ODD}"/><e:by>the mill</e:by></r:Description></r:RDF>"""
IN_JSON = json.dumps(
    [{"@id": ODD, RELATED: [{"@id": ODD}, "the mill"]}, {"@id": BETTER, RELATED: "x"}],
    indent=1,
)
FORMS = {"a.ttl": IN_TURTLE, "a.nt": IN_LINES, "a.rdf": IN_XML, "a.jsonld": IN_JSON}


def read(folder: Path, name: str, said: str, *, escapes: bool) -> Brought:
    """What is read of one file."""
    (folder / name).write_text(said, "utf-8")
    return read_brought({folder / name: name}, None, escapes_iris=escapes)


@pytest.mark.parametrize("name", FORMS)
def test_what_no_iri_may_have_is_escaped_where_that_is_wished(
    name: str, tmp_path: Path
) -> None:
    brought = read(tmp_path, name, FORMS[name], escapes=True)
    assert brought.faults == []
    nodes = {quad.subject for quad in brought.sources[0].quads}
    assert nodes == {NamedNode(BETTER)}
    (hint,) = brought.hints
    assert hint.message == (
        "1 IRI has signs that none may have, and is written with these escaped: "
        f"<{BETTER}> for <{ODD}>"
    )
    assert hint.line == FORMS[name][: FORMS[name].index(ODD)].count("\n") + 1


def test_the_first_of_them_is_told_as_it_stands_in_its_line(tmp_path: Path) -> None:
    written = ODD.replace(" ", r"\u0020")
    said = f'<{RELATED}> <{RELATED}> "x" .\n<{written}> <{RELATED}> "the mill" .\n'
    (hint,) = read(tmp_path, "a.nt", said, escapes=True).hints
    assert (hint.line, hint.message.rpartition(" ")[2]) == (2, f"<{written}>")


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.rdf"])
def test_else_it_is_a_fault(name: str, tmp_path: Path) -> None:
    (fault, *_) = read(tmp_path, name, FORMS[name], escapes=False).faults
    assert "Invalid IRI code point ' '" in fault.message


def test_what_json_ld_passes_over_is_told(tmp_path: Path) -> None:
    brought = read(tmp_path, "a.jsonld", IN_JSON, escapes=False)
    assert len(brought.sources[0].quads) == 1
    (hint,) = brought.hints
    assert (hint.line, hint.message, hint.advice) == (
        3,
        f"2 statements are left out, for what they name is no IRI: <{ODD}>",
        f"write {BETTER}, or let --escape-iris do so",
    )


def test_a_file_of_nothing_else_is_left_out_for_that(tmp_path: Path) -> None:
    said = json.dumps({"@id": ODD, RELATED: "x"})
    (left_out,) = read(tmp_path, "a.jsonld", said, escapes=False).left_out
    assert left_out.message == (
        f"is left out: 1 statement is left out, for what they name is no IRI: <{ODD}>"
    )


def test_a_scheme_that_is_none_stays_a_fault(tmp_path: Path) -> None:
    said = f"<Capítulo:1> <{RELATED}> <{ODD}> ."
    (fault, *_) = read(tmp_path, "a.nt", said, escapes=True).faults
    assert "Capítulo:1" in fault.message


def test_the_command_that_meets_such_a_fault_names_the_option(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(IN_TURTLE, "utf-8")
    told = CliRunner().invoke(main, ["check", str(tmp_path / "a.ttl")])
    assert told.exit_code == 1
    assert "--escape-iris reads IRIs with such signs" in told.output
    told = CliRunner().invoke(main, ["check", str(tmp_path / "a.ttl"), "--escape-iris"])
    assert (told.exit_code, "no faults" in told.output) == (0, True)


@pytest.mark.parametrize(
    ("iri", "better"),
    [
        ("http://e.org/a[1]", "http://e.org/a%5B1%5D"),
        ("http://[::1]/a b", "http://[::1]/a%20b"),
        ("http://e.org/50%", "http://e.org/50%25"),
        ("http://e.org/%41", "http://e.org/%41"),
        ("http://e.org/a#b#c", "http://e.org/a#b%23c"),
        ('urn:a:"b"|{c}', "urn:a:%22b%22%7C%7Bc%7D"),
    ],
)
def test_each_sign_is_escaped_where_none_may_have_it(iri: str, better: str) -> None:
    assert escape_iri(iri) == better
    assert NamedNode(better).value == better


@given(st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs", "Cc"])))
def test_any_path_becomes_that_of_an_iri(path: str) -> None:
    better = escape_iri(f"http://e.org/{path}")
    assert NamedNode(better).value == better
    assert escape_iri(better) == better


def test_what_cannot_be_escaped_in_json_ld_is_told_as_left_out(tmp_path: Path) -> None:
    said = json.dumps(
        [{"@id": "Capítulo:1", RELATED: "x"}, {"@id": BETTER, RELATED: "y"}]
    )
    brought = read(tmp_path, "a.jsonld", said, escapes=True)
    assert len(brought.sources[0].quads) == 1
    (hint,) = brought.hints
    assert hint.message == (
        "1 statement is left out, for what they name is no IRI: <Capítulo:1>"
    )


def test_a_text_that_was_to_be_an_iri_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text(
        """{"@context": {"s": {"@id": "urn:s", "@type": "@id"}, "n": "urn:n"},
        "@id": "urn:a", "n": 1, "s": "not a url"}"""
    )
    file = {tmp_path / "a.jsonld": "a.jsonld"}
    (hint,) = read_brought(file, None, "http://localhost/").hints
    assert hint.message.startswith("“not a url” is no IRI")
    assert "localhost" not in hint.advice
    escaped = read_brought(file, None, "http://localhost/", escapes_iris=True)
    assert len(escaped.sources[0].quads) == 2
