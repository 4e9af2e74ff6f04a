from diplomatica.pipeline.files.tokens import blocks, tokens

TRIG = """@prefix : <http://example.org/> .
PREFIX c: <http://example.org/claim/>
:outside :is "a { in a string" . # and a } in a comment
c:one { c:one :quote '''several
lines''' .
    :s :p :o .
}
GRAPH <http://example.org/claim/two> { :s :p 1.5 }
"""


def test_blocks_have_their_names_and_lines() -> None:
    found = [(block.iri, block.line) for block in blocks(TRIG)]
    assert found == [
        ("", 1),
        ("http://example.org/claim/one", 4),
        ("http://example.org/claim/two", 8),
    ]


def test_a_term_is_found_on_its_line() -> None:
    one = blocks(TRIG)[1]
    assert one.line_of("http://example.org/o") == 6
    assert one.line_of("several\nlines") == 4


def test_what_does_not_stand_in_a_block_has_the_line_of_the_block() -> None:
    assert blocks(TRIG)[1].line_of("http://example.org/missing") == 4


def test_braces_in_strings_and_comments_open_no_block() -> None:
    assert [token.text for token in tokens(TRIG) if token.kind == "brace"] == [
        "{",
        "}",
        "{",
        "}",
    ]


def test_prefixed_names_are_resolved_and_keep_no_full_stop() -> None:
    assert "http://example.org/o" in [token.iri for token in tokens(TRIG)]


def test_a_prefix_that_is_declared_again_names_other_things_from_there_on() -> None:
    text = "@prefix : <urn:a/> . :g { :s :p :o } @prefix : <urn:b/> . :g { :s :p :o }"
    first, second = blocks(text)[1:]
    assert [first.iri, second.iri] == ["urn:a/g", "urn:b/g"]
    assert [token.iri for token in second.tokens] == ["urn:b/s", "urn:b/p", "urn:b/o"]
