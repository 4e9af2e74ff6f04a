"""Dates are read as people write them, and as pages show them, in each language."""

from itertools import starmap

import pytest
from flask import Flask
from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD
from diplomatica.web.speech.speech import date_in_words, months
from diplomatica.web.speech.writtendate import read_date

_SOME = (
    ("2015-06-10", "date"),
    ("2015-06", "gYearMonth"),
    ("2015", "gYear"),
    ("--03-08", "gMonthDay"),
    ("-0043-03-15", "date"),
    ("-0043", "gYear"),
    ("0988", "gYear"),
)


def literal(value: str, kind: str) -> Literal:
    return Literal(value, datatype=XSD(kind))


@pytest.mark.parametrize("tag", ["en", "de", "ru"])
def test_what_pages_show_as_a_date_is_read_as_it(tag: str) -> None:
    with Flask("test").test_request_context(headers={"Accept-Language": tag}):
        some = [*starmap(literal, _SOME)]
        told = [one for one in some if tag == "en" or not one.value.startswith("-0")]
        shown = {date_in_words(one): one for one in told}
        assert {words: read_date(words, months()) for words in shown} == shown


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("10 june 2015", "2015-06-10", "date"),
        ("in June 2015", "2015-06", "gYearMonth"),
        ("in 2015", "2015", "gYear"),
        ("June 10, 2015", "2015-06-10", "date"),
        ("the 10th of June 2015", "", ""),
        ("10th of June 2015", "2015-06-10", "date"),
        ("Aug. 2015", "2015-08", "gYearMonth"),
        ("10.6.2015", "2015-06-10", "date"),
        ("44 BCE", "-0043", "gYear"),
        ("31 June 2015", "", ""),
        ("Jupiter 2015", "", ""),
        ("then", "", ""),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, value: str, kind: str) -> None:
    with Flask("test").test_request_context():
        found = read_date(text, months())
    assert found == (literal(value, kind) if value else None)
