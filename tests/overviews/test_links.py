"""What connects things: direct facts, one thing between, and the shortest paths."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.lookup.cards import Cards
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.links import linking
from diplomatica.lookup.links.linking import Linking
from diplomatica.lookup.links.links import CROWD, Links, ThingLink
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP
from diplomatica.web.network.paths import shortest_paths


def thing(name: object) -> NamedNode:
    return NamedNode(f"{BASE}id/{name}")


def facts(pairs: Iterable[tuple[object, object]]) -> list[Triple]:
    return [Triple(thing(one), DIP("of"), thing(two)) for one, two in pairs]


def names(link: ThingLink) -> tuple[str, ...]:
    return tuple(
        one.value.rpartition("/")[2] for one in (*link.ends, link.through) if one
    )


@pytest.fixture(scope="module")
def known(published: Release, published_engine: Embedded) -> Linking:
    return Linking(
        published_engine, published.iris, Cards(published_engine), Index(published)
    )


def test_a_chairmanship_links_a_state_with_an_organisation(known: Linking) -> None:
    found = {names(link): link for link in known.whole.network}
    assert ("kazakhstan", "osce", "osce-chairmanship") in found
    assert ("kazakhstan", "osce") in found
    assert not found["kazakhstan", "osce", "osce-chairmanship"].is_plan


def test_a_group_links_those_that_it_is_of(known: Linking) -> None:
    assert ("russia", "turkey", "leaders-of-russia-and-turkey") in {
        names(link) for link in known.whole.network
    }


def test_what_is_only_planned_links_as_a_plan(known: Linking) -> None:
    found = {names(link): link for link in known.whole.network}
    assert found["india", "kazakhstan", "lebanon-co-deployment"].is_plan


def test_remarks_link_nothing_in_the_network(known: Linking) -> None:
    ends = {
        one for link in known.whole.network for one in (*link.ends, link.through) if one
    }
    assert ends
    assert not any(known.whole.is_remark(one) for one in ends)


def test_the_links_of_one_thing_are_those_that_the_whole_has_of_it(
    known: Linking,
) -> None:
    this = thing("kazakhstan")
    whole = {
        (link.other(this), link.through)
        for link in known.whole.network
        if this in link.ends
    }
    assert whole == {
        (link.other(this), link.through) for link in known.around(this).of(this)
    }


def test_a_crowd_connects_nobody() -> None:
    for size, count in ((CROWD, CROWD * (CROWD - 1) // 2), (CROWD + 1, 0)):
        kinds = {thing(number): {DIP("Person")} for number in range(size)} | {
            thing("fair"): {DIP("Occurrence")}
        }
        links = Links(facts(("fair", number) for number in range(size)), kinds)
        assert len(links.network) == count
        assert links.has_crowds == (not count)


def test_a_remark_connects_only_what_nothing_else_does() -> None:
    kinds = {thing("remark"): {DIP("Remark")}}
    words = [("remark", "a"), ("remark", "b")]
    assert shortest_paths(Links(facts(words), kinds), thing("a"), thing("b")) == [
        (thing("a"), thing("remark"), thing("b"))
    ]
    detour = [*words, ("a", "x"), ("x", "y"), ("y", "b")]
    (path,) = shortest_paths(Links(facts(detour), kinds), thing("a"), thing("b"))
    assert path == tuple(map(thing, "axyb"))


@given(
    st.sets(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(
            lambda pair: pair[0] != pair[1]
        ),
        min_size=1,
    )
)
def test_paths_are_the_shortest_and_lead_over_facts(
    pairs: set[tuple[int, int]],
) -> None:
    links = Links(facts(pairs))
    found = shortest_paths(links, thing(0), thing(1))
    reached = {0}
    steps = 0
    while 1 not in reached and steps < 10:
        reached |= {
            two for pair in pairs for one, two in (pair, pair[::-1]) if one in reached
        }
        steps += 1
    assert bool(found) == (1 in reached)
    if found:
        assert len(found[0]) == steps + 1
    for path in found:
        assert (path[0], path[-1]) == (thing(0), thing(1))
        assert len(set(path)) == len(path) <= steps + 2
        assert all(two in links.near[one] for one, two in pairwise(path))


def test_where_not_all_is_read_paths_are_sought_from_both_ends(
    known: Linking,
    published: Release,
    published_engine: Embedded,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = known.whole
    monkeypatch.setattr(linking, "_MOST", 100)
    partial = Linking(
        published_engine, published.iris, Cards(published_engine), Index(published)
    )
    assert not partial.whole.is_whole
    start, end = thing("helga-schmid"), thing("kazakhstan")
    links = partial.toward(start, end)
    assert not links.is_whole
    found = shortest_paths(links, start, end)
    assert found[0] == shortest_paths(whole, start, end)[0]
