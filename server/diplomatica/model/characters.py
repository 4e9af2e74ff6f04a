"""Which characters other languages forbid: RDF's texts may hold them, and their readers may not."""

import re
from html import unescape

from pyoxigraph import Literal, NamedNode

from diplomatica.model.vocabulary import RDF

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold (XML 1.0, section 2.2)."""
NOT_IN_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What no XML document in UTF-8 can hold."""
_CONTROLS_NOT_IN_XML = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)))
_NOT_IN_HTML = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_NOT_IN_BYTES = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_NOT_IN_UTF8 = re.compile(b"\xc2[\x80-\x9f]")
_NOT_ON_TERMINALS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
# What a spreadsheet would take for a formula (OWASP, “CSV Injection”)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!(\d[\d.,]*|\.\d+)([eE][+-]?\d+)?$)")
_MARKUP = (RDF("XMLLiteral"), RDF("HTML"))
UNSEEN = (
    r"\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
"""What shows nothing on any screen, as within the brackets of a regular expression."""
_SEEN = re.compile(f"[^{UNSEEN}]")
# What no browser shows of HTML, with all that is in it.
_UNSHOWN = re.compile(
    r"<(script|style|template)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile("<[^>]*>")
_NAMES = "a|abbr|b|blockquote|br|cite|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre|q|s"
_NAMES += "|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul"
# A text of HTML whose datatype does not say so ends what it begins, or breaks a line.
_WRITTEN_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_IS_HTML = re.compile(rf"</(?:{_NAMES})>|<(?:br|hr|p)\s*/?>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:br|dd|div|dt|h[1-6]|hr|li|ol|p|tr|ul)\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
)
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def code_point(character: str) -> str:
    """A character as Unicode names it, as in U+000B."""
    return f"U+{ord(character):04X}"


def is_fit_for_xml(text: bytes) -> bool:
    """Whether a text in UTF-8 has nothing that no XML document can hold.

    What most texts have nothing of is looked for by ways that are quicker by ten.
    """
    if len(text.translate(None, _CONTROLS_NOT_IN_XML)) < len(text):
        return False
    return text.isascii() or not NOT_IN_XML_BYTES.search(text)


def for_html(text: str) -> str:
    """The text without the controls that HTML forbids (HTML, section 13.2.3.5)."""
    return _NOT_IN_HTML.sub(_REPLACED, text)


def page_for_html(page: bytes) -> bytes:
    """A whole page in UTF-8 without the controls that HTML forbids.

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


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of a text, and so can call nothing by it."""
    return not _SEEN.search(text)


def plain(term: Literal | NamedNode) -> str:
    """A text in one line, without the tags of markup (RDF 1.1 Concepts, section 5.2).

    It has no controls, as it may come to stand on a terminal.
    """
    text = without_markup(term) if isinstance(term, Literal) else term.value
    return for_terminal(" ".join(text.split()))


def without_markup(term: Literal) -> str:
    """A text as it reads without the tags of HTML or XML, if it is written with such."""
    if "<" in term.value and term.datatype in _MARKUP:
        shown = _UNSHOWN.sub("", term.value)
        return unescape(_TAG.sub(_apart, shown)).strip()
    return unmarked(term.value)


def unmarked(text: str) -> str:
    """A text as it reads without tags, whose datatype says nothing of markup."""
    if "<" not in text or not _IS_HTML.search(text):
        return without_references(text)
    return unescape(_WRITTEN_TAG.sub(_apart, _UNSHOWN.sub("", text))).strip()


def without_references(text: str) -> str:
    """A text with the signs that references of HTML stand for: “é” for “&eacute;”.

    What was escaped twice, as “&amp;eacute;” was, is so read as well.
    """
    if "&" not in text:
        return text
    return _REFERENCE.sub(_sign, _REFERENCE.sub(_sign, text))


def has_reference(text: str) -> bool:
    """Whether a text holds a reference of HTML that stands for a sign."""
    return without_references(text) != text


def has_tag(text: str) -> bool:
    """Whether a text holds tags of HTML, whatever its datatype says."""
    return "<" in text and bool(_IS_HTML.search(text))


def _sign(reference: re.Match[str]) -> str:
    return unescape(reference[0])


def _apart(tag: re.Match[str]) -> str:
    """What stands in the place of a tag: a space where the tag parts words."""
    return " " if _BLOCK.match(tag[0]) else ""
