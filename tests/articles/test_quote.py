import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomatica.model.text.article import Article
from diplomatica.model.text.quote import (
    find,
    first,
    nearest,
    stands_as_written,
    whole_words,
)
from seeds import seed

NEWS = Article(
    "news",
    b"The summit was held in Astana.\nThe summit ended. Leaders left the summit in Astana.\n",
)


def test_a_quote_is_found_with_its_offsets_and_its_paragraph() -> None:
    (passage,) = find(NEWS, "The summit ended")
    assert (passage.start, passage.end, passage.paragraph) == (31, 47, 2)
    assert NEWS.text[31:47] == passage.words == "The summit ended"


def test_head_and_tail_stand_for_all_between_them() -> None:
    (passage,) = find(
        seed(), "This will be done by co-deploying … with India in Lebanon"
    )
    assert (
        passage.words
        == "This will be done by co-deploying the country’s unit with India in Lebanon"
    )


def test_head_and_tail_stand_in_one_paragraph() -> None:
    assert find(NEWS, "was held … ended") == []


def test_a_quote_that_stands_twice_is_found_twice() -> None:
    assert len(find(NEWS, "summit")) == 3


def test_head_and_tail_that_fit_in_several_ways_are_found_in_all() -> None:
    assert len(find(NEWS, "summit … Astana")) == 3


@pytest.mark.parametrize(
    ("before", "after", "start"),
    [("left the", "", 66), ("", "was held", 4), ("The", "ended", 35)],
)
def test_the_words_around_a_quote_tell_which_is_meant(
    before: str, after: str, start: int
) -> None:
    assert [passage.start for passage in find(NEWS, "summit", before, after)] == [start]


@pytest.mark.parametrize(
    "words",
    [
        "The summit was held in Astan",
        "he summit was",
        "The Summit was held",
        " ",
        "…",
        " … ",
    ],
)
def test_words_that_do_not_stand_so_are_not_found(words: str) -> None:
    assert find(NEWS, words) == []


def test_the_nearest_text_has_whole_words() -> None:
    assert nearest(NEWS, "aders left the sum") == "Leaders left the summit"


def test_the_nearest_text_helps_with_a_slip() -> None:
    assert (
        nearest(seed(), "The OSCE summit was hold in Astana")
        == "The OSCE summit was held in Astana"
    )


@given(st.data())
def test_whole_words_of_the_article_are_found_where_they_stand(
    data: st.DataObject,
) -> None:
    paragraph = data.draw(
        st.sampled_from(
            [one for one in seed().paragraphs if len(one.words.split()) > 8]
        )
    )
    words = paragraph.words.split(" ")
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words)))
    quote = " ".join(words[first:last])
    start = paragraph.start + len(" ".join(words[:first])) + (first > 0)
    assert start in [passage.start for passage in find(seed(), quote)]


LETTERS = st.text("aAkK sS_1.\u212a\u017f\u0130\u0131é", max_size=8)


@given(words=LETTERS.filter(str.strip), text=LETTERS)
def test_words_are_found_as_by_a_pattern(words: str, text: str) -> None:
    pattern = whole_words(words)
    assert stands_as_written(words, text) == bool(pattern.search(text))
    found = whole_words(words, re.IGNORECASE).search(text)
    assert first(words, text) == (found.span() if found else None)


@given(words=LETTERS.filter(lambda one: one.strip() and "…" not in one), text=LETTERS)
def test_all_places_of_a_quote_are_those_of_its_pattern(words: str, text: str) -> None:
    spans = [one.span() for one in whole_words(words).finditer(text)]
    found = find(Article("a", text.encode()), words)
    assert [(one.start, one.end) for one in found] == spans
