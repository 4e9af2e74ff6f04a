"""Numbers and dates in words: what holds them, and what only seems to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words
from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.claims.figure import missing_from

HELD = [
    ("30", "integer", "attended by 30 heads"),
    ("30", "integer", "attended by thirty heads"),
    ("5", "integer", "the Fifth Congress"),
    ("13", "integer", "the 13th annual forum"),
    ("1000", "integer", "some 1,000 guests"),
    ("21", "integer", "Twenty one men"),
    ("120", "integer", "one hundred twenty"),
    ("120", "integer", "one hundred and twenty"),
    ("7", "int", "the 7 states"),
    ("56", "integer", "all 56 states."),
    ("2017", "gYear", "for 2017-2018"),
    ("2018", "gYear", "for 2017-2018."),
    ("2010-12", "gYearMonth", "in December 2010"),
    ("1991-08-29", "date", "on Aug. 29, 1991"),
    ("2015-08-27", "date", "27th of August 2015"),
    ("--09-10", "gMonthDay", "on Sept. 10-11"),
    ("--09-11", "gMonthDay", "on Sept. 10-11"),
    ("2020-12-01", "date", "on Dec. 1, 2020"),
    ("2016-06-03", "date", "the first of May 2015, ended 3 June 2016"),
]
NOT_HELD = [
    ("500", "integer", "2,500 delegates"),
    ("2", "integer", "2,500 delegates"),
    ("2", "integer", "2.5 delegates"),
    ("30", "integer", "thirty-five delegates"),
    ("5", "integer", "thirty-five delegates"),
    ("30", "integer", "30% of them"),
    ("7", "int", "the delegates came"),
    ("7", "nonNegativeInteger", "they came"),
    ("1000000000000000000000", "integer", "none"),
    ("2015", "gYear", "cost 2,015 in 2014"),
    ("2015-05", "gYearMonth", "it may be held in 2015"),
    ("2016-05-03", "date", "the first of May 2015, ended 3 June 2016"),
    ("--09-12", "gMonthDay", "on Sept. 10-11"),
]


def literal(value: str, kind: str) -> Literal:
    return Literal(value, datatype=XSD(kind))


@pytest.mark.parametrize(("value", "kind", "words"), HELD)
def test_words_hold_it(value: str, kind: str, words: str) -> None:
    assert missing_from(literal(value, kind), words) == ""


@pytest.mark.parametrize(("value", "kind", "words"), NOT_HELD)
def test_words_do_not_hold_it(value: str, kind: str, words: str) -> None:
    assert missing_from(literal(value, kind), words)


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(0, 10**12))
def test_every_number_stands_in_its_own_words_and_digits(number: int) -> None:
    for words in (
        f"there were {num2words(number)} of them",
        f"there were {number} of them",
        f"the {number:,} of them",
    ):
        assert missing_from(literal(str(number), "integer"), words) == ""


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_number_stands_in_another(one: int, other: int) -> None:
    held = (
        missing_from(literal(str(one), "integer"), f"there were {other:,} of them")
        == ""
    )
    assert held == (one == other)
