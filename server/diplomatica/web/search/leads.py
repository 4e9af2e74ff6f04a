"""What everyday words lead to beside things.

That is a kind of things, all statements with a property, or a question.
"""

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from diplomatica.lookup.index.folding import sought_words

_ABOUT = ("/about", "Who made this, from what, and how far to trust it")
_QUALITY = ("/quality", "What was checked, and what is wrong or open")
_FILES = ("/dumps/", "Downloads: all data as files and tables")
_QUERIES = ("/sparql", "Queries, with examples")
# What visitors seek that is no thing of a dataset but a page of its site.
_PAGES = {
    **dict.fromkeys(("licence", "license", "copyright", "terms of use"), _ABOUT),
    **dict.fromkeys(("trust", "author", "authors", "about", "contact"), _ABOUT),
    **dict.fromkeys(("trustworthy", "reliable", "credible", "can i trust"), _ABOUT),
    **dict.fromkeys(("may i trust", "who made", "vertrauenswürdig"), _ABOUT),
    **dict.fromkeys(("ist das vertrauenswürdig", "можно ли доверять"), _ABOUT),
    **dict.fromkeys(("quality", "errors", "validation"), _QUALITY),
    **dict.fromkeys(("download", "downloads", "dump", "csv", "excel", "rdf"), _FILES),
    **dict.fromkeys(("sparql", "query", "queries", "api"), _QUERIES),
    **dict.fromkeys(("cite", "citation"), ("/#cite", "How to cite this dataset")),
    **dict.fromkeys(("vocabulary", "ontology"), ("/ontology", "The vocabulary")),
}


@dataclass(frozen=True)
class Lead:
    """Something to follow: its name, what sort of lead it is, and how much is there."""

    label: str
    sort: str
    """A kind, a property, a question, a page, or a thing that is only named."""
    target: str
    """The name of a kind, the address of a page, the IRI of a thing, or else a query."""
    count: int = 0
    root: str = ""
    """Where this site begins."""

    @property
    def url(self) -> str:
        """The address of the things of a kind, of a page, or of a query's answer."""
        if self.sort == "page":
            return self.target
        if self.sort == "named":
            return f"{self.root}/about?{urlencode({'iri': self.target})}"
        page, key = ("search", "kind") if self.sort == "kind" else ("sparql", "query")
        parameters = urlencode({key: self.target})
        return f"{self.root}/{page}?{parameters}"


def pages_called(words: str, root: str) -> list[Lead]:
    """The page of this site that visitors call so, if one is; the site begins at `root`.

    Words of a question that are about nothing may stand with it, as in "is this …?".
    """
    written = words.strip().casefold()
    page = _PAGES.get(written) or _PAGES.get(" ".join(sought_words(written)))
    if page is None:
        return []
    path, label = page
    return [Lead(label, "page", f"{root}{path}")]


def with_addresses(leads: list[Lead]) -> list[Lead]:
    """Leads to what is only named, by their whole addresses where several are alike."""
    counts = Counter(one.label for one in leads)
    return [_with_address(one) if counts[one.label] > 1 else one for one in leads]


def _with_address(lead: Lead) -> Lead:
    _, _, address = lead.target.partition("://")
    return replace(lead, label=address or lead.target)
