"""Labels of blank nodes in a pattern, asked as variables of which nothing else knows.

Within a pattern a blank node is a variable that is not in the answer (SPARQL 1.1 Query, section
4.1.4), but its label holds in one basic graph pattern only, and a union would cut that in two.
"""

from collections.abc import Sequence

from diplomatica.engine.sparql.edits import Edit
from diplomatica.engine.sparql.query import Token, start_of_pattern


def as_variables(query: str, read: Sequence[Token]) -> list[Edit]:
    """What makes a variable of each label; a label in the template of CONSTRUCT is another."""
    labels = [token for token in read[start_of_pattern(read) :] if is_label(token)]
    stem = unused(query, "blank")
    places = {text: place for place, text in enumerate(_each(labels))}
    return [
        Edit(label.start, label.end, f"?{stem}{places[label.text]}") for label in labels
    ]


def is_label(token: Token) -> bool:
    """Whether a token is the label of a blank node."""
    return token.kind == "name" and token.text.startswith("_:")


def unused(query: str, stem: str) -> str:
    """The beginning of a name that no variable of a query has."""
    while stem in query:
        stem += "_"
    return stem


def _each(labels: Sequence[Token]) -> list[str]:
    return list(dict.fromkeys(label.text for label in labels))
