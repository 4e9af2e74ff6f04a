"""What everyday words lead to beside things.

That is a kind of things, all statements with a property, or a question.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request


@dataclass(frozen=True)
class Lead:
    """Something to follow: its name, what sort of lead it is, and how much is there."""

    label: str
    sort: str
    """A kind, a property, a question or a page."""
    target: str
    """The name of a kind, the address of a page, or else a query."""
    count: int = 0

    @property
    def url(self) -> str:
        """The address of the things of a kind, of a page, or of a query's answer."""
        if self.sort == "page":
            return self.target
        page, key = ("search", "kind") if self.sort == "kind" else ("sparql", "query")
        parameters = urlencode({key: self.target})
        return f"{request.script_root}/{page}?{parameters}"
