"""Characters that XML, HTML or a terminal does not take."""

from xml.parsers.expat import ExpatError, ParserCreate

import pytest

from diplomatica.model.characters import (
    NOT_IN_XML,
    NOT_IN_XML_BYTES,
    code_point,
    for_html,
    for_terminal,
    is_fit_for_xml,
    page_for_html,
)


@pytest.fixture(scope="module")
def every() -> list[str]:
    """All characters, which nobody makes who only collects tests."""
    return [chr(one) for one in range(0x110000) if not 0xD800 <= one <= 0xDFFF]


def test_both_forms_of_what_xml_forbids_are_the_same(every: list[str]) -> None:
    in_text = [one for one in every if NOT_IN_XML.search(one)]
    in_bytes = [one for one in every if NOT_IN_XML_BYTES.search(one.encode())]
    assert in_text == in_bytes
    assert in_text == [one for one in every if not is_fit_for_xml(one.encode())]
    assert len(in_text) == 31  # 29 controls, and the last two of the first plane


def test_a_parser_of_xml_takes_no_control_that_is_forbidden() -> None:
    refused = []
    for one in map(chr, range(0x20)):
        try:
            ParserCreate().Parse(f"<a>{one}</a>", True)
        except ExpatError:
            refused.append(one)
    assert refused == [one for one in map(chr, range(0x20)) if NOT_IN_XML.search(one)]


def test_what_is_left_out_leaves_its_mark() -> None:
    assert for_html("a\0b\tc\r\n") == "a\ufffdb\tc\r\n"
    assert for_terminal("\x1b[2Jred\n") == "\ufffd[2Jred\n"


def test_a_page_loses_what_a_text_loses_and_nothing_else(
    every: list[str],
) -> None:
    assert [one for one in every if page_for_html(one.encode()) != one.encode()] == [
        one for one in every if for_html(one) != one
    ]
    assert page_for_html("¶ 1\0\x85\n".encode()) == "¶ 1\ufffd\ufffd\n".encode()


def test_a_character_is_named_as_unicode_names_it() -> None:
    assert [*map(code_point, "\v\U0001f30d")] == ["U+000B", "U+1F30D"]
