"""RDF/XML as it is found: with no language, with words of its past, within other XML."""

from pathlib import Path

import pytest
from pyoxigraph import Literal
from rdflib import Graph
from rdflib.compare import isomorphic

from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought

HEAD = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="http://x.example/"'
)
UNTAGGED = f"""<rdf:RDF {HEAD} xml:lang="de"><rdf:Description rdf:about="http://x.example/1">
<e:a>eins</e:a><e:a xml:lang = ''>1</e:a><e:b xml:lang="" rdf:datatype="urn:d">2</e:b>
<e:c xml:lang="en">write xml:lang="" here</e:c>
</rdf:Description></rdf:RDF>"""
RECORDS = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<records xmlns="urn:records" xmlns:e="http://x.example/" xml:lang="fr">
<record><rdf:RDF {HEAD.split(" xmlns:e")[0]}><e:Book rdf:about="http://x.example/1">
<e:by><rdf:Description rdf:nodeID="a" e:name="Zoé"/></e:by></e:Book></rdf:RDF></record>
<record><note/><rdf:RDF {HEAD}>
<e:Book rdf:about="http://x.example/2"><e:by rdf:nodeID="a"/></e:Book>
{{}}</rdf:RDF></record>
</records>"""


def read(text: str, folder: Path) -> Brought:
    (folder / "d.rdf").write_text(text, "latin-1")
    return read_brought({folder / "d.rdf": "d.rdf"}, None, "http://localhost/")


def test_an_empty_language_is_none(tmp_path: Path) -> None:
    (source,) = read(UNTAGGED, tmp_path).sources
    quads = "\n".join(f"{quad.triple} ." for quad in source.quads)
    asked = Graph().parse(data=UNTAGGED, format="xml")
    assert len(asked) == 4
    assert isomorphic(Graph().parse(data=quads, format="nt"), asked)


def test_an_empty_language_in_xml_stays_as_it_is(tmp_path: Path) -> None:
    within = UNTAGGED.replace(
        'xml:lang="en">write', 'rdf:parseType="Literal"><b xml:lang=""/>write'
    )
    (source,) = read(within, tmp_path).sources
    texts = [
        quad.object.value for quad in source.quads if isinstance(quad.object, Literal)
    ]
    assert [one for one in texts if "none" in one] == []
    assert len([one for one in texts if '<b xml:lang=""' in one]) == 1


def test_a_word_of_earlier_rdf_xml_is_a_fault_on_its_line(tmp_path: Path) -> None:
    text = UNTAGGED.replace("<e:a>eins", '<e:a rdf:bagID="x">eins')
    (fault,) = read(text, tmp_path).faults
    assert (fault.line, "rdf:bagID" in fault.message) == (2, True)


def test_rdf_xml_within_other_xml_is_read_and_told(tmp_path: Path) -> None:
    brought = read(RECORDS.format(""), tmp_path)
    (source,), (hint,) = brought.sources, brought.hints
    objects = [quad.object for quad in source.quads]
    assert Literal("Zoé", language="fr") in objects
    assert len({str(one) for one in objects if str(one).startswith("_:")}) == 2
    assert hint.message.startswith("is records, and no RDF/XML")
    assert "2 elements rdf:RDF, the first at line 3" in hint.message


def test_a_fault_within_other_xml_has_its_line(tmp_path: Path) -> None:
    (fault,) = read(
        RECORDS.format("<e:A rdf:about='http://x.example/a b'/>"), tmp_path
    ).faults
    assert fault.line == 7


@pytest.mark.parametrize("text", [f"<e:A {HEAD} rdf:about='http://x.example/1'/>"])
def test_one_node_alone_is_no_wrapping(tmp_path: Path, text: str) -> None:
    brought = read(text, tmp_path)
    assert (len(brought.sources), brought.hints) == (1, [])


@pytest.mark.parametrize("cut", ["</e:Boat>", "</e:of>", "7</e:n>"])
def test_a_document_that_breaks_off_is_told_with_what_is_open(
    cut: str, tmp_path: Path
) -> None:
    whole = f"""<rdf:RDF {HEAD}>
<e:Boat rdf:about="http://x.example/1"><e:n>1</e:n></e:Boat>
<e:Boat rdf:about="http://x.example/2">
<e:of><e:Fleet rdf:about="http://x.example/3"/></e:of><e:n>7</e:n></e:Boat></rdf:RDF>"""
    head, _, _ = whole.rpartition(cut)
    (fault,) = read(head, tmp_path).faults
    opened = {"</e:Boat>": ("e:Boat", 3), "</e:of>": ("e:of", 4), "7</e:n>": ("e:n", 4)}
    element, line = opened[cut]
    assert fault.line == 4
    assert fault.message == (
        f"breaks off within <{element}>, which begins in line {line}"
    )


def test_a_name_that_two_elements_have_is_told_at_the_second(tmp_path: Path) -> None:
    boats = "\n".join(f'<e:Boat rdf:ID="{name}"/>' for name in ("a", "b", "a"))
    text = f'<rdf:RDF {HEAD} xml:base="http://x.example/y">\n{boats}\n</rdf:RDF>'
    (fault,) = read(text, tmp_path).faults
    assert (fault.line, "rdf:ID" in fault.message) == (4, True)
    assert 'rdf:about="#…"' in fault.advice


def test_an_element_without_a_namespace_is_named_with_its_line(tmp_path: Path) -> None:
    text = f"""<rdf:RDF {HEAD}>
<e:Emperor rdf:about="http://x.example/1"><e:name>Nerva</e:name>
<e:note rdf:parseType="Literal"><b>bold</b></e:note>
<dcterms>Nerva</dcterms><title>Nerva</title></e:Emperor>
<e:Emperor rdf:about="http://x.example/2"><title>Otho</title></e:Emperor></rdf:RDF>"""
    told = [(one.line, one.message) for one in read(text, tmp_path).faults]
    assert told == [
        (4, "has an element without a namespace: <dcterms>"),
        (4, "has an element without a namespace: <title> (2 times)"),
    ]
