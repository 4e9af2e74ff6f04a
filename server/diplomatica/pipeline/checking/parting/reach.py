"""How far the shapes look: along which properties away from the node that they judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pyoxigraph import NamedNode, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.vocabulary import RDF, SH

Level = frozenset[NamedNode]
_NESTED = ("property", "node", "not", "qualifiedValueShape")
_LISTED = ("and", "or", "xone")
_BESIDE = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
# All that is looked at by these is the values themselves, and their kinds.
_LOCAL = (
    *("class", "datatype", "nodeKind", "hasValue", "in", "languageIn", "uniqueLang"),
    *("minCount", "maxCount", "minInclusive", "maxInclusive", "minExclusive"),
    *("maxExclusive", "minLength", "maxLength", "pattern", "flags"),
    *("qualifiedMinCount", "qualifiedMaxCount", "deactivated", "severity", "message"),
    *("name", "description", "order", "group", "defaultValue"),
    *("targetClass", "targetSubjectsOf", "targetObjectsOf"),
    *("path", "inversePath", "alternativePath"),
)
_KNOWN = {SH(name) for name in (*_NESTED, *_LISTED, *_BESIDE, *_LOCAL)}


@dataclass(frozen=True)
class Reach:
    """Step by step, the properties that shapes follow, and those against their direction."""

    ahead: tuple[Level, ...]
    back: tuple[Level, ...]
    targets: Level
    """Whose objects are judged."""


class _Untold(Exception):
    """Nobody can tell beforehand how far it looks."""


def reach(shapes: Iterable[Triple]) -> Reach | None:
    """How far shapes look; None where they may look at anything.

    So do queries, closed shapes, paths of any length, and shapes that lead to themselves.
    """
    properties = _ShapeProperties(shapes)
    try:
        steps = _merged([*map(properties.steps, properties.all), properties.targeted])
    except _Untold:
        return None
    ahead = tuple(_ways_of_step(some, is_back=False) for some in steps)
    back = tuple(_ways_of_step(some, is_back=True) for some in steps)
    return Reach(ahead, back, _ways_of_step(properties.targeted[0], is_back=True))


def _ways_of_step(
    step: Iterable[tuple[NamedNode, bool]], is_back: bool
) -> frozenset[NamedNode]:
    """The properties by which a step goes ahead, or back."""
    return frozenset(one for one, goes_back in step if goes_back is is_back)


_Steps = list[set[tuple[NamedNode, bool]]]


def _merged(several: Iterable[_Steps]) -> _Steps:
    """What is followed by any of them, step by step."""
    together = zip_longest(*several, fillvalue=set[tuple[NamedNode, bool]]())
    return [set[tuple[NamedNode, bool]]().union(*some) for some in together]


class _ShapeProperties:
    """What is said of each shape."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        """Nothing is followed yet."""
        self._values: dict[object, dict[NamedNode, list[Term]]] = defaultdict(dict)
        self._unknown = False
        for one in shapes:
            of_subject = self._values[one.subject]
            of_subject.setdefault(one.predicate, []).append(one.object)
            is_ours = one.predicate.value.startswith(SH)
            self._unknown |= is_ours and one.predicate not in _KNOWN

    @property
    def all(self) -> list[object]:
        """Whatever may be a shape."""
        if self._unknown:
            raise _Untold
        return list(self._values)

    @property
    def targeted(self) -> _Steps:
        """How the nodes are found that are judged (SHACL, section 2.1.3)."""
        steps: set[tuple[NamedNode, bool]] = set()
        for shape in list(self._values):
            for name, is_back in (
                ("targetSubjectsOf", False),
                ("targetObjectsOf", True),
            ):
                targets = self._nodes(shape, name)
                steps |= {(target, is_back) for target in targets}
        return [steps]

    def steps(self, shape: object, around: tuple[object, ...] = ()) -> _Steps:
        """What one shape follows from a node. Raises _Untold."""
        if shape in around:
            raise _Untold
        within = (*around, shape)
        nested = [self.steps(inner, within) for inner in self._inner(shape)]
        beside = {
            (other, False) for name in _BESIDE for other in self._nodes(shape, name)
        }
        path = [
            step for one in self._values_of(shape, "path") for step in self._path(one)
        ]
        return _merged([[*path, *_merged(nested)], [beside]])

    def _inner(self, shape: object) -> Iterator[object]:
        for name in _NESTED:
            yield from self._values_of(shape, name)
        for name in _LISTED:
            for first in self._values_of(shape, name):
                yield from self._list(first)

    def _path(self, path: object) -> _Steps:
        """The steps of a path (SHACL, section 2.3.1)."""
        if isinstance(path, NamedNode):
            return [{(path, False)}]
        inverse, either = (
            self._values_of(path, "inversePath"),
            self._values_of(path, "alternativePath"),
        )
        if inverse and isinstance(inverse[0], NamedNode):
            return [{(inverse[0], True)}]
        if either:
            return self._alternative([self._path(one) for one in self._list(either[0])])
        return [step for one in self._list(path) for step in self._path(one)]

    def _alternative(self, paths: list[_Steps]) -> _Steps:
        if len(set(map(len, paths))) != 1:
            raise _Untold
        return _merged(paths)

    def _list(self, first: object) -> Iterator[object]:
        """The members of a list. Raises _Untold where it is none."""
        rest, passed = first, set[object]()
        while rest != RDF("nil"):
            of_rest = self._values.get(rest, {})
            if rest in passed or not {RDF("first"), RDF("rest")} <= of_rest.keys():
                raise _Untold
            passed.add(rest)
            yield of_rest[RDF("first")][0]
            rest = of_rest[RDF("rest")][0]

    def _values_of(self, shape: object, name: str) -> list[Term]:
        return self._values.get(shape, {}).get(SH(name), [])

    def _nodes(self, shape: object, name: str) -> list[NamedNode]:
        return [
            one for one in self._values_of(shape, name) if isinstance(one, NamedNode)
        ]
