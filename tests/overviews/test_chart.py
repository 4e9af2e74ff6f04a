"""The picture of a timeline: whatever lies on it, nothing overlaps and nothing is squeezed."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomatica.model.literals.date import in_words, whole
from diplomatica.web.timeline.axis import Axis, moment
from diplomatica.web.timeline.bar import BESIDE
from diplomatica.web.timeline.chart import Chart
from diplomatica.web.timeline.colours import colour_kinds

YEARS = st.integers(-3000, 12000)
SPANS = st.lists(
    st.tuples(YEARS, st.floats(0, 300)).map(lambda one: (one[0], one[0] + one[1])),
    min_size=1,
)


@dataclass
class Something:
    label: str
    earliest: str
    latest: str
    when: str = "some time"
    is_plan: bool = False
    lasted: bool = False
    colour: int = 1


@given(SPANS)
def test_all_lies_on_the_axis_in_its_order(spans: list[tuple[float, float]]) -> None:
    axis = Axis(spans)
    places = [axis.at(year) for year in sorted(year for span in spans for year in span)]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= 100.001
    assert all(width >= 8 for width in axis.widths)


@given(SPANS)
def test_the_years_at_it_never_touch(spans: list[tuple[float, float]]) -> None:
    axis = Axis(spans)
    ticks = list(axis.ticks)
    assert 1 <= len(ticks) <= 10
    assert all(
        axis.at(after) - axis.at(before) > 10.9 for before, after in pairwise(ticks)
    )


@given(SPANS)
def test_a_break_hides_nothing(spans: list[tuple[float, float]]) -> None:
    for start, end, last, first in Axis(spans).breaks:
        assert start < end
        assert first - last > 20
        assert not any(begins < first and ends > last for begins, ends in spans)


@given(
    st.lists(
        st.builds(
            Something,
            st.text(),
            st.just("2001-02-03"),
            st.just("2004-05-06"),
            st.text(max_size=80),
        )
    )
)
def test_no_row_reaches_into_the_next(entries: list[Something]) -> None:
    chart = Chart([Something("One", "1990-01-01", "1990-01-01"), *entries])
    assert all(bar.top + bar.height <= after.top for bar, after in pairwise(chart.bars))
    assert all(
        1 <= len(bar.lines) <= 3 and max(map(len, bar.lines)) <= 40
        for bar in chart.bars
    )
    assert chart.bars[-1].top + chart.bars[-1].height <= chart.key_top < chart.height


def test_a_stretch_in_which_nothing_lies_does_not_squeeze_the_rest() -> None:
    axis = Axis([(1949.2, 1949.3), (1991, 1992), (2003, 2004), (2018, 2018.5)])
    assert [(last, first) for _, _, last, first in axis.breaks] == [(1950, 1991)]
    assert axis.at(2019) - axis.at(1991) > 75
    assert Axis([(2003, 2004), (2015, 2016)]).breaks == []


def test_a_day_ends_when_it_is_over() -> None:
    assert moment("2011-01-01") == 2011
    assert moment("2011-12-31", is_over=True) == 2012
    assert moment("-0043-01-01") == -43


def test_a_day_is_a_dot_and_what_is_planned_is_told_apart() -> None:
    chart = Chart(
        [
            Something("Talks", "2010-12-01", "2010-12-31"),
            Something("Signing", "2011-03-04", "2011-03-04", is_plan=True),
            Something("Membership", "2012-01-01", "", lasted=True),
        ]
    )
    assert [bar.kind for bar in chart.bars] == ["within", "day plan", "lasted"]
    assert chart.bars[1].start == chart.bars[1].end
    assert (chart.bars[2].end, chart.bars[2].open) == (100, [1])
    assert dict(chart.key)["plan"] == "only planned"


def test_a_bar_has_no_length_where_nothing_tells_its_beginning() -> None:
    test_site = Something("Closure", "1991-08-29", "1991-08-29")
    chart = Chart([test_site, Something("Chairmanship", "", "2010-12-31")])
    bar = chart.bars[1]
    assert (bar.kind, bar.unknown, bar.open) == ("open", -1, [])
    assert bar.end == bar.known == chart.axis.at(2011)
    assert bar.start == bar.end - 12
    assert dict(chart.key)["open"] == "beginning not told"


def test_the_key_tells_which_bound_of_a_bar_is_not_told() -> None:
    until, since = Something("A", "", "2010-12-31"), Something("B", "2009-01-01", "")
    whole = Something("C", "2008-01-01", "2012-01-01")
    assert dict(Chart([whole, until]).key)["open"] == "beginning not told"
    assert dict(Chart([whole, since]).key)["open"] == "end not told"
    assert dict(Chart([until, since]).key)["open"] == "an end is not told"
    assert "open" not in dict(Chart([whole]).key)


def test_a_time_too_long_to_stand_beside_its_bar_has_a_line_of_its_own() -> None:
    long, short = (
        Chart(
            [
                Something(
                    "Talks", "2010-01-01", "2019-12-31", "from 2010 until it is over"
                )
            ]
        ).bars,
        Chart([Something("Talks", "2010-01-01", "2019-12-31", "")]).bars,
    )
    assert (long[0].room, short[0].room) == ("", "")
    beside = Chart(
        [
            Something("Talks", "2010-01-01", "2010-12-31", "2010"),
            Something("End", "2019-01-01", "2019-12-31", "2019"),
        ]
    )
    assert [bar.room for bar in beside.bars] == ["right", "left"]


def test_things_are_coloured_by_the_kinds_that_part_them() -> None:
    kinds = {"a": {"Thing", "Act"}, "b": {"Thing", "Act", "Signing"}, "c": {"Thing"}}
    assert colour_kinds(kinds) == {"a": "Act", "b": "Act"}
    assert colour_kinds({"a": {"Thing"}, "b": {"Thing"}}) == {}
    many = {number: {number // 2} for number in range(20)}
    assert {*colour_kinds(many).values()} == {0, 1, 2, 3, 4}


def test_the_legend_tells_the_colours_that_are_used() -> None:
    days = "2010-12-01", "2010-12-31"
    entries = [Something("One", *days), Something("Two", *days, colour=0)]
    chart = Chart(entries, colours={1: "act", 2: "meeting"})
    assert chart.legend == [(1, "act"), (0, "of another kind")]
    assert chart.legend_top + 24 <= chart.head - 24


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2010-12-01", "2010-12-31", "December 2010"),
        ("2012-02-01", "2012-02-29", "February 2012"),
        ("2011-01-01", "2011-12-31", "2011"),
        ("2011-02-01", "2011-03-31", None),
        ("2012-02-01", "2012-02-28", None),
    ],
)
def test_a_whole_month_or_year_is_told_as_one(
    first: str, last: str, words: str | None
) -> None:
    found = whole(first, last)
    assert (in_words(found) if found else None) == words


def test_the_key_stands_in_rows_on_a_desk_and_in_two_columns_on_a_telephone() -> None:
    days = "2010-12-01", "2010-12-31"
    entries = [Something("One", *days, colour=number) for number in (1, 2, 0)]
    colours = {1: "act", 2: "meeting"}
    above = Chart(entries, colours=colours)
    beside = Chart(entries, colours=colours, layout=BESIDE)
    assert [above.of_colour(2), above.of_form(0)] == [("0", 72), ("50.00%", 24)]
    assert [beside.of_colour(2), beside.of_form(0)] == [("60.00%", 0), ("20.00%", 24)]
    told = [(str(words), *place) for words, *place in beside.heads]
    assert told == [("Colour: kind", "0.00%", 0), ("Shape: how exactly", "0.00%", 24)]
    assert [place for _, *place in above.heads] == [["0", 0], ["50.00%", 0]]
    assert Chart(entries[:1]).heads == []
    assert beside.head < above.head
