"""Which characters other languages forbid: RDF's texts may hold them, and their readers may not."""

import re
from html import unescape

from pyoxigraph import Literal, NamedNode

from diplomatica.model.vocabulary import RDF

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold (XML 1.0, section 2.2)."""
NOT_IN_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""The same in UTF-8."""
_NOT_IN_HTML = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_NOT_IN_BYTES = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_NOT_IN_UTF8 = re.compile(b"\xc2[\x80-\x9f]")
_NOT_ON_TERMINALS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
# What a spreadsheet would take for a formula (OWASP, “CSV Injection”)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!(\d[\d.,]*|\.\d+)([eE][+-]?\d+)?$)")
_MARKUP = (RDF("XMLLiteral"), RDF("HTML"))
_TAG = re.compile("<[^>]*>")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def code_point(character: str) -> str:
    """A character as Unicode names it, as in U+000B."""
    return f"U+{ord(character):04X}"


def for_html(text: str) -> str:
    """The text without the controls that HTML forbids (HTML, section 13.2.3.5)."""
    return _NOT_IN_HTML.sub(_REPLACED, text)


def page_for_html(page: bytes) -> bytes:
    """The same of a whole page in UTF-8.

    Hardly any has such controls, and to look for them in bytes is quicker by ten.
    """
    is_fit = len(page.translate(None, _NOT_IN_BYTES)) == len(page)
    if is_fit and not _NOT_IN_UTF8.search(page):
        return page
    return for_html(page.decode()).encode()


def for_terminal(text: str) -> str:
    """The text without what would steer a terminal."""
    return _NOT_ON_TERMINALS.sub(_REPLACED, text)


def no_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(term: Literal | NamedNode) -> str:
    """A text in one line, without the tags of markup (RDF 1.1 Concepts, section 5.2)."""
    text = term.value
    if isinstance(term, Literal) and term.datatype in _MARKUP:
        text = unescape(_TAG.sub(" ", text))
    return " ".join(text.split())
