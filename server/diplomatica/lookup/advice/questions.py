"""The queries that are known, and what they ask."""

from diplomatica.lookup.advice.terms import Term, Terms
from diplomatica.model.dataset.release import Release

_STATEMENTS = "SELECT ?subject ?object { ?subject %s ?object }"


def statements_with(term: Term) -> str:
    """The query for all statements with a property."""
    return _STATEMENTS % term.name


def questions(release: Release, terms: Terms) -> dict[str, str]:
    """What the queries ask that are known.

    They are the example queries, and those for all statements with a property.
    """
    properties = {
        statements_with(one): f"All statements with “{one.label or one.name}”"
        for one in terms.used
    }
    return {text: question for question, text in release.queries} | properties
