"""The columns of a table of links, and how several values stand in one cell."""

import re
from collections.abc import Iterable

from diplomatica.model.vocabulary import DCTERMS, DIP, PAV, SSSOM

NOT_FOUND = SSSOM("NoTermFound")
COMPARED = {"differs on": DIP("differsOn"), "not compared": DIP("uncompared")}
"""How the column `other` begins what it tells of the properties that were compared."""
BY_COLUMN = {
    "mapping_justification": SSSOM("mapping_justification"),
    "confidence": SSSOM("confidence"),
    "author_id": PAV("authoredBy"),
    "creator_id": DCTERMS("creator"),
    "reviewer_id": PAV("curatedBy"),
    "mapping_date": DCTERMS("created"),
    "object_source": SSSOM("object_source"),
    "object_label": SSSOM("object_label"),
    "match_string": SSSOM("match_string"),
    "subject_match_field": DIP("agreesOn"),
}
"""What a column says of a link, but for its reason, which is the comment."""
MANY = (
    *("author_id", "creator_id", "reviewer_id"),
    *("match_string", "subject_match_field", "object_match_field"),
)
"""The columns whose cells hold several values, between upright strokes."""
REFERENCES = (
    *("record_id", "subject_id", "predicate_id", "object_id", "object_source"),
    *("mapping_justification", "author_id", "creator_id", "reviewer_id"),
    *("subject_match_field", "object_match_field"),
)
"""The columns whose values are IRIs, written with a prefix of the head or in full."""
_BEFORE_STROKE = re.compile(r"(\\*)(\||$)")


def join_values(values: Iterable[str]) -> str:
    """Some values in one cell, between strokes; a stroke in one has a backslash before."""
    return "|".join(_BEFORE_STROKE.sub(_escaped, one) for one in values)


def split_values(cell: str) -> list[str]:
    """The values that were joined so."""
    values, start = [""], 0
    for stroke in _BEFORE_STROKE.finditer(cell):
        marks = len(stroke[1])
        values[-1] += cell[start : stroke.start()] + "\\" * (marks // 2)
        start = stroke.end()
        if not stroke[2]:
            values[-1] += "\\" * (marks % 2)
        elif marks % 2:
            values[-1] += "|"
        else:
            values.append("")
    return [one.strip() for one in values if one.strip()]


def _escaped(found: re.Match[str]) -> str:
    """Backslashes before a stroke or an end twice, and one more before a stroke."""
    return found[1] * 2 + ("\\|" if found[2] else "")
