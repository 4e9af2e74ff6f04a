"""Dates as a reader says them."""

import pytest
from pyoxigraph import Literal

from diplomatica.model.literals.date import EDTF, decade, in_words, span
from diplomatica.model.vocabulary import XSD


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ("2019-06-03", "date", "3 June 2019"),
        ("2010-12", "gYearMonth", "December 2010"),
        ("2010", "gYear", "2010"),
        ("2010-13", "gYearMonth", ""),
        ("2010Z", "gYear", ""),
        ("2020-02-31", "date", ""),
        ("2019-02-29", "date", ""),
        ("2020-02-29", "date", "29 February 2020"),
        ("--08-29", "gMonthDay", "29 August"),
        ("-0500", "gYear", "501 BCE"),
        ("0000", "gYear", "1 BCE"),
        ("0395", "gYear", "395"),
        ("-0043-03", "gYearMonth", "March 44 BCE"),
        ("2010", "string", ""),
    ],
)
def test_a_date_is_said_as_a_reader_says_it(value: str, kind: str, words: str) -> None:
    assert in_words(Literal(value, datatype=XSD(kind))) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1934", "1934"),
        ("1942-05", "May 1942"),
        ("-0043-03-15", "15 March 44 BCE"),
        ("1934?", ""),
        ("2001-21", ""),
    ],
)
def test_a_date_of_edtf_is_said_so_too(value: str, words: str) -> None:
    assert in_words(Literal(value, datatype=EDTF)) == words


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("193X", (1930, 1939)),
        ("000X", (1, 9)),
        ("-000X", (-9, 0)),
        ("-029X", (-299, -290)),
        ("1000X", (10000, 10009)),
        ("0100X", None),
        ("19XX", None),
    ],
)
def test_a_decade_has_the_years_that_readers_count(
    value: str, years: tuple[int, int] | None
) -> None:
    assert decade(Literal(value, datatype=EDTF)) == years


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("2010-12-31", "until December 2010"),
        ("2010-12-30", "until 30 December 2010"),
        ("2012-02-28", "until 28 February 2012"),
        ("12010-02-28", "until February 12010"),
    ],
)
def test_an_end_of_a_month_is_told_as_the_month(end: str, words: str) -> None:
    assert span("", end) == words
