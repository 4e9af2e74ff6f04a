"""What keeps a dataset from being published, beside what reading its files tells."""

from collections.abc import Iterator
from itertools import chain

from diplomatica.errors import Fault
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.checking.declared import (
    declarations_of,
    undeclared,
    undeclared_in_claims,
    undeclared_in_query,
)
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.checking.violations import Origins
from diplomatica.pipeline.reading import Reading


def unknown_terms(reading: Reading) -> Iterator[Fault]:
    """The terms that are used and declared nowhere; none where not all could be read."""
    if reading.has_gaps or not reading.has_claims:
        return
    typed = reading.facts.saying(RDF("type"))
    known = declarations_of(reading.ontology, typed, reading.iris)
    claims = reading.claims
    for source in reading.beside_claims:
        yield from undeclared(source, known, reading.iris)
    for slug, noted in claims.noted.items():
        file = claims.files[slug]
        yield from undeclared_in_claims(file, noted, known, reading.iris)
    for source in reading.brought:
        yield from undeclared(source, known, reading.iris, strict=False)
    for query in [*reading.rule_queries, *reading.table_queries, *reading.examples]:
        yield from undeclared_in_query(query, known, reading.iris)


def new_faults(violations: list[Violation], reading: Reading) -> Iterator[Fault]:
    """The violations as faults, but for claims whose fault is told already.

    A lost quote leaves the card of its claim empty.
    """
    told = {(fault.file, fault.claim) for fault in reading.faults}
    slugs = {article.slug for article in reading.articles}
    unclaimed = {
        reading.iris("article", one) for one in slugs - {*reading.claims.files}
    }
    brought = {quad.subject for quad in reading.brought_shapes}
    # Shapes among the data say how it is, and not whether it may be published.
    blocking = [one for one in violations if one.blocks and one.shape not in brought]
    if not blocking:
        return
    origins = Origins(reading, {one.focus for one in blocking})
    for violation in _first_causes(blocking, reading):
        if violation.focus in unclaimed:
            continue  # it is told that the file is missing in which this would stand
        fault = origins.fault_of(violation)
        is_claim = reading.iris.kind(text_of(violation.focus)) == "claim"
        if not is_claim or (fault.file, fault.claim) not in told:
            yield fault


def _first_causes(blocking: list[Violation], reading: Reading) -> Iterator[Violation]:
    """The violations without those that rules have from a faulty value that is stated."""
    facts = chain(reading.facts, *reading.large)
    stated = {(fact.subject, fact.predicate, fact.object) for fact in facts}
    told = [((one.focus, one.path, one.value), one) for one in blocking]
    faulty = {one.value for triple, one in told if triple in stated}
    for triple, one in told:
        if one.value is None or one.value not in faulty or triple in stated:
            yield one
