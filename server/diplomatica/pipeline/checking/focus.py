"""How many nodes each shape looks at (SHACL, section 2.1.3)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, groupby
from operator import attrgetter

from pyoxigraph import NamedNode, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.vocabulary import RDF, RDFS, SH
from diplomatica.pipeline.storing.stored import Triples

_TYPE, _NARROWER = RDF("type"), RDFS("subClassOf")
_CLASS, _SUBJECTS = SH("targetClass"), SH("targetSubjectsOf")
_OBJECTS = SH("targetObjectsOf")
_TARGETS = (_CLASS, _SUBJECTS, _OBJECTS)
_Shapes = dict[Term, set[Term]]


def focus_nodes(data: Triples, shapes: Collection[Triple]) -> dict[Term, int]:
    """Each shape that has a target, with the number of nodes that it looks at.

    Only of shapes that look at values the nodes are kept: those of others are counted as
    they come.
    """
    looking = _TargetedShapes(chain(data.saying(*_TARGETS, _NARROWER), shapes))
    nodes = looking.nodes(shapes)
    counts: Counter[Term] = Counter()
    telling = data.saying(_TYPE, *looking.subjects)
    for subject, about in groupby(telling, attrgetter("subject")):
        for shape in looking.at_subject(about):
            if shape in looking.at_values:
                nodes[shape].add(subject)
            elif subject not in nodes[shape]:
                counts[shape] += 1
    for triple in data.saying(*looking.objects):
        for shape in looking.by_object[triple.predicate]:
            nodes[shape].add(triple.object)
    return {
        shape: counts[shape] + len(nodes[shape]) for shape in sorted(nodes, key=str)
    }


class _TargetedShapes:
    """The shapes by what they look at."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the targets out of all that is said, and the classes that are narrower."""
        targets: dict[Term, _Shapes] = defaultdict(lambda: defaultdict(set))
        narrower: dict[Term, set[Term]] = defaultdict(set)
        for triple in triples:
            if triple.predicate in _TARGETS:
                targets[triple.predicate][triple.object].add(triple.subject)
            elif triple.predicate == _NARROWER:
                narrower[triple.object].add(triple.subject)
        self.by_subject, self.by_object = targets[_SUBJECTS], targets[_OBJECTS]
        self.by_kind: _Shapes = defaultdict(set)
        for kind, shapes in targets[_CLASS].items():
            for one in _and_below(kind, narrower):
                self.by_kind[one] |= shapes
        self.at_values = set(chain.from_iterable(self.by_object.values()))

    @property
    def subjects(self) -> list[NamedNode]:
        """The properties whose subjects are looked at."""
        return [one for one in self.by_subject if isinstance(one, NamedNode)]

    @property
    def objects(self) -> list[NamedNode]:
        """The properties whose values are looked at."""
        return [one for one in self.by_object if isinstance(one, NamedNode)]

    def nodes(self, shapes: Iterable[Triple]) -> dict[Term, set[Term]]:
        """Every shape with a target, with those of the nodes that are shapes."""
        every = chain(self.by_kind.values(), self.by_subject.values())
        nodes_by_shape: dict[Term, set[Term]] = {
            shape: set() for some in (*every, self.at_values) for shape in some
        }
        for triple in shapes:
            for shape in self.at_subject([triple]):
                nodes_by_shape[shape].add(triple.subject)
            for shape in self.by_object.get(triple.predicate, ()):
                nodes_by_shape[shape].add(triple.object)
        return nodes_by_shape

    def at_subject(self, about: Iterable[Triple]) -> set[Term]:
        """The shapes that look at a node of which all this is said."""
        return set(chain.from_iterable(map(self._at, about)))

    def _at(self, triple: Triple) -> Iterator[Term]:
        yield from self.by_subject.get(triple.predicate, ())
        if triple.predicate == _TYPE:
            yield from self.by_kind.get(triple.object, ())


def _and_below(kind: Term, narrower: dict[Term, set[Term]]) -> set[Term]:
    """A kind and all kinds that are narrower, at any distance."""
    kinds, waiting = {kind}, [kind]
    while waiting:
        new = narrower[waiting.pop()] - kinds
        kinds |= new
        waiting += new
    return kinds
