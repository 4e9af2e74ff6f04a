"""The named graphs beside the records of articles: stated, derived, and told of these."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from pyoxigraph import NamedNode, Quad

from diplomatica.model.vocabulary import DIP, prefixes
from diplomatica.pipeline.deriving.derivationcards import (
    DerivationCards,
    told_of_premises,
    without_premises,
)
from diplomatica.pipeline.deriving.derivedgraph import DerivedGraph
from diplomatica.pipeline.deriving.derivedgraphs import derive_graphs, derived_beside
from diplomatica.pipeline.deriving.rule import after_nothing, rule_cards
from diplomatica.pipeline.files.catalogfile import cards
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.kept import graphs_of
from diplomatica.pipeline.storing.lines import Row, row_of
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.examples import example_quads

_ALONE = Workshop()


def rows_beside(
    records: Quads, reading: Reading, derived: Iterable[DerivedGraph]
) -> Iterator[Row]:
    """All named graphs but the records: what is stated and derived, and the cards of each.

    Of those of large files there are the cards alone. Faults of the rules are added to the
    reading.
    """
    iris, stated = reading.iris, reading.facts
    files_graphs = {f"<{iri}>" for iri in reading.files}
    graphs, told_of = reading.told_in_large()
    inferred = _derived_rows(reading, records, derived)
    for row in chain(stated.rows(), inferred):
        graphs.add(row[3])
        if row[0] in files_graphs:
            told_of[row[0]].add(row[1])
        yield row
    graphs.update(f"<{one}>" for one in graphs_of(records))
    below = f"<{iris('graph').value}/"
    files = {name[1:-1] for name in graphs if name.startswith(below)}
    told = cards(
        reading.about,
        map(NamedNode, files | reading.files.keys()),
        reading.files,
        iris,
        has_claims=reading.uses_our_words,
        told_of=told_of,
        contents=_remark_by_content(stated.saying(DIP("saysThat"))),
    )
    yield from map(row_of, told)


def deriving(
    reading: Reading, workshop: Workshop = _ALONE
) -> Callable[[], Iterator[DerivedGraph]]:
    """What gives all that the rules derive, once it is asked for.

    Of many facts another process begins to derive it right now.
    """
    iris = reading.iris
    told = reading.rules, reading.grounds, prefixes(iris.base), iris
    others = workshop.for_many(len(reading.claims.facts or ()))
    if reading.has_gaps or others.here is None:
        return partial(derive_graphs, *told, workshop.keep)
    return derived_beside(*told, others)


def _derived_rows(
    reading: Reading, records: Quads, derived: Iterable[DerivedGraph]
) -> Iterator[Row]:
    """What follows from what is stated, and what is said of rules, terms and queries."""
    iris = reading.iris
    premises = chain(records.saying(*told_of_premises()), reading.about)
    cards_of, baseless = DerivationCards(premises, iris), []
    for graph in derived:
        if not graph.premises:
            baseless.append(graph)
        yield from cards_of.rows(graph)
    reading.faults += without_premises(baseless, iris)
    reading.faults += after_nothing(reading.rules)
    yield from map(row_of, rule_cards(reading.rules, iris))
    yield from map(row_of, reading.ontology)
    yield from map(row_of, reading.shapes)
    yield from map(row_of, example_quads(reading.examples, iris))


def _remark_by_content(says: Iterable[Quad]) -> dict[NamedNode, NamedNode]:
    """The graphs of what remarks say, each with its remark, for the cards of these graphs.

    Of two remarks with the same content the last in the order of IRIs is told.
    """
    named = [(one.object, one.subject) for one in says]
    return {
        content: remark
        for content, remark in sorted(named, key=str)
        if isinstance(content, NamedNode) and isinstance(remark, NamedNode)
    }
