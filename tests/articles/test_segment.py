"""A text cut into segments."""

from hypothesis import given
from hypothesis import strategies as st

from diplomatica.model.text.article import Article
from diplomatica.model.text.segment import segments

OFFSETS = st.integers(-3, 60)
SPANS = st.lists(st.tuples(OFFSETS, OFFSETS, st.sampled_from("abcde")), max_size=12)


@given(st.text(st.sampled_from("wörds “…” \n\r😀"), max_size=50), SPANS)
def test_joined_they_give_the_text_and_each_knows_exactly_what_covers_it(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    for paragraph in Article("x", text.encode()).paragraphs:
        found = list(segments(paragraph, spans))
        assert "".join(segment.words for segment in found) == paragraph.words
        assert all(
            segment.words == text[segment.start : segment.end] != ""
            for segment in found
        )
        for segment in found:
            for place in range(segment.start, segment.end):
                covering = {name for start, end, name in spans if start <= place < end}
                assert set(segment.covered_by) == covering
            assert len(set(segment.covered_by)) == len(segment.covered_by)


def test_two_passages_that_overlap_make_three_segments() -> None:
    (paragraph,) = Article("x", b"One two three").paragraphs
    found = [
        (one.words, one.covered_by)
        for one in segments(paragraph, [(0, 7, "a"), (4, 13, "b")])
    ]
    assert found == [("One ", ("a",)), ("two", ("a", "b")), (" three", ("b",))]
