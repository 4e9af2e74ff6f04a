"""The bars of dates stand on a line of time, with the years that they are of."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from brought import site_of
from diplomatica.web.browse.datechart import chart_of

SAID = """
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:flood a :Event ; rdfs:label "Flood" ; dcterms:date "1991-02-24"^^xsd:date .
:fire a :Event ; rdfs:label "Fire" ; dcterms:date "1999-03-01"^^xsd:date .
:feast a :Event ; rdfs:label "Feast" ; dcterms:date "2003-03-02"^^xsd:date .
"""


def test_years_without_dates_have_their_place() -> None:
    chart = chart_of({1991: 1, 1999: 4, 2003: 2})
    assert [(bar.first, bar.place, bar.count) for bar in chart.bars] == [
        (1991, 0, 1),
        (1999, 8, 4),
        (2003, 12, 2),
    ]
    assert (chart.places, chart.most) == (13, 4)
    assert chart.marks == ((4, 1995), (9, 2000))


def test_decades_stand_together_where_years_have_no_room() -> None:
    chart = chart_of({1850: 1, 1859: 1, 1990: 1})
    told = [(bar.first, bar.last, bar.count, bar.place) for bar in chart.bars]
    assert told == [(1850, 1859, 2, 0), (1990, 1999, 1, 14)]
    assert chart.marks == ((0, 1850), (5, 1900), (10, 1950))


def test_years_before_the_first_stand_in_spans_as_readers_count() -> None:
    chart = chart_of({-999: 1, -500: 1, 0: 1, 1: 1, 1500: 1, -50_000: 1})
    told = [(bar.first, bar.last, bar.count, bar.place) for bar in chart.bars]
    assert told == [
        (-50_999, -50_000, 1, 0),
        (-999, 0, 3, 50),
        (1, 999, 1, 51),
        (1000, 1999, 1, 52),
    ]
    assert dict(chart.marks)[51] == 1
    assert dict(chart.marks)[46] == -4_999


def test_no_years_give_no_bars() -> None:
    assert chart_of({}).bars == []


@given(st.dictionaries(st.integers(-(10**9), 10**9), st.integers(1, 9), min_size=1))
def test_a_line_of_time_has_room_for_all_dates(years: dict[int, int]) -> None:
    chart = chart_of(years)
    assert sum(bar.count for bar in chart.bars) == sum(years.values())
    assert 1 <= chart.places <= 60
    assert chart.marks
    for year in years:
        assert any(bar.first <= year <= bar.last for bar in chart.bars)


def test_the_picture_tells_the_years_below_the_line(tmp_path: Path) -> None:
    page = site_of(SAID, tmp_path).get("/browse/dates", headers={"Accept": "text/html"})
    assert page.status_code == 200
    below = re.findall(r"<text [^>]*>(\d+)</text>", page.text)
    assert below == ["1995", "2000"]
