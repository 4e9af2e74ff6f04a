import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomatica.model.text.article import Article
from diplomatica.model.text.quote import find
from seeds import seed


def article(text: str) -> Article:
    return Article("news", text.encode())


def test_the_seed_has_34_paragraphs_and_55_sentences_besides_its_5_headings() -> None:
    assert len(seed().paragraphs) == 34
    assert len(seed().sentences) == 55 + 5


def test_an_abbreviated_month_does_not_end_a_sentence() -> None:
    words = [
        one.words
        for one in article(
            "It was signed on Aug. 27 in Astana. Then it rained."
        ).sentences
    ]
    assert words == ["It was signed on Aug. 27 in Astana.", "Then it rained."]


def test_an_initial_or_a_title_does_not_end_a_sentence() -> None:
    assert len(article("Mr. Smith met J. Doe. They spoke.").sentences) == 2


def test_a_sentence_keeps_its_closing_quotation_mark() -> None:
    assert article("“We agree.” He left.").sentences[0].words == "“We agree.”"


@given(st.text())
def test_every_paragraph_and_sentence_stands_where_it_says(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    one = article(text)
    for passage in [*one.paragraphs, *one.sentences]:
        assert text[passage.start : passage.end] == passage.words


@given(st.text(alphabet="Ab. \n”“!?"))
def test_sentences_hold_all_that_is_not_white_space(text: str) -> None:
    sentences = "".join(one.words for one in article(text).sentences)
    assert "".join(sentences.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "words", "spoken"),
    [
        ("“Bob is good,” said Anna. Bob slept.", "Bob is good", True),
        ("“Bob is good,” said Anna. Bob slept.", "Bob slept", False),
        ("„Bob is good“ said Anna. Bob slept.", "Bob is good", True),
        ("„Bob is good“ said Anna. Bob slept.", "Bob slept", False),
        ("«Bob is good» said Anna. Bob slept.", "Bob slept", False),
        ('"Bob is good" said Anna. Bob slept.', "Bob is good", True),
        ('"Bob is good" said Anna. Bob slept.', "Bob slept", False),
        ("“Good. [“No”] Bob is good,” Anna said.", "Bob is good", True),
    ],
)
def test_words_inside_quotation_marks_are_spoken(
    text: str, words: str, spoken: bool
) -> None:
    article = Article("news", text.encode())
    (passage,) = find(article, words)
    assert article.is_spoken(passage) is spoken
