"""The shortest ways from one thing to another over the facts between things."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import islice

from pyoxigraph import NamedNode

from diplomatica.lookup.links.links import Links
from diplomatica.model.vocabulary import DIP

Path = tuple[NamedNode, ...]
SHOWN, EVENTS = 5, 3
_DIRECT = 2  # things of a path without any between
_TRIED = 20_000  # beginnings of paths that are followed


def shortest_paths(links: Links, start: NamedNode, end: NamedNode) -> list[Path]:
    """The shortest paths, and those one step longer, up to five, the shortest first.

    One that leads through a remark is taken only if there is no other: what somebody
    says connects nothing by itself.
    """
    for has in (
        lambda one: one in (start, end) or not links.is_remark(one),
        lambda one: True,
    ):
        paths = list(islice(_paths(links, start, end, has), SHOWN))
        if paths:
            return paths
    return []


def event_paths(links: Links, start: NamedNode, end: NamedNode) -> list[Path]:
    """Paths that lead through events alone, up to two steps longer than the shortest.

    They tell on which occasions the two met, which the shortest often leave out.
    """

    def is_event(one: NamedNode) -> bool:
        return one in (start, end) or links.is_a(one, DIP("Occurrence"))

    paths = _paths(links, start, end, is_event, longer=2)
    through = (path for path in paths if len(path) > _DIRECT)
    return list(islice(through, EVENTS))


def new_ways(paths: Iterable[Path]) -> list[Path]:
    """The paths without those that only lead through more than one before them does."""
    kept: list[Path] = []
    for path in paths:
        inner = set(path[1:-1])
        before = (set(one[1:-1]) for one in kept)
        if path not in kept and not any(one and one <= inner for one in before):
            kept.append(path)
    return kept


def _paths(
    links: Links,
    start: NamedNode,
    end: NamedNode,
    has: Callable[[NamedNode], bool],
    longer: int = 1,
) -> Iterator[Path]:
    """Paths in order of length, from the shortest to those so many steps longer.

    The best beginning is followed first, by how far it is from there (A*).
    """
    far = _distances(links, end, has)
    todo: list[tuple[int, tuple[str, ...], Path]] = []
    if start in far and start != end:
        heappush(todo, (far[start], (), (start,)))
    for _ in range(_TRIED):
        if not todo or todo[0][0] > far[start] + longer:
            return
        _, names, path = heappop(todo)
        if path[-1] == end:
            yield path
            continue
        for one in links.near[path[-1]]:
            if one not in far or one in path:
                continue
            length = len(path) + far[one]
            if length <= far[start] + longer:
                heappush(todo, (length, (*names, one.value), (*path, one)))


def _distances(
    links: Links, end: NamedNode, has: Callable[[NamedNode], bool]
) -> dict[NamedNode, int]:
    """How many facts each thing is away from the end, as far as it can be reached."""
    far, todo = {end: 0}, deque([end])
    while todo:
        here = todo.popleft()
        for one in links.near.get(here, ()):
            if one not in far and has(one):
                far[one] = far[here] + 1
                todo.append(one)
    return far
