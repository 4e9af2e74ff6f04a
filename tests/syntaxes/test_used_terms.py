"""The terms of a long context that nobody uses make no difference, but to how long it takes."""

from json import dumps, loads
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from diplomatica.pipeline.files.bringing.broughtfile import read_brought
from diplomatica.pipeline.files.jsonld import usedterms
from diplomatica.pipeline.files.jsonld.contexts import ContextFile
from diplomatica.pipeline.files.jsonld.usedterms import with_used_terms

TERMS = ("id", "kind", "name", "of", "p", "q", "Boat", "Port", "p:sail")
MANY = {f"unused{number}": f"http://x.example/{number}" for number in range(100)}
NAMES = st.sampled_from(TERMS)
TEXTS = st.sampled_from(["a", "Boat", "p:b", "q:c", "http://x.example/d", "_:e"])
IRIS = st.sampled_from(["http://x.example/", "p:x", "q:y", "name", "@id", "@type"])


def definition(below: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """What a context may say of a term, with contexts that hold below it."""
    told = st.fixed_dictionaries(
        {"@id": IRIS},
        optional={
            "@type": st.sampled_from(["@id", "@vocab", "p:date", "kind"]),
            "@container": st.sampled_from(["@list", "@set", "@index"]),
            "@context": st.dictionaries(NAMES, below, max_size=4),
        },
    )
    return st.one_of(told, st.fixed_dictionaries({"@reverse": IRIS}), st.none())


DEFINITIONS = st.recursive(IRIS | st.none(), definition, max_leaves=6)
NODES = st.recursive(
    TEXTS,
    lambda below: st.dictionaries(
        NAMES, st.one_of(below, st.lists(below, max_size=3)), max_size=4
    ),
    max_leaves=8,
)


def said(text: str) -> list[str] | None:
    """What a document says, whatever its blank nodes are called; None where it is refused."""
    try:
        read = Dataset(parse(text, format=RdfFormat.JSON_LD))
    except SyntaxError:
        return None
    read.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, read))


@given(st.dictionaries(NAMES, DEFINITIONS, max_size=8), st.lists(NODES, max_size=3))
def test_a_document_says_the_same_with_the_terms_that_it_uses(
    context: dict[str, object], nodes: list[object]
) -> None:
    whole = dumps({"@context": {**context, **MANY}, "@graph": nodes}, indent=1)
    used = with_used_terms(whole)
    assert said(used) == said(whole)
    assert used.count("\n") == whole.count("\n")


def test_what_is_used_stays_with_all_that_it_is_defined_by() -> None:
    context = {
        "p": {"@id": "http://x.example/p#", "@prefix": True},
        "Boat": {"@id": "p:Boat", "@context": {"crew": "p:crew", "hull": "p:hull"}},
        "Raft": {"@id": "p:Raft", "@context": {"crew": "p:crew"}},
        "far": {"@id": "p:far"},
        **MANY,
    }
    whole = dumps({"@context": context, "@type": "Boat", "crew": "7"})
    kept = loads(with_used_terms(whole))["@context"]
    assert {name for name in kept if not name.startswith("unused")} == {"p", "Boat"}
    assert kept["Boat"] == {"@id": "p:Boat", "@context": {"crew": "p:crew"}}
    assert kept["unused7"] == MANY["unused7"], "a prefix that pages may write IRIs by"


def test_a_fault_of_a_term_that_nobody_uses_is_told(tmp_path: Path) -> None:
    context = {"far": {"@id": "http://x.example/far", "@container": "@none"}, **MANY}
    file = tmp_path / "boats.jsonld"
    file.write_text(dumps({"@context": context, "@id": "http://x.example/1"}))
    (fault,) = read_brought({file: file.name}, None, "http://localhost/").faults
    assert fault.file == "boats.jsonld"


def test_a_short_context_stays_as_it_is_written() -> None:
    text = '{"@context": {"a": "http://x.example/a", "b": {"@id": "a:b"}}, "a": "1"}'
    assert with_used_terms(text) == text


@pytest.mark.parametrize("text", ['{"@context": ', '"@context": {', "[" * 9])
def test_what_is_no_json_stays_for_the_parser(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usedterms, "_LONG", 0)
    assert with_used_terms(text) == text


def test_a_context_that_is_given_is_read_by_its_used_terms(tmp_path: Path) -> None:
    file = tmp_path / "boats.jsonld"
    address = "https://x.example/context"
    file.write_text(dumps({"@context": address, "@type": "Boat", "name": "Dory"}))
    terms = {"Boat": "http://x.example/Boat", "name": {"@id": "http://x.example/n"}}
    given = {address: ContextFile("context.json", dumps({"@context": terms | MANY}))}
    (source,) = read_brought(
        {file: file.name}, None, "http://localhost/", given
    ).sources
    assert {quad.predicate.value for quad in source.quads} >= {"http://x.example/n"}


def said_in(file: Path) -> list[Quad]:
    (source,) = read_brought({file: file.name}, None, "http://localhost/").sources
    return list(source.quads)


OF_PASSED = {
    "p": "http://p.example/",
    "knows": "p:knows",
    "Venue": "p:Venue",
    "name": "p:name",
    "by": {"@id": "p:by", "@container": "@index"},
}
VENUE = {"@id": "p:v", "@type": "Venue", "name": "Hall"}


@pytest.mark.parametrize(
    "passed",
    [VENUE, [VENUE], {"name": VENUE}, {"@list": [VENUE]}, {"@graph": [VENUE]}],
    ids=["node", "nodes", "deeper", "list", "graph"],
)
@pytest.mark.parametrize("context", [OF_PASSED, [OF_PASSED]], ids=["one", "listed"])
def test_of_what_stands_below_a_key_without_meaning_nothing_is_read(
    context: object, passed: object, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonld"
    node = {"@id": "p:a", "name": "A", "agentObj": passed}
    file.write_text(dumps({"@context": context, "@graph": [node]}), "utf-8")
    quads = said_in(file)
    assert [str(quad) for quad in quads] == [
        '<http://p.example/a> <http://p.example/name> "A"'
    ]


def test_keys_of_an_index_are_no_terms(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    node = {"@context": OF_PASSED, "@id": "p:a", "by": {"Hall": VENUE}}
    file.write_text(dumps(node), "utf-8")
    said = {str(quad) for quad in said_in(file)}
    assert "<http://p.example/a> <http://p.example/by> <http://p.example/v>" in said
