"""A notice: what somebody should know who reads an answer, beside the answer itself."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Notice:
    """One remark on an answer: the name under which /sparql/help explains it, and the sentence for this query."""

    name: str
    text: str
