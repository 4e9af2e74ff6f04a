"""Where the things of a network stand in its picture.

It tells how the lines between them run: the same for the same links. Pictures are so
wide that the names in them can be read on a telephone, too, where letters are drawn
larger.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from textwrap import wrap

from pyoxigraph import NamedNode

from diplomatica.lookup.links.links import ThingLink

WIDTH, _NARROW = 760, 560
_ROW, _LINE, _TOP, _HEAD = 30, 19, 20, 40
_SWEEPS = 8  # after which the order of names has settled
_LEFT, _RIGHT = 275, WIDTH - 275  # the edges of the two columns around a thing
_AXIS = 420  # on which the names of the whole network end
_IN_COLUMN, _IN_MIDDLE, _IN_ROW, _IN_CHAIN = 24, 12, 38, 52  # letters in a line


@dataclass(frozen=True)
class Mark:
    """A thing in the picture: its name in lines, and where it stands."""

    thing: NamedNode
    name: Sequence[str]
    x: int
    y: int
    anchor: str
    dot: int
    """Where its point is, on the same height; 0 for none."""


@dataclass(frozen=True)
class PictureLine:
    """A line of the picture and the links that it stands for."""

    path: str
    links: Sequence[ThingLink]

    @property
    def is_plan(self) -> bool:
        """Whether nothing connects the two but what is planned."""
        return all(link.is_plan for link in self.links)

    @property
    def weight(self) -> float:
        """How wide it is drawn: a little wider for several links."""
        return min(1 + len(self.links) / 2, 3)


@dataclass
class Picture:
    """Things, lines, and the headings of groups as words with their places."""

    height: int = 0
    marks: list[Mark] = field(default_factory=list)
    lines: list[PictureLine] = field(default_factory=list)
    heads: list[tuple[str, int, int, str]] = field(default_factory=list)
    middle: NamedNode | None = None
    width: int = WIDTH


Name = Callable[[NamedNode], str]
Groups = Mapping[str, Sequence[NamedNode]]
_Column = list[tuple[str, Sequence[NamedNode]]]
_Beside = dict[NamedNode, list[ThingLink]]


def arcs(links: Iterable[ThingLink], groups: Groups, name: Name) -> Picture:
    """All things below each other by group.

    To their right is an arc for each pair that is linked.
    """
    pairs = _pairs(links)
    picture, y, place = Picture(), 0, {}
    for heading, things in _order_by_links(groups, pairs).items():
        y += _HEAD
        picture.heads.append((heading, _AXIS - 14, y - 8, "end"))
        for thing in things:
            lines = _cut(name(thing), _IN_ROW)
            place[thing] = y + _tall(lines) // 2
            picture.marks.append(
                Mark(thing, lines, _AXIS - 14, place[thing], "end", _AXIS)
            )
            y += _tall(lines)
    picture.height = y + _TOP
    for (one, two), between in pairs.items():
        top, bottom = sorted((place[one], place[two]))
        half = (bottom - top) / 2
        wide = min(half, 20 + (WIDTH - _AXIS - 40) * half / picture.height * 2)
        picture.lines.append(
            PictureLine(
                f"M{_AXIS} {top}A{wide:.0f} {half:.0f} 0 0 1 {_AXIS} {bottom}", between
            )
        )
    return picture


@dataclass(frozen=True)
class _Side:
    """One side of a star: where the lines to its column end, and which way is out."""

    x: int
    out: int

    @property
    def text(self) -> int:
        """Where names begin, beside the ends of the lines."""
        return self.x + 14 * self.out

    @property
    def anchor(self) -> str:
        """The end of a name that stands beside its line."""
        return "end" if self.out < 0 else "start"

    def path(self, y: int, middle: int) -> str:
        """The line from a name in this column to the middle."""
        bend = WIDTH // 2 + self.out * 55
        return f"M{self.x} {y}C{bend} {y} {bend} {middle} {WIDTH // 2} {middle}"


_SIDES = (_Side(_LEFT, -1), _Side(_RIGHT, 1))


def star(
    this: NamedNode, links: Iterable[ThingLink], groups: Groups, name: Name
) -> Picture:
    """One thing in the middle, between those that it is linked with.

    These stand in two columns to its left and right.
    """
    pairs: _Beside = defaultdict(list)
    for link in links:
        pairs[link.other(this)].append(link)
    columns = _columns(groups, len(pairs))
    heights = [_height(column, name) for column in columns]
    picture = Picture(max(*heights, 4 * _ROW) + _TOP, middle=this)
    for column, height, side in zip(columns, heights, _SIDES, strict=True):
        top = (picture.height - height) // 2 - _HEAD // 3
        _draw(picture, column, side, top, pairs, name)
    label = _cut(name(this), _IN_MIDDLE, 5)
    middle = picture.height // 2
    picture.marks.append(Mark(this, label, WIDTH // 2, middle, "middle", 0))
    return picture


def _columns(groups: Groups, total: int) -> tuple[_Column, _Column]:
    """The groups, one after the other, until half of all things stand to the left."""
    left: _Column = []
    right: _Column = []
    placed = 0
    for heading, things in groups.items():
        column = right if placed * 2 >= total else left
        column.append((heading, things))
        placed += len(things)
    return left, right


def _height(column: _Column, name: Name) -> int:
    """How high a column is, with its headings."""
    names = [lines for _, things in column for lines in _names(things, name)]
    return _HEAD * len(column) + sum(map(_tall, names))


def _draw(
    picture: Picture, column: _Column, side: _Side, y: int, pairs: _Beside, name: Name
) -> None:
    """Add a column from some height on, with a line from each name to the middle."""
    middle = picture.height // 2
    for heading, things in column:
        y += _HEAD
        picture.heads.append((heading, side.text, y - 8, side.anchor))
        for thing, lines in zip(things, _names(things, name), strict=True):
            at = y + _tall(lines) // 2
            mark = Mark(thing, lines, side.text, at, side.anchor, side.x)
            picture.marks.append(mark)
            line = PictureLine(side.path(at, middle), pairs[thing])
            picture.lines.append(line)
            y += _tall(lines)


def _names(things: Iterable[NamedNode], name: Name) -> list[list[str]]:
    return [_cut(name(thing), _IN_COLUMN, 3) for thing in things]


def _tall(lines: Sequence[str]) -> int:
    return _ROW - _LINE + _LINE * len(lines)


def _cut(text: str, letters: int, lines: int = 2) -> list[str]:
    return wrap(text, letters, max_lines=lines, placeholder=" …") or [text[:letters]]


def _pairs(
    links: Iterable[ThingLink],
) -> dict[tuple[NamedNode, NamedNode], list[ThingLink]]:
    links_by_ends: dict[tuple[NamedNode, NamedNode], list[ThingLink]] = defaultdict(
        list
    )
    for link in links:
        links_by_ends[link.ends].append(link)
    return dict(links_by_ends)


def _order_by_links(
    groups: Groups, pairs: Iterable[tuple[NamedNode, NamedNode]]
) -> dict[str, list[NamedNode]]:
    """The things of each group, linked ones near each other.

    In such an order, fewer lines cross. Each goes, again and again, to the middle of
    those that it is linked with.
    """
    beside: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for one, two in pairs:
        beside[one].append(two)
        beside[two].append(one)
    order = {heading: list(things) for heading, things in groups.items()}
    for _ in range(_SWEEPS):
        place = {one: at for at, one in enumerate(chain(*order.values()))}
        middle = partial(_middle, place, beside)
        for things in order.values():
            things.sort(key=middle)
    return order


def _middle(
    place: Mapping[NamedNode, int],
    beside: Mapping[NamedNode, list[NamedNode]],
    thing: NamedNode,
) -> float:
    """The middle of those that a thing is linked with."""
    others = beside.get(thing, ())
    return sum(place[one] for one in others) / max(len(others), 1)


def chains(
    paths: Iterable[Sequence[ThingLink]],
    name: Name,
    words: Callable[[ThingLink], Sequence[str]],
) -> Picture:
    """Paths below each other, each from top to bottom.

    The words of each step stand beside its line.
    """
    picture = Picture(width=_NARROW)
    y = 0
    for steps in paths:
        y += _HEAD // 2 if not y else _HEAD
        picture.marks.append(_in_chain(steps[0].ends[0], name, y))
        for step in steps:
            y = _add_step(picture, step, words(step), y)
            picture.marks.append(_in_chain(step.ends[1], name, y))
    picture.height = y + _ROW
    return picture


def _in_chain(thing: NamedNode, name: Name, y: int) -> Mark:
    return Mark(thing, _cut(name(thing), _IN_CHAIN, 1), 40, y, "start", 20)


def _add_step(picture: Picture, step: ThingLink, lines: Sequence[str], y: int) -> int:
    """Add a step from some height on, with its words, and tell where it ends."""
    below = y + _ROW + _LINE * len(lines)
    picture.lines.append(PictureLine(f"M20 {y}V{below}", [step]))
    for number, words in enumerate(lines):
        height = y + _ROW + _LINE * number - 4
        picture.heads.append((words, 40, height, "start"))
    return below
