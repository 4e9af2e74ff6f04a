"""A notice: what somebody should know who reads an answer, beside the answer itself."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Notice:
    """One remark on an answer, in the sentence that fits this query.

    /sparql/help explains it under its name. A page tells a text that is a Phrase in the
    language of its reader.
    """

    name: str
    text: str
