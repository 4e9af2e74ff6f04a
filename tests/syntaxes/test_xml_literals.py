"""XML that stands within RDF/XML is XML where it is published, too."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import Literal

from diplomatica.pipeline.files.bringing.broughtfile import read_brought

XHTML = "http://www.w3.org/1999/xhtml"
WHOLE = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:e="https://e.org/" xmlns="http://d.org/"><rdf:Description rdf:about="x:a">
    <e:p rdf:parseType="Literal">{}</e:p></rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    ("written", "root", "attributes"),
    [
        ('<b id="1">x</b>', "{http://d.org/}b", {"id": "1"}),
        (f'<p xmlns="{XHTML}">x &lt; y<i/></p>', f"{{{XHTML}}}p", {}),
        (
            '<e:p xmlns:e="http://f.org/" e:q="&quot;&gt;">x</e:p>',
            "{http://f.org/}p",
            {"{http://f.org/}q": '">'},
        ),
        (
            '<a xmlns="http://a/"><a xmlns="http://b/" n="&#10;"/></a>',
            "{http://a/}a",
            {},
        ),
    ],
)
def test_xml_within_is_read_as_it_is_meant(
    written: str, root: str, attributes: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "d.rdf"
    file.write_text(WHOLE.format(written), "utf-8")
    (source,) = read_brought({file: "d.rdf"}, None).sources
    (quad,) = source.quads
    assert isinstance(quad.object, Literal)
    element = ET.fromstring(quad.object.value)
    assert (element.tag, element.attrib) == (root, attributes)
    meant = ET.fromstring(WHOLE.format(written))[0][0][0]
    assert [one.tag for one in element.iter()] == [one.tag for one in meant.iter()]
