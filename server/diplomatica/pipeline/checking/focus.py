"""How many nodes each shape looks at (SHACL, section 2.1.3)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter

from pyoxigraph import NamedNode, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.vocabulary import RDF, RDFS, SH
from diplomatica.pipeline.storing.stored import Triples

_TYPE, _NARROWER = RDF("type"), RDFS("subClassOf")
_IS = str(_TYPE)
_CLASS, _SUBJECTS = SH("targetClass"), SH("targetSubjectsOf")
_OBJECTS = SH("targetObjectsOf")
_TARGETS = (_CLASS, _SUBJECTS, _OBJECTS)
_Shapes = dict[str, set[Term]]
"""The shapes by the text of what they look at."""
_Row = tuple[str, str, str]


def focus_nodes(data: Triples, shapes: Collection[Triple]) -> dict[Term, int]:
    """Each shape that has a target, with the number of nodes that it looks at.

    Only of shapes that look at values the nodes are kept: those of others are counted as
    they come. Nodes are told apart by their text, which takes a third of what terms take.
    """
    looking = _TargetedShapes(chain(data.saying(*_TARGETS, _NARROWER), shapes))
    nodes = looking.nodes(map(_row_of, shapes))
    counts: Counter[Term] = Counter()
    telling = data.rows_saying(_TYPE, *looking.subjects)
    for subject, about in groupby(telling, itemgetter(0)):
        for shape in looking.at_subject(about):
            if shape in looking.at_values:
                nodes[shape].add(subject)
            elif subject not in nodes[shape]:
                counts[shape] += 1
    for _, predicate, term in data.rows_saying(*looking.objects):
        for shape in looking.by_object[predicate]:
            nodes[shape].add(term)
    return {
        shape: counts[shape] + len(nodes[shape]) for shape in sorted(nodes, key=str)
    }


class _TargetedShapes:
    """The shapes by what they look at."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the targets out of all that is said, and the classes that are narrower."""
        targets: dict[Term, dict[Term, set[Term]]]
        targets = defaultdict(lambda: defaultdict(set))
        narrower: dict[Term, set[Term]] = defaultdict(set)
        for triple in triples:
            if triple.predicate in _TARGETS:
                targets[triple.predicate][triple.object].add(triple.subject)
            elif triple.predicate == _NARROWER:
                narrower[triple.object].add(triple.subject)
        # The data is asked for named properties alone.
        self.subjects = _named_nodes(targets[_SUBJECTS])
        self.objects = _named_nodes(targets[_OBJECTS])
        self._by_subject = _by_text(targets[_SUBJECTS])
        self.by_object = _by_text(targets[_OBJECTS])
        self._by_kind: _Shapes = defaultdict(set)
        for kind, shapes in targets[_CLASS].items():
            for one in _and_below(kind, narrower):
                self._by_kind[str(one)] |= shapes
        self.at_values = set(chain.from_iterable(self.by_object.values()))

    def nodes(self, shapes: Iterable[_Row]) -> dict[Term, set[str]]:
        """Every shape with a target, with those of the nodes that are shapes."""
        every = chain(self._by_kind.values(), self._by_subject.values())
        nodes_by_shape: dict[Term, set[str]] = {
            shape: set() for some in (*every, self.at_values) for shape in some
        }
        for row in shapes:
            subject, predicate, term = row
            for shape in self.at_subject([row]):
                nodes_by_shape[shape].add(subject)
            for shape in self.by_object.get(predicate, ()):
                nodes_by_shape[shape].add(term)
        return nodes_by_shape

    def at_subject(self, about: Iterable[_Row]) -> set[Term]:
        """The shapes that look at a node of which all this is said."""
        return set(chain.from_iterable(map(self._at, about)))

    def _at(self, row: _Row) -> Iterator[Term]:
        _, predicate, term = row
        yield from self._by_subject.get(predicate, ())
        if predicate == _IS:
            yield from self._by_kind.get(term, ())


def _row_of(triple: Triple) -> _Row:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _named_nodes(terms: Iterable[Term]) -> list[NamedNode]:
    return [one for one in terms if isinstance(one, NamedNode)]


def _by_text(shapes: dict[Term, set[Term]]) -> _Shapes:
    return {str(one): some for one, some in shapes.items()}


def _and_below(kind: Term, narrower: dict[Term, set[Term]]) -> set[Term]:
    """A kind and all kinds that are narrower, at any distance."""
    kinds, waiting = {kind}, [kind]
    while waiting:
        new = narrower[waiting.pop()] - kinds
        kinds |= new
        waiting += new
    return kinds
