"""What everyday words lead to beside things.

That is a kind of things, all statements with a property, or a question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from diplomatica.lookup.advice.questions import statements_with
from diplomatica.web.site import Site


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


def leads(site: Site, kinds: Iterable[Lead]) -> list[Lead]:
    """All that words can lead to: these kinds, properties in use, example queries."""
    return [*kinds, *_properties(site), *_questions(site)]


def _properties(site: Site) -> list[Lead]:
    properties = [term for term in site.terms.used if term.kind == "property"]
    return [
        Lead(one.label or one.name, "property", statements_with(one), one.count)
        for one in properties
    ]


def _questions(site: Site) -> list[Lead]:
    queries = site.release.queries
    return [Lead(asked, "question", query) for asked, query in queries if asked]
